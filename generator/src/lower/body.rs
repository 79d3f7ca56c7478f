//! What bodies hold, those of requests and of responses: media types, envelopes, encodings of parts.

use crate::{
    api::{Body, BodyType, Codec, Content, Envelope, Ident, PropertyEncoding, Rules, Shape, Style},
    diagnostic::{Code, Diagnostic},
    openapi::{self, MediaType},
    source::Place,
};

use super::{
    doc::doc,
    hint::Hint,
    name::{pascal, settle_all, variant},
    parameter::{settle_style, style},
    types::Lowering,
    view::View,
};

/// A media type without its parameters, in lower case.
pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// How a media type is read and written.
pub(super) fn codec(name: &str) -> Codec {
    let essence = essence(name);
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Codec::Form,
        "text/event-stream" => Codec::Events,
        "application/jsonl"
        | "application/x-ndjson"
        | "application/ndjson"
        | "application/json-seq"
        | "application/x-jsonlines" => Codec::JsonLines,
        "text/json" | "*/*" | "application/*" => Codec::Json,
        _ if essence.ends_with("/json") || essence.ends_with("+json") => Codec::Json,
        _ if essence.starts_with("multipart/") => Codec::Multipart,
        _ if essence.starts_with("text/") => Codec::Text,
        _ => Codec::Bytes,
    }
}

fn is_xml(name: &str) -> bool {
    let essence = essence(name);
    essence.ends_with("/xml") || essence.ends_with("+xml")
}

