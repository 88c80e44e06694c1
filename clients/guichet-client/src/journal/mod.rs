//! Spending without a connection, out of a lease, recorded in a file that survives a power cut.
//!
//! [`Client::lease_into`](crate::Client::lease_into) takes credits along and opens the journal, [`Journal::spend`] spends them,
//! [`Client::settle`](crate::Client::settle) tells the server. Each step is in the file, and synced, before the call returns:
//! after a crash at any moment the same call goes on where it was.
//!
//! A journal blocks while it writes (some milliseconds): within an asynchronous runtime call [`Journal::spend`] where blocking is allowed.

mod book;
mod calls;
mod clock;
mod error;
mod log;
mod record;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

pub use self::calls::Charged;
pub use self::clock::Clock;
pub use self::error::JournalError;
pub use self::record::Spent;

use self::book::{Book, Phase};
use self::clock::Course;
use self::log::Log;
use self::record::{Began, Record};
use crate::{Key, NewLease, Settlement, Usage};

/// What is left of the lease that a journal is open for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenLease {
    /// Its name within the account.
    pub id: String,
    /// How much was leased.
    pub amount: i64,
    /// How much of it is spent.
    pub spent: i64,
    /// By how many uses.
    pub uses: usize,
    /// From this moment on nothing is spent any more, by this machine's clock.
    pub until: Timestamp,
}

impl OpenLease {
    /// How much can still be spent.
    pub fn left(&self) -> i64 {
        self.amount.saturating_sub(self.spent)
    }
}

/// A journal: one lease, and what was spent of it. One process has it at a time.
#[derive(Debug)]
pub struct Journal {
    log: Log,
    book: Book,
    clock: Course,
    cut: Option<u64>,
}

impl Journal {
    /// Opens the journal in the file `path`, or makes it. The folder must be there. Beside it there is a file for the lock.
    ///
    /// # Errors
    /// Another process has it open, it is damaged, or the disk fails.
    pub fn open(path: impl AsRef<Path>) -> Result<Journal, JournalError> {
        Journal::open_with(path, Clock::system())
    }

    /// As [`Journal::open`], with another clock: for tests of the term.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn open_with(path: impl AsRef<Path>, clock: Clock) -> Result<Journal, JournalError> {
        let (log, records, cut) = Log::open(PathBuf::from(path.as_ref()))?;
        let mut book = Book::default();
        for (offset, payload) in records {
            let damaged = || JournalError::Damaged { offset };
            let record: Record = serde_json::from_slice(&payload).map_err(|_| damaged())?;
            book.apply(record).map_err(|_| damaged())?;
        }
        let clock = Course::begin(clock, book.latest());
        Ok(Journal { log, book, clock, cut })
    }

    /// How many bytes of an unfinished record were cut off when it was opened: a power cut had come before their call returned, so
    /// that nothing acknowledged is lost.
    pub fn cut_off(&self) -> Option<u64> {
        self.cut
    }

    /// The lease that it is open for, until it is settled.
    pub fn lease(&self) -> Option<OpenLease> {
        self.book.open_lease()
    }

    /// What was spent of the lease, in its order.
    pub fn spent(&self) -> &[Spent] {
        self.book.uses()
    }

    /// Spends out of the lease. When this returns, the use is recorded for good. With the same key it is recorded once; a use
    /// whose call did not return may be recorded: repeat it with its key.
    ///
    /// # Errors
    /// The lease has not so much left, or is over; the machine's clock is wrong; or the record cannot be written.
    pub fn spend(&mut self, usage: &Usage) -> Result<Spent, JournalError> {
        if let Some(spent) = self.book.spent_before(usage)? {
            return Ok(spent);
        }
        let key = match &usage.key {
            Some(key) => key.clone(),
            None => self.book.next_key()?,
        };
        let spent = self.book.spend(usage, key, self.clock.now()?)?;
        self.write(Record::Spent(spent.clone()))?;
        Ok(spent)
    }

    /// Forgets the lease without settling it: what was spent is not charged by this journal any more. Returns what it was.
    ///
    /// # Errors
    /// There is none, or the record cannot be written.
    pub fn give_up(&mut self) -> Result<Vec<Spent>, JournalError> {
        if !self.book.is_in_use() {
            return Err(JournalError::NoLease);
        }
        self.note(|at| Record::Ended { at })?;
        Ok(self.book.uses().to_vec())
    }

    /// The lease to ask for: the one that was begun before, if its answer never came.
    fn begin(&mut self, wanted: &NewLease) -> Result<NewLease, JournalError> {
        match self.book.phase() {
            Phase::Begun => {
                self.clock.now()?;
            }
            Phase::Empty | Phase::Closed => {
                // The lease before is closed: if the clock was wrong then, this one does not suffer from it.
                self.clock.restart();
                let began = Began::new(wanted, self.clock.now()?)?;
                let record = Record::Began(began);
                let payload = bytes(&record)?;
                let mut book = Book::default();
                book.apply(record).map_err(|_| JournalError::Broken)?;
                self.log.restart(&payload)?;
                self.book = book;
            }
            Phase::Open | Phase::Settling | Phase::Charging => return Err(JournalError::LeaseOpen),
        }
        self.book.wanted().ok_or(JournalError::Broken)
    }

    /// The lease came.
    fn opened(&mut self, lease: &crate::Lease) -> Result<OpenLease, JournalError> {
        let record = self.book.opened(lease, self.clock.now_or_latest())?;
        self.write(record)?;
        self.book.open_lease().ok_or(JournalError::Broken)
    }

    /// What is to be told of the lease. From now on nothing more is spent.
    fn settlement(&mut self) -> Result<Settlement, JournalError> {
        match self.book.phase() {
            Phase::Open => self.note(|at| Record::Settling { at })?,
            Phase::Settling | Phase::Charging => {}
            Phase::Empty | Phase::Begun | Phase::Closed => return Err(JournalError::NoLease),
        }
        self.book.settlement().ok_or(JournalError::NoLease)
    }

    /// What gives all of the lease back, after which each use is charged by itself: the key of each, and what it was.
    fn charging(&mut self) -> Result<(Settlement, Vec<(Key, Usage)>), JournalError> {
        match self.book.phase() {
            Phase::Open | Phase::Settling => self.note(|at| Record::Charging { at })?,
            Phase::Charging => {}
            Phase::Empty | Phase::Begun | Phase::Closed => return Err(JournalError::NoLease),
        }
        let back = self.book.give_back().ok_or(JournalError::NoLease)?;
        Ok((back, self.book.charges()))
    }

    fn settled(&mut self) -> Result<(), JournalError> {
        self.note(|at| Record::Settled { at })
    }

    fn ended(&mut self) -> Result<(), JournalError> {
        self.note(|at| Record::Ended { at })
    }

    /// Writes a record of this moment.
    fn note(&mut self, record: impl FnOnce(Timestamp) -> Record) -> Result<(), JournalError> {
        let now = self.clock.now_or_latest();
        self.write(record(now))
    }

    /// Writes a record, synced, and only then believes it.
    fn write(&mut self, record: Record) -> Result<(), JournalError> {
        self.log.append(&bytes(&record)?)?;
        self.book.apply(record).map_err(|_| JournalError::Broken)
    }
}

fn bytes(record: &Record) -> Result<Vec<u8>, JournalError> {
    serde_json::to_vec(record).map_err(|_| JournalError::Broken)
}
