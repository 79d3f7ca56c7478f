//! Every operation of the document, through the real client, a real socket and the real router.
//!
//! The values are made from the document, not written here: what is sent must arrive, and every declared answer must
//! come back as what it is. A new operation is covered by being in the document.

use cal_api::{API, server};
use camino::Utf8Path;

cal_api::for_each_operation!(specwright_conformance::echo);

/// Values that each operation is sent.
const ROUNDS: u64 = 4;

#[tokio::test]
async fn every_operation_agrees_on_both_ends() {
    let document = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/openapi.yaml");
    match specwright_conformance::run::<Echo>(&document, ROUNDS).await {
        Ok((operations, exchanges)) => println!("{operations} operations, {exchanges} exchanges"),
        Err(failures) => panic!("{failures}"),
    }
}
