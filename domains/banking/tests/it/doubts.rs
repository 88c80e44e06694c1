//! What stands against recording a line without anybody's look at it.

use std::time::Duration;

use banking::*;
use credits::Means;
use jiff::SignedDuration;
use kit_core::{Author, Context};
use kit_db::{DbError, Failed, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermissions;
use orders::{NewReceipt, OrderState, Share};

use crate::races::nodes;
use crate::support::*;

/// A credit that names its order and what takes it back.
fn came_and_went(number: orders::OrderNumber) -> [Entry; 2] {
    let came = Entry { of_bank: "B7".into(), ..of_reference(HUNDRED, number) };
    let went = Entry { is_debit: true, is_reversal: true, ..came.clone() };
    [came, went]
}

async fn open_credit(shop: &Shop) -> BankLine {
    let mut lines = shop.open_lines().await.into_iter();
    lines.find(|line| line.kind == LineKind::Credit && line.cents == HUNDRED).expect("the credit waits")
}

fn reasons(line: &BankLine) -> Vec<Reason> {
    line.proposal.as_ref().unwrap().reasons.clone()
}

/// Records what is sure, in the name of a colleague.
async fn record_all(shop: &Shop, by: kit_core::PersonId) {
    let now = shop.app.test.clock.now();
    assert_eq!(record_all_sure(&shop.world(Author::Staff(by)), now).await.unwrap(), Ended::All);
}

#[db_test(schema())]
async fn what_was_taken_back_stays_so_when_that_line_is_cleared(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.set_automatic(true).await;
    let number = shop.order(shop.durand, "a", 1).await;
    shop.drop_file("both.xml", camt(&came_and_went(number))).await;
    let went = shop.open_lines().await.into_iter().find(|line| line.kind == LineKind::TakenBack).unwrap();
    shop.run(staff(), move |tx, ctx| ignore(tx, ctx, went.id, "seen")).await.unwrap();
    propose_all(&shop.world(staff())).await.unwrap();
    assert!(reasons(&open_credit(&shop).await).contains(&Reason::TakenBack));
    assert_eq!(shop.state(number).await, OrderState::Sent, "no credit for money that is gone");
    shop.is_sound().await;
}

#[db_test(schema())]
async fn what_is_taken_back_after_the_look_is_not_recorded(test: TestDb) {
    let shop = Shop::new(test).await;
    let by = shop.colleague().await;
    let number = shop.order(shop.durand, "a", 1).await;
    let [came, went] = came_and_went(number);
    shop.drop_file("came.xml", camt(&[came])).await;
    let line = open_credit(&shop).await;
    assert!(is_sure(&line));
    stage_all(&shop.world(staff()), dropped("went.xml", camt(&[went])), |_| {}).await.unwrap();
    record_all(&shop, by).await;
    assert_eq!(shop.confirm(&line).await, Err(LineRefusal::Changed), "nor by who saw it before");
    shop.app.run_jobs().await;
    let now = open_credit(&shop).await;
    assert!(reasons(&now).contains(&Reason::TakenBack));
    assert_eq!(shop.confirm(&line).await, Err(LineRefusal::Changed), "the mark is of the doubts too");
    shop.confirm(&now).await.unwrap();
    assert_eq!(shop.state(number).await, OrderState::Paid, "who has seen the doubt decides");
    shop.is_sound().await;
}

#[db_test(schema())]
async fn nothing_of_half_a_file_is_recorded_by_itself(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.set_automatic(true).await;
    let by = shop.colleague().await;
    let number = shop.order(shop.durand, "a", 1).await;
    let [came, went] = came_and_went(number);
    let between = (1..=500).map(|n| credit(n, "", &format!("between {n}")));
    let entries: Vec<Entry> = std::iter::once(came).chain(between).chain([went]).collect();
    let file = dropped("long.xml", camt(&entries));
    let (world, lines) = (shop.world(staff()), file.clone().into_lines());
    let import = shop.run(staff(), move |tx, ctx| Ok::<_, Failed<()>>(begin(tx, ctx, &file)?)).await.unwrap().import.id;
    let staged = lines.clone();
    shop.run(staff(), move |tx, ctx| Ok::<_, Failed<()>>(stage(tx, ctx, import, &staged)?)).await.unwrap();
    propose_all(&world).await.unwrap();
    assert!(is_sure(&open_credit(&shop).await), "nothing speaks against it yet");
    record_all(&shop, by).await;
    open_credit(&shop).await;
    shop.run(staff(), move |tx, ctx| Ok::<_, Failed<()>>(stage(tx, ctx, import, &lines)?)).await.unwrap();
    propose_all(&world).await.unwrap();
    assert!(!is_sure(&open_credit(&shop).await));
    assert_eq!(shop.state(number).await, OrderState::Sent);
    shop.is_sound().await;
}

#[db_test(schema())]
async fn money_recorded_by_hand_is_not_recorded_again_by_itself(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.set_automatic(true).await;
    let numbers = [shop.order(shop.durand, "a", 2).await, shop.order(shop.petit, "b", 4).await];
    let of = |n: usize| Share { orders: vec![numbers[n]], account: None };
    let known = shop.by_hand(Means::Transfer, "VIR 1", "2026-11-05", HUNDRED, of(0)).await;
    // Another day, and another means: not the same money.
    shop.by_hand(Means::Transfer, "VIR 2", "2026-10-01", 2 * HUNDRED, of(1)).await;
    shop.drop_file("both.xml", camt(&[of_reference(HUNDRED, numbers[0]), of_reference(2 * HUNDRED, numbers[1])])).await;
    assert_eq!(shop.state(numbers[1]).await, OrderState::Paid);
    let line = open_credit(&shop).await;
    assert!(reasons(&line).contains(&Reason::PerhapsRecorded(known)) && !is_sure(&line));
    assert_eq!(shop.state(numbers[0]).await, OrderState::PartPaid, "a credit is not made twice of one transfer");
    shop.confirm(&line).await.unwrap();
    assert_eq!(shop.state(numbers[0]).await, OrderState::Paid, "who has seen the doubt decides");
    shop.is_sound().await;
}

#[db_test(schema())]
async fn money_recorded_by_hand_after_the_look_is_not_recorded_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let by = shop.colleague().await;
    let number = shop.order(shop.durand, "a", 1).await;
    shop.drop_file("one.xml", camt(&[of_reference(HUNDRED, number)])).await;
    assert!(is_sure(&open_credit(&shop).await));
    let known = shop.by_hand(Means::Transfer, "VIR 1", "2026-11-01", HUNDRED, Share::default()).await;
    record_all(&shop, by).await;
    assert_eq!(shop.state(number).await, OrderState::Sent);
    propose_all(&shop.world(staff())).await.unwrap();
    assert!(reasons(&open_credit(&shop).await).contains(&Reason::PerhapsRecorded(known)));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_line_whose_receipt_is_void_is_taken_up_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order(shop.durand, "a", 1).await;
    shop.drop_file("one.xml", camt(&[credit(HUNDRED, "", "x")])).await;
    let id = open_credit(&shop).await.id;
    let receipt = shop.run(staff(), move |tx, ctx| record(tx, ctx, id, &Share::default())).await.unwrap();
    shop.run(staff(), move |tx, ctx| orders::void(tx, ctx, receipt, "by mistake")).await.unwrap();
    let found = shop.violations().await;
    assert!(found.len() == 1 && found[0].contains("its receipt is void"), "the money is nowhere: {found:?}");
    assert!(shop.read(move |read| line(read, id)).await.unwrap().is_void);
    shop.run(staff(), move |tx, ctx| reopen(tx, ctx, id)).await.unwrap();
    shop.is_sound().await;
    let share = Share { orders: vec![number], account: None };
    shop.run(staff(), move |tx, ctx| record(tx, ctx, id, &share)).await.unwrap();
    assert_eq!(shop.state(number).await, OrderState::Paid);
    shop.is_sound().await;
}

