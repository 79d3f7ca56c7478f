//! A Cal.com in memory: one host with one event type, and what it takes to meet her.
//!
//! `cargo run -p cal-api --all-features --example booking_server`, then the example `book_a_meeting` beside it. The host's
//! API key is [`API_KEY`]; `CAL_ADDRESS` is where to listen, `127.0.0.1:5555` unless set.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cal_api::{
    Timestamp, models,
    models::*,
    operations::{bookings, event_types, me, slots},
    rt::{
        Page, ReadError,
        jiff::{SignedDuration, ToSpan, civil::Date, tz::TimeZone},
    },
    server::{self, Bookings, Context, Credentials, EventTypes, Fault, Me, Service, Slots},
};

/// The key that the host's programs send.
pub(crate) const API_KEY: &str = "cal_test_key";

/// Everything that there is.
pub(crate) struct App {
    host: models::Me,
    event_type: EventType,
    /// By uid.
    bookings: Mutex<BTreeMap<String, Booking>>,
}

/// Who calls.
pub(crate) enum Caller {
    Visitor,
    Host,
}

impl Service for App {
    type Principal = Caller;
    type Error = Fault;

    async fn authenticate(&self, credentials: &Credentials) -> Result<Caller, Fault> {
        match credentials.token("apiKey") {
            Some(API_KEY) => Ok(Caller::Host),
            Some(_) => Err(Fault::unauthenticated("nobody has this API key")),
            None if credentials.is_optional() => Ok(Caller::Visitor),
            None => Err(Fault::unauthenticated("the host's API key is missing")),
        }
    }
}

// Whatever is not written below answers 501.
cal_api::not_implemented!(App: all but Me, EventTypes, Slots, Bookings);

impl Me for App {
    async fn get(&self, _: me::Get, _: &Context<Caller>) -> Result<me::GetResponse, Fault> {
        Ok(self.host.clone().into())
    }
}

impl EventTypes for App {
    async fn list(&self, request: event_types::List, _: &Context<Caller>) -> Result<event_types::ListResponse, Fault> {
        let host = request.username.is_none_or(|name| name == self.host.username);
        let fits = host && request.event_slug.is_none_or(|slug| slug == self.event_type.slug);
        Ok(fits
            .then(|| self.event_type.clone())
            .into_iter()
            .collect::<Vec<_>>()
            .into())
    }
}

impl Slots for App {
    async fn list(&self, request: slots::List, _: &Context<Caller>) -> Result<slots::ListResponse, Fault> {
        self.event_type(request.event_type_id)?;
        let (first, last) = (day(&request.start)?, day(&request.end)?);
        let with_end = request.format == Some(SlotFormat::Range);
        let mut by_day = SlotsByDate::new();
        for day in first.series(1.day()).take_while(|day| *day <= last).take(100) {
            let free = office_hours(day).filter(|start| self.is_free(start));
            let slots: Vec<Slot> = free
                .map(|start| Slot {
                    end: with_end.then(|| self.end(&start)),
                    start,
                    attendees_count: None,
                    booking_uid: None,
                })
                .collect();
            if !slots.is_empty() {
                by_day.insert(day.to_string(), slots);
            }
        }
        Ok(by_day.into())
    }
}

impl Bookings for App {
    async fn list(&self, request: bookings::List, _: &Context<Caller>) -> Result<bookings::ListResponse, Fault> {
        let store = self.store();
        let asked = |booking: &&Booking| {
            let states = request.status.as_deref();
            let email = request.attendee_email.as_ref();
            states.is_none_or(|states| states.iter().any(|state| is(booking, *state)))
                && email.is_none_or(|email| booking.attendees.iter().any(|it| it.email.as_ref() == Some(email)))
        };
        let found: Vec<&Booking> = store.values().filter(asked).collect();
        // What the client leaves out arrives with the document's default.
        let (skip, take) = (request.skip.unwrap_or(0), request.take.unwrap_or(100).max(1));
        let rest = found.iter().skip(skip as usize);
        let data: Vec<AnyBooking> = rest
            .take(take as usize)
            .map(|&booking| booking.clone().into())
            .collect();
        let page = page_info(found.len() as i64, skip, take, data.len() as i64);
        Ok(Page { data, page }.into())
    }

