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
