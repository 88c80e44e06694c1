//! Being forgotten.

use kit_core::{Author, Context};
use kit_db::{Failed, Tx};
use kit_testkit::{TestDb, db_test, traces};
use kit_web::{Erasure, Role};
use privacy::ErasureRequestState;
use privacy::service::erasure_requests;

use crate::office::*;

/// Where an address may stand after its person was forgotten, as the page says: the log of an account names whom it invited.
const STAYS: [&str; 1] = ["events.changes"];

#[db_test(schema())]
async fn whoever_is_forgotten_is_nowhere_any_more(test: TestDb) {
    let office = Office::new(test).await;
    office.browser(USER).await;
    let subject = office.read({
        let user = office.user;
        move |read| people::service::subject(read, user)
    });
    let subject = subject.await.unwrap();
    let request = office.ask(office.user).await;
    office.confirm(USER).await;
    assert!(traces(&office.app.test.db, USER).await.len() > 2, "the address stands in tables before");
    office.days(6).await;
    assert_eq!(office.state(request).await, ErasureRequestState::Confirmed, "it can be taken back for seven days");
    office.mails().await;
    office.days(2).await;
    assert_eq!(office.state(request).await, ErasureRequestState::Done);
    assert!(office.mail_to(USER).await.content.subject.contains("effacées"), "a last mail says so");

    assert_eq!(office.members().await, [ADMIN]);
    let stands = traces(&office.app.test.db, USER).await;
    assert_eq!(stands, STAYS, "the address stands nowhere else");
    assert_eq!(traces(&office.app.test.db, "Quintin").await, Vec::<String>::new(), "nor does the name");
    for personal in &office.app.app.personal {
        let (rows, subject) = (personal.rows, subject.clone());
        let left = office.read(move |read| rows(read, &subject, None)).await.rows;
        if matches!(personal.erasure, Erasure::Gone(_)) {
            assert_eq!(left, Vec::<kit_web::PersonalRow>::new(), "{}", personal.name);
        }
    }
    let answer = office.client().post_form("/sign-in", &[("email", USER), ("password", PASSWORD)]).await;
    assert_ne!(answer.status, http::StatusCode::SEE_OTHER, "nobody signs in with it");
    let user = office.user;
    let person = office.read(move |read| people::service::person(read, user)).await.unwrap();
    assert_eq!(person.name.to_string(), "Personne effacée");
    office
        .run(Author::System("test"), move |tx, ctx| Ok::<_, Failed<()>>(people::service::enable_person(tx, ctx, user)?))
        .await
        .unwrap();
    let person = office.read(move |read| people::service::person(read, user)).await.unwrap();
    assert!(person.disabled_at.is_some(), "nobody lets a mark in");
    office.person(USER, "Basile", "Quintin").await;
}

#[db_test(schema())]
async fn a_request_is_confirmed_by_its_mailbox_and_can_be_taken_back(test: TestDb) {
    let office = Office::new(test).await;
    let request = office.ask(office.user).await;
    let user = office.user;
    let again = office.run(Author::Person(user), move |tx, ctx| {
        let subject = people::service::subject(tx, user)?.unwrap();
        erasure_requests::begin(tx, ctx, &subject)
    });
    assert_eq!(again.await.unwrap_err(), erasure_requests::AskRefusal::Already);
    let link = office.link(&office.mail_to(USER).await);
    assert_eq!(office.client().get(&link).await.status, http::StatusCode::OK);
    assert_eq!(office.state(request).await, ErasureRequestState::Asked, "following a link changes nothing");
    office.client().post_form(&link, &[]).await;
    assert_eq!(office.state(request).await, ErasureRequestState::Confirmed);
    assert_eq!(office.client().post_form(&link, &[]).await.status, http::StatusCode::GONE, "a link works once");
    let withdrawn = office
        .run(Author::Person(user), move |tx, ctx| Ok::<_, Failed<()>>(erasure_requests::withdraw(tx, ctx, user)?));
    assert!(office.read(move |read| people::service::is_leaving(read, user)).await, "nothing new until then");
    assert!(withdrawn.await.unwrap());
    assert!(!office.read(move |read| people::service::is_leaving(read, user)).await, "taken back");
    office.days(8).await;
    assert_eq!(office.state(request).await, ErasureRequestState::Withdrawn);
    assert_eq!(office.members().await.len(), 2);

    let request = office.ask(office.user).await;
    let link = office.link(&office.mail_to(USER).await);
    office.days(8).await;
    assert_eq!(office.state(request).await, ErasureRequestState::Lapsed);
    assert_eq!(office.client().get(&link).await.status, http::StatusCode::GONE, "an old link is dead");
}

