//! The serde side of reading: a parser's values become a [`Node`].
//!
//! Comes in: any `serde::Deserializer`. Goes out: a tree, and what was odd on the way ([`Findings`]). It does not know
//! which text it reads.

use std::{cell::Cell, cell::RefCell, fmt};

use indexmap::{IndexMap, map::Entry};
use serde::de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{Node, Pointer, place::Trail};

/// The most duplicate keys that are reported for one file.
const MOST_DUPLICATES: usize = 100;

/// Which language is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON, RFC 8259.
    Json,
    /// YAML 1.2 with the core schema, and 1.1's merge key.
    Yaml,
    /// TOML 1.0, in which configuration is written.
    Toml,
}

/// A limit that was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exceeded {
    Depth,
    Memory,
}

/// What was odd, with the pointers to it.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Objects that have a key twice, and the key. The first value is kept.
    pub duplicates: Vec<(Pointer, String)>,
    /// Numbers that JSON's reader hands over as floats, but which may be integers in the text.
    pub doubtful: Vec<Pointer>,
    /// Why reading stopped, when it was a limit.
    pub exceeded: Option<Exceeded>,
}

/// What all seeds of one file share.
pub(super) struct Reading {
    pub format: Format,
    pub depth: usize,
    /// What may still be spent of the memory limit.
    pub memory: Cell<usize>,
    pub findings: RefCell<Findings>,
}

impl Reading {
    /// The seed for the whole document.
    pub(super) fn seed(&self) -> Seed<'_> {
        Seed {
            reading: self,
            trail: Trail::Root,
            depth: 0,
        }
    }

    fn exceed<E: Error>(&self, what: Exceeded) -> E {
        self.findings.borrow_mut().exceeded = Some(what);
        E::custom("limit exceeded")
    }

    fn spend<E: Error>(&self, text: usize) -> Result<(), E> {
        match self.memory.get().checked_sub(text + size_of::<Node>()) {
            Some(left) => {
                self.memory.set(left);
                Ok(())
            }
            None => Err(self.exceed(Exceeded::Memory)),
        }
    }
}

/// Reads one value.
pub(super) struct Seed<'a> {
    reading: &'a Reading,
    trail: Trail<'a>,
    depth: usize,
}

impl Seed<'_> {
    fn scalar<E: Error>(&self, node: Node) -> Result<Node, E> {
        self.reading.spend(0)?;
        Ok(node)
    }

    fn deeper<E: Error>(&self) -> Result<usize, E> {
        self.reading.spend::<E>(0)?;
        if self.depth >= self.reading.depth {
            return Err(self.reading.exceed(Exceeded::Depth));
        }
        Ok(self.depth + 1)
    }

    fn float(&self, value: f64) -> Node {
        match self.reading.format {
            // serde_json makes floats of integers beyond 64 bits and of `-0`; the text tells.
            Format::Json if value.abs() >= 9.2e18 || (value == 0.0 && value.is_sign_negative()) => {
                self.reading.findings.borrow_mut().doubtful.push(self.trail.pointer());
                Node::Float(value)
            }
            Format::Json | Format::Toml => Node::Float(value),
            // YAML's `.inf` and `.nan` are no JSON; as text they can be told to the user.
            Format::Yaml if value.is_nan() => Node::String(".nan".to_owned()),
            Format::Yaml if value.is_infinite() => Node::String(if value > 0.0 { ".inf" } else { "-.inf" }.to_owned()),
            Format::Yaml => Node::Float(value),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.scalar(Node::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        self.scalar(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.scalar(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.scalar(Node::Integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.scalar(Node::Integer(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node, E> {
        self.scalar(Node::Integer(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Node, E> {
        self.scalar(i128::try_from(value).map_or(Node::Float(value as f64), Node::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        self.scalar(self.float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.reading.spend(text.len())?;
        Ok(Node::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Node, E> {
        self.reading.spend(text.len())?;
        Ok(Node::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let depth = self.deeper()?;
        let mut items = Vec::new();
        loop {
            let trail = Trail::Item(&self.trail, items.len());
            match access.next_element_seed(Seed {
                reading: self.reading,
                trail,
                depth,
            })? {
                Some(item) => items.push(item),
                None => return Ok(Node::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let depth = self.deeper()?;
        let mut members = Members::default();
        while let Some(key) = access.next_key::<String>()? {
            self.reading.spend::<A::Error>(key.len())?;
            let trail = Trail::Member(&self.trail, &key);
            let value = access.next_value_seed(Seed {
                reading: self.reading,
                trail,
                depth,
            })?;
            if self.reading.format == Format::Yaml && key == "<<" && members.merge(&value) {
                continue;
            }
            if let Err(key) = members.insert(key, value) {
                let duplicates = &mut self.reading.findings.borrow_mut().duplicates;
                if duplicates.len() < MOST_DUPLICATES {
                    duplicates.push((self.trail.pointer(), key));
                }
            }
        }
        Ok(Node::Object(members.map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node, A::Error> {
        // A value with a tag of the document's own, `!Tag value`: the tag is dropped.
        let (_tag, content) = access.variant::<String>()?;
        content.newtype_variant_seed(self)
    }
}

/// An object while it is read.
#[derive(Default)]
struct Members {
    map: IndexMap<String, Node>,
    /// Keys that came by `<<` and may be overridden.
    merged: std::collections::HashSet<String>,
}

impl Members {
    /// Adds a member; hands the key back when it is there already.
    fn insert(&mut self, key: String, value: Node) -> Result<(), String> {
        match self.map.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(value);
                Ok(())
            }
            Entry::Occupied(mut entry) if self.merged.remove(entry.key()) => {
                entry.insert(value);
                Ok(())
            }
            Entry::Occupied(entry) => Err(entry.key().clone()),
        }
    }

    /// Takes over the members of the object, or the objects, that stand under `<<`, where no earlier key has the same
    /// name. False when there is something else under that key: then it is an ordinary one.
    fn merge(&mut self, value: &Node) -> bool {
        let sources = match value {
            Node::Object(_) => std::slice::from_ref(value),
            Node::Array(items) if items.iter().all(|item| item.as_object().is_some()) => items.as_slice(),
            _ => return false,
        };
        for (key, value) in sources.iter().filter_map(Node::as_object).flatten() {
            if let Entry::Vacant(entry) = self.map.entry(key.clone()) {
                entry.insert(value.clone());
                self.merged.insert(key.clone());
            }
        }
        true
    }
}
