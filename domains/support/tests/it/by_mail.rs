//! Answers by mail, from the server's words to the conversation.

use std::sync::Arc;

use jiff::SignedDuration;
use kit_core::{Author, PersonId};
use kit_db::Failed;
use kit_mail::{Email, Mail};
use kit_mail_in::{Desk, Verdict, read};
use kit_testkit::{REPLY_ADDRESS, TestApp, TestDb, db_test};
use publisher::ReplyTo;
use support::*;

use crate::scene::{AGENT, LEA, MAX, Scene, modules, schema};

/// Hands a mail over.
async fn hand(scene: &Scene, sender: &str, to: &str, mail: &str) -> Verdict {
    let intake = Intake::of(&scene.app.app).expect("mail comes in");
    match intake.knows(to).await {
        Verdict::Taken => match read(mail.as_bytes(), !sender.is_empty()) {
            Ok(letter) => intake.take(to, Arc::new(letter)).await,
            Err(why) => intake.unreadable(why),
        },
        refused => refused,
    }
}

/// A mail of Léa's.
fn mail(id: &str, head: &str, body: &str) -> String {
    format!("From: Léa <{LEA}>\r\nMessage-ID: <{id}@plan.example>\r\n{head}\r\n{body}\r\n")
}

fn never(verdict: &Verdict, words: &str) -> bool {
    matches!(verdict, Verdict::Never(why) if why.contains(words) && why.contains("http://guichet.test/"))
}

/// Where this mail is answered.
fn reply_to(mail: &Mail) -> String {
    mail.thread.as_ref().and_then(|thread| thread.reply_to.as_ref()).expect("it can be answered").to_string()
}

fn address(scene: &Scene, side: MailSide, number: CaseNumber, person: PersonId) -> String {
    let known = [(scene.lea, LEA), (scene.max, MAX), (scene.agent, AGENT)];
    let (_, email) = known.into_iter().find(|(one, _)| *one == person).unwrap();
    address_for(scene, side, number, (person, email))
}

/// The address in a mail that goes there now.
fn address_for(scene: &Scene, side: MailSide, number: CaseNumber, (person, email): (PersonId, &str)) -> String {
    let (base, reader) = (Email::parse(REPLY_ADDRESS).unwrap(), Email::parse(email).unwrap());
    let reply = ReplyTo { side: side.sign(), row: number.raw(), person };
    let (keys, now) = (&scene.app.app.keys, scene.app.test.clock.now());
    reply.address(keys, &base, &reader, now).unwrap().to_string()
}

/// How many files stand in the folder.
async fn standing(scene: &Scene) -> usize {
    let mut count = 0;
    for shelf in 0..=255 {
        count += scene.app.app.files.on_shelf(shelf).await.unwrap().len();
    }
    count
}

/// A mail with files.
fn with_files(id: &str, from: &str, files: &[(&str, &str)]) -> String {
    let part = |(name, content): &(&str, &str)| {
        format!(
            "--b\r\nContent-Type: application/octet-stream; name=\"{name}\"\r\nContent-Disposition: attachment\r\n\r\n{content}\r\n"
        )
    };
    let body = format!("{}--b--", files.iter().map(part).collect::<String>());
    mail(id, "Content-Type: multipart/mixed; boundary=b\r\n", &body).replace(LEA, from)
}

async fn lines(scene: &Scene, number: CaseNumber) -> Vec<Line> {
    scene.case(Viewer::Staff, number).await.unwrap().lines
}