    async fn create(&self, request: bookings::Create, _: &Context<Caller>) -> Result<bookings::CreateResponse, Fault> {
        let body = request.body;
        self.event_type(body.event_type_id)?;
        if !self.is_free(&body.start) {
            return Ok(bookings::CreateResponse::Conflict(error(
                "CONFLICT",
                "this slot is not free",
            )));
        }
        let booking = self.booking(body);
        self.keep(&booking);
        Ok(booking.into())
    }

    async fn get(&self, request: bookings::Get, _: &Context<Caller>) -> Result<bookings::GetResponse, Fault> {
        match self.store().get(&request.booking_uid) {
            Some(booking) => Ok(booking.clone().into()),
            None => Ok(bookings::GetResponse::NotFound(error(
                "NOT_FOUND",
                "there is no such booking",
            ))),
        }
    }

    async fn reschedule(
        &self,
        request: bookings::Reschedule,
        _: &Context<Caller>,
    ) -> Result<bookings::RescheduleResponse, Fault> {
        let mut old = self.find(&request.booking_uid)?;
        let change = match request.body {
            RescheduleBooking::Whole(change) => change,
            RescheduleBooking::Seat(_) => return Err(Fault::not_found("the booking has no seats")),
        };
        if !self.is_free(&change.start) {
            return Ok(bookings::RescheduleResponse::Conflict(error(
                "CONFLICT",
                "this slot is not free",
            )));
        }
        let mut new = old.clone();
        new.id = self.next_id();
        new.uid = format!("uid-{}", new.id);
        new.end = self.end(&change.start);
        new.start = change.start;
        new.rescheduled_from_uid = Some(old.uid.clone());
        new.rescheduled_by_email = change.rescheduled_by;
        new.rescheduling_reason = change.rescheduling_reason;
        old.status = BookingState::Cancelled;
        old.rescheduled_to_uid = Some(new.uid.clone());
        self.keep(&old);
        self.keep(&new);
        Ok(new.into())
    }

    async fn cancel(&self, request: bookings::Cancel, _: &Context<Caller>) -> Result<bookings::CancelResponse, Fault> {
        let mut booking = self.find(&request.booking_uid)?;
        let cancel = match request.body {
            CancelBooking::Whole(cancel) => cancel,
            CancelBooking::Seat(_) => return Err(Fault::not_found("the booking has no seats")),
        };
        booking.status = BookingState::Cancelled;
        booking.cancellation_reason = cancel.cancellation_reason;
        self.keep(&booking);
        Ok(booking.into())
    }
}

impl App {
    /// A host without bookings.
    pub(crate) fn new() -> Result<Self, ReadError> {
        Ok(App {
            host: models::Me::from_json(include_str!("data/me.json"))?,
            event_type: EventType::from_json(include_str!("data/intro.json"))?,
            bookings: Mutex::default(),
        })
    }

