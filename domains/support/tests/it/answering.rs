//! What is owed by when, and what becomes of a case.

use jiff::SignedDuration;
use kit_core::{Author, PersonId};
use kit_db::{Failed, sql};
use kit_testkit::{TestDb, db_test};
use kit_web::{StaffPermission, StaffPermissions};
use support::*;

use crate::scene::{AGENT, LEA, MAX, Scene, paris, schema};

sql!(
    ADD_ANY,
    "INSERT INTO case_lines (number, seq, at, side, person, kind, body) VALUES ($1, $2, 0, 'system', $3, $4, 'high')"
);

/// A Friday afternoon; the office closes at five and opens on Monday at nine. The standard level answers within 16 hours.
const FRIDAY: &str = "2027-01-08T16:00";

#[db_test(schema())]
async fn an_answer_is_owed_by_business_hours_from_the_first_message_on(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.goes_to(FRIDAY);
    let number = scene.opens(scene.asked("Le plan reste blanc")).await.unwrap();
    assert_eq!(number.to_string(), "CAS-2027-000001");
    let opened = scene.staffs(number).await;
    // An hour on Friday, eight on Monday, seven on Tuesday.
    assert_eq!((opened.state, opened.promised()), (CaseState::New, Some(paris("2027-01-12T16:00"))));
    scene.goes_to("2027-01-11T10:00");
    scene.replies(number, "Et maintenant aussi les cotes.").await.unwrap();
    assert_eq!(scene.staffs(number).await.promised(), opened.promised(), "a second message moves nothing");
    scene.answers(number, "Quelle imprimante ?", CaseState::Waiting).await.unwrap();
    let waiting = scene.staffs(number).await;
    assert_eq!((waiting.state, waiting.promised(), waiting.assignee), (CaseState::Waiting, None, Some(scene.agent)));
    assert_eq!(waiting.answered_at, Some(paris("2027-01-11T10:00")));
    scene.replies(number, "Une Brouillard 300.").await.unwrap();
    let open = scene.staffs(number).await;
    assert_eq!((open.state, open.promised()), (CaseState::Open, Some(paris("2027-01-13T10:00"))));
    let agent = scene.agent;
    let urgent =
        scene.app.run(Author::Staff(agent), move |tx, ctx| set_priority(tx, ctx, agent, number, Priority::Urgent));
    urgent.await.unwrap();
    assert_eq!(
        scene.staffs(number).await.promised(),
        Some(paris("2027-01-11T14:00")),
        "four hours from the message on"
    );
    scene.answers(number, "Nous cherchons.", CaseState::Open).await.unwrap();
    assert!(scene.staffs(number).await.promised().is_some(), "we go on, and owe the next answer");
}

#[db_test(schema())]
async fn an_office_that_never_opens_promises_nothing(test: TestDb) {
    let scene = Scene::new(test).await;
    let first = scene.opens(scene.asked("Le plan reste blanc")).await.unwrap();
    scene.app.mails().await;
    let for_ever =
        publisher::ClosedDays { first: jiff::civil::date(2026, 1, 1), last: jiff::civil::date(9999, 12, 31) };
    let closed = publisher::Calendar { closed: vec![for_ever], ..publisher::Calendar::default() };
    let set = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| publisher::save_calendar(tx, ctx, closed.clone());
    scene.app.run(Author::System("test"), set).await.unwrap();
    let number = scene.opens(scene.asked("Les cotes manquent")).await.unwrap();
    let case = scene.staffs(number).await;
    assert_eq!((case.owed_since.is_some(), case.promised()), (true, None));
    assert!(!case.is_late(scene.app.test.clock.now()));
    let mails = scene.app.mails().await;
    assert!(!mails.is_empty() && !mails.iter().any(|mail| mail.content.text.contains("au plus tard")));
    let (rows, _) = scene.app.read(|read| queue(read, Queue::All, None, kit_core::PageSize::default())).await;
    let numbers: Vec<_> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [first, number], "it is owed all the same, after what is promised");
}