#[db_test(schema())]
async fn an_answer_by_mail_is_a_message_of_whoever_was_mailed(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    scene.app.mails().await;
    scene.answers(number, "Quelle version ?", CaseState::Waiting).await.unwrap();
    let asked = scene.app.mail_to(LEA).await;
    let to = reply_to(&asked);
    assert_eq!(to, address(&scene, MailSide::Customer, number, scene.lea));
    assert!(asked.content.text.starts_with("— Répondez au-dessus de cette ligne —\n\n"), "{}", asked.content.text);
    assert!(asked.content.html.contains("Répondez au-dessus de cette ligne"));
    let quoted = asked.content.text.lines().map(|line| format!("> {line}\r\n")).collect::<String>();
    let body = format!("La 3.2.\r\n\r\nLe 3 nov. 2026 à 10:12, Trame <a@b.fr> a écrit :\r\n{quoted}");
    let answer = mail("1", "Subject: Re: x\r\nContent-Type: text/plain; charset=utf-8\r\n", &body);
    assert_eq!(hand(&scene, LEA, &to.to_uppercase(), &answer).await, Verdict::Taken);
    assert_eq!(hand(&scene, LEA, &to, &answer).await, Verdict::Taken, "the same mail comes again");
    let found = lines(&scene, number).await;
    let last = found.last().unwrap();
    assert_eq!((found.len(), last.body.as_str(), last.person), (3, "La 3.2.", Some(scene.lea)));
    assert_eq!((last.side, last.mailed.as_deref()), (LineSide::Customer, Some("")));
    assert_eq!(scene.staffs(number).await.state, CaseState::Open);
    let told = scene.app.mail_to(AGENT).await;
    assert!(told.content.text.contains("La 3.2."));
    assert_eq!(reply_to(&told), address(&scene, MailSide::Staff, number, scene.agent));
    let (first, second) = (asked.thread.unwrap().topic, told.thread.unwrap().topic);
    assert_eq!(first, second, "mail programs put them together");

    let mut lea = scene.signed_in(scene.lea).await;
    let page = lea.get(&format!("/accounts/{}/cases/{number}", scene.account)).await;
    assert!(page.says("par e-mail"), "{}", page.text());
}

#[db_test(schema())]
async fn what_comes_from_another_address_is_a_note_that_no_customer_reads(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    scene.answers(number, "Quelle version ?", CaseState::Waiting).await.unwrap();
    scene.app.mails().await;
    let to = address(&scene, MailSide::Customer, number, scene.lea);
    // Léa has signed up elsewhere with her address for answers; what proves there that the mailbox is hers goes to the staff alone.
    let elsewhere = |id: &str| {
        let from = "registration@elsewhere.example";
        with_files(id, from, &[("code.txt", "471100")])
            .replace("\r\n\r\n--b", "\r\n\r\n--b\r\n\r\nYour code is 471100.\r\n--b")
    };
    assert_eq!(hand(&scene, "registration@elsewhere.example", &to, &elsewhere("1")).await, Verdict::Taken);
    let found = lines(&scene, number).await;
    let last = found.last().unwrap();
    assert_eq!((last.kind, last.mailed.as_deref()), (LineKind::Note, Some("registration@elsewhere.example")));
    assert!(last.body.starts_with("Your code is 471100.") && last.body.contains("code.txt"), "{}", last.body);
    assert_eq!(standing(&scene).await, 0, "its files are not kept");
    let case = scene.staffs(number).await;
    assert_eq!((case.state, case.promised().is_some()), (CaseState::Waiting, true), "only staff has something to do");
    let told = scene.app.mails().await;
    assert!(told.iter().all(|mail| mail.to.as_str() == AGENT), "of the customers nobody is told");
    let heard = told.iter().find(|mail| mail.content.text.contains("471100")).expect("the agent is");
    assert!(heard.content.subject.ends_with("message d’une autre adresse que celle de Léa Petit"));
    assert!(heard.content.text.contains("Reçu de registration@elsewhere.example"), "{}", heard.content.text);
    let mut lea = scene.signed_in(scene.lea).await;
    let page = lea.get(&format!("/accounts/{}/cases/{number}", scene.account)).await;
    assert!(!page.says("471100") && !page.says("registration@elsewhere.example"), "{}", page.text());
    assert!(!page.says("Réponse avant"), "nothing is promised: {}", page.text());
    let list = lea.get(&format!("/accounts/{}/cases", scene.account)).await;
    assert!(list.says("data-label=\"Réponse avant\"></td>"), "nor here: {}", list.text());
    let mut agent = scene.signed_in(scene.agent).await;
    let page = agent.get(&format!("/staff/cases/{number}")).await;
    assert!(page.says("471100") && page.says("depuis une autre adresse que la sienne"), "{}", page.text());
    // Nor does she get it with the copy of what is kept about her.
    let kept = support::module().personal.into_iter().find(|kept| kept.name == "support.messages").unwrap();
    let (rows, lea) = (kept.rows, scene.lea);
    let subject = scene.app.read(move |read| people::service::subject(read, lea)).await.unwrap();
    let copy = scene.app.read(move |read| rows(read, &subject, None)).await;
    assert_eq!(copy.rows.len(), 1, "what she asked");
    // Who names no sender is a stranger as well.
    let unnamed = mail("2", "", "x").replace(&format!("From: Léa <{LEA}>\r\n"), "");
    assert_eq!(hand(&scene, LEA, &to, &unnamed).await, Verdict::Taken);
    assert_eq!(lines(&scene, number).await.last().unwrap().kind, LineKind::Note);
}