/// As it was before migration 0711.
fn schema_before() -> Vec<kit_db::Migration> {
    schema().into_iter().filter(|migration| migration.name != "0711_leaving_before").collect()
}

#[db_test(schema_before())]
async fn who_confirmed_before_persons_knew_of_it_is_leaving_as_well(test: TestDb) {
    let office = Office::new(test).await;
    office.ask(office.user).await;
    office.confirm(USER).await;
    office.ask(office.admin).await;
    let (user, admin) = (office.user, office.admin);
    let forgets = office
        .run(Author::System("test"), move |tx, _| Ok::<_, Failed<()>>(people::service::set_leaving(tx, user, None)?));
    forgets.await.unwrap();
    assert_eq!(office.test.db.migrate(&schema(), &office.test.clock).await.unwrap(), ["0711_leaving_before"]);
    assert!(office.read(move |read| people::service::is_leaving(read, user)).await);
    assert!(!office.read(move |read| people::service::is_leaving(read, admin)).await, "who only asked");
}

#[db_test(schema())]
async fn the_last_admin_names_another_first(test: TestDb) {
    let office = Office::new(test).await;
    let request = office.ask(office.admin).await;
    office.confirm(ADMIN).await;
    office.mails().await;
    office.days(8).await;
    assert_eq!(office.state(request).await, ErasureRequestState::Confirmed);
    assert!(office.request(request).await.hindered_at.is_some());
    let told = office.mails().await.into_iter().filter(|mail| mail.to.as_str() == ADMIN).count();
    office.days(1).await;
    let again = office.mails().await.into_iter().filter(|mail| mail.to.as_str() == ADMIN).count();
    assert_eq!((told, again), (1, 0), "told once");

    office.give(office.user, &[Role::Admin]).await;
    office.days(1).await;
    assert_eq!(office.state(request).await, ErasureRequestState::Done);
    assert_eq!(office.members().await, [USER]);
    let account = office.account;
    let known = office.read(move |read| accounts::service::account(read, account)).await.unwrap();
    assert_eq!(known.administration_email.as_str(), USER, "the account's mail goes to the admin who stays");
}

#[db_test(schema())]
async fn staff_answers_in_time(test: TestDb) {
    let office = Office::new(test).await;
    let request = office.ask(office.user).await;
    let due = office.request(request).await.due_at;
    let days = due.duration_since(office.request(request).await.asked_at).as_hours() / 24;
    assert!((28..=31).contains(&days), "a month: {days}");
    let staff = Author::Staff(office.admin);
    let extend =
        move |tx: &mut Tx<'_>, ctx: &Context| erasure_requests::extend(tx, ctx, request, "Beaucoup de demandes.");
    office.run(staff.clone(), extend).await.unwrap();
    assert!(office.request(request).await.due_at > due);
    assert_eq!(office.run(staff.clone(), extend).await, Err(erasure_requests::AnswerRefusal::TooLate), "once");
    assert!(office.mail_to(USER).await.content.text.contains("Beaucoup de demandes."));
    let refuse = move |tx: &mut Tx<'_>, ctx: &Context| {
        erasure_requests::refuse_request(tx, ctx, request, "Un litige est en cours.")
    };
    office.run(staff.clone(), refuse).await.unwrap();
    assert!(office.mail_to(USER).await.content.text.contains("CNIL"));
    assert_eq!(office.run(staff, refuse).await, Err(erasure_requests::AnswerRefusal::TooLate));
    office.days(9).await;
    assert_eq!((office.state(request).await, office.members().await.len()), (ErasureRequestState::Refused, 2));
}
