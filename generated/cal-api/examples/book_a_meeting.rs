//! Books a meeting, moves it and calls it off again, and asks for one that does not exist.
//!
//! `cargo run -p cal-api --all-features --example book_a_meeting -- http://127.0.0.1:5555`, with the example
//! `booking_server` at that address. `CAL_BASE_URL` and `CAL_API_KEY` serve as well.

use std::io::{self, Write};

use cal_api::{Client, Error, models::*};

type AnyError = Box<dyn std::error::Error>;

/// The whole story, told to `out`.
pub(crate) async fn book_a_meeting(cal: &Client, day: &str, out: &mut dyn Write) -> Result<(), AnyError> {
    let me = cal.me().get().await?;
    writeln!(out, "{} can be met:", me.username)?;

    // Required things are arguments, optional ones setters.
    let days = cal.slots().list(day, day).event_type_id(42).await?;
    for (day, slots) in &days {
        writeln!(out, "- {day}, {} times from {} on", slots.len(), slots[0].start)?;
    }
    let mut free = days.into_values().flatten().map(|slot| slot.start);
    let (Some(first), Some(second)) = (free.next(), free.next()) else {
        return Err("nothing is free on that day".into());
    };

    let jonas = NewAttendee::new("Jonas Weber", "Europe/Berlin").email("jonas@example.org");
    let made = cal
        .bookings()
        .create(CreateBooking::new(first, jonas.clone()).event_type_id(42))
        .await?;
    // What comes of it depends on the event type: a booking, a seat, or a series of either.
    let CreatedBooking::Single(booking) = made else {
        return Err("the event type is recurring or has seats".into());
    };
    writeln!(out, "booked {}: {} at {}", booking.uid, booking.title, booking.start)?;

    let again = CreateBooking::new(booking.start.clone(), jonas).event_type_id(42);
    match cal.bookings().create(again).await {
        Err(Error::Api(e)) if e.status() == 409 => writeln!(out, "twice is too much: {}", e.body().error.message)?,
        other => return Err(format!("409 was to come: {other:?}").into()),
    }

    let moved = RescheduleWholeBooking::new(second).rescheduling_reason("the train is late");
    let RescheduledBooking::Single(moved) = cal.bookings().reschedule(&booking.uid, moved).await? else {
        return Err("a booking without seats was moved".into());
    };
    writeln!(out, "moved {} to {}, now {}", booking.uid, moved.start, moved.uid)?;

    let upcoming = cal.bookings().list().status([BookingStatus::Upcoming]).take(50).await?;
    writeln!(
        out,
        "{} to come, {} in all",
        upcoming.data.len(),
        cal.bookings().list().await?.page.total_items
    )?;

    let reason = CancelWholeBooking::new().cancellation_reason("no more questions");
    cal.bookings().cancel(&moved.uid, reason).await?;
    match cal.bookings().get(&moved.uid).await? {
        BookingOrSeries::Single(booking) => writeln!(out, "{} is {}", booking.uid, booking.status)?,
        other => return Err(format!("a single booking was to come: {other:?}").into()),
    }

    match cal.bookings().get("nope").await {
        Err(Error::Api(e)) if e.status() == 404 => writeln!(out, "nope: {}", e.body().error.message)?,
        Err(e) if e.is_retryable() => writeln!(out, "later, in {:?}", e.retry_after())?,
        other => return Err(format!("404 was to come: {other:?}").into()),
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let base_url = std::env::args().nth(1).or_else(|| std::env::var("CAL_BASE_URL").ok());
    let base_url = base_url.unwrap_or_else(|| "http://127.0.0.1:5555".to_owned());
    let api_key = std::env::var("CAL_API_KEY").unwrap_or_else(|_| "cal_test_key".to_owned());
    let cal = Client::builder().base_url(base_url).api_key(api_key).build()?;
    book_a_meeting(&cal, "2050-09-05", &mut io::stdout()).await
}
