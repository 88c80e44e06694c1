//! CFONB 120.

use bank_statement::{BalanceCheck, BankAccount, Direction, Format, Place, Problem, Status};
use jiff::civil::date;

use crate::samples::{cfonb, cfonb_balance, cfonb_complement, cfonb_movement, error, only, refusal};

#[test]
fn a_statement_and_what_its_complements_say() {
    let records = [
        cfonb_movement("VIR SEPA ACME", "18A", "REF16"),
        cfonb_complement("NPY", "ACME SARL"),
        cfonb_complement("LIB", "suite"),
        cfonb_complement("RCN", &format!("{:<35}SALA", "E2E-1")),
        cfonb_complement("LCS", "RF86F2026000123"),
        cfonb_complement("LCC", &format!("{:>70}", "FACTURE F2026")),
        cfonb_complement("LC2", "000123"),
        cfonb_complement("IPY", "Siret 73282932000074"),
    ]
    .concat();
    let statement = only(&cfonb(&records, "1018A"));
    assert_eq!(statement.format, Format::Cfonb120);
    assert_eq!(statement.balance_check(), BalanceCheck::Agrees);
    let account = BankAccount::Rib { bank: "30004".into(), branch: "00823".into(), account: "00010000001".into() };
    assert_eq!(statement.account, account);
    assert!(account.is_same_as(&BankAccount::Iban("FR7630004008230001000000143".into())));
    assert_eq!(statement.opening.unwrap().amount.to_string(), "100.00 EUR");
    assert_eq!(statement.closing.unwrap().date, Some(date(2026, 5, 31)));

    let entry = &statement.entries[0];
    assert_eq!(entry.place, Place { line: 2, column: 1 });
    assert_eq!((entry.amount.to_string().as_str(), entry.direction), ("1.81 EUR", Direction::Credit));
    assert_eq!((entry.booked_on, entry.valued_on), (Some(date(2026, 5, 4)), Some(date(2026, 5, 4))));
    assert_eq!((entry.status, entry.reversal, &entry.bank_reference), (Status::Booked, false, &None));
    assert_eq!(entry.label.as_deref(), Some("VIR SEPA ACME suite"));
    let transaction = &entry.transactions[0];
    assert_eq!(transaction.payer_name.as_deref(), Some("ACME SARL"));
    assert_eq!(transaction.end_to_end_id.as_deref(), Some("E2E-1"));
    assert_eq!(transaction.references, ["REF16", "RF86F2026000123"]);
    assert_eq!(transaction.texts, ["SALA", "FACTURE F2026000123", "Siret 73282932000074"]);
    assert_eq!(transaction.amount, Some(entry.amount));
}

#[test]
fn what_the_payer_wrote_is_joined_as_it_was_cut() {
    let texts = |records: &[String]| {
        let records = cfonb_movement("VIR", "18A", "") + &records.concat();
        only(&cfonb(&records, "1018A")).entries[0].transactions[0].texts.clone()
    };
    assert_eq!(texts(&[cfonb_complement("LCC", "FACTURE"), cfonb_complement("LC2", "42")]), ["FACTURE 42"]);
    // Alone, or after something else, the second half is a text of its own.
    assert_eq!(texts(&[cfonb_complement("LC2", "42")]), ["42"]);
    assert_eq!(texts(&[cfonb_complement("RUM", "M1"), cfonb_complement("LC2", "42")]), ["M1", "42"]);
    assert_eq!(texts(&[cfonb_complement("RCN", "NOTPROVIDED"), cfonb_complement("LCC", "")]), Vec::<String>::new());
}

#[test]
fn a_payment_that_came_back_says_why() {
    let rejected = cfonb_movement("REJET PRLV", "18J", "").replacen("040526  040526", "04052612040526", 1);
    let statement = only(&cfonb(&rejected, "981I"));
    let line = &statement.lines()[0];
    assert!(line.takes_back());
    assert_eq!(line.direction, Direction::Debit);
    assert_eq!(line.transactions[0].returned.as_ref().unwrap().reason.as_deref(), Some("12"));
}