#[db_test(schema())]
async fn a_form_sent_twice_opens_one_case_and_numbers_have_no_gaps(test: TestDb) {
    let scene = Scene::new(test).await;
    let first = scene.opens(scene.asked("A")).await.unwrap();
    assert_eq!(scene.opens(scene.asked("A")).await, Ok(first));
    let stranger = NewCase { company: Some(accounts::model::CompanyId::from_raw(1)), ..scene.asked("B") };
    assert_eq!(scene.opens(stranger).await, Err(CaseRefusal::Company));
    assert_eq!(scene.opens(NewCase { token: String::new(), ..scene.asked("B") }).await, Err(CaseRefusal::NoToken));
    let second = scene.opens(scene.asked("C")).await.unwrap();
    assert_eq!(second.place(), first.place() + 1);
}

#[db_test(schema())]
async fn nobody_opens_more_than_fifty_cases_in_a_day(test: TestDb) {
    let scene = Scene::new(test).await;
    for place in 0..MOST_A_DAY {
        scene.opens(scene.asked(&format!("Question {place}"))).await.unwrap();
    }
    let more = scene.asked("Encore une");
    assert_eq!(scene.opens(more.clone()).await, Err(CaseRefusal::TooMany));
    scene.opens(scene.asked("Question 7")).await.expect("a form that opened one leads to it");
    scene.opens(NewCase { requester: scene.max, ..more.clone() }).await.expect("a colleague has a day of his own");
    scene.app.pass(SignedDuration::from_hours(24));
    scene.opens(more).await.expect("the day is over");
}

#[db_test(schema())]
async fn whoever_asked_and_whoever_watches_gets_answers_by_mail_and_never_a_note(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan reste blanc")).await.unwrap();
    let receipt = scene.app.mail_to(LEA).await;
    assert!(receipt.content.subject.contains(&number.to_string()), "{}", receipt.content.subject);
    let (lea, max, viewer) = (scene.lea, scene.max, scene.as_member(scene.lea));
    scene.app.run(Author::Person(lea), move |tx, ctx| watch(tx, ctx, viewer, number, max)).await.unwrap();
    let agent = scene.agent;
    let noted = scene.app.run(Author::Staff(agent), move |tx, ctx| note(tx, ctx, agent, number, "Client pénible."));
    noted.await.unwrap();
    assert!(scene.app.mails().await.is_empty(), "a note is nobody's business");
    scene.answers(number, "Bonjour,\nquelle imprimante ?", CaseState::Waiting).await.unwrap();
    let mails = scene.app.mails().await;
    let mut to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [LEA, MAX]);
    assert!(mails[0].content.text.contains("quelle imprimante ?"), "{}", mails[0].content.text);
    let page = format!("/accounts/{}/cases/{number}", scene.account);
    assert!(mails[0].content.text.contains(&page), "{}", mails[0].content.text);
    scene.leaves(max).await;
    scene.app.mails().await;
    scene.answers(number, "Encore une chose.", CaseState::Waiting).await.unwrap();
    let mails = scene.app.mails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [LEA], "who has left gets nothing");
    scene.replies(number, "Une Brouillard 300.").await.unwrap();
    assert_eq!(scene.app.mails().await[0].to.as_str(), AGENT, "the agent who answered cares for it");
    let seen = scene.case(viewer, number).await.unwrap();
    assert!(seen.lines.iter().all(|line| line.kind.is_public() && !line.body.contains("pénible")));
    let staffs = scene.case(Viewer::Staff, number).await.unwrap();
    assert!(staffs.lines.iter().any(|line| line.body.contains("pénible")));
}

