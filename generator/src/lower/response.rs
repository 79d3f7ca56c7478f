//! Responses: which are successes and which errors, what a caller gets out of them, and what their statuses are called.

use crate::{
    api::{BodyType, Codec, Envelope, Ident, Outcome, Response, Status},
    diagnostic::{Code, Diagnostic},
    openapi::{self, StatusKey},
};

use super::{
    body::one_type,
    doc::doc,
    name::{settle_all, variant},
    types::Lowering,
};

impl Lowering<'_> {
    pub(super) fn responses(
        &mut self,
        operation: &openapi::Operation,
        owner: &str,
        type_name: &str,
        envelope: Option<&Envelope>,
    ) -> (Vec<Response>, Vec<Response>) {
        let mut all: Vec<Response> = Vec::new();
        let mut responses: Vec<&openapi::Response> = operation
            .responses
            .iter()
            .filter(|it| !self.config.skips.contains(&it.place))
            .collect();
        responses.sort_by_key(|response| response.status);
        for response in responses {
            if all.iter().any(|other| other.status == status(response.status)) {
                continue;
            }
            all.push(self.response(response, owner, type_name, envelope));
        }
        let wishes: Vec<(String, String)> = all
            .iter()
            .map(|it| (it.ident.to_string(), it.ident.to_string()))
            .collect();
        for (response, name) in all.iter_mut().zip(settle_all(&wishes, "")) {
            response.ident = variant(&name);
        }
        sort_out(all)
    }

    fn response(
        &mut self,
        response: &openapi::Response,
        owner: &str,
        type_name: &str,
        envelope: Option<&Envelope>,
    ) -> Response {
        let status = status(response.status);
        let word = status_word(status);
        let success = matches!(status, Status::Exact(200..=299) | Status::Range(2));
        let envelope = envelope
            .filter(|_| success)
            .and_then(|envelope| self.enveloped(response, envelope));
        let what = if success {
            format!("{owner} response")
        } else {
            format!("{owner} {word} response")
        };
        let mut contents = self.contents(&response.content, &what, envelope.as_ref());
        // Another form of an error than JSON is most often a gateway's page.
        if !success && contents.iter().any(|content| content.codec == Codec::Json) {
            contents.retain(|content| content.codec == Codec::Json);
        }
        let body = if contents.is_empty() {
            BodyType::Empty
        } else {
            one_type(&contents, &format!("{type_name}{word}Body"))
        };
        if matches!(body, BodyType::ByMedia(_)) && envelope.is_some() {
            self.diagnostics.push(Diagnostic::new(
                Code::KeywordWithoutEffect,
                &response.place,
                "an enveloped response with several media types is not unwrapped in the others",
            ));
        }
        let text = response.summary.as_deref();
        let fallback = || format!("Answer `{}`", status_text(status));
        Response {
            status,
            ident: Ident(word),
            doc: doc(text, Some(&response.description), fallback),
            body,
            contents,
            envelope,
            headers: self.headers(response, owner),
            header_set: None,
            links: Vec::new(),
            place: response.place.clone(),
        }
    }
}

/// Successes and errors. Redirects are successes only where nothing else is; `default` means errors where a success is
/// declared, and both where none is.
fn sort_out(all: Vec<Response>) -> (Vec<Response>, Vec<Response>) {
    let is = |range: std::ops::RangeInclusive<u16>| {
        move |response: &Response| match response.status {
            Status::Exact(code) => range.contains(&code),
            Status::Range(hundreds) => range.contains(&(u16::from(hundreds) * 100)),
            Status::Default => false,
        }
    };
    let ok = is(200..=299);
    let moved = is(100..=399);
    let has_ok = all.iter().any(&ok);
    let has_default = all.iter().any(|response| response.status == Status::Default);
    let (mut successes, mut errors) = (Vec::new(), Vec::new());
    for response in all {
        if ok(&response) || (!has_ok && !has_default && moved(&response)) {
            successes.push(response);
        } else if response.status == Status::Default && !has_ok {
            let ident = Ident("Success".to_owned());
            successes.push(Response {
                status: Status::Range(2),
                ident,
                ..response.clone()
            });
            errors.push(response);
        } else {
            errors.push(response);
        }
    }
    (successes, errors)
}

