//! The folder of a demonstration: its database, its key, its mail, and the note by which it is known as ours.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::demo::cast::Cast;
use crate::failure::Failure;

/// The note: a folder without it was made by somebody else, and nothing in it is touched.
const NOTE: &str = "guichet-demo.json";
/// What programs read: there as long as the demonstration is ready.
const ANNOUNCEMENT: &str = "demo.json";

/// A folder that is ours.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

/// What the note says.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Note {
    /// Who plays; nothing while the demonstration is being made.
    cast: Option<Cast>,
}

#[derive(Serialize)]
struct Announcement<'a> {
    url: &'a str,
    paypal: &'a str,
    #[serde(flatten)]
    cast: &'a Cast,
}

impl Folder {
    /// Takes the folder over: ours, or new, or empty. `fresh` throws away what is in one of ours.
    ///
    /// # Errors
    /// It is somebody else's, or cannot be used.
    pub(crate) fn take(path: &Path, fresh: bool) -> Result<Folder, Failure> {
        let folder = Folder { path: path.to_owned() };
        let failed = |error: io::Error| Failure::new(format!("{}: {error}", path.display()));
        let is_ours = path.join(NOTE).exists();
        if is_ours && (fresh || folder.cast()?.is_none()) {
            fs::remove_dir_all(path).map_err(failed)?;
        } else if !is_ours && !is_empty(path).map_err(failed)? {
            return Err(Failure::usage(format!(
                "{} is not empty and was not made by `guichet demo`: nothing in it is touched; name another folder with --data",
                path.display()
            )));
        }
        fs::create_dir_all(path).map_err(failed)?;
        match fs::remove_file(path.join(ANNOUNCEMENT)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        if !path.join(NOTE).exists() {
            folder.write(NOTE, &Note::default())?;
        }
        Ok(folder)
    }

    /// A file or folder in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Who plays, if the demonstration is complete.
    ///
    /// # Errors
    /// The note cannot be read.
    pub(crate) fn cast(&self) -> Result<Option<Cast>, Failure> {
        let path = self.file(NOTE);
        let failed = |error: &dyn std::error::Error| Failure::new(format!("{}: {error}", path.display()));
        let text = fs::read_to_string(&path).map_err(|error| failed(&error))?;
        let note: Note = serde_json::from_str(&text).map_err(|error| failed(&error))?;
        Ok(note.cast)
    }

    /// Notes that the demonstration is complete.
    ///
    /// # Errors
    /// The note cannot be written.
    pub(crate) fn complete(&self, cast: &Cast) -> Result<(), Failure> {
        self.write(NOTE, &Note { cast: Some(cast.clone()) })
    }

    /// Tells programs that the demonstration is ready at `url`, and its double of PayPal at `paypal`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn announce(&self, url: &str, paypal: &str, cast: &Cast) -> Result<(), Failure> {
        self.write(ANNOUNCEMENT, &Announcement { url, paypal, cast })
    }

    /// Tells programs that it is no more.
    ///
    /// # Errors
    /// The file cannot be removed.
    pub(crate) fn withdraw(&self) -> Result<(), Failure> {
        let path = self.file(ANNOUNCEMENT);
        fs::remove_file(&path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
    }

    /// Written beside and moved into place: whoever reads it sees all of it.
    fn write(&self, name: &str, content: &impl Serialize) -> Result<(), Failure> {
        let (path, partial) = (self.file(name), self.file(&format!("{name}.partial")));
        let text = serde_json::to_string_pretty(content).map_err(io::Error::other);
        let written = text.and_then(|text| fs::write(&partial, text + "\n")).and_then(|()| fs::rename(&partial, &path));
        written.map_err(|error| Failure::new(format!("{}: {error}", path.display())))
    }
}

fn is_empty(path: &Path) -> io::Result<bool> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_complete_is_kept_until_it_is_to_be_fresh() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("demo");
        let folder = Folder::take(&path, false).unwrap();
        fs::write(folder.file("guichet.db"), "half").unwrap();
        let folder = Folder::take(&path, false).unwrap();
        assert!(!folder.file("guichet.db").exists(), "what was interrupted starts over");
        fs::write(folder.file("guichet.db"), "whole").unwrap();
        folder.complete(&Cast::default()).unwrap();
        let folder = Folder::take(&path, false).unwrap();
        assert!(folder.file("guichet.db").exists());
        assert_eq!(folder.cast().unwrap(), Some(Cast::default()));
        let folder = Folder::take(&path, true).unwrap();
        assert!(!folder.file("guichet.db").exists());
        assert_eq!(folder.cast().unwrap(), None);
    }

    #[test]
    fn a_folder_of_somebody_else_is_not_touched() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("thesis.txt");
        fs::write(&file, "years of work").unwrap();
        for fresh in [false, true] {
            assert_eq!(Folder::take(place.path(), fresh).unwrap_err().status(), 2);
        }
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
        assert!(file.exists());
    }

    #[test]
    fn the_announcement_stands_while_the_demonstration_does() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::take(place.path(), false).unwrap();
        folder.complete(&Cast::default()).unwrap();
        folder.announce("http://127.0.0.1:1", "http://127.0.0.1:2", &Cast::default()).unwrap();
        let text = fs::read_to_string(folder.file("demo.json")).unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap()["url"], "http://127.0.0.1:1");
        let again = Folder::take(place.path(), false).unwrap();
        assert!(!again.file("demo.json").exists());
    }
}
