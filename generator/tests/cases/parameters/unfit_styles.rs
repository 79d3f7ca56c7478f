//! Where a style says nothing of a schema, what is nearest to it travels.

use parameters_unfit_styles::models::{ApiGroupSearchPipedObject, ApiGroupSearchSpacedObject};
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn parameters_travel_in_the_nearest_style() -> Result {
    let (client, wire) = ends().await;
    let api = client.api();
    wire.answer(204, "", "");
    api.search()
        .deep_text("a b")
        .deep_list(["x".to_owned(), "y".to_owned()])
        .spaced_text("c d")
        .piped_number(7)
        .spaced_object(ApiGroupSearchSpacedObject::new().a(1).b("e"))
        .piped_object(ApiGroupSearchPipedObject::new().c(2))
        .await?;
    assert_eq!(
        wire.request(),
        "GET /search?deepText=a%20b&deepList%5B0%5D=x&deepList%5B1%5D=y&spacedText=c%20d&pipedNumber=7\
         &spacedObject=a%201%20b%20e&pipedObject=c%7C2 HTTP/1.1\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({
            "query.deepText": "a b", "query.deepList": ["x", "y"], "query.spacedText": "c d", "query.pipedNumber": 7,
            "query.spacedObject": {"a": 1, "b": "e"}, "query.pipedObject": {"c": 2},
        })
    );
    Ok(())
}
