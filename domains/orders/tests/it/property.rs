//! Random lives of a shop's money, against a reference that counts it by hand.

use std::collections::BTreeMap;

use credits::PaymentReference;
use kit_core::Credits;
use kit_testkit::TestDb;
use orders::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::*;

/// Something that happens. Orders and receipts are meant by their place; one that is not there is passed over.
#[derive(Debug, Clone)]
enum Step {
    Order { pack: bool },
    Receive { cents: i64, orders: Vec<usize> },
    Allocate { receipt: usize, order: usize },
    UseAdvance { order: usize },
    Refund { receipt: usize, cents: i64, order: Option<usize> },
    Dispute { receipt: usize },
    End { receipt: usize, won: bool },
    Reverse { receipt: usize, order: usize },
    Void { receipt: usize },
    Use { amount: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let cents = || {
        prop_oneof![
            Just(1),
            Just(720),
            Just(1_440),
            Just(6_600),
            Just(13_200),
            Just(14_640),
            Just(26_400),
            1..30_000_i64
        ]
    };
    prop_oneof![
        5 => any::<bool>().prop_map(|pack| Step::Order { pack }),
        4 => (cents(), prop_oneof![1 => Just(Vec::new()), 5 => proptest::collection::vec(0..4_usize, 1..4)]).prop_map(|(cents, orders)| Step::Receive { cents, orders }),
        1 => (0..4_usize, 0..4_usize).prop_map(|(receipt, order)| Step::Allocate { receipt, order }),
        1 => (0..4_usize).prop_map(|order| Step::UseAdvance { order }),
        4 => (0..4_usize, cents(), proptest::option::weighted(0.3, 0..4_usize))
            .prop_map(|(receipt, cents, order)| Step::Refund { receipt, cents, order }),
        2 => (0..4_usize).prop_map(|receipt| Step::Dispute { receipt }),
        2 => (0..4_usize, any::<bool>()).prop_map(|(receipt, won)| Step::End { receipt, won }),
        1 => (0..4_usize, 0..4_usize).prop_map(|(receipt, order)| Step::Reverse { receipt, order }),
        1 => (0..4_usize).prop_map(|receipt| Step::Void { receipt }),
        4 => (0..900_i64).prop_map(|amount| Step::Use { amount }),
    ]
}

/// An order of the reference.
#[derive(Debug, Clone)]
struct Paper {
    number: OrderNumber,
    credits: i64,
    bonus: i64,
    gross: i64,
    state: OrderState,
    paid: i64,
    refunded: i64,
    disputed: i64,
    /// What of its credits and its bonus went back.
    claimed: (i64, i64),
}

/// Of bonus and purchase, what was there to be taken and what was owed.
type Taken = [(i64, i64); 2];

/// A receipt of the reference.
#[derive(Debug, Clone)]
struct Money {
    id: ReceiptId,
    cents: i64,
    waiting: i64,
    advance: i64,
    gone: i64,
    state: ReceiptState,
    /// How many words were said about its parts, and for each order the cents and the place of the last word.
    words: i64,
    parts: BTreeMap<usize, (i64, i64)>,
    /// What the dispute took: the order, its cents, and its credits.
    contested: Vec<(usize, i64, Taken)>,
}

/// The reference.
#[derive(Debug, Clone, Default)]
struct Books {
    papers: Vec<Paper>,
    money: Vec<Money>,
    balance: i64,
    debt: i64,
}

impl Books {
    fn due(&self, order: usize) -> i64 {
        let paper = &self.papers[order];
        if paper.state.takes_money() { paper.gross - paper.paid } else { 0 }
    }

    fn pay(&mut self, order: usize, receipt: usize, most: i64) -> i64 {
        let cents = self.due(order).min(most);
        if cents > 0 {
            let money = &mut self.money[receipt];
            money.words += 1;
            let part = money.parts.entry(order).or_default();
            *part = (part.0 + cents, money.words);
            let paper = &mut self.papers[order];
            paper.paid += cents;
            paper.state = OrderState::PartPaid;
            if paper.paid == paper.gross {
                paper.state = OrderState::Paid;
                let settled = paper.credits.min(self.debt);
                self.debt -= settled;
                self.balance += paper.credits - settled + paper.bonus;
            }
        }
        cents
    }

