//! A pattern as a table over bytes: one step for each byte of a text, no lock, nothing allocated.
//!
//! What comes in is a pattern in the syntax of `regex`; what goes out is a deterministic automaton that says of a text
//! whether it holds a match. Most patterns of documents are small enough. Those that would need a large table, and those
//! that speak of word boundaries, are left to `regex`.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};
use regex_syntax::utf8::Utf8Sequences;

/// The row of the state from which nothing is found any more.
const DEAD: u16 = 0;
/// The row of the state in which a match was found.
const FOUND: u16 = 1;
/// How many nodes a pattern may have, repetitions written out.
const MOST_NODES: usize = 4096;
/// How many entries a table may have.
const MOST_ENTRIES: usize = 1 << 15;
/// How many nodes may be looked at while the table is made.
const MOST_EFFORT: usize = 1 << 20;

/// A pattern that was made a table.
pub(super) struct Automaton {
    /// Which bytes no part of the pattern tells apart; as few columns as possible.
    columns: [u8; 256],
    /// Where each byte leads from each state, and in the last column where the end of the text does: the offset of a row,
    /// or one of the two states that are never left.
    table: Vec<u16>,
    start: u16,
    /// The column of the text's end.
    end: u16,
}

impl Automaton {
    /// `None` when the pattern is too large, or says what no table can.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let hir = regex_syntax::ParserBuilder::new().build().parse(pattern).ok()?;
        let mut nodes = Nodes(vec![Node::Match]);
        let start = nodes.add(&hir, 0)?;
        Subsets::new(&nodes.0, start).determinize()
    }

    /// Whether the text holds a match.
    pub(super) fn is_match(&self, text: &str) -> bool {
        if self.start == FOUND {
            return true;
        }
        let step = |state: u16, column: u16| {
            let entry = self.table.get(usize::from(state) + usize::from(column));
            entry.copied().unwrap_or(DEAD)
        };
        let mut state = self.start;
        for byte in text.bytes() {
            state = step(state, self.columns[usize::from(byte)].into());
            if state <= FOUND {
                return state == FOUND;
            }
        }
        step(state, self.end) == FOUND
    }
}

impl std::fmt::Debug for Automaton {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Automaton({} entries)", self.table.len())
    }
}

/// A part of a pattern, and what comes behind it.
enum Node {
    /// The match is complete.
    Match,
    /// One byte of a range.
    Bytes { first: u8, last: u8, next: usize },
    /// Any of these ways.
    Ways(Vec<usize>),
    /// The text begins here.
    Start(usize),
    /// The text ends here.
    End(usize),
}

/// The nodes of a pattern, each built after those that come behind it.
struct Nodes(Vec<Node>);

impl Nodes {
    fn push(&mut self, node: Node) -> Option<usize> {
        self.0.push(node);
        (self.0.len() <= MOST_NODES).then(|| self.0.len() - 1)
    }

    /// Adds a part of a pattern before `next`, and gives its first node. (The parser limits how deep parts nest.)
    fn add(&mut self, hir: &Hir, next: usize) -> Option<usize> {
        match hir.kind() {
            HirKind::Empty => Some(next),
            HirKind::Literal(literal) => literal.0.iter().rev().try_fold(next, |next, byte| {
                self.push(Node::Bytes {
                    first: *byte,
                    last: *byte,
                    next,
                })
            }),
            HirKind::Class(class) => self.add_class(class, next),
            HirKind::Look(Look::Start) => self.push(Node::Start(next)),
            HirKind::Look(Look::End) => self.push(Node::End(next)),
            HirKind::Look(_) => None,
            HirKind::Repetition(repetition) => self.add_repetition(repetition, next),
            HirKind::Capture(capture) => self.add(&capture.sub, next),
            HirKind::Concat(parts) => parts.iter().rev().try_fold(next, |next, part| self.add(part, next)),
            HirKind::Alternation(parts) => {
                let ways = parts.iter().map(|part| self.add(part, next)).collect::<Option<_>>()?;
                self.push(Node::Ways(ways))
            }
        }
    }

    fn add_class(&mut self, class: &Class, next: usize) -> Option<usize> {
        let mut ways = Vec::new();
        match class {
            Class::Bytes(class) => {
                for range in class.iter() {
                    let (first, last) = (range.start(), range.end());
                    ways.push(self.push(Node::Bytes { first, last, next })?);
                }
            }
            Class::Unicode(class) => {
                for range in class.iter() {
                    for sequence in Utf8Sequences::new(range.start(), range.end()) {
                        let way = sequence.as_slice().iter().rev().try_fold(next, |next, bytes| {
                            let (first, last) = (bytes.start, bytes.end);
                            self.push(Node::Bytes { first, last, next })
                        })?;
                        ways.push(way);
                    }
                }
            }
        }
        self.push(Node::Ways(ways))
    }