#[db_test(schema())]
async fn what_another_payment_is_settling_is_not_recorded_by_itself(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.set_automatic(true).await;
    let nodes = nodes(&shop.app.test);
    let number = shop.order(shop.durand, "a", 1).await;
    stage_all(&shop.world(staff()), dropped("one.xml", camt(&[of_reference(HUNDRED, number)])), |_| {}).await.unwrap();
    let new = NewReceipt {
        means: Means::Paypal,
        reference: credits::PaymentReference::parse("PP 1").unwrap(),
        received_on: "2026-11-02".parse().unwrap(),
        cents: HUNDRED,
        payer: String::new(),
        note: String::new(),
    };
    let (ctx, share): (Context, _) = (shop.app.context(staff()), Share { orders: vec![number], account: None });
    let (paid, is_paid) = std::sync::mpsc::channel();
    let other = nodes[1].clone();
    let paying = tokio::spawn(async move {
        let body = move |tx: &mut kit_db::Tx<'_>| {
            orders::record(tx, &ctx, &new, &share)?;
            let _ = paid.send(());
            // Not done yet: whoever looks now sees an order that is due.
            std::thread::park_timeout(Duration::from_millis(400));
            Ok::<_, Failed<orders::MoneyRefusal>>(())
        };
        other.write(Lock::None, body).await.unwrap();
    });
    tokio::task::spawn_blocking(move || is_paid.recv().unwrap()).await.unwrap();
    propose_all(&shop.world_on(&nodes[0], staff())).await.unwrap();
    paying.await.unwrap();
    assert_eq!((shop.state(number).await, shop.advance(shop.durand).await), (OrderState::Paid, 0));
    open_credit(&shop).await;
    shop.is_sound().await;
}

