//! What a line seems to be for, and why.

use kit_core::{AccountId, Money, Text};
use orders::{OrderNumber, ReceiptId, Share};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// From this score on a proposal is ticked already.
const SURE: i64 = 90;

/// Why a line seems to be for something, or why that is not sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It has the creditor reference of the order.
    Reference,
    /// The payer's reference holds the order's number.
    EndToEnd,
    /// Its text holds the creditor reference of the order.
    ReferenceInText,
    /// Its text holds the order's number.
    Number,
    /// Its text holds the order's number, glued to other letters or with wrong check digits.
    Glued,
    /// The payer is called as the buyer is.
    Name,
    /// It is exactly what is due.
    Exact,
    /// It is exactly what is due of so many orders together.
    Sum(i64),
    /// So many cents are missing.
    Part(i64),
    /// So many cents are left over: they become an advance.
    Over(i64),
    /// No order of the account is of this amount.
    NoSuchAmount,
    /// It is the only order of this amount.
    OnlyAmount,
    /// Several orders fit.
    SeveralFit,
    /// Several accounts are called like this.
    SeveralNames,
    /// It names several orders, and their sum is another one.
    OtherSum,
    /// The orders are of several accounts.
    SeveralAccounts,
    /// The order takes no money any more, or another line pays it: the money becomes an advance.
    Ended,
    /// The money went to another account than the publisher's own.
    OtherAccount,
    /// The bank has taken it back.
    TakenBack,
    /// Somebody seems to have recorded this money by hand.
    PerhapsRecorded(ReceiptId),
    /// It is a payment of the publisher's own that came back.
    Returned,
}

impl Reason {
    /// What people read.
    pub fn label(self) -> Text {
        let money = |key, cents| Text::new(key).with("amount", Money::euro_cents(cents));
        match self {
            Reason::Reference => Text::new("banking-why-reference"),
            Reason::EndToEnd => Text::new("banking-why-end-to-end"),
            Reason::ReferenceInText => Text::new("banking-why-reference-in-text"),
            Reason::Number => Text::new("banking-why-number"),
            Reason::Glued => Text::new("banking-why-glued"),
            Reason::Name => Text::new("banking-why-name"),
            Reason::Exact => Text::new("banking-why-exact"),
            Reason::Sum(orders) => Text::new("banking-why-sum").with("orders", orders),
            Reason::Part(cents) => money("banking-why-part", cents),
            Reason::Over(cents) => money("banking-why-over", cents),
            Reason::NoSuchAmount => Text::new("banking-why-no-such-amount"),
            Reason::OnlyAmount => Text::new("banking-why-only-amount"),
            Reason::SeveralFit => Text::new("banking-why-several-fit"),
            Reason::SeveralNames => Text::new("banking-why-several-names"),
            Reason::OtherSum => Text::new("banking-why-other-sum"),
            Reason::SeveralAccounts => Text::new("banking-why-several-accounts"),
            Reason::Ended => Text::new("banking-why-ended"),
            Reason::OtherAccount => Text::new("banking-why-other-account"),
            Reason::TakenBack => Text::new("banking-why-taken-back"),
            Reason::PerhapsRecorded(_) => Text::new("banking-why-perhaps-recorded"),
            Reason::Returned => Text::new("banking-why-returned"),
        }
    }

    /// Whether it is a doubt that forbids to tick the line by itself.
    const fn is_doubt(self) -> bool {
        match self {
            Reason::Reference | Reason::EndToEnd | Reason::ReferenceInText | Reason::Number => false,
            Reason::Exact | Reason::Sum(_) | Reason::Name => false,
            Reason::Glued | Reason::Part(_) | Reason::Over(_) | Reason::NoSuchAmount | Reason::OnlyAmount => true,
            Reason::SeveralFit | Reason::SeveralNames | Reason::OtherSum | Reason::SeveralAccounts => true,
            Reason::Ended | Reason::OtherAccount | Reason::TakenBack | Reason::Returned => true,
            Reason::PerhapsRecorded(_) => true,
        }
    }
}

/// What a line seems to be for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposal {
    /// The orders by their stored numbers, in the sequence in which to pay them.
    orders: Vec<i64>,
    /// Whose advance it would be, where no order is proposed.
    pub account: Option<AccountId>,
    /// Why, the strongest reason first; doubts last.
    pub reasons: Vec<Reason>,
    /// How likely, of 100; nothing where nothing is proposed.
    pub score: i64,
}

stored_as_json!(Proposal);

impl Proposal {
    /// For these orders.
    pub fn of_orders(orders: impl IntoIterator<Item = OrderNumber>, score: i64, reasons: Vec<Reason>) -> Proposal {
        Proposal { orders: orders.into_iter().map(OrderNumber::raw).collect(), account: None, reasons, score }
    }

    /// For the advance of an account.
    pub fn of_account(account: AccountId, score: i64, reasons: Vec<Reason>) -> Proposal {
        Proposal { orders: Vec::new(), account: Some(account), reasons, score }
    }

