//! What became of a lot.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use credits::*;
use kit_core::{Credits, PageSize};
use kit_db::DbError;
use kit_testkit::{TestDb, db_test};

use crate::pages::lived;
use crate::scene::schema;
use crate::support::*;

async fn trace(test: &TestDb, seq: i64, from: Option<LotCursor>) -> Option<LotTrace> {
    let (id, size) = (OperationId::credit(seq), PageSize::new(2));
    test.db.read::<_, DbError, _>(move |read| lot_trace(read, ACME, Sight::All, id, from, size)).await.unwrap()
}

/// Every operation that the pages of the walk show, with what each took.
async fn walked(test: &TestDb, seq: i64) -> Vec<(i64, Credits)> {
    let (mut all, mut from) = (Vec::new(), None);
    loop {
        let page = trace(test, seq, from).await.unwrap();
        all.extend(page.draws.iter().map(|draw| (draw.operation.seq, draw.part)));
        from = page.next;
        if from.is_none() {
            return all;
        }
        assert!(all.len() < 100, "the walk ends");
    }
}

#[db_test(migrations())]
async fn every_lot_tells_what_the_operations_did_to_it(test: TestDb) {
    let now = test.clock.now();
    give(&test, 10, Some(now + days(1))).await.unwrap();
    pay(&test, "VIR 1", 20).await.unwrap();
    use_up(&test, "k1", 4).await.unwrap();
    test.clock.advance(days(2));
    use_up(&test, "k2", 5).await.unwrap();
    put_right(&test, 3, 2, LotKind::Promotional).await.unwrap();
    put_right(&test, 2, -6, LotKind::Purchased).await.unwrap();
    let hold = set_aside(&test, "h1", 4, 900).await.unwrap().hold;
    use_held(&test, hold.id, "c1", Some(3)).await.unwrap();
    set_aside(&test, "h2", 2, 900).await.unwrap();
    for n in 0..5 {
        use_up(&test, &format!("u{n}"), 1).await.unwrap();
    }
    give(&test, 3, None).await.unwrap();

    let all = everything(&test, ACME).await;
    let mut seen = 0;
    for opening in &all {
        let seq = opening.seq;
        let own = opening.split.of_lot(seq);
        let Some(told) = trace(&test, seq, None).await else {
            assert!(!own.is_positive(), "{seq} opened a lot");
            continue;
        };
        seen += 1;
        let later = || all.iter().filter(|other| other.seq > seq && other.split.of_lot(seq) != Credits::ZERO);
        let draws: Vec<(i64, Credits)> = later().map(|other| (other.seq, other.split.of_lot(seq))).collect();
        let mut gone: BTreeMap<Kind, i64> = BTreeMap::new();
        later().for_each(|other| *gone.entry(other.kind).or_default() -= other.split.of_lot(seq).0);
        let left = own.0 - gone.values().sum::<i64>();
        assert_eq!((told.amount, told.remaining), (own, Credits(left)), "{seq}");
        let told: BTreeMap<Kind, i64> = told.gone.iter().map(|(kind, sum)| (*kind, sum.0)).collect();
        assert_eq!(told, gone, "{seq}");
        assert_eq!(walked(&test, seq).await, draws, "{seq}");
    }
    assert_eq!(seen, 4, "two lots given, one paid for, one put right");
    let first = trace(&test, 1, None).await.unwrap();
    assert_eq!(first.gone, [(Kind::Usage, Credits(4)), (Kind::Expiry, Credits(6))]);
    let paid = trace(&test, 2, None).await.unwrap();
    assert_eq!((paid.payment.unwrap().reference.as_str(), paid.held), ("VIR 1", Credits(2)));
    let strange = LotCursor { after: kit_core::Cursor(i64::MAX), left: Credits(i64::MAX) };
    assert_eq!(trace(&test, 2, Some(strange)).await.unwrap().draws, []);
}

#[db_test(schema())]
async fn a_lot_is_seen_by_who_sees_what_opened_it(test: TestDb) {
    let scene = lived(test).await;
    let status = async |name: &str, seq: i64| scene.page(name, &format!("/history/credit-{seq}/lot")).await.status;
    for (name, granted, bought) in [
        ("admin", StatusCode::OK, StatusCode::OK),
        ("manager", StatusCode::OK, StatusCode::OK),
        ("coordinator", StatusCode::OK, StatusCode::NOT_FOUND),
        ("user", StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
        ("outsider", StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
    ] {
        assert_eq!((status(name, 1).await, status(name, 2).await), (granted, bought), "{name}");
        assert_eq!(status(name, 3).await, StatusCode::NOT_FOUND, "{name}: a use brings nothing in");
    }
    let page = scene.page("admin", "/history/credit-1/lot").await.text();
    for told in ["history/credit-3\"", "history/credit-4\"", "−6", "Rendu de plan"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let bought = scene.page("admin", "/history/credit-2/lot").await.text();
    assert!(bought.contains("VIR 77") && bought.contains("Rien n’y a encore été pris"), "{bought}");
    assert!(scene.page("admin", "/history/credit-2").await.text().contains("history/credit-2/lot\""));
    assert!(!scene.page("admin", "/history/credit-3").await.text().contains("/lot\""));
    let used = scene.page("admin", "/history/credit-3").await.text();
    assert!(used.contains("essai"), "the key is named: {used}");
}

#[test]
fn places_survive_their_text() {
    let place = LotCursor { after: kit_core::Cursor(1042), left: Credits(17) };
    assert_eq!(place.to_string().parse(), Ok(place));
    for bad in ["", "1042", "1042:", ":7", "x:7", "1:2:3"] {
        assert!(bad.parse::<LotCursor>().is_err(), "{bad}");
    }
}
