//! What is sent and what is answered: a request value, and one response.

use serde_json::{Map, Value};
use specwright::{
    openapi::{Document, MediaType, Operation, ParameterPlace, Response, StatusKey},
    source::Sources,
};
use specwright_runtime::{OperationMeta, ParamShape, Place, ResponseMeta, Status};

use crate::values::{Carrier, Side, Values, json};

/// One exchange.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The request as a tree, as the runtime's trees have it.
    pub request: Value,
    /// Members that the server fills in where the client left them out.
    pub defaults: Vec<String>,
    pub answer: Answer,
}

/// A planned response.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub status: u16,
    pub success: bool,
    pub media: Option<String>,
    pub body: Vec<u8>,
    /// Declared headers by their names.
    pub headers: Map<String, Value>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Whether what arrives is what was planned: as JSON, or byte for byte.
    pub(crate) fn arrives(&self, body: &[u8]) -> Result<(), String> {
        let planned: Option<Value> = serde_json::from_slice(&self.body).ok();
        let arrived: Option<Value> = serde_json::from_slice(body).ok();
        let equal = match (planned, arrived) {
            (Some(planned), Some(arrived)) => same(&planned, &arrived),
            _ => self.body == body,
        };
        if equal {
            return Ok(());
        }
        Err(format!(
            "another body arrives with {}\n  answered: {}\n  arrived:  {}",
            self.status,
            self.text(),
            String::from_utf8_lossy(body)
        ))
    }
}

impl Plan {
    /// What of the request is not in the one that came out of the emitted type; defaults may be added.
    pub(crate) fn differs(&self, tree: &Value) -> Option<String> {
        let (Value::Object(wanted), Value::Object(tree)) = (&self.request, tree) else {
            return Some("no tree".to_owned());
        };
        for (key, value) in wanted {
            match tree.get(key) {
                Some(other) if same(value, other) => {}
                other => return Some(format!("`{key}` is {value}, then {}", other.unwrap_or(&Value::Null))),
            }
        }
        let added = tree
            .keys()
            .find(|key| !wanted.contains_key(*key) && !self.defaults.contains(key));
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
    let operation = find(document, meta).ok_or("the document has no such operation")?;
    let mut values = Values::new(document, seed, Side::Request);
    let (request, defaults) = request(&mut values, operation, meta)?;
    let mut plans = Vec::new();
    let mut answers = answers(document, operation, meta, seed)?;
    if round == 0 {
        answers.extend(examples(sources, document, operation, meta, seed)?);
    }
    for answer in answers {
        plans.push(Plan {
            request: request.clone(),
            defaults: defaults.clone(),
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
                answer: answer.clone(),
            });
        }
    }
    Ok(plans)
}

fn find<'d>(document: &'d Document, meta: &OperationMeta) -> Option<&'d Operation> {
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
        .map(|(_, it)| it)
}

fn request(
    values: &mut Values<'_>,
    operation: &Operation,
    meta: &OperationMeta,
) -> Result<(Value, Vec<String>), String> {
    let mut tree = Map::new();
    let mut defaults = Vec::new();
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
        let declared = operation
            .parameters
            .iter()
            .find(|it| it.location == place && it.name == param.name);
        let declared = declared.ok_or_else(|| format!("the document declares no parameter `{}`", param.key()))?;
        let content = declared.content.as_ref();
        let schema = declared.schema.or(content.and_then(|media| media.schema));
        let carrier = match (content.is_some(), param.place) {
            (true, _) => Carrier::Json,
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
    if let Some(body) = &operation.request_body
        && let Some(media) = json_content(&body.content)
        && (body.required || !values.omit())
        && let Some(schema) = media.schema
    {
        let value = values.value(schema).ok_or("no value can be made for the body")?;
        tree.insert("body".to_owned(), value);
    }
    Ok((Value::Object(tree), defaults))
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
        let Some(media) = response.content.first() else {
            answers.push(Answer {
                status,
                success,
                media: None,
                body: Vec::new(),
                headers,
            });
            continue;
        };
        let media = json_content(&response.content).unwrap_or(media);
        let Some(schema) = media.schema.filter(|_| is_json(media)) else {
            let body = b"plain".to_vec();
            answers.push(Answer {
                status,
                success,
                media: Some(media.name.clone()),
                body,
                headers,
            });
            continue;
        };
        let value = values
            .value(schema)
            .ok_or_else(|| format!("no value can be made for the answer {status}"))?;
        answers.push(Answer {
            headers,
            ..answer(meta, response, status, success, &media.name, value)
        });
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
        if !param.required && values.omit() {
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
    Answer {
        status,
        success,
        media: Some(media.to_owned()),
        body: value.to_string().into_bytes(),
        headers: Map::new(),
    }
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
            answers.push(Answer {
                headers: headers(&mut values, response, meta)?,
                ..answer(meta, response, status, success, &media.name, example)
            });
        }
    }
    Ok(answers)
}
