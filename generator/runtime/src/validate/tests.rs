//! Constraints under test: each rule at its edges, the places, the patterns of two languages.

#![allow(
    unreachable_pub,
    dead_code,
    reason = "the model stands here as it is emitted, and there it is public"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Rule, Rules, Validate, Violations};
use crate::{self as rt, Number, Patch, Value};

/// The messages that a value gives under some rules.
fn broken(value: &dyn Validate, rules: &Rules) -> Vec<String> {
    let mut violations = Violations::new();
    value.check(rules, &mut violations);
    violations.iter().map(ToString::to_string).collect()
}

fn holds(value: &dyn Validate, rules: &Rules) -> bool {
    broken(value, rules).is_empty()
}

fn number(text: &str) -> Number {
    Number::parse(text).expect("a number")
}

/// As it is emitted.
#[derive(Debug, Clone, PartialEq)]
struct Booking {
    title: String,
    seats: Option<i64>,
    note: Patch<String>,
    guests: Vec<Guest>,
    tags: Vec<String>,
    labels: BTreeMap<String, i64>,
}

#[derive(Debug, Clone, PartialEq)]
struct Guest {
    email: String,
}

impl rt::Write for Guest {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("email", &self.email);
        o.end();
    }
}

impl rt::Validate for Guest {
    fn validate_into(&self, v: &mut rt::Violations) {
        static R0: rt::Rules = rt::Rules::new().min_length(3);
        v.field("email", &self.email, &R0);
    }
}

impl rt::Write for Booking {
    fn write(&self, w: &mut rt::Writer) {
        w.null();
    }
}

impl rt::Validate for Booking {
    fn validate_into(&self, v: &mut rt::Violations) {
        static R0: rt::Rules = rt::Rules::new().min_length(1).max_length(5);
        static R1: rt::Rules = rt::Rules::new().minimum("1").exclusive_maximum("8");
        static R2: rt::Rules = rt::Rules::new().max_length(2);
        static R3: rt::Rules = rt::Rules::new().max_items(2).unique_items();
        static R4_ITEMS: rt::Rules = rt::Rules::new().max_length(3);
        static R4: rt::Rules = rt::Rules::new().min_items(1).items(&R4_ITEMS);
        static R5_KEYS: rt::Rules = rt::Rules::new().max_length(1);
        static R5_ITEMS: rt::Rules = rt::Rules::new().multiple_of("5");
        static R5: rt::Rules = rt::Rules::new().keys(&R5_KEYS).items(&R5_ITEMS).max_properties(2);
        v.field("title", &self.title, &R0);
        v.field("seats", &self.seats, &R1);
        v.field("note", &self.note, &R2);
        v.field("guests", &self.guests, &R3);
        v.field("tags", &self.tags, &R4);
        v.field("labels", &self.labels, &R5);
    }
}

fn booking() -> Booking {
    Booking {
        title: "Title".into(),
        seats: None,
        note: Patch::Null,
        guests: vec![Guest { email: "a@b".into() }],
        tags: vec!["abc".into()],
        labels: BTreeMap::new(),
    }
}

#[test]
fn a_model_without_faults_is_valid() {
    assert_eq!(rt::validate(&booking()), Ok(()));
}

