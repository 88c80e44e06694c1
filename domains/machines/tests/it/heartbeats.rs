//! What machines tell of themselves, and how seldom it is written down.

use jiff::SignedDuration;
use kit_core::{Author, MachineId};
use kit_db::{DbError, Lock, sql};
use kit_testkit::{TestDb, db_test};
use serde_json::json;

use crate::scene::{Scene, modules, problem};

sql!(UPDATES, "SELECT COUNT(*) FROM machine_events WHERE machine = $1 AND what = 'updated'");
sql!(OTHERS, "SELECT COUNT(*) FROM machine_events WHERE machine = $1 AND what <> 'updated'");

async fn counted(scene: &Scene, machine: MachineId, sql: &'static kit_db::Sql) -> i64 {
    scene.app.read(move |read| Ok(read.value::<i64>(sql, &[&machine])?.unwrap())).await
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_heartbeat_is_written_down_seldom(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (_, token) = scene.link(&code, "Poste 1").await;
    let seen = |answer: kit_testkit::Answer| answer.json()["seen_at"].as_str().unwrap().to_owned();
    scene.app.pass(SignedDuration::from_secs(1));
    let first = seen(scene.beat(&token, &json!({})).await);
    scene.app.pass(SignedDuration::from_mins(4));
    assert_eq!(seen(scene.beat(&token, &json!({ "version": "2.4.1" })).await), first, "nothing new");
    scene.app.pass(SignedDuration::from_secs(1));
    let early = scene.beat(&token, &json!({ "version": "2.5" })).await;
    assert_eq!((early.json()["version"].as_str(), seen(early)), (Some("2.4.1"), first.clone()), "nor another version");
    scene.app.pass(SignedDuration::from_mins(1));
    let updated = scene.beat(&token, &json!({ "version": "2.5" })).await;
    assert_eq!(updated.json()["version"], "2.5");
    let second = seen(updated);
    assert_ne!(second, first);
    scene.app.pass(SignedDuration::from_mins(5));
    assert_ne!(seen(scene.beat(&token, &json!({})).await), second);
    assert_eq!(problem(&scene.beat(&token, &json!({ "version": " " })).await), "invalid");
}

#[db_test(kit_web::migrations(&modules()))]
async fn of_many_heartbeats_at_once_one_is_written_down(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (id, token) = scene.link(&code, "Poste 1").await;
    let id: MachineId = id.parse().unwrap();
    scene.beat(&token, &json!({})).await;
    scene.app.pass(SignedDuration::from_mins(5));
    let racers: Vec<_> = (0..20)
        .map(|n| {
            let (db, ctx) = (scene.app.test.db.clone(), scene.app.context(Author::System("test")));
            tokio::spawn(async move {
                let version = format!("3.{n}");
                db.write::<_, DbError, _>(Lock::None, move |tx| machines::service::hear(tx, &ctx, id, Some(&version)))
                    .await
                    .unwrap()
                    .expect("it is linked")
                    .version
            })
        })
        .collect();
    let mut versions = Vec::new();
    for racer in racers {
        versions.push(racer.await.unwrap());
    }
    versions.dedup();
    assert_eq!(
        (counted(&scene, id, &UPDATES).await, versions.len()),
        (1, 1),
        "all are told what was written: {versions:?}"
    );
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_machine_that_changes_its_version_all_the_time_fills_nothing(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (id, token) = scene.link(&code, "Poste 1").await;
    let id: MachineId = id.parse().unwrap();
    scene.beat(&token, &json!({})).await;
    for n in 0..20 {
        scene.beat(&token, &json!({ "version": format!("1.{n}") })).await;
    }
    assert_eq!(counted(&scene, id, &UPDATES).await, 0, "within five minutes");
    let mut last = String::new();
    for n in 0..104 {
        scene.app.pass(SignedDuration::from_mins(5));
        last = format!("2.{n}");
        assert_eq!(scene.beat(&token, &json!({ "version": last })).await.json()["version"], last.as_str());
    }
    assert_eq!(counted(&scene, id, &UPDATES).await, machines::UPDATES_KEPT);
    assert_eq!(counted(&scene, id, &OTHERS).await, 1, "that it was linked is kept");
    let story = scene.app.read(move |read| machines::service::latest_events(read, id)).await;
    assert_eq!(story[0].after, last, "the latest are kept");
}
