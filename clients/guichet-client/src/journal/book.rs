//! What the records come to. No file, no clock.

use std::collections::HashMap;

use jiff::Timestamp;

use super::record::{Began, Record};
use super::{JournalError, OpenLease, Spent};
use crate::{Key, Lease, NewLease, Price, Settlement, Usage};

/// How many uses the server takes at once.
const MOST_USES: usize = 500;
/// Bounds of the server: what it would refuse would keep the whole lease from being settled.
const LARGEST_QUANTITY: i64 = 1_000_000;
const LARGEST_AMOUNT: i64 = 1_000_000_000;
const LONGEST_FEATURE: usize = 100;
const LONGEST_REFERENCE: usize = 200;
const LONGEST_ADDRESS: usize = 254;

/// Where a lease stands on this side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// There never was one.
    #[default]
    Empty,
    /// Asked for; it is not known whether it was given.
    Begun,
    /// To be spent.
    Open,
    /// The server is being told.
    Settling,
    /// The uses are being charged one by one.
    Charging,
    /// Nothing more to do.
    Closed,
}

/// A record that cannot follow those before.
#[derive(Debug)]
pub(super) struct OutOfOrder;

#[derive(Debug)]
struct Terms {
    id: String,
    amount: i64,
    prices: HashMap<String, i64>,
    until: Timestamp,
}

/// One lease, and what was spent of it.
#[derive(Debug, Default)]
pub(super) struct Book {
    phase: Phase,
    began: Option<Began>,
    terms: Option<Terms>,
    uses: Vec<Spent>,
    by_key: HashMap<Key, usize>,
    spent: i64,
    latest: Option<Timestamp>,
}

impl Book {
    /// Goes on by a record.
    ///
    /// # Errors
    /// It cannot come here.
    pub(super) fn apply(&mut self, record: Record) -> Result<(), OutOfOrder> {
        let (at, next) = match (record, self.phase) {
            (Record::Began(began), Phase::Empty) => {
                let at = began.at;
                self.began = Some(began);
                (at, Phase::Begun)
            }
            (Record::Leased { at, lease, amount, prices, until }, Phase::Begun) => {
                let prices = prices.into_iter().map(|price| (price.feature, price.price)).collect();
                self.terms = Some(Terms { id: lease, amount, prices, until });
                (at, Phase::Open)
            }
            (Record::Spent(spent), Phase::Open) => {
                let at = spent.at;
                self.spent = self.spent.checked_add(spent.cost).ok_or(OutOfOrder)?;
                if self.spent > self.terms.as_ref().map_or(0, |terms| terms.amount) {
                    return Err(OutOfOrder);
                }
                if self.by_key.insert(spent.key.clone(), self.uses.len()).is_some() {
                    return Err(OutOfOrder);
                }
                self.uses.push(spent);
                (at, Phase::Open)
            }
            (Record::Settling { at }, Phase::Open) => (at, Phase::Settling),
            (Record::Charging { at }, Phase::Open | Phase::Settling) => (at, Phase::Charging),
            (Record::Settled { at }, Phase::Settling | Phase::Charging) => (at, Phase::Closed),
            (Record::Ended { at }, Phase::Begun | Phase::Open | Phase::Settling | Phase::Charging) => {
                (at, Phase::Closed)
            }
            _ => return Err(OutOfOrder),
        };
        self.latest = self.latest.max(Some(at));
        self.phase = next;
        Ok(())
    }

    pub(super) fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether there is a lease, or may be.
    pub(super) fn is_in_use(&self) -> bool {
        !matches!(self.phase, Phase::Empty | Phase::Closed)
    }

    /// The time of the latest record.
    pub(super) fn latest(&self) -> Option<Timestamp> {
        self.latest
    }

    pub(super) fn uses(&self) -> &[Spent] {
        &self.uses
    }

    pub(super) fn open_lease(&self) -> Option<OpenLease> {
        let terms = self.terms.as_ref().filter(|_| self.is_in_use())?;
        Some(OpenLease {
            id: terms.id.clone(),
            amount: terms.amount,
            spent: self.spent,
            uses: self.uses.len(),
            until: terms.until,
        })
    }

