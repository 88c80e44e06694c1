//! A statement is written, line by line.

use std::io::Write;

use serde::Serialize;

use crate::chain::Chain;
use crate::layout::{ALGORITHM, CLOSING, COMMA, END, LINE_FEED, LONGEST_LINE, OPENING, OPERATIONS, SIGNATURE};
use crate::rules::Course;
use crate::statement::Signature;
use crate::{Ending, Falsehood, Heading, Line, SigningKey, VERSION, WriteError};

/// Writes a statement. Give it a buffered `Write`: it writes small pieces.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    chain: Chain,
    course: Course,
    empty: bool,
    /// The value being written, kept for its room.
    value: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Begins a statement.
    ///
    /// # Errors
    /// It cannot be written, or nothing could follow this heading.
    pub fn begin(mut out: W, heading: &Heading) -> Result<Writer<W>, WriteError> {
        let refused = |falsehood| WriteError::False { seq: heading.from_seq.saturating_sub(1), falsehood };
        if heading.version != VERSION {
            return Err(refused(Falsehood::Version(heading.version)));
        }
        let course = Course::begin(heading).map_err(refused)?;
        let mut value = Vec::new();
        json(&mut value, heading).map_err(refused)?;
        out.write_all(OPENING)?;
        out.write_all(&value)?;
        out.write_all(OPERATIONS)?;
        Ok(Writer { out, chain: Chain::begin(&value), course, empty: true, value })
    }

    /// One more operation.
    ///
    /// # Errors
    /// It cannot be written, or it does not follow those before.
    pub fn line(&mut self, line: &Line) -> Result<(), WriteError> {
        let refused = |falsehood| WriteError::False { seq: line.seq, falsehood };
        self.course.follow(line).map_err(refused)?;
        json(&mut self.value, line).map_err(refused)?;
        if !self.empty {
            self.out.write_all(COMMA)?;
        }
        self.out.write_all(&[LINE_FEED])?;
        self.out.write_all(&self.value)?;
        self.chain.follow(&self.value);
        self.empty = false;
        Ok(())
    }

    /// What it is written to: whoever hands the statement on piece by piece takes from there what is written so far.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// The number of the last operation; one less than the first before any.
    pub fn last(&self) -> i64 {
        self.course.seq()
    }

    /// Ends and signs it. Gives back what was written to, flushed.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(mut self, key: &SigningKey) -> Result<W, WriteError> {
        let seq = self.course.seq();
        let refused = |falsehood| WriteError::False { seq, falsehood };
        let ending = Ending { to_seq: seq, digest: self.chain.hex(), after: self.course.standing().clone() };
        json(&mut self.value, &ending).map_err(refused)?;
        self.out.write_all(&[LINE_FEED])?;
        self.out.write_all(END)?;
        self.out.write_all(&self.value)?;
        self.out.write_all(COMMA)?;
        self.out.write_all(&[LINE_FEED])?;
        let signature = Signature {
            algorithm: ALGORITHM.to_owned(),
            key: key.public().to_string(),
            value: key.sign(&self.chain.signed(&self.value)),
        };
        json(&mut self.value, &signature).map_err(refused)?;
        self.out.write_all(SIGNATURE)?;
        self.out.write_all(&self.value)?;
        self.out.write_all(CLOSING)?;
        self.out.write_all(&[LINE_FEED])?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The bytes of a value, in place of what was there.
fn json(bytes: &mut Vec<u8>, value: &impl Serialize) -> Result<(), Falsehood> {
    bytes.clear();
    serde_json::to_writer(&mut *bytes, value).map_err(|error| Falsehood::Json(error.to_string()))?;
    let around = OPENING.len() + OPERATIONS.len() + 1;
    if bytes.len() > LONGEST_LINE - around { Err(Falsehood::TooLong) } else { Ok(()) }
}
