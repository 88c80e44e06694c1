//! A machine that is linked: what is kept, repeated and forgotten.

use std::ffi::OsString;

use guichet_client::{
    Changes, Error, Field, KeyStoreUse, LinkError, LinkFile, Login, NewAccount, NewMachine, NewSignUp, cli,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::stub::{Fault, Stub};

fn wanted(code: &str) -> NewMachine {
    NewMachine::new("C-1042", code, "Poste 3").system("Windows 11").application("Planelle", "2.4.1")
}

fn place() -> (TempDir, LinkFile) {
    let folder = TempDir::new().unwrap();
    let file = LinkFile::at(folder.path().join("guichet").join("machine.json"));
    // Whoever runs the tests has a key store of his or her own.
    let file = file.key_store(KeyStoreUse::Never);
    (folder, file)
}

#[test]
fn a_machine_is_linked_seen_and_unlinked() {
    let stub = Stub::with(0);
    let (_folder, file) = place();
    let client = stub.machine_client();
    assert!(matches!(client.machine(&file), Err(LinkError::NotLinked)));
    let linked = client.link(&wanted("K7M2Q-9XW4T"), &file).unwrap();
    assert_eq!((linked.value.name.as_str(), linked.value.account.number.as_str()), ("Poste 3", "C-1042"));
    assert!(!format!("{linked:?}").contains("gm_"), "the token is shown nowhere");
    assert_eq!(stub.state().requests.last().unwrap().path, "/api/v1/machines/self/heartbeat", "the token has arrived");
    assert!(matches!(client.link(&wanted("K7M2Q-9XW4T"), &file), Err(LinkError::AlreadyLinked { .. })));
    assert_eq!(client.machine(&file).unwrap().id, linked.value.id);
    assert_eq!(client.heartbeat(Some("2.5"), &file).unwrap().version, "2.5");
    assert!(client.unlink(&file).unwrap());
    assert!(matches!(client.unlink(&file), Err(LinkError::NotLinked)));
}

#[test]
fn a_link_whose_answer_was_lost_is_the_same_one() {
    let stub = Stub::with(0);
    let (_folder, file) = place();
    stub.state().always = Some(Fault::Cut(0));
    let failed = stub.hurried_machine_client().link(&wanted("K7M2Q-9XW4T"), &file);
    assert!(matches!(failed, Err(LinkError::Call(Error::Unknown { .. }))), "{failed:?}");
    stub.state().always = None;
    // As after a crash: another client, the same file.
    let linked = stub.machine_client().link(&wanted("K7M2Q-9XW4T"), &file).unwrap();
    assert!(linked.replayed, "it had been made");
    assert_eq!(stub.state().machines.len(), 1);
}

#[test]
fn a_refusal_is_told_and_leaves_nothing_behind() {
    let stub = Stub::with(0);
    let (_folder, file) = place();
    let client = stub.machine_client();
    match client.link(&wanted("WRONG"), &file) {
        Err(LinkError::Call(Error::Refused(problem))) => assert_eq!(problem.kind(), "wrong-code"),
        other => panic!("{other:?}"),
    }
    assert!(!file.path().exists());
    client.link(&wanted("K7M2Q-9XW4T"), &file).unwrap();
}

#[test]
fn a_token_goes_to_the_server_that_gave_it_only() {
    let (one, other) = (Stub::with(0), Stub::with(0));
    let (_folder, file) = place();
    one.machine_client().link(&wanted("K7M2Q-9XW4T"), &file).unwrap();
    assert!(matches!(other.machine_client().machine(&file), Err(LinkError::Elsewhere { .. })));
    assert!(other.state().requests.is_empty(), "it was not even asked");
}

#[test]
fn one_that_was_unlinked_elsewhere_is_forgotten() {
    let stub = Stub::with(0);
    let (_folder, file) = place();
    let client = stub.machine_client();
    client.link(&wanted("K7M2Q-9XW4T"), &file).unwrap();
    stub.state().machines.clear();
    assert!(matches!(client.machine(&file), Err(LinkError::Call(Error::Unauthorized))));
    assert!(!client.unlink(&file).unwrap());
    assert!(!file.path().exists());
}

#[test]
fn an_account_is_made_from_a_machine() {
    let stub = Stub::with(0);
    let (_folder, file) = place();
    let client = stub.machine_client();
    let begun = client.sign_up(&NewSignUp::new("a@b.fr").language("fr").name("Léa", "Petit").company("Petit")).unwrap();
    let account = |code: &str| NewAccount::new(&begun.id, code, "sept-lampadaires-bleus-42", wanted(""));
    assert!(!format!("{:?}", account("K7M2-9XW4")).contains("lampadaires"));
    match client.create(&account("0000-0000"), &file) {
        Err(LinkError::Call(Error::Refused(problem))) => assert_eq!(problem.kind(), "wrong-mailed-code"),
        other => panic!("{other:?}"),
    }
    let created = client.create(&account("K7M2-9XW4"), &file).unwrap();
    assert_eq!(created.value.personal_code.as_deref(), Some("K7M2Q-9XW4T"));
    assert_eq!(client.machine(&file).unwrap().name, "Poste 3");
    assert!(matches!(client.create(&account("K7M2-9XW4"), &file), Err(LinkError::AlreadyLinked { .. })));
}

#[test]
fn the_command_line_does_the_same_in_each_language() {
    let stub = Stub::with(0);
    let (_folder, file) = place();
    let run = |language: &str, arguments: &[&str]| {
        let all = ["guichet-client", "account"].iter().chain(arguments).map(OsString::from);
        let variable = |name: &str| match name {
            "GUICHET_URL" => Some(stub.url.clone()),
            "GUICHET_KEY_STORE" => Some("never".to_owned()),
            "GUICHET_MACHINE" => Some(file.path().to_str().unwrap().to_owned()),
            "LANG" => Some(language.to_owned()),
            _ => None,
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = cli::run(all, variable, &mut out, &mut err);
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    };
    let none = run("fr", &["show"]);
    assert_eq!((none.0, none.2.as_str()), (1, "guichet-client: ce poste n’est lié à aucun compte\n"));
    let wrong = run("fr", &["link", "C-1042", "--code", "WRONG", "--name", "Poste 3"]);
    assert_eq!(
        (wrong.0, wrong.2.as_str()),
        (1, "guichet-client: le serveur refuse\u{A0}: ce numéro et ce code personnel ne vont pas ensemble\n")
    );
    stub.state().full = true;
    let link = ["link", "C-1042", "--code", "K7M2Q-9XW4T", "--name", "Poste 3"];
    let full = run("C", &link);
    assert!(full.0 == 1 && full.2.contains("--replaces 0b7trq2m1s8vy: Poste 1, seen 2026-11-02"), "{}", full.2);
    let full = run("C", &[&link[..], &["--json"]].concat());
    let told: Value = serde_json::from_str(&full.1).unwrap();
    assert_eq!(
        (told["kind"].as_str(), told["machines"][0]["name"].as_str()),
        (Some("machine-limit-reached"), Some("Poste 1"))
    );
    let linked = run("C", &[&link[..], &["--replaces", "0b7trq2m1s8vy"]].concat());
    assert!(linked.0 == 0 && linked.1.starts_with("Poste 3 is linked to C-1042 (Atelier Kerlann): "), "{linked:?}");
    let shown = run("fr", &["show"]);
    assert!(shown.1.starts_with("Poste 3 est lié à C-1042 (Atelier Kerlann)"), "{shown:?}");
    assert_eq!(run("C", &["heartbeat", "--application-version", "3"]).0, 0);
    assert_eq!(run("fr", &["unlink"]).1, "ce poste est dissocié\n");
    let asked = run("C", &["forgotten", "C-1042"]);
    assert!(asked.0 == 0 && asked.1.contains("on its way"), "{asked:?}");
}

fn linked(stub: &Stub) -> (TempDir, LinkFile) {
    let (folder, file) = place();
    stub.machine_client().link(&wanted("K7M2Q-9XW4T"), &file).unwrap();
    (folder, file)
}

#[test]
fn an_account_is_changed_by_who_gives_the_password() {
    let stub = Stub::with(0);
    let (_folder, file) = linked(&stub);
    let client = stub.machine_client();
    let shown = client.account(&file).unwrap();
    assert_eq!(
        (shown.get(Field::Company), shown.get(Field::Ape)),
        ("Atelier Kerlann", ""),
        "of a server that knows less"
    );
    let move_to = |town: &str| Changes::new().set(Field::Town, town);
    let refused = client.edit(&shown.version, &move_to("Nantes"), &Login::new("a@b.fr", "wrong"), &file);
    assert!(matches!(&refused, Err(LinkError::Call(Error::Refused(problem))) if problem.kind() == "wrong-password"));
    let login = Login::new("a@b.fr", "right");
    assert!(!format!("{login:?}").contains("right"));
    let edited = client.edit(&shown.version, &move_to("Nantes"), &login, &file).unwrap();
    assert_eq!(edited.get(Field::Town), "Nantes");
    let late = client.edit(&shown.version, &move_to("Bron"), &login, &file);
    assert!(matches!(&late, Err(LinkError::Call(Error::Refused(problem))) if problem.kind() == "account-changed"));
    assert_eq!(client.portal(&login, &file).unwrap().url, "https://x.example/sign-in/by-link/x");
    client.mail_password_link(&file).unwrap();
}

#[test]
fn an_edit_whose_answer_was_lost_is_not_taken_for_somebody_elses() {
    let stub = Stub::with(0);
    let (_folder, file) = linked(&stub);
    let client = stub.machine_client();
    let shown = client.account(&file).unwrap();
    stub.breaks(&[Fault::Cut(0)]);
    let changes = Changes::new().set(Field::Town, " nantes");
    let edited = client.edit(&shown.version, &changes, &Login::new("a@b.fr", "right"), &file).unwrap();
    assert_eq!((edited.version.as_str(), stub.state().edits), ("v1", 1));
}

#[test]
fn the_command_line_changes_an_account() {
    let stub = Stub::with(0);
    let (_folder, file) = linked(&stub);
    let run = |language: &str, arguments: &[&str]| {
        let all = ["guichet-client", "account"].iter().chain(arguments).map(OsString::from);
        let variable = |name: &str| match name {
            "GUICHET_URL" => Some(stub.url.clone()),
            "GUICHET_KEY_STORE" => Some("never".to_owned()),
            "GUICHET_MACHINE" => Some(file.path().to_str().unwrap().to_owned()),
            "GUICHET_PASSWORD" => Some("right".to_owned()),
            "LANG" => Some(language.to_owned()),
            _ => None,
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = cli::run(all, variable, &mut out, &mut err);
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    };
    let shown = run("C", &["details"]);
    assert_eq!((shown.0, shown.1.lines().next()), (0, Some("account: C-1042")), "{shown:?}");
    assert!(!shown.1.contains("continued"), "what is empty is left out");
    let edited = run("fr", &["edit", "--login", "a@b.fr", "--town", "Nantes"]);
    assert!(edited.0 == 0 && edited.1.contains("ville\u{A0}: Nantes"), "{edited:?}");
    let wrong = run("fr", &["edit", "--login", "a@b.fr", "--phone", "12"]);
    assert!(wrong.0 == 1 && wrong.2.contains("`phone` n’est pas un numéro de téléphone"), "{wrong:?}");
    assert_eq!(run("C", &["edit", "--login", "a@b.fr"]).0, 2, "nothing to change");
    stub.state().second_factor = true;
    let coded = run("C", &["portal", "--login", "a@b.fr", "--code", "123456"]);
    assert_eq!((coded.0, coded.1.as_str()), (0, "https://x.example/sign-in/by-link/x\n"));
    assert!(run("fr", &["forgotten-password"]).1.contains("mot de passe"));
}