#[db_test(schema())]
async fn what_a_stranger_writes_waits_for_staff_that_answers_or_notes(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    let to = address(&scene, MailSide::Customer, number, scene.lea);
    let alias = |id: &str| mail(id, "", "Toujours blanc.").replace(LEA, "lea@alias.example");
    let is_owed = async || scene.staffs(number).await.owed_since.is_some();
    scene.answers(number, "Réparé.", CaseState::Solved).await.unwrap();
    assert_eq!(hand(&scene, "lea@alias.example", &to, &alias("1")).await, Verdict::Taken);
    assert!(is_owed().await);
    let closes = || async {
        let closed = scene.app.run(Author::System("test"), |tx, ctx| Ok::<_, Failed<()>>(close_solved(tx, ctx)?));
        closed.await.unwrap()
    };
    scene.app.pass(SignedDuration::from_hours(24 * 31));
    assert_eq!(closes().await, 0, "it is not closed over what nobody has read");
    // What comes to the agent's address from elsewhere is no proof that staff has.
    let agents = address(&scene, MailSide::Staff, number, scene.agent);
    assert_eq!(hand(&scene, "lea@alias.example", &agents, &alias("2")).await, Verdict::Taken);
    assert!(is_owed().await);
    let agent = scene.agent;
    let notes =
        || scene.app.run(Author::Staff(agent), move |tx, ctx| note(tx, ctx, agent, number, "Déjà répondu.").map(drop));
    notes().await.unwrap();
    assert!(!is_owed().await);
    assert_eq!(closes().await, 1);
    assert_eq!(hand(&scene, "lea@alias.example", &to, &alias("3")).await, Verdict::Taken);
    let case = scene.staffs(number).await;
    assert_eq!((case.state, case.owed_since.is_some()), (CaseState::Closed, true), "nothing is lost");
    scene.answers(number, "Et maintenant ?", CaseState::Waiting).await.unwrap();
    assert!(!is_owed().await);
    scene.replies(number, "Merci, presque.").await.unwrap();
    notes().await.unwrap();
    assert!(is_owed().await, "who waits gets an answer, and no note");
}

