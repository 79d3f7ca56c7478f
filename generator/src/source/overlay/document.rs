//! An overlay document, taken apart.
//!
//! Comes in: the tree of an overlay. Goes out: its version and its actions in order, as far as they are well-formed;
//! everything else is reported at its place. It does not know the document that the overlay is for.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest},
    source::{Located, Node, Place},
};

use super::json_path::JsonPath;

/// An overlay whose actions can be applied.
#[derive(Debug)]
pub(super) struct Overlay<'d> {
    pub(super) version: Version,
    pub(super) actions: Vec<Action<'d>>,
}

/// The versions of the Overlay Specification. The third number makes no difference, as the specification says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

/// One change to whatever its target selects.
#[derive(Debug)]
pub(super) struct Action<'d> {
    pub(super) target: Selection,
    pub(super) change: Change<'d>,
}

/// What is done with each selected value.
#[derive(Debug)]
pub(super) enum Change<'d> {
    Remove,
    Update(Located<'d>),
    Copy(Selection),
}

/// A path with the place where it is written.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) path: JsonPath,
    pub(super) place: Place,
}

const ROOT: [&str; 4] = ["overlay", "info", "extends", "actions"];
const INFO: [&str; 3] = ["title", "version", "description"];
const ACTION: [&str; 5] = ["target", "description", "update", "remove", "copy"];

impl<'d> Overlay<'d> {
    /// Reads an overlay; `None` when it is none, or of a version that is not known here.
    pub(super) fn read(at: Located<'d>, diagnostics: &Diagnostics) -> Option<Overlay<'d>> {
        let reader = Reader { diagnostics };
        reader.object(&at, "an overlay", &ROOT)?;
        let version = reader.version(&at)?;
        reader.info(&at);
        if let Some(extends) = at.get("extends") {
            reader.text(&extends, "a URI reference");
        }
        let actions = reader.actions(&at, version);
        Some(Overlay { version, actions })
    }
}

struct Reader<'r> {
    diagnostics: &'r Diagnostics,
}

