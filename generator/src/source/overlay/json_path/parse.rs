//! A path's text taken apart.

use super::{Comparison, JsonPath, Node, Operand, Pattern, Query, Segment, Selector, Test, regex};

/// How deep parentheses and filters may be nested.
const DEEPEST: usize = 32;

/// What is wrong, and at which byte.
type Wrong = (usize, String);

/// Reads a whole path.
pub(super) fn path(text: &str) -> Result<JsonPath, Wrong> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    parser.expect("$")?;
    let path = parser.segments()?;
    parser.blanks();
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

/// What a function of a query makes of it.
type Function = fn(Query) -> Operand;

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
        let fits = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || !c.is_ascii();
        let name = self.rest().split(|c| !fits(c)).next().unwrap_or_default();
        if name.is_empty() {
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
        match text.parse() {
            Ok(number) => {
                self.at += text.len();
                Ok(Some(number))
            }
            Err(_) => self.wrong("the number is too large"),
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
            Some('u') => {
                let code = self.rest().get(1..5).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                let Some(c) = code.and_then(char::from_u32) else {
                    return self.wrong("expected four hexadecimal digits of a character");
                };
                self.at += 5;
                return Ok(c);
            }
            Some(c) if c == quote || matches!(c, '\\' | '/') => c,
            _ => return self.wrong("there is no such escape"),
        };
        self.at += 1;
        Ok(plain)
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
        if self.eat("!") {
            return Ok(Test::Not(Box::new(self.nested(Self::test)?)));
        }
        if self.eat("(") {
            let test = self.nested(Self::any)?;
            self.expect(")")?;
            return Ok(test);
        }
        for (word, whole) in [("match(", true), ("search(", false)] {
            if self.eat(word) {
                let text = self.operand()?;
                self.expect(",")?;
                let pattern = self.pattern(whole)?;
                self.expect(")")?;
                return Ok(Test::Fits(text, pattern));
            }
        }
        let one = self.operand()?;
        // Longer signs come first: `<` begins `<=`.
        let signs = [
            ("==", Comparison::Equal),
            ("!=", Comparison::Unequal),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        match (signs.into_iter().find(|(sign, _)| self.eat(sign)), one) {
            (Some((_, comparison)), one) => Ok(Test::Compare(one, comparison, self.operand()?)),
            (None, Operand::Value(query)) => Ok(Test::Exists(query)),
            (None, Operand::Literal(_) | Operand::Length(_) | Operand::Count(_)) => {
                self.wrong("expected a comparison, such as `==`")
            }
        }
    }

    fn pattern(&mut self, whole: bool) -> Result<Pattern, Wrong> {
        if let Some(query) = self.query()? {
            return Ok(Pattern::Found { query, whole });
        }
        self.blanks();
        let start = self.at;
        match self.string()? {
            Some(text) => match regex(&text, whole) {
                Ok(regex) => Ok(Pattern::Fixed(regex)),
                Err(_) => Err((start, "expected a regular expression".to_owned())),
            },
            None => self.wrong("expected a pattern in quotes, `@` or `$`"),
        }
    }

    fn operand(&mut self) -> Result<Operand, Wrong> {
        if let Some(query) = self.query()? {
            return Ok(Operand::Value(query));
        }
        if let Some(text) = self.string()? {
            return Ok(Operand::Literal(Node::String(text)));
        }
        for (word, node) in [
            ("true", Node::Bool(true)),
            ("false", Node::Bool(false)),
            ("null", Node::Null),
        ] {
            if self.eat(word) {
                return Ok(Operand::Literal(node));
            }
        }
        let functions: [(&str, Function); 3] = [
            ("length(", Operand::Length),
            ("count(", Operand::Count),
            ("value(", Operand::Value),
        ];
        for (word, operand) in functions {
            if self.eat(word) {
                let Some(query) = self.query()? else {
                    return self.wrong("expected `@` or `$`");
                };
                self.expect(")")?;
                return Ok(operand(query));
            }
        }
        self.number()
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

    fn number(&mut self) -> Result<Operand, Wrong> {
        self.blanks();
        let rest = self.rest();
        let fits = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let text = rest.split(|c| !fits(c)).next().unwrap_or_default();
        let node = text
            .parse()
            .map(Node::Integer)
            .or_else(|_| text.parse().map(Node::Float));
        match node {
            Ok(node) => {
                self.at += text.len();
                Ok(Operand::Literal(node))
            }
            Err(_) => self.wrong("expected a value, `@` or `$`"),
        }
    }
}
