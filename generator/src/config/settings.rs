//! Settings that are keyed by places of a document: `[formats]`, `[rename]`, `[types]`, `[skip]`, `[forgive]`,
//! `[limits]`, `[schemas]`.
//!
//! Comes in: tables of the configuration. Goes out: first [`Settings`] as written, then, once a document is loaded, a
//! [`LowerConfig`] whose keys are places.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    lower::{LowerConfig, SchemaConfig, UnknownMembers},
    source::{Place, Sources},
};

use super::{
    limits::Limits,
    pattern::Pattern,
    table::{Spot, Table},
};

/// The keys of these settings, in a target and at the top of the file alike.
pub(super) const KEYS: [&str; 8] = [
    "formats",
    "rename",
    "types",
    "skip",
    "forgive",
    "limits",
    "open-enums",
    "schemas",
];

/// Settings as written.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    formats: BTreeMap<String, String>,
    rename: Vec<Entry>,
    types: Vec<Entry>,
    skip: Vec<Entry>,
    forgive: Vec<Entry>,
    open_enums: Option<bool>,
    schemas: SchemaConfig,
    /// Where each room gives up.
    pub limits: Limits,
}

/// A pattern and what is set for the places that it names.
#[derive(Debug, Clone)]
struct Entry {
    pattern: Pattern,
    value: String,
    /// Where the entry stands in the configuration.
    place: Place,
}

impl Settings {
    /// Reads them out of `table`, over those of `base`.
    pub(super) fn read(table: &Table<'_>, base: &Settings, diagnostics: &Diagnostics) -> Settings {
        let mut settings = base.clone();
        for (format, path) in entries(table, "formats", diagnostics) {
            if is_type(&path, diagnostics) {
                settings.formats.insert(format, path.value);
            }
        }
        settings.rename.extend(patterns(table, "rename", is_name, diagnostics));
        settings.types.extend(patterns(table, "types", is_type, diagnostics));
        settings.skip.extend(patterns(table, "skip", is_reason, diagnostics));
        settings
            .forgive
            .extend(patterns(table, "forgive", is_reason, diagnostics));
        settings.open_enums = table.switch("open-enums").or(settings.open_enums);
        if let Some(schemas) = table
            .any("schemas")
            .and_then(|at| Table::open(at, &["exact", "assert-formats", "unknown-members"], diagnostics))
        {
            let own = &mut settings.schemas;
            own.exact = schemas.switch("exact").unwrap_or(own.exact);
            own.assert_formats = schemas.switch("assert-formats").unwrap_or(own.assert_formats);
            let wish = schemas.text("unknown-members");
            own.unknown_members = wish
                .and_then(|wish| unknown_members(&wish, diagnostics))
                .unwrap_or(own.unknown_members);
        }
        settings.limits.read(table, diagnostics);
        settings
    }

    /// The settings for the loaded document. What a pattern does not find is reported, at its place in the
    /// configuration, so that no setting outlives its reason.
    pub fn resolve(&self, sources: &Sources, diagnostics: &Diagnostics) -> LowerConfig {
        let mut config = LowerConfig {
            formats: self.formats.clone(),
            // A value that is not listed does not fit.
            open_enums: self.open_enums.unwrap_or(!self.schemas.exact),
            schemas: self.schemas,
            limits: self.limits.lower,
            ..LowerConfig::default()
        };
        each(&self.rename, sources, diagnostics, |place, value| {
            config.renames.insert(place, value.to_owned());
        });
        each(&self.types, sources, diagnostics, |place, value| {
            config.retypes.insert(place, value.to_owned());
        });
        each(&self.skip, sources, diagnostics, |place, _| {
            config.skips.insert(place);
        });
        each(&self.forgive, sources, diagnostics, |place, _| {
            config.forgives.insert(place);
        });
        config
    }
}

