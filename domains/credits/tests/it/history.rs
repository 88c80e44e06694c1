//! Pages, filters and search.

use credits::*;
use kit_core::{Credits, Cursor, PageSize, PersonId};
use kit_db::{DbError, Lock, sql};
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;

use crate::support::*;

async fn find(test: &TestDb, filter: HistoryFilter) -> Vec<i64> {
    let size = PageSize::new(200);
    let page =
        test.db.read::<_, DbError, _>(move |read| history(read, ACME, Sight::All, &filter, None, size)).await.unwrap();
    page.rows.iter().map(|line| line.seq).collect()
}

async fn produce(test: &TestDb, request: &'static str, feature: &str, reference: &str) {
    let usage = Usage {
        feature: Feature::parse(feature).unwrap(),
        reference: Some(Reference::parse(reference).unwrap()),
        used_by: UsedBy::Bearer(PersonId::from_raw(5), None),
        ..charge(request, 1)
    };
    spend_as(test, AccountState::Active, usage).await.unwrap();
}

#[db_test(migrations())]
async fn pages_follow_each_other_without_a_gap(test: TestDb) {
    give(&test, 100, None).await.unwrap();
    for n in 0..12 {
        use_up(&test, &format!("k{n}"), 1).await.unwrap();
    }
    let mut cursor = None;
    let mut seen = Vec::new();
    loop {
        let page = test
            .db
            .read::<_, DbError, _>(move |read| {
                history(read, ACME, Sight::All, &HistoryFilter::default(), cursor, PageSize::new(5))
            })
            .await
            .unwrap();
        seen.extend(page.rows.iter().map(|line| line.seq));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, (1..=13).rev().collect::<Vec<_>>());
    assert_eq!(find(&test, HistoryFilter::default()).await, seen);
    let beyond = test
        .db
        .read::<_, DbError, _>(|read| {
            history(read, ACME, Sight::All, &HistoryFilter::default(), Some(Cursor(-7)), PageSize::new(5))
        })
        .await
        .unwrap();
    assert_eq!((beyond.rows.len(), beyond.next), (0, None));
}

#[db_test(migrations())]
async fn filters_and_search_find_what_is_meant(test: TestDb) {
    give(&test, 100, None).await.unwrap();
    produce(&test, "k1", "plan.render", "Immeuble Étoile").await;
    produce(&test, "k2", "plan.export", "100 % béton").await;
    use_up(&test, "k3", 1).await.unwrap();
    let by = |change: fn(&mut HistoryFilter)| {
        let mut filter = HistoryFilter::default();
        change(&mut filter);
        find(&test, filter)
    };
    assert_eq!(by(|f| f.kind = Some(Kind::Grant)).await, [1]);
    assert_eq!(by(|f| f.kind = Some(Kind::Usage)).await, [4, 3, 2]);
    assert_eq!(by(|f| f.feature = Some("plan.export".into())).await, [3]);
    assert_eq!(by(|f| f.member = Some(PersonId::from_raw(5))).await, [3, 2]);
    assert_eq!(by(|f| f.search = Some("IMMEUBLE".into())).await, [2]);
    assert_eq!(by(|f| f.search = Some("Étoile".into())).await, [2]);
    assert_eq!(by(|f| f.search = Some("%".into())).await, [3], "a percent sign is a percent sign");
    assert_eq!(by(|f| f.search = Some("_".into())).await, Vec::<i64>::new());
    assert_eq!(by(|f| f.search = Some("Export".into())).await, [3], "the feature is searched too");
    let both = |f: &mut HistoryFilter| {
        f.member = Some(PersonId::from_raw(5));
        f.search = Some("render".into());
    };
    assert_eq!(by(both).await, [2]);
}

#[db_test(migrations())]
async fn dates_are_places_in_the_history(test: TestDb) {
    let start = test.clock.now();
    give(&test, 100, None).await.unwrap();
    for n in 0..20 {
        test.clock.advance(days(1));
        use_up(&test, &format!("k{n}"), 1).await.unwrap();
        use_up(&test, &format!("l{n}"), 1).await.unwrap();
    }
    let between = |from: Option<i64>, until: Option<i64>| {
        let filter = HistoryFilter {
            from: from.map(|day| start + days(day)),
            until: until.map(|day| start + days(day)),
            ..HistoryFilter::default()
        };
        find(&test, filter)
    };
    assert_eq!(between(Some(3), Some(5)).await, [9, 8, 7, 6]);
    assert_eq!(between(None, Some(1)).await, [1]);
    assert_eq!(between(Some(20), None).await, [41, 40]);
    assert_eq!(between(Some(21), None).await, Vec::<i64>::new());
    assert_eq!(between(None, Some(0)).await, Vec::<i64>::new());
    assert_eq!(between(Some(5), Some(3)).await, Vec::<i64>::new());
}

sql!(
    FREE_USES,
    "WITH RECURSIVE n (seq) AS (SELECT CAST(2 AS BIGINT) UNION ALL SELECT seq + 1 FROM n WHERE seq < 51001)
     INSERT INTO operations (account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after,
                             purchased_after, held_after, owed, author, chain)
     SELECT o.account, o.unit, n.seq, o.at, 'usage', 0, 0, 0, '', 0, 0, 0, 0, 'key:gk_a', o.chain
     FROM n, operations o WHERE o.account = $1 AND o.seq = 1"
);
sql!(WALLET_AFTER, "UPDATE wallets SET seq = 51001 WHERE account = $1");

/// A filter that few rows pass looks back a bounded way, and the next page goes on from there.
#[db_test(migrations())]
async fn a_rare_row_far_back_is_found_in_steps(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    test.db
        .write::<_, DbError, _>(Lock::None, |tx| {
            tx.exec(&FREE_USES, &[&ACME])?;
            tx.exec(&WALLET_AFTER, &[&ACME])
        })
        .await
        .unwrap();
    let filter = HistoryFilter { kind: Some(Kind::Grant), ..HistoryFilter::default() };
    let page = |cursor| {
        let filter = filter.clone();
        test.db.read::<_, DbError, _>(move |read| history(read, ACME, Sight::All, &filter, cursor, PageSize::default()))
    };
    let first = page(None).await.unwrap();
    assert_eq!((first.rows.len(), first.next), (0, Some(Cursor(1002))));
    let second = page(first.next).await.unwrap();
    assert_eq!((second.rows.len(), second.next), (1, None));
}

#[db_test(migrations())]
async fn the_overview_tells_twelve_months(test: TestDb) {
    give(&test, 100, None).await.unwrap();
    pay(&test, "VIR 1", 10).await.unwrap();
    use_up(&test, "k1", 30).await.unwrap();
    test.clock.advance(days(30)); // December
    use_up(&test, "k2", 75).await.unwrap();
    test.clock.advance(days(62)); // January: nothing; February
    let now = test.clock.now();
    let overview = test.db.read::<_, DbError, _>(move |read| overview(read, ACME, now)).await.unwrap();
    let used: Vec<(i8, i64, i64)> = overview
        .months
        .iter()
        .map(|figures| (figures.month.month, figures.used_promotional.0, figures.used_purchased.0))
        .collect();
    assert_eq!(used.len(), 12);
    assert_eq!(used[8..], [(11, 30, 0), (12, 70, 5), (1, 0, 0), (2, 0, 0)]);
    assert_eq!(overview.balance.total(), Credits(5));
    assert_eq!(overview.lots.iter().map(|lot| (lot.seq, lot.remaining)).collect::<Vec<_>>(), [(2, Credits(5))]);
}
