//! What staff sets.

use audit::Filter;
use kit_core::PageSize;
use kit_db::{Failed, statements};
use kit_testkit::{TestDb, db_test};
use orders::*;

use crate::support::*;

#[db_test(schema())]
async fn vat_rules_follow_each_other_without_a_gap(test: TestDb) {
    let shop = Shop::new(test).await;
    let add = |rate: i64, from: &'static str| {
        let ground = Words::default();
        shop.run(staff(), move |tx, ctx| add_vat_rule(tx, ctx, VatZone::France, rate, &ground, from.parse().unwrap()))
    };
    assert_eq!(add(2100, "2026-11-01").await, Err(VatRefusal::Past));
    add(2100, "2027-01-01").await.unwrap();
    add(2200, "2027-01-01").await.unwrap();
    assert_eq!(add(1900, "2026-12-01").await, Err(VatRefusal::Later("2027-01-01".parse().unwrap())));
    let rules = shop.read(vat_rules).await;
    let french: Vec<(i64, String, Option<String>)> = rules
        .into_iter()
        .filter(|rule| rule.zone == VatZone::France)
        .map(|rule| (rule.rate, rule.valid_from.0.to_string(), rule.valid_until.map(|day| day.0.to_string())))
        .collect();
    let expected =
        [(2000, "2014-01-01".to_owned(), Some("2026-12-31".to_owned())), (2200, "2027-01-01".to_owned(), None)];
    assert_eq!(french, expected);
    assert_eq!(shop.details(shop.order("a").await).await.order.vat, 2200);
    shop.pass_days(60);
    let number = shop.try_order("b", Choice::Pack(PACK), 11_000 + 2420).await.unwrap();
    assert_eq!(shop.details(number).await.order.vat_terms.rate, 2200);
}

#[db_test(schema())]
async fn what_staff_sets_is_in_the_log_and_nothing_where_nothing_changed(test: TestDb) {
    let shop = Shop::new(test).await;
    let logged = || shop.read(|read| audit::search(read, &Filter::default(), None, PageSize::default()));
    let before = logged().await.rows.len();
    shop.run(staff(), |tx, ctx| {
        save_pack(tx, ctx, &pack(), false)?;
        Ok::<_, Failed<PackRefusal>>(save_payment(tx, ctx, Some(bank()), Office::default(), 30, false, false)?)
    })
    .await
    .unwrap();
    assert_eq!(logged().await.rows.len(), before);
    shop.run(staff(), |tx, ctx| {
        save_pack(tx, ctx, &Pack { price: 12_000, ..pack() }, false)?;
        Ok::<_, Failed<PackRefusal>>(save_payment(tx, ctx, Some(bank()), Office::default(), 30, true, false)?)
    })
    .await
    .unwrap();
    assert_eq!(logged().await.rows.len(), before + 2);
}

#[db_test(schema())]
async fn a_pack_far_from_the_others_goes_on_sale_only_when_it_is_meant_and_holds_what_it_held(test: TestDb) {
    let shop = Shop::new(test).await;
    let save = |pack: &Pack, meant: bool| {
        let pack = pack.clone();
        shop.run(staff(), move |tx, ctx| save_pack(tx, ctx, &pack, meant))
    };
    let slip = Pack { id: PackId::from_raw(77), price: pack().price * 10, place: 2, ..pack() };
    let far = Err(PackRefusal::Far { usual: pack().rate() });
    assert_eq!(save(&slip, false).await, far);
    assert_eq!(shop.read(packs).await, [pack()]);
    save(&Pack { active: false, ..slip.clone() }, false).await.unwrap();
    assert_eq!(save(&slip, false).await, far, "it was not on sale until now");
    save(&slip, true).await.unwrap();
    save(&Pack { unit: credits::Unit::SupportMinutes, ..slip.clone() }, true).await.unwrap();
    assert_eq!(shop.read(packs).await, [pack(), slip]);
}

/// What the publisher sets by hand is short and read whole, and so are the years.
const WHOLE: [&str; 4] = ["PACKS", "VAT_RULES", "YEARS", "SETTINGS"];

#[db_test(schema())]
async fn every_statement_is_prepared_and_goes_by_an_index(test: TestDb) {
    let ours = || statements().into_iter().filter(|sql| sql.name.starts_with("orders::"));
    assert!(ours().count() > 30);
    for sql in ours() {
        let plan = test.db.read::<_, kit_db::DbError, _>(move |read| read.plan(sql)).await;
        let plan = plan.unwrap_or_else(|error| panic!("{}: {error}", sql.name));
        if !WHOLE.iter().any(|whole| sql.name.ends_with(whole)) {
            let scans = plan.iter().any(|step| step.starts_with("SCAN") || step.contains("TEMP B-TREE"));
            assert!(!scans, "{}: {plan:#?}", sql.name);
        }
    }
}
