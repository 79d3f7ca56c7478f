//! An API with one of everything.

use crate::api::*;

use super::*;

fn envelope() -> Envelope {
    Envelope {
        status: Some("status".to_owned()),
        success: "success".to_owned(),
        data: "data".to_owned(),
        data_optional: false,
        page: Some("pagination".to_owned()),
    }
}

/// An API with one of everything.
pub(in crate::rust) fn sample() -> Api {
    let mut b = Builder::default();
    let types = models(&mut b);
    let operations = operations(&mut b, &types);
    let header_sets = vec![HeaderSet {
        type_name: ident("RateLimitHeaders"),
        headers: operations[0].successes[0].headers.clone(),
    }];
    Api {
        title: "Sample API".to_owned(),
        version: "2026-01-01".to_owned(),
        doc: doc("Books <things> at https://example.com."),
        servers: vec![Server {
            url: "https://{region}.example.com/v2".to_owned(),
            default_url: "https://eu.example.com/v2".to_owned(),
            doc: doc("Production."),
            variables: vec![ServerVariable {
                name: "region".to_owned(),
                ident: ident("region"),
                default: "eu".to_owned(),
                values: vec!["eu".to_owned(), "us".to_owned()],
            }],
        }],
        assertions: crate::api::Assertions::default(),
        types: b.types,
        groups: vec![
            Group {
                name: "Bookings".into(),
                module: ident("bookings"),
                type_name: ident("Bookings"),
                doc: doc("Bookings."),
            },
            Group {
                name: "Odd".into(),
                module: ident("odd"),
                type_name: ident("Odd"),
                doc: doc("Odd ones."),
            },
        ],
        operations,
        schemes: vec![
            scheme("apiKey", SchemeKind::Bearer),
            scheme("clientSecret", SchemeKind::Header("x-client-secret".to_owned())),
            scheme("login", SchemeKind::Basic),
        ],
        webhooks: Vec::new(),
        webhook_event: None,
        header_sets,
        default_error: Some(types.error),
        fault_template: None,
        envelope: Some(envelope()),
        longest_chain: 80,
    }
}

fn scheme(name: &str, kind: SchemeKind) -> SecurityScheme {
    SecurityScheme {
        name: name.to_owned(),
        ident: ident(&heck::ToSnakeCase::to_snake_case(name)),
        doc: doc(&format!("The {name}.")),
        kind,
    }
}

struct SampleTypes {
    booking: TypeId,
    create: TypeId,
    error: TypeId,
    conflict: TypeId,
    bookings: TypeId,
    page: TypeId,
    statuses: TypeId,
    string: TypeId,
    integer: TypeId,
    upload: TypeId,
}

