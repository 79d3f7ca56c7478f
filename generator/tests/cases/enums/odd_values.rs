//! Values that are no identifiers each have a variant, and none is mistaken for another.

use enums_odd_values::models::*;

#[test]
fn every_value_is_read_as_itself_and_written_so() {
    let mut seen = Vec::new();
    for text in Odd::VALUES {
        let value: Odd = text.parse().expect("it is listed");
        assert_eq!(value.as_str(), *text);
        assert!(!matches!(value, Odd::Other(_)), "{text}");
        assert!(!seen.contains(&value), "{text} is another's");
        seen.push(value);
    }
    assert_eq!(seen.len(), 20);
    for number in [0, 1, -1, 200] {
        let value = Numbers::from_json(number.to_string()).expect("it is listed");
        assert_eq!(value.as_i64(), number);
        assert!(!matches!(value, Numbers::Other(_)), "{number}");
    }
}

#[test]
fn an_answer_may_have_values_that_are_not_listed() {
    let text = r#"{"odd":"unheard of","numbers":7,"maybe":null,"inline":"up","other":"Other"}"#;
    let all = All::from_json(text).expect("open");
    assert_eq!(all.odd, Some(Odd::Other("unheard of".to_owned())));
    assert_eq!(all.to_json(), text);
}
