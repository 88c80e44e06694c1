//! The built program, started with settings that are wrong: it names the setting, ends with status 2, and opens nothing.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Runs the program in `folder` with these variables and no others of its own.
fn guichet(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
    command.current_dir(folder).args(arguments).env_clear().envs(variables.iter().copied());
    command.output().expect("the program was built")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const COMPLETE: [(&str, &str); 3] = [
    ("GUICHET_DATABASE", "sqlite:data/guichet.db"),
    ("GUICHET_PUBLIC_URL", "https://client.example.org"),
    ("GUICHET_MAIL", "folder:outbox"),
];

#[test]
fn wrong_settings_are_told_before_anything_is_opened() {
    let folder = TempDir::new().unwrap();
    let with = |name: &'static str, value: &'static str| [COMPLETE.as_slice(), &[(name, value)]].concat();
    let cases: Vec<(Vec<(&str, &str)>, &str)> = vec![
        (vec![], "`database`"),
        (COMPLETE[..1].to_vec(), "`public_url`"),
        (with("GUICHET_DATABASE", "mysql://x"), "`database` in the variable GUICHET_DATABASE"),
        (with("GUICHET_PUBLIC_URL", "https://x/y"), "`public_url` in the variable GUICHET_PUBLIC_URL"),
        (with("GUICHET_BIND", "localhost"), "`bind` in the variable GUICHET_BIND"),
        (with("GUICHET_MAIL", "pigeon"), "`mail` in the variable GUICHET_MAIL"),
        (with("GUICHET_SECRET_KEY", "short"), "`secret_key` in the variable GUICHET_SECRET_KEY"),
        (with("GUICHET_DATABASE", "postgres://u:p@127.0.0.1:1/x"), "`secret_key` is missing"),
        (with("GUICHET_BEHIND_PROXY", "perhaps"), "`behind_proxy` in the variable GUICHET_BEHIND_PROXY"),
        (with("GUICHET_LOG", "loud"), "`log` in the variable GUICHET_LOG"),
        (with("GUICHET_COLOUR", "red"), "GUICHET_COLOUR"),
    ];
    for command in [&["serve"][..], &["migrate"], &["check"], &["backup", "copy.db"]] {
        for (variables, expected) in &cases {
            let output = guichet(folder.path(), command, variables);
            assert_eq!(output.status.code(), Some(2), "{command:?} {variables:?}: {}", said(&output));
            assert!(said(&output).contains(expected), "{command:?} {variables:?}: {}", said(&output));
            assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_file_is_told_apart_from_a_variable() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("guichet.toml"), "bind = \"nowhere\"\n").unwrap();
    let output = guichet(folder.path(), &["serve"], &COMPLETE);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("`bind` in guichet.toml"), "{}", said(&output));
    let output = guichet(folder.path(), &["--config", "elsewhere.toml", "serve"], &COMPLETE);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("elsewhere.toml"), "{}", said(&output));
}

#[test]
fn a_database_that_is_not_up_to_date_is_not_served() {
    let folder = TempDir::new().unwrap();
    let output = guichet(folder.path(), &["serve"], &COMPLETE);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("guichet migrate"), "{}", said(&output));
    let output = guichet(folder.path(), &["migrate"], &COMPLETE);
    assert!(output.status.success(), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("0001_jobs"));
    let again = guichet(folder.path(), &["migrate"], &COMPLETE);
    assert_eq!(String::from_utf8_lossy(&again.stdout), "The database was up to date.\n");
}

#[test]
fn a_database_whose_key_was_left_behind_is_refused() {
    let folder = TempDir::new().unwrap();
    assert!(guichet(folder.path(), &["migrate"], &COMPLETE).status.success());
    let key = folder.path().join("data/secret.key");
    std::fs::remove_file(&key).unwrap();
    for command in ["check", "serve", "migrate"] {
        let output = guichet(folder.path(), &[command], &COMPLETE);
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert!(said(&output).contains("secret.key"), "{command}: {}", said(&output));
    }
    assert!(!key.exists(), "no other key is made");
}

#[test]
fn a_database_beside_the_key_of_another_is_refused() {
    let folder = TempDir::new().unwrap();
    assert!(guichet(folder.path(), &["migrate"], &COMPLETE).status.success());
    assert!(guichet(folder.path(), &["check"], &COMPLETE).status.success());
    let other = [COMPLETE.as_slice(), &[("GUICHET_SECRET_KEY", "ab".repeat(32).leak() as &str)]].concat();
    for command in ["check", "serve"] {
        let output = guichet(folder.path(), &[command], &other);
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert!(said(&output).contains("is not the one that this database was made with"), "{}", said(&output));
    }
    assert!(guichet(folder.path(), &["check"], &COMPLETE).status.success());
}

#[test]
fn a_backup_is_a_database_and_overwrites_nothing() {
    let folder = TempDir::new().unwrap();
    assert!(guichet(folder.path(), &["migrate"], &COMPLETE).status.success());
    assert!(guichet(folder.path(), &["backup", "copy.db"], &COMPLETE).status.success());
    std::fs::copy(folder.path().join("data/secret.key"), folder.path().join("secret.key")).unwrap();
    let copy = [("GUICHET_DATABASE", "sqlite:copy.db"), COMPLETE[1], COMPLETE[2]];
    let output = guichet(folder.path(), &["migrate"], &copy);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "The database was up to date.\n");
    let again = guichet(folder.path(), &["backup", "copy.db"], &COMPLETE);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
}

#[test]
fn the_help_is_good_enough_to_start_with() {
    let folder = TempDir::new().unwrap();
    let output = guichet(folder.path(), &["--help"], &[]);
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    for word in ["serve", "migrate", "staff", "key", "check", "backup", "demo", "public_url", "secret_key"] {
        assert!(help.contains(word), "{word}: {help}");
    }
    let output = guichet(folder.path(), &["dance"], &[]);
    assert_eq!(output.status.code(), Some(2));
}
