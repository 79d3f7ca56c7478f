//! Webhooks on their way to their handlers.
//!
//! Comes in: a request of axum at a path that the user chose. Goes out: what the user's implementation answers. Between
//! the two the signature is checked over the bytes as they came, before anything is made of them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method};
use secrecy::{ExposeSecret, SecretSlice};

use super::dispatch::{BODY_LIMIT, check_constants, check_media, not_allowed, read_body};
use super::{BoxFuture, Fault, Reply, Respond, ServerOperation};
use crate::codec::{ReadResult, Reader, Value, from_json};
use crate::operation::{self as rt, Decoder, Incoming, OperationMeta};
use crate::webhooks::{Message, Signature, SignatureError, Verifier};

/// A webhook with its handler.
pub struct Hook<A> {
    meta: &'static OperationMeta,
    signature: Option<&'static Signature>,
    endpoint: Box<dyn Endpoint<A>>,
}

/// A handler as emitted code gives it.
type Handler<A, O> = for<'a> fn(&'a A, O) -> BoxFuture<'a, <O as ServerOperation>::Response>;
/// Tells by looking ahead which hook a body is for.
type Choose = fn(&mut Reader<'_>) -> ReadResult<Option<usize>>;
/// The handler of bodies that are for no hook.
type Other<A> = for<'a> fn(&'a A, Value) -> BoxFuture<'a, Reply>;

/// A hook's handler, with the hook's type known to nobody outside.
trait Endpoint<A>: Send + Sync {
    /// Decodes the request value and calls the handler; `None` when the decoder found violations.
    fn start<'a>(&self, app: &'a A, decoder: &mut Decoder<'_>) -> Option<BoxFuture<'a, Reply>>;
}

struct Bound<A, O: ServerOperation> {
    handler: Handler<A, O>,
}

impl<A: Send + Sync, O: ServerOperation> Endpoint<A> for Bound<A, O> {
    fn start<'a>(&self, app: &'a A, decoder: &mut Decoder<'_>) -> Option<BoxFuture<'a, Reply>> {
        let request = O::decode(decoder).ok()?;
        request.check(&mut decoder.checks());
        if !decoder.violations().is_empty() {
            return None;
        }
        let answer = (self.handler)(app, request);
        Some(Box::pin(async move { answer.await.respond() }))
    }
}

impl<A: Send + Sync + 'static> Hook<A> {
    /// A webhook with its handler. One that the document does not sign is taken from anyone.
    pub fn new<O: ServerOperation + Message>(handler: Handler<A, O>) -> Self {
        Self {
            meta: O::META,
            signature: O::SIGNATURE,
            endpoint: Box::new(Bound::<A, O> { handler }),
        }
    }
}

impl<A> std::fmt::Debug for Hook<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hook")
            .field("webhook", &self.meta.id)
            .finish_non_exhaustive()
    }
}

/// Receives webhooks at paths of the user's choice. What a path has variables for (`/hooks/{tenant}`) is given to the
/// path parameters of these names that a webhook declares.
pub struct Receiver<A> {
    shared: Shared<A>,
    sites: Vec<(String, Site<A>)>,
}

/// What all paths share.
struct Shared<A> {
    app: A,
    secrets: Vec<SecretSlice<u8>>,
    /// One for each different signature; none where there is no secret.
    verifiers: Vec<(&'static Signature, Verifier)>,
    /// Whether signatures are not looked at.
    unsigned: bool,
    body_limit: usize,
}

/// What one path receives.
struct Site<A> {
    hooks: Vec<Hook<A>>,
    /// Where there is none, the method tells.
    by_body: Option<(Choose, Other<A>)>,
}

impl<A: Send + Sync + 'static> Receiver<A> {
    /// No path yet, and no secret: a message that should be signed is refused.
    pub fn new(app: A) -> Self {
        Self {
            shared: Shared {
                app,
                secrets: Vec::new(),
                verifiers: Vec::new(),
                unsigned: false,
                body_limit: BODY_LIMIT,
            },
            sites: Vec::new(),
        }
    }

