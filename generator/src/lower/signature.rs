//! `x-signature`: how the sender of a webhook signs it.
//!
//! `{header: X-Signature, algorithm: hmac-sha256, encoding: hex, prefix: 'sha256='}` at the root, for all webhooks, or at
//! one webhook's operation. Everything but the header has a default.

use crate::{
    api::{Signature, SignatureEncoding},
    diagnostic::{Code, Diagnostic, Diagnostics},
    openapi::Extensions,
    source::{Node, Place},
};

const NAME: &str = "x-signature";

/// The signature that the extensions of an object describe. What is not known here is reported, and nothing is checked.
pub(super) fn of(extensions: &Extensions, owner: &Place, diagnostics: &Diagnostics) -> Option<Signature> {
    let said = extensions.get(NAME)?;
    let place = owner.child(NAME);
    let text = |key: &str| said.get(key).and_then(Node::as_str);
    let refuse = |key: &str, message: String, help: &str| {
        diagnostics.push(Diagnostic::new(Code::InvalidValue, &place.child(key), message).help(help));
    };
    let Some(header) = text("header") else {
        let message = "`x-signature` does not say which header carries the signature (`header`)";
        diagnostics.report(Code::InvalidValue, &place, message);
        return None;
    };
    let algorithm = text("algorithm").unwrap_or("hmac-sha256");
    if algorithm != "hmac-sha256" {
        let message = format!("`{algorithm}` is no algorithm that is known here");
        refuse("algorithm", message, "`hmac-sha256` is");
        return None;
    }
    let encoding = match text("encoding").unwrap_or("hex") {
        "hex" => SignatureEncoding::Hex,
        "base64" => SignatureEncoding::Base64,
        other => {
            let message = format!("`{other}` is no encoding that is known here");
            refuse("encoding", message, "`hex` and `base64` are");
            return None;
        }
    };
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if header.is_empty() || !header.chars().all(token) {
        refuse(
            "header",
            format!("`{header}` is no name of a header"),
            "such a name has letters, digits and `-`",
        );
        return None;
    }
    Some(Signature {
        // The runtime looks it up in a map of lower-case names.
        header: header.to_owned(),
        encoding,
        prefix: text("prefix").unwrap_or_default().to_owned(),
    })
}
