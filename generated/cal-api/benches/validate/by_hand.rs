//! Types for the values as one writes them by hand for `serde`: with the same members as the emitted ones, and with enums
//! that keep what is not listed, as they do. What no value here has is left short where that costs nothing: further
//! variants of unions, and the types of members that are absent.

#![allow(dead_code, reason = "what is read is not looked at")]

use std::collections::BTreeMap;
use std::fmt;

use cal_api::rt;
use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// What a text stands for.
pub(crate) struct Parsed<T>(T);

impl<'de, T: std::str::FromStr<Err: fmt::Display>> Deserialize<'de> for Parsed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<T>(std::marker::PhantomData<T>);

        impl<T: std::str::FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
            type Value = Parsed<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text in its format")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Parsed<T>, E> {
                text.parse().map(Parsed).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text(std::marker::PhantomData))
    }
}

macro_rules! listed {
    ($name:ident: $($value:ident)+) => {
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        enum $name {
            $($value,)+
            #[serde(untagged)]
            Other(String),
        }
    };
}

#[derive(serde::Deserialize)]
enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
    #[serde(untagged)]
    Other(String),
}

// Where very much is listed, as languages and apps are, a plain text stands instead.
listed!(BookingState: Cancelled Accepted Rejected Pending);
listed!(Layout: Month Week Column);
listed!(ConfirmationPolicyType: Always Time);
listed!(Frequency: Yearly Monthly Weekly);

type Timestamp = Parsed<rt::Timestamp>;
type Date = Parsed<rt::Date>;
type Json = BTreeMap<String, serde_json::Value>;