#[db_test(schema())]
async fn what_others_send_takes_nothing_from_the_persons_own(test: TestDb) {
    let scene = Scene::new(test).await;
    let (first, second) = (scene.opens(scene.asked("A")).await.unwrap(), scene.opens(scene.asked("B")).await.unwrap());
    let to = |number| address(&scene, MailSide::Customer, number, scene.lea);
    let other = |id: &str| mail(id, "", "x").replace(LEA, "x@elsewhere.example");
    let machine = |id: &str| mail(id, "Auto-Submitted: auto-replied\r\n", "Absente");
    for count in 0..5 {
        let (one, two) = (other(&format!("o{count}")), machine(&format!("m{count}")));
        assert_eq!(hand(&scene, "x@elsewhere.example", &to(first), &one).await, Verdict::Taken);
        assert_eq!(hand(&scene, LEA, &to(first), &two).await, Verdict::Taken);
    }
    let before = lines(&scene, first).await.len();
    assert_eq!(before, 11);
    assert!(never(&hand(&scene, "x@elsewhere.example", &to(first), &other("o5")).await, "Trop de messages"));
    assert_eq!(hand(&scene, LEA, &to(first), &machine("m5")).await, Verdict::Taken, "and dropped");
    assert_eq!(lines(&scene, first).await.len(), before);
    assert_eq!(hand(&scene, "x@elsewhere.example", &to(second), &other("o6")).await, Verdict::Taken);
    assert_eq!(hand(&scene, LEA, &to(first), &mail("own", "", "x")).await, Verdict::Taken);
    scene.app.pass(SignedDuration::from_hours(25));
    assert_eq!(hand(&scene, "x@elsewhere.example", &to(first), &other("o5")).await, Verdict::Taken);
}

#[db_test(schema())]
async fn staff_reads_who_wrote(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    let (lea, max, viewer) = (scene.lea, scene.max, scene.as_member(scene.lea));
    scene.app.run(Author::Person(lea), move |tx, ctx| watch(tx, ctx, viewer, number, max)).await.unwrap();
    scene.answers(number, "Quelle version ?", CaseState::Waiting).await.unwrap();
    let to = address(&scene, MailSide::Customer, number, max);
    assert_eq!(hand(&scene, MAX, &to, &mail("1", "", "La 3.2.").replace(LEA, MAX)).await, Verdict::Taken);
    let told = scene.app.mail_to(AGENT).await;
    assert!(told.content.subject.ends_with("message de Max Petit"), "{}", told.content.subject);
}

#[db_test(schema())]
async fn an_address_ends(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    let words = mail("1", "", "x");
    let before = address_for(&scene, MailSide::Customer, number, (scene.lea, "lea@before.example"));
    assert!(
        never(&hand(&scene, LEA, &before, &words).await, "ne prend pas"),
        "it went to a mailbox that is hers no more"
    );
    let to = address(&scene, MailSide::Customer, number, scene.lea);
    assert_eq!(hand(&scene, LEA, &to, &words).await, Verdict::Taken);
    scene.app.pass(SignedDuration::from_hours(24 * 400));
    scene.answers(number, "Encore là ?", CaseState::Waiting).await.unwrap();
    assert!(never(&hand(&scene, LEA, &to, &mail("2", "", "x")).await, "ne prend pas"), "a year is over");
    let fresh = address(&scene, MailSide::Customer, number, scene.lea);
    assert_eq!(hand(&scene, LEA, &fresh, &mail("2", "", "x")).await, Verdict::Taken);
}

#[db_test(schema())]
async fn of_what_is_not_taken_no_file_is_kept(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let set = |settings: Settings| {
        scene.app.run(Author::System("test"), move |tx, ctx| Ok::<_, Failed<()>>(save_settings(tx, ctx, &settings)?))
    };
    set(Settings { file_mb: 1, account_mb: 1, ..Settings::default() }).await.unwrap();
    let to = |person| address(&scene, MailSide::Customer, number, person);
    let half = "a".repeat(600 << 10);
    let large = with_files("1", LEA, &[("a.txt", half.as_str()), ("b.txt", half.as_str())]);
    assert!(never(&hand(&scene, LEA, &to(scene.lea), &large).await, "toute la place"));
    let one = with_files("2", LEA, &[("a.txt", "x")]);
    assert!(never(&hand(&scene, MAX, &to(scene.max), &one.replace(LEA, MAX)).await, "ne prend pas"));
    assert_eq!(standing(&scene).await, 0);
    // Many files that hold nothing take room as well.
    for count in 0..25 {
        let ten: Vec<(String, &str)> = (0..10).map(|n| (format!("{n}.txt"), "")).collect();
        let ten: Vec<(&str, &str)> = ten.iter().map(|(name, content)| (name.as_str(), *content)).collect();
        let said = hand(&scene, LEA, &to(scene.lea), &with_files(&format!("n{count}"), LEA, &ten)).await;
        assert_eq!(said, Verdict::Taken, "{count}");
    }
    let more: Vec<(&str, &str)> = vec![("a.txt", "x"); 7];
    assert!(never(&hand(&scene, LEA, &to(scene.lea), &with_files("last", LEA, &more)).await, "toute la place"));
    assert_eq!(standing(&scene).await, 250, "256 of them fill a megabyte");
}

