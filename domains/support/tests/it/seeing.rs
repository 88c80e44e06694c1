//! Who in the account sees which case.

use kit_core::{Author, PageSize, PersonId};
use kit_testkit::{TestDb, db_test};
use support::*;

use crate::scene::{LEA, Scene, ZOE, schema};

async fn listed(scene: &Scene, viewer: Viewer, looked: Looked) -> Vec<String> {
    let page = scene.app.read(move |read| cases(read, viewer, &looked, None, PageSize::default())).await;
    page.rows.into_iter().map(|row| row.subject).collect()
}

async fn sees(scene: &Scene, number: CaseNumber) -> Vec<&'static str> {
    let mut who = Vec::new();
    for (name, person) in [("admin", scene.admin), ("lea", scene.lea), ("max", scene.max), ("zoe", scene.zoe)] {
        let viewer = scene.as_member(person);
        let found = scene.case(viewer, number).await.is_some();
        let in_list = listed(scene, viewer, Looked { typed: number.to_string(), ..Looked::default() }).await.len() == 1;
        assert_eq!(found, in_list, "{name}: page and list agree");
        who.extend(found.then_some(name));
    }
    who
}

#[db_test(schema())]
async fn own_team_and_all_are_what_they_say(test: TestDb) {
    let scene = Scene::new(test).await;
    let own = scene.opens(scene.asked("Moi")).await.unwrap();
    let team = Sees { sight: Sight::Team, team: Some(scene.team) };
    let teams = scene.opens(NewCase { sees: team, ..scene.asked("Équipe") }).await.unwrap();
    let all = Sees { sight: Sight::Account, team: None };
    let everybodys = scene.opens(NewCase { sees: all, ..scene.asked("Tous") }).await.unwrap();
    assert_eq!(sees(&scene, own).await, ["admin", "lea"]);
    assert_eq!(sees(&scene, teams).await, ["admin", "lea", "max"]);
    assert_eq!(sees(&scene, everybodys).await, ["admin", "lea", "max", "zoe"]);
    assert_eq!(listed(&scene, scene.as_member(scene.max), Looked::default()).await, ["Tous", "Équipe"]);
    for (person, numbers) in [
        (scene.admin, vec![everybodys, teams, own]),
        (scene.max, vec![everybodys, teams]),
        (scene.zoe, vec![everybodys]),
    ] {
        let account = scene.account;
        let open = scene.app.read(move |read| open_cases(read, account, person)).await;
        assert_eq!(open.iter().map(|case| case.number).collect::<Vec<_>>(), numbers, "each open case once");
    }
    let (lea, zoe, viewer) = (scene.lea, scene.zoe, scene.as_member(scene.lea));
    scene.app.run(Author::Person(lea), move |tx, ctx| watch(tx, ctx, viewer, own, zoe)).await.unwrap();
    assert_eq!(sees(&scene, own).await, ["admin", "lea", "zoe"]);
    scene.app.run(Author::Person(lea), move |tx, ctx| unwatch(tx, ctx, viewer, own, zoe)).await.unwrap();
    assert_eq!(sees(&scene, own).await, ["admin", "lea"]);
    scene.app.run(Author::Person(lea), move |tx, ctx| share(tx, ctx, viewer, lea, own, team)).await.unwrap();
    assert_eq!(sees(&scene, own).await, ["admin", "lea", "max"]);
    // A team that is gone sees nothing, and who leaves the account no more than a stranger.
    let (account, gone, admin) = (scene.account, scene.team, scene.admin);
    let removed =
        scene.app.run(Author::Person(admin), move |tx, ctx| accounts::service::teams::remove(tx, ctx, account, gone));
    removed.await.unwrap();
    assert_eq!(sees(&scene, teams).await, ["admin", "lea"]);
}

/// The cases in somebody's copy of what is kept about him or her.
async fn copied(scene: &Scene, person: PersonId) -> usize {
    let kept = support::module().personal.into_iter().find(|kept| kept.name == "support.cases").unwrap();
    let rows = kept.rows;
    let subject = scene.app.read(move |read| people::service::subject(read, person)).await.unwrap();
    scene.app.read(move |read| rows(read, &subject, None)).await.rows.len()
}

#[db_test(schema())]
async fn who_left_follows_nothing_any_more_and_finds_nothing_again(test: TestDb) {
    let scene = Scene::new(test).await;
    let first = scene.opens(scene.asked("A")).await.unwrap();
    let second = scene.opens(NewCase { requester: scene.max, ..scene.asked("B") }).await.unwrap();
    let (lea, viewer) = (scene.lea, scene.as_member(scene.lea));
    for watcher in [scene.zoe, scene.admin] {
        scene.app.run(Author::Person(lea), move |tx, ctx| watch(tx, ctx, viewer, first, watcher)).await.unwrap();
    }
    assert_eq!(copied(&scene, scene.zoe).await, 1);
    scene.leaves(scene.lea).await;
    scene.leaves(scene.zoe).await;
    // Nothing has been tidied yet: the copy tells who left of what he or she asked, the other case follows members only.
    assert_eq!((copied(&scene, scene.zoe).await, copied(&scene, lea).await), (0, 1));
    let agent = scene.agent;
    scene.app.run(Author::Staff(agent), move |tx, ctx| merge(tx, ctx, agent, first, second)).await.unwrap();
    assert_eq!(scene.case(Viewer::Staff, second).await.unwrap().watchers, [scene.admin]);
    assert_eq!(copied(&scene, lea).await, 1, "of the case in which hers goes on she never heard");
    scene.app.run_jobs().await;
    assert_eq!(scene.case(Viewer::Staff, first).await.unwrap().watchers, [scene.admin]);
    scene.joins(LEA).await;
    scene.joins(ZOE).await;
    assert_eq!(sees(&scene, first).await, ["admin", "lea"], "her own is hers, what was only watched is not");
    assert_eq!(sees(&scene, second).await, ["admin", "max"]);
    assert_eq!(copied(&scene, scene.zoe).await, 0);
}

