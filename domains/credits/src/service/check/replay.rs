//! A ledger told again from its first operation on.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::Timestamp;
use kit_core::{Credits, KeyRing};

use super::Fault;
use super::backs::{Backs, given};
use crate::model::{
    Block, BurnRecord, Hold, HoldId, Kind, Lot, LotKind, Lots, Month, MonthFigures, Operation, Part, RequestKey, Split,
    Unit, Wallet, reminders, sealed,
};
use crate::store::check::{Head, OpenRow, PaymentPlace};
use crate::store::reminders::Told;

/// A ledger told again from its first operation on, trusting nothing but the operations themselves.
pub(super) struct Replay {
    unit: Unit,
    seq: i64,
    at: Timestamp,
    chain: [u8; 32],
    lots: BTreeMap<i64, Lot>,
    /// When lots came in.
    opened: BTreeMap<i64, Timestamp>,
    months: BTreeMap<Month, MonthFigures>,
    keys: HashSet<RequestKey>,
    payments: BTreeMap<i64, PaymentPlace>,
    /// What is kept of the uses of support time that come next.
    burns: BTreeMap<i64, BurnRecord>,
    /// The holds that are open, each with what it still holds.
    holds: BTreeMap<HoldId, (Hold, Split)>,
    backs: Backs,
}

impl Replay {
    pub(super) fn new(unit: Unit, payments: Vec<PaymentPlace>) -> Replay {
        Replay {
            unit,
            seq: 0,
            at: Timestamp::UNIX_EPOCH,
            chain: [0; 32],
            lots: BTreeMap::new(),
            opened: BTreeMap::new(),
            months: BTreeMap::new(),
            keys: HashSet::new(),
            payments: payments.into_iter().map(|payment| (payment.seq, payment)).collect(),
            burns: BTreeMap::new(),
            holds: BTreeMap::new(),
            backs: Backs::default(),
        }
    }

    /// What is kept of the uses of support time among the operations that come next.
    pub(super) fn learn(&mut self, burns: Vec<BurnRecord>) {
        self.burns = burns.into_iter().map(|burn| (burn.seq, burn)).collect();
    }

    /// What is wrong with the next operation; afterwards the replay stands behind it, whatever was wrong. `made` are the
    /// holds made between the operation before and this one.
    pub(super) fn operation(&mut self, keys: &KeyRing, operation: &Operation, made: Vec<Hold>) -> Vec<Fault> {
        let mut faults = self.hold(operation, made);
        let mut expect = |right: bool, fault: Fault| {
            if !right {
                faults.push(fault);
            }
        };
        expect(operation.seq == self.seq + 1, Fault::Gap);
        expect(operation.chain == sealed(keys, operation, &self.chain), Fault::Chain);
        expect(operation.at >= self.at, Fault::Time);
        expect(operation.idempotency.is_none_or(|key| self.keys.insert(key)), Fault::KeyTwice);
        expect(shape(operation), Fault::Movement(operation.kind.code()));
        expect(!takes_in_order(operation) || self.burns_in_order(operation), Fault::BurnOrder);
        expect(operation.kind != Kind::Purchase || self.is_paid(operation), Fault::NoPayment);
        expect(!self.is_burn(operation) || self.is_worked(operation), Fault::NoBurn);
        let open = self.open_lots();
        expect(self.backs.follows(operation, &open), Fault::Back);
        let below = operation.promotional_after < Credits::ZERO || operation.purchased_after < Credits::ZERO;
        expect(!below, Fault::BelowZero);
        expect(operation.hold.is_none_or(|hold| self.captures(operation, hold)), Fault::NoHold);
        faults.extend(sums(operation));
        faults.extend(self.apply(operation));
        self.give_back(|hold, by| hold.until_seq == Some(operation.seq) && operation.hold == Some(by));
        let (written, sum) = (operation.after(), self.open_lots().balance());
        if (written.promotional, written.purchased) != (sum.promotional, sum.purchased) {
            faults.push(Fault::Balance { written: written.total(), sum: sum.total() });
        }
        if written.held != sum.held {
            faults.push(Fault::HeldAfter { written: written.held, sum: sum.held });
        }
        let month = Month::of(operation.at);
        let figures = self.months.entry(month).or_insert(MonthFigures::empty(month));
        figures.add(operation.kind, operation.promotional, operation.purchased);
        (self.seq, self.at, self.chain) = (operation.seq, operation.at, operation.chain);
        faults
    }

