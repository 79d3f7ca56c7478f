//! Sending what the API sends by itself: webhooks and callbacks, each to an address that its receiver named.
//!
//! Comes in: an address and a request value. Goes out: whatever the receiver answers, not decoded. It shares awaiting,
//! retries and timeouts with all calls, and knows nothing of the API's own credentials.

use std::fmt;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretSlice};

use super::prepare::{Options, prepare};
use super::send::send;
use super::{BuildError, Builder, Client, Error, Sent};
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

    /// Sends a message and gives whatever comes back; no status is an error.
    pub fn send<M: Message>(&self, url: &str, message: &M) -> Sent<'static, Received, Never> {
        let options = Options {
            url: Some(url.to_owned()),
            ..Options::default()
        };
        let mut request = prepare(&self.client, M::META, encode(message), &options);
        if let (Ok(request), Some(secret), Some(signature)) = (&mut request, &self.secret, M::SIGNATURE) {
            let body = request.body().as_bytes().cloned().unwrap_or_default();
            if let Some((name, text)) = signature.sign(secret.expose_secret(), &body) {
                let header = http::HeaderName::from_bytes(name.as_bytes()).ok();
                if let (Some(name), Ok(value)) = (header, HeaderValue::try_from(text)) {
                    request.headers_mut().insert(name, value);
                }
            }
        }
        let sent = send(self.client.clone(), M::META, request, options);
        Box::pin(async move { sent.await.map_err(Error::from_failure) })
    }
}

impl fmt::Debug for Sender {
    /// The secret is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("signs", &self.secret.is_some())
            .finish_non_exhaustive()
    }
}
