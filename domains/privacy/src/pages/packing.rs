//! A copy on its way out, packed while it is taken. Nothing but its own task waits for who takes it, and not for long.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use axum::body::Bytes;
use futures_util::{Stream, StreamExt, stream};
use jiff::SignedDuration;
use kit_core::Clock;
use kit_files::{FileError, Files, Reading};
use kit_i18n::Reader;
use kit_web::Place;
use thiserror::Error;
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::{Instant, Sleep, sleep, timeout};

use crate::model::{ArchiveError, Copier};
use crate::service::exports::{self, SentFiles};

/// How many bytes are handed on at once.
const PIECE: usize = 128 << 10;
/// How many pieces wait for their reader.
const WAITING: usize = 4;
/// How long whoever took one, or let one break off, waits for the next: places are few, and whoever had one leaves it for others.
const AGAIN: SignedDuration = SignedDuration::from_secs(600);

/// How long a copy waits for who takes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For a piece to be taken.
    piece: Duration,
    /// For all of them, to begin with…
    whole: Duration,
    /// …and a second more for so many bytes…
    rate: u64,
    /// …up to so long.
    most: Duration,
}

impl Patience {
    /// That of the program: 64 KiB a second at the least.
    pub(super) const USUAL: Patience = Patience {
        piece: Duration::from_secs(30),
        whole: Duration::from_secs(120),
        rate: 64 << 10,
        most: Duration::from_secs(2 * 3600),
    };

    /// How much longer so many bytes may take.
    fn of(self, bytes: u64) -> Duration {
        Duration::from_secs(bytes / self.rate)
    }
}

