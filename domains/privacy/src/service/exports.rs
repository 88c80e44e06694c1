//! A copy of all that is kept about a person: asked for, made by a job, had for some days.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Context, PersonId, Text};
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use kit_i18n::{DEFAULT_ZONE, Reader};
use kit_jobs::JobError;
use kit_web::{App, Personal, PersonalFile, PersonalFilesSource, PersonalRows, Subject};
use thiserror::Error;

use super::erasure_requests::note;
use super::kept::{self, Kept};
use crate::jobs::BuildExport;
use crate::model::{Archive, ArchiveError, EXPORT_LIFE, EXPORTS_A_DAY, Export, ExportId};
use crate::{log, mails, store};

/// How large a part is, in bytes.
const PART: usize = 256 * 1024;
/// The most files of a copy: more than anybody sends, fewer than make a list that is too long to keep at hand.
const MOST_FILES: usize = 20_000;

/// Somebody asked for copies too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too many copies within a day")]
pub struct TooMany;

impl From<TooMany> for Text {
    fn from(_: TooMany) -> Text {
        Text::new("privacy-export-too-many").with("n", EXPORTS_A_DAY)
    }
}

/// Asks for a copy: a job makes it, and a mail tells when it is there.
///
/// # Errors
/// [`TooMany`].
pub fn ask(tx: &mut Tx<'_>, ctx: &Context, person: PersonId) -> Result<ExportId, Failed<TooMany>> {
    let day = ctx.now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    if store::exports::asked_since(tx, person, day)? >= EXPORTS_A_DAY {
        return refuse(TooMany);
    }
    let id = ExportId::random(&ctx.random);
    store::exports::insert(tx, id, person, ctx.now, end(ctx.now))?;
    note(tx, ctx, &log::EXPORTED, person, None)?;
    kit_jobs::enqueue(tx, ctx, &BuildExport { export: id })?;
    Ok(id)
}

/// The copies of a person, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn exports(read: &mut Read<'_>, person: PersonId, now: Timestamp) -> Result<Vec<Export>, DbError> {
    store::exports::of_person(read, person, now)
}

/// A copy of this person's that can be downloaded now.
///
/// # Errors
/// The database cannot be read.
pub fn downloadable(
    read: &mut Read<'_>,
    id: ExportId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<Export>, DbError> {
    Ok(store::exports::one(read, id, person, now)?.filter(|export| export.ready_at.is_some()))
}

/// Notes that a copy was downloaded by who has just given the password; false when the password changed meanwhile.
///
/// # Errors
/// The database refuses.
pub fn note_download(tx: &mut Tx<'_>, ctx: &Context, verified: &people::service::Verified) -> Result<bool, DbError> {
    let holds = verified.holds(tx)?;
    if holds {
        note(tx, ctx, &log::DOWNLOADED, verified.person(), None)?;
    }
    Ok(holds)
}

/// The files that a person sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFiles {
    /// The first of them.
    pub files: Vec<PersonalFile>,
    /// Whether there are no others.
    pub are_all: bool,
}

/// The files of a person, some at a step, in the order in which they come into the copy.
///
/// # Errors
/// The database cannot be read.
pub fn files(read: &mut Read<'_>, sources: &[PersonalFilesSource], subject: &Subject) -> Result<SentFiles, DbError> {
    let mut sent = SentFiles { files: Vec::new(), are_all: true };
    for source in sources {
        let mut after = None;
        loop {
            let page = source(read, subject, after.as_deref())?;
            sent.files.extend(page.files);
            let Some(next) = page.next else { break };
            if sent.files.len() >= MOST_FILES {
                sent.are_all = false;
                break;
            }
            after = Some(next);
        }
    }
    Ok(sent)
}

/// A part of a copy.
///
/// # Errors
/// The database cannot be read.
pub fn part(read: &mut Read<'_>, export: &Export, place: i64) -> Result<Option<Vec<u8>>, DbError> {
    store::exports::part(read, export.id, place)
}

/// Removes copies whose time is over; answers how many.
///
/// # Errors
/// The database refuses.
pub fn tidy(tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
    store::exports::remove_expired(tx, ctx.now, 20)
}

/// Makes a copy: every kind of data is read in short steps and packed as it comes. Run again after a crash it makes the same again.
pub(crate) async fn build(app: &App, ctx: Context, export: ExportId) -> Result<(), JobError> {
    let found = app.db.read::<_, DbError, _>(move |read| match store::exports::whose(read, export)? {
        Some(person) => people::service::subject(read, person),
        None => Ok(None),
    });
    let Some(subject) = found.await? else { return Ok(()) };
    let file = pack(app, &ctx, &subject).await?;
    let mut parts: i64 = 0;
    for part in file.chunks(PART) {
        let (place, part) = (parts, part.to_vec());
        app.db.write::<_, DbError, _>(Lock::None, move |tx| store::exports::add_part(tx, export, place, &part)).await?;
        parts += 1;
    }
    let size = (i64::try_from(file.len()).unwrap_or(i64::MAX), parts);
    let finished = app.db.write::<_, DbError, _>(Lock::Person(subject.person), move |tx| {
        if store::exports::finish(tx, export, ctx.now, end(ctx.now), size)? {
            mails::send_export(tx, &ctx, &subject, end(ctx.now))?;
        }
        Ok(())
    });
    Ok(finished.await?)
}

