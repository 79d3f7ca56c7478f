//! What a handler can do: fail with an error of its own of which nothing reaches the caller, see the request's headers
//! and set the response's, and leave groups to others.

use handlers_errors::{
    models::{Problem, User},
    not_implemented,
    operations::users::{GetUser, GetUserResponse},
    rt::http::{HeaderName, HeaderValue},
    server::{self, Context, Credentials, Fault, Reply, Service, Users},
};
use specwright_conformance::Wire;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// An application's own error.
#[derive(Debug)]
enum Failure {
    Database(String),
    Refused,
}

impl From<Failure> for Reply {
    fn from(failure: Failure) -> Reply {
        match failure {
            Failure::Database(secret) => {
                assert!(!secret.is_empty(), "it is for the log");
                Fault::internal().into()
            }
            Failure::Refused => Fault::forbidden("not yours").into(),
        }
    }
}

struct App;

impl Service for App {
    type Principal = String;
    type Error = Failure;

    async fn authenticate(&self, _: &Credentials) -> std::result::Result<String, Fault> {
        Ok("somebody".to_owned())
    }
}

impl Users for App {
    async fn get_user(&self, request: GetUser, cx: &Context<String>) -> std::result::Result<GetUserResponse, Failure> {
        match request.id.as_str() {
            "none" => {
                let title = "nobody".to_owned();
                return Ok(GetUserResponse::NotFound(Problem { title }));
            }
            "broken" => return Err(Failure::Database("password is hunter2".to_owned())),
            "private" => return Err(Failure::Refused),
            _ => {}
        }
        let trace = cx.headers().get("x-trace").and_then(|value| value.to_str().ok()).unwrap_or("none");
        let value = HeaderValue::from_str(&format!("{} {trace}", cx.principal())).expect("it came in a header");
        cx.set_response_header(HeaderName::from_static("x-trace"), value);
        Ok(User { id: request.id }.into())
    }
}

not_implemented!(App: all but Users);

#[tokio::test]
async fn errors_are_results_and_say_nothing_that_they_should_not() -> Result {
    let wire = Wire::before_router(server::router(App)).await?;
    let answer = wire.send("GET /users/1 HTTP/1.1\nx-trace: t-1\n\n").await;
    assert_eq!(answer, "HTTP/1.1 200 OK\ncontent-type: application/json\nx-trace: somebody t-1\n\n{\"id\":\"1\"}");
    let answer = wire.send("GET /users/none HTTP/1.1\n\n").await;
    assert_eq!(answer, "HTTP/1.1 404 Not Found\ncontent-type: application/json\n\n{\"title\":\"nobody\"}");
    let answer = wire.send("GET /users/broken HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 500 Internal Server Error\n"), "{answer}");
    assert!(!answer.contains("hunter2") && !answer.contains("Database"), "{answer}");
    let answer = wire.send("GET /users/private HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 403 Forbidden\n") && answer.contains("not yours"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn what_nobody_wrote_says_so_and_what_is_not_there_too() -> Result {
    let wire = Wire::before_router(server::router(App)).await?;
    let answer = wire.send("GET /teams HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 501 Not Implemented\ncontent-type: application/problem+json\n"), "{answer}");
    let answer = wire.send("GET /nowhere HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 404 Not Found\ncontent-type: application/problem+json\n"), "{answer}");
    Ok(())
}
