//! What people type, and what scripts read.

use std::ffi::OsString;

use credit_statement::{Balance, Heading, Line, LotKind, Part, SigningKey, Standing, VERSION, Writer};
use guichet_client::cli;
use serde_json::Value;
use tempfile::TempDir;

use crate::stub::{Fault, Stub};

struct Said {
    status: u8,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

fn run(variables: &[(&str, &str)], arguments: &[&str]) -> Said {
    let all = ["guichet-client"].iter().chain(arguments).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let variable =
        |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    let status = cli::run(all, variable, &mut out, &mut err);
    Said { status, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn at(stub: &Stub, language: &str, arguments: &[&str]) -> Said {
    run(&[("GUICHET_URL", &stub.url), ("GUICHET_KEY", "gk_test"), ("LANG", language)], arguments)
}

#[test]
fn a_balance_is_told_in_each_language_and_to_programs() {
    let stub = Stub::with(1200);
    let english = at(&stub, "C", &["balance"]);
    assert_eq!(
        (english.status, english.out.as_str()),
        (0, "1,200 credits available (1,200 purchased, 0 promotional, 0 held)\n")
    );
    let french = at(&stub, "fr_FR.UTF-8", &["balance"]);
    let expected = "1\u{202F}200\u{A0}crédits disponibles (1\u{202F}200 achetés, 0 promotionnels, dont 0 réservés)\n";
    assert_eq!((french.status, french.out.as_str()), (0, expected));
    assert_eq!(at(&stub, "fr", &["--json", "balance"]).json()["available"], 1200);
}

#[test]
fn a_use_is_told_with_its_key() {
    let stub = Stub::with(10);
    let said = at(&stub, "C", &["use", "plan.render", "--quantity", "2", "--reference", "Plan 12", "--json"]);
    assert_eq!(said.status, 0);
    let key = said.json()["key"].as_str().unwrap().to_owned();
    let again = at(&stub, "C", &["use", "plan.render", "--quantity", "2", "--reference", "Plan 12", "--key", &key]);
    assert!(again.out.contains("(done before); 4 credits left"), "{}", again.out);
    let short = at(&stub, "fr", &["use", "plan.render", "--quantity", "2"]);
    assert_eq!((short.status, short.err.as_str()), (3, "guichet-client: il reste 4\u{A0}crédits, il en manque 2\n"));
    let short = at(&stub, "C", &["use", "plan.render", "--quantity", "2", "--json"]);
    assert_eq!(
        (short.status, short.json()["error"].as_str(), short.json()["missing"].as_i64()),
        (3, Some("short"), Some(2))
    );
}

#[test]
fn what_is_unknown_is_said_with_the_key_to_repeat() {
    let stub = Stub::with(10);
    stub.state().always = Some(Fault::Cut(0));
    let variables =
        [("GUICHET_URL", stub.url.as_str()), ("GUICHET_KEY", "gk_test"), ("GUICHET_DEADLINE", "1"), ("LANG", "C")];
    let said = run(&variables, &["use", "plan.render", "--json"]);
    assert_eq!((said.status, said.json()["error"].as_str()), (4, Some("unknown")));
    stub.state().always = None;
    let key = said.json()["key"].as_str().unwrap().to_owned();
    assert!(at(&stub, "C", &["use", "plan.render", "--key", &key]).out.contains("done before"));
    stub.breaks(&[Fault::Proxy(200)]);
    let said = at(&stub, "fr", &["use", "plan.render", "--json"]);
    assert_eq!((said.status, said.json()["error"].as_str()), (4, Some("unknown")));
    assert!(said.json()["message"].as_str().unwrap().ends_with(said.json()["key"].as_str().unwrap()));
    stub.state().always = Some(Fault::Busy(3000));
    let busy = at(&stub, "fr", &["use", "plan.render"]);
    assert_eq!((busy.status, busy.err.contains("réessayez dans 3000")), (4, true));
}

#[test]
fn holds_are_made_captured_and_released() {
    let stub = Stub::with(100);
    let held = at(&stub, "C", &["hold", "plan.render", "--quantity", "3", "--for", "600", "--json"]).json();
    assert_eq!(stub.posts()[0].body["expires_in"], 600);
    let id = held["hold"]["id"].as_str().unwrap().to_owned();
    let captured = at(&stub, "C", &["capture", &id, "--quantity", "1", "--json"]);
    assert_eq!((captured.status, captured.json()["operation"]["amount"].as_i64()), (0, Some(-3)));
    let ended = at(&stub, "C", &["release", &id]);
    assert_eq!((ended.status, ended.err.as_str()), (1, "guichet-client: it has ended: captured\n"));
    let held = at(&stub, "fr", &["hold", "plan.render"]);
    assert!(
        held.out.contains("3\u{A0}crédits réservés pour plan.render jusqu’au 21/11/2026 11:00 UTC"),
        "{}",
        held.out
    );
    let id = held.out.split('\u{A0}').next().unwrap();
    assert!(at(&stub, "fr", &["release", id]).out.contains("rendus"));
}

#[test]
fn credits_are_taken_along_spent_and_settled() {
    let (stub, folder) = (Stub::with(100), TempDir::new().unwrap());
    let file = folder.path().join("spending.journal");
    let journal = file.to_str().unwrap();
    let offline = |arguments: &[&str]| run(&[("GUICHET_JOURNAL", journal), ("LANG", "C")], arguments);
    assert_eq!(at(&stub, "C", &["lease", "30"]).status, 2, "it is not said where the journal is");
    let leased = at(&stub, "C", &["lease", "30", "--for", "3600", "--machine", "POSTE-7", "--journal", journal]);
    assert!(leased.out.contains("30 credits leased until") && leased.out.contains("30 left"), "{}", leased.out);
    let spent = offline(&["spend", "plan.render", "--quantity", "2", "--key", "one"]);
    assert_eq!((spent.status, spent.out.as_str()), (0, "plan.render: 6 credits spent (one), 24 left\n"));
    assert_eq!(offline(&["spend", "plan.render", "--quantity", "2", "--key", "one", "--json"]).json()["left"], 24);
    let short = offline(&["spend", "plan.render", "--quantity", "9"]);
    assert_eq!(
        (short.status, short.err.as_str()),
        (3, "guichet-client: 24 credits are left of the lease, the use costs 27\n")
    );
    let settled = at(&stub, "C", &["settle", "--journal", journal]);
    assert_eq!((settled.status, settled.out.as_str()), (0, "6 credits settled, 94 credits available\n"));
    assert_eq!(at(&stub, "C", &["settle", "--journal", journal]).status, 1);

    at(&stub, "C", &["lease", "30", "--journal", journal]);
    offline(&["spend", "plan.render", "--reference", "Plan 13"]);
    stub.state().expire();
    assert_eq!(at(&stub, "C", &["settle", "--journal", journal]).status, 1);
    let charged = at(&stub, "C", &["settle", "--charge", "--journal", journal]);
    assert!(charged.status == 0 && charged.out.ends_with("1 uses charged\n"), "{}{}", charged.out, charged.err);
}

#[test]
fn a_cut_off_record_is_said() {
    let (stub, folder) = (Stub::with(100), TempDir::new().unwrap());
    let file = folder.path().join("spending.journal");
    let journal = file.to_str().unwrap();
    at(&stub, "C", &["lease", "30", "--journal", journal]);
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, [&bytes[..], b"\x40\0\0\0\xBF"].concat()).unwrap();
    let said = run(&[("LANG", "C")], &["spend", "plan.render", "--journal", journal]);
    assert!(said.out.starts_with("An unfinished record of 5 bytes was cut off the journal.\n"), "{}", said.out);
    assert_eq!(said.status, 0);
}

#[test]
fn the_history_is_a_line_each() {
    let stub = Stub::with(100);
    let said = at(&stub, "C", &["operations", "--limit", "3"]);
    assert_eq!(said.out.lines().count(), 3);
    assert!(said.out.starts_with("2026-11-21 10:00 UTC         0  credit-12  usage  plan.render"), "{}", said.out);
    let lines = at(&stub, "C", &["operations", "--limit", "2", "--json"]).out;
    let ids: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone()).collect();
    assert_eq!(ids, ["credit-12", "credit-11"]);
}

fn statement(folder: &TempDir) -> (String, String) {
    let key = SigningKey::from_seed(&[7; 32]).unwrap();
    let heading = Heading {
        version: VERSION,
        publisher: "Atelier Cotélier".into(),
        account: "C-1001".into(),
        unit: "credit".into(),
        from_seq: 1,
        made_at: "2026-11-21T12:00:00Z".parse().unwrap(),
        before: Standing { promotional: 0, purchased: 0, seal: "0".repeat(64) },
    };
    let mut line = Line::new(1, "credit-1", heading.made_at, "grant", "1".repeat(64));
    (line.amount, line.promotional) = (50, 50);
    line.split.push(Part { lot: "credit-1".into(), kind: LotKind::Promotional, amount: 50 });
    line.after = Balance { promotional: 50, purchased: 0 };
    let mut writer = Writer::begin(Vec::new(), &heading).unwrap();
    writer.line(&line).unwrap();
    let file = folder.path().join("statement.json");
    std::fs::write(&file, writer.finish(&key).unwrap()).unwrap();
    (file.to_str().unwrap().to_owned(), key.public().to_string())
}

#[test]
fn a_statement_is_verified() {
    let folder = TempDir::new().unwrap();
    let (file, key) = statement(&folder);
    let said = run(&[], &["verify", &file, "--key", &key]);
    let expected =
        "The statement holds: C-1001, Atelier Cotélier, 2026-11-21 12:00 UTC, 1 operations, 50 credits at the end.\n";
    assert_eq!((said.status, said.out.as_str()), (0, expected));
    let said = run(&[("LANG", "fr")], &["verify", &file]);
    assert!(said.status == 0 && said.out.contains(&key) && said.out.contains("comparez cette clé"), "{}", said.out);
    let told = run(&[], &["verify", &file, "--json"]).json();
    assert_eq!((told["to_seq"].as_i64(), told["key_expected"].as_bool()), (Some(1), Some(false)));

    let other = SigningKey::from_seed(&[8; 32]).unwrap().public().to_string();
    assert_eq!(run(&[], &["verify", &file, "--key", &other]).status, 5);
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("\"amount\":50", "\"amount\":60", 1)).unwrap();
    let said = run(&[("LANG", "fr")], &["verify", &file]);
    assert_eq!(said.status, 5);
    assert!(said.err.starts_with("guichet-client: le relevé est faux (ligne 2)"), "{}", said.err);
    assert_eq!(run(&[], &["verify", "/nowhere/at/all"]).status, 2);
    assert_eq!(run(&[], &["verify", &file, "--key", "no key"]).status, 2);
}

