//! Answers that come by mail: whose they are, and what becomes of them.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Context, PersonId};
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use kit_files::Kept;
use thiserror::Error;

use super::answer::{Answer, answer, note_down, reply};
use super::files::room_of;
use super::look::{Viewer, sees};
use super::{CaseRefusal, agent, hold, owe, settings};
use crate::mails::{self, Wrote};
use crate::model::{Case, CaseNumber, CaseState, LineKind, LineSide, Message};
use crate::store;

/// How many mails of one person are kept within a day: more than anybody writes.
const MOST_A_DAY: i64 = 50;
/// How many mails of machines and from other mailboxes are kept within a day for one person in one case. They take nothing from the person's own.
const MOST_OF_OTHERS: i64 = 10;
/// So often a case may have gone on in another one.
const MOST_MERGES: usize = 20;

/// On which side somebody answers: the sign in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailSide {
    /// A customer.
    Customer,
    /// Whoever of the staff cares for the case.
    Staff,
}

impl MailSide {
    /// The sign.
    pub const fn sign(self) -> char {
        match self {
            MailSide::Customer => 'c',
            MailSide::Staff => 's',
        }
    }

    /// The side with this sign.
    pub fn from_sign(sign: char) -> Option<MailSide> {
        [MailSide::Customer, MailSide::Staff].into_iter().find(|side| side.sign() == sign)
    }
}

/// What is known of a mail that came to a signed address before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// By which it is known again.
    pub digest: [u8; 32],
    /// On which side.
    pub side: MailSide,
    /// Whose address it came to: nothing in the mail itself says who wrote it.
    pub person: PersonId,
    /// Which case.
    pub number: CaseNumber,
    /// From where it says it comes.
    pub sender: String,
    /// Whether a machine wrote it.
    pub is_automatic: bool,
}

/// A mail that came to a signed address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailed {
    /// Whose it is, and about what.
    pub envelope: Envelope,
    /// What it says.
    pub body: String,
    /// The files that came along, in their places.
    pub files: Vec<Kept>,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landed {
    /// It is a message of the conversation.
    Message,
    /// It is a note for the staff.
    Note,
    /// It is nothing: a machine wrote it, and nobody would want it.
    Dropped,
}

/// Why a mail is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MailRefusal {
    /// It was kept before.
    #[error("it was kept before")]
    Again,
    /// The person may not (any more) write in this case.
    #[error("the person does not see the case")]
    Nobody,
    /// The person wrote too much within a day, or others did to his or her address.
    #[error("too many mails within a day")]
    TooMany,
    /// The case takes no message.
    #[error(transparent)]
    Case(#[from] CaseRefusal),
}

/// What is there for a mail before anything of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// What keeping it is serialised on, as what the page does is.
    pub lock: Lock,
    /// How much room there is for its files, in bytes; none where no files of it are kept.
    pub room: Option<i64>,
}

/// Whether a mail would be kept, before its files are; nothing where it is dropped.
///
/// # Errors
/// [`MailRefusal`].
pub fn expect(
    read: &mut Read<'_>,
    now: Timestamp,
    envelope: &Envelope,
) -> Result<Option<Expected>, Failed<MailRefusal>> {
    let Some((case, writer)) = admitted(read, now, envelope)? else { return Ok(None) };
    let room = match writer {
        _ if envelope.is_automatic => None,
        Writer::Customer(_) => Some(room_of(read, case.account, case.requester)?),
        Writer::Stranger | Writer::StrangeNoter => None,
        Writer::Answerer | Writer::Noter => Some(i64::MAX),
    };
    let lock = case.account.map_or(Lock::Person(envelope.person), Lock::Account);
    Ok(Some(Expected { lock, room }))
}

/// Keeps a mail. What a machine wrote becomes a note, owes nobody an answer and opens nothing again; what comes from another address
/// than the person's becomes a note as well, of which staff is told.
///
/// # Errors
/// [`MailRefusal`].
pub fn land(tx: &mut Tx<'_>, ctx: &Context, mail: &Mailed) -> Result<Landed, Failed<MailRefusal>> {
    let envelope = &mail.envelope;
    let Some((case, writer)) = admitted(tx, ctx.now, envelope)? else { return Ok(Landed::Dropped) };
    let (seq, landed) = write(tx, ctx, mail, &case, writer)?;
    let sender = if is_own_address(tx, envelope)? { "" } else { envelope.sender.as_str() };
    // Of two servers that hand over the same mail at once, the second undoes what it did.
    if !store::mails::add(tx, ctx, &envelope.digest, (case.number, seq), envelope.person, sender)? {
        return refuse(MailRefusal::Again);
    }
    Ok(landed)
}

/// The case that a mail is about, and as what whoever mailed may write in it; nothing where the mail is dropped.
fn admitted(
    read: &mut Read<'_>,
    now: Timestamp,
    envelope: &Envelope,
) -> Result<Option<(Case, Writer)>, Failed<MailRefusal>> {
    if store::mails::is_known(read, &envelope.digest)? {
        return refuse(MailRefusal::Again);
    }
    let Some(case) = going_on(read, envelope.number)? else { return nobody(envelope) };
    let Some(writer) = writer(read, envelope, &case)? else { return nobody(envelope) };
    let day = now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    let is_own = !envelope.is_automatic && is_own_address(read, envelope)?;
    let is_enough = if is_own {
        store::mails::own_since(read, envelope.person, day)? >= MOST_A_DAY
    } else {
        store::mails::others_since(read, envelope.person, case.number, day)? >= MOST_OF_OTHERS
    };
    if !is_enough {
        return Ok(Some((case, writer)));
    }
    if envelope.is_automatic { Ok(None) } else { refuse(MailRefusal::TooMany) }
}

