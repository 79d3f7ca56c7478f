//! The values that are read and validated: what the API answers and what it is sent, as long as a page is.

use std::marker::PhantomData;

use cal_api::models::{AnyBooking, CreateBooking, CreateEventType, CreateSchedule, Schedule, SlotsByDate};
use serde_json::{Value, json};

use crate::by_hand;

/// A text that is read as a `T`, and as an `H`, which is written by hand.
pub(crate) struct Case<T, H> {
    pub(crate) name: &'static str,
    /// The file of the schema, and its name; behind a list's stands `[]`.
    pub(crate) file: &'static str,
    pub(crate) schema: &'static str,
    pub(crate) text: String,
    /// Parts of the text, and what makes it wrong in their place.
    pub(crate) broken: &'static [(&'static str, &'static str)],
    read_as: PhantomData<(T, H)>,
}

impl<T, H> Case<T, H> {
    fn new(
        name: &'static str,
        [file, schema]: [&'static str; 2],
        value: &Value,
        broken: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            name,
            file,
            schema,
            text: value.to_string(),
            broken,
            read_as: PhantomData,
        }
    }
}

fn list(length: usize, each: impl Fn(usize) -> Value) -> Value {
    (0..length).map(each).collect()
}

fn availability(n: usize) -> Value {
    json!({"days": ["Monday", "Friday"], "startTime": format!("{:02}:30", n % 24), "endTime": "18:00"})
}

fn day_off(n: usize) -> Value {
    json!({"date": format!("2050-01-{:02}", n % 28 + 1), "startTime": "09:00", "endTime": "12:00"})
}

/// One schedule of very many hours: patterns, dates and enums, next to nothing else.
pub(crate) fn schedule() -> Case<CreateSchedule, by_hand::CreateSchedule> {
    let value = json!({
        "name": "Hours",
        "timeZone": "Europe/Berlin",
        "isDefault": false,
        "availability": list(500, availability),
        "overrides": list(500, day_off)
    });
    let broken = &[
        ("09:00", "9:00"),
        ("2050-01-05", "2050-01-32"),
        ("\"timeZone\"", "\"zone\""),
        ("false", "null"),
    ];
    Case::new("hours", ["schedules.yaml", "CreateSchedule"], &value, broken)
}

/// The free slots of a month, as the list of slots answers them for `format=range`.
pub(crate) fn slots() -> Case<SlotsByDate, by_hand::SlotsByDate> {
    let slot = |day: usize, n: usize| {
        let time = |n: usize| format!("2050-09-{day:02}T{:02}:{:02}:00.000+02:00", 9 + n / 4, n % 4 * 15);
        json!({"start": time(n), "end": time(n + 1), "attendeesCount": n % 5})
    };
    let days = (1..=30).map(|day| (format!("2050-09-{day:02}"), list(32, |n| slot(day, n))));
    let value = Value::Object(days.collect());
    let broken = &[
        ("2050-09-05T09:30:00.000+02:00", "2050-09-05T09:30:00.000"),
        ("\"attendeesCount\":3", "\"attendeesCount\":3.5"),
        ("\"start\"", "\"begin\""),
    ];
    Case::new("slots", ["slots.yaml", "SlotsByDate"], &value, broken)
}

/// A list of schedules as they mostly are.
pub(crate) fn schedules() -> Case<Vec<Schedule>, Vec<by_hand::Schedule>> {
    let value = list(100, |n| {
        json!({
            "id": 1000 + n,
            "ownerId": 7,
            "name": format!("Working hours {n}"),
            "timeZone": "America/New_York",
            "availability": list(3, availability),
            "isDefault": n == 0,
            "overrides": list(n % 3, day_off)
        })
    });
    let broken = &[("18:00", "18.00"), ("1007", "\"1007\""), ("\"overrides\"", "\"other\"")];
    Case::new("schedules", ["schedules.yaml", "Schedule[]"], &value, broken)
}