pub(crate) type SlotsByDate = BTreeMap<String, Vec<Slot>>;

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Slot {
    start: Timestamp,
    end: Option<Timestamp>,
    attendees_count: Option<i64>,
    booking_uid: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateSchedule {
    name: String,
    time_zone: String,
    availability: Option<Vec<Availability>>,
    is_default: bool,
    overrides: Option<Vec<DayOff>>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Schedule {
    id: i64,
    owner_id: i64,
    name: String,
    time_zone: String,
    availability: Vec<Availability>,
    is_default: bool,
    overrides: Vec<DayOff>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Availability {
    days: Vec<Weekday>,
    start_time: String,
    end_time: String,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct DayOff {
    date: Date,
    start_time: String,
    end_time: String,
}

/// Those with more required members first, since the first that fits is taken.
#[derive(serde::Deserialize)]
#[serde(untagged)]
pub(crate) enum AnyBooking {
    Recurring(RecurringBooking),
    Single(Booking),
    RecurringSeated(RecurringSeatedBooking),
    Seated(SeatedBooking),
}

macro_rules! booking {
    ($name:ident { $($field:ident: $type:ty),+ }) => {
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name {
            id: i64,
            uid: String,
            title: String,
            description: String,
            hosts: Vec<Host>,
            status: BookingState,
            cancellation_reason: Option<String>,
            cancelled_by_email: Option<String>,
            rescheduling_reason: Option<String>,
            rescheduled_by_email: Option<String>,
            rescheduled_from_uid: Option<String>,
            rescheduled_to_uid: Option<String>,
            start: Timestamp,
            end: Timestamp,
            duration: i64,
            event_type_id: i64,
            event_type: EventType,
            meeting_url: Option<String>,
            location: String,
            absent_host: bool,
            created_at: Timestamp,
            updated_at: Timestamp,
            metadata: Option<Json>,
            rating: Option<i64>,
            ics_uid: Option<String>,
            $($field: $type),+
        }
    };
}

booking!(Booking { attendees: Vec<Attendee>, guests: Option<Vec<String>>, booking_fields_responses: Json });
booking!(RecurringBooking {
    attendees: Vec<Attendee>, guests: Option<Vec<String>>, booking_fields_responses: Json, recurring_booking_uid: String
});
booking!(SeatedBooking { attendees: Vec<SeatedAttendee> });
booking!(RecurringSeatedBooking { attendees: Vec<SeatedAttendee>, recurring_booking_uid: String });

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Host {
    id: i64,
    name: String,
    email: String,
    display_email: String,
    username: Option<String>,
    time_zone: String,
}

#[derive(serde::Deserialize)]
struct EventType {
    id: i64,
    slug: String,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attendee {
    name: String,
    email: Option<String>,
    display_email: String,
    time_zone: String,
    language: Option<String>,
    absent: bool,
    phone_number: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct SeatedAttendee {
    name: String,
    email: Option<String>,
    display_email: String,
    time_zone: String,
    language: Option<String>,
    absent: bool,
    phone_number: Option<String>,
    seat_uid: String,
    booking_fields_responses: Json,
    metadata: Option<Json>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateBooking {
    start: Timestamp,
    attendee: NewAttendee,
    booking_fields_responses: Option<Json>,
    event_type_id: Option<i64>,
    event_type_slug: Option<String>,
    username: Option<String>,
    team_slug: Option<String>,
    organization_slug: Option<String>,
    guests: Option<Vec<String>>,
    meeting_url: Option<String>,
    location: Option<BookingLocation>,
    metadata: Option<Json>,
    length_in_minutes: Option<i64>,
    routing: Option<Json>,
    email_verification_code: Option<String>,
    instant: Option<bool>,
    recurrence_count: Option<i64>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewAttendee {
    name: String,
    time_zone: String,
    phone_number: Option<String>,
    language: Option<String>,
    email: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum BookingLocation {
    AttendeePhone { phone: String },
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateEventType {
    length_in_minutes: i64,
    title: String,
    slug: String,
    description: Option<String>,
    length_in_minutes_options: Option<Vec<i64>>,
    locations: Option<Vec<Location>>,
    booking_fields: Option<Vec<BookingField>>,
    disable_guests: Option<bool>,
    minimum_booking_notice: Option<i64>,
    before_event_buffer: Option<i64>,
    after_event_buffer: Option<i64>,
    booking_limits_count: Option<Setting<Limits>>,
    booking_limits_duration: Option<Setting<Limits>>,
    booking_window: Option<Setting<Window>>,
    booker_layouts: Option<Layouts>,
    confirmation_policy: Option<Setting<ConfirmationPolicy>>,
    recurrence: Option<Setting<Recurrence>>,
    seats: Option<Setting<Seats>>,
    color: Option<Color>,
    hidden: Option<bool>,
    interface_language: Option<String>,
    booker_active_bookings_limit: Option<Json>,
    only_show_first_available_slot: Option<bool>,
    offset_start: Option<i64>,
    requires_booker_email_verification: Option<bool>,
    hide_calendar_notes: Option<bool>,
    lock_time_zone_toggle_on_booking_page: Option<bool>,
    use_destination_calendar_email: Option<bool>,
    hide_calendar_event_details: Option<bool>,
    hide_organizer_email: Option<bool>,
    cal_video_settings: Option<Json>,
    booking_requires_authentication: Option<bool>,
    disable_cancelling: Option<Json>,
    disable_rescheduling: Option<Json>,
    allow_rescheduling_past_bookings: Option<bool>,
    allow_rescheduling_cancelled_bookings: Option<bool>,
    show_optimized_slots: Option<bool>,
    slot_interval: Option<i64>,
    schedule_id: Option<i64>,
    custom_name: Option<String>,
    destination_calendar: Option<Json>,
    success_redirect_url: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Location {
    Integration { integration: String },
    Link { link: String, public: bool },
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum BookingField {
    Typed(TypedField),
    BuiltIn(BuiltInField),
}

#[derive(serde::Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum TypedField {
    Name {
        label: String,
        placeholder: String,
    },
    Select {
        slug: String,
        label: String,
        required: bool,
        placeholder: String,
        options: Vec<String>,
        hidden: bool,
    },
}

#[derive(serde::Deserialize)]
#[serde(tag = "slug", rename_all = "camelCase")]
enum BuiltInField {
    Notes {
        required: Option<bool>,
        label: Option<String>,
        placeholder: Option<String>,
    },
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Setting<T> {
    Disabled { disabled: bool },
    Set(T),
}

#[derive(serde::Deserialize)]
struct Limits {
    day: Option<i64>,
    week: Option<i64>,
    month: Option<i64>,
    year: Option<i64>,
}

#[derive(serde::Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Window {
    Range { value: Vec<Date> },
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Layouts {
    default_layout: Layout,
    enabled_layouts: Vec<Layout>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConfirmationPolicy {
    r#type: ConfirmationPolicyType,
    notice_threshold: Option<NoticeThreshold>,
    block_unconfirmed_bookings_in_booker: bool,
}

#[derive(serde::Deserialize)]
struct NoticeThreshold {
    unit: String,
    count: i64,
}

#[derive(serde::Deserialize)]
struct Recurrence {
    interval: i64,
    occurrences: i64,
    frequency: Frequency,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Seats {
    seats_per_time_slot: i64,
    show_attendee_info: bool,
    show_availability_count: bool,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Color {
    light_theme_hex: String,
    dark_theme_hex: String,
}
