//! How long the agent on the phone waits for an account, among a million: each way to find one, on the database's own thread.

use std::time::{Duration, Instant};

use accounts::model::likeness::{likeness_keys, name_key};
use kit_core::{AccountId, Clock};
use kit_db::{Db, DbError, Lock, Tx, sql};
use serde_json::{Value, json};

use crate::accounts::open;
use crate::product::Installation;
use crate::report::Report;

/// How many accounts one transaction writes.
const STEP: i64 = 1_000;
/// How often each way is tried.
const TIMES: i64 = 400;
/// Where the numbers of these accounts begin.
const FIRST: i64 = 10_000_000;
/// The most that the slowest of a hundred look-ups may take, in milliseconds.
const BOUND: f64 = 5.0;

macro_rules! rows {
    ($name:ident, $insert:literal, $sqlite:literal, $postgres:literal) => {
        sql!(
            $name,
            sqlite: concat!($insert, $sqlite, " FROM json_each($1)"),
            postgres: concat!($insert, $postgres, " FROM json_array_elements(CAST(CAST($1 AS TEXT) AS JSON)) AS v(value)"),
        );
    };
}

rows!(
    ACCOUNTS,
    "INSERT INTO accounts (id, state, company, applicant, administration_email, mail_domain, locale, created_at, applied_at, decided_at, reason) ",
    "SELECT value->>0, 'active', value->>0, NULL, value->>1, value->>2, 'fr', 0, 0, 0, NULL",
    "SELECT CAST(value->>0 AS BIGINT), 'active', CAST(value->>0 AS BIGINT), NULL, value->>1, value->>2, 'fr', 0, 0, 0, NULL"
);
rows!(
    COMPANIES,
    "INSERT INTO companies (id, account, name, name_key, siren, line1, line2, postal_code, town, country, phone, created_at) ",
    "SELECT value->>0, value->>0, value->>1, value->>2, NULL, '1 rue Neuve', '', '69003', 'Lyon', 'FR', value->>3, 0",
    "SELECT CAST(value->>0 AS BIGINT), CAST(value->>0 AS BIGINT), value->>1, value->>2, NULL, '1 rue Neuve', '', '69003', 'Lyon', 'FR', value->>3, 0"
);
rows!(
    KEYS,
    "INSERT INTO company_keys (likeness, company) ",
    "SELECT value->>0, value->>1",
    "SELECT value->>0, CAST(value->>1 AS BIGINT)"
);
rows!(
    PERSONS,
    "INSERT INTO persons (id, email, first_name, surname, locale, time_zone, password, staff, created_at, confirmed_at) ",
    "SELECT value->>0, value->>1, value->>2, value->>3, 'fr', 'Europe/Paris', NULL, '', 0, 0",
    "SELECT CAST(value->>0 AS BIGINT), value->>1, value->>2, value->>3, 'fr', 'Europe/Paris', NULL, '', 0, 0"
);
rows!(
    WORDS,
    "INSERT INTO person_words (word, person) ",
    "SELECT value->>0, value->>1",
    "SELECT value->>0, CAST(value->>1 AS BIGINT)"
);
rows!(
    MEMBERS,
    "INSERT INTO members (account, person, roles, joined_at, removed_at, terms_version) ",
    "SELECT value->>0, value->>0, 'admin', 0, NULL, 1",
    "SELECT CAST(value->>0 AS BIGINT), CAST(value->>0 AS BIGINT), 'admin', 0, NULL, 1"
);

const TRADES: [&str; 12] = [
    "Atelier",
    "Garage",
    "Cabinet",
    "Menuiserie",
    "Charpentes",
    "Agence",
    "Bureau",
    "Maçonnerie",
    "Transports",
    "Imprimerie",
    "Serrurerie",
    "Électricité",
];
const BEGINNINGS: [&str; 20] = [
    "Mar", "Ber", "Dur", "Lam", "Gir", "Pel", "Cha", "Rou", "Vas", "Mon", "Del", "Fer", "Gau", "Hen", "Jou", "Lar",
    "Per", "Ris", "Tho", "Val",
];
const ENDINGS: [&str; 20] = [
    "tin", "nard", "and", "bert", "ard", "letier", "pentier", "sseau", "seur", "tagne", "mas", "rand", "thier", "ry",
    "bert", "oche", "rin", "olet", "mas", "lier",
];
const TOWNS: [&str; 10] =
    ["Lyon", "Nantes", "Lille", "Brest", "Dijon", "Nancy", "Rennes", "Toulouse", "Grenoble", "Angers"];
const FIRST_NAMES: [&str; 12] =
    ["Léa", "Max", "Zoé", "Paul", "Inès", "Karim", "Élise", "Hugo", "Nina", "Omar", "Rose", "Théo"];

/// An account that was made.
struct Made {
    number: i64,
    company: String,
    phone: String,
    email: String,
    first: &'static str,
    surname: String,
}

