//! The holds of a wallet in the order in which they were made, each looked at by itself.

use std::collections::VecDeque;

use kit_core::{AccountId, Credits, KeyRing};
use kit_db::{Db, DbError};

use super::Fault;
use crate::model::{Hold, HoldId, HoldState, Unit, sealed_end, sealed_hold};
use crate::store;
use crate::store::check::HoldPlace;

/// The holds of one wallet, read a page at a time.
pub(super) struct HoldsInOrder {
    wallet: (AccountId, Unit),
    last: (i64, HoldId),
    next: VecDeque<HoldPlace>,
    all_read: bool,
}

impl HoldsInOrder {
    pub(super) fn new(wallet: (AccountId, Unit)) -> HoldsInOrder {
        let last = (i64::MIN, HoldId::from_raw(i64::MIN));
        HoldsInOrder { wallet, last, next: VecDeque::new(), all_read: false }
    }

    /// The holds made before the operation `seq` and not handed out yet, and what is wrong with their rows.
    pub(super) async fn made_before(
        &mut self,
        db: &Db,
        keys: &KeyRing,
        seq: i64,
    ) -> Result<(Vec<Hold>, Vec<Fault>), DbError> {
        let (mut made, mut faults) = (Vec::new(), Vec::new());
        loop {
            self.read_on(db).await?;
            let Some(place) = self.next.pop_front_if(|place| place.hold.first_seq <= seq) else { break };
            faults.extend(faults_of(keys, &place));
            // One that ended before the operation holds nothing any more; there may be very many of these.
            if place.hold.until_seq.is_none_or(|until| until >= seq) {
                made.push(place.hold);
            }
        }
        Ok((made, faults))
    }

    /// What is wrong with the holds made after the last operation.
    pub(super) async fn rest(mut self, db: &Db, keys: &KeyRing) -> Result<Vec<Fault>, DbError> {
        let mut faults = Vec::new();
        loop {
            self.read_on(db).await?;
            let Some(place) = self.next.pop_front() else { return Ok(faults) };
            faults.extend(faults_of(keys, &place));
        }
    }

    async fn read_on(&mut self, db: &Db) -> Result<(), DbError> {
        if self.all_read || !self.next.is_empty() {
            return Ok(());
        }
        let (wallet, last) = (self.wallet, self.last);
        self.next = db.read(move |read| store::check::holds(read, wallet, last)).await?.into();
        match self.next.back() {
            Some(place) => self.last = (place.hold.first_seq, place.hold.id),
            None => self.all_read = true,
        }
        Ok(())
    }
}

/// What is wrong with the row of a hold: its seals, its sums, and what its operations took.
fn faults_of(keys: &KeyRing, place: &HoldPlace) -> Vec<Fault> {
    let HoldPlace { hold, used } = place;
    let as_made = hold.made_seal == sealed_hold(keys, hold) && hold.parts.total() == hold.amount;
    let as_ended = match (hold.state, hold.end()) {
        (HoldState::Open, _) => tells_no_end(hold),
        (_, Some(end)) => hold.end_seal == Some(sealed_end(keys, hold.account, &end)),
        (_, None) => false,
    };
    let used_as_told = hold.captured == *used && (hold.state == HoldState::Captured || *used == Credits::ZERO);
    let right = [
        (as_made, "is not as it was made"),
        (as_ended, "did not end as it tells"),
        (used_as_told, "was not used as it tells"),
    ];
    right.into_iter().filter(|(right, _)| !right).map(|(_, what)| Fault::Hold(hold.id, what)).collect()
}

/// Whether nothing of an end is written, not even a part of one.
fn tells_no_end(hold: &Hold) -> bool {
    let Hold { ended_at, until_seq, ended_balance, end_idempotency, end_fingerprint, end_seal, .. } = hold;
    let answer = ended_balance.is_none() && end_idempotency.is_none() && end_fingerprint.is_none();
    answer && ended_at.is_none() && until_seq.is_none() && end_seal.is_none()
}
