//! How much of a document is read.

/// Where reading a document's structure gives up. Passing one is an error with the code SW0105.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Objects, schemas aside. A component counts as often as it is referred to, so that a small document can ask for
    /// very many. 250,000.
    pub objects: usize,
    /// References that follow one another. 64.
    pub reference_chain: usize,
    /// Schemas, counting those inside others. 1,000,000.
    pub schemas: usize,
    /// Operations of paths and webhooks. 50,000.
    pub operations: usize,
    /// Bytes of a name: of a component, a property, a parameter, an operation. 1,000.
    pub name_length: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            objects: 250_000,
            reference_chain: 64,
            schemas: 1_000_000,
            operations: 50_000,
            name_length: 1_000,
        }
    }
}
