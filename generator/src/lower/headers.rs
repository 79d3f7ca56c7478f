//! Headers of responses, and the sets of them for which structs are emitted.
//!
//! Comes in: responses as the document has them; later, operations whose types are all decided. Goes out: typed headers
//! of each response; later, each different set of headers once, and which set each response has and which all successes
//! and all errors of an operation have together.

use std::collections::BTreeMap;

use crate::{
    api::{Header, HeaderSet, HeaderSetId, Ident, Kind, Operation, Presence, Response, Shape},
    diagnostic::{Code, Diagnostic, Diagnostics},
    openapi,
};

use super::{
    body::codec,
    doc::doc,
    hint::Hint,
    name::{ident, pascal, settle_all, snake},
    parameter::shape,
    types::Lowering,
};

/// More names than these do not stand in the name of a set.
const NAMED: usize = 3;

impl Lowering<'_> {
    /// Headers of a response.
    pub(super) fn headers(&mut self, response: &openapi::Response, owner: &str) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        for header in &response.headers {
            if self.config.skips.contains(&header.place) || self.is_ignored(header, &headers) {
                continue;
            }
            let content = header.content.as_ref();
            let schema = header.schema.or(content.and_then(|media| media.schema));
            let hint = Hint::operation(format!("{owner} {}", header.name));
            let typed = match schema {
                Some(schema) => self.schema(schema, &hint),
                None => self.any(),
            };
            let fallback = || format!("The header `{}`", header.name.replace('`', "'"));
            // A header that is null is not there.
            let required = header.required && !typed.nullable;
            let json = content.is_some_and(|media| codec(&media.name) == crate::api::Codec::Json);
            headers.push(Header {
                wire: header.name.clone(),
                ident: ident("pending"),
                doc: doc(None, header.description.as_deref(), fallback),
                ty: typed.id,
                presence: if required {
                    Presence::Required
                } else {
                    Presence::Optional
                },
                explode: header.explode,
                rules: typed.rules,
                shape: if json { Shape::Json } else { Shape::Any },
                deprecated: header.deprecated,
            });
        }
        headers
    }

    /// Whether a header has no place in any response.
    fn is_ignored(&self, header: &openapi::Parameter, before: &[Header]) -> bool {
        let name = &header.name;
        // "If a response header is defined with the name Content-Type, it SHALL be ignored."
        if name.eq_ignore_ascii_case("content-type") {
            let text = format!("the header `{name}` is ignored, as the standard says");
            self.diagnostics.push(
                Diagnostic::new(Code::ParameterIgnored, &header.place, text)
                    .help("declare media types under `content`"),
            );
            return true;
        }
        if before.iter().any(|other| other.wire.eq_ignore_ascii_case(name)) {
            let text = format!("the header `{name}` is left out: another one has its name, in other case");
            self.diagnostics.report(Code::ParameterIgnored, &header.place, text);
            return true;
        }
        // Already reported while reading: no response can hold it.
        !is_token(name)
    }

    /// Shapes are known only when types are filled.
    pub(super) fn settle_headers(&mut self, response: &mut Response) {
        for header in &mut response.headers {
            if header.shape == Shape::Any {
                header.shape = shape(&self.types, header.ty);
            }
            // Each cookie is set by a line of its own, whatever the document says of one of them.
            if header.wire.eq_ignore_ascii_case("set-cookie") && header.shape == Shape::Scalar {
                let place = self.types[header.ty].place.clone();
                let id = self.allocate(&place, Hint::inside(header.ty, "lines"), crate::api::Doc::default());
                self.types[id].kind = Kind::List(header.ty);
                header.ty = id;
                header.shape = Shape::List;
                header.rules = header.rules.take().map(|rules| {
                    Box::new(crate::api::Rules {
                        items: Some(rules),
                        ..crate::api::Rules::default()
                    })
                });
            }
        }
    }
}

/// Whether a text can be the name of a header (RFC 9110, section 5.6.2).
fn is_token(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(fits)
}

/// The sets of all operations, each once whatever the order of its headers, in the order of their names.
pub(super) fn sets<'o>(
    operations: impl Iterator<Item = &'o mut Operation>,
    diagnostics: &Diagnostics,
) -> Vec<HeaderSet> {
    let mut found: BTreeMap<String, Vec<Header>> = BTreeMap::new();
    let mut uses: Vec<(&mut Option<HeaderSetId>, String)> = Vec::new();
    for operation in operations {
        let together = [
            (&operation.successes, &mut operation.success_headers),
            (&operation.errors, &mut operation.error_headers),
        ];
        for (responses, slot) in together {
            add(all_of(responses, diagnostics), slot, &mut found, &mut uses);
        }
        for response in operation.successes.iter_mut().chain(&mut operation.errors) {
            let headers = sorted(response.headers.clone());
            add(headers, &mut response.header_set, &mut found, &mut uses);
        }
    }
    let wishes: Vec<(String, String)> = found.iter().map(|(key, set)| (key.clone(), wish(set))).collect();
    let mut named: Vec<(String, String, Vec<Header>)> = settle_all(&wishes, "")
        .into_iter()
        .zip(found)
        .map(|(name, (key, headers))| (name, key, headers))
        .collect();
    named.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let numbers: BTreeMap<String, usize> = named
        .iter()
        .enumerate()
        .map(|(number, (_, key, _))| (key.clone(), number))
        .collect();
    for (slot, key) in uses {
        *slot = numbers.get(&key).copied().map(HeaderSetId);
    }
    named
        .into_iter()
        .map(|(name, _, headers)| HeaderSet {
            type_name: Ident(name),
            headers: with_idents(headers),
        })
        .collect()
}

