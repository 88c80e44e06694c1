//! Where a linked machine keeps what it knows of its link: a file that only its user can read. The token stands in the system's key store where
//! there is one, and else in the file as well.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::key_store::{KeyStore, Place};
use crate::machine::About;
use crate::{Key, KeyStoreError, KeyStoreUse};

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
    /// The token stands in the system's key store, which does not give it now.
    #[error(transparent)]
    KeyStore(#[from] KeyStoreError),
}

/// The file of a machine's link.
#[derive(Debug, Clone)]
pub struct LinkFile {
    path: PathBuf,
    key_store: Option<KeyStore>,
    uses: KeyStoreUse,
}

/// A link that was made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    pub(crate) link: Link,
    #[serde(flatten)]
    token: Token,
    /// Whether the key store was asked to take the token, and did not: it is not asked again for this link.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    key_store_failed: bool,
}

/// What is linked where.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Link {
    /// The server that gave the token.
    pub(crate) url: String,
    pub(crate) account: String,
    pub(crate) machine: String,
}

/// The token, or where it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Token {
    #[serde(rename = "token")]
    Here(String),
    #[serde(rename = "token_in")]
    Elsewhere(Elsewhere),
}

/// Where a token is that is not in the file.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Elsewhere {
    KeyStore,
}

impl Link {
    /// What its token is found by.
    fn place(&self) -> Place {
        Place { url: self.url.clone(), machine: self.machine.clone() }
    }
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
    /// The file at this path; the token stands in the system's key store where there is one.
    pub fn at(path: impl Into<PathBuf>) -> LinkFile {
        LinkFile { path: path.into(), key_store: KeyStore::of_system(), uses: KeyStoreUse::Auto }
    }

