//! Unions of objects without a tag: which member to try first, from the keys that are there.

use super::reader::Source;
use super::{Order, ReadResult, Reader, Value};

/// What a union's member says of its keys, as far as not all members say the same of them.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Keys that must be there.
    pub required: &'static [&'static str],
    /// All keys that it names, the required ones too.
    pub known: &'static [&'static str],
}

/// How well a member fits the keys that are there.
struct Fit {
    index: usize,
    missing: usize,
    known: usize,
}

impl<'j> Reader<'j> {
    /// The order to try members of these shapes in: first those with the fewest required keys missing, then
    /// those that know the most of the keys that are there (and so leave the fewest unknown), then as they are given.
    /// Of something that is no object the order is as given.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn rank(&mut self, shapes: &[Shape]) -> ReadResult<Order> {
        let mut fits: Vec<Fit> = shapes
            .iter()
            .enumerate()
            .map(|(index, shape)| Fit {
                index,
                missing: shape.required.len(),
                known: 0,
            })
            .collect();
        // Most keys are of no member's own, and most of those have another length than any that is.
        let own = shapes.iter().flat_map(|shape| shape.known.iter().chain(shape.required));
        let lengths = own.fold(0, |lengths, key| lengths | length_bit(key));
        let mut see = |key: &str| {
            if lengths & length_bit(key) == 0 {
                return false;
            }
            for (fit, shape) in fits.iter_mut().zip(shapes) {
                fit.known += usize::from(shape.known.contains(&key));
                fit.missing -= usize::from(fit.missing > 0 && shape.required.contains(&key));
            }
            false
        };
        match &mut self.source {
            Source::Tree(Value::Object(members)) => members.keys().for_each(|key| {
                see(key);
            }),
            Source::Tree(_) => {}
            Source::Text(text) => {
                let mut ahead = *text;
                let start = ahead.index();
                ahead.look_for(&mut see)?;
                self.spend_peek(ahead.index().saturating_sub(start))?;
            }
        }
        fits.sort_by_key(|fit| (fit.missing, std::cmp::Reverse(fit.known)));
        Ok(Order::ranked(fits.into_iter().map(|fit| fit.index).collect()))
    }
}

/// The bit that stands for a key's length among those of other keys; it may stand for further lengths too.
fn length_bit(key: &str) -> u64 {
    1 << (key.len() % 64)
}