#[db_test(schema())]
async fn a_machine_says_nothing_in_a_case_that_the_person_does_not_see(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    let to = address(&scene, MailSide::Customer, number, scene.max);
    let absent = mail("1", "Auto-Submitted: auto-replied\r\n", "Je reviens lundi.").replace(LEA, MAX);
    assert_eq!(hand(&scene, MAX, &to, &absent).await, Verdict::Taken, "and is not answered either");
    assert_eq!(lines(&scene, number).await.len(), 1);
}

#[db_test(schema())]
async fn who_may_not_write_is_told_what_to_do(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    let to = |person| address(&scene, MailSide::Customer, number, person);
    let words = mail("1", "", "x");
    for stranger in [
        REPLY_ADDRESS.to_owned(),
        to(scene.lea).replacen("+c", "+x", 1),
        to(scene.lea).replacen(&scene.lea.to_string(), &scene.max.to_string(), 1),
        "lea@plan.example".to_owned(),
    ] {
        assert!(never(&hand(&scene, LEA, &stranger, &words).await, "ne prend pas de message"), "{stranger}");
    }
    assert!(never(&hand(&scene, LEA, &to(scene.max), &words).await, "ne prend pas"), "Max does not see the case");
    let staff = address(&scene, MailSide::Staff, number, scene.max);
    assert!(never(&hand(&scene, LEA, &staff, &words).await, "ne prend pas"), "Max is not of the staff");
    assert!(never(&hand(&scene, LEA, &to(scene.lea), &mail("2", "", "")).await, "vide"));
    assert!(never(&hand(&scene, LEA, &to(scene.lea), "").await, "illisible"));
    assert_eq!(lines(&scene, number).await.len(), 1);
    for count in 0..50 {
        assert_eq!(hand(&scene, LEA, &to(scene.lea), &mail(&format!("n{count}"), "", "x")).await, Verdict::Taken);
    }
    assert!(never(&hand(&scene, LEA, &to(scene.lea), &mail("n50", "", "x")).await, "Trop de messages"));
    scene.app.pass(SignedDuration::from_hours(25));
    assert_eq!(hand(&scene, LEA, &to(scene.lea), &mail("n50", "", "x")).await, Verdict::Taken);
    scene.answers(number, "Voilà.", CaseState::Solved).await.unwrap();
    scene.app.pass(SignedDuration::from_hours(24 * 31));
    assert!(never(&hand(&scene, LEA, &to(scene.lea), &mail("late", "", "x")).await, "trop longtemps"));
    scene.leaves(scene.lea).await;
    assert!(never(&hand(&scene, LEA, &to(scene.lea), &mail("gone", "", "x")).await, "ne prend pas"));
}

