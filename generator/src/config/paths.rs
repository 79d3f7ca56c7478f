//! Paths as they are written in configuration, on the command line and in manifests.
//!
//! Works on the text alone: no link is followed, nothing must exist.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// `path` without `.`, and without `..` where a folder stands before it; the empty path becomes `.`.
pub fn clean(path: &Utf8Path) -> Utf8PathBuf {
    let mut kept = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => match kept.components().next_back() {
                Some(Utf8Component::Normal(_)) => {
                    kept.pop();
                }
                Some(Utf8Component::RootDir) => {}
                Some(Utf8Component::ParentDir | Utf8Component::CurDir | Utf8Component::Prefix(_)) | None => {
                    kept.push("..");
                }
            },
            Utf8Component::Normal(_) | Utf8Component::RootDir | Utf8Component::Prefix(_) => kept.push(component),
        }
    }
    if kept.as_str().is_empty() {
        Utf8PathBuf::from(".")
    } else {
        kept
    }
}

/// The way from the folder `from` to `to`, with `/` between its parts. `None` when there is none: another drive.
///
/// # Errors
/// When the current folder is needed and cannot be had.
pub fn relative(from: &Utf8Path, to: &Utf8Path) -> std::io::Result<Option<Utf8PathBuf>> {
    let (from, to) = (absolute(from)?, absolute(to)?);
    let (mut from_parts, mut to_parts) = (from.components().peekable(), to.components().peekable());
    let mut shared = 0;
    while from_parts.peek().is_some() && from_parts.peek() == to_parts.peek() {
        from_parts.next();
        to_parts.next();
        shared += 1;
    }
    if shared == 0 {
        return Ok(None);
    }
    let up = from_parts.map(|_| "..");
    let parts: Vec<&str> = up.chain(to_parts.map(|part| part.as_str())).collect();
    Ok(Some(if parts.is_empty() {
        Utf8PathBuf::from(".")
    } else {
        Utf8PathBuf::from(parts.join("/"))
    }))
}

fn absolute(path: &Utf8Path) -> std::io::Result<Utf8PathBuf> {
    Ok(clean(&camino::absolute_utf8(path)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_taken_out_where_that_does_not_change_the_meaning() {
        for (path, expected) in [
            ("spec/../generated/cal-api", "generated/cal-api"),
            ("./a/./b", "a/b"),
            ("../a", "../a"),
            ("a/../../b", "../b"),
            ("a/..", "."),
            ("/../a", "/a"),
            ("", "."),
        ] {
            assert_eq!(clean(Utf8Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn the_way_between_two_folders_goes_over_what_they_share() {
        for (from, to, expected) in [
            (
                "/w/generated/cal-api",
                "/w/generator/runtime",
                "../../generator/runtime",
            ),
            ("generated/cal-api", "generator/runtime", "../../generator/runtime"),
            ("/w/a", "/w/a", "."),
            ("/w", "/w/a/b", "a/b"),
        ] {
            let way = relative(Utf8Path::new(from), Utf8Path::new(to)).expect("the current folder is not needed");
            assert_eq!(way.as_deref(), Some(Utf8Path::new(expected)), "{from} to {to}");
        }
    }
}
