//! The table "Style Examples" of OpenAPI 3.2 for queries, and RFC 6570 where it is silent.

use parameters_query_styles::{
    Error,
    models::{Mix, Nested, NestedAge, Search},
};
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
async fn form() -> Result {
    let (client, wire) = ends().await;
    client.api().form().text("blue").each(colors()).list(colors()).map_(mix()).on(true).count(-1).await?;
    assert_eq!(
        wire.request(),
        "GET /form?text=blue&each=blue&each=black&each=brown&list=blue,black,brown\
         &map=R,100,G,200,B,150&on=true&count=-1 HTTP/1.1\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({
            "query.text": "blue", "query.each": colors(), "query.list": colors(),
            "query.map": {"R": 100, "G": 200, "B": 150}, "query.on": true, "query.count": -1,
        })
    );
    client.api().form().pairs(mix()).await?;
    assert_eq!(wire.request(), "GET /form?R=100&G=200&B=150 HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"query.pairs": {"R": 100, "G": 200, "B": 150}}));
    Ok(())
}

#[tokio::test]
async fn what_is_not_set_does_not_travel_and_what_is_empty_does() -> Result {
    let (client, wire) = ends().await;
    client.api().form().await?;
    assert_eq!(wire.request(), "GET /form HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({}));
    client.api().form().text("").await?;
    assert_eq!(wire.request(), "GET /form?text= HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"query.text": ""}));
    Ok(())
}

#[tokio::test]
async fn commas_inside_of_items_do_not_divide() -> Result {
    let (client, wire) = ends().await;
    client.api().form().list(["a,b", "c&d=e", "f+g h"]).each(["a,b", "c"]).await?;
    assert_eq!(
        wire.request(),
        "GET /form?each=a%2Cb&each=c&list=a%2Cb,c%26d%3De,f%2Bg%20h HTTP/1.1\n\n"
    );
    let arrived = wire.arrived();
    assert_eq!(arrived["query.list"], json!(["a,b", "c&d=e", "f+g h"]));
    assert_eq!(arrived["query.each"], json!(["a,b", "c"]));
    Ok(())
}

#[tokio::test]
async fn space_delimited() -> Result {
    let (client, wire) = ends().await;
    client.api().space().list(colors()).map_(mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /space?list=blue%20black%20brown&map=R%20100%20G%20200%20B%20150 HTTP/1.1\n\n"
    );
    assert_eq!(wire.arrived(), json!({"query.list": colors(), "query.map": {"R": 100, "G": 200, "B": 150}}));
    // Forms of browsers write a space as a plus.
    wire.send("GET /space?list=blue+black%20brown HTTP/1.1\n\n").await;
    assert_eq!(wire.arrived(), json!({"query.list": colors()}));
    Ok(())
}

#[tokio::test]
async fn pipe_delimited() -> Result {
    let (client, wire) = ends().await;
    client.api().pipe().list(colors()).map_(mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /pipe?list=blue%7Cblack%7Cbrown&map=R%7C100%7CG%7C200%7CB%7C150 HTTP/1.1\n\n"
    );
    assert_eq!(wire.arrived(), json!({"query.list": colors(), "query.map": {"R": 100, "G": 200, "B": 150}}));
    wire.send("GET /pipe?list=blue|black%7Cbrown HTTP/1.1\n\n").await;
    assert_eq!(wire.arrived(), json!({"query.list": colors()}));
    // Exploded, there is nothing to divide.
    client.api().pipe().each(["a|b", "c"]).await?;
    assert_eq!(wire.request(), "GET /pipe?each=a%7Cb&each=c HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"query.each": ["a|b", "c"]}));
    Ok(())
}

/// These styles have no way to write their divider inside of an item, so such a value is refused and not garbled.
#[tokio::test]
async fn items_that_hold_the_divider_of_their_style_are_not_sent() {
    let (client, wire) = ends().await;
    for refused in [client.api().space().list(["a b"]).await, client.api().pipe().list(["a|b"]).await] {
        assert!(matches!(refused, Err(Error::Request(_))), "{refused:?}");
    }
    assert_eq!(wire.request(), "\n\n", "nothing travels");
}

#[tokio::test]
async fn deep_object() -> Result {
    let (client, wire) = ends().await;
    client.api().deep().map_(mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /deep?map%5BR%5D=100&map%5BG%5D=200&map%5BB%5D=150 HTTP/1.1\n\n"
    );
    assert_eq!(wire.arrived(), json!({"query.map": {"R": 100, "G": 200, "B": 150}}));

    let nested = Nested::new().name("a&b").age(NestedAge::new().min(1)).tags(["x", "y"]);
    client.api().deep().nested(nested).await?;
    assert_eq!(
        wire.request(),
        "GET /deep?nested%5Bname%5D=a%26b&nested%5Bage%5D%5Bmin%5D=1&nested%5Btags%5D%5B0%5D=x&nested%5Btags%5D%5B1%5D=y HTTP/1.1\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({"query.nested": {"name": "a&b", "age": {"min": 1}, "tags": ["x", "y"]}})
    );
    // As other clients write it; the standard says nothing of lists inside.
    wire.send("GET /deep?map[R]=1&map[G]=2&map[B]=3&nested[tags][]=x&nested[tags][]=y&map2[k]=v HTTP/1.1\n\n").await;
    assert_eq!(
        wire.arrived(),
        json!({"query.map": {"R": 1, "G": 2, "B": 3}, "query.nested": {"tags": ["x", "y"]}, "query.map2": {"k": "v"}})
    );
    Ok(())
}

#[tokio::test]
async fn reserved_characters_stay_where_they_divide_nothing() -> Result {
    let (client, wire) = ends().await;
    // An apostrophe is escaped in the query of every HTTP URL (WHATWG URL, "special-query percent-encode set").
    let text = "a:/?@!$'()*,;b&c=d#e[f]+g%h";
    client.api().reserved().text(text).each(["x/y", "z,z"]).list(["x/y", "z,z"]).await?;
    assert_eq!(
        wire.request(),
        "GET /reserved?text=a:/?@!$%27()*,;b%26c%3Dd%23e%5Bf%5D%2Bg%25h&each=x/y&each=z,z&list=x/y,z%2Cz HTTP/1.1\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({"query.text": text, "query.each": ["x/y", "z,z"], "query.list": ["x/y", "z,z"]})
    );
    Ok(())
}

#[tokio::test]
async fn values_with_a_media_type_of_their_own() -> Result {
    let (client, wire) = ends().await;
    client.api().content().json(mix()).suffix(["a"]).plain("a,\"b\"").await?;
    assert_eq!(
        wire.request(),
        "GET /content?json=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D&suffix=%5B%22a%22%5D\
         &plain=a%2C%22b%22 HTTP/1.1\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({"query.json": {"R": 100, "G": 200, "B": 150}, "query.suffix": ["a"], "query.plain": "a,\"b\""})
    );
    Ok(())
}

/// `in: querystring`: the media type's text is the whole query, percent-encoded where it is no form.
#[tokio::test]
async fn the_query_as_a_whole() -> Result {
    let (client, wire) = ends().await;
    client.api().whole_form(Search::new("a b").tags(["x", "y&z"])).await?;
    assert_eq!(wire.request(), "GET /whole/form?text=a%20b&tags=x&tags=y%26z HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"query.q": {"text": "a b", "tags": ["x", "y&z"]}}));

    client.api().whole_json(mix()).await?;
    assert_eq!(
        wire.request(),
        "GET /whole/json?%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D HTTP/1.1\n\n"
    );
    assert_eq!(wire.arrived(), json!({"query.q": {"R": 100, "G": 200, "B": 150}}));

    // The example of the standard.
    client.api().whole_text().q("$.a.b[1:1]").await?;
    assert_eq!(wire.request(), "GET /whole/text?%24.a.b%5B1%3A1%5D HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({"query.q": "$.a.b[1:1]"}));
    Ok(())
}

#[tokio::test]
async fn names_are_escaped_as_values_are() -> Result {
    let (client, wire) = ends().await;
    client.api().names().a_b("1").a(["2"]).a_b_c("3").ü("4").filter("5").await?;
    assert_eq!(
        wire.request(),
        "GET /names?a%20b=1&a%5B%5D=2&a%26b%3Dc=3&%C3%BC=4&%24filter=5 HTTP/1.1\n\n"
    );
    assert_eq!(
        wire.arrived(),
        json!({"query.a b": "1", "query.a[]": ["2"], "query.a&b=c": "3", "query.ü": "4", "query.$filter": "5"})
    );
    Ok(())
}

#[tokio::test]
async fn query_and_header_of_one_call_come_beside() -> Result {
    let (client, wire) = ends().await;
    client.api().pipe().list(["a"]).query("x y", "1&2").header("X-Trace", "7").await?;
    assert_eq!(wire.request(), "GET /pipe?list=a&x%20y=1%262 HTTP/1.1\nx-trace: 7\n\n");
    Ok(())
}
