//! A shop with two customers, a bank that tells what they paid, and steps told in one line.

use std::fmt::Write;
use std::ops::Deref;

use accounts::model::CompanyForm;
use accounts::service::sign_up;
use banking::*;
use credits::{Balance, Means, PaymentReference};
use jiff::Timestamp;
use kit_core::{AccountId, Author, Credits, Locale, PageSize, PersonId};
use kit_db::{Db, Failed, Migration};
use kit_mail::Email;
use kit_testkit::{TestApp, TestDb};
use kit_web::{Module, StaffPermission, StaffPermissions};
use orders::{Bank, Choice, Form, FreeAmount, NewReceipt, Office, OrderDetails, OrderNumber, OrderState, Share};
use people::{NamePart, NewPerson, PersonName, ZoneName};

pub fn modules() -> Vec<Module> {
    let audit = Module::new("audit").migrations(audit::MIGRATIONS);
    vec![
        audit,
        publisher::module(),
        webhooks::module(),
        people::module(),
        accounts::module(),
        credits::module(),
        orders::module(),
        banking::module(),
    ]
}

pub fn schema() -> Vec<Migration> {
    kit_web::migrations(&modules())
}

pub fn staff() -> Author {
    Author::Staff(PersonId::from_raw(900))
}

pub const IBAN: &str = "FR7630006000011234567890189";
/// What 100 credits cost, tax included.
pub const HUNDRED: i64 = 1440;

/// An entry of a statement.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    pub cents: i64,
    pub payer: String,
    pub reference: String,
    pub text: String,
    /// The bank's own reference; made of all the rest where there is none.
    pub of_bank: String,
    pub is_debit: bool,
    pub is_reversal: bool,
}

pub fn credit(cents: i64, payer: &str, text: &str) -> Entry {
    Entry { cents, payer: payer.into(), text: text.into(), ..Entry::default() }
}

pub fn of_reference(cents: i64, number: OrderNumber) -> Entry {
    Entry { cents, reference: number.reference().unwrap().to_string(), ..Entry::default() }
}

/// A CAMT.053 of these entries, on this account.
pub fn camt_of(iban: &str, entries: &[Entry]) -> Vec<u8> {
    let mut file = format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>"
    );
    for entry in entries {
        let Entry { cents, payer, reference, text, of_bank, is_debit, is_reversal } = entry;
        let way = if *is_debit { "DBIT" } else { "CRDT" };
        let own = format!("{cents} {payer} {reference} {text}");
        let of_bank = if of_bank.is_empty() { &own } else { of_bank };
        let strd = if reference.is_empty() {
            String::new()
        } else {
            format!("<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>")
        };
        let _ = writeln!(
            file,
            "<Ntry><Amt Ccy=\"EUR\">{}.{:02}</Amt><CdtDbtInd>{way}</CdtDbtInd><RvslInd>{is_reversal}</RvslInd><Sts>BOOK</Sts>\
             <BookgDt><Dt>2026-11-02</Dt></BookgDt><AcctSvcrRef>{of_bank}</AcctSvcrRef><NtryDtls><TxDtls>\
             <RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd>{strd}</RmtInf></TxDtls></NtryDtls></Ntry>",
            cents / 100,
            cents % 100
        );
    }
    file.push_str("</Stmt></BkToCstmrStmt></Document>");
    file.into_bytes()
}

pub fn camt(entries: &[Entry]) -> Vec<u8> {
    camt_of(IBAN, entries)
}

pub struct Shop {
    pub app: TestApp,
    /// Atelier Durand.
    pub durand: AccountId,
    /// Menuiserie Petit.
    pub petit: AccountId,
}

/// A shop is a program: it runs and reads as one.
impl Deref for Shop {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Shop {
    pub async fn new(test: TestDb) -> Shop {
        let app = TestApp::start(test, modules(), accounts::access::resolve);
        let mut shop = Shop { app, durand: AccountId(0), petit: AccountId(0) };
        shop.durand = shop.open("Atelier Durand", "732829320", "camille@atelier-durand.example").await;
        shop.petit = shop.open("Menuiserie Petit", "552100554", "zoe@menuiserie-petit.example").await;
        shop.set_automatic(false).await;
        shop.run(staff(), |tx, ctx| {
            let free = FreeAmount { active: true, price_of_100: 1200, least: 100, most: 100_000, step: 100 };
            Ok::<_, Failed<()>>(orders::save_free_amount(tx, ctx, free)?)
        })
        .await
        .unwrap();
        shop.app.mails().await;
        shop
    }

    pub async fn set_automatic(&self, automatic: bool) {
        self.run(staff(), move |tx, ctx| {
            let bank = Bank { holder: "Cotelier SAS".into(), iban: IBAN.into(), bic: "AGRIFRPP".into() };
            Ok::<_, Failed<()>>(orders::save_payment(tx, ctx, Some(bank), Office::default(), 30, automatic, false)?)
        })
        .await
        .unwrap();
    }

    pub fn db(&self) -> &Db {
        &self.app.test.db
    }

