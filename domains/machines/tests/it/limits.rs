use std::collections::BTreeSet;
use std::time::Duration;

use jiff::SignedDuration;
use kit_core::{AccountId, Author, Context};
use kit_db::{DatabaseUrl, Db, DbError, Failed, Lock};
use kit_testkit::{TestDb, db_test};
use machines::service::{LinkRefusal, LinkRequest, Linking};
use machines::{NewMachine, PersonalCode};
use people::TryAgain;
use serde_json::json;

use crate::scene::{Scene, leave, modules, problem};

/// Asks on `db`, as a node would.
async fn ask(db: Db, ctx: Context, account: AccountId, code: PersonalCode, n: usize) -> Linking {
    let machine = NewMachine {
        name: format!("Poste {n}"),
        system: "Windows 11".into(),
        application: "Planelle".into(),
        version: "2.4".into(),
    };
    let key = format!("racer-{n}");
    let request = LinkRequest { account, code: Some(code), machine, replaces: None, key, from: vec![192, 0, 2, 1] };
    loop {
        let (asked, ctx) = (request.clone(), ctx.clone());
        match db.write(Lock::Account(account), move |tx| machines::service::link(tx, &ctx, &asked)).await {
            Ok(linking) => return linking,
            // Nothing was done: as a machine would, it asks again with its key.
            Err(Failed::Db(DbError::Busy)) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[db_test(kit_web::migrations(&modules()))]
async fn of_200_at_once_on_3_free_places_3_are_linked(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code_of(scene.account).await;
    scene.limit(Some(5), None).await;
    for name in ["Poste A", "Poste B"] {
        scene.link(&code.reveal(), name).await;
    }
    // Two nodes on a server; SQLite inside the program has one.
    let own = scene.app.test.db.clone();
    let second = match &scene.app.test.url {
        url @ DatabaseUrl::Postgres(_) => Db::open(url).unwrap(),
        DatabaseUrl::Sqlite(_) => own.clone(),
    };
    let nodes = [own, second];
    let racers: Vec<_> = (0..200)
        .map(|n| {
            let ctx = scene.app.context(Author::Visitor);
            tokio::spawn(ask(nodes[n % 2].clone(), ctx, scene.account, code.clone(), n))
        })
        .collect();
    let (mut linked, mut full) = (0, 0);
    for racer in racers {
        match racer.await.unwrap() {
            Linking::Done(_) => linked += 1,
            Linking::Refused(LinkRefusal::Full(_)) => full += 1,
            Linking::Refused(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((linked, full), (3, 197));
    let account = scene.account;
    assert_eq!(scene.app.read(move |read| machines::service::count(read, account)).await, 5);
}

#[db_test(kit_web::migrations(&modules()))]
async fn at_the_limit_the_refusal_offers_a_machine_to_replace(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    scene.limit(Some(2), Some(1)).await;
    let (first, first_token) = scene.link(&code, "Poste 1").await;
    scene.app.pass(SignedDuration::from_hours(1));
    let (second, second_token) = scene.link(&code, "Poste 2").await;
    let full = scene.ask(&scene.body(&code, "Poste 3")).await;
    assert_eq!((problem(&full).as_str(), full.status.as_u16()), ("machine-limit-reached", 409));
    let offer = full.json();
    assert_eq!((&offer["places"], &offer["replacements_left"]), (&json!(2), &json!(1)));
    let offered: Vec<&str> = offer["machines"].as_array().unwrap().iter().map(|m| m["id"].as_str().unwrap()).collect();
    assert_eq!(offered, [first.as_str(), second.as_str()], "the one not seen longest comes first");

    let mut body = scene.body(&code, "Poste 3");
    body["replaces"] = json!(first);
    let replaced = scene.ask_as("replace", &body).await;
    assert_eq!(replaced.status, 201, "{}", replaced.text());
    assert_eq!(scene.ask_as("replace", &body).await.json(), replaced.json(), "once");
    assert_eq!(scene.machine(&first_token).get("/api/v1/machines/self").await.status, 401);
    assert_eq!(scene.machine(&second_token).get("/api/v1/machines/self").await.status, 200);
    assert_eq!(scene.log().await.last().map(String::as_str), Some("machines.replaced"));

    body["replaces"] = json!(first);
    assert_eq!(problem(&scene.ask(&body).await), "not-replaceable");
    body["replaces"] = json!(second);
    let spent = scene.ask(&body).await;
    assert_eq!(problem(&spent), "no-replacement-left");
    assert!(spent.json()["renews_at"].as_str().unwrap().ends_with('Z'));
    scene.app.pass(SignedDuration::from_hours(24 * 366));
    assert_eq!(scene.ask(&body).await.status, 201, "a new year");
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_place_that_was_left_is_free(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    scene.limit(Some(1), Some(0)).await;
    let (_, token) = scene.link(&code, "Poste 1").await;
    assert_eq!(problem(&scene.ask(&scene.body(&code, "Poste 2")).await), "machine-limit-reached");
    leave(&mut scene.machine(&token)).await;
    scene.link(&code, "Poste 2").await;
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_machine_of_another_account_is_replaced_by_nobody(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (theirs, token) = scene.link(&code, "Poste 1").await;
    let other = scene.open("Ailleurs", "552100554", "chef@ailleurs.example").await;
    let mut body = scene.body(&scene.code_of(other).await.reveal(), "Poste 2");
    body["account"] = json!(other.to_string());
    body["replaces"] = json!(theirs);
    assert_eq!(problem(&scene.ask(&body).await), "not-replaceable");
    assert_eq!(scene.machine(&token).get("/api/v1/machines/self").await.status, 200);
}

#[db_test(kit_web::migrations(&modules()))]
async fn pages_of_machines_hold_each_once(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let mut made = BTreeSet::new();
    for n in 0..5 {
        made.insert(scene.link(&code, &format!("Poste {n}")).await.0);
    }
    let (account, size) = (scene.account, kit_core::PageSize::new(2));
    let mut found = BTreeSet::new();
    let mut cursor = None;
    let mut pages = 0;
    loop {
        let from = cursor;
        let page = scene.app.read(move |read| machines::service::machines(read, account, from, size)).await;
        found.extend(page.rows.iter().map(|machine| machine.id.to_string()));
        pages += 1;
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!((found, pages), (made, 3));
}

#[db_test(kit_web::migrations(&modules()))]
async fn who_links_and_unlinks_all_day_long_is_told_to_wait(test: TestDb) {
    let scene = Scene::new(test).await;
    let (account, code) = (scene.account, scene.code_of(scene.account).await);
    let comes_and_goes = |times: std::ops::Range<usize>| {
        let code = code.clone();
        scene.app.run(Author::Visitor, move |tx, ctx| {
            for n in times.clone() {
                let [name, system, application, version] =
                    ["Poste", "Windows 11", "Planelle", "2.4"].map(str::to_owned);
                let machine = NewMachine { name, system, application, version };
                let (key, from) = (format!("again-{n}"), vec![192, 0, 2, 1]);
                let request = LinkRequest { account, code: Some(code.clone()), machine, replaces: None, key, from };
                match machines::service::link(tx, ctx, &request)? {
                    Linking::Done(linked) => machines::service::unlink_itself(tx, ctx, account, linked.machine.id)?,
                    Linking::Refused(refusal) => panic!("{refusal:?}"),
                }
            }
            Ok::<_, Failed<TryAgain>>(())
        })
    };
    assert_eq!(comes_and_goes(0..500).await, Ok(()));
    let later = scene.app.test.clock.now() + SignedDuration::from_hours(1);
    assert_eq!(comes_and_goes(500..501).await, Err(TryAgain(later)));
    let refused = scene.ask(&scene.body(&code.reveal(), "Poste 501")).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "3601"));
    scene.app.pass(SignedDuration::from_hours(24));
    assert_eq!(comes_and_goes(502..503).await, Ok(()));
}
