//! Arrays: `prefixItems`, `items`, `contains`, `uniqueItems`, bounds.

use std::collections::HashMap;

use super::{At, Faults, Validator, evaluate::Site, identity, words};
use crate::{openapi::Schema, source::Node};

impl Validator<'_> {
    pub(super) fn array(
        &mut self,
        items: &[Node],
        value: &Node,
        schema: &Schema,
        site: &Site<'_>,
        depth: usize,
        out: &mut Faults,
    ) {
        let bounds = ["minItems", "maxItems"];
        words::count(items.len() as u64, schema.min_items, schema.max_items, bounds, "item")
            .into_iter()
            .for_each(|(keyword, message)| out.push(|| site.fault(keyword, message)));
        for (i, item) in items.iter().enumerate() {
            let wanted = schema.prefix_items.get(i).copied().or(schema.items);
            if let Some(wanted) = wanted {
                self.evaluate(item, wanted, &At::Item(site.at, i), depth + 1, out);
            }
            if out.is_full() {
                return;
            }
        }
        self.contains(items, schema, site, depth, out);
        if schema.unique_items {
            self.unique(items, site, depth, out);
        }
        if let Some(rest) = schema.unevaluated_items {
            let seen = self.evaluated_items(items, value, site.schema, site.at, depth + 1);
            for (i, (item, _)) in items.iter().zip(seen).enumerate().filter(|(_, (_, seen))| !seen) {
                self.evaluate(item, rest, &At::Item(site.at, i), depth + 1, out);
            }
        }
    }

    fn contains(&mut self, items: &[Node], schema: &Schema, site: &Site<'_>, depth: usize, out: &mut Faults) {
        let Some(wanted) = schema.contains else { return };
        let mut count = 0;
        for (i, item) in items.iter().enumerate() {
            count += u64::from(self.fits(item, wanted, &At::Item(site.at, i), depth + 1));
        }
        if count < schema.min_contains.unwrap_or(1) {
            out.push(|| {
                site.fault(
                    "contains",
                    format!("{count} items are what `contains` asks for: too few"),
                )
            });
        } else if schema.max_contains.is_some_and(|most| count > most) {
            out.push(|| {
                site.fault(
                    "maxContains",
                    format!("{count} items are what `contains` names: too many"),
                )
            });
        }
    }

    fn unique(&mut self, items: &[Node], site: &Site<'_>, depth: usize, out: &mut Faults) {
        let mut seen = HashMap::new();
        for (i, item) in items.iter().enumerate() {
            let identity = identity(item);
            if !self.step(1 + identity.len() / 64, depth) {
                return;
            }
            if let Some(first) = seen.insert(identity, i) {
                let at = At::Item(site.at, i);
                let here = Site {
                    at: &at,
                    schema: site.schema,
                };
                out.push(|| {
                    here.fault(
                        "uniqueItems",
                        format!("this item is the same as item {first}, counted from 0"),
                    )
                });
                return;
            }
        }
    }
}
