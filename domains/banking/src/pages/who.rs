//! What the people who dropped and decided are called.

use credits::WrittenBy;
use kit_core::Text;
use people::Names;

/// Who dropped or decided something, in words.
pub(super) fn who(names: &Names, author: &WrittenBy) -> Text {
    match author.person() {
        None => Text::new("banking-by-itself"),
        Some(person) => names.full(person, Text::new("banking-by-somebody")),
    }
}
