//! What users of a client see.

use std::time::Duration;

use rt::client::Error;
use specwright_runtime as rt;

use crate::sample::client::Client;
use crate::sample::models::*;
use crate::sample::operations as ops;
use crate::support::{App, booking, running, serve};

#[tokio::test]
async fn a_success_is_taken_out_of_its_envelope() {
    let (app, client, _) = running().await;
    assert_eq!(
        client.bookings().get("uid-1").await.expect("a booking"),
        booking("uid-1")
    );
    assert_eq!(app.last(), r#"("uid-1", Key("k-1"))"#);
}

#[tokio::test]
async fn a_declared_error_is_typed_and_keeps_what_came() {
    let (_, client, _) = running().await;
    match client.bookings().get("none").await {
        Err(Error::Api(e)) => {
            assert_eq!((e.status(), e.body().error.code.as_str()), (404, "NOT_FOUND"));
            assert_eq!(e.request_id(), Some("r-1"));
            assert_eq!(e.to_string(), "404 Not Found: no such booking");
            assert!(e.bytes().starts_with(b"{"));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_status_of_a_declared_range_is_typed() {
    let (_, client, _) = running().await;
    let error = client.bookings().get("down").retries(0).await.expect_err("no booking");
    assert!(error.is_retryable());
    assert!(matches!(error, Error::Api(e) if e.status() == 503 && e.body().error.code == "DOWN"));
}

#[tokio::test]
async fn an_undeclared_status_is_unexpected_and_keeps_its_body() {
    let (_, client, _) = running().await;
    match client.bookings().get("teapot").await {
        Err(Error::Unexpected(e)) => {
            assert_eq!((e.status(), e.bytes().as_ref()), (418, &b"short and stout"[..]));
            assert!(e.read_error().is_none());
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_error_body_that_does_not_parse_is_unexpected_and_keeps_its_status() {
    let (_, client, _) = running().await;
    match client.bookings().get("brokenerror").await {
        Err(Error::Unexpected(e)) => {
            assert_eq!((e.status(), e.bytes().as_ref()), (404, &b"<html>"[..]));
            assert!(e.read_error().is_some());
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_success_that_does_not_parse_names_the_place() {
    let (_, client, _) = running().await;
    match client.bookings().get("broken").await {
        Err(Error::Decode(e)) => {
            assert_eq!(e.status(), 200);
            assert_eq!(
                e.read_error().expect("why").to_string(),
                "$: expected an object, found a string"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_envelope_that_says_failure_is_an_error_of_the_api() {
    let (_, client, _) = running().await;
    match client.bookings().get("refused").await {
        Err(Error::Api(e)) => assert_eq!((e.status(), e.body().error.code.as_str()), (200, "REFUSED")),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn optional_parameters_are_left_out_and_defaults_are_filled_in_by_the_server() {
    let (app, client, _) = running().await;
    let page = client.bookings().list().await.expect("a page");
    assert_eq!(page.data, [booking("Some(100)")]);
    assert!(!page.page.has_next_page);
    let list = ops::List {
        take: Some(100),
        ..ops::List::default()
    };
    assert_eq!(app.last(), format!("{list:?}"));
    let request = client.bookings().list().build().expect("a request");
    assert_eq!(request.uri().query(), None);
}

#[tokio::test]
async fn lists_objects_headers_and_cookies_arrive_as_they_were_sent() {
    let (app, client, _) = running().await;
    let filter = [
        ("a b".to_owned(), rt::Value::from("x&y=z")),
        ("deep".to_owned(), r#"{"k":["1","2"]}"#.parse().expect("JSON")),
    ];
    let list = ops::List {
        status: Some(vec![BookingStatus::Upcoming, BookingStatus::Other("a,b c".into())]),
        take: Some(5),
        after: Some(String::new()),
        filter: Some(filter.into_iter().collect()),
        tags: Some(vec![
            "plain".into(),
            "with, comma".into(),
            "\"quoted\"".into(),
            String::new(),
            "ü".into(),
        ]),
        session: Some("s;1, ü".into()),
    };
    client.call(list.clone()).await.expect("a page");
    // Numbered members of an object are not told from a list where anything is allowed.
    let seen = app.last().replace(
        r#"Object({"0": String("1"), "1": String("2")})"#,
        r#"Array([String("1"), String("2")])"#,
    );
    assert_eq!(seen, format!("{list:?}"));
}

#[tokio::test]
async fn path_values_of_any_kind_arrive_as_they_were_sent() {
    let (_, client, _) = running().await;
    for uid in [
        "a/b",
        "ü✓",
        "100%",
        "%2F",
        "a b+c",
        "?x=1#y",
        "{z}",
        "a\\b",
        "...",
        "-",
        ";,=.",
        "\u{7f}\u{1}",
    ] {
        assert_eq!(client.bookings().get(uid).await.expect(uid).uid, uid);
    }
}

#[tokio::test]
async fn path_values_that_mean_another_path_are_not_sent() {
    let (_, client, _) = running().await;
    for uid in [".", "..", ""] {
        assert!(
            matches!(client.bookings().get(uid).await, Err(Error::Request(_))),
            "{uid:?}"
        );
    }
    let built = client.bookings().get("..").build().expect("a request");
    assert_eq!(built.uri().path(), "/v2/bookings/%2E%2E");
}

#[tokio::test]
async fn two_credentials_of_one_alternative_go_together() {
    let app = App::default();
    let address = serve(crate::sample::server::router(app.clone())).await;
    let builder = || Client::builder().base_url(format!("http://{address}"));
    let client = builder()
        .client_id("id")
        .client_secret("s3cret")
        .build()
        .expect("a client");
    client.bookings().get("x").await.expect("a booking");
    assert_eq!(app.last(), r#"("x", Client("id", "s3cret"))"#);

    // One of the two is not enough, so that nothing is sent.
    let half = builder().client_id("id").build().expect("a client");
    let request = half.bookings().get("x").build().expect("a request");
    assert!(request.headers().get("x-client-id").is_none());
    assert!(matches!(half.bookings().get("x").await, Err(Error::Unexpected(e)) if e.status() == 401));
}

#[tokio::test]
async fn basic_query_and_cookie_credentials_travel() {
    let app = App::default();
    let address = serve(crate::sample::server::router(app.clone())).await;
    let build = |credentials: &[(usize, rt::client::Credential)]| {
        let builder = Client::builder().base_url(format!("http://{address}"));
        let add = |b: rt::client::Builder| credentials.iter().fold(b, |b, (i, c)| b.credential(*i, c.clone()));
        builder.configure(add).build().expect("a client")
    };
    let basic = build(&[(3, rt::client::Credential::basic("user", "pa:ss ü"))]);
    assert_eq!(basic.files().echo(None).await.expect("an echo"), "nothing");
    assert_eq!(app.last(), r#"Client("user", "pa:ss ü")"#);

    let keys = build(&[
        (4, rt::client::Credential::token("k&=1")),
        (5, rt::client::Credential::token("sid-1")),
    ]);
    let sent = rt::Bytes::from_static(b"\x00\xff\r\n");
    assert_eq!(keys.files().echo(Some(sent.clone())).await.expect("an echo"), sent);
    assert_eq!(app.last(), r#"Client("k&=1", "sid-1")"#);
}

#[tokio::test]
async fn an_operation_without_security_carries_no_credential() {
    let (app, client, _) = running().await;
    let body = TokenRequest {
        grant_type: "a b&c=d+e".into(),
        scopes: vec!["r".into(), "w,x".into()],
        limits: [("day".to_owned(), 5), ("a[b]".to_owned(), 6)].into_iter().collect(),
    };
    assert_eq!(client.files().token(body.clone()).await.expect("an answer"), "false");
    assert_eq!(app.last(), format!("{body:?}"));
}

#[tokio::test]
async fn multipart_bodies_arrive_part_by_part() {
    let (app, client, _) = running().await;
    let body = Upload {
        title: "Ein \"Titel\"\r\n".into(),
        tags: vec!["one".into(), "two, three".into()],
        owner: Attendee { email: "a@b.c".into() },
        file: rt::FilePart::new(&b"\x89PNG\r\n--specwright-00000000\r\n\0"[..])
            .file_name("ü\".png")
            .content_type("image/x"),
    };
    assert_eq!(
        client.files().put("report", body.clone()).await.expect("an answer"),
        "report"
    );
    assert_eq!(
        app.last(),
        format!(
            "{:?}",
            ops::PutFile {
                name: "report".into(),
                body
            }
        )
    );
}

#[tokio::test]
async fn a_call_can_be_built_without_being_sent() {
    let (app, client, _) = running().await;
    let request = client
        .bookings()
        .list()
        .status([BookingStatus::Past])
        .take(1)
        .after("ü")
        .query("x", "1 2")
        .build();
    let request = request.expect("a request");
    assert_eq!(request.method(), "GET");
    assert_eq!(
        request.uri().path_and_query().expect("a path").as_str(),
        "/v2/bookings?status=past&take=1&after=%C3%BC&x=1%202"
    );
    assert_eq!(request.headers()["authorization"], "Bearer k-1");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(app.last(), "");
}

#[tokio::test]
async fn a_raw_answer_is_no_error_whatever_its_status() {
    let (_, client, _) = running().await;
    let answer = client.bookings().get("teapot").raw().await.expect("an answer");
    assert_eq!(
        (answer.status(), answer.body().as_ref()),
        (418, &b"short and stout"[..])
    );
}

#[tokio::test]
async fn the_response_around_a_success_is_there() {
    let (_, client, _) = running().await;
    let answer = client.bookings().get("x").with_response().await.expect("an answer");
    assert_eq!(
        (answer.status, answer.request_id.as_deref(), answer.body.uid.as_str()),
        (200, Some("r-1"), "x")
    );
    assert_eq!(answer.headers["content-type"], "application/json");
}

#[tokio::test]
async fn a_call_that_takes_too_long_ends_in_time() {
    let (_, client, _) = running().await;
    let start = std::time::Instant::now();
    let error = client.bookings().get("slow").timeout(Duration::from_millis(100)).await;
    assert!(matches!(error, Err(Error::Timeout)));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn a_call_can_have_its_own_header_and_key() {
    let (app, client, _) = running().await;
    let body = CreateBooking {
        attendees: vec![Attendee { email: "a@b".into() }],
        note: rt::Patch::Null,
    };
    let call = client
        .bookings()
        .create(body.clone())
        .idempotency_key("k-9")
        .header("x-trace", "1");
    assert_eq!(call.await.expect("a booking").uid, "k-9");
    assert_eq!(app.last(), format!("{body:?}"));
    let bad = client.bookings().create(body).header("x y", "1").await;
    assert!(matches!(bad, Err(Error::Request(_))));
}

#[test]
fn secrets_never_show_in_debug() {
    let builder = Client::builder().api_key("s3cret").header("x-other", "s3cret");
    assert!(!format!("{builder:?}").contains("s3cret"));
    let client = builder.build().expect("a client");
    assert!(!format!("{client:?} {:?}", client.bookings().get("s3cret")).contains("s3cret"));
    let credential = rt::client::Credential::basic("u", "s3cret");
    assert!(!format!("{credential:?}").contains("s3cret"));
    let request = client.bookings().get("x").build().expect("a request");
    assert!(!format!("{:?}", request.headers()["authorization"]).contains("s3cret"));
}

#[test]
fn the_servers_url_comes_from_the_document_with_its_variables() {
    let url = |builder: crate::sample::client::ClientBuilder| {
        let client = builder.build()?;
        Ok::<_, rt::client::BuildError>(client.core().base_url().to_string())
    };
    assert_eq!(url(Client::builder()).expect("a URL"), "https://eu.example.com/api");
    let us = Client::builder().configure(|b| b.variable("region", "us"));
    assert_eq!(url(us).expect("a URL"), "https://us.example.com/api");
    assert!(url(Client::builder().configure(|b| b.variable("region", "mars"))).is_err());
    assert!(url(Client::builder().configure(|b| b.variable("continent", "eu"))).is_err());
    assert!(url(Client::builder().base_url("/relative")).is_err());
    let call = Client::builder().build().expect("a client");
    let request = call.bookings().get("x").build().expect("a request");
    assert_eq!(request.uri(), "https://eu.example.com/api/v2/bookings/x");
}
