//! What support keeps about a person: the cases asked and followed, and what he or she wrote there.

use accounts::service::members;
use kit_core::{Context, Text};
use kit_db::{DbError, Read, Tx};
use kit_web::{Erasure, Ground, Personal, PersonalFile, PersonalFiles, PersonalRows, Subject};
use serde_json::json;

use crate::jobs::RemoveFiles;
use crate::model::CaseFile;
use crate::store;
use crate::store::mails::MailRow;
use crate::store::personal::{CaseLine, MessageLine};

/// How many lines of conversations one step reads.
const ROWS: i64 = 200;

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "support.cases",
            columns: &["cases.requester", "cases.assignee", "case_watchers.person"],
            what: Text::new("support-kept-cases"),
            why: Text::new("support-kept-cases-why"),
            ground: Ground::Contract,
            how_long: Text::new("support-kept-how-long"),
            rows: cases,
            erasure: Erasure::Reduced(unwatch_all, Text::new("support-kept-cases-after")),
        },
        Personal {
            name: "support.messages",
            columns: &["case_lines.person"],
            what: Text::new("support-kept-messages"),
            why: Text::new("support-kept-messages-why"),
            ground: Ground::Contract,
            how_long: Text::new("support-kept-how-long"),
            rows: messages,
            erasure: Erasure::Kept(Text::new("support-kept-messages-after")),
        },
        Personal {
            name: "support.mails",
            columns: &["case_mails.person", "case_mails.sender"],
            what: Text::new("support-kept-mails"),
            why: Text::new("support-kept-mails-why"),
            ground: Ground::Interest,
            how_long: Text::new("support-kept-how-long"),
            rows: mails,
            erasure: Erasure::Reduced(forget_senders, Text::new("support-kept-mails-after")),
        },
        Personal {
            name: "support.files",
            columns: &["case_files.person"],
            what: Text::new("support-kept-files"),
            why: Text::new("support-kept-messages-why"),
            ground: Ground::Contract,
            how_long: Text::new("support-kept-how-long"),
            rows: file_rows,
            erasure: Erasure::Reduced(forget_files, Text::new("support-kept-files-after")),
        },
    ]
}

/// The cases that the person asked, and those of accounts that he or she is in which he or she follows.
fn cases(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let after = after.and_then(|number| number.parse().ok()).unwrap_or(i64::MIN);
    let found = store::personal::cases(read, subject.person, after, ROWS)?;
    let next = found.last().filter(|_| found.len() as i64 == ROWS).map(|last| last.number.raw().to_string());
    let mut own = Vec::new();
    for case in found {
        if case.requester == subject.person || is_followed(read, &case, subject)? {
            own.push(case);
        }
    }
    let row = |row: &CaseLine| {
        vec![
            ("case", json!(row.number.to_string())),
            ("subject", json!(row.subject)),
            ("product", json!(row.product)),
            ("opened_at", json!(row.opened_at)),
            ("asked_by_you", json!(row.requester == subject.person)),
        ]
    };
    Ok(PersonalRows { rows: own.iter().map(row).collect(), next })
}

/// Who left an account follows nothing in it any more.
fn is_followed(read: &mut Read<'_>, case: &CaseLine, subject: &Subject) -> Result<bool, DbError> {
    match case.account {
        Some(account) => members::is_member(read, account, subject.person),
        None => Ok(false),
    }
}

/// What the person wrote in them.
fn messages(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let mut place = after.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok());
    let after = (place.next().unwrap_or(i64::MIN), place.next().unwrap_or(i64::MIN));
    let found = store::personal::messages(read, subject.person, after, ROWS)?;
    let row = |row: &MessageLine| {
        vec![("case", json!(row.number.to_string())), ("at", json!(row.at)), ("words", json!(row.body))]
    };
    Ok(PersonalRows::page(&found, ROWS, |last| format!("{} {}", last.number.raw(), last.seq), row))
}

/// Nothing more is mailed; who asked and wrote stays as an id that names nobody.
fn unwatch_all(tx: &mut Tx<'_>, _: &Context, subject: &Subject) -> Result<(), DbError> {
    store::personal::unwatch_all(tx, subject.person)
}

/// The files that the person sent.
fn file_rows(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let (found, next) = sent(read, subject, after)?;
    let rows = found.iter().map(|file| {
        vec![
            ("case", json!(file.number.to_string())),
            ("name", json!(file.name)),
            ("bytes", json!(file.size)),
            ("file", json!(name(file))),
        ]
    });
    Ok(PersonalRows { rows: rows.collect(), next })
}

/// The same files, to be put into the copy.
pub(crate) fn files(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalFiles, DbError> {
    let (found, next) = sent(read, subject, after)?;
    let files = found.iter().map(|file| PersonalFile { name: name(file), key: file.file });
    Ok(PersonalFiles { files: files.collect(), next })
}

fn sent(
    read: &mut Read<'_>,
    subject: &Subject,
    after: Option<&str>,
) -> Result<(Vec<CaseFile>, Option<String>), DbError> {
    let after = after.and_then(|id| id.parse().ok()).unwrap_or(i64::MIN);
    let found = store::files::of_person(read, subject.person, after, ROWS)?;
    let next = found.last().filter(|_| found.len() as i64 == ROWS).map(|last| last.id.0.to_string());
    Ok((found, next))
}

/// What a file is called in the copy: no two are alike.
fn name(file: &CaseFile) -> String {
    format!("support/{}/{}-{}", file.number, file.id, file.name)
}

/// What the person sent for himself or herself alone goes; what is in an account's cases is the account's as well.
fn forget_files(tx: &mut Tx<'_>, ctx: &Context, subject: &Subject) -> Result<(), DbError> {
    let keys = store::files::remove_own(tx, subject.person)?;
    if keys.is_empty() {
        return Ok(());
    }
    kit_jobs::enqueue(tx, ctx, &RemoveFiles { keys: keys.iter().map(ToString::to_string).collect() })
}

/// The answers that came by mail.
fn mails(read: &mut Read<'_>, subject: &Subject, after: Option<&str>) -> Result<PersonalRows, DbError> {
    let mut place = after.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok());
    let after = (place.next().unwrap_or(i64::MIN), place.next().unwrap_or(i64::MIN));
    let found = store::mails::of_person(read, subject.person, after, ROWS)?;
    let row = |row: &MailRow| {
        let from = if row.sender.is_empty() { json!(null) } else { json!(row.sender) };
        vec![
            ("case", json!(row.number.to_string())),
            ("line", json!(row.seq)),
            ("at", json!(row.at)),
            ("other_address", from),
        ]
    };
    Ok(PersonalRows::page(&found, ROWS, |last| format!("{} {}", last.number.raw(), last.seq), row))
}

/// From which other addresses answers came is forgotten.
fn forget_senders(tx: &mut Tx<'_>, _: &Context, subject: &Subject) -> Result<(), DbError> {
    store::mails::forget_senders(tx, subject.person)
}
