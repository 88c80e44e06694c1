//! A copy of all that is kept.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use kit_testkit::{Answer, Client, TestDb, db_test};

use crate::office::*;

fn texts(file: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file.to_vec())).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

/// The address of the copy that a page offers.
fn copy_on(page: &str) -> String {
    let at = page.find("/me/data/exports/").expect("a link to the copy");
    page[at..].chars().take_while(|c| *c != '"').collect()
}

#[db_test(schema())]
async fn a_person_downloads_all_that_is_kept_about_him_or_her_and_nobody_else_does(test: TestDb) {
    let office = Office::new(test).await;
    let mut browser = office.browser(USER).await;
    let asked = browser.submit("/me/data", "/me/data/exports", &[]).await;
    assert_eq!(asked.location().as_deref(), Some("/me/data"), "{}", asked.text());
    assert!(office.mail_to(USER).await.content.text.contains("/me/data"));
    let path = copy_on(&browser.get("/me/data").await.text());

    let wrong = browser.post_form(&path, &[("current", "pas le bon mot de passe")]).await;
    assert_eq!(wrong.status, http::StatusCode::UNPROCESSABLE_ENTITY);
    let mut other = office.browser(ADMIN).await;
    assert_eq!(other.get(&path).await.status, http::StatusCode::NOT_FOUND);
    assert_eq!(other.post_form(&path, &[("current", PASSWORD)]).await.status, http::StatusCode::NOT_FOUND);

    let file = browser.post_form(&path, &[("current", PASSWORD)]).await;
    assert_eq!(file.header("content-type"), "application/zip", "{}", file.text());
    let files = texts(&file.body);
    let names: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for personal in &office.app.app.personal {
        assert!(names.contains(format!("json/{}.json", personal.name).as_str()), "{}", personal.name);
        assert!(names.contains(format!("csv/{}.csv", personal.name).as_str()), "{}", personal.name);
    }
    let text = |wanted: &str| &files.iter().find(|(name, _)| name == wanted).unwrap().1;
    assert!(text("LISEZMOI.txt").contains("Basile Quintin") && text("LISEZMOI.txt").contains("L123-22"));
    assert!(text("LISEZMOI.txt").contains("Ce qui n’est pas dans cette copie"));
    assert!(!names.contains("FICHIERS-ABSENTS.txt"), "nothing is missing");
    let login: serde_json::Value = serde_json::from_str(text("json/people.login.json")).unwrap();
    assert_eq!((&login[0]["email"], &login[0]["surname"]), (&USER.into(), &"Quintin".into()));
    let sessions: serde_json::Value = serde_json::from_str(text("json/people.sessions.json")).unwrap();
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    assert!(text("csv/accounts.members.csv").contains("Atelier Durand"));
    let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
    assert!(!all.contains(ADMIN) && !all.contains("Camille"), "nothing of others");
    assert!(!all.contains("argon2"), "no secret");

    office.days(8).await;
    assert_eq!(browser.get(&path).await.status, http::StatusCode::NOT_FOUND, "it is gone after a week");
}

/// A file that everybody sent, for the test.
fn a_file(
    _: &mut kit_db::Read<'_>,
    _: &kit_web::Subject,
    after: Option<&str>,
) -> Result<kit_web::PersonalFiles, kit_db::DbError> {
    let key = *SENT.get().expect("it was sent");
    let file = |name: &str| kit_web::PersonalFile { name: name.to_owned(), key };
    Ok(match after {
        None => kit_web::PersonalFiles { files: vec![file("a/plan.txt")], next: Some("on".to_owned()) },
        Some(_) => kit_web::PersonalFiles { files: vec![file("b/plan.txt")], next: None },
    })
}

/// A file that is not there any more.
fn a_lost_file(
    _: &mut kit_db::Read<'_>,
    _: &kit_web::Subject,
    _: Option<&str>,
) -> Result<kit_web::PersonalFiles, kit_db::DbError> {
    let key = kit_files::FileKey::random(&kit_core::Random::seeded(7));
    let files = vec![kit_web::PersonalFile { name: "c/lost.txt".to_owned(), key }];
    Ok(kit_web::PersonalFiles { files, next: None })
}

