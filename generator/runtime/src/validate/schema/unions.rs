//! `anyOf` and `oneOf`.

use super::{Schema, evaluate::Evaluation, seen::Seen};
use crate::codec::Value;
use crate::validate::{Rule, Violations};

impl Evaluation {
    pub(super) fn any<'v>(
        &mut self,
        schemas: &'static [&'static Schema],
        value: &'v Value,
        v: &mut Violations,
        mut seen: Option<&mut Seen<'v>>,
    ) {
        let mut fits = false;
        for schema in schemas {
            let mut branch = Seen::default();
            if self.fits(schema, value, seen.is_some().then_some(&mut branch)) {
                fits = true;
                match &mut seen {
                    // All that fit have looked at something.
                    Some(seen) => seen.add(branch),
                    None => break,
                }
            }
        }
        if !fits {
            self.none_fits(Rule::AnyOf, schemas, value, v);
        }
    }

    pub(super) fn one<'v>(
        &mut self,
        schemas: &'static [&'static Schema],
        value: &'v Value,
        v: &mut Violations,
        seen: Option<&mut Seen<'v>>,
    ) {
        let mut fitting = None;
        for (index, schema) in schemas.iter().enumerate() {
            let mut branch = Seen::default();
            if !self.fits(schema, value, seen.is_some().then_some(&mut branch)) {
                continue;
            }
            if let Some((first, _)) = fitting {
                let message = format!(
                    "fits more than one alternative: number {} and number {}",
                    first + 1,
                    index + 1
                );
                return v.push(Rule::OneOf, message);
            }
            fitting = Some((index, branch));
        }
        match (fitting, seen) {
            (None, _) => self.none_fits(Rule::OneOf, schemas, value, v),
            (Some((_, branch)), Some(seen)) => seen.add(branch),
            (Some(_), None) => {}
        }
    }

    /// Says that nothing fits; of a single alternative, why.
    fn none_fits(&mut self, rule: Rule, schemas: &'static [&'static Schema], value: &Value, v: &mut Violations) {
        match schemas {
            [only] => self.schema(only, value, v, None),
            _ => v.push(rule, format!("fits none of {} alternatives", schemas.len())),
        }
    }
}
