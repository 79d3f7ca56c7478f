//! Headers that a document declares: set by a handler, read by a client, and wrong in every way there is.

use std::time::Duration;

use rt::HeaderSet as _;
use rt::http::{HeaderMap, HeaderName, HeaderValue};
use rt::server::{Context, Credentials, Fault, Reply, Routes, Service};
use specwright_runtime as rt;

use crate::sample::models::{Booking, ErrorEnvelope};
use crate::support::{booking, serve};

static API: rt::Api = rt::Api {
    title: "Headers",
    version: "1",
    servers: &[],
    schemes: &[],
    fault_template: None,
};

/// The headers of a booking that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeHeaders(rt::Headers);

static MOST: rt::Rules = rt::Rules::new().maximum("10");

impl MadeHeaders {
    pub(crate) const META: &'static rt::HeadersMeta = &rt::HeadersMeta::new(
        &[
            rt::Param::header("Location").required(),
            rt::Param::header("X-Left"),
            rt::Param::header("X-Tags").list(),
            rt::Param::header("Set-Cookie").list(),
            rt::Param::header("X-Booking").json(),
        ],
        |r| {
            r.header::<String>(0, rt::Rules::NONE);
            r.header::<i64>(1, &MOST);
            r.header::<Vec<String>>(2, rt::Rules::NONE);
            r.header::<Vec<String>>(3, rt::Rules::NONE);
            r.header::<rt::Value>(4, rt::Rules::NONE);
        },
    );

    pub fn new(location: impl Into<String>) -> Self {
        let location: String = location.into();
        Self(rt::Headers::new().with(Self::META, 0, &location))
    }

    pub fn location(&self) -> rt::ReadResult<String> {
        self.0.require(Self::META, 0)
    }

    pub fn left(&self) -> rt::ReadResult<Option<i64>> {
        self.0.read(Self::META, 1)
    }

    pub fn with_left(self, value: i64) -> Self {
        Self(self.0.with(Self::META, 1, &value))
    }

    pub fn tags(&self) -> rt::ReadResult<Option<Vec<String>>> {
        self.0.read(Self::META, 2)
    }

    pub fn with_tags(self, value: Vec<String>) -> Self {
        Self(self.0.with(Self::META, 2, &value))
    }

    pub fn set_cookie(&self) -> rt::ReadResult<Option<Vec<String>>> {
        self.0.read(Self::META, 3)
    }

    pub fn with_set_cookie(self, value: Vec<String>) -> Self {
        Self(self.0.with(Self::META, 3, &value))
    }

    pub fn booking(&self) -> rt::ReadResult<Option<Booking>> {
        self.0.read(Self::META, 4)
    }

    pub fn with_booking(self, value: Booking) -> Self {
        Self(self.0.with(Self::META, 4, &value))
    }

    pub fn validate(&self) -> Result<(), rt::Violations> {
        Self::META.validate(&self.0)
    }
}

/// What a caller is told who calls too often.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WaitHeaders(rt::Headers);

impl WaitHeaders {
    pub(crate) const META: &'static rt::HeadersMeta = &rt::HeadersMeta::new(&[rt::Param::header("Retry-After")], |r| {
        r.header::<i64>(0, rt::Rules::NONE);
    });

    pub fn retry_after(&self) -> rt::ReadResult<Option<i64>> {
        self.0.read(Self::META, 0)
    }

    pub fn with_retry_after(self, value: i64) -> Self {
        Self(self.0.with(Self::META, 0, &value))
    }
}

rt::header_sets!(MadeHeaders, WaitHeaders);

/// Makes a booking.
#[derive(Debug, Clone, PartialEq)]
pub struct Make {
    pub how: String,
}

impl rt::Operation for Make {
    const META: &'static rt::OperationMeta = &rt::OperationMeta {
        parameters: &[rt::Param::path("how")],
        responses: &[
            rt::ResponseMeta::new(rt::Status::Exact(201), &["application/json"]).headers(MadeHeaders::META),
            rt::ResponseMeta::new(rt::Status::Exact(429), &["application/json"]).headers(WaitHeaders::META),
        ],
        ..rt::OperationMeta::new("make", "bookings", "POST", "/make/{how}")
    };
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.param(0, &self.how);
    }
}

impl rt::ClientOperation for Make {
    type Output = Booking;
    type Error = ErrorEnvelope;
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            201 => r.json(),
            429 => r.error(),
            _ => r.undeclared(),
        }
    }
}

