//! The server's side: what arrived, and what to answer.

use std::sync::{Mutex, MutexGuard};

use specwright_runtime::{
    Headers, OperationMeta, Received, Respond, ServerOperation, Value, encode_tree,
    http::{HeaderMap, HeaderValue, header::CONTENT_TYPE},
    server::Reply,
};

use crate::plan::Answer;

/// Shared by the test and by the handlers of its server. One exchange at a time.
#[derive(Debug, Default)]
pub struct Exchange(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    answer: Option<Answer>,
    seen: Option<Result<Value, String>>,
}

impl Exchange {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub(crate) fn expect(&self, answer: Answer) {
        *self.state() = State {
            answer: Some(answer),
            seen: None,
        };
    }

    pub(crate) fn take(&self) -> Option<Result<Value, String>> {
        self.state().seen.take()
    }

    /// What a handler does: keeps the request, gives the planned answer. Call it from the service's
    /// `not_implemented`, so that every operation is answered without a line of its own.
    ///
    /// # Errors
    /// With a reply of status 500, when the planned answer cannot be made by the emitted response type.
    pub fn answer<O: ServerOperation>(&self, request: &O) -> Result<O::Response, Reply> {
        let mut state = self.state();
        let Some(answer) = state.answer.take() else {
            return Err(Reply::text(500, "nothing was planned"));
        };
        let mut headers = match declared_headers(&answer, O::META) {
            Ok(headers) => headers,
            Err(why) => return refused(&mut state, why),
        };
        if let Some(media) = answer
            .media
            .as_deref()
            .and_then(|media| HeaderValue::from_str(media).ok())
        {
            headers.insert(CONTENT_TYPE, media);
        }
        let mut received = Received::new(answer.status, headers, answer.body.clone());
        match O::Response::receive(answer.status, &mut received) {
            Ok(Some(response)) => match with_headers(response, &answer, O::META) {
                Ok(response) => {
                    state.seen = Some(Ok(encode_tree(request)));
                    Ok(response)
                }
                Err(why) => refused(&mut state, why),
            },
            Ok(None) => refused(&mut state, "the emitted response does not know the status".to_owned()),
            Err(error) => refused(&mut state, error.to_string()),
        }
    }
}

fn refused<T>(state: &mut State, why: String) -> Result<T, Reply> {
    state.seen = Some(Err(why));
    Err(Reply::text(500, "refused"))
}

/// The planned headers as lines.
fn declared_headers(answer: &Answer, meta: &OperationMeta) -> Result<HeaderMap, String> {
    let params = meta
        .response(answer.status)
        .and_then(|it| it.headers)
        .map(|it| it.params());
    let lines = params.unwrap_or_default().iter().filter_map(|param| {
        let value = answer.headers.get(param.name)?;
        Some((param, Value::from(value.clone())))
    });
    let reply = lines.fold(Reply::empty(answer.status), |reply, (param, value)| {
        reply.header(param, &value)
    });
    match reply.status() == answer.status {
        true => Ok(reply.headers().clone()),
        false => Err(format!("headers cannot be sent: {:?}", answer.headers)),
    }
}

/// The response with its headers, each read as its type and written again. A response that cannot be made without a
/// header must hold all of them already.
fn with_headers<R: Respond>(response: R, answer: &Answer, meta: &OperationMeta) -> Result<R, String> {
    let Some(declared) = meta.response(answer.status).and_then(|it| it.headers) else {
        return Ok(response);
    };
    let lines = declared_headers(answer, meta)?;
    let tree = declared
        .read(&Headers::from(lines.clone()))
        .map_err(|violations| format!("headers are not as declared: {violations}"))?;
    let mut reply = response.respond();
    if declared.params().iter().any(|param| param.required) {
        let lost = lines.keys().find(|name| !reply.headers().contains_key(*name));
        if let Some(name) = lost {
            return Err(format!("the emitted response loses the header `{name}`"));
        }
    }
    for param in declared.params() {
        if let Some(value) = tree.get(param.name) {
            reply = reply.header(param, value);
        }
    }
    Ok(R::other(reply))
}
