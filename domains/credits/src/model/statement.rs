//! A signed statement: what the publisher says about an account's operations, to somebody who trusts its key alone.

use std::sync::Arc;

use credit_statement::{
    Author, Heading, KeyError, Line, LotKind as StatedKind, Part as StatedPart, PublicKey, SigningKey, Standing,
    VERSION, WriteError, Writer,
};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use kit_core::{AccountId, KeyRing};
use thiserror::Error;

use super::chain::Seals;
use super::{Balance, Digest, Kind, LotKind, Operation, OperationId, Unit, WrittenBy};

/// Which operations a statement tells of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementWanted {
    /// From this moment on; none: from the first one.
    pub from: Option<Timestamp>,
    /// Before this moment; none: up to the last one.
    pub until: Option<Timestamp>,
    /// Exactly as it was made before.
    pub again: Option<MadeBefore>,
}

/// What tells a statement from the others of the same days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeBefore {
    /// When it was made.
    pub at: Timestamp,
    /// Its last operation.
    pub to_seq: i64,
}

/// A statement to be written: its operations are known by their numbers, so that those that come later change nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Whose.
    pub account: AccountId,
    /// Which wallet of the account.
    pub unit: Unit,
    /// Who says it.
    pub publisher: String,
    /// The first operation.
    pub from_seq: i64,
    /// The last one; one less than the first if there is none.
    pub to_seq: i64,
    /// When it is made.
    pub made_at: Timestamp,
    /// What was there before the first operation.
    pub before: Balance,
    /// The seal of the operation before it, zeros where there is none.
    pub seal_before: [u8; 32],
    /// What was there after the last operation.
    pub after: Balance,
}

impl Statement {
    /// How many operations it tells.
    pub fn count(&self) -> i64 {
        self.to_seq - self.from_seq + 1
    }

    /// Its first and its last operation, if it has any.
    pub fn ends(&self) -> Option<(OperationId, OperationId)> {
        (self.count() > 0).then(|| (self.unit.operation(self.from_seq), self.unit.operation(self.to_seq)))
    }

    /// The whole of it, signed: for one that is known to be short.
    ///
    /// # Errors
    /// It would be false, or operations are missing.
    pub(crate) fn signed(&self, operations: &[Operation], keys: Arc<KeyRing>) -> Result<Vec<u8>, StatementError> {
        let mut file = StatementFile::begin(self, keys)?;
        let mut all = file.add(operations)?;
        all.extend(file.finish()?);
        Ok(all)
    }

    fn heading(&self) -> Heading {
        Heading {
            version: VERSION,
            publisher: self.publisher.clone(),
            account: self.account.to_string(),
            unit: self.unit.code().to_owned(),
            from_seq: self.from_seq,
            made_at: self.made_at,
            before: Standing {
                promotional: self.before.promotional.0,
                purchased: self.before.purchased.0,
                seal: HEXLOWER.encode(&self.seal_before),
            },
        }
    }
}

/// Why a statement is not written. Nothing that would be false is signed.
#[derive(Debug, Error)]
pub enum StatementError {
    /// The operation is not the one that the ledger sealed.
    #[error("the seal of {0} does not hold")]
    Seal(OperationId),
    /// The operations end before the statement does.
    #[error("the operations after {0} are missing")]
    Missing(OperationId),
    /// The operations contradict each other.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The installation has no usable key.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// The publisher's key for statements, derived from the installation's: as long as that one is kept, so is this.
///
/// # Errors
/// The derived bytes are no key.
pub fn statement_key(keys: &KeyRing) -> Result<SigningKey, KeyError> {
    SigningKey::from_seed(&keys.derive("statements"))
}

/// The half of the publisher's key that everybody may know.
///
/// # Errors
/// As [`statement_key`].
pub fn statement_public_key(keys: &KeyRing) -> Result<PublicKey, KeyError> {
    statement_key(keys).map(|key| key.public())
}

/// A statement on its way to the reader, piece by piece. It takes each operation only if its seal holds.
pub(crate) struct StatementFile {
    writer: Writer<Vec<u8>>,
    keys: Arc<KeyRing>,
    seals: Seals,
    chain: [u8; 32],
    unit: Unit,
    to_seq: i64,
}

impl StatementFile {
    /// Begins a statement.
    pub(crate) fn begin(statement: &Statement, keys: Arc<KeyRing>) -> Result<StatementFile, StatementError> {
        let writer = Writer::begin(Vec::new(), &statement.heading())?;
        let seals = Seals::of(&keys);
        Ok(StatementFile {
            writer,
            keys,
            seals,
            chain: statement.seal_before,
            unit: statement.unit,
            to_seq: statement.to_seq,
        })
    }

