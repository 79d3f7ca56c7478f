//! Schemas to types.
//!
//! Comes in: a [`Conj`] and a hint what to call it. Goes out: a [`Typed`]. Types are allocated when they are asked for
//! and filled from a work list, so neither recursion in schemas nor long chains of them need any stack.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::{
    api::{
        Direction, Doc, Ident, IntegerKind, Kind, Literal, Primitive, Rules, Type, TypeId, Types, Union, Variant, both,
    },
    diagnostic::{Code, Diagnostic, Diagnostics},
    openapi::{Checkable, Document, JsonType, SchemaId},
    source::{Node, Place},
};

use super::{
    LowerConfig,
    alternatives::{Members, Shape},
    assertion::{Extent, Programs},
    conj::{Conj, reduce},
    doc::doc,
    enums,
    hint::{Base, Hint},
    view::{View, view},
};

/// What a use of a schema comes down to.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub id: TypeId,
    pub nullable: bool,
    /// What this use asks of values beside what the type asks.
    pub rules: Option<Box<Rules>>,
    /// The one value, where there is only one and it is a scalar.
    pub literal: Option<Literal>,
}

/// How a discriminator tells the members of a union apart.
#[derive(Debug, Clone)]
pub(super) struct UnionTag {
    pub property: String,
    /// Per variant, the values that mean it.
    pub values: Vec<Vec<String>>,
    pub default: Option<usize>,
}

/// The state of lowering schemas.
pub(super) struct Lowering<'a> {
    pub document: &'a Document,
    pub config: &'a LowerConfig,
    pub diagnostics: &'a Diagnostics,
    pub types: Types,
    /// What to call each type, in the order of `types`.
    pub hints: Vec<Hint>,
    pub union_tags: HashMap<TypeId, UnionTag>,
    /// Unions of which a value may be several members at once.
    pub several: HashSet<TypeId>,
    /// Enums that are open whatever their direction.
    pub extensible: HashSet<TypeId>,
    memo: HashMap<Conj, Typed>,
    queue: VecDeque<(TypeId, View, Shape)>,
    /// Unions that are being taken apart, to notice one that is only itself.
    collapsing: Vec<Conj>,
    pub derived: super::derived::Derived,
    /// What values are held against where no type and no rule can say it.
    pub programs: Programs,
    /// The schemas that values are held against, and how much of them; known once all are filled.
    pub told: HashMap<SchemaId, Extent>,
    /// Objects that keep members which only a condition describes.
    pub keeping: HashSet<TypeId>,
    /// Schemas without a word that stand for files, as they describe parts of multipart bodies.
    pub files: HashSet<SchemaId>,
    /// Parameters whose lists travel as `name[0][key]=value`, as they ask for.
    pub indexed: HashSet<Place>,
    /// Every pattern of the document, and whether it can be checked.
    pub patterns: HashMap<String, Checkable>,
    shared: HashMap<Primitive, TypeId>,
    any: Option<TypeId>,
    full: bool,
}

/// How deep unions of one member may stand in each other.
const DEEPEST_COLLAPSE: usize = 100;

impl<'a> Lowering<'a> {
    pub(super) fn new(document: &'a Document, config: &'a LowerConfig, diagnostics: &'a Diagnostics) -> Self {
        Lowering {
            document,
            config,
            diagnostics,
            types: Types::default(),
            hints: Vec::new(),
            union_tags: HashMap::new(),
            extensible: HashSet::new(),
            several: HashSet::new(),
            memo: HashMap::new(),
            queue: VecDeque::new(),
            collapsing: Vec::new(),
            derived: super::derived::Derived::find(document),
            programs: Programs::default(),
            told: HashMap::new(),
            keeping: HashSet::new(),
            files: HashSet::new(),
            indexed: HashSet::new(),
            patterns: super::constraints::patterns(document, diagnostics),
            shared: HashMap::new(),
            any: None,
            full: false,
        }
    }

    /// The type of a schema.
    pub(super) fn schema(&mut self, schema: SchemaId, hint: &Hint) -> Typed {
        self.typed(Conj::one(schema), hint)
    }

