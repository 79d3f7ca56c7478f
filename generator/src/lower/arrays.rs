//! Arrays to lists and tuples.

use crate::api::{Kind, TypeId};

use super::{
    conj::{Conj, Part},
    hint::Hint,
    types::Lowering,
    view::View,
};

/// The longest array that is a tuple.
pub(super) const LONGEST_TUPLE: u64 = 8;

impl Lowering<'_> {
    pub(super) fn array(&mut self, id: TypeId, seen: &View) -> Kind {
        let hint = self.hints[id.0 as usize].item();
        if seen.prefix.is_empty() {
            let closed = seen
                .items
                .iter()
                .any(|&item| self.document.schemas[item].boolean == Some(false));
            let conj = Conj {
                parts: seen.items.iter().map(|&item| Part::whole(item)).collect(),
                only: None,
            };
            let item = if closed { self.never() } else { self.typed(conj, &hint) };
            let (item, rules) = self.nullable(item);
            self.ask_of_items(id, rules);
            return Kind::List(item);
        }
        let (items, prefix): (Vec<TypeId>, Vec<_>) = seen
            .prefix
            .clone()
            .into_iter()
            .enumerate()
            .map(|(i, schemas)| {
                let conj = Conj {
                    parts: schemas.into_iter().map(Part::whole).collect(),
                    only: None,
                };
                let typed = self.typed(conj, &Hint::inside(id, &format!("item {}", i + 1)));
                self.nullable(typed)
            })
            .unzip();
        self.ask_of_prefix(id, prefix);
        let length = items.len() as u64;
        let closed = seen
            .items
            .iter()
            .any(|&item| self.document.schemas[item].boolean == Some(false))
            || seen.max_items == Some(length);
        // To the letter, how many there are is a constraint.
        let exact = self.config.schemas.exact;
        if closed && !exact && seen.min_items.is_some_and(|min| min >= length) && length <= LONGEST_TUPLE {
            return Kind::Tuple(items);
        }
        if closed && items.iter().all(|item| *item == items[0]) {
            return Kind::List(items[0]);
        }
        let any = self.any();
        Kind::List(any.id)
    }
}
