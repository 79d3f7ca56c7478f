//! Templates as they travel, and which operation a path is for.

use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn expressions_beside_text_and_each_other() -> Result {
    let (client, wire) = ends().await;
    client.api().file("a.b", "tar.gz").await?;
    assert_eq!(wire.request(), "GET /files/a%2Eb.tar.gz HTTP/1.1\n\n", "the first full stop ends the name");
    assert_eq!(wire.arrived(), json!({"path.name": "a.b", "path.extension": "tar.gz"}));
    client.api().cancel(7).await?;
    assert_eq!(wire.request(), "POST /jobs/7:cancel HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"path.id": 7}));
    client.api().purge().await?;
    assert_eq!(wire.request(), "POST /reports:purge HTTP/1.1\n\n");
    client.api().report("q/4").await?;
    assert_eq!(wire.request(), "GET /reports/q%2F4.json HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"path.id": "q/4"}));
    client.api().any_report("x.jsn").await?;
    assert_eq!(wire.request(), "GET /reports/x.jsn HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"path.id": "x.jsn"}));
    Ok(())
}

#[tokio::test]
async fn a_query_in_a_template_tells_operations_apart() -> Result {
    let (client, wire) = ends().await;
    client.api().search("a b&c").await?;
    assert_eq!(wire.request(), "GET /search?q=a%20b%26c&kind=article HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"query.q": "a b&c"}));
    client.api().search_authors("x").await?;
    assert_eq!(wire.request(), "GET /search?q=x&kind=author HTTP/1.1\n\n");
    client.api().search_escaped().await?;
    assert_eq!(wire.request(), "GET /search?kind=a%20b%26c HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({}));
    let answer = wire.send("GET /search?q=x&kind=nothing HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    Ok(())
}

#[tokio::test]
async fn a_fragment_in_a_template_never_travels() -> Result {
    let (client, wire) = ends().await;
    client.api().rpc("stop").await?;
    assert_eq!(wire.request(), "POST /rpc?action=stop HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"query.action": "stop"}));
    Ok(())
}

#[tokio::test]
async fn literals_win_over_expressions_and_names_do_not_count() -> Result {
    let (client, wire) = ends().await;
    client.api().me().await?;
    assert_eq!(wire.request(), "GET /people/me HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({}));
    client.api().person("you").await?;
    assert_eq!(wire.arrived(), json!({"path.id": "you"}));
    client.api().remove_person("me").await?;
    assert_eq!(wire.request(), "DELETE /people/me HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"path.name": "me"}), "no other operation takes a DELETE there");
    Ok(())
}

#[tokio::test]
async fn text_of_templates_is_escaped_as_a_url_has_it() -> Result {
    let (client, wire) = ends().await;
    client.api().escaped().await?;
    assert_eq!(wire.request(), "GET /%C3%BC%20b/@me HTTP/1.1\n\n");
    assert_eq!(wire.send("GET /%c3%bc%20b/%40me HTTP/1.1\n\n").await, "HTTP/1.1 204 No Content\n\n");
    Ok(())
}

/// The first call of the README goes to the document's server; what the user gives comes before every path.
#[tokio::test]
async fn paths_follow_the_base_url() -> Result {
    use parameters_templates::Client;
    let document = Client::builder().build()?;
    assert_eq!(document.api().me().build()?.uri().to_string(), "https://templates.example.com/api/people/me");
    let given = Client::builder().base_url("http://localhost:1/v1/").build()?;
    assert_eq!(given.api().me().build()?.uri().to_string(), "http://localhost:1/v1/people/me");
    Ok(())
}
