//! Members that may be absent, null or a value, where the document tells the three apart.

use super::{Read, ReadResult, Reader, Write, Writer};

/// A member that is absent, null, or a value: what a partial update needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Patch<T> {
    /// The member is not there: leave what is stored as it is.
    #[default]
    Absent,
    /// The member is `null`: clear what is stored.
    Null,
    /// The member has a value: store it.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the member is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the member is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the member has a value.
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The value, if there is one; absent and null are the same here.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Null | Self::Absent => None,
        }
    }

    /// The value, if there is one; absent and null are the same here.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Null | Self::Absent => None,
        }
    }

    /// A reference to each case.
    pub fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// The same case with the value changed by `change`.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(change(value)),
        }
    }

    /// Changes `stored` as this member asks: not at all, to `None`, or to the value.
    pub fn apply(self, stored: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *stored = None,
            Self::Value(value) => *stored = Some(value),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// `None` is null, since who gives an option speaks of the member.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Read> Read for Patch<T> {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        Ok(match Option::read(r)? {
            Some(value) => Self::Value(value),
            None => Self::Null,
        })
    }
}

impl<T: Write> Write for Patch<T> {
    fn write(&self, w: &mut Writer) {
        match self {
            Self::Value(value) => value.write(w),
            Self::Null | Self::Absent => w.null(),
        }
    }

    fn is_absent(&self) -> bool {
        Patch::is_absent(self)
    }
}
