//! The mails to designated callers, to agents, and about corrections. None of them holds a PIN.

use accounts::notices::NoticeKind;
use credits::Unit;
use jiff::Timestamp;
use kit_core::{AccountId, Context, Locale, PersonId, Text};
use kit_db::{DbError, Tx};
use kit_mail::{MailKind, MailValue};
use people::Names;
use publisher::mails::{Outgoing, send};

use crate::model::{Call, CorrectionRequest, CorrectionRequestId, FORGOTTEN_MINUTES, PIN_DIGITS};

macro_rules! mail {
    ($name:ident, $key:literal, $file:literal, [$(($variable:literal, $sample:literal)),* $(,)?]) => {
        const $name: MailKind = MailKind {
            key: $key,
            variables: &[
                ("company", "Atelier du Plan"),
                ("account", "C-1042"),
                ("publisher", "Éditions Trame"),
                ("home", "https://client.example.org"),
                ("page", "accounts/C-1042/support/pin"),
                $(($variable, $sample),)*
            ],
            texts: kit_mail::mail_texts!($file),
        };
    };
}

mail!(NAMED, "calls-named", "named", [("digits", "6")]);
mail!(PIN_TAKEN, "calls-pin-taken", "pin-taken", []);
mail!(PIN_LOCKED, "calls-pin-locked", "pin-locked", [("until", "24 novembre 2026 à 16:00")]);
accounts::notice_mail!(
    PIN_LOCKED_NOTICE,
    "calls-pin-locked-notice",
    "pin-locked-notice",
    [("who", "Léa Petit"), ("until", "24 novembre 2026 à 16:00"),]
);

mail!(FORGOTTEN, "calls-forgotten", "forgotten", [("since", "24 novembre 2026 à 16:00"), ("most", "4 h")]);
mail!(
    ASKED,
    "calls-correction-asked",
    "correction-asked",
    [("who", "Léa Petit"), ("reason", "L’appel a duré dix minutes."),]
);
mail!(
    GRANTED,
    "calls-correction-granted",
    "correction-granted",
    [("minutes", "15 min"), ("operation", "minute-12"), ("answer", "Vous avez raison."),]
);
mail!(
    REFUSED,
    "calls-correction-refused",
    "correction-refused",
    [("operation", "minute-12"), ("answer", "L’appel a duré 25 minutes."),]
);
accounts::notice_mail!(
    APPROVED,
    "calls-approved",
    "approved",
    [("who", "Léa Petit"), ("code", "code vérifié"), ("minutes", "1 h 30 min"), ("subject", "Importer des plans"),]
);

accounts::notices! {
    /// Too many wrong PINs were told in a designated caller's name.
    PIN_LOCKED_TOLD = NoticeKind {
        label: audit::Label { code: "calls.notice-pin-locked", text: Text::new("calls-notice-pin-locked") },
        place: 71,
        group: Text::new("calls-notices"),
        needed: None,
        settings: None,
    };
    /// Somebody approved on the phone what a call costs.
    APPROVED_ON_PHONE = NoticeKind {
        label: audit::Label { code: "calls.notice-approved", text: Text::new("calls-notice-approved") },
        place: 70,
        group: Text::new("calls-notices"),
        needed: None,
        settings: None,
    };
}

/// Every mail of calls, for the module and for the publisher's own texts.
pub(crate) static MAILS: [MailKind; 9] =
    [NAMED, PIN_TAKEN, PIN_LOCKED, PIN_LOCKED_NOTICE, FORGOTTEN, ASKED, GRANTED, REFUSED, APPROVED];

/// Tells somebody that he or she is a designated caller, and where the PIN is.
pub(crate) fn named(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, person: PersonId) -> Result<(), DbError> {
    let digits = MailValue::Number(PIN_DIGITS as i64);
    told(tx, ctx, (account, person), &NAMED, &pin_page(account), vec![("digits", digits)])
}

/// Tells a caller that a new PIN was taken.
pub(crate) fn pin_taken(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, person: PersonId) -> Result<(), DbError> {
    told(tx, ctx, (account, person), &PIN_TAKEN, &pin_page(account), Vec::new())
}

