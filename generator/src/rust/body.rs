//! Bodies: how their types are written, and the calls that encode, decode, receive and reply them.

use proc_macro2::{Literal as Number, TokenStream};
use quote::quote;

use super::{
    Context, meta,
    names::word,
    types::{Argument, Scope, Types},
};
use crate::api::{Body, BodyType, Codec, Content, Ident, Outcome, Response};

/// An expression that reads a part of a response.
pub(super) enum Reading {
    /// It may fail: a `ReadResult<T>`.
    Fallible(TokenStream),
    /// It does not: a `T`.
    Sure(TokenStream),
}

impl Reading {
    /// The same with the value given to a function or variant.
    pub(super) fn map(self, function: &TokenStream) -> Self {
        match self {
            Reading::Fallible(read) => Reading::Fallible(quote!(#read.map(#function))),
            Reading::Sure(value) => Reading::Sure(quote!(#function(#value))),
        }
    }

    /// The expression as a `ReadResult<T>`.
    pub(super) fn result(self) -> TokenStream {
        match self {
            Reading::Fallible(read) => read,
            Reading::Sure(value) => quote!(Ok(#value)),
        }
    }
}

/// Writes bodies of the operations of one group.
pub(super) struct Bodies<'a, 'c> {
    pub(super) cx: &'c Context<'a>,
    pub(super) types: Types<'a>,
    /// What leads to the types of the group's operations, such as `ops::`.
    pub(super) path: TokenStream,
}

impl<'a, 'c> Bodies<'a, 'c> {
    pub(super) fn new(cx: &'c Context<'a>, path: TokenStream) -> Self {
        Bodies {
            cx,
            types: Types::new(cx.api, Scope::Outside),
            path,
        }
    }

    /// The type of a body.
    pub(super) fn ty(&self, body: &BodyType) -> TokenStream {
        match body {
            BodyType::Model(id) => self.types.ty(*id),
            BodyType::Page { data, page } => {
                let (data, page) = (self.types.ty(*data), self.types.ty(*page));
                quote!(rt::Page<#data, #page>)
            }
            BodyType::Text => quote!(String),
            BodyType::Bytes => quote!(rt::Body),
            BodyType::ByMedia(name) => {
                let (path, name) = (&self.path, word(name));
                quote!(#path #name)
            }
            BodyType::Sequence(id) => {
                let item = self.types.ty(*id);
                quote!(rt::Sequence<#item>)
            }
            BodyType::Empty => quote!(()),
        }
    }

    /// How a function takes a body; `name` is the argument.
    pub(super) fn argument(&self, body: &BodyType, name: &TokenStream) -> Argument {
        match body {
            BodyType::Model(id) => self.types.argument(*id, name),
            BodyType::Text => Argument {
                ty: quote!(impl Into<String>),
                value: quote!(#name.into()),
            },
            BodyType::Bytes => Argument {
                ty: quote!(impl Into<rt::Body>),
                value: quote!(#name.into()),
            },
            BodyType::Sequence(id) => {
                let item = self.types.ty(*id);
                Argument {
                    ty: quote!(impl Into<rt::Sequence<#item>>),
                    value: quote!(#name.into()),
                }
            }
            BodyType::Page { .. } | BodyType::ByMedia(_) | BodyType::Empty => Argument {
                ty: self.ty(body),
                value: name.clone(),
            },
        }
    }

    /// Whether the type is marked as deprecated.
    pub(super) fn deprecated(&self, body: &BodyType) -> bool {
        match body {
            BodyType::Model(id) | BodyType::Sequence(id) => self.types.deprecated(*id),
            BodyType::Page { data, page } => self.types.deprecated(*data) || self.types.deprecated(*page),
            BodyType::Text | BodyType::Bytes | BodyType::ByMedia(_) | BodyType::Empty => false,
        }
    }

    /// The statement of `encode` for the request body.
    pub(super) fn encode(&self, body: &Body) -> TokenStream {
        let field = word(&body.ident);
        let Some(first) = body.contents.first() else {
            return TokenStream::new();
        };
        let BodyType::ByMedia(name) = &body.ty else {
            return match (body.required, first.codec) {
                (true, _) => encode_content(first, &quote!(&self.#field)),
                (false, Codec::Json) => quote!(e.json_optional(&self.#field);),
                (false, _) => {
                    let call = encode_content(first, &quote!(body));
                    quote!(if let Some(body) = &self.#field { #call })
                }
            };
        };
        let (path, name) = (&self.path, word(name));
        let arms = body.contents.iter().enumerate().map(|(index, content)| {
            let variant = word(&content.ident);
            let index = Number::usize_unsuffixed(index);
            let call = encode_content(content, &quote!(body));
            quote!(#path #name::#variant(body) => { e.media(#index); #call })
        });
        if body.required {
            quote!(match &self.#field { #(#arms)* })
        } else {
            quote!(if let Some(body) = &self.#field { match body { #(#arms)* } })
        }
    }

    /// The expression of `decode` for the request body: a `DecodeResult` of the field.
    pub(super) fn decode(&self, body: &Body) -> TokenStream {
        let Some(first) = body.contents.first() else {
            return quote!(Ok(Default::default()));
        };
        let name = match &body.ty {
            BodyType::ByMedia(name) => Some(word(name)),
            _ => None,
        };
        let same = |other: &Content| other.codec == first.codec && other.encodings == first.encodings;
        if name.is_none() && body.contents.iter().all(same) {
            return decode_content(first, body.required);
        }
        let some = if body.required { None } else { Some(quote!(.map(Some))) };
        let last = body.contents.len() - 1;
        let arms = body.contents.iter().enumerate().map(|(index, content)| {
            let number = Number::usize_unsuffixed(index);
            let index = if index == last { quote!(_) } else { quote!(#number) };
            let pattern = if body.required {
                quote!(Ok(#index))
            } else {
                quote!(Ok(Some(#index)))
            };
            let call = decode_content(content, true);
            let path = &self.path;
            let wrap = name.as_ref().map(|name| {
                let variant = word(&content.ident);
                quote!(.map(#path #name::#variant))
            });
            quote!(#pattern => #call #wrap #some,)
        });
        if body.required {
            quote!(match d.media() { #(#arms)* Err(error) => Err(error) })
        } else {
            quote!(match d.media_optional() { Ok(None) => Ok(None), #(#arms)* Err(error) => Err(error) })
        }
    }

    /// An expression that reads the response's body.
    pub(super) fn read(&self, response: &Response) -> Reading {
        let envelope = response.envelope.as_ref().map(|envelope| self.cx.envelope(envelope));
        match (&response.body, envelope) {
            (BodyType::Page { .. }, Some(envelope)) => Reading::Fallible(quote!(r.read_page(&#envelope))),
            (BodyType::ByMedia(name), _) => self.read_by_media(name, response),
            (_, Some(envelope)) => Reading::Fallible(quote!(r.read_data(&#envelope))),
            (body, None) => read_content(body),
        }
    }

    /// A body in one of several media types; what none fits is read as the first one says.
    fn read_by_media(&self, name: &Ident, response: &Response) -> Reading {
        let (path, name) = (&self.path, word(name));
        let read = |content: &Content| {
            let variant = word(&content.ident);
            read_content(&content.ty).map(&quote!(#path #name::#variant)).result()
        };
        let Some((first, rest)) = response.contents.split_first() else {
            return Reading::Fallible(quote!(r.read_json()));
        };
        let first = read(first);
        if rest.is_empty() {
            return Reading::Fallible(first);
        }
        let chain = rest.iter().rev().fold(quote!({ #first }), |chain, content| {
            let (read, media) = (read(content), &content.media_type);
            quote!(if r.content_type_is(#media) { #read } else #chain)
        });
        Reading::Fallible(chain)
    }

    /// An expression that takes a response as a success of one type: `Outcome<T, E>`. `readable` says whether `E` is
    /// one model that can be read where an envelope says failure.
    pub(super) fn success(&self, response: &Response, readable: bool) -> TokenStream {
        let envelope = response.envelope.as_ref().map(|envelope| self.cx.envelope(envelope));
        match (&response.body, envelope) {
            (BodyType::Page { .. }, Some(envelope)) if readable => quote!(r.page(&#envelope)),
            (BodyType::Page { .. }, Some(envelope)) => quote!(r.page_by_status(&#envelope)),
            (BodyType::Model(_), Some(envelope)) if readable => quote!(r.data(&#envelope)),
            (BodyType::Model(_), Some(envelope)) => quote!(r.data_by_status(&#envelope)),
            (BodyType::Model(_), None) => quote!(r.json()),
            (BodyType::Text, _) => quote!(r.text()),
            (BodyType::Bytes, _) => quote!(r.stream()),
            (BodyType::Sequence(_), _) => quote!(r.items()),
            (BodyType::Empty, _) => quote!(r.empty()),
            (BodyType::ByMedia(_), _) => {
                let read = self.read(response).result();
                quote!(r.success_with(|r| #read))
            }
            // A page without an envelope cannot be read.
            (BodyType::Page { .. }, None) => quote!(r.undeclared()),
        }
    }

    /// The type of several responses taken together. `nothing` stands for none.
    pub(super) fn outcome(&self, outcome: &Outcome, by_status: &TokenStream, nothing: TokenStream) -> TokenStream {
        match outcome {
            Outcome::Nothing => nothing,
            Outcome::One(body) => self.ty(body),
            Outcome::ByStatus(name) => {
                let name = word(name);
                quote!(#by_status #name)
            }
        }
    }

    /// The expression that makes a `Reply` of a body; `status` is an expression.
    pub(super) fn reply(&self, response: &Response, status: &TokenStream) -> TokenStream {
        if response.body == BodyType::Empty {
            return quote!(rt::server::Reply::empty(#status));
        }
        let media = response
            .contents
            .first()
            .map_or("application/json", |content| content.media_type.as_str());
        let envelope = response.envelope.as_ref().map(|envelope| self.cx.envelope(envelope));
        match (&response.body, envelope) {
            (BodyType::Page { .. }, Some(envelope)) => {
                quote!(rt::server::Reply::page(#status, &#envelope, &body.data, &body.page))
            }
            (BodyType::Model(_), Some(envelope)) => quote!(rt::server::Reply::data(#status, &#envelope, &body)),
            (BodyType::ByMedia(name), _) => {
                let (path, name) = (&self.path, word(name));
                let arms = response.contents.iter().map(|content| {
                    let variant = word(&content.ident);
                    let reply = reply_content(&content.ty, status, &content.media_type);
                    quote!(#path #name::#variant(body) => #reply,)
                });
                quote!(match body { #(#arms)* })
            }
            (body, _) => reply_content(body, status, media),
        }
    }
}

/// Encodes a body that is there; `body` is a reference to it.
fn encode_content(content: &Content, body: &TokenStream) -> TokenStream {
    match content.codec {
        Codec::Json => quote!(e.json(#body);),
        Codec::Form => {
            let encodings = meta::encodings(&content.encodings);
            quote!(e.form(#body, #encodings);)
        }
        Codec::Multipart => {
            let encodings = meta::encodings(&content.encodings);
            quote!(e.multipart(#body, #encodings);)
        }
        Codec::Text => quote!(e.text(#body);),
        Codec::Bytes => quote!(e.body(#body);),
        Codec::Events | Codec::JsonLines => quote!(e.items(#body);),
    }
}

/// Decodes one media type.
fn decode_content(content: &Content, required: bool) -> TokenStream {
    let optional = |must: TokenStream, may: TokenStream| if required { must } else { may };
    match content.codec {
        Codec::Json => optional(quote!(d.json()), quote!(d.json_optional())),
        Codec::Form => {
            let encodings = meta::encodings(&content.encodings);
            optional(quote!(d.form(#encodings)), quote!(d.form_optional(#encodings)))
        }
        Codec::Multipart => {
            let encodings = meta::encodings(&content.encodings);
            optional(
                quote!(d.multipart(#encodings)),
                quote!(d.multipart_optional(#encodings)),
            )
        }
        Codec::Text => optional(quote!(d.text()), quote!(d.text_optional())),
        Codec::Bytes => optional(quote!(d.body()), quote!(d.body_optional())),
        Codec::Events | Codec::JsonLines => optional(quote!(d.items()), quote!(d.items_optional())),
    }
}

/// Reads a body outside of any envelope.
fn read_content(body: &BodyType) -> Reading {
    match body {
        BodyType::Text => Reading::Sure(quote!(r.read_text())),
        BodyType::Bytes => Reading::Sure(quote!(r.read_body())),
        BodyType::Sequence(_) => Reading::Sure(quote!(r.read_items())),
        BodyType::Empty => Reading::Sure(quote!(())),
        BodyType::Model(_) | BodyType::Page { .. } | BodyType::ByMedia(_) => Reading::Fallible(quote!(r.read_json())),
    }
}

/// Replies a body outside of any envelope.
fn reply_content(body: &BodyType, status: &TokenStream, media: &str) -> TokenStream {
    match body {
        BodyType::Text if media == "text/plain" || media.contains('*') => {
            quote!(rt::server::Reply::text(#status, body))
        }
        BodyType::Text => quote!(rt::server::Reply::bytes(#status, #media, body)),
        BodyType::Bytes => {
            let media = if media.contains('*') {
                "application/octet-stream"
            } else {
                media
            };
            quote!(rt::server::Reply::bytes(#status, #media, body))
        }
        BodyType::Sequence(_) => quote!(rt::server::Reply::items(#status, #media, body)),
        BodyType::Empty => quote!(rt::server::Reply::empty(#status)),
        BodyType::Model(_) | BodyType::Page { .. } | BodyType::ByMedia(_)
            if media == "application/json" || media.contains('*') =>
        {
            quote!(rt::server::Reply::json(#status, &body))
        }
        BodyType::Model(_) | BodyType::Page { .. } | BodyType::ByMedia(_) => {
            quote!(rt::server::Reply::json_as(#status, #media, &body))
        }
    }
}
