//! Absent, null and a value are three things; what is required is asked for; what is new is kept.

use bodies_presence::{
    Error, Patch,
    models::{Change, Level, Profile},
};
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

const PROFILE: &str = "HTTP/1.1 200 OK\ncontent-type: application/json\n\n\
                       {\"id\":1,\"name\":\"n\",\"nick\":null,\"level\":\"low\"}";

#[tokio::test]
async fn absent_null_and_a_value_travel_as_what_they_are() -> Result {
    let (client, wire) = ends().await;
    let sent = [
        (Change::new(), "{}"),
        (Change::new().nick(Patch::Null), "{\"nick\":null}"),
        (Change::new().nick(Patch::Value("x".to_owned())), "{\"nick\":\"x\"}"),
    ];
    for (change, text) in sent {
        wire.script(PROFILE);
        client.api().change(change).await?;
        assert_eq!(
            wire.request(),
            format!("PATCH /profile HTTP/1.1\naccept: application/json\ncontent-type: application/merge-patch+json\n\n{text}")
        );
        wire.send(format!("PATCH /profile HTTP/1.1\ncontent-type: application/merge-patch+json\n\n{text}")).await;
        let body: serde_json::Value = serde_json::from_str(text)?;
        assert_eq!(wire.arrived(), json!({"body": body}));
    }
    Ok(())
}

#[tokio::test]
async fn what_is_required_and_not_there_is_an_error_and_nothing_is_invented() -> Result {
    let (client, wire) = ends().await;
    wire.script("HTTP/1.1 200 OK\ncontent-type: application/json\n\n{}");
    match client.api().change(Change::new()).await {
        Err(error @ Error::Decode(_)) => assert!(error.to_string().contains("$.id: required, but missing"), "{error}"),
        other => return Err(format!("{other:?}").into()),
    }
    // Null where there may be null, but not where the member is left out.
    wire.script("HTTP/1.1 200 OK\ncontent-type: application/json\n\n{\"id\":1,\"name\":\"n\",\"level\":\"low\"}");
    match client.api().change(Change::new()).await {
        Err(error @ Error::Decode(_)) => assert!(error.to_string().contains("$.nick: required, but missing"), "{error}"),
        other => return Err(format!("{other:?}").into()),
    }
    wire.script(PROFILE);
    assert_eq!(client.api().change(Change::new()).await?.nick, None);
    Ok(())
}

#[tokio::test]
async fn members_and_values_that_the_document_does_not_know_do_no_harm() -> Result {
    let (client, wire) = ends().await;
    wire.script(
        "HTTP/1.1 200 OK\ncontent-type: application/json\n\n\
         {\"id\":1,\"name\":\"n\",\"nick\":null,\"level\":\"middle\",\"more\":[{}]}",
    );
    let profile = client.api().change(Change::new()).await?;
    assert_eq!(profile.level.as_str(), "middle");
    assert_ne!(profile.level, Level::Low);
    wire.script(PROFILE);
    client.api().change(Change::new().level(profile.level)).await?;
    assert!(wire.request().ends_with("{\"level\":\"middle\"}"), "it goes back as it came: {}", wire.request());
    Ok(())
}

#[tokio::test]
async fn durations_and_times_of_day_are_read() -> Result {
    let (client, wire) = ends().await;
    wire.script(
        "HTTP/1.1 200 OK\ncontent-type: application/json\n\n\
         {\"id\":1,\"name\":\"n\",\"nick\":\"x\",\"level\":\"high\",\"since\":\"2026-11-25T10:00:00+01:00\",\
         \"took\":\"P1D\",\"at\":\"10:00:00Z\"}",
    );
    let profile: Profile = client.api().change(Change::new()).await?;
    assert_eq!(profile.took.as_ref().map(ToString::to_string).as_deref(), Some("P1D"));
    assert_eq!(profile.at.as_ref().map(ToString::to_string).as_deref(), Some("10:00:00Z"));
    assert_eq!(profile.since, Some("2026-11-25T09:00:00Z".parse()?));
    Ok(())
}
