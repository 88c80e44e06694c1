//! Which machine acts, found at each request: an end holds at the next one.

use kit_core::{AccountId, TokenHash};
use kit_db::Read;
use kit_web::{AccountState, ActingMachine, Actor, Attempt, Credential, Demand, Denied};

use crate::store;

/// Finds who acts, for the gate of every route: machines here, people and keys where accounts do.
///
/// # Errors
/// [`Denied`].
pub fn resolve(read: &mut Read<'_>, attempt: &Attempt) -> Result<Actor, Denied> {
    match attempt.demand {
        Demand::Machine => machine(read, attempt.credential),
        _ => accounts::access::resolve(read, attempt),
    }
}

/// As [`resolve`], for the living demonstration, whose staff needs no second factor.
///
/// # Errors
/// [`Denied`].
pub fn resolve_demo(read: &mut Read<'_>, attempt: &Attempt) -> Result<Actor, Denied> {
    match attempt.demand {
        Demand::Machine => machine(read, attempt.credential),
        _ => accounts::access::resolve_demo(read, attempt),
    }
}

/// A token counts while its machine is linked and its account is not closed. Where else the account stands is for each route to look at: a
/// machine sees that its account waits for the publisher's decision.
fn machine(read: &mut Read<'_>, credential: Credential) -> Result<Actor, Denied> {
    let Credential::Machine(token) = credential else { return Err(Denied::NoKey) };
    let machine = by_token(read, token)?.ok_or(Denied::NoKey)?;
    Ok(Actor { machine: Some(machine), ..Actor::default() })
}

fn by_token(read: &mut Read<'_>, token: TokenHash) -> Result<Option<ActingMachine>, Denied> {
    // Of which account it was when it was last seen says what is asked next.
    let presumed = read.guess::<AccountId>("machine", &token.0).map(|account| *account);
    if let Some(account) = presumed {
        accounts::service::foresee_account(read, account);
    }
    let Some(machine) = store::machines::by_token(read, token)? else { return Ok(None) };
    if presumed.is_none() {
        read.note_guess("machine", &token.0, || machine.account);
    }
    let account = accounts::service::account(read, machine.account)?;
    let account = account.filter(|account| account.state != AccountState::Closed);
    Ok(account.map(|account| ActingMachine {
        id: machine.id,
        name: machine.name,
        system: machine.system,
        application: machine.application,
        version: machine.version,
        linked_at: machine.linked_at,
        seen_at: machine.seen_at,
        is_heard: machine.heard_at.is_some(),
        account: machine.account,
        account_name: account.name,
        state: account.state,
    }))
}
