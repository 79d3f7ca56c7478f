//! The unions of the crate against the examples of the official document: what that document gives as a value of one
//! member must be read as that member, and be written back as it came.
//!
//! The official document is data beside the checkout and no part of it; where it is missing, a test says so and ends.
//! It gives examples property by property, so a value of a schema is put together from those of its properties.

use cal_api::{models, rt};
use serde_json::{Map, Value, json};

/// The official document.
struct Official(Value);

impl Official {
    /// `None`, with a word, where there is no such document.
    fn open() -> Option<Self> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/calcom/openapi.json");
        let Ok(text) = std::fs::read(path) else {
            eprintln!("left out: the official document is not there");
            return None;
        };
        Some(Self(serde_json::from_slice(&text).expect("it is JSON")))
    }

    fn schema(&self, name: &str) -> &Value {
        let schema = &self.0["components"]["schemas"][name];
        assert!(schema.is_object(), "there is no schema {name} any more");
        schema
    }

    /// A value of the schema of this name. Where its tag lists the values of the whole union and has no example, it is
    /// the value that the schema is named after.
    fn value(&self, name: &str) -> Value {
        let schema = self.schema(name);
        let mut value = self.value_of(schema, 0);
        let tag = &schema["properties"]["type"];
        let mut values = tag["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let named = |tag: &&str| name.to_lowercase().starts_with(&tag.to_lowercase());
        if let (None, Some(tag)) = (tag.get("example"), values.find(named)) {
            value["type"] = json!(tag);
        }
        value
    }

    /// Its example, its only or first value, or a value put together from those of its parts.
    fn value_of(&self, schema: &Value, depth: usize) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().expect("a name");
            return self.value_of(self.schema(name), depth + 1);
        }
        for key in ["example", "const", "default"] {
            if let Some(value) = schema.get(key)
                && fits(value, schema)
            {
                return value.clone();
            }
        }
        if let Some(values) = schema["enum"].as_array() {
            return values[0].clone();
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            if let Some(members) = schema[key].as_array() {
                return self.value_of(&members[0], depth + 1);
            }
        }
        match schema["type"].as_str() {
            Some("array") if depth < 8 => json!([self.value_of(&schema["items"], depth + 1)]),
            Some("array") => json!([]),
            Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
            Some("boolean") => json!(true),
            Some("string") => match schema["format"].as_str() {
                Some("date-time") => json!("2050-09-05T09:00:00Z"),
                Some("date") => json!("2050-09-05"),
                Some("uri") => json!("https://example.com"),
                Some("uuid") => json!("1d8c5b1e-6f0f-4a57-9d5c-0d3a6b1b8c11"),
                _ => json!("text"),
            },
            _ => Value::Object(self.members(schema, depth)),
        }
    }

    /// Those that are required, and those that the document has an example for.
    fn members(&self, schema: &Value, depth: usize) -> Map<String, Value> {
        let required: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let properties = schema["properties"].as_object();
        properties
            .into_iter()
            .flatten()
            .filter(|(name, property)| required.contains(&name.as_str()) || property.get("example").is_some())
            .map(|(name, property)| (name.clone(), self.value_of(property, depth + 1)))
            .collect()
    }

    /// The names of the members of the union at this property.
    fn members_of(&self, schema: &str, property: &str) -> Vec<String> {
        let mut at = &self.schema(schema)["properties"][property];
        if at["type"] == "array" {
            at = &at["items"];
        }
        let name = |member: &Value| {
            member["$ref"]
                .as_str()
                .and_then(|it| it.rsplit('/').next())
                .map(str::to_owned)
        };
        at["oneOf"]
            .as_array()
            .expect("a union")
            .iter()
            .filter_map(name)
            .collect()
    }
}