#[db_test(schema())]
async fn only_what_was_shown_is_confirmed_and_only_by_who_may(test: TestDb) {
    let shop = Shop::new(test).await;
    let by = shop.colleague().await;
    let (a, b) = (shop.order(shop.durand, "a", 1).await, shop.order(shop.durand, "b", 2).await);
    shop.drop_file("a.xml", camt(&[of_reference(HUNDRED, a)])).await;
    let shown_at = shop.app.test.clock.now();
    shop.app.test.clock.advance(SignedDuration::from_secs(1));
    shop.drop_file("b.xml", camt(&[of_reference(2 * HUNDRED, b)])).await;
    let ask = move |tx: &mut kit_db::Tx<'_>, ctx: &Context| Ok::<_, Failed<()>>(ask_for_all_sure(tx, ctx, shown_at)?);
    assert_eq!(shop.run(Author::Staff(by), ask).await, Ok(1));
    shop.app.run_jobs().await;
    assert_eq!([shop.state(a).await, shop.state(b).await], [OrderState::Paid, OrderState::Sent]);
    let now = shop.app.test.clock.now();
    let ask = move |tx: &mut kit_db::Tx<'_>, ctx: &Context| Ok::<_, Failed<()>>(ask_for_all_sure(tx, ctx, now)?);
    assert_eq!(shop.run(Author::Staff(by), ask).await, Ok(1));
    shop.run(Author::System("test"), move |tx, ctx| {
        people::service::set_staff(tx, ctx, by, StaffPermissions::of(&[])).map_err(|_| Failed::Refused(()))
    })
    .await
    .unwrap();
    shop.app.run_jobs().await;
    assert_eq!(shop.state(b).await, OrderState::Sent, "who asked may not do it any more");
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_receipt_leads_to_what_took_it_back_whatever_else_has_its_amount(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order(shop.durand, "a", 1).await;
    let [came, went] = came_and_went(number);
    shop.drop_file("came.xml", camt(&[came])).await;
    let id = open_credit(&shop).await.id;
    let others: Vec<Entry> = (0..60).map(|n| credit(HUNDRED, &format!("Payer {n}"), "")).collect();
    shop.drop_file("others.xml", camt_of("FR1420041010050500013M02606", &others)).await;
    shop.drop_file("went.xml", camt(&[went])).await;
    let went = shop.open_lines().await.into_iter().find(|line| line.kind == LineKind::TakenBack).unwrap().id;
    let shown: Result<_, DbError> = shop.db().read(move |read| line(read, went)).await;
    let others: Vec<LineId> = shown.unwrap().unwrap().others.iter().map(|line| line.id).collect();
    assert_eq!(others, [id]);
}