#[test]
fn each_fault_is_told_with_its_place() {
    let guest = |email: &str| Guest { email: email.into() };
    let faulty = Booking {
        title: String::new(),
        seats: Some(8),
        note: Patch::Value("abc".into()),
        guests: vec![guest("a@b"), guest(""), guest("")],
        tags: vec!["a".into(), "abcd".into()],
        labels: [("a".to_owned(), 3), ("b/c".to_owned(), 5), ("d".to_owned(), 0)].into(),
    };
    let violations = rt::validate(&faulty).expect_err("faulty");
    let told: Vec<(String, Rule)> = violations.iter().map(|v| (v.pointer(), v.rule())).collect();
    let expected = [
        ("/title", Rule::MinLength),
        ("/seats", Rule::ExclusiveMaximum),
        ("/note", Rule::MaxLength),
        ("/guests", Rule::MaxItems),
        ("/guests/2", Rule::UniqueItems),
        ("/guests/1/email", Rule::MinLength),
        ("/guests/2/email", Rule::MinLength),
        ("/tags/1", Rule::MaxLength),
        ("/labels", Rule::MaxProperties),
        ("/labels/a", Rule::MultipleOf),
        ("/labels/b~1c", Rule::MaxLength),
    ];
    assert_eq!(told, expected.map(|(pointer, rule)| (pointer.to_owned(), rule)));
    let text = violations.to_string();
    assert!(
        text.starts_with("$.title: must have at least 1 character\n$.seats: must be less than 8\n"),
        "{text}"
    );
    assert!(
        text.contains("$.guests[1].email: must have at least 3 characters"),
        "{text}"
    );
}

#[test]
fn absent_and_null_break_no_rule() {
    static RULES: Rules = Rules::new().min_length(1).minimum("1").min_items(1);
    assert!(holds(&None::<String>, &RULES));
    assert!(holds(&Patch::<String>::Null, &RULES));
    assert!(holds(&Value::Null, &RULES));
    assert!(holds(&true, &RULES));
}

#[test]
fn bounds_hold_at_their_edges_for_every_type() {
    static RULES: Rules = Rules::new().minimum("-1").maximum("10.5");
    for value in ["-1", "-1.0", "-10e-1", "10.5", "10.50", "0", "-0.0"] {
        assert!(holds(&number(value), &RULES), "{value}");
    }
    for value in [
        "-1.00000000000000000000000001",
        "10.50000000000000000000000000000001",
        "1e400",
        "-1e400",
    ] {
        assert!(!holds(&number(value), &RULES), "{value}");
    }
    assert!(
        holds(&-1_i8, &RULES) && holds(&10_u64, &RULES) && holds(&10.5_f32, &RULES) && holds(&Some(0_i128), &RULES)
    );
    assert_eq!(broken(&11_u8, &RULES), ["$: must be at most 10.5"]);
    assert_eq!(broken(&-1.5_f64, &RULES), ["$: must be at least -1"]);
    static OPEN: Rules = Rules::new().exclusive_minimum("0").exclusive_maximum("1");
    assert_eq!(broken(&0, &OPEN), ["$: must be greater than 0"]);
    assert_eq!(broken(&1.0, &OPEN), ["$: must be less than 1"]);
    assert!(holds(&0.5, &OPEN));
    assert!(holds(&f64::NAN, &OPEN));
}

#[test]
fn integers_beyond_floats_are_compared_exactly() {
    static RULES: Rules = Rules::new().maximum("9007199254740992");
    assert!(holds(&9_007_199_254_740_992_i64, &RULES));
    assert!(!holds(&9_007_199_254_740_993_i64, &RULES));
    static WIDE: Rules = Rules::new().maximum("170141183460469231731687303715884105726");
    assert!(!holds(&i128::MAX, &WIDE));
    assert!(holds(&(i128::MAX - 1), &WIDE));
}

#[test]
fn multiples_are_computed_exactly() {
    let multiple = |value: &str, divisor: &'static str| holds(&number(value), &Rules::new().multiple_of(divisor));
    for (value, divisor) in [
        ("0", "7"),
        ("21", "7"),
        ("-21", "7"),
        ("0.3", "0.1"),
        ("1.1", "0.1"),
        ("19.99", "0.01"),
        ("1e300", "3e299"),
        ("4.5", "1.5"),
        ("100", "1e2"),
        ("1e2", "0.5"),
        ("123456789012345678901234567890", "10"),
        ("1e999999999", "8"),
        ("9007199254740993", "3"),
        ("0.0075", "0.0001"),
        ("5", "0"),
        ("7", "7.0"),
    ] {
        let expected = (value, divisor) != ("1e300", "3e299");
        assert_eq!(multiple(value, divisor), expected, "{value} {divisor}");
    }
    for (value, divisor) in [
        ("22", "7"),
        ("0.35", "0.1"),
        ("1", "1e2"),
        ("10", "100"),
        ("1e999999999", "3"),
        ("1e-9", "1"),
    ] {
        assert!(!multiple(value, divisor), "{value} {divisor}");
    }
}

