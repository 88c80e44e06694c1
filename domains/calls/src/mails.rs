//! The mails to designated callers. None of them holds a PIN.

use kit_core::{AccountId, Context, Locale, PersonId};
use kit_db::{DbError, Tx};
use kit_mail::MailKind;
use publisher::mails::{Outgoing, send};

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
            texts: &[
                (Locale::Fr, include_str!(concat!("../templates/mails/fr/", $file, ".md"))),
                (Locale::En, include_str!(concat!("../templates/mails/en/", $file, ".md"))),
            ],
        };
    };
}

mail!(NAMED, "calls-named", "named", []);
mail!(PIN_TAKEN, "calls-pin-taken", "pin-taken", []);
mail!(PIN_LOCKED, "calls-pin-locked", "pin-locked", []);

/// Every mail of calls, for the module and for the publisher's own texts.
pub(crate) static MAILS: [MailKind; 3] = [NAMED, PIN_TAKEN, PIN_LOCKED];

/// Tells somebody that he or she is a designated caller, and where the PIN is.
pub(crate) fn named(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, person: PersonId) -> Result<(), DbError> {
    to_caller(tx, ctx, account, person, &NAMED)
}

/// Tells a caller that a new PIN was taken.
pub(crate) fn pin_taken(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, person: PersonId) -> Result<(), DbError> {
    to_caller(tx, ctx, account, person, &PIN_TAKEN)
}

/// Tells a caller that the PIN is locked.
pub(crate) fn pin_locked(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, person: PersonId) -> Result<(), DbError> {
    to_caller(tx, ctx, account, person, &PIN_LOCKED)
}

fn to_caller(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
    kind: &'static MailKind,
) -> Result<(), DbError> {
    let person = people::service::person(tx, person)?.filter(|person| person.disabled_at.is_none());
    let known = accounts::service::account(tx, account)?;
    let (Some(person), Some(known)) = (person, known) else { return Ok(()) };
    let values = vec![
        ("company", known.name.into()),
        ("account", account.to_string().into()),
        ("publisher", publisher::settings(tx)?.identity.name.into()),
        ("page", format!("accounts/{account}/support/pin").into()),
    ];
    send(tx, ctx, Outgoing { kind, to: person.email, locale: person.locale, values, link: None })
}
