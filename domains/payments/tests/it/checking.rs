//! The check finds what does not fit, and the tables keep what was asked for.

use kit_db::{DbError, Lock, Sql, sql};
use kit_testkit::{TestDb, db_test};

use crate::support::*;

sql!(UNPAID, "UPDATE paypal_payments SET state = 'open' WHERE state = 'paid' AND CAST($1 AS BIGINT) > 0");
sql!(PAID, "UPDATE paypal_payments SET state = 'paid' WHERE number = 'BC-2026-000002' AND CAST($1 AS BIGINT) > 0");
sql!(
    STRAY,
    "INSERT INTO receipts (id, means, reference, received_on, cents, waiting, gone, state, payer, note, recorded_at, author)
     VALUES ($1, 'paypal', 'NEVERPAID', 20261121, 5, 5, 0, 'open', '', '', 0, 'system:payments')"
);
sql!(
    OTHER,
    "INSERT INTO paypal_captures (reference, payment, receipt, cents, state)
     SELECT 'sandbox:capture:FAKE', payment, $1, 1, 'held' FROM paypal_captures"
);
sql!(CHANGE, "UPDATE paypal_payments SET cents = cents + $1");
sql!(DELETE, "DELETE FROM paypal_captures WHERE cents > $1");

#[db_test(schema())]
async fn each_lie_is_found(test: TestDb) {
    let shop = Shop::new(test).await;
    let (paid, _open) = (shop.order("a").await, shop.order("b").await);
    shop.double.pay_invoice(&shop.id(paid).await).unwrap();
    shop.hear().await;
    assert_eq!(shop.violations().await, Vec::<String>::new());
    let lies: [(&'static Sql, &str); 4] = [
        (&PAID, "BC-2026-000002: 0 cents came in by PayPal, 12000 are paid"),
        (&UNPAID, "BC-2026-000001: 12000 cents came in by PayPal, 0 are paid"),
        (&STRAY, "NEVERPAID: no payment at PayPal belongs to this receipt"),
        (&OTHER, "BC-2026-000001: its receipt is not there, or says something else"),
    ];
    for (lie, words) in lies {
        shop.db().write::<_, DbError, _>(Lock::None, move |tx| tx.exec(lie, &[&1_i64])).await.unwrap();
        let found = shop.violations().await;
        assert!(found.iter().any(|violation| violation == words), "{}: {found:#?}", lie.name);
    }
    for refused in [&CHANGE, &DELETE] {
        let done = shop.db().write::<_, DbError, _>(Lock::None, move |tx| tx.exec(refused, &[&0_i64])).await;
        assert!(done.is_err(), "{}", refused.name);
    }
}
