//! What went back with its payment, told again: who gave it, what is owed for it, and what came again.

use std::collections::BTreeMap;

use kit_core::Credits;

use crate::model::{Kind, Lot, LotKind, Lots, Operation, Part};

/// What came in, what of it went back, and what is owed.
#[derive(Default)]
pub(super) struct Backs {
    debt: i64,
    opened: BTreeMap<i64, Opened>,
    /// What is about a purchase or a gift in the end.
    roots: BTreeMap<i64, Root>,
    /// What was taken back and not given again.
    reclaims: BTreeMap<i64, Reclaimed>,
    /// The purchase that the next operation must settle from.
    to_settle: Option<i64>,
}

/// A lot of any time, and what became of it beside its use.
struct Opened {
    lot: Lot,
    by: Kind,
    /// What expired and what corrections took, each less what corrections gave again.
    expired: i64,
    corrected: i64,
    /// What went back with its payment, and what of that was lost before.
    claimed: i64,
    claimed_lost: i64,
}

/// The purchase or gift that an operation is about in the end, and whether it is so by an expiry.
#[derive(Clone, Copy)]
struct Root {
    opened: i64,
    by_expiry: Option<bool>,
}

struct Reclaimed {
    of: i64,
    claimed: i64,
    lost: i64,
    owed: i64,
    parts: Vec<Part>,
}

impl Backs {
    /// What is owed now.
    pub(super) fn debt(&self) -> Credits {
        Credits(self.debt)
    }

    /// Whether a purchase stands last that should have been settled from.
    pub(super) fn is_unsettled(&self) -> bool {
        self.to_settle.is_some()
    }

    /// The lot that this operation opened, as it was then.
    pub(super) fn lot(&self, seq: i64) -> Option<Lot> {
        self.opened.get(&seq).map(|opened| opened.lot)
    }

    /// Whether the next operation, before which these lots are open, does with payments that went back what it should.
    pub(super) fn follows(&mut self, operation: &Operation, open: &Lots) -> bool {
        let to_settle = self.to_settle.take();
        let right = match operation.kind {
            Kind::Reclaim => to_settle.is_none() && self.reclaims(operation, open),
            Kind::Settlement => to_settle.is_some_and(|purchase| self.settles(operation, purchase)),
            Kind::Restitution => to_settle.is_none() && self.gives_again(operation),
            // What is used of support time and was not there may be owed.
            Kind::Usage if operation.unit.is_time() => to_settle.is_none() && operation.owed >= Credits::ZERO,
            _ => to_settle.is_none() && operation.owed == Credits::ZERO,
        };
        self.debt = self.debt.saturating_add(operation.owed.0);
        self.note_lost(operation);
        self.note(operation);
        right && self.debt >= 0
    }

    fn reclaims(&mut self, operation: &Operation, open: &Lots) -> bool {
        let (Some(of), Some(claimed)) = (operation.corrects, operation.quantity) else { return false };
        let Some(opened) = self.opened.get_mut(&of) else { return false };
        let lost = opened.expired.max(0).saturating_add(opened.corrected.max(0));
        let lost = lost.saturating_sub(opened.claimed_lost).clamp(0, claimed.max(0));
        let fits = claimed > 0 && opened.claimed.saturating_add(claimed) <= opened.lot.amount.0;
        opened.claimed = opened.claimed.saturating_add(claimed);
        opened.claimed_lost = opened.claimed_lost.saturating_add(lost);
        let own_first = open.iter().filter(|lot| lot.seq == of).chain(open.iter().filter(|lot| lot.seq != of));
        let wanted = claimed.saturating_sub(lost);
        let expected = given(own_first, wanted);
        let owed = expected.iter().fold(wanted, |owed, part| owed.saturating_add(part.amount.0));
        let parts = operation.split.parts().to_vec();
        let right = expected == parts && operation.owed.0 == owed;
        let from_payment = matches!(opened.by, Kind::Purchase | Kind::Grant);
        self.reclaims.insert(operation.seq, Reclaimed { of, claimed, lost, owed: operation.owed.0, parts });
        fits && from_payment && right
    }

