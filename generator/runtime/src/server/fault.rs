//! Why a request is refused, and how the refusal looks.

use http::HeaderMap;

use super::Reply;
use crate::codec::{Object, Value};
use crate::operation::{OperationMeta, Violation};

/// Why a request is refused.
///
/// It looks as [`Api::fault_template`](crate::Api::fault_template) says, a JSON text in which these strings are replaced: `"$status"` by the
/// number, `"$code"`, `"$message"`, `"$timestamp"` (RFC 3339), `"$path"` (path and query) by texts, `"$violations"` by
/// a list of objects with `place`, `pointer`, `rule` and `message`. An array of one item that holds `"$violation.place"`,
/// `"$violation.pointer"`, `"$violation.rule"`, `"$violation.message"` or `"$violation.property"` (the last step of the
/// pointer, or the parameter's name) is repeated for each violation; these stand for keys too. Members that tell of
/// violations and of nothing else are left out where there are none. Without a template it is a problem (RFC 9457).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// The status.
    pub status: u16,
    /// A word for programs, such as `invalid_parameter`.
    pub code: String,
    /// A sentence for people.
    pub message: String,
    /// The values of the request that are not as the document says.
    pub violations: Vec<Violation>,
    /// Headers of the response, such as `Allow`.
    pub headers: Box<HeaderMap>,
    origin: Option<Box<Origin>>,
}

/// Where a request was refused.
#[derive(Debug, Clone, PartialEq)]
struct Origin {
    path: String,
    template: Option<&'static str>,
}

