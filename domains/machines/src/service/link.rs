//! A machine is linked: by the account's number and its personal code, decided in one transaction.

use audit::Entry;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Author, Context, LinkPurpose, MachineId, PersonId, Token};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_web::AccountState;
use people::TryAgain;
use people::service::Guesses;
use subtle::ConstantTimeEq;

use super::machines::{close, note};
use super::rules::{Standing, standing};
use crate::model::{Ended, Happened, Linked, Machine, NewMachine, PersonalCode};
use crate::store::machines::{Arrival, Request};
use crate::{events, mails, store, trace};

/// What the tokens of machines are derived for.
const TOKEN: LinkPurpose = LinkPurpose("machines.token");
/// How many machines one account links by its code within 24 hours, those that ended again included: each stays in its trace, and is told to its owner.
const LINKS_A_DAY: i64 = 500;
/// Who has linked as many asks again after so long.
const PAUSE: SignedDuration = SignedDuration::from_hours(1);
/// How many machines a refusal offers to replace.
const OFFERED: i64 = 5;

/// What a machine sends to be linked.
#[derive(Debug, Clone)]
pub struct LinkRequest {
    /// The account's number.
    pub account: AccountId,
    /// The code that was typed; none when it cannot be one.
    pub code: Option<PersonalCode>,
    /// How it describes itself.
    pub machine: NewMachine,
    /// The machine whose place it takes.
    pub replaces: Option<MachineId>,
    /// The request's idempotency key.
    pub key: String,
    /// The network that it came from.
    pub from: Vec<u8>,
}

/// How it ended. A refusal is part of the answer: the attempt that led to it stays counted.
#[derive(Debug)]
pub enum Linking {
    /// Linked, now or by the same request before.
    Done(LinkedNow),
    /// Not linked.
    Refused(LinkRefusal),
}

/// A machine that is linked.
#[derive(Debug)]
pub struct LinkedNow {
    /// It.
    pub machine: Machine,
    /// Its token; none when it was told before and arrived.
    pub token: Option<Token>,
    /// Whether the same request had linked it before.
    pub replayed: bool,
}

/// Why a machine is not linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkRefusal {
    /// Number and code do not belong together, or there is no such number.
    WrongCode,
    /// The account links no machines: where it stands.
    NotActive(AccountState),
    /// The request's key came before with another body.
    KeyReused,
    /// The request's key linked a machine that has been unlinked since.
    Ended,
    /// Every place is taken; another machine can make room.
    Full(Full),
    /// Nothing more can be replaced this year.
    NoReplacementLeft(Standing),
    /// What is to be replaced is no linked machine of the account.
    NotReplaceable,
}

/// What to do where every place is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Full {
    /// Where the account stands.
    pub standing: Standing,
    /// The machines that were not seen longest, the longest first.
    pub offered: Vec<Machine>,
}

/// Links a machine. Serialise on the account.
///
/// # Errors
/// [`TryAgain`] after too many attempts at the code, whether there is such an account or not; and after too many machines within a day.
pub fn link(tx: &mut Tx<'_>, ctx: &Context, request: &LinkRequest) -> Result<Linking, Failed<TryAgain>> {
    if !shows_the_code(tx, ctx, request)? {
        return Ok(Linking::Refused(LinkRefusal::WrongCode));
    }
    let sent = sent(ctx, request.account, &request.key, &request.machine, request.replaces);
    if let Some(answer) = again(tx, ctx, &sent, &request.key)? {
        return Ok(answer);
    }
    let account = accounts::service::account(tx, request.account)?;
    let account = account.ok_or_else(|| DbError::fault("a code belongs to no account"))?;
    if account.state != AccountState::Active {
        return Ok(Linking::Refused(LinkRefusal::NotActive(account.state)));
    }
    ensure_pace(tx, ctx, request.account)?;
    let replaced = match make_room(tx, ctx, request)? {
        Ok(replaced) => replaced,
        Err(refusal) => return Ok(Linking::Refused(refusal)),
    };
    let coming = Coming { account: request.account, machine: &request.machine, key: &request.key, by: None };
    Ok(Linking::Done(arrive(tx, ctx, &coming, &sent, replaced.as_ref())?))
}

/// Whoever has the code may link and unlink, and not all day long.
fn ensure_pace(read: &mut Read<'_>, ctx: &Context, account: AccountId) -> Result<(), Failed<TryAgain>> {
    let day_ago = ctx.now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    if store::machines::linked_since(read, account, day_ago)? < LINKS_A_DAY {
        return Ok(());
    }
    refuse(TryAgain(ctx.now.saturating_add(PAUSE).unwrap_or(Timestamp::MAX)))
}

/// Counts the attempt, then looks: both in this transaction, so that what is looked at is counted, exactly.
fn shows_the_code(tx: &mut Tx<'_>, ctx: &Context, request: &LinkRequest) -> Result<bool, Failed<TryAgain>> {
    let known = store::codes::of(tx, request.account)?;
    let generation = known.as_ref().map_or(0, |code| code.generation);
    let whom = [request.account.0.to_be_bytes(), generation.to_be_bytes()].concat();
    let guesses = Guesses::at(&ctx.keys, "machines.personal-code", &whom, &request.from);
    guesses.take(tx, ctx)?;
    let is_right = match (&request.code, &known) {
        (Some(typed), Some(known)) => bool::from(typed.hash(&ctx.keys, request.account).ct_eq(&known.hash)),
        _ => false,
    };
    if is_right {
        guesses.right(tx, ctx)?;
    }
    Ok(is_right)
}

