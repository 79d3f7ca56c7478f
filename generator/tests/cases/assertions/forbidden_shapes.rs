//! `not` beside each other keyword: what stands beside decides the type, `not` is checked.

use super::ends;
use assertions_forbidden_shapes::models::All;

/// Reads a value as a member of all of them, writes it again, and checks it.
fn is(member: &str, text: &str, valid: bool) {
    let text = format!("{{{member:?}:{text}}}");
    match All::from_json(&text) {
        Ok(value) => {
            assert_eq!(value.to_json(), text);
            assert_eq!(value.validate().is_ok(), valid, "{text}");
        }
        Err(error) => assert!(!valid, "{text}: {error}"),
    }
}

#[test]
fn it_holds_beside_types() {
    is("text", r#""four""#, true);
    is("text", r#""fiver""#, false);
    is("number", "4.0", true);
    is("number", "6.0", false);
    is("number", "-4.0", false);
    is("list", "[1,2]", true);
    is("list", "[1,0]", false);
    is("map", r#"{"a":1,"c":2}"#, true);
    is("map", r#"{"a":1,"b":2}"#, false);
    is("noText", "1", true);
    is("noText", r#""a""#, false);
    is("noList", "1", true);
    is("noList", "null", true);
    is("noList", "[1]", false);
    is("notNull", r#""a""#, true);
    is("notNull", "null", false);
}

#[test]
fn it_holds_beside_values() {
    is("weekday", r#""mon""#, true);
    is("weekday", r#""sun""#, false);
    is("one", "1", true);
    is("one", "2", false);
}

#[test]
fn it_holds_beside_members_and_combinations() {
    is("either", r#"{"a":"x"}"#, true);
    is("either", r#"{"a":"x","b":"y"}"#, false);
    is("both", r#"{"a":"yes"}"#, true);
    is("both", r#"{"a":"no"}"#, false);
    is("both", "{}", true);
    is("choice", "8", true);
    is("choice", "7", false);
    is("choice", r#""7""#, true);
    is("several", r#"{"a":1}"#, true);
    is("several", "{}", false);
    is("closed", r#"{"a":1}"#, true);
    is("closed", "{}", false);
    is("referred", r#""a""#, true);
    is("referred", r#""""#, false);
    is("referred", r#""fiver""#, false);
    is("twice", r#""ab""#, true);
    is("twice", r#""abc""#, false);
    is("pair", r#"["b","c"]"#, true);
    is("pair", r#"["a","c"]"#, false);
    is("anything", "1", false);
    is("nothing", r#"{"a":[1]}"#, true);
}

#[tokio::test]
async fn it_holds_in_parameters() -> Result<(), Box<dyn std::error::Error>> {
    let (client, wire) = ends().await;
    client.api().find().level(1).x_tone("calm").await?;
    assert!(wire.response().starts_with("HTTP/1.1 204"), "{}", wire.response());
    for request in [client.api().find().level(13), client.api().find().x_tone("loud and clear")] {
        assert!(request.await.is_err());
        assert!(wire.response().starts_with("HTTP/1.1 400"), "{}", wire.response());
    }
    Ok(())
}