#[test]
fn the_encoding_and_the_line_ends_do_not_matter() {
    let records = cfonb_movement("VIR SOCIÉTÉ GÉNÉRALE", "18A", "") + &cfonb_complement("NPY", "CAFÉ");
    let file = cfonb(&records, "1018A");
    let expected = bank_statement::read(file.as_bytes()).unwrap();
    assert_eq!(expected[0].entries[0].label.as_deref(), Some("VIR SOCIÉTÉ GÉNÉRALE"));

    let latin: Vec<u8> = file.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let crlf = file.replace('\n', "\r\n\r\n");
    let trimmed: String = file.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    let marked = format!("\u{feff}{file}\u{1a}");
    for variant in [latin.as_slice(), crlf.as_bytes(), trimmed.as_bytes(), marked.as_bytes()] {
        let mut statements = bank_statement::read(variant).unwrap();
        let entry = &mut statements[0].entries[0];
        entry.place = expected[0].entries[0].place;
        assert_eq!(statements, expected);
    }
    let endless = file.replace('\n', "");
    let mut statements = bank_statement::read(endless.as_bytes()).unwrap();
    assert_eq!(statements[0].entries[0].place, Place { line: 1, column: 121 });
    statements[0].entries[0].place = expected[0].entries[0].place;
    assert_eq!(statements, expected);
}

#[test]
fn several_statements_and_accounts_in_a_file() {
    let first = cfonb(&cfonb_movement("VIR", "18A", ""), "1018A");
    let second = cfonb("", "1000{").replace("00010000001", "00099999999");
    let statements = bank_statement::read(format!("{first}\n\n{second}").as_bytes()).unwrap();
    assert_eq!(statements.iter().map(|it| it.entries.len()).collect::<Vec<_>>(), [1, 0]);
    assert!(!statements[0].account.is_same_as(&statements[1].account));
}

#[test]
fn balances_that_contradict_the_movements_are_refused_with_both_figures() {
    let file = cfonb(&cfonb_movement("VIR", "18A", ""), "1018B");
    assert_eq!(
        refusal(file),
        "line 3, column 1: opening balance and movements come to 101.81 EUR, the closing balance says 101.82 EUR"
    );
}

#[test]
fn amounts_follow_the_number_of_decimals_told() {
    let with_scale = |scale: &str, closing: &str| {
        cfonb(&cfonb_movement("VIR", "18A", ""), closing).replace("EUR2", &format!("EUR{scale}"))
    };
    assert_eq!(only(&with_scale("0", "1018A")).entries[0].amount.minor, 18100);
    assert_eq!(refusal(with_scale("3", "1018A")), "line 2, column 91: 00000000000181 has more decimals than EUR has");
    assert_eq!(error(with_scale(" ", "1018A")).problem, Problem::Scale(" ".into()));
    let francs = cfonb("", "1000{").replace("EUR2", "FRF2");
    assert_eq!(refusal(francs), "line 1, column 91: \"FRF\" is not a currency of ISO 4217 that payments are made in");
}

#[test]
fn records_out_of_order_are_refused() {
    let movement = cfonb_movement("VIR", "18A", "");
    let opening = cfonb_balance("01", "300426", "1000{");
    assert_eq!(refusal(&movement), "line 1, column 1: record 04 comes before any old balance (01)");
    assert_eq!(error(cfonb_balance("07", "310526", "1000{")).problem, Problem::NotOpened("07"));
    assert_eq!(error(cfonb_complement("LIB", "x")).problem, Problem::NothingToComplete);
    assert_eq!(error(format!("{opening}{}", cfonb_complement("LIB", "x"))).problem, Problem::NothingToComplete);
    let unfinished = "line 1, column 1: the statement that begins here has no new balance (07)";
    assert_eq!(refusal(format!("{opening}{movement}")), unfinished);
    assert_eq!(refusal(format!("{opening}{movement}{opening}")), unfinished);
    assert_eq!(error(format!("{opening}99{movement}")).problem, Problem::RecordCode("99".into()));
    let closed = cfonb(&movement, "1018A");
    assert_eq!(error(format!("{closed}{}", cfonb_complement("LIB", "x"))).problem, Problem::NothingToComplete);
}

#[test]
fn a_record_of_another_account_is_refused() {
    let file = cfonb(&cfonb_movement("VIR", "18A", "").replace("00010000001", "00010000002"), "1018A");
    assert_eq!(
        refusal(file),
        "line 2, column 1: the record is of account 00823 00010000002 in EUR, \
         the statement of account 00823 00010000001 in EUR"
    );
}

#[test]
fn dates_and_cut_records_are_refused_in_their_place() {
    let file = cfonb(&cfonb_movement("VIR", "18A", ""), "1018A");
    assert_eq!(refusal(file.replacen("0504052", "0532052", 1)), "line 2, column 35: \"320526\" is not a date");
    assert_eq!(refusal(file.replacen("310526", "      ", 1)), "line 3, column 35: \"\" is not a date");
    assert_eq!(refusal(&file[..224]), "line 2, column 1: the record is cut short after 103 characters");
}
