//! Routers beside and inside of other routers, and routes.

use rt::axum::{self, middleware};
use specwright_runtime as rt;

use crate::sample::client::Client;
use crate::sample::models::*;
use crate::sample::server::{router, routes};
use crate::support::{App, booking, raw, request, serve};

#[tokio::test]
async fn a_router_can_be_nested_layered_and_merged() {
    async fn stamp(request: axum::extract::Request, next: middleware::Next) -> axum::response::Response {
        let mut response = next.run(request).await;
        response
            .headers_mut()
            .insert("x-layer", rt::http::HeaderValue::from_static("1"));
        response
    }
    let inner = router(App::default()).layer(middleware::from_fn(stamp));
    let outer = axum::Router::new()
        .route("/health", axum::routing::get(|| async { "fine" }))
        .nest("/api", inner);
    let address = serve(outer).await;
    let client = Client::builder()
        .base_url(format!("http://{address}/api"))
        .api_key("k")
        .build()
        .expect("a client");
    let answer = client.bookings().get("x").with_response().await.expect("an answer");
    assert_eq!(
        (answer.body, answer.headers["x-layer"].as_bytes()),
        (booking("x"), &b"1"[..])
    );
    assert!(
        raw(&address, request("GET", "/health", &[], ""))
            .await
            .ends_with("fine")
    );
    // Refusals tell the path as the caller sees it.
    let refused = raw(&address, request("GET", "/api/v2/nowhere", &[], "")).await;
    assert!(
        refused.starts_with("HTTP/1.1 404") && refused.contains(r#""path":"/api/v2/nowhere""#),
        "{refused}"
    );
}

#[tokio::test]
async fn a_router_without_fallback_can_be_merged_with_one_that_has_one() {
    let mut ours = routes(App::default());
    ours.no_fallback();
    let theirs = axum::Router::new().fallback(|| async { "theirs" });
    let address = serve(ours.into_router().merge(theirs)).await;
    assert!(
        raw(&address, request("GET", "/nowhere", &[], ""))
            .await
            .ends_with("theirs")
    );
    assert!(
        raw(&address, request("GET", "/v2/bookings/x", &[], ""))
            .await
            .starts_with("HTTP/1.1 200")
    );
}

#[tokio::test]
async fn a_body_limit_can_be_set() {
    let mut ours = routes(App::default());
    ours.body_limit(64);
    let address = serve(ours.into_router()).await;
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .api_key("k")
        .build()
        .expect("a client");
    let create = |email: String| {
        client.bookings().create(CreateBooking {
            attendees: vec![Attendee { email }],
            note: rt::Patch::Absent,
        })
    };
    create("a".into()).await.expect("a booking");
    assert_eq!(create("a".repeat(64)).await.expect_err("too long").status(), Some(413));
}

#[tokio::test]
async fn text_and_variables_may_share_a_segment() {
    let address = serve(router(App::default())).await;
    let response = raw(&address, request("PUT", "/v2/files/.json", &[], "")).await;
    assert!(response.starts_with("HTTP/1.1 404"), "{response}");
    let response = raw(&address, request("PUT", "/v2/files/a%2Fb.json.json", &[], "")).await;
    assert!(response.starts_with("HTTP/1.1 422"), "{response}");
}

#[tokio::test]
async fn clients_that_escape_the_commas_of_a_list_are_understood() {
    let app = App::default();
    let address = serve(router(app.clone())).await;
    raw(&address, request("GET", "/v2/bookings?status=upcoming%2Cpast", &[], "")).await;
    // An open enumeration takes any text, so that it is one value here.
    assert!(app.last().contains("Other(\"upcoming,past\")"), "{}", app.last());
}
