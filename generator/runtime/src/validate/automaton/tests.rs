//! Tables say of every text what `regex` says of the same pattern.

use proptest::prelude::*;

use super::Automaton;
use crate::validate::ecma;

fn table(pattern: &str) -> Option<Automaton> {
    Automaton::new(&ecma::translate(pattern).expect("a pattern without a look around"))
}

fn regex(pattern: &str) -> regex::Regex {
    regex::Regex::new(&ecma::translate(pattern).expect("a pattern without a look around")).expect("a pattern")
}

/// Patterns of ECMA-262 without word boundaries.
fn pattern() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        8 => "[abc19é-]".prop_map(|c| c.replace('-', "\\-")),
        4 => prop::sample::select(vec![
            "\\d", "\\w", "\\s", "\\D", "\\W", ".", "[a-c]", "[^a]", "[^\\d-]", "[é-🙂]", "\\p{L}", "^", "$", "()", "[1-9]",
        ])
        .prop_map(str::to_owned),
    ];
    let quantifier = prop::sample::select(vec!["", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "{0,2}"]);
    let branch = atom.prop_recursive(4, 24, 4, move |inner| {
        let part = (inner.clone(), quantifier.clone()).prop_map(|(part, many)| {
            // An assertion cannot be repeated.
            if many.is_empty() || matches!(part.as_str(), "^" | "$") {
                part
            } else {
                format!("(?:{part}){many}")
            }
        });
        prop_oneof![
            3 => prop::collection::vec(part.clone(), 1..4).prop_map(|parts| parts.concat()),
            1 => prop::collection::vec(part, 1..3).prop_map(|ways| format!("({})", ways.join("|"))),
        ]
    });
    (any::<bool>(), branch, any::<bool>()).prop_map(|(start, branch, end)| {
        format!(
            "{}(?:{branch}){}",
            if start { "^" } else { "" },
            if end { "$" } else { "" }
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_table_and_the_regex_of_the_same_pattern_agree(
        pattern in pattern(),
        texts in prop::collection::vec("[abc19é🙂 \\n-]{0,8}|\\PC{0,4}", 12),
    ) {
        let regex = regex(&pattern);
        if let Some(table) = table(&pattern) {
            for text in texts {
                prop_assert_eq!(table.is_match(&text), regex.is_match(&text), "{} {:?}", pattern, text);
            }
        }
    }
}

#[test]
fn what_documents_ask_for_becomes_a_table() {
    for pattern in [
        r"^\d{2}:\d{2}$",
        r"^\+[1-9]\d{1,14}$",
        "^[a-z0-9-]+$",
        "^[a-z0-9]+(-[a-z0-9]+)*$",
        "^#[0-9a-fA-F]{6}$",
        "^(open|closed|half open)$",
        r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
        "^.{1,20}$",
        "^[a-zäöüß ]{1,30}$",
        "^sk_(live|test)_",
        r"\.json$",
        "",
        "^$",
        "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}",
    ] {
        assert!(table(pattern).is_some(), "{pattern}");
    }
}

#[test]
fn what_no_small_table_can_say_is_left_to_the_regex() {
    for pattern in [r"\bword\b", "[ab].{20}c", "^(.{1,500}){1,50}$"] {
        assert!(table(pattern).is_none(), "{pattern}");
    }
}

#[test]
fn a_text_ends_where_it_ends_and_begins_where_it_begins() {
    for (pattern, text, holds) in [
        ("^a$", "a", true),
        ("^a$", "a\n", false),
        ("^a$", "ba", false),
        ("a", "cab", true),
        ("a$|^b", "bca", true),
        ("a$|^b", "cab", false),
        ("^$", "", true),
        ("^$", "a", false),
        ("$^", "", true),
        ("(^|,)a", "b,a", true),
        ("(^|,)a", "ba", false),
        ("", "anything", true),
        ("^(a|ab)(c|bcd)$", "abcd", true),
        ("^(é|e)+$", "éeé", true),
        ("a{0}b", "b", true),
    ] {
        let table = table(pattern).expect("a table");
        assert_eq!(table.is_match(text), holds, "{pattern} {text:?}");
        assert_eq!(regex(pattern).is_match(text), holds, "{pattern} {text:?}");
    }
}
