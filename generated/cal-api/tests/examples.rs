//! The two examples, one against the other, over a real socket.

use cal_api::{Client, server};

#[expect(dead_code, reason = "the example's `main` is not called")]
#[path = "../examples/book_a_meeting.rs"]
mod book_a_meeting;
#[expect(dead_code, reason = "the example's `main` is not called")]
#[path = "../examples/booking_server.rs"]
mod booking_server;

/// A running server and its address.
async fn running() -> String {
    let app = booking_server::App::new().expect("its data is valid");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, server::router(app)).await });
    format!("http://{address}")
}

#[tokio::test]
async fn a_meeting_is_booked_moved_and_called_off() {
    let cal = Client::builder()
        .base_url(running().await)
        .api_key(booking_server::API_KEY)
        .build()
        .expect("a client");
    let mut told = Vec::new();
    let story = book_a_meeting::book_a_meeting(&cal, "2050-09-05", &mut told);
    story.await.expect("everything is answered");
    assert_eq!(
        String::from_utf8_lossy(&told),
        "\
mira can be met:
- 2050-09-05, 16 times from 2050-09-05T09:00:00Z on
booked uid-1: Intro call between Mira Okafor and Jonas Weber at 2050-09-05T09:00:00Z
twice is too much: this slot is not free
moved uid-1 to 2050-09-05T09:30:00Z, now uid-2
1 to come, 2 in all
uid-2 is cancelled
nope: there is no such booking
"
    );
}
