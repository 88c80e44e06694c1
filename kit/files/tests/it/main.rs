//! Files that come, stay and go.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::{SignedDuration, Timestamp};
use kit_core::Random;
use kit_files::{Deposit, FileError, FileKey, FileKind, Files, Kept};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

fn files() -> (TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::at(folder.path().join("files"));
    (folder, files)
}

async fn keep(files: &Files, random: &Random, name: &str, content: &[u8]) -> Kept {
    let mut draft = files.begin(random, name).await.unwrap();
    for piece in content.chunks(100_000) {
        draft.write(piece).await.unwrap();
    }
    draft.finish().await.unwrap()
}

async fn read(files: &Files, key: FileKey) -> Result<Vec<u8>, FileError> {
    let mut reading = files.open(key).await?;
    let mut all = Vec::new();
    while let Some(piece) = reading.next().await? {
        all.extend_from_slice(&piece);
    }
    assert_eq!(reading.size(), all.len() as u64);
    Ok(all)
}

/// Everything below the folder, but for folders.
fn left(files: &Files) -> usize {
    let shelves = std::fs::read_dir(files.folder().unwrap()).unwrap();
    shelves.map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap().count()).sum()
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent() {
    let ((_folder, files), random) = (files(), Random::seeded(1));
    let content: Vec<u8> = (0..1_000_003_u32).map(|n| ((n * 7) >> 3) as u8).collect();
    let kept = keep(&files, &random, "C:\\a\\Plan.dwgx", &content).await;
    assert_eq!((kept.name.as_str(), kept.size), ("Plan.dwgx", 1_000_003));
    assert_eq!(kept.digest, <[u8; 32]>::from(Sha256::digest(&content)));
    assert_eq!(read(&files, kept.key).await.unwrap(), content);
    assert_eq!(files.size(kept.key).await.unwrap(), Some(1_000_003));
    let empty = keep(&files, &random, "empty.txt", b"").await;
    assert_eq!((empty.size, empty.sniffed.kind), (0, FileKind::Text));
    assert_eq!(read(&files, empty.key).await.unwrap(), b"");
    files.remove(kept.key).await.unwrap();
    files.remove(kept.key).await.unwrap();
    assert!(matches!(read(&files, kept.key).await, Err(FileError::Missing(key)) if key == kept.key));
    assert_eq!(files.size(kept.key).await.unwrap(), None);
}

#[tokio::test]
async fn what_breaks_off_leaves_nothing() {
    let ((_folder, files), random) = (files(), Random::seeded(1));
    let mut draft = files.begin(&random, "a.png").await.unwrap();
    draft.write(&[0; 600_000]).await.unwrap();
    assert_eq!((left(&files), draft.size()), (1, 600_000));
    drop(draft);
    assert_eq!(left(&files), 0);
}

#[tokio::test]
async fn where_too_little_is_free_nothing_is_begun() {
    let ((_folder, files), random) = (files(), Random::seeded(1));
    let kept = keep(&files.clone().leaving(0), &random, "b.png", b"x").await;
    let full = files.clone().leaving(u64::MAX);
    assert!(matches!(full.begin(&random, "a.png").await, Err(FileError::Full)));
    assert_eq!(left(&files), 1);
    assert_eq!(read(&full, kept.key).await.unwrap(), b"x", "what is there stays and is read");
    full.remove(kept.key).await.unwrap();
    assert_eq!(left(&files), 0);
}

#[tokio::test]
async fn what_a_stopped_machine_left_is_found() {
    let ((_folder, files), random) = (files(), Random::seeded(1));
    let kept = keep(&files, &random, "a.png", b"x").await;
    let begun = files.folder().unwrap().join("incoming").join(FileKey::random(&random).to_string());
    std::fs::write(&begun, b"half").unwrap();
    let mut found = Vec::new();
    for shelf in 0..=255 {
        found.extend(files.on_shelf(shelf).await.unwrap());
    }
    assert_eq!(found.iter().map(|one| one.key).collect::<Vec<_>>(), [kept.key]);
    // The clock of the disk is the machine's own.
    let since = found[0].since;
    let hour = SignedDuration::from_hours(1);
    assert_eq!(files.remove_begun_before(since - hour).await.unwrap(), 0);
    assert_eq!(files.remove_begun_before(since + hour).await.unwrap(), 1);
    assert!(!begun.exists());
    assert_eq!(left(&files), 1);
}

#[tokio::test]
async fn a_copy_has_all_files() {
    let ((folder, files), random) = (files(), Random::seeded(1));
    let kept = [keep(&files, &random, "a.png", b"x").await, keep(&files, &random, "b.png", b"y").await];
    let to = folder.path().join("copy");
    assert_eq!(files.copy_to(&to).await.unwrap(), 2);
    assert_eq!(read(&Files::at(&to), kept[1].key).await.unwrap(), b"y");
    assert!(files.copy_to(&to).await.is_err(), "no copy is written over");
}

#[tokio::test]
async fn without_a_folder_there_are_no_files() {
    let (files, random) = (Files::none(), Random::seeded(1));
    assert!(!files.are_kept());
    assert!(matches!(files.begin(&random, "a").await, Err(FileError::Nowhere)));
    assert!(matches!(files.open(FileKey::random(&random)).await, Err(FileError::Nowhere)));
    assert_eq!(files.on_shelf(0).await.unwrap(), []);
    assert_eq!(files.remove_begun_before(Timestamp::MAX).await.unwrap(), 0);
}

#[tokio::test]
async fn files_that_no_transaction_speaks_of_go_again() {
    let (_folder, files) = files();
    let random = Random::seeded(1);
    let deposit = || async {
        let mut drafts = Vec::new();
        for name in ["a.txt", "b.txt"] {
            drafts.push(files.begin(&random, name).await.unwrap());
        }
        Deposit::of(&files, drafts).await.unwrap()
    };
    let two = deposit().await;
    assert_eq!((two.files().len(), left(&files)), (2, 2));
    drop(two);
    assert_eq!(left(&files), 0, "the transaction never began");
    assert_eq!(deposit().await.settled(async { "refused" }, |outcome| *outcome == "refused").await, "refused");
    assert_eq!(left(&files), 0);
    deposit().await.settled(async { "done" }, |outcome| *outcome == "refused").await;
    assert_eq!(left(&files), 2);
    // Whoever waits is cut off while the transaction runs: nobody knows here what becomes of it.
    let waiting = deposit().await.settled(std::future::pending::<()>(), |()| true);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(10), waiting).await.is_err());
    assert_eq!(left(&files), 4, "they stay for the sweep");
}
