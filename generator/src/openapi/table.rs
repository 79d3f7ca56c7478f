//! The objects of OpenAPI as data: which members each has, of what kind, in which versions.
//!
//! [`check`](super::check) walks a document along this table. Nothing here reads or reports.

mod objects;
mod schema;
mod security;

use super::Version;

/// An object of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Object {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocumentation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    SecurityScheme,
    OAuthFlows,
    ImplicitFlow,
    PasswordFlow,
    ClientCredentialsFlow,
    AuthorizationCodeFlow,
    DeviceAuthorizationFlow,
    SecurityRequirement,
    Schema,
    Discriminator,
    Xml,
}

/// The versions in which something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Versions {
    since: Version,
    until: Version,
}

impl Versions {
    pub(super) const ALL: Versions = Versions {
        since: Version::V30,
        until: Version::V32,
    };
    pub(super) const ONLY_30: Versions = Versions {
        since: Version::V30,
        until: Version::V30,
    };
    pub(super) const UNTIL_31: Versions = Versions {
        since: Version::V30,
        until: Version::V31,
    };
    pub(super) const SINCE_31: Versions = Versions {
        since: Version::V31,
        until: Version::V32,
    };
    pub(super) const SINCE_32: Versions = Versions {
        since: Version::V32,
        until: Version::V32,
    };

    pub(super) fn hold(self, version: Version) -> bool {
        self.since <= version && version <= self.until
    }

    /// For messages: `since 3.1`, `only in 3.0`.
    pub(super) fn words(self) -> String {
        if self.until == Version::V32 {
            format!("since OpenAPI {}", self.since)
        } else if self.since == self.until {
            format!("only in OpenAPI {}", self.since)
        } else {
            format!("up to OpenAPI {}", self.until)
        }
    }
}

/// What the value of a member must be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Any JSON value.
    Any,
    /// A string.
    Text,
    /// A string of a certain form.
    Formed(Form),
    /// An array of strings that are all different.
    Names,
    /// A boolean.
    Flag,
    /// A number.
    Number,
    /// A number above zero.
    PositiveNumber,
    /// An integer from zero up.
    Count,
    /// In 3.0 a boolean, later a number.
    ExclusiveBound,
    /// One of these words.
    Word(&'static [Word]),
    /// `type` of a schema: a name, or since 3.1 a list of names.
    JsonType,
    /// An object of the standard.
    Object(Object),
    /// An object of the standard, or a reference to one.
    Referable(Object),
    /// A schema, or since 3.1 a boolean.
    Schema,
    /// A schema or a boolean, in every version.
    SchemaOrFlag,
    /// `items`: a schema, or (in older drafts) a list of schemas.
    Items,
    /// A member of `dependencies`, of older drafts: a schema or names of properties.
    Dependency,
    /// An array.
    List(Length, &'static Kind),
    /// An object whose keys the document chooses.
    Map(Keys, &'static Kind),
}

impl Kind {
    /// Whether this is one of several words, and `text` among them.
    pub(super) fn has_word(self, text: &str) -> bool {
        matches!(self, Kind::Word(words) if words.iter().any(|word| word.text == text))
    }
}

/// The form of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A URI reference without a fragment.
    WithoutFragment,
    /// A URI reference whose fragment, if it has one, is empty.
    Identifier,
    /// A name for a place in a schema: `^[A-Za-z_][-A-Za-z0-9._]*$`.
    Anchor,
}

/// How many items an array must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Any,
    NotEmpty,
}

/// What keys an object may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// Any.
    Any,
    /// Names of components: `^[a-zA-Z0-9._-]+$`.
    Component,
    /// Names of headers: tokens of RFC 9110, section 5.6.2.
    Header,
    /// Methods that are no keyword of a path item.
    Method,
    /// Any, but exactly one.
    Single,
}

/// A value out of a set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) text: &'static str,
    pub(super) versions: Versions,
}

pub(super) const fn word(text: &'static str) -> Word {
    Word {
        text,
        versions: Versions::ALL,
    }
}

impl Word {
    pub(super) const fn since(mut self, versions: Versions) -> Word {
        self.versions = versions;
        self
    }
}

/// One member of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The versions that have it.
    pub(super) versions: Versions,
    /// The versions in which it must be there.
    pub(super) required: Option<Versions>,
    /// How much it weighs that it is not there.
    pub(super) weight: Weight,
    /// Whether it only explains: what is wrong in it changes nothing of what is emitted but documentation.
    pub(super) aside: bool,
}

