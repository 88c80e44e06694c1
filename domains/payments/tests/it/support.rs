//! A shop that is paid by PayPal, with a double in its place, and steps told in one line.

use std::ops::Deref;
use std::sync::{Arc, Mutex};

use accounts::model::CompanyForm;
use accounts::service::sign_up;
use axum::body::Body;
use credits::{Balance, Means, PaymentReference};
use http::{Method, Request, StatusCode};
use jiff::SignedDuration;
use kit_core::{AccountId, Author, Credits, Locale, PersonId};
use kit_db::{Db, Failed, Migration};
use kit_mail::Email;
use kit_testkit::{Client, TestApp, TestDb};
use kit_web::{Module, StaffPermission, StaffPermissions};
use orders::{
    Bank, Choice, Form, FreeAmount, MoneyRefusal, NewReceipt, Office, OrderDetails, OrderNumber, OrderState, ReceiptId,
    Share,
};
use payments::{DoubleAt, Environment, NewSettings, Payment, PaymentState, Settings, Way};
use payments_double::{Call, Double, Mailed, Options, Parcel};
use people::{Browser, NamePart, NewPerson, PersonName, ZoneName};

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
        payments::module(),
    ]
}

pub fn schema() -> Vec<Migration> {
    kit_web::migrations(&modules())
}

pub fn staff() -> Author {
    Author::Staff(PersonId::from_raw(900))
}

pub const WEBHOOK: &str = "1JE4291016473214C";
pub const ADMIN: &str = "camille@atelier-durand.example";

pub struct Shop {
    pub app: TestApp,
    pub double: Double,
    pub mails: Arc<Mutex<Vec<Mailed>>>,
    pub account: AccountId,
}

/// A shop is a program: it runs and reads as one.
impl Deref for Shop {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

async fn double(test: &TestDb) -> Double {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = Options {
        base: format!("http://{}", listener.local_addr().unwrap()),
        client_id: "AClient".to_owned(),
        secret: "hush".to_owned(),
        merchant_id: "MERCHANT23456".to_owned(),
        email: "caisse@editeur.example".to_owned(),
        token_life: SignedDuration::from_hours(24 * 400),
        clock: test.clock.clone(),
        random: test.random.clone(),
    };
    let double = Double::new(options).unwrap();
    let router = double.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    double
}

/// The settings of the double's account: requests are mailed, orders are paid at once.
pub fn settings(double: &Double) -> Settings {
    Settings {
        environment: Environment::Sandbox,
        client_id: "AClient".into(),
        merchant_id: "MERCHANT23456".into(),
        email: "caisse@editeur.example".into(),
        webhook_id: WEBHOOK.into(),
        by_mail: true,
        at_once: true,
        double: Some(DoubleAt { address: double.base().into(), authority: double.authority().into() }),
    }
}

impl Shop {
    /// A shop in which everything is set, and a customer in Lyon.
    pub async fn new(test: TestDb) -> Shop {
        let shop = Shop::unset(test).await;
        let new = NewSettings { settings: settings(&shop.double), secret: Some("hush".into()) };
        shop.run(staff(), move |tx, ctx| payments::connect(tx, ctx, &new)).await.unwrap();
        shop
    }

