//! A generic schema, and what others make of it.

use recursion_dynamic::models::*;
use serde_json::json;

#[test]
fn a_page_is_one_of_what_its_maker_says() {
    let page = Page::from_json(r#"{"total":2,"items":[1,{"a":null}]}"#).expect("anything");
    assert_eq!(page.items.len(), 2);
    let users = UserPage::from_json(r#"{"total":1,"items":[{"name":"a"}]}"#).expect("users");
    assert_eq!(users.items[0].name, "a");
    assert_eq!(
        UserPage::from_json(r#"{"total":1,"items":[{}]}"#).expect_err("no user").to_string(),
        "$.items[0].name: required, but missing"
    );
    let tags = TagPage::from_json(r#"{"total":1,"items":["abcd"]}"#).expect("texts");
    assert_eq!(tags.items, ["abcd"]);
    tags.validate().expect_err("longer than three");
}

#[test]
fn a_narrower_tree_is_narrower_all_the_way_down() {
    let text = r#"{"data":"a","children":[{"data":[]}]}"#;
    assert_eq!(Tree::from_json(text).expect("any data").to_json(), text);
    let tree = NumberTree::from_json(r#"{"data":1,"children":[{"data":2,"children":[{"data":3}]}]}"#).expect("numbers");
    let inner = &tree.children.as_ref().expect("there are some")[0];
    assert_eq!(inner.data, 2);
    assert_eq!(serde_json::to_value(inner).expect("JSON"), json!({"data": 2, "children": [{"data": 3}]}));
    let error = NumberTree::from_json(r#"{"data":1,"children":[{"data":"x"}]}"#).expect_err("a text further down");
    assert_eq!(error.to_string(), "$.children[0].data: expected an integer, found a string");
}