async fn pack(app: &App, ctx: &Context, subject: &Subject) -> Result<Vec<u8>, JobError> {
    let reader = app.reader(subject.locale, DEFAULT_ZONE);
    let mut archive = Archive::new(subject.locale);
    let name = reader.text(&Text::new("privacy-export-readme")).into_owned();
    archive.add_text(&format!("{name}.txt"), &readme(&reader, ctx, subject, &app.personal)).map_err(unmade)?;
    for personal in &app.personal {
        archive.begin_json(personal.name).map_err(unmade)?;
        let mut pages = Pages::new(app, personal, subject);
        while let Some(page) = pages.next().await? {
            archive.add_json(&page.rows).map_err(unmade)?;
        }
        archive.end_json().map_err(unmade)?;
        archive.begin_csv(personal.name).map_err(unmade)?;
        let mut pages = Pages::new(app, personal, subject);
        while let Some(page) = pages.next().await? {
            archive.add_csv(&page.rows).map_err(unmade)?;
        }
    }
    archive.finish().map_err(unmade)
}

/// One kind of data, step by step.
struct Pages<'a> {
    app: &'a App,
    personal: &'a Personal,
    subject: &'a Subject,
    /// Where the next step begins; nothing after the last.
    after: Option<Option<String>>,
}

impl<'a> Pages<'a> {
    fn new(app: &'a App, personal: &'a Personal, subject: &'a Subject) -> Pages<'a> {
        Pages { app, personal, subject, after: Some(None) }
    }

    async fn next(&mut self) -> Result<Option<PersonalRows>, DbError> {
        let Some(after) = self.after.take() else { return Ok(None) };
        let (rows, subject) = (self.personal.rows, self.subject.clone());
        let page = self.app.db.read::<_, DbError, _>(move |read| rows(read, &subject, after.as_deref())).await?;
        self.after = page.next.clone().map(Some);
        Ok(Some(page))
    }
}

/// What the file says of itself: whose data, when, and of each list what it is, why it is kept and how long.
fn readme(reader: &Reader, ctx: &Context, subject: &Subject, declared: &[Personal]) -> String {
    let said = |text: &Text| reader.text(text).into_owned();
    let made = Text {
        key: "privacy-export-made",
        args: vec![("name", subject.name.as_str().into()), ("at", kit_core::Arg::DateTime(ctx.now))],
    };
    let mut lines = vec![said(&made), said(&Text::new("privacy-export-lists"))];
    for (personal, Kept { what, why, ground, how_long, after, .. }) in declared.iter().zip(kept::kept(declared)) {
        let labelled = |label: Text, text: &Text| format!("  {} {}", said(&label), said(text));
        lines.push(String::new());
        lines.push(format!("{}\n  {}", personal.name, said(&what)));
        lines.push(labelled(Text::new("privacy-readme-why"), &why));
        lines.push(labelled(Text::new("privacy-readme-ground"), &ground));
        lines.push(labelled(Text::new("privacy-readme-how-long"), &how_long));
        lines.push(labelled(Text::new("privacy-readme-after"), &after));
    }
    lines.push(String::new());
    lines.push(said(&Text::new("privacy-export-without")));
    let absent = said(&Text::new("privacy-export-absent"));
    let without = [
        Text::new("privacy-export-without-others"),
        Text::new("privacy-export-without-secrets"),
        Text::new("privacy-export-without-files").with("name", absent),
    ];
    lines.extend(without.iter().map(|text| format!("  {}", said(text))));
    lines.push(String::new());
    lines.join("\n")
}

/// What a copy says, under this name, of files that it has not: those that are `gone` and those beyond the most. Nothing where it has all.
pub(crate) fn left_out(reader: &Reader, gone: &[&str], sent: &SentFiles) -> Option<(String, String)> {
    if gone.is_empty() && sent.are_all {
        return None;
    }
    let said = |text: &Text| reader.text(text).into_owned();
    let mut lines = vec![said(&Text::new("privacy-export-absent-lead")), String::new()];
    lines.extend(gone.iter().map(|name| said(&Text::new("privacy-export-absent-gone").with("name", *name))));
    if !sent.are_all {
        lines.push(said(&Text::new("privacy-export-absent-beyond").with("n", sent.files.len().to_string())));
    }
    lines.push(String::new());
    Some((format!("{}.txt", said(&Text::new("privacy-export-absent"))), lines.join("\n")))
}

fn unmade(error: ArchiveError) -> JobError {
    JobError::retry(error)
}

fn end(now: Timestamp) -> Timestamp {
    now.saturating_add(EXPORT_LIFE).unwrap_or(Timestamp::MAX)
}
