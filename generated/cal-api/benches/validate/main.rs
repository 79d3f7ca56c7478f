//! Reading and validating values as emitted models, against reading them as any JSON with `serde_json` and holding them
//! against the same schemas with the crate `jsonschema`; and what `validate` costs where nothing is constrained.
//!
//! Both sides start from the same bytes and end with a verdict, and both check the same: the schemas are those of the
//! document, without the formats that only `jsonschema` checks (`email`, `uri`). Values of enums are looked up by both;
//! where an enum travels in responses, the emitted models then keep one that is not listed. `jsonschema` is asked for its
//! fastest verdict, `is_valid`; what it takes to list errors stands beside. Fails when the emitted models are less than
//! five times as fast in any case.
//!
//! `cargo bench -p cal-api --bench validate`

#![allow(missing_docs, reason = "a bench has no users")]

mod cases;
mod schema;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use cal_api::models::ApiKey;
use cal_api::rt;

use cases::Case;

/// How many times as fast as `serde_json` with `jsonschema` reading and validating is to be.
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

    fn times(&self, other: &Self) -> f64 {
        self.0.as_secs_f64() / other.0.as_secs_f64()
    }

    fn micros(&self) -> f64 {
        self.0.as_secs_f64() * 1e6
    }
}

/// Measures a case and prints a line; how many times as fast the emitted models are.
fn measure<T: rt::Read + rt::Validate>(case: &Case<T>) -> f64 {
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
    let ours = |text: &[u8]| rt::from_json::<T>(text).is_ok_and(|value| rt::validate(&value).is_ok());
    let theirs = |text: &[u8]| serde_json::from_slice(text).is_ok_and(|value| validator.is_valid(&value));
    assert!(ours(bytes) && theirs(bytes), "{}: what is right is right", case.name);
    for (part, broken) in case.broken {
        let wrong = text.replacen(part, broken, 1);
        assert_ne!(wrong, text, "{}: {part} is there", case.name);
        assert!(!ours(wrong.as_bytes()), "{}: {broken} is wrong", case.name);
        assert!(!theirs(wrong.as_bytes()), "{}: {broken} is wrong", case.name);
    }

    let mut best = [(); 7].map(|()| Best(Duration::MAX));
    let [
        their_all,
        our_all,
        their_read,
        our_read,
        their_check,
        our_check,
        their_errors,
    ] = &mut best;
    // Turn by turn, so that a busy machine disturbs all alike.
    for _ in 0..ROUNDS {
        their_all.run(|| theirs(black_box(bytes)));
        our_all.run(|| ours(black_box(bytes)));
        their_read.run(|| serde_json::from_slice::<serde_json::Value>(black_box(bytes)));
        our_read.run(|| rt::from_json::<T>(black_box(bytes)));
        their_check.run(|| validator.is_valid(black_box(&value)));
        our_check.run(|| rt::validate(black_box(&emitted)));
        their_errors.run(|| validator.iter_errors(black_box(&value)).count());
    }
    let times = their_all.times(our_all);
    println!(
        "{:>12} {:7} B {:9.1} {:8.1} {times:6.2} {:10.1} {:8.1} {:9.1} {:8.1} {:9.1}",
        case.name,
        bytes.len(),
        their_all.micros(),
        our_all.micros(),
        their_read.micros(),
        our_read.micros(),
        their_check.micros(),
        our_check.micros(),
        their_errors.micros(),
    );
    times
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
    println!("all times in µs; the first three columns are reading and checking together, the verdict alone wanted");
    println!(
        "{:>12} {:>9} {:>9} {:>8} {:>6} {:>10} {:>8} {:>9} {:>8} {:>9}",
        "", "", "theirs", "ours", "times", "read", "ours", "is_valid", "ours", "errors"
    );
    let times = [
        measure(&cases::slots()),
        measure(&cases::schedule()),
        measure(&cases::schedules()),
        measure(&cases::bookings()),
        measure(&cases::new_bookings()),
        measure(&cases::event_types()),
    ];
    measure_nothing();
    let least = times.into_iter().fold(f64::INFINITY, f64::min);
    if least < WANTED {
        eprintln!("{least:.2} times as fast, where {WANTED} times is wanted");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
