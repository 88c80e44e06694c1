//! Files made by libFuzzer, read by the reader of bank statements. Whatever a file is, the reader ends, within its bounds, and the same
//! way each time; what it gives holds together.
#![no_main]

use std::collections::HashSet;

use bank_statement::{BalanceCheck, Direction, MAX_LINES, Statement, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let first = read(file);
    assert_eq!(first, read(file), "the same file is read in the same way");
    match first {
        Ok(statements) => statements.iter().for_each(holds_together),
        Err(error) => assert!(!error.to_string().is_empty() && error.to_string().len() < 100_000),
    }
});

fn holds_together(statement: &Statement) {
    assert!(!matches!(statement.balance_check(), BalanceCheck::Contradicts { .. }));
    assert!(statement.entries.len() <= MAX_LINES);
    let lines = statement.lines();
    assert_eq!(lines, statement.lines());
    let signed = |direction: Direction, minor: i64| match direction {
        Direction::Credit => i128::from(minor),
        Direction::Debit => -i128::from(minor),
    };
    let entries: i128 = statement.entries.iter().map(|entry| signed(entry.direction, entry.amount.minor)).sum();
    let of_lines: i128 = lines.iter().map(|line| signed(line.direction, line.amount.minor)).sum();
    assert_eq!(entries, of_lines, "lines come to what their entries come to");
    let mut identities = HashSet::new();
    for line in &lines {
        assert!(line.amount.minor >= 0);
        assert!(line.identity.is_ascii() && line.identity.len() <= 80);
        assert!(identities.insert(&line.identity), "two lines of one identity");
        let words = line.texts().into_iter().chain(line.references()).chain(line.end_to_end_ids()).chain(line.payer_name());
        for text in words {
            assert!(!text.is_empty() && !text.contains(|c: char| c.is_control()), "{text:?}");
        }
    }
}
