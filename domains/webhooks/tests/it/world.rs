//! The domain alone, with an owner, and a customer domain that tells of visits.

use std::convert::Infallible;

use kit_core::{AccountId, Author, Context, Locale, PageSize, PersonId, Text};
use kit_db::{DbError, Failed, Migration, Read, Tx};
use kit_http::Reach;
use kit_testkit::{TestApp, TestDb};
use kit_web::{ActingPerson, Actor, Attempt, Denied, Module, StaffPermission, StaffPermissions, World};
use webhooks::{
    Delivery, DeliveryFilter, Endpoint, EndpointForm, EndpointId, Event, EventKind, Kinds, NewSecret, emit,
};

pub const STAFF: PersonId = PersonId::from_raw(7);
pub const ACCOUNT: AccountId = AccountId(1042);

webhooks::events! {
    pub VISITED = "test.visited", Text::new("web-all"), r#"{"account": "C-1042", "times": 3}"#;
    pub LEFT = "test.left", Text::new("web-all"), r#"{"account": "C-1042"}"#;
}

pub fn modules() -> Vec<Module> {
    vec![Module::new("audit").migrations(audit::MIGRATIONS), publisher::module(), webhooks::module()]
}

pub fn migrations() -> Vec<Migration> {
    kit_web::migrations(&modules())
}

pub fn acting(read: &mut Read<'_>, attempt: &Attempt, staff: &[StaffPermission]) -> Result<Actor, Denied> {
    let person = ActingPerson {
        id: STAFF,
        name: "Ann".into(),
        email: "ann@exemple.fr".into(),
        locale: Locale::Fr,
        time_zone: "Europe/Paris".into(),
        session: 1,
        staff: StaffPermissions::of(staff),
    };
    let brand = publisher::settings(read)?.brand();
    let actor = Actor { person: (!staff.is_empty()).then_some(person), brand, ..Actor::default() };
    if actor.meets(attempt.demand) { Ok(actor) } else { Err(Denied::NotFound) }
}

pub fn owner(read: &mut Read<'_>, attempt: &Attempt) -> Result<Actor, Denied> {
    acting(read, attempt, &[StaffPermission::Owner])
}

/// The program, which may call this machine.
pub fn local(test: TestDb) -> TestApp {
    TestApp::start_in(test, modules(), owner, |world| World { reach: Reach::Loopback, ..world })
}

/// The program as in production.
pub fn public(test: TestDb) -> TestApp {
    TestApp::start(test, modules(), owner)
}

/// Does something as staff, in a transaction.
pub async fn done<R, E, F>(test: &TestDb, body: F) -> Result<R, Failed<E>>
where
    F: Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let ctx = test.context(Author::Staff(STAFF));
    test.db.write(webhooks::LOCK, move |tx| body(tx, &ctx)).await
}

pub async fn seen<R, F>(test: &TestDb, body: F) -> R
where
    F: Fn(&mut Read<'_>) -> Result<R, DbError> + Send + 'static,
    R: Send + 'static,
{
    test.db.read(body).await.unwrap()
}

/// Registers an address.
pub async fn register(test: &TestDb, url: &str, kinds: Kinds) -> NewSecret {
    let form = EndpointForm { url: url.to_owned(), description: String::new(), kinds };
    done(test, move |tx, ctx| webhooks::register(tx, ctx, &form)).await.unwrap()
}

/// Tells of an event.
pub async fn tell(test: &TestDb, kind: &'static EventKind) {
    let told = done(test, move |tx, ctx| {
        let event = Event { kind, account: ACCOUNT, data: serde_json::json!({ "times": 3 }) };
        Ok::<_, Failed<Infallible>>(emit(tx, ctx, &event)?)
    });
    told.await.unwrap();
}

/// Every delivery, the newest first.
pub async fn deliveries(test: &TestDb) -> Vec<Delivery> {
    let all = |read: &mut Read<'_>| {
        webhooks::deliveries(read, &DeliveryFilter::default(), None, PageSize::new(200)).map(|page| page.rows)
    };
    seen(test, all).await
}

pub async fn endpoint(test: &TestDb, id: EndpointId) -> Endpoint {
    seen(test, move |read| webhooks::endpoint(read, id)).await.expect("an address")
}

/// The codes of what was logged, the newest first.
pub async fn log(test: &TestDb) -> Vec<String> {
    let all = |read: &mut Read<'_>| audit::search(read, &audit::Filter::default(), None, PageSize::default());
    seen(test, all).await.rows.into_iter().map(|event| event.action).collect()
}
