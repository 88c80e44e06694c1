//! The records of a CFONB file and their fields.

use jiff::civil::Date;

use super::overpunch;
use crate::{BankAccount, Direction, Money, Place, Problem, ReadError, text};

/// The characters of a record.
const WIDTH: usize = 120;
/// Where the last field that matters of the records 01, 04 and 07 ends: the amount.
const END_OF_AMOUNT: usize = 104;
/// Where the date ends, the last field of a record 05 that says nothing.
const END_OF_DATE: usize = 40;

/// A record of a file. Fields are named by the characters they span, counted from 0; the CFONB counts from 1.
pub(super) struct Record<'a> {
    pub(super) place: Place,
    text: &'a str,
}

/// What all records of a statement agree on.
#[derive(PartialEq, Eq)]
pub(super) struct Holder {
    branch: String,
    account: String,
    currency: String,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} in {}", self.branch, self.account, self.currency)
    }
}

/// The records of a file with their places, blank ones left out. A line of more than 120 characters is several records:
/// some banks send files without line ends.
pub(super) fn records(file: &str) -> impl Iterator<Item = Record<'_>> {
    file.split('\n').zip(1u32..).flat_map(|(line, number)| {
        let mut rest = line;
        let mut column: u32 = 1;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (text, after) = rest.split_at(byte_of(rest, WIDTH));
            let place = Place { line: number, column };
            rest = after;
            column = column.saturating_add(120);
            Some(Record { place, text })
        })
        .filter(|record| record.text.chars().any(|c| !c.is_whitespace() && !c.is_control()))
    })
}

/// Where a character begins, or where the text ends.
fn byte_of(text: &str, character: usize) -> usize {
    match text.as_bytes().get(..character) {
        Some(ascii) if ascii.is_ascii() => character,
        _ => text.char_indices().nth(character).map_or(text.len(), |(at, _)| at),
    }
}

impl<'a> Record<'a> {
    /// The first two characters, which say what the record is.
    pub(super) fn code(&self) -> &'a str {
        self.field(0, 2)
    }

    /// A field, trimmed of nothing; shorter where the record ends before it does.
    pub(super) fn field(&self, from: usize, to: usize) -> &'a str {
        let (from, to) = (byte_of(self.text, from), byte_of(self.text, to));
        self.text.get(from..to).unwrap_or_default()
    }

    /// The words of a field, if it is not blank.
    pub(super) fn words(&self, from: usize, to: usize) -> Option<String> {
        text::words(self.field(from, to))
    }

    pub(super) fn error(&self, problem: impl Into<Problem>) -> ReadError {
        ReadError::at(self.place, problem)
    }

    /// An error in the field that begins at a character.
    fn error_in(&self, from: u32, problem: impl Into<Problem>) -> ReadError {
        ReadError::at(Place { column: self.place.column.saturating_add(from), ..self.place }, problem)
    }

    /// Refuses a record that was cut. Spaces at the end may be missing, for many programs drop them, but no field.
    pub(super) fn check_length(&self) -> Result<(), ReadError> {
        let least = match self.code() {
            "01" | "04" | "07" => END_OF_AMOUNT,
            "05" => END_OF_DATE,
            _ => return Ok(()),
        };
        let text = self.text.trim_end_matches(['\r', '\u{1a}']);
        let length = text.chars().count();
        if length < least { Err(self.error(Problem::RecordTooShort { length })) } else { Ok(()) }
    }

    /// *Banque*, *guichet* and *compte*.
    pub(super) fn account(&self) -> BankAccount {
        let part = |from, to| self.field(from, to).trim().to_owned();
        BankAccount::Rib { bank: part(2, 7), branch: part(11, 16), account: part(21, 32) }
    }

    /// Branch, account and currency. The bank is left out: within a group of banks, records of one statement are known
    /// to carry the codes of two of them.
    pub(super) fn holder(&self) -> Holder {
        let part = |from, to| self.field(from, to).trim().to_owned();
        Holder { branch: part(11, 16), account: part(21, 32), currency: part(16, 19) }
    }

    /// The amount, never negative, and its direction.
    pub(super) fn amount(&self) -> Result<(Money, Direction), ReadError> {
        let scale = self.field(19, 20);
        let decimals =
            scale.parse::<u8>().map_err(|_| self.error_in(19, Problem::Scale(scale.to_owned()))).map(usize::from)?;
        let field = self.field(90, END_OF_AMOUNT);
        let (digits, is_negative) =
            overpunch::read(field).ok_or_else(|| self.error_in(90, Problem::Overpunch(field.to_owned())))?;
        let amount =
            Money::of_scaled_digits(&digits, decimals, self.field(16, 19)).map_err(|e| self.error_in(90, e))?;
        Ok((amount, if is_negative { Direction::Debit } else { Direction::Credit }))
    }

    /// A date as `ddmmyy`, none if blank. Years from 70 on are of the 1900s: the format is of the 1980s.
    pub(super) fn date(&self, from: usize) -> Result<Option<Date>, ReadError> {
        let field = self.field(from, from + 6);
        if field.trim().is_empty() {
            return Ok(None);
        }
        match civil(field) {
            Some(date) => Ok(Some(date)),
            None => Err(self.error_in(u32::try_from(from).unwrap_or_default(), Problem::Date(field.to_owned()))),
        }
    }

    /// The date of the balance or movement, which is never blank.
    pub(super) fn own_date(&self) -> Result<Date, ReadError> {
        self.date(34)?.ok_or_else(|| self.error_in(34, Problem::Date(String::new())))
    }
}

fn civil(ddmmyy: &str) -> Option<Date> {
    if ddmmyy.len() != 6 || !ddmmyy.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let day: i8 = ddmmyy.get(0..2)?.parse().ok()?;
    let month: i8 = ddmmyy.get(2..4)?.parse().ok()?;
    let year: i16 = ddmmyy.get(4..6)?.parse().ok()?;
    Date::new(if year >= 70 { 1900 + year } else { 2000 + year }, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn fields_count_characters_not_bytes() {
        let record = Record { place: Place { line: 1, column: 1 }, text: "ÉÈabc" };
        assert_eq!(record.field(0, 2), "ÉÈ");
        assert_eq!(record.field(2, 4), "ab");
        assert_eq!(record.field(4, 99), "c");
        assert_eq!(record.field(90, 99), "");
    }

    #[test]
    fn records_need_no_line_ends() {
        let text = format!("{:<120}{:<120}\n\r\n{:<120}", "01é", "04", "07");
        let found: Vec<_> = records(&text).map(|record| (record.code(), record.place)).collect();
        let place = |line, column| Place { line, column };
        assert_eq!(found, [("01", place(1, 1)), ("04", place(1, 121)), ("07", place(3, 1))]);
    }

    #[test]
    fn dates_have_two_digits_of_the_year() {
        assert_eq!(civil("290224"), Some(date(2024, 2, 29)));
        assert_eq!(civil("311299"), Some(date(1999, 12, 31)));
        for wrong in ["300226", "  CART", "1 0226", "+10226", "é0226"] {
            assert_eq!(civil(wrong), None, "{wrong}");
        }
    }
}
