//! A model written by hand, word for word as it is emitted.

#![allow(
    unreachable_pub,
    missing_docs,
    dead_code,
    reason = "it stands here as it is emitted, and there it is public"
)]

use std::collections::BTreeMap;

use crate as rt;

/// A booking.
#[derive(Debug, Clone, PartialEq)]
pub struct Booking {
    pub id: i64,
    pub start: rt::Timestamp,
    pub status: BookingStatus,
    pub meeting_url: Option<String>,
    pub note: rt::Patch<String>,
    pub attendees: Vec<Attendee>,
    pub location: Location,
    pub extra: BTreeMap<String, rt::Value>,
}

impl rt::Read for Booking {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1, mut f2, mut f3) = (None, None, None, None);
        let (mut f4, mut f5, mut f6, mut f7) = (rt::Patch::Absent, None, None, BTreeMap::new());
        r.object(
            &["id", "start", "status", "meetingUrl", "note", "attendees", "location"],
            &mut |r, field| {
                match field {
                    0 => f0 = Some(r.get()?),
                    1 => f1 = Some(r.get()?),
                    2 => f2 = Some(r.get()?),
                    3 => f3 = Some(r.get()?),
                    4 => f4 = r.get()?,
                    5 => f5 = Some(r.get()?),
                    6 => f6 = Some(r.get()?),
                    _ => r.entry(&mut f7)?,
                }
                Ok(())
            },
        )?;
        Ok(Self {
            id: r.required(f0, "id")?,
            start: r.required(f1, "start")?,
            status: r.required(f2, "status")?,
            meeting_url: f3,
            note: f4,
            attendees: r.required(f5, "attendees")?,
            location: r.required(f6, "location")?,
            extra: f7,
        })
    }
}

impl rt::Write for Booking {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("id", &self.id);
        o.field("start", &self.start);
        o.field("status", &self.status);
        o.optional("meetingUrl", &self.meeting_url);
        o.optional("note", &self.note);
        o.field("attendees", &self.attendees);
        o.field("location", &self.location);
        o.entries(&self.extra);
        o.end();
    }
}

/// Who comes; a closed object.
#[derive(Debug, Clone, PartialEq)]
pub struct Attendee {
    pub email: String,
    pub seats: Option<Seats>,
}

impl rt::Read for Attendee {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1) = (None, None);
        r.object(&["email", "seats"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                1 => f1 = Some(r.get()?),
                _ => r.unknown()?,
            }
            Ok(())
        })?;
        Ok(Self {
            email: r.required(f0, "email")?,
            seats: f1,
        })
    }
}

impl rt::Write for Attendee {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("email", &self.email);
        o.optional("seats", &self.seats);
        o.end();
    }
}

/// How it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BookingStatus {
    Upcoming,
    Past,
    /// A value that the document does not list, kept as it came.
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

/// A closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Day {
    Monday,
    Sunday,
}

impl Day {
    pub const VALUES: &'static [&'static str] = &["monday", "sunday"];

    pub fn as_str(&self) -> &str {
        match self {
            Self::Monday => "monday",
            Self::Sunday => "sunday",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "monday" => Self::Monday,
            "sunday" => Self::Sunday,
            _ => return None,
        })
    }
}

/// Integers out of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seats {
    One,
    Two,
}

impl Seats {
    pub const VALUES: &'static [i64] = &[1, 2];

    pub fn as_i64(&self) -> i64 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    pub fn parse(number: i64) -> Option<Self> {
        Some(match number {
            1 => Self::One,
            2 => Self::Two,
            _ => return None,
        })
    }
}

/// A union by tag, open.
#[derive(Debug, Clone, PartialEq)]
pub enum Location {
    Address(Address),
    Link(Link),
    Other(rt::Value),
}

impl rt::Read for Location {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        match r.tag("type")?.as_deref() {
            Some("address") => Ok(Self::Address(r.get()?)),
            Some("link") => Ok(Self::Link(r.get()?)),
            _ => Ok(Self::Other(r.get()?)),
        }
    }
}

impl rt::Write for Location {
    fn write(&self, w: &mut rt::Writer) {
        match self {
            Self::Address(value) => w.value(value),
            Self::Link(value) => w.value(value),
            Self::Other(value) => w.value(value),
        }
    }
}

/// A member with a constant tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Address {
    pub address: String,
}

impl rt::Read for Address {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1) = (None, None);
        r.object(&["type", "address"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.constant(&rt::Literal::Str("address"))?),
                1 => f1 = Some(r.get()?),
                _ => r.skip()?,
            }
            Ok(())
        })?;
        r.required(f0, "type")?;
        Ok(Self {
            address: r.required(f1, "address")?,
        })
    }
}

