//! The rules about numbers, exact: decimal text against decimal text, never through a float.

use std::cmp::Ordering;

use super::rules::Bound;
use super::{Rule, Rules, Violations};
use crate::codec::Decimal;

/// Beyond this an integer is no exact float.
const EXACT: i64 = 1 << 53;

/// Whether an integer fulfils the rules; `None` where only their text can tell.
pub(super) fn integer_fits(value: i128, rules: &Rules) -> Option<bool> {
    fn holds(bound: Option<Bound>, test: impl Fn(i128) -> bool) -> Option<bool> {
        match bound {
            None => Some(true),
            Some(bound) => bound.integer.map(|bound| test(bound.into())),
        }
    }
    Some(
        holds(rules.minimum, |bound| value >= bound)?
            && holds(rules.maximum, |bound| value <= bound)?
            && holds(rules.exclusive_minimum, |bound| value > bound)?
            && holds(rules.exclusive_maximum, |bound| value < bound)?
            && holds(rules.multiple_of, |step| step != 0 && value % step == 0)?,
    )
}

/// Whether a float fulfils the rules; `None` where only texts can tell. Two floats that differ stand to each other as
/// the shortest texts that are read as them.
pub(super) fn float_fits(value: f64, rules: &Rules) -> Option<bool> {
    let holds = |bound: Option<Bound>, wanted: Ordering| match bound {
        None => Some(true),
        Some(bound) => {
            let float = match bound.integer {
                Some(integer) if integer.unsigned_abs() < EXACT as u64 => integer as f64,
                Some(_) | None => bound.text.parse().ok()?,
            };
            let order = value.partial_cmp(&float)?;
            (order != Ordering::Equal).then_some(order == wanted)
        }
    };
    let multiple = match rules.multiple_of {
        None => Some(true),
        Some(step) => {
            let step = step.integer.filter(|step| *step > 0 && *step < EXACT)?;
            (value.abs() < EXACT as f64).then(|| value % step as f64 == 0.0)
        }
    };
    Some(
        holds(rules.minimum, Ordering::Greater)?
            && holds(rules.maximum, Ordering::Less)?
            && holds(rules.exclusive_minimum, Ordering::Greater)?
            && holds(rules.exclusive_maximum, Ordering::Less)?
            && multiple?,
    )
}

/// Checks a number, given as JSON text.
pub(super) fn check_number(text: &str, rules: &Rules, v: &mut Violations) {
    let number = Decimal::new(text);
    let mut bound = |bound: Option<Bound>, rule: Rule, breaks: fn(Ordering) -> bool, words: &str| {
        if let Some(bound) = bound
            && breaks(number.cmp(&Decimal::new(bound.text)))
        {
            v.push(rule, format!("must be {words} {}", bound.text));
        }
    };
    bound(rules.minimum, Rule::Minimum, Ordering::is_lt, "at least");
    bound(rules.maximum, Rule::Maximum, Ordering::is_gt, "at most");
    bound(
        rules.exclusive_minimum,
        Rule::ExclusiveMinimum,
        Ordering::is_le,
        "greater than",
    );
    bound(
        rules.exclusive_maximum,
        Rule::ExclusiveMaximum,
        Ordering::is_ge,
        "less than",
    );
    if let Some(divisor) = rules.multiple_of
        && !number.is_multiple_of(&Decimal::new(divisor.text))
    {
        v.push(Rule::MultipleOf, format!("must be a multiple of {}", divisor.text));
    }
}