    fn add_repetition(&mut self, repetition: &Repetition, next: usize) -> Option<usize> {
        let mut node = match repetition.max {
            None => {
                let again = self.push(Node::Ways(Vec::new()))?;
                let once = self.add(&repetition.sub, again)?;
                if let Some(node) = self.0.get_mut(again) {
                    *node = Node::Ways(vec![once, next]);
                }
                again
            }
            Some(max) => (repetition.min..max).try_fold(next, |node, _| {
                let once = self.add(&repetition.sub, node)?;
                self.push(Node::Ways(vec![once, next]))
            })?,
        };
        for _ in 0..repetition.min {
            node = self.add(&repetition.sub, node)?;
        }
        Some(node)
    }
}

/// What a text may be in the midst of: nodes in ascending order, of those that wait for a byte or for the end.
type Subset = Vec<usize>;

/// The construction of states out of subsets of nodes.
struct Subsets<'n> {
    nodes: &'n [Node],
    start: usize,
    /// When each node was last seen, so that none is followed twice in one step.
    seen: Vec<usize>,
    step: usize,
    effort: usize,
}

impl<'n> Subsets<'n> {
    fn new(nodes: &'n [Node], start: usize) -> Self {
        Self {
            nodes,
            start,
            seen: vec![0; nodes.len()],
            step: 0,
            effort: 0,
        }
    }

    fn determinize(mut self) -> Option<Automaton> {
        let (columns, bytes) = self.columns();
        let width = bytes.len() + 1;
        let mut states: Vec<Subset> = Vec::new();
        let mut rows: HashMap<Subset, u16> = HashMap::new();
        // Two rows that stand for the states that are never left.
        let mut table = vec![DEAD; width * 2];

        let first = self.reach(&[self.start], true, false);
        let mut automaton = Automaton {
            columns,
            table: Vec::new(),
            start: FOUND,
            end: u16::try_from(bytes.len()).ok()?,
        };
        if self.is_found(&first) {
            return Some(automaton);
        }
        // The state before the first byte is one of its own, because only there a text begins.
        automaton.start = u16::try_from(table.len()).ok()?;
        states.push(first);

        let mut at = 0;
        while let Some(subset) = states.get(at).cloned() {
            let is_first = at == 0;
            at += 1;
            for byte in &bytes {
                let next = self.follow(&subset, *byte);
                let row = if self.is_found(&next) {
                    FOUND
                } else if next.is_empty() {
                    DEAD
                } else if let Some(row) = rows.get(&next) {
                    *row
                } else {
                    let row = (states.len() + 2) * width;
                    if row + width > MOST_ENTRIES {
                        return None;
                    }
                    let row = u16::try_from(row).ok()?;
                    rows.insert(next.clone(), row);
                    states.push(next);
                    row
                };
                table.push(row);
            }
            let is_end = self.is_end(&subset, is_first);
            table.push(if is_end { FOUND } else { DEAD });
            if self.effort > MOST_EFFORT {
                return None;
            }
        }
        Some(Automaton { table, ..automaton })
    }

    /// The column of every byte, and one byte of each column.
    fn columns(&self) -> ([u8; 256], Vec<u8>) {
        let mut begins = [false; 256];
        for node in self.nodes {
            if let Node::Bytes { first, last, .. } = node {
                begins[usize::from(*first)] = true;
                if let Some(behind) = last.checked_add(1) {
                    begins[usize::from(behind)] = true;
                }
            }
        }
        let mut columns = [0; 256];
        let mut bytes = vec![0];
        for byte in 1..=u8::MAX {
            if begins[usize::from(byte)] {
                bytes.push(byte);
            }
            columns[usize::from(byte)] = (bytes.len() - 1) as u8;
        }
        (columns, bytes)
    }

    /// What is reached without a byte. At the end, what waits for it goes on.
    fn reach(&mut self, from: &[usize], at_start: bool, at_end: bool) -> Subset {
        self.step += 1;
        let mut open = from.to_vec();
        let mut reached = Vec::new();
        while let Some(index) = open.pop() {
            let Some(seen) = self.seen.get_mut(index) else { continue };
            if std::mem::replace(seen, self.step) == self.step {
                continue;
            }
            self.effort += 1;
            match self.nodes.get(index) {
                Some(Node::Ways(ways)) => {
                    self.effort += ways.len();
                    open.extend(ways);
                }
                Some(Node::Start(next)) if at_start => open.push(*next),
                Some(Node::End(next)) if at_end => open.push(*next),
                Some(Node::Match | Node::Bytes { .. } | Node::End(_)) => reached.push(index),
                Some(Node::Start(_)) | None => {}
            }
        }
        reached.sort_unstable();
        reached
    }

    /// Where a byte leads; a match may begin behind it too.
    fn follow(&mut self, subset: &[usize], byte: u8) -> Subset {
        let next = |index: &usize| match self.nodes.get(*index) {
            Some(Node::Bytes { first, last, next }) if (*first..=*last).contains(&byte) => Some(*next),
            Some(_) | None => None,
        };
        let from: Vec<usize> = subset.iter().filter_map(next).chain([self.start]).collect();
        self.effort += subset.len();
        self.reach(&from, false, false)
    }

    fn is_found(&self, subset: &[usize]) -> bool {
        // The first node is the match.
        subset.first() == Some(&0)
    }

    fn is_end(&mut self, subset: &[usize], at_start: bool) -> bool {
        let reached = self.reach(subset, at_start, true);
        self.is_found(&reached)
    }
}
