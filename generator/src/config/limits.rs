//! `[limits]`: where each room gives up on a document.
//!
//! Comes in: a table of the configuration. Goes out: the limits of every room. Passing one is an error with the code
//! SW0105 that names its key here.

use super::table::Table;
use crate::{diagnostic::Diagnostics, lower, openapi, source};

/// Where each room gives up on a document.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Reading files.
    pub source: source::Limits,
    /// Reading the document's structure.
    pub openapi: openapi::Limits,
    /// Deciding types.
    pub lower: lower::Limits,
}

impl Limits {
    /// Changes what the table under `limits` changes.
    pub(super) fn read(&mut self, table: &Table<'_>, diagnostics: &Diagnostics) {
        let Limits { source, openapi, lower } = self;
        let mut all = [
            ("file-bytes", &mut source.file_bytes),
            ("total-bytes", &mut source.total_bytes),
            ("memory-bytes", &mut source.memory_bytes),
            ("nesting", &mut source.depth),
            ("files", &mut source.files),
            ("objects", &mut openapi.objects),
            ("reference-chain", &mut openapi.reference_chain),
            ("schemas", &mut openapi.schemas),
            ("operations", &mut openapi.operations),
            ("name-length", &mut openapi.name_length),
            ("types", &mut lower.types),
            ("union-members", &mut lower.union_members),
            ("enum-values", &mut lower.enum_values),
        ];
        let names = all.each_ref().map(|(name, _)| *name);
        let at = table.any("limits");
        let Some(table) = at.and_then(|at| Table::open(at, &names, diagnostics)) else {
            return;
        };
        for (name, limit) in &mut all {
            if let Some(count) = table.count(name) {
                **limit = count;
            }
        }
    }
}
