//! One request on its way to its handler, and the response on its way back.

use axum::body::Body;
use axum::extract::{OriginalUri, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ACCEPT, ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::context::path_and_query;
use super::credentials::{Credentials, places};
use super::template::Template;
use super::{BoxFuture, Context, Fault, Reply, Service};
use crate::operation::{self as rt, Api, Decoder, Incoming, OperationMeta, Place, Violation};
use crate::wire::escape;
use crate::wire::media;
use crate::wire::style::Pairs;

/// How long a body may be unless the user says otherwise.
pub(super) const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// An operation with its handler.
pub(super) trait Endpoint<A: Service>: Send + Sync {
    /// What is known of the operation.
    fn meta(&self) -> &'static OperationMeta;

    /// Decodes the request value and calls the handler; `None` when the decoder found violations.
    fn start<'a>(
        &self,
        app: &'a A,
        cx: &'a Context<A::Principal>,
        decoder: &mut Decoder<'_>,
    ) -> Option<BoxFuture<'a, Reply>>;
}

/// All operations, and the user's implementation of them.
pub(super) struct Site<A: Service> {
    app: A,
    api: &'static Api,
    places: Places,
    endpoints: Vec<Box<dyn Endpoint<A>>>,
    pub(super) body_limit: usize,
}

/// Where requests go, without what happens there.
struct Places {
    /// In order of precedence once sorted, each with its endpoint's index.
    places: Vec<(Template, &'static OperationMeta, usize)>,
    credentials: Vec<(Place, &'static str)>,
}

/// Where a request goes.
struct Found {
    endpoint: usize,
    meta: &'static OperationMeta,
    path: Vec<(&'static str, String)>,
}

impl<A: Service> Site<A> {
    pub(super) fn new(app: A, api: &'static Api) -> Self {
        let places = Places {
            places: Vec::new(),
            credentials: places(api),
        };
        Self {
            app,
            api,
            places,
            endpoints: Vec::new(),
            body_limit: BODY_LIMIT,
        }
    }

    pub(super) fn add(&mut self, endpoint: Box<dyn Endpoint<A>>) {
        let meta = endpoint.meta();
        self.places
            .places
            .push((Template::parse(meta.path), meta, self.endpoints.len()));
        self.endpoints.push(endpoint);
    }

    pub(super) fn sorted(mut self) -> Self {
        self.places.sort();
        self
    }

    pub(super) fn templates(&self) -> impl Iterator<Item = &Template> {
        self.places.places.iter().map(|(template, _, _)| template)
    }

    /// Answers a request.
    pub(super) async fn answer(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let original = parts
            .extensions
            .get::<OriginalUri>()
            .map_or(&parts.uri, |original| &original.0);
        let path = path_and_query(original);
        let reply = match self.handle(parts, body).await {
            Ok(mut reply) => match reply.take_fault() {
                Some(fault) => {
                    let rendered = self.app.fault(&fault.placed(&path, self.api.fault_template));
                    keep_headers(rendered, &reply)
                }
                None => reply,
            },
            Err(fault) => self.app.fault(&fault.placed(&path, self.api.fault_template)),
        };
        reply.into_response()
    }

    async fn handle(&self, parts: Parts, body: Body) -> Result<Reply, Fault> {
        let found = self.places.find(&parts)?;
        let meta = found.meta;
        check_accept(meta, &parts.headers)?;
        let credentials = Credentials::take(self.api, meta, &parts)?;
        let principal = self.app.authenticate(&credentials).await?;
        check_media(meta, &parts.headers, &body)?;
        let (body, stream) = match meta.body {
            Some(declared) if declared.stream => (Bytes::new(), to_stream(body)),
            Some(_) | None => (read_body(body, &parts.headers, self.body_limit).await?, None),
        };
        let cx = Context::new(principal, parts, meta, self.api);
        let started = {
            let incoming = Incoming {
                path: &found.path,
                query: cx.uri().query().unwrap_or_default(),
                headers: cx.headers(),
                body: &body,
                stream: stream.as_ref(),
                credentials: &self.places.credentials,
            };
            let mut decoder = Decoder::request(meta, &incoming);
            check_constants(&mut decoder, &incoming);
            let endpoint = self.endpoints.get(found.endpoint).ok_or_else(Fault::internal)?;
            match endpoint.start(&self.app, &cx, &mut decoder) {
                Some(started) => started,
                None => {
                    let malformed = decoder.is_malformed();
                    return Err(Fault::invalid(meta, decoder.into_violations(), malformed));
                }
            }
        };
        let reply = started.await;
        Ok(reply.with(cx.take_response_headers()))
    }
}

/// A fault rendered by the service, with the headers that the handler set beside.
fn keep_headers(mut rendered: Reply, before: &Reply) -> Reply {
    for (name, value) in before.headers() {
        if name != CONTENT_TYPE && !rendered.headers().contains_key(name) {
            rendered.headers_mut().append(name.clone(), value.clone());
        }
    }
    rendered
}

impl Places {
    /// Puts what says more first: text in paths before variables, fixed query pairs before none.
    fn sort(&mut self) {
        self.places.sort_by(|(a, a_meta, _), (b, b_meta, _)| {
            a.order(b)
                .then_with(|| b_meta.fixed_query.len().cmp(&a_meta.fixed_query.len()))
        });
    }

    /// The operation of a request, and the raw texts of its path's variables.
    ///
    /// # Errors
    /// 404 when no template fits the path, 405 when none of those that do has the method.
    fn find(&self, parts: &Parts) -> Result<Found, Fault> {
        let segments: Vec<&str> = parts.uri.path().split('/').skip(1).collect();
        let query = Pairs::parse(parts.uri.query().unwrap_or_default());
        let mut allowed: Vec<&str> = Vec::new();
        let mut head: Option<Found> = None;
        for (template, meta, endpoint) in &self.places {
            if template.len() != segments.len() || !has_query(meta, &query) {
                continue;
            }
            let Some(path) = template.fit(&segments) else { continue };
            if meta.method == parts.method.as_str() {
                return Ok(Found {
                    endpoint: *endpoint,
                    meta,
                    path,
                });
            }
            if meta.method == "GET" && head.is_none() {
                head = Some(Found {
                    endpoint: *endpoint,
                    meta,
                    path,
                });
            }
            if !allowed.contains(&meta.method) {
                allowed.push(meta.method);
            }
        }
        match head {
            Some(found) if parts.method == Method::HEAD => Ok(found),
            _ if allowed.is_empty() => Err(Fault::not_found("there is nothing at this path")),
            has_get => Err(not_allowed(&parts.method, allowed, has_get.is_some())),
        }
    }
}

pub(super) fn not_allowed(method: &Method, mut allowed: Vec<&str>, has_get: bool) -> Fault {
    if has_get && !allowed.contains(&"HEAD") {
        allowed.push("HEAD");
    }
    allowed.sort_unstable();
    let allowed = allowed.join(", ");
    let message = format!("{method} is not among the methods of this path: {allowed}");
    let mut fault = Fault::new(405, "method_not_allowed", message);
    fault
        .headers
        .extend(HeaderValue::from_str(&allowed).ok().map(|value| (ALLOW, value)));
    fault
}

/// Whether a query holds the pairs that belong to the operation's path.
fn has_query(meta: &OperationMeta, query: &Pairs<'_>) -> bool {
    meta.fixed_query.iter().all(|(name, value)| {
        query
            .0
            .iter()
            .any(|pair| pair.name == *name && escape::unescape_form(pair.raw).as_deref() == Some(*value))
    })
}

/// 406 when the caller accepts no success that the document declares.
fn check_accept(meta: &OperationMeta, headers: &HeaderMap) -> Result<(), Fault> {
    let lines: Vec<&str> = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    let success = |status: rt::Status| match status {
        rt::Status::Exact(status) => (200..300).contains(&status),
        rt::Status::Range(hundreds) => hundreds == 2,
        rt::Status::Default => false,
    };
    let successes = meta.responses.iter().filter(|response| success(response.status));
    let offered: Vec<&str> = successes.flat_map(|response| response.media.iter().copied()).collect();
    match lines.is_empty() || offered.is_empty() || media::accepts(&lines.join(", "), &offered) {
        true => Ok(()),
        false => Err(Fault::new(
            406,
            "not_acceptable",
            format!("the answer is {}", offered.join(" or ")),
        )),
    }
}

/// 415 when a body comes in a media type that the document does not declare.
pub(super) fn check_media(meta: &OperationMeta, headers: &HeaderMap, body: &Body) -> Result<(), Fault> {
    let (Some(declared), Some(own)) = (meta.body, headers.get(CONTENT_TYPE)) else {
        return Ok(());
    };
    let own = own.to_str().unwrap_or_default();
    if media::best(declared.media, own).is_some() || axum::body::HttpBody::is_end_stream(body) {
        return Ok(());
    }
    let message = format!("the body is to be {}", declared.media.join(" or "));
    Err(Fault::new(415, "unsupported_media_type", message))
}

/// The whole body; 413 when it is too long.
pub(super) async fn read_body(body: Body, headers: &HeaderMap, limit: usize) -> Result<Bytes, Fault> {
    let too_long = || Fault::new(413, "content_too_large", format!("a body may have {limit} bytes"));
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|text| text.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_long());
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_long()),
        Err(_) => Err(Fault::new(400, "broken_body", "the body broke off")),
    }
}

/// The body as it comes, if there is one.
fn to_stream(body: Body) -> Option<rt::Body> {
    match axum::body::HttpBody::is_end_stream(&body) {
        true => None,
        false => Some(rt::Body::stream(body.into_data_stream())),
    }
}

/// Parameters with one possible value: refused when they have another, or are missing where they are required.
pub(super) fn check_constants(decoder: &mut Decoder<'_>, incoming: &Incoming<'_>) {
    for constant in decoder.meta().constants {
        let (rule, message) = match incoming.text(constant.place, constant.name) {
            Some(text) if text == constant.value => continue,
            Some(_) => ("const", format!("must be {:?}", constant.value)),
            None if constant.required => ("required", "required, but missing".to_owned()),
            None => continue,
        };
        let place = format!("{}.{}", constant.place.word(), constant.name);
        decoder.violate(Violation::new(place, rule, message));
    }
}
