//! A base with a discriminator stands for everything that is derived from it.

use unions_inheritance::models::*;

#[test]
fn what_refers_to_the_base_holds_what_is_derived_from_it() {
    let text = concat!(
        r#"{"pets":[{"petType":"Cat","name":"a","lives":9},{"petType":"dog","name":"b","bark":"wuff"},"#,
        r#"{"petType":"hound","name":"c","bark":"wau"},{"petType":"lizard","name":"d","lovesRocks":true},"#,
        r#"{"petType":"fish","name":"e"}]}"#
    );
    let home = Home::from_json(text).expect("pets of every kind");
    assert_eq!(home.to_json(), text);
    let pets = home.pets.expect("there are some");
    assert!(matches!(pets[0], Pet::Cat(_)));
    assert!(matches!((&pets[1], &pets[2]), (Pet::Dog(_), Pet::Dog(_))));
    assert!(matches!(pets[3], Pet::Lizard(_)));
}

#[test]
fn a_derived_schema_with_one_tag_writes_it_by_itself() {
    assert_eq!(Cat::new("a").to_json(), r#"{"petType":"Cat","name":"a"}"#);
    assert_eq!(Lizard::new("a").to_json(), r#"{"petType":"lizard","name":"a"}"#);
    assert!(Cat::from_json(r#"{"petType":"Dog","name":"a"}"#).is_err());
}