    /// A view of a schema, for what is decided before types are.
    pub(super) fn look(&self, schema: SchemaId) -> View {
        let reduced = reduce(self.document, Conj::one(schema));
        let mut seen = view(self.document, &reduced.conj, self.diagnostics);
        seen.nullable |= reduced.nullable;
        seen
    }

    /// The type of schemas that hold together.
    pub(super) fn typed(&mut self, conj: Conj, hint: &Hint) -> Typed {
        if let Some(path) = self.retyped(&conj) {
            return self.plain(Primitive::External(path));
        }
        if !conj.parts.is_empty() && conj.parts.iter().all(|part| self.files.contains(&part.schema)) {
            return self.file();
        }
        let original = conj.clone();
        let reduced = reduce(self.document, conj);
        let asked = both(self.asked_by(&reduced.dropped), self.held_by_dropped(&reduced));
        let with_null = |typed: Typed| Typed {
            nullable: typed.nullable || reduced.nullable,
            rules: both(typed.rules, asked.clone()),
            ..typed
        };
        let on_the_way = self.config.schemas.exact && self.is_on_the_way(&reduced);
        let conj = reduced.conj;
        if conj.parts.is_empty() {
            return with_null(self.any());
        }
        // A resource that was seen through stands on the way to what dynamic references look for.
        if on_the_way {
            let mut typed = self.any();
            typed.rules = self.whole(&original);
            return typed;
        }
        if let Some(typed) = self.memo.get(&conj) {
            return with_null(typed.clone());
        }
        if let Some(path) = self.retyped(&conj) {
            return with_null(self.plain(Primitive::External(path)));
        }
        let seen = view(self.document, &conj, self.diagnostics);
        let shape = self.alternatives(&seen, &conj);
        if self.is_beyond_types(&conj, &seen, &shape) {
            let mut typed = self.any();
            typed.rules = self.whole(&conj);
            self.memo.insert(conj, typed.clone());
            return with_null(typed);
        }
        if let Shape::One { conj: inner, nullable } = &shape
            && self.collapsing.len() < DEEPEST_COLLAPSE
            && !self.collapsing.contains(&conj)
        {
            self.collapsing.push(conj.clone());
            let mut typed = self.typed(inner.clone(), hint);
            self.collapsing.pop();
            typed.nullable |= *nullable || seen.is_nullable();
            typed.rules = both(typed.rules, self.asked_beside_members(&seen));
            typed.rules = both(typed.rules, self.held_by(&conj, &seen, &shape));
            self.memo.insert(conj, typed.clone());
            return with_null(typed);
        }
        let nullable = seen.is_nullable() || shape.nullable();
        let literal = literal(&seen);
        let hint = self
            .own_name(&conj)
            .map_or_else(|| hint.clone(), |name| Hint(Base::Component(name)));
        let id = self.allocate(&seen.place, hint, self.documentation(&seen));
        self.types[id].deprecated = seen.deprecated && self.own_name(&conj).is_some();
        self.types[id].rules = self.held_by(&conj, &seen, &shape);
        if self.keeps_for_conditions(&seen, &shape) {
            self.keeping.insert(id);
        }
        let typed = Typed {
            id,
            nullable,
            rules: None,
            literal,
        };
        self.memo.insert(conj, typed.clone());
        self.queue.push_back((id, seen, shape));
        with_null(typed)
    }

    /// Fills everything that was asked for, and what that asks for.
    pub(super) fn fill(&mut self) {
        while let Some((id, seen, shape)) = self.queue.pop_front() {
            if self.types.len() > self.config.limits.types {
                if !self.full {
                    let text = format!("the document has more than {} types", self.config.limits.types);
                    self.diagnostics.push(Diagnostic::limit(&seen.place, "types", text));
                    self.full = true;
                }
                self.types[id].kind = Kind::Any;
                continue;
            }
            self.types[id].rules = both(self.asked_of(&seen, &shape), self.types[id].rules.take());
            let alternatives = matches!(shape, Shape::Members(_));
            let mut kind = self.kind(id, &seen, shape);
            if let Kind::Union(union) = &mut kind {
                union.checked_whole = self.config.schemas.exact && alternatives;
            }
            // A name given to what is no item of its own becomes an alias.
            let named = matches!(self.hints[id.0 as usize].0, Base::Component(_));
            self.types[id].kind = match kind {
                item @ (Kind::Struct(_)
                | Kind::StringEnum(_)
                | Kind::IntEnum(_)
                | Kind::Union(_)
                | Kind::Newtype(_)) => item,
                Kind::Alias(inner) => Kind::Alias(inner),
                other if named => {
                    let hint = Hint::inside(id, "value");
                    let inner = self.allocate(&seen.place, hint, Doc::default());
                    self.types[inner].kind = other;
                    Kind::Alias(inner)
                }
                other => other,
            };
        }
    }

