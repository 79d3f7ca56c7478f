//! A Rust file as text: header, documentation, formatted items.
//!
//! `prettyplease` prints neither comments nor blank lines between items; both are added here.

use super::{MARKER, RustFile};

/// A file whose tokens are no Rust: a mistake of this crate, never of a document.
#[derive(Debug, thiserror::Error)]
#[error("emitted code does not parse: {source}\nin:\n{text}")]
pub struct FormatError {
    /// What the parser says.
    #[source]
    source: syn::Error,
    /// The tokens it was given.
    text: String,
}

/// The file's text, formatted, its first line holding [`MARKER`].
///
/// # Errors
/// When the tokens are no Rust.
pub fn format(file: RustFile) -> Result<String, FormatError> {
    let mut out = format!("// {MARKER}; do not edit, changes are lost.\n\n");
    for line in &file.docs {
        out.push_str("//!");
        if !line.is_empty() {
            out.push(' ');
            out.push_str(line);
        }
        out.push('\n');
    }
    let attributes = print(file.attributes)?;
    if !attributes.is_empty() {
        if !file.docs.is_empty() {
            out.push('\n');
        }
        out.push_str(&attributes);
    }
    for block in file.items {
        if block.is_empty() {
            continue;
        }
        if !out.ends_with("\n\n") {
            out.push('\n');
        }
        separate_members(&print(block)?, &mut out);
    }
    Ok(out)
}

/// Prints one block of items.
fn print(tokens: proc_macro2::TokenStream) -> Result<String, FormatError> {
    if tokens.is_empty() {
        return Ok(String::new());
    }
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => Ok(prettyplease::unparse(&file)),
        Err(source) => Err(FormatError {
            source,
            text: tokens.to_string(),
        }),
    }
}

/// Copies `text`, with a blank line between items, and between the members of an `impl` or `trait`. String literals
/// never span lines in emitted code, so looking at lines is safe.
fn separate_members(text: &str, out: &mut String) {
    const STARTS: [&str; 6] = ["    ///", "    #[", "    pub ", "    fn ", "    type ", "    const "];
    let mut before = "";
    for line in text.lines() {
        let item = before == "}" && !line.is_empty();
        let constant = ["    pub const ", "    const "]
            .iter()
            .any(|start| before.starts_with(start));
        let member =
            before == "    }" || (constant && before.ends_with(';')) || before == "    };" || before == "    );";
        if item || (member && STARTS.iter().any(|start| line.starts_with(start))) {
            out.push('\n');
        }
        before = line;
        out.push_str(line);
        out.push('\n');
    }
}
