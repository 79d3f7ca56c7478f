//! Identifiers and addresses: UUIDs, IP addresses, URLs.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::Url;
use uuid::Uuid;

use crate::codec::{Read, ReadResult, Reader, Write, Writer};

macro_rules! text_form {
    ($($name:ty, $expected:literal;)*) => {$(
        impl Read for $name {
            fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
                r.parsed($expected, |text| text.parse().ok())
            }
        }

        impl Write for $name {
            fn write(&self, w: &mut Writer) {
                w.display(self);
            }
        }
    )*};
}

text_form! {
    Uuid, "a UUID (RFC 9562)";
    Ipv4Addr, "an IPv4 address";
    Ipv6Addr, "an IPv6 address";
    Url, "an absolute URL";
}