/// What a caller gets out of successes.
pub(super) fn output(successes: &[Response], name: &str) -> Outcome {
    match successes {
        [] => Outcome::Nothing,
        [first, rest @ ..]
            if rest
                .iter()
                .all(|it| it.body == first.body && it.envelope == first.envelope) =>
        {
            match &first.body {
                BodyType::Empty => Outcome::Nothing,
                body => Outcome::One(body.clone()),
            }
        }
        _ => Outcome::ByStatus(Ident(name.to_owned())),
    }
}

/// What a caller gets out of errors: those without a body leave the others' type alone.
pub(super) fn error(errors: &[Response], name: &str) -> Outcome {
    let mut bodies = errors
        .iter()
        .map(|it| &it.body)
        .filter(|body| **body != BodyType::Empty);
    match bodies.next() {
        None => Outcome::Nothing,
        Some(first) if bodies.all(|body| body == first) => Outcome::One(first.clone()),
        Some(_) => Outcome::ByStatus(Ident(name.to_owned())),
    }
}

pub(super) fn status(key: StatusKey) -> Status {
    match key {
        StatusKey::Exact(code) => Status::Exact(code),
        StatusKey::Range(hundreds) => Status::Range(hundreds),
        StatusKey::Default => Status::Default,
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Exact(code) => code.to_string(),
        Status::Range(hundreds) => format!("{hundreds}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// A variant's name for a status: the reason phrase of RFC 9110.
pub(super) fn status_word(status: Status) -> String {
    let word = match status {
        Status::Default => "Default",
        Status::Range(hundreds) => match hundreds {
            1 => "Informational",
            2 => "Success",
            3 => "Redirection",
            4 => "ClientError",
            _ => "ServerError",
        },
        Status::Exact(code) => match code {
            100 => "Continue",
            101 => "SwitchingProtocols",
            102 => "Processing",
            103 => "EarlyHints",
            200 => "Ok",
            201 => "Created",
            202 => "Accepted",
            203 => "NonAuthoritativeInformation",
            204 => "NoContent",
            205 => "ResetContent",
            206 => "PartialContent",
            207 => "MultiStatus",
            208 => "AlreadyReported",
            226 => "ImUsed",
            300 => "MultipleChoices",
            301 => "MovedPermanently",
            302 => "Found",
            303 => "SeeOther",
            304 => "NotModified",
            307 => "TemporaryRedirect",
            308 => "PermanentRedirect",
            400 => "BadRequest",
            401 => "Unauthorized",
            402 => "PaymentRequired",
            403 => "Forbidden",
            404 => "NotFound",
            405 => "MethodNotAllowed",
            406 => "NotAcceptable",
            407 => "ProxyAuthenticationRequired",
            408 => "RequestTimeout",
            409 => "Conflict",
            410 => "Gone",
            411 => "LengthRequired",
            412 => "PreconditionFailed",
            413 => "ContentTooLarge",
            414 => "UriTooLong",
            415 => "UnsupportedMediaType",
            416 => "RangeNotSatisfiable",
            417 => "ExpectationFailed",
            418 => "ImATeapot",
            421 => "MisdirectedRequest",
            422 => "UnprocessableContent",
            423 => "Locked",
            424 => "FailedDependency",
            425 => "TooEarly",
            426 => "UpgradeRequired",
            428 => "PreconditionRequired",
            429 => "TooManyRequests",
            431 => "RequestHeaderFieldsTooLarge",
            451 => "UnavailableForLegalReasons",
            500 => "InternalServerError",
            501 => "NotImplemented",
            502 => "BadGateway",
            503 => "ServiceUnavailable",
            504 => "GatewayTimeout",
            505 => "HttpVersionNotSupported",
            506 => "VariantAlsoNegotiates",
            507 => "InsufficientStorage",
            508 => "LoopDetected",
            511 => "NetworkAuthenticationRequired",
            other => return format!("Status{other}"),
        },
    };
    word.to_owned()
}
