//! Whole sentences of mails: which credits came or went, how money went back and why.

use credits::{LotKind, Means, Operation, Unit};
use kit_core::{Arg, Credits, Text};

use super::WentBack;
use crate::model::{Order, Way};

/// Credits by their kinds, a kind of which there are none is not named; support time in all.
pub(super) fn kinds(unit: Unit, purchased: Credits, promotional: Credits) -> Text {
    if unit.is_time() {
        let all = Arg::Minutes(purchased.0.saturating_add(promotional.0));
        return Text::new("orders-mail-time").with("time", all);
    }
    let bought = Text::new("orders-mail-purchased").with("n", purchased);
    let given = Text::new("orders-mail-promotional").with("n", promotional);
    match (purchased.is_positive(), promotional.is_positive()) {
        (true, true) => Text::new("orders-mail-kinds").with("purchased", bought).with("promotional", given),
        (false, true) => given,
        _ => bought,
    }
}

/// How money went back, and why.
pub(super) fn how(back: &WentBack<'_>) -> Vec<Text> {
    let how = match (back.way, back.means) {
        (Way::Reversed, _) => None,
        (Way::Lost, _) => Some(Text::new("orders-mail-how-lost")),
        (Way::Refunded(day), means) => {
            let how = match means {
                Means::Paypal => Text::new("orders-mail-how-paypal"),
                Means::Card => Text::new("orders-mail-how-card"),
                Means::Transfer => Text::new("orders-mail-how-transfer"),
                Means::Cheque => Text::new("orders-mail-how-by-hand"),
            };
            Some(how.with("day", kit_core::Arg::Date(day.noon())))
        }
    };
    let why = match back.note.trim().trim_end_matches('.') {
        "" => how.is_none().then(|| Text::new("orders-mail-no-reason")),
        note => Some(Text::new("orders-mail-reason").with("reason", note)),
    };
    how.into_iter().chain(why).collect()
}

/// Which credits went with money, and what is owed for those that were used already.
pub(super) fn taken(order: &Order, back: &WentBack<'_>) -> Vec<Text> {
    let (unit, time) = (order.unit(), order.unit().is_time());
    let Some(taken) = back.taken else {
        let none = if time { Text::new("orders-mail-none-made-time") } else { Text::new("orders-mail-none-made") };
        return vec![none.with("due", order.due_money())];
    };
    let operations = || taken.bonus.iter().chain(&taken.purchase);
    let of =
        |kind| Credits(operations().map(|operation: &Operation| operation.split.of(kind).0.saturating_neg()).sum());
    let (purchased, promotional) = (of(LotKind::Purchased), of(LotKind::Promotional));
    let owed = Credits(operations().map(|operation| operation.owed.0).sum());
    let went = purchased.is_positive() || promotional.is_positive();
    let debt = || match unit {
        Unit::Credit => Text::new("orders-mail-owed").with("n", owed),
        Unit::SupportMinutes => Text::new("orders-mail-owed-time").with("time", Arg::Minutes(owed.0)),
    };
    let owes = owed.is_positive().then(debt);
    let first = match (went, owed.is_positive()) {
        (true, _) => Text::new("orders-mail-taken").with("credits", kinds(unit, purchased, promotional)),
        (false, true) if time => Text::new("orders-mail-all-used-time"),
        (false, true) => Text::new("orders-mail-all-used"),
        (false, false) if back.way == Way::Lost && time => Text::new("orders-mail-taken-before-time"),
        (false, false) if back.way == Way::Lost => Text::new("orders-mail-taken-before"),
        (false, false) if time => Text::new("orders-mail-none-taken-time"),
        (false, false) => Text::new("orders-mail-none-taken"),
    };
    [Some(first), owes].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_without_credits_is_not_named() {
        let key = |purchased, promotional| kinds(Unit::Credit, Credits(purchased), Credits(promotional)).key;
        assert_eq!(key(1000, 50), "orders-mail-kinds");
        assert_eq!(key(1000, 0), "orders-mail-purchased");
        assert_eq!(key(0, 50), "orders-mail-promotional");
        assert_eq!(kinds(Unit::SupportMinutes, Credits(60), Credits(0)).key, "orders-mail-time");
    }
}
