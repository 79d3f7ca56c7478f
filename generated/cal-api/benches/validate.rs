//! Reading and validating a value as an emitted model, against reading it as any JSON and holding it against the same
//! schema with the crate `jsonschema`; and what `validate` costs where nothing is constrained.
//!
//! `cargo bench -p cal-api --bench validate`

#![allow(missing_docs, reason = "a bench has no users")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cal_api::models::{ApiKey, CreateSchedule};
use serde_json::json;

/// The schema of `CreateSchedule`, with its references written out.
fn schema() -> serde_json::Value {
    let time = json!({"type": "string", "pattern": r"^\d{2}:\d{2}$"});
    json!({
        "type": "object",
        "required": ["name", "timeZone", "isDefault"],
        "properties": {
            "name": {"type": "string"},
            "timeZone": {"type": "string"},
            "isDefault": {"type": "boolean"},
            "availability": {"type": "array", "items": {
                "type": "object",
                "required": ["days", "startTime", "endTime"],
                "properties": {
                    "days": {"type": "array", "items": {"type": "string", "enum": [
                        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
                    ]}},
                    "startTime": time,
                    "endTime": time
                }
            }},
            "overrides": {"type": "array", "items": {
                "type": "object",
                "required": ["date", "startTime", "endTime"],
                "properties": {
                    "date": {"type": "string", "format": "date"},
                    "startTime": time,
                    "endTime": time
                }
            }}
        }
    })
}

/// The best of many runs, since what disturbs a run only ever makes it longer.
struct Best(Duration);

impl Best {
    fn run<T>(&mut self, work: impl FnOnce() -> T) {
        let started = Instant::now();
        let made = black_box(work());
        self.0 = self.0.min(started.elapsed());
        drop(made);
    }
}

fn main() {
    let hours: Vec<_> = (0..500)
        .map(|n| json!({"days": ["Monday", "Friday"], "startTime": format!("{:02}:30", n % 24), "endTime": "18:00"}))
        .collect();
    let days: Vec<_> = (0..500)
        .map(|n| json!({"date": format!("2050-01-{:02}", n % 28 + 1), "startTime": "09:00", "endTime": "12:00"}))
        .collect();
    let value = json!({
        "name": "Hours", "timeZone": "Europe/Berlin", "isDefault": false, "availability": hours, "overrides": days
    });
    let text = value.to_string();
    let bytes = text.as_bytes();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema())
        .expect("a schema");
    let schedule = CreateSchedule::from_json(bytes).expect("readable");
    assert!(validator.is_valid(&value) && schedule.validate().is_ok());
    let broken = text.replace("09:00", "9:00");
    assert!(!validator.is_valid(&serde_json::from_str(&broken).expect("JSON")));
    let violations = CreateSchedule::from_json(&broken)
        .expect("readable")
        .validate()
        .expect_err("broken");
    assert_eq!(
        violations.iter().next().map(|it| it.pointer()).as_deref(),
        Some("/overrides/0/startTime")
    );

    let free = vec![
        ApiKey {
            api_key: "cal_1".to_owned()
        };
        1000
    ];
    let mut best = [(); 5].map(|()| Best(Duration::MAX));
    // Turn by turn, so that a busy machine disturbs all alike.
    for _ in 0..400 {
        let [theirs, ours, their_check, our_check, nothing] = &mut best;
        theirs.run(|| {
            let value: serde_json::Value = serde_json::from_slice(black_box(bytes)).expect("readable");
            validator.iter_errors(&value).count()
        });
        ours.run(|| {
            CreateSchedule::from_json(black_box(bytes))
                .expect("readable")
                .validate()
                .is_ok()
        });
        their_check.run(|| validator.iter_errors(black_box(&value)).count());
        our_check.run(|| black_box(&schedule).validate().is_ok());
        nothing.run(|| black_box(&free).iter().all(|it| it.validate().is_ok()));
    }
    let names = [
        "read: jsonschema",
        "codec",
        "check: jsonschema",
        "validate",
        "1000 unconstrained",
    ];
    for (index, (name, run)) in names.iter().zip(&best).enumerate() {
        let base = &best[index.min(3) / 2 * 2];
        let ratio = base.0.as_secs_f64() / run.0.as_secs_f64();
        println!("{name:>18} {:9.4} ms {ratio:7.2}", run.0.as_secs_f64() * 1e3);
    }
}
