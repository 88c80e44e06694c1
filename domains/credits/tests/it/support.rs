//! Shorthands of these tests.

use std::sync::Arc;

pub use credits::*;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Author, Context, Credits, KeyRing, Locale, Money, PersonId};
use kit_db::{DbError, Failed, Lock, Tx};
use kit_testkit::TestDb;
use kit_web::AccountState;

pub const ACME: AccountId = AccountId(1001);
pub const OTHER: AccountId = AccountId(1002);

/// Every table that the ledger writes to.
pub fn migrations() -> Vec<kit_db::Migration> {
    crate::scene::schema()
}

/// The keys that [`TestDb::context`] acts with.
pub fn keys() -> Arc<KeyRing> {
    Arc::new(KeyRing::new([7; 32]))
}

pub fn staff() -> Author {
    Author::Staff(PersonId::from_raw(900))
}

pub fn key() -> Author {
    Author::Key { account: ACME, key: "gk_test0001".to_owned(), member: None }
}

pub fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// Runs a use case in a transaction of its own and answers its refusal, if it refuses.
pub async fn run<R, E, F>(test: &TestDb, author: Author, body: F) -> Result<R, E>
where
    R: Send + 'static,
    E: Send + 'static,
    F: Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<E>> + Send + 'static,
{
    let ctx = test.context(author);
    match test.db.write(Lock::None, move |tx| body(tx, &ctx)).await {
        Ok(result) => Ok(result),
        Err(Failed::Refused(refusal)) => Err(refusal),
        Err(Failed::Db(error)) => panic!("{error}"),
    }
}

pub async fn give(test: &TestDb, amount: i64, expires_at: Option<Timestamp>) -> Result<Operation, StaffRefusal> {
    let wanted = Grant { amount: Credits(amount), reason: Reason::parse("Bienvenue").unwrap(), expires_at };
    run(test, staff(), move |tx, ctx| grant(tx, ctx, ACME, &wanted)).await
}

pub fn payment(reference: &str, credits: i64) -> PaymentReceived {
    PaymentReceived {
        means: Means::Transfer,
        reference: PaymentReference::parse(reference).unwrap(),
        received_on: "2026-11-02".parse().unwrap(),
        amount: Money::euro_cents(credits * 100),
        credits: Credits(credits),
        expires_at: None,
    }
}

pub async fn pay(test: &TestDb, reference: &str, credits: i64) -> Result<Operation, StaffRefusal> {
    pay_for(test, ACME, payment(reference, credits)).await
}

pub async fn pay_for(test: &TestDb, account: AccountId, payment: PaymentReceived) -> Result<Operation, StaffRefusal> {
    run(test, staff(), move |tx, ctx| record_payment(tx, ctx, account, &payment)).await
}

pub async fn put_right(test: &TestDb, corrects: i64, amount: i64, kind: LotKind) -> Result<Operation, StaffRefusal> {
    let wanted = Correction {
        corrects: OperationId::credit(corrects),
        amount: Credits(amount),
        kind,
        expires_at: None,
        reason: Reason::parse("Erreur de saisie").unwrap(),
    };
    run(test, staff(), move |tx, ctx| correct(tx, ctx, ACME, &wanted)).await
}

/// A use of `amount` credits by the request `request`.
pub fn charge(request: &str, amount: i64) -> Usage {
    let key = UseKey::parse(request).unwrap();
    Usage {
        feature: Feature::parse("plan.render").unwrap(),
        quantity: Quantity::ONE,
        charge: Charge::Amount(Credits(amount)),
        used_by: UsedBy::Nobody,
        reference: None,
        idempotency: Idempotency::new("usage", &key, &[&amount.to_be_bytes()]),
    }
}

pub async fn spend_as(test: &TestDb, state: AccountState, usage: Usage) -> Result<Receipt, UsageRefusal> {
    run(test, key(), move |tx, ctx| spend(tx, ctx, ACME, state, &usage)).await
}

pub async fn use_up(test: &TestDb, request: &str, amount: i64) -> Result<Receipt, UsageRefusal> {
    spend_as(test, AccountState::Active, charge(request, amount)).await
}

pub async fn left(test: &TestDb, account: AccountId) -> Balance {
    let now = test.clock.now();
    test.db.read::<_, DbError, _>(move |read| balance(read, account, now)).await.unwrap()
}

/// The whole history, oldest first.
pub async fn everything(test: &TestDb, account: AccountId) -> Vec<Operation> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let filter = HistoryFilter::default();
        let size = kit_core::PageSize::new(200);
        let page = test
            .db
            .read::<_, DbError, _>(move |read| operations(read, account, Sight::All, &filter, cursor, size))
            .await
            .unwrap();
        all.extend(page.rows);
        cursor = page.next;
        if cursor.is_none() {
            all.reverse();
            return all;
        }
    }
}

pub async fn violations(test: &TestDb) -> Vec<String> {
    let found = check(&test.db, &keys()).await.unwrap();
    found.iter().map(ToString::to_string).collect()
}

