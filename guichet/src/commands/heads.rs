//! The file in which `guichet check --heads` keeps the heads of the chains.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use credits::ChainHead;
use kit_db::Db;

use crate::failure::{Failure, failed};

/// What of the heads that the file keeps the ledger no longer has, in words; nothing when there is no such file yet.
pub(super) async fn lost(db: &Db, file: &Path) -> Result<Vec<String>, Failure> {
    let text = match std::fs::read_to_string(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        text => text.map_err(failed)?,
    };
    let read = |(place, line): (usize, &str)| -> Result<ChainHead, Failure> {
        line.parse().map_err(|_| Failure::usage(format!("{}, line {}: this is no head", file.display(), place + 1)))
    };
    let kept = text.lines().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    let lost = credits::lost_heads(db, &kept).await.map_err(failed)?;
    let said = |head: &ChainHead| format!("{} {}: the ledger no longer has what it had", head.account, head.operation);
    Ok(lost.iter().map(said).collect())
}

/// Writes the heads as they are now, whole or not at all; answers how many.
pub(super) async fn keep(db: &Db, file: &Path) -> Result<usize, Failure> {
    let heads = credits::heads(db).await.map_err(failed)?;
    let text: String = heads.iter().map(|head| format!("{head}\n")).collect();
    let mut draft = file.as_os_str().to_owned();
    draft.push(".new");
    let draft = PathBuf::from(draft);
    std::fs::write(&draft, text).and_then(|()| std::fs::rename(&draft, file)).map_err(failed)?;
    Ok(heads.len())
}
