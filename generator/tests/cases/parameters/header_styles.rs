//! The table "Style Examples" of OpenAPI 3.2 for headers and cookies; RFC 9110, section 5.6, and RFC 6265 where it is
//! silent.

use parameters_header_styles::{Error, models::Mix};
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn colors() -> [&'static str; 3] {
    ["blue", "black", "brown"]
}

fn mix() -> Mix {
    Mix::new(100, 200, 150)
}

#[tokio::test]
async fn headers() -> Result {
    let (client, wire) = ends().await;
    let call = client.api().header().x_text("blue").x_list(colors()).x_map(mix()).x_each(colors()).x_pairs(mix());
    call.x_number(-7).x_when("2026-11-25T10:00:00Z".parse()?).await?;
    assert_eq!(
        wire.request(),
        "GET /header HTTP/1.1\nx-text: blue\nx-list: blue,black,brown\nx-map: R,100,G,200,B,150\n\
         x-each: blue,black,brown\nx-pairs: R=100,G=200,B=150\nx-number: -7\nx-when: 2026-11-25T10:00:00Z\n\n"
    );
    let mix = json!({"R": 100, "G": 200, "B": 150});
    assert_eq!(
        wire.arrived(),
        json!({
            "header.X-Text": "blue", "header.X-List": colors(), "header.X-Map": mix, "header.X-Each": colors(),
            "header.X-Pairs": mix, "header.X-Number": -7, "header.X-When": "2026-11-25T10:00:00Z",
        })
    );
    Ok(())
}

/// Nothing is percent-encoded in a header; an item with a comma or a quote is a quoted string.
#[tokio::test]
async fn items_of_headers_are_quoted_where_they_must_be() -> Result {
    let (client, wire) = ends().await;
    client.api().header().x_text("a, \"b\" 100%").x_list(["a,b", "c \"d\"", "e\\f", "", "g h"]).await?;
    assert_eq!(
        wire.request(),
        "GET /header HTTP/1.1\nx-text: a, \"b\" 100%\nx-list: \"a,b\",\"c \\\"d\\\"\",\"e\\\\f\",\"\",g h\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({"header.X-Text": "a, \"b\" 100%", "header.X-List": ["a,b", "c \"d\"", "e\\f", "", "g h"]})
    );
    Ok(())
}

/// A list may stand in several lines, with white space about its items (RFC 9110, section 5.6.1).
#[tokio::test]
async fn lists_of_other_clients_are_understood() -> Result {
    let (_, wire) = ends().await;
    wire.send("GET /header HTTP/1.1\nX-List: a, b\nx-list: \"c,d\"\nX-MAP: R, 1, G, 2, B, 3\n\n").await;
    assert_eq!(wire.arrived(), json!({"header.X-List": ["a", "b", "c,d"], "header.X-Map": {"R": 1, "G": 2, "B": 3}}));
    Ok(())
}

#[tokio::test]
async fn headers_with_a_media_type_of_their_own() -> Result {
    let (client, wire) = ends().await;
    client.api().header().x_json(mix()).x_plain("a, b").await?;
    assert_eq!(
        wire.request(),
        "GET /header HTTP/1.1\nx-json: {\"R\":100,\"G\":200,\"B\":150}\nx-plain: a, b\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({"header.X-Json": {"R": 100, "G": 200, "B": 150}, "header.X-Plain": "a, b"})
    );
    Ok(())
}

#[tokio::test]
async fn a_header_that_would_end_its_line_is_not_sent() {
    let (client, wire) = ends().await;
    let refused = client.api().header().x_text("a\r\nx-evil: 1").await;
    assert!(matches!(refused, Err(Error::Request(_))), "{refused:?}");
    assert_eq!(wire.request(), "\n\n", "nothing travels");
}

/// Style `form`: percent-encoded as in a query, pairs divided as RFC 6265, section 4.2.1, has it.
#[tokio::test]
async fn cookies_in_form_style() -> Result {
    let (client, wire) = ends().await;
    client.api().cookie_form().text("a b;c=d,e").list(colors()).map_(mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /form HTTP/1.1\ncookie: text=a%20b%3Bc%3Dd%2Ce; list=blue,black,brown; map=R,100,G,200,B,150\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({"cookie.text": "a b;c=d,e", "cookie.list": colors(), "cookie.map": {"R": 100, "G": 200, "B": 150}})
    );
    client.api().cookie_form().each(["a,b", "c"]).await?;
    assert_eq!(wire.request(), "GET /form HTTP/1.1\ncookie: each=a%2Cb; each=c\n\n");
    assert_eq!(wire.arrived(), json!({"cookie.each": ["a,b", "c"]}));
    client.api().cookie_form().pairs(mix()).await?;
    assert_eq!(wire.request(), "GET /form HTTP/1.1\ncookie: R=100; G=200; B=150\n\n");
    assert_eq!(wire.arrived(), json!({"cookie.pairs": {"R": 100, "G": 200, "B": 150}}));
    client.api().cookie_form().json(mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /form HTTP/1.1\ncookie: json=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D\n\n"
    );
    assert_eq!(wire.arrived(), json!({"cookie.json": {"R": 100, "G": 200, "B": 150}}));
    Ok(())
}

/// Style `cookie` (3.2): nothing is escaped, so that what a cookie cannot hold is refused.
#[tokio::test]
async fn cookies_in_cookie_style() -> Result {
    let (client, wire) = ends().await;
    client.api().cookie().text("a%20b:c").list(colors()).map_(mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /cookie HTTP/1.1\ncookie: text=a%20b:c; list=blue,black,brown; map=R,100,G,200,B,150\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({"cookie.text": "a%20b:c", "cookie.list": colors(), "cookie.map": {"R": 100, "G": 200, "B": 150}})
    );
    client.api().cookie().each(colors()).await?;
    assert_eq!(wire.request(), "GET /cookie HTTP/1.1\ncookie: each=blue; each=black; each=brown\n\n");
    assert_eq!(wire.arrived(), json!({"cookie.each": colors()}));
    client.api().cookie().pairs(mix()).await?;
    assert_eq!(wire.request(), "GET /cookie HTTP/1.1\ncookie: R=100; G=200; B=150\n\n");
    assert_eq!(wire.arrived(), json!({"cookie.pairs": {"R": 100, "G": 200, "B": 150}}));
    let refused = client.api().cookie().text("a; admin=1").await;
    assert!(matches!(refused, Err(Error::Request(_))), "{refused:?}");
    let refused = client.api().cookie().list(["a,b"]).await;
    assert!(matches!(refused, Err(Error::Request(_))), "{refused:?}");
    Ok(())
}
