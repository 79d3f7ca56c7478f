//! Headers that a document declares for responses: read when they are asked for, written when they are set.
//!
//! Comes in: the header lines of a response that arrived, or values that a handler sets. Goes out: values of the
//! declared types, or header lines. Emitted code puts one struct around [`Headers`] for each different set of declared
//! headers; what its methods have in common happens here. Which responses declare which set is not known here.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Param, ParamShape};
use crate::codec::{
    Object, Read, ReadError, ReadErrorKind, ReadResult, Value, Write, from_lexical, from_value, to_value,
};
use crate::validate::{Rules, Validate, Violations};
use crate::wire::style::{self, Spec};

/// The headers of a response, as lines, under methods that know their types.
#[derive(Clone, Default, PartialEq)]
pub struct Headers {
    map: HeaderMap,
    /// The first header that was set to what no header can hold.
    unsendable: Option<&'static str>,
}

/// What is known of a set of declared headers.
#[derive(Debug)]
pub struct HeadersMeta {
    params: &'static [Param],
    read_all: fn(&mut HeaderReader<'_>),
}

/// A set of headers that responses declare: a struct of the emitted crate.
pub trait HeaderSet: Sized {
    /// What is known of it.
    const META: &'static HeadersMeta;

    /// The headers of a response as this set; nothing is read yet.
    fn from_headers(headers: Headers) -> Self;

    /// The header lines.
    fn into_headers(self) -> Headers;
}

/// Reads the headers of a set one after the other, each as its type, and gathers their values and what is wrong.
#[derive(Debug)]
pub struct HeaderReader<'h> {
    meta: &'h HeadersMeta,
    headers: &'h Headers,
    values: Object,
    violations: Violations,
}

impl Headers {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The lines.
    pub fn as_map(&self) -> &HeaderMap {
        &self.map
    }

    /// Reads the header `index` of a set; `None` when it is not there.
    ///
    /// # Errors
    /// When it is not a `T`; the path begins with its name.
    pub fn read<T: Read>(&self, meta: &HeadersMeta, index: usize) -> ReadResult<Option<T>> {
        match meta.params.get(index) {
            Some(param) => read_header(&self.map, param),
            None => Ok(None),
        }
    }

    /// Reads the header `index` of a set, which must be there.
    ///
    /// # Errors
    /// When it is missing, or not a `T`; the path begins with its name.
    pub fn require<T: Read>(&self, meta: &HeadersMeta, index: usize) -> ReadResult<T> {
        let name = meta.params.get(index).map_or("", |param| param.name);
        self.read(meta, index)?
            .ok_or_else(|| ReadError::new(ReadErrorKind::Missing, None).in_key(name))
    }

    /// The same with the header `index` of a set, instead of any other of that name; without it, when the value is
    /// absent. A value that no header can hold makes the whole response an internal error once it is to be sent.
    #[must_use]
    pub fn with(mut self, meta: &HeadersMeta, index: usize, value: &dyn Write) -> Self {
        if let Some(param) = meta.params.get(index) {
            self.set(param, value);
        }
        self
    }

    pub(crate) fn set(&mut self, param: &Param, value: &dyn Write) {
        let Ok(name) = HeaderName::from_bytes(param.name.as_bytes()) else {
            self.unsendable.get_or_insert(param.name);
            return;
        };
        self.map.remove(&name);
        if value.is_absent() {
            return;
        }
        let value = to_value(value);
        let mut lines = style::header_lines(Spec::from(param), &value);
        // An empty list is a header without text where the header must be there.
        if lines.is_empty() && param.required && matches!(value, Value::Array(_) | Value::Object(_)) {
            lines.push(String::new());
        }
        for line in lines {
            match HeaderValue::from_bytes(line.as_bytes()) {
                // White space at the ends would be lost on the way.
                Ok(value) if line.trim_matches([' ', '\t']) == line => {
                    self.map.append(name.clone(), value);
                }
                Ok(_) | Err(_) => {
                    self.unsendable.get_or_insert(param.name);
                }
            }
        }
    }

    /// Puts the lines of others in, each name's instead of any other of that name.
    pub(crate) fn put(&mut self, others: Self) {
        // `extend` replaces the lines of a name by the first of its new ones and adds the rest.
        self.map.extend(others.map);
        self.unsendable = self.unsendable.or(others.unsendable);
    }

    /// The header that was set to what no header can hold, if there is one.
    pub(crate) fn unsendable(&self) -> Option<&'static str> {
        self.unsendable
    }

    pub(crate) fn into_map(self) -> HeaderMap {
        self.map
    }
}

