//! A file on its way in.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::folder::{FileError, blocking, gone, make};
use crate::{FileKey, Sniffed, clean_name, sniff, space};

/// So much is gathered before it is handed to the disk, in bytes.
const AT_ONCE: usize = 256 << 10;
/// So much of the beginning says what a file is, in bytes.
pub(crate) const BEGINNING: usize = 8 << 10;

/// A file that is in place and on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its key.
    pub key: FileKey,
    /// What its sender calls it, cleaned.
    pub name: String,
    /// What it is.
    pub sniffed: Sniffed,
    /// How large it is, in bytes.
    pub size: i64,
    /// Its SHA-256.
    pub digest: [u8; 32],
}

/// A file that is being sent. Dropped before its end, it leaves nothing.
#[derive(Debug)]
pub struct Draft {
    /// Nothing while its bytes are on their way to the disk, and after its end.
    open: Option<Open>,
    waiting: Vec<u8>,
    beginning: Vec<u8>,
    name: String,
    key: FileKey,
    size: u64,
}

/// The file beside its place; it goes with this value.
#[derive(Debug)]
struct Open {
    file: File,
    hash: Sha256,
    path: PathBuf,
    place: PathBuf,
    floor: u64,
    is_in_place: bool,
}

impl Draft {
    pub(crate) fn create(
        path: PathBuf,
        place: PathBuf,
        (key, name): (FileKey, String),
        floor: u64,
    ) -> io::Result<Draft> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        let open = Open { file, hash: Sha256::new(), path, place, floor, is_in_place: false };
        Ok(Draft {
            open: Some(open),
            waiting: Vec::new(),
            beginning: Vec::new(),
            name: clean_name(&name),
            key,
            size: 0,
        })
    }

    /// How much has come so far, in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What its sender calls it, cleaned.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is, by what has come so far.
    pub fn sniffed(&self) -> Sniffed {
        sniff(&self.beginning, &self.name)
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// The disk refuses, or too little of it is free: nothing stays.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.size += bytes.len() as u64;
        let missing = BEGINNING.saturating_sub(self.beginning.len());
        self.beginning.extend_from_slice(&bytes[..missing.min(bytes.len())]);
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() < AT_ONCE { Ok(()) } else { self.hand_over().await }
    }

    /// Hands what was gathered to the disk, so that nothing of it waits in memory.
    ///
    /// # Errors
    /// The disk refuses, or too little of it is free: nothing stays.
    pub async fn hand_over(&mut self) -> Result<(), FileError> {
        let bytes = std::mem::take(&mut self.waiting);
        let mut open = self.open.take().ok_or_else(ended)?;
        let written = blocking(move || {
            if !bytes.is_empty() {
                space::ensure_for(&open.file, open.floor)?;
            }
            open.hash.update(&bytes);
            open.file.write_all(&bytes)?;
            Ok(open)
        });
        self.open = Some(written.await?);
        Ok(())
    }

    /// Puts the file in its place; it is on the disk when this answers. From now on it stays, unless it is removed or no row is ever
    /// committed that speaks of it.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn finish(mut self) -> Result<Kept, FileError> {
        self.hand_over().await?;
        let open = self.open.take().ok_or_else(ended)?;
        let digest = blocking(move || open.settle()).await?;
        let sniffed = self.sniffed();
        let size = i64::try_from(self.size).unwrap_or(i64::MAX);
        Ok(Kept { key: self.key, name: self.name, sniffed, size, digest })
    }
}

impl Open {
    fn settle(mut self) -> Result<[u8; 32], FileError> {
        self.file.sync_all()?;
        let shelf = self.place.parent().unwrap_or(Path::new("."));
        make(shelf)?;
        fs::rename(&self.path, &self.place)?;
        self.is_in_place = true;
        // The name is on the disk once its folder is, and that folder's name once the one around it is.
        File::open(shelf)?.sync_all()?;
        if let Some(folder) = shelf.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(std::mem::take(&mut self.hash).finalize().into())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if self.is_in_place {
            return;
        }
        if let Err(error) = gone(fs::remove_file(&self.path)) {
            tracing::warn!(%error, "a file that was not sent whole stays until it is swept");
        }
    }
}

fn ended() -> FileError {
    FileError::Disk(io::Error::other("the file could not be written before"))
}

#[cfg(test)]
mod tests {
    use kit_core::Random;

    use super::*;

    #[tokio::test]
    async fn what_would_fill_the_disk_goes_again() {
        let folder = tempfile::tempdir().unwrap();
        let key = FileKey::random(&Random::seeded(1));
        let (path, place) = (folder.path().join("a"), folder.path().join("b"));
        let mut draft = Draft::create(path.clone(), place, (key, "a.png".to_owned()), u64::MAX).unwrap();
        draft.write(b"x").await.unwrap();
        assert!(path.exists());
        assert!(matches!(draft.hand_over().await, Err(FileError::Full)));
        assert!(!path.exists());
        assert!(draft.finish().await.is_err());
    }
}
