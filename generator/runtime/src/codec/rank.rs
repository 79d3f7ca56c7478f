//! Unions of objects without a tag: which member to try first, from the keys that are there.

use std::cmp::Reverse;

use super::reader::Source;
use super::text::is_same;
use super::{Order, ReadResult, Reader, Value};

/// What a union's member says of the keys that tell the members apart, as indices of the keys that
/// [`Reader::rank`] is given.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Keys that must be there.
    pub required: &'static [u32],
    /// Keys that are mostly there, though the member is read without them too: a constant, or a tag that is no part of
    /// the member's own type.
    pub forgiven: &'static [u32],
    /// All keys that it names, those above too.
    pub known: &'static [u32],
}

/// Which of the keys are there, a bit for each.
#[derive(Debug, Default)]
pub(super) struct Seen {
    first: u64,
    /// The bits of the keys from the 65th on; unions have so many very rarely.
    more: Vec<u64>,
}

impl Seen {
    fn insert(&mut self, index: usize) {
        let bit = 1 << (index % 64);
        match (index / 64).checked_sub(1) {
            None => self.first |= bit,
            Some(word) => {
                if self.more.len() <= word {
                    self.more.resize(word + 1, 0);
                }
                if let Some(word) = self.more.get_mut(word) {
                    *word |= bit;
                }
            }
        }
    }

    fn contains(&self, index: u32) -> bool {
        let word = match (index as usize / 64).checked_sub(1) {
            None => self.first,
            Some(word) => self.more.get(word).copied().unwrap_or_default(),
        };
        word >> (index % 64) & 1 == 1
    }

    /// How well a member fits the keys that are there: first by how few of its required keys are missing, then by how
    /// many it knows of those that are there, then by how few of its forgiven keys are missing; the better the less.
    fn fit(&self, shape: &Shape) -> Fit {
        let count = |keys: &[u32]| keys.iter().filter(|key| self.contains(**key)).count();
        let missing = |keys: &[u32]| keys.len() - count(keys);
        (
            missing(shape.required),
            Reverse(count(shape.known)),
            missing(shape.forgiven),
        )
    }

    /// The member that fits best of those behind `last`, of equal ones the first, with its fit.
    pub(super) fn next(&self, shapes: &[Shape], last: Option<(Fit, usize)>) -> Option<(Fit, usize)> {
        let fits = shapes.iter().enumerate().map(|(index, shape)| (self.fit(shape), index));
        fits.filter(|fit| last.is_none_or(|last| last < *fit)).min()
    }
}

pub(super) type Fit = (usize, Reverse<usize>, usize);

impl<'j> Reader<'j> {
    /// The order to try members of these shapes in: first those with the fewest required keys missing, then
    /// those that know the most of the `keys` that are there (and so leave the fewest unknown), then those with the fewest
    /// forgiven keys missing, then as they are given.
    /// Of something that is no object the order is as given.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn rank(&mut self, keys: &'static [&'static str], shapes: &'static [Shape]) -> ReadResult<Order> {
        let guess = self.guess(keys, shapes);
        let seen = match guess {
            Some(_) => None,
            None => Some(self.seen(keys)?),
        };
        Ok(Order::ranked(guess, seen, keys, shapes))
    }

    /// The only member that knows the first key of the object in the text. When it can be read exactly, and knows all the
    /// other keys too, then it is what would be tried first, for it misses nothing that is required, and no other knows
    /// all of them; and nothing has to be looked at ahead.
    fn guess(&mut self, keys: &[&str], shapes: &[Shape]) -> Option<usize> {
        // A guess in a guess would be read four times when both are wrong, and so on.
        if self.state.guess_depth != 0 {
            return None;
        }
        let Source::Text(text) = &mut self.source else {
            return None;
        };
        let first = { *text }.first_key()?;
        let key = position(keys, first.as_bytes())?;
        let mut knowing = shapes.iter().enumerate().filter(|(_, shape)| {
            let mut known = shape.known.iter();
            known.any(|known| *known as usize == key)
        });
        match (knowing.next(), knowing.next()) {
            (Some((member, _)), None) => Some(member),
            _ => None,
        }
    }

    /// Which of the keys the object has that stands here.
    pub(super) fn seen(&mut self, keys: &[&str]) -> ReadResult<Seen> {
        let mut seen = Seen::default();
        // Most keys that are there tell nothing, and most of those have another length than any that does.
        let lengths = keys.iter().fold(0, |lengths, key| lengths | length_bit(key.as_bytes()));
        let mut see = |found: &[u8]| {
            if lengths & length_bit(found) != 0
                && let Some(index) = position(keys, found)
            {
                seen.insert(index);
            }
            false
        };
        match &mut self.source {
            Source::Tree(Value::Object(members)) => members.keys().for_each(|key| {
                see(key.as_bytes());
            }),
            Source::Tree(_) => {}
            Source::Text(text) => {
                let mut ahead = *text;
                let start = ahead.index();
                ahead.look_for(&mut see)?;
                self.spend_peek(ahead.index().saturating_sub(start))?;
            }
        }
        Ok(seen)
    }
}

