//! What the documentation says of webhooks is what the program sends.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

/// The code and the sample of each section on a kind of event.
fn documented() -> Vec<(String, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = std::fs::read_to_string(root.join("docs/webhooks.md")).unwrap();
    let (_, events) = text.split_once("\n## Events\n").unwrap();
    let sections = events.split("\n### ").skip(1).map(|section| {
        let code = section.lines().next().unwrap().trim_matches('`').to_owned();
        let (_, sample) = section.split_once("```json\n").unwrap_or_else(|| panic!("{code} has no sample"));
        let sample = sample.split("\n```").next().unwrap();
        (code, serde_json::from_str(sample).unwrap())
    });
    sections.collect()
}

#[test]
fn every_kind_of_event_is_documented_with_its_sample() {
    // The domains are linked in, so their kinds are known.
    assert!(guichet::modules().len() > 5);
    let kinds = webhooks::known_kinds();
    assert!(kinds.len() >= 11);
    let expected: Vec<(String, Value)> =
        kinds.iter().map(|kind| (kind.code.to_owned(), serde_json::from_str(kind.sample).unwrap())).collect();
    assert_eq!(documented(), expected);
}

#[test]
fn kinds_are_named_alike() {
    let kinds = webhooks::known_kinds();
    let codes: BTreeSet<&str> = kinds.iter().map(|kind| kind.code).collect();
    assert_eq!(codes.len(), kinds.len(), "a code is used once");
    for kind in kinds {
        let (domain, what) = kind.code.split_once('.').unwrap();
        let is_plain =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        assert!(is_plain(domain) && is_plain(what), "{}", kind.code);
        let sample: Value = serde_json::from_str(kind.sample).unwrap();
        assert!(sample["account"].is_string() || *kind == webhooks::TEST, "{} names no account", kind.code);
    }
}