    /// For nothing that is known.
    pub fn nothing(reasons: Vec<Reason>) -> Proposal {
        Proposal { reasons, ..Proposal::default() }
    }

    /// The same, with a doubt that makes it no likelier than `score`.
    pub fn doubted(mut self, doubt: Reason, score: i64) -> Proposal {
        self.reasons.push(doubt);
        self.score = self.score.min(score);
        self
    }

    /// The orders, in the sequence in which to pay them.
    pub fn orders(&self) -> impl Iterator<Item = OrderNumber> {
        self.orders.iter().copied().map(OrderNumber::from_raw)
    }

    /// Whether it proposes anything.
    pub fn is_something(&self) -> bool {
        !self.orders.is_empty() || self.account.is_some()
    }

    /// Whether it is ticked already: only one reading explains the line.
    pub fn is_sure(&self) -> bool {
        self.is_something() && self.score >= SURE && !self.reasons.iter().any(|reason| reason.is_doubt())
    }

    /// Whether it needs nobody's confirmation, where the publisher wants that: one order, its creditor reference, exactly what is due.
    pub fn is_exact(&self) -> bool {
        let by_reference =
            self.reasons.iter().any(|reason| matches!(reason, Reason::Reference | Reason::ReferenceInText));
        self.is_sure() && self.orders.len() == 1 && by_reference && self.reasons.contains(&Reason::Exact)
    }

    /// What money by this proposal would be for.
    pub fn share(&self) -> Share {
        Share { orders: self.orders().collect(), account: self.account }
    }

    /// The receipt that this money seems to be already.
    pub fn perhaps_recorded(&self) -> Option<ReceiptId> {
        self.reasons.iter().find_map(|reason| match reason {
            Reason::PerhapsRecorded(receipt) => Some(*receipt),
            _ => None,
        })
    }

    /// A mark of what is proposed and why: who confirms a proposal confirms the one that was shown, with its doubts.
    pub fn mark(&self) -> String {
        let mut digest = Sha256::new();
        for order in &self.orders {
            digest.update(order.to_be_bytes());
        }
        digest.update(self.account.map_or(0, |account| account.0).to_be_bytes());
        for reason in &self.reasons {
            digest.update(format!("{reason:?}\0"));
        }
        digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Its place in the list of what is to be decided: what is sure, what is likely, what nobody can tell.
    pub fn rank(&self) -> i64 {
        match (self.is_sure(), self.is_something()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(place: i64) -> OrderNumber {
        OrderNumber::new(2026, place).unwrap()
    }

    #[test]
    fn a_doubt_is_never_sure_whatever_the_score() {
        let exact = Proposal::of_orders([number(1)], 100, vec![Reason::Reference, Reason::Exact]);
        assert!(exact.is_sure() && exact.is_exact() && exact.rank() == 0);
        for doubt in [
            Reason::Part(1),
            Reason::Over(1),
            Reason::Ended,
            Reason::OtherAccount,
            Reason::TakenBack,
            Reason::PerhapsRecorded(ReceiptId::from_raw(1)),
            Reason::SeveralFit,
        ] {
            let doubted = exact.clone().doubted(doubt, 100);
            assert!(!doubted.is_sure() && !doubted.is_exact() && doubted.rank() == 1, "{doubt:?}");
        }
        assert!(!Proposal::of_orders([number(1)], 89, vec![Reason::Number, Reason::Exact]).is_sure());
        assert_eq!(Proposal::nothing(Vec::new()).rank(), 2);
    }

    #[test]
    fn only_one_order_by_its_creditor_reference_needs_nobody() {
        assert!(!Proposal::of_orders([number(1)], 95, vec![Reason::Number, Reason::Exact]).is_exact());
        let two = Proposal::of_orders([number(1), number(2)], 95, vec![Reason::Reference, Reason::Exact]);
        assert!(two.is_sure() && !two.is_exact());
    }

    #[test]
    fn the_mark_is_of_what_is_proposed_and_why() {
        let one = Proposal::of_orders([number(1)], 95, vec![Reason::Number, Reason::Exact]);
        let same = Proposal::of_orders([number(1)], 70, vec![Reason::Number, Reason::Exact]);
        assert_eq!(one.mark(), same.mark());
        let others = [
            Proposal::of_orders([number(1)], 70, vec![Reason::Number, Reason::Part(5)]),
            one.clone().doubted(Reason::TakenBack, 20),
            Proposal::of_orders([number(2)], 95, Vec::new()),
            Proposal::of_orders([number(1), number(2)], 95, Vec::new()),
            Proposal::of_account(AccountId(1), 40, Vec::new()),
        ];
        assert!(others.iter().all(|other| other.mark() != one.mark()));
    }

    #[test]
    fn what_is_stored_comes_back() {
        let proposal = Proposal::of_orders([number(7)], 60, vec![Reason::Number, Reason::Over(120)]);
        let json = serde_json::to_string(&proposal).unwrap();
        assert_eq!(serde_json::from_str::<Proposal>(&json).unwrap(), proposal);
        assert_eq!(serde_json::from_str::<Proposal>("{}").unwrap(), Proposal::default());
    }
}
