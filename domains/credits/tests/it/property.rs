//! Random lives of a wallet, against a reference that is too simple to be wrong.

use credits::*;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Credits};
use kit_testkit::TestDb;
use kit_web::AccountState;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::*;

/// Something that happens to a wallet.
#[derive(Debug, Clone)]
enum Event {
    Grant { amount: i64, expires_in: Option<i64> },
    Pay { reference: u8, amount: i64 },
    Use { request: u8, amount: i64 },
    Correct { seq: i64, amount: i64, purchased: bool },
    Wait { hours: i64 },
    Visit,
}

fn event() -> impl Strategy<Value = Event> {
    let hours = || proptest::option::weighted(0.6, 1..72_i64);
    prop_oneof![
        3 => (1..40_i64, hours()).prop_map(|(amount, expires_in)| Event::Grant { amount, expires_in }),
        2 => (0..12_u8, 1..40_i64).prop_map(|(reference, amount)| Event::Pay { reference, amount }),
        8 => (0..40_u8, 0..25_i64).prop_map(|(request, amount)| Event::Use { request, amount }),
        2 => (1..30_i64, -20..20_i64, any::<bool>()).prop_map(|(seq, amount, purchased)| Event::Correct { seq, amount, purchased }),
        3 => (-2..40_i64).prop_map(|hours| Event::Wait { hours }),
        1 => Just(Event::Visit),
    ]
}

/// One credit at a time: nothing to split, nothing to sum up wrongly.
#[derive(Debug, Clone, Copy)]
struct Coin {
    lot: i64,
    purchased: bool,
    expires: Option<Timestamp>,
}

/// The reference: a heap of coins, and what each operation did with them.
#[derive(Default)]
struct Reference {
    coins: Vec<Coin>,
    /// By operation: what moved (promotional, purchased), whether it was a purchase, which one it corrected.
    moved: Vec<(i64, i64, bool, Option<i64>)>,
    uses: std::collections::HashMap<u8, (i64, i64)>,
    payments: std::collections::HashSet<u8>,
    last: Option<Timestamp>,
}

impl Reference {
    fn now(&self, clock: Timestamp) -> Timestamp {
        self.last.map_or(clock, |last| last.max(clock))
    }

    /// What of each kind can be used.
    fn usable(&self, clock: Timestamp) -> (i64, i64) {
        let now = self.now(clock);
        let usable = |purchased| {
            self.coins
                .iter()
                .filter(|coin| coin.purchased == purchased && coin.expires.is_none_or(|at| at > now))
                .count() as i64
        };
        (usable(false), usable(true))
    }

    fn expire(&mut self, clock: Timestamp) {
        let now = self.now(clock);
        loop {
            let due = self.coins.iter().filter(|coin| coin.expires.is_some_and(|at| at <= now));
            let Some(first) = due.min_by_key(|coin| (coin.expires, coin.lot)).copied() else { return };
            let before = self.coins.len();
            self.coins.retain(|coin| coin.lot != first.lot);
            let gone = (before - self.coins.len()) as i64;
            self.moved.push(if first.purchased { (0, -gone, false, None) } else { (-gone, 0, false, None) });
            self.last = Some(now);
        }
    }

    fn open(
        &mut self,
        clock: Timestamp,
        amount: i64,
        purchased: bool,
        expires: Option<Timestamp>,
        purchase: bool,
        corrects: Option<i64>,
    ) {
        self.expire(clock);
        let lot = self.moved.len() as i64 + 1;
        self.coins.extend((0..amount).map(|_| Coin { lot, purchased, expires }));
        self.moved.push(if purchased { (0, amount, purchase, corrects) } else { (amount, 0, purchase, corrects) });
        self.last = Some(self.now(clock));
    }

    fn take(&mut self, clock: Timestamp, amount: i64, corrects: Option<i64>) {
        self.expire(clock);
        self.coins.sort_by_key(|coin| (coin.purchased, coin.expires.is_none(), coin.expires, coin.lot));
        let taken: Vec<Coin> = self.coins.drain(..amount as usize).collect();
        let purchased = taken.iter().filter(|coin| coin.purchased).count() as i64;
        self.moved.push((purchased - amount, -purchased, false, corrects));
        self.last = Some(self.now(clock));
    }
}

