//! Who acts, found inside the page's own transaction so that rights and data are of one snapshot.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kit_core::{AccountId, Author, Locale, MachineId, PersonId, TokenHash};
use kit_db::{DbError, Read};
use kit_i18n::{DEFAULT_ZONE, zone_named};
use thiserror::Error;

use super::{AccountState, Demand, Role, Roles, Scopes, StaffPermissions};
use crate::layout::Brand;

/// What a request shows to be let in: a hash, never the secret itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// Nothing.
    None,
    /// The cookie of a session.
    Session(TokenHash),
    /// `Authorization: Bearer gk_…`.
    Key(TokenHash),
    /// `Authorization: Bearer gm_…`.
    Machine(TokenHash),
}

/// A request at the gate.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// What it shows.
    pub credential: Credential,
    /// What its route demands.
    pub demand: Demand,
    /// The account named by its URL.
    pub account: Option<AccountId>,
    /// When it came.
    pub now: Timestamp,
}

/// Finds who acts, or why not. The composition root supplies the one function that knows where people, accounts and keys are.
pub type Resolve = fn(&mut Read<'_>, &Attempt) -> Result<Actor, Denied>;

/// Who acts, with all that the page around the answer needs.
#[derive(Debug, Clone, Default)]
pub struct Actor {
    /// The person who is signed in.
    pub person: Option<ActingPerson>,
    /// The person's membership in the account of the URL.
    pub member: Option<Membership>,
    /// The API key.
    pub key: Option<ActingKey>,
    /// The machine.
    pub machine: Option<ActingMachine>,
    /// All accounts of the person, for the switcher.
    pub accounts: Vec<(AccountId, String)>,
    /// How the publisher presents itself.
    pub brand: Brand,
}

/// A person who is signed in.
#[derive(Debug, Clone)]
pub struct ActingPerson {
    /// Who.
    pub id: PersonId,
    /// First name and surname.
    pub name: String,
    /// The login.
    pub email: String,
    /// The language of his or her pages.
    pub locale: Locale,
    /// The IANA time zone of his or her pages, `Europe/Paris`.
    pub time_zone: String,
    /// The session.
    pub session: i64,
    /// Permissions as the publisher's staff; empty for customers.
    pub staff: StaffPermissions,
}

/// A person's place in an account.
#[derive(Debug, Clone)]
pub struct Membership {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: AccountState,
    /// What the member may do.
    pub roles: Roles,
}

/// An API key at work.
#[derive(Debug, Clone)]
pub struct ActingKey {
    /// Its public part, `gk_3fJ2`.
    pub prefix: String,
    /// Its account.
    pub account: AccountId,
    /// Where the account stands.
    pub state: AccountState,
    /// What it opens.
    pub scopes: Scopes,
    /// The member it stands for.
    pub member: Option<PersonId>,
}

/// A machine at work.
#[derive(Debug, Clone)]
pub struct ActingMachine {
    /// Which one.
    pub id: MachineId,
    /// What it is called.
    pub name: String,
    /// Its operating system.
    pub system: String,
    /// The publisher's application on it.
    pub application: String,
    /// The version of that.
    pub version: String,
    /// When it was linked.
    pub linked_at: Timestamp,
    /// When it was last heard of, to some minutes; when it was linked, if never.
    pub seen_at: Timestamp,
    /// Whether it was ever heard of.
    pub is_heard: bool,
    /// The account that it is linked to.
    pub account: AccountId,
    /// What that is called.
    pub account_name: String,
    /// Where the account stands.
    pub state: AccountState,
}

impl Actor {
    /// The language of whoever reads, French where no person is signed in.
    pub fn locale(&self) -> Locale {
        self.person.as_ref().map_or_else(Locale::default, |person| person.locale)
    }

    /// The time zone in which whoever reads and types means days; [`DEFAULT_ZONE`] where no person is signed in or the zone is unknown.
    pub fn zone(&self) -> TimeZone {
        zone_named(self.person.as_ref().map_or(DEFAULT_ZONE, |person| &person.time_zone))
    }

    /// The signed-in person; the gate of every route but public ones and the API has made sure of one.
    ///
    /// # Errors
    /// [`Denied::SignIn`] on a route that lets anyone in.
    pub fn person(&self) -> Result<&ActingPerson, Denied> {
        self.person.as_ref().ok_or(Denied::SignIn)
    }

    /// The membership; the gate of every account route has made sure of one.
    ///
    /// # Errors
    /// [`Denied::NotFound`] elsewhere.
    pub fn member(&self) -> Result<&Membership, Denied> {
        self.member.as_ref().ok_or(Denied::NotFound)
    }

    /// The key; the gate of every API route has made sure of one.
    ///
    /// # Errors
    /// [`Denied::NoKey`] elsewhere.
    pub fn key(&self) -> Result<&ActingKey, Denied> {
        self.key.as_ref().ok_or(Denied::NoKey)
    }

    /// The machine; the gate of every machine's route has made sure of one.
    ///
    /// # Errors
    /// [`Denied::NoKey`] elsewhere.
    pub fn machine(&self) -> Result<&ActingMachine, Denied> {
        self.machine.as_ref().ok_or(Denied::NoKey)
    }

    /// Whether the member has one of these roles.
    pub fn has_role(&self, roles: &[Role]) -> bool {
        self.member.as_ref().is_some_and(|member| member.roles.any(roles))
    }

    /// Whether a demand that concerns the same account would be met: what the tabs and buttons shown depend on.
    pub fn meets(&self, demand: Demand) -> bool {
        match demand {
            Demand::Public => true,
            Demand::SignedIn => self.person.is_some(),
            Demand::Member(roles) => self.member.as_ref().is_some_and(|m| m.state.is_open() && m.roles.any(roles)),
            Demand::Applicant => self.member.is_some(),
            Demand::Staff(permissions) => self.person.as_ref().is_some_and(|person| {
                person.staff.contains(super::StaffPermission::Owner) || person.staff.any(permissions)
            }),
            Demand::Key(scopes) => self.key.as_ref().is_some_and(|key| key.scopes.any(scopes)),
            Demand::Machine => self.machine.is_some(),
        }
    }

    /// Who makes the changes, for their trace; `demand` tells staff from customers.
    pub fn author(&self, demand: Demand) -> Author {
        if let Some(machine) = &self.machine {
            return Author::Machine { account: machine.account, name: machine.name.clone() };
        }
        match (&self.key, &self.person, demand) {
            (Some(key), _, _) => Author::Key { account: key.account, key: key.prefix.clone(), member: key.member },
            (None, Some(person), Demand::Staff(_)) => Author::Staff(person.id),
            (None, Some(person), _) => Author::Person(person.id),
            (None, None, _) => Author::Visitor,
        }
    }
}

/// Why a request is not let in.
#[derive(Debug, Error)]
pub enum Denied {
    /// There is no such thing, or it is somebody else's: nobody learns which.
    #[error("not found")]
    NotFound,
    /// Sign in first.
    #[error("sign in first")]
    SignIn,
    /// The staff's second factor is missing: enrol one.
    #[error("a second factor is required")]
    SecondFactor,
    /// The account is not open: its status page says why.
    #[error("the account is not open")]
    NotOpen(AccountId),
    /// The terms in force are not accepted yet.
    #[error("the terms in force are not accepted")]
    Terms(AccountId),
    /// The API key is missing, unknown or revoked.
    #[error("no valid API key")]
    NoKey,
    /// The API key lacks the scope.
    #[error("the API key does not open this")]
    Scope,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}
