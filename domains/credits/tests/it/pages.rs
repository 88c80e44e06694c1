//! The pages as people of each role see them.

use axum::http::{StatusCode, header};
use kit_core::{Credits, Money};
use kit_db::Lock;
use kit_testkit::{TestDb, db_test};
use kit_web::Scope;
use serde_json::json;

use crate::scene::{ROLES, Scene, schema};
use crate::support::*;

/// Grant, purchase, two uses by different members, one with a reference that a spreadsheet could take for a formula.
pub async fn lived(test: TestDb) -> Scene {
    let scene = Scene::new(test).await;
    scene.price("plan.render", 3).await;
    scene.grant(10).await;
    pay_for(&scene.test, scene.account, PaymentReceived { amount: Money::euro_cents(12_345), ..payment("VIR 77", 20) })
        .await
        .unwrap();
    let key = scene.key(&[Scope::CreditsUse], None).await;
    for (request, member, reference) in [("k1", "user", "=cmd|' /C calc'!A0"), ("k2", "admin", "<b>Étage</b> 2")] {
        let body =
            json!({ "feature": "plan.render", "member": format!("{member}@durand.example"), "reference": reference });
        assert_eq!(scene.post(&key, request, &body).await.status, StatusCode::CREATED);
    }
    scene
}

#[db_test(schema())]
async fn an_account_without_history_is_told_what_comes_next(test: TestDb) {
    let scene = Scene::new(test).await;
    for (name, _) in ROLES {
        assert!(scene.page(name, "/credits").await.text().contains("Aucun crédit pour le moment"));
        assert!(scene.page(name, "/history").await.text().contains("Aucune opération pour le moment"));
        assert!(scene.page(name, "/prices").await.text().contains("Aucun tarif publié"));
    }
}

#[db_test(schema())]
async fn each_role_sees_what_is_its_own(test: TestDb) {
    let scene = lived(test).await;
    let seen = async |name: &str, path: &str| scene.page(name, path).await.text();
    for (name, all, money) in
        [("admin", true, true), ("manager", true, true), ("coordinator", true, false), ("user", false, false)]
    {
        for path in ["/history", "/credits", "/history.csv"] {
            let page = seen(name, path).await;
            assert_eq!(page.contains("tage"), all, "{name} {path}: somebody else's use");
            assert!(page.contains("=cmd"), "{name} {path}: the user's own use");
        }
        let operation = async |seq: i64| scene.page(name, &format!("/history/credit-{seq}")).await.status.as_u16();
        assert_eq!(operation(1).await, if all { 200 } else { 404 }, "{name}: a grant");
        assert_eq!(operation(2).await, if money { 200 } else { 404 }, "{name}: a purchase");
        assert_eq!(operation(3).await, 200, "{name}: the user's use");
        assert_eq!(operation(4).await, if all { 200 } else { 404 }, "{name}: the admin's use");
        assert_eq!(operation(5).await, 404);
        assert_eq!(seen(name, "/history").await.contains("Solde après"), money, "{name}");
        assert_eq!(seen(name, "/history.csv").await.contains("Solde après"), money, "{name}");
        assert_eq!(seen(name, "/credits").await.contains("À l’origine"), money, "{name}");
        let use_page = seen(name, "/history/credit-3").await;
        assert_eq!(use_page.contains("Solde après"), money, "{name}");
        assert!(!use_page.contains("VIR 77"));
    }
    let purchase = seen("admin", "/history/credit-2").await;
    assert!(purchase.contains("VIR 77") && purchase.contains("123,45"), "{purchase}");
}

