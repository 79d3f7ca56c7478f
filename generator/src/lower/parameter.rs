//! Parameters: their types, shapes and styles.

use std::{borrow::Cow, collections::HashMap};

use crate::{
    api::{
        Codec, ConstantParameter, Kind, Literal, Location, Parameter, Presence, Primitive, Shape, Style, TypeId, Types,
    },
    diagnostic::{Code, Diagnostic, Diagnostics},
    openapi::{self, JsonType, ParameterPlace},
    source::{Node, Place},
};

use super::{
    body::codec,
    decide::core,
    doc::doc,
    hint::Hint,
    name::{ident, settle_all, snake},
    types::Lowering,
};

/// What an operation's parameters come down to.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub values: Vec<Parameter>,
    pub constants: Vec<ConstantParameter>,
}

pub(super) fn location(place: ParameterPlace) -> Location {
    match place {
        ParameterPlace::Path => Location::Path,
        ParameterPlace::Query => Location::Query,
        ParameterPlace::QueryString => Location::QueryString,
        ParameterPlace::Header => Location::Header,
        ParameterPlace::Cookie => Location::Cookie,
    }
}

pub(super) fn style(style: openapi::Style) -> Style {
    match style {
        openapi::Style::Matrix => Style::Matrix,
        openapi::Style::Label => Style::Label,
        openapi::Style::Simple => Style::Simple,
        openapi::Style::Form => Style::Form,
        openapi::Style::SpaceDelimited => Style::SpaceDelimited,
        openapi::Style::PipeDelimited => Style::PipeDelimited,
        openapi::Style::DeepObject => Style::DeepObject,
        openapi::Style::Cookie => Style::Cookie,
    }
}