    fn spread(&mut self, receipt: usize, orders: &[usize]) {
        for order in orders {
            let paid = self.pay(*order, receipt, self.money[receipt].waiting);
            self.money[receipt].waiting -= paid;
        }
        let money = &mut self.money[receipt];
        if money.waiting > 0 {
            money.words += 1;
            money.advance += money.waiting;
            money.waiting = 0;
        }
    }

    /// Takes what of the credits goes with what is gone or disputed; answers what was there and what was owed.
    fn take_credits(&mut self, order: usize) -> Taken {
        let paper = &mut self.papers[order];
        let gone = paper.refunded + paper.disputed;
        let share = |of: i64| of * gone / paper.gross;
        let more = [share(paper.bonus) - paper.claimed.1, share(paper.credits) - paper.claimed.0];
        paper.claimed = (share(paper.credits), share(paper.bonus));
        more.map(|more| {
            let there = more.min(self.balance);
            self.balance -= there;
            self.debt += more - there;
            (there, more - there)
        })
    }

    /// Takes cents of a receipt from an order; answers whether the rules allow it.
    fn give_up(&mut self, order: usize, receipt: usize, cents: i64) -> bool {
        let money = &mut self.money[receipt];
        let contested = money.contested.iter().any(|(contested, ..)| *contested == order);
        let paper = &mut self.papers[order];
        if paper.state == OrderState::Disputed && !contested {
            return false;
        }
        money.words += 1;
        let part = money.parts.get_mut(&order).unwrap();
        *part = (part.0 - cents, money.words);
        if paper.state.was_settled() {
            paper.disputed -= paper.disputed.min(cents);
            paper.refunded += cents;
            paper.state = if paper.refunded == paper.gross { OrderState::Refunded } else { OrderState::Paid };
            self.take_credits(order);
        } else {
            paper.paid -= cents;
            paper.state = if paper.paid == 0 { OrderState::Sent } else { OrderState::PartPaid };
        }
        true
    }

    fn drain(&mut self, receipt: usize, cents: i64, first: Option<usize>) -> bool {
        let mut left = cents;
        let mut sources: Vec<usize> = self.money[receipt].parts.keys().copied().collect();
        sources.retain(|order| self.money[receipt].parts[order].0 > 0);
        if let Some(order) = first {
            let Some((has, _)) = self.money[receipt].parts.get(&order).copied().filter(|part| part.0 > 0) else {
                return false;
            };
            let taken = has.min(left);
            left -= taken;
            if !self.give_up(order, receipt, taken) {
                return false;
            }
        }
        sources.sort_by_key(|order| {
            // The place of the last word before any of this: what is taken now changes nothing about the order.
            let (_, last) = self.money[receipt].parts[order];
            std::cmp::Reverse(if first == Some(*order) { i64::MIN } else { last })
        });
        let money = &mut self.money[receipt];
        let waiting = money.waiting.min(left);
        let advance = money.advance.min(left - waiting);
        money.waiting -= waiting;
        money.advance -= advance;
        money.words += i64::from(advance > 0);
        money.gone += cents;
        left -= waiting + advance;
        for order in sources {
            let taken = self.money[receipt].parts[&order].0.min(left);
            left -= taken;
            if taken > 0 && !self.give_up(order, receipt, taken) {
                return false;
            }
        }
        left == 0
    }

    fn dispute(&mut self, receipt: usize) -> bool {
        let money = &mut self.money[receipt];
        if money.state != ReceiptState::Open || money.gone == money.cents {
            return false;
        }
        money.state = ReceiptState::Disputed;
        let parts: Vec<(usize, i64)> = money.parts.iter().map(|(order, (cents, _))| (*order, *cents)).collect();
        for (order, cents) in parts.into_iter().filter(|(_, cents)| *cents > 0) {
            match self.papers[order].state {
                OrderState::Paid => {}
                OrderState::Disputed => return false,
                _ => continue,
            }
            self.papers[order].disputed += cents;
            self.papers[order].state = OrderState::Disputed;
            let taken = self.take_credits(order);
            self.money[receipt].contested.push((order, cents, taken));
        }
        true
    }

