//! Reading one table of the configuration: its known keys by their types, everything else reported.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, nearest},
    source::{Located, Node, Place},
};

/// A table whose keys are known.
pub(super) struct Table<'c> {
    at: Located<'c>,
    diagnostics: &'c Diagnostics,
}

/// A value with its place in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot<T> {
    /// The value.
    pub(super) value: T,
    /// Where it stands.
    pub(super) place: Place,
}

impl<'c> Table<'c> {
    /// The table at `at`. Keys that are not in `known` are reported; so is anything that is no table.
    pub(super) fn open(at: Located<'c>, known: &[&str], diagnostics: &'c Diagnostics) -> Option<Self> {
        let table = Self::open_any(at, diagnostics)?;
        for (key, value) in table.at.entries() {
            if !known.contains(&key) {
                let finding = Diagnostic::new(
                    Code::Configuration,
                    &value.place,
                    format!("there is no setting `{key}` here"),
                );
                diagnostics.push(finding.at_key().help(match nearest(key, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the settings here are: {}", known.join(", ")),
                }));
            }
        }
        Some(table)
    }

    /// The table at `at`, whatever its keys are.
    pub(super) fn open_any(at: Located<'c>, diagnostics: &'c Diagnostics) -> Option<Self> {
        if at.node.as_object().is_none() {
            wrong_type(diagnostics, &at, "a table");
            return None;
        }
        Some(Table { at, diagnostics })
    }

    /// Where the table stands.
    pub(super) fn place(&self) -> &Place {
        &self.at.place
    }

    /// Its members in order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'c str, Located<'c>)> + use<'c> {
        self.at.entries()
    }

    /// The value of `key`, of any type.
    pub(super) fn any(&self, key: &str) -> Option<Located<'c>> {
        self.at.get(key)
    }

    /// The text of `key`.
    pub(super) fn text(&self, key: &str) -> Option<Spot<String>> {
        let at = self.at.get(key)?;
        match at.node {
            Node::String(text) => Some(Spot {
                value: text.clone(),
                place: at.place,
            }),
            _ => {
                wrong_type(self.diagnostics, &at, "a string");
                None
            }
        }
    }

    /// The text of `key`, which must be there.
    pub(super) fn required_text(&self, key: &str) -> Option<Spot<String>> {
        if self.at.get(key).is_none() {
            let message = format!("the setting `{key}` is missing");
            self.diagnostics
                .push(Diagnostic::new(Code::Configuration, &self.at.place, message));
        }
        self.text(key)
    }

    /// The switch `key`.
    pub(super) fn switch(&self, key: &str) -> Option<bool> {
        let at = self.at.get(key)?;
        if at.node.as_bool().is_none() {
            wrong_type(self.diagnostics, &at, "true or false");
        }
        at.node.as_bool()
    }

    /// The number `key`, at least one.
    pub(super) fn count(&self, key: &str) -> Option<usize> {
        let at = self.at.get(key)?;
        let count = at
            .node
            .as_integer()
            .and_then(|value| usize::try_from(value).ok())
            .filter(|count| *count > 0);
        if count.is_none() {
            let message = "expected a whole number above zero";
            self.diagnostics.report(Code::Configuration, &at.place, message);
        }
        count
    }

    /// The list of texts `key`; `None` when it is not there.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<Spot<String>>> {
        let at = self.at.get(key)?;
        if at.node.as_array().is_none() {
            wrong_type(self.diagnostics, &at, "a list of strings");
            return None;
        }
        let mut texts = Vec::new();
        for item in at.items() {
            match item.node {
                Node::String(text) => texts.push(Spot {
                    value: text.clone(),
                    place: item.place,
                }),
                _ => wrong_type(self.diagnostics, &item, "a string"),
            }
        }
        Some(texts)
    }
}

/// Reports a value that is not what is wanted.
pub(super) fn wrong_type(diagnostics: &Diagnostics, at: &Located<'_>, wanted: &str) {
    let found = match at.node.kind() {
        "object" => "a table",
        "array" => "a list",
        "boolean" => "a switch",
        "integer" => "a whole number",
        "number" => "a number",
        _ => "a string",
    };
    diagnostics.report(
        Code::Configuration,
        &at.place,
        format!("expected {wanted}, found {found}"),
    );
}