/// Takes credits of a purchase back, and of a gift.
pub async fn go_back(
    test: &TestDb,
    account: AccountId,
    purchase: i64,
    credits: i64,
    bonus: Option<(i64, i64)>,
    blocks: bool,
) -> Result<TakenBack, StaffRefusal> {
    let wanted = TakeBack {
        purchase,
        credits: Credits(credits),
        bonus: bonus.map(|(gift, credits)| (gift, Credits(credits))),
        reason: Reason::parse("BC-2026-000001").unwrap(),
        blocks,
    };
    run(test, staff(), move |tx, ctx| take_back(tx, ctx, account, &wanted)).await
}

/// Gives again what an operation took back.
pub async fn come_again(test: &TestDb, account: AccountId, reclaim: i64) -> Result<Operation, StaffRefusal> {
    let reason = Reason::parse("BC-2026-000001").unwrap();
    run(test, staff(), move |tx, ctx| give_again(tx, ctx, account, reclaim, &reason)).await
}

pub fn labels(name: &str) -> Labels {
    Labels([(Locale::Fr, name.to_owned()), (Locale::En, format!("{name} (en)"))].into())
}

/// A hold of `amount` credits for `seconds` by the request `request`.
pub fn setting_aside(request: &str, amount: i64, seconds: i64) -> NewHold {
    NewHold {
        feature: Feature::parse("plan.render").unwrap(),
        how_much: HowMuch { amount: Some(Credits(amount)), quantity: None, may_charge: true },
        used_by: UsedBy::Nobody,
        reference: None,
        machine: None,
        lasting: Lasting::of_hold(seconds).unwrap(),
        idempotency: asked("holds", request, &[amount, seconds]),
    }
}

/// A lease of `amount` credits for `seconds` by the request `request`.
pub fn leasing(request: &str, amount: i64, seconds: i64) -> NewLease {
    NewLease {
        amount: Credits(amount),
        used_by: UsedBy::Nobody,
        machine: Some(Machine::parse("Poste 3").unwrap()),
        lasting: Lasting::of_lease(seconds).unwrap(),
        idempotency: asked("leases", request, &[amount, seconds]),
    }
}

/// A capture of `amount` credits, or of all.
pub fn capturing(request: &str, amount: Option<i64>) -> Capture {
    Capture {
        how_much: HowMuch { amount: amount.map(Credits), quantity: None, may_charge: true },
        reference: None,
        idempotency: asked("capture", request, &[amount.unwrap_or(-1)]),
    }
}

/// A settlement of uses, each with its key and what it cost.
pub fn settlement(request: &str, uses: &[(&str, i64)]) -> Settlement {
    let one = |(name, amount): &(&str, i64)| OfflineUse {
        idempotency: asked("lease-use", name, &[*amount]),
        feature: Feature::parse("plan.render").unwrap(),
        how_much: HowMuch { amount: Some(Credits(*amount)), quantity: None, may_charge: true },
        used_by: UsedBy::Nobody,
        reference: None,
        at: used_at("2026-11-02T08:00:00Z").unwrap(),
    };
    let body: Vec<i64> = uses.iter().map(|(_, amount)| *amount).collect();
    Settlement { uses: uses.iter().map(one).collect(), idempotency: asked("settle", request, &body) }
}

pub fn asked(endpoint: &'static str, request: &str, body: &[i64]) -> Idempotency {
    let body: Vec<[u8; 8]> = body.iter().map(|part| part.to_be_bytes()).collect();
    let body: Vec<&[u8]> = body.iter().map(<[u8; 8]>::as_slice).collect();
    Idempotency::new(endpoint, &UseKey::parse(request).unwrap(), &body)
}

/// Keys of the account itself see every hold.
pub const EVERY: HoldSight = HoldSight { bearer: None };

pub async fn set_aside(test: &TestDb, request: &str, amount: i64, seconds: i64) -> Result<HoldReceipt, HoldRefusal> {
    let new = setting_aside(request, amount, seconds);
    run(test, key(), move |tx, ctx| make_hold(tx, ctx, ACME, AccountState::Active, &new)).await
}

pub async fn take_along(test: &TestDb, request: &str, amount: i64, seconds: i64) -> Result<HoldReceipt, HoldRefusal> {
    let new = leasing(request, amount, seconds);
    run(test, key(), move |tx, ctx| make_lease(tx, ctx, ACME, AccountState::Active, &new)).await
}

pub async fn use_held(
    test: &TestDb,
    id: HoldId,
    request: &str,
    amount: Option<i64>,
) -> Result<HoldReceipt, HoldRefusal> {
    let asked = capturing(request, amount);
    run(test, key(), move |tx, ctx| capture(tx, ctx, ACME, EVERY, id, &asked)).await
}

pub async fn let_go(test: &TestDb, id: HoldId, request: &str) -> Result<HoldReceipt, HoldRefusal> {
    let asked = asked("release", request, &[id.0]);
    run(test, key(), move |tx, ctx| release(tx, ctx, ACME, EVERY, id, asked)).await
}

pub async fn settle_up(
    test: &TestDb,
    id: HoldId,
    request: &str,
    uses: &[(&str, i64)],
) -> Result<HoldReceipt, HoldRefusal> {
    let asked = settlement(request, uses);
    run(test, key(), move |tx, ctx| settle(tx, ctx, ACME, EVERY, id, &asked)).await
}

pub async fn read_hold(test: &TestDb, kind: HoldKind, id: HoldId) -> Option<Hold> {
    test.db.read::<_, DbError, _>(move |read| hold(read, ACME, EVERY, kind, id)).await.unwrap()
}
