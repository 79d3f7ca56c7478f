//! How properties and schemas are written.

use super::Lint;
use crate::{diagnostic::Code, openapi::Schema};

impl Lint<'_> {
    pub(super) fn names(&mut self) {
        let document = self.document;
        for (_, schema) in document.schemas.iter() {
            self.properties(schema);
            self.schema_name(schema);
        }
    }

    fn properties(&mut self, schema: &Schema) {
        let written = |style: fn(&str) -> bool| -> Vec<&str> {
            let names = schema.properties.keys().map(String::as_str);
            names.filter(|name| style(name)).collect()
        };
        let (camel, snake) = (written(is_camel), written(is_snake));
        let (Some(one), Some(other)) = (camel.first(), snake.first()) else {
            return;
        };
        let message = format!("`{one}` and `{other}` are written in two ways");
        let help = "write them all alike; where the API itself mixes them, `x-lint-ignore: [SW0709]` says so";
        let place = schema.place.child("properties");
        self.report(Code::PropertyNamesMixed, &place, message, help);
    }

    fn schema_name(&mut self, schema: &Schema) {
        let Some(name) = &schema.name else { return };
        // A schema that is a whole file has the file's name.
        let stands_here = schema
            .place
            .pointer
            .split_last()
            .is_some_and(|(_, token)| token == name);
        if stands_here && !is_upper_camel(name) {
            let message = format!("`{name}` is not written as the names of types are");
            let help = format!(
                "such as `{}`",
                heck::ToUpperCamelCase::to_upper_camel_case(name.as_str())
            );
            self.report(Code::SchemaNameCase, &schema.place, message, &help);
        }
    }
}

/// `camelCase`, and surely not `snake_case`.
fn is_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && name.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// `snake_case`, and surely not `camelCase`.
fn is_snake(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.trim_matches('_').contains('_') && name.bytes().all(fits)
}

fn is_upper_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
