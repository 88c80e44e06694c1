//! The seal by which each operation holds on to the one before.

use kit_core::KeyRing;

use super::Operation;
use super::canonical::Canonical;

/// HMAC-SHA-256 over the canonical bytes of an operation and the seal before it, under the installation's key for the
/// ledger: nobody without that key can change, insert or take out a line without breaking the chain.
pub fn sealed(keys: &KeyRing, operation: &Operation, previous: &[u8; 32]) -> [u8; 32] {
    KeyRing::new(keys.derive("ledger")).mac(&[&canonical(operation), previous])
}

/// Every field but the seal, in the order of the struct. The first byte is the version of this layout.
fn canonical(operation: &Operation) -> Vec<u8> {
    let mut bytes = Canonical::version(1);
    bytes.number(operation.account.0);
    bytes.text(operation.unit.code());
    bytes.number(operation.seq);
    bytes.number(operation.at.as_microsecond());
    bytes.text(operation.kind.code());
    bytes.number(operation.amount.0);
    bytes.number(operation.promotional.0);
    bytes.number(operation.purchased.0);
    bytes.text(&operation.split.to_string());
    bytes.number(operation.promotional_after.0);
    bytes.number(operation.purchased_after.0);
    bytes.number(operation.held_after.0);
    bytes.some_number(operation.expires_at.map(|at| at.as_microsecond()));
    bytes.some_text(operation.feature.as_deref());
    bytes.some_number(operation.quantity);
    bytes.some_number(operation.unit_price.map(|price| price.0));
    bytes.some_text(operation.reference.as_deref());
    bytes.some_number(operation.member.map(|member| member.0));
    bytes.text(&operation.author.to_string());
    bytes.some_text(operation.reason.as_deref());
    bytes.some_text(operation.payment.as_deref());
    bytes.some_number(operation.corrects);
    bytes.some_number(operation.hold.map(|hold| hold.0));
    bytes.some_number(operation.used_at.map(|at| at.as_microsecond()));
    bytes.some_bytes(operation.idempotency.as_ref().map(|digest| digest.0.as_slice()));
    bytes.some_bytes(operation.fingerprint.as_ref().map(|digest| digest.0.as_slice()));
    bytes.done()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use kit_core::{AccountId, Credits, PersonId};

    use super::super::{Digest, HoldId, Kind, RequestKey, Split, Unit, WrittenBy};
    use super::*;

    fn operation() -> Operation {
        Operation {
            account: AccountId(1001),
            unit: Unit::Credit,
            seq: 7,
            at: Timestamp::UNIX_EPOCH,
            kind: Kind::Usage,
            amount: Credits(-3),
            promotional: Credits(-3),
            purchased: Credits(0),
            split: Split::default(),
            promotional_after: Credits(1),
            purchased_after: Credits(2),
            held_after: Credits(0),
            expires_at: None,
            feature: Some("plan.render".into()),
            quantity: Some(1),
            unit_price: Some(Credits(3)),
            reference: None,
            member: None,
            author: WrittenBy::Key("gk_a".into()),
            reason: None,
            payment: None,
            corrects: None,
            hold: None,
            used_at: None,
            idempotency: Some(RequestKey([1; 32])),
            fingerprint: Some(Digest([2; 16])),
            chain: [0; 32],
        }
    }

    #[test]
    fn every_field_counts() {
        let keys = KeyRing::new([7; 32]);
        let seal = |change: fn(&mut Operation)| {
            let mut operation = operation();
            change(&mut operation);
            sealed(&keys, &operation, &[0; 32])
        };
        let changes: [fn(&mut Operation); 26] = [
            |o| o.account.0 += 1,
            |o| o.seq += 1,
            |o| o.at = Timestamp::from_microsecond(1).unwrap(),
            |o| o.kind = Kind::Expiry,
            |o| o.amount.0 += 1,
            |o| o.promotional.0 += 1,
            |o| o.purchased.0 += 1,
            |o| o.split = "1:g:-3".parse().unwrap(),
            |o| o.promotional_after.0 += 1,
            |o| o.purchased_after.0 += 1,
            |o| o.held_after.0 += 1,
            |o| o.expires_at = Some(Timestamp::UNIX_EPOCH),
            |o| o.feature = Some("plan.rende".into()),
            |o| o.quantity = Some(2),
            |o| o.unit_price = None,
            |o| o.reference = Some(String::new()),
            |o| o.member = Some(PersonId::from_raw(1)),
            |o| o.author = WrittenBy::Key("gk_b".into()),
            |o| o.reason = Some(String::new()),
            |o| o.payment = Some(String::new()),
            |o| o.corrects = Some(1),
            |o| o.hold = Some(HoldId::from_raw(1)),
            |o| o.used_at = Some(Timestamp::UNIX_EPOCH),
            |o| o.idempotency = None,
            |o| o.fingerprint = None,
            |_| {},
        ];
        let seals: std::collections::HashSet<_> = changes.into_iter().map(seal).collect();
        assert_eq!(seals.len(), 26);
        assert_ne!(sealed(&keys, &operation(), &[1; 32]), seal(|_| {}));
        assert_ne!(sealed(&KeyRing::new([8; 32]), &operation(), &[0; 32]), seal(|_| {}));
        assert_eq!(seal(|o| o.chain = [9; 32]), seal(|_| {}), "the seal is not sealed");
    }
}
