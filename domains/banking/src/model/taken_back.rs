//! Which credit a bank takes back.

use super::line::BankLine;

/// Whether `taken` undoes `credit`: the same amount on the same account, not before it, and a reference in common; or the same payer, where
/// the bank gives none.
pub fn is_taken_back_by(credit: &BankLine, taken: &BankLine) -> bool {
    let is_same_money =
        credit.cents == taken.cents && credit.account == taken.account && credit.booked_on <= taken.booked_on;
    is_same_money && (share_a_reference(credit, taken) || have_one_payer(credit, taken))
}

fn share_a_reference(one: &BankLine, other: &BankLine) -> bool {
    let references = |line: &'_ BankLine| -> Vec<String> {
        let told = &line.told;
        told.of_bank.iter().chain(&told.end_to_end).chain(&told.references).cloned().collect()
    };
    let known = references(one);
    references(other).iter().any(|reference| known.contains(reference))
}

fn have_one_payer(one: &BankLine, other: &BankLine) -> bool {
    let is_same = |one: &str, other: &str| !one.is_empty() && one == other;
    is_same(&one.payer_account, &other.payer_account) || is_same(&one.payer, &other.payer)
}

#[cfg(test)]
mod tests {
    use orders::Day;

    use super::super::line::{LineKind, LineState, Told};
    use super::*;

    fn line(day: i8, cents: i64, bank_reference: &str, payer: &str) -> BankLine {
        BankLine {
            id: kit_core::Id::from_raw(i64::from(day)),
            identity: String::new(),
            import: kit_core::Id::from_raw(1),
            kind: LineKind::Credit,
            account: "A".into(),
            booked_on: Day(jiff::civil::date(2026, 11, day)),
            cents,
            payer: payer.into(),
            payer_account: String::new(),
            told: Told { of_bank: vec![bank_reference.to_owned()], ..Told::default() },
            state: LineState::Open,
            proposal: None,
            receipt: None,
            decided_at: None,
            decided_by: None,
            note: None,
        }
    }

    #[test]
    fn amount_account_and_something_in_common() {
        let credit = line(2, 100, "B1", "Durand");
        assert!(is_taken_back_by(&credit, &line(3, 100, "B1", "")));
        assert!(is_taken_back_by(&credit, &line(2, 100, "B2", "Durand")));
        for other in
            [line(3, 101, "B1", ""), line(1, 100, "B1", ""), line(3, 100, "B2", ""), line(3, 100, "B2", "Petit")]
        {
            assert!(!is_taken_back_by(&credit, &other), "{other:?}");
        }
        assert!(!is_taken_back_by(&credit, &BankLine { account: "B".into(), ..line(3, 100, "B1", "") }));
    }

    #[test]
    fn the_reference_of_a_receipt_is_short_and_its_own() {
        let identity = |tail: &str| BankLine { identity: format!("{}{tail}", "ab".repeat(32)), ..line(2, 1, "", "") };
        assert_eq!(identity("-2").reference(), "REL-abababababababababab-2");
        assert_ne!(identity("-1").reference(), identity("-2").reference());
    }
}