#[db_test(schema())]
async fn what_is_solved_is_closed_by_itself_and_opened_again_for_a_while(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    scene.answers(number, "Voilà.", CaseState::Solved).await.unwrap();
    let closes = || async {
        let closed = scene.app.run(Author::System("test"), |tx, ctx| Ok::<_, Failed<()>>(close_solved(tx, ctx)?));
        closed.await.unwrap()
    };
    scene.app.pass(SignedDuration::from_hours(24 * 6));
    assert_eq!(closes().await, 0);
    scene.app.pass(SignedDuration::from_hours(25));
    assert_eq!(closes().await, 1);
    assert_eq!(scene.staffs(number).await.state, CaseState::Closed);
    assert_eq!(closes().await, 0);
    scene.app.pass(SignedDuration::from_hours(24 * 20));
    scene.replies(number, "Cela recommence.").await.unwrap();
    let again = scene.staffs(number).await;
    assert_eq!((again.state, again.ended_at), (CaseState::Open, None));
    let (lea, viewer) = (scene.lea, scene.as_member(scene.lea));
    let closed = || scene.app.run(Author::Person(lea), move |tx, ctx| close_by_customer(tx, ctx, viewer, lea, number));
    closed().await.unwrap();
    assert_eq!(closed().await, Err(CaseRefusal::Closed));
    scene.app.pass(SignedDuration::from_hours(24 * 31));
    assert_eq!(scene.replies(number, "Trop tard ?").await, Err(CaseRefusal::TooLate));
}

#[db_test(schema())]
async fn a_merged_case_goes_on_in_the_other(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.goes_to(FRIDAY);
    let first = scene.opens(scene.asked("A")).await.unwrap();
    let due = scene.staffs(first).await.promised();
    scene.goes_to("2027-01-11T10:00");
    let max = scene.max;
    let second = scene.opens(NewCase { requester: max, ..scene.asked("B") }).await.unwrap();
    let agent = scene.agent;
    let merges = |one: CaseNumber, into: CaseNumber| {
        scene.app.run(Author::Staff(agent), move |tx, ctx| merge(tx, ctx, agent, one, into))
    };
    assert_eq!(merges(first, first).await, Err(CaseRefusal::NotMergeable));
    let alone = NewCase { account: None, ..scene.asked("C") };
    let alone = scene.opens(alone).await.unwrap();
    assert_eq!(merges(first, alone).await, Err(CaseRefusal::NotMergeable), "another customer's");
    merges(first, second).await.unwrap();
    let (gone, kept) = (scene.staffs(first).await, scene.staffs(second).await);
    assert_eq!((gone.state, gone.merged_into, gone.promised()), (CaseState::Closed, Some(second), None));
    assert_eq!(kept.promised(), due, "owed by the earlier moment");
    let urgent = scene.opens(NewCase { priority: Priority::Urgent, ..scene.asked("Tout est bloqué") }).await.unwrap();
    let sooner = scene.staffs(urgent).await.promised();
    assert!(sooner < due, "{sooner:?}");
    merges(urgent, second).await.unwrap();
    let after = scene.staffs(second).await;
    assert_eq!((after.promised(), after.owed_since), (sooner, kept.owed_since), "asked later, promised sooner");
    assert!(scene.case(scene.as_member(scene.lea), second).await.is_some(), "who asked sees where it goes on");
    assert_eq!(scene.replies(first, "Ici ?").await, Err(CaseRefusal::Merged));
    assert_eq!(scene.answers(first, "Ici ?", CaseState::Waiting).await, Err(CaseRefusal::Merged));
    assert_eq!(merges(second, first).await, Err(CaseRefusal::NotMergeable));
}

#[db_test(schema())]
async fn only_who_answers_cases_is_given_one(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let agent = scene.agent;
    let gives =
        |to: Option<PersonId>| scene.app.run(Author::Staff(agent), move |tx, ctx| assign(tx, ctx, agent, number, to));
    assert_eq!(gives(Some(scene.lea)).await, Err(CaseRefusal::NotStaff));
    gives(Some(agent)).await.unwrap();
    assert_eq!(scene.staffs(number).await.assignee, Some(agent));
    gives(None).await.unwrap();
    assert_eq!(scene.staffs(number).await.assignee, None);
}

