//! Forms: "Encoding the `x-www-form-urlencoded` Media Type" of OpenAPI, and WHATWG URL, section 5.

use bodies_forms::models::{Address, AddressGeo, Line, Order, OrderContact, OrderSize};
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

const FORM: &str = "content-type: application/x-www-form-urlencoded";

/// Without an encoding: scalars as text, objects as JSON, lists as a pair for each item.
#[tokio::test]
async fn by_default() -> Result {
    let (client, wire) = ends().await;
    client.api().plain(Order::new(7).paid(true).note("a b&c=d+é").tags(["x,y", "z"])).await?;
    assert_eq!(
        wire.request(),
        format!("POST /plain HTTP/1.1\n{FORM}\n\nid=7&paid=true&note=a%20b%26c%3Dd%2B%C3%A9&tags=x%2Cy&tags=z")
    );
    assert_eq!(wire.arrived()["body"], json!({"id": 7, "paid": true, "note": "a b&c=d+é", "tags": ["x,y", "z"]}));

    let address = Address::new().street("A 1").geo(AddressGeo::new().lat(1.5));
    client.api().plain(Order::new(7).address(address).lines([Line::new("s")])).await?;
    assert_eq!(
        wire.request(),
        format!(
            "POST /plain HTTP/1.1\n{FORM}\n\n\
             id=7&address=%7B%22street%22%3A%22A%201%22%2C%22geo%22%3A%7B%22lat%22%3A1.5%7D%7D\
             &lines=%7B%22sku%22%3A%22s%22%7D"
        )
    );
    assert_eq!(
        wire.arrived()["body"],
        json!({"id": 7, "address": {"street": "A 1", "geo": {"lat": 1.5}}, "lines": [{"sku": "s"}]})
    );
    Ok(())
}

#[tokio::test]
async fn as_the_encoding_says() -> Result {
    let (client, wire) = ends().await;
    let order = Order::new(7).note("a/b?c&d").tags(["x,y", "z"]).sizes([OrderSize::S, OrderSize::L]);
    let order = order.address(Address::new().street("A 1").geo(AddressGeo::new().lat(1.5)));
    let order = order.contact(OrderContact::new().mail("a@b").phone("1"));
    let order = order.lines([Line::new("s").count(2), Line::new("t")]);
    client.api().encoded(order).await?;
    assert_eq!(
        wire.request(),
        format!(
            "POST /encoded HTTP/1.1\n{FORM}\n\n\
             id=7&note=a/b?c%26d&tags=x%2Cy,z&sizes=s%7Cl&address%5Bstreet%5D=A%201&address%5Bgeo%5D%5Blat%5D=1.5\
             &mail=a%40b&phone=1\
             &lines=%7B%22sku%22%3A%22s%22%2C%22count%22%3A2%7D&lines=%7B%22sku%22%3A%22t%22%7D"
        )
    );
    assert_eq!(
        wire.arrived()["body"],
        json!({
            "id": 7, "note": "a/b?c&d", "tags": ["x,y", "z"], "sizes": ["s", "l"],
            "address": {"street": "A 1", "geo": {"lat": 1.5}}, "contact": {"mail": "a@b", "phone": "1"},
            "lines": [{"sku": "s", "count": 2}, {"sku": "t"}],
        })
    );
    // The list as one text, as some clients write it, and a list of one.
    wire.send(format!("POST /encoded HTTP/1.1\n{FORM}\n\nid=7&lines=%5B%7B%22sku%22%3A%22s%22%7D%5D")).await;
    assert_eq!(wire.arrived()["body"], json!({"id": 7, "lines": [{"sku": "s"}]}));
    wire.send(format!("POST /encoded HTTP/1.1\n{FORM}\n\nid=7&lines=%7B%22sku%22%3A%22s%22%7D")).await;
    assert_eq!(wire.arrived()["body"], json!({"id": 7, "lines": [{"sku": "s"}]}));
    Ok(())
}

#[tokio::test]
async fn forms_of_browsers_are_understood() {
    let (_, wire) = ends().await;
    wire.send(format!("POST /plain HTTP/1.1\n{FORM}\n\nid=7&note=a+b%2B&tags=x")).await;
    assert_eq!(wire.arrived()["body"], json!({"id": 7, "note": "a b+", "tags": ["x"]}));
    let answer = wire.send(format!("POST /plain HTTP/1.1\n{FORM}\n\nid=seven")).await;
    assert!(answer.starts_with("HTTP/1.1 422 ") && answer.contains("\"pointer\":\"/id\""), "{answer}");
    let answer = wire.send(format!("POST /plain HTTP/1.1\n{FORM}\n\nnote=x")).await;
    assert!(answer.starts_with("HTTP/1.1 422 ") && answer.contains("\"pointer\":\"/id\""), "{answer}");
}

#[tokio::test]
async fn a_form_may_be_left_out_or_come_as_json() -> Result {
    let (client, wire) = ends().await;
    client.api().optional().await?;
    assert_eq!(wire.request(), "POST /optional HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({}));
    client.api().either(Order::new(7)).await?;
    assert_eq!(wire.request(), "POST /either HTTP/1.1\ncontent-type: application/json\n\n{\"id\":7}");
    wire.send(format!("POST /either HTTP/1.1\n{FORM}\n\nid=8")).await;
    assert_eq!(wire.arrived()["body"], json!({"id": 8}));
    Ok(())
}

#[tokio::test]
async fn names_that_nobody_declared() -> Result {
    let (client, wire) = ends().await;
    client.api().map([("a&b".to_owned(), "1".to_owned()), ("c d".to_owned(), "2".to_owned())].into_iter().collect()).await?;
    assert_eq!(wire.request(), format!("POST /map HTTP/1.1\n{FORM}\n\na%26b=1&c%20d=2"));
    assert_eq!(wire.arrived()["body"], json!({"a&b": "1", "c d": "2"}));
    Ok(())
}
