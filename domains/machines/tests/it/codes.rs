use jiff::SignedDuration;
use kit_testkit::{Client, TestDb, db_test};
use serde_json::json;

use crate::scene::{Scene, modules, problem};

/// The code that a page shows.
pub fn shown(page: &str) -> String {
    let at = page.find("id=\"personal-code\"").unwrap_or_else(|| panic!("no code in {page}"));
    let rest = &page[at..];
    let start = rest.find('>').unwrap() + 1;
    rest[start..start + rest[start..].find('<').unwrap()].to_owned()
}

async fn forgotten(scene: &Scene) {
    let body = json!({ "account": scene.account.to_string() });
    let asked = scene.app.client().post_json("/api/v1/machines/forgotten-code", &[], &body).await;
    assert_eq!(asked.status, 202);
}

async fn link_of(scene: &Scene) -> String {
    let mails = scene.app.mails().await;
    let mail = mails.iter().find(|mail| mail.content.text.contains("/personal-code/")).expect("the mail with the link");
    assert_eq!(mail.to.as_str(), "admin@kerlann.example");
    scene.app.link(mail)
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_mailed_link_makes_a_code_once(test: TestDb) {
    let scene = Scene::new(test).await;
    let old = scene.code().await;
    forgotten(&scene).await;
    let link = link_of(&scene).await;
    let page = scene.app.client().get(&link).await;
    assert!(page.says("Atelier Kerlann"), "{}", page.text());
    assert_eq!(scene.link(&old, "Poste 1").await.1.len(), 46, "looking makes nothing");
    let made = scene.app.client().post_form(&link, &[]).await;
    let code = shown(&made.text());
    scene.link(&code, "Poste 2").await;
    assert_eq!(problem(&scene.ask(&scene.body(&old, "Poste 3")).await), "wrong-code");
    for answer in [scene.app.client().get(&link).await, scene.app.client().post_form(&link, &[]).await] {
        assert_eq!(answer.status, 410);
    }
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_link_opens_for_seven_days_and_three_leave_in_one(test: TestDb) {
    let scene = Scene::new(test).await;
    for _ in 0..5 {
        forgotten(&scene).await;
    }
    let mails = scene.app.mails().await;
    assert_eq!(mails.len(), 3);
    let links: Vec<String> = mails.iter().map(|mail| scene.app.link(mail)).collect();
    scene.app.pass(SignedDuration::from_hours(24 * 7 - 1));
    assert_eq!(scene.app.client().post_form(&links[0], &[]).await.status, 200);
    assert_eq!(scene.app.client().get(&links[1]).await.status, 200, "a newer code ends no link");
    scene.app.pass(SignedDuration::from_hours(1));
    assert_eq!(scene.app.client().post_form(&links[1], &[]).await.status, 410);
    let forged = format!("{}A", &links[2][..links[2].len() - 1]);
    assert_eq!(scene.app.client().get(&forged).await.status, 410);
}

#[db_test(kit_web::migrations(&modules()))]
async fn of_many_who_follow_a_link_one_wins(test: TestDb) {
    let scene = Scene::new(test).await;
    forgotten(&scene).await;
    let link = link_of(&scene).await;
    let racers: Vec<_> = (0..20)
        .map(|_| {
            let (mut client, link): (Client, String) = (scene.app.client(), link.clone());
            tokio::spawn(async move { client.post_form(&link, &[]).await.status.as_u16() })
        })
        .collect();
    let mut won = 0;
    for racer in racers {
        won += usize::from(racer.await.unwrap() == 200);
    }
    assert_eq!(won, 1);
}

#[derive(kit_db::FromRow)]
struct JobRow {
    body: String,
}

kit_db::sql!(JOBS, "SELECT body FROM jobs ORDER BY id");

#[db_test(kit_web::migrations(&modules()))]
async fn no_secret_waits_in_the_queue_of_mails(test: TestDb) {
    let scene = Scene::new(test).await;
    forgotten(&scene).await;
    let code = scene.code().await;
    let (_, token) = scene.link(&code, "Poste 1").await;
    let jobs: Vec<JobRow> = scene.app.read(|read| read.all(&JOBS, &[])).await;
    let said: String = jobs.iter().map(|job| job.body.as_str()).collect();
    assert!(said.contains("Poste 1") && said.contains("machines-code-link"), "{said}");
    let link = link_of(&scene).await;
    let secret = link.rsplit('.').next().unwrap();
    for secret in [code.as_str(), &code.replace('-', ""), token.trim_start_matches("gm_"), secret] {
        assert!(!said.contains(secret), "{secret}");
    }
}
