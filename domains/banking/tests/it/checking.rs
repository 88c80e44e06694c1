//! The check finds what does not fit.

use banking::*;
use kit_db::{DbError, Lock, Sql, sql};
use kit_testkit::{TestDb, db_test};
use orders::Share;

use crate::support::*;

sql!(
    SWAP,
    "UPDATE bank_lines SET state = 'recorded', receipt = 7, decided_at = 1, decided_by = 'system:x' WHERE cents = $1"
);
sql!(
    UNRECORD,
    "UPDATE bank_lines SET state = 'open', receipt = NULL, decided_at = NULL, decided_by = NULL WHERE cents = $1"
);
sql!(ANONYMOUS, "UPDATE bank_lines SET state = 'ignored', decided_at = 1 WHERE cents = $1");
sql!(COUNT, "UPDATE bank_imports SET fresh = total WHERE CAST($1 AS BIGINT) > 0");

#[db_test(schema())]
async fn each_lie_is_found(test: TestDb) {
    let shop = Shop::new(test).await;
    let entries: Vec<Entry> = (1..=3).map(|n| credit(n, "", &format!("line {n}"))).collect();
    shop.drop_file("three.xml", camt(&entries)).await;
    shop.drop_file("one more.xml", camt(&[entries[0].clone(), credit(9, "", "more")])).await;
    let id = shop.line(3).await.id;
    shop.run(staff(), move |tx, ctx| record(tx, ctx, id, &Share::default())).await.unwrap();
    shop.is_sound().await;
    let lies: [(&'static Sql, i64, &str); 4] = [
        (&UNRECORD, 3, "its receipt is not there"),
        (&SWAP, 1, "its receipt is not there"),
        (&ANONYMOUS, 2, "nobody knows who decided"),
        (&COUNT, 1, "2 lines were new, 1 are there"),
    ];
    for (lie, cents, words) in lies {
        shop.db().write::<_, DbError, _>(Lock::None, move |tx| tx.exec(lie, &[&cents])).await.unwrap();
        let found = shop.violations().await;
        assert!(found.iter().any(|violation| violation.contains(words)), "{}: {found:#?}", lie.name);
    }
}
