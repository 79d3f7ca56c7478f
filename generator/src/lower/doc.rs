//! Descriptions to documentation: the first paragraph as the summary, the rest as it stands, without what rustc refuses.

use crate::api::Doc;

/// Documentation out of what a document says; `fallback` (a noun phrase) where it says nothing.
pub(super) fn doc(summary: Option<&str>, description: Option<&str>, fallback: impl FnOnce() -> String) -> Doc {
    let summary = summary.map(clean).filter(|text| !text.is_empty());
    let description = description.map(clean).filter(|text| !text.is_empty());
    match (summary, description) {
        (Some(summary), Some(description)) => {
            let (first, rest) = split(&summary);
            let details = if description == summary {
                rest
            } else {
                join(&rest, &description)
            };
            Doc {
                summary: sentence(&first),
                details,
            }
        }
        (Some(text), None) | (None, Some(text)) => {
            let (first, details) = split(&text);
            Doc {
                summary: sentence(&first),
                details,
            }
        }
        (None, None) => Doc {
            summary: sentence(&fallback()),
            details: String::new(),
        },
    }
}

/// Without carriage returns, bidirectional controls and other control characters, which rustc refuses in comments.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text
        .chars()
        .filter(|&c| {
            let bidirectional =
                matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}');
            !bidirectional && (c == '\n' || c == '\t' || !c.is_control()) && c != '\u{FEFF}'
        })
        .collect();
    kept.trim().to_owned()
}

fn split(text: &str) -> (String, String) {
    let (first, rest) = match text.split_once("\n\n") {
        Some((first, rest)) => (first, rest.trim_start_matches('\n')),
        None => (text, ""),
    };
    // A paragraph that opens a list, a table, a heading or a fence is no summary: its first line is.
    let structured = first.lines().skip(1).any(|line| {
        let line = line.trim_start();
        line.starts_with(['-', '*', '|', '#', '>', '+'])
            || line.starts_with("```")
            || line.starts_with("~~~")
            || line.starts_with(|c: char| c.is_ascii_digit())
    });
    if structured && let Some((line, more)) = first.split_once('\n') {
        return (line.trim().to_owned(), join(more, rest));
    }
    (first.split_whitespace().collect::<Vec<_>>().join(" "), rest.to_owned())
}

fn join(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (true, _) => second.to_owned(),
        (_, true) => first.to_owned(),
        _ => format!("{first}\n\n{second}"),
    }
}

/// Without a heading's marks and with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim_start_matches('#').trim();
    let mut text = text.to_owned();
    if text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '`' | '"' | '\'' | ']')) {
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_paragraph_is_the_summary() {
        let made = doc(None, Some("One\r\nline\r\rMore \u{202E}text"), || "x".into());
        assert_eq!(made.summary, "One line.");
        assert_eq!(made.details, "More text");
        assert_eq!(doc(None, Some(" \n"), || "A thing".into()).summary, "A thing.");
        let list = doc(None, Some("Values:\n- a\n- b"), || "x".into());
        assert_eq!((list.summary.as_str(), list.details.as_str()), ("Values:", "- a\n- b"));
    }
}
