//! CAMT.053 and CAMT.054.

use bank_statement::{BalanceCheck, BankAccount, Direction, Format, Problem, Status};
use jiff::civil::date;

use crate::samples::{balance, camt, camt053, details, entry, error, only, payment, refusal};

const TRANSFER: &str = "<Refs><AcctSvcrRef>T1</AcctSvcrRef><EndToEndId>E2E-1</EndToEndId></Refs>\
    <RltdPties><Dbtr><Nm>ACME &amp; Fils</Nm></Dbtr>\
    <DbtrAcct><Id><IBAN>FR14 2004 1010 0505 0001 3M02 606</IBAN></Id></DbtrAcct></RltdPties>\
    <RmtInf><Ustrd>facture</Ustrd><Ustrd>F2026000123</Ustrd><Strd>\
    <RfrdDocInf><Nb>F2026000123</Nb></RfrdDocInf>\
    <CdtrRefInf><Ref>RF86F2026000123</Ref></CdtrRefInf><AddtlRmtInf>merci</AddtlRmtInf></Strd></RmtInf>\
    <AddtlTxInf>via web</AddtlTxInf>";

#[test]
fn a_transfer_with_all_that_is_matched() {
    let more = format!(
        "<ValDt><Dt>2026-05-05</Dt></ValDt><AcctSvcrRef>B1</AcctSvcrRef>{}<AddtlNtryInf>VIR\n SEPA</AddtlNtryInf>",
        details(&[TRANSFER])
    );
    let statement = only(&camt053(&entry("1810.50", "CRDT", &more)));
    assert_eq!(statement.id.as_deref(), Some("S1"));
    assert_eq!(statement.account, BankAccount::Iban("FR7630004008230001000000143".into()));
    assert_eq!(statement.currency.unwrap().code(), "EUR");
    let entry = &statement.entries[0];
    assert_eq!((entry.amount.minor, entry.direction, entry.reversal), (181_050, Direction::Credit, false));
    assert_eq!((entry.booked_on, entry.valued_on), (Some(date(2026, 5, 4)), Some(date(2026, 5, 5))));
    assert_eq!(entry.bank_reference.as_deref(), Some("B1"));
    assert_eq!(entry.label.as_deref(), Some("VIR SEPA"));
    let transaction = &entry.transactions[0];
    assert_eq!(transaction.amount, None);
    assert_eq!(transaction.end_to_end_id.as_deref(), Some("E2E-1"));
    assert_eq!(transaction.references, ["RF86F2026000123", "F2026000123"]);
    assert_eq!(transaction.texts, ["facture", "F2026000123", "merci", "via web"]);
    assert_eq!(transaction.payer_name.as_deref(), Some("ACME & Fils"));
    assert_eq!(transaction.payer_account, Some(BankAccount::Iban("FR1420041010050500013M02606".into())));
    assert_eq!(transaction.bank_reference.as_deref(), Some("T1"));
    let lines = statement.lines();
    assert_eq!(lines[0].texts(), ["VIR SEPA", "facture", "F2026000123", "merci", "via web"]);
    assert_eq!(lines[0].payer_name(), Some("ACME & Fils"));
}

#[test]
fn every_version_from_02_to_08_and_no_other() {
    for version in 2..=8 {
        assert_eq!(only(&camt("053", version, "")).format, Format::Camt053 { version });
        assert_eq!(only(&camt("054", version, "")).format, Format::Camt054 { version });
    }
    for version in [1, 9, 10, 13] {
        assert!(matches!(error(camt("053", version, "")).problem, Problem::Document { .. }), "{version}");
    }
    assert_eq!(
        refusal(camt053("").replace("camt.053.001.02", "camt.052.001.02")),
        "line 1, column 1: the document is <Document> of \"urn:iso:std:iso:20022:tech:xsd:camt.052.001.02\", \
         not a CAMT.053 or CAMT.054 of the versions .02 to .08"
    );
    assert!(matches!(error("<html><body/></html>").problem, Problem::Document { .. }));
    // The message of the other kind.
    let wrong = camt053("").replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn");
    assert_eq!(error(wrong).problem, Problem::Missing { parent: "Document", element: "BkToCstmrStmt" });
}

#[test]
fn prefixes_of_the_namespace_do_not_matter_and_other_namespaces_are_not_read() {
    let plain = camt053(&entry("1", "CRDT", "<AcctSvcrRef>B1</AcctSvcrRef>"));
    let prefixed =
        plain.replace("</", "</b:").replace("<", "<b:").replace("<b:/b:", "</b:").replace("xmlns", "xmlns:b");
    assert_eq!(only(&prefixed).entries[0].bank_reference.as_deref(), Some("B1"));
    let foreign = plain.replace("<AcctSvcrRef>", "<AcctSvcrRef xmlns=\"urn:other\">");
    assert_eq!(only(&foreign).entries[0].bank_reference, None);
}