/// The names in a template's braces, each once.
fn expressions(template: &str) -> Vec<&str> {
    let path = template.split(['?', '#']).next().unwrap_or_default();
    let mut names: Vec<&str> = Vec::new();
    for piece in path.split('{').skip(1) {
        if let Some((name, _)) = piece.split_once('}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// The parameter as it travels: one whose expression stands in the query of a template (`/search?q={text}`) is a query
/// parameter, named by the key.
fn placed<'p>(parameter: &'p openapi::Parameter, template: &str) -> Cow<'p, openapi::Parameter> {
    let query = template.split('#').next().and_then(|text| text.split_once('?'));
    let Some((path, query)) = query.filter(|_| parameter.location == ParameterPlace::Path) else {
        return Cow::Borrowed(parameter);
    };
    let expression = format!("{{{}}}", parameter.name);
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    match pairs.find(|(_, value)| *value == expression && !path.contains(&expression)) {
        Some((key, _)) => Cow::Owned(openapi::Parameter {
            location: ParameterPlace::Query,
            name: key.to_owned(),
            style: openapi::Style::Form,
            explode: true,
            ..parameter.clone()
        }),
        None => Cow::Borrowed(parameter),
    }
}

/// Header parameters that the standard says are ignored ("Parameter Object", `name`).
fn is_ignored(parameter: &openapi::Parameter) -> bool {
    parameter.location == ParameterPlace::Header
        && ["accept", "content-type", "authorization"].contains(&parameter.name.to_ascii_lowercase().as_str())
}

impl Lowering<'_> {
    /// Parameters of an operation. Without a template, as of what its receiver gives a path, those of the path are
    /// optional: whether its own path has a place for them is for the receiver to choose.
    pub(super) fn parameters(
        &mut self,
        operation: &openapi::Operation,
        template: Option<&str>,
        owner: &str,
    ) -> Parameters {
        let mut out = Parameters::default();
        let expressions = template.map(expressions).unwrap_or_default();
        for parameter in &operation.parameters {
            let parameter = &*placed(parameter, template.unwrap_or_default());
            // Already reported while reading: there is no place where its value could travel.
            if template.is_some()
                && parameter.location == ParameterPlace::Path
                && !expressions.contains(&parameter.name.as_str())
            {
                continue;
            }
            if self.config.skips.contains(&parameter.place) {
                continue;
            }
            if is_ignored(parameter) {
                let text = format!(
                    "the header parameter `{}` is ignored, as the standard says",
                    parameter.name
                );
                self.diagnostics.push(
                    Diagnostic::new(Code::ParameterIgnored, &parameter.place, text)
                        .help("declare credentials under `securitySchemes`, media types under `content`"),
                );
                continue;
            }
            self.parameter(parameter, owner, &mut out);
        }
        if template.is_none() {
            let of_path = |parameter: &&mut Parameter| parameter.location == Location::Path;
            let values = out.values.iter_mut().filter(of_path);
            values.for_each(|parameter| parameter.presence = Presence::Optional);
            out.constants.retain(|constant| constant.location != Location::Path);
        }
        for name in expressions {
            let declared = |location: Location, wire: &str| location == Location::Path && wire == name;
            if !out.values.iter().any(|it| declared(it.location, &it.wire))
                && !out.constants.iter().any(|it| declared(it.location, &it.wire))
            {
                out.values.push(self.undeclared(name, operation));
            }
        }
        let in_template = |parameter: &Parameter| parameter.location == Location::Path;
        out.values
            .sort_by_key(|parameter| (parameter.presence != Presence::Required, !in_template(parameter)));
        name_parameters(&mut out.values, &self.config.renames);
        out
    }

    fn parameter(&mut self, parameter: &openapi::Parameter, owner: &str, out: &mut Parameters) {
        let schema = parameter
            .schema
            .or(parameter.content.as_ref().and_then(|media| media.schema));
        let shape = self.content_shape(parameter);
        let json = shape == Shape::Json;
        let hint = Hint::operation(format!("{owner} {}", parameter.name));
        let (typed, default) = match schema {
            Some(schema) => (self.schema(schema, &hint), self.look(schema).default),
            None => (self.any(), None),
        };
        let location = location(parameter.location);
        if parameter.required
            && !typed.nullable
            && !json
            && let Some(value) = &typed.literal
            && let Some(value) = wire_text(value)
        {
            let wire = parameter.name.clone();
            out.constants.push(ConstantParameter {
                location,
                wire,
                value,
                required: parameter.required,
            });
            return;
        }
        // Lists as `name[0][key]=value`: what `deepObject` says of objects, carried on to lists.
        let indexed = parameter.extensions.get("x-query-encoding").and_then(Node::as_str) == Some("indexed-brackets");
        if indexed {
            self.indexed.insert(parameter.place.clone());
        }
        // A path cannot be without a part of itself.
        let required = parameter.required || location == Location::Path;
        let fallback = || format!("The parameter `{}`", parameter.name.replace('`', "'"));
        out.values.push(Parameter {
            wire: parameter.name.clone(),
            ident: ident("pending"),
            doc: doc(None, parameter.description.as_deref(), fallback),
            location,
            ty: typed.id,
            presence: if required {
                Presence::Required
            } else {
                Presence::Optional
            },
            style: if indexed {
                Style::DeepObject
            } else {
                style(parameter.style)
            },
            explode: parameter.explode || indexed,
            allow_reserved: parameter.allow_reserved,
            shape,
            rules: typed.rules,
            default,
            deprecated: parameter.deprecated,
            place: parameter.place.clone(),
        });
    }

    /// The shape that a media type of its own gives a parameter; where it has none, the type will tell.
    fn content_shape(&self, parameter: &openapi::Parameter) -> Shape {
        let Some(media) = &parameter.content else {
            return Shape::Any;
        };
        match codec(&media.name) {
            Codec::Json => Shape::Json,
            Codec::Form if parameter.location == ParameterPlace::QueryString => Shape::Any,
            Codec::Form | Codec::Multipart | Codec::Text | Codec::Bytes | Codec::Events | Codec::JsonLines => {
                let kinds = media.schema.map(|schema| self.look(schema).kinds()).unwrap_or_default();
                let is_scalar = |kind: &JsonType| !matches!(kind, JsonType::Array | JsonType::Object);
                if !kinds.is_empty() && kinds.iter().all(is_scalar) {
                    return Shape::Scalar;
                }
                let text = format!("`{}` is written as JSON, as its schema says no text", media.name);
                self.diagnostics.report(Code::MediaTypeOpaque, &media.place, text);
                Shape::Json
            }
        }
    }

    /// A template expression that no parameter declares (reported while reading) is a string.
    fn undeclared(&mut self, name: &str, operation: &openapi::Operation) -> Parameter {
        Parameter {
            wire: name.to_owned(),
            ident: ident("pending"),
            doc: doc(None, None, || {
                format!("The part `{}` of the path", name.replace('`', "'"))
            }),
            location: Location::Path,
            ty: self.plain(Primitive::String).id,
            presence: Presence::Required,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            shape: Shape::Scalar,
            rules: None,
            default: None,
            deprecated: false,
            place: operation.place.clone(),
        }
    }
}

fn wire_text(value: &Literal) -> Option<String> {
    match value {
        Literal::Str(text) => Some(text.clone()),
        Literal::Int(number) => Some(number.to_string()),
        Literal::Bool(value) => Some(value.to_string()),
        Literal::Null | Literal::Json(_) => None,
    }
}

