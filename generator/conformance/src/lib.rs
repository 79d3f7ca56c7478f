//! Proves that both ends of an emitted crate agree.
//!
//! Comes in: a document, and an emitted crate's client and server. For every operation, request values made from the
//! document's schemas are sent by the real client over a real socket to the real router, where the equal value must
//! arrive; then every declared response is sent back, and must be read as what it is, its declared headers included. Nothing
//! here is emitted, so that users of the crate pay nothing for it, and nothing here knows a group or an operation by name:
//! what is in the document is covered by being there.

mod bodies;
mod echo;
mod plan;
mod text;
mod values;
mod wire;

pub use echo::{Emitted, Exchange};
// What `echo!` names.
#[doc(hidden)]
pub use specwright_runtime::{Api, ServerOperation, axum, client::Client};
pub use values::{Carrier, Side, Values};
pub use wire::{Wire, serve};

use std::sync::Arc;

use camino::Utf8Path;
use specwright::{
    diagnostic::Diagnostics,
    openapi::{self, Document},
    source::{LoadOptions, Sources},
};
use specwright_runtime::{
    ClientOperation, Headers, OperationMeta, Received, SchemeKind, Value,
    client::{Call, Credential, Error},
    encode_tree,
    server::decode_tree,
};

use self::{
    echo::Answer,
    plan::{Plan, same},
};

/// One run over the operations of a document.
#[derive(Debug)]
pub struct Conformance {
    sources: Sources,
    document: Document,
    exchange: Arc<Exchange>,
    rounds: u64,
    failures: Vec<String>,
    exchanges: usize,
    operations: usize,
}

/// Every operation of an emitted crate and of its document, each with `rounds` request values; how many operations and
/// exchanges there were.
///
/// # Errors
/// With all failures, or when the document cannot be read or no port can be had.
pub async fn run<E: Emitted>(document: &Utf8Path, rounds: u64) -> Result<(usize, usize), String> {
    let exchange = Arc::new(Exchange::default());
    let mut conformance = Conformance::new(document, exchange.clone(), rounds)?;
    let address = serve(E::router(exchange)).await.map_err(|error| error.to_string())?;
    let mut client = Client::builder(E::API).base_url(format!("http://{address}")).retries(0);
    for (index, scheme) in E::API.schemes.iter().enumerate() {
        client = match scheme.kind {
            SchemeKind::Basic => client.credential(index, Credential::basic("user", "password")),
            SchemeKind::Bearer | SchemeKind::Http(_) | SchemeKind::ApiKey { .. } => {
                client.credential(index, Credential::token("token"))
            }
            SchemeKind::MutualTls => client,
        };
    }
    let client = client.build().map_err(|error| error.to_string())?;
    E::check(&mut conformance, &client).await;
    conformance.finish()
}

/// How the runtime refuses items that hold what divides them in their style.
const UNSAYABLE: &str = "which divides items in its part";

/// How many failures are told in full.
const MOST_FAILURES: usize = 30;