#[test]
fn statuses_and_parties_are_wrapped_since_08() {
    let payments = details(&["<RltdPties><Dbtr><Pty><Nm>ACME</Nm></Pty></Dbtr></RltdPties>"]);
    let new = entry("1", "CRDT", &payments).replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>");
    let statement = only(&camt("053", 8, &new));
    assert_eq!(statement.entries[0].status, Status::Booked);
    assert_eq!(statement.entries[0].transactions[0].payer_name.as_deref(), Some("ACME"));

    let status = |code: &str| only(&camt053(&entry("1", "CRDT", "").replace("BOOK", code))).entries[0].status;
    assert_eq!(status("PDNG"), Status::Pending);
    assert_eq!(status("FUTR"), Status::Pending);
    assert_eq!(status("<Prtry>OWN</Prtry>"), Status::Pending);
    assert_eq!(status("INFO"), Status::Information);
    let unknown = error(camt053(&entry("1", "CRDT", "").replace("BOOK", "DONE")));
    assert_eq!(unknown.problem, Problem::Code { element: "Sts", value: "DONE".into() });
}

#[test]
fn a_reversal_says_what_happens_now() {
    let returned = "<EndToEndId/><RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>compte clos</AddtlInf></RtrInf>";
    let more = format!("<RvslInd>true</RvslInd>{}", details(&[returned]));
    let statement = only(&camt053(&format!(
        "{}{}{}{}",
        balance("OPBD", "10.00", "CRDT"),
        balance("CLBD", "5.00", "DBIT"),
        entry("15.00", "DBIT", &more),
        ""
    )));
    assert_eq!(statement.balance_check(), BalanceCheck::Agrees);
    assert_eq!(statement.closing.unwrap().amount.minor, -500);
    let line = &statement.lines()[0];
    assert_eq!((line.direction, line.entry.reversal, line.takes_back()), (Direction::Debit, true, true));
    let returned = line.transactions[0].returned.as_ref().unwrap();
    assert_eq!(
        (returned.reason.as_deref(), returned.texts.as_slice()),
        (Some("AC04"), &["compte clos".to_owned()][..])
    );
}

#[test]
fn a_batch_is_split_when_its_payments_add_up() {
    let (first, second) = (payment("10.00", "one"), payment("5.50", "two"));
    let statement = only(&camt053(&entry("15.50", "CRDT", &details(&[&first, &second]))));
    let lines = statement.lines();
    let amounts: Vec<_> = lines.iter().map(|line| (line.amount.minor, line.texts())).collect();
    assert_eq!(amounts, [(1000, vec!["one"]), (550, vec!["two"])]);
    assert_ne!(lines[0].identity, lines[1].identity);

    // A payment that was taken back within the batch counts as what it is.
    let third = format!("<CdtDbtInd>DBIT</CdtDbtInd>{}", payment("0.50", "three"));
    let statement = only(&camt053(&entry("15.00", "CRDT", &details(&[&first, &second, &third]))));
    let directions: Vec<_> = statement.lines().iter().map(|line| line.direction).collect();
    assert_eq!(directions, [Direction::Credit, Direction::Credit, Direction::Debit]);
}

#[test]
fn a_batch_that_does_not_add_up_is_one_line_with_all_texts() {
    let (first, second) = (payment("10.00", "one"), payment("5.50", "two"));
    let foreign = payment("5.50", "two").replace("EUR", "CHF");
    let untold = "<RmtInf><Ustrd>two</Ustrd></RmtInf>";
    for (total, second) in [("15.51", second.as_str()), ("15.50", foreign.as_str()), ("15.50", untold)] {
        let statement = only(&camt053(&entry(total, "CRDT", &details(&[&first, second]))));
        let lines = statement.lines();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].amount, statement.entries[0].amount);
        assert_eq!(lines[0].texts(), ["one", "two"]);
    }
}

#[test]
fn a_payer_is_told_only_if_there_is_one() {
    let from = |name: &str| format!("<RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties>");
    let payer = |payments: &[&str]| {
        only(&camt053(&entry("1", "CRDT", &details(payments)))).lines()[0].payer_name().map(str::to_owned)
    };
    assert_eq!(payer(&[&from("A"), &from("A")]).as_deref(), Some("A"));
    assert_eq!(payer(&[&from("A"), &from("B")]), None);
    assert_eq!(payer(&[&from("A"), ""]), None);
    assert_eq!(payer(&[]), None);
}

