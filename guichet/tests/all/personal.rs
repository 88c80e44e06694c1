//! What is kept about persons is declared, by whoever keeps it: the page, the copy and the erasure rest on that.

use std::collections::BTreeSet;

use guichet::demo_modules;
use kit_web::migrations;

/// Parts of names of columns that may name a person, or hold what he or she is called.
const TELLING: [&str; 24] = [
    "person",
    "member",
    "author",
    "applicant",
    "email",
    "mail",
    "phone",
    "contact",
    "payer",
    "buyer",
    "first_name",
    "surname",
    "device",
    "address",
    "caller",
    "agent",
    "assignee",
    "owner",
    "sender",
    "recipient",
    "watcher",
    "requester",
    "_by",
    "login",
];

/// Columns that sound so and are about nobody, or about nobody who can be found, each with the reason.
const ABOUT_NOBODY: [(&str, &str); 10] = [
    ("mail_texts.text", "the publisher's own words"),
    ("mail_texts.kind", "the publisher's own words"),
    ("mail_texts.locale", "the publisher's own words"),
    ("paypal_payments.email", "the publisher's own account at PayPal"),
    ("paypal_settings.email", "the publisher's own account at PayPal"),
    ("paypal_settings.by_mail", "whether requests are mailed"),
    ("paypal_settings.double_address", "where the double of PayPal is"),
    ("paypal_settings.double_authority", "who signs for the double of PayPal"),
    ("support_levels.callers", "how many may call"),
    ("webhook_endpoints.disabled_by", "an id of the staff, of an address of the publisher's programs"),
];

/// The columns of all tables, as `table.column`.
fn columns() -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    for migration in migrations(&demo_modules()) {
        let lines = migration.text.lines().map(|line| line.split("--").next().unwrap_or_default());
        let text = lines.collect::<Vec<_>>().join("\n");
        for statement in text.split(';') {
            let words: Vec<&str> = statement.split_whitespace().collect();
            match words.as_slice() {
                ["CREATE", "TABLE", table, ..] => {
                    let (_, inside) = statement.split_once('(').expect("the columns of a table");
                    columns.extend(named(inside).map(|column| format!("{table}.{column}")));
                }
                ["ALTER", "TABLE", table, "ADD", "COLUMN", column, ..] => {
                    columns.insert(format!("{table}.{column}"));
                }
                _ => {}
            }
        }
    }
    columns
}

/// The names of columns: what begins each part between commas, outside of brackets, but for constraints.
fn named(inside: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let parts = inside.split(move |c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        c == ',' && depth == 0
    });
    parts
        .filter_map(|part| part.split_whitespace().next())
        .filter(|name| name.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || c == '_'))
}

fn declared() -> BTreeSet<String> {
    let modules = demo_modules();
    let columns = modules.iter().flat_map(|module| &module.personal).flat_map(|personal| personal.columns);
    columns.map(|column| (*column).to_owned()).collect()
}

#[test]
fn nothing_is_kept_about_a_person_that_is_not_declared() {
    let columns = columns();
    assert!(columns.len() > 200, "the migrations are read: {}", columns.len());
    let declared = declared();
    let excepted: BTreeSet<String> = ABOUT_NOBODY.iter().map(|(column, _)| (*column).to_owned()).collect();
    let tells = |column: &&String| {
        let name = column.split('.').nth(1).unwrap_or_default();
        TELLING.iter().any(|part| name.contains(part))
    };
    let undeclared: Vec<&String> = columns
        .iter()
        .filter(tells)
        .filter(|column| !declared.contains(*column) && !excepted.contains(*column))
        .collect();
    assert!(
        undeclared.is_empty(),
        "say in the `personal.rs` of their domain what these columns keep about a person, why and how long: {undeclared:?}"
    );
    let gone: Vec<&String> = declared.iter().chain(&excepted).filter(|column| !columns.contains(*column)).collect();
    assert!(gone.is_empty(), "there are no such columns: {gone:?}");
}

#[test]
fn every_declaration_has_a_name_of_its_own() {
    let modules = demo_modules();
    let mut names: Vec<&str> =
        modules.iter().flat_map(|module| &module.personal).map(|personal| personal.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(all, names.len());
    let tame = |name: &&str| name.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '-');
    assert!(names.iter().all(tame), "they are names of files: {names:?}");
}
