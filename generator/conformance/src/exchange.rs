//! The server's side: what arrived, and what to answer.

use std::sync::{Mutex, MutexGuard};

use specwright_runtime::{
    Received, Respond, ServerOperation, Value, encode_tree,
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
        let mut headers = HeaderMap::new();
        if let Some(media) = answer
            .media
            .as_deref()
            .and_then(|media| HeaderValue::from_str(media).ok())
        {
            headers.insert(CONTENT_TYPE, media);
        }
        let mut received = Received::new(answer.status, headers, answer.body.clone());
        let refused = |state: &mut State, why: String| {
            state.seen = Some(Err(why));
            Err(Reply::text(500, "refused"))
        };
        match O::Response::receive(answer.status, &mut received) {
            Ok(Some(response)) => {
                state.seen = Some(Ok(encode_tree(request)));
                Ok(response)
            }
            Ok(None) => refused(&mut state, "the emitted response does not know the status".to_owned()),
            Err(error) => refused(&mut state, error.to_string()),
        }
    }
}
