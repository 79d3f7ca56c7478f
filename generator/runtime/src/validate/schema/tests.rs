//! Schemas as statics, held against values.

use super::*;
use Keyword as K;

fn wrong(schema: &'static Schema, json: &str) -> String {
    let mut violations = Violations::new();
    schema.check(&json.parse().expect("it is JSON"), &mut violations);
    violations.to_string()
}

static ANY: Schema = Schema::new(&[]);
static NONE: Schema = Schema::new(&[K::Nothing]);
static TEXT: Schema = Schema::new(&[K::Types(&[Kind::String])]);
static NUMBER: Schema = Schema::new(&[K::Types(&[Kind::Float])]);
static INTEGER: Schema = Schema::new(&[K::Types(&[Kind::Integer])]);

#[test]
fn an_integer_is_a_number_however_it_is_written() {
    assert_eq!(wrong(&NUMBER, "1"), "");
    assert_eq!(wrong(&INTEGER, "1.0"), "");
    assert_eq!(wrong(&INTEGER, "1.5"), "$: must be an integer, not a number");
    assert_eq!(wrong(&NONE, "null"), "$: is not allowed");
}

#[test]
fn exactly_one_alternative_fits() {
    static ONE: Schema = Schema::new(&[K::One(&[&NUMBER, &INTEGER, &TEXT])]);
    assert_eq!(wrong(&ONE, "1.5"), "");
    assert_eq!(wrong(&ONE, "\"a\""), "");
    assert_eq!(
        wrong(&ONE, "1"),
        "$: fits more than one alternative: number 1 and number 2"
    );
    assert_eq!(wrong(&ONE, "[]"), "$: fits none of 3 alternatives");
}