/// Tells a caller, and the account, that the PIN is locked.
pub(crate) fn pin_locked(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
    until: Timestamp,
) -> Result<(), DbError> {
    let until = MailValue::DateTime(until);
    let page = pin_page(account);
    told(tx, ctx, (account, person), &PIN_LOCKED, &page, vec![("until", until.clone())])?;
    let who = Names::of(tx, [person])?.plain(person).unwrap_or_default();
    let values = vec![("who", who.into()), ("until", until)];
    accounts::notices::send(tx, ctx, account, &PIN_LOCKED_TOLD, &PIN_LOCKED_NOTICE, values)
}

/// Tells who approved a cost, and the account, that this was written down: what was never said is noticed.
pub(crate) fn approved(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    (by, checked): (PersonId, bool),
    subject: &str,
    minutes: i64,
) -> Result<(), DbError> {
    let (Some(person), Some(known)) = (people::service::person(tx, by)?, accounts::service::account(tx, account)?)
    else {
        return Ok(());
    };
    let values = vec![
        ("who", person.name.to_string().into()),
        ("code", MailValue::words([if checked { Text::new("calls-checked") } else { Text::new("calls-unchecked") }])),
        ("minutes", MailValue::Minutes(minutes)),
        ("subject", subject.into()),
    ];
    accounts::notices::send(tx, ctx, account, &APPROVED_ON_PHONE, &APPROVED, values.clone())?;
    if person.disabled_at.is_some() || person.email == known.administration_email {
        return Ok(());
    }
    let mut values = values;
    values.extend([("company", known.name.into()), ("account", account.to_string().into())]);
    send(tx, ctx, Outgoing { kind: &APPROVED, to: person.email, locale: person.locale, values, link: None })
}

/// Tells an agent that a timer is still running.
pub(crate) fn forgotten(tx: &mut Tx<'_>, ctx: &Context, call: &Call) -> Result<(), DbError> {
    let most = MailValue::Minutes(FORGOTTEN_MINUTES);
    let more = vec![("since", MailValue::DateTime(call.started_at)), ("most", most)];
    let page = format!("staff/accounts/{}/phone", call.account);
    told(tx, ctx, (call.account, call.agent), &FORGOTTEN, &page, more)
}

/// Tells the publisher's support that a customer asks for a correction.
pub(crate) fn correction_asked(
    tx: &mut Tx<'_>,
    ctx: &Context,
    (account, _, id): (AccountId, i64, CorrectionRequestId),
    who: PersonId,
    reason: &str,
) -> Result<(), DbError> {
    let (Some(to), Some(known)) =
        (publisher::settings(tx)?.identity.support_email, accounts::service::account(tx, account)?)
    else {
        return Ok(());
    };
    let values = vec![
        ("company", known.name.into()),
        ("account", account.to_string().into()),
        ("page", format!("staff/phone/corrections/{id}").into()),
        ("who", Names::of(tx, [who])?.plain(who).unwrap_or_default().into()),
        ("reason", reason.into()),
    ];
    send(tx, ctx, Outgoing { kind: &ASKED, to, locale: Locale::default(), values, link: None })
}

/// Tells who asked what became of it.
pub(crate) fn correction_decided(
    tx: &mut Tx<'_>,
    ctx: &Context,
    request: &CorrectionRequest,
    minutes: Option<i64>,
    answer: &str,
) -> Result<(), DbError> {
    let page = format!("accounts/{}/support-time/corrections", request.account);
    let operation = Unit::SupportMinutes.operation(request.operation).to_string();
    let mut more = vec![("operation", operation.into()), ("answer", answer.into())];
    more.extend(minutes.map(|minutes| ("minutes", MailValue::Minutes(minutes))));
    let kind = if minutes.is_some() { &GRANTED } else { &REFUSED };
    told(tx, ctx, (request.account, request.asked_by), kind, &page, more)
}

/// Where a caller takes a PIN.
fn pin_page(account: AccountId) -> String {
    format!("accounts/{account}/support/pin")
}

fn told(
    tx: &mut Tx<'_>,
    ctx: &Context,
    (account, person): (AccountId, PersonId),
    kind: &'static MailKind,
    page: &str,
    more: Vec<(&'static str, MailValue)>,
) -> Result<(), DbError> {
    let person = people::service::person(tx, person)?.filter(|person| person.disabled_at.is_none());
    let known = accounts::service::account(tx, account)?;
    let (Some(person), Some(known)) = (person, known) else { return Ok(()) };
    let mut values =
        vec![("company", known.name.into()), ("account", account.to_string().into()), ("page", page.into())];
    values.extend(more);
    send(tx, ctx, Outgoing { kind, to: person.email, locale: person.locale, values, link: None })
}