/// A machine is not even refused.
fn nobody<T>(envelope: &Envelope) -> Result<Option<T>, Failed<MailRefusal>> {
    if envelope.is_automatic { Ok(None) } else { refuse(MailRefusal::Nobody) }
}

/// The case, or the one in which it goes on.
fn going_on(read: &mut Read<'_>, number: CaseNumber) -> Result<Option<Case>, DbError> {
    let mut case = store::cases::case(read, number)?;
    for _ in 0..MOST_MERGES {
        match case.as_ref().and_then(|case| case.merged_into) {
            Some(into) => case = store::cases::case(read, into)?,
            None => break,
        }
    }
    Ok(case)
}

/// Whoever writes, with what is needed to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writer {
    Customer(Viewer),
    /// Somebody who has the person's address for answers, and mails from another one.
    Stranger,
    /// An answer that goes out to the customer.
    Answerer,
    /// An answer that stays with the staff.
    Noter,
    /// Somebody who has an agent's address for answers, and mails from another one.
    StrangeNoter,
}

fn writer(read: &mut Read<'_>, envelope: &Envelope, case: &Case) -> Result<Option<Writer>, DbError> {
    let is_own = is_own_address(read, envelope)?;
    if envelope.side == MailSide::Staff {
        let writer = match is_own {
            false => Writer::StrangeNoter,
            true if settings(read)?.staff_by_mail => Writer::Answerer,
            true => Writer::Noter,
        };
        return Ok(agent(read, envelope.person)?.is_some().then_some(writer));
    }
    let person = people::service::person(read, envelope.person)?.filter(|person| person.disabled_at.is_none());
    if person.is_none() {
        return Ok(None);
    }
    let viewer = match case.account {
        None => Viewer::Person(envelope.person),
        Some(account) => {
            let is_open = accounts::service::account(read, account)?.is_some_and(|account| account.state.is_open());
            if !is_open || !accounts::service::members::is_member(read, account, envelope.person)? {
                return Ok(None);
            }
            Viewer::Member(account, envelope.person)
        }
    };
    let may_write = sees(read, viewer, case)?;
    Ok(may_write.then_some(if is_own { Writer::Customer(viewer) } else { Writer::Stranger }))
}

fn write(
    tx: &mut Tx<'_>,
    ctx: &Context,
    mail: &Mailed,
    case: &Case,
    writer: Writer,
) -> Result<(i64, Landed), Failed<MailRefusal>> {
    let (number, person) = (case.number, mail.envelope.person);
    let message = Message { body: &mail.body, files: &mail.files };
    let written = match writer {
        _ if mail.envelope.is_automatic => automatic(tx, ctx, mail, number).map(|seq| (seq, Landed::Note)),
        Writer::Customer(viewer) => reply(tx, ctx, viewer, person, number, message).map(|seq| (seq, Landed::Message)),
        Writer::Stranger => stranger(tx, ctx, mail, number).map(|seq| (seq, Landed::Note)),
        Writer::Answerer => {
            let new = Answer { body: mail.body.clone(), then: CaseState::Waiting, files: mail.files.clone() };
            answer(tx, ctx, person, number, &new).map(|seq| (seq, Landed::Message))
        }
        Writer::Noter => note_down(tx, ctx, person, number, message).map(|seq| (seq, Landed::Note)),
        Writer::StrangeNoter => {
            let words = Message { files: &[], ..message };
            note_down(tx, ctx, person, number, words).map(|seq| (seq, Landed::Note))
        }
    };
    written.map_err(|failed| match failed {
        Failed::Refused(CaseRefusal::Unknown) => Failed::Refused(MailRefusal::Nobody),
        Failed::Refused(refusal) => Failed::Refused(MailRefusal::Case(refusal)),
        Failed::Db(error) => Failed::Db(error),
    })
}

/// What a machine wrote, as a note. The files of machines are not kept.
fn automatic(tx: &mut Tx<'_>, ctx: &Context, mail: &Mailed, number: CaseNumber) -> Result<i64, Failed<CaseRefusal>> {
    hold(tx, number)?;
    let by = (LineSide::System, Some(mail.envelope.person));
    Ok(store::lines::add(tx, ctx, number, by, LineKind::Automatic, &mail.body)?)
}

/// What came from another address than the person's, as a note of which staff is told, and which puts the case into the queue: the person may
/// have written it. Somebody else may have, too, and what others write is shown to nobody who has but an address for answers; its files are not
/// kept.
fn stranger(tx: &mut Tx<'_>, ctx: &Context, mail: &Mailed, number: CaseNumber) -> Result<i64, Failed<CaseRefusal>> {
    let mut case = hold(tx, number)?;
    let by = (LineSide::Customer, Some(mail.envelope.person));
    let seq = store::lines::add(tx, ctx, number, by, LineKind::Note, &mail.body)?;
    owe(tx, &mut case, ctx.now)?;
    store::cases::save(tx, &case)?;
    mails::to_staff(
        tx,
        ctx,
        &case,
        Wrote::Elsewhere(mail.envelope.person, &mail.envelope.sender),
        mail.body.as_str().into(),
    )?;
    Ok(seq)
}

fn is_own_address(read: &mut Read<'_>, envelope: &Envelope) -> Result<bool, DbError> {
    let person = people::service::person(read, envelope.person)?;
    Ok(person.is_some_and(|person| person.email.as_str().eq_ignore_ascii_case(&envelope.sender)))
}