    pub async fn open(&self, company: &'static str, siren: &'static str, email: &'static str) -> AccountId {
        self.run(Author::System("test"), move |tx, ctx| {
            let new = NewPerson {
                email: Email::parse(email).unwrap(),
                name: PersonName {
                    first: NamePart::parse("Camille").unwrap(),
                    surname: NamePart::parse("Durand").unwrap(),
                },
                locale: Locale::Fr,
                time_zone: ZoneName::default(),
                password: None,
                confirmed: true,
            };
            let person = people::service::create_person(tx, ctx, &new).map_err(|_| Failed::Refused(()))?;
            let person = people::service::person(tx, person)?.unwrap();
            let form = CompanyForm {
                company: company.to_owned(),
                country: "FR".to_owned(),
                siren: siren.to_owned(),
                line1: "3 rue des Lilas".to_owned(),
                postal_code: "69003".to_owned(),
                town: "Lyon".to_owned(),
                ..CompanyForm::default()
            };
            Ok::<_, Failed<()>>(sign_up::open_account(tx, ctx, &form.read().unwrap(), &person, 0)?)
        })
        .await
        .unwrap()
    }

    /// A colleague who may record money.
    pub async fn colleague(&self) -> PersonId {
        const EMAIL: &str = "billing@publisher.example";
        self.open("Chez l’éditeur", "552100554", EMAIL).await;
        self.run(Author::System("test"), |tx, ctx| {
            let person = people::service::person_by_email(tx, &Email::parse(EMAIL).unwrap())?.unwrap();
            let billing = StaffPermissions::of(&[StaffPermission::Billing]);
            people::service::set_staff(tx, ctx, person.id, billing).map_err(|_| Failed::Refused(()))?;
            Ok::<_, Failed<()>>(person.id)
        })
        .await
        .unwrap()
    }

    /// Money that somebody records without a statement.
    pub async fn by_hand(
        &self,
        means: Means,
        reference: &str,
        day: &str,
        cents: i64,
        share: Share,
    ) -> orders::ReceiptId {
        let new = NewReceipt {
            means,
            reference: PaymentReference::parse(reference).unwrap(),
            received_on: day.parse().unwrap(),
            cents,
            payer: String::new(),
            note: String::new(),
        };
        self.run(staff(), move |tx, ctx| orders::record(tx, ctx, &new, &share)).await.unwrap()
    }

    /// An order of so many hundreds of credits, each for [`HUNDRED`].
    pub async fn order(&self, account: AccountId, token: &str, hundreds: i64) -> OrderNumber {
        let token = token.to_owned();
        self.run(Author::Person(PersonId::from_raw(1)), move |tx, ctx| {
            let choice = Choice::Free(Credits(100 * hundreds));
            let seen = orders::quote(tx, account, choice, ctx.now)?.mark();
            orders::place(tx, ctx, account, &Form { choice, token: token.clone(), seen })
        })
        .await
        .unwrap()
    }

    pub fn world(&self, author: Author) -> World {
        self.world_on(self.db(), author)
    }

    pub fn world_on(&self, db: &Db, author: Author) -> World {
        let app = &self.app.app;
        World {
            db: db.clone(),
            clock: app.clock.clone(),
            random: app.random.clone(),
            keys: app.keys.clone(),
            author,
            until: Timestamp::MAX,
        }
    }

    /// Drops a file and looks at its lines.
    pub async fn drop_file(&self, name: &str, file: Vec<u8>) -> Imported {
        let imported = stage_all(&self.world(staff()), dropped(name, file), |_| {}).await.unwrap();
        self.app.run_jobs().await;
        imported
    }

    pub async fn open_lines(&self) -> Vec<BankLine> {
        let page = self.read(|read| lines(read, Wanted::Open, None, PageSize::new(200))).await;
        page.rows.into_iter().map(|row| row.line).collect()
    }

    /// The open line with this amount.
    pub async fn line(&self, cents: i64) -> BankLine {
        let mut found = self.open_lines().await.into_iter().filter(|line| line.cents == cents);
        let line = found.next().unwrap_or_else(|| panic!("no line of {cents}"));
        assert!(found.next().is_none(), "several lines of {cents}");
        line
    }

    pub async fn confirm(&self, line: &BankLine) -> Result<orders::ReceiptId, LineRefusal> {
        let (id, mark) = (line.id, line.proposal.as_ref().unwrap().mark());
        self.run(staff(), move |tx, ctx| accept(tx, ctx, id, &mark)).await
    }

    pub async fn details(&self, number: OrderNumber) -> OrderDetails {
        self.read(move |read| orders::order(read, number, None)).await.unwrap()
    }

    pub async fn state(&self, number: OrderNumber) -> OrderState {
        self.details(number).await.order.state
    }

    pub async fn advance(&self, account: AccountId) -> i64 {
        self.read(move |read| orders::advance(read, account)).await.minor
    }

    pub async fn balance(&self, account: AccountId) -> Balance {
        let now = self.app.test.clock.now();
        self.read(move |read| credits::balance(read, account, now)).await
    }

    pub async fn violations(&self) -> Vec<String> {
        let mut found: Vec<String> = check(self.db()).await.unwrap().iter().map(ToString::to_string).collect();
        let keys = self.app.context(staff()).keys;
        found.extend(orders::check(self.db(), &keys).await.unwrap().iter().map(ToString::to_string));
        found.extend(credits::check(self.db(), &keys).await.unwrap().iter().map(ToString::to_string));
        found
    }

    pub async fn is_sound(&self) {
        assert_eq!(self.violations().await, Vec::<String>::new());
    }
}

pub fn dropped(name: &str, file: Vec<u8>) -> Dropped {
    Dropped::read(name.to_owned(), file, jiff::civil::date(2026, 11, 2)).unwrap()
}

/// The numbers that a line is proposed for.
pub fn proposed(line: &BankLine) -> Vec<OrderNumber> {
    line.proposal.as_ref().unwrap().orders().collect()
}

pub fn is_sure(line: &BankLine) -> bool {
    line.proposal.as_ref().unwrap().is_sure()
}