/// One field name each: where two places use one name, all but the path's say their place.
fn name_parameters(parameters: &mut [Parameter], renames: &HashMap<crate::source::Place, String>) {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for parameter in parameters.iter() {
        *uses.entry(snake(&parameter.wire, "empty")).or_default() += 1;
    }
    let wishes: Vec<(String, String)> = parameters
        .iter()
        .map(|parameter| {
            if let Some(name) = renames.get(&parameter.place) {
                return (parameter.wire.clone(), name.clone());
            }
            let name = snake(&parameter.wire, "empty");
            let place = match parameter.location {
                Location::Path => "",
                Location::Query | Location::QueryString => "_query",
                Location::Header => "_header",
                Location::Cookie => "_cookie",
            };
            let shared = uses.get(&name).is_some_and(|count| *count > 1) || (name == "body" && !place.is_empty());
            let name = if shared && !place.is_empty() {
                format!("{name}{place}")
            } else {
                name
            };
            let name = if name == "body" { "body_".to_owned() } else { name };
            (format!("{}{place}", parameter.wire), name)
        })
        .collect();
    for (parameter, name) in parameters.iter_mut().zip(settle_all(&wishes, "_")) {
        parameter.ident = ident(&name);
    }
}

/// The shape that a type has on the wire of a parameter, once types are known.
pub(super) fn shape(types: &Types, id: TypeId) -> Shape {
    let id = core(types, id);
    match &types[id].kind {
        Kind::List(_) | Kind::Tuple(_) => Shape::List,
        Kind::Struct(_) | Kind::Map(_) => Shape::Object,
        Kind::Nullable(inner) => shape(types, *inner),
        Kind::Union(union) => {
            let mut shapes: Vec<Shape> = union
                .variants
                .iter()
                .map(|variant| union_shape(types, variant.ty))
                .collect();
            shapes.dedup();
            match shapes.as_slice() {
                [one] => *one,
                _ => Shape::Any,
            }
        }
        Kind::Any => Shape::Any,
        Kind::Primitive(_)
        | Kind::StringEnum(_)
        | Kind::IntEnum(_)
        | Kind::Literal(_)
        | Kind::Never
        | Kind::Binary
        | Kind::Alias(_)
        | Kind::Newtype(_) => Shape::Scalar,
    }
}

/// The shape of a union's member; unions inside unions are not looked into again.
fn union_shape(types: &Types, id: TypeId) -> Shape {
    let id = core(types, id);
    match &types[id].kind {
        Kind::Union(_) => Shape::Any,
        _ => shape(types, id),
    }
}

/// Shapes are known only when types are filled, and with them whether styles go with them.
pub(super) fn settle_shapes(parameters: &mut [Parameter], lowering: &Lowering<'_>) {
    for parameter in parameters {
        if parameter.shape == Shape::Any {
            parameter.shape = shape(&lowering.types, parameter.ty);
        }
        if lowering.indexed.contains(&parameter.place) {
            continue;
        }
        let Parameter {
            style, explode, shape, ..
        } = parameter;
        settle_style(style, explode, *shape, &parameter.place, lowering.diagnostics);
    }
}

/// Where a style does not go with a shape (OpenAPI, "Style Examples", has `n/a` there), says so, and takes what is
/// nearest to it.
pub(super) fn settle_style(
    style: &mut Style,
    explode: &mut bool,
    shape: Shape,
    place: &Place,
    diagnostics: &Diagnostics,
) {
    let (name, is_delimited) = match style {
        Style::SpaceDelimited => ("spaceDelimited", true),
        Style::PipeDelimited => ("pipeDelimited", true),
        Style::DeepObject => ("deepObject", false),
        Style::Matrix | Style::Label | Style::Simple | Style::Form | Style::Cookie => return,
    };
    let finding = match shape {
        Shape::Scalar => {
            (*style, *explode) = (Style::Form, true);
            "has nothing to divide in a single value: it is written as `name=value`"
        }
        Shape::List if !is_delimited => "says how objects are written: a list is written as `name[0]=a&name[1]=b`",
        Shape::Object if is_delimited && *explode => {
            *explode = false;
            "of an object does not go with `explode`: it is written without"
        }
        Shape::List | Shape::Object | Shape::Any | Shape::Json => return,
    };
    let text = format!("the style `{name}` {finding}");
    diagnostics.push(
        Diagnostic::new(Code::StyleUnfit, place, text)
            .help("`form` is the style that goes with everything that stands in a query"),
    );
}
