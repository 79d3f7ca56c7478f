//! The constraints of a document as checks over values: bounds, lengths, patterns, counts, uniqueness.
//!
//! A type says with [`Validate`] what of it is constrained, as static [`Rules`]; what is wrong is gathered in
//! [`Violations`], each with a JSON Pointer. A type without constraints costs an empty impl. It knows nothing of
//! requests; a server asks it before a handler runs, a user whenever they like.

#[cfg(feature = "pattern")]
mod automaton;
#[cfg(feature = "pattern")]
mod ecma;
mod impls;
mod macros;
mod number;
#[cfg(feature = "pattern")]
mod pattern;
mod rules;
#[cfg(feature = "pattern")]
mod schema;
#[cfg(test)]
mod tests;
mod violations;

#[cfg(feature = "pattern")]
pub use pattern::Pattern;
pub use rules::Rules;
#[cfg(feature = "pattern")]
pub use schema::{Keyword, Resource, Schema, Values};
pub use violations::{Rule, Violation, Violations};

use crate::codec::{Write, to_value};

/// A value that can be checked against the constraints of its document.
///
/// ```
/// use specwright_runtime as rt;
///
/// struct Guest { name: String, seats: Option<i64> }
/// # impl rt::Write for Guest { fn write(&self, w: &mut rt::Writer) { w.null() } }
///
/// impl rt::Validate for Guest {
///     fn validate_into(&self, v: &mut rt::Violations) {
///         static NAME: rt::Rules = rt::Rules::new().min_length(1).max_length(40);
///         static SEATS: rt::Rules = rt::Rules::new().minimum("1").maximum("8");
///         v.field("name", &self.name, &NAME);
///         v.field("seats", &self.seats, &SEATS);
///     }
/// }
///
/// let guest = Guest { name: String::new(), seats: Some(9) };
/// let violations = rt::validate(&guest).expect_err("two rules are broken");
/// assert_eq!(violations.iter().map(|v| v.pointer()).collect::<Vec<_>>(), ["/name", "/seats"]);
/// ```
pub trait Validate: Write {
    /// Checks what the type itself constrains; by default nothing.
    fn validate_into(&self, v: &mut Violations) {
        let _ = v;
    }

    /// Checks what the place where the value stands constrains besides; by default through a value tree, which is
    /// right for every type.
    fn check(&self, rules: &Rules, v: &mut Violations) {
        if !rules.is_empty() {
            impls::check_value(&to_value(&self), rules, v);
        }
    }
}

/// Checks a value against the constraints of its type.
///
/// # Errors
/// When it breaks some; the first [`Violations::LIMIT`] are told.
// Inlined, so that of a type that nothing constrains nothing is left.
#[inline]
pub fn validate(value: &dyn Validate) -> Result<(), Violations> {
    let mut violations = Violations::new();
    value.validate_into(&mut violations);
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}
