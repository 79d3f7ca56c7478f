//! Byte spans of a YAML text, by `granit-parser`, which no other file names.
//!
//! Comes in: a text that serde_yaml has read or refused. Goes out: spans of everything up to the first error.

use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle};

use super::spans::{Content, Member, Span};

/// A sequence or mapping whose end has not been seen.
struct Open {
    value: u32,
    /// In a mapping, the key whose value comes next.
    key: Option<(u32, u32, Option<Box<str>>)>,
}

/// Why reading ended before the end.
pub(super) struct Stop {
    /// Byte offset.
    pub at: usize,
    /// Whether too many collections are nested in each other.
    pub too_deep: bool,
    pub message: String,
}

/// Reads the spans of the first document in the text. The rest is looked through for its nesting; this takes linear
/// time whatever the text.
pub(super) fn read(text: &str) -> (Vec<Span>, Option<Stop>) {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        bom_inside_document_as_content: true,
        block_scalar_eof_without_line_feed: true,
    };
    let mut reader = Reader {
        text,
        values: Vec::new(),
        open: Vec::new(),
        anchors: HashMap::new(),
    };
    let mut recording = true;
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let stop = Stop {
                    at: error.marker().byte_offset().unwrap_or(text.len()),
                    too_deep: matches!(error.kind(), ErrorKind::RecursionLimitExceeded),
                    message: error.info(),
                };
                return (reader.values, Some(stop));
            }
        };
        let range = span.byte_range().unwrap_or_default();
        recording = recording && reader.event(event, range.start, range.end).is_some();
    }
    (reader.values, None)
}

struct Reader<'t> {
    text: &'t str,
    values: Vec<Span>,
    open: Vec<Open>,
    anchors: HashMap<usize, u32>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, start: usize, end: usize) -> Option<()> {
        match event {
            Event::Scalar(value, style, anchor, _) => {
                if self.expects_key() {
                    return self.key(&value, start, end);
                }
                let end = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => self.without_line_break(start, end),
                    _ => end,
                };
                let number = self.add(start, end, Content::Scalar)?;
                self.remember(anchor, number);
            }
            Event::SequenceStart(_, anchor, _) => self.begin(start, end, anchor, Content::Items(Vec::new()))?,
            Event::MappingStart(_, anchor, _) => self.begin(start, end, anchor, Content::Members(Vec::new()))?,
            Event::SequenceEnd | Event::MappingEnd => {
                let open = self.open.pop()?;
                let first = self.values.get(open.value as usize)?.start as usize;
                let end = self.without_line_break(first, end);
                self.values.get_mut(open.value as usize)?.end = u32::try_from(end).ok()?;
            }
            Event::Alias(anchor) => {
                let target = *self.anchors.get(&anchor)?;
                if self.expects_key() {
                    let key = self.values.get(target as usize)?;
                    let key = self.text.get(key.start as usize..key.end as usize)?.to_owned();
                    return self.key(&key, start, end);
                }
                self.add(start, end, Content::Alias(target))?;
            }
            Event::UnresolvedAlias(_) | Event::DocumentEnd => return None,
            _ => {}
        }
        Some(())
    }

    fn expects_key(&self) -> bool {
        let Some(open) = self.open.last() else { return false };
        let in_mapping = self
            .values
            .get(open.value as usize)
            .is_some_and(|span| matches!(span.content, Content::Members(_)));
        in_mapping && open.key.is_none()
    }

    fn key(&mut self, value: &str, start: usize, end: usize) -> Option<()> {
        let as_written = self.text.get(start..end)? == value;
        let key = if as_written { None } else { Some(value.into()) };
        self.open.last_mut()?.key = Some((u32::try_from(start).ok()?, u32::try_from(end).ok()?, key));
        Some(())
    }

    fn begin(&mut self, start: usize, end: usize, anchor: usize, content: Content) -> Option<()> {
        if self.expects_key() {
            return None;
        }
        let number = self.add(start, end, content)?;
        self.remember(anchor, number);
        self.open.push(Open {
            value: number,
            key: None,
        });
        Some(())
    }

    fn remember(&mut self, anchor: usize, value: u32) {
        // Zero means: no anchor.
        if anchor != 0 {
            self.anchors.insert(anchor, value);
        }
    }

    /// Blocks end where the next token begins; the blank space between is not theirs.
    fn without_line_break(&self, start: usize, end: usize) -> usize {
        self.text
            .get(start..end)
            .map_or(end, |text| start + text.trim_end().len())
    }

    /// Adds a value to the sequence or mapping that is open.
    fn add(&mut self, start: usize, end: usize, content: Content) -> Option<u32> {
        let number = u32::try_from(self.values.len()).ok()?;
        self.values.push(Span {
            start: u32::try_from(start).ok()?,
            end: u32::try_from(end).ok()?,
            content,
        });
        if let Some(open) = self.open.last_mut() {
            match (&mut self.values.get_mut(open.value as usize)?.content, open.key.take()) {
                (Content::Items(items), _) => items.push(number),
                (Content::Members(members), Some((key_start, key_end, key))) => {
                    members.push(Member {
                        key_start,
                        key_end,
                        key,
                        value: number,
                    });
                }
                _ => return None,
            }
        }
        Some(number)
    }
}
