//! How the agent finds an account, and the statements behind it.

use calls::*;
use kit_core::AccountId;
use kit_db::statements;
use kit_testkit::{TestDb, db_test};

use crate::scene::{Scene, schema};

impl Scene {
    async fn finds(&self, said: &str) -> Vec<AccountId> {
        let said = said.to_owned();
        self.app.read(move |read| find(read, &said)).await.accounts.iter().map(|one| one.found.id).collect()
    }

    /// The account to which the desk goes at once.
    async fn goes_to(&self, said: &str) -> Option<AccountId> {
        let said = said.to_owned();
        self.app.read(move |read| find(read, &said)).await.only().map(|only| only.found.id)
    }
}

#[db_test(schema())]
async fn an_account_is_found_by_whatever_the_caller_says(test: TestDb) {
    let scene = Scene::new(test).await;
    let other = scene.person("paul@mur.example", "Paul").await;
    let other = scene.open_account("Le Mur de Dupond", "04 72 00 00 02", other).await;
    let (own, both) = (scene.account, vec![scene.account, other]);
    for said in [
        own.to_string(),
        format!("compte n° {}", own.0),
        "établissements dupont".to_owned(),
        "ETABLISSEMENTS".to_owned(),
        "fils dupont".to_owned(),
        "0472000001".to_owned(),
        "+33 4 72 00 00 01".to_owned(),
        "lea@plan.example".to_owned(),
        "zoe arobase plan point example".to_owned(),
        "personne@plan.example".to_owned(),
        "zoé petit".to_owned(),
        "Max".to_owned(),
    ] {
        assert_eq!(scene.finds(&said).await, [own], "{said}");
    }
    assert_eq!(scene.finds("732 829 320").await.len(), 2, "both have this SIREN");
    assert_eq!(scene.finds("le mur").await, [other]);
    assert_eq!(scene.finds("dupon").await.len(), both.len());
    assert_eq!(scene.finds("etablisement dupont fils").await, [own], "as it sounds");
    for nobody in ["Dupont Lyon", "C-99999", "04 72 00 00 03", "x@nowhere.example", "%", "_", "' OR 1=1 --"] {
        assert_eq!(scene.finds(nobody).await, [], "{nobody}");
    }
    scene.names(scene.lea).await.unwrap();
    assert_eq!(scene.finds("+33 6 12 34 56 78").await, [own], "by the number that a designated caller calls from");
    scene.leaves(scene.lea).await;
    assert_eq!(scene.finds("+33 6 12 34 56 78").await, []);
}

#[db_test(schema())]
async fn who_says_all_of_a_name_hears_of_none_that_has_more_words(test: TestDb) {
    let scene = Scene::new(test).await;
    let (anne, yves) =
        (scene.person("anne@bois.example", "Anne").await, scene.person("yves@bois.example", "Yves").await);
    let short = scene.open_account("Menuiserie Kerlann Brest", "04 72 00 00 02", anne).await;
    let long = scene.open_account("Grande Menuiserie Kerlann Brest", "04 72 00 00 03", yves).await;
    assert_eq!(scene.finds("menuiserie kerlann brest").await, [short]);
    assert_eq!(scene.finds("Brest, Kerlann, menuiserie").await, [short], "in whatever order");
    assert_eq!(scene.finds("grande menuiserie kerlann brest").await, [long]);
    let two_words = scene.finds("menuiserie kerlann").await;
    assert_eq!(two_words.len(), 2, "part of both names");
    assert_eq!(scene.finds("grande kerlann brest").await, [long], "three words, and not all of any name");
}

#[db_test(schema())]
async fn a_number_that_a_member_typed_leads_nowhere_by_itself(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.names(scene.lea).await.unwrap();
    let (mobile, own) = ("06 12 34 56 78", scene.account);
    assert_eq!(
        (scene.finds(mobile).await, scene.goes_to(mobile).await),
        (vec![own], None),
        "anybody may have typed it"
    );
    assert_eq!(scene.goes_to("04 72 00 00 01").await, Some(own), "the account's own number");
    let paul = scene.person("paul@mur.example", "Paul").await;
    let other = scene.open_account("Le Mur", "06 12 34 56 78", paul).await;
    assert_eq!(
        (scene.finds(mobile).await, scene.goes_to(mobile).await),
        (vec![other, own], None),
        "whose own it is first"
    );
    assert_eq!(scene.goes_to(&other.to_string()).await, Some(other));
    assert_eq!(scene.goes_to("732 829 320").await, None, "both have this SIREN");
}

#[db_test(schema())]
async fn an_old_open_case_is_on_the_card_among_many_that_ended(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.lets_others_call().await;
    let open = async |subject: &'static str| {
        let subject = credits::Reference::parse(subject).unwrap();
        let work = Work {
            seconds: Some(60),
            case: CaseChoice::New,
            token: subject.to_string(),
            subject,
            ..scene.work().await
        };
        scene.ends(work).await.unwrap().case.unwrap()
    };
    let old = open("Ancien").await;
    let ended = open("Nouveau").await;
    let (agent, account, now) = (scene.agent, scene.account, scene.app.test.clock.now());
    let solved = scene.app.run(kit_core::Author::Staff(agent), move |tx, ctx| support::close(tx, ctx, agent, ended));
    solved.await.unwrap();
    let card = scene.app.read(move |read| card(read, account, now)).await.unwrap();
    assert_eq!(card.cases.iter().map(|row| row.number).collect::<Vec<_>>(), [old]);
}

#[db_test(schema())]
async fn the_card_has_what_the_phone_needs(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.names(scene.lea).await.unwrap();
    let account = scene.account;
    let now = scene.app.test.clock.now();
    let card = scene.app.read(move |read| card(read, account, now)).await.unwrap();
    assert_eq!((card.account.id, card.entitlement.level.name.as_str()), (account, "Avancé"));
    assert_eq!(card.entitlement.callers.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Léa Petit"]);
    assert_eq!(scene.app.read(move |read| calls::card(read, AccountId(9), now)).await, None);
}

#[db_test(schema())]
async fn every_statement_is_prepared_and_goes_by_an_index(test: TestDb) {
    let ours = || statements().into_iter().filter(|sql| sql.name.starts_with("calls::"));
    assert!(ours().count() >= 20);
    for sql in ours() {
        let plan = test.db.read::<_, kit_db::DbError, _>(move |read| read.plan(sql)).await;
        let plan = plan.unwrap_or_else(|error| panic!("{}: {error}", sql.name));
        let scans = plan.iter().any(|step| step.starts_with("SCAN") && !step.contains("USING"));
        assert!(!scans, "{}: {plan:#?}", sql.name);
    }
}
