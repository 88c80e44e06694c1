//! A copy on its way out, packed while it is taken.

use std::io::{self, Write};

use axum::body::Bytes;
use futures_util::{Stream, stream};
use kit_files::{FileError, Files};
use kit_web::PersonalFile;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Sender, channel};

use crate::model::{ArchiveError, Copier};

/// How many bytes are handed on at once.
const PIECE: usize = 128 << 10;
/// How many pieces wait for their reader.
const WAITING: usize = 4;

/// The pieces of a copy: `lists`, and after them the files. Packing goes on as fast as the pieces are taken, on a thread of its own,
/// and ends when nobody takes them any more.
pub(super) fn packed(
    store: Files,
    lists: Vec<u8>,
    files: Vec<PersonalFile>,
) -> impl Stream<Item = Result<Bytes, io::Error>> {
    let (send, receive) = channel(WAITING);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let out = Pieces { send: send.clone(), waiting: Vec::new() };
        if let Err(error) = pack(&runtime, &store, lists, &files, out) {
            tracing::info!(%error, "a copy was not taken whole");
            // Whoever still takes it hears that it ends too early.
            drop(send.blocking_send(Err(io::Error::other(error))));
        }
    });
    stream::unfold(receive, async |mut receive| receive.recv().await.map(|piece| (piece, receive)))
}

fn pack(
    runtime: &Handle,
    store: &Files,
    lists: Vec<u8>,
    files: &[PersonalFile],
    mut out: Pieces,
) -> Result<(), ArchiveError> {
    let mut copy = Copier::of(lists, &mut out)?;
    for file in files {
        let mut reading = match runtime.block_on(store.open(file.key)) {
            Ok(reading) => reading,
            // It went since the list was read, or `guichet check` tells of it.
            Err(FileError::Missing(_) | FileError::Nowhere) => continue,
            Err(error) => return Err(io::Error::other(error).into()),
        };
        copy.begin_file(&file.name, reading.size())?;
        while let Some(piece) = runtime.block_on(reading.next()).map_err(io::Error::other)? {
            copy.add(&piece)?;
        }
    }
    copy.finish()?;
    Ok(out.flush()?)
}

/// Hands on what is written, a piece at a time.
struct Pieces {
    send: Sender<Result<Bytes, io::Error>>,
    waiting: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = std::mem::take(&mut self.waiting);
        self.send.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
