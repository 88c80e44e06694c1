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
    Pay { reference: u8, amount: i64, expires_in: Option<i64> },
    Use { request: u8, amount: i64 },
    Correct { seq: i64, amount: i64, purchased: bool, expires_in: Option<i64> },
    Hold { amount: i64, hours: i64 },
    Lease { amount: i64, hours: i64 },
    Capture { which: usize, amount: Option<i64> },
    Release { which: usize },
    Settle { which: usize, amounts: Vec<i64> },
    TakeBack { which: usize, credits: i64, bonus: Option<(usize, i64)>, blocks: bool },
    GiveAgain { which: usize },
    Block { blocks: bool },
    Wait { hours: i64 },
    Visit,
}

fn event() -> impl Strategy<Value = Event> {
    let hours = || proptest::option::weighted(0.6, 1..72_i64);
    prop_oneof![
        3 => (1..40_i64, hours()).prop_map(|(amount, expires_in)| Event::Grant { amount, expires_in }),
        2 => (0..12_u8, 1..40_i64, hours())
            .prop_map(|(reference, amount, expires_in)| Event::Pay { reference, amount, expires_in }),
        8 => (0..40_u8, 0..25_i64).prop_map(|(request, amount)| Event::Use { request, amount }),
        3 => (1..30_i64, -20..20_i64, any::<bool>(), hours())
            .prop_map(|(seq, amount, purchased, expires_in)| Event::Correct { seq, amount, purchased, expires_in }),
        3 => (0..25_i64, 1..24_i64).prop_map(|(amount, hours)| Event::Hold { amount, hours }),
        2 => (1..25_i64, 1..100_i64).prop_map(|(amount, hours)| Event::Lease { amount, hours }),
        3 => (0..12_usize, proptest::option::of(0..25_i64)).prop_map(|(which, amount)| Event::Capture { which, amount }),
        1 => (0..12_usize).prop_map(|which| Event::Release { which }),
        2 => (0..12_usize, proptest::collection::vec(0..9_i64, 0..4))
            .prop_map(|(which, amounts)| Event::Settle { which, amounts }),
        3 => (0..8_usize, 0..40_i64, proptest::option::of((0..8_usize, 0..40_i64)), any::<bool>())
            .prop_map(|(which, credits, bonus, blocks)| Event::TakeBack { which, credits, bonus, blocks }),
        2 => (0..8_usize).prop_map(|which| Event::GiveAgain { which }),
        1 => any::<bool>().prop_map(|blocks| Event::Block { blocks }),
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
    held: Option<usize>,
}

impl Coin {
    fn place(&self) -> (bool, bool, Option<Timestamp>, i64) {
        (self.purchased, self.expires.is_none(), self.expires, self.lot)
    }
}

/// A hold of the reference; its coins know that they are held.
struct Aside {
    id: HoldId,
    lease: bool,
    amount: i64,
    ends: Timestamp,
    open: bool,
}

/// What an operation was, as far as the rules ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Purchase,
    Gift,
    Use,
    Expiry,
    Correction,
    Back,
}

/// Credits that went back with their payment.
struct Gone {
    seq: i64,
    of: i64,
    claimed: i64,
    lost: i64,
    coins: Vec<Coin>,
    owed: i64,
}

/// What came in as a purchase or a gift, and what of it went back.
#[derive(Default)]
struct Came {
    amount: i64,
    claimed: i64,
    lost: i64,
}

/// The reference: a heap of coins, and what each operation did with them.
#[derive(Default)]
struct Reference {
    coins: Vec<Coin>,
    /// By operation: what moved (promotional, purchased), what it was, which one it is about.
    moved: Vec<(i64, i64, What, Option<i64>)>,
    came: std::collections::BTreeMap<i64, Came>,
    purchases: Vec<i64>,
    gifts: Vec<i64>,
    gone: Vec<Gone>,
    debt: i64,
    blocked: Option<Block>,
    uses: std::collections::HashMap<u8, (i64, i64)>,
    payments: std::collections::HashSet<u8>,
    asides: Vec<Aside>,
    last: Option<Timestamp>,
}

impl Reference {
    fn now(&self, clock: Timestamp) -> Timestamp {
        self.last.map_or(clock, |last| last.max(clock))
    }

    fn is_held(&self, coin: &Coin, now: Timestamp) -> bool {
        coin.held.is_some_and(|which| self.asides[which].ends > now)
    }

