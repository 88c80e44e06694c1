//! Where mail is handed over.

use std::fmt;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener, UnixStream};

/// Where mail is handed over, as the configuration says it: `127.0.0.1:2424` or `unix:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// An address of this machine.
    Tcp(SocketAddr),
    /// A socket in the file system; whoever may write to it hands mail over.
    Unix(PathBuf),
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listen::Tcp(address) => write!(f, "{address}"),
            Listen::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// Why mail cannot be handed over there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ListenError {
    /// It is neither an address nor a path.
    #[error("expected 127.0.0.1:PORT, [::1]:PORT or unix:PATH")]
    Malformed,
    /// The address can be reached from other machines.
    #[error("mail is handed over on this machine alone: take 127.0.0.1, [::1] or unix:PATH")]
    Reachable,
}

impl FromStr for Listen {
    type Err = ListenError;

    fn from_str(text: &str) -> Result<Listen, ListenError> {
        if let Some(path) = text.strip_prefix("unix:") {
            return if path.is_empty() { Err(ListenError::Malformed) } else { Ok(Listen::Unix(path.into())) };
        }
        let address: SocketAddr = text.parse().map_err(|_| ListenError::Malformed)?;
        if address.ip().is_loopback() { Ok(Listen::Tcp(address)) } else { Err(ListenError::Reachable) }
    }
}

/// An open door.
#[derive(Debug)]
pub enum Door {
    /// An address.
    Tcp(TcpListener),
    /// A socket in the file system, which goes with the door.
    Unix(UnixListener, Socket),
}

/// The socket of a door, known again by more than its name.
#[derive(Debug)]
pub struct Socket {
    path: PathBuf,
    /// The device and the number there.
    inode: (u64, u64),
}

/// By which what stands at this path is known again.
fn inode(path: &Path) -> io::Result<(u64, u64)> {
    let known = fs::symlink_metadata(path)?;
    Ok((known.dev(), known.ino()))
}

/// Takes a socket away to which nobody listens any more. One of a program that runs is not touched, be it as busy as may be (then
/// connecting would block, which this one does not), and neither is one that came meanwhile.
async fn clear(path: &Path) -> io::Result<()> {
    let Some(left) = fs::symlink_metadata(path).ok().filter(|known| known.file_type().is_socket()) else {
        return Ok(());
    };
    match UnixStream::connect(path).await.map_err(|error| (error.kind(), error)) {
        Ok(_) | Err((io::ErrorKind::WouldBlock, _)) => {
            Err(io::Error::new(io::ErrorKind::AddrInUse, "another program takes mail in there"))
        }
        Err((io::ErrorKind::ConnectionRefused, _)) => remove(path, (left.dev(), left.ino())),
        Err((_, error)) => Err(error),
    }
}

/// Takes away what stands at a path if it is still what it was.
fn remove(path: &Path, known: (u64, u64)) -> io::Result<()> {
    if inode(path).is_ok_and(|inode| inode == known) { fs::remove_file(path) } else { Ok(()) }
}

/// A connection of either kind.
pub(crate) trait Line: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Line for T {}

impl Door {
    /// Opens it. A socket that a stopped program left is taken away first; nothing else is.
    ///
    /// # Errors
    /// The address is taken, or the path.
    pub async fn open(listen: &Listen) -> io::Result<Door> {
        match listen {
            Listen::Tcp(address) => TcpListener::bind(address).await.map(Door::Tcp),
            Listen::Unix(path) => {
                clear(path).await?;
                let listener = UnixListener::bind(path)?;
                fs::set_permissions(path, fs::Permissions::from_mode(0o660))?;
                Ok(Door::Unix(listener, Socket { path: path.clone(), inode: inode(path)? }))
            }
        }
    }

    /// The address that was opened, where it is one.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Door::Tcp(listener) => listener.local_addr().ok(),
            Door::Unix(..) => None,
        }
    }

    pub(crate) async fn accept(&self) -> io::Result<Box<dyn Line>> {
        match self {
            Door::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok(Box::new(stream))
            }
            Door::Unix(listener, _) => Ok(Box::new(listener.accept().await?.0)),
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Another program may have its own there by now.
        if let Err(error) = remove(&self.path, self.inode) {
            tracing::debug!(%error, "the socket for mail stays");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_busy_program_keeps_its_socket() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lmtp");
        let socket = tokio::net::UnixSocket::new_stream().unwrap();
        socket.bind(&path).unwrap();
        let _busy = socket.listen(1).unwrap();
        let mut waiting = Vec::new();
        while let Ok(line) = UnixStream::connect(&path).await {
            waiting.push(line);
            assert!(waiting.len() < 100, "it takes whoever comes");
        }
        let listen = Listen::Unix(path.clone());
        let opened = tokio::time::timeout(std::time::Duration::from_secs(5), Door::open(&listen));
        let opened = opened.await.expect("nobody waits for it").map(drop);
        assert_eq!(opened.unwrap_err().kind(), io::ErrorKind::AddrInUse);
        assert!(path.exists());
    }

    #[test]
    fn only_what_was_looked_at_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let [path, other] = ["lmtp", "other"].map(|name| folder.path().join(name));
        for file in [&path, &other] {
            fs::write(file, "").unwrap();
        }
        let known = inode(&path).unwrap();
        fs::rename(&other, &path).unwrap();
        remove(&path, known).unwrap();
        assert!(path.exists(), "another one came meanwhile");
        remove(&path, inode(&path).unwrap()).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn mail_is_handed_over_on_this_machine_alone() {
        assert_eq!("127.0.0.1:2424".parse(), Ok(Listen::Tcp(SocketAddr::from(([127, 0, 0, 1], 2424)))));
        assert!("[::1]:2424".parse::<Listen>().is_ok());
        assert_eq!("unix:/run/mail".parse(), Ok(Listen::Unix("/run/mail".into())));
        for text in ["0.0.0.0:2424", "192.0.2.1:24", "[::]:24"] {
            assert_eq!(text.parse::<Listen>(), Err(ListenError::Reachable), "{text}");
        }
        for text in ["", "unix:", "localhost:24", "127.0.0.1"] {
            assert_eq!(text.parse::<Listen>(), Err(ListenError::Malformed), "{text}");
        }
    }
}
