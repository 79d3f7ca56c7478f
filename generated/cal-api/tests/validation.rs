//! The constraints of the document: a value checks itself, and the server checks requests before a handler sees them.

use cal_api::{
    Client, Error,
    models::*,
    server::{Credentials, Fault, Groups, Service},
};

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// An app that answers 501 to what is right.
struct App;

impl Service for App {
    type Principal = ();
    type Error = Fault;

    async fn authenticate(&self, _: &Credentials) -> Result<(), Fault> {
        Ok(())
    }
}

cal_api::not_implemented!(App: Schedules, EventTypeWebhooks, Calendars);

async fn cal() -> Result<Client, Box<dyn std::error::Error>> {
    let router = Groups::new(App)
        .schedules()
        .event_type_webhooks()
        .calendars()
        .into_router();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(Client::builder()
        .base_url(format!("http://{address}"))
        .api_key("cal_test")
        .build()?)
}

fn schedule(start: &str) -> CreateSchedule {
    let hours = ScheduleAvailability::new([Weekday::Monday], start, "17:00");
    CreateSchedule::new("Hours", "Europe/Berlin", false).availability([hours])
}

/// The status of a call, and what the server says of it.
fn refusal<T: std::fmt::Debug>(answer: Result<T, Error<ErrorEnvelope>>) -> (u16, String) {
    match answer {
        Err(Error::Api(error)) => (error.status(), error.body().error.message.clone()),
        other => (0, format!("{other:?}")),
    }
}

#[test]
fn a_value_checks_itself_and_tells_the_place() {
    assert_eq!(schedule("09:00").validate(), Ok(()));
    let violations = schedule("9:00").validate().expect_err("the hour has one digit");
    let told: Vec<_> = violations
        .iter()
        .map(|it| (it.pointer(), it.rule().keyword()))
        .collect();
    assert_eq!(told, [("/availability/0/startTime".to_owned(), "pattern")]);
}

#[tokio::test]
async fn a_server_refuses_a_body_that_breaks_a_constraint() -> TestResult {
    let cal = cal().await?;
    let (status, _) = refusal(cal.schedules().create(schedule("09:00")).await);
    assert_eq!(status, 501, "what is right reaches the handler");
    let (status, message) = refusal(cal.schedules().create(schedule("9:00")).await);
    assert_eq!(
        (status, message.as_str()),
        (
            400,
            r"body/availability/0/startTime: must match the pattern ^\d{2}:\d{2}$"
        )
    );
    Ok(())
}

#[tokio::test]
async fn a_server_refuses_parameters_that_break_a_constraint() -> TestResult {
    let cal = cal().await?;
    let hooks = cal.event_type_webhooks();
    assert_eq!(refusal(hooks.list(1).take(250).skip(0).await).0, 501);
    let (status, message) = refusal(hooks.list(1).take(251).skip(-1).await);
    assert_eq!(
        (status, message.as_str()),
        (400, "query.take: must be at most 250 (and 1 more)")
    );
    Ok(())
}
