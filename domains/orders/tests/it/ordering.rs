//! Making orders.

use accounts::model::CompanyForm;
use accounts::service::{companies, invoiced};
use kit_core::{Author, Credits, PersonId};
use kit_db::{Failed, sql};
use kit_testkit::{TestDb, db_test};
use orders::*;

use crate::support::*;

#[db_test(schema())]
async fn an_order_freezes_what_it_says_and_credits_nothing(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    assert_eq!(number.to_string(), "BC-2026-000001");
    shop.move_to("1 rue Neuve").await;
    shop.run(staff(), |tx, ctx| save_pack(tx, ctx, &Pack { price: 99_900, ..pack() }, false)).await.unwrap();
    let OrderDetails { order, events, .. } = shop.details(number).await;
    assert_eq!((order.state, order.net, order.vat, order.gross), (OrderState::Sent, 11_000, 2200, 13_200));
    assert_eq!((order.buyer.line1.as_str(), order.buyer.name.as_str()), ("3 rue des Lilas", "Atelier Durand"));
    assert_eq!((order.credits, order.bonus, order.bonus_days), (Credits(1000), Credits(50), 90));
    assert_eq!(order.lines.0[0].name.fr, "Lot atelier");
    let told: Vec<Event> = events.iter().map(|event| event.event).collect();
    assert_eq!(told, [Event::Made, Event::Sent]);
    assert_eq!(shop.balance().await.total(), Credits(0));
    let mail = shop.app.mail_to("camille@atelier-durand.example").await;
    assert!(mail.content.subject.contains("BC-2026-000001"), "{}", mail.content.subject);
    for words in ["Cotelier SAS", "FR76 3000 6000 0112 3456 7890 189", &order.number.reference().unwrap().grouped()] {
        assert!(mail.content.text.contains(words), "{words}: {}", mail.content.text);
    }
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn what_is_ordered_is_made_out_to_the_company_of_its_day(test: TestDb) {
    let shop = Shop::new(test).await;
    let account = shop.account;
    let form = CompanyForm {
        company: "Durand Travaux".into(),
        country: "FR".into(),
        siren: "443061841".into(),
        line1: "5 quai Neuf".into(),
        postal_code: "69002".into(),
        town: "Lyon".into(),
        ..CompanyForm::default()
    };
    let today = shop.app.test.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let from = Day(today.saturating_add(jiff::Span::new().days(2)));
    shop.run(Author::Person(PersonId::from_raw(1)), move |tx, ctx| {
        let added = companies::add(tx, ctx, account, &form.read().unwrap());
        let added = added.map_err(|failed| failed.map(|_| ()))?;
        invoiced::choose(tx, ctx, account, (added, from)).map_err(|failed| failed.map(|_| ()))
    })
    .await
    .unwrap();
    let before = shop.order("a").await;
    shop.pass_days(3);
    let after = shop.order("b").await;
    let name = async |number| shop.details(number).await.order.buyer.name;
    assert_eq!(name(before).await, "Atelier Durand", "what was ordered before stays");
    assert_eq!(name(after).await, "Durand Travaux");
    let buyer = shop.details(after).await.order.buyer;
    assert_eq!((buyer.number.as_str(), buyer.line1.as_str()), ("443 061 841", "5 quai Neuf"));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_form_sent_again_leads_to_its_order(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    assert_eq!(shop.order("a").await, number);
    assert_ne!(shop.order("b").await, number);
    assert_eq!(shop.app.mails().await.len(), 2);
}

#[db_test(schema())]
async fn what_is_not_on_sale_is_not_ordered(test: TestDb) {
    let shop = Shop::new(test).await;
    let free = |credits| Choice::Free(Credits(credits));
    assert_eq!(shop.try_order("a", Choice::Pack(PACK), 13_100).await, Err(OrderRefusal::Changed));
    let none = Choice::Pack(PackId::from_raw(8));
    assert_eq!(shop.try_order("a", none, 13_200).await, Err(ChoiceError::NotOnSale.into()));
    assert_eq!(shop.try_order("a", free(150), 0).await, Err(ChoiceError::Step(100).into()));
    assert_eq!(shop.try_order("", free(100), 1440).await, Err(OrderRefusal::NoToken));
    let number = shop.try_order("a", free(100), 1440).await.unwrap();
    assert_eq!(number.place(), 1, "what was refused took no number");
    shop.run(staff(), |tx, ctx| Ok::<_, Failed<()>>(save_payment(tx, ctx, None, Office::default(), 30, false, false)?))
        .await
        .unwrap();
    assert_eq!(shop.try_order("b", free(100), 1440).await, Err(OrderRefusal::Closed), "nobody could pay it");
}

#[db_test(schema())]
async fn an_account_that_is_suspended_orders_nothing(test: TestDb) {
    let shop = Shop::new(test).await;
    let account = shop.account;
    shop.run(staff(), move |tx, ctx| accounts::service::decisions::suspend(tx, ctx, account, "Impayé")).await.unwrap();
    assert_eq!(shop.try_order("a", Choice::Pack(PACK), 13_200).await, Err(OrderRefusal::NotActive));
}

#[db_test(schema())]
async fn an_order_is_cancelled_while_it_is_unpaid(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, account) = (shop.order("a").await, shop.account);
    shop.app.mails().await;
    let other = kit_core::AccountId(9999);
    let by_other = shop.run(staff(), move |tx, ctx| cancel(tx, ctx, number, Canceller::Account(other), "")).await;
    assert_eq!(by_other, Err(CancelRefusal::NoOrder));
    let by_own = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| {
        cancel(tx, ctx, number, Canceller::Account(account), "Erreur")
    };
    shop.run(staff(), by_own).await.unwrap();
    let details = shop.details(number).await;
    assert_eq!(details.order.state, OrderState::Cancelled);
    assert_eq!(details.events.last().unwrap().note.as_deref(), Some("Erreur"));
    assert_eq!(shop.run(staff(), by_own).await, Err(CancelRefusal::TooLate(OrderState::Cancelled)));
    assert_eq!(shop.app.mails().await.len(), 1);
    let paid = shop.order("b").await;
    shop.receive("VIR 1", 13_200, of(&[paid])).await.unwrap();
    let late = shop.run(staff(), move |tx, ctx| cancel(tx, ctx, paid, Canceller::Staff, "")).await;
    assert_eq!(late, Err(CancelRefusal::TooLate(OrderState::Paid)));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn an_order_for_which_money_is_on_its_way_is_neither_cancelled_by_its_account_nor_expires(test: TestDb) {
    let shop = Shop::new(test).await;
    let (one, other, account) = (shop.order("a").await, shop.order("b").await, shop.account);
    let set = async |number, underway| {
        shop.run(staff(), move |tx, _| Ok::<_, kit_db::Failed<()>>(set_underway(tx, number, underway)?)).await.unwrap();
    };
    let by_own =
        async |number| shop.run(staff(), move |tx, ctx| cancel(tx, ctx, number, Canceller::Account(account), "")).await;
    for underway in [Underway::Pending, Underway::Part] {
        set(one, Some(underway)).await;
        assert_eq!(by_own(one).await, Err(CancelRefusal::Underway(underway)));
    }
    set(other, Some(Underway::Pending)).await;
    shop.pass_days(31);
    shop.app.run_jobs().await;
    assert_eq!(shop.state(one).await, OrderState::Sent);
    shop.run(staff(), move |tx, ctx| cancel(tx, ctx, one, Canceller::Staff, "x")).await.unwrap();
    // It failed.
    set(other, None).await;
    shop.pass_days(1);
    shop.app.run_jobs().await;
    assert_eq!(shop.state(other).await, OrderState::Expired);
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn an_order_that_nobody_pays_expires(test: TestDb) {
    let shop = Shop::new(test).await;
    let (unpaid, part_paid, paid) = (shop.order("a").await, shop.order("b").await, shop.order("c").await);
    shop.receive("VIR 1", 5000, of(&[part_paid])).await.unwrap();
    shop.receive("VIR 2", 13_200, of(&[paid])).await.unwrap();
    shop.pass_days(29);
    shop.app.run_jobs().await;
    assert_eq!(shop.state(unpaid).await, OrderState::Sent);
    shop.app.mails().await;
    shop.pass_days(2);
    let mails = shop.app.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].content.text.contains(&unpaid.to_string()));
    assert_eq!(shop.state(unpaid).await, OrderState::Expired);
    assert_eq!(shop.state(part_paid).await, OrderState::PartPaid, "staff decides about it");
    assert_eq!(shop.state(paid).await, OrderState::Paid);
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn what_the_money_needs_is_told_whatever_the_account_chose(test: TestDb) {
    let shop = Shop::new(test).await;
    let account = shop.account;
    shop.run(staff(), move |tx, ctx| Ok::<_, Failed<()>>(accounts::service::notices::choose(tx, ctx, account, &[])?))
        .await
        .unwrap();
    let subjects = async || shop.app.mails().await.into_iter().map(|mail| mail.content.subject).collect::<Vec<_>>();
    let (cancelled, paid) = (shop.order("a").await, shop.order("b").await);
    assert_eq!(subjects().await.len(), 2, "how to pay");
    let by_own = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| {
        cancel(tx, ctx, cancelled, Canceller::Account(account), "")
    };
    shop.run(staff(), by_own).await.unwrap();
    assert_eq!(subjects().await, [format!("Le bon de commande {cancelled} est annulé")]);
    shop.receive("VIR 1", 13_200, of(&[paid])).await.unwrap();
    assert!(subjects().await.is_empty(), "the account did not want to know");
    let on = ["orders.notice-paid".to_owned()];
    shop.run(staff(), move |tx, ctx| Ok::<_, Failed<()>>(accounts::service::notices::choose(tx, ctx, account, &on)?))
        .await
        .unwrap();
    let again = shop.order("c").await;
    shop.app.mails().await;
    shop.receive("VIR 2", 13_200, of(&[again])).await.unwrap();
    let mails = shop.app.mails().await;
    assert!(mails.len() == 1 && mails[0].choices.is_some(), "{mails:?}");
}

sql!(RENAME, "UPDATE orders SET gross = gross + 1, net = net + 1 WHERE number = $1");
sql!(FORGET, "DELETE FROM order_events WHERE number = $1");
sql!(MOVE, "UPDATE allocations SET cents = cents + 1 WHERE number = $1");
sql!(UNSAY, "UPDATE backs SET cents = cents + 1 WHERE CAST($1 AS BIGINT) > 0");
sql!(LOSE, "DELETE FROM order_backs WHERE number = $1");

#[db_test(schema())]
async fn what_is_written_stays(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let receipt = shop.receive("VIR 1", 5000, of(&[number])).await.unwrap();
    shop.refund(receipt, "REMB 1", 1000).await.unwrap();
    for statement in [&RENAME, &FORGET, &MOVE, &UNSAY, &LOSE] {
        let done =
            shop.db().write::<_, kit_db::DbError, _>(kit_db::Lock::None, move |tx| tx.exec(statement, &[&number]));
        assert!(done.await.is_err(), "{}", statement.name);
    }
}

#[db_test(schema())]
async fn numbers_begin_anew_each_year(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.order("a").await;
    // 23:30 in London on the last day is the next year in Paris, where the publisher is.
    let until = "2026-12-31T23:30:00Z".parse::<jiff::Timestamp>().unwrap();
    shop.app.pass(until.duration_since(shop.app.test.clock.now()));
    assert_eq!(shop.order("b").await.to_string(), "BC-2027-000001");
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn what_is_ordered_is_what_was_shown(test: TestDb) {
    let shop = Shop::new(test).await;
    let account = shop.account;
    let buyer = Author::Person(PersonId::from_raw(1));
    let choice = Choice::Pack(PACK);
    let shown = shop.run(buyer.clone(), move |tx, ctx| quote(tx, account, choice, ctx.now)).await.unwrap();
    // Fewer credits, or no bonus, for the same money: whoever saw the old offer is shown the new one first.
    for pack in [Pack { credits: Credits(800), ..pack() }, Pack { bonus: Credits(0), ..pack() }] {
        shop.run(staff(), move |tx, ctx| save_pack(tx, ctx, &pack, false)).await.unwrap();
        let form = Form { choice, token: "a".into(), seen: shown.mark() };
        let placed = shop.run(buyer.clone(), move |tx, ctx| place(tx, ctx, account, &form)).await;
        assert_eq!(placed, Err(OrderRefusal::Changed));
    }
    shop.run(staff(), |tx, ctx| save_pack(tx, ctx, &pack(), false)).await.unwrap();
    let form = Form { choice, token: "a".into(), seen: shown.mark() };
    assert!(shop.run(buyer, move |tx, ctx| place(tx, ctx, account, &form)).await.is_ok());
}
