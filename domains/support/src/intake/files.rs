//! The files of a mail.

use kit_files::{Deposit, FileError, FileKind, clean_name, sniff, takes};
use kit_mail_in::Attached;
use kit_web::App;

use crate::model::{MOST_FILES, Settings};

/// The files that the publisher takes, and the names of the others.
pub(super) struct Sorted<'a> {
    wanted: Vec<&'a Attached>,
    pub(super) left_out: Vec<String>,
}

impl Sorted<'_> {
    /// What the files that are taken are called.
    pub(super) fn names(&self) -> Vec<String> {
        self.wanted.iter().map(|file| clean_name(&file.name)).collect()
    }
}

/// Says of each file whether it is taken; nothing where those that are find no room. Without any room none is taken.
pub(super) fn sort<'a>(files: &'a [Attached], settings: &Settings, room: Option<i64>) -> Option<Sorted<'a>> {
    let kinds: Vec<FileKind> = settings.kinds();
    let (mut wanted, mut left_out, mut coming) = (Vec::new(), Vec::new(), 0_i64);
    for file in files {
        let name = clean_name(&file.name);
        let is_wanted = room.is_some()
            && wanted.len() < MOST_FILES
            && file.bytes.len() as u64 <= settings.largest_file()
            && kinds.contains(&sniff(&file.bytes, &name).kind);
        if is_wanted {
            coming = coming.saturating_add(takes(i64::try_from(file.bytes.len()).unwrap_or(i64::MAX)));
            wanted.push(file);
        } else {
            left_out.push(name);
        }
    }
    (coming <= room.unwrap_or(0)).then_some(Sorted { wanted, left_out })
}

/// Keeps those that are taken.
pub(super) async fn keep(app: &App, sorted: &Sorted<'_>) -> Result<Deposit, FileError> {
    let mut drafts = Vec::new();
    for file in &sorted.wanted {
        let mut draft = app.files.begin(&app.random, &file.name).await?;
        draft.write(&file.bytes).await?;
        draft.hand_over().await?;
        drafts.push(draft);
    }
    Deposit::of(&app.files, drafts).await
}
