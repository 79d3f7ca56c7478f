//! What travels: parameters, headers, bodies, responses, media types.
//!
//! Comes in: the objects of that name. Goes out: their models, with the standard's defaults for style and explode
//! filled in. It does not know whether a style fits its schema.

use indexmap::IndexMap;

use super::{
    Encoding, Link, LinkTarget, MediaType, Parameter, ParameterPlace, RequestBody, Response, SchemaId, StatusKey,
    Style,
    reader::{Reader, extensions},
};
use crate::source::{Located, Node, Place, ReferenceError};

impl<'d> Reader<'d> {
    /// A parameter, or a reference to one.
    pub(super) fn parameter(&mut self, at: Located<'d>) -> Option<Parameter> {
        let used_at = at.place.clone();
        let followed = self.follow(at)?;
        let location = match followed.at.node.get("in")?.as_str()? {
            "path" => ParameterPlace::Path,
            "query" => ParameterPlace::Query,
            "querystring" => ParameterPlace::QueryString,
            "header" => ParameterPlace::Header,
            "cookie" => ParameterPlace::Cookie,
            _ => return None,
        };
        let name = self.text(&followed.at, "name")?;
        let mut parameter = self.parameter_at(followed.at, used_at, name, location);
        parameter.required |= location == ParameterPlace::Path;
        parameter.description = followed.description.or(parameter.description);
        Some(parameter)
    }

    /// The headers of an object, by name.
    pub(super) fn headers(&mut self, at: &Located<'d>) -> Vec<Parameter> {
        let mut headers = Vec::new();
        for (name, header) in self.entries(at, "headers") {
            let used_at = header.place.clone();
            let Some(followed) = self.follow(header) else {
                continue;
            };
            if followed.at.node.as_object().is_none() {
                continue;
            }
            let mut header = self.parameter_at(followed.at, used_at, name.to_owned(), ParameterPlace::Header);
            header.description = followed.description.or(header.description);
            headers.push(header);
        }
        headers
    }

    /// What parameters and headers have in common.
    fn parameter_at(&mut self, at: Located<'d>, used_at: Place, name: String, location: ParameterPlace) -> Parameter {
        let style = at.node.get("style").and_then(Node::as_str).and_then(style);
        let style = style
            .filter(|style| suits(*style, location))
            .unwrap_or_else(|| default_style(location));
        Parameter {
            used_at,
            name,
            location,
            description: self.text(&at, "description"),
            required: self.flag(&at, "required").unwrap_or_default(),
            deprecated: self.flag(&at, "deprecated").unwrap_or_default(),
            allow_empty_value: self.flag(&at, "allowEmptyValue").unwrap_or_default(),
            style,
            explode: self.flag(&at, "explode").unwrap_or_else(|| explodes(style)),
            allow_reserved: self.flag(&at, "allowReserved").unwrap_or_default(),
            schema: self.parameter_schema(&at),
            content: self.content(&at).into_iter().next().map(Box::new),
            examples: self.examples(&at),
            extensions: extensions(at.node),
            place: at.place,
        }
    }

    /// The schema of a parameter. In Swagger 2.0 the parameter itself is one, and in what was half converted it still is.
    fn parameter_schema(&mut self, at: &Located<'d>) -> Option<SchemaId> {
        let has = |key| at.node.get(key).is_some();
        match !has("schema") && !has("content") && has("type") {
            true => Some(self.schema(at.clone())),
            false => self.schema_member(at, "schema"),
        }
    }

    /// A request body, or a reference to one.
    pub(super) fn request_body(&mut self, at: Located<'d>) -> Option<RequestBody> {
        let followed = self.follow(at)?;
        let at = followed.at;
        at.node.as_object()?;
        Some(RequestBody {
            description: followed.description.or_else(|| self.text(&at, "description")),
            required: self.flag(&at, "required").unwrap_or_default(),
            content: self.content(&at),
            extensions: extensions(at.node),
            place: at.place,
        })
    }

