//! A small API built by hand: what the emitter's tests emit, and what its fixture compiles.

mod sample;

use crate::{
    api::*,
    source::{FileId, Node, Place, Pointer},
};

use super::{EmitOptions, Features, Publish, RuntimeDependency};

pub(super) use sample::sample;

pub(super) fn ident(text: &str) -> Ident {
    Ident(text.to_owned())
}

pub(super) fn doc(text: &str) -> Doc {
    Doc {
        summary: text.to_owned(),
        details: String::new(),
    }
}

pub(super) fn place() -> Place {
    Place {
        file: FileId(0),
        pointer: Pointer::root(),
    }
}

pub(super) fn options() -> EmitOptions {
    EmitOptions {
        crate_name: "sample-api".to_owned(),
        crate_version: "0.1.0".to_owned(),
        runtime: RuntimeDependency::Path("../runtime".into()),
        features: Features {
            client: true,
            server: true,
            webhooks: true,
        },
        workspace_lints: false,
        document_name: "sample.yaml".to_owned(),
        publish: Publish::default(),
        manifest_extra: None,
    }
}

/// Fills an arena.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) types: Types,
}

pub(super) const BOTH: Direction = Direction {
    request: true,
    response: true,
};
pub(super) const RESPONSE: Direction = Direction {
    request: false,
    response: true,
};

impl Builder {
    pub(super) fn anonymous(&mut self, kind: Kind) -> TypeId {
        self.add(None, "x", BOTH, kind)
    }

    pub(super) fn named(&mut self, name: &str, module: &str, direction: Direction, kind: Kind) -> TypeId {
        self.add(Some(name), module, direction, kind)
    }

    fn add(&mut self, name: Option<&str>, module: &str, direction: Direction, kind: Kind) -> TypeId {
        let id = TypeId(self.types.0.len() as u32);
        self.types.0.push(Type {
            place: place(),
            name: name.map(ident),
            module: ident(module),
            doc: doc(&format!("A {}.", name.unwrap_or("value"))),
            deprecated: false,
            direction,
            rules: None,
            kind,
        });
        id
    }

    pub(super) fn scalar(&mut self, primitive: Primitive) -> TypeId {
        self.anonymous(Kind::Primitive(primitive))
    }

    pub(super) fn strings(&mut self, name: &str, module: &str, open: bool, values: &[&str]) -> TypeId {
        let values = values.iter().map(|wire| EnumValue {
            wire: (*wire).to_owned(),
            ident: ident(&heck::ToUpperCamelCase::to_upper_camel_case(*wire)),
            doc: Doc::default(),
        });
        let body = StringEnum {
            values: values.collect(),
            other: open.then(|| ident("Other")),
        };
        self.named(name, module, BOTH, Kind::StringEnum(body))
    }
}

pub(super) fn field(wire: &str, ty: TypeId, presence: Presence) -> Field {
    Field {
        wire: wire.to_owned(),
        ident: ident(&escape(&heck::ToSnakeCase::to_snake_case(wire))),
        doc: doc(&format!("The {wire} of it.")),
        ty,
        presence,
        boxed: false,
        rules: None,
        default: None,
        deprecated: false,
        read_only: false,
        write_only: false,
        place: place(),
    }
}

fn escape(name: &str) -> String {
    if matches!(name, "type" | "ref" | "match") {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

pub(super) fn object(fields: Vec<Field>) -> Kind {
    Kind::Struct(Struct {
        fields,
        additional: Additional::Ignored,
    })
}

pub(super) fn variant(name: &str, ty: TypeId) -> Variant {
    Variant {
        ident: ident(name),
        doc: doc(&format!("{name}.")),
        ty,
        boxed: false,
        rules: None,
        injected_tag: None,
    }
}

pub(super) fn parameter(wire: &str, location: Location, ty: TypeId, presence: Presence, shape: Shape) -> Parameter {
    let (style, explode) = match location {
        Location::Path | Location::Header => (Style::Simple, false),
        Location::Query | Location::QueryString | Location::Cookie => (Style::Form, true),
    };
    Parameter {
        wire: wire.to_owned(),
        ident: ident(&escape(&heck::ToSnakeCase::to_snake_case(wire))),
        doc: doc(&format!("The parameter {wire}.")),
        location,
        ty,
        presence,
        style,
        explode,
        allow_reserved: false,
        shape,
        rules: None,
        default: None,
        deprecated: false,
        place: place(),
    }
}

pub(super) fn json(ty: BodyType) -> Content {
    content("application/json", Codec::Json, ty, "Json")
}

pub(super) fn content(media: &str, codec: Codec, ty: BodyType, name: &str) -> Content {
    Content {
        media_type: media.to_owned(),
        codec,
        ty,
        rules: None,
        ident: ident(name),
        encodings: Vec::new(),
    }
}

pub(super) fn response(status: Status, name: &str, body: BodyType) -> Response {
    let contents = match &body {
        BodyType::Empty => Vec::new(),
        BodyType::Text => vec![content("text/plain", Codec::Text, body.clone(), "Text")],
        BodyType::Bytes => vec![content("application/octet-stream", Codec::Bytes, body.clone(), "Bytes")],
        _ => vec![json(body.clone())],
    };
    Response {
        status,
        ident: ident(name),
        doc: doc(&format!("Answer {name}.")),
        body,
        contents,
        envelope: None,
        headers: Vec::new(),
        header_set: None,
        links: Vec::new(),
        place: place(),
    }
}

pub(super) fn operation(name: &str, method: &str, path: &str) -> Operation {
    Operation {
        id: format!("sample_{}", heck::ToSnakeCase::to_snake_case(name)),
        group: 0,
        ident: ident(&escape(&heck::ToSnakeCase::to_snake_case(name))),
        type_name: ident(name),
        method: method.to_owned(),
        path: path.to_owned(),
        fixed_query: Vec::new(),
        doc: doc(&format!("Does {name}.")),
        deprecated: false,
        place: place(),
        parameters: Vec::new(),
        constants: Vec::new(),
        body: None,
        successes: Vec::new(),
        errors: Vec::new(),
        success_headers: None,
        error_headers: None,
        output: Outcome::Nothing,
        error: Outcome::Nothing,
        security: Vec::new(),
        servers: Vec::new(),
        pagination: None,
    }
}
