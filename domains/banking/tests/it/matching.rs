//! What lines seem to be for, in a database.

use banking::*;
use kit_testkit::{TestDb, db_test};
use orders::OrderState;

use crate::support::*;

#[db_test(schema())]
async fn each_line_gets_its_proposal(test: TestDb) {
    let shop = Shop::new(test).await;
    let (a, b) = (shop.order(shop.durand, "a", 1).await, shop.order(shop.durand, "b", 2).await);
    let c = shop.order(shop.petit, "c", 3).await;
    let entries = [
        of_reference(HUNDRED, a),
        credit(2 * HUNDRED - 5, "", &format!("Règlement {b}").to_lowercase().replace('-', " ")),
        credit(3 * HUNDRED, "SARL MENUISERIE PETIT", "facture"),
        credit(77, "Inconnu", "bonjour"),
    ];
    shop.drop_file("four.xml", camt(&entries)).await;
    let exact = shop.line(HUNDRED).await;
    assert_eq!((proposed(&exact), is_sure(&exact)), (vec![a], true));
    let part = shop.line(2 * HUNDRED - 5).await;
    assert_eq!((proposed(&part), is_sure(&part)), (vec![b], false));
    assert_eq!(part.proposal.as_ref().unwrap().reasons, [Reason::Number, Reason::Part(5)]);
    let name = shop.line(3 * HUNDRED).await;
    assert_eq!((proposed(&name), is_sure(&name)), (vec![c], false));
    assert!(proposed(&shop.line(77).await).is_empty());
    let order: Vec<i64> = shop.open_lines().await.iter().map(|line| line.cents).collect();
    assert_eq!((order[0], order[3]), (HUNDRED, 77), "what is sure comes first, what nobody knows last");
    assert_eq!(shop.state(a).await, OrderState::Sent, "nothing is recorded yet");
    shop.is_sound().await;
}

#[db_test(schema())]
async fn orders_that_take_no_money_any_more_are_known_too(test: TestDb) {
    let shop = Shop::new(test).await;
    let a = shop.order(shop.durand, "a", 1).await;
    shop.run(staff(), move |tx, ctx| orders::cancel(tx, ctx, a, orders::Canceller::Staff, "")).await.unwrap();
    shop.drop_file("late.xml", camt(&[of_reference(HUNDRED, a)])).await;
    let line = shop.line(HUNDRED).await;
    assert_eq!(line.proposal.as_ref().unwrap().reasons, [Reason::Reference, Reason::Ended]);
    assert!(!is_sure(&line));
    shop.confirm(&line).await.unwrap();
    assert_eq!((shop.state(a).await, shop.advance(shop.durand).await), (OrderState::Cancelled, HUNDRED));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn what_changes_is_looked_at_again(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.drop_file("early.xml", camt(&[credit(HUNDRED, "", "BC-2026-000001")])).await;
    assert!(!is_sure(&shop.line(HUNDRED).await), "there is no such order yet");
    let number = shop.order(shop.durand, "a", 1).await;
    assert_eq!(propose_all(&shop.world(staff())).await.unwrap(), Ended::All);
    let line = shop.line(HUNDRED).await;
    assert_eq!((proposed(&line), is_sure(&line)), (vec![number], true));
}

#[db_test(schema())]
async fn money_on_another_account_or_taken_back_is_never_sure(test: TestDb) {
    let shop = Shop::new(test).await;
    let (a, b) = (shop.order(shop.durand, "a", 1).await, shop.order(shop.durand, "b", 2).await);
    shop.drop_file("other.xml", camt_of("FR1420041010050500013M02606", &[of_reference(HUNDRED, a)])).await;
    let foreign = shop.line(HUNDRED).await;
    assert!(foreign.proposal.as_ref().unwrap().reasons.contains(&Reason::OtherAccount) && !is_sure(&foreign));
    let came = Entry { of_bank: "B7".into(), ..of_reference(2 * HUNDRED, b) };
    let went = Entry { is_debit: true, is_reversal: true, ..came.clone() };
    shop.drop_file("and back.xml", camt(&[came, went])).await;
    let lines = shop.open_lines().await;
    let came = lines.iter().find(|line| line.cents == 2 * HUNDRED && line.kind == LineKind::Credit).unwrap();
    assert!(came.proposal.as_ref().unwrap().reasons.contains(&Reason::TakenBack) && !is_sure(came));
    let went = lines.iter().find(|line| line.kind == LineKind::TakenBack).unwrap();
    let id = went.id;
    let shown = shop.read(move |read| line(read, id)).await.unwrap();
    assert_eq!(shown.others, std::slice::from_ref(came), "what is taken back leads to its credit");
}

#[db_test(schema())]
async fn exact_references_are_recorded_by_themselves_where_the_publisher_wants_that(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.set_automatic(true).await;
    let (a, b) = (shop.order(shop.durand, "a", 1).await, shop.order(shop.durand, "b", 2).await);
    let (c, d) = (shop.order(shop.petit, "c", 3).await, shop.order(shop.petit, "d", 4).await);
    let entries = [
        of_reference(HUNDRED, a),
        of_reference(2 * HUNDRED - 1, b),
        credit(3 * HUNDRED, "", &c.to_string()),
        Entry { text: "again".into(), ..of_reference(HUNDRED, a) },
        of_reference(4 * HUNDRED, d),
    ];
    shop.drop_file("five.xml", camt(&entries)).await;
    let states = [shop.state(a).await, shop.state(b).await, shop.state(c).await, shop.state(d).await];
    assert_eq!(states, [OrderState::Paid, OrderState::Sent, OrderState::Sent, OrderState::Paid]);
    let mut left: Vec<i64> = shop.open_lines().await.iter().map(|line| line.cents).collect();
    left.sort_unstable();
    assert_eq!(
        left,
        [HUNDRED, 2 * HUNDRED - 1, 3 * HUNDRED],
        "a second time; too little; sure, but not by a reference"
    );
    let done = shop.read(|read| lines(read, Wanted::Decided(LineState::Recorded), None, Default::default())).await;
    let by: Vec<String> = done.rows.iter().map(|row| row.line.decided_by.as_ref().unwrap().to_string()).collect();
    assert_eq!(by, ["system:banking", "system:banking"]);
    assert_eq!(shop.balance(shop.durand).await.purchased.0, 100);
    shop.is_sound().await;
}
