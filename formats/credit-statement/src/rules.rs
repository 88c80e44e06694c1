//! What holds from one operation to the next: one telling for the writer and for the verifier.

use jiff::Timestamp;

use crate::{Balance, Falsehood, Heading, Line, LotKind, Standing};

/// How things stand after the operations so far.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    seq: i64,
    at: Option<Timestamp>,
    standing: Standing,
}

impl Course {
    /// Before the first operation.
    ///
    /// # Errors
    /// Less than nothing is there, or numbers begin below 1.
    pub(crate) fn begin(heading: &Heading) -> Result<Course, Falsehood> {
        if heading.from_seq < 1 {
            return Err(Falsehood::Number { expected: 1, found: heading.from_seq });
        }
        not_below_zero(heading.before.balance())?;
        Ok(Course { seq: heading.from_seq - 1, at: None, standing: heading.before.clone() })
    }

    /// After one more.
    ///
    /// # Errors
    /// It cannot follow.
    pub(crate) fn follow(&mut self, line: &Line) -> Result<(), Falsehood> {
        let expected = self.seq.checked_add(1).ok_or(Falsehood::Range)?;
        if line.seq != expected {
            return Err(Falsehood::Number { expected, found: line.seq });
        }
        if self.at.is_some_and(|before| line.at < before) {
            return Err(Falsehood::TimeBack);
        }
        adds_up(line)?;
        let expected = Balance {
            promotional: plus(self.standing.promotional, line.promotional)?,
            purchased: plus(self.standing.purchased, line.purchased)?,
        };
        if line.after != expected {
            return Err(Falsehood::Balance { expected, found: line.after });
        }
        not_below_zero(line.after)?;
        self.seq = line.seq;
        self.at = Some(line.at);
        self.standing.promotional = line.after.promotional;
        self.standing.purchased = line.after.purchased;
        self.standing.seal.clone_from(&line.seal);
        Ok(())
    }

    /// The number of the last operation.
    pub(crate) fn seq(&self) -> i64 {
        self.seq
    }

    /// What is there.
    pub(crate) fn standing(&self) -> &Standing {
        &self.standing
    }
}

/// Whether an operation's amount is what it is said to be made of.
fn adds_up(line: &Line) -> Result<(), Falsehood> {
    let of = |kind| {
        let parts = line.split.iter().filter(|part| part.kind == kind);
        parts.map(|part| part.amount).try_fold(0, plus)
    };
    if plus(line.promotional, line.purchased)? != line.amount {
        return Err(Falsehood::Kinds);
    }
    if of(LotKind::Promotional)? != line.promotional || of(LotKind::Purchased)? != line.purchased {
        return Err(Falsehood::Split);
    }
    Ok(())
}

fn plus(one: i64, other: i64) -> Result<i64, Falsehood> {
    one.checked_add(other).ok_or(Falsehood::Range)
}

fn not_below_zero(balance: Balance) -> Result<(), Falsehood> {
    if balance.promotional < 0 || balance.purchased < 0 { Err(Falsehood::BelowZero) } else { Ok(()) }
}