impl Fault {
    /// A refusal with a status, a word for programs and a sentence for people.
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            violations: Vec::new(),
            headers: Box::default(),
            origin: None,
        }
    }

    /// 401: nobody is known by these credentials.
    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Self::new(401, "unauthenticated", message)
    }

    /// 403: who calls may not do that.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(403, "forbidden", message)
    }

    /// 404: there is no such thing.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "not_found", message)
    }

    /// 500: what went wrong is for the log of the server and not for the caller.
    pub fn internal() -> Self {
        Self::new(500, "internal", "something went wrong on the server")
    }

    /// 501: nobody wrote the operation yet.
    pub fn not_implemented() -> Self {
        Self::new(501, "not_implemented", "this operation is not implemented")
    }

    /// Values that are not as the document says. The status is 400, or for bodies 422 where the document does not say
    /// 400 instead.
    pub(super) fn invalid(meta: &OperationMeta, violations: Vec<Violation>, malformed: bool) -> Self {
        let body_only = violations.iter().all(|violation| violation.place == "body");
        let declares = |status| {
            meta.responses
                .iter()
                .any(|r| r.status == crate::operation::Status::Exact(status))
        };
        let (status, code) = match (body_only, malformed) {
            (true, true) => (400, "malformed_body"),
            (true, false) if declares(400) && !declares(422) => (400, "invalid_body"),
            (true, false) => (422, "invalid_body"),
            (false, _) => (400, "invalid_parameter"),
        };
        let message = match violations.split_first() {
            None => "the request is not as it should be".to_owned(),
            Some((first, [])) => describe(first),
            Some((first, rest)) => format!("{} (and {} more)", describe(first), rest.len()),
        };
        Self {
            violations,
            ..Self::new(status, code, message)
        }
    }

    /// The same for a request path and a document's template.
    pub(super) fn placed(mut self, path: &str, template: Option<&'static str>) -> Self {
        self.origin = Some(Box::new(Origin {
            path: path.to_owned(),
            template,
        }));
        self
    }

    /// The path and query of the request; empty when the fault did not pass a router yet.
    pub fn path(&self) -> &str {
        self.origin.as_ref().map_or("", |origin| &origin.path)
    }

    /// The response in the shape that the document declares, else as a problem.
    pub fn render(&self) -> Reply {
        let template = self
            .origin
            .as_ref()
            .and_then(|origin| origin.template)
            .and_then(|text| text.parse::<Value>().ok());
        let (media, value) = match template {
            Some(template) => ("application/json", self.fill(&template, None)),
            None => ("application/problem+json", self.problem()),
        };
        let mut reply = Reply::bytes(self.status, media, value.to_json());
        reply.headers_mut().extend((*self.headers).clone());
        reply
    }

    fn problem(&self) -> Value {
        let title = http::StatusCode::from_u16(self.status)
            .ok()
            .and_then(|status| status.canonical_reason());
        let mut members = Object::new();
        members.insert("title".to_owned(), Value::from(title.unwrap_or("Error")));
        members.insert("status".to_owned(), Value::from(i64::from(self.status)));
        members.insert("detail".to_owned(), Value::from(self.message.as_str()));
        members.insert("code".to_owned(), Value::from(self.code.as_str()));
        if !self.path().is_empty() {
            members.insert("instance".to_owned(), Value::from(self.path()));
        }
        if !self.violations.is_empty() {
            members.insert("violations".to_owned(), self.violations());
        }
        Value::Object(members)
    }

    fn violations(&self) -> Value {
        let object = |violation: &Violation| {
            Value::from_iter([
                ("place", violation.place.as_str()),
                ("pointer", violation.pointer.as_str()),
                ("rule", violation.rule),
                ("message", violation.message.as_str()),
            ])
        };
        Value::Array(self.violations.iter().map(object).collect())
    }

    /// The template with its placeholders replaced. Its depth is that of a JSON text, which is limited.
    fn fill(&self, template: &Value, violation: Option<&Violation>) -> Value {
        match template {
            Value::String(text) => self.replace(text, violation),
            Value::Array(items) => match items.as_slice() {
                [item] if violation.is_none() && is_repeated(item) => {
                    Value::Array(self.violations.iter().map(|each| self.fill(item, Some(each))).collect())
                }
                items => Value::Array(items.iter().map(|item| self.fill(item, violation)).collect()),
            },
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .filter(|(_, value)| !self.violations.is_empty() || !tells_violations(value))
                    .map(|(key, value)| (self.key(key, violation), self.fill(value, violation)))
                    .collect(),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => template.clone(),
        }
    }

    /// A member's key, which may be one of a violation's placeholders.
    fn key(&self, key: &str, violation: Option<&Violation>) -> String {
        match (violation, self.replace(key, violation)) {
            (Some(_), Value::String(text)) => text,
            (_, _) => key.to_owned(),
        }
    }

    fn replace(&self, text: &str, violation: Option<&Violation>) -> Value {
        match (text, violation) {
            ("$status", _) => Value::from(i64::from(self.status)),
            ("$code", _) => Value::from(self.code.as_str()),
            ("$message", _) => Value::from(self.message.as_str()),
            ("$path", _) => Value::from(self.path()),
            ("$timestamp", _) => Value::from(format!("{:.3}", jiff::Timestamp::now())),
            ("$violations", _) => self.violations(),
            ("$violation.place", Some(violation)) => Value::from(violation.place.as_str()),
            ("$violation.pointer", Some(violation)) => Value::from(violation.pointer.as_str()),
            ("$violation.rule", Some(violation)) => Value::from(violation.rule),
            ("$violation.message", Some(violation)) => Value::from(violation.message.as_str()),
            ("$violation.property", Some(violation)) => Value::from(property(violation)),
            (other, _) => Value::from(other),
        }
    }
}

/// A violation in one line.
fn describe(violation: &Violation) -> String {
    format!("{}{}: {}", violation.place, violation.pointer, violation.message)
}

/// The name of the value: the last step of its pointer, or of its place.
fn property(violation: &Violation) -> &str {
    let place = violation.place.rsplit('.').next().unwrap_or_default();
    violation
        .pointer
        .rsplit('/')
        .next()
        .filter(|step| !step.is_empty())
        .unwrap_or(place)
}

/// Whether a piece of a template tells of violations and of nothing else; it is left out where there are none.
fn tells_violations(template: &Value) -> bool {
    match template {
        Value::String(text) => text == "$violations",
        Value::Array(items) => matches!(items.as_slice(), [item] if is_repeated(item)),
        Value::Object(members) => !members.is_empty() && members.values().all(tells_violations),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether a piece of a template is one violation's.
fn is_repeated(template: &Value) -> bool {
    match template {
        Value::String(text) => text.starts_with("$violation."),
        Value::Array(items) => items.iter().any(is_repeated),
        Value::Object(members) => members.values().any(is_repeated),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
