//! What is read by a guess from the first key is what is read without: the guess is never seen.

use crate::{Kind, Read, ReadResult, Reader, Shape, Value, from_json, from_value};

/// A member of the union below, with what each of its keys held.
#[derive(Debug, PartialEq)]
struct Member<const N: usize>(Vec<Option<Part>>);

/// What a key holds.
#[derive(Debug, PartialEq)]
enum Part {
    Number(i64),
    Nested(Box<Union>),
}

#[derive(Debug, PartialEq)]
enum Union {
    /// Open, with `a` required.
    A(Member<0>),
    /// Open, with nothing required.
    B(Member<1>),
    /// Closed, with `c` required.
    C(Member<2>),
    /// Open, with a key that no other has.
    D(Member<3>),
    /// Open, with a constant that reading forgives.
    E(Member<4>),
    /// Open, with two required keys that no other has.
    F(Member<5>),
}

/// The keys of each member, how many of them are required, whether it is closed.
const MEMBERS: [(&[&str], usize, bool); 6] = [
    (&["a", "shared"], 1, false),
    (&["b", "shared", "a"], 0, false),
    (&["c", "shared", "b"], 1, true),
    (&["d", "shared"], 0, false),
    (&["e", "kind"], 0, false),
    (&["f", "must", "shared"], 2, false),
];

impl<const N: usize> Read for Member<N> {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        let (keys, required, closed) = MEMBERS[N];
        let mut parts: Vec<Option<Part>> = keys.iter().map(|_| None).collect();
        r.object(keys, &mut |r, field| {
            match parts.get_mut(field) {
                Some(part) => *part = Some(r.get()?),
                None if closed => r.unknown()?,
                None => r.skip()?,
            }
            Ok(())
        })?;
        for (key, part) in keys.iter().zip(&parts).take(required) {
            r.required(part.as_ref(), key)?;
        }
        Ok(Self(parts))
    }
}

impl Read for Part {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        match r.which_kind(&[Kind::Object])? {
            Some(_) => r.get().map(Self::Nested),
            None => r.get().map(Self::Number),
        }
    }
}

impl Read for Union {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        const SHAPES: &[Shape] = &[
            Shape {
                required: &[0],
                forgiven: &[],
                known: &[0],
            },
            Shape {
                required: &[],
                forgiven: &[],
                known: &[0, 1],
            },
            Shape {
                required: &[2],
                forgiven: &[],
                known: &[1, 2],
            },
            Shape {
                required: &[],
                forgiven: &[],
                known: &[3],
            },
            Shape {
                required: &[],
                forgiven: &[5],
                known: &[4, 5],
            },
            Shape {
                required: &[6, 7],
                forgiven: &[],
                known: &[6, 7],
            },
        ];
        let mut order = r.rank(&["a", "b", "c", "d", "e", "kind", "f", "must"], SHAPES)?;
        while let Some(member) = order.next(r) {
            let found = match member {
                0 => r.attempt().map(Self::A),
                1 => r.attempt().map(Self::B),
                2 => r.attempt().map(Self::C),
                3 => r.attempt().map(Self::D),
                4 => r.attempt().map(Self::E),
                _ => r.attempt().map(Self::F),
            };
            if let Some(found) = found {
                return Ok(found);
            }
        }
        Err(r.no_match("Union"))
    }
}

/// Objects of up to three of the keys, in all orders, each with each of the values.
fn objects(values: &[String]) -> Vec<String> {
    const KEYS: [&str; 9] = ["a", "b", "c", "d", "e", "f", "must", "shared", "other"];
    let mut objects = vec![Vec::new()];
    let mut at = 0;
    while let Some(members) = objects.get(at).cloned() {
        at += 1;
        if members.len() == 3 {
            continue;
        }
        for key in KEYS {
            for value in values {
                let has_key = |member: &String| member.starts_with(&format!("\"{key}\""));
                if !members.iter().any(has_key) {
                    let mut more = members.clone();
                    more.push(format!("\"{key}\":{value}"));
                    objects.push(more);
                }
            }
        }
    }
    objects
        .iter()
        .map(|members| format!("{{{}}}", members.join(",")))
        .collect()
}