/// What a copy is made of.
pub(super) struct Packing {
    /// Its lists, packed.
    pub(super) lists: Vec<u8>,
    /// The files that come after them.
    pub(super) sent: SentFiles,
    /// Where these are.
    pub(super) store: Files,
    /// What time it is when it breaks off.
    pub(super) clock: Clock,
    /// Who reads it.
    pub(super) reader: Reader,
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
/// end, as whatever packs an answer for its way does. The place is free again, for others, when all has been handed on, or nobody takes it any more.
pub(super) fn packed(
    packing: Packing,
    place: Place,
    patience: Patience,
) -> impl Stream<Item = Result<Bytes, io::Error>> {
    let (send, receive) = channel(WAITING);
    let packed = tokio::spawn(async move {
        let clock = packing.clock.clone();
        let ended = packing.pack(Out::of(send, patience)).await;
        if let Err(error) = &ended {
            tracing::info!(%error, "a copy was not taken whole");
        }
        if let Ok(()) | Err(Broken::Left | Broken::TooSlow) = ended {
            place.leave_until(clock.now() + AGAIN);
        }
        ended
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
    async fn pack(self, mut out: Out) -> Result<(), Broken> {
        let Packing { lists, sent, store, reader, .. } = self;
        out.waits_for(lists.len() as u64);
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
            out.waits_for(reading.size());
            add(&mut copy, &file.name, &mut reading, &mut out).await?;
        }
        if let Some((name, text)) = exports::left_out(&reader, &gone, &sent) {
            copy.add_text(&name, &text)?;
        }
        out.hand_on(copy.finish()?).await
    }
}

async fn add(copy: &mut Copier, name: &str, reading: &mut Reading, out: &mut Out) -> Result<(), Broken> {
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
    patience: Patience,
    ends: Pin<Box<Sleep>>,
    latest: Instant,
}

impl Out {
    fn of(send: Sender<Bytes>, patience: Patience) -> Out {
        let latest = sleep(patience.most).deadline();
        Out { send, patience, ends: Box::pin(sleep(patience.whole)), latest }
    }

    /// So much more has to be taken.
    fn waits_for(&mut self, bytes: u64) {
        let ends = self.ends.deadline() + self.patience.of(bytes);
        self.ends.as_mut().reset(ends.min(self.latest));
    }

    async fn hand_on(&mut self, bytes: Vec<u8>) -> Result<(), Broken> {
        let mut bytes = Bytes::from(bytes);
        while !bytes.is_empty() {
            let piece = bytes.split_to(bytes.len().min(PIECE));
            tokio::select! {
                taken = timeout(self.patience.piece, self.send.send(piece)) => {
                    taken.map_err(|_| Broken::TooSlow)?.map_err(|_| Broken::Left)?;
                }
                () = self.ends.as_mut() => return Err(Broken::TooSlow),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;

    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use kit_core::{AccountId, Locale, PersonId, Random};
    use kit_i18n::Texts;
    use kit_web::{Full, PersonalFile, PlaceLimits, Places, Room};
    use tempfile::TempDir;

    use super::*;
    use crate::model::Archive;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const ROOM: Room = Room::Account(AccountId(1));
    const SOON: Patience = Patience { piece: Duration::from_millis(50), ..Patience::USUAL };

    const fn places() -> Places {
        Places::new(PlaceLimits { each: 1, account: 4, alone: 4, all: 4 })
    }

    /// The copy of somebody who sent two megabytes, more than waits for its reader.
    async fn copy(places: &'static Places) -> (TempDir, Packing, Place) {
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
            clock: Clock::set_at(NOW),
            reader: Reader { texts, locale: Locale::Fr, zone: TimeZone::UTC },
        };
        (folder, packing, places.enter(PersonId::from_raw(1), ROOM, NOW).unwrap())
    }

    /// What its reader meets who wants it once more when the place is free.
    async fn once_more(places: &'static Places) -> Result<(), Full> {
        for _ in 0..400 {
            match places.enter(PersonId::from_raw(1), ROOM, NOW).map(drop) {
                Err(Full::Own) => tokio::time::sleep(Duration::from_millis(10)).await,
                other => return other,
            }
        }
        Err(Full::Own)
    }

    async fn is_left(places: &'static Places) -> bool {
        let is_paused = matches!(once_more(places).await, Err(Full::Paused(601)));
        is_paused && places.enter(PersonId::from_raw(2), ROOM, NOW).is_ok()
    }

    #[tokio::test]
    async fn who_takes_nothing_more_is_left_and_never_takes_a_part_for_the_whole() {
        static HERE: Places = places();
        let (_folder, packing, place) = copy(&HERE).await;
        let mut pieces = pin!(packed(packing, place, SOON));
        assert!(pieces.next().await.unwrap().is_ok());
        assert!(is_left(&HERE).await, "the place is free though the reader is there");
        let rest: Vec<_> = pieces.collect().await;
        assert!(rest.len() <= WAITING + 1, "{}", rest.len());
        assert_eq!(rest.last().unwrap().as_ref().unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[tokio::test]
    async fn who_takes_it_for_too_long_is_left() {
        static HERE: Places = places();
        let (_folder, packing, place) = copy(&HERE).await;
        let patience = Patience { whole: Duration::from_millis(50), rate: 64 << 20, ..Patience::USUAL };
        let pieces = packed(packing, place, patience);
        assert!(is_left(&HERE).await);
        assert!(pieces.collect::<Vec<_>>().await.last().unwrap().is_err());
    }

    #[tokio::test]
    async fn nothing_is_held_for_who_went_away() {
        static HERE: Places = places();
        let (_folder, packing, place) = copy(&HERE).await;
        let mut pieces = Box::pin(packed(packing, place, Patience::USUAL));
        assert!(pieces.next().await.unwrap().is_ok());
        drop(pieces);
        assert!(is_left(&HERE).await);
    }

    #[tokio::test]
    async fn who_takes_all_gets_all() {
        static HERE: Places = places();
        let (_folder, packing, place) = copy(&HERE).await;
        let patience = Patience { whole: Duration::ZERO, ..Patience::USUAL };
        let mut pieces = pin!(packed(packing, place, patience));
        let mut bytes = 0;
        while let Some(piece) = pieces.next().await {
            bytes += piece.unwrap().len();
        }
        assert!(bytes > 2 << 20);
        assert!(pieces.next().await.is_none(), "the end is the end, however often it is asked for");
        assert!(is_left(&HERE).await, "the place is somebody else's for a while");
    }
}