/// What makes the request the same one, and what it asks for.
pub(super) fn sent(
    ctx: &Context,
    account: AccountId,
    key: &str,
    machine: &NewMachine,
    replaces: Option<MachineId>,
) -> Request {
    let NewMachine { name, system, application, version } = machine;
    let replaces = replaces.map_or_else(String::new, |machine| machine.to_string());
    let parts = [name, system, application, version, &replaces].map(String::as_bytes);
    Request {
        key: ctx.keys.mac(&[b"machines-request", &account.0.to_be_bytes(), key.as_bytes()]),
        fingerprint: ctx.keys.mac(&parts),
    }
}

/// The answer to a request that linked a machine before; none if it did not.
pub(super) fn again(tx: &mut Tx<'_>, ctx: &Context, sent: &Request, key: &str) -> Result<Option<Linking>, DbError> {
    let Some((machine, fingerprint)) = store::machines::of_request(tx, &sent.key)? else { return Ok(None) };
    if fingerprint != sent.fingerprint {
        return Ok(Some(Linking::Refused(LinkRefusal::KeyReused)));
    }
    if !machine.is_linked() {
        return Ok(Some(Linking::Refused(LinkRefusal::Ended)));
    }
    let token = machine.awaits_its_token(ctx.now).then(|| token(ctx, machine.id, key));
    Ok(Some(Linking::Done(LinkedNow { machine, token, replayed: true })))
}

/// The machine's token, which can be told again to who repeats the request, and is stored nowhere.
fn token(ctx: &Context, machine: MachineId, key: &str) -> Token {
    ctx.keys.link(TOKEN, machine.0, key)
}

/// The machine that leaves for the new one, if one is named; nothing is changed yet.
fn make_room(
    tx: &mut Tx<'_>,
    ctx: &Context,
    request: &LinkRequest,
) -> Result<Result<Option<Machine>, LinkRefusal>, DbError> {
    let standing = standing(tx, request.account, ctx.now)?;
    let Some(replaces) = request.replaces else {
        if standing.has_place() {
            return Ok(Ok(None));
        }
        let offered = store::machines::longest_unseen(tx, request.account, OFFERED)?;
        return Ok(Err(LinkRefusal::Full(Full { standing, offered })));
    };
    let machine = store::machines::by_id(tx, replaces)?;
    let Some(machine) = machine.filter(|machine| machine.account == request.account && machine.is_linked()) else {
        return Ok(Err(LinkRefusal::NotReplaceable));
    };
    if !standing.may_replace() {
        return Ok(Err(LinkRefusal::NoReplacementLeft(standing)));
    }
    Ok(Ok(Some(machine)))
}

/// A machine that is about to be written down.
pub(super) struct Coming<'a> {
    pub(super) account: AccountId,
    pub(super) machine: &'a NewMachine,
    /// The request's idempotency key.
    pub(super) key: &'a str,
    /// Who made the account from it; nobody where a code was typed.
    pub(super) by: Option<PersonId>,
}

/// Writes the new machine down, with all that its coming causes.
pub(super) fn arrive(
    tx: &mut Tx<'_>,
    ctx: &Context,
    coming: &Coming<'_>,
    sent: &Request,
    replaced: Option<&Machine>,
) -> Result<LinkedNow, DbError> {
    let (id, account) = (MachineId::random(&ctx.random), coming.account);
    let token = token(ctx, id, coming.key);
    // Whoever typed the code is not known: the machine itself is who came.
    let author = Author::Machine { account, name: coming.machine.name.clone() };
    let ctx = &Context { author, ..ctx.clone() };
    if let Some(replaced) = replaced {
        close(tx, ctx, replaced, Ended::Replaced)?;
    }
    let how = match (replaced, coming.by) {
        (Some(_), _) => Linked::Replacement,
        (None, Some(_)) => Linked::SignUp,
        (None, None) => Linked::Code,
    };
    let Coming { machine, by, .. } = *coming;
    let arrival = Arrival { id, account, machine, token: token.hash(), how, by, at: ctx.now };
    store::machines::insert(tx, &arrival, sent)?;
    let machine = store::machines::by_id(tx, id)?.ok_or_else(|| DbError::fault("a new machine is not there"))?;
    note(tx, ctx, id, Happened::Linked, ("", &machine.version))?;
    let action = if replaced.is_some() { &trace::REPLACED } else { &trace::LINKED };
    let entry = Entry::new(action)
        .account(account)
        .with(&trace::NAME, machine.name.as_str())
        .with(&trace::SYSTEM, machine.system.as_str())
        .with(&trace::APPLICATION, format!("{} {}", machine.application, machine.version));
    let entry = match replaced {
        Some(replaced) => entry.with(&trace::IN_PLACE_OF, replaced.name.as_str()),
        None => entry,
    };
    audit::record(tx, ctx, entry)?;
    // Who has just made the account knows.
    if how != Linked::SignUp {
        mails::linked(tx, ctx, &machine, replaced)?;
    }
    events::linked(tx, ctx, &machine, replaced)?;
    Ok(LinkedNow { machine, token: Some(token), replayed: false })
}
