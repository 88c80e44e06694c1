//! The folder of files.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use kit_core::Random;
use thiserror::Error;
use tokio::task::spawn_blocking;

use crate::space::{self, FLOOR};
use crate::{Draft, FileKey, Reading};

/// Where what is still being sent stands.
const INCOMING: &str = "incoming";

/// Why a file cannot be had or kept.
#[derive(Debug, Error)]
pub enum FileError {
    /// This installation keeps no files.
    #[error("this installation keeps no files: the setting `files` names no folder")]
    Nowhere,
    /// There is no such file.
    #[error("the file {0} is missing")]
    Missing(FileKey),
    /// Too little of the disk is free.
    #[error("too little of the disk is free for another file")]
    Full,
    /// The folder or the disk refuses.
    #[error("the folder of files: {0}")]
    Disk(#[from] io::Error),
}

/// The files of an installation. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Files {
    folder: Option<Arc<Path>>,
    floor: u64,
}

/// A file that stands in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its key.
    pub key: FileKey,
    /// Since when it is there.
    pub since: Timestamp,
}

impl Files {
    /// No files at all: an installation without a folder for them.
    pub fn none() -> Files {
        Files::default()
    }

    /// Those of a folder, which is made when the first one comes. Of its disk a gibibyte stays free.
    pub fn at(folder: impl Into<PathBuf>) -> Files {
        Files { folder: Some(folder.into().into()), floor: FLOOR }
    }

    /// The same files, of whose disk so many bytes stay free.
    pub fn leaving(self, floor: u64) -> Files {
        Files { floor, ..self }
    }

    /// Whether files can be kept.
    pub fn are_kept(&self) -> bool {
        self.folder.is_some()
    }

    /// The folder.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Begins a file, of which nothing stays unless it is finished. `name` is the sender's word for it.
    ///
    /// # Errors
    /// There is no folder, it cannot be written to, or too little of its disk is free.
    pub async fn begin(&self, random: &Random, name: &str) -> Result<Draft, FileError> {
        let folder = self.folder.clone().ok_or(FileError::Nowhere)?;
        let floor = self.floor;
        let (key, name) = (FileKey::random(random), name.to_owned());
        blocking(move || {
            let incoming = folder.join(INCOMING);
            make(&incoming)?;
            space::ensure_in(&incoming, floor)?;
            Ok(Draft::create(incoming.join(key.to_string()), place(&folder, key), (key, name), floor)?)
        })
        .await
    }

    /// Opens a file to be read.
    ///
    /// # Errors
    /// [`FileError::Missing`] where there is none.
    pub async fn open(&self, key: FileKey) -> Result<Reading, FileError> {
        let path = self.path(key)?;
        blocking(move || match File::open(&path) {
            Ok(file) => Ok(Reading::new(file)?),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(FileError::Missing(key)),
            Err(error) => Err(error.into()),
        })
        .await
    }

    /// How large a file is; none where there is none.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub async fn size(&self, key: FileKey) -> Result<Option<u64>, FileError> {
        let path = self.path(key)?;
        blocking(move || match fs::metadata(&path) {
            Ok(known) => Ok(Some(known.len())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        })
        .await
    }

    /// Removes a file; one that is gone already is no error.
    ///
    /// # Errors
    /// The folder refuses.
    pub async fn remove(&self, key: FileKey) -> Result<(), FileError> {
        let path = self.path(key)?;
        blocking(move || Ok(gone(fs::remove_file(path))?)).await
    }

    /// Removes a file where nothing can be waited for.
    pub(crate) fn remove_now(&self, key: FileKey) -> Result<(), FileError> {
        Ok(gone(fs::remove_file(self.path(key)?))?)
    }

    /// The files of one of the 256 shelves.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub async fn on_shelf(&self, shelf: u8) -> Result<Vec<Found>, FileError> {
        let Some(folder) = self.folder.clone() else { return Ok(Vec::new()) };
        blocking(move || Ok(found(&folder.join(format!("{shelf:02x}")))?)).await
    }

    /// Removes what was begun before `then` and never came to its end; answers how many.
    ///
    /// # Errors
    /// The folder refuses.
    pub async fn remove_begun_before(&self, then: Timestamp) -> Result<usize, FileError> {
        let Some(folder) = self.folder.clone() else { return Ok(0) };
        blocking(move || {
            let incoming = folder.join(INCOMING);
            let old: Vec<Found> = found(&incoming)?.into_iter().filter(|one| one.since < then).collect();
            old.iter().try_for_each(|one| gone(fs::remove_file(incoming.join(one.key.to_string()))))?;
            Ok(old.len())
        })
        .await
    }

    /// Copies all files that are in their places into a new folder; answers how many. One that goes meanwhile is left out.
    ///
    /// # Errors
    /// The folder is there already, or a disk refuses.
    pub async fn copy_to(&self, folder: &Path) -> Result<usize, FileError> {
        let copy = folder.to_owned();
        blocking(move || Ok(DirBuilder::new().mode(0o700).create(&copy)?)).await?;
        let mut copied = 0;
        for shelf in 0..=u8::MAX {
            for Found { key, .. } in self.on_shelf(shelf).await? {
                let (from, to) = (self.path(key)?, place(folder, key));
                copied += usize::from(blocking(move || Ok(copy_one(&from, &to)?)).await?);
            }
        }
        Ok(copied)
    }

    fn path(&self, key: FileKey) -> Result<PathBuf, FileError> {
        let folder = self.folder.as_deref().ok_or(FileError::Nowhere)?;
        Ok(place(folder, key))
    }
}

/// Where a file stands.
fn place(folder: &Path, key: FileKey) -> PathBuf {
    folder.join(format!("{:02x}", key.shelf())).join(key.to_string())
}

fn found(folder: &Path) -> io::Result<Vec<Found>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut all = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Some(key) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let since = match entry.metadata().and_then(|known| known.modified()) {
            Ok(since) => Timestamp::try_from(since).map_err(io::Error::other)?,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        all.push(Found { key, since });
    }
    Ok(all)
}

fn copy_one(from: &Path, to: &Path) -> io::Result<bool> {
    if let Some(shelf) = to.parent() {
        make(shelf)?;
    }
    match fs::copy(from, to) {
        Ok(_) => File::open(to)?.sync_all().map(|()| true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes a folder that is its owner's alone.
pub(crate) fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

pub(crate) fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Runs what waits for the disk where nobody else waits for it.
pub(crate) async fn blocking<R, F>(work: F) -> Result<R, FileError>
where
    F: FnOnce() -> Result<R, FileError> + Send + 'static,
    R: Send + 'static,
{
    spawn_blocking(work).await.map_err(|error| FileError::Disk(io::Error::other(error)))?
}
