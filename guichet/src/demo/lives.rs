//! How the customers came: each signed up, was decided upon, invited its people, who came by the mailed link.

use std::collections::BTreeMap;

use accounts::Followed;
use accounts::model::CompanyForm;
use accounts::service::invitations::{self, Acceptance, Invite};
use accounts::service::sign_up::{self, Received, SignUp};
use accounts::service::{decisions, keys};
use kit_core::{AccountId, Author, MachineId, PersonId};
use kit_mail::Email;
use kit_web::{Role, Roles, Scope, Scopes};
use people::PasswordHash;
use privacy::Confirmation;
use privacy::service::erasure_requests;

use super::customers::{CUSTOMERS, Colleague, Customer, FORGETFUL, Fate, INVITED};
use super::machines;
use super::past::{Past, as_staff};
use super::publisher::{Staff, name};
use crate::failure::{Failure, failed};

/// The version of the terms that everybody accepted.
const TERMS: i64 = 1;
/// How long ago the suspended account was suspended, in days.
pub(super) const SUSPENDED: i64 = 45;

/// A customer as it lives in the program.
pub(super) struct Life {
    pub(super) customer: &'static Customer,
    pub(super) account: AccountId,
    /// The members, by address.
    pub(super) members: BTreeMap<&'static str, PersonId>,
    /// A key with all scopes, and what is shown of it.
    pub(super) key: Option<keys::CreatedKey>,
    /// The machines that are still switched on, with their names and versions.
    pub(super) machines: Vec<(MachineId, &'static str, &'static str)>,
}

