//! Where a linked machine keeps its token: a file that only its user can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Key;
use crate::machine::About;

/// The name of the file, in the folder that the system has for it.
const NAME: &str = "machine.json";

/// What is wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum LinkFileError {
    /// It cannot be read or written.
    #[error("{}: {why}", path.display())]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What happened.
        why: io::Error,
    },
    /// It is not what a machine wrote.
    #[error("{}: this is no file of a linked machine", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
    },
    /// Others than its user can read it: the token is theirs as well. Unlink the machine, or take their right away.
    #[error("{}: others can read this file", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
    },
}

/// The file of a machine's token.
#[derive(Debug, Clone)]
pub struct LinkFile {
    path: PathBuf,
}

/// A link that was made.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The server that gave the token.
    pub(crate) url: String,
    pub(crate) account: String,
    pub(crate) machine: String,
    pub(crate) token: String,
}

/// A link that was begun: the key by which it is repeated.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Begun {
    pub(crate) url: String,
    pub(crate) account: String,
    pub(crate) about: About,
    pub(crate) key: Key,
}

/// What stands in the file.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct LinkState {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) linked: Option<Kept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) begun: Option<Begun>,
}

impl LinkFile {
    /// The file at this path.
    pub fn at(path: impl Into<PathBuf>) -> LinkFile {
        LinkFile { path: path.into() }
    }

    /// The file where the system keeps what belongs to its user: `GUICHET_MACHINE` if it is set; none where the environment names no folder.
    pub fn usual(variable: impl Fn(&str) -> Option<String>) -> Option<LinkFile> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let named = set("GUICHET_MACHINE");
        let folder = || {
            let of_user = set("XDG_STATE_HOME").or_else(|| set("LOCALAPPDATA"));
            of_user.or_else(|| set("HOME").map(|home| home.join(".local").join("state")))
        };
        named.or_else(|| folder().map(|folder| folder.join("guichet").join(NAME))).map(LinkFile::at)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number of the account that the machine was linked to, without a connection: it may have been unlinked elsewhere since.
    ///
    /// # Errors
    /// See [`LinkFileError`].
    pub fn account(&self) -> Result<Option<String>, LinkFileError> {
        Ok(self.read()?.linked.map(|kept| kept.account))
    }

    pub(crate) fn read(&self) -> Result<LinkState, LinkFileError> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(LinkState::default()),
            Err(error) => return Err(self.disk(error)),
        };
        if self.is_open_to_others()? {
            return Err(LinkFileError::Open { path: self.path.clone() });
        }
        serde_json::from_str(&text).map_err(|_| LinkFileError::Damaged { path: self.path.clone() })
    }

    /// Notes what is about to be asked, so that it is asked under the same key after a crash.
    pub(crate) fn begin(&self, begun: &Begun) -> Result<(), LinkFileError> {
        self.write(&LinkState { linked: None, begun: Some(begun.clone()) })
    }

    pub(crate) fn keep(&self, kept: Kept) -> Result<(), LinkFileError> {
        self.write(&LinkState { linked: Some(kept), begun: None })
    }

    pub(crate) fn clear(&self) -> Result<(), LinkFileError> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.disk(error)),
            _ => Ok(()),
        }
    }

    /// Writes all of it beside the file, syncs, and puts it in its place: there is the old one or the new one, never a half.
    fn write(&self, state: &LinkState) -> Result<(), LinkFileError> {
        let text = serde_json::to_string_pretty(state).map_err(|error| self.disk(error.into()))?;
        self.replace(text.as_bytes()).map_err(|error| self.disk(error))
    }

    fn replace(&self, text: &[u8]) -> io::Result<()> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            private_folder(folder)?;
        }
        let mut name = self.path.as_os_str().to_owned();
        name.push(".new");
        let beside = PathBuf::from(name);
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = private_file(&beside)?;
        file.write_all(text)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, &self.path)?;
        sync_folder(folder.unwrap_or(Path::new(".")))
    }

    fn disk(&self, why: io::Error) -> LinkFileError {
        LinkFileError::Disk { path: self.path.clone(), why }
    }

    #[cfg(unix)]
    fn is_open_to_others(&self) -> Result<bool, LinkFileError> {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&self.path).map_err(|error| self.disk(error))?.permissions().mode();
        Ok(mode & 0o077 != 0)
    }

    /// Elsewhere the folder of the user is the user's own by the system's rules.
    #[cfg(not(unix))]
    fn is_open_to_others(&self) -> Result<bool, LinkFileError> {
        Ok(false)
    }
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// The new name is durable with its folder.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Kept {
        Kept {
            url: "https://client.example.org".into(),
            account: "C-1042".into(),
            machine: "0c4xq7gk2m9tz".into(),
            token: "gm_secret".into(),
        }
    }

    #[test]
    fn a_token_is_kept_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let file = LinkFile::at(folder.path().join("guichet").join(NAME));
        assert!(file.read().unwrap().linked.is_none(), "nothing there yet");
        file.keep(kept()).unwrap();
        assert_eq!(file.read().unwrap().linked.unwrap().token, "gm_secret");
        assert_eq!(file.account().unwrap().as_deref(), Some("C-1042"));
        file.clear().unwrap();
        file.clear().unwrap();
        assert!(file.read().unwrap().linked.is_none());
    }

    #[cfg(unix)]
    #[test]
    fn only_its_user_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = LinkFile::at(folder.path().join("guichet").join(NAME));
        file.keep(kept()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(file.path()), mode(file.path().parent().unwrap())), (0o600, 0o700));
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(file.read(), Err(LinkFileError::Open { .. })));
    }

    #[test]
    fn what_no_machine_wrote_is_said_without_showing_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = LinkFile::at(folder.path().join(NAME));
        file.keep(kept()).unwrap();
        let text = fs::read_to_string(file.path()).unwrap();
        fs::write(file.path(), &text[..text.len() / 2]).unwrap();
        let error = file.read().err().unwrap();
        assert!(matches!(error, LinkFileError::Damaged { .. }) && !error.to_string().contains("secret"), "{error}");
    }

    #[test]
    fn the_usual_place_is_the_users() {
        let of = |set: &[(&str, &str)]| {
            let found =
                LinkFile::usual(|name| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()));
            found.map(|file| file.path().to_string_lossy().replace('\\', "/"))
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[("HOME", "/home/a")]).as_deref(), Some("/home/a/.local/state/guichet/machine.json"));
        assert_eq!(of(&[("HOME", "/home/a"), ("XDG_STATE_HOME", "/s")]).as_deref(), Some("/s/guichet/machine.json"));
        assert_eq!(of(&[("HOME", "/home/a"), ("GUICHET_MACHINE", "/m")]).as_deref(), Some("/m"));
    }
}
