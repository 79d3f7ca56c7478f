//! The rules about numbers, exact: decimal text against decimal text, never through a float.

use std::cmp::Ordering;

use super::{Rule, Rules, Violations};
use crate::codec::Decimal;

/// Checks a number, given as JSON text.
pub(super) fn check_number(text: &str, rules: &Rules, v: &mut Violations) {
    let number = Decimal::new(text);
    let mut bound = |bound: Option<&str>, rule: Rule, breaks: fn(Ordering) -> bool, words: &str| {
        if let Some(bound) = bound
            && breaks(number.cmp(&Decimal::new(bound)))
        {
            v.push(rule, format!("must be {words} {bound}"));
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
        && !number.is_multiple_of(&Decimal::new(divisor))
    {
        v.push(Rule::MultipleOf, format!("must be a multiple of {divisor}"));
    }
}