    /// What of each kind is there, and how much of it is held.
    fn there(&self, clock: Timestamp) -> (i64, i64, i64) {
        let now = self.now(clock);
        let is_there = |coin: &&Coin| self.is_held(coin, now) || coin.expires.is_none_or(|at| at > now);
        let count = |purchased| self.coins.iter().filter(is_there).filter(|coin| coin.purchased == purchased).count();
        let held = self.coins.iter().filter(|coin| self.is_held(coin, now)).count();
        (count(false) as i64, count(true) as i64, held as i64)
    }

    /// What can be used.
    fn free(&self, clock: Timestamp) -> i64 {
        let (promotional, purchased, held) = self.there(clock);
        promotional + purchased - held
    }

    fn expire(&mut self, clock: Timestamp) {
        let now = self.now(clock);
        for (which, aside) in self.asides.iter_mut().enumerate().filter(|(_, aside)| aside.open && aside.ends <= now) {
            aside.open = false;
            self.coins.iter_mut().filter(|coin| coin.held == Some(which)).for_each(|coin| coin.held = None);
        }
        loop {
            let due = |coin: &&Coin| coin.held.is_none() && coin.expires.is_some_and(|at| at <= now);
            let due = self.coins.iter().filter(due);
            let Some(first) = due.min_by_key(|coin| (coin.expires, coin.lot)).copied() else { return };
            let before = self.coins.len();
            self.coins.retain(|coin| coin.lot != first.lot || coin.held.is_some());
            let gone = (before - self.coins.len()) as i64;
            let (promotional, purchased) = if first.purchased { (0, -gone) } else { (-gone, 0) };
            self.moved.push((promotional, purchased, What::Expiry, Some(first.lot)));
            self.last = Some(now);
        }
    }

    fn open(
        &mut self,
        clock: Timestamp,
        amount: i64,
        purchased: bool,
        expires: Option<Timestamp>,
        what: What,
        corrects: Option<i64>,
    ) -> i64 {
        self.expire(clock);
        let lot = self.moved.len() as i64 + 1;
        self.coins.extend((0..amount).map(|_| Coin { lot, purchased, expires, held: None }));
        self.moved.push(if purchased { (0, amount, what, corrects) } else { (amount, 0, what, corrects) });
        self.last = Some(self.now(clock));
        lot
    }

    fn gives(&mut self, clock: Timestamp, amount: i64, expires: Option<Timestamp>) {
        let gift = self.open(clock, amount, false, expires, What::Gift, None);
        self.came.insert(gift, Came { amount, ..Came::default() });
        self.gifts.push(gift);
    }

    /// A purchase, of which the first coins settle what is owed.
    fn buys(&mut self, clock: Timestamp, amount: i64, expires: Option<Timestamp>) {
        let lot = self.open(clock, amount, true, expires, What::Purchase, None);
        self.came.insert(lot, Came { amount, ..Came::default() });
        self.purchases.push(lot);
        let settled = amount.min(self.debt);
        if settled > 0 {
            let mut missing = settled;
            self.coins.retain(|coin| {
                let taken = coin.lot == lot && missing > 0;
                missing -= i64::from(taken);
                !taken
            });
            self.moved.push((0, -settled, What::Back, Some(lot)));
            self.owe(-settled);
        }
    }

    fn owe(&mut self, owed: i64) {
        self.debt += owed;
        if self.debt == 0 && self.blocked == Some(Block::Debt) {
            self.blocked = None;
        }
    }

    /// The purchase or gift that an operation is about in the end, and whether it is so by an expiry of its lot.
    fn root(&self, seq: i64) -> Option<(i64, bool)> {
        let (_, _, what, about) = *usize::try_from(seq - 1).ok().and_then(|place| self.moved.get(place))?;
        let about = match what {
            What::Purchase | What::Gift => return Some((seq, false)),
            What::Use => return None,
            What::Expiry | What::Correction | What::Back => about?,
        };
        let (root, by_expiry) = self.root(about)?;
        Some((root, if about == root { what == What::Expiry } else { by_expiry }))
    }

