//! Files that are cut, damaged, or made to do harm.

use std::sync::LazyLock;

use bank_statement::{MAX_FILE_BYTES, Problem, Statement, read};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::samples::{camt053, cfonb, cfonb_complement, cfonb_movement, details, entry, error, payment};

/// Every good file of the corpora.
const GOOD: [&str; 7] = [
    include_str!("../data/camt/camt053.v2.minimal.xml"),
    include_str!("../data/camt/camt053.v2.multi.statement.xml"),
    include_str!("../data/camt/camt053.v2.with-account-name.xml"),
    include_str!("../data/camt/camt053.v4.xml"),
    include_str!("../data/camt/camt054.v2.xml"),
    include_str!("../data/camt/camt054.v8.xml"),
    include_str!("../data/cfonb/example.txt"),
];

static READ: LazyLock<Vec<Vec<Statement>>> =
    LazyLock::new(|| GOOD.iter().map(|file| read(file.as_bytes()).unwrap()).collect());

/// All that is computed of a file is computed of a damaged one too.
fn read_and_use(file: &[u8]) {
    match read(file) {
        Ok(statements) => {
            for statement in statements {
                let _ = statement.lines();
                let _ = statement.balance_check();
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

#[test]
fn a_cut_file_is_refused_or_gives_whole_statements_only() {
    for (file, whole) in GOOD.iter().zip(READ.iter()) {
        // Of XML, cuts all over; of records, every cut.
        let step = if file.starts_with('<') { 7 } else { 1 };
        let (mut cuts, mut refused) = (0, 0);
        for end in (0..file.len()).step_by(step) {
            cuts += 1;
            match read(&file.as_bytes()[..end]) {
                Ok(statements) => assert!(whole.starts_with(&statements), "cut after {end} bytes"),
                Err(_) => refused += 1,
            }
        }
        assert!(refused > cuts / 3, "{refused} of {cuts} cuts refused");
    }
}

proptest! {
    #[test]
    fn no_damaged_byte_panics(file in 0..GOOD.len(), damage in vec((any::<Index>(), any::<u8>()), 1..8)) {
        let mut bytes = GOOD[file].as_bytes().to_vec();
        for (place, value) in damage {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        read_and_use(&bytes);
    }

    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..400), start in select(vec!["", "<", "01", "\u{feff}<?xml "])) {
        read_and_use(&[start.as_bytes(), &bytes].concat());
    }

    #[test]
    fn no_elements_panic(parts in vec(select(PARTS.to_vec()), 0..60)) {
        read_and_use(parts.concat().as_bytes());
        read_and_use(camt053(&parts.concat()).as_bytes());
    }

    #[test]
    fn no_records_panic(records in vec((select(vec!["01", "04", "05", "07", "0"]), "[ -~éè]{0,125}", any::<bool>()), 0..12)) {
        let file: String =
            records.iter().map(|(code, text, ends)| format!("{code}{text}{}", if *ends { "\n" } else { "" })).collect();
        read_and_use(file.as_bytes());
    }

    #[test]
    fn every_field_may_hold_anything(from in 2usize..118, text in "[ -~éè€]{1,10}", record in 0usize..4) {
        let good = cfonb(&(cfonb_movement("VIR", "18A", "") + &cfonb_complement("LCC", "text")), "1018A");
        let damaged: Vec<String> = good
            .lines()
            .enumerate()
            .map(|(number, line)| {
                if number != record {
                    return line.to_owned();
                }
                let mut characters: Vec<char> = line.chars().collect();
                for (place, character) in (from..120).zip(text.chars()) {
                    characters[place] = character;
                }
                characters.into_iter().collect()
            })
            .collect();
        read_and_use(damaged.join("\n").as_bytes());
    }
}

/// Pieces of messages, to be put together in any order.
#[rustfmt::skip]
const PARTS: [&str; 30] = [
    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">", "</Document>", "<BkToCstmrStmt>",
    "</BkToCstmrStmt>", "<Stmt>", "</Stmt>", "<Acct><Id><IBAN>FR76</IBAN></Id></Acct>", "<Ntry>", "</Ntry>",
    "<Amt Ccy=\"EUR\">1</Amt>", "<Amt Ccy=\"EUR\" Ccy=\"EUR\">1</Amt>", "<Amt>", "</Amt>", "<CdtDbtInd>CRDT</CdtDbtInd>",
    "<Sts>BOOK</Sts>", "<NtryDtls>", "</NtryDtls>", "<TxDtls>", "</TxDtls>", "<TxDtls/>", "<RmtInf><Ustrd>text</Ustrd></RmtInf>",
    "<![CDATA[<]]>", "<!-- -->", "<?pi?>", "&amp;", "&#0;", "&x;", "<x:y xmlns:x=\"\"/>", "\u{1}", "<!DOCTYPE a>",
];

#[test]
fn declarations_and_entities_are_refused() {
    let bomb = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\">]>";
    let message = camt053(&entry("1", "CRDT", "<AddtlNtryInf>&lol2;</AddtlNtryInf>"));
    assert_eq!(error(format!("<?xml version=\"1.0\"?>{bomb}{message}")).problem, Problem::Doctype);
    assert_eq!(error(&message).problem, Problem::Entity("lol2".into()));
    let external = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">";
    assert_eq!(error(format!("{external}{message}")).problem, Problem::Doctype);
}

#[test]
fn depth_texts_and_numbers_of_elements_are_bounded() {
    let deep =
        |name: &str| camt053(&format!("{}{}", format!("<{name}>").repeat(100), format!("</{name}>").repeat(100)));
    assert_eq!(error(deep("Unknown")).problem, Problem::TooDeep(64));
    assert_eq!(error(deep("Bal")).problem, Problem::TooDeep(64));
    let long = entry("1", "CRDT", &format!("<AddtlNtryInf>{}</AddtlNtryInf>", "a".repeat(10_001)));
    assert_eq!(error(camt053(&long)).problem, Problem::TextTooLong(10_000));
    let in_pieces = entry("1", "CRDT", &format!("<AddtlNtryInf>{}</AddtlNtryInf>", "&amp;".repeat(10_001)));
    assert_eq!(error(camt053(&in_pieces)).problem, Problem::TextTooLong(10_000));
    let many = details(&[&"<RmtInf/>".repeat(10_000)]);
    let problem = error(camt053(&entry("1", "CRDT", &many))).problem;
    assert_eq!(problem, Problem::TooManyElements { part: "TxDtls", most: 10_000 });
    let wide = entry("1", "CRDT", &"<ValDt/>".repeat(10_001));
    assert_eq!(error(camt053(&wide)).problem, Problem::TooManyElements { part: "Ntry", most: 10_000 });
    let nested = "<ValDt><Dt>2026-05-04</Dt></ValDt>".repeat(5_001);
    let problem = error(camt053(&entry("1", "CRDT", &nested))).problem;
    assert_eq!(problem, Problem::TooManyElements { part: "Ntry", most: 10_000 });
    let problem = error(camt053(&"<Bal><Dt/></Bal>".repeat(5_001))).problem;
    assert_eq!(problem, Problem::TooManyElements { part: "Stmt", most: 10_000 });
}

#[test]
fn what_is_no_statement_is_refused() {
    assert_eq!(error("").problem, Problem::Empty);
    assert_eq!(error(" \r\n\t").problem, Problem::Empty);
    assert_eq!(error("\u{feff}").problem, Problem::Empty);
    assert_eq!(error("date;libelle;montant").problem, Problem::UnknownFormat);
    assert_eq!(error(b"\xFF\xFE<\0?\0").problem, Problem::Encoding("UTF-16".into()));
    assert_eq!(error(b"<\0?\0").problem, Problem::Encoding("UTF-16".into()));
    assert_eq!(error(vec![0; MAX_FILE_BYTES + 1]).problem, Problem::FileTooLarge { bytes: MAX_FILE_BYTES + 1 });
    let message = camt053("");
    assert!(matches!(error(format!("{message}{message}")).problem, Problem::Xml(_)));
    assert!(matches!(error(format!("{message}text")).problem, Problem::Xml(_)));
    assert!(matches!(error(message.replace("</GrpHdr>", "</Other>")).problem, Problem::Xml(_)));
    assert_eq!(error("<?xml version=\"1.0\"?>").problem, Problem::EndsEarly);
    let nul = entry("1", "CRDT", "<AddtlNtryInf>a&#0;b</AddtlNtryInf>");
    assert!(matches!(error(camt053(&nul)).problem, Problem::Character('\0') | Problem::Entity(_)));
    assert_eq!(error(camt053(&nul.replace("&#0;", "\u{7}"))).problem, Problem::Character('\u{7}'));
}

#[test]
fn a_hundred_thousand_entries_are_read() {
    const COUNT: usize = 100_000;
    let entries: String = (0..COUNT)
        .map(|number| {
            entry(
                "1.00",
                "CRDT",
                &format!("<AcctSvcrRef>B{number}</AcctSvcrRef>{}", details(&[&payment("1.00", "text")])),
            )
        })
        .collect();
    let statements = read(camt053(&entries).as_bytes()).unwrap();
    assert_eq!(statements[0].entries.len(), COUNT);
    let mut identities: Vec<_> = statements[0].lines().into_iter().map(|line| line.identity).collect();
    identities.sort();
    identities.dedup();
    assert_eq!(identities.len(), COUNT);

    // One batch of as many, and a CFONB file of as many: 100,000 times 1.81 onto 100.00.
    let payments: String = format!("<TxDtls>{}</TxDtls>", payment("1.00", "text")).repeat(COUNT);
    let batch = entry("100000.00", "CRDT", &format!("<NtryDtls>{payments}</NtryDtls>"));
    assert_eq!(read(camt053(&batch).as_bytes()).unwrap()[0].lines().len(), COUNT);
    let movement = cfonb_movement("VIR", "18A", "") + &cfonb_complement("LCC", "text");
    let file = cfonb(&movement.repeat(COUNT), "1811000{");
    assert_eq!(read(file.as_bytes()).unwrap()[0].entries.len(), COUNT);
}

#[test]
fn more_lines_than_are_read_are_refused() {
    let file = cfonb(&cfonb_movement("VIR", "18A", "").repeat(bank_statement::MAX_LINES + 1), "1000{");
    assert_eq!(error(file).problem, Problem::TooManyLines);
    let payments = "<TxDtls/>".repeat(bank_statement::MAX_LINES + 1);
    let batch = entry("1", "CRDT", &format!("<NtryDtls>{payments}</NtryDtls>"));
    assert_eq!(error(camt053(&batch)).problem, Problem::TooManyLines);
}
