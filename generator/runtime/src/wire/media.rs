//! Media types: which kind of body one is, whether a range holds it, what `Accept` accepts (RFC 9110, section 12.5.1).

/// Type and subtype in lower case, without parameters.
pub(crate) fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A parameter of a media type, unquoted.
pub(crate) fn parameter(media: &str, name: &str) -> Option<String> {
    let mut rest = media.split_once(';')?.1;
    loop {
        let (key, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let (value, after) = match behind.strip_prefix('"') {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"')?;
                (value, after.split_once(';').map_or("", |(_, after)| after))
            }
            None => behind.split_once(';').unwrap_or((behind, "")),
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value.trim_end().to_owned());
        }
        rest = after;
    }
}

/// `application/json`, `text/json` and the `+json` family.
pub(crate) fn is_json(media: &str) -> bool {
    let essence = essence(media);
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// Whether a range (`*/*`, `text/*`, or a media type) holds a media type. Parameters count for nothing.
pub(crate) fn holds(range: &str, media: &str) -> bool {
    let (range, media) = (essence(range), essence(media));
    match range.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => media.split_once('/').is_some_and(|(own, _)| own == kind),
        None => range == media,
    }
}

/// Whether it is a range rather than a media type.
pub(crate) fn is_range(media: &str) -> bool {
    essence(media).ends_with("/*")
}

/// The index of the declared media type or range that fits a body's media type best.
pub(crate) fn best(declared: &[&str], media: &str) -> Option<usize> {
    let rank = |range: &str| match (is_range(range), essence(range) == "*/*") {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    };
    let fitting = declared.iter().enumerate().filter(|(_, range)| holds(range, media));
    fitting.min_by_key(|(_, range)| rank(range)).map(|(index, _)| index)
}

/// Whether an `Accept` header lets one of `offered` through; offered ranges are let through.
#[cfg(feature = "server")]
pub(crate) fn accepts(accept: &str, offered: &[&str]) -> bool {
    let quality = |media: &str| {
        let mut best: Option<(usize, f32)> = None;
        for range in accept.split(',') {
            if !holds(range, media) {
                continue;
            }
            let precision = if essence(range) == "*/*" {
                0
            } else if is_range(range) {
                1
            } else {
                2
            };
            let quality = parameter(range, "q").and_then(|text| text.parse().ok()).unwrap_or(1.0);
            if best.is_none_or(|(known, _)| precision >= known) {
                best = Some((precision, quality));
            }
        }
        best.is_some_and(|(_, quality)| quality > 0.0)
    };
    accept.trim().is_empty() || offered.iter().any(|media| is_range(media) || quality(media))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_that_says_most_is_chosen() {
        let declared = ["*/*", "text/*", "text/plain"];
        assert_eq!(best(&declared, "Text/Plain; charset=utf-8"), Some(2));
        assert_eq!(best(&declared, "text/csv"), Some(1));
        assert_eq!(best(&declared, "image/png"), Some(0));
        assert_eq!(best(&["application/json"], "text/json"), None);
    }

    #[test]
    fn parameters_may_be_quoted_and_in_any_case() {
        assert_eq!(parameter("a/b; X=\"y;z\"; q=1", "q").as_deref(), Some("1"));
        assert_eq!(parameter("a/b; X=\"y;z\"", "x").as_deref(), Some("y;z"));
        assert_eq!(parameter("a/b", "x"), None);
    }

    #[cfg(feature = "server")]
    #[test]
    fn the_range_that_says_most_decides_what_is_accepted() {
        assert!(accepts("text/html, */*;q=0.1", &["application/json"]));
        assert!(!accepts("application/json;q=0, */*", &["application/json"]));
        assert!(accepts(
            "application/json;q=0, */*",
            &["application/json", "text/plain"]
        ));
        assert!(accepts("", &["application/json"]));
        assert!(!accepts("text/html", &["application/json"]));
    }
}
