//! What is sent and what is answered: a request value, and one response.

use serde_json::{Map, Value};
use specwright::{
    openapi::{Document, MediaType, Operation, Parameter, ParameterPlace, Response, StatusKey},
    source::Sources,
};
use specwright_runtime::{OperationMeta, ParamShape, Place, ResponseMeta, Status, Style};

use crate::{
    bodies::{self, declared},
    echo::Answer,
    values::{Carrier, Side, Values, json},
};

/// The member of a request's tree that chooses among the media types of its body.
pub(crate) const MEDIA: &str = "content-type";

/// One exchange.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The request as a tree, as the runtime's trees have it.
    pub request: Value,
    /// Members that the server fills in where the client left them out.
    pub defaults: Vec<String>,
    /// The media type of the body, where the document has a range.
    pub content_type: Option<String>,
    pub answer: Answer,
}

/// A request as the client is to send it.
struct Made {
    request: Value,
    defaults: Vec<String>,
    content_type: Option<String>,
}

impl Plan {
    /// What of the request is not in the one that came out of the emitted type; defaults may be added.
    pub(crate) fn differs(&self, tree: &Value) -> Option<String> {
        let (Value::Object(wanted), Value::Object(tree)) = (&self.request, tree) else {
            return Some("no tree".to_owned());
        };
        // A body of one type is written in the first media type, whichever it was read in.
        for (key, value) in wanted.iter().filter(|(key, _)| *key != MEDIA) {
            match tree.get(key) {
                Some(other) if same(value, other) => {}
                other => return Some(format!("`{key}` is {value}, then {}", other.unwrap_or(&Value::Null))),
            }
        }
        let added = tree
            .keys()
            .find(|key| !wanted.contains_key(*key) && !self.defaults.contains(key) && *key != MEDIA);
        added.map(|key| format!("`{key}` is added"))
    }
}

/// Equality as JSON has it: `1` and `1.0` are one number, dates are compared as they are written.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// The exchanges of one round: a request value, sent once for each declared response. The first round adds the
/// document's own examples.
pub(crate) fn plans(
    sources: &Sources,
    document: &Document,
    meta: &OperationMeta,
    seed: u64,
    round: u64,
) -> Result<Vec<Plan>, String> {
    let (template, operation) = find(document, meta).ok_or("the document has no such operation")?;
    let mut values = Values::new(document, seed, Side::Request);
    let Made {
        request,
        defaults,
        content_type,
    } = request(&mut values, document, (template, operation), meta, round)?;
    let mut plans = Vec::new();
    let mut answers = answers(document, operation, meta, seed)?;
    if round == 0 {
        answers.extend(examples(sources, document, operation, meta, seed)?);
    }
    for answer in answers {
        plans.push(Plan {
            request: request.clone(),
            defaults: defaults.clone(),
            content_type: content_type.clone(),
            answer,
        });
    }
    if round == 0
        && let Some(body) = operation
            .request_body
            .as_ref()
            .and_then(|body| json_content(&body.content))
        && let Some(answer) = plans.first().map(|plan| plan.answer.clone())
    {
        for example in written(sources, body) {
            let mut request = request.clone();
            request["body"] = example;
            plans.push(Plan {
                request,
                defaults: defaults.clone(),
                content_type: None,
                answer: answer.clone(),
            });
        }
    }
    Ok(plans)
}

/// The operation with its path's template.
fn find<'d>(document: &'d Document, meta: &OperationMeta) -> Option<(&'d str, &'d Operation)> {
    let all = || {
        document
            .paths
            .iter()
            .flat_map(|item| item.operations.iter().map(move |it| (&item.template, it)))
    };
    all()
        .find(|(_, it)| it.id.as_deref() == Some(meta.id))
        .or_else(|| {
            all().find(|(template, it)| it.method == meta.method && template.split('?').next() == Some(meta.path))
        })
        .map(|(template, it)| (template.as_str(), it))
}

/// The parameter that a document declares; one whose expression stands in the query of a template travels there, under
/// the name that stands before it.
fn parameter<'d>(operation: &'d Operation, template: &str, place: ParameterPlace, name: &str) -> Option<&'d Parameter> {
    let query = template.split_once('?').map_or("", |(_, query)| query);
    let in_query = |it: &&Parameter| {
        let pair = format!("{name}={{{}}}", it.name);
        place == ParameterPlace::Query
            && it.location == ParameterPlace::Path
            && query.split(['&', '#']).any(|other| other == pair)
    };
    let mut all = operation.parameters.iter();
    let own = all.clone().find(|it| it.location == place && it.name == name);
    own.or_else(|| all.find(in_query))
}

