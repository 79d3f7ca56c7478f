//! What `--check` prints: a unified diff that is never longer than a person reads.

use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use similar::TextDiff;

use super::plan::Change;

/// The diff of `writes` and `stale` below `root`; after `max_lines` lines it only counts.
pub(super) fn diff(
    root: &Utf8Path,
    writes: &[Change],
    stale: &[Utf8PathBuf],
    max_lines: usize,
    command: &str,
) -> String {
    let mut lines = Vec::new();
    let mut shown = 0;
    for change in writes {
        if lines.len() >= max_lines {
            break;
        }
        one(root, change, &mut lines);
        shown += 1;
    }
    for path in stale {
        if lines.len() >= max_lines {
            break;
        }
        lines.push(format!("- {} is emitted no more and would be removed", root.join(path)));
        shown += 1;
    }
    let total = writes.len() + stale.len();
    let cut = lines.len() > max_lines;
    lines.truncate(max_lines);
    if cut || shown < total {
        lines.push("... (the rest of the difference is left out)".to_owned());
    }
    let (files, verb) = if total == 1 { ("file", "is") } else { ("files", "are") };
    lines.push(format!(
        "{total} {files} in {root} {verb} not up to date; to bring up to date, run: {command}"
    ));
    lines.join("\n") + "\n"
}

fn one(root: &Utf8Path, change: &Change, lines: &mut Vec<String>) {
    let path = root.join(&change.file.path);
    let Some(before) = &change.before else {
        lines.push(format!(
            "+ {path} is missing and would be written ({} lines)",
            change.file.text.lines().count()
        ));
        return;
    };
    let before = String::from_utf8_lossy(before);
    let diff = TextDiff::configure()
        .timeout(Duration::from_millis(500))
        .diff_lines(before.as_ref(), change.file.text.as_str());
    let text = diff
        .unified_diff()
        .header(&format!("{path} (on disk)"), &format!("{path} (emitted)"))
        .to_string();
    lines.extend(text.lines().map(str::to_owned));
}
