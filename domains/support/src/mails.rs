//! The mails of cases: to who asked and who watches, and to the staff.

use accounts::service::members;
use kit_core::{Context, Locale, PersonId};
use kit_db::{DbError, Tx};
use kit_mail::{MailKind, MailValue};
use people::Names;
use publisher::mails::{About, Outgoing, send_about};

use crate::model::{Case, Message};
use crate::service::{MailSide, agent};
use crate::store;

macro_rules! mail {
    ($name:ident, $key:literal, $file:literal, [$(($variable:literal, $sample:literal)),* $(,)?]) => {
        const $name: MailKind = MailKind {
            key: $key,
            variables: &[
                ("number", "CAS-2026-000123"),
                ("subject", "Le plan ne s’imprime pas"),
                ("publisher", "Éditions Trame"),
                ("home", "https://client.example.org"),
                ("page", "accounts/C-1042/cases/CAS-2026-000123"),
                $(($variable, $sample),)*
            ],
            texts: kit_mail::mail_texts!($file),
        };
    };
}

mail!(RECEIVED, "support-received", "received", [("due", "24 novembre 2026 à 16:00")]);
mail!(RECEIVED_UNPROMISED, "support-received-unpromised", "received-unpromised", []);
mail!(ANSWERED, "support-answered", "answered", [("text", "Bonjour,\nquelle imprimante utilisez-vous ?")]);
mail!(CLOSED, "support-closed", "closed", []);
mail!(TO_STAFF, "support-to-staff", "to-staff", [("text", "Le plan reste blanc."), ("who", "Léa Petit")]);
mail!(
    FROM_ELSEWHERE,
    "support-from-elsewhere",
    "from-elsewhere",
    [("text", "Le plan reste blanc."), ("who", "Léa Petit"), ("address", "lea@ailleurs.example")]
);

/// Every mail of support, for the module and for the publisher's own texts.
pub(crate) static MAILS: [MailKind; 6] = [RECEIVED, RECEIVED_UNPROMISED, ANSWERED, CLOSED, TO_STAFF, FROM_ELSEWHERE];

/// The most of a message that a mail repeats, in characters.
const LONGEST: usize = 4_000;

fn values(case: &Case) -> Vec<(&'static str, MailValue)> {
    let page = match case.account {
        Some(account) => format!("accounts/{account}/cases/{}", case.number),
        None => format!("me/cases/{}", case.number),
    };
    vec![("number", case.number.to_string().into()), ("subject", case.subject.as_str().into()), ("page", page.into())]
}

/// What was written, as far as a mail repeats it, and the names of the files that came along: they are had in the case.
fn text(Message { body, files }: Message<'_>) -> MailValue {
    let mut shown: String = body.chars().take(LONGEST).collect();
    if shown.len() < body.len() {
        shown.push('…');
    }
    if !files.is_empty() {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        shown.push_str(&format!("\n\n[{}]", names.join("] [")));
    }
    MailValue::Str(shown)
}

/// Tells who asked that the case is there, and until when an answer comes if that is promised.
pub(crate) fn received(tx: &mut Tx<'_>, ctx: &Context, case: &Case) -> Result<(), DbError> {
    match case.promised() {
        Some(due) => to_person(tx, ctx, case, case.requester, &RECEIVED, vec![("due", MailValue::DateTime(due))]),
        None => to_person(tx, ctx, case, case.requester, &RECEIVED_UNPROMISED, Vec::new()),
    }
}

/// Tells who asked and who watches what staff answered.
pub(crate) fn answered(tx: &mut Tx<'_>, ctx: &Context, case: &Case, message: Message<'_>) -> Result<(), DbError> {
    let mut readers = store::audience::watchers(tx, case.number)?;
    readers.push(case.requester);
    readers.sort_unstable();
    readers.dedup();
    readers
        .into_iter()
        .try_for_each(|reader| to_person(tx, ctx, case, reader, &ANSWERED, vec![("text", text(message))]))
}

/// Tells who asked that staff closed the case.
pub(crate) fn closed(tx: &mut Tx<'_>, ctx: &Context, case: &Case) -> Result<(), DbError> {
    to_person(tx, ctx, case, case.requester, &CLOSED, Vec::new())
}

/// Sends a mail to a customer who sees the case: whoever has left the account, or is shut out, gets nothing any more.
fn to_person(
    tx: &mut Tx<'_>,
    ctx: &Context,
    case: &Case,
    reader: PersonId,
    kind: &'static MailKind,
    more: Vec<(&'static str, MailValue)>,
) -> Result<(), DbError> {
    if let Some(account) = case.account
        && !members::is_member(tx, account, reader)?
    {
        return Ok(());
    }
    let person = people::service::person(tx, reader)?.filter(|person| person.disabled_at.is_none());
    let Some(person) = person else { return Ok(()) };
    let mut values = values(case);
    values.extend(more);
    let mail = Outgoing { kind, to: person.email, locale: person.locale, values, link: None };
    send_about(tx, ctx, mail, about(case, Some((MailSide::Customer, reader))))
}

/// What ties the mails of a case together, and as whom their reader answers.
fn about(case: &Case, answers: Option<(MailSide, PersonId)>) -> About {
    let answers = answers.map(|(side, person)| (side.sign(), person));
    About { topic: "case".to_owned(), row: case.number.raw(), answers }
}

/// Who wrote what staff is told.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wrote<'a> {
    /// This person of the customer's.
    Person(PersonId),
    /// Whoever has this person's address for answers, and mails from that other one.
    Elsewhere(PersonId, &'a str),
}

impl<'a> Wrote<'a> {
    /// The mail that tells of it, whose name it gives, and the other address.
    fn told(self) -> (&'static MailKind, PersonId, Option<&'a str>) {
        match self {
            Wrote::Person(person) => (&TO_STAFF, person, None),
            Wrote::Elsewhere(person, address) => (&FROM_ELSEWHERE, person, Some(address)),
        }
    }
}

/// Tells whoever of the staff cares for the case what was written, and by whom; where nobody does, or nobody who may any more, the
/// publisher's support address.
pub(crate) fn to_staff(
    tx: &mut Tx<'_>,
    ctx: &Context,
    case: &Case,
    wrote: Wrote<'_>,
    message: Message<'_>,
) -> Result<(), DbError> {
    let assignee = match case.assignee {
        Some(person) => agent(tx, person)?,
        None => None,
    };
    let to = match assignee {
        Some(person) => Some((person.email, person.locale, Some((MailSide::Staff, person.id)))),
        // A mailbox of several is nobody's: who reads it answers in the case.
        None => publisher::settings(tx)?.identity.support_email.map(|email| (email, Locale::default(), None)),
    };
    let Some((to, locale, answers)) = to else { return Ok(()) };
    let (kind, person, address) = wrote.told();
    let who = Names::of(tx, [person])?.plain(person).unwrap_or_default();
    let mut values = values(case);
    values.retain(|(name, _)| *name != "page");
    values.extend([
        ("page", format!("staff/cases/{}", case.number).into()),
        ("who", who.into()),
        ("text", text(message)),
    ]);
    values.extend(address.map(|address| ("address", address.into())));
    let mail = Outgoing { kind, to, locale, values, link: None };
    send_about(tx, ctx, mail, about(case, answers))
}
