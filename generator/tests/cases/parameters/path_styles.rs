//! The table "Style Examples" of OpenAPI 3.2 for paths, and RFC 6570, section 3.2, where it is silent.

use parameters_path_styles::{Error, models::Mix};
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn colors() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

fn mix() -> Mix {
    Mix::new(100, 200, 150)
}

fn arrives() -> serde_json::Value {
    json!({
        "path.text": "blue",
        "path.list": ["blue", "black", "brown"],
        "path.map": {"R": 100, "G": 200, "B": 150},
        "path.each": ["blue", "black", "brown"],
        "path.pairs": {"R": 100, "G": 200, "B": 150},
    })
}

#[tokio::test]
async fn simple() -> Result {
    let (client, wire) = ends().await;
    client.api().simple("blue", colors(), mix(), colors(), mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /simple/blue/blue,black,brown/R,100,G,200,B,150/blue,black,brown/R=100,G=200,B=150 HTTP/1.1\n\n"
    );
    assert_eq!(wire.arrived(), arrives());
    Ok(())
}

#[tokio::test]
async fn label() -> Result {
    let (client, wire) = ends().await;
    client.api().label("blue", colors(), mix(), colors(), mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /label/.blue/.blue,black,brown/.R,100,G,200,B,150/.blue.black.brown/.R=100.G=200.B=150 HTTP/1.1\n\n"
    );
    assert_eq!(wire.arrived(), arrives());
    Ok(())
}

#[tokio::test]
async fn matrix() -> Result {
    let (client, wire) = ends().await;
    client.api().matrix("blue", colors(), mix(), colors(), mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /matrix/;text=blue/;list=blue,black,brown/;map=R,100,G,200,B,150\
         /;each=blue;each=black;each=brown/;R=100;G=200;B=150 HTTP/1.1\n\n"
    );
    assert_eq!(wire.arrived(), arrives());
    Ok(())
}

#[tokio::test]
async fn an_empty_text_in_a_matrix_has_no_equals_sign() -> Result {
    let (client, wire) = ends().await;
    client.api().matrix("", colors(), mix(), colors(), mix()).await?;
    assert!(wire.request().starts_with("GET /matrix/;text/;list="), "{}", wire.request());
    assert_eq!(wire.arrived()["path.text"], "");
    Ok(())
}

/// What would end a segment, an item or a pair is escaped (RFC 6570, section 3.2.1: only unreserved characters are not).
#[tokio::test]
async fn dividers_inside_of_values_are_escaped() -> Result {
    let (client, wire) = ends().await;
    let nasty = || ["a/b", "c,d", "e.f;g=h", "?#%", "ü "].map(str::to_owned).to_vec();
    client.api().simple("a/b?c", nasty(), mix(), nasty(), mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /simple/a%2Fb%3Fc/a%2Fb,c%2Cd,e.f%3Bg%3Dh,%3F%23%25,%C3%BC%20/R,100,G,200,B,150\
         /a%2Fb,c%2Cd,e.f%3Bg%3Dh,%3F%23%25,%C3%BC%20/R=100,G=200,B=150 HTTP/1.1\n\n"
    );
    let arrived = wire.arrived();
    assert_eq!(arrived["path.text"], "a/b?c");
    assert_eq!(arrived["path.list"], json!(nasty()));
    assert_eq!(arrived["path.each"], json!(nasty()));

    client.api().label("e.f", nasty(), mix(), nasty(), mix()).await?;
    let arrived = wire.arrived();
    assert_eq!(arrived["path.text"], "e.f");
    assert_eq!(arrived["path.list"], json!(nasty()));
    assert_eq!(arrived["path.each"], json!(nasty()), "{}", wire.request());

    client.api().matrix("e;f", nasty(), mix(), nasty(), mix()).await?;
    let arrived = wire.arrived();
    assert_eq!(arrived["path.text"], "e;f");
    assert_eq!(arrived["path.each"], json!(nasty()), "{}", wire.request());
    Ok(())
}

/// `allowReserved` (3.2 has it for every place): all that the segment can hold without being divided.
#[tokio::test]
async fn reserved_characters_stay_where_they_divide_nothing() -> Result {
    let (client, wire) = ends().await;
    client.api().reserved("a:b@c,d;e=f&g/h?i#j%k", ["x,y".to_owned(), "z:z".to_owned()]).await?;
    assert_eq!(
        wire.request(),
        "GET /reserved/a:b@c,d;e=f&g%2Fh%3Fi%23j%25k/x%2Cy,z:z HTTP/1.1\n\n"
    );
    let arrived = wire.arrived();
    assert_eq!(arrived["path.text"], "a:b@c,d;e=f&g/h?i#j%k");
    assert_eq!(arrived["path.list"], json!(["x,y", "z:z"]));
    Ok(())
}

#[tokio::test]
async fn values_of_other_types() -> Result {
    let (client, wire) = ends().await;
    client.api().typed(1.5, true, "2026-11-25".parse()?, mix(), "a\"b").await?;
    assert_eq!(
        wire.request(),
        "GET /typed/1.5/true/2026-11-25/%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D/a%22b HTTP/1.1\n\n"
    );
    let arrived = wire.arrived();
    assert_eq!(arrived["path.number"], 1.5);
    assert_eq!(arrived["path.switch"], true);
    assert_eq!(arrived["path.json"], json!({"R": 100, "G": 200, "B": 150}));
    assert_eq!(arrived["path.plain"], "a\"b");
    Ok(())
}

/// `..` and `.` lead to other paths whether they are escaped or not (RFC 3986, section 5.2.4; WHATWG URL).
#[tokio::test]
async fn values_that_would_leave_the_path_are_not_sent() -> Result {
    let (client, wire) = ends().await;
    for dots in [".", ".."] {
        let refused = client.api().simple(dots, colors(), mix(), colors(), mix()).await;
        assert!(matches!(refused, Err(Error::Request(_))), "{refused:?}");
    }
    let refused = client.api().simple("", colors(), mix(), colors(), mix()).await;
    assert!(matches!(refused, Err(Error::Request(_))), "{refused:?}");
    assert_eq!(wire.request(), "\n\n", "nothing travels");
    Ok(())
}

#[tokio::test]
async fn literal_requests_are_understood_and_checked() -> Result {
    let (_, wire) = ends().await;
    let answer = wire.send("GET /simple/blue/a,b%2Cc/B,1,G,2,R,3/a/B=1,G=2,R=3 HTTP/1.1\n\n").await;
    assert_eq!(answer, "HTTP/1.1 204 No Content\n\n");
    assert_eq!(wire.arrived()["path.list"], json!(["a", "b,c"]));
    let answer = wire.send("GET /simple/blue/a/R,x,G,2,B,3/a/R=1,G=2,B=3 HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(answer.contains("path.map"), "{answer}");
    let answer = wire.send("GET /matrix/blue/;list=a/;map=R,1/;each=a/;R=1 HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    Ok(())
}
