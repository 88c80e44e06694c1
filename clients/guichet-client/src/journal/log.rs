//! The file: records one after the other, each with its length and a checksum that also covers all before it.
//!
//! A record is: its length (4 bytes, little-endian), the same inverted, the first 8 bytes of SHA-256(digest of the record before ‖
//! length ‖ payload), and the payload, JSON. The file begins with a line that names the format.
//!
//! A power cut tears at most the record that was being written, whose call had not returned: the file ends within it, or some of its
//! sectors were never written and read as zeros. That is cut off. Anything else that does not fit was changed by something else and
//! is refused.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use ring::digest::{Context, SHA256};

use super::JournalError;

/// How the file begins.
const MAGIC: &[u8] = b"guichet journal 1\n";
/// Length, the same inverted, checksum.
const HEADER: usize = 16;
/// What a disk writes whole, or not at all.
const SECTOR: usize = 512;
/// No journal is larger: 500 uses have less than a mebibyte.
const LARGEST: u64 = 16 * 1024 * 1024;

type Digest = [u8; 32];

/// An open journal file. Nobody else has it open.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
    /// Held as long as this lives. A file of its own: the journal's is replaced at a new lease.
    _lock: File,
    digest: Digest,
    /// A write failed: what is at the end is not known.
    broken: bool,
}

/// What was found in a file.
struct Found {
    /// Where each record stands, and what it says.
    records: Vec<(u64, Vec<u8>)>,
    digest: Digest,
    /// Where the good part ends.
    end: usize,
}

/// Where each record stands, and what it says.
pub(super) type Records = Vec<(u64, Vec<u8>)>;