    /// The lease that was asked for.
    pub(super) fn wanted(&self) -> Option<NewLease> {
        self.began.as_ref().map(Began::wanted)
    }

    /// The record of a lease that came. Its term is counted from the moment when it was asked for, which is before the server gave it: so
    /// a difference between the clocks does not lengthen it.
    ///
    /// # Errors
    /// None was asked for, or the term is none.
    pub(super) fn opened(&self, lease: &Lease, at: Timestamp) -> Result<Record, JournalError> {
        let began = self.began.as_ref().ok_or(JournalError::NoLease)?;
        let term = lease.expires_at.duration_since(lease.at);
        let until = began.at.checked_add(term).map_err(|_| JournalError::Value("expires_at"))?;
        let (id, prices): (_, Vec<Price>) = (lease.id.clone(), lease.prices.clone());
        Ok(Record::Leased { at, lease: id, amount: lease.amount, prices, until })
    }

    /// What was recorded under the key of this use.
    ///
    /// # Errors
    /// Something else was.
    pub(super) fn spent_before(&self, usage: &Usage) -> Result<Option<Spent>, JournalError> {
        let known = usage.key.as_ref().and_then(|key| self.by_key.get(key)).and_then(|index| self.uses.get(*index));
        match known {
            None => Ok(None),
            Some(spent) if spent.usage() == *usage => Ok(Some(spent.clone())),
            Some(_) => Err(JournalError::KeyReused),
        }
    }

    /// A key for the next use.
    pub(super) fn next_key(&self) -> Result<Key, JournalError> {
        let began = self.began.as_ref().ok_or(JournalError::NoLease)?;
        Ok(began.journal.with(self.uses.len() + 1))
    }

    /// Decides on a use.
    ///
    /// # Errors
    /// It cannot be had out of this lease.
    pub(super) fn spend(&self, usage: &Usage, key: Key, at: Timestamp) -> Result<Spent, JournalError> {
        let terms = match (self.phase, &self.terms) {
            (Phase::Open, Some(terms)) => terms,
            (Phase::Settling | Phase::Charging, _) => return Err(JournalError::Settling),
            _ => return Err(JournalError::NoLease),
        };
        if at >= terms.until {
            return Err(JournalError::Over { until: terms.until });
        }
        if self.uses.len() >= MOST_USES {
            return Err(JournalError::Full(MOST_USES));
        }
        acceptable(usage)?;
        let cost = terms.cost(usage)?;
        let left = terms.amount.saturating_sub(self.spent);
        if cost > left {
            return Err(JournalError::Short { left, cost });
        }
        Ok(Spent {
            at,
            key,
            feature: usage.feature.clone(),
            quantity: usage.quantity,
            amount: usage.amount,
            member: usage.member.clone(),
            reference: usage.reference.clone(),
            cost,
        })
    }

    /// All that was spent, under a key of its own: however often it is sent, it is settled once.
    pub(super) fn settlement(&self) -> Option<Settlement> {
        let (began, terms) = (self.began.as_ref()?, self.terms.as_ref()?);
        let uses = self.uses.iter().map(Spent::told).collect();
        Some(Settlement { lease: terms.id.clone(), uses, key: Some(began.journal.with("settle")) })
    }

    /// The uses, as each is charged by itself. What the lease had a price for is told as a quantity: a key that may lease may not
    /// always name amounts.
    pub(super) fn charges(&self) -> Vec<(Key, Usage)> {
        let price = |feature: &str| self.terms.as_ref().and_then(|terms| terms.prices.get(feature)).copied();
        let charge = |spent: &Spent| {
            let mut usage = spent.usage();
            if let (Some(price), Some(amount)) = (price(&spent.feature), spent.amount) {
                usage.quantity = usage.quantity.or(amount.checked_div(price));
                usage.amount = None;
            }
            (spent.key.clone(), usage)
        };
        self.uses.iter().map(charge).collect()
    }

