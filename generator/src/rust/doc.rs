//! Documentation of emitted items: text of a document made safe for rustdoc.
//!
//! Comes in: CommonMark as a document has it. Goes out: lines that rustc, rustdoc and clippy take without a warning and
//! of which none becomes a test: HTML and brackets that would be links to Rust items are escaped, bare URLs become
//! links, every code block is `text`, and long lines are folded.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::Doc;

/// Column at which documentation is folded.
const WIDTH: usize = 100;

/// Lines of documentation that are safe to emit.
#[derive(Debug, Clone, Default)]
pub(super) struct Docs(Vec<String>);

impl Docs {
    /// What a document says about an item.
    pub(super) fn of(doc: &Doc) -> Self {
        let mut docs = Docs::default();
        docs.push(&doc.summary);
        docs.push(&doc.details);
        docs
    }

    /// Documentation in our own words: Markdown that is taken as it is.
    pub(super) fn ours(text: impl Into<String>) -> Self {
        Docs(vec![text.into()])
    }

    /// A paragraph out of a document behind a word of ours: `404: no such booking`.
    pub(super) fn quoted(ours: &str, text: &str) -> Self {
        let mut lines = safe_lines(text);
        let plain = |line: &String| !line.is_empty() && !line.starts_with(['~', '|', '>', '#', ' ', '=', '-']);
        if !lines.is_empty() && lines.iter().all(|line| plain(line) && marker_len(line) == 0) {
            let rest = std::mem::take(&mut lines);
            fold("", &format!("{ours}: {}", rest.join(" ")), &mut lines);
        } else {
            let gap = (!lines.is_empty()).then(String::new);
            lines.splice(0..0, [ours.to_owned()].into_iter().chain(gap));
        }
        Docs(lines)
    }

    /// A further paragraph in our own words.
    pub(super) fn note(mut self, text: impl Into<String>) -> Self {
        self.gap();
        self.0.push(text.into());
        self
    }

    /// A further line in our own words.
    pub(super) fn continued(mut self, text: impl Into<String>) -> Self {
        self.0.push(text.into());
        self
    }

    /// A further paragraph out of a document.
    pub(super) fn quote(mut self, text: &str) -> Self {
        self.push(text);
        self
    }

    /// The lines, for a module's own documentation.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.0
    }

    /// One `#[doc]` for each line: several lines in one would be printed as `/** */`.
    pub(super) fn tokens(&self) -> TokenStream {
        let lines = self.0.iter().map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            }
        });
        quote!(#(#[doc = #lines])*)
    }

    fn push(&mut self, text: &str) {
        let lines = safe_lines(text);
        if !lines.is_empty() {
            self.gap();
            self.0.extend(lines);
        }
    }

    fn gap(&mut self) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
    }
}

/// `text` as inline code in our own words: safe whatever it holds.
pub(super) fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !refused(*c))
        .map(|c| if c == '`' { '\'' } else { c })
        .collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        "`\"\"`".to_owned()
    } else {
        format!("`{text}`")
    }
}

