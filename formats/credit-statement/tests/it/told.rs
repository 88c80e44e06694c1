//! What is written is what is read, and nothing false is written.

use credit_statement::{Balance, Falsehood, Line, LotKind, VerifyError, WriteError, Writer, read, verify};
use proptest::prelude::*;

use crate::sample::{at, file, heading, key, line, lines, written};

#[test]
fn what_is_written_is_read() {
    let mut told = Vec::new();
    let verified = read(&file()[..], Some(&key().public()), |line| told.push(line.clone())).unwrap();
    assert_eq!(told, lines());
    assert_eq!((verified.lines, verified.ending.to_seq), (5, 5));
    assert_eq!(verified.heading, heading(1, Balance::default()));
    assert_eq!(verified.key, key().public());
    assert_eq!((verified.ending.after.promotional, verified.ending.after.purchased), (0, 100));
    assert_eq!(verified.ending.after.seal, format!("{:064x}", 5));
}

#[test]
fn it_is_one_json_document_with_a_line_for_each_operation() {
    let text = String::from_utf8(file()).unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["operations"].as_array().unwrap().len(), 5);
    assert_eq!(document["signature"]["algorithm"], "Ed25519");
    assert_eq!(text.lines().count(), 1 + 5 + 2);
    assert!(text.lines().nth(3).unwrap().starts_with("{\"seq\":3,\"id\":\"credit-3\","));
}

#[test]
fn a_statement_may_be_empty_or_begin_in_the_middle() {
    let there = Balance { promotional: 3, purchased: 4 };
    let verified = verify(&written(&heading(12, there), &[])[..], None).unwrap();
    assert_eq!((verified.lines, verified.ending.to_seq, verified.ending.after.purchased), (0, 11, 4));
    let next = line(12, "usage", there, &[(9, LotKind::Promotional, -3)]);
    let verified = verify(&written(&heading(12, there), &[next])[..], None).unwrap();
    assert_eq!((verified.lines, verified.ending.to_seq, verified.ending.after.promotional), (1, 12, 0));
}

#[test]
fn what_does_not_follow_is_not_written() {
    type Change = fn(&mut Line);
    let cases: [(Change, Falsehood); 8] = [
        (|line| line.seq = 3, Falsehood::Number { expected: 2, found: 3 }),
        (|line| line.at = at(0), Falsehood::TimeBack),
        (|line| line.amount = 99, Falsehood::Kinds),
        (|line| line.split[0].amount = 99, Falsehood::Split),
        (|line| line.split[0].kind = LotKind::Promotional, Falsehood::Split),
        (|line| line.purchased = i64::MAX, Falsehood::Range),
        (
            |line| line.after.purchased = 99,
            Falsehood::Balance {
                expected: Balance { promotional: 50, purchased: 100 },
                found: Balance { promotional: 50, purchased: 99 },
            },
        ),
        (|line| line.reference = Some("x".repeat(1024 * 1024)), Falsehood::TooLong),
    ];
    for (change, expected) in cases {
        let mut second = lines()[1].clone();
        second.promotional = 0;
        change(&mut second);
        if expected == Falsehood::Range {
            second.promotional = 1;
        }
        let mut writer = Writer::begin(Vec::new(), &heading(1, Balance::default())).unwrap();
        writer.line(&lines()[0]).unwrap();
        let Err(WriteError::False { falsehood, .. }) = writer.line(&second) else { panic!("{expected} was written") };
        assert_eq!(falsehood, expected);
    }
    let below = line(1, "usage", Balance::default(), &[(1, LotKind::Purchased, -1)]);
    let mut writer = Writer::begin(Vec::new(), &heading(1, Balance::default())).unwrap();
    assert!(matches!(writer.line(&below), Err(WriteError::False { falsehood: Falsehood::BelowZero, .. })));
}

#[test]
fn headings_have_bounds() {
    for (from, purchased) in [(0, 0), (-4, 0), (1, -1)] {
        let heading = heading(from, Balance { promotional: 0, purchased });
        assert!(matches!(Writer::begin(Vec::new(), &heading), Err(WriteError::False { .. })), "{from} {purchased}");
    }
    let mut heading = heading(1, Balance::default());
    heading.version = 2;
    assert!(matches!(
        Writer::begin(Vec::new(), &heading),
        Err(WriteError::False { falsehood: Falsehood::Version(2), .. })
    ));
}

#[test]
fn errors_name_the_line() {
    let text = String::from_utf8(file()).unwrap().replacen("\"amount\":-54,", "\"amount\":-55,", 1);
    let error = verify(text.as_bytes(), None).unwrap_err();
    assert_eq!(error.to_string(), "line 4: the amount is not the sum of its kinds");
    assert!(matches!(error, VerifyError::False { line: Some(4), falsehood: Falsehood::Kinds }));
}

proptest! {
    /// Any course of comings and goings is read as it was written.
    #[test]
    fn any_history_is_told(
        moves in prop::collection::vec((any::<bool>(), -40_i64..60, ".{0,12}"), 0..40),
    ) {
        let mut balance = Balance { promotional: 20, purchased: 30 };
        let mut all = Vec::new();
        for (promotional, amount, reference) in moves {
            let (kind, there) = if promotional {
                (LotKind::Promotional, balance.promotional)
            } else {
                (LotKind::Purchased, balance.purchased)
            };
            let seq = i64::try_from(all.len()).unwrap() + 7;
            let mut one = line(seq, "usage", balance, &[(1, kind, amount.max(-there))]);
            one.reference = Some(reference);
            balance = one.after;
            all.push(one);
        }
        let file = written(&heading(7, Balance { promotional: 20, purchased: 30 }), &all);
        let mut told = Vec::new();
        let verified = read(&file[..], Some(&key().public()), |line| told.push(line.clone())).unwrap();
        prop_assert_eq!(&told, &all);
        prop_assert_eq!(verified.ending.after.promotional, balance.promotional);
        prop_assert_eq!(verified.ending.after.purchased, balance.purchased);
    }
}