#[test]
fn lengths_are_counted_in_characters() {
    static RULES: Rules = Rules::new().min_length(2).max_length(3);
    for text in ["ab", "äöü", "😀😀", "日本語"] {
        assert!(holds(&text.to_owned(), &RULES), "{text}");
    }
    for text in ["", "a", "😀", "abcd", "😀😀😀😀"] {
        assert!(!holds(&text.to_owned(), &RULES), "{text}");
    }
    // A type of its own is checked as it is written.
    assert_eq!(
        broken(&std::net::Ipv4Addr::LOCALHOST, &RULES),
        ["$: must have at most 3 characters"]
    );
}

#[test]
fn items_are_equal_when_json_says_so() {
    static RULES: Rules = Rules::new().unique_items();
    let items = |text: &str| text.parse::<Value>().expect("JSON");
    for text in [
        "[]",
        "[1,2]",
        "[1,true,\"1\",null]",
        "[[1],[2]]",
        "[{\"a\":1},{\"a\":2}]",
        "[\"a\",\"A\"]",
        "{}",
        "[0,false]",
    ] {
        assert!(holds(&items(text), &RULES), "{text}");
    }
    for text in [
        "[1,1.0]",
        "[{\"a\":1,\"b\":2},{\"b\":2.0,\"a\":1e0}]",
        "[null,null]",
        "[[1,[2]],[1,[2]]]",
    ] {
        assert_eq!(broken(&items(text), &RULES).len(), 1, "{text}");
    }
    assert_eq!(
        broken(&vec![1, 2, 1, 1], &RULES),
        [
            "$[2]: is equal to an item before it",
            "$[3]: is equal to an item before it"
        ]
    );
}

#[test]
fn many_items_are_compared_in_time() {
    let items: Vec<i64> = (0..200_000).collect();
    let started = std::time::Instant::now();
    assert!(holds(&items, &Rules::new().unique_items()));
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn violations_are_told_up_to_a_limit() {
    static ITEM: Rules = Rules::new().maximum("0");
    static RULES: Rules = Rules::new().items(&ITEM);
    let mut violations = Violations::new();
    vec![1; 1000].check(&RULES, &mut violations);
    assert_eq!((violations.iter().len(), violations.len()), (Violations::LIMIT, 1000));
    assert!(violations.to_string().ends_with("… and 900 more"));
}

#[test]
fn further_rules_hold_besides() {
    static SECOND: Rules = Rules::new().min_length(2);
    static RULES: Rules = Rules::new().max_length(1).also(&SECOND);
    assert_eq!(broken(&"abc".to_owned(), &RULES).len(), 1);
    assert_eq!(broken(&"a".to_owned(), &RULES).len(), 1);
    assert!(!RULES.is_empty() && Rules::NONE.is_empty());
}

#[test]
fn members_are_counted_in_models_too() {
    static RULES: Rules = Rules::new().min_properties(2);
    assert_eq!(
        broken(&Guest { email: "a@b".into() }, &RULES),
        ["$: must have at least 2 members"]
    );
    assert!(holds(
        &BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]),
        &RULES
    ));
}

