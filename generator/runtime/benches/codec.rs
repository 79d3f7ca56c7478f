//! The codec against serde_json's derives, on a list of 4,000 records of ten mixed fields, nested once (1.5 MB).
//!
//! `cargo bench -p specwright-runtime --no-default-features --bench codec`

#![allow(missing_docs, reason = "a bench has no users")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use specwright_runtime as rt;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Derived {
    id: i64,
    unique_name: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    price: f64,
    active: bool,
    status: DerivedStatus,
    tags: Vec<String>,
    counts: BTreeMap<String, i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    neighbour: Option<Box<Derived>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum DerivedStatus {
    Open,
    Closed,
}

#[derive(Debug, Clone, PartialEq)]
struct Emitted {
    id: i64,
    unique_name: String,
    title: String,
    description: Option<String>,
    price: f64,
    active: bool,
    status: Status,
    tags: Vec<String>,
    counts: BTreeMap<String, i64>,
    neighbour: Option<Box<Emitted>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Status {
    Open,
    Closed,
}

impl Status {
    const VALUES: &'static [&'static str] = &["open", "closed"];

    fn as_str(&self) -> &str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "open" => Self::Open,
            "closed" => Self::Closed,
            _ => return None,
        })
    }
}

impl rt::Read for Emitted {
    fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
        let (mut f0, mut f1, mut f2, mut f3, mut f4) = (None, None, None, None, None);
        let (mut f5, mut f6, mut f7, mut f8, mut f9) = (None, None, None, None, None);
        r.object(
            &[
                "id",
                "uniqueName",
                "title",
                "description",
                "price",
                "active",
                "status",
                "tags",
                "counts",
                "neighbour",
            ],
            &mut |r, field| {
                match field {
                    0 => f0 = Some(r.get()?),
                    1 => f1 = Some(r.get()?),
                    2 => f2 = Some(r.get()?),
                    3 => f3 = Some(r.get()?),
                    4 => f4 = Some(r.get()?),
                    5 => f5 = Some(r.get()?),
                    6 => f6 = Some(r.get()?),
                    7 => f7 = Some(r.get()?),
                    8 => f8 = Some(r.get()?),
                    9 => f9 = Some(r.get()?),
                    _ => r.skip()?,
                }
                Ok(())
            },
        )?;
        Ok(Self {
            id: r.required(f0, "id")?,
            unique_name: r.required(f1, "uniqueName")?,
            title: r.required(f2, "title")?,
            description: f3,
            price: r.required(f4, "price")?,
            active: r.required(f5, "active")?,
            status: r.required(f6, "status")?,
            tags: r.required(f7, "tags")?,
            counts: r.required(f8, "counts")?,
            neighbour: f9,
        })
    }
}

impl rt::Write for Emitted {
    fn write(&self, w: &mut rt::Writer) {
        let mut o = w.object();
        o.field("id", &self.id);
        o.field("uniqueName", &self.unique_name);
        o.field("title", &self.title);
        o.optional("description", &self.description);
        o.field("price", &self.price);
        o.field("active", &self.active);
        o.field("status", &self.status);
        o.field("tags", &self.tags);
        o.field("counts", &self.counts);
        o.optional("neighbour", &self.neighbour);
        o.end();
    }
}

rt::model!(Emitted);
rt::string_enum!(Status);
rt::unconstrained!(Emitted, Status);

/// A record; every other one has a neighbour and escapes in its text.
fn record(id: i64, nested: bool) -> Derived {
    Derived {
        id,
        unique_name: format!("record-{id}"),
        title: format!("The record with the number {id}, with a title as long as titles are"),
        description: (id % 3 == 0).then(|| format!("A \"quoted\" text\nof two lines, number {id}, é")),
        price: id as f64 * 1.25 + 0.1,
        active: id % 2 == 0,
        status: if id % 5 == 0 {
            DerivedStatus::Closed
        } else {
            DerivedStatus::Open
        },
        tags: (0..id % 4).map(|tag| format!("tag-{tag}")).collect(),
        counts: (0..3)
            .map(|count| (format!("count{count}"), id * 1000 + count))
            .collect(),
        neighbour: nested.then(|| Box::new(record(id + 1, false))),
    }
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
    let records: Vec<Derived> = (0..4000).map(|id| record(id, id % 2 == 0)).collect();
    let text = serde_json::to_string(&records).expect("writable");
    let bytes = text.as_bytes();
    let emitted: Vec<Emitted> = rt::from_json(bytes).expect("readable");
    assert_eq!(rt::to_json(&emitted), text);

    let mut best = [(); 7].map(|()| Best(Duration::MAX));
    // Turn by turn, so that a busy machine disturbs all alike.
    for _ in 0..150 {
        let [theirs, ours, bridged, value, skipped, theirs_written, ours_written] = &mut best;
        theirs.run(|| serde_json::from_slice::<Vec<Derived>>(black_box(bytes)).expect("readable"));
        ours.run(|| rt::from_json::<Vec<Emitted>>(black_box(bytes)).expect("readable"));
        bridged.run(|| serde_json::from_slice::<Vec<Emitted>>(black_box(bytes)).expect("readable"));
        value.run(|| rt::from_json::<rt::Value>(black_box(bytes)).expect("readable"));
        skipped.run(|| rt::Reader::new(black_box(bytes)).skip().expect("JSON"));
        theirs_written.run(|| serde_json::to_string(black_box(&records)).expect("writable"));
        ours_written.run(|| rt::to_json(black_box(&emitted)));
    }
    let names = [
        "read: serde_json",
        "codec",
        "through serde",
        "Value",
        "skip",
        "write: serde_json",
        "codec",
    ];
    for (index, (name, best_run)) in names.iter().zip(&best).enumerate() {
        let base = if index < 5 { &best[0] } else { &best[5] };
        let ratio = best_run.0.as_secs_f64() / base.0.as_secs_f64();
        println!("{name:>18} {:8.3} ms {ratio:6.2}", best_run.0.as_secs_f64() * 1e3);
    }
}
