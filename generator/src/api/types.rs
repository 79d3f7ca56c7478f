//! Types: an arena of them, and what a Rust emitter must know of each.

use std::collections::HashSet;

use crate::source::{Node, Place};

use super::{Doc, Ident, Rules};

/// A type, by its number in [`Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub(crate) u32);

/// The arena of types.
#[derive(Debug, Default)]
pub struct Types(pub(crate) Vec<Type>);

impl std::ops::Index<TypeId> for Types {
    type Output = Type;

    fn index(&self, id: TypeId) -> &Type {
        &self.0[id.0 as usize]
    }
}

impl std::ops::IndexMut<TypeId> for Types {
    fn index_mut(&mut self, id: TypeId) -> &mut Type {
        &mut self.0[id.0 as usize]
    }
}

impl Types {
    /// All types with their ids, in a stable order.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        self.0.iter().enumerate().map(|(i, ty)| (TypeId(i as u32), ty))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Named items that a type holds by value: aliases and nulls are seen through, lists and maps are not by value.
    pub fn by_value(&self, id: TypeId) -> Vec<TypeId> {
        let mut out = Vec::new();
        let mut work = vec![id];
        let mut seen = HashSet::new();
        while let Some(id) = work.pop() {
            if !seen.insert(id) {
                continue;
            }
            match &self[id].kind {
                Kind::Alias(inner) | Kind::Nullable(inner) => work.push(*inner),
                Kind::Tuple(items) => work.extend(items),
                Kind::Struct(_) | Kind::Union(_) | Kind::Newtype(_) => out.push(id),
                Kind::Primitive(_)
                | Kind::StringEnum(_)
                | Kind::IntEnum(_)
                | Kind::List(_)
                | Kind::Map(_)
                | Kind::Literal(_)
                | Kind::Any
                | Kind::Never
                | Kind::Binary => {}
            }
        }
        out
    }

    /// Whether the type has no value at all, because it is [`Kind::Never`] or cannot do without one.
    pub fn is_never(&self, id: TypeId) -> bool {
        self.needs_never(id, &mut Vec::new())
    }

    fn needs_never(&self, id: TypeId, seen: &mut Vec<TypeId>) -> bool {
        if seen.contains(&id) {
            return false;
        }
        seen.push(id);
        match &self[id].kind {
            Kind::Never => true,
            Kind::Newtype(inner) | Kind::Alias(inner) => self.needs_never(*inner, seen),
            Kind::Tuple(items) => items.iter().any(|item| self.needs_never(*item, seen)),
            Kind::Struct(object) => {
                let mut needed = object
                    .fields
                    .iter()
                    .filter(|field| field.presence == Presence::Required);
                needed.any(|field| self.needs_never(field.ty, seen))
            }
            Kind::Primitive(_)
            | Kind::StringEnum(_)
            | Kind::IntEnum(_)
            | Kind::Union(_)
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Nullable(_)
            | Kind::Literal(_)
            | Kind::Any
            | Kind::Binary => false,
        }
    }
}

/// A type.
#[derive(Debug, Clone)]
pub struct Type {
    /// Where its schema stands.
    pub place: Place,
    /// Rust name; `Some` for exactly the kinds that become an item: struct, enums, union, newtype.
    pub name: Option<Ident>,
    /// The file below `models/` (without `.rs`) that holds its item.
    pub module: Ident,
    /// Documentation.
    pub doc: Doc,
    /// Deprecated.
    pub deprecated: bool,
    /// In which direction values travel.
    pub direction: Direction,
    /// What its values must fulfil beyond the kind. What holds values of other types says with `items`, `keys` and
    /// `prefix` what it asks of those.
    pub rules: Option<Box<Rules>>,
    /// What it is.
    pub kind: Kind,
}

/// In which direction values of a type travel, seen from the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Direction {
    /// In requests (or webhook answers).
    pub request: bool,
    /// In responses (or webhook requests).
    pub response: bool,
}

/// What a type is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A scalar with a Rust type of its own.
    Primitive(Primitive),
    /// An object with known members.
    Struct(Struct),
    /// Strings out of a list.
    StringEnum(StringEnum),
    /// Integers out of a list.
    IntEnum(IntEnum),
    /// One of several types.
    Union(Union),
    /// A named wrapper around another type, emitted as `pub struct Name(pub Inner);` with `From` both ways.
    Newtype(TypeId),
    /// A name for another type, emitted as `pub type Name = Inner;`.
    Alias(TypeId),
    /// An array of one type.
    List(TypeId),
    /// An object whose every member has one type.
    Map(TypeId),
    /// An array of just these items.
    Tuple(Vec<TypeId>),
    /// `T` or null, where not a field's own matter.
    Nullable(TypeId),
    /// Exactly one value (unit-like; written as it stands, checked when read).
    Literal(Literal),
    /// Any JSON value.
    Any,
    /// No value at all (`false`).
    Never,
    /// An opaque body or part (`format: binary`): bytes with file name and media type where a part has them.
    Binary,
}