rt::declared_headers!(Make, success: MadeHeaders, error: WaitHeaders);

impl rt::ServerOperation for Make {
    type Response = MakeResponse;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let p0 = d.param(0);
        Ok(Self { how: p0? })
    }
}

#[derive(Debug, Clone)]
pub enum MakeResponse {
    Created(Booking, MadeHeaders),
    TooManyRequests(ErrorEnvelope),
    Other(Reply),
}

impl rt::Respond for MakeResponse {
    fn respond(self) -> Reply {
        match self {
            Self::Created(body, headers) => Reply::json(201, &body).with_headers(headers),
            Self::TooManyRequests(body) => Reply::json(429, &body),
            Self::Other(reply) => reply,
        }
    }
    fn other(reply: Reply) -> Self {
        Self::Other(reply)
    }
    fn receive(status: u16, r: &mut rt::Received) -> rt::ReadResult<Option<Self>> {
        match status {
            201 => r.read_json().map(|body| Self::Created(body, r.headers_as())).map(Some),
            429 => r.read_json().map(Self::TooManyRequests).map(Some),
            _ => Ok(None),
        }
    }
}

struct App;

impl Service for App {
    type Principal = ();
    type Error = Fault;
    async fn authenticate(&self, _: &Credentials) -> Result<(), Fault> {
        Ok(())
    }
}

