//! Request bodies and responses: media types, envelopes, outcomes.

use crate::{
    api::{
        Body, BodyType, Codec, Content, Envelope, Ident, Outcome, PropertyEncoding, Response, Rules, Shape, Status,
        Style,
    },
    diagnostic::{Code, Diagnostic},
    openapi::{self, MediaType, StatusKey},
    source::Place,
};

use super::{
    doc::doc,
    name::{pascal, settle_all, variant},
    parameter::style,
    types::{Hint, Lowering},
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
    fn contents(&mut self, content: &[MediaType], owner: &str, envelope: Option<&Envelope>) -> Vec<Content> {
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
    fn enveloped(&self, response: &openapi::Response, envelope: &Envelope) -> Option<Envelope> {
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
                PropertyEncoding {
                    wire: name.clone(),
                    content_type,
                    style: style_of.map_or(Style::Form, style),
                    explode: encoding
                        .and_then(|it| it.explode)
                        .unwrap_or(style_of.is_none_or(|style| style == openapi::Style::Form)),
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

    pub(super) fn responses(
        &mut self,
        operation: &openapi::Operation,
        owner: &str,
        type_name: &str,
        envelope: Option<&Envelope>,
    ) -> (Vec<Response>, Vec<Response>) {
        let mut all: Vec<Response> = Vec::new();
        let mut responses: Vec<&openapi::Response> = operation
            .responses
            .iter()
            .filter(|it| !self.config.skips.contains(&it.place))
            .collect();
        responses.sort_by_key(|response| response.status);
        for response in responses {
            if all.iter().any(|other| other.status == status(response.status)) {
                continue;
            }
            all.push(self.response(response, owner, type_name, envelope));
        }
        let wishes: Vec<(String, String)> = all
            .iter()
            .map(|it| (it.ident.to_string(), it.ident.to_string()))
            .collect();
        for (response, name) in all.iter_mut().zip(settle_all(&wishes, "")) {
            response.ident = variant(&name);
        }
        sort_out(all)
    }

    fn response(
        &mut self,
        response: &openapi::Response,
        owner: &str,
        type_name: &str,
        envelope: Option<&Envelope>,
    ) -> Response {
        let status = status(response.status);
        let word = status_word(status);
        let success = matches!(status, Status::Exact(200..=299) | Status::Range(2));
        let envelope = envelope
            .filter(|_| success)
            .and_then(|envelope| self.enveloped(response, envelope));
        let what = if success {
            format!("{owner} response")
        } else {
            format!("{owner} {word} response")
        };
        let mut contents = self.contents(&response.content, &what, envelope.as_ref());
        // Another form of an error than JSON is most often a gateway's page.
        if !success && contents.iter().any(|content| content.codec == Codec::Json) {
            contents.retain(|content| content.codec == Codec::Json);
        }
        let body = if contents.is_empty() {
            BodyType::Empty
        } else {
            one_type(&contents, &format!("{type_name}{word}Body"))
        };
        if matches!(body, BodyType::ByMedia(_)) && envelope.is_some() {
            self.diagnostics.push(Diagnostic::new(
                Code::KeywordWithoutEffect,
                &response.place,
                "an enveloped response with several media types is not unwrapped in the others",
            ));
        }
        let text = response.summary.as_deref();
        let fallback = || format!("Answer `{}`", status_text(status));
        Response {
            status,
            ident: Ident(word),
            doc: doc(text, Some(&response.description), fallback),
            body,
            contents,
            envelope,
            headers: self.headers(response, owner),
            place: response.place.clone(),
        }
    }
}

/// The one type of several contents, or the name of an enum.
fn one_type(contents: &[Content], enum_name: &str) -> BodyType {
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

/// Successes and errors. Redirects are successes only where nothing else is; `default` means errors where a success is
/// declared, and both where none is.
fn sort_out(all: Vec<Response>) -> (Vec<Response>, Vec<Response>) {
    let is = |range: std::ops::RangeInclusive<u16>| {
        move |response: &Response| match response.status {
            Status::Exact(code) => range.contains(&code),
            Status::Range(hundreds) => range.contains(&(u16::from(hundreds) * 100)),
            Status::Default => false,
        }
    };
    let ok = is(200..=299);
    let moved = is(100..=399);
    let has_ok = all.iter().any(&ok);
    let has_default = all.iter().any(|response| response.status == Status::Default);
    let (mut successes, mut errors) = (Vec::new(), Vec::new());
    for response in all {
        if ok(&response) || (!has_ok && !has_default && moved(&response)) {
            successes.push(response);
        } else if response.status == Status::Default && !has_ok {
            let ident = Ident("Success".to_owned());
            successes.push(Response {
                status: Status::Range(2),
                ident,
                ..response.clone()
            });
            errors.push(response);
        } else {
            errors.push(response);
        }
    }
    (successes, errors)
}

/// What a caller gets out of successes.
pub(super) fn output(successes: &[Response], name: &str) -> Outcome {
    match successes {
        [] => Outcome::Nothing,
        [first, rest @ ..]
            if rest
                .iter()
                .all(|it| it.body == first.body && it.envelope == first.envelope) =>
        {
            match &first.body {
                BodyType::Empty => Outcome::Nothing,
                body => Outcome::One(body.clone()),
            }
        }
        _ => Outcome::ByStatus(Ident(name.to_owned())),
    }
}

/// What a caller gets out of errors: those without a body leave the others' type alone.
pub(super) fn error(errors: &[Response], name: &str) -> Outcome {
    let mut bodies = errors
        .iter()
        .map(|it| &it.body)
        .filter(|body| **body != BodyType::Empty);
    match bodies.next() {
        None => Outcome::Nothing,
        Some(first) if bodies.all(|body| body == first) => Outcome::One(first.clone()),
        Some(_) => Outcome::ByStatus(Ident(name.to_owned())),
    }
}

fn status(key: StatusKey) -> Status {
    match key {
        StatusKey::Exact(code) => Status::Exact(code),
        StatusKey::Range(hundreds) => Status::Range(hundreds),
        StatusKey::Default => Status::Default,
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Exact(code) => code.to_string(),
        Status::Range(hundreds) => format!("{hundreds}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// A variant's name for a status: the reason phrase of RFC 9110.
pub(super) fn status_word(status: Status) -> String {
    let word = match status {
        Status::Default => "Default",
        Status::Range(hundreds) => match hundreds {
            1 => "Informational",
            2 => "Success",
            3 => "Redirection",
            4 => "ClientError",
            _ => "ServerError",
        },
        Status::Exact(code) => match code {
            100 => "Continue",
            101 => "SwitchingProtocols",
            102 => "Processing",
            103 => "EarlyHints",
            200 => "Ok",
            201 => "Created",
            202 => "Accepted",
            203 => "NonAuthoritativeInformation",
            204 => "NoContent",
            205 => "ResetContent",
            206 => "PartialContent",
            207 => "MultiStatus",
            208 => "AlreadyReported",
            226 => "ImUsed",
            300 => "MultipleChoices",
            301 => "MovedPermanently",
            302 => "Found",
            303 => "SeeOther",
            304 => "NotModified",
            307 => "TemporaryRedirect",
            308 => "PermanentRedirect",
            400 => "BadRequest",
            401 => "Unauthorized",
            402 => "PaymentRequired",
            403 => "Forbidden",
            404 => "NotFound",
            405 => "MethodNotAllowed",
            406 => "NotAcceptable",
            407 => "ProxyAuthenticationRequired",
            408 => "RequestTimeout",
            409 => "Conflict",
            410 => "Gone",
            411 => "LengthRequired",
            412 => "PreconditionFailed",
            413 => "ContentTooLarge",
            414 => "UriTooLong",
            415 => "UnsupportedMediaType",
            416 => "RangeNotSatisfiable",
            417 => "ExpectationFailed",
            418 => "ImATeapot",
            421 => "MisdirectedRequest",
            422 => "UnprocessableContent",
            423 => "Locked",
            424 => "FailedDependency",
            425 => "TooEarly",
            426 => "UpgradeRequired",
            428 => "PreconditionRequired",
            429 => "TooManyRequests",
            431 => "RequestHeaderFieldsTooLarge",
            451 => "UnavailableForLegalReasons",
            500 => "InternalServerError",
            501 => "NotImplemented",
            502 => "BadGateway",
            503 => "ServiceUnavailable",
            504 => "GatewayTimeout",
            505 => "HttpVersionNotSupported",
            506 => "VariantAlsoNegotiates",
            507 => "InsufficientStorage",
            508 => "LoopDetected",
            511 => "NetworkAuthenticationRequired",
            other => return format!("Status{other}"),
        },
    };
    word.to_owned()
}
