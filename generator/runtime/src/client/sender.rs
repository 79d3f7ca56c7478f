//! Sending what the API sends by itself: webhooks and callbacks, each to an address that its receiver named.
//!
//! Comes in: an address and a request value. Goes out: what the receiver answers, as it comes or as the document declares
//! it. It shares awaiting,
//! retries and timeouts with all calls, and knows nothing of the API's own credentials.

use std::fmt;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretSlice};

use super::prepare::{Options, prepare};
use super::send::{Failure, send};
use super::{Answer, BoxFuture, BuildError, Builder, Client, ClientOperation, Error, RequestError, Sent};
use crate::codec::Never;
use crate::operation::{Api, Received, encode};
use crate::webhooks::Message;

/// Nothing of the API goes along with what it sends.
static NOTHING: Api = Api {
    title: "webhooks",
    version: "",
    servers: &[],
    schemes: &[],
    fault_template: None,
};

/// Sends webhooks and callbacks.
///
/// Whether an address that somebody named may be called at all, one inside of the own network say, is for the caller
/// to decide.
#[derive(Clone)]
pub struct Sender {
    client: Client,
    secret: Option<SecretSlice<u8>>,
}

impl Sender {
    /// One with the timeouts and retries of any client.
    ///
    /// # Errors
    /// When there is no HTTP client on this machine, for want of certificates say.
    pub fn new() -> Result<Self, BuildError> {
        Self::configured(|builder| builder)
    }

    /// One with timeouts, retries and headers of its own. The base URL counts for nothing.
    ///
    /// # Errors
    /// When something was set to what it cannot be.
    pub fn configured(change: impl FnOnce(Builder) -> Builder) -> Result<Self, BuildError> {
        let builder = Builder::new(&NOTHING).base_url("http://localhost");
        Ok(Self {
            client: change(builder).build()?,
            secret: None,
        })
    }

    /// The same with the secret that signs messages, where the document says how they are signed.
    #[must_use]
    pub fn secret(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.secret = Some(secret.as_ref().to_vec().into());
        self
    }

    /// Sends a message and gives whatever comes back; no status is an error. Where the address has a variable named like
    /// a path parameter of the message, `{tenant}` say, the parameter's value is put in its place.
    pub fn send<M: Message>(&self, url: &str, message: &M) -> Sent<'static, Received, Never> {
        let sent = self.start(url, message);
        Box::pin(async move { sent.await.map_err(Error::from_failure) })
    }

    /// Sends a message as [`Self::send`] does and gives the answer that the document declares.
    pub fn call<M: Message + ClientOperation>(&self, url: &str, message: &M) -> Sent<'static, Answer<M>, M::Error> {
        let sent = self.start(url, message);
        Box::pin(async move { Answer::receive(sent.await.map_err(Error::from_failure)?) })
    }

    fn start<M: Message>(&self, url: &str, message: &M) -> BoxFuture<'static, Result<Received, Failure>> {
        let encoded = encode(message);
        let variables = encoded.as_ref().map(|it| it.variables.as_slice()).unwrap_or_default();
        let (url, checked) = match filled(url, variables) {
            Ok(url) => (url, Ok(())),
            Err(error) => (url.to_owned(), Err(error)),
        };
        let options = Options {
            url: Some(url),
            ..Options::default()
        };
        let mut request = checked.and_then(|()| prepare(&self.client, M::META, encoded, &options));
        if let (Ok(request), Some(secret), Some(signature)) = (&mut request, &self.secret, M::SIGNATURE) {
            let body = request.body().as_bytes().cloned().unwrap_or_default();
            if let Some((name, text)) = signature.sign(secret.expose_secret(), &body) {
                let header = http::HeaderName::from_bytes(name.as_bytes()).ok();
                if let (Some(name), Ok(value)) = (header, HeaderValue::try_from(text)) {
                    request.headers_mut().insert(name, value);
                }
            }
        }
        Box::pin(send(self.client.clone(), M::META, request, options))
    }
}

/// The address with the values of path parameters in place of variables of their names.
fn filled(url: &str, variables: &[(&'static str, String)]) -> Result<String, RequestError> {
    let mut filled = url.to_owned();
    for (name, text) in variables {
        let variable = format!("{{{name}}}");
        if !filled.contains(&variable) {
            continue;
        }
        // It would mean another path.
        if matches!(text.as_str(), "" | "." | "..") {
            return Err(RequestError::new(format!("path.{name}: must not be {text:?}")));
        }
        filled = filled.replace(&variable, text);
    }
    Ok(filled)
}

impl fmt::Debug for Sender {
    /// The secret is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("signs", &self.secret.is_some())
            .finish_non_exhaustive()
    }
}
