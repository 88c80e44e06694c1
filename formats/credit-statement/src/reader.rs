//! A statement is read and verified, line by line.

use std::io::{BufRead, Read};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::chain::Chain;
use crate::layout::{ALGORITHM, CLOSING, COMMA, END, LINE_FEED, LONGEST_LINE, OPENING, OPERATIONS, SIGNATURE};
use crate::rules::Course;
use crate::statement::Signature;
use crate::{Ending, Falsehood, Heading, Line, PublicKey, VERSION, VerifyError};

/// A statement that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Whose operations, and from which one on.
    pub heading: Heading,
    /// Up to which, and what it comes to.
    pub ending: Ending,
    /// How many operations it tells.
    pub lines: u64,
    /// By which key it is signed. Without an expected key, this is only what the file says.
    pub key: PublicKey,
    /// The signature by it, in Base64.
    pub signature: String,
}

/// Verifies a statement, by the publisher's key if it is known.
///
/// # Errors
/// It cannot be read, or it is false: [`Falsehood`] says what.
pub fn verify(input: impl BufRead, expected: Option<&PublicKey>) -> Result<Verified, VerifyError> {
    read(input, expected, |_| {})
}

/// As [`verify`], and hands over each operation. Nothing counts until this returns well.
///
/// # Errors
/// It cannot be read, or it is false: [`Falsehood`] says what.
pub fn read(
    input: impl BufRead,
    expected: Option<&PublicKey>,
    mut each: impl FnMut(&Line),
) -> Result<Verified, VerifyError> {
    let mut source = Source { input, number: 0, line: Vec::new(), written: Vec::new() };
    source.next()?;
    let opening = source.framed(OPENING, OPERATIONS)?;
    let heading: Heading = source.value(opening.clone())?;
    if heading.version != VERSION {
        return Err(source.wrong(Falsehood::Version(heading.version)));
    }
    let mut chain = Chain::begin(&source.line[opening]);
    let mut course = Course::begin(&heading).map_err(|falsehood| source.wrong(falsehood))?;
    let mut lines = 0;
    let mut last = false;
    source.next()?;
    while !source.line.starts_with(END) {
        if last {
            return Err(source.wrong(Falsehood::Layout));
        }
        last = !source.line.ends_with(COMMA);
        let range = 0..source.line.len() - if last { 0 } else { COMMA.len() };
        let line: Line = source.value(range.clone())?;
        course.follow(&line).map_err(|falsehood| source.wrong(falsehood))?;
        chain.follow(&source.line[range]);
        each(&line);
        lines += 1;
        source.next()?;
    }
    if lines > 0 && !last {
        return Err(source.wrong(Falsehood::Layout));
    }
    let end = source.framed(END, COMMA)?;
    let ending: Ending = source.value(end.clone())?;
    if ending.to_seq != course.seq() || ending.after != *course.standing() {
        return Err(source.wrong(Falsehood::End));
    }
    if ending.digest != chain.hex() {
        return Err(Falsehood::Digest.of_all());
    }
    let signed = chain.signed(&source.line[end]);
    source.next()?;
    let range = source.framed(SIGNATURE, CLOSING)?;
    let signature: Signature = source.value(range)?;
    let key = source.signer(&signature, expected)?;
    if !key.verifies(&signed, &signature.value) {
        return Err(source.wrong(Falsehood::Signature));
    }
    source.nothing_more()?;
    Ok(Verified { heading, ending, lines, key, signature: signature.value })
}

/// The file, a line at a time.
struct Source<R> {
    input: R,
    /// Counted from 1.
    number: u64,
    /// The line, without its line feed.
    line: Vec<u8>,
    /// A value as it should be written, kept for its room.
    written: Vec<u8>,
}

impl<R: BufRead> Source<R> {
    fn wrong(&self, falsehood: Falsehood) -> VerifyError {
        falsehood.on(self.number)
    }

    /// Goes to the next line.
    fn next(&mut self) -> Result<(), VerifyError> {
        self.line.clear();
        self.number += 1;
        let mut bounded = (&mut self.input).take(LONGEST_LINE as u64);
        bounded.read_until(LINE_FEED, &mut self.line)?;
        if self.line.pop_if(|last| *last == LINE_FEED).is_some() {
            return Ok(());
        }
        let falsehood = if self.line.len() == LONGEST_LINE { Falsehood::TooLong } else { Falsehood::Truncated };
        Err(self.wrong(falsehood))
    }

    fn nothing_more(&mut self) -> Result<(), VerifyError> {
        self.number += 1;
        if self.input.fill_buf()?.is_empty() { Ok(()) } else { Err(self.wrong(Falsehood::Trailing)) }
    }

    /// Where the value stands in a line that has fixed bytes around it.
    fn framed(&self, before: &[u8], after: &[u8]) -> Result<std::ops::Range<usize>, VerifyError> {
        let inside = self.line.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        let length = inside.ok_or_else(|| self.wrong(Falsehood::Layout))?.len();
        Ok(before.len()..before.len() + length)
    }

    /// The value that stands there, written as this format writes it.
    fn value<T: Serialize + DeserializeOwned>(&mut self, range: std::ops::Range<usize>) -> Result<T, VerifyError> {
        let bytes = &self.line[range];
        let understood = |error: serde_json::Error| Falsehood::Json(error.to_string()).on(self.number);
        let value: T = serde_json::from_slice(bytes).map_err(understood)?;
        self.written.clear();
        serde_json::to_writer(&mut self.written, &value).map_err(understood)?;
        if self.written == bytes { Ok(value) } else { Err(Falsehood::NotCanonical.on(self.number)) }
    }

    /// By whom it says to be signed, if that is the one expected.
    fn signer(&self, signature: &Signature, expected: Option<&PublicKey>) -> Result<PublicKey, VerifyError> {
        if signature.algorithm != ALGORITHM {
            return Err(self.wrong(Falsehood::Algorithm));
        }
        let key: PublicKey = signature.key.parse().map_err(|_| self.wrong(Falsehood::Key))?;
        match expected {
            Some(expected) if *expected != key => Err(self.wrong(Falsehood::OtherKey { found: key })),
            _ => Ok(key),
        }
    }
}