#[db_test(schema())]
async fn machines_are_never_answered(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    scene.answers(number, "Quelle version ?", CaseState::Waiting).await.unwrap();
    scene.app.mails().await;
    let to = address(&scene, MailSide::Customer, number, scene.lea);
    let absent = mail("1", "Auto-Submitted: auto-replied\r\nSubject: Absente\r\n", "Je reviens lundi.");
    assert_eq!(hand(&scene, LEA, &to, &absent).await, Verdict::Taken);
    assert_eq!(hand(&scene, "", &to, &mail("2", "", "Could not be delivered")).await, Verdict::Taken);
    let loops = mail("3", "X-Loop: http://guichet.test\r\n", "x");
    assert_eq!(hand(&scene, LEA, &to, &loops).await, Verdict::Taken);
    let found = lines(&scene, number).await;
    let kinds: Vec<LineKind> = found.iter().skip(2).map(|line| line.kind).collect();
    assert_eq!(kinds, [LineKind::Automatic, LineKind::Automatic], "what came back to us is dropped");
    let case = scene.staffs(number).await;
    assert_eq!((case.state, case.promised()), (CaseState::Waiting, None), "nobody is owed anything for it");
    assert!(scene.app.mails().await.is_empty(), "and nobody hears of it");
    let seen = scene.case(scene.as_member(scene.lea), number).await.unwrap();
    assert!(seen.lines.iter().all(|line| line.kind != LineKind::Automatic));
    let mut agent = scene.signed_in(scene.agent).await;
    assert!(agent.get(&format!("/staff/cases/{number}")).await.says("Je reviens lundi."));
    // Who has left is answered by nobody either, not even with a refusal.
    scene.leaves(scene.lea).await;
    assert_eq!(hand(&scene, LEA, &to, &mail("4", "Precedence: bulk\r\n", "x")).await, Verdict::Taken);
    assert_eq!(lines(&scene, number).await.len(), 4);
}

#[db_test(schema())]
async fn files_of_mails_join_the_case(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    let to = address(&scene, MailSide::Customer, number, scene.lea);
    let head = "Content-Type: multipart/mixed; boundary=b\r\n";
    let part = |name: &str, content: &str| {
        format!(
            "--b\r\nContent-Type: application/octet-stream; name=\"{name}\"\r\nContent-Disposition: attachment\r\n\r\n{content}\r\n"
        )
    };
    let body = format!("{}{}--b--", part("../plan.txt", "Plan"), part("a.exe", "MZ.."));
    assert_eq!(hand(&scene, LEA, &to, &mail("1", head, &body)).await, Verdict::Taken);
    let found = scene.case(scene.as_member(scene.lea), number).await.unwrap();
    assert_eq!(found.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["plan.txt"]);
    let last = found.lines.last().unwrap();
    assert_eq!(last.body, "[plan.txt]\n\n[Fichier non repris\u{a0}: a.exe]");
    assert_eq!(check_files(&scene.app.test.db, &scene.app.app.files).await.unwrap(), []);
    // The same mail again leaves no file behind.
    assert_eq!(hand(&scene, LEA, &to, &mail("1", head, &body)).await, Verdict::Taken);
    assert_eq!(standing(&scene).await, 1);
}

