//! Lines are known again, and only those.

use std::collections::HashSet;

use crate::samples::{
    camt, camt053, cfonb, cfonb_balance, cfonb_complement, cfonb_movement, details, entry, only, payment,
};

fn identities(file: &str) -> Vec<String> {
    only(file).lines().into_iter().map(|line| line.identity).collect()
}

fn movement(label: &str, text: &str) -> String {
    cfonb_movement(label, "18A", "") + &cfonb_complement("LCC", text)
}

#[test]
fn an_overlapping_file_names_its_lines_the_same() {
    let (a, b, c) = (movement("VIR", "one"), movement("VIR", "two"), movement("VIR", "three"));
    let first = identities(&cfonb(&format!("{a}{b}"), "1036B"));
    let second = identities(&cfonb(&format!("{b}{c}"), "1036B"));
    assert_eq!(first[1], second[0]);
    let all: HashSet<_> = first.iter().chain(&second).collect();
    assert_eq!(all.len(), 3);
    assert_eq!(identities(&cfonb(&format!("{a}{b}"), "1036B")), first);
}

#[test]
fn identical_payments_of_a_day_are_counted() {
    let same = movement("VIR", "same");
    let found = identities(&cfonb(&format!("{same}{same}{same}"), "1054C"));
    assert_eq!(found.iter().collect::<HashSet<_>>().len(), 3);
    assert_eq!(found[..2], identities(&cfonb(&format!("{same}{same}"), "1036B")));
    assert!(found.iter().all(|identity| identity.is_ascii() && identity.len() <= 80));
}

#[test]
fn all_that_a_line_without_a_reference_says_is_in_its_name() {
    let original = movement("VIR", "text");
    let variants = [
        original.clone(),
        movement("VIR2", "text"),
        movement("VIR", "text2"),
        // The same words, cut elsewhere.
        movement("VIR text", ""),
        original.replace("LCC", "NPY"),
        original.replace("LCC", "LCS"),
        original.replace("18A", "18B"),
        original.replacen("040526", "050526", 1),
    ];
    let mut found = HashSet::new();
    for variant in &variants {
        let closing = if variant.contains("18B") { "1018B" } else { "1018A" };
        assert!(found.insert(identities(&cfonb(variant, closing))), "{variant}");
    }
    let debit = cfonb(&original.replace("18A", "18J"), "981I");
    assert!(found.insert(identities(&debit)));
    let other_account = cfonb(&original, "1018A").replace("00010000001", "00010000002");
    assert!(found.insert(identities(&other_account)));
}

#[test]
fn the_bank_s_reference_is_enough_for_it() {
    let with = |reference: &str, text: &str| {
        let more = format!("<AcctSvcrRef>{reference}</AcctSvcrRef><AddtlNtryInf>{text}</AddtlNtryInf>");
        entry("1", "CRDT", &more)
    };
    let name = |entry: &str| identities(&camt053(entry)).remove(0);
    // The bank may word it otherwise the next time, or in the notification.
    assert_eq!(name(&with("B1", "VIR")), name(&with("B1", "Virement")));
    assert_eq!(name(&with("B1", "VIR")), identities(&camt("054", 8, &with("B1", "VIR")))[0]);
    assert_ne!(name(&with("B1", "VIR")), name(&with("B2", "VIR")));
    // A word that stands for no reference is none.
    assert_ne!(name(&with("NOTPROVIDED", "VIR")), name(&with("NOTPROVIDED", "Virement")));
    // Some banks give one reference to a payment and to its reversal, or to all of a standing order.
    let reversal =
        with("B1", "VIR").replace("CRDT", "DBIT").replace("<AcctSvcrRef>", "<RvslInd>true</RvslInd><AcctSvcrRef>");
    let next_month = with("B1", "VIR").replace("2026-05-04", "2026-06-04");
    let twice = identities(&camt053(&format!("{0}{0}", with("B1", "VIR"))));
    let found: HashSet<_> = [name(&reversal), name(&next_month)].into_iter().chain(twice.clone()).collect();
    assert_eq!(found.len(), 4);
    assert!(twice.contains(&name(&with("B1", "VIR"))));
}

#[test]
fn payments_of_a_batch_are_named_by_their_place_or_their_own_reference() {
    let batch = |payments: &[&str]| {
        identities(&camt053(&entry("3.00", "CRDT", &format!("<AcctSvcrRef>B1</AcctSvcrRef>{}", details(payments)))))
    };
    let one = payment("1.00", "same");
    let same = batch(&[&one, &one, &one]);
    assert_eq!(same.iter().collect::<HashSet<_>>().len(), 3);
    assert_eq!(same, batch(&[&one, &payment("1.00", "other"), &one]));

    let own = |reference: &str| format!("<Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs>{one}");
    let (a, b, c) = (own("A"), own("B"), own("C"));
    let mut found = batch(&[&a, &b, &c]);
    let mut turned = batch(&[&c, &a, &b]);
    assert_eq!(found[0], turned[1]);
    found.sort();
    turned.sort();
    assert_eq!(found, turned);
}

#[test]
fn an_account_has_one_name_in_all_formats() {
    // Nothing but account, date, amount and direction is told.
    let camt = entry("1.81", "CRDT", &details(&[""]));
    let cfonb = cfonb(&cfonb_movement("", "18A", ""), "1018A");
    assert_eq!(identities(&camt053(&camt)), identities(&cfonb));
    assert_eq!(cfonb_balance("01", "300426", "1000{").len(), 121);
}