async fn live(test: &TestDb, account: AccountId, events: Vec<Event>) -> Result<(), TestCaseError> {
    let mut reference = Reference::default();
    for event in events {
        let clock = test.clock.now();
        match event {
            Event::Wait { hours } => test.clock.advance(SignedDuration::from_hours(hours)),
            Event::Visit => {
                reference.expire(clock);
                let ctx = test.context(staff());
                test.db
                    .write::<_, kit_db::DbError, _>(kit_db::Lock::None, move |tx| expire(tx, &ctx, account))
                    .await
                    .unwrap();
            }
            Event::Grant { amount, expires_in } => {
                let expires_at = expires_in.map(|hours| reference.now(clock) + SignedDuration::from_hours(hours));
                let wanted = Grant { amount: Credits(amount), reason: Reason::parse("r").unwrap(), expires_at };
                run(test, staff(), move |tx, ctx| grant(tx, ctx, account, &wanted)).await.unwrap();
                reference.open(clock, amount, false, expires_at, false, None);
            }
            Event::Pay { reference: name, amount } => {
                let paid = pay_for(test, account, payment(&format!("{account} {name}"), amount)).await;
                prop_assert_eq!(paid.is_ok(), reference.payments.insert(name));
                if paid.is_ok() {
                    reference.open(clock, amount, true, None, true, None);
                }
            }
            Event::Use { request, amount } => {
                let usage = charge(&format!("k{request}"), amount);
                let spent =
                    run(test, key(), move |tx, ctx| spend(tx, ctx, account, AccountState::Active, &usage)).await;
                used(&mut reference, clock, request, amount, spent)?;
            }
            Event::Correct { seq, amount, purchased } => {
                let wanted = Correction {
                    corrects: OperationId::credit(seq),
                    amount: Credits(amount),
                    kind: if purchased { LotKind::Purchased } else { LotKind::Promotional },
                    expires_at: None,
                    reason: Reason::parse("r").unwrap(),
                };
                let corrected = run(test, staff(), move |tx, ctx| correct(tx, ctx, account, &wanted)).await;
                prop_assert_eq!(corrected.is_ok(), put_right(&mut reference, clock, seq, amount, purchased));
            }
        }
        let now = test.clock.now();
        let balance = test.db.read::<_, kit_db::DbError, _>(move |read| balance(read, account, now)).await.unwrap();
        prop_assert_eq!((balance.promotional.0, balance.purchased.0), reference.usable(now));
    }
    let written = everything(test, account).await;
    let written: Vec<(i64, i64)> =
        written.iter().map(|operation| (operation.promotional.0, operation.purchased.0)).collect();
    let expected: Vec<(i64, i64)> =
        reference.moved.iter().map(|(promotional, purchased, ..)| (*promotional, *purchased)).collect();
    prop_assert_eq!(written, expected);
    prop_assert_eq!(violations(test).await, Vec::<String>::new());
    Ok(())
}

fn used(
    reference: &mut Reference,
    clock: Timestamp,
    request: u8,
    amount: i64,
    spent: Result<Receipt, UsageRefusal>,
) -> Result<(), TestCaseError> {
    match reference.uses.get(&request) {
        Some((seq, before)) if *before == amount => {
            let receipt = spent.map_err(|refusal| TestCaseError::fail(refusal.to_string()))?;
            prop_assert_eq!((receipt.replayed, receipt.operation.seq), (true, *seq));
        }
        Some(_) => prop_assert_eq!(spent, Err(UsageRefusal::KeyReused)),
        None => {
            let (promotional, purchased) = reference.usable(clock);
            let enough = promotional + purchased >= amount;
            prop_assert_eq!(spent.is_ok(), enough);
            if enough {
                reference.take(clock, amount, None);
                reference.uses.insert(request, (reference.moved.len() as i64, amount));
            }
        }
    }
    Ok(())
}

/// Corrects in the reference; answers whether the rules allow it.
fn put_right(reference: &mut Reference, clock: Timestamp, seq: i64, amount: i64, purchased: bool) -> bool {
    let Some((_, took, purchase, _)) =
        usize::try_from(seq - 1).ok().and_then(|place| reference.moved.get(place)).copied()
    else {
        return false;
    };
    let back: i64 = reference
        .moved
        .iter()
        .filter(|(_, back, _, corrects)| *corrects == Some(seq) && *back > 0)
        .map(|(_, back, ..)| back)
        .sum();
    let (left_promotional, left_purchased) = reference.usable(clock);
    let allowed = match amount {
        0 => false,
        1.. => !purchased || purchase || amount <= -took - back,
        _ => -amount <= left_promotional + left_purchased,
    };
    if allowed && amount > 0 {
        reference.open(clock, amount, purchased, None, false, Some(seq));
    } else if allowed {
        reference.take(clock, -amount, Some(seq));
    }
    allowed
}

/// Each case is a wallet of its own in one database.
fn cases(open: impl AsyncFnOnce() -> TestDb, cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let test = runtime.block_on(open());
    let next = std::cell::Cell::new(2000_i64);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&proptest::collection::vec(event(), 1..60), |events| {
        next.set(next.get() + 1);
        runtime.block_on(live(&test, AccountId(next.get()), events))
    });
    let _inside = runtime.enter();
    drop(test);
    outcome.unwrap();
}

#[test]
fn wallets_live_as_the_reference_says_on_sqlite() {
    cases(async || TestDb::sqlite(&migrations()).await, 48);
}

#[test]
fn wallets_live_as_the_reference_says_on_postgres() {
    cases(async || TestDb::postgres(&migrations()).await, 24);
}
