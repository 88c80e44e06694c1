//! From a file to the lines that are kept of it.

use bank_statement::{BankAccount, Direction, Format, Line, ReadError, Statement, Status};
use iso_currency::Currency;
use jiff::civil::Date;

use super::import::{Accounts, Passed, Statements};
use super::line::{LineKind, NewLine, Told};

/// The largest amount that is kept, in cents: a billion euros.
const LARGEST: i64 = 100_000_000_000;
/// Of each kind of words, so many are kept of a line: a batch that its bank does not divide may have thousands.
const MOST_WORDS: usize = 30;
/// The longest text that is kept, in characters; payers have 140.
const LONGEST: usize = 500;
/// The longest name or account of a payer, in characters.
const LONGEST_NAME: usize = 140;
/// Accounts that are told of a file.
const MOST_ACCOUNTS: usize = 50;

/// What is kept of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// Its format, as people call it.
    pub format: String,
    /// The accounts that it tells of.
    pub accounts: Accounts,
    /// The lines that are kept, in the file's order.
    pub lines: Vec<NewLine>,
    /// What is not.
    pub passed: Passed,
}

/// Reads a file whole; `today` is the day of lines to which the bank gives none. Takes the file, so that it is gone before
/// its lines are made.
///
/// # Errors
/// The file is refused whole: see [`ReadError`].
pub fn read(file: Vec<u8>, today: Date) -> Result<ReadFile, ReadError> {
    let statements = bank_statement::read(&file)?;
    drop(file);
    let mut read =
        ReadFile { format: String::new(), accounts: Accounts::default(), lines: Vec::new(), passed: Passed::default() };
    for statement in statements {
        read.add(&statement, today);
    }
    Ok(read)
}

impl ReadFile {
    fn add(&mut self, statement: &Statement, today: Date) {
        if self.format.is_empty() {
            self.format = format_name(statement.format);
        }
        let before = self.lines.len();
        let key = statement.account.key();
        let day = statement.closing.and_then(|closing| closing.date);
        let day = day.or(statement.created.map(|created| created.date())).unwrap_or(today);
        for line in statement.lines() {
            if let Some(kind) = kind(&line, &mut self.passed) {
                self.lines.push(kept(&line, kind, &key, day));
            }
        }
        self.count(&statement.account, key, self.lines.len() - before);
    }

    fn count(&mut self, account: &BankAccount, key: String, lines: usize) {
        let lines = i64::try_from(lines).unwrap_or(i64::MAX);
        let known = &mut self.accounts.0;
        if let Some(known) = known.iter_mut().find(|known| known.key == key) {
            known.statements += 1;
            known.lines = known.lines.saturating_add(lines);
        } else if known.len() < MOST_ACCOUNTS {
            let account = short(&account.to_string(), LONGEST_NAME);
            known.push(Statements { key, account, statements: 1, lines });
        }
    }
}

fn format_name(format: Format) -> String {
    match format {
        Format::Camt053 { version } => format!("CAMT.053.{version:02}"),
        Format::Camt054 { version } => format!("CAMT.054.{version:02}"),
        Format::Cfonb120 => "CFONB 120".to_owned(),
    }
}

/// The kind of a line that is kept; of one that is not, the reason is counted.
fn kind(line: &Line<'_>, passed: &mut Passed) -> Option<LineKind> {
    let reason = if line.entry.status != Status::Booked {
        &mut passed.pending
    } else if line.amount.currency != Currency::EUR {
        &mut passed.foreign
    } else if !(1..=LARGEST).contains(&line.amount.minor) {
        &mut passed.odd
    } else {
        match (line.direction, line.takes_back()) {
            (Direction::Credit, false) => return Some(LineKind::Credit),
            (Direction::Credit, true) => return Some(LineKind::Returned),
            (Direction::Debit, true) => return Some(LineKind::TakenBack),
            (Direction::Debit, false) => &mut passed.debits,
        }
    };
    *reason += 1;
    None
}

fn kept(line: &Line<'_>, kind: LineKind, account: &str, day: Date) -> NewLine {
    let of_payments = line.transactions.iter().filter_map(|payment| payment.bank_reference.as_deref());
    let returned = line.transactions.iter().filter_map(|payment| payment.returned.as_deref());
    let returned = returned.flat_map(|why| why.reason.iter().chain(&why.texts)).map(String::as_str);
    NewLine {
        identity: line.identity.clone(),
        kind,
        account: account.to_owned(),
        booked_on: line.entry.booked_on.or(line.entry.valued_on).unwrap_or(day),
        cents: line.amount.minor,
        payer: short(line.payer_name().unwrap_or_default(), LONGEST_NAME),
        payer_account: short(&line.payer_account().map(ToString::to_string).unwrap_or_default(), LONGEST_NAME),
        told: Told {
            end_to_end: words(line.end_to_end_ids()),
            references: words(line.references()),
            texts: words(line.texts().into_iter().chain(returned)),
            of_bank: words(line.entry.bank_reference.as_deref().into_iter().chain(of_payments)),
        },
    }
}

/// Some words of a line, each once.
fn words<'t>(told: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for text in told {
        let text = short(text, LONGEST);
        if words.len() < MOST_WORDS && !words.contains(&text) {
            words.push(text);
        }
    }
    words
}

fn short(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}