/// Text out of a document for a comment of one line.
pub(super) fn one_line(text: &str) -> String {
    let text: String = text.chars().filter(|c| !refused(*c) || c.is_whitespace()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text out of a document inside a sentence of ours.
pub(super) fn inline(text: &str) -> String {
    let text: String = text.chars().filter(|c| !refused(*c) || c.is_whitespace()).collect();
    escape(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Characters that rustc refuses in a doc comment, or that let text look like what it is not.
fn refused(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// CommonMark as lines without line ends, blank lines neither first nor last nor doubled.
fn safe_lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    let mut lines: Vec<String> = Vec::new();
    let mut fence: Option<Fence> = None;
    for raw in text.split('\n') {
        let raw: String = raw.chars().filter(|c| !refused(*c)).collect();
        let line = raw.trim_end();
        if let Some(open) = fence.take() {
            let inner = open.inside(line);
            if inner.is_none_or(|inner| open.closes(inner)) {
                lines.push(open.closing());
            } else {
                lines.push(line.to_owned());
                fence = Some(open);
            }
            if inner.is_some() {
                continue;
            }
        }
        let (prefix, rest) = containers(line);
        if let Some(sign) = fence_of(rest) {
            lines.push(format!("{prefix}{sign}text"));
            fence = Some(Fence {
                sign,
                prefix: hanging(&prefix),
            });
        } else if rest.is_empty() && prefix.trim().is_empty() {
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
        } else {
            fold(&prefix, &escape(rest), &mut lines);
        }
    }
    lines.extend(fence.map(|open| open.closing()));
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// An open code block.
struct Fence {
    sign: String,
    /// What stands before its lines: the quotation or list item that it is in.
    prefix: String,
}

impl Fence {
    /// The line without the containers of the block; `None` when the line is outside of them, which ends the block.
    fn inside<'l>(&self, line: &'l str) -> Option<&'l str> {
        let mut rest = line;
        for c in self.prefix.chars() {
            rest = match (c, rest.strip_prefix(c)) {
                (_, Some(tail)) => tail,
                (' ', None) if rest.is_empty() || self.prefix.contains('>') => rest,
                _ => return None,
            };
        }
        Some(rest)
    }

    fn closes(&self, inner: &str) -> bool {
        let bare = inner.trim();
        bare.starts_with(&self.sign) && bare.trim_start_matches(&self.sign[..1]).is_empty()
    }

    fn closing(&self) -> String {
        format!("{}{}", self.prefix, self.sign)
    }
}

/// What stands before the further lines of what a prefix begins: a quotation goes on with its sign, the text of a list
/// item stands under its first line.
fn hanging(prefix: &str) -> String {
    prefix.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect()
}

/// The fence that a line opens, without its info string.
fn fence_of(rest: &str) -> Option<String> {
    let sign = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = rest.chars().take_while(|c| *c == sign).count();
    let info = rest.trim_start_matches(sign);
    (length >= 3 && !(sign == '`' && info.contains('`'))).then(|| sign.to_string().repeat(length))
}

/// Splits a line into indentation, quote and list markers on one side and its text on the other. White space in the
/// first part is cut so short that the text is no indented code block, which rustdoc would take for Rust.
fn containers(line: &str) -> (String, &str) {
    let mut prefix = String::new();
    let mut rest = line;
    loop {
        let text = rest.trim_start_matches(' ');
        let spaces = rest.len() - text.len();
        let first = prefix.is_empty();
        prefix.push_str(&" ".repeat(if first { spaces.min(3) } else { spaces.min(1) }));
        rest = text;
        let marker = marker_len(rest);
        if marker == 0 {
            return (prefix, rest);
        }
        prefix.push_str(&rest[..marker]);
        rest = &rest[marker..];
    }
}

/// Length of the quote or list marker at the beginning of `text`, 0 when there is none.
fn marker_len(text: &str) -> usize {
    if text.starts_with('>') {
        return 1;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match text.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
        _ => return 0,
    };
    if text[marker..].starts_with(' ') { marker } else { 0 }
}

/// Folds a line of text at [`WIDTH`] where that does not change its meaning.
fn fold(prefix: &str, text: &str, lines: &mut Vec<String>) {
    let table_or_heading = text.starts_with(['|', '#', '=']) || text.contains(" | ");
    let hanging = hanging(prefix);
    let mut line = prefix.to_owned();
    let mut empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty() || table_or_heading) {
        let length = line.chars().count() + 1 + word.chars().count();
        if !empty && !table_or_heading && length > WIDTH && !begins_a_block(word) {
            lines.push(std::mem::replace(&mut line, hanging.clone()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line.trim_end().to_owned());
}

/// Whether a word would be read as the beginning of a heading, a list, a rule or a quotation at the start of a line.
fn begins_a_block(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.starts_with(['#', '>', '-', '+', '*', '=', '|', '~', '`', '_', ':', '<'])
        || (rest.len() < word.len() && rest.starts_with(['.', ')']))
}

/// Escapes what rustdoc would take for HTML or for a link to a Rust item; turns bare URLs into links.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' => rest.chars().take(2).map(char::len_utf8).sum(),
            '`' => code_span(rest),
            '<' => autolink(rest),
            '[' | '!' => link(rest),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                let url = bare_url(rest);
                if url > 0 {
                    out.push('<');
                    out.push_str(&rest[..url]);
                    out.push('>');
                    rest = &rest[url..];
                    continue;
                }
                0
            }
            _ => 0,
        };
        if taken == 0 {
            if matches!(c, '<' | '[' | ']' | '`') {
                out.push('\\');
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.push_str(&rest[..taken]);
            rest = &rest[taken..];
        }
    }
    out
}

/// Length of the code span at the beginning of `text`, or 0.
fn code_span(text: &str) -> usize {
    let ticks = text.bytes().take_while(|b| *b == b'`').count();
    let mut at = ticks;
    while let Some(next) = text[at..].find('`') {
        let run = text[at + next..].bytes().take_while(|b| *b == b'`').count();
        if run == ticks {
            return at + next + run;
        }
        at += next + run;
    }
    0
}

/// Length of `<https://..>` or `<mail@example.com>` at the beginning of `text`, or 0.
fn autolink(text: &str) -> usize {
    let Some(end) = text.find('>') else { return 0 };
    let inner = &text[1..end];
    let plain = !inner.is_empty() && !inner.contains([' ', '<', '`', '\\']);
    let scheme = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| inner.starts_with(scheme));
    if plain && scheme { end + 1 } else { 0 }
}

/// Length of `[text](destination)` or of an image at the beginning of `text` when it is safe as it stands, or 0.
fn link(text: &str) -> usize {
    let open = usize::from(text.starts_with('!'));
    if !text[open..].starts_with('[') {
        return 0;
    }
    let Some(close) = text[open..].find(']').map(|at| open + at) else {
        return 0;
    };
    let label = &text[open + 1..close];
    let Some(tail) = text[close + 1..].strip_prefix('(') else {
        return 0;
    };
    let Some(end) = tail.find(')') else { return 0 };
    let destination = &tail[..end];
    let simple = !label.contains(['[', '`', '<', '\\', '!']) && !destination.contains(['(', ' ', '<', '\\']);
    // rustdoc takes a destination without a slash for the path of an item.
    let elsewhere = destination.contains('/') || destination.starts_with('#') || destination.starts_with("mailto:");
    let bare = label.contains("http://") || label.contains("https://");
    if simple && elsewhere && !bare {
        close + 2 + end + 1
    } else {
        0
    }
}

/// Length of the URL at the beginning of `text`, without the punctuation that ends a sentence.
fn bare_url(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | '"' | '\\' | '[' | ']' | '|'));
    let url = text[..end.unwrap_or(text.len())].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    let url = if url.contains('(') {
        url
    } else {
        url.trim_end_matches(')')
    };
    let url = url.trim_end_matches(['.', ',']);
    if url.ends_with("//") { 0 } else { url.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expect: &[&str]) {
        assert_eq!(safe_lines(input), expect);
    }

    #[test]
    fn html_and_brackets_are_escaped_but_code_is_not() {
        check("A Vec<T> or `Vec<T>` [x]", &["A Vec\\<T> or `Vec<T>` \\[x\\]"]);
        check("an `unmatched <b>", &["an \\`unmatched \\<b>"]);
    }

    #[test]
    fn links_to_pages_stay_and_links_that_look_like_items_do_not() {
        check(
            "See [the guide](https://example.com/a).",
            &["See [the guide](https://example.com/a)."],
        );
        check("See [Booking](Booking).", &["See \\[Booking\\](Booking)."]);
    }

    #[test]
    fn bare_urls_become_links() {
        check("At https://example.com/x.", &["At <https://example.com/x>."]);
        check("(https://example.com/x)", &["(<https://example.com/x>)"]);
        check("<https://example.com>", &["<https://example.com>"]);
    }

    #[test]
    fn no_code_block_becomes_a_test() {
        check("```rust\nlet x;\n```\nafter", &["```text", "let x;", "```", "after"]);
        check("```\nopen", &["```text", "open", "```"]);
        check("a\n\n        indented", &["a", "", "   indented"]);
        check("-     code", &["- code"]);
        check("> ```\n> x\n> ```", &["> ```text", "> x", "> ```"]);
        check("- ```\n  x\nout <b>", &["- ```text", "  x", "  ```", "out \\<b>"]);
    }

    #[test]
    fn control_characters_and_carriage_returns_vanish() {
        check("a\rb\u{202E}c\u{7}", &["a", "bc"]);
    }

    #[test]
    fn long_lines_are_folded_without_making_lists() {
        let text = format!("{} - {}", "word ".repeat(20).trim(), "word ".repeat(4).trim());
        let lines = safe_lines(&text);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| !line.starts_with('-')));
        let list = safe_lines(&format!("- {}", "word ".repeat(30).trim()));
        assert!(list[1].starts_with("  word"));
    }
}
