//! Objects to structs and maps.

use crate::{
    api::{Additional, Doc, Field, Ident, Kind, Literal, Missing, Presence, Primitive, Rules, Struct, TypeId},
    openapi::{Schema, SchemaId},
    source::Place,
};

use super::{
    conj::{Conj, Part},
    hint::Hint,
    name::{settle_all, snake},
    types::Lowering,
    view::{View, view},
};

impl Lowering<'_> {
    pub(super) fn object(&mut self, id: TypeId, seen: &View) -> Kind {
        let (additional, rules) = self.additional(id, seen);
        self.ask_of_items(id, rules);
        let tag = self.derived.tag_of(seen);
        if seen.properties.is_empty() && tag.is_none() {
            return match additional {
                Additional::Kept(item) => Kind::Map(item),
                Additional::Refused | Additional::Closed => Kind::Struct(Struct {
                    fields: Vec::new(),
                    additional,
                }),
                Additional::Ignored => {
                    let any = self.any();
                    Kind::Map(any.id)
                }
            };
        }
        let mut fields: Vec<Field> = Vec::with_capacity(seen.properties.len());
        for (wire, conj) in &seen.properties {
            let place = conj
                .parts
                .first()
                .map_or(&seen.place, |part| &self.document.schemas[part.schema].place)
                .clone();
            if self.config.skips.contains(&place) {
                continue;
            }
            if let Some((property, value)) = &tag
                && property == wire
            {
                fields.push(self.constant(wire, Literal::Str(value.clone()), seen.required.contains(wire), place));
                continue;
            }
            fields.push(self.field(id, wire, conj.clone(), seen.required.contains(wire), place));
        }
        if let Some((property, value)) = tag
            && !seen.properties.contains_key(&property)
        {
            let required = seen.required.contains(&property);
            fields.push(self.constant(&property, Literal::Str(value), required, seen.place.clone()));
        }
        let renamed = |field: &Field| self.config.renames.get(&field.place).cloned();
        let wishes: Vec<(String, String)> = fields
            .iter()
            .map(|field| {
                (
                    field.wire.clone(),
                    renamed(field).unwrap_or_else(|| snake(&field.wire, "empty")),
                )
            })
            .collect();
        for (field, name) in fields.iter_mut().zip(settle_all(&wishes, "_")) {
            field.ident = super::name::ident(&name);
        }
        Kind::Struct(Struct { fields, additional })
    }

    /// What becomes of members that no field names, and what is asked of them there.
    fn additional(&mut self, id: TypeId, seen: &View) -> (Additional, Option<Box<Rules>>) {
        let hint = if seen.properties.is_empty() {
            self.hints[id.0 as usize].item()
        } else {
            Hint::inside(id, "additional property")
        };
        let is = |schema: SchemaId, value: bool| self.document.schemas[schema].boolean == Some(value);
        let refused = seen.additional.iter().any(|&schema| is(schema, false));
        let schemas: Vec<SchemaId> = seen
            .additional
            .iter()
            .copied()
            .filter(|&schema| !is(schema, false))
            .collect();
        if self.config.schemas.exact && self.members_by_place(seen) {
            return (Additional::Kept(self.any().id), None);
        }
        let described = self.keeping.contains(&id);
        let keeps = self.config.schemas.keeps() || described;
        match (seen.patterns.as_slice(), refused || schemas.is_empty()) {
            ([], true) if refused && described => (Additional::Kept(self.any().id), None),
            ([], true) if refused && self.config.schemas.closes() => (Additional::Closed, None),
            ([], true) if refused => (Additional::Refused, None),
            ([], true) if keeps => (Additional::Kept(self.any().id), None),
            ([], true) => (Additional::Ignored, None),
            ([], false) => {
                let conj = Conj {
                    parts: schemas.into_iter().map(Part::whole).collect(),
                    only: None,
                };
                let typed = self.typed(conj, &hint);
                let (id, rules) = self.nullable(typed);
                (Additional::Kept(id), rules)
            }
            ([(_, schema)], true) => {
                let typed = self.typed(Conj::one(*schema), &hint);
                let (id, rules) = self.nullable(typed);
                (Additional::Kept(id), rules)
            }
            _ => (Additional::Kept(self.any().id), None),
        }
    }

    /// Whether what is said of further members depends on where it is said, or on what else has looked at them: then no
    /// one type is that of all of them.
    fn members_by_place(&self, seen: &View) -> bool {
        let schemas = seen.parts.iter().map(|part| &self.document.schemas[part.schema]);
        let says = |schema: &&Schema| schema.additional_properties.is_some() || !schema.pattern_properties.is_empty();
        let own = schemas.clone().filter(says);
        (own.clone().next().is_some() && seen.parts.len() > 1)
            || own.into_iter().any(|schema| !schema.pattern_properties.is_empty())
            || schemas
                .into_iter()
                .any(|schema| schema.unevaluated_properties.is_some())
    }

    fn constant(&mut self, wire: &str, value: Literal, required: bool, place: Place) -> Field {
        let unit = self.plain(Primitive::Null).id;
        let missing = match required && !self.config.forgives.contains(&place) {
            true => Missing::Refused,
            false => Missing::Forgiven,
        };
        Field {
            wire: wire.to_owned(),
            ident: Ident(String::new()),
            doc: Doc::default(),
            ty: unit,
            presence: Presence::Constant(value, missing),
            boxed: false,
            rules: None,
            default: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            place,
        }
    }

    fn field(&mut self, owner: TypeId, wire: &str, conj: Conj, required: bool, place: Place) -> Field {
        let seen = view(self.document, &conj, self.diagnostics);
        let typed = self.typed(conj, &Hint::inside(owner, wire));
        if required
            && !typed.nullable
            && let Some(value) = &typed.literal
        {
            return Field {
                doc: self.field_doc(&seen, wire),
                read_only: seen.read_only && !seen.write_only,
                write_only: seen.write_only && !seen.read_only,
                ..self.constant(wire, value.clone(), true, place)
            };
        }
        let presence = match (required, typed.nullable) {
            _ if self.config.forgives.contains(&place) => Presence::Forgiven,
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        };
        Field {
            wire: wire.to_owned(),
            ident: Ident(String::new()),
            doc: self.field_doc(&seen, wire),
            ty: typed.id,
            presence,
            boxed: false,
            rules: typed.rules,
            default: seen.default.clone(),
            deprecated: seen.deprecated,
            read_only: seen.read_only && !seen.write_only,
            write_only: seen.write_only && !seen.read_only,
            place,
        }
    }
}