    fn kind(&mut self, id: TypeId, seen: &View, shape: Shape) -> Kind {
        if seen.never {
            return Kind::Never;
        }
        match shape {
            Shape::Null => Kind::Primitive(Primitive::Null),
            Shape::Any => Kind::Any,
            // It is only itself: any value is as good as any other.
            Shape::One { .. } => {
                let text = "this schema is only itself: it says nothing about its values";
                self.diagnostics.report(Code::ReferenceLoop, &seen.place, text);
                Kind::Any
            }
            Shape::Values { values, open, .. } => {
                if open {
                    self.extensible.insert(id);
                }
                enums::of_values(&values)
            }
            Shape::Members(members) => self.union(id, members),
            Shape::Plain => self.plain_kind(id, seen),
        }
    }

    fn plain_kind(&mut self, id: TypeId, seen: &View) -> Kind {
        let kinds = seen.kinds();
        if kinds.is_empty() && seen.is_opaque() {
            return Kind::Binary;
        }
        if seen.is_null() {
            return Kind::Primitive(Primitive::Null);
        }
        let kind = match kinds.as_slice() {
            [] => return if seen.types.is_some() { Kind::Never } else { Kind::Any },
            [kind] => *kind,
            _ => {
                let members = kinds
                    .iter()
                    .map(|&kind| {
                        (
                            Conj {
                                parts: seen.parts.clone(),
                                only: Some(kind),
                            },
                            kind_word(kind).to_owned(),
                        )
                    })
                    .collect();
                return self.union(
                    id,
                    Members {
                        members,
                        tag: None,
                        nullable: false,
                        several: false,
                    },
                );
            }
        };
        if let Some(values) = &seen.values {
            if seen.extensible {
                self.extensible.insert(id);
            }
            let limit = self.config.limits.enum_values;
            if values.len() > limit {
                let text = format!("this enum has {} values, more than {limit}", values.len());
                self.diagnostics
                    .push(Diagnostic::limit(&seen.place.child("enum"), "enum-values", text));
            } else if let Some(kind) = enums::of_view(seen, values) {
                return kind;
            }
        }
        match kind {
            JsonType::Null => Kind::Primitive(Primitive::Null),
            JsonType::Boolean => Kind::Primitive(Primitive::Bool),
            JsonType::Integer | JsonType::Number | JsonType::String => self.scalar(kind, seen),
            JsonType::Array => self.array(id, seen),
            JsonType::Object => self.object(id, seen),
        }
    }

