//! What people keep about a person, and how they forget.

use jiff::Timestamp;
use kit_core::{Context, Locale, PersonId, Text};
use kit_db::{DbError, Read, Tx};
use kit_web::{Erasure, Ground, Hindrance, Personal, PersonalRows, Subject};
use serde_json::json;

use crate::model::{Email, NamePart, PersonName};
use crate::{log, store};

/// How many sessions one step reads.
const SESSIONS: i64 = 200;

/// The declarations: the login last to go, as the others name it.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "people.login",
            columns: &["persons.email", "persons.first_name", "persons.surname", "person_words.person"],
            what: Text::new("people-kept-login"),
            why: Text::new("people-kept-login-why"),
            ground: Ground::Contract,
            how_long: Text::new("people-kept-login-how-long"),
            rows: login,
            erasure: Erasure::Gone(forget_login),
        },
        Personal {
            name: "people.sessions",
            columns: &[
                "sessions.person",
                "sessions.device",
                "sessions.address",
                "half_sign_ins.person",
                "handed_links.person",
            ],
            what: Text::new("people-kept-sessions"),
            why: Text::new("people-kept-sessions-why"),
            ground: Ground::Interest,
            how_long: Text::new("people-kept-sessions-how-long"),
            rows: sessions,
            erasure: Erasure::Gone(|tx, _, subject| store::personal::erase_sessions(tx, subject.person)),
        },
        Personal {
            name: "people.second-factor",
            columns: &["second_factors.person", "recovery_codes.person"],
            what: Text::new("people-kept-factor"),
            why: Text::new("people-kept-factor-why"),
            ground: Ground::Interest,
            how_long: Text::new("people-kept-factor-how-long"),
            rows: factor,
            erasure: Erasure::Gone(|tx, _, subject| store::second_factors::remove(tx, subject.person).map(drop)),
        },
        Personal {
            name: "people.links",
            columns: &[
                "password_resets.person",
                "password_resets.email",
                "email_changes.person",
                "email_changes.email",
            ],
            what: Text::new("people-kept-links"),
            why: Text::new("people-kept-links-why"),
            ground: Ground::Contract,
            how_long: Text::new("people-kept-links-how-long"),
            rows: links,
            erasure: Erasure::Gone(|tx, _, subject| store::personal::erase_links(tx, subject.person)),
        },
    ]
}

/// Staff is not forgotten while it has permissions: an owner takes them away first, and the last owner stays.
pub(crate) fn hindrances(read: &mut Read<'_>, subject: &Subject) -> Result<Vec<Hindrance>, DbError> {
    let person = store::persons::by_id(read, subject.person)?;
    let is_staff = person.is_some_and(|person| !person.staff.is_empty());
    let hindrance = Hindrance { text: Text::new("people-erase-staff"), ways: Vec::new() };
    Ok(is_staff.then_some(hindrance).into_iter().collect())
}

/// The address that stands where the one of a forgotten person stood: it reaches nobody (RFC 2606).
///
/// # Errors
/// None that can happen: the mark is an address.
pub fn mark(person: PersonId) -> Result<Email, DbError> {
    Email::parse(&format!("{person}@erased.invalid")).map_err(DbError::fault)
}

fn login(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let row = store::personal::login(read, subject.person)?;
    Ok(PersonalRows::all(row.map(|row| {
        vec![
            ("email", json!(row.email.as_str())),
            ("first_name", json!(row.first_name)),
            ("surname", json!(row.surname)),
            ("language", json!(row.locale.tag())),
            ("time_zone", json!(row.time_zone.as_str())),
            ("staff", json!(row.staff.codes())),
            ("has_password", json!(row.has_password)),
            ("created_at", json!(row.created_at)),
            ("confirmed_at", json!(row.confirmed_at)),
            ("disabled_at", json!(row.disabled_at)),
        ]
    })))
}

fn sessions(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let start =
        after.and_then(|after| after.split_once(' ')).and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    let found = store::personal::sessions(read, subject.person, start.unwrap_or((i64::MIN, 0)), SESSIONS)?;
    let last = found.last().filter(|_| found.len() as i64 == SESSIONS);
    let next = last.map(|last| format!("{} {}", last.created_at.as_microsecond(), last.id.0));
    let rows = found.iter().map(|row| {
        vec![
            ("began_at", json!(row.created_at)),
            ("last_seen_at", json!(row.last_seen_at)),
            ("ended_at", json!(row.ended_at)),
            ("device", json!(row.device)),
            ("address", json!(row.address)),
            ("second_factor", json!(row.second_factor)),
        ]
    });
    Ok(PersonalRows { rows: rows.collect(), next })
}

fn factor(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let row = store::personal::factor(read, subject.person)?;
    Ok(PersonalRows::all(row.map(|row| {
        vec![
            ("set_up_at", json!(row.created_at)),
            ("confirmed_at", json!(row.confirmed_at)),
            ("recovery_codes_left", json!(row.codes_left)),
        ]
    })))
}

fn links(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::personal::links(read, subject.person)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        let used_at: Option<Timestamp> = row.used_at;
        vec![
            ("for", json!(row.kind)),
            ("sent_to", json!(row.email.as_str())),
            ("created_at", json!(row.created_at)),
            ("expires_at", json!(row.expires_at)),
            ("used_at", json!(used_at)),
        ]
    })))
}

fn forget_login(tx: &mut Tx<'_>, ctx: &Context, subject: &Subject) -> Result<(), DbError> {
    let [first, surname] = match subject.locale {
        Locale::Fr => ["Personne", "effacée"],
        Locale::En => ["Erased", "person"],
    };
    let part = |text| NamePart::parse(text).map_err(DbError::fault);
    let name = PersonName { first: part(first)?, surname: part(surname)? };
    if store::personal::erase_login(tx, subject.person, &mark(subject.person)?, &name, ctx.now)? {
        audit::record(tx, ctx, audit::Entry::new(&log::ERASED).person(subject.person))?;
    }
    Ok(())
}