impl Conformance {
    /// Reads the document that the crate was emitted from. `rounds` is how many request values each operation gets.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub fn new(document: &Utf8Path, exchange: Arc<Exchange>, rounds: u64) -> Result<Self, String> {
        let diagnostics = Diagnostics::default();
        let sources = match Sources::load(document, &LoadOptions::default(), &diagnostics) {
            Ok(sources) => sources,
            Err(_) => return Err(format!("{document} cannot be read")),
        };
        let document = openapi::read(&sources, &diagnostics).ok_or_else(|| format!("{document} is no document"))?;
        Ok(Conformance {
            sources,
            document,
            exchange,
            rounds,
            failures: Vec::new(),
            exchanges: 0,
            operations: 0,
        })
    }

    /// Sends request values of one operation and every declared response back.
    pub async fn check<O: ClientOperation + ServerOperation>(&mut self, client: &Client) {
        self.operations += 1;
        let meta = O::META;
        for round in 0..self.rounds {
            let seed = fnv(meta.id) ^ (round << 32);
            let plans = match plan::plans(&self.sources, &self.document, meta, seed, round) {
                Ok(plans) => plans,
                Err(why) => return self.fail(meta.id, &why),
            };
            for plan in plans {
                self.exchanges += 1;
                if let Err(why) = self.exchange_one::<O>(client, plan).await {
                    self.fail(meta.id, &why);
                    break;
                }
            }
        }
    }

    async fn exchange_one<O: ClientOperation + ServerOperation>(
        &self,
        client: &Client,
        plan: Plan,
    ) -> Result<(), String> {
        let request: O = decode_tree(&Value::from(plan.request.clone()))
            .map_err(|violations| format!("the value is refused: {violations:?}\n  value: {}", plan.request))?;
        let read = serde_json::Value::from(encode_tree(&request));
        if let Some(difference) = plan.differs(&read) {
            return Err(format!(
                "the value changes when it is read: {difference}\n  value: {}",
                plan.request
            ));
        }
        let tree = serde_json::Value::from(echo::tree(&request).await?);
        self.exchange.expect(plan.answer.clone());
        let meta = O::META;
        let mut call = Call::new(client, request);
        if let Some(media) = &plan.content_type {
            call = call.header("content-type", media);
        }
        let answered = call.raw().await;
        let seen = self.exchange.take();
        // What a style cannot say is not sent, and that is right.
        if let Err(Error::Request(refused)) = &answered
            && refused.message().ends_with(UNSAYABLE)
        {
            return Ok(());
        }
        let answered = answered.map_err(|error| format!("the call fails: {error}\n  value: {}", plan.request))?;
        let (status, headers, body) = answered.into_parts();
        let body = body.bytes().await.map_err(|error| error.to_string())?;
        let mut received = Received::new(status, headers, body);
        let seen = match seen {
            Some(Ok(seen)) => seen,
            Some(Err(why)) => {
                return Err(format!(
                    "the answer {} is refused: {why}\n  {}",
                    plan.answer.status,
                    plan.answer.text()
                ));
            }
            None => {
                let body = String::from_utf8_lossy(received.body()).into_owned();
                return Err(format!(
                    "the handler was not reached: {} {body}\n  value: {}",
                    received.status(),
                    plan.request
                ));
            }
        };
        let seen = serde_json::Value::from(seen);
        if !same(&tree, &seen) {
            return Err(format!("another value arrives\n  sent:    {tree}\n  arrived: {seen}"));
        }
        if received.status() != plan.answer.status {
            return Err(format!(
                "status {} was answered, {} arrives",
                plan.answer.status,
                received.status()
            ));
        }
        plan.answer.arrives(received.body())?;
        headers_arrive(&plan.answer, meta, &received)?;
        match (plan.answer.success, O::receive(&mut received)) {
            (true, Ok(Ok(_))) | (false, Ok(Err(_))) => Ok(()),
            // An error without a body has nothing to be read as.
            (false, Err(_)) if plan.answer.body.is_empty() => Ok(()),
            (_, Ok(_)) => Err(format!(
                "status {} is taken for the contrary of what it is",
                plan.answer.status
            )),
            (_, Err(why)) => Err(format!(
                "status {} cannot be read: {why:?}\n  {}",
                plan.answer.status,
                plan.answer.text()
            )),
        }
    }

    fn fail(&mut self, operation: &str, why: &str) {
        self.failures.push(format!("{operation}: {why}"));
    }

    /// The verdict: how many operations and exchanges there were.
    ///
    /// # Errors
    /// With all failures, when there is one, or when an operation of the document was not checked.
    pub fn finish(self) -> Result<(usize, usize), String> {
        let declared: usize = self.document.paths.iter().map(|item| item.operations.len()).sum();
        let mut failures = self.failures;
        if self.operations != declared {
            failures.push(format!(
                "{} operations were checked, the document has {declared}",
                self.operations
            ));
        }
        if failures.is_empty() {
            return Ok((self.operations, self.exchanges));
        }
        let more = failures.len().saturating_sub(MOST_FAILURES);
        failures.truncate(MOST_FAILURES);
        Err(format!("{}\n(+{more} more)", failures.join("\n")))
    }
}

/// Whether the declared headers arrive, each as its type and equal.
fn headers_arrive(answer: &Answer, meta: &OperationMeta, received: &Received) -> Result<(), String> {
    let Some(declared) = meta.response(answer.status).and_then(|it| it.headers) else {
        return Ok(());
    };
    let arrived = declared
        .read(&Headers::from(received.headers().clone()))
        .map_err(|violations| format!("headers of {} cannot be read: {violations}", answer.status))?;
    let (planned, arrived) = (
        serde_json::Value::from(answer.headers.clone()),
        serde_json::Value::from(arrived),
    );
    match same(&planned, &arrived) {
        true => Ok(()),
        false => Err(format!(
            "other headers arrive with {}\n  answered: {planned}\n  arrived:  {arrived}",
            answer.status
        )),
    }
}

/// FNV-1a, so that an operation's values do not depend on its neighbours.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