/// Whether an example has the type that its schema asks for; some are the text of what is meant.
fn fits(value: &Value, schema: &Value) -> bool {
    match schema["type"].as_str() {
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        Some("integer" | "number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("string") => value.is_string(),
        _ => true,
    }
}

/// Reads a value as `T`, sees that nothing of it is lost or changed when it is written, and tells the variant.
fn variant<T: rt::Read + rt::Write + std::fmt::Debug>(value: &Value) -> String {
    let read: T = rt::from_json(value.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}: {value:#}"));
    let written: Value = serde_json::from_str(&rt::to_json(&read)).expect("what is written is JSON");
    assert_eq!(&written, value, "{read:?}");
    format!("{read:?}").split('(').next().unwrap_or_default().to_owned()
}

#[test]
fn bookings_are_read_in_the_shape_that_they_have() {
    let Some(official) = Official::open() else { return };
    let of = |name: &str| official.value(&format!("{name}BookingOutput_2024_08_13"));
    let (single, recurring) = (of(""), of("Recurring"));
    let (seated, recurring_seated) = (of("GetSeated"), of("GetRecurringSeated"));
    let (taken, recurring_taken) = (of("CreateSeated"), of("CreateRecurringSeated"));
    let list = |value: &Value| json!([value]);

    // What one booking answers with, looked up, cancelled, moved to another place or given guests.
    for (value, shape) in [
        (&single, "Single"),
        (&recurring, "Recurring"),
        (&list(&recurring), "Series"),
        (&seated, "Seated"),
        (&recurring_seated, "RecurringSeated"),
        (&list(&recurring_seated), "SeatedSeries"),
    ] {
        assert_eq!(variant::<models::BookingOrSeries>(value), shape);
    }
    for (value, shape) in [
        (&single, "Single"),
        (&recurring, "Recurring"),
        (&seated, "Seated"),
        (&recurring_seated, "RecurringSeated"),
    ] {
        assert_eq!(variant::<models::AnyBooking>(value), shape, "in a list");
    }
    for (value, shape) in [
        (&single, "Single"),
        (&list(&recurring), "Series"),
        (&taken, "Seat"),
        (&list(&recurring_taken), "SeatSeries"),
    ] {
        assert_eq!(variant::<models::CreatedBooking>(value), shape, "created");
    }
    for (value, shape) in [
        (&single, "Single"),
        (&recurring, "Recurring"),
        (&taken, "Seat"),
        (&recurring_taken, "RecurringSeat"),
    ] {
        assert_eq!(variant::<models::RescheduledBooking>(value), shape, "rescheduled");
    }
    for (value, shape) in [(&single, "Single"), (&recurring, "Recurring")] {
        assert_eq!(variant::<models::UnseatedBooking>(value), shape, "marked as absent");
    }
}

/// The inputs whose settings can be switched off.
const EVENT_TYPE_INPUTS: [&str; 4] = [
    "CreateEventTypeInput_2024_06_14",
    "UpdateEventTypeInput_2024_06_14",
    "CreateTeamEventTypeInput_2024_06_14",
    "UpdateTeamEventTypeInput_2024_06_14",
];

/// A booking window is one of three kinds, or none.
fn window(value: &Value) -> String {
    match variant::<models::BookingWindowSetting>(value).as_str() {
        "BookingWindow" => variant::<models::BookingWindow>(value) + "Window",
        other => other.to_owned(),
    }
}

#[test]
fn settings_are_told_from_switching_them_off() {
    let Some(official) = Official::open() else { return };
    type Variant = fn(&Value) -> String;
    let settings: [(&str, Variant); 7] = [
        ("bookingLimitsCount", variant::<models::BookingLimitsCountSetting>),
        (
            "bookerActiveBookingsLimit",
            variant::<models::BookerActiveBookingsLimitSetting>,
        ),
        ("bookingLimitsDuration", variant::<models::BookingLimitsDurationSetting>),
        ("bookingWindow", window),
        ("confirmationPolicy", variant::<models::ConfirmationPolicySetting>),
        ("recurrence", variant::<models::RecurrenceSetting>),
        ("seats", variant::<models::SeatsSetting>),
    ];
    let mut unions = 0;
    for input in EVENT_TYPE_INPUTS {
        for (property, variant) in settings {
            unions += 1;
            for member in official.members_of(input, property) {
                let plain = member.trim_end_matches("_2024_06_14").trim_start_matches("Base");
                assert_eq!(variant(&official.value(&member)), plain, "{input}.{property}");
            }
        }
    }
    assert_eq!(unions, 28);
}

#[test]
fn locations_are_read_as_what_they_are() {
    let Some(official) = Official::open() else { return };
    type Variant = fn(&Value) -> String;
    let places: [(&str, &str, Variant); 11] = [
        (
            "CreateEventTypeInput_2024_06_14",
            "locations",
            variant::<models::EventTypeLocationInput>,
        ),
        (
            "UpdateEventTypeInput_2024_06_14",
            "locations",
            variant::<models::EventTypeLocationInput>,
        ),
        (
            "CreateTeamEventTypeInput_2024_06_14",
            "locations",
            variant::<models::TeamEventTypeLocationInput>,
        ),
        (
            "UpdateTeamEventTypeInput_2024_06_14",
            "locations",
            variant::<models::TeamEventTypeLocationInput>,
        ),
        (
            "EventTypeOutput_2024_06_14",
            "locations",
            variant::<models::EventTypeLocation>,
        ),
        (
            "TeamEventTypeOutput_2024_06_14",
            "locations",
            variant::<models::EventTypeLocation>,
        ),
        (
            "CreateBookingInput_2024_08_13",
            "location",
            variant::<models::BookingLocation>,
        ),
        (
            "CreateInstantBookingInput_2024_08_13",
            "location",
            variant::<models::BookingLocation>,
        ),
        (
            "CreateRecurringBookingInput_2024_08_13",
            "location",
            variant::<models::BookingLocation>,
        ),
        (
            "UpdateBookingLocationInput_2024_08_13",
            "location",
            variant::<models::NewBookingLocation>,
        ),
        (
            "UnifiedCalendarEventOutput",
            "locations",
            variant::<models::CalendarEventLocation>,
        ),
    ];
    for (schema, property, variant) in places {
        for member in official.members_of(schema, property) {
            // `BookingInputAttendeePhoneLocation_2024_08_13` is the member `AttendeePhone`.
            let plain = member.split('_').next().unwrap_or_default().replace("Location", "");
            let plain = ["Update", "Booking", "CalendarEvent", "Input", "Output"]
                .iter()
                .fold(plain.as_str(), |name, prefix| name.strip_prefix(prefix).unwrap_or(name));
            assert_eq!(variant(&official.value(&member)), plain, "{schema}.{property}");
        }
    }
}