impl From<HeaderMap> for Headers {
    fn from(map: HeaderMap) -> Self {
        Self { map, unsendable: None }
    }
}

impl HeadersMeta {
    /// A set of headers, and what reads all of them, each as its type.
    pub const fn new(params: &'static [Param], read_all: fn(&mut HeaderReader<'_>)) -> Self {
        Self { params, read_all }
    }

    /// The declared headers.
    pub fn params(&self) -> &'static [Param] {
        self.params
    }

    /// Reads every declared header as its type: an object with a member for each that is there.
    ///
    /// # Errors
    /// With everything that is not as declared: a header that is missing or cannot be read, and values that break a
    /// constraint.
    pub fn read(&self, headers: &Headers) -> Result<Value, Violations> {
        let mut reader = HeaderReader {
            meta: self,
            headers,
            values: Object::new(),
            violations: Violations::new(),
        };
        (self.read_all)(&mut reader);
        if let Some(name) = headers.unsendable {
            let error = ReadError::other("holds what a header cannot hold").in_key(name);
            reader.violations.push_read(&error);
        }
        match reader.violations.is_empty() {
            true => Ok(Value::Object(reader.values)),
            false => Err(reader.violations),
        }
    }

    /// Checks every declared header: that it can be read, and what the document constrains.
    ///
    /// # Errors
    /// With everything that is not as declared.
    pub fn validate(&self, headers: &Headers) -> Result<(), Violations> {
        self.read(headers).map(drop)
    }
}

impl HeaderReader<'_> {
    /// Reads the header `index` as a `T`, which `rules` constrain here.
    pub fn header<T: Read + Validate>(&mut self, index: usize, rules: &'static Rules) {
        let Some(param) = self.meta.params.get(index) else {
            return;
        };
        match read_header::<T>(&self.headers.map, param) {
            Ok(Some(value)) => self.value(param, &value, rules),
            Ok(None) if param.required => {
                let error = ReadError::new(ReadErrorKind::Missing, None).in_key(param.name);
                self.violations.push_read(&error);
            }
            Ok(None) => {}
            Err(error) => self.violations.push_read(&error),
        }
    }

    fn value(&mut self, param: &Param, value: &dyn Validate, rules: &'static Rules) {
        self.violations.field(param.name, value, rules);
        self.values.insert(param.name.to_owned(), to_value(&value));
    }
}

/// Reads a header; `None` when it is not there.
pub(super) fn read_header<T: Read>(headers: &HeaderMap, param: &Param) -> ReadResult<Option<T>> {
    let at = |error: ReadError| error.in_key(param.name);
    let Some(value) = header_value(headers, param).map_err(at)? else {
        return Ok(None);
    };
    let read = match param.shape {
        ParamShape::Json => from_value(&value),
        ParamShape::Scalar | ParamShape::List | ParamShape::Object | ParamShape::Any => match from_lexical(&value) {
            Ok(value) => Ok(value),
            Err(error) => unfolded(value).ok_or(error),
        },
    };
    read.map(Some).map_err(at)
}

/// What the lines of a header say.
fn header_value(headers: &HeaderMap, param: &Param) -> ReadResult<Option<Value>> {
    let Ok(name) = HeaderName::from_bytes(param.name.as_bytes()) else {
        return Ok(None);
    };
    let lines: Result<Vec<&str>, _> = headers
        .get_all(name)
        .iter()
        .map(|value| std::str::from_utf8(value.as_bytes()))
        .collect();
    let lines = lines.map_err(|_| ReadError::other("not UTF-8"))?;
    style::from_header(Spec::from(param), &lines).map_err(ReadError::other)
}

/// Arrays and objects inside a header travel as JSON text.
fn unfolded<T: Read>(mut value: Value) -> Option<T> {
    style::unfold_json(&mut value)
        .then(|| from_lexical(&value).ok())
        .flatten()
}

/// Makes structs around [`Headers`] sets of declared headers; each has a constant `META` of its own.
#[macro_export]
macro_rules! header_sets {
    ($($name:ident),+ $(,)?) => {
        $(
            impl $crate::HeaderSet for $name {
                const META: &'static $crate::HeadersMeta = $name::META;

                fn from_headers(headers: $crate::Headers) -> Self {
                    Self(headers)
                }

                fn into_headers(self) -> $crate::Headers {
                    self.0
                }
            }
        )+
    };
}

impl fmt::Debug for Headers {
    /// The values, which may hold secrets, are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.map.keys()).finish()
    }
}
