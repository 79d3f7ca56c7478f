//! Every operation of the document, through the real client, a real socket and the real router.
//!
//! The values are made from the document, not written here: what is sent must arrive, and every declared answer must
//! come back as what it is. A new operation is covered by being in the document.

use std::sync::Arc;

use cal_api::{Client, rt::ServerOperation, server};
use camino::Utf8Path;
use server::{Context, Credentials, Fault, Reply, Service};
use specwright_conformance::{Conformance, Exchange};

/// Gives every operation the answer that the exchange plans.
struct Echo(Arc<Exchange>);

impl Service for Echo {
    type Principal = ();
    type Error = Reply;

    async fn authenticate(&self, _: &Credentials) -> Result<(), Fault> {
        Ok(())
    }

    async fn not_implemented<O: ServerOperation>(&self, request: O, _: &Context<()>) -> Result<O::Response, Reply> {
        self.0.answer(&request)
    }
}

/// Every group, with no operation of its own.
macro_rules! implement {
    ($($group:ident $trait:ident { $($method:ident : $operation:ty),* $(,)? })*) => {
        $(impl server::$trait for Echo {})*
    };
}

cal_api::for_each_operation!(implement);

/// Values that each operation is sent.
const ROUNDS: u64 = 4;

#[tokio::test]
async fn every_operation_agrees_on_both_ends() {
    let exchange = Arc::new(Exchange::default());
    let document = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/openapi.yaml");
    let mut conformance = Conformance::new(&document, exchange.clone(), ROUNDS).expect("the document");

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, server::router(Echo(exchange))).await });
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .api_key("key")
        .client_id("id")
        .client_secret("secret")
        .retries(0)
        .build()
        .expect("a client");

    macro_rules! check {
        ($($group:ident $trait:ident { $($method:ident : $operation:ty),* $(,)? })*) => {
            $($(conformance.check::<$operation>(client.core()).await;)*)*
        };
    }
    cal_api::for_each_operation!(check);

    match conformance.finish() {
        Ok((operations, exchanges)) => println!("{operations} operations, {exchanges} exchanges"),
        Err(failures) => panic!("{failures}"),
    }
}
