//! Requests that never reach a handler.

use specwright_runtime as rt;

use crate::support::{raw, request, running};

/// The status and the error of a response in the API's shape.
fn refusal(response: &str) -> (u16, rt::Value) {
    let status = response
        .split(' ')
        .nth(1)
        .and_then(|text| text.parse().ok())
        .expect("a status");
    let (_, body) = response.split_once("\r\n\r\n").expect("a body");
    let body: rt::Value = body.parse().unwrap_or_else(|_| panic!("JSON in {response}"));
    assert_eq!(body["status"].as_str(), Some("error"));
    assert!(
        body["timestamp"]
            .as_str()
            .is_some_and(|text| text.ends_with('Z') && text.len() == 24),
        "{body}"
    );
    (status, body)
}

fn code(body: &rt::Value) -> &str {
    body["error"]["code"].as_str().expect("a code")
}

#[tokio::test]
async fn a_path_that_is_not_there_is_404_in_the_apis_shape() {
    let (_, _, address) = running().await;
    let (status, body) = refusal(&raw(&address, request("GET", "/v2/nowhere?x=1", &[], "")).await);
    assert_eq!(
        (status, code(&body), body["path"].as_str()),
        (404, "not_found", Some("/v2/nowhere?x=1"))
    );
}

#[tokio::test]
async fn a_method_that_is_not_there_is_405_and_names_those_that_are() {
    let (_, _, address) = running().await;
    let response = raw(&address, request("PATCH", "/v2/bookings/x", &[], "")).await;
    assert_eq!(refusal(&response).0, 405);
    assert!(response.contains("\r\nallow: DELETE, GET, HEAD\r\n"), "{response}");
}

#[tokio::test]
async fn a_head_request_runs_the_get_operation() {
    let (app, _, address) = running().await;
    let response = raw(&address, request("HEAD", "/v2/bookings/x", &[], "")).await;
    assert!(
        response.starts_with("HTTP/1.1 200") && response.ends_with("\r\n\r\n"),
        "{response}"
    );
    assert!(app.last().contains("\"x\""));
}

