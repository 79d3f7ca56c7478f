//! Calls that are tried again, and redirects.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rt::client::{Attempt, Error, Hook, TransportError};
use specwright_runtime as rt;

use crate::sample::client::Client;
use crate::sample::models::*;
use crate::support::{response, scripted};

const BOOKING: &str = r#"{"status":"success","data":{"id":1,"uid":"u"}}"#;

fn client(address: &str) -> Client {
    let builder = Client::builder().base_url(format!("http://{address}")).api_key("k");
    builder
        .configure(|b| b.backoff(Duration::from_millis(5)))
        .build()
        .expect("a client")
}

#[tokio::test]
async fn a_temporary_failure_is_tried_again_after_the_time_that_the_server_asks_for() {
    let busy = response("429 Too Many Requests", &["retry-after: 1"], "");
    let (address, seen) = scripted(vec![busy, response("200 OK", &[], BOOKING)]).await;
    let start = Instant::now();
    assert_eq!(client(&address).bookings().get("u").await.expect("a booking").uid, "u");
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(seen.lock().expect("not poisoned").len(), 2);
}

#[tokio::test]
async fn a_connection_that_breaks_off_is_tried_again() {
    let (address, _) = scripted(vec![String::new(), response("200 OK", &[], BOOKING)]).await;
    assert_eq!(client(&address).bookings().get("u").await.expect("a booking").uid, "u");
}

#[tokio::test]
async fn tries_end_and_the_last_answer_is_given() {
    let busy = || response("503 Service Unavailable", &["retry-after: 0"], "");
    let (address, seen) = scripted(vec![busy(), busy(), busy(), busy()]).await;
    let error = client(&address).bookings().get("u").await.expect_err("no booking");
    assert_eq!((error.status(), error.retry_after()), (Some(503), Some(Duration::ZERO)));
    assert!(error.is_retryable());
    assert_eq!(seen.lock().expect("not poisoned").len(), 3);
}

#[tokio::test]
async fn what_changes_something_is_tried_again_only_with_a_key() {
    let busy = || response("503 Service Unavailable", &[], "");
    let body = || CreateBooking {
        attendees: Vec::new(),
        note: rt::Patch::Absent,
    };
    let (address, seen) = scripted(vec![busy(), response("201 Created", &[], BOOKING)]).await;
    assert!(client(&address).bookings().create(body()).await.is_err());
    assert_eq!(seen.lock().expect("not poisoned").len(), 1);

    let (address, seen) = scripted(vec![busy(), response("201 Created", &[], BOOKING)]).await;
    client(&address)
        .bookings()
        .create(body())
        .idempotency_key("k")
        .await
        .expect("a booking");
    let seen = seen.lock().expect("not poisoned");
    assert!(seen.len() == 2 && seen.iter().all(|text| text.contains("idempotency-key: k")));
}

#[tokio::test]
async fn a_wait_beyond_the_calls_time_is_not_waited() {
    let busy = response("429 Too Many Requests", &["retry-after: 30"], "");
    let (address, _) = scripted(vec![busy]).await;
    let start = Instant::now();
    let error = client(&address)
        .bookings()
        .get("u")
        .timeout(Duration::from_secs(2))
        .await
        .expect_err("no booking");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_wait_longer_than_any_clock_is_told_and_not_waited() {
    let busy = response("429 Too Many Requests", &["retry-after: 18446744073709551615"], "");
    let (address, _) = scripted(vec![busy]).await;
    let error = client(&address).bookings().get("u").await.expect_err("no booking");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(u64::MAX)));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_transport_error_without_the_url() {
    let error = client("127.0.0.1:1")
        .bookings()
        .get("u")
        .query("token", "s3cret")
        .await
        .expect_err("nobody");
    assert!(matches!(&error, Error::Transport(e) if e.is_connect()));
    assert!(error.is_retryable() && !error.to_string().contains("s3cret"));
    assert!(!format!("{error:?}").contains("s3cret"));
}

#[tokio::test]
async fn a_redirect_inside_the_origin_keeps_credentials_and_one_to_another_does_not() {
    let (there, seen_there) = scripted(vec![response("200 OK", &[], BOOKING)]).await;
    let inside = response("302 Found", &["location: /v2/bookings/other"], "");
    let outside = response("307 Temporary Redirect", &[&format!("location: http://{there}/x")], "");
    let (here, seen_here) = scripted(vec![inside, outside]).await;
    client(&here).bookings().get("u").await.expect("a booking");
    let seen_here = seen_here.lock().expect("not poisoned");
    assert!(seen_here.len() == 2 && seen_here.iter().all(|text| text.contains("authorization: Bearer k")));
    let seen_there = seen_there.lock().expect("not poisoned");
    assert!(seen_there[0].starts_with("GET /x ") && !seen_there[0].contains("Bearer"));
}

#[tokio::test]
async fn a_hook_sees_every_try_and_may_add_headers() {
    struct Log(Arc<Mutex<Vec<String>>>);
    impl Hook for Log {
        fn before(&self, attempt: Attempt, headers: &mut rt::http::HeaderMap) {
            headers.insert("traceparent", rt::http::HeaderValue::from(attempt.number));
        }
        fn after(&self, attempt: Attempt, outcome: Result<u16, &TransportError>, _: Duration) {
            let line = format!("{} {} {:?}", attempt.operation.id, attempt.number, outcome.ok());
            self.0.lock().expect("not poisoned").push(line);
        }
    }
    let (address, seen) = scripted(vec![
        response("502 Bad Gateway", &[], ""),
        response("200 OK", &[], BOOKING),
    ])
    .await;
    let log = Arc::new(Mutex::new(Vec::new()));
    let builder = Client::builder().base_url(format!("http://{address}"));
    let hook = Log(log.clone());
    let client = builder
        .configure(|b| b.hook(hook).backoff(Duration::from_millis(1)))
        .build()
        .expect("a client");
    client.bookings().get("u").await.expect("a booking");
    assert_eq!(
        *log.lock().expect("not poisoned"),
        ["getBooking 1 Some(502)", "getBooking 2 Some(200)"]
    );
    assert!(seen.lock().expect("not poisoned")[1].contains("traceparent: 2"));
}
