//! One entry (`Ntry`), which is the same in all versions but for how its status and parties are wrapped.

use super::element::Element;
use super::xml::{Open, Xml};
use crate::{Direction, Entry, MAX_LINES, Money, Problem, ReadError, Return, Status, Transaction};

/// Reads the entry that was just entered. Its payments are read one by one, so that a large batch needs no large tree;
/// `transactions` counts those of the whole file.
pub(super) fn read(xml: &mut Xml<'_>, open: Open, transactions: &mut usize) -> Result<Entry, ReadError> {
    let mut head = Element::of(open);
    let mut batch = Vec::new();
    while let Some(open) = xml.child()? {
        match open.name {
            "NtryDtls" => {
                let amount = head.required("Amt")?.money()?;
                let direction = head.required("CdtDbtInd")?.direction()?;
                while let Some(open) = xml.child()? {
                    if open.name != "TxDtls" {
                        xml.skip()?;
                        continue;
                    }
                    *transactions += 1;
                    if *transactions > MAX_LINES {
                        return Err(xml.error(Problem::TooManyLines));
                    }
                    batch.push(transaction(&Element::read(xml, open)?, amount, direction)?);
                }
            }
            "" => xml.skip()?,
            _ => head.read_child(xml, open)?,
        }
    }
    entry(&head, batch)
}

fn entry(head: &Element, mut transactions: Vec<Transaction>) -> Result<Entry, ReadError> {
    // Most entries have one, and a list that grows makes room for four.
    transactions.shrink_to_fit();
    let day = |name| head.at(&[name]).map_or(Ok(None), Element::day);
    Ok(Entry {
        place: head.place,
        amount: head.required("Amt")?.money()?,
        direction: head.required("CdtDbtInd")?.direction()?,
        reversal: head.at(&["RvslInd"]).map_or(Ok(false), Element::truth)?,
        status: status(head.required("Sts")?)?,
        booked_on: day("BookgDt")?,
        valued_on: day("ValDt")?,
        bank_reference: head.reference_at(&["AcctSvcrRef"]),
        label: head.words_at(&["AddtlNtryInf"]),
        transactions,
    })
}

/// `<Sts>BOOK</Sts>` up to version .07, `<Sts><Cd>BOOK</Cd></Sts>` since. A code of the bank's own is never money yet.
fn status(element: &Element) -> Result<Status, ReadError> {
    if element.at(&["Prtry"]).is_some() {
        return Ok(Status::Pending);
    }
    let code = element.at(&["Cd"]).unwrap_or(element);
    match code.text() {
        "BOOK" => Ok(Status::Booked),
        "PDNG" | "FUTR" => Ok(Status::Pending),
        "INFO" => Ok(Status::Information),
        _ => Err(code.unknown()),
    }
}

fn transaction(details: &Element, of_entry: Money, direction: Direction) -> Result<Transaction, ReadError> {
    let direction = details.at(&["CdtDbtInd"]).map_or(Ok(direction), Element::direction)?;
    let mut transaction = Transaction {
        amount: amount(details, of_entry)?,
        end_to_end_id: details.reference_at(&["Refs", "EndToEndId"]),
        bank_reference: details.reference_at(&["Refs", "AcctSvcrRef"]),
        payer_account: details.at(&["RltdPties", "DbtrAcct"]).and_then(Element::account),
        payer_name: details.at(&["RltdPties", "Dbtr"]).and_then(name),
        returned: details.at(&["RtrInf"]).map(|element| Box::new(returned(element))),
        ..Transaction::new(direction)
    };
    if let Some(remittance) = details.at(&["RmtInf"]) {
        read_remittance(remittance, &mut transaction);
    }
    transaction.texts.extend(details.words_at(&["AddtlTxInf"]));
    Ok(transaction)
}

/// The payment's amount: the first in the account's currency of those that the bank tells, else the first.
fn amount(details: &Element, of_entry: Money) -> Result<Option<Money>, ReadError> {
    let places: [&[&'static str]; 4] =
        [&["Amt"], &["AmtDtls", "TxAmt", "Amt"], &["AmtDtls", "CntrValAmt", "Amt"], &["AmtDtls", "InstdAmt", "Amt"]];
    let told = || places.iter().filter_map(|path| details.at(path));
    let is_in_currency = |it: &&Element| it.currency_code() == Some(of_entry.currency.code());
    told().find(is_in_currency).or_else(|| told().next()).map(Element::money).transpose()
}

/// A party's name: directly up to version .07, wrapped since.
fn name(party: &Element) -> Option<String> {
    let places: [&[&'static str]; 3] = [&["Nm"], &["Pty", "Nm"], &["Agt", "FinInstnId", "Nm"]];
    places.iter().find_map(|path| party.words_at(path))
}

fn read_remittance(remittance: &Element, transaction: &mut Transaction) {
    transaction.texts.extend(remittance.all("Ustrd").filter_map(Element::words));
    for block in remittance.all("Strd") {
        transaction.references.extend(block.reference_at(&["CdtrRefInf", "Ref"]));
        transaction.texts.extend(block.all("AddtlRmtInf").filter_map(Element::words));
    }
    let documents = remittance.all("Strd").flat_map(|block| block.all("RfrdDocInf"));
    transaction.references.extend(documents.filter_map(|document| document.reference_at(&["Nb"])));
}

fn returned(element: &Element) -> Return {
    Return {
        reason: element.words_at(&["Rsn", "Cd"]).or_else(|| element.words_at(&["Rsn", "Prtry"])),
        texts: element.all("AddtlInf").filter_map(Element::words).collect(),
    }
}