    /// The `responses` of an operation, in document order.
    pub(super) fn responses(&mut self, at: &Located<'d>) -> Vec<Response> {
        let entries = self.entries(at, "responses");
        entries
            .into_iter()
            .filter_map(|(key, response)| self.response(status_key(key)?, response))
            .collect()
    }

    fn response(&mut self, status: StatusKey, at: Located<'d>) -> Option<Response> {
        let followed = self.follow(at)?;
        let at = followed.at;
        may_be_empty(at.node)?;
        if !self.spend(&at.place) {
            return None;
        }
        Some(Response {
            status,
            summary: followed.summary.or_else(|| self.text(&at, "summary")),
            description: followed
                .description
                .or_else(|| self.text(&at, "description"))
                .unwrap_or_default(),
            headers: self.headers(&at),
            content: self.content(&at),
            links: self.links(&at),
            extensions: extensions(at.node),
            place: at.place,
        })
    }

    fn links(&mut self, at: &Located<'d>) -> Vec<Link> {
        let mut links = Vec::new();
        for (name, link) in self.entries(at, "links") {
            let Some(followed) = self.follow(link) else {
                continue;
            };
            let at = followed.at;
            let parameters = self.entries(&at, "parameters");
            links.push(Link {
                name: name.to_owned(),
                description: followed.description.or_else(|| self.text(&at, "description")),
                target: self.link_target(&at),
                parameters: parameters
                    .into_iter()
                    .map(|(name, at)| (name.to_owned(), at.node.clone()))
                    .collect(),
                request_body: at.node.get("requestBody").cloned(),
                place: at.place,
            });
        }
        links
    }

    /// The operation that a link leads to. One of another API is neither looked for nor missed.
    fn link_target(&mut self, at: &Located<'d>) -> Option<LinkTarget> {
        if let Some(id) = self.text(at, "operationId") {
            return Some(LinkTarget::Id(id));
        }
        let reference = self.text(at, "operationRef")?;
        match self.sources.resolve(&at.place, &reference) {
            Ok(target) => Some(LinkTarget::Place(self.plain(target)?.place)),
            Err(ReferenceError::Remote { .. } | ReferenceError::Outside { .. } | ReferenceError::Unreadable { .. }) => {
                Some(LinkTarget::Elsewhere(reference))
            }
            Err(error @ (ReferenceError::NotFound { .. } | ReferenceError::BadSyntax { .. })) => {
                let place = at.place.child("operationRef");
                self.diagnostics.push(error.diagnostic(&place).tolerable());
                None
            }
        }
    }

    /// `content`: the media types, in document order.
    fn content(&mut self, at: &Located<'d>) -> Vec<MediaType> {
        let entries = self.entries(at, "content");
        entries
            .into_iter()
            .filter_map(|(name, media_type)| self.media_type(name, media_type))
            .collect()
    }

    fn media_type(&mut self, name: &str, at: Located<'d>) -> Option<MediaType> {
        let at = self.follow(at)?.at;
        may_be_empty(at.node)?;
        if !self.enter(&at) {
            return None;
        }
        let media_type = MediaType {
            name: name.to_owned(),
            schema: self.schema_member(&at, "schema"),
            item_schema: self.schema_member(&at, "itemSchema"),
            encoding: self.encodings(&at),
            prefix_encoding: self.prefix_encoding(&at),
            item_encoding: self.item_encoding(&at),
            examples: self.examples(&at),
            extensions: extensions(at.node),
            place: at.place.clone(),
        };
        self.leave();
        Some(media_type)
    }

    fn encodings(&mut self, at: &Located<'d>) -> IndexMap<String, Encoding> {
        let entries = self.entries(at, "encoding");
        entries
            .into_iter()
            .filter_map(|(name, at)| Some((name.to_owned(), self.encoding(at)?)))
            .collect()
    }