    /// Adds a secret. Any of them may fit, so that one can follow another; an empty one, which everybody knows, is none.
    pub fn secret(&mut self, secret: impl AsRef<[u8]>) {
        let secret = secret.as_ref();
        if !secret.is_empty() {
            self.shared.secrets.push(secret.to_vec().into());
        }
    }

    /// Takes every message for genuine.
    pub fn unsigned(&mut self) {
        self.shared.unsigned = true;
    }

    /// How long a body may be, in bytes; 2 MiB unless set. Longer ones are answered with 413.
    pub fn body_limit(&mut self, bytes: usize) {
        self.shared.body_limit = bytes;
    }

    /// Receives one webhook at a path. Several of different methods may share one; of one method, the first has it.
    pub fn one(&mut self, path: impl Into<String>, hook: Hook<A>) {
        let path = path.into();
        let mut sites = self.sites.iter_mut();
        match sites.find(|(known, site)| *known == path && site.by_body.is_none()) {
            Some((_, site)) => site.hooks.push(hook),
            None => {
                let (hooks, by_body) = (vec![hook], None);
                self.sites.push((path, Site { hooks, by_body }));
            }
        }
    }

    /// Receives several webhooks at a path. `choose` tells by the body which one it is, `other` answers the rest.
    pub fn many(&mut self, path: impl Into<String>, hooks: Vec<Hook<A>>, choose: Choose, other: Other<A>) {
        let by_body = Some((choose, other));
        self.sites.push((path.into(), Site { hooks, by_body }));
    }

    /// The router: nest it, merge it, layer it.
    ///
    /// # Panics
    /// As [`axum::Router::route`] does: when two paths are the same, or one is none.
    pub fn into_router(mut self) -> axum::Router {
        let hooks = self.sites.iter().flat_map(|(_, site)| &site.hooks);
        self.shared.verifiers = verifiers(hooks.filter_map(|hook| hook.signature), &self.shared.secrets);
        let shared = Arc::new(self.shared);
        let mut router = axum::Router::new();
        for (path, site) in self.sites {
            let (shared, site, own) = (shared.clone(), Arc::new(site), Arc::<str>::from(path.as_str()));
            let handler = move |request: Request| {
                let (shared, site) = (shared.clone(), site.clone());
                let path = own.clone();
                async move { shared.answer(&path, &site, request).await }
            };
            router = router.route(&path, any(handler));
        }
        router
    }
}

impl<A: Send + Sync + 'static> Shared<A> {
    async fn answer(&self, path: &str, site: &Site<A>, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let reply = match self.handle(path, site, &parts, body).await {
            Ok(reply) => reply,
            Err(fault) => fault.placed(parts.uri.path(), None).render(),
        };
        reply.into_response()
    }

    async fn handle(&self, path: &str, site: &Site<A>, parts: &Parts, body: Body) -> Result<Reply, Fault> {
        let body = read_body(body, &parts.headers, self.body_limit).await?;
        self.check_any(site, &parts.headers, &body)?;
        let hook = match site.by_body {
            None => Some(site.by_method(&parts.method)?),
            Some((choose, other)) => match site.choose(choose, &body)? {
                Some(hook) => Some(hook),
                None => {
                    let value = from_json::<Value>(&body).map_err(|error| malformed(&error))?;
                    return Ok(other(&self.app, value).await);
                }
            },
        };
        let hook = hook.ok_or_else(|| Fault::not_found("there is nothing at this path"))?;
        if hook.meta.method != parts.method.as_str() {
            return Err(not_allowed(&parts.method, vec![hook.meta.method], false));
        }
        self.check(hook.signature, &parts.headers, &body).map_err(forged)?;
        check_media(hook.meta, &parts.headers, &Body::from(body.clone()))?;
        let started = self.start(path, hook, parts, &body)?;
        Ok(started.await)
    }

    /// Nothing is made of a message that no hook of the path trusts.
    fn check_any(&self, site: &Site<A>, headers: &HeaderMap, body: &Bytes) -> Result<(), Fault> {
        let mut tried: Vec<Option<&'static Signature>> = Vec::new();
        let mut found = Ok(());
        for hook in &site.hooks {
            if tried.contains(&hook.signature) {
                continue;
            }
            found = self.check(hook.signature, headers, body);
            if found.is_ok() {
                break;
            }
            tried.push(hook.signature);
        }
        found.map_err(forged)
    }

    fn check(
        &self,
        signature: Option<&'static Signature>,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<(), SignatureError> {
        let Some(signature) = signature.filter(|_| !self.unsigned) else {
            return Ok(());
        };
        let mut verifiers = self.verifiers.iter();
        match verifiers.find(|(known, _)| *known == signature) {
            Some((_, verifier)) => verifier.verify(headers, body),
            None => Err(SignatureError::Wrong),
        }
    }

    fn start<'a>(
        &'a self,
        path: &str,
        hook: &Hook<A>,
        parts: &Parts,
        body: &Bytes,
    ) -> Result<BoxFuture<'a, Reply>, Fault> {
        let variables = variables(path, parts.uri.path(), hook.meta);
        // The whole body is there, since its signature was checked.
        let streams = hook.meta.body.is_some_and(|declared| declared.stream) && !body.is_empty();
        let stream = streams.then(|| rt::Body::from(body.clone()));
        let incoming = Incoming {
            path: &variables,
            query: parts.uri.query().unwrap_or_default(),
            headers: &parts.headers,
            body,
            stream: stream.as_ref(),
            credentials: &[],
        };
        let mut decoder = Decoder::request(hook.meta, &incoming);
        check_constants(&mut decoder, &incoming);
        match hook.endpoint.start(&self.app, &mut decoder) {
            Some(started) => Ok(started),
            None => {
                let malformed = decoder.is_malformed();
                Err(Fault::invalid(hook.meta, decoder.into_violations(), malformed))
            }
        }
    }
}