pub(super) const fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        versions: Versions::ALL,
        required: None,
        weight: Weight::Grave,
        aside: false,
    }
}

impl Field {
    pub(super) const fn required(mut self) -> Field {
        self.required = Some(self.versions);
        self
    }

    pub(super) const fn required_in(mut self, versions: Versions) -> Field {
        self.required = Some(versions);
        self
    }

    pub(super) const fn harmless(mut self) -> Field {
        self.weight = Weight::Harmless;
        self
    }

    pub(super) const fn aside(mut self) -> Field {
        self.aside = true;
        self
    }

    pub(super) const fn only(mut self, versions: Versions) -> Field {
        self.versions = versions;
        self
    }
}

/// Members whose names the document chooses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patterned {
    pub(super) keys: Pattern,
    pub(super) kind: Kind,
}

/// Which names those may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    /// Path templates, which begin with a slash.
    Path,
    /// Status codes, ranges and `default`.
    Status,
    /// Anything.
    Any,
}

/// What several members of one object must fulfil together.
#[derive(Debug, Clone, Copy)]
pub(super) enum Together {
    /// One of these and no second one.
    ExactlyOne(&'static [&'static str], Weight),
    /// At least one of these, in these versions.
    AtLeastOne(&'static [&'static str], Versions),
    /// Not both.
    NotBoth(&'static str, &'static str, Weight),
    /// Where one member has a certain value, another must be there.
    Needs {
        when: When,
        needed: &'static str,
        weight: Weight,
    },
    /// Where one member has a certain value, a flag must be true.
    IsTrue {
        when: When,
        flag: &'static str,
        weight: Weight,
    },
    /// Where one member has a certain value, another is one of these.
    OneOf {
        when: When,
        member: &'static str,
        words: &'static [&'static str],
    },
    /// Where one member has a certain value, another is a token of RFC 9110; the standard says so since 3.2.
    Token { when: When, member: &'static str },
    /// At least one member that is no extension.
    NotEmpty(Weight),
    /// Where one member is there, another says nothing, in these versions.
    Idle {
        beside: &'static str,
        member: &'static str,
        versions: Versions,
    },
    /// A member says nothing unless another one has one of these values, in whatever case, in these versions.
    OnlyWhere {
        member: &'static str,
        key: &'static str,
        values: &'static [&'static str],
        versions: Versions,
    },
    /// Where one member has a certain value, another says nothing.
    IdleWhere { when: When, member: &'static str },
}

/// A member with a certain value.
#[derive(Debug, Clone, Copy)]
pub(super) struct When {
    pub(super) key: &'static str,
    pub(super) value: &'static str,
}

pub(super) const fn when(key: &'static str, value: &'static str) -> When {
    When { key, value }
}

/// How much a fault weighs: many documents in the field have faults that change nothing of what is emitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// What the code says.
    Grave,
    /// Refused by the standard, and read all the same.
    Harmless,
}

/// An object of the standard.
#[derive(Debug)]
pub(super) struct ObjectSpec {
    /// Its name in the standard, with the article that messages need.
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
    pub(super) patterned: Option<Patterned>,
    pub(super) together: &'static [Together],
    /// Whether it may have members that begin with `x-`.
    pub(super) extensible: bool,
    /// The version since which anybody may add members of any name.
    pub(super) open_since: Option<Version>,
}

impl ObjectSpec {
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether anybody may add members of any name.
    pub(super) fn is_open(&self, version: Version) -> bool {
        self.open_since.is_some_and(|since| since <= version)
    }
}

/// The description of an object.
pub(super) fn spec(object: Object) -> &'static ObjectSpec {
    objects::spec(object)
}

/// Where under `components` an object stands, when it may stand there.
pub(super) fn section(object: Object) -> Option<&'static str> {
    objects::section(object)
}

/// The sections of `components`.
pub(super) fn is_section(name: &str) -> bool {
    objects::spec(Object::Components).field(name).is_some()
}

/// Whether a keyword has a meaning in a schema of some version.
pub(super) fn is_schema_keyword(name: &str) -> bool {
    schema::SCHEMA.field(name).is_some()
}

/// Whether a keyword of a schema has a say in which values fulfil it.
pub(super) fn shapes_type(name: &str) -> bool {
    schema::SHAPING.contains(&name)
}
