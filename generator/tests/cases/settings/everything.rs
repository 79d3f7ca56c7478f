//! What the configuration changes holds on the wire: a member that is skipped, one that is forgiven, formats and names.

use settings_everything::models::{Booking, BookingStatus};

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_member_is_skipped_another_forgiven_and_names_are_only_ours() -> Result {
    let (client, wire) = ends().await;
    wire.script(
        "HTTP/1.1 200 OK\ncontent-type: application/json\n\n\
         [{\"uid\":\"u\",\"status\":\"open\",\"start\":\"whenever\",\"legacy\":[1]},{\"id\":7,\"uid\":\"v\",\"status\":\"new\"}]",
    );
    let bookings: Vec<Booking> = client.bookings().list_bookings().await?;
    let shown: Vec<_> = bookings.iter().map(|it| (it.id, it.identifier.as_str(), it.start.as_ref().map(|it| it.0.as_str()))).collect();
    assert_eq!(shown, [(None, "u", Some("whenever")), (Some(7), "v", None)]);
    assert_eq!(bookings[0].status, BookingStatus::Open);
    assert_eq!(bookings[1].status.as_str(), "new");
    Ok(())
}

#[tokio::test]
async fn an_operation_that_is_skipped_is_not_there() {
    let (_, wire) = ends().await;
    let answer = wire.send("POST /bookings HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 405 ") && answer.contains("\nallow: GET, HEAD\n"), "{answer}");
}