    /// Lets go of the holds that ended before the operation, and takes up those that were made before it.
    fn hold(&mut self, operation: &Operation, made: Vec<Hold>) -> Vec<Fault> {
        let ended = |hold: &Hold, id: HoldId| match hold.until_seq {
            Some(until) => until < operation.seq || (until == operation.seq && operation.hold != Some(id)),
            None => false,
        };
        self.give_back(ended);
        let mut faults = Vec::new();
        for hold in made.into_iter().filter(|hold| !ended(hold, hold.id)) {
            for part in hold.parts.parts() {
                match self.lots.get_mut(&part.lot).filter(|lot| lot.kind == part.kind && lot.free() >= part.amount) {
                    Some(lot) => lot.held.0 += part.amount.0,
                    None => faults.push(Fault::HeldLot(part.lot)),
                }
            }
            let parts = hold.parts.clone();
            self.holds.insert(hold.id, (hold, parts));
        }
        faults
    }

    fn give_back(&mut self, ends: impl Fn(&Hold, HoldId) -> bool) {
        for (_, (_, rest)) in self.holds.extract_if(.., |id, (hold, _)| ends(hold, *id)) {
            for part in rest.parts() {
                if let Some(lot) = self.lots.get_mut(&part.lot) {
                    lot.held.0 -= part.amount.0;
                }
            }
        }
    }

    /// Whether the operation takes what its hold still holds, in its order; what it takes is no longer held.
    fn captures(&mut self, operation: &Operation, hold: HoldId) -> bool {
        let Some((_, rest)) = self.holds.get_mut(&hold) else { return false };
        let Some((taken, left)) = rest.cut(Credits(operation.amount.0.saturating_neg())) else { return false };
        *rest = left;
        for part in &taken {
            if let Some(lot) = self.lots.get_mut(&part.lot) {
                lot.held.0 -= part.amount.0;
            }
        }
        let given = |part: &Part| Part { amount: Credits(-part.amount.0), ..*part };
        operation.kind == Kind::Usage && taken.iter().map(given).eq(operation.split.parts().iter().copied())
    }

    /// Whether the payment that the purchase tells of is there, as it was recorded.
    fn is_paid(&self, purchase: &Operation) -> bool {
        self.payments.get(&purchase.seq).is_some_and(|payment| {
            purchase.payment.as_ref() == Some(&payment.reference) && purchase.fingerprint == Some(payment.digest())
        })
    }

    /// Whether the operation is a use of support time, beside which something is kept.
    fn is_burn(&self, operation: &Operation) -> bool {
        self.unit.is_time() && operation.kind == Kind::Usage
    }

    /// Whether what is kept of the work is what the operation bills; where something of it was not there, nothing stayed.
    fn is_worked(&self, usage: &Operation) -> bool {
        let short = |burn: &BurnRecord| usage.owed.is_positive() || burn.invoiced.is_positive();
        self.burns
            .get(&usage.seq)
            .is_some_and(|burn| burn.fits(usage) && (!short(burn) || usage.after().free() == Credits::ZERO))
    }

    /// Whether the parts are those that the lots of this moment would give.
    fn burns_in_order(&self, operation: &Operation) -> bool {
        let wanted = operation.amount.0.saturating_neg();
        operation.split.total().0 == -wanted && given(self.open_lots().iter(), wanted) == operation.split.parts()
    }

    fn apply(&mut self, operation: &Operation) -> Vec<Fault> {
        let mut faults = Vec::new();
        for part in operation.split.parts() {
            if part.amount.is_positive() && part.lot == operation.seq {
                let Operation { seq, expires_at, .. } = *operation;
                let (amount, held) = (part.amount, Credits::ZERO);
                let lot = Lot { seq, kind: part.kind, amount, remaining: amount, held, expires_at, last: seq };
                self.lots.insert(seq, lot);
                self.opened.insert(seq, operation.at);
                continue;
            }
            if operation.kind == Kind::Restitution && part.amount.is_positive() {
                faults.extend(self.put_back(*part, operation.seq));
                continue;
            }
            let lot = self.lots.get_mut(&part.lot).filter(|lot| lot.kind == part.kind);
            let left = lot.as_ref().and_then(|lot| lot.remaining.plus(part.amount).ok()).filter(|left| left.0 >= 0);
            match (lot, left) {
                (Some(lot), Some(left)) if part.amount < Credits::ZERO => {
                    (lot.remaining, lot.last) = (left, operation.seq);
                    if left < lot.held {
                        faults.push(Fault::HeldLot(part.lot));
                    }
                    if left == Credits::ZERO {
                        self.opened.remove(&part.lot);
                        self.lots.remove(&part.lot);
                    }
                }
                _ => faults.push(Fault::Lot(part.lot)),
            }
        }
        faults
    }

