//! Webhooks that arrive: whether the API sent them, and what they say.
//!
//! Comes in: headers and body of a request, as any HTTP library gives them. Goes out: a verdict, or the value read. A
//! signature is an HMAC with SHA-256 over the body as it came, so that nothing may be decoded before it is checked.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use secrecy::{ExposeSecret, SecretSlice};
use sha2::Sha256;

use crate::codec::{Read, ReadError, from_json};
use crate::operation::Operation;

/// A request that the API sends by itself, as emitted code describes it.
pub trait Message: Operation {
    /// How it is signed; `None` where the document does not say.
    const SIGNATURE: Option<&'static Signature>;
}

/// Says of several messages that they are signed in one way.
#[doc(hidden)]
#[macro_export]
macro_rules! messages {
    ($signature:expr; $($message:ty),+) => {
        $(impl $crate::webhooks::Message for $message {
            const SIGNATURE: ::core::option::Option<&'static $crate::webhooks::Signature> = $signature;
        })+
    };
}

/// Checks signatures. During a change of secrets several may be valid.
#[derive(Clone)]
pub struct Verifier {
    signature: Signature,
    secrets: Vec<SecretSlice<u8>>,
    tolerance: Duration,
}

/// Where a signature stands and what it signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// A header with the signature of the body.
    Header {
        /// Name of the header.
        name: Cow<'static, str>,
        /// What stands before the signature, such as `sha256=`; may be empty.
        prefix: Cow<'static, str>,
        /// How its bytes are written.
        encoding: Encoding,
    },
    /// Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    Standard,
    /// A header `t=<seconds>,v1=<hexadecimal digits>` with the signature of `<seconds>.<body>`.
    Timestamped {
        /// Name of the header.
        name: Cow<'static, str>,
    },
}

/// How the bytes of a signature are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Two hexadecimal digits for each byte; written in lower case, read in either.
    Hex,
    /// base64 with padding (RFC 4648, section 4).
    Base64,
}

/// Why a webhook is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// A header is missing or is not a signature.
    Missing,
    /// No secret gives this signature for this body.
    Wrong,
    /// It was sent too long ago, or in the future: perhaps once more by somebody else.
    Stale,
}

/// Why a webhook could not be taken.
#[derive(Debug, Clone, PartialEq)]
pub enum WebhookError {
    /// It is not believed.
    Signature(SignatureError),
    /// It is believed, but its body is not as the document says.
    Body(ReadError),
}

impl Signature {
    /// A header with the signature of the body.
    pub const fn header(name: &'static str, prefix: &'static str, encoding: Encoding) -> Self {
        Self::Header {
            name: Cow::Borrowed(name),
            prefix: Cow::Borrowed(prefix),
            encoding,
        }
    }

    /// The header that signs a body, for senders and tests; `None` for the forms that sign more than the body.
    pub fn sign(&self, secret: impl AsRef<[u8]>, body: &[u8]) -> Option<(&str, String)> {
        let Self::Header { name, prefix, encoding } = self else {
            return None;
        };
        let bytes = mac(secret.as_ref(), &[body])?.finalize().into_bytes();
        let text = match encoding {
            Encoding::Hex => hex(&bytes),
            Encoding::Base64 => STANDARD.encode(bytes),
        };
        Some((name, format!("{prefix}{text}")))
    }
}

impl Verifier {
    /// The signature of the body stands in a header, in hexadecimal digits, such as `X-Cal-Signature-256`.
    pub fn hex(header: impl Into<String>, secret: impl AsRef<[u8]>) -> Self {
        Self::prefixed(header, "", secret)
    }

    /// The same with a prefix before the digits, such as `sha256=`.
    pub fn prefixed(header: impl Into<String>, prefix: impl Into<String>, secret: impl AsRef<[u8]>) -> Self {
        let signature = Signature::Header {
            name: Cow::Owned(header.into()),
            prefix: Cow::Owned(prefix.into()),
            encoding: Encoding::Hex,
        };
        Self::new(signature, secret)
    }

