//! Signed statements: what they tell, to whom, and that nothing false is signed.

use axum::http::{StatusCode, header};
use credit_statement::{Line, PublicKey, Verified, VerifyError, read};
use data_encoding::HEXLOWER;
use kit_db::{Lock, sql};
use kit_testkit::{TestDb, db_test};
use kit_web::{AccountState, Scope};

use crate::pages::lived;
use crate::scene::{Answer, Scene, schema};
use crate::support::*;

/// The key that everybody can look up.
async fn published(scene: &Scene) -> PublicKey {
    let told = scene.visit("", "/.well-known/guichet-statement-key").await.json();
    assert_eq!(told["algorithm"], "Ed25519");
    told["key"].as_str().unwrap().parse().unwrap()
}

async fn told(scene: &Scene, answer: &Answer) -> Result<(Verified, Vec<Line>), VerifyError> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let (key, mut lines) = (published(scene).await, Vec::new());
    read(&answer.body[..], Some(&key), |line| lines.push(line.clone())).map(|verified| (verified, lines))
}

#[db_test(schema())]
async fn a_statement_tells_the_whole_ledger_and_verifies(test: TestDb) {
    let scene = lived(test).await;
    let file = scene.page("manager", "/history/statement.json").await;
    let disposition = format!("attachment; filename=\"{}.statement.json\"", scene.account);
    assert_eq!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap(), disposition);
    let (verified, lines) = told(&scene, &file).await.unwrap();
    let ledger = everything(&scene.test, scene.account).await;
    assert_eq!((verified.lines, verified.heading.account), (4, scene.account.to_string()));
    assert_eq!(verified.ending.after.seal, HEXLOWER.encode(&ledger[3].chain));
    for (line, operation) in lines.iter().zip(&ledger) {
        assert_eq!((line.seq, line.id.clone(), line.at), (operation.seq, operation.id().to_string(), operation.at));
        assert_eq!((line.kind.as_str(), line.amount), (operation.kind.code(), operation.amount.0));
        assert_eq!(line.seal, HEXLOWER.encode(&operation.chain));
        assert_eq!(line.member, operation.member.map(|member| member.to_string()));
        assert_eq!(line.reference, operation.reference);
        assert_eq!(line.split.len(), operation.split.parts().len());
        assert_eq!(line.payment.is_some(), operation.kind == Kind::Purchase);
    }
    assert_eq!((lines[1].order.as_deref(), lines[0].order.as_deref()), (Some("VIR 77"), None));
    assert_eq!((lines[2].split[0].lot.as_str(), lines[2].split[0].amount), ("credit-1", -3));
    assert!(!file.text().contains("Camille"), "a statement holds no name");

    let key = scene.key(&[Scope::CreditsRead], None).await;
    assert_eq!(scene.get(&key, "/statement").await.body, file.body, "the same moment, the same statement");

    for place in [40, file.body.len() / 2, file.body.len() - 60] {
        let mut altered = Answer { body: file.body.clone(), status: file.status, headers: file.headers.clone() };
        altered.body[place] ^= 1;
        assert!(told(&scene, &altered).await.is_err(), "byte {place}");
    }
}

#[db_test(schema())]
async fn statements_of_days_follow_each_other(test: TestDb) {
    let scene = lived(test).await;
    scene.test.clock.advance(days(2));
    scene.grant(7).await;
    scene.test.clock.advance(days(1));
    let key = scene.key(&[Scope::CreditsRead], None).await;
    let before = told(&scene, &scene.get(&key, "/statement?to=2026-11-03").await).await.unwrap().0;
    let after = told(&scene, &scene.get(&key, "/statement?from=2026-11-04").await).await.unwrap().0;
    assert_eq!((before.heading.from_seq, before.ending.to_seq), (1, 4));
    assert_eq!((after.heading.from_seq, after.ending.to_seq), (5, 5));
    assert_eq!(after.heading.before, before.ending.after);
    let page = told(&scene, &scene.page("admin", "/history/statement.json?from=2026-11-04&to=2026-11-04").await)
        .await
        .unwrap()
        .0;
    assert_eq!((page.heading.from_seq, page.ending.to_seq), (5, 5));
    for nothing in ["?from=2027-01-01", "?to=2020-01-01", "?from=2026-11-05&to=2026-11-01"] {
        let empty = told(&scene, &scene.get(&key, &format!("/statement{nothing}")).await).await.unwrap().0;
        assert_eq!((empty.lines, empty.ending.to_seq), (0, empty.heading.from_seq - 1), "{nothing}");
    }
    for wrong in ["?from=yesterday", "?to=2026-02-31"] {
        assert_eq!(scene.get(&key, &format!("/statement{wrong}")).await.problem(), "invalid", "{wrong}");
    }
    let turned = scene.page("admin", "/history/statement?from=2026-11-05&to=2026-11-01").await.text();
    assert!(turned.contains("Inversez les deux dates"), "{turned}");
    let summary = scene.page("admin", "/history/statement?from=2026-11-04").await.text();
    assert!(!summary.contains("Inversez les deux dates"), "{summary}");
    assert!(summary.contains("credit-5") && summary.contains("statement.json?from=2026-11-04"), "{summary}");
    assert!(summary.contains(&published(&scene).await.to_string()), "{summary}");
}