fn pick(list: &[&'static str], number: i64) -> &'static str {
    list[usize::try_from(number).unwrap_or_default() % list.len()]
}

/// The account with this place: names repeat as names do, thousands of times.
fn made(place: i64) -> Made {
    let surname = format!("{}{}", pick(&BEGINNINGS, place / 7), pick(&ENDINGS, place / 131));
    Made {
        number: FIRST + place,
        company: format!("{} {surname} {} {}", pick(&TRADES, place), pick(&TOWNS, place / 11), place % 9_973),
        phone: format!("+33{:09}", 400_000_000 + place),
        email: format!("contact@{}-{place}.example", surname.to_lowercase()),
        first: pick(&FIRST_NAMES, place / 3),
        surname,
    }
}

/// Measures an engine with so many accounts.
///
/// # Errors
/// The data cannot be made or read.
pub async fn measure(
    name: &str,
    installation: &Installation,
    accounts: i64,
    report: &mut Report,
) -> Result<(), String> {
    println!("\n{name}: making {accounts} accounts…");
    // Whatever an earlier run left.
    drop(std::fs::remove_dir_all(&installation.folder));
    std::fs::create_dir_all(&installation.folder).map_err(|error| error.to_string())?;
    let (db, _) = open(&installation.folder, &installation.database()?)?;
    let schema = kit_web::migrations(&guichet::demo_modules());
    db.migrate(&schema, &Clock::system()).await.map_err(|error| error.to_string())?;
    for first in (0..accounts).step_by(usize::try_from(STEP).unwrap_or(1)) {
        let last = (first + STEP).min(accounts);
        let written = db.write::<_, DbError, _>(Lock::None, move |tx| add(tx, first, last));
        written.await.map_err(|error| error.to_string())?;
    }
    installation.tidy()?;
    let mut all = Vec::new();
    for (way, said) in ways() {
        let mut times = Vec::new();
        for turn in 0..TIMES {
            let one = made((turn * 7_919 + 13) % accounts);
            times.push(look(&db, said(&one), one.number).await?);
        }
        times.sort_unstable();
        println!("  {way}: median {:.2} ms, p99 {:.2} ms", at(&times, 50), at(&times, 99));
        all.extend(times);
    }
    all.sort_unstable();
    report.figure(
        &format!("{name}: an account of {accounts} found by what a caller says, p99 (ms)"),
        at(&all, 99),
        BOUND,
    );
    Ok(())
}

type Said = fn(&Made) -> String;

fn ways() -> [(&'static str, Said); 8] {
    [
        ("number", |one| format!("compte {}", one.number)),
        ("telephone", |one| one.phone.replacen("+33", "0", 1)),
        ("address", |one| one.email.clone()),
        ("name", |one| one.company.clone()),
        ("words in another order", |one| one.company.split(' ').rev().collect::<Vec<_>>().join(" ")),
        ("one common word", |one| one.company.split(' ').next().unwrap_or_default().to_owned()),
        ("a person's name", |one| format!("{} {}", one.first, one.surname)),
        ("nothing there", |one| format!("{} Introuvable", one.surname)),
    ]
}

/// How long it takes; by number, telephone, address and name the account itself is among those found.
async fn look(db: &Db, said: String, number: i64) -> Result<Duration, String> {
    let is_exact = said.contains('@') || said.bytes().any(|byte| byte.is_ascii_digit());
    let found = db.read::<_, DbError, _>(move |read| {
        let begin = Instant::now();
        let found = calls::find(read, &said)?;
        Ok((begin.elapsed(), found.accounts.iter().any(|one| one.found.id == AccountId(number)), said.clone()))
    });
    let (time, is_there, said) = found.await.map_err(|error| error.to_string())?;
    if is_exact && !is_there { Err(format!("`{said}` does not find {number}")) } else { Ok(time) }
}

/// A percentile, in milliseconds.
fn at(times: &[Duration], percent: usize) -> f64 {
    let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

fn add(tx: &mut Tx<'_>, first: i64, last: i64) -> Result<(), DbError> {
    let (mut accounts, mut companies, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    let (mut persons, mut words, mut members) = (Vec::new(), Vec::new(), Vec::new());
    for one in (first..last).map(made) {
        let number = one.number;
        let key = name_key(&one.company);
        let domain = one.email.split('@').next_back().unwrap_or_default().to_owned();
        accounts.push(json!([number, one.email, domain]));
        companies.push(json!([number, one.company, key, one.phone]));
        keys.extend(likeness_keys(&key).into_iter().map(|key| json!([key, number])));
        persons.push(json!([number, one.email, one.first, one.surname]));
        let known = people::folded_words(&format!("{} {} {}", one.first, one.surname, one.email));
        words.extend(known.into_iter().chain([one.email.clone()]).map(|word| json!([word, number])));
        members.push(json!([number]));
    }
    let batches = [
        (&ACCOUNTS, accounts),
        (&COMPANIES, companies),
        (&KEYS, keys),
        (&PERSONS, persons),
        (&WORDS, words),
        (&MEMBERS, members),
    ];
    for (statement, rows) in batches {
        tx.exec(statement, &[&Value::Array(rows).to_string()])?;
    }
    Ok(())
}