    fn settles(&self, operation: &Operation, purchase: i64) -> bool {
        let Some(opened) = self.opened.get(&purchase) else { return false };
        let settled = opened.lot.amount.0.min(self.debt);
        let part = Part { lot: purchase, kind: LotKind::Purchased, amount: Credits(-settled) };
        operation.corrects == Some(purchase) && operation.owed.0 == -settled && operation.split.parts() == [part]
    }

    fn gives_again(&mut self, operation: &Operation) -> bool {
        let Some(taken) = operation.corrects.and_then(|seq| self.reclaims.remove(&seq)) else { return false };
        if let Some(opened) = self.opened.get_mut(&taken.of) {
            opened.claimed = opened.claimed.saturating_sub(taken.claimed);
            opened.claimed_lost = opened.claimed_lost.saturating_sub(taken.lost);
        }
        let struck = taken.owed.min(self.debt);
        let settled = taken.owed.saturating_sub(struck);
        let back = |part: &Part| Part { amount: Credits(part.amount.0.saturating_neg()), ..*part };
        let mut expected: Vec<Part> = taken.parts.iter().map(back).collect();
        if settled > 0 {
            expected.push(Part { lot: operation.seq, kind: LotKind::Purchased, amount: Credits(settled) });
        }
        operation.owed.0 == -struck && operation.split.parts() == expected && operation.expires_at.is_none()
    }

    /// Remembers what is lost of a purchase or a gift: as `store::operations::lost` finds it.
    fn note_lost(&mut self, operation: &Operation) {
        let Operation { seq, kind, amount, .. } = *operation;
        let about = match kind {
            Kind::Purchase | Kind::Grant => {
                self.roots.insert(seq, Root { opened: seq, by_expiry: None });
                return;
            }
            Kind::Expiry => operation.split.parts().first().map(|part| part.lot),
            Kind::Usage | Kind::Correction | Kind::Reclaim | Kind::Settlement | Kind::Restitution => operation.corrects,
        };
        let Some(root) = about.and_then(|about| self.roots.get(&about)).copied() else { return };
        let by_expiry = root.by_expiry.unwrap_or(kind == Kind::Expiry);
        self.roots.insert(seq, Root { by_expiry: Some(by_expiry), ..root });
        let Some(opened) = self.opened.get_mut(&root.opened) else { return };
        if matches!(kind, Kind::Correction | Kind::Expiry) {
            let sum = if by_expiry { &mut opened.expired } else { &mut opened.corrected };
            *sum = sum.saturating_sub(amount.0);
        }
    }

    /// Remembers what opens, and whether the next operation must settle.
    fn note(&mut self, operation: &Operation) {
        let Operation { seq, kind: by, expires_at, .. } = *operation;
        for part in operation.split.parts() {
            if part.lot == seq && part.amount.is_positive() {
                let (kind, amount, held) = (part.kind, part.amount, Credits::ZERO);
                let lot = Lot { seq, kind, amount, remaining: amount, held, expires_at, last: seq };
                self.opened.insert(seq, Opened { lot, by, expired: 0, corrected: 0, claimed: 0, claimed_lost: 0 });
            }
        }
        if by == Kind::Purchase && self.debt > 0 {
            self.to_settle = Some(seq);
        }
    }
}

/// What these lots would give of `wanted`, one after the other, as parts.
pub(super) fn given<'a>(lots: impl Iterator<Item = &'a Lot>, wanted: i64) -> Vec<Part> {
    let mut missing = wanted;
    let mut parts = Vec::new();
    for lot in lots {
        let taken = lot.free().0.min(missing);
        if taken > 0 {
            missing -= taken;
            parts.push(Part { lot: lot.seq, kind: lot.kind, amount: Credits(-taken) });
        }
        if missing <= 0 {
            break;
        }
    }
    parts
}
