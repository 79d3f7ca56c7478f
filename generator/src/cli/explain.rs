//! `specwright explain`: what a code means.

use crate::diagnostic::{Code, Severity, nearest};

use super::{Ended, console::Console};

/// Prints one code's explanation, or the list of all codes.
pub(super) fn explain(code: Option<&str>, console: &mut Console) -> Ended {
    let Some(wanted) = code else {
        let lines = Code::ALL
            .iter()
            .map(|code| format!("{code}  {:<7}  {}\n", severity(*code), first_line(*code)));
        console.result(&lines.collect::<String>());
        return Ended::Well;
    };
    if let Some(code) = Code::ALL.iter().find(|code| code.as_str().eq_ignore_ascii_case(wanted)) {
        let text = code
            .explanation()
            .lines()
            .map(|line| format!("{}\n", line.trim_start()));
        console.result(&format!("{code} ({})\n\n{}", severity(*code), text.collect::<String>()));
        return Ended::Well;
    }
    let hint = match nearest(wanted, Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => format!("did you mean {near}?"),
        None => "`specwright explain` lists all codes".to_owned(),
    };
    console.error(&format!("there is no code `{wanted}`; {hint}"));
    Ended::Unable
}

fn severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn first_line(code: Code) -> &'static str {
    code.explanation().lines().next().unwrap_or_default().trim()
}