fn each(entries: &[Entry], sources: &Sources, diagnostics: &Diagnostics, mut set: impl FnMut(Place, &str)) {
    for entry in entries {
        match entry.pattern.resolve(sources) {
            Ok(places) if places.is_empty() => {
                let mut finding = Diagnostic::new(
                    Code::Configuration,
                    &entry.place,
                    "the pattern names nothing in the document",
                );
                finding.severity = Severity::Warning;
                diagnostics.push(
                    finding
                        .at_key()
                        .help("`/` inside a name is written `~1`; `*` stands for any text inside a name"),
                );
            }
            Ok(places) => places.into_iter().for_each(|place| set(place, &entry.value)),
            Err(_) => {
                let finding = Diagnostic::new(
                    Code::LimitExceeded,
                    &entry.place,
                    "the pattern looks at too many values",
                );
                diagnostics.push(finding.at_key().help("write out some of its `*`"));
            }
        }
    }
}

fn unknown_members(wish: &Spot<String>, diagnostics: &Diagnostics) -> Option<UnknownMembers> {
    match wish.value.as_str() {
        "skip" => Some(UnknownMembers::Skip),
        "keep" => Some(UnknownMembers::Keep),
        "refuse" => Some(UnknownMembers::Refuse),
        other => {
            let message = format!("unknown members are skipped, kept or refused, not `{other}`");
            diagnostics.push(
                Diagnostic::new(Code::Configuration, &wish.place, message)
                    .help("`\"skip\"`, `\"keep\"` or `\"refuse\"`"),
            );
            None
        }
    }
}

/// The members of the table `key`, all of them strings.
fn entries(table: &Table<'_>, key: &str, diagnostics: &Diagnostics) -> Vec<(String, Spot<String>)> {
    let Some(table) = table.any(key).and_then(|at| Table::open_any(at, diagnostics)) else {
        return Vec::new();
    };
    table
        .entries()
        .filter_map(|(name, _)| Some((name.to_owned(), table.text(name)?)))
        .collect()
}

fn patterns(
    table: &Table<'_>,
    key: &str,
    valid: fn(&Spot<String>, &Diagnostics) -> bool,
    diagnostics: &Diagnostics,
) -> Vec<Entry> {
    let mut found = Vec::new();
    for (pattern, value) in entries(table, key, diagnostics) {
        match Pattern::parse(&pattern) {
            Some(pattern) if valid(&value, diagnostics) => {
                found.push(Entry {
                    pattern,
                    value: value.value,
                    place: value.place,
                });
            }
            Some(_) => {}
            None => diagnostics.push(
                Diagnostic::new(Code::Configuration, &value.place, "a pattern begins with `#/`")
                    .at_key()
                    .help("such as `#/components/schemas/Booking/properties/id`"),
            ),
        }
    }
    found
}

/// Whether `name` can name something in Rust; a keyword can, as a raw identifier.
fn is_name(name: &Spot<String>, diagnostics: &Diagnostics) -> bool {
    let raw = format!("r#{}", name.value);
    let fits = syn::parse_str::<syn::Ident>(&name.value).is_ok() || syn::parse_str::<syn::Ident>(&raw).is_ok();
    if !fits || name.value == "_" {
        diagnostics.report(
            Code::Configuration,
            &name.place,
            format!("`{}` is no Rust identifier", name.value),
        );
    }
    fits && name.value != "_"
}

/// Whether `path` is a path to a Rust type, with or without generic arguments.
fn is_type(path: &Spot<String>, diagnostics: &Diagnostics) -> bool {
    let fits = syn::parse_str::<syn::TypePath>(&path.value).is_ok();
    if !fits {
        diagnostics.push(
            Diagnostic::new(
                Code::Configuration,
                &path.place,
                format!("`{}` is no path to a Rust type", path.value),
            )
            .help("such as `my_types::Money`"),
        );
    }
    fits
}

/// Whether something is said: an exception without a reason cannot be taken back when the reason is gone.
fn is_reason(reason: &Spot<String>, diagnostics: &Diagnostics) -> bool {
    let fits = !reason.value.trim().is_empty();
    if !fits {
        diagnostics.report(
            Code::Configuration,
            &reason.place,
            "say here why, for those who come after",
        );
    }
    fits
}
