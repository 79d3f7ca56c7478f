//! What the runtime knows of an operation before any request exists: statics built of the runtime's constructors.

use proc_macro2::{Literal as Number, TokenStream};
use quote::quote;

use super::{Context, GroupView, context::Security, json};
use crate::api::{
    BodyType, Codec, ConstantParameter, Content, Location, Operation, Parameter, PropertyEncoding, Response, Server,
    Shape, Status, Style,
};

/// `&rt::OperationMeta { .. }`
pub(super) fn operation(cx: &Context<'_>, group: &GroupView<'_>, operation: &Operation) -> TokenStream {
    let Operation { id, method, path, .. } = operation;
    let module = super::names::bare(&group.group.module);
    let mut fields = Vec::new();
    if !operation.fixed_query.is_empty() {
        let pairs = operation
            .fixed_query
            .iter()
            .map(|(name, value)| quote!((#name, #value)));
        fields.push(quote!(fixed_query: &[#(#pairs),*]));
    }
    if !operation.parameters.is_empty() {
        let parameters = operation.parameters.iter().map(parameter);
        fields.push(quote!(parameters: &[#(#parameters),*]));
    }
    if !operation.constants.is_empty() {
        let constants = operation.constants.iter().map(constant);
        fields.push(quote!(constants: &[#(#constants),*]));
    }
    if let Some(body) = &operation.body {
        let media = body.contents.iter().map(|content| content.media_type.as_str());
        let kind = if body.required {
            quote!(required)
        } else {
            quote!(optional)
        };
        // Beside a content that is read whole, all are.
        let stream = body.contents.iter().all(comes_bit_by_bit).then(|| quote!(.stream()));
        fields.push(quote!(body: Some(rt::BodyMeta::#kind(&[#(#media),*]) #stream)));
    }
    let successes = operation.successes.iter().map(|it| response(cx, it, may_stream(it)));
    // Of an error everything is kept, so that it is read whole.
    let errors = operation.errors.iter().map(|it| response(cx, it, false));
    let responses: Vec<TokenStream> = successes.chain(errors).collect();
    if !responses.is_empty() {
        fields.push(quote!(responses: &[#(#responses),*]));
    }
    if !operation.security.is_empty() {
        let security = cx.security(&operation.security);
        fields.push(quote!(security: #security));
    }
    if operation.deprecated {
        fields.push(quote!(deprecated: true));
    }
    if !operation.servers.is_empty() {
        let servers = operation.servers.iter().map(|server| server.default_url.as_str());
        fields.push(quote!(servers: &[#(#servers),*]));
    }
    quote! {
        &rt::OperationMeta {
            #(#fields,)*
            ..rt::OperationMeta::new(#id, #module, #method, #path)
        }
    }
}

/// `&[&[rt::SecurityUse { .. }]]`
pub(super) fn security(alternatives: &Security) -> TokenStream {
    let alternatives = alternatives.iter().map(|alternative| {
        let uses = alternative.iter().map(|(scheme, scopes)| {
            let scheme = Number::usize_unsuffixed(*scheme);
            quote!(rt::SecurityUse { scheme: #scheme, scopes: &[#(#scopes),*] })
        });
        quote!(&[#(#uses),*])
    });
    quote!(&[#(#alternatives),*])
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let name = &parameter.wire;
    let (mut tokens, style, explode) = match parameter.location {
        Location::Path => (quote!(rt::Param::path(#name)), Style::Simple, false),
        Location::Query => (quote!(rt::Param::query(#name)), Style::Form, true),
        Location::QueryString => (quote!(rt::Param::query_string(#name)), Style::Form, true),
        Location::Header => (quote!(rt::Param::header(#name)), Style::Simple, false),
        Location::Cookie => (quote!(rt::Param::cookie(#name)), Style::Form, true),
    };
    let whole = parameter.location == Location::QueryString;
    match parameter.shape {
        Shape::Scalar if whole => tokens.extend(quote!(.scalar())),
        Shape::Scalar => {}
        Shape::Object if whole => {}
        Shape::List => tokens.extend(quote!(.list())),
        Shape::Object => tokens.extend(quote!(.object())),
        Shape::Json => tokens.extend(quote!(.json())),
        Shape::Any => tokens.extend(quote!(.any())),
    }
    if parameter.style != style && !whole {
        let style = self::style(parameter.style);
        tokens.extend(quote!(.style(#style)));
    }
    match (parameter.explode, explode) {
        (true, false) => tokens.extend(quote!(.explode())),
        (false, true) => tokens.extend(quote!(.no_explode())),
        (true, true) | (false, false) => {}
    }
    if parameter.allow_reserved {
        tokens.extend(quote!(.allow_reserved()));
    }
    if parameter.location != Location::Path && is_required(parameter) {
        tokens.extend(quote!(.required()));
    }
    if let Some(default) = &parameter.default {
        let default = json::text(default);
        tokens.extend(quote!(.default(#default)));
    }
    tokens
}

/// Whether a parameter must be there.
pub(super) fn is_required(parameter: &Parameter) -> bool {
    use crate::api::Presence;
    match parameter.presence {
        Presence::Required | Presence::RequiredNullable | Presence::Constant(_) => true,
        Presence::Optional | Presence::Forgiven | Presence::OptionalNullable => false,
    }
}

fn constant(constant: &ConstantParameter) -> TokenStream {
    let ConstantParameter { wire, value, .. } = constant;
    let place = place(constant.location);
    let optional = (!constant.required).then(|| quote!(.optional()));
    quote!(rt::Constant::new(#place, #wire, #value) #optional)
}

/// Whether a content is handed on as it comes.
fn comes_bit_by_bit(content: &Content) -> bool {
    match content.ty {
        BodyType::Bytes | BodyType::Sequence(_) => true,
        BodyType::Model(_) | BodyType::Page { .. } | BodyType::Text | BodyType::ByMedia(_) | BodyType::Empty => false,
    }
}

/// Whether a response is handed on as it comes; JSON beside of it the runtime tells apart by its media type.
fn may_stream(response: &Response) -> bool {
    let mut contents = response.contents.iter();
    contents.clone().any(comes_bit_by_bit) && contents.all(|it| comes_bit_by_bit(it) || it.codec == Codec::Json)
}

fn response(cx: &Context<'_>, response: &Response, stream: bool) -> TokenStream {
    let status = match response.status {
        Status::Exact(status) => {
            let status = Number::u16_unsuffixed(status);
            quote!(rt::Status::Exact(#status))
        }
        Status::Range(hundreds) => {
            let hundreds = Number::u8_unsuffixed(hundreds);
            quote!(rt::Status::Range(#hundreds))
        }
        Status::Default => quote!(rt::Status::Default),
    };
    let media: Vec<&str> = response
        .contents
        .iter()
        .map(|content| content.media_type.as_str())
        .collect();
    if media.is_empty() {
        return quote!(rt::ResponseMeta::empty(#status));
    }
    let envelope = response.envelope.as_ref().map(|envelope| {
        let envelope = cx.envelope(envelope);
        quote!(.envelope(&#envelope))
    });
    let stream = stream.then(|| quote!(.stream()));
    quote!(rt::ResponseMeta::new(#status, &[#(#media),*]) #envelope #stream)
}

/// `const { &[rt::Encoding::new(..)] }`, or an empty list.
pub(super) fn encodings(encodings: &[PropertyEncoding]) -> TokenStream {
    if encodings.is_empty() {
        return quote!(&[]);
    }
    let encodings = encodings.iter().map(|encoding| {
        let name = &encoding.wire;
        let mut tokens = quote!(rt::Encoding::new(#name));
        if let Some(media) = &encoding.content_type {
            tokens.extend(quote!(.content_type(#media)));
        }
        if encoding.style != Style::Form {
            let style = style(encoding.style);
            tokens.extend(quote!(.style(#style)));
        }
        if !encoding.explode {
            tokens.extend(quote!(.no_explode()));
        }
        if encoding.allow_reserved {
            tokens.extend(quote!(.allow_reserved()));
        }
        if encoding.shape != Shape::Any {
            let shape = match encoding.shape {
                Shape::Scalar => quote!(Scalar),
                Shape::List => quote!(List),
                Shape::Object => quote!(Object),
                Shape::Json => quote!(Json),
                Shape::Any => quote!(Any),
            };
            tokens.extend(quote!(.shape(rt::ParamShape::#shape)));
        }
        tokens
    });
    quote!(const { &[#(#encodings),*] })
}

/// A server as the runtime's value.
pub(super) fn server(server: &Server) -> TokenStream {
    let url = &server.url;
    let variables = server.variables.iter().map(|variable| {
        let (name, default, values) = (&variable.name, &variable.default, &variable.values);
        quote!(rt::ServerVariable { name: #name, default: #default, values: &[#(#values),*] })
    });
    quote!(rt::Server { url: #url, variables: &[#(#variables),*] })
}

/// Where a parameter travels, as the runtime's value.
pub(super) fn place(location: Location) -> TokenStream {
    match location {
        Location::Path => quote!(rt::Place::Path),
        Location::Query => quote!(rt::Place::Query),
        Location::QueryString => quote!(rt::Place::QueryString),
        Location::Header => quote!(rt::Place::Header),
        Location::Cookie => quote!(rt::Place::Cookie),
    }
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Matrix => quote!(rt::Style::Matrix),
        Style::Label => quote!(rt::Style::Label),
        Style::Simple => quote!(rt::Style::Simple),
        Style::Form => quote!(rt::Style::Form),
        Style::SpaceDelimited => quote!(rt::Style::SpaceDelimited),
        Style::PipeDelimited => quote!(rt::Style::PipeDelimited),
        Style::DeepObject => quote!(rt::Style::DeepObject),
        Style::Cookie => quote!(rt::Style::Cookie),
    }
}