fn refused() -> ErrorEnvelope {
    rt::from_json(br#"{"status": "error", "error": {"code": "busy", "message": "too often"}}"#).expect("an error")
}

fn cookies() -> Vec<String> {
    vec![
        "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT".to_owned(),
        "b=2; Path=/".to_owned(),
    ]
}

impl App {
    async fn make(&self, request: Make, cx: &Context<()>) -> Result<MakeResponse, Fault> {
        use rt::Respond as _;

        let headers = MadeHeaders::new("/bookings/1").with_left(3);
        Ok(match request.how.as_str() {
            "all" => MakeResponse::Created(
                booking("b-1"),
                headers
                    .with_tags(vec!["a,b".to_owned(), "c".to_owned()])
                    .with_set_cookie(cookies())
                    .with_booking(booking("b-1")),
            ),
            "beside" => {
                cx.set_response_headers(WaitHeaders::default().with_retry_after(7));
                cx.set_response_header(HeaderName::from_static("x-left"), HeaderValue::from_static("many"));
                MakeResponse::Created(booking("b-1"), headers)
            }
            "unsendable" => MakeResponse::Created(booking("b-1"), headers.with_tags(vec!["a\nb".to_owned()])),
            "other" => MakeResponse::Other(Reply::json(201, &booking("b-1"))),
            _ => MakeResponse::TooManyRequests(refused()).with_headers(WaitHeaders::default().with_retry_after(60)),
        })
    }
}

async fn client() -> rt::client::Client {
    let mut routes = Routes::new(App, &API);
    routes.add::<Make>(|app, request, cx| Box::pin(app.make(request, cx)));
    let address = serve(routes.into_router()).await;
    rt::client::Builder::new(&API)
        .base_url(format!("http://{address}"))
        .timeout(Duration::from_secs(20))
        .retries(0)
        .build()
        .expect("a client")
}

async fn make(how: &str) -> Result<rt::client::Answer<Make>, rt::client::Error<ErrorEnvelope>> {
    let request = Make { how: how.to_owned() };
    rt::client::Call::new(&client().await, request).with_response().await
}

#[tokio::test]
async fn declared_headers_arrive_as_their_types() {
    let headers = make("all").await.expect("an answer").headers();
    assert_eq!(headers.location().as_deref(), Ok("/bookings/1"));
    assert_eq!(headers.left(), Ok(Some(3)));
    assert_eq!(headers.tags(), Ok(Some(vec!["a,b".to_owned(), "c".to_owned()])));
    assert_eq!(headers.set_cookie(), Ok(Some(cookies())));
    assert_eq!(headers.booking(), Ok(Some(booking("b-1"))));
    assert_eq!(headers.validate(), Ok(()));
}

#[tokio::test]
async fn what_a_handler_sets_beside_comes_after_its_response() {
    let answer = make("beside").await.expect("an answer");
    let headers = answer.headers();
    assert_eq!(answer.headers_as::<WaitHeaders>().retry_after(), Ok(Some(7)));
    let wrong = headers.left().expect_err("no number");
    assert_eq!(wrong.pointer(), "/X-Left");
    assert_eq!(headers.location().as_deref(), Ok("/bookings/1"));
    assert_eq!(headers.tags(), Ok(None));
}

#[tokio::test]
async fn a_missing_header_fails_only_what_asks_for_it() {
    let answer = make("other").await.expect("an answer");
    assert_eq!(answer.body, booking("b-1"));
    let missing = answer.headers().location().expect_err("it is not there");
    assert_eq!(missing.to_string(), "$.Location: required, but missing");
}

#[tokio::test]
async fn errors_have_their_headers_too() {
    let error = make("often").await.expect_err("too often");
    assert_eq!(
        error.headers_of::<Make>().map(|it| it.retry_after()),
        Some(Ok(Some(60)))
    );
    let rt::client::Error::Api(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.status(), 429);
    assert_eq!(error.headers_of::<Make>().retry_after(), Ok(Some(60)));
    assert_eq!(error.headers_as::<MadeHeaders>().left(), Ok(None));
}

#[tokio::test]
async fn a_value_that_no_header_can_hold_is_an_internal_error() {
    let error = make("unsendable").await.expect_err("it cannot be sent");
    assert_eq!(error.status(), Some(500));
    let text = error.bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert!(
        text.is_some_and(|text| text.contains("the header X-Tags cannot hold")),
        "{error}"
    );
}

fn lines(lines: &[(&'static str, &str)]) -> MadeHeaders {
    let mut map = HeaderMap::new();
    for (name, value) in lines {
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a header can hold it");
        map.append(HeaderName::from_static(name), value);
    }
    MadeHeaders::from_headers(map.into())
}

#[test]
fn everything_that_is_wrong_with_headers_is_told_at_once() {
    let wrong = lines(&[("x-left", "11"), ("x-booking", "{"), ("x-tags", "a")]);
    let violations = wrong.validate().expect_err("three are wrong");
    let told: Vec<String> = violations
        .iter()
        .map(|it| format!("{} {}", it.pointer(), it.rule().keyword()))
        .collect();
    assert_eq!(told, ["/Location required", "/X-Left maximum", "/X-Booking other"]);
    let unsendable = MadeHeaders::new(" x ");
    assert!(
        unsendable
            .validate()
            .is_err_and(|it| it.to_string().contains("$.Location"))
    );
}

#[test]
fn names_are_read_in_any_case_and_lists_from_several_lines() {
    let headers = lines(&[
        ("location", "/"),
        ("x-tags", "a, b"),
        ("x-tags", "\"c,d\""),
        ("set-cookie", "a=1, 2"),
    ]);
    let tags = ["a", "b", "c,d"].map(str::to_owned).to_vec();
    assert_eq!(headers.tags(), Ok(Some(tags)));
    assert_eq!(headers.set_cookie(), Ok(Some(vec!["a=1, 2".to_owned()])));
    let bytes = HeaderMap::from_iter([(
        HeaderName::from_static("location"),
        HeaderValue::from_bytes(&[0xff]).expect("a header can hold it"),
    )]);
    let headers = MadeHeaders::from_headers(bytes.into());
    assert_eq!(
        headers.location().map_err(|it| it.to_string()),
        Err("$.Location: not UTF-8".to_owned())
    );
}

#[test]
fn debugging_shows_no_values() {
    let text = format!("{:?}", MadeHeaders::new("/secret"));
    assert_eq!(text, "MadeHeaders({\"location\"})");
}

#[test]
fn an_empty_list_that_must_be_there_is_a_header_without_text() {
    static META: rt::HeadersMeta = rt::HeadersMeta::new(&[rt::Param::header("X-Tags").list().required()], |r| {
        r.header::<Vec<String>>(0, rt::Rules::NONE);
    });
    let headers = rt::Headers::new().with(&META, 0, &Vec::<String>::new());
    assert_eq!(headers.as_map()["x-tags"], "");
    assert_eq!(headers.require::<Vec<String>>(&META, 0), Ok(Vec::new()));
}

#[test]
fn a_response_read_from_elsewhere_keeps_what_it_must_have() {
    use rt::Respond as _;

    let reply = Reply::json(201, &booking("b-1")).with_headers(MadeHeaders::new("/x").with_left(1));
    let mut received = reply.into_received();
    let response = MakeResponse::receive(201, &mut received)
        .expect("readable")
        .expect("declared");
    let reply = response.respond();
    assert_eq!(reply.headers()["location"], "/x");
    assert_eq!(reply.headers()["x-left"], "1");
}