impl Reader<'_> {
    fn wrong(&self, at: &Place, message: impl Into<String>) {
        self.diagnostics.report(Code::OverlayMalformed, at, message);
    }

    fn wrong_with_help(&self, at: &Place, message: impl Into<String>, help: impl Into<String>) {
        let finding = Diagnostic::new(Code::OverlayMalformed, at, message);
        self.diagnostics.push(finding.help(help));
    }

    /// Says what does not change what the overlay does.
    fn warn(&self, at: &Place, message: impl Into<String>) {
        let mut finding = Diagnostic::new(Code::OverlayMalformed, at, message);
        finding.severity = Severity::Warning;
        self.diagnostics.push(finding);
    }

    /// `Some` when there is an object; its unknown members are reported.
    fn object(&self, at: &Located<'_>, what: &str, known: &[&str]) -> Option<()> {
        if at.node.as_object().is_none() {
            self.wrong(&at.place, format!("expected {what}, found {}", at.node.kind()));
            return None;
        }
        for (key, value) in at
            .entries()
            .filter(|(key, _)| !known.contains(key) && !key.starts_with("x-"))
        {
            let message = format!("{what} has no `{key}`");
            let help = match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it has {}, and what begins with `x-`", listed(known)),
            };
            let finding = Diagnostic::new(Code::OverlayMalformed, &value.place, message);
            self.diagnostics.push(finding.at_key().help(help));
        }
        Some(())
    }

    fn text<'d>(&self, at: &Located<'d>, what: &str) -> Option<&'d str> {
        if at.node.as_str().is_none() {
            self.wrong(&at.place, format!("expected {what}, found {}", at.node.kind()));
        }
        at.node.as_str()
    }

    fn version(&self, at: &Located<'_>) -> Option<Version> {
        let help = "`overlay: 1.0.0` and `overlay: 1.1.0` are read";
        let Some(version) = at.get("overlay") else {
            self.wrong_with_help(&at.place, "this is no overlay: `overlay` is missing", help);
            return None;
        };
        let Some(text) = version.node.as_str() else {
            let message = format!("expected a version in three parts, found {}", version.node.kind());
            self.wrong_with_help(&version.place, message, help);
            return None;
        };
        let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match text.split('.').collect::<Vec<_>>().as_slice() {
            ["1", "0", patch] if number(patch) => Some(Version::V1_0),
            ["1", "1", patch] if number(patch) => Some(Version::V1_1),
            _ => {
                let message = format!("`{text}` is no version of the Overlay Specification that is known here");
                self.wrong_with_help(&version.place, message, help);
                None
            }
        }
    }

    /// `info` has no bearing on what an overlay does.
    fn info(&self, at: &Located<'_>) {
        let Some(info) = at.get("info") else {
            self.warn(&at.place, "an overlay should say in `info` what it is for");
            return;
        };
        if self.object(&info, "`info`", &INFO).is_none() {
            return;
        }
        for key in ["title", "version"] {
            match info.get(key) {
                Some(value) if value.node.as_str().is_some() => {}
                Some(value) => {
                    let message = format!("`{key}` should be a string, and is {}", value.node.kind());
                    self.warn(&value.place, message);
                }
                None => self.warn(&info.place, format!("`info` should have a `{key}`")),
            }
        }
    }

    fn actions<'d>(&self, at: &Located<'d>, version: Version) -> Vec<Action<'d>> {
        let Some(actions) = at.get("actions") else {
            self.wrong(&at.place, "an overlay must have `actions`");
            return Vec::new();
        };
        match actions.node.as_array() {
            None => self.wrong(
                &actions.place,
                format!("expected a list of actions, found {}", actions.node.kind()),
            ),
            Some([]) => self.wrong(&actions.place, "an overlay must have at least one action"),
            Some(_) => {}
        }
        actions.items().filter_map(|item| self.action(&item, version)).collect()
    }

    fn action<'d>(&self, at: &Located<'d>, version: Version) -> Option<Action<'d>> {
        self.object(at, "an action", &ACTION)?;
        // Both are read before either is missed, so that one run reports everything.
        let target = match at.get("target") {
            Some(target) => self.selection(&target),
            None => {
                self.wrong(&at.place, "an action must have a `target`");
                None
            }
        };
        let change = self.change(at, version);
        Some(Action {
            target: target?,
            change: change?,
        })
    }

    fn change<'d>(&self, at: &Located<'d>, version: Version) -> Option<Change<'d>> {
        let remove = match at.get("remove") {
            Some(remove) if remove.node.as_bool().is_none() => {
                let message = format!("expected true or false, found {}", remove.node.kind());
                self.wrong(&remove.place, message);
                return None;
            }
            Some(remove) => remove.node.as_bool() == Some(true),
            None => false,
        };
        let (update, copy) = (at.get("update"), at.get("copy"));
        if let (Some(copy), Version::V1_0) = (&copy, version) {
            let message = "`copy` is not known in version 1.0";
            self.wrong_with_help(&copy.place, message, "say `overlay: 1.1.0`");
            return None;
        }
        match (remove, update, copy) {
            (true, None, None) => Some(Change::Remove),
            (true, Some(update), None) if version == Version::V1_0 => {
                self.warn(&update.place, "`update` has no effect beside `remove: true`");
                Some(Change::Remove)
            }
            (true, Some(other), _) | (true, None, Some(other)) => {
                let message = "an action has either `remove: true` or something to bring";
                self.wrong_with_help(
                    &other.place,
                    message,
                    "make two actions of it, in the order that is meant",
                );
                None
            }
            (false, Some(_), Some(copy)) => {
                let message = "an action has either `update` or `copy`: neither has an effect beside the other";
                self.wrong_with_help(
                    &copy.place,
                    message,
                    "make two actions of it, in the order that is meant",
                );
                None
            }
            (false, Some(update), None) => Some(Change::Update(update)),
            (false, None, Some(copy)) => self.selection(&copy).map(Change::Copy),
            (false, None, None) => {
                let message = "this action does nothing";
                let help = match version {
                    Version::V1_0 => "it needs `update` or `remove: true`",
                    Version::V1_1 => "it needs `update`, `copy` or `remove: true`",
                };
                self.wrong_with_help(&at.place, message, help);
                None
            }
        }
    }

    fn selection(&self, at: &Located<'_>) -> Option<Selection> {
        let text = self.text(at, "a JSONPath")?;
        match JsonPath::parse(text) {
            Ok(path) => Some(Selection {
                path,
                place: at.place.clone(),
            }),
            Err((byte, what)) => {
                let characters = text.char_indices().take_while(|(at, _)| *at < byte).count();
                let message = format!("this is no JSONPath: {what} at character {}", characters + 1);
                self.wrong(&at.place, message);
                None
            }
        }
    }
}

/// Whether a value is neither an array nor an object.
pub(super) fn is_primitive(node: &Node) -> bool {
    match node {
        Node::Array(_) | Node::Object(_) => false,
        Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => true,
    }
}

/// Names as a sentence has them.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