proptest! {
    #[test]
    fn bounds_agree_with_arithmetic(value in any::<i64>(), bound in any::<i64>()) {
        let text: &'static str = Box::leak(bound.to_string().into_boxed_str());
        prop_assert_eq!(holds(&value, &Rules::new().minimum(text)), value >= bound);
        prop_assert_eq!(holds(&value, &Rules::new().exclusive_maximum(text)), value < bound);
        prop_assert_eq!(holds(&i128::from(value), &Rules::new().maximum(text)), value <= bound);
    }

    #[test]
    fn a_float_is_checked_as_the_number_that_it_is_written_as(value in -1e4..1e4_f64, bound in -1e4..1e4_f64, step in 1_i64..9) {
        let text: &'static str = Box::leak(bound.to_string().into_boxed_str());
        let step: &'static str = Box::leak(step.to_string().into_boxed_str());
        for value in [value, bound, value.trunc()] {
            let written = number(&rt::to_json(&value));
            for rules in [
                Rules::new().minimum(text),
                Rules::new().exclusive_minimum(text),
                Rules::new().maximum(text),
                Rules::new().exclusive_maximum(text),
                Rules::new().multiple_of(step),
            ] {
                prop_assert_eq!(holds(&value, &rules), holds(&written, &rules), "{} {:?}", value, rules);
            }
        }
    }

    #[test]
    fn multiples_agree_with_arithmetic(value in -100_000_i64..100_000, divisor in 1_i64..500, scale in 0..4_usize) {
        let written = |number: i64| format!("{number}e-{scale}");
        let text: &'static str = Box::leak(written(divisor).into_boxed_str());
        prop_assert_eq!(holds(&number(&written(value)), &Rules::new().multiple_of(text)), value % divisor == 0);
    }
}

#[cfg(feature = "pattern")]
mod patterns {
    use proptest::prelude::*;

    use super::{Rule, Rules, Violations, broken, holds};
    use crate::validate::ecma::translate;
    use crate::{Pattern, Validate};

    fn matches(pattern: &'static str, text: &str) -> bool {
        Pattern::new(pattern).check(text).is_ok()
    }

    #[test]
    fn a_pattern_holds_where_it_is_found() {
        static SLUG: Pattern = Pattern::new("^[a-z0-9]+(?:-[a-z0-9]+)*$");
        static RULES: Rules = Rules::new().pattern(&SLUG);
        assert!(holds(&"team-1".to_owned(), &RULES));
        assert_eq!(
            broken(&"Team".to_owned(), &RULES),
            ["$: must match the pattern ^[a-z0-9]+(?:-[a-z0-9]+)*$"]
        );
        let mut violations = Violations::new();
        "-".check(&RULES, &mut violations);
        assert_eq!(violations.iter().next().map(|v| v.rule()), Some(Rule::Pattern));
        assert!(matches("b", "abc"), "patterns are not anchored");
    }

    #[test]
    fn escapes_mean_what_ecma_262_says() {
        assert!(matches(r"^\d$", "7") && !matches(r"^\d$", "٧"));
        assert!(matches(r"^\w+$", "a_9") && !matches(r"^\w$", "é") && matches(r"^\W$", "é"));
        assert!(matches(r"^\s$", "\u{feff}") && matches(r"^\s$", "\u{b}") && !matches(r"^\s$", "\u{85}"));
        assert!(matches(r"^.$", "é") && !matches(r"^.$", "\u{2028}") && !matches(r"^.$", "\n"));
        assert!(matches(r"^a$", "a") && !matches(r"^a$", "a\n"));
        assert!(matches(r"^\u0041\x42\u{43}\cJ\t\0$", "ABC\n\t\0"));
        assert!(matches(r"^\ud83d\ude00$", "😀") && matches("^😀$", "😀"));
        assert!(matches(r"^\/\.\-\@\_$", "/.-@_"));
        assert!(matches(r"\bcat\b", "a cat!") && !matches(r"\bcat\b", "concat"));
        assert!(matches(r"^\p{Lu}\P{L}$", "É1"));
        assert!(matches(r"^a{2}b{1,}c{0,1}$", "aabbc") && matches("^{}a{,2}$", "{}a{,2}"));
    }

