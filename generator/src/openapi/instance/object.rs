//! Objects: `properties` and what goes with them.

use indexmap::IndexMap;

use super::{At, Direction, Fault, Faults, Validator, evaluate::Site, pattern::Match, words};
use crate::{
    diagnostic::nearest,
    openapi::{Schema, SchemaId},
    source::Node,
};

/// How many schemas are looked at for one property's `readOnly` or `writeOnly`.
const FURTHEST: usize = 16;

type Members = IndexMap<String, Node>;

impl Validator<'_> {
    pub(super) fn object(
        &mut self,
        members: &Members,
        value: &Node,
        schema: &Schema,
        site: &Site<'_>,
        depth: usize,
        out: &mut Faults,
    ) {
        self.required(members, schema, site, depth, out);
        let bounds = ["minProperties", "maxProperties"];
        words::count(
            members.len() as u64,
            schema.min_properties,
            schema.max_properties,
            bounds,
            "property",
        )
        .into_iter()
        .for_each(|(keyword, message)| out.push(|| site.fault(keyword, message)));
        for (name, member) in members {
            self.member(name, member, schema, site, depth, out);
            if out.is_full() {
                return;
            }
        }
        for (name, others) in &schema.dependent_required {
            if members.contains_key(name) {
                let missing = others.iter().filter(|other| !members.contains_key(*other));
                missing.for_each(|other| {
                    let message = format!("where `{name}` is, `{other}` must be too");
                    out.push(|| named("dependentRequired", other, message, site));
                });
            }
        }
        for (name, dependent) in &schema.dependent_schemas {
            if members.contains_key(name) {
                self.evaluate(value, *dependent, site.at, depth + 1, out);
            }
        }
        if let Some(rest) = schema.unevaluated_properties
            && !out.is_full()
        {
            let seen = self.evaluated_properties(members, value, site.schema, site.at, depth + 1);
            for (name, member) in members.iter().filter(|(name, _)| !seen.contains(name.as_str())) {
                self.additional(name, member, rest, "unevaluatedProperties", site, depth, out);
            }
        }
    }

    fn required(&mut self, members: &Members, schema: &Schema, site: &Site<'_>, depth: usize, out: &mut Faults) {
        let mut missing = Vec::new();
        for name in schema.required.iter().filter(|name| !members.contains_key(*name)) {
            if self.step(1, depth) && !self.is_waived(name, site.schema) {
                missing.push(name.as_str());
            }
        }
        if !missing.is_empty() {
            out.push(|| {
                let verb = if missing.len() == 1 { "is" } else { "are" };
                let message = format!("{} {verb} missing, which the schema requires", words::names(&missing));
                site.fault("required", message)
            });
        }
    }

    fn member(&mut self, name: &str, member: &Node, schema: &Schema, site: &Site<'_>, depth: usize, out: &mut Faults) {
        let at = At::Member(site.at, name);
        let mut known = false;
        if let Some(property) = schema.properties.get(name).copied() {
            known = true;
            self.direction_of(name, property, &at, out);
            self.evaluate(member, property, &at, depth + 1, out);
        }
        for (pattern, property) in &schema.pattern_properties {
            match self.patterns.matches(pattern, name) {
                Match::Yes => {
                    known = true;
                    self.evaluate(member, *property, &at, depth + 1, out);
                }
                Match::No => {}
                Match::Unknown => self.undecided = true,
            }
        }
        if let (false, Some(additional)) = (known, schema.additional_properties) {
            self.additional(name, member, additional, "additionalProperties", site, depth, out);
        }
        if let Some(names) = schema.property_names {
            let mut faults = if out.quiet { Faults::quiet() } else { Faults::loud() };
            self.evaluate(&Node::String(name.to_owned()), names, &at, depth + 1, &mut faults);
            faults.list.iter_mut().for_each(|fault| fault.at_key = true);
            out.count += if out.quiet { faults.count } else { 0 };
            out.extend(faults.list);
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one keyword or the other, else as every method here"
    )]
    fn additional(
        &mut self,
        name: &str,
        member: &Node,
        wanted: SchemaId,
        keyword: &'static str,
        site: &Site<'_>,
        depth: usize,
        out: &mut Faults,
    ) {
        let at = At::Member(site.at, name);
        if self.schemas[wanted].boolean != Some(false) {
            return self.evaluate(member, wanted, &at, depth + 1, out);
        }
        let schema = &self.schemas[site.schema];
        let here = Site {
            at: &at,
            schema: site.schema,
        };
        out.push(|| {
            let message = format!("`{name}` is no property of {}", words::schema(schema));
            let near = nearest(name, schema.properties.keys().map(String::as_str));
            Fault {
                at_key: true,
                help: near.map(|near| format!("did you mean `{near}`?")),
                ..named(keyword, name, message, &here)
            }
        });
    }

    /// A property that does not travel this way.
    fn direction_of(&mut self, name: &str, property: SchemaId, at: &At<'_>, out: &mut Faults) {
        let (flag, keyword, message) = match self.direction {
            Direction::Request => (flag(Flag::ReadOnly), "readOnly", "is read-only, so no request holds it"),
            Direction::Response => (
                flag(Flag::WriteOnly),
                "writeOnly",
                "is write-only, so no response holds it",
            ),
            Direction::Either => return,
        };
        if let Some(owner) = self.flagged(property, flag) {
            let here = Site { at, schema: owner };
            out.push(|| Fault {
                at_key: true,
                ..named(keyword, name, format!("`{name}` {message}"), &here)
            });
        }
    }

    /// Whether a required property need not be there: it does not travel this way, or nobody knows which way that is.
    fn is_waived(&self, name: &str, schema: SchemaId) -> bool {
        let Some(property) = self.property(name, schema) else {
            return false;
        };
        let (read_only, write_only) = (flag(Flag::ReadOnly), flag(Flag::WriteOnly));
        match self.direction {
            Direction::Request => self.flagged(property, read_only).is_some(),
            Direction::Response => self.flagged(property, write_only).is_some(),
            Direction::Either => self
                .flagged(property, |schema| read_only(schema) || write_only(schema))
                .is_some(),
        }
    }

    /// The schema of a property, here or in what holds together with the schema.
    fn property(&self, name: &str, schema: SchemaId) -> Option<SchemaId> {
        let found = self.together(schema, |schema| schema.properties.contains_key(name))?;
        self.schemas[found].properties.get(name).copied()
    }

    fn flagged(&self, property: SchemaId, flag: impl Fn(&Schema) -> bool) -> Option<SchemaId> {
        self.together(property, flag)
    }

    /// The first schema with something among those that hold together with one.
    fn together(&self, schema: SchemaId, has: impl Fn(&Schema) -> bool) -> Option<SchemaId> {
        let mut work = vec![schema];
        for _ in 0..FURTHEST {
            let id = work.pop()?;
            let schema = &self.schemas[id];
            if has(schema) {
                return Some(id);
            }
            work.extend(schema.reference.iter().chain(&schema.all_of).rev());
        }
        None
    }
}

#[derive(Clone, Copy)]
enum Flag {
    ReadOnly,
    WriteOnly,
}

fn flag(flag: Flag) -> impl Fn(&Schema) -> bool + Copy {
    move |schema| match flag {
        Flag::ReadOnly => schema.read_only,
        Flag::WriteOnly => schema.write_only,
    }
}

fn named(keyword: &'static str, name: &str, message: String, site: &Site<'_>) -> Fault {
    Fault {
        property: Some(name.to_owned()),
        ..site.fault(keyword, message)
    }
}