#[test]
fn an_amount_in_the_account_s_currency_is_preferred() {
    let details = details(&["<AmtDtls><InstdAmt><Amt Ccy=\"USD\">20</Amt></InstdAmt>\
         <TxAmt><Amt Ccy=\"EUR\">18.10</Amt></TxAmt></AmtDtls>"]);
    let statement = only(&camt053(&entry("18.10", "CRDT", &details)));
    assert_eq!(statement.entries[0].transactions[0].amount.unwrap().to_string(), "18.10 EUR");
}

#[test]
fn balances_that_contradict_the_entries_are_refused_unless_they_cannot_be_compared() {
    let with = |inner: &str, entry: String| {
        camt053(&format!("{inner}{}{}{entry}", balance("PRCD", "10", "CRDT"), balance("CLBD", "12", "CRDT")))
    };
    assert_eq!(only(&with("", entry("2", "CRDT", ""))).balance_check(), BalanceCheck::Agrees);
    let wrong = with("", entry("3", "CRDT", ""));
    let place = format!("line 1, column {}", wrong.find("<Stmt>").unwrap() + 1);
    let told = "opening balance and movements come to 13.00 EUR, the closing balance says 12.00 EUR";
    assert_eq!(refusal(&wrong), format!("{place}: {told}"));
    let pending = only(&with("", entry("3", "CRDT", "").replace("BOOK", "PDNG")));
    assert_eq!(pending.balance_check(), BalanceCheck::NotTold);
    let page = "<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>";
    let page = only(&with(page, entry("3", "CRDT", "")));
    assert_eq!((page.is_page, page.balance_check()), (true, BalanceCheck::NotTold));
    let only_page = "<StmtPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>";
    assert!(matches!(error(with(only_page, entry("3", "CRDT", ""))).problem, Problem::Balance { .. }));
    let paged = "<MsgPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>";
    assert!(only(&with("", entry("3", "CRDT", "")).replace("</GrpHdr>", paged)).is_page);
    let booked = only(&with(&balance("OPBD", "9", "CRDT"), entry("3", "CRDT", "")));
    assert_eq!(booked.opening.unwrap().amount.minor, 900);
    let mixed = only(&with("", entry("3", "CRDT", "").replace("EUR", "CHF")));
    assert_eq!(mixed.balance_check(), BalanceCheck::MixedCurrencies);
}

#[test]
fn what_the_standard_requires_is_required() {
    let good = camt053(&entry("1", "CRDT", ""));
    for (part, missing) in [
        ("<Amt Ccy=\"EUR\">1</Amt>", Problem::Missing { parent: "Ntry", element: "Amt" }),
        ("<CdtDbtInd>CRDT</CdtDbtInd>", Problem::Missing { parent: "Ntry", element: "CdtDbtInd" }),
        ("<Sts>BOOK</Sts>", Problem::Missing { parent: "Ntry", element: "Sts" }),
        ("<IBAN>FR7630004008230001000000143</IBAN>", Problem::Missing { parent: "Acct", element: "Id" }),
        (" Ccy=\"EUR\"", bank_statement::AmountError::NoCurrency.into()),
    ] {
        assert!(good.contains(part));
        assert_eq!(error(good.replacen(part, "", 1)).problem, missing);
    }
    let place = format!("line 1, column {}", good.find("<Amt").unwrap() + 1);
    assert_eq!(refusal(good.replace(">1<", ">1.005<")), format!("{place}: 1.005 has more decimals than EUR has"));
    assert_eq!(error(good.replace("2026-05-04", "2026-02-30")).problem, Problem::Date("2026-02-30".into()));
    assert_eq!(
        error(good.replace("CRDT", "credit")).problem,
        Problem::Code { element: "CdtDbtInd", value: "credit".into() }
    );
}

#[test]
fn texts_in_sections_and_references_are_whole() {
    let text = |xml: &str| {
        let details = details(&[&format!("<RmtInf><Ustrd>{xml}</Ustrd></RmtInf>")]);
        only(&camt053(&entry("1", "CRDT", &details))).entries[0].transactions[0].texts.clone()
    };
    assert_eq!(text("a&#233;&lt;<![CDATA[&b]]><!-- no -->c"), ["aé<&bc"]);
    assert_eq!(text(" two\n\t lines "), ["two lines"]);
    assert_eq!(text("<!-- nothing -->"), Vec::<String>::new());
}

#[test]
fn iso_8859_1_is_read_where_it_is_declared() {
    let file = format!(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n{}",
        camt053(&entry("1", "CRDT", "<AddtlNtryInf>Café</AddtlNtryInf>"))
    );
    let latin: Vec<u8> = file.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let statements = bank_statement::read(&latin).unwrap();
    assert_eq!(statements[0].entries[0].label.as_deref(), Some("Café"));
    assert_eq!(statements[0].place.line, 2);
}
