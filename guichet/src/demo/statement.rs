//! A statement of the publisher's bank to drop: what some customers of the demonstration have just paid, told as banks tell it.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kit_core::PageSize;
use kit_db::{DbError, Read};
use kit_web::{Anyone, Gate, WebError};
use orders::{OrderFilter, OrderRow, OrderState};

/// How an order is paid.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// With its creditor reference, exactly.
    Reference,
    /// With its number in the text, written carelessly.
    Carelessly,
    /// With nothing but the payer's name.
    Silently,
    /// Ten euros too little.
    Short,
}

const WAYS: [Way; 4] = [Way::Reference, Way::Carelessly, Way::Silently, Way::Short];

/// `GET /demo/statement.xml`
pub(super) async fn show(gate: Gate<Anyone>) -> Result<Response, WebError> {
    let today = gate.now().to_zoned(TimeZone::UTC).date();
    let file = gate.app().db.read::<_, DbError, _>(move |read| statement(read, today)).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/xml")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"releve.xml\"")),
    ];
    Ok((headers, file).into_response())
}

fn statement(read: &mut Read<'_>, today: Date) -> Result<String, DbError> {
    let iban = orders::settings(read)?.bank.map(|bank| bank.iban).unwrap_or_default();
    let waiting = OrderFilter { state: Some(OrderState::Sent), ..OrderFilter::default() };
    let waiting = orders::orders(read, waiting, None, PageSize::default())?.rows;
    let mut entries: String = waiting.iter().zip(WAYS).map(|(order, way)| of_order(order, way, today)).collect();
    let unknown = Entry { cents: 8_500, payer: "SCI DES TANNEURS", text: "Règlement", reference: "", bank: "INCONNU" };
    entries.push_str(&unknown.told(today, "CRDT"));
    let wages = Entry { cents: 184_000, payer: "", text: "SALAIRES", reference: "", bank: "SALAIRES" };
    entries.push_str(&wages.told(today, "DBIT"));
    Ok(format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>{today}</Id>
<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
{entries}</Stmt></BkToCstmrStmt></Document>
"#
    ))
}

fn of_order(order: &OrderRow, way: Way, today: Date) -> String {
    let due = order.gross - order.paid;
    let number = order.number.to_string();
    let reference = order.number.reference().map(|reference| reference.to_string()).unwrap_or_default();
    let careless = format!("reglement {}", number.to_lowercase().replace('-', " "));
    let whole = Entry { cents: due, payer: &order.buyer.name, text: "", reference: "", bank: &number };
    let entry = match way {
        Way::Reference => Entry { reference: &reference, ..whole },
        Way::Carelessly => Entry { text: &careless, ..whole },
        Way::Silently => whole,
        Way::Short => Entry { cents: (due - 1_000).max(1), text: &number, ..whole },
    };
    entry.told(today, "CRDT")
}

/// A movement.
#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    cents: i64,
    payer: &'a str,
    text: &'a str,
    reference: &'a str,
    bank: &'a str,
}

impl Entry<'_> {
    fn told(&self, today: Date, way: &str) -> String {
        let Entry { cents, payer, text, reference, bank } = self;
        let strd = match *reference {
            "" => String::new(),
            reference => format!("<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>"),
        };
        format!(
            r#"<Ntry><Amt Ccy="EUR">{}.{:02}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{today}</Dt></BookgDt>
<AcctSvcrRef>{bank}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>{}</Nm></Dbtr></RltdPties>
<RmtInf><Ustrd>{}</Ustrd>{strd}</RmtInf></TxDtls></NtryDtls></Ntry>
"#,
            cents / 100,
            cents % 100,
            escaped(payer),
            escaped(text),
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