#[db_test(schema())]
async fn who_answers_cases_no_more_is_told_of_none(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let agent = scene.agent;
    scene.app.run(Author::Staff(agent), move |tx, ctx| assign(tx, ctx, agent, number, Some(agent))).await.unwrap();
    scene.app.mails().await;
    scene.replies(number, "Encore là ?").await.unwrap();
    assert!(scene.app.mail_to(AGENT).await.content.text.contains("Encore là ?"));
    let moved = scene.app.run(Author::System("test"), move |tx, ctx| {
        let other = StaffPermissions::of(&[StaffPermission::CustomerService]);
        people::service::set_staff(tx, ctx, agent, other).map_err(|_| Failed::Refused(()))
    });
    moved.await.unwrap();
    scene.replies(number, "Un secret.").await.unwrap();
    assert!(scene.app.mails().await.iter().all(|mail| mail.to.as_str() != AGENT), "though the case is still assigned");
}

#[db_test(schema())]
async fn an_account_has_the_level_that_it_was_given(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.goes_to(FRIDAY);
    let (account, agent) = (scene.account, scene.agent);
    let fast = Level {
        id: LevelId::from_raw(77),
        name: "Prioritaire".into(),
        name_en: "Priority".into(),
        low: 480,
        normal: 60,
        high: 30,
        urgent: 15,
        callers: 3,
        others: true,
        place: 9,
    };
    let set = fast.clone();
    let saved = scene.app.run(Author::Staff(agent), move |tx, ctx| {
        save_level(tx, ctx, &set)?;
        give_level(tx, ctx, account, set.id)
    });
    saved.await.unwrap();
    let unknown =
        scene.app.run(Author::Staff(agent), move |tx, ctx| give_level(tx, ctx, account, LevelId::from_raw(5))).await;
    assert_eq!(unknown, Err(LevelRefusal::Unknown));
    assert_eq!(scene.app.read(move |read| level_of(read, Some(account))).await, fast);
    assert_eq!(scene.app.read(|read| level_of(read, None)).await.name, "Standard");
    let number = scene.opens(scene.asked("A")).await.unwrap();
    assert_eq!(scene.staffs(number).await.promised(), Some(paris("2027-01-08T17:00")));
}

#[db_test(schema())]
async fn programs_hear_of_cases_and_never_what_was_written(test: TestDb) {
    let scene = Scene::new(test).await;
    let form = webhooks::EndpointForm {
        url: "https://a.example/".into(),
        description: String::new(),
        kinds: webhooks::Kinds::all(),
    };
    scene.app.run(Author::Staff(scene.agent), move |tx, ctx| webhooks::register(tx, ctx, &form)).await.unwrap();
    let number = scene.opens(scene.asked("A")).await.unwrap();
    scene.answers(number, "Voilà.", CaseState::Waiting).await.unwrap();
    let agent = scene.agent;
    scene.app.run(Author::Staff(agent), move |tx, ctx| close(tx, ctx, agent, number)).await.unwrap();
    let now = scene.app.test.clock.now();
    let bodies = scene.app.read(move |read| {
        let filter = webhooks::DeliveryFilter::default();
        let page = webhooks::deliveries(read, &filter, None, kit_core::PageSize::default())?;
        page.rows
            .iter()
            .rev()
            .map(|one| Ok(webhooks::story(read, one.id, now)?.unwrap().body))
            .collect::<Result<Vec<String>, kit_db::DbError>>()
    });
    let bodies = bodies.await;
    let mut kinds: Vec<String> = bodies
        .iter()
        .map(|body| serde_json::from_str::<serde_json::Value>(body).unwrap()["type"].as_str().unwrap().to_owned())
        .collect();
    kinds.sort();
    assert_eq!(kinds, ["case.answered", "case.closed", "case.opened"]);
    assert!(bodies.iter().all(|body| !body.contains("blanc") && !body.contains("Voilà")));
}