#[tokio::test]
async fn a_missing_credential_is_401_and_says_which_would_do() {
    let (_, _, address) = running().await;
    let response = raw(
        &address,
        "GET /v2/bookings/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    let (status, body) = refusal(&response);
    assert_eq!((status, code(&body)), (401, "unauthenticated"));
    assert!(response.contains("www-authenticate: Bearer"), "{response}");
}

#[tokio::test]
async fn a_credential_that_the_service_refuses_is_401_or_403() {
    let (_, _, address) = running().await;
    for (key, expected) in [("wrong", 401), ("weak", 403)] {
        let text = request("GET", "/v2/bookings/x", &[], "").replace("Bearer k", &format!("bearer {key}"));
        assert_eq!(refusal(&raw(&address, text).await).0, expected);
    }
}

#[tokio::test]
async fn a_wrong_or_missing_version_header_is_400() {
    let (_, _, address) = running().await;
    let right = request("GET", "/v2/bookings/x", &[], "");
    for text in [
        right.replace("2024-08-13", "2020-01-01"),
        right.replace("x-api-version: 2024-08-13\r\n", ""),
    ] {
        let (status, body) = refusal(&raw(&address, text).await);
        assert_eq!((status, code(&body)), (400, "invalid_parameter"));
        assert_eq!(
            body["error"]["details"]["errors"][0]["property"].as_str(),
            Some("x-api-version")
        );
    }
}

#[tokio::test]
async fn all_parameters_that_are_wrong_are_told_at_once() {
    let (_, _, address) = running().await;
    let (status, body) = refusal(&raw(&address, request("GET", "/v2/bookings?take=x&filter=1&take=y", &[], "")).await);
    assert_eq!(status, 400);
    assert_eq!(
        body["error"]["message"].as_str(),
        Some("query.take: expected an integer, found a string")
    );
    let (_, body) = refusal(&raw(&address, request("GET", "/v2/bookings?take=x&after=%FF", &[], "")).await);
    assert_eq!(body["error"]["details"]["errors"].as_array().map(<[_]>::len), Some(2));
}

#[tokio::test]
async fn a_body_of_another_media_type_is_415() {
    let (_, _, address) = running().await;
    let text = request("POST", "/v2/bookings", &["content-type: text/csv"], "a,b");
    let (status, body) = refusal(&raw(&address, text).await);
    assert_eq!((status, code(&body)), (415, "unsupported_media_type"));
}

#[tokio::test]
async fn a_body_that_is_not_json_is_400_and_one_of_another_shape_is_422_with_its_place() {
    let (_, _, address) = running().await;
    let json = &["content-type: application/json; charset=utf-8"][..];
    let (status, body) = refusal(&raw(&address, request("POST", "/v2/bookings", json, "{")).await);
    assert_eq!((status, code(&body)), (400, "malformed_body"));

    let text = request(
        "POST",
        "/v2/bookings",
        json,
        r#"{"attendees":[{"email":"a"},{"email":null}]}"#,
    );
    let (status, body) = refusal(&raw(&address, text).await);
    assert_eq!((status, code(&body)), (422, "invalid_body"));
    assert_eq!(
        body["error"]["message"].as_str(),
        Some("body/attendees/1/email: expected a string, found null")
    );
    assert_eq!(
        body["error"]["details"]["errors"][0]["property"].as_str(),
        Some("email")
    );

    let (status, _) = refusal(&raw(&address, request("POST", "/v2/bookings", &[], "")).await);
    assert_eq!(status, 422);
}

#[tokio::test]
async fn values_that_break_constraints_are_told_with_rule_and_place() {
    let (_, _, address) = running().await;
    let (status, body) = refusal(&raw(&address, request("GET", "/v2/bookings?take=1000", &[], "")).await);
    assert_eq!((status, code(&body)), (400, "invalid_parameter"));
    assert_eq!(
        body["error"]["details"]["errors"].to_json(),
        r#"[{"property":"take","constraints":{"maximum":"must be at most 250"}}]"#
    );
    let text = request(
        "POST",
        "/v2/bookings",
        &["content-type: application/json"],
        r#"{"attendees":[{"email":"a"},{"email":""}]}"#,
    );
    let (status, body) = refusal(&raw(&address, text).await);
    assert_eq!((status, code(&body)), (422, "invalid_body"));
    let message = body["error"]["message"].as_str().expect("a message");
    assert_eq!(message, "body/attendees/1/email: must have at least 1 character");
}

#[tokio::test]
async fn a_body_that_is_too_long_is_413() {
    let (_, _, address) = running().await;
    let text = format!(
        "{}content-type: application/json\r\ncontent-length: 99999999\r\n\r\n",
        request("POST", "/v2/bookings", &[], "")
            .trim_end_matches("\r\n")
            .to_owned()
            + "\r\n"
    );
    assert_eq!(refusal(&raw(&address, text).await).0, 413);
}

#[tokio::test]
async fn a_caller_that_accepts_none_of_the_answers_gets_406() {
    let (_, _, address) = running().await;
    for (accept, expected) in [
        ("text/html", 406),
        ("application/json;q=0, */*;q=0.1", 406),
        ("text/html, application/*;q=0.5", 200),
        ("*/*", 200),
    ] {
        let response = raw(
            &address,
            request("GET", "/v2/bookings/x", &[&format!("accept: {accept}")], ""),
        )
        .await;
        assert!(
            response.starts_with(&format!("HTTP/1.1 {expected}")),
            "{accept}: {response}"
        );
    }
}

#[tokio::test]
async fn what_nobody_wrote_is_501_in_the_apis_shape_and_typed_at_the_client() {
    let (_, client, _) = running().await;
    match client.bookings().cancel("x").await {
        Err(rt::client::Error::Api(e)) => {
            assert_eq!((e.status(), e.body().error.code.as_str()), (501, "not_implemented"))
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_handlers_fault_takes_the_apis_shape_and_keeps_headers() {
    let (_, _, address) = running().await;
    let response = raw(&address, request("GET", "/v2/bookings/boom", &[], "")).await;
    let (status, body) = refusal(&response);
    assert_eq!(
        (status, code(&body), body["path"].as_str()),
        (500, "internal", Some("/v2/bookings/boom"))
    );
    assert!(response.contains("x-request-id: r-1"), "{response}");
}

#[tokio::test]
async fn dots_in_a_path_arrive_as_values() {
    let (app, _, address) = running().await;
    raw(&address, request("GET", "/v2/bookings/%2E%2E", &[], "")).await;
    assert!(app.last().starts_with("(\"..\""), "{}", app.last());
}
