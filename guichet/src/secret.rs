//! The installation's master key: everything that is signed, sealed or chained hangs from it.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use data_encoding::HEXLOWER_PERMISSIVE;
use kit_core::{KeyRing, Random};
use thiserror::Error;

/// 256 bits, written as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey([u8; 32]);

/// The text is no master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected 64 hexadecimal digits, such as `openssl rand -hex 32` prints")]
pub struct MasterKeyError;

/// Where the master key comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretKey {
    /// It was given.
    Given(MasterKey),
    /// It stands in this file, made when it is first needed.
    File(PathBuf),
}

/// Why there is no master key.
#[derive(Debug, Error)]
pub enum SecretError {
    /// The file cannot be read or made.
    #[error("the file {}: {why}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl FromStr for MasterKey {
    type Err = MasterKeyError;

    fn from_str(text: &str) -> Result<MasterKey, MasterKeyError> {
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| MasterKeyError)?;
        bytes.try_into().map(MasterKey).map_err(|_| MasterKeyError)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl SecretKey {
    /// The keys of the installation.
    ///
    /// # Errors
    /// The file cannot be used, or others on the machine can read it.
    pub fn obtain(&self, random: &Random) -> Result<KeyRing, SecretError> {
        match self {
            SecretKey::Given(key) => Ok(KeyRing::new(key.0)),
            SecretKey::File(path) => {
                let failed = |why: String| SecretError::File { path: path.clone(), why };
                let key = match read(path) {
                    Err(error) if error.kind() == ErrorKind::NotFound => make(path, random),
                    other => other,
                };
                key.map(|key| KeyRing::new(key.0)).map_err(|error| failed(error.to_string()))
            }
        }
    }
}

fn read(path: &Path) -> io::Result<MasterKey> {
    let text = fs::read_to_string(path)?;
    if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
        return Err(io::Error::other("others on this machine can read it: chmod 600 it"));
    }
    text.trim().parse().map_err(io::Error::other)
}

/// Written beside and linked into place: whoever reads it sees all of it, and of two programs that start at once one wins.
fn make(path: &Path, random: &Random) -> io::Result<MasterKey> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let digits = HEXLOWER_PERMISSIVE.encode(&random.bytes::<32>());
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    writeln!(file, "{digits}")?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => read(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_kept_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data").join("secret.key");
        let secret = SecretKey::File(path.clone());
        let first = secret.obtain(&Random::seeded(1)).unwrap();
        let again = secret.obtain(&Random::seeded(2)).unwrap();
        assert_eq!(first.derive("x"), again.derive("x"));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        fs::write(&path, "ab".repeat(32)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let said = SecretKey::File(path).obtain(&Random::seeded(1)).map(drop).unwrap_err().to_string();
        assert!(said.contains("chmod 600"), "{said}");
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        assert!("Ab".repeat(32).parse::<MasterKey>().is_ok());
        for text in ["", "ab", &"ab".repeat(33), &"zz".repeat(32)] {
            assert_eq!(text.parse::<MasterKey>(), Err(MasterKeyError));
        }
    }
}