fn models(b: &mut Builder) -> SampleTypes {
    let string = b.scalar(Primitive::String);
    let integer = b.scalar(Primitive::Integer(IntegerKind::I64));
    let boolean = b.scalar(Primitive::Bool);
    let float = b.scalar(Primitive::F64);
    let time = b.scalar(Primitive::DateTime);
    let any = b.anonymous(Kind::Any);
    let status = b.strings("BookingStatus", "bookings", true, &["upcoming", "past"]);
    let closed = b.strings("SortOrder", "common", false, &["asc", "desc"]);
    let level = b.named(
        "Level",
        "common",
        BOTH,
        Kind::IntEnum(IntEnum {
            values: vec![(1, ident("Low"), Doc::default()), (-1, ident("Lowest"), Doc::default())],
            other: Some(ident("Other")),
        }),
    );
    let tag = |value: &str| Presence::Constant(Literal::Str(value.to_owned()), Missing::Refused);
    let address = b.named(
        "AddressLocation",
        "bookings",
        BOTH,
        object(vec![
            field("type", string, tag("address")),
            field("address", string, Presence::Required),
        ]),
    );
    let link = b.named(
        "LinkLocation",
        "bookings",
        BOTH,
        object(vec![field("link", string, Presence::Required)]),
    );
    let mut link_variant = variant("Link", link);
    link_variant.injected_tag = Some(("type".to_owned(), "link".to_owned()));
    let location = b.named(
        "Location",
        "bookings",
        BOTH,
        Kind::Union(Union {
            variants: vec![variant("Address", address), link_variant],
            decide: Decide::Tag {
                field: "type".to_owned(),
                cases: vec![
                    (vec!["address".to_owned()], Decide::Variant(0)),
                    (vec!["link".to_owned(), "url".to_owned()], Decide::Variant(1)),
                ],
                otherwise: Box::new(Decide::Unknown),
            },
            other: Some(ident("Other")),
            explanation: "Told apart by `type`.".to_owned(),
            checked_whole: false,
        }),
    );
    let auto = b.anonymous(Kind::Literal(Literal::Str("auto".to_owned())));
    let size = b.named(
        "Size",
        "common",
        BOTH,
        Kind::Union(Union {
            variants: vec![variant("Auto", auto), variant("Number", float), variant("Level", level)],
            decide: Decide::Kind {
                cases: vec![
                    (
                        vec![JsonKind::String],
                        Decide::Value {
                            cases: vec![(vec!["auto".to_owned()], Decide::Variant(0))],
                            otherwise: Box::new(Decide::Unknown),
                        },
                    ),
                    (vec![JsonKind::Integer, JsonKind::Float], Decide::Try(vec![2, 1])),
                ],
                otherwise: Box::new(Decide::Unknown),
            },
            other: None,
            explanation: String::new(),
            checked_whole: false,
        }),
    );
    let closed_tag = b.named(
        "ClosedLocation",
        "bookings",
        RESPONSE,
        Kind::Union(Union {
            variants: vec![variant("Address", address)],
            decide: Decide::Tag {
                field: "type".to_owned(),
                cases: vec![(vec!["address".to_owned()], Decide::Variant(0))],
                otherwise: Box::new(Decide::Unknown),
            },
            other: None,
            explanation: String::new(),
            checked_whole: false,
        }),
    );
    let shortest = b.named(
        "AnyPlace",
        "bookings",
        BOTH,
        Kind::Union(Union {
            variants: vec![
                variant("Address", address),
                variant("Link", link),
                variant("Auto", auto),
            ],
            decide: Decide::Kind {
                cases: vec![(vec![JsonKind::Object], Decide::Rank(vec![0, 1]))],
                otherwise: Box::new(Decide::Try(vec![2])),
            },
            other: None,
            explanation: String::new(),
            checked_whole: false,
        }),
    );
    let uid = b.named("BookingUid", "bookings", BOTH, Kind::Newtype(string));
    let score = b.named("Score", "common", BOTH, Kind::Newtype(float));
    let tags = b.anonymous(Kind::List(string));
    let labels = b.anonymous(Kind::Map(integer));
    let pair = b.anonymous(Kind::Tuple(vec![integer, string]));
    let maybe = b.anonymous(Kind::Nullable(string));
    let maybes = b.anonymous(Kind::List(maybe));
    b.named("Tags", "common", BOTH, Kind::Alias(tags));
    b.named("Auto", "common", BOTH, Kind::Literal(Literal::Str("auto".to_owned())));
    let never = b.anonymous(Kind::Never);
    let booking = b.named("Booking", "bookings", RESPONSE, Kind::Any);
    let mut parent = field("parent", booking, Presence::Optional);
    parent.boxed = true;
    let mut old = field("oldName", string, Presence::Optional);
    old.deprecated = true;
    let fields = vec![
        field("id", integer, Presence::Required),
        field("uid", uid, Presence::Required),
        field("start", time, Presence::Required),
        field("status", status, Presence::Required),
        field("meetingUrl", string, Presence::Forgiven),
        field("note", string, Presence::OptionalNullable),
        field("rating", score, Presence::RequiredNullable),
        field("location", location, Presence::Optional),
        field("place", shortest, Presence::Optional),
        field("other", closed_tag, Presence::Optional),
        field("size", size, Presence::Optional),
        field("pair", pair, Presence::Optional),
        field("maybes", maybes, Presence::Optional),
        field("never", never, Presence::Optional),
        parent,
        old,
    ];
    b.types[booking].kind = Kind::Struct(Struct {
        fields,
        additional: Additional::Kept(any),
    });
    let create = b.named("CreateBooking", "bookings", BOTH, Kind::Any);
    let mut again = field("again", create, Presence::OptionalNullable);
    again.boxed = true;
    let mut default = field("sendMail", boolean, Presence::Optional);
    default.default = Some(Node::Bool(true));
    let fields = vec![
        field("start", time, Presence::Required),
        field("title", string, Presence::Required),
        field("location", location, Presence::Required),
        field("place", shortest, Presence::Optional),
        field("tags", tags, Presence::Optional),
        field("labels", labels, Presence::Optional),
        field("note", string, Presence::OptionalNullable),
        field("metadata", any, Presence::Optional),
        field("order", closed, Presence::Optional),
        field("new", boolean, Presence::Optional),
        field("type", string, Presence::Optional),
        again,
        default,
    ];
    b.types[create].kind = object(fields);
    let error = b.named(
        "ErrorBody",
        "errors",
        RESPONSE,
        object(vec![field("message", string, Presence::Required)]),
    );
    let conflict = b.named(
        "Conflict",
        "errors",
        RESPONSE,
        object(vec![field("with", uid, Presence::Required)]),
    );
    let page = b.named(
        "Pagination",
        "common",
        RESPONSE,
        object(vec![
            field("totalItems", integer, Presence::Required),
            field("hasNextPage", boolean, Presence::Required),
        ]),
    );
    let blob = b.anonymous(Kind::Binary);
    let upload = b.named(
        "Upload",
        "common",
        BOTH,
        object(vec![
            field("file", blob, Presence::Required),
            field("name", string, Presence::Optional),
        ]),
    );
    b.named("Empty", "common", BOTH, object(Vec::new()));
    let mut closed_struct = Struct {
        fields: vec![field("a", string, Presence::Optional)],
        additional: Additional::Refused,
    };
    closed_struct.fields[0].read_only = true;
    b.named("ClosedStruct", "common", BOTH, Kind::Struct(closed_struct));
    let bookings = b.anonymous(Kind::List(booking));
    let statuses = b.anonymous(Kind::List(status));
    SampleTypes {
        booking,
        create,
        error,
        conflict,
        bookings,
        page,
        statuses,
        string,
        integer,
        upload,
    }
}

