//! What users write against the crate, as they write it: models, client, server.

use std::time::Duration;

use cal_api::{
    Client, Error, Timestamp,
    headers::{RateLimitHeaders, RequestIdHeaders},
    models::*,
    operations::bookings,
    server::{self, Bookings, Context, Credentials, Fault, OrgUsers, Respond, Service},
};
use tower_http::trace::TraceLayer;

#[expect(dead_code, reason = "the example's `main` is not called")]
#[path = "../examples/booking_server.rs"]
mod booking_server;

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// Serves a router on a port of its own; gives a client with the host's key.
async fn client_of(router: axum::Router) -> Result<Client, Box<dyn std::error::Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(Client::builder()
        .base_url(format!("http://{address}"))
        .api_key(booking_server::API_KEY)
        .build()?)
}

async fn cal() -> Result<Client, Box<dyn std::error::Error>> {
    client_of(server::router(booking_server::App::new()?)).await
}

fn body(start: &str) -> Result<CreateBooking, cal_api::ReadError> {
    let start: Timestamp = start.parse()?;
    let attendee = NewAttendee::new("Jonas Weber", "Europe/Berlin").email("jonas@example.org");
    Ok(CreateBooking::new(start, attendee).event_type_id(42))
}

#[tokio::test]
async fn models_are_read_and_written_directly_and_by_serde() -> TestResult {
    let cal = cal().await?;
    let CreatedBooking::Single(made) = cal.bookings().create(body("2050-09-05T09:00:00Z")?).await? else {
        return Err("a single booking was to come".into());
    };
    let s: String = serde_json::to_string(&made)?;
    let b: Booking = Booking::from_json(&s)?;
    assert_eq!(b, made);
    assert_eq!(serde_json::from_str::<Booking>(&s)?, made);
    assert_eq!(Booking::from_json(made.to_json())?, made);

    let mut broken: serde_json::Value = serde_json::from_str(&s)?;
    broken["attendees"][0]["name"] = serde_json::Value::Null;
    let error = Booking::from_json(broken.to_string()).expect_err("a name is no null");
    assert_eq!(error.to_string(), "$.attendees[0].name: expected a string, found null");

    let any: AnyBooking = made.clone().into();
    assert_eq!(any, AnyBooking::Single(made));
    Ok(())
}

#[tokio::test]
async fn a_call_is_awaited_or_sent_in_another_way() -> TestResult {
    let cal = cal().await?;
    cal.bookings()
        .create(body("2050-09-05T09:00:00Z")?)
        .timeout(Duration::from_secs(5))
        .idempotency_key("k-1")
        .header("x-trace", "1")
        .await?;
    let _booking: BookingOrSeries = cal.bookings().get("uid-1").await?;
    let page = cal.bookings().list().status([BookingStatus::Upcoming]).take(50).await?;
    assert_eq!(page.data.len(), 1);

    let answer = cal.bookings().get("uid-1").with_response().await?;
    assert_eq!(answer.status, 200);
    let raw = cal.bookings().get("uid-1").raw().await?;
    assert!(raw.body().starts_with(b"{"));
    let http = cal.bookings().get("uid-1").build()?;
    assert_eq!(http.method(), "GET");
    assert_eq!(http.uri().path(), "/v2/bookings/uid-1");
    Ok(())
}

#[tokio::test]
async fn a_stream_goes_through_all_pages() -> TestResult {
    let cal = cal().await?;
    for minute in ["09:00", "09:30", "10:00"] {
        cal.bookings()
            .create(body(&format!("2050-09-05T{minute}:00Z"))?)
            .await?;
    }
    let mut all = cal.bookings().list().status([BookingStatus::Upcoming]).take(2).stream();
    let mut count = 0;
    while let Some(_booking) = all.try_next().await? {
        count += 1;
    }
    assert_eq!(count, 3);
    Ok(())
}

#[tokio::test]
async fn errors_are_chosen_by_status_and_typed() -> TestResult {
    let cal = cal().await?;
    match cal.bookings().get("nope").await {
        Err(Error::Api(e)) if e.status() == 404 => assert_eq!(e.body().error.message, "there is no such booking"),
        Err(e) if e.is_retryable() => return Err(format!("{:?}", e.retry_after()).into()),
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}

/// An app with one operation written.
struct App;

impl App {
    fn new() -> Self {
        App
    }
}

impl Service for App {
    type Principal = ();
    type Error = Fault;

    async fn authenticate(&self, _: &Credentials) -> Result<(), Fault> {
        Ok(())
    }
}

impl Bookings for App {
    async fn get(
        &self,
        request: bookings::Get,
        cx: &Context<Self::Principal>,
    ) -> Result<bookings::GetResponse, Self::Error> {
        let error = ApiError {
            code: "NOT_FOUND".to_owned(),
            message: format!("no {}", request.booking_uid),
            details: None,
        };
        cx.set_response_headers(RateLimitHeaders::new().with_x_rate_limit_remaining_default(7));
        let body = ErrorEnvelope {
            timestamp: None,
            path: None,
            message: None,
            error,
        };
        Ok(bookings::GetResponse::NotFound(body).with_headers(RequestIdHeaders::new().with_x_request_id("r-1")))
    }
}

impl OrgUsers for App {}

cal_api::not_implemented!(App: all but Bookings, OrgUsers);

#[tokio::test]
async fn a_router_is_layered_and_what_is_not_written_answers_501_in_the_declared_shape() -> TestResult {
    let cal = client_of(server::router(App::new()).layer(TraceLayer::new_for_http())).await?;
    match cal.bookings().get("uid-1").await {
        Err(Error::Api(e)) if e.status() == 404 => assert_eq!(e.body().error.message, "no uid-1"),
        other => return Err(format!("{other:?}").into()),
    }
    match cal.me().get().await {
        Err(Error::Api(e)) => assert_eq!((e.status(), e.body().error.code.as_str()), (501, "not_implemented")),
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}

#[tokio::test]
async fn declared_headers_are_typed_at_both_ends() -> TestResult {
    let cal = client_of(server::router(App::new())).await?;
    let error = match cal.bookings().get("uid-1").await {
        Err(Error::Api(error)) => error,
        other => return Err(format!("{other:?}").into()),
    };
    let headers = error.headers_of::<bookings::Get>();
    assert_eq!(headers.x_request_id()?.as_deref(), Some("r-1"));
    assert_eq!(
        error
            .headers_as::<RateLimitHeaders>()
            .x_rate_limit_remaining_default()?,
        Some(7)
    );
    assert_eq!(headers.validate(), Ok(()));

    let cal = self::cal().await?;
    let answer = cal.bookings().list().with_response().await?;
    assert_eq!(answer.headers().x_rate_limit_remaining_default()?, None);
    Ok(())
}