fn request(
    values: &mut Values<'_>,
    document: &Document,
    (template, operation): (&str, &Operation),
    meta: &OperationMeta,
    round: u64,
) -> Result<Made, String> {
    let mut tree = Map::new();
    let mut defaults = Vec::new();
    let mut content_type = None;
    for param in meta.parameters {
        if param.default.is_some() {
            defaults.push(param.key());
        }
        if !param.required && values.omit() {
            continue;
        }
        let place = match param.place {
            Place::Path => ParameterPlace::Path,
            Place::Query => ParameterPlace::Query,
            Place::QueryString => ParameterPlace::QueryString,
            Place::Header => ParameterPlace::Header,
            Place::Cookie => ParameterPlace::Cookie,
        };
        let declared = parameter(operation, template, place, param.name);
        let declared = declared.ok_or_else(|| format!("the document declares no parameter `{}`", param.key()))?;
        let content = declared.content.as_ref();
        let schema = declared.schema.or(content.and_then(|media| media.schema));
        let plain = matches!(
            param.style,
            Style::SpaceDelimited | Style::PipeDelimited | Style::Cookie
        );
        let carrier = match (param.shape == ParamShape::Json, param.place) {
            (true, Place::Header) => Carrier::Header,
            (true, _) => Carrier::Json,
            _ if plain => Carrier::Plain,
            // A query without a text cannot be told from none.
            (_, Place::QueryString) if param.shape == ParamShape::Scalar => Carrier::Path,
            (_, Place::Path) => Carrier::Path,
            (_, Place::Query | Place::QueryString) => Carrier::Query,
            (_, Place::Header | Place::Cookie) => Carrier::Header,
        };
        match schema.and_then(|schema| values.carried(schema, carrier)) {
            Some(value) => {
                tree.insert(param.key(), value);
            }
            None if param.required => return Err(format!("no value can be made for `{}`", param.key())),
            None => {}
        }
    }
    if let (Some(body), Some(known)) = (&operation.request_body, meta.body)
        && !known.media.is_empty()
        && (body.required || !values.omit())
    {
        // Each in its turn.
        let media = known.media[round as usize % known.media.len()];
        let declared = declared(&body.content, media).ok_or_else(|| format!("no content is declared as `{media}`"))?;
        let value = bodies::value(values, document, declared).ok_or("no value can be made for the body")?;
        tree.insert("body".to_owned(), value);
        // What a range leaves open is for the caller to say, beside the request value.
        match media.contains('*') {
            true => content_type = Some(bodies::within(media).to_owned()),
            false => {
                tree.insert(MEDIA.to_owned(), Value::from(media));
            }
        }
    }
    let request = Value::Object(tree);
    Ok(Made {
        request,
        defaults,
        content_type,
    })
}

fn is_json(media: &MediaType) -> bool {
    let essence = media
        .name
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

fn json_content(content: &[MediaType]) -> Option<&MediaType> {
    content.iter().find(|media| is_json(media))
}

/// A status that a response stands for.
fn status(key: StatusKey, operation: &Operation) -> u16 {
    match key {
        StatusKey::Exact(code) => code,
        StatusKey::Range(hundreds) => {
            let base = u16::from(hundreds) * 100;
            let taken = |code: u16| operation.responses.iter().any(|it| it.status == StatusKey::Exact(code));
            (base..base + 100).find(|code| !taken(*code)).unwrap_or(base)
        }
        StatusKey::Default => 418,
    }
}

fn meta_of(meta: &OperationMeta, key: StatusKey) -> Option<&'static ResponseMeta> {
    meta.responses.iter().find(|it| match (it.status, key) {
        (Status::Exact(a), StatusKey::Exact(b)) => a == b,
        (Status::Range(a), StatusKey::Range(b)) => a == b,
        (Status::Default, StatusKey::Default) => true,
        _ => false,
    })
}

/// Redirects count as successes only where the operation has no other.
fn is_success(status: u16, operation: &Operation) -> bool {
    let has_ok = operation
        .responses
        .iter()
        .any(|it| matches!(it.status, StatusKey::Exact(200..=299) | StatusKey::Range(2)));
    let has_default = operation.responses.iter().any(|it| it.status == StatusKey::Default);
    (200..300).contains(&status) || (!has_ok && !has_default && status < 400)
}