fn position(keys: &[&str], found: &[u8]) -> Option<usize> {
    keys.iter().position(|key| is_same(key.as_bytes(), found))
}

/// The bit that stands for a key's length among those of other keys; it may stand for further lengths too.
fn length_bit(key: &[u8]) -> u64 {
    1 << (key.len() % 64)
}

#[cfg(test)]
mod tests {
    use super::{Order, Reader, Shape};

    /// The order in which members of these shapes are tried on a text, in the first round.
    fn order(text: &str, keys: &[&str], shapes: &'static [Shape]) -> Vec<usize> {
        let mut r = Reader::new(text.as_bytes());
        let seen = r.seen(keys).expect("JSON");
        let mut order = Order::ranked(None, Some(seen), &[], shapes);
        let tried: Vec<usize> = std::iter::from_fn(|| order.next(&mut r)).collect();
        let (exact, lenient) = tried.split_at(shapes.len());
        assert_eq!(exact, lenient, "both rounds have the same order");
        exact.to_vec()
    }

    const SHAPES: &[Shape] = &[
        Shape {
            required: &[0],
            forgiven: &[],
            known: &[0],
        },
        Shape {
            required: &[0, 1],
            forgiven: &[],
            known: &[0, 1],
        },
        Shape {
            required: &[],
            forgiven: &[],
            known: &[1, 2],
        },
    ];

    #[test]
    fn members_are_tried_by_what_is_missing_then_by_what_they_know() {
        let keys = ["id", "name", "note"];
        assert_eq!(order(r#"{"id":1}"#, &keys, SHAPES), [0, 2, 1]);
        assert_eq!(order(r#"{"name":"", "id":1}"#, &keys, SHAPES), [1, 0, 2]);
        assert_eq!(order(r#"{"note":"", "name":""}"#, &keys, SHAPES), [2, 1, 0]);
        assert_eq!(order(r#"{"nam\u0065":"", "i\u0064":1}"#, &keys, SHAPES), [1, 0, 2]);
        assert_eq!(order("{}", &keys, SHAPES), [2, 0, 1]);
        assert_eq!(order("[]", &keys, SHAPES), [2, 0, 1]);
    }

    #[test]
    fn what_is_forgiven_counts_last() {
        const SHAPES: &[Shape] = &[
            Shape {
                required: &[],
                forgiven: &[0],
                known: &[0, 1],
            },
            Shape {
                required: &[],
                forgiven: &[],
                known: &[1, 2],
            },
        ];
        let keys = ["kind", "id", "note"];
        assert_eq!(order(r#"{"kind":"a","id":1}"#, &keys, SHAPES), [0, 1]);
        assert_eq!(order(r#"{"id":1}"#, &keys, SHAPES), [1, 0]);
        assert_eq!(order(r#"{"id":1,"note":""}"#, &keys, SHAPES), [1, 0]);
        assert_eq!(order(r#"{"kind":"a","note":""}"#, &keys, SHAPES), [0, 1]);
    }

    #[test]
    fn a_key_that_stands_twice_counts_once() {
        const SHAPES: &[Shape] = &[
            Shape {
                required: &[],
                forgiven: &[],
                known: &[0],
            },
            Shape {
                required: &[],
                forgiven: &[],
                known: &[1, 2],
            },
        ];
        assert_eq!(order(r#"{"a":1,"a":2,"b":1,"c":1}"#, &["a", "b", "c"], SHAPES), [1, 0]);
    }

    #[test]
    fn unions_may_have_any_number_of_telling_keys() {
        const SHAPES: &[Shape] = &[
            Shape {
                required: &[63],
                forgiven: &[],
                known: &[63],
            },
            Shape {
                required: &[64],
                forgiven: &[],
                known: &[64],
            },
            Shape {
                required: &[199],
                forgiven: &[],
                known: &[199],
            },
        ];
        let keys: Vec<String> = (0..200).map(|n| format!("key{n}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        assert_eq!(order(r#"{"key63":1}"#, &keys, SHAPES), [0, 1, 2]);
        assert_eq!(order(r#"{"key64":1}"#, &keys, SHAPES), [1, 0, 2]);
        assert_eq!(order(r#"{"key199":1,"key127":1}"#, &keys, SHAPES), [2, 0, 1]);
    }
}