    /// Adds the operations that follow; answers what is written since the last time.
    pub(crate) fn add(&mut self, operations: &[Operation]) -> Result<Vec<u8>, StatementError> {
        for operation in operations {
            if self.seals.over(operation, &self.chain) != operation.chain {
                return Err(StatementError::Seal(operation.id()));
            }
            self.writer.line(&line(operation))?;
            self.chain = operation.chain;
        }
        let room = self.writer.get_mut().capacity();
        Ok(std::mem::replace(self.writer.get_mut(), Vec::with_capacity(room)))
    }

    /// The last operation so far.
    pub(crate) fn last(&self) -> i64 {
        self.writer.last()
    }

    /// Whether all operations are there.
    pub(crate) fn is_whole(&self) -> bool {
        self.last() == self.to_seq
    }

    /// Signs it; answers what is written since the last time.
    pub(crate) fn finish(self) -> Result<Vec<u8>, StatementError> {
        if !self.is_whole() {
            return Err(StatementError::Missing(self.unit.operation(self.last())));
        }
        Ok(self.writer.finish(&statement_key(&self.keys)?)?)
    }
}

/// An operation as a statement tells it: ids instead of names, so that no person is in it.
fn line(operation: &Operation) -> Line {
    let digest = |digest: &Digest| HEXLOWER.encode(&digest.0);
    let Operation { seq, at, kind, feature, quantity, reference, reason, used_at, expires_at, .. } = operation;
    let mut line = Line::new(*seq, operation.id().to_string(), *at, kind.code(), HEXLOWER.encode(&operation.chain));
    line.amount = operation.amount.0;
    line.promotional = operation.promotional.0;
    line.purchased = operation.purchased.0;
    line.split = operation.split.parts().iter().map(|part| stated(operation.unit, part)).collect();
    line.after = credit_statement::Balance {
        promotional: operation.promotional_after.0,
        purchased: operation.purchased_after.0,
    };
    line.expires_at = *expires_at;
    line.feature.clone_from(feature);
    line.quantity = *quantity;
    line.unit_price = operation.unit_price.map(|price| price.0);
    line.reference.clone_from(reference);
    line.member = operation.member.map(|member| member.to_string());
    line.author = Some(author(&operation.author));
    line.order.clone_from(&operation.payment);
    // Of a purchase the fingerprint is that of its payment; of a use, of a request that is nobody else's business.
    line.payment = operation.fingerprint.as_ref().filter(|_| *kind == Kind::Purchase).map(digest);
    line.hold = operation.hold.map(|hold| hold.to_string());
    line.used_at = *used_at;
    line.corrects = operation.corrected().map(|corrected| corrected.to_string());
    line.reason.clone_from(reason);
    line
}

fn stated(unit: Unit, part: &super::Part) -> StatedPart {
    let kind = match part.kind {
        LotKind::Promotional => StatedKind::Promotional,
        LotKind::Purchased => StatedKind::Purchased,
    };
    StatedPart { lot: unit.operation(part.lot).to_string(), kind, amount: part.amount.0 }
}

fn author(written_by: &WrittenBy) -> Author {
    let (kind, key) = match written_by {
        WrittenBy::Person(_) => ("person", None),
        WrittenBy::Staff(_) => ("staff", None),
        WrittenBy::Key(prefix) => ("key", Some(prefix.clone())),
        WrittenBy::System(_) => ("system", None),
    };
    Author { kind: kind.to_owned(), key }
}