    /// Standard Webhooks (standardwebhooks.com): the secret is base64 behind `whsec_`; one that is not counts as it is.
    pub fn standard(secret: &str) -> Self {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap_or(secret));
        Self::new(Signature::Standard, key.unwrap_or_else(|_| secret.as_bytes().to_vec()))
    }

    /// A header `t=<seconds>,v1=<hexadecimal digits>` signs `<seconds>.<body>`.
    pub fn timestamped(header: impl Into<String>, secret: impl AsRef<[u8]>) -> Self {
        let signature = Signature::Timestamped {
            name: Cow::Owned(header.into()),
        };
        Self::new(signature, secret)
    }

    /// The signature as emitted code describes it, with the bytes of a secret.
    pub fn new(signature: Signature, secret: impl AsRef<[u8]>) -> Self {
        Self {
            signature,
            secrets: vec![secret.as_ref().to_vec().into()],
            tolerance: Duration::from_secs(300),
        }
    }

    /// One more secret that is valid.
    #[must_use]
    pub fn or_secret(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.secrets.push(secret.as_ref().to_vec().into());
        self
    }

    /// How far the time of sending may be from now, where the form tells it; five minutes unless set.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Checks the signature of a body as it came. Takes the same time for every wrong signature of the right length.
    ///
    /// # Errors
    /// When the API did not send it, or not lately.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        self.verify_at(headers, body, SystemTime::now())
    }

    /// Whether `text`, what a header of [`Signature::Header`] holds, signs a body as it came. The other forms sign more
    /// than the body, so that it is `false` for them.
    pub fn fits(&self, body: &[u8], text: &str) -> bool {
        match &self.signature {
            Signature::Header { prefix, encoding, .. } => self.matches_text(prefix, *encoding, body, text).is_ok(),
            Signature::Standard | Signature::Timestamped { .. } => false,
        }
    }

    fn matches_text(&self, prefix: &str, encoding: Encoding, body: &[u8], text: &str) -> Result<(), SignatureError> {
        let text = text.trim().strip_prefix(prefix).ok_or(SignatureError::Missing)?;
        let bytes = match encoding {
            Encoding::Hex => unhex(text),
            Encoding::Base64 => STANDARD.decode(text).ok(),
        };
        self.matches(&[body], &[bytes.ok_or(SignatureError::Missing)?])
    }

    fn verify_at(&self, headers: &HeaderMap, body: &[u8], now: SystemTime) -> Result<(), SignatureError> {
        let text = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .ok_or(SignatureError::Missing)
        };
        match &self.signature {
            Signature::Header { name, prefix, encoding } => self.matches_text(prefix, *encoding, body, text(name)?),
            Signature::Standard => {
                let (id, time) = (text("webhook-id")?, text("webhook-timestamp")?);
                let signatures = text("webhook-signature")?
                    .split(' ')
                    .filter_map(|one| one.strip_prefix("v1,"));
                let signatures: Vec<_> = signatures.filter_map(|one| STANDARD.decode(one).ok()).collect();
                self.matches(&[id.as_bytes(), b".", time.as_bytes(), b".", body], &signatures)?;
                self.is_fresh(time, now)
            }
            Signature::Timestamped { name } => {
                let pairs = || text(name).map(|line| line.split(',').filter_map(|pair| pair.trim().split_once('=')));
                let time = pairs()?.find(|(key, _)| *key == "t").ok_or(SignatureError::Missing)?.1;
                let signatures: Vec<_> = pairs()?
                    .filter(|(key, _)| *key == "v1")
                    .filter_map(|(_, digits)| unhex(digits))
                    .collect();
                self.matches(&[time.as_bytes(), b".", body], &signatures)?;
                self.is_fresh(time, now)
            }
        }
    }

    /// Whether one of the secrets gives one of the signatures for the pieces of text.
    fn matches(&self, pieces: &[&[u8]], signatures: &[Vec<u8>]) -> Result<(), SignatureError> {
        if signatures.is_empty() {
            return Err(SignatureError::Missing);
        }
        for secret in &self.secrets {
            let mac = mac(secret.expose_secret(), pieces).ok_or(SignatureError::Wrong)?;
            // The comparison takes the same time wherever the two differ.
            if signatures.iter().any(|one| mac.clone().verify_slice(one).is_ok()) {
                return Ok(());
            }
        }
        Err(SignatureError::Wrong)
    }

    fn is_fresh(&self, seconds: &str, now: SystemTime) -> Result<(), SignatureError> {
        let sent = seconds
            .parse()
            .ok()
            .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
        let sent = sent.ok_or(SignatureError::Missing)?;
        let apart = now.duration_since(sent).unwrap_or_else(|error| error.duration());
        match apart <= self.tolerance {
            true => Ok(()),
            false => Err(SignatureError::Stale),
        }
    }

    /// Checks the signature and reads the JSON body.
    ///
    /// # Errors
    /// When the API did not send it, or the body is not a `T`.
    pub fn receive<T: Read>(&self, headers: &HeaderMap, body: &[u8]) -> Result<T, WebhookError> {
        self.verify(headers, body).map_err(WebhookError::Signature)?;
        from_json(body).map_err(WebhookError::Body)
    }
}

/// The signature of a body in hexadecimal digits: what [`Verifier::hex`] accepts, for senders and tests.
pub fn sign_hex(secret: impl AsRef<[u8]>, body: &[u8]) -> String {
    mac(secret.as_ref(), &[body]).map_or_else(String::new, |mac| hex(&mac.finalize().into_bytes()))
}

