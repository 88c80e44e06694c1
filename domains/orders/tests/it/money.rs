//! Money that comes, and what becomes of it.

use credits::{HistoryFilter, Kind, LotKind, Sight};
use kit_core::{AccountId, Credits, PageSize};
use kit_testkit::{TestDb, db_test};
use orders::*;

use crate::support::*;

#[db_test(schema())]
async fn credits_come_once_when_all_is_paid(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.app.mails().await;
    shop.receive("VIR 1", 5000, of(&[number])).await.unwrap();
    let details = shop.details(number).await;
    assert_eq!((details.order.state, details.order.due()), (OrderState::PartPaid, 8200));
    assert_eq!(shop.balance().await.total(), Credits(0));
    let told = shop.app.mail_to("camille@atelier-durand.example").await.content;
    let reference = number.reference().unwrap().grouped();
    for words in ["50,00", "Il reste 82,00", "FR76 3000 6000 0112 3456 7890 189", &reference, "dès que tout est payé"]
    {
        assert!(told.text.contains(words), "{words}: {}", told.text);
    }
    shop.receive("VIR 2", 8200, of(&[number])).await.unwrap();
    let balance = shop.balance().await;
    assert_eq!((balance.purchased, balance.promotional), (Credits(1000), Credits(50)));
    let details = shop.details(number).await;
    let told: Vec<(Event, Option<i64>)> = details.events.iter().map(|event| (event.event, event.cents)).collect();
    let expected =
        [(Event::Made, Some(13_200)), (Event::Sent, None), (Event::Received, Some(5000)), (Event::Settled, Some(8200))];
    assert_eq!(told, expected);
    let mail = shop.app.mail_to("camille@atelier-durand.example").await;
    assert!(mail.content.text.contains("BC-2026-000001"));
    assert!(mail.content.text.contains("crédits achetés et 50 crédits offerts"), "{}", mail.content.text);

    let account = shop.account;
    let history = shop
        .read(move |read| {
            credits::operations(read, account, Sight::All, &HistoryFilter::default(), None, PageSize::default())
        })
        .await;
    let purchase = history.rows.iter().find(|operation| operation.kind == Kind::Purchase).unwrap();
    assert_eq!((purchase.payment.as_deref(), purchase.amount), (Some("BC-2026-000001"), Credits(1000)));
    let bonus = history.rows.iter().find(|operation| operation.kind == Kind::Grant).unwrap();
    assert_eq!(
        (bonus.reason.as_deref(), bonus.split.of(LotKind::Promotional)),
        (Some("Bonus BC-2026-000001"), Credits(50))
    );
    let days = bonus.expires_at.unwrap().duration_since(bonus.at).as_hours() / 24;
    assert_eq!(days, 90);
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn too_much_becomes_an_advance_that_pays_the_next_order(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, account) = (shop.order("a").await, shop.account);
    shop.app.mails().await;
    shop.receive("VIR 1", 20_000, of(&[number])).await.unwrap();
    assert_eq!((shop.state(number).await, shop.advance().await), (OrderState::Paid, 6800));
    let mails = shop.app.mails().await;
    assert_eq!(mails.len(), 2, "the order is paid, and the rest is kept");
    let kept = mails.iter().find(|mail| mail.content.subject.contains("comme avance")).unwrap();
    assert!(kept.content.text.contains("68,00") && kept.content.text.contains("Payer avec l’avance"));
    assert_eq!(shop.details(number).await.events.last().unwrap().event, Event::Advanced);
    let next = shop.try_order("b", Choice::Free(Credits(100)), 1440).await.unwrap();
    let used = shop.run(staff(), move |tx, ctx| use_advance(tx, ctx, account, next)).await;
    assert_eq!(used, Ok(1440));
    assert_eq!((shop.state(next).await, shop.advance().await), (OrderState::Paid, 5360));
    let again = shop.run(staff(), move |tx, ctx| use_advance(tx, ctx, account, next)).await;
    assert_eq!(again, Err(MoneyRefusal::NotDue));
    let large = shop.order("c").await;
    assert_eq!(shop.run(staff(), move |tx, ctx| use_advance(tx, ctx, account, large)).await, Ok(5360));
    assert_eq!((shop.state(large).await, shop.advance().await), (OrderState::PartPaid, 0));
    let empty = shop.run(staff(), move |tx, ctx| use_advance(tx, ctx, account, large)).await;
    assert_eq!(empty, Err(MoneyRefusal::NothingLeft));
    assert_eq!(shop.balance().await.purchased, Credits(1100));
    // What a part-paid order has is an advance again when staff cancels it.
    shop.run(staff(), move |tx, ctx| cancel(tx, ctx, large, Canceller::Staff, "Sur demande")).await.unwrap();
    assert_eq!((shop.state(large).await, shop.advance().await), (OrderState::Cancelled, 5360));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn money_that_comes_late_is_not_lost(test: TestDb) {
    let shop = Shop::new(test).await;
    let (cancelled, expired, paid, account) =
        (shop.order("a").await, shop.order("b").await, shop.order("c").await, shop.account);
    shop.run(staff(), move |tx, ctx| cancel(tx, ctx, cancelled, Canceller::Account(account), "")).await.unwrap();
    shop.receive("VIR 1", 13_200, of(&[paid])).await.unwrap();
    shop.pass_days(31);
    shop.app.run_jobs().await;
    for (n, number) in [cancelled, expired, paid].into_iter().enumerate() {
        shop.receive(&format!("VIR late {n}"), 13_200, of(&[number])).await.unwrap();
        assert_eq!(shop.details(number).await.events.last().unwrap().event, Event::Advanced);
    }
    assert_eq!(shop.advance().await, 3 * 13_200);
    assert_eq!(shop.balance().await.purchased, Credits(1000));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn one_transfer_pays_several_orders(test: TestDb) {
    let shop = Shop::new(test).await;
    let (first, second, third) = (shop.order("a").await, shop.order("b").await, shop.order("c").await);
    shop.receive("VIR 1", 13_200 * 2 + 1000, of(&[second, first, third])).await.unwrap();
    let mut states = Vec::new();
    for number in [first, second, third] {
        states.push(shop.state(number).await);
    }
    assert_eq!(states, [OrderState::Paid, OrderState::Paid, OrderState::PartPaid]);
    assert_eq!((shop.advance().await, shop.balance().await.purchased), (0, Credits(2000)));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn money_of_somebody_unknown_waits(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, account) = (shop.order("a").await, shop.account);
    let id = shop.receive("VIR 1", 15_000, Share::default()).await.unwrap();
    let waiting = shop.read(|read| receipts(read, true, None, PageSize::default())).await.rows;
    assert_eq!(waiting.iter().map(|receipt| receipt.waiting).collect::<Vec<_>>(), [15_000]);
    let give = |share: Share| shop.run(staff(), move |tx, ctx| allocate(tx, ctx, id, &share));
    let nobody = Share { account: Some(AccountId(9999)), ..Share::default() };
    assert_eq!(give(nobody).await, Err(MoneyRefusal::NoAccount));
    let no_order = OrderNumber::new(2026, 77).unwrap();
    assert_eq!(give(of(&[no_order])).await, Err(MoneyRefusal::NoOrder(no_order)));
    assert_eq!(give(Share::default()).await, Err(MoneyRefusal::NoAccount));
    let other = shop.open("Menuiserie Petit", "552100554", "zoe@menuiserie-petit.example").await;
    let mixed = Share { account: Some(other), ..of(&[number]) };
    assert_eq!(
        give(mixed).await,
        Err(MoneyRefusal::AnotherAccount),
        "the rest of one customer's money is not another's"
    );
    // Given to the wrong account, it is taken back.
    give(Share { account: Some(other), ..Share::default() }).await.unwrap();
    assert_eq!(give(of(&[number])).await, Err(MoneyRefusal::NothingLeft));
    let taken = shop.run(staff(), move |tx, ctx| take_back(tx, ctx, id, other)).await;
    assert_eq!(taken, Ok(15_000));
    assert_eq!(shop.run(staff(), move |tx, ctx| take_back(tx, ctx, id, other)).await, Err(MoneyRefusal::NothingLeft));
    give(of(&[number])).await.unwrap();
    assert_eq!((shop.state(number).await, shop.advance().await), (OrderState::Paid, 1800));
    let details = shop.read(move |read| receipt(read, id)).await.unwrap();
    let parts: Vec<i64> = details.allocations.iter().map(|allocation| allocation.cents).collect();
    assert_eq!(parts, [15_000, -15_000, 13_200, 1800]);
    assert_eq!(details.advances, [(account, kit_core::Money::euro_cents(1800))]);
    assert!(shop.read(|read| receipts(read, true, None, PageSize::default())).await.rows.is_empty());
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn the_same_receipt_is_recorded_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = shop.receive("VIR 1", 13_200, of(&[number])).await.unwrap();
    assert_eq!(shop.receive("VIR 1", 13_200, of(&[number])).await, Err(MoneyRefusal::Known(id)));
    assert_eq!(shop.advance().await, 0);
    let by_card = NewReceipt { means: credits::Means::Card, ..receipt_of("VIR 1", 100) };
    assert!(shop.run(staff(), move |tx, ctx| record(tx, ctx, &by_card, &Share::default())).await.is_ok());
}

#[db_test(schema())]
async fn a_payment_that_staff_records_is_an_order_paid_at_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let account = shop.account;
    let payment = |reference: &str, expires_at| DirectPayment {
        means: credits::Means::Cheque,
        reference: credits::PaymentReference::parse(reference).unwrap(),
        received_on: "2026-11-02".parse().unwrap(),
        cents: 12_000,
        credits: Credits(900),
        expires_at,
    };
    let pay = |payment: DirectPayment| shop.run(staff(), move |tx, ctx| record_payment(tx, ctx, account, &payment));
    let until = "2027-11-02T00:00:00Z".parse().ok();
    let purchase = pay(payment("CHQ 1", until)).await.unwrap();
    assert_eq!((purchase.payment.as_deref(), purchase.expires_at), (Some("BC-2026-000001"), until));
    let order = shop.details(OrderNumber::new(2026, 1).unwrap()).await.order;
    assert_eq!((order.state, order.net, order.vat, order.gross), (OrderState::Paid, 10_000, 2000, 12_000));
    assert!(matches!(pay(payment("CHQ 1", None)).await, Err(MoneyRefusal::Known(_))));
    let past = "2025-11-02T00:00:00Z".parse().ok();
    assert_eq!(pay(payment("CHQ 2", past)).await, Err(MoneyRefusal::Ledger(credits::StaffRefusal::Expired)));
    assert_eq!(shop.order("a").await.place(), 2, "what was refused took no number");
    assert_eq!(shop.violations().await, Vec::<String>::new());
}