    /// What of a purchase or gift was lost and did not go back with its payment, and how much purchased credit is missing for it.
    fn lost(&self, of: i64) -> (i64, i64) {
        let (mut expired, mut corrected, mut missing) = (0, 0, 0);
        for (seq, (promotional, purchased, what, _)) in (1..).zip(&self.moved) {
            let Some((root, by_expiry)) = self.root(seq) else { continue };
            if root != of || !matches!(what, What::Expiry | What::Correction) {
                continue;
            }
            *(if by_expiry { &mut expired } else { &mut corrected }) -= promotional + purchased;
            missing -= purchased;
        }
        (expired.max(0) + corrected.max(0) - self.came[&of].lost, missing)
    }

    fn may_reclaim(&self, of: i64, claimed: i64) -> bool {
        claimed <= self.came[&of].amount - self.came[&of].claimed
    }

    /// What went back of a lot, one coin after the other: its own first. Answers what is owed.
    fn reclaims(&mut self, clock: Timestamp, of: i64, claimed: i64) -> i64 {
        if claimed == 0 {
            return 0;
        }
        let lost = self.lost(of).0.clamp(0, claimed);
        let came = self.came.get_mut(&of).unwrap();
        came.claimed += claimed;
        came.lost += lost;
        self.coins.sort_by_key(|coin| (coin.lot != of, coin.place()));
        let mut missing = claimed - lost;
        let mut coins = Vec::new();
        self.coins.retain(|coin| {
            let taken = coin.held.is_none() && missing > 0;
            missing -= i64::from(taken);
            coins.extend(taken.then_some(*coin));
            !taken
        });
        let purchased = coins.iter().filter(|coin| coin.purchased).count() as i64;
        self.moved.push((purchased - coins.len() as i64, -purchased, What::Back, Some(of)));
        self.last = Some(self.now(clock));
        self.owe(missing);
        let seq = self.moved.len() as i64;
        self.gone.push(Gone { seq, of, claimed, lost, coins, owed: missing });
        missing
    }

    fn gives_again(&mut self, clock: Timestamp, which: usize) {
        self.expire(clock);
        let Gone { seq, of, claimed, lost, coins, owed } = self.gone.remove(which);
        let came = self.came.get_mut(&of).unwrap();
        came.claimed -= claimed;
        came.lost -= lost;
        let struck = owed.min(self.debt);
        let settled = owed - struck;
        let purchased = coins.iter().filter(|coin| coin.purchased).count() as i64;
        self.moved.push((coins.len() as i64 - purchased, purchased + settled, What::Back, Some(seq)));
        let lot = self.moved.len() as i64;
        self.coins.extend(coins);
        self.coins.extend((0..settled).map(|_| Coin { lot, purchased: true, expires: None, held: None }));
        self.owe(-struck);
        self.last = Some(self.now(clock));
        self.expire(clock);
    }

    fn take(&mut self, clock: Timestamp, amount: i64, what: What, corrects: Option<i64>) {
        self.expire(clock);
        self.remove(clock, amount, None, what, corrects);
    }

    /// Takes coins in burn order: free ones, or those of a hold.
    fn remove(&mut self, clock: Timestamp, amount: i64, held: Option<usize>, what: What, corrects: Option<i64>) {
        self.coins.sort_by_key(Coin::place);
        let mut missing = amount;
        let mut purchased = 0;
        self.coins.retain(|coin| {
            let taken = coin.held == held && missing > 0;
            missing -= i64::from(taken);
            purchased += i64::from(taken && coin.purchased);
            !taken
        });
        self.moved.push((purchased - amount, -purchased, what, corrects));
        self.last = Some(self.now(clock));
    }

    /// Sets coins aside in burn order.
    fn hold(&mut self, clock: Timestamp, id: HoldId, lease: bool, amount: i64, lasts: SignedDuration) {
        self.expire(clock);
        self.coins.sort_by_key(Coin::place);
        let which = self.asides.len();
        let free = self.coins.iter_mut().filter(|coin| coin.held.is_none());
        free.take(amount as usize).for_each(|coin| coin.held = Some(which));
        self.asides.push(Aside { id, lease, amount, ends: self.now(clock) + lasts, open: true });
    }

    /// Uses what is held, amount by amount, and gives the rest back; answers whether the rules allow it.
    fn end(&mut self, clock: Timestamp, which: usize, lease: bool, amounts: &[i64]) -> bool {
        let aside = &self.asides[which];
        let ended = !aside.open || aside.ends <= self.now(clock);
        if ended || aside.lease != lease || amounts.iter().sum::<i64>() > aside.amount {
            return false;
        }
        self.expire(clock);
        for amount in amounts {
            self.remove(clock, *amount, Some(which), What::Use, None);
        }
        self.asides[which].open = false;
        self.coins.iter_mut().filter(|coin| coin.held == Some(which)).for_each(|coin| coin.held = None);
        self.expire(clock);
        true
    }
}