    /// Nothing was spent, says this one.
    pub(super) fn give_back(&self) -> Option<Settlement> {
        let (began, terms) = (self.began.as_ref()?, self.terms.as_ref()?);
        Some(Settlement { lease: terms.id.clone(), uses: Vec::new(), key: Some(began.journal.with("back")) })
    }
}

impl Terms {
    /// What a use costs, as the server will see it: whole uses at the price of the lease. Where there is no price the application names
    /// the amount, which needs a key with `credits:charge`.
    fn cost(&self, usage: &Usage) -> Result<i64, JournalError> {
        match (self.prices.get(&usage.feature), usage.quantity, usage.amount) {
            (Some(price), quantity, None) => {
                price.checked_mul(quantity.unwrap_or(1)).ok_or(JournalError::Value("quantity"))
            }
            (Some(price), quantity, Some(amount)) => {
                let whole = match quantity {
                    Some(quantity) => price.checked_mul(quantity) == Some(amount),
                    None if *price == 0 => amount == 0,
                    None => amount > 0 && amount % price == 0,
                };
                if whole { Ok(amount) } else { Err(JournalError::Value("amount")) }
            }
            (None, _, Some(amount)) => Ok(amount),
            (None, _, None) => Err(JournalError::UnknownFeature(usage.feature.clone())),
        }
    }
}