/// Scalars.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Primitive {
    /// `bool`
    Bool,
    /// `i8` ... `u64`, `i128`: the Rust name.
    Integer(IntegerKind),
    /// An integer of any size, as it is written: the runtime's `Integer`.
    ExactInteger,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// A number with as many digits as are written: the runtime's `Number`.
    ExactNumber,
    /// `String`
    String,
    /// RFC 3339 date-time: the runtime's `Timestamp`.
    DateTime,
    /// RFC 3339 full-date: the runtime's `Date`.
    Date,
    /// RFC 3339 time: the runtime's `Time`.
    Time,
    /// ISO 8601 duration: the runtime's `Duration`.
    Duration,
    /// UUID.
    Uuid,
    /// base64 text (RFC 4648, section 4) of bytes.
    Base64,
    /// base64url text (RFC 4648, section 5) of bytes.
    Base64Url,
    /// IPv4 address.
    Ipv4,
    /// IPv6 address.
    Ipv6,
    /// `null`
    Null,
    /// A type that the configuration names by its Rust path.
    External(String),
}

/// Rust's integer types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say all")]
pub enum IntegerKind {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    I128,
}

impl IntegerKind {
    /// The least and the greatest value.
    pub fn range(self) -> (i128, i128) {
        match self {
            IntegerKind::I8 => (i8::MIN.into(), i8::MAX.into()),
            IntegerKind::I16 => (i16::MIN.into(), i16::MAX.into()),
            IntegerKind::I32 => (i32::MIN.into(), i32::MAX.into()),
            IntegerKind::I64 => (i64::MIN.into(), i64::MAX.into()),
            IntegerKind::U8 => (u8::MIN.into(), u8::MAX.into()),
            IntegerKind::U16 => (u16::MIN.into(), u16::MAX.into()),
            IntegerKind::U32 => (u32::MIN.into(), u32::MAX.into()),
            IntegerKind::U64 => (u64::MIN.into(), u64::MAX.into()),
            IntegerKind::I128 => (i128::MIN, i128::MAX),
        }
    }
}

/// A constant of a scalar type, or any other JSON value as its text.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A string.
    Str(String),
    /// An integer.
    Int(i64),
    /// A boolean.
    Bool(bool),
    /// Null.
    Null,
    /// Anything else.
    Json(Node),
}

/// An object with known members.
#[derive(Debug, Clone)]
pub struct Struct {
    /// Fields in document order.
    pub fields: Vec<Field>,
    /// What happens to members that no field names.
    pub additional: Additional,
}

/// Members that no field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additional {
    /// Skipped when read.
    Ignored,
    /// Kept in a map field of this name's type, written back.
    Kept(TypeId),
    /// Refused by strict readers (`additionalProperties: false`), skipped otherwise.
    Refused,
    /// Refused by every reader.
    Closed,
}

/// The identifier of the map field for [`Additional::Kept`] is `additional_properties`, changed by the scope's rules
/// when a property has that name; the emitter asks [`Struct::additional_ident`].
impl Struct {
    /// The name of the map field for additional members; it collides with no field.
    pub fn additional_ident(&self) -> Ident {
        let mut name = "additional_properties".to_owned();
        while self.fields.iter().any(|field| field.ident.as_str() == name) {
            name.push('_');
        }
        Ident(name)
    }
}

/// A member of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// Rust name.
    pub ident: Ident,
    /// Documentation.
    pub doc: Doc,
    /// The type without optionality and nullability.
    pub ty: TypeId,
    /// Whether it must be there and may be null.
    pub presence: Presence,
    /// Stands in a box because the type would else hold itself.
    pub boxed: bool,
    /// What is asked of its value here, beside what its type asks.
    pub rules: Option<Box<Rules>>,
    /// `default`, for the documentation and for the server.
    pub default: Option<Node>,
    /// Deprecated.
    pub deprecated: bool,
    /// Only in responses.
    pub read_only: bool,
    /// Only in requests.
    pub write_only: bool,
    /// Where its schema stands.
    pub place: Place,
}

/// Whether a member must be there and may be null: the one place where the Rust wrapper is decided.
#[derive(Debug, Clone, PartialEq)]
pub enum Presence {
    /// `T`
    Required,
    /// `Option<T>`, `None` is null, absent is an error.
    RequiredNullable,
    /// `Option<T>`, `None` is absent, null is an error.
    Optional,
    /// `Option<T>`, `None` is absent, null is read as absent too (configuration forgives it).
    Forgiven,
    /// `Patch<T>`: absent, null or a value.
    OptionalNullable,
    /// No Rust field: always written with this value, checked when read.
    Constant(Literal, Missing),
}