async fn live(test: &TestDb, account: AccountId, events: Vec<Event>) -> Result<(), TestCaseError> {
    let mut reference = Reference::default();
    for (step, event) in events.into_iter().enumerate() {
        let name = format!("e{step}");
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
                reference.gives(clock, amount, expires_at);
            }
            Event::Pay { reference: name, amount, expires_in } => {
                let expires_at = expires_in.map(|hours| reference.now(clock) + SignedDuration::from_hours(hours));
                let payment = PaymentReceived { expires_at, ..payment(&format!("{account} {name}"), amount) };
                let paid = pay_for(test, account, payment).await;
                prop_assert_eq!(paid.is_ok(), reference.payments.insert(name));
                if paid.is_ok() {
                    reference.buys(clock, amount, expires_at);
                }
            }
            Event::Use { request, amount } => {
                let usage = charge(&format!("k{request}"), amount);
                let spent =
                    run(test, key(), move |tx, ctx| spend(tx, ctx, account, AccountState::Active, &usage)).await;
                used(&mut reference, clock, request, amount, spent)?;
            }
            Event::Hold { amount, hours } => {
                let new = setting_aside(&name, amount, hours * 3600);
                let made = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| {
                    make_hold(tx, ctx, account, AccountState::Active, &new)
                };
                let made = run(test, key(), made).await;
                prop_assert_eq!(made.is_ok(), reference.free(clock) >= amount && reference.blocked.is_none());
                if let Ok(made) = made {
                    reference.hold(clock, made.hold.id, false, amount, SignedDuration::from_hours(hours));
                }
            }
            Event::Lease { amount, hours } => {
                let new = leasing(&name, amount, hours * 3600);
                let made = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| {
                    make_lease(tx, ctx, account, AccountState::Active, &new)
                };
                let made = run(test, key(), made).await;
                prop_assert_eq!(made.is_ok(), reference.free(clock) >= amount && reference.blocked.is_none());
                if let Ok(made) = made {
                    reference.hold(clock, made.hold.id, true, amount, SignedDuration::from_hours(hours));
                }
            }
            Event::Capture { which, amount } if which < reference.asides.len() => {
                let (id, amounts) = (reference.asides[which].id, [amount.unwrap_or(reference.asides[which].amount)]);
                let asked = capturing(&name, amount);
                let ended = run(test, key(), move |tx, ctx| capture(tx, ctx, account, EVERY, id, &asked)).await;
                prop_assert_eq!(ended.is_ok(), reference.end(clock, which, false, &amounts));
            }
            Event::Release { which } if which < reference.asides.len() => {
                let id = reference.asides[which].id;
                let asked = asked("release", &name, &[]);
                let ended = run(test, key(), move |tx, ctx| release(tx, ctx, account, EVERY, id, asked)).await;
                prop_assert_eq!(ended.is_ok(), reference.end(clock, which, false, &[]));
            }
            Event::Settle { which, amounts } if which < reference.asides.len() => {
                let id = reference.asides[which].id;
                let names: Vec<String> = (0..amounts.len()).map(|n| format!("{name}-{n}")).collect();
                let uses: Vec<(&str, i64)> = names.iter().map(String::as_str).zip(amounts.iter().copied()).collect();
                let asked = settlement(&name, &uses);
                let ended = run(test, key(), move |tx, ctx| settle(tx, ctx, account, EVERY, id, &asked)).await;
                prop_assert_eq!(ended.is_ok(), reference.end(clock, which, true, &amounts));
            }
            Event::TakeBack { which, credits, bonus, blocks } if which < reference.purchases.len() => {
                let purchase = reference.purchases[which];
                let gift = bonus.filter(|(which, _)| *which < reference.gifts.len());
                let gift = gift.map(|(which, credits)| (reference.gifts[which], credits));
                let taken = go_back(test, account, purchase, credits, gift, blocks).await;
                let may = |(of, credits): (i64, i64)| reference.may_reclaim(of, credits);
                prop_assert_eq!(taken.is_ok(), may((purchase, credits)) && gift.is_none_or(may), "{:?}", taken);
                if taken.is_ok() {
                    reference.expire(clock);
                    let owed = gift.map_or(0, |(gift, credits)| reference.reclaims(clock, gift, credits));
                    let owed = owed + reference.reclaims(clock, purchase, credits);
                    if blocks && owed > 0 && reference.blocked.is_none() {
                        reference.blocked = Some(Block::Debt);
                    }
                }
            }
            Event::GiveAgain { which } if which < reference.gone.len() => {
                let seq = reference.gone[which].seq;
                come_again(test, account, seq).await.unwrap();
                reference.gives_again(clock, which);
                prop_assert!(come_again(test, account, seq).await.is_err());
            }
            Event::Block { blocks } => {
                let change = if blocks { block } else { unblock };
                let reason = Reason::parse("r").unwrap();
                run(test, staff(), move |tx, ctx| Ok::<_, kit_db::Failed<()>>(change(tx, ctx, account, &reason)?))
                    .await
                    .unwrap();
                reference.blocked = blocks.then_some(Block::Staff);
            }
            Event::Capture { .. }
            | Event::Release { .. }
            | Event::Settle { .. }
            | Event::TakeBack { .. }
            | Event::GiveAgain { .. } => {}
            Event::Correct { seq, amount, purchased, expires_in } => {
                let expires_at = expires_in.map(|hours| reference.now(clock) + SignedDuration::from_hours(hours));
                let wanted = Correction {
                    corrects: OperationId::credit(seq),
                    amount: Credits(amount),
                    kind: if purchased { LotKind::Purchased } else { LotKind::Promotional },
                    expires_at,
                    reason: Reason::parse("r").unwrap(),
                };
                let corrected = run(test, staff(), move |tx, ctx| correct(tx, ctx, account, &wanted)).await;
                prop_assert_eq!(
                    corrected.is_ok(),
                    put_right(&mut reference, clock, seq, (amount, purchased, expires_at))
                );
            }
        }
        let now = test.clock.now();
        let standing = test.db.read::<_, kit_db::DbError, _>(move |read| standing(read, account, now)).await.unwrap();
        let balance = standing.lots.balance();
        prop_assert_eq!((standing.debt.0, standing.blocked), (reference.debt, reference.blocked));
        prop_assert_eq!((balance.promotional.0, balance.purchased.0, balance.held.0), reference.there(now));
        let paid: i64 = reference.purchases.iter().map(|purchase| reference.came[purchase].amount).sum();
        prop_assert!(balance.purchased.0 <= paid, "{} of {paid} that were paid", balance.purchased);
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
            let enough = reference.free(clock) >= amount && reference.blocked.is_none();
            prop_assert_eq!(spent.is_ok(), enough);
            if enough {
                reference.take(clock, amount, What::Use, None);
                reference.uses.insert(request, (reference.moved.len() as i64, amount));
            }
        }
    }
    Ok(())
}