fn operations(b: &mut Builder, t: &SampleTypes) -> Vec<Operation> {
    let error = |status: u16, name: &str| response(Status::Exact(status), name, BodyType::Model(t.error));
    let uid = || {
        parameter(
            "bookingUid",
            Location::Path,
            t.string,
            Presence::Required,
            Shape::Scalar,
        )
    };
    let errors = || {
        let range = response(Status::Range(5), "ServerError", BodyType::Model(t.error));
        vec![error(400, "BadRequest"), error(404, "NotFound"), range]
    };
    let version = ConstantParameter {
        location: Location::Header,
        wire: "api-version".to_owned(),
        value: "2".to_owned(),
        required: true,
    };

    let mut get = operation("Get", "GET", "/v2/bookings/{bookingUid}");
    get.parameters = vec![uid()];
    get.constants = vec![version];
    get.security = vec![
        vec![(0, Vec::new())],
        vec![(1, vec!["read".to_owned()]), (2, Vec::new())],
    ];
    get.successes = vec![response(Status::Exact(200), "Ok", BodyType::Model(t.booking))];
    get.successes[0].envelope = Some(envelope());
    let header = Header {
        wire: "x-rate-limit".to_owned(),
        ident: ident("x_rate_limit"),
        doc: doc("Calls left."),
        ty: t.integer,
        presence: Presence::Optional,
        explode: false,
        rules: None,
        shape: Shape::Scalar,
        deprecated: false,
    };
    get.successes[0].headers = vec![header];
    get.successes[0].header_set = Some(HeaderSetId(0));
    get.success_headers = Some(HeaderSetId(0));
    get.errors = errors();
    get.output = Outcome::One(BodyType::Model(t.booking));
    get.error = Outcome::One(BodyType::Model(t.error));

    let mut list = operation("List", "GET", "/v2/bookings");
    list.parameters = vec![
        parameter("status", Location::Query, t.statuses, Presence::Optional, Shape::List),
        parameter("take", Location::Query, t.integer, Presence::Optional, Shape::Scalar),
        parameter("skip", Location::Query, t.integer, Presence::Optional, Shape::Scalar),
        parameter("raw", Location::Query, t.string, Presence::Optional, Shape::Scalar),
    ];
    list.parameters[0].explode = false;
    list.parameters[1].default = Some(Node::Integer(100));
    list.parameters[3].deprecated = true;
    let body = BodyType::Page {
        data: t.bookings,
        page: t.page,
    };
    list.successes = vec![response(Status::Exact(200), "Ok", body.clone())];
    list.successes[0].envelope = Some(envelope());
    list.errors = errors();
    list.output = Outcome::One(body);
    list.error = Outcome::One(BodyType::Model(t.error));
    list.pagination = Some(Pagination::Offset {
        offset: ident("skip"),
        limit: ident("take"),
        default_limit: 100,
        items: Vec::new(),
        has_next: Some(ident("has_next_page")),
    });

    let mut create = operation("Create", "POST", "/v2/bookings");
    create.body = Some(request_body(
        vec![json(BodyType::Model(t.create))],
        BodyType::Model(t.create),
        true,
    ));
    create.successes = vec![
        response(Status::Exact(201), "Created", BodyType::Model(t.booking)),
        response(Status::Exact(202), "Accepted", BodyType::Empty),
    ];
    create.errors = errors();
    create
        .errors
        .push(response(Status::Exact(409), "Conflict", BodyType::Model(t.conflict)));
    create.output = Outcome::ByStatus(ident("CreateOutcome"));
    create.error = Outcome::ByStatus(ident("CreateError"));

    let mut delete = operation("Delete", "DELETE", "/v2/bookings/{bookingUid}");
    delete.parameters = vec![uid()];
    delete.deprecated = true;
    delete.successes = vec![response(Status::Exact(204), "NoContent", BodyType::Empty)];
    delete.errors = vec![response(Status::Default, "Default", BodyType::Model(t.error))];
    delete.error = Outcome::One(BodyType::Model(t.error));

    let mut operations = vec![get, list, create, delete];
    operations.extend(odd_operations(b, t));
    operations
}