/// What happens to the customer of this number.
#[derive(Debug, Clone, Copy)]
enum Event {
    SignsUp(usize),
    IsDecided(usize),
    Invites(usize),
    IsJoined(usize),
    MakesKey(usize),
    LinksMachines(usize),
    IsHeardOf(usize),
    IsSuspended(usize),
    InvitesInVain(usize, &'static str),
}

/// Lives them all, to the present.
pub(super) async fn live(past: &Past, staff: Staff, password: &PasswordHash) -> Result<Vec<Life>, Failure> {
    let mut lives: Vec<Life> = Vec::new();
    for (days_ago, event) in events() {
        past.go_on_to(past.days_ago(days_ago)).await?;
        match event {
            Event::SignsUp(n) => lives.push(sign_up(past, &CUSTOMERS[n], password).await?),
            Event::IsDecided(n) => decide(past, &lives[n], staff).await?,
            Event::Invites(n) => invite(past, &lives[n]).await?,
            Event::IsJoined(n) => join(past, &mut lives[n], password).await?,
            Event::MakesKey(n) => make_key(past, &mut lives[n]).await?,
            Event::LinksMachines(n) => machines::link(past, &mut lives[n], n).await?,
            Event::IsHeardOf(n) => machines::hear(past, &lives[n]).await?,
            Event::IsSuspended(n) => suspend(past, &lives[n], staff).await?,
            Event::InvitesInVain(n, address) => invite_one(past, &lives[n], address, &[Role::User]).await?,
        }
    }
    Ok(lives)
}

/// What happens, by how many days ago, the longest first.
fn events() -> Vec<(i64, Event)> {
    let mut events: Vec<(i64, Event)> = INVITED.map(|(address, days)| (days, Event::InvitesInVain(0, address))).into();
    for (n, customer) in CUSTOMERS.iter().enumerate() {
        let day = customer.signed_up;
        events.push((day, Event::SignsUp(n)));
        match customer.fate {
            Fate::Unconfirmed | Fate::Waiting => {}
            Fate::Refused => events.push((day - 2, Event::IsDecided(n))),
            Fate::Accepted | Fate::Suspended => events.extend([
                (day - 1, Event::IsDecided(n)),
                (day - 1, Event::MakesKey(n)),
                (day - 1, Event::Invites(n)),
                (day - 1, Event::IsJoined(n)),
                (day - 12, Event::LinksMachines(n)),
                (if customer.fate == Fate::Suspended { SUSPENDED + 1 } else { 0 }, Event::IsHeardOf(n)),
            ]),
        }
        if customer.fate == Fate::Suspended {
            events.push((SUSPENDED, Event::IsSuspended(n)));
        }
    }
    events.sort_by_key(|(days, _)| std::cmp::Reverse(*days));
    events
}

async fn sign_up(past: &Past, customer: &'static Customer, password: &PasswordHash) -> Result<Life, Failure> {
    let applicant = first(customer)?;
    let [line1, postal_code, town] = customer.address.map(str::to_owned);
    let is_french = customer.country == "FR";
    let number = |own: bool| if own { customer.number.to_owned() } else { String::new() };
    let form = CompanyForm {
        company: customer.company.to_owned(),
        country: customer.country.to_owned(),
        siren: number(is_french),
        foreign_number: number(!is_french),
        vat_number: customer.vat_number.to_owned(),
        ape: customer.ape.to_owned(),
        line1,
        line2: String::new(),
        postal_code,
        town,
        phone: customer.phone.to_owned(),
    };
    let sign_up = SignUp {
        company: form.read().map_err(|errors| Failure::new(format!("{}: {errors:?}", customer.company)))?,
        name: name(applicant.first, applicant.surname)?,
        email: Email::parse(applicant.email).map_err(failed)?,
        locale: customer.locale,
        password: password.clone(),
        terms_version: TERMS,
        from: std::net::Ipv4Addr::LOCALHOST.into(),
    };
    let received = past.act(Author::Visitor, move |tx, ctx| sign_up::sign_up(tx, ctx, &sign_up)).await?;
    let Received::ToConfirm(account, id) = received else {
        return Err(Failure::new(format!("{} cannot sign up", customer.company)));
    };
    let mut members = BTreeMap::new();
    if customer.fate != Fate::Unconfirmed {
        let confirmed = past.act(Author::Visitor, move |tx, ctx| sign_up::confirm(tx, ctx, id)).await?;
        members.insert(applicant.email, confirmed.person);
    }
    Ok(Life { customer, account, members, key: None, machines: Vec::new() })
}

async fn decide(past: &Past, life: &Life, staff: Staff) -> Result<(), Failure> {
    let (account, refused) = (life.account, life.customer.fate == Fate::Refused);
    past.act(as_staff(staff.customer_service), move |tx, ctx| {
        if refused {
            let reason = "Planelle n’est pas proposé aux agences de communication.";
            decisions::refuse_application(tx, ctx, account, reason)
        } else {
            decisions::accept(tx, ctx, account)
        }
    })
    .await
}

async fn suspend(past: &Past, life: &Life, staff: Staff) -> Result<(), Failure> {
    let account = life.account;
    past.act(as_staff(staff.billing), move |tx, ctx| {
        decisions::suspend(tx, ctx, account, "Une facture reste à régler depuis plus de 60 jours.")
    })
    .await
}

async fn invite(past: &Past, life: &Life) -> Result<(), Failure> {
    for colleague in life.customer.people.iter().skip(1) {
        invite_one(past, life, colleague.email, colleague.roles).await?;
    }
    Ok(())
}

async fn invite_one(past: &Past, life: &Life, address: &str, roles: &[Role]) -> Result<(), Failure> {
    let (account, roles) = (life.account, Roles::of(roles));
    let invite = Invite { emails: vec![Email::parse(address).map_err(failed)?], roles, locale: life.customer.locale };
    let admin = Roles::of(&[Role::Admin]);
    past.act(life.admin()?, move |tx, ctx| invitations::invite(tx, ctx, account, &invite, admin).map(drop)).await
}

async fn join(past: &Past, life: &mut Life, password: &PasswordHash) -> Result<(), Failure> {
    for colleague in life.customer.people.iter().skip(1) {
        let link = past.mailed_link(colleague.email).await?;
        let link = Followed::read(&link).ok_or_else(|| Failure::new("an invitation's link is not a link"))?;
        let who = Acceptance {
            name: name(colleague.first, colleague.surname)?,
            locale: life.customer.locale,
            password: password.clone(),
        };
        let joined =
            past.act(Author::Visitor, move |tx, ctx| invitations::accept(tx, ctx, &link, Some(&who), TERMS)).await?;
        life.members.insert(colleague.email, joined.person);
    }
    Ok(())
}

async fn make_key(past: &Past, life: &mut Life) -> Result<(), Failure> {
    let account = life.account;
    let new = keys::NewKey { name: "Planelle".to_owned(), scopes: Scopes::of(Scope::ALL), member: None };
    let key = past.act(life.admin()?, move |tx, ctx| keys::create(tx, ctx, account, &new)).await?;
    life.key = Some(key);
    Ok(())
}

/// Somebody asks to be forgotten, and waits for the days of grace to be over.
pub(super) async fn ask_erasure(past: &Past, lives: &[Life]) -> Result<(), Failure> {
    past.go_on_to(past.days_ago(2)).await?;
    let person = lives.iter().find_map(|life| life.members.get(FORGETFUL)).copied();
    let person = person.ok_or_else(|| Failure::new("nobody of the demonstration asks to be forgotten"))?;
    past.act(Author::Person(person), move |tx, ctx| match people::service::subject(tx, person)? {
        Some(subject) => erasure_requests::begin(tx, ctx, &subject).map(drop),
        None => Ok(()),
    })
    .await?;
    let link = past.mailed_link(FORGETFUL).await?;
    let link = Confirmation::read(&link).ok_or_else(|| Failure::new("the link of an erasure is not a link"))?;
    past.act(Author::Visitor, move |tx, ctx| erasure_requests::confirm(tx, ctx, &link).map(drop)).await
}

impl Life {
    /// The applicant, who is an admin.
    pub(super) fn admin(&self) -> Result<Author, Failure> {
        let admin = self.members.get(first(self.customer)?.email);
        admin
            .map(|person| Author::Person(*person))
            .ok_or_else(|| Failure::new("an account of the demonstration has no admin"))
    }
}

fn first(customer: &'static Customer) -> Result<&'static Colleague, Failure> {
    customer.people.first().ok_or_else(|| Failure::new("a customer of the demonstration has no people"))
}
