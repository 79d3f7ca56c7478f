//! Proves that both ends of an emitted crate agree.
//!
//! Comes in: a document, and an emitted crate's client and server. For every operation, request values made from the
//! document's schemas are sent by the real client over a real socket to the real router, where the equal value must
//! arrive; then every declared response is sent back, and must be read as what it is, its declared headers included. Nothing
//! here is emitted, so that users of the crate pay nothing for it, and nothing here knows a group or an operation by name:
//! what is in the document is covered by being there.

mod exchange;
mod plan;
mod text;
mod values;

pub use exchange::Exchange;
pub use values::{Carrier, Side, Values};

use std::sync::Arc;

use camino::Utf8Path;
use specwright::{
    diagnostic::Diagnostics,
    openapi::{self, Document},
    source::{LoadOptions, Sources},
};
use specwright_runtime::{
    ClientOperation, Headers, OperationMeta, Received, ServerOperation, Value,
    client::{Call, Client},
    encode_tree,
    server::decode_tree,
};

use self::plan::{Answer, Plan, same};

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
        let tree = serde_json::Value::from(encode_tree(&request));
        if let Some(difference) = plan.differs(&tree) {
            return Err(format!(
                "the value changes when it is read: {difference}\n  value: {}",
                plan.request
            ));
        }
        self.exchange.expect(plan.answer.clone());
        let meta = O::META;
        let answered = Call::new(client, request).raw().await;
        let seen = self.exchange.take();
        let mut received = answered.map_err(|error| format!("the call fails: {error}\n  value: {}", plan.request))?;
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