impl Log {
    /// Opens the file or makes it. Gives its records, and how many bytes of an unfinished one were cut off.
    pub(super) fn open(path: PathBuf) -> Result<(Log, Records, Option<u64>), JournalError> {
        let lock = locked(&path)?;
        let mut bytes = Vec::new();
        match File::open(&path) {
            Ok(file) => {
                if file.metadata()?.len() > LARGEST {
                    return Err(JournalError::Damaged { offset: LARGEST });
                }
                file.take(LARGEST).read_to_end(&mut bytes)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        if bytes.len() < MAGIC.len() && MAGIC.starts_with(&bytes) {
            let file = replaced(&path, MAGIC)?;
            let cut = u64::try_from(bytes.len()).ok().filter(|length| *length > 0);
            return Ok((Log { path, file, _lock: lock, digest: beginning(), broken: false }, Vec::new(), cut));
        }
        let found = read(&bytes)?;
        let mut file = OpenOptions::new().read(true).write(true).open(&path)?;
        let cut = (bytes.len() - found.end) as u64;
        if cut > 0 {
            file.set_len(found.end as u64)?;
            file.sync_all()?;
        }
        file.seek(SeekFrom::End(0))?;
        let log = Log { path, file, _lock: lock, digest: found.digest, broken: false };
        Ok((log, found.records, (cut > 0).then_some(cut)))
    }

    /// Writes a record. When this returns it is on the disk.
    pub(super) fn append(&mut self, payload: &[u8]) -> Result<(), JournalError> {
        if self.broken {
            return Err(JournalError::Broken);
        }
        let (record, digest) = framed(&self.digest, payload)?;
        self.broken = true;
        self.file.write_all(&record)?;
        self.file.sync_data()?;
        self.broken = false;
        self.digest = digest;
        Ok(())
    }

    /// Begins anew, with this record: the file is the old one or the new one, never something between.
    pub(super) fn restart(&mut self, payload: &[u8]) -> Result<(), JournalError> {
        if self.broken {
            return Err(JournalError::Broken);
        }
        let (record, digest) = framed(&beginning(), payload)?;
        self.broken = true;
        self.file = replaced(&self.path, &[MAGIC, &record].concat())?;
        self.broken = false;
        self.digest = digest;
        Ok(())
    }
}

/// A file beside another one.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn locked(path: &Path) -> Result<File, JournalError> {
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(beside(path, ".lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Puts a file with these bytes in place of the one at `path`, synced with its folder.
fn replaced(path: &Path, bytes: &[u8]) -> Result<File, JournalError> {
    let new = beside(path, ".new");
    let mut file = OpenOptions::new().create(true).truncate(true).read(true).write(true).open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&new, path)?;
    sync_folder(path)?;
    Ok(file)
}

/// A name is on the disk when its folder is. Only where folders are files.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn beginning() -> Digest {
    digest(&[MAGIC])
}

fn digest(parts: &[&[u8]]) -> Digest {
    let mut context = Context::new(&SHA256);
    parts.iter().for_each(|part| context.update(part));
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    digest
}

/// A record as it is written, and the digest that the next one covers.
fn framed(before: &Digest, payload: &[u8]) -> Result<(Vec<u8>, Digest), JournalError> {
    let length = u32::try_from(payload.len()).map_err(|_| JournalError::Value("record"))?;
    let digest = digest(&[before, &length.to_le_bytes(), payload]);
    let record = [&length.to_le_bytes()[..], &(!length).to_le_bytes(), &digest[..8], payload].concat();
    Ok((record, digest))
}

fn read(bytes: &[u8]) -> Result<Found, JournalError> {
    if !bytes.starts_with(MAGIC) {
        return Err(JournalError::Damaged { offset: 0 });
    }
    let mut found = Found { records: Vec::new(), digest: beginning(), end: MAGIC.len() };
    while found.end < bytes.len() {
        let rest = &bytes[found.end..];
        let offset = found.end as u64;
        let Some(payload) = whole(rest) else {
            return if is_torn(rest, found.end) { Ok(found) } else { Err(JournalError::Damaged { offset }) };
        };
        let (record, digest) = framed(&found.digest, payload)?;
        if !rest.starts_with(&record) {
            return if is_torn(rest, found.end) { Ok(found) } else { Err(JournalError::Damaged { offset }) };
        }
        found.records.push((offset, payload.to_vec()));
        found.digest = digest;
        found.end += record.len();
    }
    Ok(found)
}

/// The length that a record says to have; none if it contradicts itself.
fn length(rest: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(rest.get(..4)?.try_into().ok()?);
    let inverted = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?);
    if length == !inverted { usize::try_from(length).ok() } else { None }
}

/// The payload of the record that stands here, if it is all there.
fn whole(rest: &[u8]) -> Option<&[u8]> {
    let end = HEADER.checked_add(length(rest)?)?;
    rest.get(HEADER..end)
}

/// Whether this is what a power cut leaves of the last record, which stands at `offset`. Payloads have no zeros, so what is all
/// zeros was never written. Nothing follows what is torn: a later record is written only once this one is on the disk.
fn is_torn(rest: &[u8], offset: usize) -> bool {
    let written = rest.len() - rest.iter().rev().take_while(|byte| **byte == 0).count();
    match length(rest) {
        Some(length) if rest.len() == HEADER + length => written < rest.len() || lacks_a_sector(rest, offset),
        Some(length) => rest.len() < HEADER + length,
        None => rest.len() < 8 || written < 8 || (lacks_a_sector(rest, offset) && !holds_a_header(rest)),
    }
}

/// Whether a sector of what stands at `offset` reads as zeros, as far as it belongs to it. A length has three zeros at most.
fn lacks_a_sector(rest: &[u8], offset: usize) -> bool {
    let (first, others) = rest.split_at((SECTOR - offset % SECTOR).min(rest.len()));
    std::iter::once(first).chain(others.chunks(SECTOR)).any(|part| part.len() > 3 && part.iter().all(|byte| *byte == 0))
}

/// Whether another record begins somewhere in this: text has no length that its own inverse follows.
fn holds_a_header(rest: &[u8]) -> bool {
    (1..rest.len()).any(|at| length(&rest[at..]).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(payloads: &[&str]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let mut before = beginning();
        for payload in payloads {
            let (record, digest) = framed(&before, payload.as_bytes()).unwrap();
            bytes.extend(record);
            before = digest;
        }
        bytes
    }

    fn payloads(bytes: &[u8]) -> Option<Vec<String>> {
        let found = read(bytes).ok()?;
        Some(found.records.into_iter().map(|(_, payload)| String::from_utf8(payload).unwrap()).collect())
    }

    #[test]
    fn records_are_read_as_they_were_written() {
        assert_eq!(payloads(&file(&[])), Some(vec![]));
        assert_eq!(payloads(&file(&["{1}", "{22}"])), Some(vec!["{1}".to_owned(), "{22}".to_owned()]));
    }

    #[test]
    fn each_flipped_bit_is_refused() {
        let mut bytes = file(&["{\"a b\":1}", "{\"reference\":\"Plan 12 @\"}", "{3}"]);
        for place in 0..bytes.len() {
            for bit in 0..8 {
                bytes[place] ^= 1 << bit;
                assert_eq!(payloads(&bytes), None, "bit {bit} of byte {place}");
                bytes[place] ^= 1 << bit;
            }
        }
    }

    #[test]
    fn a_torn_end_is_cut_off_wherever_it_is_torn() {
        let whole = file(&["{1}", "{22}", "{333}"]);
        let before = file(&["{1}", "{22}"]).len();
        let two = Some(vec!["{1}".to_owned(), "{22}".to_owned()]);
        for length in before..whole.len() {
            assert_eq!(payloads(&whole[..length]), two, "{length} bytes");
            let mut zeros = whole.clone();
            zeros[length..].fill(0);
            assert_eq!(payloads(&zeros), two, "{length} bytes, then zeros");
        }
    }

    #[test]
    fn a_sector_that_a_power_cut_left_out_ends_the_journal_before_its_record() {
        let long = format!("{{{}}}", "x".repeat(2_000));
        let (before, whole) = (file(&["{1}", &long]), file(&["{1}", &long, &long]));
        for place in before.len()..whole.len() - 4 {
            let mut gap = whole.clone();
            let end = (place / SECTOR + 1) * SECTOR;
            let end = end.min(whole.len());
            let begin = (end.saturating_sub(1) / SECTOR * SECTOR).max(before.len());
            gap[begin..end].fill(0);
            if end - begin > 3 {
                assert_eq!(payloads(&gap), Some(vec!["{1}".to_owned(), long.clone()]), "{begin} to {end}");
            }
        }
    }

    #[test]
    fn a_sector_lost_before_the_last_record_is_damage() {
        let long = format!("{{{}}}", "x".repeat(2_000));
        let whole = file(&["{1}", &long, &long]);
        let last = file(&["{1}", &long]).len();
        for begin in (SECTOR..last).step_by(SECTOR) {
            let mut gap = whole.clone();
            gap[begin..(begin + SECTOR).min(last)].fill(0);
            assert_eq!(payloads(&gap), None, "from {begin}");
        }
    }

    #[test]
    fn records_do_not_move() {
        let (one, two) = (file(&["{1}"]), file(&["{2}"]));
        let (first, second) = (&one[MAGIC.len()..], &two[MAGIC.len()..]);
        assert_eq!(payloads(&[MAGIC, first, second].concat()), None);
        assert_eq!(payloads(&[MAGIC, first, first].concat()), None);
        assert_eq!(payloads(first), None);
    }
}