/// `None` never comes about, since a key may have any length (RFC 2104, section 2).
fn mac(secret: &[u8], pieces: &[&[u8]]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    pieces.iter().for_each(|piece| mac.update(piece));
    Some(mac)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

impl fmt::Debug for Verifier {
    /// Secrets are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("signature", &self.signature)
            .field("secrets", &self.secrets.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the webhook has no signature",
            Self::Wrong => "the webhook's signature is not that of its body",
            Self::Stale => "the webhook was not sent just now",
        })
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Body(error) => write!(f, "the webhook's body is not as declared: {error}"),
        }
    }
}

impl std::error::Error for SignatureError {}
impl std::error::Error for WebhookError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Value;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| (http::HeaderName::from_static(name), value.parse());
        pairs
            .iter()
            .map(pair)
            .map(|(name, value)| (name, value.expect("a header")))
            .collect()
    }

    #[test]
    fn a_signature_in_a_header_is_that_of_rfc_4231() {
        // Test case 2.
        let verifier = Verifier::hex("X-Cal-Signature-256", "Jefe");
        let body = b"what do ya want for nothing?";
        let right = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(sign_hex("Jefe", body), right);
        assert_eq!(
            verifier.verify(&headers(&[("x-cal-signature-256", right)]), body),
            Ok(())
        );
        let upper = headers(&[("x-cal-signature-256", &right.to_uppercase())]);
        assert_eq!(verifier.verify(&upper, body), Ok(()));
        let (wrong, missing) = (Err(SignatureError::Wrong), Err(SignatureError::Missing));
        assert_eq!(
            verifier.verify(&headers(&[("x-cal-signature-256", right)]), b"other"),
            wrong
        );
        assert_eq!(
            verifier.verify(&headers(&[("x-cal-signature-256", &right[2..])]), body),
            wrong
        );
        assert_eq!(
            verifier.verify(&headers(&[("x-cal-signature-256", "no secret provided")]), body),
            missing
        );
        assert_eq!(verifier.verify(&headers(&[]), body), missing);
    }

    #[test]
    fn either_of_two_secrets_is_valid_and_none_is_shown() {
        let verifier = Verifier::prefixed("x-hub-signature-256", "sha256=", "old").or_secret("new");
        for secret in ["old", "new"] {
            let signature = format!("sha256={}", sign_hex(secret, b"{}"));
            assert_eq!(
                verifier.verify(&headers(&[("x-hub-signature-256", &signature)]), b"{}"),
                Ok(())
            );
        }
        assert!(!format!("{verifier:?}").contains("old"));
    }

    #[test]
    fn a_signature_may_be_base64() {
        let verifier = Verifier::new(Signature::header("x-sig", "sha256=", Encoding::Base64), "Jefe");
        let body = b"what do ya want for nothing?";
        let right = "sha256=W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=";
        assert!(verifier.fits(body, right));
        assert!(!verifier.fits(body, right.trim_start_matches("sha256=")));
        assert!(!verifier.fits(b"other", right));
    }

    #[test]
    fn standard_webhooks_are_checked_with_their_time() {
        let verifier = Verifier::standard("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signed = headers(&[
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            (
                "webhook-signature",
                "v1a,x v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
        ]);
        let body = br#"{"test": 2432232314}"#;
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(verifier.verify_at(&signed, body, at(1_614_265_500)), Ok(()));
        assert_eq!(
            verifier.verify_at(&signed, body, at(1_614_266_000)),
            Err(SignatureError::Stale)
        );
        assert_eq!(
            verifier.verify_at(&signed, b"{}", at(1_614_265_330)),
            Err(SignatureError::Wrong)
        );
    }

    #[test]
    fn timestamped_signatures_are_checked_with_their_time() {
        let verifier = Verifier::timestamped("stripe-signature", "s");
        let signature = sign_hex("s", b"1000.{}");
        let signed = headers(&[("stripe-signature", &format!("t=1000, v0=00,v1=00,v1={signature}"))]);
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(verifier.verify_at(&signed, b"{}", at(900)), Ok(()));
        assert_eq!(verifier.verify_at(&signed, b"{}", at(1301)), Err(SignatureError::Stale));
    }

    #[test]
    fn a_body_is_read_only_when_it_is_believed() {
        let verifier = Verifier::hex("x-sig", "s");
        let sign = |body: &[u8]| headers(&[("x-sig", &sign_hex("s", body))]);
        assert_eq!(verifier.receive::<i64>(&sign(b"1"), b"1"), Ok(1));
        assert!(matches!(
            verifier.receive::<i64>(&sign(b"x"), b"x"),
            Err(WebhookError::Body(_))
        ));
        let unsigned = verifier.receive::<Value>(&HeaderMap::new(), b"x");
        assert_eq!(unsigned, Err(WebhookError::Signature(SignatureError::Missing)));
    }
}