    fn scalar(&self, kind: JsonType, seen: &View) -> Kind {
        let format = seen.format.as_deref().unwrap_or_default();
        if let Some(path) = self.config.formats.get(format) {
            return Kind::Primitive(Primitive::External(path.clone()));
        }
        let integer = Primitive::Integer;
        Kind::Primitive(match (kind, format) {
            (JsonType::Integer, "int8") => integer(IntegerKind::I8),
            (JsonType::Integer, "int16") => integer(IntegerKind::I16),
            (JsonType::Integer | JsonType::Number, "int32") => integer(IntegerKind::I32),
            (JsonType::Integer, "uint8") => integer(IntegerKind::U8),
            (JsonType::Integer, "uint16") => integer(IntegerKind::U16),
            (JsonType::Integer, "uint32" | "uint") => integer(IntegerKind::U32),
            (JsonType::Integer | JsonType::Number, "uint64") => integer(IntegerKind::U64),
            (JsonType::Integer, "int64") if !seen.goes_beyond_i64() => integer(IntegerKind::I64),
            (JsonType::Number, "int64") => integer(IntegerKind::I64),
            (JsonType::Number, "float" | "double") => Primitive::F64,
            // JSON Schema knows no largest number.
            (JsonType::Integer, _) if self.config.schemas.exact => Primitive::ExactInteger,
            (JsonType::Number, _) if self.config.schemas.exact => Primitive::ExactNumber,
            (JsonType::Integer, _) if seen.goes_beyond_i64() => integer(IntegerKind::U64),
            (JsonType::Integer, _) => integer(IntegerKind::I64),
            (JsonType::Number, _) => Primitive::F64,
            (_, "binary") => return Kind::Binary,
            (_, "date-time") => Primitive::DateTime,
            (_, "date") => Primitive::Date,
            (_, "time") => Primitive::Time,
            (_, "duration") => Primitive::Duration,
            (_, "uuid") => Primitive::Uuid,
            (_, "byte" | "base64") => Primitive::Base64,
            (_, "base64url") => Primitive::Base64Url,
            (_, "ipv4") => Primitive::Ipv4,
            (_, "ipv6") => Primitive::Ipv6,
            // Numbers written as strings, as some documents do it.
            _ => match seen.content_encoding.as_deref() {
                Some("base64") => Primitive::Base64,
                Some("base64url") => Primitive::Base64Url,
                _ => Primitive::String,
            },
        })
    }

    fn union(&mut self, id: TypeId, members: Members) -> Kind {
        let mut variants: Vec<Variant> = Vec::new();
        let mut values: Vec<Vec<String>> = Vec::new();
        for (i, (conj, word)) in members.members.into_iter().enumerate() {
            let seen = view(self.document, &conj, self.diagnostics);
            let typed = self.typed(conj, &Hint::inside(id, &word));
            if let Some(same) = variants.iter().position(|variant| variant.ty == typed.id) {
                // A value need not fulfil what only one of the two asks.
                if variants[same].rules != typed.rules {
                    variants[same].rules = None;
                }
                if let Some(tag) = &members.tag {
                    values[same].extend(tag.values.get(i).cloned().unwrap_or_default());
                }
                continue;
            }
            variants.push(Variant {
                ident: Ident(word),
                doc: self.documentation(&seen),
                ty: typed.id,
                boxed: false,
                rules: typed.rules,
                injected_tag: None,
            });
            values.push(
                members
                    .tag
                    .as_ref()
                    .and_then(|tag| tag.values.get(i).cloned())
                    .unwrap_or_default(),
            );
        }
        if let [only] = variants.as_slice()
            && members.tag.is_none()
            && only.ty != id
        {
            self.types[id].rules = both(self.types[id].rules.take(), only.rules.clone());
            return Kind::Alias(only.ty);
        }
        if members.several {
            self.several.insert(id);
        }
        if let Some(tag) = members.tag {
            let default = tag.default.filter(|&i| i < variants.len());
            self.union_tags.insert(
                id,
                UnionTag {
                    property: tag.property,
                    values,
                    default,
                },
            );
        }
        Kind::Union(Union {
            variants,
            decide: crate::api::Decide::Unknown,
            other: None,
            explanation: String::new(),
            checked_whole: false,
        })
    }

    /// `T` or null as a type of its own, for places that have no field to say so, and what the place asks of it.
    pub(super) fn nullable(&mut self, typed: Typed) -> (TypeId, Option<Box<Rules>>) {
        if !typed.nullable {
            return (typed.id, typed.rules);
        }
        let place = self.types[typed.id].place.clone();
        let hint = Hint::inside(typed.id, "or null");
        let id = self.allocate(&place, hint, Doc::default());
        self.types[id].kind = Kind::Nullable(typed.id);
        (id, typed.rules)
    }