    /// The same without an account at PayPal.
    pub async fn unset(test: TestDb) -> Shop {
        let double = double(&test).await;
        let mails: Arc<Mutex<Vec<Mailed>>> = Arc::default();
        let mailed = Arc::clone(&mails);
        double.on_mail(move |mail| mailed.lock().unwrap().push(mail.clone()));
        let app = TestApp::start(test, modules(), accounts::access::resolve);
        let mut shop = Shop { app, double, mails, account: AccountId(0) };
        shop.account = shop.open("Atelier Durand", "732829320", ADMIN).await;
        shop.run(staff(), |tx, ctx| {
            let bank = Bank {
                holder: "Cotelier SAS".into(),
                iban: "FR7630006000011234567890189".into(),
                bic: "AGRIFRPP".into(),
            };
            orders::save_payment(tx, ctx, Some(bank), Office::default(), 30, false, false)?;
            let free = FreeAmount { active: true, price_of_100: 1000, least: 100, most: 10_000, step: 100 };
            Ok::<_, Failed<()>>(orders::save_free_amount(tx, ctx, free)?)
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

    /// Orders 1,000 credits, 120 € with tax, and runs what that causes.
    pub async fn order(&self, token: &str) -> OrderNumber {
        let number = self.order_quietly(token).await;
        self.app.run_jobs().await;
        number
    }

    /// Its customer cancels it.
    pub async fn cancel(&self, number: OrderNumber) {
        let by = orders::Canceller::Account(self.account);
        self.run(Author::System("test"), move |tx, ctx| orders::cancel(tx, ctx, number, by, "")).await.unwrap();
        self.app.run_jobs().await;
    }

    /// Staff records money under PayPal's transaction.
    pub async fn record_by_hand(&self, capture: &str, cents: i64, share: Share) {
        let new = NewReceipt { means: Means::Paypal, ..transfer_of(capture, cents) };
        self.run(staff(), move |tx, ctx| orders::record(tx, ctx, &new, &share)).await.unwrap();
    }

    /// Somebody sends the request under a number at PayPal itself; answers what PayPal calls it.
    pub async fn send_by_hand(&self, number: &str, cents: i64) -> String {
        let checked = settings(&self.double).paypal(kit_payments::paypal::Secret::new("hush")).unwrap();
        let paypal = kit_payments::paypal::PayPal::new(checked, self.app.test.clock.clone()).unwrap();
        let request = kit_payments::PaymentRequest {
            number: number.to_string(),
            amount: kit_core::Money::euro_cents(cents),
            title: "x".into(),
            note: String::new(),
            recipient: "compta@client.example".into(),
            locale: kit_core::Locale::Fr,
        };
        kit_payments::ByMail::request(&paypal, &request).await.unwrap().reference.id().to_owned()
    }

    /// The same as [`Shop::order`], running nothing.
    pub async fn order_quietly(&self, token: &str) -> OrderNumber {
        let (account, token) = (self.account, token.to_owned());
        self.run(Author::Person(PersonId::from_raw(1)), move |tx, ctx| {
            let choice = Choice::Free(Credits(1000));
            let seen = orders::quote(tx, account, choice, ctx.now)?.mark();
            orders::place(tx, ctx, account, &Form { choice, token: token.clone(), seen })
        })
        .await
        .unwrap()
    }

    /// A transfer comes for an order.
    pub async fn transfer(&self, reference: &str, cents: i64, number: OrderNumber) -> Result<ReceiptId, MoneyRefusal> {
        let new = transfer_of(reference, cents);
        let share = Share { orders: vec![number], account: None };
        self.run(staff(), move |tx, ctx| orders::record(tx, ctx, &new, &share)).await
    }

    pub async fn details(&self, number: OrderNumber) -> OrderDetails {
        self.read(move |read| orders::order(read, number, None)).await.unwrap()
    }

    pub async fn state(&self, number: OrderNumber) -> OrderState {
        self.details(number).await.order.state
    }

    /// The payments of an order: requests first, the oldest first.
    pub async fn payments(&self, number: OrderNumber) -> Vec<Payment> {
        let mut payments = self.read(move |read| payments::of_order(read, number)).await;
        payments.sort_by_key(|payment| (payment.way == Way::AtOnce, payment.made_at, payment.number.clone()));
        payments
    }

    /// The states of an order's payments, in this sequence.
    pub async fn states(&self, number: OrderNumber) -> Vec<PaymentState> {
        self.payments(number).await.iter().map(|payment| payment.state).collect()
    }

    /// What PayPal calls the only payment of an order.
    pub async fn id(&self, number: OrderNumber) -> String {
        let payments = self.payments(number).await;
        assert_eq!(payments.len(), 1, "{payments:?}");
        payments[0].reference.as_ref().unwrap().id().to_owned()
    }

    /// The advance of the customer, in cents.
    pub async fn advance(&self) -> i64 {
        let account = self.account;
        self.read(move |read| orders::advance(read, account)).await.minor
    }

    pub async fn balance(&self) -> Balance {
        let (account, now) = (self.account, self.app.test.clock.now());
        self.read(move |read| credits::balance(read, account, now)).await
    }

    pub async fn purchased(&self) -> i64 {
        self.balance().await.purchased.0
    }

    pub async fn violations(&self) -> Vec<String> {
        let mut found: Vec<String> =
            payments::check(self.db()).await.unwrap().iter().map(ToString::to_string).collect();
        let keys = self.app.context(staff()).keys;
        found.extend(orders::check(self.db(), &keys).await.unwrap().iter().map(ToString::to_string));
        found.extend(credits::check(self.db(), &keys).await.unwrap().iter().map(ToString::to_string));
        found
    }

    /// Time goes by, minute by minute, with what is due in each.
    pub async fn pass_minutes(&self, minutes: i64) {
        for _ in 0..minutes {
            self.app.pass(SignedDuration::from_mins(1));
            self.app.run_jobs().await;
        }
    }

    /// Time goes by at once, with what is due then.
    pub async fn pass_hours(&self, hours: i64) {
        self.app.pass(SignedDuration::from_hours(hours));
        self.app.run_jobs().await;
    }

    /// Delivers something to the address that hears PayPal.
    pub async fn deliver(&self, parcel: Parcel) -> StatusCode {
        deliver(&mut self.app.client(), parcel).await
    }

    /// Delivers all that PayPal has to tell, and runs what that causes.
    pub async fn hear(&self) {
        for parcel in self.double.parcels(WEBHOOK) {
            assert_eq!(self.deliver(parcel).await, StatusCode::OK);
        }
        self.app.run_jobs().await;
    }

    /// How often PayPal was called for this.
    pub fn calls(&self, call: Call) -> usize {
        self.double.exchanges().iter().filter(|exchange| exchange.call == call).count()
    }

    pub async fn signed_in(&self, email: &'static str) -> Client {
        let token = self
            .run(Author::System("test"), move |tx, ctx| {
                let person = people::service::person_by_email(tx, &Email::parse(email).unwrap())?.unwrap();
                let started = people::service::start_session(tx, ctx, person.id, &Browser::default(), true)?;
                Ok::<_, Failed<()>>(started.token.reveal())
            })
            .await
            .unwrap();
        let mut client = self.app.client();
        client.keep("guichet_session", &token);
        client
    }

    /// A colleague of the publisher's with one permission, signed in.
    pub async fn clerk(&self, permission: StaffPermission) -> Client {
        let email = "petit@publisher.example";
        self.open("Chez l’éditeur", "552100554", email).await;
        self.run(Author::System("test"), move |tx, ctx| {
            let person = people::service::person_by_email(tx, &Email::parse(email).unwrap())?.unwrap();
            people::service::set_staff(tx, ctx, person.id, StaffPermissions::of(&[permission]))
                .map_err(|_| Failed::Refused(()))
        })
        .await
        .unwrap();
        self.signed_in(email).await
    }

    /// The page of an order of the customer's.
    pub fn page(&self, number: OrderNumber) -> String {
        format!("/accounts/{}/orders/{number}", self.account)
    }
}

pub async fn deliver(client: &mut Client, parcel: Parcel) -> StatusCode {
    let mut request = Request::builder().method(Method::POST).uri("/webhooks/paypal");
    for (name, value) in &parcel.headers {
        request = request.header(*name, value);
    }
    let request = request.header("content-type", "application/json");
    client.send(request.body(Body::from(parcel.body)).unwrap()).await.status
}

pub fn transfer_of(reference: &str, cents: i64) -> NewReceipt {
    NewReceipt {
        means: Means::Transfer,
        reference: PaymentReference::parse(reference).unwrap(),
        received_on: "2026-11-02".parse().unwrap(),
        cents,
        payer: "ATELIER DURAND".into(),
        note: String::new(),
    }
}

/// The credits of one order.
pub const ONE: i64 = 1000;
/// What one order costs, in cents.
pub const COST: i64 = 12_000;