#[test]
fn places_are_those_of_the_value() {
    static LIST: Schema = Schema::new(&[K::Items {
        prefix: &[&TEXT],
        rest: Some(&ENTRY),
    }]);
    static ENTRY: Schema = Schema::new(&[
        K::Required(&["id"]),
        K::DependentRequired(&[("a", &["b"])]),
        K::Members {
            known: &[("a", &ANY), ("b", &ANY), ("id", &INTEGER)],
            patterns: &[(&NOTES, &TEXT)],
            others: Some(&NONE),
        },
    ]);
    static NOTES: Pattern = Pattern::new("^x-");
    assert_eq!(wrong(&LIST, r#"["a", {"id": 1, "x-note": "b"}]"#), "");
    let said = wrong(&LIST, r#"[1, {"a": 1, "x-note": 2, "z": 3}]"#);
    let wanted = [
        "$[0]: must be a string, not an integer",
        "$[1].id: is missing",
        "$[1].b: is missing, though a is there",
        "$[1].x-note: must be a string, not an integer",
        "$[1].z: is not allowed",
    ];
    assert_eq!(
        said.replace("[\"x-note\"]", ".x-note").lines().collect::<Vec<_>>(),
        wanted
    );
}

#[test]
fn what_a_fitting_alternative_looked_at_is_not_left_over() {
    static CLOSED: Schema = Schema::new(&[K::UnevaluatedMembers(&NONE), K::Any(&[&WITH_A, &WITH_B])]);
    static WITH_A: Schema = Schema::new(&[members(&[("a", &TEXT)]), K::Required(&["a"])]);
    static WITH_B: Schema = Schema::new(&[members(&[("b", &TEXT)]), K::Required(&["b"])]);
    assert_eq!(wrong(&CLOSED, r#"{"a": "", "b": ""}"#), "");
    assert_eq!(wrong(&CLOSED, r#"{"a": "", "b": 1}"#), "$.b: is not allowed");
}

const fn members(known: &'static [(&'static str, &'static Schema)]) -> Keyword {
    K::Members {
        known,
        patterns: &[],
        others: None,
    }
}

#[test]
fn a_schema_sees_nothing_of_what_its_neighbours_looked_at() {
    static OUTER: Schema = Schema::new(&[members(&[("a", &ANY)]), K::All(&[&INNER])]);
    static INNER: Schema = Schema::new(&[K::UnevaluatedMembers(&NONE)]);
    assert_eq!(wrong(&OUTER, r#"{"a": 1}"#), "$.a: is not allowed");
}

#[test]
fn items_that_contains_has_found_are_not_left_over() {
    static LIST: Schema = Schema::new(&[
        K::Contains {
            item: &TEXT,
            least: 1,
            most: Some(2),
        },
        K::UnevaluatedItems(&INTEGER),
    ]);
    assert_eq!(wrong(&LIST, r#"["a", 1]"#), "");
    assert_eq!(wrong(&LIST, r#"["a", null]"#), "$[1]: must be an integer, not null");
    assert_eq!(
        wrong(&LIST, "[1]"),
        "$: must hold at least 1 of the items it is to hold, not 0"
    );
    assert_eq!(
        wrong(&LIST, r#"["a", "b", "c"]"#),
        "$: must hold at most 2 of the items it is to hold, not 3"
    );
}

#[test]
fn a_dynamic_reference_leads_to_the_outermost_anchor() {
    static OPEN: Resource = Resource(&[("node", &TREE)]);
    static TREE: Schema = Schema::new(&[members(&[("child", &TO_NODE)])]).within(&OPEN);
    static TO_NODE: Schema = Schema::new(&[K::Dynamic {
        anchor: "node",
        target: &TREE,
    }])
    .within(&OPEN);
    static STRICT: Resource = Resource(&[("node", &STRICT_TREE)]);
    static STRICT_TREE: Schema = Schema::new(&[K::All(&[&TREE]), K::UnevaluatedMembers(&NONE)]).within(&STRICT);
    let tree = r#"{"child": {"child": {"chlid": {}}}}"#;
    assert_eq!(wrong(&TREE, tree), "");
    assert_eq!(wrong(&STRICT_TREE, tree), "$.child.child.chlid: is not allowed");
}

#[test]
fn a_condition_decides_what_else_holds() {
    static IF: Schema = Schema::new(&[K::If {
        condition: &TEXT,
        then: Some(&SHORT),
        otherwise: Some(&NUMBER),
    }]);
    static SHORT: Schema = Schema::new(&[K::Rules(&AT_MOST_2)]);
    static AT_MOST_2: Rules = Rules::new().max_length(2);
    assert_eq!(wrong(&IF, "\"ab\""), "");
    assert_eq!(wrong(&IF, "\"abc\""), "$: must have at most 2 characters");
    assert_eq!(wrong(&IF, "null"), "$: must be a number, not null");
}

#[test]
fn values_are_equal_by_what_they_mean() {
    static LISTED: Schema = Schema::new(&[K::Values(&LIST)]);
    static LIST: Values = Values::new(r#"[1, {"a": [1.0], "b": 2}]"#);
    assert_eq!(wrong(&LISTED, "1.0"), "");
    assert_eq!(wrong(&LISTED, r#"{"b": 2, "a": [1]}"#), "");
    assert_eq!(wrong(&LISTED, "true"), "$: must be one of the values that are listed");
}

#[test]
fn a_schema_that_leads_to_itself_comes_to_an_end() {
    static LOOP: Schema = Schema::new(&[K::Not(&LOOP)]);
    assert_eq!(wrong(&LOOP, "1"), "$: takes too long or nests too deep to be checked");
    static WIDE: Schema = Schema::new(&[K::Items {
        prefix: &[],
        rest: Some(&BRANCH),
    }]);
    static BRANCH: Schema = Schema::new(&[K::Any(&[&LISTS, &LISTS, &NUMBER])]);
    static LISTS: Schema = Schema::new(&[K::All(&[&WIDE]), K::Types(&[Kind::Array])]);
    let deep = format!("{}null{}", "[".repeat(60), "]".repeat(60));
    // On the stack of an ordinary thread.
    let said = std::thread::spawn(move || wrong(&WIDE, &deep))
        .join()
        .expect("no overflow");
    assert_eq!(said, "$: takes too long or nests too deep to be checked");
}

#[test]
fn rules_may_hold_a_schema() {
    static NOT_EMPTY: Rules = Rules::new().schemas(&[&SAYS]);
    static SAYS: Schema = Schema::new(&[K::Contains {
        item: &TEXT,
        least: 1,
        most: None,
    }]);
    let check = |value: &dyn crate::Validate| {
        let mut violations = Violations::new();
        value.check(&NOT_EMPTY, &mut violations);
        violations.len()
    };
    assert_eq!(check(&vec![1, 2]), 1);
    assert_eq!(check(&vec!["a".to_owned()]), 0);
    assert_eq!(check(&7), 0, "it is about arrays");
    assert_eq!(check(&Some(Value::from(vec![true]))), 1);
    static NOT_FALSE: Rules = Rules::new().schemas(&[&NO_FALSE]);
    static NO_FALSE: Schema = Schema::new(&[K::Not(&FALSE)]);
    static FALSE: Schema = Schema::new(&[K::Values(&ONLY_FALSE)]);
    static ONLY_FALSE: Values = Values::new("[false]");
    let mut violations = Violations::new();
    crate::Validate::check(&false, &NOT_FALSE, &mut violations);
    assert_eq!(violations.to_string(), "$: is just what is ruled out");
}

#[test]
fn formats_that_have_a_type_are_held_to_it() {
    static DATE: Schema = Schema::new(&[K::Format("date"), K::Format("unheard-of")]);
    assert_eq!(wrong(&DATE, "\"2026-02-28\""), "");
    assert_eq!(wrong(&DATE, "1"), "");
    assert_eq!(wrong(&DATE, "\"2026-02-30\""), "$: must be a date (RFC 3339)");
}
