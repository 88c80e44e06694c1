use std::net::SocketAddr;

use jiff::SignedDuration;
use kit_testkit::{Answer, TestDb, db_test};
use serde_json::json;

use crate::scene::{Scene, modules, problem};

const WRONG: &str = "00000-00000";

async fn from(scene: &Scene, n: usize, code: &str) -> Answer {
    let peer: SocketAddr = format!("198.51.{}.{}:40000", n / 250, n % 250 + 1).parse().unwrap();
    let key = format!("guess-{n}");
    let mut client = scene.app.client().at(peer);
    client.post_json("/api/v1/machines", &[("idempotency-key", &key)], &scene.body(code, "Poste")).await
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_guesser_gets_five_and_shuts_nobody_else_out(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    for _ in 0..5 {
        assert_eq!(problem(&from(&scene, 1, WRONG).await), "wrong-code");
    }
    let waits = from(&scene, 1, &code).await;
    assert_eq!((waits.status.as_u16(), problem(&waits).as_str()), (429, "too-many-requests"));
    assert!(waits.header("retry-after").parse::<u64>().unwrap() <= 61, "{}", waits.header("retry-after"));
    assert_eq!(from(&scene, 2, &code).await.status, 201, "another network is not shut out");
    scene.app.pass(SignedDuration::from_mins(1));
    assert_eq!(from(&scene, 1, &code).await.status, 201, "who waited gets a turn");
    for _ in 0..5 {
        assert_eq!(problem(&from(&scene, 1, WRONG).await), "wrong-code", "a right one forgets those before");
    }
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_thousand_wrong_ones_end_the_day_and_a_new_code_begins_anew(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    for n in 0..1_000 {
        assert_eq!(from(&scene, n, WRONG).await.status, 422, "{n}");
    }
    assert_eq!(from(&scene, 1_001, WRONG).await.status, 429);
    assert_eq!(from(&scene, 1_002, &code).await.status, 429, "not even the right one is looked at");
    let new = scene.code().await;
    assert_eq!(from(&scene, 1_003, &new).await.status, 201);
}

#[db_test(kit_web::migrations(&modules()))]
async fn nobody_learns_which_numbers_exist(test: TestDb) {
    let scene = Scene::new(test).await;
    let without_code = scene.open("Ailleurs", "552100554", "chef@ailleurs.example").await;
    scene.code().await;
    let said = |answer: &Answer| (answer.status, answer.text());
    let wrong = scene.ask(&scene.body(WRONG, "Poste")).await;
    for number in [without_code.to_string(), "C-999999".to_owned()] {
        for typed in [WRONG, "no code at all"] {
            let mut body = scene.body(typed, "Poste");
            body["account"] = json!(number);
            assert_eq!(said(&scene.ask(&body).await), said(&wrong), "{number}");
        }
    }
    for number in [scene.account.to_string(), "C-999999".to_owned()] {
        let mut client = scene.app.client();
        let asked = client.post_json("/api/v1/machines/forgotten-code", &[], &json!({ "account": number })).await;
        assert_eq!((asked.status.as_u16(), asked.text()), (202, String::new()));
    }
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_network_is_slowed_down_whatever_the_account(test: TestDb) {
    let scene = Scene::strict(test).await;
    let mut evaluated = 0;
    for n in 0..40 {
        let mut body = scene.body(WRONG, "Poste");
        body["account"] = json!(format!("C-{}", 5_000 + n));
        evaluated += usize::from(scene.ask(&body).await.status == 422);
    }
    assert!((30..=31).contains(&evaluated), "{evaluated}");
}