fn answers(document: &Document, operation: &Operation, meta: &OperationMeta, seed: u64) -> Result<Vec<Answer>, String> {
    let mut values = Values::new(document, seed.rotate_left(17), Side::Response);
    let mut answers = Vec::new();
    for response in &operation.responses {
        let status = status(response.status, operation);
        let success = is_success(status, operation);
        let headers = headers(&mut values, response, meta)?;
        let known = meta_of(meta, response.status).map_or(&[][..], |it| it.media);
        if known.is_empty() {
            answers.push(Answer::new(status, success, None, Vec::new()).with_headers(headers.clone()));
        }
        for name in known {
            let media =
                declared(&response.content, name).ok_or_else(|| format!("no content is declared as `{name}`"))?;
            let (name, body) = bodies::bytes(&mut values, document, media)
                .ok_or_else(|| format!("no value can be made for the answer {status} as `{}`", media.name))?;
            let answer = match serde_json::from_slice(&body) {
                Ok(value) if is_json(media) => answer(meta, response, status, success, &name, value),
                Ok(_) | Err(_) => Answer::new(status, success, Some(&name), body),
            };
            answers.push(answer.with_headers(headers.clone()));
        }
    }
    Ok(answers)
}

/// Values for the headers that a response declares.
fn headers(values: &mut Values<'_>, response: &Response, meta: &OperationMeta) -> Result<Map<String, Value>, String> {
    let params = meta_of(meta, response.status)
        .and_then(|it| it.headers)
        .map(|it| it.params());
    let mut headers = Map::new();
    for declared in &response.headers {
        let param = params
            .unwrap_or_default()
            .iter()
            .find(|param| param.name.eq_ignore_ascii_case(&declared.name));
        let Some(param) = param else {
            // The standard says that this one is ignored.
            if declared.name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            return Err(format!("nothing is emitted for the header `{}`", declared.name));
        };
        // Of names that differ in case alone the first is the header's.
        if param.name != declared.name || (!param.required && values.omit()) {
            continue;
        }
        let content = declared.content.as_ref();
        let schema = declared.schema.or(content.and_then(|media| media.schema));
        let carrier = match param.shape {
            ParamShape::Json => Carrier::Json,
            ParamShape::Scalar | ParamShape::List | ParamShape::Object | ParamShape::Any => Carrier::Header,
        };
        match schema.and_then(|schema| values.carried(schema, carrier)) {
            // Each cookie has a line, so that there is a list of them.
            Some(value @ Value::String(_)) if param.shape == ParamShape::List => {
                headers.insert(param.name.to_owned(), Value::Array(vec![value]));
            }
            Some(Value::Null) | None if !param.required => {}
            Some(value) => {
                headers.insert(param.name.to_owned(), value);
            }
            None => return Err(format!("no value can be made for the header `{}`", param.name)),
        }
    }
    Ok(headers)
}

fn answer(
    meta: &OperationMeta,
    response: &Response,
    status: u16,
    success: bool,
    media: &str,
    mut value: Value,
) -> Answer {
    // A success that says it is none is told apart by the client, and is no case of this test.
    if let Some(envelope) = meta_of(meta, response.status).and_then(|it| it.envelope)
        && let Value::Object(members) = &mut value
    {
        if let Some(name) = envelope.status.filter(|name| members.contains_key(*name)) {
            members.insert(name.to_owned(), Value::String(envelope.success.to_owned()));
        }
        members.remove("error");
    }
    Answer::new(status, success, Some(media), value.to_string().into_bytes())
}

/// The examples of a media type.
fn written<'s>(sources: &'s Sources, media: &'s MediaType) -> impl Iterator<Item = Value> + 's {
    media.examples.iter().filter_map(|place| sources.node(place)).map(json)
}

/// The examples that the document gives for its responses.
fn examples(
    sources: &Sources,
    document: &Document,
    operation: &Operation,
    meta: &OperationMeta,
    seed: u64,
) -> Result<Vec<Answer>, String> {
    let mut values = Values::new(document, seed.rotate_left(31), Side::Response);
    let mut answers = Vec::new();
    for response in &operation.responses {
        let status = status(response.status, operation);
        let Some(media) = json_content(&response.content) else {
            continue;
        };
        for example in written(sources, media) {
            let success = is_success(status, operation);
            let headers = headers(&mut values, response, meta)?;
            answers.push(answer(meta, response, status, success, &media.name, example).with_headers(headers));
        }
    }
    Ok(answers)
}
