//! A shop with a customer, and steps told in one line.

use std::ops::Deref;

use accounts::model::{BillingForm, CompanyForm};
use accounts::service::sign_up;
use credits::{Balance, Means, PaymentReference};
use jiff::SignedDuration;
use kit_core::{AccountId, Author, Credits, Locale, PersonId};
use kit_db::{Db, Failed, Migration};
use kit_mail::Email;
use kit_testkit::{TestApp, TestDb};
use kit_web::Module;
use orders::*;
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
    ]
}

pub fn schema() -> Vec<Migration> {
    kit_web::migrations(&modules())
}

pub fn staff() -> Author {
    Author::Staff(PersonId::from_raw(900))
}

pub const PACK: PackId = PackId::from_raw(7);

/// 1,000 credits for 110 € before tax, with 50 for 90 days.
pub fn pack() -> Pack {
    Pack {
        id: PACK,
        name: Words { fr: "Lot atelier".into(), en: "Workshop pack".into() },
        unit: credits::Unit::Credit,
        credits: Credits(1000),
        months: 0,
        price: 11_000,
        bonus: Credits(50),
        bonus_days: 90,
        place: 1,
        active: true,
    }
}

pub fn bank() -> Bank {
    Bank { holder: "Cotelier SAS".into(), iban: "FR7630006000011234567890189".into(), bic: "AGRIFRPP".into() }
}

pub struct Shop {
    pub app: TestApp,
    pub account: AccountId,
}

/// A shop is a program: it runs and reads as one.
impl Deref for Shop {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Shop {
    /// A shop that sells a pack and free amounts, and a customer in Lyon.
    pub async fn new(test: TestDb) -> Shop {
        let app = TestApp::start(test, modules(), accounts::access::resolve);
        let mut shop = Shop { app, account: AccountId(0) };
        shop.account = shop.open("Atelier Durand", "732829320", "camille@atelier-durand.example").await;
        shop.run(staff(), |tx, ctx| {
            save_pack(tx, ctx, &pack(), false)?;
            save_payment(tx, ctx, Some(bank()), Office::default(), 30, false, false)?;
            let free = FreeAmount { active: true, price_of_100: 1200, least: 100, most: 10_000, step: 100 };
            Ok::<_, Failed<PackRefusal>>(save_free_amount(tx, ctx, free)?)
        })
        .await
        .unwrap();
        shop.app.mails().await;
        shop
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

    /// Orders the pack by a form with this token.
    pub async fn order(&self, token: &str) -> OrderNumber {
        self.try_order(token, Choice::Pack(PACK), 13_200).await.unwrap()
    }

    pub async fn try_order(&self, token: &str, choice: Choice, total: i64) -> Result<OrderNumber, OrderRefusal> {
        let (account, token) = (self.account, token.to_owned());
        let buyer = Author::Person(PersonId::from_raw(1));
        self.run(buyer, move |tx, ctx| {
            // Whoever was shown another total was shown another quote.
            let shown = match quote(tx, account, choice, ctx.now) {
                Ok(quote) if quote.totals.gross == total => quote.mark(),
                Ok(_) | Err(Failed::Refused(_)) => String::new(),
                Err(Failed::Db(error)) => return Err(error.into()),
            };
            place(tx, ctx, account, &Form { choice, token: token.clone(), seen: shown })
        })
        .await
    }

    pub async fn receive(&self, reference: &str, cents: i64, share: Share) -> Result<ReceiptId, MoneyRefusal> {
        let new = receipt_of(reference, cents);
        self.run(staff(), move |tx, ctx| record(tx, ctx, &new, &share)).await
    }

    pub async fn details(&self, number: OrderNumber) -> OrderDetails {
        self.read(move |read| order(read, number, None)).await.unwrap()
    }

    pub async fn state(&self, number: OrderNumber) -> OrderState {
        self.details(number).await.order.state
    }

    /// The advance of the customer, in cents.
    pub async fn advance(&self) -> i64 {
        let account = self.account;
        self.read(move |read| advance(read, account)).await.minor
    }

    pub async fn balance(&self) -> Balance {
        let (account, now) = (self.account, self.app.test.clock.now());
        self.read(move |read| credits::balance(read, account, now)).await
    }

    pub async fn violations(&self) -> Vec<String> {
        let keys = self.app.context(staff()).keys;
        let mut found: Vec<String> = check(self.db(), &keys).await.unwrap().iter().map(ToString::to_string).collect();
        found.extend(credits::check(self.db(), &keys).await.unwrap().iter().map(ToString::to_string));
        found
    }

    pub fn pass_days(&self, days: i64) {
        self.app.pass(SignedDuration::from_hours(24 * days));
    }

    /// Bills the customer elsewhere from now on.
    pub async fn move_to(&self, line1: &'static str) {
        let account = self.account;
        self.run(staff(), move |tx, ctx| {
            let form = BillingForm {
                other_address: "yes".into(),
                line1: line1.into(),
                postal_code: "75001".into(),
                town: "Paris".into(),
                country: "FR".into(),
                ..BillingForm::default()
            };
            Ok::<_, Failed<()>>(accounts::service::billing::save(tx, ctx, account, &form.read().unwrap())?)
        })
        .await
        .unwrap();
    }
}

pub fn receipt_of(reference: &str, cents: i64) -> NewReceipt {
    NewReceipt {
        means: Means::Transfer,
        reference: PaymentReference::parse(reference).unwrap(),
        received_on: "2026-11-02".parse().unwrap(),
        cents,
        payer: "ATELIER DURAND".into(),
        note: String::new(),
    }
}

/// For these orders.
pub fn of(orders: &[OrderNumber]) -> Share {
    Share { orders: orders.to_vec(), account: None }
}