#[db_test(schema())]
async fn nobody_reaches_what_is_not_to_be_seen(test: TestDb) {
    let scene = Scene::new(test).await;
    let own = scene.opens(scene.asked("Moi")).await.unwrap();
    let (max, viewer) = (scene.max, scene.as_member(scene.max));
    let unknown = Err(CaseRefusal::Unknown);
    let author = || Author::Person(max);
    let replied = scene.app.run(author(), move |tx, ctx| reply(tx, ctx, viewer, max, own, "Moi aussi")).await;
    assert_eq!(replied.map(drop), unknown);
    assert_eq!(scene.app.run(author(), move |tx, ctx| watch(tx, ctx, viewer, own, max)).await, unknown);
    assert_eq!(scene.app.run(author(), move |tx, ctx| close_by_customer(tx, ctx, viewer, max, own)).await, unknown);
    let all = Sees { sight: Sight::Account, team: None };
    assert_eq!(scene.app.run(author(), move |tx, ctx| share(tx, ctx, viewer, max, own, all)).await, unknown);
    // Nor through another account that the requester is in as well.
    let other = scene.open_account("Autre", scene.lea).await;
    assert!(scene.case(Viewer::Member(other, scene.lea), own).await.is_none());
    assert!(scene.case(Viewer::Person(scene.lea), own).await.is_none());
    let theirs = NewCase { account: Some(other), ..scene.asked("Chez eux") };
    let theirs = scene.opens(theirs).await.unwrap();
    assert!(scene.case(scene.as_member(scene.admin), theirs).await.is_none(), "an admin of ours, not of theirs");
    assert!(scene.case(Viewer::Member(other, scene.lea), theirs).await.is_some());
    assert_eq!(listed(&scene, scene.as_member(scene.lea), Looked::default()).await, ["Moi"]);
}

#[db_test(schema())]
async fn a_person_alone_sees_his_or_her_own(test: TestDb) {
    let scene = Scene::new(test).await;
    let alone = scene.person("solo@ailleurs.example", "Solène").await;
    let new = NewCase { account: None, requester: alone, ..scene.asked("Seule") };
    let number = scene.opens(new).await.unwrap();
    assert!(scene.case(Viewer::Person(alone), number).await.is_some());
    assert!(scene.case(Viewer::Person(scene.lea), number).await.is_none());
    assert!(scene.case(scene.as_member(scene.admin), number).await.is_none());
    assert_eq!(listed(&scene, Viewer::Person(alone), Looked::default()).await, ["Seule"]);
    let answered = scene.answers(number, "Bonjour.", CaseState::Waiting).await;
    answered.unwrap();
    let mail = scene.app.mail_to("solo@ailleurs.example").await;
    assert!(mail.content.text.contains(&format!("/me/cases/{number}")), "{}", mail.content.text);
}

#[db_test(schema())]
async fn one_chooses_teams_that_one_is_in(test: TestDb) {
    let scene = Scene::new(test).await;
    let team = Sees { sight: Sight::Team, team: Some(scene.team) };
    let by = |person: PersonId, subject: &str| NewCase { requester: person, sees: team, ..scene.asked(subject) };
    assert_eq!(scene.opens(by(scene.zoe, "Z")).await, Err(CaseRefusal::Team));
    assert!(scene.opens(by(scene.max, "M")).await.is_ok());
    assert!(scene.opens(by(scene.admin, "A")).await.is_ok(), "an admin chooses any");
}

#[db_test(schema())]
async fn lists_are_searched_and_filtered(test: TestDb) {
    let scene = Scene::new(test).await;
    let all = Sees { sight: Sight::Account, team: None };
    let printing = scene.opens(NewCase { sees: all, ..scene.asked("L’impression échoue") }).await.unwrap();
    let other = NewCase { sees: all, requester: scene.max, product: "Coupe".into(), ..scene.asked("Export DXF") };
    scene.opens(other).await.unwrap();
    let viewer = scene.as_member(scene.lea);
    let found = |typed: &str| listed(&scene, viewer, Looked { typed: typed.into(), ..Looked::default() });
    assert_eq!(found("impress").await, ["L’impression échoue"]);
    assert_eq!(found("IMPRESSION trame").await, ["L’impression échoue"]);
    assert_eq!(found("impression coupe").await, [""; 0]);
    assert_eq!(found("dxf").await, ["Export DXF"]);
    assert_eq!(found("%").await, [""; 0]);
    assert_eq!(found(&printing.to_string().to_lowercase()).await, ["L’impression échoue"]);
    assert_eq!(listed(&scene, viewer, Looked { own: true, ..Looked::default() }).await, ["L’impression échoue"]);
    scene.answers(printing, "Voilà.", CaseState::Waiting).await.unwrap();
    let waiting = Looked { state: Some(CaseState::Waiting), ..Looked::default() };
    assert_eq!(listed(&scene, viewer, waiting).await, ["L’impression échoue"]);
}
