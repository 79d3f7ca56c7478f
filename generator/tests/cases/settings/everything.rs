//! What the configuration changes is changed.

use settings_everything::models::*;

#[test]
fn names_types_members_and_what_is_forgiven_are_as_configured() {
    let booking = Booking::from_json(r#"{"uid":"u","status":"open","start":"whenever","legacy":"x"}"#).expect("forgiven");
    assert_eq!(booking.id, None);
    assert_eq!(booking.identifier, "u");
    assert_eq!(booking.start.as_ref().map(|start| start.0.as_str()), Some("whenever"));
    assert_eq!(booking.to_json(), r#"{"uid":"u","status":"open","start":"whenever"}"#);
}