impl Lowering<'_> {
    pub(super) fn body(&mut self, body: &openapi::RequestBody, owner: &str, enum_name: &str) -> Option<Body> {
        let contents = self.contents(&body.content, &format!("{owner} body"), None);
        if contents.is_empty() {
            return None;
        }
        let ty = one_type(&contents, enum_name);
        let doc = doc(None, body.description.as_deref(), || "The request body".to_owned());
        Some(Body {
            ident: Ident("body".to_owned()),
            doc,
            required: body.required,
            contents,
            ty,
        })
    }

    /// The contents that can be told apart; the first is the one that a client sends.
    pub(super) fn contents(&mut self, content: &[MediaType], owner: &str, envelope: Option<&Envelope>) -> Vec<Content> {
        let mut contents: Vec<Content> = Vec::new();
        let has_json = content
            .iter()
            .any(|media| codec(&media.name) == Codec::Json && essence(&media.name) != "*/*");
        for media in content {
            // A twin of a JSON content in XML carries nothing that JSON does not.
            if (is_xml(&media.name) || essence(&media.name) == "*/*") && has_json {
                let text = format!("`{}` is left out, as the JSON content says the same", media.name);
                self.diagnostics.report(Code::MediaTypeOpaque, &media.place, text);
                continue;
            }
            let made = self.content(media, owner, envelope);
            if !contents.iter().any(|other| other.media_type == made.media_type) {
                contents.push(made);
            }
        }
        contents.sort_by_key(|content| match content.codec {
            Codec::Json => 0,
            Codec::Form | Codec::Multipart => 1,
            Codec::Events | Codec::JsonLines => 2,
            Codec::Text => 3,
            Codec::Bytes => 4,
        });
        let wishes: Vec<(String, String)> = contents
            .iter()
            .map(|content| (content.media_type.clone(), media_word(content, &contents)))
            .collect();
        for (content, name) in contents.iter_mut().zip(settle_all(&wishes, "")) {
            content.ident = variant(&name);
        }
        contents
    }

    fn content(&mut self, media: &MediaType, owner: &str, envelope: Option<&Envelope>) -> Content {
        let mut codec = codec(&media.name);
        let schema = media.schema.or(media.item_schema);
        // `*/*` without a schema, or with one for bytes, is bytes.
        let binary = media.schema.is_some_and(|schema| {
            let seen = self.look(schema);
            seen.format.as_deref() == Some("binary") && seen.kinds().first() == Some(&openapi::JsonType::String)
        });
        let range = essence(&media.name).contains('*');
        if (range && schema.is_none()) || (binary && matches!(codec, Codec::Json | Codec::Text)) {
            codec = Codec::Bytes;
        }
        if let (Codec::Multipart, Some(schema)) = (codec, schema) {
            self.find_files(media, schema);
        }
        let hint = Hint::operation(owner);
        let (ty, rules) = match (codec, schema) {
            (Codec::Json | Codec::Form | Codec::Multipart, None) => (BodyType::Model(self.any().id), None),
            (Codec::Json, Some(schema)) => match envelope {
                Some(envelope) => self.payload(schema, envelope, &hint),
                None => self.model(schema, &hint),
            },
            (Codec::Form | Codec::Multipart, Some(schema)) => self.model(schema, &hint),
            (Codec::Events | Codec::JsonLines, Some(schema)) => {
                let item = if media.item_schema.is_some() {
                    schema
                } else {
                    self.sequence_item(schema)
                };
                let typed = self.schema(item, &hint);
                let (item, rules) = self.nullable(typed);
                (BodyType::Sequence(item), rules)
            }
            (Codec::Events | Codec::JsonLines, None) => (BodyType::Text, None),
            (Codec::Text, schema) => (BodyType::Text, schema.and_then(|schema| self.text_rules(schema))),
            (Codec::Bytes, _) => (BodyType::Bytes, None),
        };
        let codec = match (&ty, codec) {
            (BodyType::Text, _) => Codec::Text,
            (_, codec) => codec,
        };
        if codec == Codec::Bytes && is_xml(&media.name) {
            let text = format!(
                "`{}` is carried as bytes: its schema does not affect the type",
                media.name
            );
            self.diagnostics.report(Code::MediaTypeOpaque, &media.place, text);
        }
        let encodings = match codec {
            Codec::Form | Codec::Multipart => schema.map(|schema| self.encodings(media, schema)).unwrap_or_default(),
            Codec::Json | Codec::Text | Codec::Bytes | Codec::Events | Codec::JsonLines => Vec::new(),
        };
        let media_type = match codec {
            Codec::Json if range => "application/json".to_owned(),
            _ => essence(&media.name),
        };
        Content {
            media_type,
            codec,
            ty,
            rules,
            ident: Ident(String::new()),
            encodings,
        }
    }

    /// A part of which nothing is said is a file: since 3.1, its default media type is `application/octet-stream`.
    fn find_files(&mut self, media: &MediaType, schema: openapi::SchemaId) {
        if self.document.version == openapi::Version::V30 {
            return;
        }
        for (name, conj) in self.look(schema).properties {
            let said = media.encoding.get(&name).is_some_and(|encoding| {
                encoding.content_type.is_some() || encoding.style.is_some() || encoding.explode.is_some()
            });
            let mut ids: Vec<openapi::SchemaId> = conj.parts.iter().map(|part| part.schema).collect();
            if let [only] = ids.as_slice() {
                let seen = self.look(*only);
                if seen.kinds() == [openapi::JsonType::Array] && !seen.items.is_empty() {
                    ids = seen.items;
                }
            }
            if !said && ids.iter().all(|&id| self.look(id).is_blank()) {
                self.files.extend(ids);
            }
        }
    }

    /// A sequence that is described as an array has the array's items.
    fn sequence_item(&self, schema: openapi::SchemaId) -> openapi::SchemaId {
        let target = super::derived::follow(self.document, schema);
        self.document.schemas[target].items.unwrap_or(schema)
    }

    /// A body of this schema, and what is asked of it beside what its type asks.
    fn model(&mut self, schema: openapi::SchemaId, hint: &Hint) -> (BodyType, Option<Box<Rules>>) {
        let typed = self.schema(schema, hint);
        let (id, rules) = self.nullable(typed);
        (BodyType::Model(id), rules)
    }

    /// What an envelope holds.
    fn payload(
        &mut self,
        schema: openapi::SchemaId,
        envelope: &Envelope,
        hint: &Hint,
    ) -> (BodyType, Option<Box<Rules>>) {
        let seen = self.look(schema);
        let Some(data) = seen.properties.get(&envelope.data).cloned() else {
            return self.model(schema, hint);
        };
        let typed = self.typed(data, hint);
        let mut typed = typed;
        typed.nullable |= !seen.required.contains(&envelope.data);
        let (data, rules) = self.nullable(typed);
        let body = match envelope
            .page
            .as_ref()
            .and_then(|page| seen.properties.get(page).cloned())
        {
            Some(page) => {
                let page = self.typed(page, &Hint::operation("page info"));
                BodyType::Page {
                    data,
                    page: self.nullable(page).0,
                }
            }
            None => BodyType::Model(data),
        };
        (body, rules)
    }

    /// Whether a response's body is wrapped as the root's `x-envelope` says: nothing but the members that it names.
    pub(super) fn enveloped(&self, response: &openapi::Response, envelope: &Envelope) -> Option<Envelope> {
        let media = response
            .content
            .iter()
            .find(|media| codec(&media.name) == Codec::Json)?;
        let seen: View = self.look(media.schema?);
        let status = envelope.status.as_ref();
        let fits = seen.properties.contains_key(&envelope.data)
            && status.is_none_or(|status| seen.properties.contains_key(status))
            && seen.alternatives.is_empty()
            && seen.properties.keys().all(|name| {
                *name == envelope.data
                    || Some(name) == status
                    || Some(name) == envelope.page.as_ref()
                    // A success that tells of an error is none: the client turns it into one.
                    || name == "error"
            });
        let paged = envelope
            .page
            .as_ref()
            .is_some_and(|page| seen.properties.contains_key(page));
        fits.then(|| Envelope {
            page: envelope.page.clone().filter(|_| paged),
            data_optional: !seen.required.contains(&envelope.data),
            ..envelope.clone()
        })
    }

    /// Says what of a media type's encodings is not followed.
    fn note_encodings(&self, media: &MediaType, seen: &View) {
        let note = |place: &Place, keyword: &str, text: &str| {
            self.diagnostics
                .push(Diagnostic::new(Code::KeywordWithoutEffect, &place.child(keyword), text).at_key());
        };
        for (name, encoding) in &media.encoding {
            if !seen.properties.contains_key(name) && seen.additional.is_empty() {
                note(
                    &media.place.child("encoding"),
                    name,
                    "the encoding is that of no property",
                );
            }
            if !encoding.headers.is_empty() {
                let text = "headers of parts are not sent: forms may not have them (RFC 7578, section 4.8)";
                note(&encoding.place, "headers", text);
            }
            let inside = "a part that is a multipart body or form itself travels as JSON";
            for (keyword, is_said) in [
                ("encoding", !encoding.encoding.is_empty()),
                ("prefixEncoding", !encoding.prefix_encoding.is_empty()),
                ("itemEncoding", encoding.item_encoding.is_some()),
            ] {
                if is_said {
                    note(&encoding.place, keyword, inside);
                }
            }
        }
        for (keyword, is_said) in [
            ("prefixEncoding", !media.prefix_encoding.is_empty()),
            ("itemEncoding", media.item_encoding.is_some()),
        ] {
            if is_said {
                note(
                    &media.place,
                    keyword,
                    "parts are told apart by their names, not by their position",
                );
            }
        }
    }

    fn encodings(&mut self, media: &MediaType, schema: openapi::SchemaId) -> Vec<PropertyEncoding> {
        let seen = self.look(schema);
        self.note_encodings(media, &seen);
        seen.properties
            .iter()
            .map(|(name, conj)| {
                let encoding = media.encoding.get(name);
                let property = conj.parts.first().map(|part| self.look(part.schema));
                let kinds = property.as_ref().map(View::kinds).unwrap_or_default();
                let shape = match kinds.as_slice() {
                    [openapi::JsonType::Array] => Shape::List,
                    [openapi::JsonType::Object] => Shape::Object,
                    [_] => Shape::Scalar,
                    [] if property.as_ref().is_some_and(View::is_opaque) => Shape::Scalar,
                    [] if conj.parts.iter().all(|part| self.files.contains(&part.schema)) => Shape::Scalar,
                    _ => Shape::Any,
                };
                let by_style = encoding
                    .is_some_and(|it| it.style.is_some() || it.explode.is_some() || it.allow_reserved.is_some());
                let content_type = match encoding.and_then(|it| it.content_type.clone()) {
                    // "If a value is explicitly defined, then the value of `contentType` SHALL be ignored."
                    _ if by_style => None,
                    Some(media) => Some(media),
                    None => property.as_ref().and_then(|it| self.default_media(it)),
                };
                let style_of = encoding.and_then(|it| it.style);
                let mut style = style_of.map_or(Style::Form, style);
                let mut explode = encoding.and_then(|it| it.explode).unwrap_or(style == Style::Form);
                if let Some(encoding) = encoding {
                    settle_style(&mut style, &mut explode, shape, &encoding.place, self.diagnostics);
                }
                PropertyEncoding {
                    wire: name.clone(),
                    content_type,
                    style,
                    explode,
                    allow_reserved: encoding.and_then(|it| it.allow_reserved).unwrap_or(false),
                    shape,
                }
            })
            .collect()
    }

    /// The media type of a property, or of each item of one that is a list, unless its encoding says otherwise: what it
    /// says itself, and JSON for objects and for lists inside of lists. Texts and nameless bytes need none.
    fn default_media(&self, property: &View) -> Option<String> {
        use openapi::JsonType::{Array, Object};
        let json = Some("application/json".to_owned());
        let own = |seen: &View| seen.content_media_type.clone().filter(|_| seen.is_opaque());
        match property.kinds().as_slice() {
            [Object] => json,
            [Array] => {
                let items = property.items.first().map(|items| self.look(*items))?;
                match items.kinds().as_slice() {
                    [Object | Array] => json,
                    _ => own(&items),
                }
            }
            _ => own(property),
        }
    }
}

/// The one type of several contents, or the name of an enum.
pub(super) fn one_type(contents: &[Content], enum_name: &str) -> BodyType {
    let first = &contents[0].ty;
    if contents.iter().all(|content| content.ty == *first) {
        first.clone()
    } else {
        BodyType::ByMedia(Ident(enum_name.to_owned()))
    }
}

fn media_word(content: &Content, all: &[Content]) -> String {
    let word = match content.codec {
        Codec::Json => "Json",
        Codec::Form => "Form",
        Codec::Multipart => "Multipart",
        Codec::Text => "Text",
        Codec::Bytes => "Bytes",
        Codec::Events => "Events",
        Codec::JsonLines => "JsonLines",
    };
    if all.iter().filter(|other| other.codec == content.codec).count() == 1 {
        return word.to_owned();
    }
    pascal(content.media_type.split_once('/').map_or("", |(_, sub)| sub), word)
}
