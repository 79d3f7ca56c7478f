//! Byte offsets to lines and columns.
//!
//! Comes in: a text. Goes out: positions as an editor counts them: lines end at a line feed.

use std::ops::Range;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines(Vec<u32>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Lines(
            [0].into_iter()
                .chain(breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
                .collect(),
        )
    }

    /// Line and column, both from 1; columns count characters.
    pub(super) fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = offset.min(text.len());
        let line = self.0.partition_point(|start| *start as usize <= offset);
        let start = self.start(line);
        let column = text
            .as_bytes()
            .get(start..offset)
            .unwrap_or_default()
            .iter()
            .filter(|byte| is_first(**byte))
            .count();
        (line, column + 1)
    }

    /// The byte range of the lines from `first` to `last`, without the last line break.
    pub(super) fn range(&self, text: &str, first: usize, last: usize) -> Range<usize> {
        let start = self.start(first.max(1)).min(text.len());
        let end = self
            .0
            .get(last)
            .map_or(text.len(), |next| *next as usize - 1)
            .max(start);
        let line = text.get(start..end).unwrap_or_default();
        start..start + line.strip_suffix('\r').unwrap_or(line).len()
    }

    fn start(&self, line: usize) -> usize {
        self.0
            .get(line.wrapping_sub(1))
            .map_or(usize::MAX, |start| *start as usize)
    }
}

/// Whether a byte begins a character in UTF-8.
fn is_first(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_at_line_feeds() {
        let text = "aé\r\nb\n";
        let lines = Lines::of(text);
        assert_eq!(lines.position(text, 0), (1, 1));
        assert_eq!(lines.position(text, 3), (1, 3));
        assert_eq!(lines.position(text, 5), (2, 1));
        assert_eq!(lines.position(text, 7), (3, 1));
        assert_eq!(lines.position(text, 99), (3, 1));
        assert_eq!(lines.range(text, 1, 1), 0..3);
        assert_eq!(lines.range(text, 1, 2), 0..6);
        assert_eq!(lines.range(text, 3, 9), 7..7);
    }
}
