//! Request values as trees, without a socket.

use rt::server::{Respond as _, decode_tree};
use specwright_runtime as rt;

use crate::sample::models::*;
use crate::sample::operations as ops;
use crate::support::booking;

#[test]
fn a_request_value_is_a_tree_and_back() {
    let request = ops::List {
        status: Some(vec![BookingStatus::Past]),
        take: Some(3),
        filter: Some([("a".to_owned(), rt::Value::from(true))].into_iter().collect()),
        ..ops::List::default()
    };
    let tree = rt::encode_tree(&request);
    assert_eq!(
        tree.to_json(),
        r#"{"query.status":["past"],"query.take":3,"query.filter":{"a":true}}"#
    );
    assert_eq!(decode_tree::<ops::List>(&tree), Ok(request));
}

#[test]
fn bodies_are_part_of_the_tree() {
    let body = Upload {
        title: "t".into(),
        tags: Vec::new(),
        owner: Attendee { email: "e".into() },
        file: rt::FilePart::new("bytes").file_name("f"),
    };
    let request = ops::PutFile { name: "n".into(), body };
    assert_eq!(decode_tree::<ops::PutFile>(&rt::encode_tree(&request)), Ok(request));
    let request = ops::Echo {
        body: Some(rt::Bytes::from_static(b"\xff")),
    };
    assert_eq!(decode_tree::<ops::Echo>(&rt::encode_tree(&request)), Ok(request));
    let request = ops::Echo { body: None };
    assert_eq!(decode_tree::<ops::Echo>(&rt::encode_tree(&request)), Ok(request));
}

#[test]
fn a_tree_that_is_wrong_tells_all_that_is() {
    let violations = decode_tree::<ops::Create>(&"{}".parse().expect("JSON")).expect_err("no body");
    assert_eq!(
        (violations[0].place.as_str(), violations[0].message.as_str()),
        ("body", "required, but missing")
    );
}

#[test]
fn a_response_can_be_read_back() {
    let reply = ops::GetResponse::from(booking("x")).respond();
    let mut received = reply.into_received();
    match ops::GetResponse::receive(200, &mut received) {
        Ok(Some(ops::GetResponse::Ok(body))) => assert_eq!(body, booking("x")),
        other => panic!("{other:?}"),
    }
    assert!(matches!(ops::GetResponse::receive(302, &mut received), Ok(None)));
}

#[test]
fn problem_details_are_the_default_shape_of_faults() {
    let mut fault = rt::server::Fault::new(400, "invalid_parameter", "no");
    fault
        .violations
        .push(rt::Violation::new("query.x", "type", "m").at("/a"));
    let reply = fault.render();
    assert_eq!(reply.headers()["content-type"], "application/problem+json");
    assert_eq!(
        String::from_utf8_lossy(reply.body().as_bytes().expect("whole")),
        r#"{"title":"Bad Request","status":400,"detail":"no","code":"invalid_parameter","violations":[{"place":"query.x","pointer":"/a","rule":"type","message":"m"}]}"#
    );
}