    fn end(&mut self, receipt: usize, won: bool) -> bool {
        if self.money[receipt].state != ReceiptState::Disputed {
            return false;
        }
        self.money[receipt].state = ReceiptState::Open;
        if won {
            for (order, cents, taken) in std::mem::take(&mut self.money[receipt].contested) {
                let paper = &mut self.papers[order];
                paper.disputed -= cents;
                paper.state = OrderState::Paid;
                let gone = paper.refunded + paper.disputed;
                paper.claimed = (paper.credits * gone / paper.gross, paper.bonus * gone / paper.gross);
                for (there, owed) in taken {
                    let struck = owed.min(self.debt);
                    self.debt -= struck;
                    self.balance += there + owed - struck;
                }
            }
        } else {
            let rest = self.money[receipt].cents - self.money[receipt].gone;
            assert!(self.drain(receipt, rest, None), "an order is disputed by one receipt at a time");
            self.money[receipt].contested.clear();
        }
        true
    }
}

/// Does a step in the reference, on a copy where it may be refused; answers whether the rules allow it.
fn follow(books: &mut Books, step: &Step) -> bool {
    let before = books.clone();
    let done = match *step {
        Step::Refund { receipt, cents, order } => {
            let money = &books.money[receipt];
            money.state == ReceiptState::Open && cents <= money.cents - money.gone && books.drain(receipt, cents, order)
        }
        Step::Dispute { receipt } => books.dispute(receipt),
        Step::End { receipt, won } => books.end(receipt, won),
        Step::Reverse { receipt, order } => {
            let money = &books.money[receipt];
            let has = money.parts.get(&order).map_or(0, |part| part.0);
            let done = money.state == ReceiptState::Open && has > 0 && books.give_up(order, receipt, has);
            books.money[receipt].waiting += if done { has } else { 0 };
            done
        }
        Step::Void { receipt } => {
            let money = &mut books.money[receipt];
            let may = money.state == ReceiptState::Open && money.waiting == money.cents;
            if may {
                (money.waiting, money.state) = (0, ReceiptState::Void);
            }
            may
        }
        Step::Allocate { receipt, order } => {
            let money = &books.money[receipt];
            let may = money.state != ReceiptState::Disputed && money.waiting > 0;
            if may {
                books.spread(receipt, &[order]);
            }
            may
        }
        Step::UseAdvance { order } => {
            let mut by_id: Vec<usize> = (0..books.money.len()).collect();
            by_id.sort_by_key(|receipt| books.money[*receipt].id);
            let mut used = 0;
            for receipt in by_id {
                let money = &books.money[receipt];
                let most = if money.state == ReceiptState::Open { money.advance.min(books.due(order)) } else { 0 };
                if most > 0 {
                    books.money[receipt].words += 1;
                    books.money[receipt].advance -= most;
                    used += books.pay(order, receipt, most);
                }
            }
            used > 0
        }
        Step::Use { amount } => {
            let may = amount <= books.balance;
            books.balance -= if may { amount } else { 0 };
            may
        }
        Step::Order { .. } | Step::Receive { .. } => true,
    };
    if !done {
        *books = before;
    }
    done
}

fn is_there(books: &Books, step: &Step) -> bool {
    let receipt = |receipt: usize| receipt < books.money.len();
    let order = |order: usize| order < books.papers.len();
    match step {
        Step::Order { .. } | Step::Use { .. } => true,
        Step::Receive { orders, .. } => orders.iter().copied().all(order),
        Step::Allocate { receipt: of, order: to } | Step::Reverse { receipt: of, order: to } => {
            receipt(*of) && order(*to)
        }
        Step::UseAdvance { order: to } => order(*to),
        Step::Refund { receipt: of, order: from, .. } => receipt(*of) && from.is_none_or(order),
        Step::Dispute { receipt: of } | Step::End { receipt: of, .. } | Step::Void { receipt: of } => receipt(*of),
    }
}

async fn take(shop: &Shop, books: &mut Books, name: &str, step: Step) -> Result<(), TestCaseError> {
    if !is_there(books, &step) {
        return Ok(());
    }
    let account = shop.account;
    let reference = PaymentReference::parse(name).unwrap();
    let id = |receipt: usize| books.money[receipt].id;
    let number = |order: usize| books.papers[order].number;
    let done = match step.clone() {
        Step::Order { pack } => {
            let (choice, gross, credits, bonus) =
                if pack { (Choice::Pack(PACK), 13_200, 1000, 50) } else { (Choice::Free(Credits(100)), 1_440, 100, 0) };
            let number = shop.try_order(name, choice, gross).await.unwrap();
            let (paid, refunded, disputed, claimed) = (0, 0, 0, (0, 0));
            let state = OrderState::Sent;
            books.papers.push(Paper { number, credits, bonus, gross, state, paid, refunded, disputed, claimed });
            return Ok(());
        }
        Step::Receive { cents, orders } => {
            let numbers: Vec<OrderNumber> = orders.iter().map(|order| number(*order)).collect();
            let id = shop.receive(name, cents, of(&numbers)).await.unwrap();
            let (parts, contested) = (BTreeMap::new(), Vec::new());
            let (waiting, state) = (cents, ReceiptState::Open);
            books.money.push(Money { id, cents, waiting, advance: 0, gone: 0, state, words: 0, parts, contested });
            if !orders.is_empty() {
                books.spread(books.money.len() - 1, &orders);
            }
            return Ok(());
        }
        Step::Allocate { receipt, order } => {
            let (receipt, share) = (id(receipt), of(&[number(order)]));
            shop.run(staff(), move |tx, ctx| allocate(tx, ctx, receipt, &share)).await.is_ok()
        }
        Step::UseAdvance { order } => {
            let number = number(order);
            shop.run(staff(), move |tx, ctx| use_advance(tx, ctx, account, number)).await.is_ok()
        }
        Step::Refund { receipt, cents, order } => {
            let (receipt, order) = (id(receipt), order.map(number));
            let on = "2026-11-02".parse().unwrap();
            let back = GoneBack { receipt, reference, cents, on, order, note: String::new() };
            shop.run(staff(), move |tx, ctx| refund(tx, ctx, &back)).await.is_ok()
        }
        Step::Dispute { receipt } => {
            let (receipt, disputed) = (id(receipt), Disputed { reference, note: String::new() });
            shop.run(staff(), move |tx, ctx| dispute(tx, ctx, receipt, &disputed)).await.is_ok()
        }
        Step::End { receipt, won } => {
            let receipt = id(receipt);
            let end = if won { dispute_won } else { dispute_lost };
            shop.run(staff(), move |tx, ctx| end(tx, ctx, receipt, "")).await.is_ok()
        }
        Step::Reverse { receipt, order } => {
            let (receipt, number) = (id(receipt), number(order));
            shop.run(staff(), move |tx, ctx| reverse(tx, ctx, receipt, number, "")).await.is_ok()
        }
        Step::Void { receipt } => {
            let receipt = id(receipt);
            shop.run(staff(), move |tx, ctx| void(tx, ctx, receipt, "")).await.is_ok()
        }
        Step::Use { amount } => shop.burn(name, amount).await.is_ok(),
    };
    prop_assert_eq!(done, follow(books, &step), "{:?}", step);
    Ok(())
}

async fn live(shop: Shop, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let mut books = Books::default();
    for (place, step) in steps.into_iter().enumerate() {
        let said = format!("{place}: {step:?}");
        take(&shop, &mut books, &format!("s{place}"), step).await?;
        let (account, now) = (shop.account, shop.app.test.clock.now());
        let standing = shop.read(move |read| credits::standing(read, account, now)).await;
        prop_assert_eq!((standing.lots.balance().total().0, standing.debt.0), (books.balance, books.debt), "{}", said);
        for paper in &books.papers {
            let order = shop.details(paper.number).await.order;
            let stands = (order.state, order.paid, order.refunded, order.disputed);
            prop_assert_eq!(stands, (paper.state, paper.paid, paper.refunded, paper.disputed), "{}", said);
        }
        for money in &books.money {
            let id = money.id;
            let found = shop.read(move |read| receipt(read, id)).await.unwrap().receipt;
            let stands = (found.waiting, found.gone, found.state);
            prop_assert_eq!(stands, (money.waiting, money.gone, money.state), "{}", said);
        }
        let open = books.money.iter().filter(|money| money.state == ReceiptState::Open);
        prop_assert_eq!(shop.advance().await, open.map(|money| money.advance).sum::<i64>(), "{}", said);
    }
    prop_assert_eq!(shop.violations().await, Vec::<String>::new());
    Ok(())
}

fn cases(open: impl AsyncFn() -> TestDb, cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&proptest::collection::vec(step(), 1..30), |steps| {
        runtime.block_on(async { live(Shop::new(open().await).await, steps).await })
    });
    outcome.unwrap();
}

#[test]
fn money_goes_as_the_reference_says_on_sqlite() {
    cases(async || TestDb::sqlite(&schema()).await, 100);
}

#[test]
fn money_goes_as_the_reference_says_on_postgres() {
    cases(async || TestDb::postgres(&schema()).await, 10);
}