/// What is said to who asks for one more when the last one has ended.
async fn ended(browser: &mut Client, path: &str) -> Answer {
    loop {
        let answer = browser.post_form(path, &[("current", PASSWORD)]).await;
        if answer.header("retry-after") != "60" {
            return answer;
        }
    }
}

static SENT: std::sync::OnceLock<kit_files::FileKey> = std::sync::OnceLock::new();

#[tokio::test]
async fn files_come_along_and_are_packed_as_they_are_taken() {
    let modules = || {
        let mut modules = modules();
        modules.push(kit_web::Module::new("files").personal_files(a_file).personal_files(a_lost_file));
        modules
    };
    let office = Office::of(TestDb::sqlite(&kit_web::migrations(&modules())).await, modules()).await;
    let app = &office.app.app;
    let content: Vec<u8> = (0..1_000_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let mut draft = app.files.begin(&app.random, "plan.txt").await.unwrap();
    draft.write(&content).await.unwrap();
    SENT.set(draft.finish().await.unwrap().key).unwrap();
    let mut browser = office.browser(USER).await;
    browser.submit("/me/data", "/me/data/exports", &[]).await;
    office.mail_to(USER).await;
    let path = copy_on(&browser.get("/me/data").await.text());

    let unread = browser.post_form_unread(&path, &[("current", PASSWORD)]).await;
    assert_eq!(unread.status(), http::StatusCode::OK);
    let second = browser.post_form(&path, &[("current", PASSWORD)]).await;
    assert_eq!((second.status, second.header("retry-after")), (http::StatusCode::TOO_MANY_REQUESTS, "60"));
    assert!(second.says("Vous téléchargez déjà une copie."), "{}", second.text());
    let first = axum::body::to_bytes(unread.into_body(), 4 << 20).await.unwrap();
    assert!(first.len() > 2 * content.len(), "it comes whole");

    let again = ended(&mut browser, &path).await;
    assert!(again.status == 429 && again.says("vient de se terminer"), "who took one waits: {}", again.text());
    office.app.pass(jiff::SignedDuration::from_mins(11));
    let mut packing = browser.clone().with_header(http::header::ACCEPT_ENCODING, "gzip");
    let file = packing.post_form(&path, &[("current", PASSWORD)]).await;
    assert_eq!(file.header("content-encoding"), "", "it is packed already");
    let mut archive = zip::ZipArchive::new(Cursor::new(file.body)).unwrap();
    for name in ["files/a/plan.txt", "files/b/plan.txt"] {
        let mut found = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut found).unwrap();
        assert_eq!(found, content, "{name}");
    }
    assert!(archive.by_name("json/people.login.json").is_ok());
    let mut absent = String::new();
    archive.by_name("FICHIERS-ABSENTS.txt").unwrap().read_to_string(&mut absent).unwrap();
    assert!(absent.contains("c/lost.txt") && !absent.contains("plan.txt"), "{absent}");

    ended(&mut browser, &path).await;
    office.app.pass(jiff::SignedDuration::from_mins(11));
    drop(browser.post_form_unread(&path, &[("current", PASSWORD)]).await);
    let later = ended(&mut browser, &path).await;
    assert!(later.status == 429 && later.says("s’est interrompu"), "who left one waits: {}", later.text());
}

#[db_test(schema())]
async fn three_copies_a_day_are_enough(test: TestDb) {
    let office = Office::new(test).await;
    let mut browser = office.browser(USER).await;
    for _ in 0..3 {
        let asked = browser.submit("/me/data", "/me/data/exports", &[]).await;
        assert_eq!(asked.status, http::StatusCode::SEE_OTHER);
    }
    let asked = browser.submit("/me/data", "/me/data/exports", &[]).await;
    assert_eq!(asked.status, http::StatusCode::UNPROCESSABLE_ENTITY);
}