/// A page of bookings of all shapes, as the list of bookings answers.
pub(crate) fn bookings() -> Case<Vec<AnyBooking>, Vec<by_hand::AnyBooking>> {
    let value = list(100, |n| {
        let mut booking = json!({
            "id": 100_000 + n,
            "uid": format!("bk_{n}_4f9a77c2e1"),
            "title": "Consultation between Ada Lovelace and Grace Hopper",
            "description": "Half an hour about the analytical engine",
            "hosts": [{
                "id": 7, "name": "Ada Lovelace", "email": "ada@example.com", "displayEmail": "ada@example.com",
                "username": "ada", "timeZone": "Europe/London"
            }],
            "status": "accepted",
            "start": "2050-09-05T09:00:00.000Z",
            "end": "2050-09-05T09:30:00.000Z",
            "duration": 30,
            "eventTypeId": 50,
            "eventType": {"id": 50, "slug": "consultation"},
            "meetingUrl": "https://example.com/meet/4f9a77c2e1",
            "location": "https://example.com/meet/4f9a77c2e1",
            "absentHost": false,
            "createdAt": "2050-08-01T12:13:14.156Z",
            "updatedAt": "2050-08-01T12:13:15.001Z",
            "metadata": {"source": "website"},
            "icsUid": "4f9a77c2e1@example.com",
            "attendees": [{
                "name": "Grace Hopper", "email": "grace@example.com", "displayEmail": "grace@example.com",
                "timeZone": "America/New_York", "language": "en", "absent": false
            }]
        });
        let answers = json!({"email": "grace@example.com", "name": "Grace Hopper", "notes": "About compilers"});
        if n % 4 == 0 {
            let attendee = &mut booking["attendees"][0];
            attendee["seatUid"] = json!(format!("seat_{n}"));
            attendee["bookingFieldsResponses"] = answers;
        } else {
            booking["bookingFieldsResponses"] = answers;
            booking["guests"] = json!([]);
        }
        if n % 5 == 0 {
            booking["recurringBookingUid"] = json!("series_1");
        }
        booking
    });
    let broken = &[
        ("2050-09-05T09:30:00.000Z", "2050-09-05 9:30"),
        ("\"attendees\"", "\"people\""),
    ];
    Case::new("bookings", ["bookings.yaml", "AnyBooking[]"], &value, broken)
}

/// Bookings to be made: small and mostly text.
pub(crate) fn new_bookings() -> Case<Vec<CreateBooking>, Vec<by_hand::CreateBooking>> {
    let value = list(100, |n| {
        json!({
            "start": "2050-09-05T09:00:00Z",
            "attendee": {
                "name": "Grace Hopper", "email": "grace@example.com", "timeZone": "America/New_York",
                "phoneNumber": "+15555550100", "language": "en"
            },
            "bookingFieldsResponses": {"notes": "About compilers", "topic": ["languages", "machines"]},
            "eventTypeId": 50 + n,
            "guests": ["ada@example.com", "alan@example.com"],
            "location": {"type": "attendeePhone", "phone": "+15555550100"},
            "metadata": {"source": "website", "campaign": "autumn"},
            "lengthInMinutes": 30,
            "recurrenceCount": 1 + n % 4
        })
    });
    let broken = &[
        ("\"recurrenceCount\":2", "\"recurrenceCount\":0"),
        ("\"start\"", "\"begin\""),
    ];
    Case::new("new bookings", ["bookings.yaml", "CreateBooking[]"], &value, broken)
}

/// Event types to be made: many members, and unions of every kind.
pub(crate) fn event_types() -> Case<Vec<CreateEventType>, Vec<by_hand::CreateEventType>> {
    let value = list(50, |n| {
        json!({
            "lengthInMinutes": 30,
            "title": format!("Consultation {n}"),
            "slug": format!("consultation-{n}"),
            "description": "Half an hour about the analytical engine",
            "lengthInMinutesOptions": [15, 30, 60],
            "locations": [
                {"type": "integration", "integration": "cal-video"},
                {"type": "link", "link": "https://example.com/meet", "public": true}
            ],
            "bookingFields": [
                {"type": "name", "label": "Your name", "placeholder": "Grace Hopper"},
                {"type": "select", "slug": "topic", "label": "Topic", "required": true, "placeholder": "Choose",
                 "options": ["Compilers", "Languages"], "hidden": false},
                {"slug": "notes", "required": false, "label": "Notes", "placeholder": "Anything else"}
            ],
            "disableGuests": false,
            "minimumBookingNotice": 120,
            "beforeEventBuffer": 5,
            "afterEventBuffer": 10,
            "bookingLimitsCount": {"day": 4, "week": 12},
            "bookingLimitsDuration": {"disabled": true},
            "bookingWindow": {"type": "range", "value": ["2050-01-01", "2050-12-31"]},
            "bookerLayouts": {"defaultLayout": "month", "enabledLayouts": ["month", "week"]},
            "confirmationPolicy": {"type": "time", "noticeThreshold": {"unit": "hours", "count": 24},
                "blockUnconfirmedBookingsInBooker": true},
            "recurrence": {"interval": 1, "occurrences": 10, "frequency": "weekly"},
            "seats": {"seatsPerTimeSlot": 5, "showAttendeeInfo": false, "showAvailabilityCount": true},
            "color": {"lightThemeHex": "#292929", "darkThemeHex": "#fafafa"},
            "hidden": false,
            "interfaceLanguage": "en"
        })
    });
    let broken = &[("[\"2050-01-01\",\"2050-12-31\"]", "[\"2050-01-01\"]")];
    Case::new("event types", ["event-types.yaml", "CreateEventType[]"], &value, broken)
}