/// Corrects in the reference; answers whether the rules allow it.
fn put_right(
    reference: &mut Reference,
    clock: Timestamp,
    seq: i64,
    (amount, purchased, expires): (i64, bool, Option<Timestamp>),
) -> bool {
    let Some((_, moved, what, _)) = usize::try_from(seq - 1).ok().and_then(|place| reference.moved.get(place)).copied()
    else {
        return false;
    };
    let back: i64 = reference
        .moved
        .iter()
        .filter(|(_, back, _, corrects)| *corrects == Some(seq) && *back > 0)
        .map(|(_, back, ..)| back)
        .sum();
    let taken_by_corrections = |(_, moved, what, corrects): &(i64, i64, What, Option<i64>)| {
        if *what == What::Correction && *corrects == Some(seq) { (-moved).max(0) } else { 0 }
    };
    let took = match what {
        What::Purchase => reference.moved.iter().map(taken_by_corrections).sum(),
        What::Back => 0,
        What::Gift | What::Use | What::Expiry | What::Correction => -moved,
    };
    let (lost, missing) = reference.root(seq).map_or((i64::MAX, i64::MAX), |(root, _)| reference.lost(root));
    let allowed = match amount {
        0 => false,
        1.. => !purchased || amount <= lost.min(missing).min(took - back),
        _ => -amount <= reference.free(clock),
    };
    if allowed && amount > 0 {
        reference.open(clock, amount, purchased, expires, What::Correction, Some(seq));
    } else if allowed {
        reference.take(clock, -amount, What::Correction, Some(seq));
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
