use super::*;

fn tree() -> Node {
    let text = r#"{
        "paths": {"/a": {"get": {"x": [1, 2, 3, {"t": "string", "n": 1}], "dash-ed": true}}, "/b": {"get": {"x": []}}},
        "servers": [{"url": "u", "description": "Dev"}, {"url": "v"}, {"url": "w", "description": "Prod"}],
        "it's": null
    }"#;
    let diagnostics = crate::diagnostic::Diagnostics::default();
    let sources = crate::source::Sources::from_text("a.json", text, &diagnostics).expect("it is JSON");
    sources.root().node.clone()
}

fn select(path: &str) -> Vec<String> {
    let path = JsonPath::parse(path).expect("a path");
    let tree = tree();
    let text = |token: &Token| match token {
        Token::Key(key) => format!("/{key}"),
        Token::Index(index) => format!("/{index}"),
    };
    let found = path.select(&tree, &mut 10_000).expect("it is small");
    found
        .iter()
        .map(|(tokens, _)| tokens.iter().map(text).collect())
        .collect()
}

#[test]
fn paths_select_what_the_standard_says() {
    for (path, expected) in [
        ("$", &[""][..]),
        ("$.servers", &["/servers"]),
        ("$['it\\'s']", &["/it's"]),
        ("$[\"paths\"]['/a'].get.dash-ed", &["/paths//a/get/dash-ed"]),
        ("$.servers[1].url", &["/servers/1/url"]),
        ("$.servers[-1]", &["/servers/2"]),
        ("$.servers[0,2]", &["/servers/0", "/servers/2"]),
        ("$.servers[1:]", &["/servers/1", "/servers/2"]),
        (
            "$.servers[::-1].url",
            &["/servers/2/url", "/servers/1/url", "/servers/0/url"],
        ),
        ("$.paths.*.get", &["/paths//a/get", "/paths//b/get"]),
        ("$..url", &["/servers/0/url", "/servers/1/url", "/servers/2/url"]),
        ("$.servers[?( @.description == 'Dev' )]", &["/servers/0"]),
        ("$.servers[?@.description]", &["/servers/0", "/servers/2"]),
        (
            "$.servers[?!@.description || @.description != 'Dev']",
            &["/servers/1", "/servers/2"],
        ),
        (
            "$.servers[?@.description && (@.url == 'w' || @.url == 'v')]",
            &["/servers/2"],
        ),
        ("$..[?@.n >= 1.0]", &["/paths//a/get/x/3"]),
        ("$..[?(@.t == $.paths['/a'].get.x[3].t)]", &["/paths//a/get/x/3"]),
        ("$.paths[?length(@.get.x) == 0]", &["/paths//b"]),
        ("$.paths[?count(@.get.*) > 1]", &["/paths//a"]),
        ("$.servers[?match(@.description, 'D.v')]", &["/servers/0"]),
        ("$.servers[?match(@.description, 'ro')]", &[]),
        ("$.paths[?match(@.get.x[3].t, '\\\\w{3}[\\\\w-]+')]", &["/paths//a"]),
        (
            "$.servers[?search(@.description, '[re]o?[vd]')].url",
            &["/servers/0/url", "/servers/2/url"],
        ),
        (
            "$.servers[?!match(@.url, $.servers[1].url)]",
            &["/servers/0", "/servers/2"],
        ),
        ("$.nothing.here[0]", &[]),
        // A value is selected as often as selectors say.
        ("$.servers[1,0:2]", &["/servers/1", "/servers/0", "/servers/1"]),
        ("$['\\u0069t\\u0027s']", &["/it's"]),
        ("$.paths[?length(value(@..t)) == length('string')]", &["/paths//a"]),
        (
            "$.servers[?match(@.description, value($..[?@.url == 'w'].description))]",
            &["/servers/2"],
        ),
        ("$.servers[?search('Dev', @.description)]", &["/servers/0"]),
        ("$.servers[?search(@.description, 1)]", &[]),
        ("$..*[?@.url < 'v']", &["/servers/0"]),
    ] {
        assert_eq!(select(path), expected, "{path}");
    }
}

#[test]
fn what_is_no_path_is_refused_with_its_place() {
    for (path, at) in [
        ("", 0),
        ("servers", 0),
        ("$.", 2),
        ("$[", 2),
        ("$['a", 2),
        ("$[?]", 3),
        ("$.a b", 3),
        ("$[?1]", 4),
        ("$[?match(@.a, '(')]", 14),
        // Blanks around it, numbers as JSON does not write them, characters that must be escaped.
        (" $", 0),
        ("$ ", 1),
        ("$[01]", 2),
        ("$[-0]", 2),
        ("$[9007199254740992]", 2),
        ("$.1", 2),
        ("$[?@.a == 1.]", 10),
        ("$[?@.a == 00]", 10),
        ("$[?@.a == +1]", 10),
        ("$['a\tb']", 4),
        ("$['\\ud834']", 4),
        ("$['\\u+123']", 4),
        // What cannot be compared, and what can only be.
        ("$[?@.* == 1]", 3),
        ("$[?@..a == 1]", 3),
        ("$[?@['a','b'] == 1]", 3),
        ("$[?1 == match(@.a, 'b')]", 8),
        ("$[?length(@.a)]", 14),
        ("$[?value(@.a)]", 13),
        ("$[?!@.a == 1]", 10),
        ("$[?!!@.a]", 4),
        // Functions and what they are given.
        ("$[?length(@.*) < 3]", 10),
        ("$[?count(1) < 3]", 9),
        ("$[?match(@.a)]", 3),
        ("$[?length(@.a, @.b) < 3]", 15),
        ("$[?size(@.a) < 3]", 3),
        ("$[?length (@.a) < 3]", 3),
    ] {
        let (found, message) = JsonPath::parse(path).expect_err(path);
        assert_eq!(found, at, "{path}: {message}");
    }
    let deep = format!("$[?{}@{}]", "(".repeat(1000), ")".repeat(1000));
    assert!(JsonPath::parse(&deep).is_err_and(|(_, message)| message.starts_with("nested")));
}

#[test]
fn a_path_that_looks_at_too_many_values_is_given_up() {
    let tree = tree();
    for path in [
        "$..*..*..*",
        "$..[?@ == $]",
        "$..[?$..url]",
        "$[*,*,*,*][*,*,*,*][*,*,*,*][*,*,*,*]",
    ] {
        let path = JsonPath::parse(path).expect("a path");
        let mut steps = 100;
        assert_eq!(path.select(&tree, &mut steps).err(), Some(TooMany), "{path:?}");
        assert_eq!(steps, 0);
    }
}
