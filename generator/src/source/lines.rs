//! Byte offsets to lines and columns.
//!
//! Comes in: a text. Goes out: positions as an editor counts them: lines end at a line feed.

use std::ops::Range;

/// How many bytes lie between two counts of characters.
const STEP: usize = 4096;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<u32>,
    /// How many characters begin before every [`STEP`]th byte, so that columns are quickly found in very long lines.
    characters: Vec<u32>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let (mut starts, mut characters, mut count) = (vec![0], Vec::new(), 0_u32);
        for (at, byte) in text.bytes().enumerate() {
            if at.is_multiple_of(STEP) {
                characters.push(count);
            }
            count += u32::from(is_first(byte));
            if byte == b'\n' {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        if text.len().is_multiple_of(STEP) {
            characters.push(count);
        }
        Lines { starts, characters }
    }

    /// Line and column, both from 1; columns count characters.
    pub(super) fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|start| *start as usize <= offset);
        let before = self.characters_before(text, self.start(line));
        (line, self.characters_before(text, offset).saturating_sub(before) + 1)
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let step = offset / STEP;
        let rest = text.as_bytes().get(step * STEP..offset).unwrap_or_default();
        let counted = self.characters.get(step).map_or(0, |count| *count as usize);
        counted + rest.iter().filter(|byte| is_first(**byte)).count()
    }

    /// The byte range of the lines from `first` to `last`, without the last line break.
    pub(super) fn range(&self, text: &str, first: usize, last: usize) -> Range<usize> {
        let start = self.start(first.max(1)).min(text.len());
        let end = self
            .starts
            .get(last)
            .map_or(text.len(), |next| *next as usize - 1)
            .max(start);
        let line = text.get(start..end).unwrap_or_default();
        start..start + line.strip_suffix('\r').unwrap_or(line).len()
    }

    fn start(&self, line: usize) -> usize {
        self.starts
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

    #[test]
    fn columns_are_right_far_into_a_long_line() {
        for length in [STEP - 1, STEP, STEP + 1, 3 * STEP, 3 * STEP + 5] {
            let text = format!("a\né{}", "x".repeat(length));
            let lines = Lines::of(&text);
            for offset in [4, STEP - 1, STEP, STEP + 1, text.len()] {
                let column = text[2..offset.min(text.len())].chars().count() + 1;
                assert_eq!(lines.position(&text, offset), (2, column), "{length} {offset}");
            }
        }
    }
}
