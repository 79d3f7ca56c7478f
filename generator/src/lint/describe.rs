//! Descriptions, summaries and examples that are missing.

use super::{Lint, is_blank, title};
use crate::{
    diagnostic::Code,
    openapi::{MediaType, Operation, Parameter, PathItem, Response, Schema, SchemaId, is_json},
};

/// How many schemas are looked at for the words or the example of one.
const FURTHEST: usize = 16;

const DESCRIBE: &str = "a `description` says what it is and what to know about it";

impl<'a> Lint<'a> {
    pub(super) fn descriptions(&mut self) {
        let document = self.document;
        for tag in &document.tags {
            if is_blank(tag.description.as_deref()) {
                let message = format!("the tag `{}` has no description", tag.name);
                self.report(Code::DescriptionMissing, &tag.place, message, DESCRIBE);
            }
        }
        for item in document.paths.iter().chain(&document.webhooks) {
            for operation in &item.operations {
                self.operation(item, operation);
            }
        }
        self.schemas();
    }

    fn operation(&mut self, item: &'a PathItem, operation: &'a Operation) {
        let title = title(item, operation);
        if is_blank(operation.summary.as_deref()) {
            let message = format!("{title} has no summary");
            let help = "a `summary` of a few words stands for it in lists";
            self.report(Code::SummaryMissing, &operation.place, message, help);
        }
        if is_blank(operation.description.as_deref()) {
            let message = format!("{title} has no description");
            self.report(Code::DescriptionMissing, &operation.place, message, DESCRIBE);
        }
        for parameter in &operation.parameters {
            self.parameter(parameter, "parameter");
        }
        if let Some(body) = &operation.request_body {
            for content in &body.content {
                self.example(content, &format!("the request of {title}"));
            }
        }
        for response in &operation.responses {
            self.response(response, &title);
        }
    }

    fn response(&mut self, response: &'a Response, title: &str) {
        if is_blank(Some(&response.description)) {
            let message = "this response has no description".to_owned();
            self.report(Code::DescriptionMissing, &response.place, message, DESCRIBE);
        }
        for header in &response.headers {
            self.parameter(header, "header");
        }
        for content in &response.content {
            self.example(content, &format!("a response of {title}"));
        }
    }

    fn parameter(&mut self, parameter: &'a Parameter, kind: &str) {
        let by_schema = parameter.schema.is_some_and(|schema| self.is_described(schema));
        if is_blank(parameter.description.as_deref()) && !by_schema {
            let message = format!("the {kind} `{}` has no description", parameter.name);
            self.report(Code::DescriptionMissing, &parameter.place, message, DESCRIBE);
        }
    }

    fn example(&mut self, content: &'a MediaType, owner: &str) {
        let has = content.schema.is_none_or(|schema| {
            self.any_together(schema, |schema| {
                !schema.examples.is_empty() || schema.constant.is_some()
            })
        });
        if content.examples.is_empty() && !has && is_json(&content.name) {
            let message = format!("{owner} has no example");
            let help = "an `example` shows at a glance what is sent; it is held against the schema";
            self.report(Code::ExampleMissing, &content.place, message, help);
        }
    }

    fn schemas(&mut self) {
        let document = self.document;
        for (id, schema) in document.schemas.iter() {
            if let Some(name) = &schema.name
                && !self.is_described(id)
            {
                let message = format!("the schema `{name}` has no description");
                self.report(Code::DescriptionMissing, &schema.place, message, DESCRIBE);
            }
            for (name, property) in &schema.properties {
                let property = *property;
                // A constant says all that there is to say.
                let is_plain = document.schemas[property].constant.is_some();
                if !is_plain && !self.is_described(property) && self.is_inside(property, id) {
                    let place = &document.schemas[property].place;
                    let message = format!("the property `{name}` has no description");
                    self.report(Code::DescriptionMissing, place, message, DESCRIBE);
                }
            }
        }
    }

    /// Whether the property stands in the schema itself; one that is shared is met elsewhere.
    fn is_inside(&self, property: SchemaId, schema: SchemaId) -> bool {
        let place = &self.document.schemas[property].place;
        let holder = place.pointer.split_last().and_then(|(map, _)| map.split_last());
        let schema = &self.document.schemas[schema].place;
        place.file == schema.file && holder.is_some_and(|(holder, _)| *holder == schema.pointer)
    }

    /// Whether a schema, what it refers to, or the items of its list are described.
    fn is_described(&self, id: SchemaId) -> bool {
        let words = |schema: &Schema| !is_blank(schema.description.as_deref());
        let items = self.document.schemas[id].items;
        self.any_together(id, words) || items.is_some_and(|items| self.any_together(items, words))
    }

    /// Whether one of the schemas that hold together with one has something.
    fn any_together(&self, id: SchemaId, has: impl Fn(&Schema) -> bool) -> bool {
        let mut work = vec![id];
        for _ in 0..FURTHEST {
            let Some(id) = work.pop() else { return false };
            let schema = &self.document.schemas[id];
            if has(schema) {
                return true;
            }
            work.extend(schema.reference.iter().chain(&schema.all_of));
        }
        false
    }
}
