//! `anyOf` and `oneOf`, and which member was meant when none fits.

use super::{Fault, Faults, Rank, Validator, evaluate::Site, words};
use crate::{
    openapi::{Discriminator, Schema, SchemaId},
    source::Node,
};

/// How many members are looked at to say which one was meant.
const MOST_EXPLAINED: usize = 24;

/// From here on a member was surely not meant.
const ANOTHER: usize = 100;

/// From here on not even its type was meant.
const ANOTHER_TYPE: usize = 1000;

impl Validator<'_> {
    pub(super) fn any_of(&mut self, value: &Node, schema: &Schema, site: &Site<'_>, depth: usize, out: &mut Faults) {
        if schema.any_of.is_empty() || out.is_full() || self.discriminated(value, schema, site, depth, out) {
            return;
        }
        for member in &schema.any_of {
            if self.fits(value, *member, site.at, depth + 1) || self.undecided {
                return;
            }
        }
        self.none_fits(value, "anyOf", &schema.any_of, site, depth, out);
    }

    pub(super) fn one_of(&mut self, value: &Node, schema: &Schema, site: &Site<'_>, depth: usize, out: &mut Faults) {
        if schema.one_of.is_empty() || out.is_full() || self.discriminated(value, schema, site, depth, out) {
            return;
        }
        let mut fitting: Option<(usize, SchemaId)> = None;
        for (i, member) in schema.one_of.iter().enumerate() {
            let fits = self.fits(value, *member, site.at, depth + 1);
            if self.undecided {
                return;
            }
            match (fits, fitting) {
                (false, _) => {}
                (true, None) => fitting = Some((i, *member)),
                (true, Some((first, one))) => {
                    let names = [self.member_name(first, one), self.member_name(i, *member)];
                    out.push(|| {
                        let message = format!("this fits both {} and {} of `oneOf`", names[0], names[1]);
                        let mut fault = site.fault("oneOf", message);
                        fault.help = Some("`anyOf` lets several fit".to_owned());
                        fault
                    });
                    return;
                }
            }
        }
        if fitting.is_none() {
            self.none_fits(value, "oneOf", &schema.one_of, site, depth, out);
        }
    }

    /// Looks at the one member that the discriminator names, when it names one.
    fn discriminated(
        &mut self,
        value: &Node,
        schema: &Schema,
        site: &Site<'_>,
        depth: usize,
        out: &mut Faults,
    ) -> bool {
        let Some(discriminator) = &schema.discriminator else {
            return false;
        };
        let members = if schema.one_of.is_empty() {
            &schema.any_of
        } else {
            &schema.one_of
        };
        let Some(member) = self.named_member(value, discriminator, members) else {
            return false;
        };
        self.evaluate(value, member, site.at, depth + 1, out);
        true
    }

    fn named_member(&self, value: &Node, discriminator: &Discriminator, members: &[SchemaId]) -> Option<SchemaId> {
        let Some(tag) = value.get(&discriminator.property) else {
            return discriminator.default_mapping;
        };
        let tag = tag.as_str()?;
        let mapped = discriminator.mapping.iter().find(|(name, _)| name == tag);
        let is_named = |id: &SchemaId| self.name(*id) == Some(tag);
        mapped
            .map(|(_, id)| *id)
            .or_else(|| members.iter().copied().find(is_named))
            .or(discriminator.default_mapping)
    }

    fn name(&self, id: SchemaId) -> Option<&str> {
        let schema = &self.schemas[id];
        let behind = schema.reference.and_then(|target| self.schemas[target].name.as_deref());
        schema.name.as_deref().or(behind)
    }

    fn member_name(&self, index: usize, id: SchemaId) -> String {
        match self.name(id) {
            Some(name) => format!("`{name}`"),
            None => format!("member {index}"),
        }
    }

    fn none_fits(
        &mut self,
        value: &Node,
        keyword: &'static str,
        members: &[SchemaId],
        site: &Site<'_>,
        depth: usize,
        out: &mut Faults,
    ) {
        if out.quiet {
            out.count += 1;
            return;
        }
        let mut tried = Vec::new();
        for (i, member) in members.iter().enumerate().take(MOST_EXPLAINED) {
            let mut faults = Faults::loud();
            self.evaluate(value, *member, site.at, depth + 1, &mut faults);
            tried.push((distance(&faults.list, site.at.depth()), i, *member, faults.list));
        }
        tried.sort_by_key(|(distance, ..)| *distance);
        let second = tried.get(1).map_or(usize::MAX, |(distance, ..)| *distance);
        let Some((distance, index, member, mut faults)) = tried.into_iter().next() else {
            return;
        };
        if distance < ANOTHER && second >= ANOTHER {
            return out.extend(faults);
        }
        let total = members.len();
        let closest = (distance < ANOTHER_TYPE && !faults.is_empty()).then(|| faults.swap_remove(0));
        let name = self.member_name(index, member);
        out.push(|| {
            let kind = words::kind(value);
            let mut fault = site.fault(
                keyword,
                format!("this {kind} fits none of the {total} members of `{keyword}`"),
            );
            fault.message = fault
                .message
                .replacen("this a ", "this ", 1)
                .replacen("this an ", "this ", 1);
            fault.rank = if distance >= ANOTHER_TYPE {
                Rank::Type
            } else {
                Rank::Other
            };
            if let Some(closest) = closest {
                let path = closest.at.pointer.to_string();
                let here = fault.at.pointer.to_string();
                let inside = path.strip_prefix(&here).filter(|rest| !rest.is_empty());
                let inside = inside.map(|rest| format!(" at `{rest}`")).unwrap_or_default();
                fault.help = Some(format!("the closest is {name}, but{inside}: {}", closest.message));
            }
            fault
        });
    }
}

/// How far a value is from a member.
fn distance(faults: &[Fault], depth: usize) -> usize {
    let one = |fault: &Fault| match fault.rank {
        Rank::Type if fault.depth == depth => ANOTHER_TYPE,
        Rank::Tag if fault.depth <= depth + 1 => ANOTHER,
        Rank::Type | Rank::Tag | Rank::Other => 1,
    };
    faults.iter().map(one).sum()
}
