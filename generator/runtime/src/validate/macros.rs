//! What emitted code gives models that nothing constrains, in one line for many models.

/// Gives models that nothing constrains [`Validate`](crate::Validate) with nothing to check.
#[macro_export]
macro_rules! unconstrained {
    ($($name:ty),+ $(,)?) => {
        $(impl $crate::Validate for $name {})+
    };
}
