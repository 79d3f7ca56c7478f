//! When a call is tried again, and after how long.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// The longest wait between two tries that a server may ask for; beyond it the call fails instead.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Whether a method may be sent twice with the effect of once (RFC 9110, section 9.2.2).
pub(super) fn is_idempotent(method: &str) -> bool {
    matches!(
        method,
        "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE" | "QUERY"
    )
}

/// Whether a status says that a later try may succeed.
pub(super) fn is_temporary(status: u16) -> bool {
    matches!(status, 429 | 502 | 503 | 504)
}

/// How long the server asks to wait: seconds, or until a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

/// The wait before the try after `tries`: doubling, at most 16 times the first, by chance between half and all of it,
/// so that clients which failed together do not come back together.
pub(super) fn wait(first: Duration, tries: u32) -> Duration {
    let whole = first.saturating_mul(1 << tries.saturating_sub(1).min(4));
    let chance = (RandomState::new().hash_one(tries) % 1024) as f64 / 1024.0;
    whole.mul_f64(0.5 + chance / 2.0)
}
