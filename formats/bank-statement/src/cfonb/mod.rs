//! CFONB 120: *relevé de compte sur support informatique*, once AFB120.
//!
//! A statement is an old balance (record 01), movements (04), each with any number of complements (05), and the new
//! balance (07).

mod complement;
mod overpunch;
mod record;

use std::borrow::Cow;

use complement::Previous;
use record::{Holder, Record};

use crate::{
    Balance, BalanceCheck, Direction, Entry, Format, MAX_LINES, Money, Problem, ReadError, Return, Statement, Status,
    Transaction, text,
};

/// Reads a file in UTF-8 or, where its bytes are not that, ISO-8859-1.
pub(crate) fn read(content: &[u8]) -> Result<Vec<Statement>, ReadError> {
    let text = std::str::from_utf8(content).map_or_else(|_| Cow::Owned(text::latin1(content)), Cow::Borrowed);
    let mut reader = Reader::default();
    for record in record::records(&text) {
        reader.take(&record)?;
    }
    match reader.current {
        Some((statement, _)) => Err(ReadError::at(statement.place, Problem::NotClosed)),
        None => Ok(reader.statements),
    }
}

#[derive(Default)]
struct Reader {
    statements: Vec<Statement>,
    /// The statement whose new balance has not come yet, and what its records agree on.
    current: Option<(Statement, Holder)>,
    previous: Previous,
    movements: usize,
}

impl Reader {
    fn take(&mut self, record: &Record<'_>) -> Result<(), ReadError> {
        record.check_length()?;
        match record.code() {
            "01" => self.open(record),
            "04" => self.add(record),
            "05" => self.complete(record),
            "07" => self.close(record),
            other => Err(record.error(Problem::RecordCode(other.to_owned()))),
        }
    }

    fn open(&mut self, record: &Record<'_>) -> Result<(), ReadError> {
        if let Some((unfinished, _)) = &self.current {
            return Err(ReadError::at(unfinished.place, Problem::NotClosed));
        }
        let opening = balance(record)?;
        let statement = Statement {
            format: Format::Cfonb120,
            place: record.place,
            id: None,
            account: record.account(),
            currency: Some(opening.amount.currency),
            created: None,
            opening: Some(opening),
            closing: None,
            is_page: false,
            entries: Vec::new(),
        };
        self.current = Some((statement, record.holder()));
        Ok(())
    }

    fn add(&mut self, record: &Record<'_>) -> Result<(), ReadError> {
        let (statement, holder) = self.current.as_mut().ok_or_else(|| record.error(Problem::NotOpened("04")))?;
        check_holder(record, holder)?;
        self.movements += 1;
        if self.movements > MAX_LINES {
            return Err(record.error(Problem::TooManyLines));
        }
        statement.entries.push(movement(record)?);
        self.previous = Previous::Other;
        Ok(())
    }

    fn complete(&mut self, record: &Record<'_>) -> Result<(), ReadError> {
        let entry = self.current.as_mut().and_then(|(statement, _)| statement.entries.last_mut());
        let entry = entry.ok_or_else(|| record.error(Problem::NothingToComplete))?;
        self.previous = complement::add(record, entry, self.previous);
        Ok(())
    }

    fn close(&mut self, record: &Record<'_>) -> Result<(), ReadError> {
        let (mut statement, holder) = self.current.take().ok_or_else(|| record.error(Problem::NotOpened("07")))?;
        check_holder(record, &holder)?;
        statement.closing = Some(balance(record)?);
        if let BalanceCheck::Contradicts { expected, told } = statement.balance_check() {
            return Err(record.error(Problem::Balance { expected, told }));
        }
        self.statements.push(statement);
        Ok(())
    }
}

fn check_holder(record: &Record<'_>, expected: &Holder) -> Result<(), ReadError> {
    let found = record.holder();
    if found == *expected {
        return Ok(());
    }
    Err(record.error(Problem::OtherAccount { expected: expected.to_string(), found: found.to_string() }))
}

fn balance(record: &Record<'_>) -> Result<Balance, ReadError> {
    let (Money { minor, currency }, direction) = record.amount()?;
    let amount = Money { minor: direction.signed(minor), currency };
    Ok(Balance { amount, date: Some(record.own_date()?) })
}

fn movement(record: &Record<'_>) -> Result<Entry, ReadError> {
    let (amount, direction) = record.amount()?;
    Ok(Entry {
        place: record.place,
        amount,
        direction,
        reversal: false,
        status: Status::Booked,
        booked_on: Some(record.own_date()?),
        valued_on: record.date(42)?,
        bank_reference: None,
        label: record.words(48, 80),
        transactions: vec![transaction(record, amount, direction)],
    })
}

fn transaction(record: &Record<'_>, amount: Money, direction: Direction) -> Transaction {
    let returned = record.words(40, 42).map(|reason| Box::new(Return { reason: Some(reason), texts: Vec::new() }));
    Transaction {
        amount: Some(amount),
        references: text::reference(record.field(104, 120)).into_iter().collect(),
        returned,
        ..Transaction::new(direction)
    }
}