impl<A> Site<A> {
    /// The hook that a method is for.
    fn by_method(&self, method: &Method) -> Result<&Hook<A>, Fault> {
        let found = self.hooks.iter().find(|hook| hook.meta.method == method.as_str());
        found.ok_or_else(|| {
            let allowed = self.hooks.iter().map(|hook| hook.meta.method).collect();
            not_allowed(method, allowed, false)
        })
    }

    /// The hook that a body is for.
    fn choose(&self, choose: Choose, body: &Bytes) -> Result<Option<&Hook<A>>, Fault> {
        let index = choose(&mut Reader::new(body)).map_err(|error| malformed(&error))?;
        Ok(index.and_then(|index| self.hooks.get(index)))
    }
}

/// A verifier for each different signature.
fn verifiers(
    signatures: impl Iterator<Item = &'static Signature>,
    secrets: &[SecretSlice<u8>],
) -> Vec<(&'static Signature, Verifier)> {
    let mut all: Vec<(&'static Signature, Verifier)> = Vec::new();
    let Some((first, more)) = secrets.split_first() else {
        return all;
    };
    for signature in signatures {
        if all.iter().any(|(known, _)| *known == signature) {
            continue;
        }
        let verifier = Verifier::new(signature.clone(), first.expose_secret());
        let add = |verifier: Verifier, secret: &SecretSlice<u8>| verifier.or_secret(secret.expose_secret());
        all.push((signature, more.iter().fold(verifier, add)));
    }
    all
}

/// The raw texts of what the user's path has variables for and the message has parameters for.
fn variables(template: &str, path: &str, meta: &OperationMeta) -> Vec<(&'static str, String)> {
    let segments = template.split('/').zip(path.split('/'));
    let named = segments.filter_map(|(segment, text)| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        let mut parameters = meta.parameters.iter();
        let parameter = parameters.find(|it| it.place == rt::Place::Path && it.name == name)?;
        Some((parameter.name, text.to_owned()))
    });
    named.collect()
}

fn forged(error: SignatureError) -> Fault {
    Fault::new(401, "wrong_signature", error.to_string())
}

fn malformed(error: &crate::codec::ReadError) -> Fault {
    Fault::new(400, "malformed_body", error.to_string())
}

impl<A> std::fmt::Debug for Receiver<A> {
    /// Secrets are not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let paths: Vec<&str> = self.sites.iter().map(|(path, _)| path.as_str()).collect();
        f.debug_struct("Receiver")
            .field("paths", &paths)
            .finish_non_exhaustive()
    }
}
