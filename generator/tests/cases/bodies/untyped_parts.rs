//! A part of which nothing is said is a file.

use bodies_untyped_parts::{models::ApiGroupUploadBody, rt::FilePart};
use serde_json::json;

use super::ends;

#[tokio::test]
async fn parts_without_a_word_travel_as_octets() -> Result<(), Box<dyn std::error::Error>> {
    let (client, wire) = ends().await;
    wire.answer(204, "", "");
    let file = FilePart::new("bytes").file_name("a.bin");
    client.api().upload(ApiGroupUploadBody::new(file).json(json!({"a": 1})).note("n")).await?;
    let request = wire.request();
    for text in [
        r#"name="file"; filename="a.bin""#,
        "Content-Type: application/octet-stream",
        "Content-Type: application/json",
    ] {
        assert!(request.contains(text), "{request}");
    }
    Ok(())
}
