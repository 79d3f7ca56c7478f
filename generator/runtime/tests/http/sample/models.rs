//! Models.

use specwright_runtime as rt;
use std::collections::BTreeMap;

/// A booking.
#[derive(Debug, Clone, PartialEq)]
pub struct Booking {
    pub id: i64,
    pub uid: String,
    pub note: Option<String>,
}

impl rt::Read for Booking {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1, mut f2) = (None, None, None);
        r.object(&["id", "uid", "note"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                1 => f1 = Some(r.get()?),
                2 => f2 = r.get()?,
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            id: r.required(f0, "id")?,
            uid: r.required(f1, "uid")?,
            note: f2,
        })
    }
}

impl rt::Write for Booking {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("id", &self.id);
        o.field("uid", &self.uid);
        o.optional("note", &self.note);
        o.end();
    }
}

/// What creates a booking.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateBooking {
    pub attendees: Vec<Attendee>,
    pub note: rt::Patch<String>,
}

impl rt::Read for CreateBooking {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1) = (None, rt::Patch::Absent);
        r.object(&["attendees", "note"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                1 => f1 = r.get()?,
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            attendees: r.required(f0, "attendees")?,
            note: f1,
        })
    }
}

impl rt::Write for CreateBooking {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("attendees", &self.attendees);
        o.optional("note", &self.note);
        o.end();
    }
}

/// Who attends.
#[derive(Debug, Clone, PartialEq)]
pub struct Attendee {
    pub email: String,
}

impl rt::Read for Attendee {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let mut f0 = None;
        r.object(&["email"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            email: r.required(f0, "email")?,
        })
    }
}

impl rt::Write for Attendee {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("email", &self.email);
        o.end();
    }
}

/// Pages around this one.
#[derive(Debug, Clone, PartialEq)]
pub struct Pagination {
    pub has_next_page: bool,
}

impl rt::Read for Pagination {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let mut f0 = None;
        r.object(&["hasNextPage"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            has_next_page: r.required(f0, "hasNextPage")?,
        })
    }
}

impl rt::Write for Pagination {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("hasNextPage", &self.has_next_page);
        o.end();
    }
}

/// What failed.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorEnvelope {
    pub status: String,
    pub error: ApiError,
}

impl rt::Read for ErrorEnvelope {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1) = (None, None);
        r.object(&["status", "error"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                1 => f1 = Some(r.get()?),
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            status: r.required(f0, "status")?,
            error: r.required(f1, "error")?,
        })
    }
}

impl rt::Write for ErrorEnvelope {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("status", &self.status);
        o.field("error", &self.error);
        o.end();
    }
}

/// What failed, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    pub code: String,
    pub message: String,
    pub details: Option<rt::Value>,
}

impl rt::Read for ApiError {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1, mut f2) = (None, None, None);
        r.object(&["code", "message", "details"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                1 => f1 = Some(r.get()?),
                2 => f2 = r.get()?,
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            code: r.required(f0, "code")?,
            message: r.required(f1, "message")?,
            details: f2,
        })
    }
}

impl rt::Write for ApiError {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("code", &self.code);
        o.field("message", &self.message);
        o.optional("details", &self.details);
        o.end();
    }
}

/// A file with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    pub title: String,
    pub tags: Vec<String>,
    pub owner: Attendee,
    pub file: rt::FilePart,
}

impl rt::Read for Upload {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1, mut f2, mut f3) = (None, Vec::new(), None, None);
        r.object(&["title", "tags", "owner", "file"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                1 => f1 = r.get()?,
                2 => f2 = Some(r.get()?),
                3 => f3 = Some(r.get()?),
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            title: r.required(f0, "title")?,
            tags: f1,
            owner: r.required(f2, "owner")?,
            file: r.required(f3, "file")?,
        })
    }
}

impl rt::Write for Upload {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("title", &self.title);
        o.field("tags", &self.tags);
        o.field("owner", &self.owner);
        o.field("file", &self.file);
        o.end();
    }
}

/// A form.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenRequest {
    pub grant_type: String,
    pub scopes: Vec<String>,
    pub limits: BTreeMap<String, i64>,
}

impl rt::Read for TokenRequest {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1, mut f2) = (None, Vec::new(), BTreeMap::new());
        r.object(&["grant_type", "scopes", "limits"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                1 => f1 = r.get()?,
                2 => f2 = r.get()?,
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            grant_type: r.required(f0, "grant_type")?,
            scopes: f1,
            limits: f2,
        })
    }
}

impl rt::Write for TokenRequest {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("grant_type", &self.grant_type);
        o.field("scopes", &self.scopes);
        o.field("limits", &self.limits);
        o.end();
    }
}

/// Which bookings.
#[derive(Debug, Clone, PartialEq)]
pub enum BookingStatus {
    Upcoming,
    Past,
    Other(String),
}

impl BookingStatus {
    pub const VALUES: &'static [&'static str] = &["upcoming", "past"];

    pub fn as_str(&self) -> &str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Past => "past",
            Self::Other(text) => text,
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "upcoming" => Self::Upcoming,
            "past" => Self::Past,
            other => Self::Other(other.to_owned()),
        })
    }
}

rt::model!(
    Booking,
    CreateBooking,
    Attendee,
    Pagination,
    ErrorEnvelope,
    ApiError,
    Upload,
    TokenRequest
);
rt::string_enum!(BookingStatus);

impl rt::Validate for CreateBooking {
    fn validate_into(&self, v: &mut rt::Violations) {
        v.nested("attendees", &self.attendees);
    }
}

impl rt::Validate for Attendee {
    fn validate_into(&self, v: &mut rt::Violations) {
        static EMAIL: rt::Rules = rt::Rules::new().min_length(1);
        v.field("email", &self.email, &EMAIL);
    }
}

rt::unconstrained!(
    Booking,
    Pagination,
    ErrorEnvelope,
    ApiError,
    Upload,
    TokenRequest,
    BookingStatus
);
