//! What the bank says of who paid: words of a statement, in which nobody can be found by a login.

use kit_core::Text;
use kit_web::{Erasure, Ground, Personal, nothing_of_a_person};

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![Personal {
        name: "banking.lines",
        columns: &["bank_lines.payer", "bank_lines.payer_account", "bank_lines.decided_by", "bank_imports.author"],
        what: Text::new("banking-kept-lines"),
        why: Text::new("banking-kept-lines-why"),
        ground: Ground::Law,
        how_long: Text::new("banking-kept-lines-how-long"),
        rows: nothing_of_a_person,
        erasure: Erasure::Kept(Text::new("banking-kept-lines-after")),
    }]
}
