//! Small files to change one thing in.

use bank_statement::{ReadError, Statement};

/// The only statement of a good file.
pub fn only(file: &str) -> Statement {
    let mut statements = bank_statement::read(file.as_bytes()).unwrap();
    assert_eq!(statements.len(), 1);
    statements.remove(0)
}

/// How a file is refused, in words.
pub fn refusal(file: impl AsRef<[u8]>) -> String {
    error(file).to_string()
}

pub fn error(file: impl AsRef<[u8]>) -> ReadError {
    bank_statement::read(file.as_ref()).unwrap_err()
}

/// A message of one statement, which holds what is given after its account.
pub fn camt(kind: &str, version: u8, inner: &str) -> String {
    let (message, statement) =
        if kind == "053" { ("BkToCstmrStmt", "Stmt") } else { ("BkToCstmrDbtCdtNtfctn", "Ntfctn") };
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version:02}\"><{message}>\
         <GrpHdr><MsgId>M</MsgId></GrpHdr><{statement}><Id>S1</Id>\
         <Acct><Id><IBAN>FR7630004008230001000000143</IBAN></Id><Ccy>EUR</Ccy></Acct>{inner}\
         </{statement}></{message}></Document>"
    )
}

/// A statement of version .02.
pub fn camt053(inner: &str) -> String {
    camt("053", 2, inner)
}

/// A balance in euros.
pub fn balance(kind: &str, amount: &str, direction: &str) -> String {
    format!(
        "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt>\
         <CdtDbtInd>{direction}</CdtDbtInd><Dt><Dt>2026-05-04</Dt></Dt></Bal>"
    )
}

/// A booked entry in euros; `more` comes after its dates.
pub fn entry(amount: &str, direction: &str, more: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts>BOOK</Sts>\
         <BookgDt><Dt>2026-05-04</Dt></BookgDt>{more}</Ntry>"
    )
}

/// The payments of an entry.
pub fn details(payments: &[&str]) -> String {
    let payments: String = payments.iter().map(|payment| format!("<TxDtls>{payment}</TxDtls>")).collect();
    format!("<NtryDtls>{payments}</NtryDtls>")
}

/// A payment of a batch, in euros.
pub fn payment(amount: &str, text: &str) -> String {
    format!("<AmtDtls><TxAmt><Amt Ccy=\"EUR\">{amount}</Amt></TxAmt></AmtDtls><RmtInf><Ustrd>{text}</Ustrd></RmtInf>")
}

/// Record 01 or 07: a balance with its overpunched amount.
pub fn cfonb_balance(code: &str, date: &str, amount: &str) -> String {
    format!("{code}30004    00823EUR2 00010000001  {date}{:50}{amount:0>14}{:16}\n", "", "")
}

/// Record 04: a movement on 4 May 2026.
pub fn cfonb_movement(label: &str, amount: &str, reference: &str) -> String {
    format!("0430004    00823EUR2 0001000000105040526  040526{label:<32} 0000000  {amount:0>14}{reference:<16}\n")
}

/// Record 05: a complement.
pub fn cfonb_complement(qualifier: &str, text: &str) -> String {
    format!("0530004    00823EUR2 0001000000105040526     {qualifier}{text:<70}  \n")
}

/// A statement from 100.00 to what the records bring it to.
pub fn cfonb(records: &str, closing: &str) -> String {
    format!("{}{records}{}", cfonb_balance("01", "300426", "1000{"), cfonb_balance("07", "310526", closing))
}
