//! From encoded parts and a call's options to the request that is sent.

use http::header::ACCEPT;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};

use super::credential::{apply, choose};
use super::{Base, Client, RequestError};
use crate::operation::{Body, EncodeError, Encoded, OperationMeta};
use crate::wire::escape;

/// What one call changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Options {
    pub(super) timeout: Option<std::time::Duration>,
    pub(super) retries: Option<u32>,
    pub(super) idempotency_key: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    /// The whole address, where the call has one of its own.
    pub(super) url: Option<String>,
}

/// The request that is sent. Defaults give way to parameters, these to credentials, and all to what the call says.
pub(super) fn prepare(
    client: &Client,
    meta: &'static OperationMeta,
    encoded: Result<Encoded, EncodeError>,
    options: &Options,
) -> Result<Request<Body>, RequestError> {
    let Encoded {
        path,
        mut query,
        headers: own,
        body,
        ..
    } = encoded?;
    let mut headers = client.inner.headers.clone();
    if let Some(accept) = accept(meta) {
        headers.insert(ACCEPT, accept);
    }
    replace(&mut headers, own);
    for (scheme, credential) in choose(client.inner.api, meta, &client.inner.credentials) {
        apply(scheme, credential, &mut query, &mut headers)?;
    }
    for (name, value) in &options.query {
        if !query.is_empty() {
            query.push('&');
        }
        escape::push(&mut query, name, escape::Keep::Unreserved);
        query.push('=');
        escape::push(&mut query, value, escape::Keep::Unreserved);
    }
    if let Some(key) = &options.idempotency_key {
        headers.insert(
            client.inner.idempotency_header.clone(),
            header_value("the idempotency key", key)?,
        );
    }
    for (name, value) in &options.headers {
        let header = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| RequestError::new(format!("{name:?} is not the name of a header")))?;
        headers.insert(header, header_value(&format!("the header {name}"), value)?);
    }
    let mut request = Request::new(body.unwrap_or_default());
    *request.method_mut() = Method::from_bytes(meta.method.as_bytes())
        .map_err(|_| RequestError::new(format!("{:?} is not a method", meta.method)))?;
    *request.uri_mut() = uri(client, meta, options, &path, &query)?;
    *request.headers_mut() = headers;
    Ok(request)
}

fn header_value(what: &str, text: &str) -> Result<HeaderValue, RequestError> {
    HeaderValue::from_str(text).map_err(|_| RequestError::new(format!("{what} holds characters that it cannot hold")))
}

/// Puts `own` over `headers`, name by name, with all values of a name.
fn replace(headers: &mut HeaderMap, own: HeaderMap) {
    let mut last = None;
    for (name, value) in own {
        match (name, &last) {
            (Some(name), _) => {
                headers.insert(name.clone(), value);
                last = Some(name);
            }
            (None, Some(name)) => {
                headers.append(name.clone(), value);
            }
            (None, None) => {}
        }
    }
}

/// Every media type that the responses have.
fn accept(meta: &OperationMeta) -> Option<HeaderValue> {
    let mut types: Vec<&str> = Vec::new();
    for media in meta.responses.iter().flat_map(|response| response.media) {
        if !types.contains(media) {
            types.push(media);
        }
    }
    HeaderValue::from_str(&types.join(", "))
        .ok()
        .filter(|value| !value.is_empty())
}

fn uri(client: &Client, meta: &OperationMeta, options: &Options, path: &str, query: &str) -> Result<Uri, RequestError> {
    let not_a_url = |error: http::uri::InvalidUri| RequestError::new(format!("not a URL: {error}"));
    if let Some(url) = &options.url {
        return address(url, query)?.parse().map_err(not_a_url);
    }
    let own = match (&client.inner.base, meta.servers.first()) {
        // A server of the operation may be relative to the document's.
        (Base::Document(url), Some(own)) => Some(
            url.join(own)
                .map_err(|error| RequestError::new(format!("{own:?} is not a server's URL: {error}")))?,
        ),
        (Base::Document(_) | Base::Given(_), _) => None,
    };
    let base = own
        .as_ref()
        .unwrap_or_else(|| client.base_url())
        .as_str()
        .trim_end_matches('/');
    let separator = if query.is_empty() { "" } else { "?" };
    let text = format!("{base}{path}{separator}{query}");
    text.parse().map_err(not_a_url)
}

/// The address with further query pairs.
fn address(url: &str, query: &str) -> Result<String, RequestError> {
    let mut url = url::Url::parse(url).map_err(|error| RequestError::new(format!("not a URL: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(RequestError::new(format!("{}: is not a scheme of HTTP", url.scheme())));
    }
    url.set_fragment(None);
    if !query.is_empty() {
        let all = match url.query() {
            Some(own) if !own.is_empty() => format!("{own}&{query}"),
            Some(_) | None => query.to_owned(),
        };
        url.set_query(Some(&all));
    }
    Ok(url.into())
}