#[db_test(schema())]
async fn who_does_not_see_everything_has_no_statement(test: TestDb) {
    let scene = lived(test).await;
    for path in ["/history/statement", "/history/statement.json", "/history/statement/paper"] {
        for name in ["coordinator", "user", "outsider"] {
            assert_eq!(scene.page(name, path).await.status, StatusCode::NOT_FOUND, "{name} {path}");
        }
        for name in ["admin", "manager"] {
            assert_eq!(scene.page(name, path).await.status, StatusCode::OK, "{name} {path}");
        }
    }
    assert!(scene.page("admin", "/history").await.text().contains("/statement\""));
    assert!(!scene.page("coordinator", "/history").await.text().contains("/statement\""));
    let own = scene.key(&[Scope::CreditsRead], Some("user")).await;
    assert_eq!(scene.get(&own, "/statement").await.problem(), "forbidden");
    let uses = scene.key(&[Scope::CreditsUse], None).await;
    assert_eq!(scene.get(&uses, "/statement").await.problem(), "forbidden");
}

#[db_test(schema())]
async fn the_paper_tells_which_file_it_is(test: TestDb) {
    let scene = lived(test).await;
    let paper = scene.page("admin", "/history/statement/paper").await.text();
    scene.test.clock.advance(days(1));
    scene.grant(7).await;
    let link = paper.split("href=\"").find(|rest| rest.contains("statement.json")).unwrap();
    let link = link.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let (verified, lines) = told(&scene, &scene.visit("admin", &link).await).await.unwrap();
    assert_eq!(lines.len(), 4, "what came later is not in it");
    for told in [&verified.ending.digest, &verified.signature, &verified.key.to_string()] {
        assert!(paper.replace("&#43;", "+").replace("&#61;", "=").contains(told.as_str()), "{told}: {paper}");
    }
    // Nobody has a statement signed that was made tomorrow, before what it tells, or after what it leaves out.
    let now = scene.test.clock.now();
    for forged in [
        "made=2027-01-01T00:00:00Z&last=4".to_owned(),
        "made=2020-01-01T00:00:00Z&last=4".to_owned(),
        "made=2026-11-02T12:00:00Z&last=9".to_owned(),
        format!("made={now}&last=4"),
        format!("made={now}&last=0"),
    ] {
        let file = scene.page("admin", &format!("/history/statement.json?{forged}")).await;
        let verified = told(&scene, &file).await.unwrap().0;
        assert_eq!((verified.heading.made_at, verified.lines), (scene.test.clock.now(), 5), "{forged}");
    }
}

#[tokio::test]
async fn a_long_one_comes_in_pieces_and_is_no_paper() {
    let scene = Scene::new(TestDb::sqlite(&schema()).await).await;
    scene.grant(9_000).await;
    let account = scene.account;
    run(&scene.test, key(), move |tx, ctx| {
        for n in 0..4_100 {
            spend(tx, ctx, account, AccountState::Active, &charge(&format!("k{n}"), 2))?;
        }
        Ok::<_, kit_db::Failed<UsageRefusal>>(())
    })
    .await
    .unwrap();
    let (verified, _) = told(&scene, &scene.page("admin", "/history/statement.json").await).await.unwrap();
    assert_eq!((verified.lines, verified.ending.after.promotional), (4_101, 800));
    assert!(scene.page("admin", "/history/statement/paper").await.text().contains("1 000 opérations au plus"));
}

sql!(CHANGE, "UPDATE operations SET reference = 'Autre' WHERE seq = 3");

const OPENED: kit_db::Migration = kit_db::Migration {
    name: "9000_opened",
    text: "-- sqlite:
DROP TRIGGER operations_never_change;
-- postgres:
DROP TRIGGER operations_append_only ON operations;
",
};

#[db_test([schema(), vec![OPENED]].concat())]
async fn what_the_ledger_did_not_seal_is_not_signed(test: TestDb) {
    let scene = lived(test).await;
    assert_eq!(scene.page("admin", "/history/statement/paper").await.status, StatusCode::OK);
    scene.test.db.write::<_, kit_db::DbError, _>(Lock::None, |tx| tx.exec(&CHANGE, &[])).await.unwrap();
    assert_eq!(scene.page("admin", "/history/statement/paper").await.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(scene.broken("admin", "/history/statement.json").await, "the file ends in the middle");
}