#[db_test(schema())]
async fn nobody_writes_more_than_a_hundred_messages_a_day(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let (lea, viewer) = (scene.lea, scene.as_member(scene.lea));
    // What opened the case was the first one.
    let many = scene.app.run(Author::Person(lea), move |tx, ctx| {
        (1..MOST_MESSAGES_A_DAY).try_for_each(|_| reply(tx, ctx, viewer, lea, number, "x").map(drop))
    });
    many.await.unwrap();
    assert_eq!(scene.replies(number, "Encore.").await, Err(CaseRefusal::TooManyMessages));
    scene.answers(number, "Voilà.", CaseState::Waiting).await.unwrap();
    scene.app.pass(SignedDuration::from_hours(25));
    assert_eq!(scene.replies(number, "Encore.").await, Ok(()));
}

#[db_test(schema())]
async fn a_long_conversation_is_read_a_part_at_a_time(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let (agent, lea, viewer) = (scene.agent, scene.lea, scene.as_member(scene.lea));
    let written = scene.app.run(Author::Person(lea), move |tx, ctx| {
        for count in 2..=60 {
            reply(tx, ctx, viewer, lea, number, format!("Message {count}.").as_str())?;
            note(tx, ctx, agent, number, format!("Note {count}.").as_str())?;
        }
        Ok::<_, Failed<CaseRefusal>>(())
    });
    written.await.unwrap();
    let found = scene.case(viewer, number).await.unwrap();
    let bodies: Vec<&str> = found.lines.iter().map(|line| line.body.as_str()).collect();
    assert_eq!((bodies.len(), bodies[0], bodies[49]), (LINES_AT_ONCE, "Message 11.", "Message 60."));
    let before = found.earlier;
    let earlier = scene.app.read(move |read| case_before(read, viewer, number, before)).await.unwrap();
    let bodies: Vec<&str> = earlier.lines.iter().map(|line| line.body.as_str()).collect();
    assert_eq!(
        (bodies.len(), bodies[0], bodies[9], earlier.earlier),
        (10, "Le plan reste blanc.", "Message 10.", None)
    );
    let staffs = scene.case(Viewer::Staff, number).await.unwrap();
    let bodies: Vec<&str> = staffs.lines.iter().map(|line| line.body.as_str()).collect();
    assert_eq!((bodies.len(), bodies[0], bodies[49]), (LINES_AT_ONCE, "Message 36.", "Note 60."));
    let mut client = scene.signed_in(lea).await;
    let path = format!("/accounts/{}/cases/{number}", scene.account);
    let page = client.get(&path).await;
    let link = format!("{path}?before={}", before.unwrap());
    assert!(page.says("Message 60.") && !page.says("Message 10.") && page.says(&link), "{}", page.text());
    assert!(page.says("Montrer les messages précédents") && !page.says("Revenir"));
    let page = client.get(&link).await;
    assert!(page.says("Message 10.") && !page.says("Message 11.") && page.says("Revenir aux derniers messages"));
    assert!(!page.says("Montrer les messages"), "there is nothing before");
    assert!(client.get(&format!("{path}?before=x")).await.says("Message 60."), "what is no place is none");
    let mut agent = scene.signed_in(agent).await;
    let page = agent.get(&format!("/staff/cases/{number}")).await;
    assert!(page.says("Note 60.") && !page.says("Note 35.") && page.says("?before="), "{}", page.text());
}

/// What customers are not to see is left out by the query that reads a part of a conversation; it knows all kinds of lines.
#[db_test(schema())]
async fn customers_read_the_lines_of_public_kinds(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let lea = scene.lea;
    let written = scene.app.run(Author::System("test"), move |tx, _| {
        for (place, kind) in LineKind::ALL.into_iter().enumerate() {
            let seq = place as i64 + 2;
            tx.exec(&ADD_ANY, &[&number, &seq, &lea, &kind])?;
        }
        Ok::<_, Failed<CaseRefusal>>(())
    });
    written.await.unwrap();
    let kinds = async |viewer| {
        let found = scene.case(viewer, number).await.unwrap();
        found.lines.iter().skip(1).map(|line| line.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(Viewer::Staff).await, LineKind::ALL);
    let public: Vec<LineKind> = LineKind::ALL.into_iter().filter(|kind| kind.is_public()).collect();
    assert_eq!(kinds(scene.as_member(lea)).await, public);
}
