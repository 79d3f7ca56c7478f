//! Reading and validating values as emitted models, against `serde_json` and the crate `jsonschema` with the same schemas;
//! and what `validate` costs where nothing is constrained.
//!
//! Both sides start from the same bytes and check the same: the schemas are those of the document, with their references
//! written out, and without the formats that only `jsonschema` checks (`email`, `uri`). Values of enums are looked up by
//! both; where an enum travels in responses, the emitted models then keep one that is not listed.
//!
//! In the first columns both end with a typed value that is known to be valid: `jsonschema` checks a
//! `serde_json::Value`, which then becomes a type written by hand. In the next ones that is left out, so that the other
//! side has a verdict and no typed value, where emitted models do what they did before. It is asked for its fastest
//! verdict, `is_valid`; what it takes to list errors stands behind that. In the last column nothing is checked at all:
//! `serde_json` reads the type written by hand.
//!
//! Fails when the emitted models are less than five times as fast to typed values, all cases together. To the verdict
//! they are not: a fifth of that time is less than half of what `serde_json` takes to the unchecked type.
//!
//! `cargo bench -p cal-api --bench validate`

#![allow(missing_docs, reason = "a bench has no users")]

mod by_hand;
mod cases;
mod schema;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use cal_api::models::ApiKey;
use cal_api::rt;

use cases::Case;
use serde::de::DeserializeOwned;

/// As servers have it, for both sides; the one of the system costs either more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many times as fast as with `serde_json` and `jsonschema` a valid typed value is to be had.
const WANTED: f64 = 5.0;
const ROUNDS: usize = 60;
/// So many runs of one kind follow each other: what serves many requests does so with warm caches and a heap of its own.
const IN_A_ROW: usize = 20;

/// The best of many runs, since what disturbs a run only ever makes it longer.
struct Best(Duration);

impl Best {
    fn run<T>(&mut self, work: impl Fn() -> T) {
        for _ in 0..IN_A_ROW {
            let started = Instant::now();
            let made = black_box(work());
            self.0 = self.0.min(started.elapsed());
            drop(made);
        }
    }

    fn micros(&self) -> f64 {
        self.0.as_secs_f64() * 1e6
    }
}

/// Of one case or of all together: the times to a typed value and to a verdict, each by the other side and by emitted
/// models.
#[derive(Clone, Copy, Default)]
struct Times {
    typed: [f64; 2],
    verdict: [f64; 2],
}

impl Times {
    fn add(&mut self, other: Self) {
        for (sum, more) in self.typed.iter_mut().zip(other.typed) {
            *sum += more;
        }
        for (sum, more) in self.verdict.iter_mut().zip(other.verdict) {
            *sum += more;
        }
    }

    fn print(&self, name: &str, bytes: usize) {
        let [[their_typed, our_typed], [their_verdict, our_verdict]] = [self.typed, self.verdict];
        print!(
            "{name:>12} {bytes:7} {their_typed:8.1} {our_typed:7.1} {:6.2}",
            their_typed / our_typed
        );
        print!(
            " {their_verdict:8.1} {our_verdict:7.1} {:6.2}",
            their_verdict / our_verdict
        );
    }
}

