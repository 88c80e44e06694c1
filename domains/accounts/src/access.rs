//! Who acts, found at each request: a change of rights holds at the next one.

use kit_core::{AccountId, TokenHash};
use kit_db::Read;
use kit_web::{ActingKey, ActingPerson, Actor, Attempt, Brand, Credential, Demand, Denied, Membership, Scope};
use people::SessionPerson;

use crate::store;
use crate::store::access::MembershipRow;

/// Finds who acts, or why not, for the gate of every route: the key of a program in one statement or from what is kept, the
/// session of a person in one. His or her accounts, the publisher's brand and the terms in force are kept.
///
/// What is not one's own is not found, whether it exists or not.
///
/// # Errors
/// [`Denied`].
pub fn resolve(read: &mut Read<'_>, attempt: &Attempt) -> Result<Actor, Denied> {
    find(read, attempt, SecondFactor::OfStaff)
}

/// As [`resolve`], for the living demonstration, whose staff needs no second factor.
///
/// # Errors
/// [`Denied`].
pub fn resolve_demo(read: &mut Read<'_>, attempt: &Attempt) -> Result<Actor, Denied> {
    find(read, attempt, SecondFactor::OfNobody)
}

/// Of whom a second factor is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SecondFactor {
    OfStaff,
    OfNobody,
}

fn find(read: &mut Read<'_>, attempt: &Attempt, asked: SecondFactor) -> Result<Actor, Denied> {
    match (attempt.demand, attempt.credential) {
        (Demand::Key(scopes), Credential::Key(hash)) => by_key(read, hash, scopes),
        // Machines are found by the domain that has them.
        (Demand::Key(_) | Demand::Machine, _) => Err(Denied::NoKey),
        (_, Credential::Session(hash)) => by_session(read, hash, attempt, asked),
        _ => nobody(read, attempt.demand),
    }
}

fn nobody(read: &mut Read<'_>, demand: Demand) -> Result<Actor, Denied> {
    match demand {
        Demand::Public => Ok(Actor { brand: brand(read)?, ..Actor::default() }),
        _ => Err(Denied::SignIn),
    }
}

/// A key counts while its account is open; of a suspended one it reads and does not spend, which the ledger refuses.
fn by_key(read: &mut Read<'_>, hash: TokenHash, scopes: &[Scope]) -> Result<Actor, Denied> {
    let presumed = read.guess::<AccountId>("key", &hash.0).map(|account| *account);
    if presumed.is_some() {
        read.foresee_kept();
    }
    let found = store::access::key(read, hash, presumed)?;
    let row = found.filter(|row| row.state.is_open()).ok_or(Denied::NoKey)?;
    if presumed.is_none() {
        read.note_guess("key", &hash.0, || row.account);
    }
    if !row.scopes.any(scopes) {
        return Err(Denied::Scope);
    }
    // Who is shut out is shut out on every path.
    if let Some(member) = row.member
        && !people::service::is_open(read, member)?
    {
        return Err(Denied::NoKey);
    }
    let key = ActingKey {
        prefix: row.prefix,
        account: row.account,
        state: row.state,
        scopes: row.scopes,
        member: row.member,
    };
    Ok(Actor { key: Some(key), ..Actor::default() })
}

fn by_session(read: &mut Read<'_>, hash: TokenHash, attempt: &Attempt, asked: SecondFactor) -> Result<Actor, Denied> {
    read.foresee_kept();
    let Some(session) = people::service::session(read, &hash, attempt.now)? else {
        return nobody(read, attempt.demand);
    };
    let second_factor = session.second_factor || asked == SecondFactor::OfNobody;
    let rows = store::access::memberships(read, session.id, attempt.account)?;
    let here = rows.iter().find(|row| Some(row.account) == attempt.account);
    let accepted = here.map_or(0, |row| row.terms_version);
    let mut actor = Actor {
        member: here.map(membership),
        accounts: switcher(&rows),
        person: Some(acting(session)),
        key: None,
        machine: None,
        brand: brand(read)?,
    };
    match attempt.demand {
        Demand::Public | Demand::SignedIn => {}
        Demand::Applicant => drop(actor.member()?),
        Demand::Member(_) => {
            let member = actor.member()?;
            if !member.state.is_open() {
                return Err(Denied::NotOpen(member.account));
            }
            ensure_terms(read, attempt, member.account, accepted)?;
        }
        Demand::Staff(_) if actor.meets(attempt.demand) && !second_factor => return Err(Denied::SecondFactor),
        Demand::Staff(_) => actor.member = None,
        Demand::Key(_) | Demand::Machine => return Err(Denied::NoKey),
    }
    if actor.meets(attempt.demand) { Ok(actor) } else { Err(Denied::NotFound) }
}

fn ensure_terms(read: &mut Read<'_>, attempt: &Attempt, account: AccountId, accepted: i64) -> Result<(), Denied> {
    let in_force = publisher::terms::in_force(read, attempt.now)?;
    if in_force.is_some_and(|terms| terms.version > accepted) { Err(Denied::Terms(account)) } else { Ok(()) }
}

fn brand(read: &mut Read<'_>) -> Result<Brand, Denied> {
    Ok(publisher::brand(read)?)
}

fn membership(row: &MembershipRow) -> Membership {
    Membership { account: row.account, name: row.name.clone(), state: row.state, roles: row.roles }
}

/// The accounts in the order of their numbers.
fn switcher(rows: &[MembershipRow]) -> Vec<(AccountId, String)> {
    let mut accounts: Vec<(AccountId, String)> = rows.iter().map(|row| (row.account, row.name.clone())).collect();
    accounts.sort_by_key(|(account, _)| *account);
    accounts
}

fn acting(session: SessionPerson) -> ActingPerson {
    ActingPerson {
        id: session.id,
        name: session.name,
        email: session.email,
        locale: session.locale,
        time_zone: session.time_zone,
        session: session.session,
        staff: session.staff,
    }
}
