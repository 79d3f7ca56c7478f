//! What the verdicts come to, in words.

use super::{
    driver::{Verdict, Verdicts},
    suite::Group,
};

/// The share of invalid values that must be refused, in percent.
const LEAST_REFUSED: usize = 97;

/// What became of all groups.
pub(super) struct Outcome<'a> {
    counted: Sum,
    optional: Sum,
    /// Groups whose schemas refer to what is not there, and to what.
    unresolved: Vec<(&'a Group, String)>,
    missing: usize,
}

/// What became of some groups.
#[derive(Default)]
struct Sum {
    groups: usize,
    valid: usize,
    invalid: usize,
    refused: usize,
    /// Valid values that were refused or changed, by name, and how.
    lost: Vec<(String, String)>,
    /// Invalid values that were not refused, by name.
    passed: Vec<String>,
}

impl<'a> Outcome<'a> {
    pub(super) fn new(groups: &'a [Group], verdicts: &Verdicts, unresolved: Vec<(usize, String)>) -> Self {
        let (mut counted, mut optional, mut missing) = (Sum::default(), Sum::default(), 0);
        let unresolved: Vec<(&Group, String)> = unresolved
            .into_iter()
            .filter_map(|(number, why)| Some((groups.get(number)?, why)))
            .collect();
        for (number, group) in groups.iter().enumerate() {
            if unresolved.iter().any(|(other, _)| std::ptr::eq(*other, group)) {
                continue;
            }
            let sum = if group.is_optional() {
                &mut optional
            } else {
                &mut counted
            };
            sum.groups += 1;
            for (index, test) in group.tests.iter().enumerate() {
                let name = || format!("{}: {}: {}", group.file, group.description, test.description);
                match verdicts.get(&(number, index)) {
                    Some(verdict) => sum.add(test.valid, verdict, name),
                    None => missing += 1,
                }
            }
        }
        Outcome {
            counted,
            optional,
            unresolved,
            missing,
        }
    }

    /// Whether there is a verdict for every value.
    pub(super) fn is_complete(&self) -> bool {
        self.missing == 0
    }

    /// Whether everything holds that must.
    pub(super) fn is_good(&self) -> bool {
        let sum = &self.counted;
        sum.groups > 0 && sum.lost.is_empty() && sum.refused * 100 >= sum.invalid * LEAST_REFUSED
    }

    pub(super) fn print(&self) {
        for (word, sum) in [("", &self.counted), ("optional, ", &self.optional)] {
            list(
                &format!("{word}valid, but refused or changed"),
                sum.lost.iter().map(|(name, how)| format!("{name}: {how}")),
            );
            list(&format!("{word}invalid, but not refused"), sum.passed.iter().cloned());
        }
        for (word, is_optional) in [("", false), ("optional, ", true)] {
            let those = self
                .unresolved
                .iter()
                .filter(|(group, _)| group.is_optional() == is_optional);
            list(
                &format!("{word}not counted, because the schema refers to what is not there"),
                those.map(|(group, why)| {
                    format!(
                        "{}: {} ({} values): {why}",
                        group.file,
                        group.description,
                        group.tests.len()
                    )
                }),
            );
        }
        if self.optional.groups > 0 {
            println!("optional: {}", self.optional.words());
        }
        println!("json-schema: {}", self.counted.words());
    }
}

impl Sum {
    fn add(&mut self, valid: bool, verdict: &Verdict, name: impl FnOnce() -> String) {
        if valid {
            self.valid += 1;
            let how = match verdict {
                Verdict::Kept => return,
                Verdict::Changed(what) => format!("changed: {what}"),
                Verdict::Unread(why) => format!("not read: {why}"),
                Verdict::Unfit(why) => format!("found unfit: {why}"),
            };
            self.lost.push((name(), how));
        } else {
            self.invalid += 1;
            match verdict {
                Verdict::Unread(_) | Verdict::Unfit(_) => self.refused += 1,
                Verdict::Kept | Verdict::Changed(_) => self.passed.push(name()),
            }
        }
    }

    fn words(&self) -> String {
        let share = self.refused as f64 * 100.0 / self.invalid.max(1) as f64;
        format!(
            "{} groups, {} of {} valid kept, {} of {} invalid refused ({share:.1} %)",
            self.groups,
            self.valid - self.lost.len(),
            self.valid,
            self.refused,
            self.invalid,
        )
    }
}

fn list(title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        println!("{title} ({}):", lines.len());
        lines.iter().for_each(|line| println!("  {line}"));
        println!();
    }
}
