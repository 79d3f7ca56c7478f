//! What a client is made of.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::{Base, Client, Credential, Hook, Inner};
use crate::operation::Api;

/// Makes a [`Client`].
pub struct Builder {
    api: &'static Api,
    base_url: Option<String>,
    server: usize,
    variables: Vec<(String, String)>,
    headers: HeaderMap,
    credentials: Vec<Option<Credential>>,
    timeout: Option<Duration>,
    retries: u32,
    backoff: Duration,
    idempotency_header: HeaderName,
    hook: Option<Arc<dyn Hook>>,
    http: Option<reqwest::Client>,
    error: Option<BuildError>,
}

/// Why a client could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError(String);

impl Builder {
    /// A client for an API: 30 seconds for a call, two further tries where they do no harm.
    pub fn new(api: &'static Api) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(
            USER_AGENT,
            HeaderValue::from_static(concat!("specwright/", env!("CARGO_PKG_VERSION"))),
        );
        Self {
            api,
            base_url: None,
            server: 0,
            variables: Vec::new(),
            headers,
            credentials: vec![None; api.schemes.len()],
            timeout: Some(Duration::from_secs(30)),
            retries: 2,
            backoff: Duration::from_millis(500),
            idempotency_header: HeaderName::from_static("idempotency-key"),
            hook: None,
            http: None,
            error: None,
        }
    }

    /// The URL before every path, instead of the document's server.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Chooses among the document's servers, by index.
    #[must_use]
    pub fn server(mut self, index: usize) -> Self {
        self.server = index;
        self
    }

    /// Sets a variable of the server's URL.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Sets the credential of the scheme at `index` of the API's schemes.
    #[must_use]
    pub fn credential(mut self, index: usize, credential: Credential) -> Self {
        match self.credentials.get_mut(index) {
            Some(slot) => *slot = Some(credential),
            None => self.fail(format!("the API has no security scheme {index}")),
        }
        self
    }

    /// A header on every request.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.fail(format!("{name:?} is not the name of a header")),
            (Ok(name), Err(_)) => self.fail(format!("the header {name} holds characters that it cannot hold")),
        }
        self
    }

    /// What the client calls itself.
    #[must_use]
    pub fn user_agent(self, value: &str) -> Self {
        self.header("user-agent", value)
    }

    /// How long a call may take, further tries and the waits between them included.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Lets calls take as long as they take.
    #[must_use]
    pub fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// How many further tries a call has, when its method is idempotent or it has an idempotency key, and the answer is
    /// 429, 502, 503 or 504 or none.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// The wait before the second try, where the server asks for none; it doubles from try to try.
    #[must_use]
    pub fn backoff(mut self, first: Duration) -> Self {
        self.backoff = first;
        self
    }

    /// The header that carries idempotency keys; `Idempotency-Key` unless set.
    #[must_use]
    pub fn idempotency_header(mut self, name: &str) -> Self {
        match HeaderName::from_bytes(name.as_bytes()) {
            Ok(name) => self.idempotency_header = name,
            Err(_) => self.fail(format!("{name:?} is not the name of a header")),
        }
        self
    }

    /// Is told of every try.
    #[must_use]
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hook = Some(Arc::new(hook));
        self
    }

    /// The HTTP client underneath, for proxies and certificates. It should not follow redirects by itself, since it
    /// would carry API keys to other hosts.
    #[must_use]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// When the document names no server and no base URL is set, when the URL is none, or when a header or a variable
    /// cannot be what it was set to.
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let base = match &self.base_url {
            Some(url) => Base::Given(parse(url)?),
            None => Base::Document(parse(&self.server_url()?)?),
        };
        let http = match self.http {
            Some(http) => http,
            None => reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(Duration::from_secs(10))
                .build()
                .map_err(|error| BuildError(format!("no HTTP client: {error}")))?,
        };
        let inner = Inner {
            api: self.api,
            http,
            base,
            headers: self.headers,
            credentials: self.credentials,
            timeout: self.timeout,
            retries: self.retries,
            backoff: self.backoff,
            idempotency_header: self.idempotency_header,
            hook: self.hook,
        };
        Ok(Client { inner: Arc::new(inner) })
    }

    fn fail(&mut self, message: String) {
        self.error.get_or_insert(BuildError(message));
    }

    /// The document's server with its variables.
    fn server_url(&self) -> Result<String, BuildError> {
        let Some(server) = self.api.servers.get(self.server) else {
            return Err(BuildError(
                "the document names no such server: set a base URL".to_owned(),
            ));
        };
        let mut url = server.url.to_owned();
        for variable in server.variables {
            let set = self.variables.iter().rev().find(|(name, _)| name == variable.name);
            let value = set.map_or(variable.default, |(_, value)| value);
            if !variable.values.is_empty() && !variable.values.contains(&value) {
                return Err(BuildError(format!(
                    "{value:?} is none of the values of {}",
                    variable.name
                )));
            }
            url = url.replace(&format!("{{{}}}", variable.name), value);
        }
        match self
            .variables
            .iter()
            .find(|(name, _)| !server.variables.iter().any(|known| known.name == name))
        {
            Some((name, _)) => Err(BuildError(format!("the server's URL has no variable {name:?}"))),
            None => Ok(url),
        }
    }
}

/// A URL to which paths can be appended.
fn parse(text: &str) -> Result<Url, BuildError> {
    let url = Url::parse(text).map_err(|error| {
        BuildError(format!(
            "{text:?} is not a base URL ({error}): set one with scheme and host"
        ))
    })?;
    match url.scheme() {
        "http" | "https" if url.query().is_none() && url.fragment().is_none() => Ok(url),
        "http" | "https" => Err(BuildError("a base URL has neither query nor fragment".to_owned())),
        other => Err(BuildError(format!("{other}: is not a scheme of HTTP"))),
    }
}

impl fmt::Debug for Builder {
    /// Credentials and headers are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("api", &self.api.title)
            .field("base_url", &self.base_url)
            .field("timeout", &self.timeout)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}