#[db_test(schema())]
async fn other_accounts_are_not_found(test: TestDb) {
    let scene = lived(test).await;
    for path in ["/credits", "/history", "/history.csv", "/history.xlsx", "/history/credit-1", "/prices"] {
        assert_eq!(scene.page("outsider", path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(
            scene.page("", path).await.headers[header::LOCATION].to_str().unwrap().split('?').next(),
            Some("/sign-in")
        );
    }
    for path in ["/history/credit-0", "/history/x", "/history/1"] {
        assert_eq!(scene.page("admin", path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[db_test(schema())]
async fn the_balance_page_tells_what_burns_next(test: TestDb) {
    let scene = lived(test).await;
    let (account, expires_at) = (scene.account, Some(scene.test.clock.now() + days(3)));
    let wanted = Grant { amount: Credits(4), reason: Reason::parse("Salon").unwrap(), expires_at };
    run(&scene.test, staff(), move |tx, ctx| grant(tx, ctx, account, &wanted)).await.unwrap();
    let page = scene.page("admin", "/credits").await.text();
    assert!(page.contains("4 crédits expirent le 5 novembre 2026."), "{page}");
    assert!(page.contains("<svg class=\"plot\""));
    let (first, second) = (page.find("history/credit-5").unwrap(), page.find("history/credit-2").unwrap());
    assert!(first < second, "the lot that burns next stands first");
    assert!(page.contains("Offerts le 2 novembre 2026") && page.contains("Achat du 2 novembre 2026"), "{page}");
    assert!(
        !scene.page("user", "/credits").await.text().contains("<svg class=\"plot\""),
        "everybody's use is not the user's"
    );
}

#[db_test(schema())]
async fn the_balance_page_tells_what_is_set_aside(test: TestDb) {
    let scene = lived(test).await;
    assert!(!scene.page("admin", "/credits").await.text().contains("Crédits réservés"));
    let key = scene.key(&[Scope::CreditsUse], None).await;
    let hold = json!({ "feature": "plan.render", "quantity": 2, "expires_in": 900, "reference": "<b>Coupe",
                       "member": "user@durand.example", "machine": "Poste 3" });
    let made = scene.ask(&key, "/holds", "h1", Some(&hold)).await.json();
    let lease = json!({ "amount": 4, "expires_in": 3600, "machine": "Portable 7" });
    let leased = scene.ask(&key, "/leases", "l1", Some(&lease)).await.json();
    let page = scene.page("admin", "/credits").await.text();
    for told in ["Crédits réservés", "dont 10 réservés", "Rendu de plan", "Poste 3", "Portable 7", "hors connexion"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(page.contains("&#60;b&#62;Coupe") && page.contains("2 novembre 2026"), "{page}");
    let own = scene.page("user", "/credits").await.text();
    assert!(own.contains("Poste 3") && !own.contains("Portable 7"), "a user sees what is held for him or her");
    assert!(scene.page("admin", "").await.text().contains("dont 10 réservés"));
    let capture = format!("/holds/{}/capture", made["hold"]["id"].as_str().unwrap());
    scene.ask(&key, &capture, "c1", Some(&json!({}))).await;
    let settle = format!("/leases/{}/settle", leased["lease"]["id"].as_str().unwrap());
    let uses = json!({ "uses": [{ "key": "u1", "feature": "plan.render", "at": "2026-11-01T08:00:00Z" }] });
    scene.ask(&key, &settle, "s1", Some(&uses)).await;
    assert!(!scene.page("admin", "/credits").await.text().contains("Crédits réservés"));
    let captured = scene.page("admin", "/history/credit-5").await.text();
    assert!(captured.contains("Réservés le") && captured.contains("Poste 3"), "{captured}");
    let settled = scene.page("admin", "/history/credit-6").await.text();
    assert!(settled.contains("Utilisé hors connexion le") && settled.contains("1 novembre 2026"), "{settled}");
}

#[db_test(schema())]
async fn the_home_of_the_account_tells_of_its_credits(test: TestDb) {
    let scene = lived(test).await;
    let (account, expires_at) = (scene.account, Some(scene.test.clock.now() + days(3)));
    let wanted = Grant { amount: Credits(4), reason: Reason::parse("Salon").unwrap(), expires_at };
    run(&scene.test, staff(), move |tx, ctx| grant(tx, ctx, account, &wanted)).await.unwrap();
    for (name, operations) in [("admin", 5), ("manager", 5), ("coordinator", 4), ("user", 1)] {
        let page = scene.page(name, "").await.text();
        assert!(page.contains("20 achetés, 8 promotionnels."), "{name}: {page}");
        assert!(page.contains("4 crédits expirent le 5 novembre 2026."), "{name}");
        assert_eq!(page.matches("/history/credit-").count(), operations, "{name}: the last operations");
        assert!(!page.contains("/leave"), "the way out is not the way on");
    }
}

#[db_test(schema())]
async fn filters_narrow_the_history_and_stay_in_the_form(test: TestDb) {
    let scene = lived(test).await;
    let rows = async |query: &str| {
        let page = scene.page("admin", &format!("/history?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        page.text().matches("/history/credit-").count()
    };
    assert_eq!(rows("").await, 4);
    assert_eq!(rows("kind=usage").await, 2);
    assert_eq!(rows("q=%C3%89tage").await, 1);
    assert_eq!(rows("feature=plan.render").await, 2);
    assert_eq!(rows(&format!("member={}", scene.id("user"))).await, 1);
    assert_eq!(rows("from=2026-11-02&to=2026-11-02").await, 4);
    assert_eq!(rows("to=2026-11-01").await, 0);
    assert_eq!(rows("kind=nonsense&member=x&from=x&before=x").await, 4);
    let page = scene.page("admin", "/history?q=%22%3E%3Cscript%3E&kind=usage").await.text();
    assert!(!page.contains("<script>"), "what is typed is text");
    assert!(page.contains("Aucune opération ne correspond"));
    assert!(page.contains("<option value=\"usage\" selected>"));
}

#[db_test(schema())]
async fn more_is_shown_on_demand(test: TestDb) {
    let scene = lived(test).await;
    let (account, ctx) = (scene.account, scene.test.context(key()));
    scene
        .test
        .db
        .write(Lock::None, move |tx| {
            (0..60).try_for_each(|n| {
                spend(tx, &ctx, account, kit_web::AccountState::Active, &charge(&format!("m{n}"), 0)).map(drop)
            })
        })
        .await
        .unwrap();
    let first = scene.page("admin", "/history?kind=usage").await.text();
    assert_eq!(first.matches("/history/credit-").count(), 40);
    let next = first
        .split("href=\"")
        .find(|rest| rest.contains("before="))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&");
    let second = scene.visit("admin", &next).await.text();
    assert_eq!(second.matches("/history/credit-").count(), 22);
    assert!(!second.contains("before="));
    let csv = scene.page("admin", "/history.csv?kind=usage").await.text();
    assert_eq!(csv.lines().count(), 1 + 62);
}

#[db_test(schema())]
async fn an_export_is_a_table_and_nothing_in_it_runs(test: TestDb) {
    let scene = lived(test).await;
    let answer = scene.page("admin", "/history.csv").await;
    assert_eq!(answer.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let disposition = format!("attachment; filename=\"{}.csv\"", scene.account);
    assert_eq!(answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap(), disposition);
    let text = answer.text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}\"Opération\";\"Date\";\"Type\";"));
    assert_eq!(lines.len(), 5);
    assert!(
        lines[1].starts_with(
            r#""credit-4";"2026-11-02 10:00:00";"Utilisation";"plan.render";"1";"<b>Étage</b> 2";"Camille admin";"";"-3";"-3";"0";"#
        ),
        "{}",
        lines[1]
    );
    assert!(lines[2].contains(r#";"'=cmd|' /C calc'!A0";"#), "{}", lines[2]);
    let sheet = scene.page("user", "/history.xlsx").await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(sheet.body.starts_with(b"PK\x03\x04"), "a spreadsheet is a zip");
}

#[db_test(schema())]
async fn a_suspended_account_can_still_be_read_and_exported(test: TestDb) {
    let scene = lived(test).await;
    scene.suspend().await;
    let paths = [
        "/credits",
        "/history",
        "/history.csv",
        "/history.xlsx",
        "/history/credit-1",
        "/prices",
        "/history/statement.json",
    ];
    for path in paths {
        assert_eq!(scene.page("admin", path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn every_page_has_words_in_both_languages() {
    let scene = lived(TestDb::sqlite(&schema()).await).await;
    put_right_in(&scene).await;
    let admin = scene.id("admin");
    for locale in kit_core::Locale::ALL {
        scene
            .test
            .db
            .write::<_, kit_db::DbError, _>(Lock::None, move |tx| people::service::set_locale(tx, admin, locale))
            .await
            .unwrap();
        let paths = [
            "/credits",
            "/history",
            "/prices",
            "/history/credit-1",
            "/history/credit-2",
            "/history/credit-3",
            "/history/credit-5",
            "/history.csv",
            "/history?q=zzz",
            "/history/credit-2/lot",
            "/history/statement",
            "/history/statement/paper",
        ];
        for path in paths {
            let page = scene.page("admin", path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let wordless: Vec<String> =
                page.text().split("[credits-").skip(1).map(|rest| rest.chars().take(40).collect()).collect();
            assert_eq!(wordless, Vec::<String>::new(), "{path} in {locale}");
        }
    }
    assert!(scene.page("admin", "/history.csv").await.text().starts_with("\u{feff}\"Operation\",\"Date\",\"Kind\","));
}

async fn put_right_in(scene: &Scene) {
    let account = scene.account;
    let wanted = Correction {
        corrects: OperationId::credit(3),
        amount: Credits(1),
        kind: LotKind::Promotional,
        expires_at: Some(scene.test.clock.now() + days(400)),
        reason: Reason::parse("Rendu raté").unwrap(),
    };
    run(&scene.test, staff(), move |tx, ctx| correct(tx, ctx, account, &wanted)).await.unwrap();
}

#[db_test(schema())]
async fn the_hourly_job_writes_what_expired_into_the_history(test: TestDb) {
    let scene = lived(test).await;
    let (account, expires_at) = (scene.account, Some(scene.test.clock.now() + days(3)));
    let wanted = Grant { amount: Credits(4), reason: Reason::parse("Salon").unwrap(), expires_at };
    run(&scene.test, staff(), move |tx, ctx| grant(tx, ctx, account, &wanted)).await.unwrap();
    scene.program.runner.run_due().await.unwrap();
    assert_eq!(everything(&scene.test, account).await.len(), 5);
    scene.test.clock.advance(days(4));
    scene.program.runner.run_due().await.unwrap();
    let newest = everything(&scene.test, account).await.pop().unwrap();
    assert_eq!((newest.kind, newest.amount), (Kind::Expiry, Credits(-4)));
}
