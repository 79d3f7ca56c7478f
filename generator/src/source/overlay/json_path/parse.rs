//! A path's text taken apart, by the grammar of RFC 9535 and its rules on types (sections 2.1 and 2.4.3).

use super::{Comparison, JsonPath, Node, Operand, Pattern, Query, Segment, Selector, Test, regex};

/// How deep parentheses and filters may be nested.
const DEEPEST: usize = 32;

/// The largest index, so that it is exact wherever numbers are floats (section 2.1).
const LARGEST: i64 = (1 << 53) - 1;

/// What is wrong, and at which byte.
type Wrong = (usize, String);

/// Reads a whole path.
pub(super) fn path(text: &str) -> Result<JsonPath, Wrong> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    if !text.starts_with('$') {
        return parser.wrong("expected `$`");
    }
    parser.at = 1;
    let path = parser.segments()?;
    if parser.at < text.len() {
        return parser.wrong("expected `.` or `[`");
    }
    Ok(path)
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

/// What stands for itself in a filter or as an argument.
enum Primary {
    Literal(Node),
    Query(Query),
    /// A function that gives a value.
    Value(Operand),
    /// A function that holds or does not.
    Test(Test),
}

impl Query {
    /// Whether no document has more than one value that it selects.
    fn is_singular(&self) -> bool {
        let one = |segment: &Segment| {
            let selectors = segment.selectors.as_slice();
            !segment.descendants && matches!(selectors, [Selector::Name(_) | Selector::Index(_)])
        };
        self.path.0.iter().all(one)
    }
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn wrong<T>(&self, what: impl Into<String>) -> Result<T, Wrong> {
        Err((self.at, what.into()))
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// Goes behind `word` if it stands here, blanks before it aside.
    fn eat(&mut self, word: &str) -> bool {
        let before = self.at;
        self.blanks();
        if self.rest().starts_with(word) {
            self.at += word.len();
            return true;
        }
        self.at = before;
        false
    }

    fn expect(&mut self, word: &str) -> Result<(), Wrong> {
        if self.eat(word) {
            Ok(())
        } else {
            self.wrong(format!("expected `{word}`"))
        }
    }

    /// Reads one level deeper.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Wrong>) -> Result<T, Wrong> {
        if self.depth >= DEEPEST {
            return self.wrong(format!("nested more than {DEEPEST} levels deep"));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn segments(&mut self) -> Result<JsonPath, Wrong> {
        let mut segments = Vec::new();
        loop {
            let (descendants, selectors) = if self.eat("..") {
                let bracketed = self.rest().starts_with('[');
                (
                    true,
                    if bracketed {
                        self.bracket()?
                    } else {
                        vec![self.shorthand()?]
                    },
                )
            } else if self.eat(".") {
                (false, vec![self.shorthand()?])
            } else if self.peek('[') {
                (false, self.bracket()?)
            } else {
                return Ok(JsonPath(segments));
            };
            segments.push(Segment { descendants, selectors });
        }
    }

    fn peek(&mut self, wanted: char) -> bool {
        let before = self.at;
        self.blanks();
        let found = self.rest().starts_with(wanted);
        if !found {
            self.at = before;
        }
        found
    }

    /// `name` or `*` behind a dot. Names with `-` are read too, which the standard wants in quotes, and people do not.
    fn shorthand(&mut self) -> Result<Selector, Wrong> {
        if self.rest().starts_with('*') {
            self.at += 1;
            return Ok(Selector::All);
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || !c.is_ascii();
        let name = self.rest().split(|c| !fits(c)).next().unwrap_or_default();
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            return self.wrong("expected a name");
        }
        self.at += name.len();
        Ok(Selector::Name(name.to_owned()))
    }

    fn bracket(&mut self) -> Result<Vec<Selector>, Wrong> {
        self.expect("[")?;
        let mut selectors = Vec::new();
        loop {
            selectors.push(self.selector()?);
            if self.eat("]") {
                return Ok(selectors);
            }
            self.expect(",")?;
        }
    }

    fn selector(&mut self) -> Result<Selector, Wrong> {
        self.blanks();
        if self.eat("*") {
            return Ok(Selector::All);
        }
        if self.eat("?") {
            return Ok(Selector::Filter(self.nested(Self::any)?));
        }
        if let Some(name) = self.string()? {
            return Ok(Selector::Name(name));
        }
        let start = self.integer()?;
        if !self.eat(":") {
            return match start {
                Some(index) => Ok(Selector::Index(index)),
                None => self.wrong("expected a name in quotes, a number, `*` or `?`"),
            };
        }
        let end = self.integer()?;
        let step = if self.eat(":") { self.integer()?.unwrap_or(1) } else { 1 };
        Ok(Selector::Slice { start, end, step })
    }

    fn integer(&mut self) -> Result<Option<i64>, Wrong> {
        self.blanks();
        let rest = self.rest();
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        let length = digits.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if length == 0 {
            return Ok(None);
        }
        let text = &rest[..rest.len() - digits.len() + length];
        if text != "0" && digits.starts_with('0') {
            return self.wrong("a number does not begin with 0");
        }
        match text.parse() {
            Ok(number) if (-LARGEST..=LARGEST).contains(&number) => {
                self.at += text.len();
                Ok(Some(number))
            }
            _ => self.wrong("the number is too large"),
        }
    }

    /// A text in single or double quotes, if one stands here.
    fn string(&mut self) -> Result<Option<String>, Wrong> {
        self.blanks();
        let Some(quote @ ('\'' | '"')) = self.rest().chars().next() else {
            return Ok(None);
        };
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else {
                self.at = start;
                return self.wrong("the text in quotes does not end");
            };
            self.at += c.len_utf8();
            match c {
                c if c == quote => return Ok(Some(text)),
                '\\' => text.push(self.escape(quote)?),
                '\0'..='\x1F' => {
                    self.at -= 1;
                    return self.wrong("a control character must be escaped");
                }
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self, quote: char) -> Result<char, Wrong> {
        let c = self.rest().chars().next();
        let plain = match c {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.unicode(),
            Some(c) if c == quote || matches!(c, '\\' | '/') => c,
            _ => return self.wrong("there is no such escape"),
        };
        self.at += 1;
        Ok(plain)
    }

    /// `uXXXX`, or two of them for a character beyond 16 bits.
    fn unicode(&mut self) -> Result<char, Wrong> {
        let unit = |text: &str| {
            let hex = text.strip_prefix('u')?.get(..4)?;
            let all = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
            u16::from_str_radix(hex, 16).ok().filter(|_| all)
        };
        let first = unit(self.rest());
        let second = self.rest().get(5..).and_then(|rest| rest.strip_prefix('\\'));
        let units = [first, second.and_then(unit)].into_iter().map_while(|unit| unit);
        match char::decode_utf16(units).next() {
            Some(Ok(c)) => {
                self.at += 5 + 6 * (c.len_utf16() - 1);
                Ok(c)
            }
            _ => self.wrong("expected four hexadecimal digits of a character"),
        }
    }

    fn any(&mut self) -> Result<Test, Wrong> {
        let mut tests = vec![self.all()?];
        while self.eat("||") {
            tests.push(self.all()?);
        }
        Ok(Test::Any(tests))
    }

    fn all(&mut self) -> Result<Test, Wrong> {
        let mut tests = vec![self.test()?];
        while self.eat("&&") {
            tests.push(self.test()?);
        }
        Ok(Test::All(tests))
    }

    fn test(&mut self) -> Result<Test, Wrong> {
        let negated = self.eat("!");
        let test = if self.eat("(") {
            let test = self.nested(Self::any)?;
            self.expect(")")?;
            test
        } else {
            let one = self.primary()?;
            match self.comparison() {
                // `!` stands before a test, and before a comparison only in parentheses.
                Some(_) if negated => return self.wrong("a comparison behind `!` stands in parentheses"),
                Some(comparison) => {
                    let one = self.operand(one)?;
                    let other = self.primary()?;
                    Test::Compare(one, comparison, self.operand(other)?)
                }
                None => match one {
                    (_, Primary::Query(query)) => Test::Exists(query),
                    (_, Primary::Test(test)) => test,
                    (_, Primary::Literal(_) | Primary::Value(_)) => {
                        return self.wrong("expected a comparison, such as `==`");
                    }
                },
            }
        };
        Ok(if negated { Test::Not(Box::new(test)) } else { test })
    }

    fn comparison(&mut self) -> Option<Comparison> {
        // Longer signs come first: `<` begins `<=`.
        let signs = [
            ("==", Comparison::Equal),
            ("!=", Comparison::Unequal),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let found = signs.into_iter().find(|(sign, _)| self.eat(sign));
        found.map(|(_, comparison)| comparison)
    }

    /// What can be compared.
    fn operand(&self, (at, primary): (usize, Primary)) -> Result<Operand, Wrong> {
        match primary {
            Primary::Literal(node) => Ok(Operand::Literal(node)),
            Primary::Query(query) if query.is_singular() => Ok(Operand::Value(query)),
            Primary::Query(_) => Err((
                at,
                "this may select several values; `value(..)` gives the only one that it selects".to_owned(),
            )),
            Primary::Value(operand) => Ok(operand),
            Primary::Test(_) => Err((at, "this holds or not, and is no value".to_owned())),
        }
    }

    /// A literal, a query or a function, and where it begins.
    fn primary(&mut self) -> Result<(usize, Primary), Wrong> {
        self.blanks();
        let start = self.at;
        let primary = if let Some(query) = self.query()? {
            Primary::Query(query)
        } else if let Some(text) = self.string()? {
            Primary::Literal(Node::String(text))
        } else if let Some(node) = self.number()? {
            Primary::Literal(node)
        } else {
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            let word = self.rest().split(|c| !fits(c)).next().unwrap_or_default();
            self.at += word.len();
            if self.rest().starts_with('(') {
                self.at += 1;
                self.nested(|parser| parser.function(start, word))?
            } else {
                Primary::Literal(match word {
                    "true" => Node::Bool(true),
                    "false" => Node::Bool(false),
                    "null" => Node::Null,
                    _ => return Err((start, "expected a value, `@` or `$`".to_owned())),
                })
            }
        };
        Ok((start, primary))
    }

    /// A function, of which the opening parenthesis was read (section 2.4).
    fn function(&mut self, start: usize, name: &str) -> Result<Primary, Wrong> {
        let mut arguments = Vec::new();
        while !self.eat(")") {
            if !arguments.is_empty() {
                self.expect(",")?;
            }
            arguments.push(self.primary()?);
        }
        let mut arguments = arguments.into_iter();
        let mut next = || {
            let argument = arguments.next();
            argument.ok_or_else(|| (start, format!("`{name}` is given too few values")))
        };
        let function = match name {
            "length" => Primary::Value(Operand::Length(Box::new(self.operand(next()?)?))),
            "count" => Primary::Value(Operand::Count(selection(next()?)?)),
            "value" => Primary::Value(Operand::Value(selection(next()?)?)),
            "match" | "search" => {
                let text = self.operand(next()?)?;
                Primary::Test(Test::Fits(text, self.pattern(next()?, name == "match")?))
            }
            _ => {
                let known = "`length`, `count`, `value`, `match` and `search`";
                return Err((start, format!("there is no function `{name}`, only {known}")));
            }
        };
        match arguments.next() {
            Some((at, _)) => Err((at, format!("`{name}` is given too many values"))),
            None => Ok(function),
        }
    }

    fn pattern(&self, (at, argument): (usize, Primary), whole: bool) -> Result<Pattern, Wrong> {
        match self.operand((at, argument))? {
            Operand::Literal(Node::String(text)) => match regex(&text, whole) {
                Ok(regex) => Ok(Pattern::Fixed(regex)),
                Err(_) => Err((at, "expected a regular expression".to_owned())),
            },
            operand => Ok(Pattern::Found { operand, whole }),
        }
    }

    fn query(&mut self) -> Result<Option<Query>, Wrong> {
        let from_root = if self.eat("@") {
            false
        } else if self.eat("$") {
            true
        } else {
            return Ok(None);
        };
        let path = self.nested(Self::segments)?;
        Ok(Some(Query { from_root, path }))
    }

    /// A number as JSON writes it, if one stands here.
    fn number(&mut self) -> Result<Option<Node>, Wrong> {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            return Ok(None);
        }
        let fits = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let text = rest.split(|c| !fits(c)).next().unwrap_or_default();
        let integer = text.parse().map(Node::Integer);
        match integer.or_else(|_| text.parse().map(Node::Float)) {
            Ok(node) if is_number(text) => {
                self.at += text.len();
                Ok(Some(node))
            }
            _ => self.wrong("expected a number as JSON writes it"),
        }
    }
}

/// A query that may select any number of values.
fn selection((at, argument): (usize, Primary)) -> Result<Query, Wrong> {
    match argument {
        Primary::Query(query) => Ok(query),
        Primary::Literal(_) | Primary::Value(_) | Primary::Test(_) => Err((at, "expected `@` or `$`".to_owned())),
    }
}

/// Whether a text that Rust reads as a number is one of JSON.
fn is_number(text: &str) -> bool {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (integer, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let integer = integer.strip_prefix('-').unwrap_or(integer);
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    digits(integer) && (integer == "0" || !integer.starts_with('0')) && digits(fraction) && digits(exponent)
}