fn request_body(contents: Vec<Content>, ty: BodyType, required: bool) -> Body {
    Body {
        ident: ident("body"),
        doc: doc("What is sent."),
        required,
        contents,
        ty,
    }
}

fn odd_operations(_: &mut Builder, t: &SampleTypes) -> Vec<Operation> {
    let mut either = operation("Either", "PUT", "/odd/{a}:{b}");
    either.parameters = vec![
        parameter("a", Location::Path, t.string, Presence::Required, Shape::Scalar),
        parameter("b", Location::Path, t.integer, Presence::Required, Shape::Scalar),
        parameter("x-trace", Location::Header, t.string, Presence::Optional, Shape::Scalar),
        parameter("session", Location::Cookie, t.string, Presence::Optional, Shape::Scalar),
        parameter("timeout", Location::Query, t.integer, Presence::Optional, Shape::Scalar),
    ];
    either.fixed_query = vec![("action".to_owned(), "x".to_owned())];
    let contents = vec![
        content("application/json", Codec::Json, BodyType::Model(t.create), "Json"),
        content("text/plain", Codec::Text, BodyType::Text, "Text"),
        content("application/octet-stream", Codec::Bytes, BodyType::Bytes, "Bytes"),
    ];
    either.body = Some(request_body(
        contents.clone(),
        BodyType::ByMedia(ident("EitherBody")),
        false,
    ));
    let mut ok = response(Status::Range(2), "Success", BodyType::ByMedia(ident("EitherContent")));
    ok.contents = contents;
    either.successes = vec![ok];
    either.output = Outcome::One(BodyType::ByMedia(ident("EitherContent")));

    let mut text = operation("Text", "GET", "/odd/text");
    text.successes = vec![response(Status::Exact(200), "Ok", BodyType::Text)];
    text.output = Outcome::One(BodyType::Text);
    let mut download = operation("Download", "GET", "/odd/file");
    download.successes = vec![response(Status::Exact(200), "Ok", BodyType::Bytes)];
    download.output = Outcome::One(BodyType::Bytes);

    let mut form = operation("Form", "POST", "/odd/form");
    let mut sent = content(
        "application/x-www-form-urlencoded",
        Codec::Form,
        BodyType::Model(t.create),
        "Form",
    );
    sent.encodings = vec![PropertyEncoding {
        wire: "tags".to_owned(),
        content_type: None,
        style: Style::SpaceDelimited,
        explode: false,
        allow_reserved: true,
        shape: Shape::List,
    }];
    let also = content("application/json", Codec::Json, BodyType::Model(t.create), "Json");
    form.body = Some(request_body(vec![sent, also], BodyType::Model(t.create), true));
    form.successes = vec![response(Status::Exact(204), "NoContent", BodyType::Empty)];

    let mut upload = operation("Upload", "POST", "/odd/upload");
    let mut parts = content(
        "multipart/form-data",
        Codec::Multipart,
        BodyType::Model(t.upload),
        "Multipart",
    );
    parts.encodings = vec![PropertyEncoding {
        wire: "file".to_owned(),
        content_type: Some("image/png".to_owned()),
        style: Style::Form,
        explode: true,
        allow_reserved: false,
        shape: Shape::Scalar,
    }];
    upload.body = Some(request_body(vec![parts], BodyType::Model(t.upload), true));
    upload.successes = vec![response(Status::Exact(204), "NoContent", BodyType::Empty)];

    let mut many = operation("Many", "PATCH", "/odd/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}");
    many.parameters = ["a", "b", "c", "d", "e", "f", "g", "h"]
        .map(|name| parameter(name, Location::Path, t.string, Presence::Required, Shape::Scalar))
        .into();
    many.successes = vec![response(Status::Exact(204), "NoContent", BodyType::Empty)];

    let mut events = operation("Events", "GET", "/odd/events");
    let mut stream = response(Status::Exact(200), "Ok", BodyType::Sequence(t.booking));
    stream.contents = vec![content(
        "text/event-stream",
        Codec::Events,
        BodyType::Sequence(t.booking),
        "Events",
    )];
    events.successes = vec![stream];
    events.output = Outcome::One(BodyType::Sequence(t.booking));

    let mut odd = vec![either, text, download, form, upload, many, events];
    odd.iter_mut().for_each(|operation| operation.group = 1);
    odd
}
