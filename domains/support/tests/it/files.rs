//! Files of conversations: sent, seen, refused, erased.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use futures_util::stream::{self, StreamExt};
use http::{Request, StatusCode, header};
use jiff::SignedDuration;
use kit_core::{Author, PersonId};
use kit_files::{FileKey, Kept};
use kit_testkit::{Answer as Page, Client, TestDb, db_test};
use kit_web::{Erasure, Subject};
use support::*;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::scene::{Scene, schema};

/// A form with files, as a browser sends it.
async fn send(client: &mut Client, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Page {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    for (name, content) in files {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n");
        body.extend(format!("{head}Content-Type: text/html\r\n\r\n").into_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    let request = Request::builder().method("POST").uri(path).header("sec-fetch-site", "same-origin");
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    client.send(request.body(Body::from(body)).unwrap()).await
}

/// A form with a file that never ends, and how one hears that it is being read.
fn unending(client: &Client, path: &str) -> (JoinHandle<Page>, oneshot::Receiver<()>) {
    let begin = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nx";
    let (tell, told) = oneshot::channel();
    let rest = stream::once(async move {
        tell.send(()).unwrap();
        std::future::pending::<Result<Bytes, Infallible>>().await
    });
    let body = stream::iter([Ok::<_, Infallible>(Bytes::from(begin))]).chain(rest);
    let request = Request::builder().method("POST").uri(path).header("sec-fetch-site", "same-origin");
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    let request = request.body(Body::from_stream(body)).unwrap();
    let mut client = client.clone();
    (tokio::spawn(async move { client.send(request).await }), told)
}

async fn keep(scene: &Scene, name: &str, content: &[u8]) -> Kept {
    let app = &scene.app.app;
    let mut draft = app.files.begin(&app.random, name).await.unwrap();
    draft.write(content).await.unwrap();
    draft.finish().await.unwrap()
}

/// How many files stand in the folder.
async fn standing(scene: &Scene) -> usize {
    let mut count = 0;
    for shelf in 0..=255 {
        count += scene.app.app.files.on_shelf(shelf).await.unwrap().len();
    }
    count
}

#[db_test(schema())]
async fn who_sees_the_case_has_its_files_and_nobody_else(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut lea = scene.signed_in(scene.lea).await;
    let new = format!("/accounts/{}/cases/new", scene.account);
    let once = lea.get(&new).await.hidden("once").unwrap();
    let fields = [
        ("once", once.as_str()),
        ("subject", "Le plan"),
        ("priority", "normal"),
        ("sees", "own"),
        ("body", "Le voici."),
    ];
    let sent = send(&mut lea, &new, &fields, &[("../é plan<b>.png", b"\x89PNG\r\n\x1a\n<script>"), ("", b"")]).await;
    let case = sent.location().unwrap_or_else(|| panic!("{}", sent.text()));
    let number: CaseNumber = case.rsplit('/').next().unwrap().parse().unwrap();
    let page = lea.get(&case).await;
    assert!(page.says("é plan_b_.png") && page.says("1 Ko"), "{}", page.text());
    let found = scene.case(scene.as_member(scene.lea), number).await.unwrap();
    let path = format!("{case}/files/{}", found.files[0].id);
    assert!(page.says(&path));
    let file = lea.get(&path).await;
    assert_eq!(file.body, b"\x89PNG\r\n\x1a\n<script>");
    for (name, value) in [
        ("content-type", "application/octet-stream"),
        ("content-disposition", "attachment; filename=\"_ plan_b_.png\"; filename*=UTF-8''%C3%A9%20plan_b_.png"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("x-content-type-options", "nosniff"),
        ("content-length", "16"),
    ] {
        assert_eq!(file.header(name), value);
    }
    let mut max = scene.signed_in(scene.max).await;
    assert_eq!(max.get(&path).await.status, StatusCode::NOT_FOUND, "Max does not see the case");
    let own = format!("/me/cases/{number}/files/{}", found.files[0].id);
    assert_eq!(lea.get(&own).await.status, StatusCode::NOT_FOUND, "it is an account's");
    let mut agent = scene.signed_in(scene.agent).await;
    let staffs = format!("/staff/cases/{number}");
    assert_eq!(agent.get(&format!("{staffs}/files/{}", found.files[0].id)).await.status, StatusCode::OK);

    // A note's file is the staff's, an answer's everybody's.
    let once = agent.get(&staffs).await.hidden("once").unwrap();
    let note = [("once", once.as_str()), ("body", "Interne.")];
    send(&mut agent, &format!("{staffs}/note"), &note, &[("internal.txt", b"x")]).await;
    let once = agent.get(&staffs).await.hidden("once").unwrap();
    let answer = [("once", once.as_str()), ("body", "Voici."), ("then", "waiting")];
    send(&mut agent, &format!("{staffs}/answer"), &answer, &[("patch.zip", b"PK\x03\x04")]).await;
    let all = scene.case(Viewer::Staff, number).await.unwrap().files;
    let internal = all.iter().find(|file| file.name == "internal.txt").unwrap();
    assert_eq!(all.len(), 3);
    let page = lea.get(&case).await;
    assert!(page.says("patch.zip") && !page.says("internal"), "{}", page.text());
    assert_eq!(lea.get(&format!("{case}/files/{}", internal.id)).await.status, StatusCode::NOT_FOUND);
    assert!(agent.get(&staffs).await.says("internal.txt"));
    let mails = scene.app.mails().await;
    let told = mails.iter().find(|mail| mail.content.text.contains("Voici.")).unwrap();
    assert!(told.content.text.contains("[patch.zip]"), "{}", told.content.text);
    assert_eq!(check_files(&scene.app.test.db, &scene.app.app.files).await.unwrap(), []);
    scene.app.app.files.remove(internal.file).await.unwrap();
    let missing = vec![FileViolation::Missing(internal.id, internal.file)];
    assert_eq!(check_files(&scene.app.test.db, &scene.app.app.files).await.unwrap(), missing);
}

#[db_test(schema())]
async fn what_is_not_taken_is_told_and_leaves_nothing(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let set = |settings: Settings| {
        scene.app.run(Author::System("test"), move |tx, ctx| {
            Ok::<_, kit_db::Failed<CaseRefusal>>(save_settings(tx, ctx, &settings)?)
        })
    };
    set(Settings { file_mb: 1, account_mb: 1, file_kinds: vec!["text".into()], ..Settings::default() }).await.unwrap();
    let mut lea = scene.signed_in(scene.lea).await;
    let case = format!("/accounts/{}/cases/{number}", scene.account);
    let reply = format!("{case}/reply");
    let large = vec![b'a'; (1 << 20) + 1];
    let half = vec![b'a'; 600 << 10];
    for (body, files, expected) in [
        ("Voici.", vec![("a.png", &b"\x89PNG\r\n\x1a\n"[..])], "n’est pas d’un type accepté"),
        ("Voici.", vec![("a.txt", &b"MZ\x90\0"[..])], "n’est pas d’un type accepté"),
        (
            "Voici.",
            vec![("a.txt", &b"MZ\x90\0"[..]), ("x", b"x"), ("c.txt", b"MZ\x90\0")],
            "Le fichier c.txt n’est pas",
        ),
        ("Voici.", vec![("b.txt", &large[..]), ("a.txt", b"x")], "dépasse 1 Mo"),
        ("Voici.", vec![("a.txt", &b"x"[..]); 11], "10 fichiers au plus"),
        ("Voici.", vec![("a.txt", &half[..]), ("b.txt", &half)], "occupent toute la place"),
        (" ", vec![("a.txt", &b"x"[..])], "f-body-error"),
    ] {
        let once = lea.get(&case).await.hidden("once").unwrap();
        let page = send(&mut lea, &reply, &[("once", &once), ("body", body)], &files).await;
        assert!(page.status == 422 && page.says(expected), "{expected}: {} {}", page.status, page.text());
        assert!(page.says(body.trim()), "what was typed is kept");
        assert_eq!(standing(&scene).await, 0, "{expected}");
    }
    let once = lea.get(&case).await.hidden("once").unwrap();
    let fields = [("once", once.as_str()), ("body", "Voici.")];
    for _ in 0..2 {
        let page = send(&mut lea, &reply, &fields, &[("a.txt", b"x")]).await;
        assert_eq!(page.location(), Some(case.clone()));
        assert_eq!(standing(&scene).await, 1, "a form sent twice brings its file once");
    }
    // A new case as well, once as a whole and once at the same instant.
    let new = format!("/accounts/{}/cases/new", scene.account);
    let once = lea.get(&new).await.hidden("once").unwrap();
    let twice =
        [("once", once.as_str()), ("subject", "B"), ("priority", "normal"), ("sees", "own"), ("body", "Voici.")];
    let mut again = lea.clone();
    let files = [("a.txt", &b"x"[..])];
    let (one, other) = tokio::join!(send(&mut lea, &new, &twice, &files), send(&mut again, &new, &twice, &files));
    assert!(one.location().is_some() && one.location() == other.location(), "{:?}", one.location());
    assert_eq!(standing(&scene).await, 2, "one case, one file");
    assert_eq!(send(&mut lea, &new, &twice, &files).await.location(), one.location());
    assert_eq!(standing(&scene).await, 2);
    set(Settings { file_mb: 0, ..Settings::default() }).await.unwrap();
    assert!(!lea.get(&case).await.says("type=\"file\""), "where none are taken, none are asked for");
    let mut agent = scene.signed_in(scene.agent).await;
    let staffs = format!("/staff/cases/{number}");
    let once = agent.get(&staffs).await.hidden("once").unwrap();
    let page = send(&mut agent, &format!("{staffs}/note"), &[("once", &once), ("body", "x")], &[("a", b"x")]).await;
    assert_eq!(page.location().as_deref(), Some(staffs.as_str()));
    assert_eq!(standing(&scene).await, 2);
    // A stranger is turned away before anything is kept.
    let stranger = send(&mut scene.app.client(), &reply, &fields, &[("a.txt", b"x")]).await;
    assert!(stranger.location().is_some_and(|to| to.starts_with("/sign-in")));
    let mut max = scene.signed_in(scene.max).await;
    assert_eq!(send(&mut max, &reply, &fields, &[("a.txt", b"x")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(standing(&scene).await, 2);
}

#[db_test(schema())]
async fn nobody_fills_the_disk_with_forms_that_never_end(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let set = Settings { file_mb: 1, account_mb: 1, ..Settings::default() };
    let set = scene.app.run(Author::System("test"), move |tx, ctx| {
        Ok::<_, kit_db::Failed<CaseRefusal>>(save_settings(tx, ctx, &set)?)
    });
    set.await.unwrap();
    let (mut lea, mut admin) = (scene.signed_in(scene.lea).await, scene.signed_in(scene.admin).await);
    let reply = format!("/accounts/{}/cases/{number}/reply", scene.account);
    let mut forms = Vec::new();
    for _ in 0..2 {
        let (form, told) = unending(&lea, &reply);
        told.await.expect("it is read");
        forms.push(form);
    }
    let (third, told) = unending(&lea, &reply);
    let third = third.await.unwrap();
    assert_eq!((third.status, third.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    assert!(third.says("Deux de vos envois"), "{}", third.text());
    assert!(told.await.is_err(), "nothing of it was read");

    // What they may still write is nobody else's room, and what is small is always read.
    let new = format!("/accounts/{}/cases/new", scene.account);
    let once = admin.get(&new).await.hidden("once").unwrap();
    let fields = [("once", once.as_str()), ("subject", "B"), ("priority", "normal"), ("sees", "own"), ("body", "x")];
    let file = vec![b'a'; 300 << 10];
    let page = send(&mut admin, &new, &fields, &[("a.txt", &file[..])]).await;
    assert!(page.status == 422 && page.says("occupent toute la place"), "{}", page.text());
    let case = format!("/accounts/{}/cases/{number}", scene.account);
    let once = lea.get(&case).await.hidden("once").unwrap();
    let small = lea.post_form(&reply, &[("once", &once), ("body", "Voici.")]).await;
    assert_eq!(small.location(), Some(case));

    for form in forms {
        form.abort();
        assert!(form.await.unwrap_err().is_cancelled());
    }
    let page = send(&mut admin, &new, &fields, &[("a.txt", &file[..])]).await;
    assert!(page.location().is_some(), "{}", page.text());
    // Whose form broke off waits a little for the next.
    let (next, _) = unending(&lea, &reply);
    let next = next.await.unwrap();
    assert_eq!((next.status, next.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "121"));
    assert!(next.says("n’est pas arrivé en entier"), "{}", next.text());
    scene.app.pass(SignedDuration::from_secs(120));
    let (next, told) = unending(&lea, &reply);
    told.await.expect("it is read");
    next.abort();
}

#[db_test(schema())]
async fn colleagues_find_the_room_that_forms_under_way_cannot_fill(test: TestDb) {
    let scene = Scene::new(test).await;
    let all = Sees { sight: Sight::Account, team: None };
    let number = scene.opens(NewCase { sees: all, ..scene.asked("A") }).await.unwrap();
    let set = Settings { file_mb: 1, account_mb: 50, ..Settings::default() };
    let set = scene.app.run(Author::System("test"), move |tx, ctx| {
        Ok::<_, kit_db::Failed<CaseRefusal>>(save_settings(tx, ctx, &set)?)
    });
    set.await.unwrap();
    let case = format!("/accounts/{}/cases/{number}", scene.account);
    let reply = format!("{case}/reply");
    let mut forms = Vec::new();
    for person in [scene.lea, scene.max] {
        let client = scene.signed_in(person).await;
        for _ in 0..2 {
            // None of them says how long it is.
            let (form, told) = unending(&client, &reply);
            told.await.expect("it is read");
            forms.push(form);
        }
    }
    let mut zoe = scene.signed_in(scene.zoe).await;
    let once = zoe.get(&case).await.hidden("once").unwrap();
    let file = vec![b'a'; 300 << 10];
    let page = send(&mut zoe, &reply, &[("once", &once), ("body", "Voici.")], &[("a.txt", &file[..])]).await;
    assert_eq!(page.location(), Some(case), "{}", page.text());
    forms.iter().for_each(JoinHandle::abort);
}

#[db_test(schema())]
async fn who_has_no_account_has_little_room_and_few_places(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut alone = Vec::new();
    for email in ["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example"] {
        let person = scene.person(email, "Solène").await;
        let new = NewCase { account: None, requester: person, ..scene.asked(email) };
        alone.push((person, scene.opens(new).await.unwrap()));
    }
    let (first, number) = alone[0];
    let file = keep(&scene, "paper.txt", b"x").await;
    let sends = async |mb: i64, person: PersonId, viewer: Viewer, number: CaseNumber| {
        let key = FileKey::random(&scene.app.app.random);
        let files = vec![Kept { key, size: mb << 20, ..file.clone() }];
        let sent = scene.app.run(Author::Person(person), move |tx, ctx| {
            reply(tx, ctx, viewer, person, number, Message { body: "x", files: &files }).map(drop)
        });
        sent.await
    };
    let own = Viewer::Person(first);
    assert_eq!(sends(21, first, own, number).await, Err(CaseRefusal::NoRoom));
    assert_eq!(sends(19, first, own, number).await, Ok(()), "a paper is shown");
    assert_eq!(sends(2, first, own, number).await, Err(CaseRefusal::NoRoom), "in all");
    let of_account = scene.opens(scene.asked("A")).await.unwrap();
    assert_eq!(sends(21, scene.lea, scene.as_member(scene.lea), of_account).await, Ok(()));
    let mut browser = scene.signed_in(first).await;
    let page = browser.get(&format!("/me/cases/{number}")).await;
    assert!(page.says("20 Mo chacun"), "{}", page.text());

    let mut forms = Vec::new();
    for (person, number) in &alone[..4] {
        let client = scene.signed_in(*person).await;
        for _ in 0..2 {
            let (form, told) = unending(&client, &format!("/me/cases/{number}/reply"));
            told.await.expect("it is read");
            forms.push(form);
        }
    }
    let (last, number) = alone[4];
    let (ninth, _) = unending(&scene.signed_in(last).await, &format!("/me/cases/{number}/reply"));
    assert_eq!(ninth.await.unwrap().status, StatusCode::SERVICE_UNAVAILABLE);
    let lea = scene.signed_in(scene.lea).await;
    let (customers, told) = unending(&lea, &format!("/accounts/{}/cases/{of_account}/reply", scene.account));
    told.await.expect("a customer's is read");
    forms.push(customers);
    forms.iter().for_each(JoinHandle::abort);
}

#[db_test(schema())]
async fn a_file_that_nobody_speaks_of_is_swept(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let (lea, viewer) = (scene.lea, scene.as_member(scene.lea));
    let spoken = keep(&scene, "a.txt", b"x").await;
    let orphan = keep(&scene, "b.txt", b"x").await;
    let kept = vec![spoken.clone()];
    let sent = scene.app.run(Author::Person(lea), move |tx, ctx| {
        reply(tx, ctx, viewer, lea, number, Message { body: "x", files: &kept })
    });
    sent.await.unwrap();
    let there = async |key: FileKey| scene.app.app.files.size(key).await.unwrap().is_some();
    scene.app.run_jobs().await;
    assert!(there(orphan.key).await, "it may yet be spoken of");
    // Files are as old as the disk says, whose clock is not the test's.
    scene.app.pass(SignedDuration::from_hours(24 * 400));
    scene.app.run_jobs().await;
    assert!(there(spoken.key).await && !there(orphan.key).await);
}

#[db_test(schema())]
async fn what_a_person_sent_for_himself_alone_goes_with_him(test: TestDb) {
    let scene = Scene::new(test).await;
    let (lea, account) = (scene.lea, scene.account);
    let mut keys = Vec::new();
    for (account, subject) in [(Some(account), "A"), (None, "B")] {
        let file = keep(&scene, "a.txt", b"x").await;
        keys.push(file.key);
        scene.opens(NewCase { account, files: vec![file], ..scene.asked(subject) }).await.unwrap();
    }
    let module = support::module();
    let subject = scene.app.read(move |read| people::service::subject(read, lea)).await.unwrap();
    let source = module.personal_files[0];
    let of = subject.clone();
    let copied = scene.app.read(move |read| source(read, &of, None)).await;
    let mut copied: Vec<FileKey> = copied.files.iter().map(|file| file.key).collect();
    copied.sort_unstable();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    assert_eq!(copied, sorted);
    let kept = module.personal.into_iter().find(|kept| kept.name == "support.files").unwrap();
    let rows = kept.rows;
    let of = subject.clone();
    assert_eq!(scene.app.read(move |read| rows(read, &of, None)).await.rows.len(), 2);
    let Erasure::Reduced(erase, _) = kept.erasure else { panic!("some of it goes") };
    let of: Subject = subject;
    let erased = scene
        .app
        .run(Author::System("test"), move |tx, ctx| Ok::<_, kit_db::Failed<CaseRefusal>>(erase(tx, ctx, &of)?));
    erased.await.unwrap();
    scene.app.run_jobs().await;
    assert!(scene.app.app.files.size(keys[0]).await.unwrap().is_some(), "an account's stays the account's");
    assert_eq!(scene.app.app.files.size(keys[1]).await.unwrap(), None);
    assert_eq!(check_files(&scene.app.test.db, &scene.app.app.files).await.unwrap(), []);
}
