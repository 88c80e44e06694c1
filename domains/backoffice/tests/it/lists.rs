//! Finding things, and what waits.

use http::StatusCode;
use kit_core::{Cursor, PageSize};
use kit_jobs::enqueue;
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;
use kit_web::StaffPermission::{Billing, Catalogue, CustomerService, Owner, Support};

use crate::scene::{Hopeless, Scene, of, schema};

#[db_test(schema())]
async fn an_account_is_found_by_whatever_one_knows_of_it(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(Support).await;
    let number = scene.active.to_string();
    for exact in [number.as_str(), "c1001", "1001"] {
        let jump = client.get(&format!("/staff/accounts?q={exact}")).await;
        assert_eq!(jump.location(), Some(of(scene.active, "")), "{exact}");
    }
    for words in ["732829320", "FR44732829320", "durand", "camille.durand@atelier-durand.example", "atelier"] {
        let page = client.get(&format!("/staff/accounts?q={words}")).await;
        assert!(page.status == StatusCode::OK && page.says(&number), "{words}");
    }
    let none = client.get("/staff/accounts?q=%3Cscript%3E").await;
    assert!(none.says("Aucun compte ne correspond") && !none.says("<script>alert"));
    let mut typing = client.clone().with_header("hx-request".parse().unwrap(), "true");
    assert_eq!(typing.get(&format!("/staff/accounts?q={number}")).await.status, StatusCode::OK, "no jump while typing");
    let other = client.get(&format!("/staff/accounts?q=atelier&open={}", scene.pending)).await;
    assert!(other.says("zoe@atelier-durand.example"), "the chosen account stands beside the list");
}

#[db_test(schema())]
async fn accounts_are_leafed_through_by_state(test: TestDb) {
    let scene = Scene::new(test).await;
    let (active, pending) = (scene.active, scene.pending);
    let pages = move |read: &mut kit_db::Read<'_>| {
        let browse = accounts::service::search::browse;
        let first = browse(read, None, None, PageSize::new(1))?;
        let second = browse(read, None, first.next, PageSize::new(1))?;
        let waiting = browse(read, Some(AccountState::Pending), None, PageSize::new(5))?;
        let after = browse(read, Some(AccountState::Active), Some(Cursor(active.0)), PageSize::new(5))?;
        Ok([first, second, waiting, after]
            .map(|page| (page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), page.next)))
    };
    let [first, second, waiting, after] = scene.read(pages).await;
    assert_eq!(first, (vec![pending], Some(Cursor(pending.0))));
    assert_eq!(second, (vec![active], None));
    assert_eq!(waiting, (vec![pending], None));
    assert_eq!(after, (vec![], None));
    let page = scene.clerk(Support).await.get("/staff/accounts?state=pending").await;
    assert!(page.says(&pending.to_string()) && !page.says(&active.to_string()));
}

#[db_test(schema())]
async fn home_tells_what_waits(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut billing = scene.clerk(Billing).await;
    let page = of(scene.active, "/grant");
    billing.submit(&page, &page, &[("amount", "5"), ("expires_on", "2026-11-20"), ("reason", "Essai")]).await;
    let (now, account) = (scene.app.test.clock.now(), scene.active);
    let until = now + jiff::SignedDuration::from_hours(24 * 30);
    let soon = scene.read(move |read| credits::expiring(read, now, until, 10)).await;
    assert_eq!(soon.iter().map(|(account, _)| *account).collect::<Vec<_>>(), [account]);
    let sooner = now + jiff::SignedDuration::from_hours(24);
    assert_eq!(scene.read(move |read| credits::expiring(read, now, sooner, 10)).await, []);
    let home = billing.get("/staff").await;
    assert!(home.says("Lignes de banque à décider") && home.says("Paiements PayPal à regarder"), "{}", home.text());
    let helper = scene.clerk(Support).await.get("/staff").await;
    assert!(
        helper.says("Tâches abandonnées") && !helper.says("banque") && !helper.says("PayPal"),
        "money is not theirs"
    );
    assert!(home.says("La plus ancienne") && home.says("Atelier Durand"));
}

#[db_test(schema())]
async fn home_says_what_is_not_set_yet_to_who_may_set_it(test: TestDb) {
    const TARIFF: &str = "ce que coûte chaque fonctionnalité";
    let scene = Scene::new(test).await;
    assert!(!scene.clerk(Billing).await.get("/staff").await.says("À régler"));
    let mut owner = scene.clerk(Owner).await;
    let home = owner.get("/staff").await;
    for step in ["/staff/settings/identity", "/staff/settings/terms", "/staff/settings/prices"] {
        assert!(home.says(&format!("href=\"{step}\"")), "{step}");
    }
    let mut catalogue = scene.clerk(Catalogue).await;
    let home = catalogue.get("/staff").await;
    assert!(home.says(TARIFF) && !home.says("/staff/settings/identity"));
    let form = "/staff/tariff/new";
    let price = [("feature", "plan.render"), ("price", "3"), ("label_fr", "Rendu"), ("label_en", "Rendering")];
    catalogue.submit(form, form, &[&price[..], &[("valid_from", ""), ("valid_until", "")]].concat()).await;
    assert!(!catalogue.get("/staff").await.says(TARIFF), "it is set");
}

#[db_test(schema())]
async fn a_dead_job_is_tried_again_once(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.run(|tx, ctx| Ok::<_, kit_db::Failed<()>>(enqueue(tx, ctx, &Hopeless {})?)).await;
    scene.app.run_jobs().await;
    let mut support = scene.clerk(Support).await;
    let page = support.get("/staff/jobs").await;
    assert!(page.says("the printer is on fire") && !page.says("/retry"), "support sees, others retry");
    let job = scene.read(kit_jobs::dead).await[0].id;
    let mut client = scene.clerk(CustomerService).await;
    let retry = format!("/staff/jobs/{job}/retry");
    client.post_form(&retry, &[]).await;
    assert!(client.visit("/staff/jobs").await.says("Tâche relancée"));
    client.post_form(&retry, &[]).await;
    assert!(client.visit("/staff/jobs").await.says("quelqu’un l’a déjà relancée"));
    scene.app.run_jobs().await;
    assert_eq!(scene.read(kit_jobs::dead).await.len(), 1, "it failed again");
    assert!(client.get("/staff/audit?what=backoffice.job_retried").await.says(&job.to_string()));
}

#[db_test(schema())]
async fn the_log_is_filtered(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(CustomerService).await;
    let suspend = of(scene.active, "/suspend");
    client.submit(&suspend, &suspend, &[("reason", "Un motif unique")]).await;
    for (query, found) in [
        ("", true),
        ("by=staff", true),
        ("by=key", false),
        ("account=C-1001", true),
        ("account=C-1002", false),
        ("account=nonsense", false),
        ("who=petit", true),
        ("who=nobody", false),
        ("what=accounts.suspended", true),
        ("what=accounts.accepted", false),
        ("from=2026-11-02&to=2026-11-02", true),
        ("from=2026-11-03", false),
        ("to=2026-11-01", false),
        ("from=yesterday", true),
    ] {
        let page = client.get(&format!("/staff/audit?{query}")).await;
        assert!(page.status == StatusCode::OK && page.says("Un motif unique") == found, "{query}");
    }
}