    /// Puts a part back into its lot, which opens again as it was if it is closed.
    fn put_back(&mut self, part: Part, by: i64) -> Option<Fault> {
        let was = self.backs.lot(part.lot).filter(|lot| lot.kind == part.kind);
        let Some(was) = was else { return Some(Fault::Lot(part.lot)) };
        let lot = self.lots.entry(part.lot).or_insert(Lot { remaining: Credits::ZERO, ..was });
        lot.last = by;
        match lot.remaining.plus(part.amount) {
            Ok(remaining) if remaining <= lot.amount => lot.remaining = remaining,
            _ => return Some(Fault::Lot(part.lot)),
        }
        None
    }

    fn open_lots(&self) -> Lots {
        Lots::of(self.lots.values().copied())
    }

    /// Whether there is a lot that neither was pointed out nor will be.
    pub(super) fn forgets_a_reminder(&self, head: &Head, told: &[Told]) -> bool {
        self.lots.values().any(|lot| {
            let (Some(at), Some(opened)) = (lot.expires_at, self.opened.get(&lot.seq)) else { return false };
            reminders(at, *opened).any(|reminder| {
                let is_told = told.contains(&Told { lot: lot.seq, days: reminder.days });
                !is_told && head.next_reminder.is_none_or(|next| next > reminder.from)
            })
        })
    }

    /// Where the wallet's row is not what its operations and its open holds make.
    pub(super) fn differences(mut self, head: &Head, kept: &[MonthFigures], open: &[OpenRow]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut lots = Lots::of(self.lots.values().map(|lot| Lot { held: Credits::ZERO, ..*lot }));
        for row in open {
            if !row.parts.parse().is_ok_and(|parts: Split| lots.keep_aside(&parts)) {
                faults.push(Fault::Hold(row.id, "holds what is not there"));
            }
        }
        let balance = lots.balance();
        let newest = self.months.last_entry().map_or(Wallet::new(self.unit).month, |entry| entry.remove());
        let present = (newest.used_promotional, newest.used_purchased, newest.expired);
        let ended: Vec<MonthFigures> = self.months.values().filter(|figures| !figures.is_empty()).copied().collect();
        let next_return = open.iter().map(|row| row.ends_at).min();
        let equal = [
            ("last number and time", head.seq == self.seq && head.at == self.at),
            ("seal", head.chain == self.chain),
            ("open lots", head.lots == lots.to_string()),
            ("open holds", told(&head.holds) == open.iter().map(ToString::to_string).collect()),
            ("balances", head.promotional == balance.promotional && head.purchased == balance.purchased),
            ("next expiry", head.next_expiry == lots.next_expiry()),
            ("next end of a hold", head.next_return == next_return),
            ("debts", head.debt == self.backs.debt() && !self.backs.is_unsettled()),
            ("blocks", head.blocked.as_deref() != Some(Block::Debt.code()) || head.debt.is_positive()),
            ("month's figures", head.month_figures() == present && head.month == newest.month.number()),
            ("figures of months gone by", ended == kept),
        ];
        faults.extend(equal.into_iter().filter(|(_, equal)| !equal).map(|(what, _)| Fault::Wallet(what)));
        faults
    }
}

/// The holds that a wallet's row tells of, in no order.
fn told(holds: &str) -> BTreeSet<String> {
    holds.split(';').filter(|hold| !hold.is_empty()).map(str::to_owned).collect()
}

fn sums(operation: &Operation) -> Vec<Fault> {
    let Operation { amount, promotional, purchased, split, .. } = operation;
    let mut faults = Vec::new();
    if *amount != split.total() {
        faults.push(Fault::Sum { amount: *amount, parts: split.total() });
    }
    if *promotional != split.of(LotKind::Promotional) || *purchased != split.of(LotKind::Purchased) {
        faults.push(Fault::SumByKind);
    }
    faults
}

/// Whether the operation moves credits as its kind does.
fn shape(operation: &Operation) -> bool {
    let Operation { amount, promotional, purchased, .. } = operation;
    match operation.kind {
        Kind::Grant => amount.is_positive() && *purchased == Credits::ZERO,
        Kind::Purchase => amount.is_positive() && *promotional == Credits::ZERO,
        Kind::Usage => *amount <= Credits::ZERO,
        Kind::Expiry => *amount < Credits::ZERO,
        Kind::Correction => *amount != Credits::ZERO && operation.corrects.is_some_and(|seq| seq < operation.seq),
        Kind::Reclaim => *amount <= Credits::ZERO && operation.owed >= Credits::ZERO,
        Kind::Settlement => *amount < Credits::ZERO && operation.owed == *amount,
        Kind::Restitution => *amount >= Credits::ZERO && operation.owed <= Credits::ZERO,
    }
}

fn takes_in_order(operation: &Operation) -> bool {
    operation.amount < Credits::ZERO
        && operation.hold.is_none()
        && matches!(operation.kind, Kind::Usage | Kind::Correction)
}
