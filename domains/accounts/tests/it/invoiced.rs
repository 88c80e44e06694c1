//! The company that is invoiced: chosen from a day on, never for the past.

use accounts::model::{ChoiceStanding, CompanyId, InvoicedDayError, standings};
use accounts::service::companies;
use accounts::service::invoiced::{self, InvoicedRefusal};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use kit_core::{AccountId, Author, PersonId};
use kit_db::{Day, Lock};
use kit_testkit::{TestDb, db_test};

use crate::scene::{Scene, french, refusal, schema};

/// An account of two companies, and its admin.
struct Customer {
    scene: Scene,
    admin: PersonId,
    account: AccountId,
    main: CompanyId,
    second: CompanyId,
}

impl Customer {
    async fn new(test: TestDb) -> Customer {
        let scene = Scene::new(test);
        let admin = scene.person("admin@acme.fr").await;
        let account = scene.account("Acme", admin).await;
        let second = scene
            .done(Author::Person(admin), Lock::Account(account), move |tx, ctx| {
                companies::add(tx, ctx, account, &french("Acme Travaux", "552100554"))
            })
            .await;
        let main = scene.read(move |read| companies::companies(read, account)).await[0].id;
        Customer { scene, admin, account, main, second }
    }

    fn today(&self) -> Date {
        self.scene.test.clock.now().to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).date()
    }

    async fn choose(&self, by: Author, company: CompanyId, from: Date) -> Result<(), InvoicedRefusal> {
        let account = self.account;
        let done = self
            .scene
            .act(by, Lock::Account(account), move |tx, ctx| invoiced::choose(tx, ctx, account, (company, Day(from))));
        let done = done.await;
        if done.is_ok() { Ok(()) } else { Err(refusal(done)) }
    }

    async fn chosen(&self, company: CompanyId, from: Date) -> Result<(), InvoicedRefusal> {
        self.choose(Author::Person(self.admin), company, from).await
    }

    async fn withdraw(&self, seq: i64) -> Result<(), InvoicedRefusal> {
        let account = self.account;
        let done = self
            .scene
            .act(Author::Person(self.admin), Lock::Account(account), move |tx, ctx| {
                invoiced::withdraw(tx, ctx, account, seq)
            })
            .await;
        if done.is_ok() { Ok(()) } else { Err(refusal(done)) }
    }

    async fn invoiced_on(&self, day: Date) -> CompanyId {
        let account = self.account;
        self.scene.read(move |read| invoiced::company(read, account, Day(day))).await.id
    }
}

#[db_test(schema())]
async fn a_company_is_invoiced_from_its_day_on(test: TestDb) {
    let customer = Customer::new(test).await;
    let (main, second, account) = (customer.main, customer.second, customer.account);
    let today = customer.today();
    let later = today.saturating_add(jiff::Span::new().days(10));
    assert_eq!(customer.invoiced_on(today).await, main, "until somebody chooses, the main company");

    assert_eq!(customer.chosen(second, today.yesterday().unwrap()).await, Err(InvoicedDayError::Past.into()));
    assert_eq!(customer.chosen(second, date(2099, 1, 1)).await, Err(InvoicedDayError::TooFar.into()));
    assert_eq!(customer.chosen(main, later).await, Err(InvoicedRefusal::Same));
    assert_eq!(customer.chosen(CompanyId::from_raw(7), later).await, Err(InvoicedRefusal::Unknown));
    customer.chosen(second, later).await.unwrap();
    customer.choose(Author::Staff(customer.admin), second, today).await.unwrap();
    assert_eq!(customer.chosen(second, later).await, Err(InvoicedRefusal::Same));
    customer.chosen(main, today).await.unwrap();
    assert_eq!(
        [customer.invoiced_on(today.yesterday().unwrap()).await, customer.invoiced_on(today).await],
        [main, main],
        "of two choices of one day the later one counts"
    );
    assert_eq!(customer.invoiced_on(later).await, second);

    let choices = customer.scene.read(move |read| invoiced::choices(read, account)).await;
    let standing = standings(&choices, Day(today));
    assert_eq!(standing, [ChoiceStanding::Coming, ChoiceStanding::InForce, ChoiceStanding::Replaced]);
    assert_eq!(choices.iter().map(|choice| choice.publisher).collect::<Vec<_>>(), [false, false, true]);

    assert_eq!(customer.withdraw(2).await, Err(InvoicedRefusal::Begun), "what has begun stays");
    assert_eq!(customer.withdraw(9).await, Err(InvoicedRefusal::Begun));
    customer.withdraw(1).await.unwrap();
    assert_eq!(customer.withdraw(1).await, Err(InvoicedRefusal::Begun));
    assert_eq!(customer.invoiced_on(later).await, main);

    let log = customer.scene.log(account).await;
    let told = log.iter().filter(|action| action.starts_with("accounts.invoiced-")).collect::<Vec<_>>();
    assert_eq!(told.len(), 4, "{log:?}");
    let mails = customer.scene.mails().await;
    let told: Vec<_> = mails.iter().map(|mail| (mail.kind.as_str(), mail.to.as_str())).collect();
    let (chosen, stays) = (("accounts-invoiced", "admin@acme.fr"), ("accounts-invoiced-stays", "admin@acme.fr"));
    assert_eq!(told, [chosen, chosen, chosen, stays]);
}

#[db_test(schema())]
async fn a_day_begins_where_the_publisher_is(test: TestDb) {
    let customer = Customer::new(test).await;
    let account = customer.account;
    let day = customer.today().tomorrow().unwrap();
    customer.chosen(customer.second, day).await.unwrap();
    let begins = day.to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).unwrap().timestamp();
    let at = async |moment: jiff::Timestamp| {
        customer.scene.read(move |read| invoiced::company_at(read, account, moment)).await.id
    };
    assert_eq!(at(begins - SignedDuration::from_secs(1)).await, customer.main);
    assert_eq!(at(begins).await, customer.second);
}

#[db_test(schema())]
async fn not_many_choices_wait(test: TestDb) {
    let customer = Customer::new(test).await;
    let today = customer.today();
    let on = |n: i32| today.saturating_add(jiff::Span::new().days(n));
    for n in 1..=12 {
        let company = if n % 2 == 1 { customer.second } else { customer.main };
        customer.chosen(company, on(n)).await.unwrap();
    }
    assert_eq!(customer.chosen(customer.second, on(13)).await, Err(InvoicedRefusal::TooMany));
}

#[db_test(schema())]
async fn not_many_choices_are_made_in_a_day(test: TestDb) {
    let customer = Customer::new(test).await;
    let today = customer.today();
    for n in 0..12 {
        let company = if n % 2 == 0 { customer.second } else { customer.main };
        customer.chosen(company, today).await.unwrap();
    }
    assert_eq!(customer.chosen(customer.second, today).await, Err(InvoicedRefusal::TooManyToday));
    customer.choose(Author::Staff(customer.admin), customer.second, today).await.expect("staff puts things right");
    customer.scene.test.clock.advance(SignedDuration::from_hours(24));
    customer.chosen(customer.main, customer.today()).await.unwrap();
}

#[db_test(schema())]
async fn an_account_that_is_not_there_is_said(test: TestDb) {
    let customer = Customer { account: AccountId(4711), ..Customer::new(test).await };
    let today = customer.today();
    assert_eq!(customer.chosen(customer.main, today).await, Err(InvoicedRefusal::NoAccount));
    assert_eq!(customer.withdraw(1).await, Err(InvoicedRefusal::NoAccount));
}