#[test]
fn what_is_typed_wrong_is_said() {
    for arguments in [&[][..], &["fly"], &["use"], &["use", "a", "--quantity", "x"], &["use", "a", "--key", "a b"]] {
        let said = run(&[], arguments);
        assert_eq!((said.status, said.out.is_empty()), (2, true), "{arguments:?}");
        assert!(!said.err.is_empty());
    }
    let said = run(&[("LANG", "fr")], &["balance"]);
    assert_eq!((said.status, said.err.contains("aucune adresse n’est indiquée")), (2, true));
    let said = run(&[("GUICHET_URL", "http://client.example.org"), ("GUICHET_KEY", "gk_a")], &["balance"]);
    assert_eq!((said.status, said.err.contains("https is needed")), (2, true));
}

#[test]
fn what_is_wrong_is_told_in_the_language() {
    let stub = Stub::with(100);
    let refusal =
        |kind: &str| serde_json::json!({ "type": format!("/api/v1/docs#problem-{kind}"), "title": "English" });
    stub.state().refusal = Some((422, refusal("unknown-feature")));
    let told = "guichet-client: le serveur refuse\u{A0}: le tarif n’a pas de prix pour cette fonctionnalité\n";
    assert_eq!(at(&stub, "fr", &["use", "plan.none"]).err, told);
    let missing = run(&[("LANG", "fr")], &["verify", "/nowhere/statement.json"]);
    assert!(missing.err.ends_with("il n’y a pas de tel fichier\n"), "{}", missing.err);
    for (arguments, expected) in [
        (
            &["verify", "s.json", "--key", "abc"][..],
            "`abc` n’est pas accepté pour `--key <PUBLIC>`\u{A0}: une clé publique",
        ),
        (&["use", "plan.render", "--key", "a b"], "une clé de répétition a 1 à 255 caractères"),
        (&["lease", "many"], "ce n’est pas un nombre entier"),
        (&["--lang", "de", "balance"], "au choix fr, en"),
        (&["balances"], "`balances` n’est pas une commande"),
        (&["use"], "il manque"),
        (&["balance", "--loud"], "`--loud` n’est pas connu"),
        (&["use", "plan.render", "--quantity", "1", "--amount", "2"], "ne vont pas ensemble"),
        (&["verify", "s.json", "--key"], "demande une valeur"),
    ] {
        let said = run(&[("LANG", "fr")], arguments);
        assert!(said.status == 2 && said.err.contains(expected), "{arguments:?}: {}", said.err);
        assert!(said.err.ends_with("Aide\u{A0}: guichet-client --help\n"), "{}", said.err);
        assert!(run(&[], arguments).err.starts_with("error: "), "in English clap says it");
    }
}

#[test]
fn help_speaks_the_language() {
    let french = run(&[("LANG", "fr_FR.UTF-8")], &["--help"]);
    assert_eq!(french.status, 0);
    assert!(french.out.contains("Commandes\u{A0}:") && french.out.contains("Ce qui reste"), "{}", french.out);
    let english = run(&[("LANG", "fr_FR.UTF-8")], &["--lang", "en", "--help"]);
    assert!(english.out.contains("Commands:") && english.out.contains("What is left"), "{}", english.out);
    assert!(run(&[("LANG", "fr")], &["use", "--help"]).out.contains("Une fonctionnalité du tarif"));
}

#[test]
fn settings_come_from_a_file_too() {
    let (stub, folder) = (Stub::with(7), TempDir::new().unwrap());
    let file = folder.path().join("client.toml");
    std::fs::write(&file, format!("url = \"{}\"\nkey = \"gk_test\"\n", stub.url)).unwrap();
    let said = run(&[], &["--config", file.to_str().unwrap(), "balance"]);
    assert!(said.status == 0 && said.out.starts_with("7 credits available"), "{}{}", said.out, said.err);
}
