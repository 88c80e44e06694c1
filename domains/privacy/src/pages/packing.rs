//! A copy on its way out, packed while it is taken. Nothing but its own task waits for who takes it, and not for long.

use std::io;
use std::time::Duration;

use axum::body::Bytes;
use futures_util::{Stream, StreamExt, stream};
use kit_files::{FileError, Files, Reading};
use kit_i18n::Reader;
use thiserror::Error;
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::timeout;

use super::places::Place;
use crate::model::{ArchiveError, Copier};
use crate::service::exports::{self, SentFiles};

/// How many bytes are handed on at once.
const PIECE: usize = 128 << 10;
/// How many pieces wait for their reader.
const WAITING: usize = 4;

/// How long a copy waits for who takes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For a piece to be taken.
    piece: Duration,
    /// For all of them.
    whole: Duration,
}

impl Patience {
    /// That of the program: 4 KiB a second at the least.
    pub(super) const USUAL: Patience =
        Patience { piece: Duration::from_secs(30), whole: Duration::from_secs(2 * 3600) };
}

/// What a copy is made of.
pub(super) struct Packing {
    /// Its lists, packed.
    pub(super) lists: Vec<u8>,
    /// The files that come after them.
    pub(super) sent: SentFiles,
    /// Where these are.
    pub(super) store: Files,
    /// Who reads it.
    pub(super) reader: Reader,
    /// Free again when it has been handed on, or nobody takes it any more.
    pub(super) place: Place,
}