fn read(text: &str) -> Result<Union, String> {
    from_json(text.as_bytes()).map_err(|error| error.to_string())
}

/// Holds what is read of a text against what is read where there are no guesses: of a text with white space before the
/// first keys, and of a tree.
fn compare(text: &str) {
    let found = read(text);
    assert_eq!(found, read(&text.replace('{', "{ ")), "{text}");
    let tree: Value = text.parse().expect("JSON");
    let of_tree = from_value(&tree).map_err(|error| error.to_string());
    assert_eq!(found.is_ok(), of_tree.is_ok(), "{text}");
    if found.is_ok() {
        assert_eq!(found, of_tree, "{text}");
    }
}

#[test]
fn a_guess_changes_nothing() {
    let flat = objects(&["1".to_owned(), "\"x\"".to_owned()]);
    assert!(flat.len() > 500, "{}", flat.len());
    for text in &flat {
        compare(text);
    }
    // A union in a union, which is read by a guess as well or not at all.
    let some: Vec<String> = flat
        .into_iter()
        .skip(700)
        .step_by(3000)
        .chain(["1".to_owned()])
        .collect();
    for text in objects(&some) {
        compare(&text);
    }
}

#[test]
fn the_guess_is_taken_where_it_is_right() {
    /// How often a member was begun to be read.
    fn begun(text: &str) -> usize {
        let mut r = Reader::new(text.as_bytes());
        const SHAPES: &[Shape] = &[
            Shape {
                required: &[0],
                forgiven: &[],
                known: &[0],
            },
            Shape {
                required: &[],
                forgiven: &[],
                known: &[1],
            },
            Shape {
                required: &[2, 3],
                forgiven: &[],
                known: &[2, 3],
            },
        ];
        let mut order = r.rank(&["a", "b", "f", "must"], SHAPES).expect("JSON");
        let mut count = 0;
        while let Some(member) = order.next(&mut r) {
            count += 1;
            let found = match member {
                0 => r.attempt::<Member<0>>().is_some(),
                1 => r.attempt::<Member<1>>().is_some(),
                _ => r.attempt::<Member<5>>().is_some(),
            };
            if found {
                break;
            }
        }
        r.finish().expect("all was read");
        count
    }
    assert_eq!(begun(r#"{"a":1,"shared":2}"#), 1);
    assert_eq!(begun(r#"{"b":1}"#), 1);
    assert_eq!(begun(r#"{"f":1,"shared":2,"must":3}"#), 1);
    assert_eq!(begun(r#"{"a":1,"other":2}"#), 2, "the guess may not have unknown keys");
}

#[test]
fn keys_behind_the_first_count_too() {
    // `b` is of `B` and of `C`, but `c` is of `C` alone.
    assert!(matches!(read(r#"{"c":1,"b":2}"#), Ok(Union::C(_))));
    assert!(matches!(read(r#"{"b":2,"c":1}"#), Ok(Union::C(_))));
    // First of `C`, which is closed: what it does not know makes it another.
    assert!(matches!(read(r#"{"c":1,"a":2}"#), Ok(Union::A(_))));
    // First of `D`, which fits no better than `A`, and comes behind it.
    assert!(matches!(read(r#"{"d":1,"a":2}"#), Ok(Union::A(_))));
    assert!(matches!(read(r#"{"d":1,"shared":2}"#), Ok(Union::D(_))));
    // First of `E`, which misses its constant.
    assert!(matches!(read(r#"{"e":1}"#), Ok(Union::E(_))));
    assert!(matches!(read(r#"{"e":1,"b":2}"#), Ok(Union::B(_))));
    assert!(matches!(read(r#"{"e":1,"kind":2}"#), Ok(Union::E(_))));
    // First of `F`, which misses a key that reading insists on.
    assert!(matches!(read(r#"{"f":1}"#), Ok(Union::B(_))));
    assert!(matches!(read(r#"{"f":1,"must":2}"#), Ok(Union::F(_))));
}
