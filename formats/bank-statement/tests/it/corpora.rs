//! Real files, against the readings of other libraries: see `tests/data/README.md`.

use bank_statement::{BalanceCheck, Direction, Problem, Statement, Status, Transaction, read};
use serde_json::Value;

use crate::samples::{error, refusal};

/// An object, or the one told elsewhere that stands for it.
fn told<'v>(value: &'v Value, elsewhere: &'v Value) -> &'v Value {
    if value == "__RECURSIVITY__" { elsewhere } else { value }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Amount in minor units, with the sign of its direction, and currency.
fn money(value: &Value) -> Option<(i64, String)> {
    let minor = value["getAmount"].as_str()?.parse().unwrap();
    Some((minor, value["getCurrency"]["getCode"].as_str().unwrap().to_owned()))
}

fn day(value: &Value) -> Option<String> {
    Some(value["0"].as_str()?[..10].to_owned())
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

fn signed(direction: Direction, minor: i64) -> i64 {
    if direction == Direction::Credit { minor } else { -minor }
}

/// Compares the statements of a file with the reading beside it, and counts what was compared. Of several statements the
/// readings tell only the last.
fn compare(xml: &str, reading: &str) -> (Vec<Statement>, [usize; 3]) {
    let statements = read(xml.as_bytes()).unwrap();
    let reading: Value = serde_json::from_str(reading).unwrap();
    let told_entries = list(&reading["getEntries"]);
    let records = list(&reading["getRecords"]);
    assert_eq!(statements.len(), records.len());
    let mut counts = [0; 3];
    for (statement, record) in statements.iter().zip(records).skip(statements.len() - 1) {
        let record = told(record, &told_entries[0]["getRecord"]);
        compare_statement(statement, record);
        counts[0] += 1;
        let entries = list(&record["getEntries"]);
        assert_eq!(statement.entries.len(), entries.len());
        for (index, (entry, expected)) in statement.entries.iter().zip(entries).enumerate() {
            let expected = told(expected, &told_entries[index]);
            compare_entry(entry, expected);
            counts[1] += 1;
            let details = list(&expected["getTransactionDetails"]);
            assert_eq!(entry.transactions.len(), details.len());
            for (transaction, expected_one) in entry.transactions.iter().zip(details) {
                compare_transaction(transaction, told(expected_one, &expected["getTransactionDetail"]));
                counts[2] += 1;
            }
        }
    }
    (statements, counts)
}

fn compare_statement(statement: &Statement, expected: &Value) {
    assert_eq!(statement.id.as_deref(), text(&expected["getId"]));
    assert_eq!(Some(statement.account.to_string().as_str()), text(&expected["getAccount"]["getIdentification"]));
    assert_eq!(statement.created.map(|at| at.date().to_string()), day(&expected["getCreatedOn"]));
    let of_kind = |kind: &str| {
        let balance = list(&expected["getBalances"]).iter().find(|balance| balance["getType"] == kind)?;
        Some((money(&balance["getAmount"])?, day(&balance["getDate"])))
    };
    for (balance, kind) in [(statement.opening, "opening"), (statement.closing, "closing")] {
        let ours = balance
            .map(|it| ((it.amount.minor, it.amount.currency.code().to_owned()), it.date.map(|date| date.to_string())));
        assert_eq!(ours, of_kind(kind));
    }
}

fn compare_entry(entry: &bank_statement::Entry, expected: &Value) {
    let signed = signed(entry.direction, entry.amount.minor);
    assert_eq!(Some((signed, entry.amount.currency.code().to_owned())), money(&expected["getAmount"]));
    let code = if entry.direction == Direction::Credit { "CRDT" } else { "DBIT" };
    assert_eq!(expected["getCreditDebitIndicator"], code);
    assert_eq!(expected["getReversalIndicator"], entry.reversal);
    assert_eq!((entry.status, text(&expected["getStatus"])), (Status::Booked, Some("BOOK")));
    assert_eq!(entry.booked_on.map(|date| date.to_string()), day(&expected["getBookingDate"]));
    assert_eq!(entry.valued_on.map(|date| date.to_string()), day(&expected["getValueDate"]));
    assert_eq!(entry.bank_reference.as_deref(), text(&expected["getAccountServicerReference"]));
    assert_eq!(entry.label.as_deref(), text(&expected["getAdditionalInfo"]));
}

fn compare_transaction(transaction: &Transaction, expected: &Value) {
    // The sign is not compared: the other library takes it from the entry.
    let ours = transaction.amount.map(|it| (it.minor, it.currency.code().to_owned()));
    let theirs = money(&expected["getAmount"]).map(|(minor, code)| (minor.abs(), code));
    assert_eq!(ours, theirs);
    let references = &expected["getReference"];
    assert_eq!(transaction.end_to_end_id.as_deref(), text(&references["getEndToEndId"]));
    assert_eq!(transaction.bank_reference.as_deref(), text(&references["getAccountServicerReference"]));

    let debtor = list(&expected["getRelatedParties"])
        .iter()
        .find(|party| party["getRelatedPartyType"]["__CLASS__"] == "Genkgo\\Camt\\DTO\\Debtor");
    let name = debtor.and_then(|party| text(&party["getRelatedPartyType"]["getName"]));
    assert_eq!(transaction.payer_name.as_deref(), name);
    let account = debtor.and_then(|party| text(&party["getAccount"]["getIdentification"]));
    assert_eq!(transaction.payer_account.as_ref().map(ToString::to_string).as_deref(), account);

    let remittance = &expected["getRemittanceInformation"];
    let free = list(&remittance["getUnstructuredBlocks"])
        .iter()
        .filter_map(|block| text(&told(block, &remittance["getUnstructuredBlock"])["getMessage"]));
    let blocks: Vec<_> = list(&remittance["getStructuredBlocks"])
        .iter()
        .map(|block| told(block, &remittance["getStructuredBlock"]))
        .collect();
    let more = blocks.iter().filter_map(|block| text(&block["getAdditionalRemittanceInformation"]));
    assert_eq!(transaction.texts, free.chain(more).collect::<Vec<_>>());
    let structured = blocks.iter().filter_map(|block| {
        let reference = &block["getCreditorReferenceInformation"];
        text(&told(reference, &remittance["getCreditorReferenceInformation"])["getRef"])
    });
    assert_eq!(transaction.references, structured.collect::<Vec<_>>());
}

macro_rules! camt {
    ($name:literal) => {
        compare(
            include_str!(concat!("../data/camt/", $name, ".xml")),
            include_str!(concat!("../data/camt/", $name, ".json")),
        )
    };
}

#[test]
fn camt_files_are_read_as_by_another_library() {
    let (minimal, counts) = camt!("camt053.v2.minimal");
    assert_eq!((counts, minimal[0].balance_check()), ([1, 1, 1], BalanceCheck::MixedCurrencies));
    let (several, counts) = camt!("camt053.v2.multi.statement");
    assert_eq!(counts, [1, 1, 1]);
    let first = &several[0];
    assert_eq!((several.len(), first.id.as_deref()), (2, Some("253EURNL26VAYB8060476890")));
    assert_eq!(first.lines()[0].amount.to_string(), "8.85 EUR");
    assert_eq!(first.lines()[0].end_to_end_ids(), ["000000001"]);
    assert_eq!(first.lines()[0].texts(), ["Transaction Description 1"]);
    assert!(several.iter().all(|statement| statement.balance_check() == BalanceCheck::Agrees));
    let (_, counts) = camt!("camt053.v2.with-account-name");
    assert_eq!(counts, [1, 1, 1]);
    let (page, counts) = camt!("camt053.v4");
    assert_eq!((counts, page[0].is_page), ([1, 1, 1], true));
    let (batch, counts) = camt!("camt054.v2");
    assert_eq!((counts, batch[0].lines().len()), ([1, 1, 3], 1));
    let (batch, counts) = camt!("camt054.v8");
    assert_eq!((counts, batch[0].lines().len()), ([1, 1, 3], 1));
    assert!(batch[0].entries[0].transactions.iter().all(|payment| payment.direction == Direction::Credit));
}

#[test]
fn a_message_without_a_statement_is_refused() {
    let wrong = include_str!("../data/camt/camt053.v2.wrong.xml");
    assert_eq!(refusal(wrong), "line 3, column 5: <BkToCstmrStmt> has no <Stmt>");
}

#[test]
fn the_cfonb_example() {
    let statements = read(include_bytes!("../data/cfonb/example.txt")).unwrap();
    assert_eq!(statements.len(), 2);
    let [first, second] = &statements[..] else { panic!("two statements") };
    assert_eq!(first.account.to_string(), "15589 00000 98765432100");
    assert_eq!(first.opening.unwrap().amount.to_string(), "-190.40 EUR");
    assert_eq!(first.closing.unwrap().amount.to_string(), "-241.21 EUR");
    let amounts = |statement: &Statement| {
        let entries = statement.entries.iter();
        entries.map(|entry| signed(entry.direction, entry.amount.minor)).collect::<Vec<_>>()
    };
    assert_eq!(amounts(first), [-3221, -1070, -790]);
    assert_eq!(amounts(second), [9749, -1210, -790]);
    assert_eq!(second.closing.unwrap().amount.to_string(), "-163.72 EUR");

    let entry = &first.entries[0];
    assert_eq!(entry.place.line, 3);
    assert_eq!(entry.label.as_deref(), Some("PRLV SEPA TEST CABINET MENSUEAUHTR13133 MENSUEAUHTR13DUP"));
    let transaction = &entry.transactions[0];
    assert_eq!(transaction.payer_name.as_deref(), Some("INTERNET SFR"));
    assert_eq!(transaction.end_to_end_id.as_deref(), Some("OTHER REFERENCE"));
    assert_eq!(
        transaction.texts,
        [
            "REFERENCE",
            "PURPOSE",
            "INTERNETA AAA",
            "INTERNETA ABB",
            "INTERNETE BBB",
            "INTERNETI CCC",
            "EXAMPLE WITH EMPTY SPACE",
            "EXAMPLE WITH OTHER COMBINATIONS"
        ]
    );
    assert_eq!(first.entries[1].transactions[0].references, ["REFERENCE"]);
}

#[test]
fn the_broken_cfonb_files() {
    assert_eq!(
        refusal(include_bytes!("../data/cfonb/invalid_date.txt")),
        "line 1, column 35: \"  CART\" is not a date"
    );
    let unopened = error(include_bytes!("../data/cfonb/operation.txt"));
    assert_eq!(unopened.problem, Problem::NotOpened("04"));
    let unstarted = error(include_bytes!("../data/cfonb/operation_unstarted.txt"));
    assert_eq!(unstarted.problem, Problem::NothingToComplete);
}