    /// A primitive type, one for all its uses.
    pub(super) fn plain(&mut self, primitive: Primitive) -> Typed {
        let id = match self.shared.get(&primitive) {
            Some(&id) => id,
            None => {
                let place = self.document.place.clone();
                let id = self.allocate(&place, Hint::operation("plain"), Doc::default());
                self.types[id].kind = Kind::Primitive(primitive.clone());
                self.shared.insert(primitive, id);
                id
            }
        };
        Typed {
            id,
            nullable: false,
            rules: None,
            literal: None,
        }
    }

    /// Any value.
    pub(super) fn any(&mut self) -> Typed {
        let id = match self.any {
            Some(id) => id,
            None => {
                let place = self.document.place.clone();
                let id = self.allocate(&place, Hint::operation("any"), Doc::default());
                self.types[id].kind = Kind::Any;
                *self.any.insert(id)
            }
        };
        Typed {
            id,
            nullable: false,
            rules: None,
            literal: None,
        }
    }

    pub(super) fn never(&mut self) -> Typed {
        self.nameless("never", Kind::Never)
    }

    /// Raw bytes, perhaps with a name and a media type.
    fn file(&mut self) -> Typed {
        self.nameless("file", Kind::Binary)
    }

    fn nameless(&mut self, hint: &str, kind: Kind) -> Typed {
        let place = self.document.place.clone();
        let id = self.allocate(&place, Hint::operation(hint), Doc::default());
        self.types[id].kind = kind;
        Typed {
            id,
            nullable: false,
            rules: None,
            literal: None,
        }
    }

    pub(super) fn allocate(&mut self, place: &Place, hint: Hint, doc: Doc) -> TypeId {
        let id = TypeId(self.types.0.len() as u32);
        self.types.0.push(Type {
            place: place.clone(),
            name: None,
            module: Ident("common".to_owned()),
            doc,
            deprecated: false,
            direction: Direction::default(),
            rules: None,
            kind: Kind::Any,
        });
        self.hints.push(hint);
        id
    }

    fn retyped(&self, conj: &Conj) -> Option<String> {
        let [part] = conj.parts.as_slice() else { return None };
        self.config
            .retypes
            .get(&self.document.schemas[part.schema].place)
            .cloned()
    }

    /// The component that a conjunction is, and nothing else.
    pub(super) fn own_name(&self, conj: &Conj) -> Option<String> {
        match (conj.parts.as_slice(), conj.only) {
            ([part], None) if !part.own && !part.no_unions && !part.as_base => {
                self.document.schemas[part.schema].name.clone()
            }
            _ => None,
        }
    }

    fn documentation(&self, seen: &View) -> Doc {
        doc(
            seen.title.as_deref().filter(|_| seen.description.is_none()),
            seen.description.as_deref(),
            String::new,
        )
    }

    pub(super) fn field_doc(&self, seen: &View, wire: &str) -> Doc {
        let fallback = || format!("The member `{}`", wire.replace('`', "'"));
        doc(None, seen.description.as_deref().or(seen.title.as_deref()), fallback)
    }
}

fn literal(seen: &View) -> Option<Literal> {
    if seen.is_null() {
        return Some(Literal::Null);
    }
    let [value] = seen.values.as_deref()? else { return None };
    if seen.extensible || !seen.alternatives.is_empty() || seen.is_nullable() {
        return None;
    }
    match value {
        Node::String(text) => Some(Literal::Str(text.clone())),
        Node::Integer(number) => i64::try_from(*number).ok().map(Literal::Int),
        Node::Bool(value) => Some(Literal::Bool(*value)),
        Node::Null => Some(Literal::Null),
        Node::Float(_) | Node::Array(_) | Node::Object(_) => Some(Literal::Json(value.clone())),
    }
}

/// What to call a member of a union that is known by its JSON type alone.
pub(super) fn kind_word(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Null => "Null",
        JsonType::Boolean => "Bool",
        JsonType::Integer => "Integer",
        JsonType::Number => "Number",
        JsonType::String => "Text",
        JsonType::Array => "List",
        JsonType::Object => "Object",
    }
}

impl Lowering<'_> {
    /// Whether a type carries a component's name.
    pub(super) fn is_component(&self, id: TypeId) -> bool {
        matches!(self.hints[id.0 as usize].0, Base::Component(_))
    }
}
