//! The seals of a hold: one over what was made, one over the end. The end can so be written without reading the row.

use kit_core::{AccountId, KeyRing};

use super::canonical::Canonical;
use super::{Hold, HoldEnd};

/// HMAC-SHA-256 over all that a hold was made with, under the installation's key for holds.
pub fn sealed_hold(keys: &KeyRing, hold: &Hold) -> [u8; 32] {
    let mut bytes = Canonical::version(1);
    bytes.number(hold.id.0);
    bytes.number(hold.account.0);
    bytes.text(hold.unit.code());
    bytes.text(hold.kind.code());
    bytes.number(hold.amount.0);
    bytes.text(&hold.parts.to_string());
    bytes.some_text(hold.feature.as_deref());
    bytes.some_number(hold.quantity);
    bytes.some_number(hold.unit_price.map(|price| price.0));
    bytes.some_text(hold.prices.as_ref().map(super::FrozenPrices::stored).as_deref());
    bytes.some_text(hold.reference.as_deref());
    bytes.some_text(hold.machine.as_deref());
    bytes.some_number(hold.member.map(|member| member.0));
    bytes.text(&hold.author.to_string());
    bytes.number(hold.made_at.as_microsecond());
    bytes.number(hold.ends_at.as_microsecond());
    bytes.number(hold.first_seq);
    bytes.text(&hold.made_balance.stored());
    bytes.bytes(&hold.idempotency.0);
    bytes.bytes(&hold.fingerprint.0);
    ring(keys).mac(&[&bytes.done()])
}

/// HMAC-SHA-256 over the end of a hold of this account.
pub fn sealed_end(keys: &KeyRing, account: AccountId, end: &HoldEnd) -> [u8; 32] {
    let mut bytes = Canonical::version(2);
    bytes.number(end.id.0);
    bytes.number(account.0);
    bytes.text(end.state.code());
    bytes.number(end.ended_at.as_microsecond());
    bytes.number(end.until_seq);
    bytes.number(end.captured.0);
    bytes.some_text(end.balance.map(super::Balance::stored).as_deref());
    bytes.some_bytes(end.request.as_ref().map(|(key, _)| key.0.as_slice()));
    bytes.some_bytes(end.request.as_ref().map(|(_, body)| body.0.as_slice()));
    ring(keys).mac(&[&bytes.done()])
}

fn ring(keys: &KeyRing) -> KeyRing {
    KeyRing::new(keys.derive("holds"))
}

impl Hold {
    /// Its end, if it is written in full.
    pub(crate) fn end(&self) -> Option<HoldEnd> {
        Some(HoldEnd {
            id: self.id,
            state: self.state,
            ended_at: self.ended_at?,
            until_seq: self.until_seq?,
            captured: self.captured,
            balance: self.ended_balance,
            request: self.end_idempotency.zip(self.end_fingerprint),
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use kit_core::{Credits, PersonId};

    use super::super::{
        Balance, Digest, FrozenPrices, HoldId, HoldKind, HoldState, RequestKey, Split, Unit, WrittenBy,
    };
    use super::*;

    fn hold() -> Hold {
        Hold {
            id: HoldId::from_raw(1),
            account: AccountId(1001),
            unit: Unit::Credit,
            kind: HoldKind::Hold,
            amount: Credits(3),
            parts: "1:g:3".parse().unwrap(),
            feature: Some("plan.render".into()),
            quantity: Some(1),
            unit_price: Some(Credits(3)),
            prices: None,
            reference: None,
            machine: None,
            member: None,
            author: WrittenBy::Key("gk_a".into()),
            made_at: Timestamp::UNIX_EPOCH,
            ends_at: Timestamp::UNIX_EPOCH,
            first_seq: 2,
            made_balance: Balance::default(),
            idempotency: RequestKey([1; 32]),
            fingerprint: Digest([2; 16]),
            made_seal: [0; 32],
            state: HoldState::Captured,
            captured: Credits(3),
            ended_at: Some(Timestamp::UNIX_EPOCH),
            until_seq: Some(2),
            ended_balance: Some(Balance::default()),
            end_idempotency: Some(RequestKey([3; 32])),
            end_fingerprint: Some(Digest([4; 16])),
            end_seal: None,
        }
    }

    #[test]
    fn every_field_counts() {
        let keys = KeyRing::new([7; 32]);
        let seals = |change: fn(&mut Hold)| {
            let mut hold = hold();
            change(&mut hold);
            (sealed_hold(&keys, &hold), sealed_end(&keys, hold.account, &hold.end().unwrap()))
        };
        let made: [fn(&mut Hold); 19] = [
            |h| h.id = HoldId::from_raw(2),
            |h| h.account.0 += 1,
            |h| h.kind = HoldKind::Lease,
            |h| h.amount.0 += 1,
            |h| h.parts = Split::default(),
            |h| h.feature = None,
            |h| h.quantity = None,
            |h| h.unit_price = None,
            |h| h.prices = Some(FrozenPrices::default()),
            |h| h.reference = Some(String::new()),
            |h| h.machine = Some(String::new()),
            |h| h.member = Some(PersonId::from_raw(1)),
            |h| h.author = WrittenBy::Key("gk_b".into()),
            |h| h.made_at = Timestamp::from_microsecond(1).unwrap(),
            |h| h.ends_at = Timestamp::from_microsecond(1).unwrap(),
            |h| h.first_seq += 1,
            |h| h.made_balance.held.0 += 1,
            |h| h.idempotency = RequestKey([9; 32]),
            |h| h.fingerprint = Digest([9; 16]),
        ];
        for (place, change) in made.into_iter().enumerate() {
            assert_ne!(seals(change).0, seals(|_| {}).0, "field {place} of what was made");
        }
        let ends: [fn(&mut Hold); 8] = [
            |h| h.account.0 += 1,
            |h| h.state = HoldState::Released,
            |h| h.captured.0 -= 1,
            |h| h.ended_at = Some(Timestamp::from_microsecond(1).unwrap()),
            |h| h.until_seq = Some(3),
            |h| h.ended_balance = None,
            |h| h.end_idempotency = Some(RequestKey([9; 32])),
            |h| h.end_fingerprint = Some(Digest([9; 16])),
        ];
        for (place, change) in ends.into_iter().enumerate() {
            assert_ne!(seals(change).1, seals(|_| {}).1, "field {place} of the end");
        }
    }
}
