//! One statement (`Stmt`) or notification (`Ntfctn`).

use super::element::Element;
use super::xml::{Open, Xml};
use super::{date, entry};
use crate::{Balance, BalanceCheck, Direction, Entry, Format, MAX_LINES, Money, Problem, ReadError, Statement, amount};

/// How many entries and payments of a file were read so far.
#[derive(Default)]
pub(super) struct Count {
    entries: usize,
    transactions: usize,
}

/// Reads the statement that was just entered. `is_page`: the message is one of several that tell it.
pub(super) fn read(
    xml: &mut Xml<'_>,
    open: Open,
    format: Format,
    is_page: bool,
    count: &mut Count,
) -> Result<Statement, ReadError> {
    let mut head = Element::of(open);
    let mut entries = Vec::new();
    while let Some(open) = xml.child()? {
        match open.name {
            "Ntry" => {
                count.entries += 1;
                if count.entries > MAX_LINES {
                    return Err(xml.error(Problem::TooManyLines));
                }
                entries.push(entry::read(xml, open, &mut count.transactions)?);
            }
            "" => xml.skip()?,
            _ => head.read_child(xml, open)?,
        }
    }
    let statement = statement(&head, format, is_page, entries)?;
    match statement.balance_check() {
        BalanceCheck::Contradicts { expected, told } => {
            Err(ReadError::at(statement.place, Problem::Balance { expected, told }))
        }
        _ => Ok(statement),
    }
}

fn statement(head: &Element, format: Format, is_page: bool, entries: Vec<Entry>) -> Result<Statement, ReadError> {
    let account = head.required("Acct")?;
    let missing = Problem::Missing { parent: account.name, element: "Id" };
    let opening = match balance(head, "OPBD")? {
        Some(opening) => Some(opening),
        None => balance(head, "PRCD")?,
    };
    let closing = balance(head, "CLBD")?;
    let told = account
        .at(&["Ccy"])
        .map(|element| amount::currency(element.text()).map_err(|error| ReadError::at(element.place, error)))
        .transpose()?
        .map(|(currency, _)| currency);
    let of_balances = opening.or(closing).map(|balance| balance.amount.currency);
    let of_entries = entries.first().map(|entry| entry.amount.currency);
    Ok(Statement {
        format,
        place: head.place,
        id: head.words_at(&["Id"]),
        account: account.account().ok_or_else(|| ReadError::at(account.place, missing))?,
        currency: told.or(of_balances).or(of_entries),
        created: head.at(&["CreDtTm"]).map(created).transpose()?,
        opening,
        closing,
        is_page: is_page || is_one_page_of_several(head, "StmtPgntn")? || is_one_page_of_several(head, "NtfctnPgntn")?,
        entries,
    })
}

fn created(element: &Element) -> Result<jiff::civil::DateTime, ReadError> {
    let wrong = || ReadError::at(element.place, Problem::Date(element.text().to_owned()));
    date::date_time(element.text()).ok_or_else(wrong)
}

/// The first balance of a kind.
fn balance(head: &Element, kind: &str) -> Result<Option<Balance>, ReadError> {
    let is_kind = |it: &&Element| it.at(&["Tp", "CdOrPrtry", "Cd"]).is_some_and(|code| code.text() == kind);
    let Some(element) = head.all("Bal").find(is_kind) else { return Ok(None) };
    let Money { minor, currency } = element.required("Amt")?.money()?;
    let direction: Direction = element.required("CdtDbtInd")?.direction()?;
    let date = element.at(&["Dt"]).map_or(Ok(None), Element::day)?;
    Ok(Some(Balance { amount: Money { minor: direction.signed(minor), currency }, date }))
}

/// Whether a pagination tells of other pages.
pub(super) fn is_one_page_of_several(parent: &Element, pagination: &'static str) -> Result<bool, ReadError> {
    let Some(pagination) = parent.at(&[pagination]) else { return Ok(false) };
    let is_last = pagination.at(&["LastPgInd"]).map_or(Ok(true), Element::truth)?;
    let is_first = pagination.at(&["PgNb"]).is_none_or(|number| number.text().trim_start_matches('0') == "1");
    Ok(!(is_first && is_last))
}