/// Why a copy was not taken whole.
#[derive(Debug, Error)]
enum Broken {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Work(#[from] JoinError),
    #[error("nobody takes it any more")]
    Left,
    #[error("it is taken too slowly")]
    TooSlow,
}

/// The pieces of a copy. It is packed as fast as they are taken; whoever takes them hears when they end too early, and may ask again after the
/// end, as whatever packs an answer for its way does.
pub(super) fn packed(packing: Packing, patience: Patience) -> impl Stream<Item = Result<Bytes, io::Error>> {
    let (send, receive) = channel(WAITING);
    let packed = tokio::spawn(async move {
        let out = Out { send, patience: patience.piece };
        let ended = timeout(patience.whole, packing.pack(out)).await.unwrap_or(Err(Broken::TooSlow));
        ended.inspect_err(|error| tracing::info!(%error, "a copy was not taken whole"))
    });
    let pieces = stream::unfold(Some((receive, packed)), async |under_way| {
        let (mut receive, packed) = under_way?;
        match receive.recv().await {
            Some(piece) => Some((Ok(piece), Some((receive, packed)))),
            None => match packed.await {
                Ok(Ok(())) => None,
                _ => Some((Err(io::ErrorKind::UnexpectedEof.into()), None)),
            },
        }
    });
    pieces.fuse()
}

impl Packing {
    async fn pack(self, out: Out) -> Result<(), Broken> {
        let Packing { lists, sent, store, reader, place: _place } = self;
        let mut copy = spawn_blocking(move || Copier::of(lists)).await??;
        let mut gone = Vec::new();
        for file in &sent.files {
            let mut reading = match store.open(file.key).await {
                Ok(reading) => reading,
                // It went since the list was read, or `guichet check` tells of it.
                Err(FileError::Missing(_) | FileError::Nowhere) => {
                    gone.push(file.name.as_str());
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            add(&mut copy, &file.name, &mut reading, &out).await?;
        }
        if let Some((name, text)) = exports::left_out(&reader, &gone, &sent) {
            copy.add_text(&name, &text)?;
        }
        out.hand_on(copy.finish()?).await
    }
}

async fn add(copy: &mut Copier, name: &str, reading: &mut Reading, out: &Out) -> Result<(), Broken> {
    copy.begin_file(name, reading.size())?;
    while let Some(piece) = reading.next().await? {
        copy.add(&piece)?;
        out.hand_on(copy.take()).await?;
    }
    Ok(())
}

/// Where the pieces go.
struct Out {
    send: Sender<Bytes>,
    patience: Duration,
}

impl Out {
    async fn hand_on(&self, bytes: Vec<u8>) -> Result<(), Broken> {
        let mut bytes = Bytes::from(bytes);
        while !bytes.is_empty() {
            let piece = bytes.split_to(bytes.len().min(PIECE));
            let taken = timeout(self.patience, self.send.send(piece)).await.map_err(|_| Broken::TooSlow)?;
            taken.map_err(|_| Broken::Left)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;

    use jiff::tz::TimeZone;
    use kit_core::{Locale, PersonId, Random};
    use kit_i18n::Texts;
    use kit_web::PersonalFile;
    use tempfile::TempDir;

    use super::super::places::Places;
    use super::*;
    use crate::model::Archive;

    const SOON: Patience = Patience { piece: Duration::from_millis(50), whole: Duration::from_secs(60) };

    /// The copy of somebody who sent two megabytes, more than waits for its reader.
    async fn copy(places: &'static Places) -> (TempDir, Packing) {
        let folder = tempfile::tempdir().unwrap();
        let store = Files::at(folder.path());
        let mut draft = store.begin(&Random::from_system().unwrap(), "plan.txt").await.unwrap();
        draft.write(&vec![7; 2 << 20]).await.unwrap();
        let file = PersonalFile { name: "plan.txt".to_owned(), key: draft.finish().await.unwrap().key };
        let texts = Arc::new(Texts::load(crate::TEXTS).unwrap());
        let packing = Packing {
            lists: Archive::new(Locale::Fr).finish().unwrap(),
            sent: SentFiles { files: vec![file], are_all: true },
            store,
            reader: Reader { texts, locale: Locale::Fr, zone: TimeZone::UTC },
            place: places.enter(PersonId::from_raw(1)).ok().unwrap(),
        };
        (folder, packing)
    }

    async fn is_left(places: &'static Places) -> bool {
        for _ in 0..400 {
            if places.enter(PersonId::from_raw(1)).is_ok() {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        false
    }

    #[tokio::test]
    async fn who_takes_nothing_more_is_left_and_never_takes_a_part_for_the_whole() {
        static HERE: Places = Places::new();
        let (_folder, packing) = copy(&HERE).await;
        let mut pieces = pin!(packed(packing, SOON));
        assert!(pieces.next().await.unwrap().is_ok());
        assert!(is_left(&HERE).await, "the place is free though the reader is there");
        let rest: Vec<_> = pieces.collect().await;
        assert!(rest.len() <= WAITING + 1, "{}", rest.len());
        assert_eq!(rest.last().unwrap().as_ref().unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[tokio::test]
    async fn who_takes_it_for_too_long_is_left() {
        static HERE: Places = Places::new();
        let (_folder, packing) = copy(&HERE).await;
        let pieces = packed(packing, Patience { piece: Duration::from_secs(60), whole: Duration::from_millis(50) });
        assert!(is_left(&HERE).await);
        assert!(pieces.collect::<Vec<_>>().await.last().unwrap().is_err());
    }

    #[tokio::test]
    async fn nothing_is_held_for_who_went_away() {
        static HERE: Places = Places::new();
        let (_folder, packing) = copy(&HERE).await;
        let mut pieces = Box::pin(packed(packing, Patience::USUAL));
        assert!(pieces.next().await.unwrap().is_ok());
        drop(pieces);
        assert!(is_left(&HERE).await);
    }

    #[tokio::test]
    async fn who_takes_all_gets_all() {
        static HERE: Places = Places::new();
        let (_folder, packing) = copy(&HERE).await;
        let mut pieces = pin!(packed(packing, Patience::USUAL));
        let mut bytes = 0;
        while let Some(piece) = pieces.next().await {
            bytes += piece.unwrap().len();
        }
        assert!(bytes > 2 << 20);
        assert!(pieces.next().await.is_none(), "the end is the end, however often it is asked for");
        assert!(is_left(&HERE).await);
    }
}