/// Whether the server would take these values.
fn acceptable(usage: &Usage) -> Result<(), JournalError> {
    let of_a_feature = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let feature = (1..=LONGEST_FEATURE).contains(&usage.feature.len()) && usage.feature.chars().all(of_a_feature);
    let quantity = usage.quantity.is_none_or(|quantity| (1..=LARGEST_QUANTITY).contains(&quantity));
    let amount = usage.amount.is_none_or(|amount| (0..=LARGEST_AMOUNT).contains(&amount));
    let reference = usage.reference.as_ref().is_none_or(|reference| {
        !reference.trim().is_empty()
            && reference.trim().chars().count() <= LONGEST_REFERENCE
            && !reference.trim().chars().any(hidden)
    });
    let member = usage.member.as_ref().is_none_or(|member| {
        member.len() <= LONGEST_ADDRESS && member.contains('@') && !member.chars().any(|c| c.is_control() || c == ' ')
    });
    let all = [
        (feature, "feature"),
        (quantity, "quantity"),
        (amount, "amount"),
        (reference, "reference"),
        (member, "member"),
    ];
    match all.iter().find(|(fine, _)| !fine) {
        Some((_, name)) => Err(JournalError::Value(name)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    const BEGUN: Timestamp = Timestamp::UNIX_EPOCH;
    const LEASED: i64 = 40;

    /// A lease of an hour, with two prices.
    fn book() -> Book {
        let mut book = Book::default();
        let wanted = NewLease::new(LEASED, Duration::from_secs(3600));
        book.apply(Record::Began(Began::new(&wanted, BEGUN).unwrap())).unwrap();
        let price = |feature: &str, price| Price { feature: feature.to_owned(), price };
        let lease = Lease {
            id: "0c4x".into(),
            amount: LEASED,
            state: "open".into(),
            settled: 0,
            at: BEGUN + SignedDuration::from_hours(9),
            expires_at: BEGUN + SignedDuration::from_hours(10),
            prices: vec![price("plan.render", 3), price("plan.view", 0)],
            machine: None,
            member: None,
        };
        let leased = book.opened(&lease, BEGUN).unwrap();
        book.apply(leased).unwrap();
        book
    }

    fn spend(book: &mut Book, usage: &Usage, at: Timestamp) -> Result<Spent, JournalError> {
        if let Some(before) = book.spent_before(usage)? {
            return Ok(before);
        }
        let key = usage.key.clone().map_or_else(|| book.next_key(), Ok)?;
        let spent = book.spend(usage, key, at)?;
        book.apply(Record::Spent(spent.clone())).unwrap();
        Ok(spent)
    }

    #[test]
    fn records_come_in_their_order() {
        let at = BEGUN;
        let wrong = |records: Vec<Record>| {
            let mut book = book();
            records.into_iter().any(|record| book.apply(record).is_err())
        };
        assert!(wrong(vec![Record::Settled { at }]));
        assert!(wrong(vec![Record::Settling { at }, Record::Settling { at }]));
        assert!(wrong(vec![Record::Ended { at }, Record::Settling { at }]));
        assert!(wrong(vec![Record::Charging { at }, Record::Settling { at }]));
        assert!(!wrong(vec![Record::Settling { at }, Record::Charging { at }, Record::Settled { at }]));
        let spent = book().spend(&Usage::new("plan.render"), "k".parse().unwrap(), at).unwrap();
        assert!(wrong(vec![Record::Spent(spent.clone()), Record::Spent(spent.clone())]), "twice");
        assert!(wrong(vec![Record::Spent(Spent { cost: LEASED + 1, ..spent.clone() })]), "more than there is");
        assert!(wrong(vec![Record::Settling { at }, Record::Spent(spent)]), "after the end");
    }

    #[test]
    fn what_is_charged_is_told_as_a_quantity_where_there_is_a_price() {
        let mut book = book();
        for usage in [
            Usage::new("plan.render").amount(6),
            Usage::new("plan.view").amount(0),
            Usage::new("plan.render").quantity(3),
            Usage::new("own.name").amount(5),
        ] {
            spend(&mut book, &usage, BEGUN).unwrap();
        }
        let charges = book.charges();
        let told: Vec<_> = charges.iter().map(|(_, usage)| (usage.quantity, usage.amount)).collect();
        assert_eq!(told, [(Some(2), None), (None, None), (Some(3), None), (None, Some(5))]);
        assert!(charges.iter().all(|(key, usage)| usage.key.as_ref() == Some(key)));
    }

    proptest! {
        /// Whatever is asked for, the book holds what a simple list of the accepted uses holds.
        #[test]
        fn it_spends_as_the_reference_does(
            asked in prop::collection::vec((0_usize..3, 1_i64..9, 0_u8..12, 0_i64..70), 0..60),
        ) {
            let mut book = book();
            let mut reference: BTreeMap<String, (usize, i64, i64)> = BTreeMap::new();
            for (feature, quantity, key, minutes) in asked {
                let name = ["plan.render", "plan.view", "own.name"][feature];
                let usage = Usage::new(name).key(format!("k{key}").parse::<Key>().unwrap());
                let (usage, cost) = match feature {
                    0 => (usage.quantity(quantity), 3 * quantity),
                    1 => (usage.quantity(quantity), 0),
                    _ => (usage.amount(quantity), quantity),
                };
                let spent = spend(&mut book, &usage, BEGUN + SignedDuration::from_mins(minutes));
                let left = LEASED - reference.values().map(|(_, _, cost)| cost).sum::<i64>();
                match reference.get(&format!("k{key}")) {
                    Some(before) if *before == (feature, quantity, cost) => prop_assert_eq!(spent.unwrap().cost, cost),
                    Some(_) => prop_assert!(matches!(spent, Err(JournalError::KeyReused))),
                    None if minutes >= 60 => {
                        let over = matches!(spent, Err(JournalError::Over { .. }));
                        prop_assert!(over);
                    }
                    None if cost > left => {
                        let short = matches!(spent, Err(JournalError::Short { left: l, cost: c }) if (l, c) == (left, cost));
                        prop_assert!(short);
                    }
                    None => {
                        prop_assert_eq!(spent.unwrap().cost, cost);
                        reference.insert(format!("k{key}"), (feature, quantity, cost));
                    }
                }
            }
            let lease = book.open_lease().unwrap();
            prop_assert_eq!(lease.spent, reference.values().map(|(_, _, cost)| cost).sum::<i64>());
            prop_assert_eq!(book.settlement().unwrap().uses.len(), reference.len());
        }
    }
}
