//! The list of codes. A code is never reused and never changes its meaning; its documentation is what
//! `specwright explain` prints.

use std::fmt;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Note,
    /// Likely a mistake; code is emitted all the same.
    Warning,
    /// What it is about cannot be emitted.
    Error,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $severity:ident;)+) => {
        /// A stable identification of a kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The code's text, such as `SW0101`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)+ }
            }

            /// How grave it is unless configured otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)+ }
            }

            /// What it means and what to do.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc, "\n",)+),)+ }
            }
        }
    };
}

codes! {
    // 01: reading files.
    /// The text is not well-formed JSON or YAML.
    Syntax = "SW0101", Error;
    /// A file that the document refers to cannot be read.
    FileUnreadable = "SW0102", Error;
    /// A `$ref` points at nothing.
    ReferenceNotFound = "SW0103", Error;
    /// A `$ref` leads to itself over other references.
    ReferenceLoop = "SW0104", Error;
    /// A limit on size, nesting or number was passed.
    LimitExceeded = "SW0105", Error;
    /// An object has the same key twice.
    DuplicateKey = "SW0106", Error;
    /// A `$ref` leaves the document's folder or needs the network.
    ReferenceOutside = "SW0107", Error;

    // 02: the structure of the document.
    /// The document says neither `openapi: 3.x` nor anything else that is read here.
    NotOpenApi = "SW0201", Error;
    /// A keyword that must be there is missing. Where it would not change what is emitted, such as the description of a
    /// response, `generate` calls it a warning.
    MissingKeyword = "SW0202", Error;
    /// A keyword has a value of the wrong JSON type. Where what is meant is plain, such as a version that is not in quotes,
    /// `generate` calls it a warning.
    WrongType = "SW0203", Error;
    /// A keyword that no version of the standard knows. Extensions have names that begin with `x-`. It is an error where
    /// the standard allows no further keywords, which is everywhere but in schemas since 3.1; since it is not read, code
    /// can be generated all the same: `generate` calls it a warning.
    UnknownKeyword = "SW0204", Error;
    /// A keyword, or one of the values of a keyword, of another version of the standard. It is an error where the
    /// document's own version does not allow it. What is meant is plain, so that it is read as that other version says:
    /// `generate` calls it a warning.
    OtherVersionKeyword = "SW0205", Error;
    /// A value outside the set that the standard allows, or a keyword beside another one that excludes it. Where it does
    /// not change what is emitted, `generate` calls it a warning.
    InvalidValue = "SW0206", Error;
    /// Two operations have the same `operationId`.
    DuplicateOperationId = "SW0207", Error;
    /// A path parameter is declared but not in the path template. It is left out.
    PathParameterNotInTemplate = "SW0208", Error;
    /// A template expression has no parameter. One of a path becomes a string.
    TemplateExpressionUndeclared = "SW0209", Error;
    /// Two paths have the same template but for the names. When both have an operation with the same method, a server
    /// reaches only the first.
    PathsCollide = "SW0210", Error;
    /// A security requirement names a scheme that is not declared.
    UnknownSecurityScheme = "SW0211", Error;
    /// The same parameter is declared twice at one place.
    DuplicateParameter = "SW0212", Error;
    /// A link of a response leads to an operation that the document does not have. Since it is documentation, `generate`
    /// calls it a warning.
    UnknownOperation = "SW0213", Error;

    // 03: schemas.
    /// A schema says what no value can fulfil.
    Contradiction = "SW0301", Warning;
    /// A keyword of a schema does not affect the emitted type.
    KeywordWithoutEffect = "SW0302", Note;
    /// Two members of a union cannot be told apart.
    UnionAmbiguous = "SW0303", Warning;
    /// A discriminator does not fit its union.
    DiscriminatorUnfit = "SW0304", Warning;
    /// `required` names a property that the schema does not have.
    RequiredUnknownProperty = "SW0305", Note;
    /// An example or default does not fit its schema.
    ExampleMismatch = "SW0306", Warning;
    /// A `pattern` does not compile as an ECMA-262 regular expression.
    PatternInvalid = "SW0307", Warning;
    /// An enum lists the same value twice.
    DuplicateEnumValue = "SW0308", Warning;
    /// A format that is not known for its type.
    UnknownFormat = "SW0309", Note;

    // 04: operations.
    /// A parameter that the standard says is ignored, such as a header `Authorization`.
    ParameterIgnored = "SW0401", Note;
    /// A parameter style that does not go with its place or its schema.
    StyleUnfit = "SW0402", Warning;
    /// A media type that is carried as opaque bytes.
    MediaTypeOpaque = "SW0403", Note;
    /// An operation cannot be emitted.
    OperationDropped = "SW0404", Error;

    // 05: names.
    /// A name had to be changed to be an identifier or to be unique.
    NameChanged = "SW0501", Note;

    // 06: configuration.
    /// The configuration is not well formed or names what is not there.
    Configuration = "SW0601", Error;
    /// An overlay is not what the Overlay Specification says: its version is not known, an action has no target or does
    /// not say what to do, a path is no JSONPath, a keyword is misspelt. Its other actions are applied.
    OverlayMalformed = "SW0602", Error;
    /// An action of an overlay does not fit what its target selects, such as an array that is to be merged with an
    /// object. Remove the old value by an action of its own, or select the value that is meant.
    OverlayUnfit = "SW0603", Error;
    /// The target of an overlay's action selects nothing, so that nothing is changed. Look for a misspelt name; a name
    /// with other characters than letters, digits and `_` is written in brackets: `$.paths['/bookings']`.
    OverlayWithoutEffect = "SW0604", Warning;

    // 07: the habits of good descriptions, looked at when asked for (`--lint`). `x-lint-ignore: [SW07..]` on an object
    // switches a rule off for it and all that it holds; on the root, for the whole document.
    /// A tag, an operation, a parameter, a response, a schema or a property has no description. Whoever reads the
    /// emitted documentation sees nothing but its name.
    DescriptionMissing = "SW0701", Warning;
    /// An operation has no summary, which is what its entry in every list of operations says.
    SummaryMissing = "SW0702", Warning;
    /// An operation has no tag, so that it belongs to no group.
    TagMissing = "SW0703", Warning;
    /// An operation declares no error: neither a status from 400 up, nor a range, nor `default`.
    ErrorResponseMissing = "SW0704", Warning;
    /// Neither an operation nor the document says which credential is needed. `security: []` says that none is.
    SecurityMissing = "SW0705", Warning;
    /// A component that nothing uses, neither in this file nor in another one that the document reaches.
    ComponentUnused = "SW0706", Warning;
    /// A JSON body has no example, neither its own nor in its schema.
    ExampleMissing = "SW0707", Warning;
    /// An `operationId` that is not made as the others: the `x-module` of the operation's tag, `_`, a verb.
    OperationIdUnlikeOthers = "SW0708", Warning;
    /// The properties of one schema are written in two ways, as `camelCase` and as `snake_case`.
    PropertyNamesMixed = "SW0709", Warning;
    /// The name of a schema is not written as `UpperCamelCase`.
    SchemaNameCase = "SW0710", Warning;
    /// Two operations have the same summary, so that lists do not tell them apart.
    DuplicateSummary = "SW0711", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
