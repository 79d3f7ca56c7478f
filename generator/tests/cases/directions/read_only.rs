//! What travels one way is not asked for on the other.

use directions_read_only::models::User;
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_required_member_that_only_answers_have_is_not_sent() -> Result {
    let (client, wire) = ends().await;
    let user = User {
        id: None,
        name: "n".to_owned(),
        password: Some("p".to_owned()),
    };
    wire.script("HTTP/1.1 201 Created\ncontent-type: application/json\n\n{\"id\":7,\"name\":\"n\"}");
    let made = client.users().create_user(user.clone()).await?;
    assert_eq!((made.id, made.password), (Some(7), None));
    assert!(wire.request().ends_with("\n\n{\"name\":\"n\",\"password\":\"p\"}"), "{}", wire.request());
    wire.answer(201, "application/json", "{\"id\":7,\"name\":\"n\"}");
    client.users().create_user(user).await?;
    assert_eq!(wire.arrived(), json!({"body": {"name": "n", "password": "p"}}));
    assert!(wire.response().ends_with("\n\n{\"id\":7,\"name\":\"n\"}"), "{}", wire.response());
    Ok(())
}