    fn prefix_encoding(&mut self, at: &Located<'d>) -> Vec<Encoding> {
        let items = self.items(at, "prefixEncoding");
        items.into_iter().filter_map(|item| self.encoding(item)).collect()
    }

    fn item_encoding(&mut self, at: &Located<'d>) -> Option<Box<Encoding>> {
        let encoding = at.get("itemEncoding")?;
        self.encoding(encoding).map(Box::new)
    }

    fn encoding(&mut self, at: Located<'d>) -> Option<Encoding> {
        let at = self.plain(at)?;
        at.node.as_object()?;
        if !self.enter(&at) {
            return None;
        }
        let encoding = Encoding {
            content_type: self.text(&at, "contentType"),
            headers: self.headers(&at),
            style: at.node.get("style").and_then(Node::as_str).and_then(style),
            explode: self.flag(&at, "explode"),
            allow_reserved: self.flag(&at, "allowReserved"),
            encoding: self.encodings(&at),
            prefix_encoding: self.prefix_encoding(&at),
            item_encoding: self.item_encoding(&at),
            place: at.place.clone(),
        };
        self.leave();
        Some(encoding)
    }

    /// Where `example` and the values of `examples` stand.
    fn examples(&mut self, at: &Located<'d>) -> Vec<Place> {
        let mut examples = Vec::new();
        if let Some(example) = at.get("example") {
            examples.push(example.place);
        }
        for (_, example) in self.entries(at, "examples") {
            let Some(example) = self.follow(example) else {
                continue;
            };
            let value = example.at.get("dataValue").or_else(|| example.at.get("value"));
            examples.extend(value.map(|value| value.place));
        }
        examples
    }
}

/// Whether this is an object, or nothing where an object has nothing to say.
fn may_be_empty(node: &Node) -> Option<()> {
    matches!(node, Node::Object(_) | Node::Null).then_some(())
}

/// The key of a response; forgiving about letter case, which [`check`](super::check) is not.
pub(super) fn status_key(key: &str) -> Option<StatusKey> {
    if key.eq_ignore_ascii_case("default") {
        return Some(StatusKey::Default);
    }
    let hundreds = key
        .chars()
        .next()?
        .to_digit(10)
        .filter(|digit| (1..=5).contains(digit))?;
    match key.get(1..)? {
        "XX" | "xx" | "Xx" | "xX" => Some(StatusKey::Range(u8::try_from(hundreds).ok()?)),
        rest if rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_digit()) => {
            key.parse().ok().map(StatusKey::Exact)
        }
        _ => None,
    }
}

/// A style by its name.
pub(super) fn style(name: &str) -> Option<Style> {
    Some(match name {
        "matrix" => Style::Matrix,
        "label" => Style::Label,
        "simple" => Style::Simple,
        "form" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        "cookie" => Style::Cookie,
        _ => return None,
    })
}

/// Whether the standard has this style at this place (OpenAPI "Style Values").
pub(super) fn suits(style: Style, location: ParameterPlace) -> bool {
    match style {
        Style::Matrix | Style::Label => location == ParameterPlace::Path,
        Style::Simple => matches!(location, ParameterPlace::Path | ParameterPlace::Header),
        Style::Form => matches!(location, ParameterPlace::Query | ParameterPlace::Cookie),
        Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject => location == ParameterPlace::Query,
        Style::Cookie => location == ParameterPlace::Cookie,
    }
}

fn default_style(location: ParameterPlace) -> Style {
    match location {
        ParameterPlace::Path | ParameterPlace::Header => Style::Simple,
        ParameterPlace::Query | ParameterPlace::QueryString | ParameterPlace::Cookie => Style::Form,
    }
}

/// The default of `explode`.
fn explodes(style: Style) -> bool {
    match style {
        Style::Form | Style::Cookie => true,
        Style::Matrix
        | Style::Label
        | Style::Simple
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::DeepObject => false,
    }
}
