//! Files that are dropped.

use banking::*;
use kit_db::{DbError, Lock};
use kit_testkit::{TestDb, db_test};

use crate::support::*;

fn many(count: i64) -> Vec<Entry> {
    (1..=count).map(|n| credit(n, "Somebody", &format!("line {n}"))).collect()
}

#[db_test(schema())]
async fn the_same_and_an_overlapping_file_change_nothing(test: TestDb) {
    let shop = Shop::new(test).await;
    let file = camt(&many(3));
    let first = shop.drop_file("november.xml", file.clone()).await;
    assert_eq!((first.import.total, first.import.fresh, first.was_known), (3, 3, false));
    let before = shop.open_lines().await;
    let again = shop.drop_file("november (1).xml", file).await;
    assert!(again.was_known);
    assert_eq!(again.import, first.import, "the same file is the same import");
    let overlapping = shop.drop_file("november and december.xml", camt(&many(5))).await;
    assert_eq!((overlapping.import.total, overlapping.import.fresh, overlapping.import.known()), (5, 2, 3));
    let after = shop.open_lines().await;
    assert_eq!(after.len(), 5);
    assert!(before.iter().all(|line| after.contains(line)));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn only_what_can_concern_customers_is_kept(test: TestDb) {
    let shop = Shop::new(test).await;
    let entries = [
        credit(100, "Somebody", "money"),
        Entry { is_debit: true, ..credit(200, "", "wages") },
        Entry { is_debit: true, is_reversal: true, ..credit(300, "", "undone") },
        Entry { is_reversal: true, ..credit(400, "", "ours came back") },
        credit(0, "", "nothing"),
        credit(200_000_000_000, "", "beyond all reason"),
    ];
    let imported = shop.drop_file("mixed.xml", camt(&entries)).await.import;
    assert_eq!((imported.total, imported.passed), (3, Passed { debits: 1, odd: 2, ..Passed::default() }));
    let kinds: Vec<(i64, LineKind)> = shop.open_lines().await.iter().map(|line| (line.cents, line.kind)).collect();
    let expected = [(100, LineKind::Credit), (400, LineKind::Returned), (300, LineKind::TakenBack)];
    assert!(expected.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    let mut pounds = String::from_utf8(camt(&many(1))).unwrap();
    pounds = pounds.replace("\"EUR\"", "\"GBP\"");
    assert_eq!(shop.drop_file("pounds.xml", pounds.clone().into_bytes()).await.import.passed.foreign, 1);
    let pending = pounds.replace("GBP", "EUR").replace(">BOOK<", ">PDNG<");
    assert_eq!(shop.drop_file("pending.xml", pending.into_bytes()).await.import.passed.pending, 1);
}

#[db_test(schema())]
async fn an_import_goes_on_where_it_stopped(test: TestDb) {
    let shop = Shop::new(test).await;
    let file = camt(&many(1_200));
    let (ctx, own) = (shop.app.context(staff()), dropped("large.xml", file.clone()));
    let lines = own.clone().into_lines();
    let begun = shop.db().write::<_, DbError, _>(Lock::None, move |tx| begin(tx, &ctx, &own)).await.unwrap();
    let (ctx, id) = (shop.app.context(staff()), begun.import.id);
    let staged = shop.db().write::<_, DbError, _>(Lock::None, move |tx| stage(tx, &ctx, id, &lines)).await.unwrap();
    assert_eq!((staged.staged, staged.total), (500, 1_200), "a transaction is bounded");
    assert!(!staged.is_stopped(&shop.app.test.clock.now()));
    shop.app.pass(jiff::SignedDuration::from_mins(3));
    assert!(staged.is_stopped(&shop.app.test.clock.now()), "whoever wrote it is gone, and that is told");
    assert_eq!(shop.read(summary).await.unfinished, 1);
    let whole = shop.drop_file("large.xml", file).await;
    assert_eq!((whole.import.id, whole.import.staged, whole.import.fresh, whole.was_known), (id, 1_200, 1_200, false));
    assert_eq!(shop.read(summary).await.unfinished, 0);
    shop.is_sound().await;
}

#[db_test(schema())]
async fn two_who_drop_a_file_at_once_share_the_work(test: TestDb) {
    let shop = Shop::new(test).await;
    let file = camt(&many(1_700));
    let nodes = crate::races::nodes(&shop.app.test);
    let drops = nodes.map(|db| {
        let (world, file) = (shop.world_on(&db, staff()), dropped("twice.xml", file.clone()));
        tokio::spawn(async move { stage_all(&world, file, |_| {}).await })
    });
    let mut ids = Vec::new();
    for dropped in drops {
        let import = dropped.await.unwrap().unwrap().import;
        assert_eq!((import.staged, import.fresh), (1_700, 1_700));
        ids.push(import.id);
    }
    assert_eq!(ids[0], ids[1]);
    shop.is_sound().await;
}
