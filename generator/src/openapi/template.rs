//! Templates: `/users/{id}` of a path, `https://{region}.example.com` of a server.
//!
//! Comes in: the text. Goes out: its expressions and its shape. It does not know what they stand for.

/// The names between braces, in order, or what is wrong with the braces.
pub(super) fn expressions(template: &str) -> Result<Vec<&str>, &'static str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let Some(after) = rest.get(at..).and_then(|text| text.strip_prefix('{')) else {
            return Err("it closes a brace that is not open");
        };
        let Some(end) = after.find(['{', '}', '/']) else {
            return Err("it opens a brace that is not closed");
        };
        let (name, tail) = after.split_at(end);
        let Some(tail) = tail.strip_prefix('}') else {
            return Err("it opens a brace that is not closed");
        };
        if name.is_empty() {
            return Err("it has an expression without a name");
        }
        names.push(name);
        rest = tail;
    }
    Ok(names)
}

/// The template with the names left out: what two paths have in common that no request can tell apart.
pub(super) fn shape(template: &str) -> String {
    let mut shape = String::with_capacity(template.len());
    let mut inside = false;
    for letter in template.chars() {
        match letter {
            '{' => inside = true,
            '}' => {
                inside = false;
                shape.push_str("{}");
            }
            _ if inside => {}
            letter => shape.push(letter),
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_the_names_between_braces() {
        assert_eq!(expressions("/a/{b}/{c}.json"), Ok(vec!["b", "c"]));
        assert_eq!(expressions("/{a}:{b}"), Ok(vec!["a", "b"]));
        assert_eq!(expressions("/plain"), Ok(vec![]));
    }

    #[test]
    fn braces_that_do_not_match_are_told() {
        for template in ["/{a", "/a}", "/{a/b}", "/{{a}}", "/{}"] {
            assert!(expressions(template).is_err(), "{template}");
        }
    }

    #[test]
    fn the_shape_of_a_template_has_no_names() {
        assert_eq!(shape("/a/{b}/c/{d}"), "/a/{}/c/{}");
        assert_eq!(shape("/a/{x}.json"), shape("/a/{y}.json"));
    }
}
