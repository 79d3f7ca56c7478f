//! What emitted code gives a model for validation, in one line for many models.

/// Gives models `validate`; they implement [`Validate`](crate::Validate).
#[macro_export]
macro_rules! validate {
    ($($name:ty),+ $(,)?) => {$(
        impl $name {
            /// Checks the value against the constraints of the document.
            ///
            /// # Errors
            /// When it breaks some; each is told with a JSON Pointer.
            pub fn validate(&self) -> ::core::result::Result<(), $crate::Violations> {
                $crate::validate(self)
            }
        }
    )+};
}

/// Gives models that nothing constrains [`Validate`](crate::Validate) with nothing to check, and `validate`.
#[macro_export]
macro_rules! unconstrained {
    ($($name:ty),+ $(,)?) => {
        $(impl $crate::Validate for $name {})+
        $crate::validate!($($name),+);
    };
}