/// What a reader makes of a constant that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// An error, as for every other member that must be there.
    Refused,
    /// Nothing: the value is known all the same.
    Forgiven,
}

/// Strings out of a list.
#[derive(Debug, Clone)]
pub struct StringEnum {
    /// The values.
    pub values: Vec<EnumValue>,
    /// Name of the variant that keeps values not listed; `None` when the list is closed.
    pub other: Option<Ident>,
}

/// One value of a string enum.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// On the wire.
    pub wire: String,
    /// Rust name.
    pub ident: Ident,
    /// Documentation.
    pub doc: Doc,
}

/// Integers out of a list.
#[derive(Debug, Clone)]
pub struct IntEnum {
    /// The values: wire value, Rust name, documentation.
    pub values: Vec<(i64, Ident, Doc)>,
    /// Name of the variant that keeps values not listed; `None` when the list is closed.
    pub other: Option<Ident>,
}

/// One of several types.
#[derive(Debug, Clone)]
pub struct Union {
    /// The members, in document order.
    pub variants: Vec<Variant>,
    /// How a reader tells which member a value is.
    pub decide: Decide,
    /// Name of the variant that keeps values of no member as raw JSON; `None` when such a value is an error.
    pub other: Option<Ident>,
    /// How it is decided, in a sentence, for the documentation.
    pub explanation: String,
    /// Whether the rules of the whole say all that its members ask: then members are not checked by themselves, as a
    /// value that fits one of them may have been read as another.
    pub checked_whole: bool,
}

/// A member of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Rust name.
    pub ident: Ident,
    /// Documentation.
    pub doc: Doc,
    /// What it holds.
    pub ty: TypeId,
    /// Stands in a box because the type would else hold itself or is much larger than the others.
    pub boxed: bool,
    /// What is asked of its value here, beside what its type asks.
    pub rules: Option<Box<Rules>>,
    /// A tag that the member's own type does not write, to be written into the object: member name and value.
    pub injected_tag: Option<(String, String)>,
}

/// A decision, taken by looking ahead in the JSON without reading it.
#[derive(Debug, Clone, PartialEq)]
pub enum Decide {
    /// It is this variant (index into [`Union::variants`]).
    Variant(usize),
    /// By the JSON type of the value.
    Kind {
        /// JSON types and what follows.
        cases: Vec<(Vec<JsonKind>, Decide)>,
        /// Any other type.
        otherwise: Box<Decide>,
    },
    /// By the text of a member of the object.
    Tag {
        /// The member's name on the wire.
        field: String,
        /// Values and what follows.
        cases: Vec<(Vec<String>, Decide)>,
        /// Absent, or another value.
        otherwise: Box<Decide>,
    },
    /// Objects by their keys: the reader ranks these variants by the keys that are there (all required ones present
    /// first, then the most declared ones present, then the fewest forgiven ones missing, then this order), and tries
    /// them in that order, exactly first and leniently then. Emitted as `r.rank(&[keys], &[rt::Shape { .. }, ..])`, the
    /// shapes from the variants' structs, by the keys' indices. Constants are required, or forgiven where reading is
    /// content without them. Of a variant that is a union itself, what all its members require is required, and what one
    /// of them knows is known; a map requires and knows nothing. Keys of which all shapes say the same are left out.
    Rank(Vec<usize>),
    /// By the value itself (a string or integer out of a list, as its text).
    Value {
        /// Values and what follows.
        cases: Vec<(Vec<String>, Decide)>,
        /// Another value.
        otherwise: Box<Decide>,
    },
    /// By trying to read them in this order, the most specific first: exactly, and then leniently.
    Try(Vec<usize>),
    /// A value of no member: kept by [`Union::other`] or refused.
    Unknown,
}

/// JSON types as a reader sees them ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say all")]
pub enum JsonKind {
    Null,
    Bool,
    /// A number without fraction and exponent.
    Integer,
    /// Any other number.
    Float,
    String,
    Array,
    Object,
}

impl Kind {
    /// Whether it becomes an item with a name of its own.
    pub fn is_item(&self) -> bool {
        match self {
            Kind::Struct(_)
            | Kind::StringEnum(_)
            | Kind::IntEnum(_)
            | Kind::Union(_)
            | Kind::Newtype(_)
            | Kind::Alias(_) => true,
            Kind::Primitive(_)
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Tuple(_)
            | Kind::Nullable(_)
            | Kind::Literal(_)
            | Kind::Any
            | Kind::Never
            | Kind::Binary => false,
        }
    }
}