    /// The same file, with a token that may stand in the system's key store or not. One that is linked already follows at its next heartbeat.
    #[must_use]
    pub fn key_store(self, uses: KeyStoreUse) -> LinkFile {
        LinkFile { uses, ..self }
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
        Ok(self.read()?.linked.map(|kept| kept.link.account))
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

    /// Keeps a link and its token.
    pub(crate) async fn keep(&self, link: Link, token: String) -> Result<(), LinkFileError> {
        let kept = self.placed(link, token).await;
        self.write(&LinkState { linked: Some(kept), begun: None })
    }

    /// The token of a link; none where the key store has lost it.
    pub(crate) async fn token(&self, kept: &Kept) -> Result<Option<String>, LinkFileError> {
        match &kept.token {
            Token::Here(token) => Ok(Some(token.clone())),
            Token::Elsewhere(Elsewhere::KeyStore) => {
                let store = self.key_store.as_ref().ok_or(KeyStoreError::None)?;
                Ok(store.give(&kept.link.place()).await?)
            }
        }
    }

    /// Moves the token to where it is to stand now, if it stands elsewhere: that of a link from before there was a key store, or from before its
    /// use was chosen otherwise.
    pub(crate) async fn settle(&self) -> Result<(), LinkFileError> {
        let Some(kept) = self.read()?.linked else { return Ok(()) };
        let place = kept.link.place();
        let moved = match (&kept.token, self.uses, &self.key_store) {
            (Token::Here(token), KeyStoreUse::Auto, Some(_)) if !kept.key_store_failed => {
                self.placed(kept.link.clone(), token.clone()).await
            }
            (Token::Elsewhere(_), KeyStoreUse::Never, _) => {
                let Some(token) = self.token(&kept).await? else { return Ok(()) };
                Kept { token: Token::Here(token), ..kept.clone() }
            }
            _ => return Ok(()),
        };
        // Another process may have unlinked the machine meanwhile, and linked it anew: then nothing stays of this link.
        let is_the_same = self.read()?.linked.as_ref() == Some(&kept);
        if is_the_same {
            self.write(&LinkState { linked: Some(moved.clone()), begun: None })?;
        }
        let is_in_store = is_the_same && matches!(moved.token, Token::Elsewhere(_));
        let was_in_store = [&kept, &moved].iter().any(|kept| matches!(kept.token, Token::Elsewhere(_)));
        if let Some(store) = self.key_store.as_ref().filter(|_| was_in_store && !is_in_store) {
            store.forget(&place).await?;
        }
        Ok(())
    }

    /// The link with its token in the key store, if that is wanted and takes it; else in the file.
    async fn placed(&self, link: Link, token: String) -> Kept {
        let store = self.key_store.as_ref().filter(|_| self.uses == KeyStoreUse::Auto);
        let taken = match store {
            Some(store) => Some(store.take(&link.place(), &token).await.is_ok()),
            None => None,
        };
        let token = if taken == Some(true) { Token::Elsewhere(Elsewhere::KeyStore) } else { Token::Here(token) };
        Kept { link, token, key_store_failed: taken == Some(false) }
    }

    /// Forgets link and token. A token that the key store does not forget is of no use any more: it does not keep the machine from being linked anew.
    pub(crate) async fn clear(&self) -> Result<(), LinkFileError> {
        let linked = self.read().ok().and_then(|state| state.linked);
        let elsewhere = linked.filter(|kept| matches!(kept.token, Token::Elsewhere(_)));
        if let (Some(kept), Some(store)) = (elsewhere, &self.key_store) {
            let _ = store.forget(&kept.link.place()).await;
        }
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
    use std::sync::atomic::Ordering;

    use tempfile::TempDir;

    use super::*;
    use crate::key_store::doubles;

    const TOKEN: &str = "gm_secret";

    fn link() -> Link {
        Link { url: "https://client.example.org".into(), account: "C-1042".into(), machine: "0c4xq7gk2m9tz".into() }
    }

    /// A file of a folder of its own, and a key store if there is one.
    fn place(key_store: Option<KeyStore>) -> (TempDir, LinkFile) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guichet").join(NAME);
        (folder, LinkFile { path, key_store, uses: KeyStoreUse::Auto })
    }

    async fn linked(key_store: Option<KeyStore>) -> (TempDir, LinkFile) {
        let (folder, file) = place(key_store);
        file.keep(link(), TOKEN.to_owned()).await.unwrap();
        (folder, file)
    }

    async fn token(file: &LinkFile) -> Option<String> {
        let kept = file.read().unwrap().linked.unwrap();
        file.token(&kept).await.unwrap()
    }

    fn text(file: &LinkFile) -> String {
        fs::read_to_string(file.path()).unwrap()
    }

    #[tokio::test]
    async fn a_token_is_kept_and_forgotten() {
        let (_folder, file) = place(None);
        assert!(file.read().unwrap().linked.is_none(), "nothing there yet");
        file.keep(link(), TOKEN.to_owned()).await.unwrap();
        assert_eq!(token(&file).await.as_deref(), Some(TOKEN));
        assert_eq!(file.account().unwrap().as_deref(), Some("C-1042"));
        file.clear().await.unwrap();
        file.clear().await.unwrap();
        assert!(file.read().unwrap().linked.is_none());
    }

    #[tokio::test]
    async fn a_token_stands_in_the_key_store_and_the_file_says_so() {
        let (store, inside) = doubles::working();
        let (_folder, file) = linked(Some(store)).await;
        assert!(!text(&file).contains(TOKEN) && text(&file).contains(r#""token_in": "key-store""#), "{}", text(&file));
        assert_eq!(doubles::held(&inside), [TOKEN]);
        assert_eq!(token(&file).await.as_deref(), Some(TOKEN));
        let without = LinkFile { key_store: None, ..file.clone() };
        let kept = without.read().unwrap().linked.unwrap();
        assert!(matches!(without.token(&kept).await, Err(LinkFileError::KeyStore(KeyStoreError::None))));
        assert_eq!(without.account().unwrap().as_deref(), Some("C-1042"), "what is no secret is still there");
        file.clear().await.unwrap();
        assert!(doubles::held(&inside).is_empty() && !file.path().exists(), "unlinked, it is forgotten in both");
    }

    #[tokio::test]
    async fn without_a_key_store_the_token_stands_in_the_file_and_none_is_looked_for_again() {
        let (store, asked) = doubles::absent();
        let (_folder, file) = linked(Some(store)).await;
        assert_eq!(token(&file).await.as_deref(), Some(TOKEN));
        for _ in 0..3 {
            file.settle().await.unwrap();
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        assert!(text(&file).contains(TOKEN));
        file.clear().await.unwrap();
        assert_eq!(asked.load(Ordering::SeqCst), 1, "there is nothing to forget there");
    }

    #[tokio::test]
    async fn a_key_store_that_is_silent_is_not_waited_for() {
        let (store, inside, _answer) = doubles::silent();
        let (_folder, file) = linked(Some(store)).await;
        assert_eq!(token(&file).await.as_deref(), Some(TOKEN));
        assert!(doubles::held(&inside).is_empty());
    }

    #[tokio::test]
    async fn a_token_moves_when_its_place_is_chosen_otherwise() {
        let (_folder, before) = linked(None).await;
        let (store, inside) = doubles::working();
        let file = LinkFile { key_store: Some(store), ..before };
        file.settle().await.unwrap();
        assert!(!text(&file).contains(TOKEN), "from the file of an older version to the key store");
        assert_eq!((doubles::held(&inside), token(&file).await.as_deref()), (vec![TOKEN.to_owned()], Some(TOKEN)));

        let plain = file.clone().key_store(KeyStoreUse::Never);
        assert_eq!(token(&plain).await.as_deref(), Some(TOKEN), "it is found where it stands");
        plain.settle().await.unwrap();
        assert!(text(&plain).contains(TOKEN) && doubles::held(&inside).is_empty(), "and back");
        plain.settle().await.unwrap();
        assert_eq!(token(&plain).await.as_deref(), Some(TOKEN));
    }

    #[tokio::test]
    async fn a_token_that_the_key_store_lost_is_missing_and_the_file_stays() {
        let (store, _) = doubles::working();
        let (_folder, file) = linked(Some(store)).await;
        let (other, _) = doubles::working();
        let file = LinkFile { key_store: Some(other), ..file };
        assert_eq!(token(&file).await, None);
        file.clone().key_store(KeyStoreUse::Never).settle().await.unwrap();
        assert_eq!(file.account().unwrap().as_deref(), Some("C-1042"));
    }

    #[tokio::test]
    async fn what_an_older_version_wrote_is_read() {
        let (_folder, file) = linked(None).await;
        let old = r#"{ "linked": { "url": "u", "account": "C-1", "machine": "m", "token": "gm_old" } }"#;
        fs::write(file.path(), old).unwrap();
        assert_eq!(token(&file).await.as_deref(), Some("gm_old"));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_its_user_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, file) = linked(None).await;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(file.path()), mode(file.path().parent().unwrap())), (0o600, 0o700));
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(file.read(), Err(LinkFileError::Open { .. })));
    }

    #[tokio::test]
    async fn what_no_machine_wrote_is_said_without_showing_it() {
        let (_folder, file) = linked(None).await;
        let text = text(&file);
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