    #[test]
    fn classes_mean_what_ecma_262_says() {
        assert!(matches(r"^[a-c\-\]\\^[&&~]+$", r"a-]\^[&~"));
        assert!(!matches(r"^[a-c&&b]$", "x") && matches(r"^[a-c&&b]$", "a"));
        assert!(matches(r"^[\d-x]+$", "1-x") && matches("^[a-]$", "-") && matches("^[-a]$", "-"));
        assert!(matches(r"^[\w.%+-]+@[\w-]+\.[a-z]{2,}$", "a.b+c@x-y.io"));
        assert!(matches(r"^[^\s@]+$", "a") && !matches(r"^[^\s@]+$", "a b"));
        assert!(matches(r"^[\b]$", "\u{8}") && matches("^[^]$", "\n") && matches(r"^[\S\s]$", "\n"));
        assert!(matches(r"^[+-.]$", ",") && matches(r"^[ -~]+$", "all ASCII #{}!"));
        assert!(!matches("[]", "a"));
    }

    #[test]
    fn groups_with_names_and_without_match() {
        assert!(matches(r"^(?<year>\d{4})-(?:0[1-9]|1[0-2])$", "2026-11"));
        assert!(!matches(r"^(?<year>\d{4})-(?:0[1-9]|1[0-2])$", "2026-13"));
        assert!(translate(r"^(?<year>\d{4})-(\d)$").is_some());
    }

    #[test]
    fn looking_around_and_referring_back_is_left_to_backtracking() {
        for pattern in [r"^(?!x)a", r"(?<=a)b", r"(a)\1", r"(?<n>a)\k<n>", r"\Ba"] {
            assert_eq!(translate(pattern), None, "{pattern}");
        }
        assert!(matches(r"^(?=.*\d)(?=.*[a-z]).{4,}$", "abc1") && !matches(r"^(?=.*\d)(?=.*[a-z]).{4,}$", "abcd"));
        assert!(matches(r"^(a|b)\1$", "aa") && !matches(r"^(a|b)\1$", "ab"));
        let long = "a".repeat(Pattern::LONGEST_BACKTRACKED + 1);
        let message = Pattern::new("(?=a)").check(&long).expect_err("too long");
        assert_eq!(message, "is too long to be compared with the pattern (?=a)");
    }

    #[test]
    fn hostile_texts_are_matched_in_time() {
        let started = std::time::Instant::now();
        let text = "a".repeat(50_000);
        assert!(!matches("^(a+)+$", &format!("{text}!")));
        assert!(!matches("^(a|aa)+$", &format!("{text}!")));
        assert!(!matches(r"^([a-z]+\.)+[a-z]+!$", &text));
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    #[test]
    fn what_is_no_pattern_constrains_nothing() {
        for pattern in ["(", "[", "a{2,1}", "*", r"\", "(?<", r"\u{110000}", "a{1,1000000000}"] {
            let _ = matches(pattern, "anything");
        }
        assert!(matches("(", "anything"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Patterns of the pieces that documents use, matched by both engines.
        #[test]
        fn both_engines_agree(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "a", "b", "-", r"\d", r"\w", r"\s", r"\W", ".", "[a-c]", "[^a]", r"[\w-]", "[.-]", "(?:a|b)", "(b)", "|", "*", "+?",
                "?", "{2}", "{1,2}", r"\.", r"\b", "é", "^", "$", r"[\s\S]", r"[^\d]", "{", "[+--]",
            ]), 0..7),
            text in "[ab1.\\- é\n_]{0,6}",
        ) {
            let pattern = pieces.concat();
            if let (Some(linear), Ok(theirs)) = (translate(&pattern), regress::Regex::new(&pattern))
                && let Ok(ours) = regex::Regex::new(&linear)
            {
                prop_assert_eq!(ours.is_match(&text), theirs.find(&text).is_some(), "{} as {} on {:?}", pattern, linear, text);
            }
        }

        #[test]
        fn no_pattern_makes_the_translation_panic(pattern in any::<String>(), soup in "[\\\\\\[\\](){}?<>=!:^$.*+|a-dux0-9pPkB-]{0,20}") {
            let _ = (translate(&pattern), translate(&soup));
            let leaked: &'static str = Box::leak(soup.into_boxed_str());
            let _ = Pattern::new(leaked).check("aa1");
        }
    }
}
