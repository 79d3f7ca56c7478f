//! What holds other values: options, boxes, lists, maps, tuples.

use std::collections::BTreeMap;

use super::{Object, Read, ReadResult, Reader, Write, Writer};

impl<T: Read> Read for Option<T> {
    /// Null is `None`. In a lexical tree an empty text and the text `null` are null too, unless a `T` can be read from
    /// them.
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        if r.null()? {
            return Ok(None);
        }
        if r.is_lexical() && matches!(r.text()?.as_deref(), Some("" | "null")) {
            return Ok(r.attempt());
        }
        T::read(r).map(Some)
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, w: &mut Writer) {
        match self {
            Some(value) => value.write(w),
            None => w.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Read> Read for Box<T> {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        T::read(r).map(Box::new)
    }
}

impl<T: Write + ?Sized> Write for Box<T> {
    fn write(&self, w: &mut Writer) {
        (**self).write(w);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, w: &mut Writer) {
        (**self).write(w);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        let mut items = Vec::new();
        let start = r.index();
        r.array(&mut |r, count| {
            if items.len() == items.capacity() {
                items.reserve(r.room(start, count));
            }
            items.push(T::read(r)?);
            Ok(())
        })?;
        Ok(items)
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, w: &mut Writer) {
        self.as_slice().write(w);
    }
}

impl<T: Write> Write for [T] {
    fn write(&self, w: &mut Writer) {
        let mut array = w.array();
        for item in self {
            array.item(item);
        }
        array.end();
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        let mut entries = BTreeMap::new();
        r.object(&[], &mut |r, _| r.entry(&mut entries))?;
        Ok(entries)
    }
}

impl<T: Write> Write for BTreeMap<String, T> {
    fn write(&self, w: &mut Writer) {
        let mut object = w.object();
        object.entries(self);
        object.end();
    }
}

impl Read for Object {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        let mut members = Object::new();
        r.object(&[], &mut |r, _| {
            let key = r.key().to_owned();
            members.insert(key, r.any()?);
            Ok(())
        })?;
        Ok(members)
    }
}

impl Write for Object {
    fn write(&self, w: &mut Writer) {
        let mut object = w.object();
        for (key, value) in self {
            object.member(key, value);
        }
        object.end();
    }
}

macro_rules! tuple {
    ($($name:ident $slot:ident $index:tt),+) => {
        impl<$($name: Read),+> Read for ($($name,)+) {
            /// Reads an array of just these items.
            fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
                $(let mut $slot = None;)+
                r.array(&mut |r, index| {
                    match index {
                        $($index => $slot = Some($name::read(r)?),)+
                        _ => return Err(r.fail("not an item of this tuple")),
                    }
                    Ok(())
                })?;
                Ok(($(match $slot {
                    Some(value) => value,
                    None => return Err(r.error(super::ReadErrorKind::Missing).in_index($index)),
                },)+))
            }
        }

        impl<$($name: Write),+> Write for ($($name,)+) {
            fn write(&self, w: &mut Writer) {
                let mut array = w.array();
                $(array.item(&self.$index);)+
                array.end();
            }
        }
    };
}

tuple!(A a 0);
tuple!(A a 0, B b 1);
tuple!(A a 0, B b 1, C c 2);
tuple!(A a 0, B b 1, C c 2, D d 3);
tuple!(A a 0, B b 1, C c 2, D d 3, E e 4);
tuple!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5);
tuple!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6);
tuple!(A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7);