impl rt::Write for Address {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.constant("type", rt::Literal::Str("address"));
        o.field("address", &self.address);
        o.end();
    }
}

/// Another member with a constant tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub link: Option<String>,
}

impl rt::Read for Link {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1) = (None, None);
        r.object(&["type", "link"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.constant(&rt::Literal::Str("link"))?),
                1 => f1 = Some(r.get()?),
                _ => r.skip()?,
            }
            Ok(())
        })?;
        r.required(f0, "type")?;
        Ok(Self {
            link: r.required(f1, "link")?,
        })
    }
}

impl rt::Write for Link {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.constant("type", rt::Literal::Str("link"));
        o.field("link", &self.link);
        o.end();
    }
}

/// A union without a tag, by its keys: `{id, name}`, `{id}`, `{ids}`.
#[derive(Debug, Clone, PartialEq)]
pub enum Owner {
    Id(ById),
    Named(ByName),
    Many(Vec<i64>),
}

impl rt::Read for Owner {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        if r.which_kind(&[rt::Kind::Array])? == Some(0) {
            return Ok(Self::Many(r.get()?));
        }
        const SHAPES: &[rt::Shape] = &[
            rt::Shape {
                required: &[0],
                forgiven: &[],
                known: &[0],
            },
            rt::Shape {
                required: &[0, 1],
                forgiven: &[],
                known: &[0, 1],
            },
        ];
        let mut order = r.rank(&["id", "name"], SHAPES)?;
        while let Some(index) = order.next(r) {
            let found = match index {
                0 => r.attempt().map(Self::Id),
                1 => r.attempt().map(Self::Named),
                _ => None,
            };
            if let Some(found) = found {
                return Ok(found);
            }
        }
        Err(r.no_match("Owner"))
    }
}

impl rt::Write for Owner {
    fn write(&self, w: &mut rt::Writer) {
        match self {
            Self::Id(value) => w.value(value),
            Self::Named(value) => w.value(value),
            Self::Many(value) => w.value(value),
        }
    }
}

/// The smaller member.
#[derive(Debug, Clone, PartialEq)]
pub struct ById {
    pub id: i64,
}

impl rt::Read for ById {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let mut f0 = None;
        r.object(&["id"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            id: r.required(f0, "id")?,
        })
    }
}

impl rt::Write for ById {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("id", &self.id);
        o.end();
    }
}

/// The larger member.
#[derive(Debug, Clone, PartialEq)]
pub struct ByName {
    pub id: i64,
    pub name: String,
}

impl rt::Read for ByName {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1) = (None, None);
        r.object(&["id", "name"], &mut |r, field| {
            match field {
                0 => f0 = Some(r.get()?),
                1 => f1 = Some(r.get()?),
                _ => r.skip()?,
            }
            Ok(())
        })?;
        Ok(Self {
            id: r.required(f0, "id")?,
            name: r.required(f1, "name")?,
        })
    }
}

impl rt::Write for ByName {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("id", &self.id);
        o.field("name", &self.name);
        o.end();
    }
}

/// A union by trying, recursive.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    Pair(Box<(String, Tree)>),
    Branch(Vec<Tree>),
    Leaf(i64),
    Named(BTreeMap<String, Tree>),
}

impl rt::Read for Tree {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let mut order = rt::Order::given(4);
        while let Some(index) = order.next(r) {
            let found = match index {
                0 => r.attempt().map(Self::Leaf),
                1 => r.attempt().map(Self::Pair),
                2 => r.attempt().map(Self::Branch),
                3 => r.attempt().map(Self::Named),
                _ => None,
            };
            if let Some(found) = found {
                return Ok(found);
            }
        }
        Err(r.no_match("Tree"))
    }
}

impl rt::Write for Tree {
    fn write(&self, w: &mut rt::Writer) {
        match self {
            Self::Pair(value) => w.value(value),
            Self::Branch(value) => w.value(value),
            Self::Leaf(value) => w.value(value),
            Self::Named(value) => w.value(value),
        }
    }
}

rt::model!(Booking, Attendee, Location, Address, Link, Owner, ById, ByName, Tree);
rt::string_enum!(BookingStatus, Day);
rt::int_enum!(Seats);
rt::unconstrained!(
    Booking,
    Attendee,
    Location,
    Address,
    Link,
    Owner,
    ById,
    ByName,
    Tree,
    BookingStatus,
    Day,
    Seats
);
