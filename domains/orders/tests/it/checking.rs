//! The check finds what does not fit.

use kit_db::{DbError, Lock, Sql, sql};
use kit_testkit::{TestDb, change_every_column, db_test};
use orders::*;

use crate::support::*;

sql!(PAID, "UPDATE orders SET paid = 1 WHERE number = $1");
sql!(STATE, "UPDATE orders SET state = 'paid' WHERE number = $1");
sql!(UNPURCHASE, "UPDATE orders SET purchase = NULL WHERE number = $1");
sql!(GIFT, "UPDATE orders SET gift = purchase WHERE number = $1");
sql!(WAITING, "UPDATE receipts SET waiting = 1 WHERE CAST($1 AS BIGINT) > 0");
sql!(COUNTER, "UPDATE order_numbers SET last = last + 1 WHERE CAST($1 AS BIGINT) > 0");
sql!(
    OVER,
    "INSERT INTO allocations (receipt, seq, account, number, cents, at, author)
     SELECT receipt, 99, account, number, 1, at, author FROM allocations WHERE number = $1 AND seq = 1"
);
sql!(
    EVENT,
    "INSERT INTO order_events (number, seq, at, author, event, state) VALUES ($1, 9, 0, 'system:x', 'sent', 'sent')"
);

#[db_test(schema())]
async fn each_lie_is_found(test: TestDb) {
    let shop = Shop::new(test).await;
    let (open, paid) = (shop.order("a").await, shop.order("b").await);
    shop.receive("VIR 1", 13_200, of(&[paid])).await.unwrap();
    assert_eq!(shop.violations().await, Vec::<String>::new());
    let lies: [(&'static Sql, OrderNumber, &str); 8] = [
        (&PAID, open, "1 cents are paid, 0 are allocated"),
        (&STATE, open, "does not fit what is paid"),
        (&EVENT, open, "its timeline does not lead to its state"),
        (&GIFT, paid, "its bonus is not there"),
        (&UNPURCHASE, paid, "its purchase is not there"),
        (&OVER, paid, "13200 cents are paid, 13201 are allocated"),
        (&WAITING, paid, "13201 cents are allocated, 1 wait and 0 went back, of 13200"),
        (&COUNTER, paid, "the counter stands at 3, the orders end at 2"),
    ];
    for (lie, number, words) in lies {
        shop.db().write::<_, DbError, _>(Lock::None, move |tx| tx.exec(lie, &[&number])).await.unwrap();
        let found = shop.violations().await;
        assert!(found.iter().any(|violation| violation.contains(words)), "{}: {found:#?}", lie.name);
    }
}

sql!(
    STRAY,
    "INSERT INTO payments (account, unit, seq, means, reference, received_on, minor, currency)
     SELECT account, unit, 77, means, 'BC-2026-000077', received_on, minor, currency FROM payments WHERE reference = $1"
);

/// Every table of orders and money, with its key. What is on sale, how the publisher is paid and the rules of VAT are not among
/// them: an order freezes what it took from there.
const TABLES: [(&str, &str); 8] = [
    ("orders", "number"),
    ("order_events", "number, seq"),
    ("receipts", "id"),
    ("allocations", "receipt, seq"),
    ("backs", "receipt, seq"),
    ("order_backs", "receipt, seq, number"),
    ("order_numbers", "year"),
    ("order_seals", "kind, one, two"),
];

#[db_test(schema())]
async fn no_column_can_be_changed_unnoticed(test: TestDb) {
    let shop = Shop::new(test).await;
    let (open, paid) = (shop.order("a").await, shop.order("b").await);
    shop.receive("VIR 1", 13_200, of(&[paid])).await.unwrap();
    shop.receive("VIR 2", 5_000, of(&[open])).await.unwrap();
    shop.receive("VIR 3", 7_000, Share::default()).await.unwrap();
    shop.receive("VIR 4", 2_000, Share { orders: vec![paid], account: None }).await.unwrap();
    let (back, asked) = (shop.order("c").await, shop.order("d").await);
    let back = shop.receive("VIR 5", 13_200, of(&[back])).await.unwrap();
    let asked = shop.receive("VIR 6", 13_200, of(&[asked])).await.unwrap();
    shop.refund(back, "REMB 1", 6_600).await.unwrap();
    shop.dispute(asked, "LITIGE 1").await.unwrap();
    assert_eq!(shop.violations().await, Vec::<String>::new());
    let tampered = change_every_column(shop.db(), &TABLES, async || !shop.violations().await.is_empty()).await;
    assert_eq!(tampered.unfound, Vec::<String>::new());
    // An order's sum, what refers to it, and that no more goes back than came are kept by the database itself.
    let kept = [
        "orders.number",
        "orders.net",
        "orders.vat",
        "orders.gross",
        "order_events.number",
        "receipts.id",
        "receipts.cents",
        "receipts.gone",
        "allocations.receipt",
        "allocations.number",
        "backs.receipt",
        "backs.seq",
        "order_backs.receipt",
        "order_backs.seq",
    ];
    assert!(tampered.refused.iter().all(|column| kept.contains(&column.as_str())), "{:?}", tampered.refused);
    assert!(tampered.found > 45, "{}", tampered.found);
    assert_eq!(shop.violations().await, Vec::<String>::new(), "everything is as it was");
}

sql!(UNTIE, "DROP TRIGGER receipts_never_go");
sql!(FORGET, "DELETE FROM receipts WHERE waiting = 7000");
sql!(
    FORGE,
    "INSERT INTO receipts (id, means, reference, received_on, cents, waiting, gone, state, payer, note, recorded_at, author)
     VALUES (7, 'transfer', 'VIR 9', 20261102, 100, 100, 0, 'open', '', '', 0, 'system:x')"
);

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_in_or_taken_out_is_found() {
    let shop = Shop::new(TestDb::sqlite(&schema()).await).await;
    shop.receive("VIR 3", 7_000, Share::default()).await.unwrap();
    for (statements, words) in [(vec![&FORGE], "it is not as it was written"), (vec![&UNTIE, &FORGET], "it is gone")] {
        for statement in statements {
            shop.db().write::<_, DbError, _>(Lock::None, move |tx| tx.exec(statement, &[])).await.unwrap();
        }
        let found = shop.violations().await;
        assert!(found.iter().any(|violation| violation.contains(words)), "{words}: {found:#?}");
    }
}

#[db_test(schema())]
async fn a_purchase_without_its_order_is_found(test: TestDb) {
    let shop = Shop::new(test).await;
    let paid = shop.order("a").await;
    shop.receive("VIR 1", 13_200, of(&[paid])).await.unwrap();
    let reference = paid.to_string();
    shop.db().write::<_, DbError, _>(Lock::None, move |tx| tx.exec(&STRAY, &[&reference])).await.unwrap();
    let found = check(shop.db(), &shop.app.context(staff()).keys).await.unwrap();
    assert_eq!(found.iter().map(|violation| violation.fault.clone()).collect::<Vec<_>>(), [Fault::Purchase]);
}

sql!(REFUNDED, "UPDATE orders SET refunded = refunded + 1 WHERE number = $1");
sql!(DISPUTED, "UPDATE orders SET disputed = disputed - 1 WHERE number = $1");
sql!(GONE, "UPDATE receipts SET gone = 0 WHERE gone > 0 AND CAST($1 AS BIGINT) > 0");
sql!(REOPENED, "UPDATE receipts SET state = 'open' WHERE state = 'disputed' AND CAST($1 AS BIGINT) > 0");
sql!(
    MADE_UP,
    "INSERT INTO backs (receipt, seq, means, kind, day, cents, note, at, author)
     SELECT receipt, 99, means, kind, day, 5, note, at, author FROM backs WHERE kind = 'refund' AND CAST($1 AS BIGINT) > 0"
);

#[db_test(schema())]
async fn lies_about_what_went_back_are_found(test: TestDb) {
    let shop = Shop::new(test).await;
    let (part, disputed) = (shop.order("a").await, shop.order("b").await);
    let first = shop.receive("VIR 1", 13_200, of(&[part])).await.unwrap();
    let second = shop.receive("VIR 2", 13_200, of(&[disputed])).await.unwrap();
    shop.refund(first, "REMB 1", 6_600).await.unwrap();
    shop.dispute(second, "LITIGE 1").await.unwrap();
    assert_eq!(shop.violations().await, Vec::<String>::new());
    let lies: [(&'static Sql, OrderNumber, &str); 5] = [
        (&REFUNDED, part, "BC-2026-000001: what went back is not what its lines tell"),
        (&DISPUTED, disputed, "BC-2026-000002: what is in dispute is not what its lines tell"),
        (&REOPENED, part, "transfer VIR 2: it does not stand as its lines tell"),
        (&MADE_UP, part, "transfer VIR 1: what went back is not what its lines tell"),
        (&GONE, part, "6600 cents are allocated, 0 wait and 0 went back, of 13200"),
    ];
    for (lie, number, words) in lies {
        shop.db().write::<_, DbError, _>(Lock::None, move |tx| tx.exec(lie, &[&number])).await.unwrap();
        let found = shop.violations().await;
        assert!(found.iter().any(|violation| violation.contains(words)), "{}: {found:#?}", lie.name);
    }
}
