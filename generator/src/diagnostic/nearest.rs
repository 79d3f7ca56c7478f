//! Suggestions for words that are not there.
//!
//! Comes in: a word and the words that would have fitted. Goes out: the one that may be meant.

/// Words longer than this, in bytes, are not compared.
const LONGEST: usize = 128;

/// How many words are looked at.
const MOST: usize = 10_000;

/// The candidate that is most like `word`: the same but for case, `-` and `_`, or at most a third of it apart in
/// single-letter edits. The first one wins among equals.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let (plain, letters) = (plain(word), word.chars().collect::<Vec<_>>());
    let most = letters.len() / 3;
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates
        .into_iter()
        .take(MOST)
        .filter(|candidate| candidate.len() <= LONGEST)
    {
        let limit = best.map_or(most, |(distance, _)| distance.saturating_sub(1));
        let distance = if plain == self::plain(candidate) {
            Some(0)
        } else {
            distance(&letters, candidate, limit)
        };
        match distance {
            Some(0) => return Some(candidate),
            Some(distance) if distance <= limit => best = Some((distance, candidate)),
            _ => {}
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); `None` above `limit`.
fn distance(a: &[char], b: &str, limit: usize) -> Option<usize> {
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        if row.iter().min().is_some_and(|least| *least > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_whatever_the_mistake() {
        let words = ["a", "Booking", "BookingStatus", "EventType", "Schedule"];
        for (word, expected) in [
            ("Bookin", Some("Booking")),
            ("Boooking", Some("Booking")),
            ("Bookign", Some("Booking")),
            ("event_type", Some("EventType")),
            ("Schedules", Some("Schedule")),
            ("Webhook", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, words), expected, "{word}");
        }
    }

    #[test]
    fn the_first_of_equally_near_words_wins() {
        assert_eq!(nearest("cat", ["car", "bat"]), Some("car"));
        assert_eq!(nearest("ab", ["xy"]), None);
    }
}
