//! Where requests go: the document's servers, those of paths and operations, and what the user says.

use servers_variables::{Client, ClientBuilder};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn uri_of_a(builder: ClientBuilder) -> std::result::Result<String, Box<dyn std::error::Error>> {
    Ok(builder.build()?.a().get_a().build()?.uri().to_string())
}

#[test]
fn variables_stand_at_their_defaults_until_they_are_set() -> Result {
    assert_eq!(uri_of_a(Client::builder())?, "https://eu.example.com/v1/a", "443 is the port of https");
    assert_eq!(uri_of_a(Client::builder().region("us").port("8443"))?, "https://us.example.com:8443/v1/a");
    Ok(())
}

#[test]
fn a_value_that_is_not_listed_is_refused() {
    let refused = Client::builder().region("mars").build();
    assert_eq!(refused.err().map(|error| error.to_string()).as_deref(), Some("\"mars\" is none of the values of region"));
}

#[test]
fn a_server_beside_the_document_needs_a_base_url() -> Result {
    let refused = Client::builder().server(1).build();
    assert!(refused.is_err(), "{refused:?}");
    assert!(Client::builder().server(9).build().is_err());
    assert_eq!(uri_of_a(Client::builder().server(1).base_url("http://localhost:1/v1"))?, "http://localhost:1/v1/a");
    Ok(())
}

#[test]
fn servers_of_operations_and_paths_go_before_the_documents() -> Result {
    let client = Client::builder().build()?;
    let uri = |request: servers_variables::rt::http::Request<servers_variables::rt::Body>| request.uri().to_string();
    assert_eq!(uri(client.a().upload_a().build()?), "https://upload.example.com/a");
    assert_eq!(uri(client.a().get_file().build()?), "https://cdn.files.example.com/v2/files");
    assert_eq!(uri(client.a().put_file().build()?), "https://eu.example.com/v3/files", "relative to the document's");
    Ok(())
}

/// A user who says where the API is, a test or a proxy, means all of it.
#[tokio::test]
async fn a_base_url_is_for_every_operation() -> Result {
    let (client, wire) = super::ends().await;
    client.a().upload_a().await?;
    assert_eq!(wire.request(), "POST /a HTTP/1.1\n\n");
    client.a().get_file().await?;
    assert_eq!(wire.request(), "GET /files HTTP/1.1\n\n");
    Ok(())
}