/// Measures a case and prints a line.
fn measure<T: rt::Read + rt::Validate, H: DeserializeOwned>(case: &Case<T, H>) -> (Times, usize) {
    let schema = schema::inlined(case.file, case.schema);
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema");
    // In the order of the document, as who wrote the API sends it.
    let text = rt::to_json(&rt::from_json::<T>(case.text.as_bytes()).expect("readable"));
    let bytes = text.as_bytes();
    let value: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
    let emitted: T = rt::from_json(bytes).expect("readable");
    let our_typed = |text: &[u8]| {
        let value: T = rt::from_json(text).ok()?;
        rt::validate(&value).is_ok().then_some(value)
    };
    let their_typed = |text: &[u8]| {
        let value: serde_json::Value = serde_json::from_slice(text).ok()?;
        let is_valid = validator.is_valid(&value);
        is_valid.then(|| serde_json::from_value::<H>(value).ok()).flatten()
    };
    let our_verdict = |text: &[u8]| our_typed(text).is_some();
    let their_verdict = |text: &[u8]| serde_json::from_slice(text).is_ok_and(|value| validator.is_valid(&value));
    assert!(our_verdict(bytes) && their_verdict(bytes), "{}: it is valid", case.name);
    assert!(their_typed(bytes).is_some(), "{}: it is of the type by hand", case.name);
    for (part, broken) in case.broken {
        let wrong = text.replacen(part, broken, 1);
        assert_ne!(wrong, text, "{}: {part} is there", case.name);
        assert!(!our_verdict(wrong.as_bytes()), "{}: {broken} is wrong", case.name);
        assert!(!their_verdict(wrong.as_bytes()), "{}: {broken} is wrong", case.name);
    }

    let mut best = [(); 10].map(|()| Best(Duration::MAX));
    let [
        their_all,
        our_all,
        their_verdicts,
        our_verdicts,
        their_read,
        our_read,
        their_check,
        our_check,
        their_errors,
        unchecked,
    ] = &mut best;
    // Turn by turn, so that a busy machine disturbs all alike.
    for _ in 0..ROUNDS {
        their_all.run(|| their_typed(black_box(bytes)));
        our_all.run(|| our_typed(black_box(bytes)));
        their_verdicts.run(|| their_verdict(black_box(bytes)));
        our_verdicts.run(|| our_verdict(black_box(bytes)));
        their_read.run(|| serde_json::from_slice::<serde_json::Value>(black_box(bytes)));
        our_read.run(|| rt::from_json::<T>(black_box(bytes)));
        their_check.run(|| validator.is_valid(black_box(&value)));
        our_check.run(|| rt::validate(black_box(&emitted)));
        their_errors.run(|| validator.iter_errors(black_box(&value)).count());
        unchecked.run(|| serde_json::from_slice::<H>(black_box(bytes)));
    }
    let times = Times {
        typed: [their_all.micros(), our_all.micros()],
        verdict: [their_verdicts.micros(), our_verdicts.micros()],
    };
    times.print(case.name, bytes.len());
    println!(
        " {:8.1} {:7.1} {:8.1} {:7.1} {:7.1} {:9.1}",
        their_read.micros(),
        our_read.micros(),
        their_check.micros(),
        our_check.micros(),
        their_errors.micros(),
        unchecked.micros(),
    );
    (times, bytes.len())
}

/// What `validate` costs where nothing is constrained.
fn measure_nothing() {
    let free = vec![
        ApiKey {
            api_key: "cal_1".to_owned()
        };
        1000
    ];
    let mut nothing = Best(Duration::MAX);
    for _ in 0..ROUNDS {
        nothing.run(|| black_box(&free).iter().all(|it| it.validate().is_ok()));
    }
    println!(
        "1000 values without constraints are validated in {:.2} µs",
        nothing.micros()
    );
}

fn main() -> ExitCode {
    println!("best times in µs");
    println!(
        "{:>20} {:>8} {:>7} {:>6} {:>8} {:>7} {:>6} {:>8} {:>7} {:>8} {:>7} {:>7} {:>9}",
        "bytes",
        "typed",
        "ours",
        "times",
        "verdict",
        "ours",
        "times",
        "read",
        "ours",
        "is_valid",
        "ours",
        "errors",
        "unchecked"
    );
    let cases = [
        measure(&cases::slots()),
        measure(&cases::schedule()),
        measure(&cases::schedules()),
        measure(&cases::bookings()),
        measure(&cases::new_bookings()),
        measure(&cases::event_types()),
    ];
    let mut all = Times::default();
    cases.iter().for_each(|(times, _)| all.add(*times));
    all.print("together", cases.iter().map(|(_, bytes)| bytes).sum());
    println!();
    measure_nothing();
    let [theirs, ours] = all.typed;
    if theirs / ours < WANTED {
        eprintln!(
            "typed values {:.2} times as fast, where {WANTED} times is wanted",
            theirs / ours
        );
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