#[db_test(schema())]
async fn what_staff_mails_stays_with_the_staff_unless_the_publisher_lets_it_out(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Le plan")).await.unwrap();
    scene.answers(number, "Je regarde.", CaseState::Open).await.unwrap();
    scene.replies(number, "Merci.").await.unwrap();
    let told = scene.app.mail_to(AGENT).await;
    let to = reply_to(&told);
    let words = |id| mail(id, "", "Voir la 3.3.").replace(LEA, AGENT);
    assert_eq!(hand(&scene, AGENT, &to, &words("1")).await, Verdict::Taken);
    assert_eq!(lines(&scene, number).await.last().unwrap().kind, LineKind::Note);
    assert!(scene.app.mails().await.is_empty());
    // The agent's own files come along, those of others are named and not kept, though nobody counts what staff sends.
    assert_eq!(hand(&scene, AGENT, &to, &with_files("own", AGENT, &[("a.txt", "x")])).await, Verdict::Taken);
    assert_eq!(standing(&scene).await, 1);
    let elsewhere = "somebody@publisher.example";
    let files = with_files("files", elsewhere, &[("b.txt", "x")]);
    assert_eq!(hand(&scene, elsewhere, &to, &files).await, Verdict::Taken);
    let last = lines(&scene, number).await.pop().unwrap();
    assert!(last.kind == LineKind::Note && last.body.contains("b.txt"), "{}", last.body);
    assert_eq!(standing(&scene).await, 1);
    let set = scene.app.run(Author::System("test"), |tx, ctx| {
        Ok::<_, Failed<()>>(save_settings(tx, ctx, &Settings { staff_by_mail: true, ..Settings::default() })?)
    });
    set.await.unwrap();
    assert_eq!(hand(&scene, AGENT, &to, &words("2")).await, Verdict::Taken);
    let last = lines(&scene, number).await.pop().unwrap();
    assert_eq!((last.kind, last.side, last.person), (LineKind::Message, LineSide::Staff, Some(scene.agent)));
    let other = words("other").replace(AGENT, "somebody@publisher.example");
    assert_eq!(hand(&scene, AGENT, &to, &other).await, Verdict::Taken);
    assert_eq!(lines(&scene, number).await.pop().unwrap().kind, LineKind::Note, "from elsewhere it never goes out");
    assert!(scene.app.mail_to(LEA).await.content.text.contains("Voir la 3.3."));
    let agent = scene.agent;
    let dismissed = scene.app.run(Author::System("test"), move |tx, ctx| {
        people::service::set_staff(tx, ctx, agent, kit_web::StaffPermissions::NONE).map_err(|_| Failed::Refused(()))
    });
    dismissed.await.unwrap();
    assert!(never(&hand(&scene, AGENT, &to, &words("3")).await, "ne prend pas"), "who is no agent any more");
}

#[db_test(schema())]
async fn an_answer_follows_its_case_into_another(test: TestDb) {
    let scene = Scene::new(test).await;
    let (first, second) = (scene.opens(scene.asked("A")).await.unwrap(), scene.opens(scene.asked("B")).await.unwrap());
    let to = address(&scene, MailSide::Customer, first, scene.lea);
    let agent = scene.agent;
    scene.app.run(Author::Staff(agent), move |tx, ctx| merge(tx, ctx, agent, first, second)).await.unwrap();
    assert_eq!(hand(&scene, LEA, &to, &mail("1", "", "La suite.")).await, Verdict::Taken);
    assert_eq!(lines(&scene, second).await.last().unwrap().body, "La suite.");
}

#[db_test(schema())]
async fn of_two_servers_with_one_mail_one_is_kept(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let to = address(&scene, MailSide::Customer, number, scene.lea);
    let words = mail("1", "", "Une fois.");
    let (one, other) = tokio::join!(hand(&scene, LEA, &to, &words), hand(&scene, LEA, &to, &words));
    assert_eq!((one, other), (Verdict::Taken, Verdict::Taken));
    assert_eq!(lines(&scene, number).await.iter().filter(|line| line.body == "Une fois.").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_fails_the_mail_server_keeps_the_mail() {
    let test = TestDb::sqlite(&schema()).await;
    // None of its tables is there.
    let away = TestDb::sqlite(&[]).await;
    let in_a_world = |world| kit_web::World { db: away.db.clone(), ..world };
    let app = TestApp::start_in(test, modules(), accounts::access::resolve, in_a_world).app;
    let reply = ReplyTo { side: 'c', row: 2_026_000_000_001, person: PersonId::from_raw(1) };
    let (base, lea) = (Email::parse(REPLY_ADDRESS).unwrap(), Email::parse(LEA).unwrap());
    let to = reply.address(&app.keys, &base, &lea, app.clock.now()).unwrap().to_string();
    assert!(matches!(Intake::of(&app).unwrap().knows(&to).await, Verdict::Later(_)));
    let words = Arc::new(read(mail("1", "", "x").as_bytes(), true).unwrap());
    let said = Intake::of(&app).unwrap().take(&to, words).await;
    assert!(matches!(said, Verdict::Later(_)), "{said:?}");
}