/// Remembers a set where there is one, and who has it.
fn add<'o>(
    headers: Vec<Header>,
    slot: &'o mut Option<HeaderSetId>,
    found: &mut BTreeMap<String, Vec<Header>>,
    uses: &mut Vec<(&'o mut Option<HeaderSetId>, String)>,
) {
    if headers.is_empty() {
        return;
    }
    let key = key(&headers);
    uses.push((slot, key.clone()));
    found.entry(key).or_insert(headers);
}

/// In the order of their names, as the order in which a document has them says nothing.
fn sorted(mut headers: Vec<Header>) -> Vec<Header> {
    headers.sort_by_key(|header| header.wire.to_ascii_lowercase());
    headers
}

/// What two sets must share to be one: everything but documentation.
fn key(headers: &[Header]) -> String {
    let one = |header: &Header| format!("{} {}", header.wire.to_ascii_lowercase(), value(header));
    let names: Vec<String> = headers.iter().map(|header| header.wire.to_ascii_lowercase()).collect();
    let values: Vec<String> = headers.iter().map(one).collect();
    let required = headers.iter().filter(|header| header.is_required()).count();
    // The set with most that is required comes first, as that is what one response declares.
    format!(
        "{} {:03} {}",
        names.join(","),
        999_usize.saturating_sub(required),
        values.join(";")
    )
}

fn value(header: &Header) -> String {
    format!("{:?} {}", header.presence, typed(header))
}

/// What is known of a header's values.
fn typed(header: &Header) -> String {
    let Header {
        ty,
        explode,
        rules,
        shape,
        ..
    } = header;
    format!("{} {explode} {shape:?} {rules:?}", ty.0)
}

/// The headers of any of the responses. What is not required of all of them is optional; what they do not agree on is
/// left to the responses' own sets.
fn all_of(responses: &[Response], diagnostics: &Diagnostics) -> Vec<Header> {
    let mut all: BTreeMap<String, Vec<(&Response, &Header)>> = BTreeMap::new();
    for response in responses {
        for header in &response.headers {
            let name = header.wire.to_ascii_lowercase();
            all.entry(name).or_default().push((response, header));
        }
    }
    let mut merged = Vec::new();
    for found in all.into_values() {
        let Some(((_, first), others)) = found.split_first() else {
            continue;
        };
        if let Some((response, other)) = others.iter().find(|(_, other)| typed(other) != typed(first)) {
            let text = format!(
                "the header `{}` has another type than in the responses before; it is read through the set of headers \
                 of one response",
                other.wire
            );
            let place = response.place.child("headers").child(other.wire.as_str());
            diagnostics.report(Code::KeywordWithoutEffect, &place, text);
            continue;
        }
        let everywhere = found.len() == responses.len() && found.iter().all(|(_, header)| header.is_required());
        merged.push(Header {
            presence: if everywhere {
                Presence::Required
            } else {
                Presence::Optional
            },
            ..(*first).clone()
        });
    }
    merged
}

/// What a set would be called alone: `LinkHeaders`, `EtagAndLastModifiedHeaders`, `RateLimitAndRequestIdHeaders`. Names
/// that begin with one word are one.
fn wish(headers: &[Header]) -> String {
    let lower = |word: Option<&String>| word.map(|word| word.to_ascii_lowercase());
    let mut words: Vec<Vec<String>> = headers.iter().map(|header| name_words(&header.wire)).collect();
    words.sort_by_key(|words| words.join("-").to_ascii_lowercase());
    let clusters: Vec<String> = words
        .chunk_by(|a, b| lower(a.first()) == lower(b.first()))
        .map(|cluster| {
            let first = cluster.first().map_or(&[][..], Vec::as_slice);
            let alike = |at: &usize| {
                cluster
                    .iter()
                    .all(|other| lower(other.get(*at)) == lower(first.get(*at)))
            };
            let shared = (0..first.len()).take_while(alike).count();
            first.get(..shared).unwrap_or_default().join("-")
        })
        .collect();
    let more = if clusters.len() > NAMED { "-and-more" } else { "" };
    let named: Vec<&str> = clusters.iter().take(NAMED).map(String::as_str).collect();
    pascal(&format!("{}{more}-headers", named.join("-and-")), "Headers")
}

/// The words of a header's name, without the `X` that says nothing.
fn name_words(name: &str) -> Vec<String> {
    let rest = name.strip_prefix(['x', 'X']).and_then(|rest| rest.strip_prefix('-'));
    rest.unwrap_or(name).split('-').map(str::to_owned).collect()
}

fn with_idents(mut headers: Vec<Header>) -> Vec<Header> {
    let wishes: Vec<(String, String)> = headers
        .iter()
        .map(|header| (header.wire.clone(), snake(&header.wire, "empty")))
        .collect();
    for (header, name) in headers.iter_mut().zip(settle_all(&wishes, "_")) {
        header.ident = ident(&name);
    }
    headers
}
