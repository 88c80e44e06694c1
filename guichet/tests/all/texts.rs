//! Every text exists in every language, and none without use.

use std::path::Path;

use kit_core::Locale;

#[test]
fn no_text_is_missing_unused_or_different() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let findings = kit_i18n::scan::findings(root, &Locale::ALL.map(Locale::tag)).unwrap();
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}