    fn store(&self) -> MutexGuard<'_, BTreeMap<String, Booking>> {
        self.bookings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, booking: &Booking) {
        self.store().insert(booking.uid.clone(), booking.clone());
    }

    fn find(&self, uid: &str) -> Result<Booking, Fault> {
        let found = self.store().get(uid).cloned();
        found.ok_or_else(|| Fault::not_found("there is no such booking"))
    }

    fn event_type(&self, id: Option<i64>) -> Result<&EventType, Fault> {
        let known = id.is_none_or(|id| id == self.event_type.id);
        known
            .then_some(&self.event_type)
            .ok_or_else(|| Fault::not_found("there is no such event type"))
    }

    fn next_id(&self) -> i64 {
        self.store().len() as i64 + 1
    }

    fn end(&self, start: &Timestamp) -> Timestamp {
        let length = SignedDuration::from_mins(self.event_type.length_in_minutes);
        start.saturating_add(length).unwrap_or(start.instant()).into()
    }

    /// Whether a meeting may begin then: in office hours to come, and nobody was faster.
    fn is_free(&self, start: &Timestamp) -> bool {
        let day = TimeZone::UTC.to_datetime(start.instant()).date();
        let taken = |booking: &Booking| booking.start == *start && booking.status == BookingState::Accepted;
        office_hours(day).any(|slot| slot == *start) && !self.store().values().any(taken)
    }

    #[expect(deprecated, reason = "the document still requires the old names")]
    fn booking(&self, request: CreateBooking) -> Booking {
        let id = self.next_id();
        let (host, intro, attendee) = (&self.host, &self.event_type, request.attendee);
        let name = host.name.clone().unwrap_or_default();
        let email = attendee.email.clone().unwrap_or_default();
        Booking {
            id,
            uid: format!("uid-{id}"),
            title: format!("{} between {name} and {}", intro.title, attendee.name),
            description: intro.description.clone(),
            hosts: vec![BookingHost {
                id: host.id,
                name,
                email: host.email.clone(),
                display_email: host.email.clone(),
                username: Some(host.username.clone()),
                time_zone: host.time_zone.clone(),
            }],
            status: BookingState::Accepted,
            end: self.end(&request.start),
            start: request.start,
            duration: intro.length_in_minutes,
            event_type_id: intro.id,
            event_type: BookingEventType {
                id: intro.id,
                slug: intro.slug.clone(),
            },
            location: "https://meet.example.com/mira".to_owned(),
            attendees: vec![BookingAttendee {
                name: attendee.name,
                email: attendee.email,
                display_email: email,
                time_zone: attendee.time_zone,
                language: attendee.language,
                absent: false,
                phone_number: attendee.phone_number,
            }],
            guests: request.guests,
            booking_fields_responses: request.booking_fields_responses.unwrap_or_default(),
            metadata: request.metadata,
            absent_host: false,
            created_at: Timestamp::now(),
            updated_at: Timestamp::now(),
            cancellation_reason: None,
            cancelled_by_email: None,
            rescheduling_reason: None,
            rescheduled_by_email: None,
            rescheduled_from_uid: None,
            rescheduled_to_uid: None,
            meeting_url: None,
            rating: None,
            ics_uid: None,
        }
    }
}

/// The day of a date, or of a date and time.
fn day(text: &str) -> Result<Date, Fault> {
    let date = text.get(..10).and_then(|date| date.parse().ok());
    date.ok_or_else(|| Fault::new(400, "BAD_REQUEST", format!("`{text}` is neither a day nor a time")))
}

/// Every half hour from nine to five, Monday to Friday, unless it is past.
fn office_hours(day: Date) -> impl Iterator<Item = Timestamp> {
    let works = day.weekday().to_monday_one_offset() <= 5;
    let starts = (9..17).flat_map(move |hour| [day.at(hour, 0, 0, 0), day.at(hour, 30, 0, 0)]);
    starts
        .filter(move |_| works)
        .filter_map(|start| TimeZone::UTC.to_timestamp(start).ok())
        .map(Timestamp::from)
        .filter(|start| *start > Timestamp::now())
}

/// Whether a booking is in the state that lists are asked for.
fn is(booking: &Booking, state: BookingStatus) -> bool {
    let cancelled = booking.status == BookingState::Cancelled;
    match state {
        BookingStatus::Upcoming => !cancelled && booking.start > Timestamp::now(),
        BookingStatus::Past => !cancelled && booking.start <= Timestamp::now(),
        BookingStatus::Cancelled => cancelled,
        BookingStatus::Unconfirmed => booking.status == BookingState::Pending,
        BookingStatus::Recurring => false,
    }
}

fn page_info(total: i64, skip: i64, take: i64, returned: i64) -> PageInfo {
    let remaining = (total - skip - returned).max(0);
    PageInfo {
        total_items: total,
        remaining_items: remaining,
        returned_items: returned,
        items_per_page: take,
        current_page: skip / take + 1,
        total_pages: (total + take - 1) / take,
        has_next_page: remaining > 0,
        has_previous_page: skip > 0,
    }
}

fn error(code: &str, message: &str) -> ErrorEnvelope {
    ErrorEnvelope {
        timestamp: Some(Timestamp::now()),
        path: None,
        message: None,
        error: ApiError {
            code: code.to_owned(),
            message: message.to_owned(),
            details: None,
        },
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::var("CAL_ADDRESS").unwrap_or_else(|_| "127.0.0.1:5555".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{} answers; the API key is {API_KEY}", listener.local_addr()?);
    axum::serve(listener, server::router(App::new()?)).await?;
    Ok(())
}
