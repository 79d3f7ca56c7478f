//! Overlays (OpenAPI Overlay Specification 1.0 and 1.1): changes to a document before it is read.
//!
//! Comes in: the root document's tree, and the trees of overlays. Goes out: the changed tree, and for each of its values
//! the place where it was written, so that what is found in an overlaid document is told where its author can change it.
//!
//! Overlays are applied when the root has been read and before its references are followed: those that an overlay brings
//! lead on from the root document, as if they had always stood there, and those that it takes away are not followed. Only
//! the root's tree is changed; a target does not lead through `$ref` into another file.
//!
//! Where the specification leaves room, or its users do:
//! - A target that selects nothing is no error, but a warning: most often it is a slip.
//! - `remove` takes scalars away under 1.0 too, as the specification's own examples do.
//! - 1.0 speaks of an entry that is appended to an array. A whole array is strung to it under 1.0 as under 1.1: no array
//!   of an OpenAPI document holds arrays.
//! - Inside an object that is merged, 1.1 refuses to put an array, an object or a scalar in each other's place. 1.0 says
//!   nothing of it, and its users rely on replacing (`type: string` by `type: [string, "null"]`): it replaces. An empty
//!   member (`components:`), as in the specification's example, leaves an array or object alone.
//! - `extends` is not followed: which document is meant, the command or the configuration says.
//! - What `copy` brings is told at the `copy`: it stands there because of it, and may be wrong only there.

mod change;
mod document;
mod json_path;
mod origin;

use super::{Located, Node};
use crate::diagnostic::Diagnostics;

pub(super) use change::Budget;
pub(super) use origin::Origin;

/// Applies the actions of `overlay`, one after the other, to `root`. An action that cannot be applied is reported, and the
/// others are applied all the same.
pub(super) fn apply(
    root: &mut Node,
    origin: &mut Origin,
    overlay: Located<'_>,
    budget: &mut Budget,
    diagnostics: &Diagnostics,
) {
    if let Some(overlay) = document::Overlay::read(overlay, diagnostics) {
        change::Editor::new(root, origin, budget, diagnostics).apply(&overlay);
    }
}
