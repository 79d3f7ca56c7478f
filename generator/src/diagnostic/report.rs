//! Findings made ready for printing: placed, sorted, and each told once.
//!
//! Comes in: findings by pointer. Goes out: findings by line and column. It does not know how they are printed.

use std::{collections::HashSet, ops::Range};

use super::{Diagnostic, Label, Part};
use crate::source::{FileId, Pointer, Sources};

/// A finding with its positions.
#[derive(Debug)]
pub(super) struct Placed<'d> {
    pub diagnostic: &'d Diagnostic,
    pub primary: Spot<'d>,
    pub related: Vec<Spot<'d>>,
}

/// A label with its position.
#[derive(Debug)]
pub(super) struct Spot<'d> {
    pub label: &'d Label,
    pub file: FileId,
    /// The value in that file: where it was written.
    pub pointer: Pointer,
    /// Bytes of the file.
    pub range: Range<usize>,
    /// Line and column of the first character, from 1.
    pub start: (usize, usize),
    /// Line and column behind the last character.
    pub end: (usize, usize),
}

/// Places findings, sorts them by file, position and severity, and drops those that say the same at the same place.
pub(super) fn place<'d>(diagnostics: &'d [Diagnostic], sources: &Sources) -> Vec<Placed<'d>> {
    let mut placed: Vec<Placed<'d>> = diagnostics
        .iter()
        .map(|diagnostic| Placed {
            diagnostic,
            primary: spot(&diagnostic.primary, sources),
            related: diagnostic.related.iter().map(|label| spot(label, sources)).collect(),
        })
        .collect();
    // The sort is stable; what is equal here stays as it was found.
    placed.sort_by_key(|one| {
        let Spot { file, range, .. } = &one.primary;
        (
            *file,
            range.start,
            std::cmp::Reverse(one.diagnostic.severity),
            one.diagnostic.code,
        )
    });
    let mut seen = HashSet::new();
    placed.retain(|one| {
        let Diagnostic {
            code,
            message,
            primary,
            help,
            ..
        } = one.diagnostic;
        let Spot { file, range, .. } = &one.primary;
        seen.insert((*file, range.clone(), *code, message, &primary.text, help))
    });
    placed
}

fn spot<'d>(label: &'d Label, sources: &Sources) -> Spot<'d> {
    // Bytes are those of a text as it is, whatever an overlay has made of its values.
    let place = &match label.part {
        Part::Bytes { .. } => label.place.clone(),
        Part::Key | Part::Value => sources.written_at(&label.place),
    };
    let file = place.file;
    let mut range = match label.part {
        Part::Key => sources.key_range(place),
        Part::Bytes { start, end } => start..end,
        Part::Value => {
            let value = sources.value_range(place);
            let lines = sources.line_column(file, value.start).0 != sources.line_column(file, value.end).0;
            // Nobody wants to see a schema of a hundred lines underlined: its key stands for it.
            if lines { sources.key_range(place) } else { value }
        }
    };
    let start = sources.line_column(file, range.start);
    range.end = range
        .end
        .min(sources.line_range(file, start.0, start.0).end)
        .max(range.start);
    let end = sources.line_column(file, range.end);
    Spot {
        label,
        file,
        pointer: place.pointer.clone(),
        range,
        start,
        end,
    }
}
