//! The mails of accounts.

use kit_core::Context;
use kit_db::{Day, DbError, Tx};
use kit_mail::{Email, MailKind, MailValue};
use kit_web::Role;
use people::{Person, PersonName};
use publisher::mails::{MailLink, Outgoing, send};

use crate::model::{Account, Decision, Invitation, InvitationId};
use crate::store::sign_ups::{AddressChange, SignUpRow};
use crate::{links, store};

macro_rules! kind {
    ($name:ident, $key:literal, $file:literal, [$(($variable:literal, $sample:literal)),* $(,)?]) => {
        const $name: MailKind = MailKind {
            key: $key,
            variables: &[$(($variable, $sample)),*],
            texts: kit_mail::mail_texts!($file),
        };
    };
}

kind!(
    CONFIRM,
    "accounts-confirm",
    "confirm",
    [
        ("name", "Camille Durand"),
        ("company", "Atelier du Plan"),
        ("publisher", "Éditions Trame"),
        ("link", "https://client.example.org/confirm/0"),
    ]
);
kind!(
    CONFIRM_KNOWN,
    "accounts-confirm-known",
    "confirm-known",
    [
        ("name", "Camille Durand"),
        ("company", "Atelier du Plan"),
        ("publisher", "Éditions Trame"),
        ("link", "https://client.example.org/confirm/0"),
    ]
);
kind!(
    INVITATION,
    "accounts-invitation",
    "invitation",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("inviter", "Camille Durand"),
        ("roles", "utilisateur"),
        ("until", "28 novembre 2026"),
        ("publisher", "Éditions Trame"),
        ("link", "https://client.example.org/invitation/0"),
    ]
);
kind!(
    INVITATION_BY_PUBLISHER,
    "accounts-invitation-by-publisher",
    "invitation-by-publisher",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("roles", "administrateur"),
        ("until", "28 novembre 2026"),
        ("publisher", "Éditions Trame"),
        ("link", "https://client.example.org/invitation/0"),
    ]
);
kind!(
    ACCEPTED,
    "accounts-accepted",
    "accepted",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("publisher", "Éditions Trame"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    REFUSED,
    "accounts-refused",
    "refused",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("reason", "Le SIREN ne correspond pas au nom de l’entreprise."),
        ("publisher", "Éditions Trame"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    SUSPENDED,
    "accounts-suspended",
    "suspended",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("reason", "Une facture reste impayée."),
        ("publisher", "Éditions Trame"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    REACTIVATED,
    "accounts-reactivated",
    "reactivated",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("publisher", "Éditions Trame"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    ADMINISTRATION,
    "accounts-administration",
    "administration",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("publisher", "Éditions Trame"),
        ("link", "https://client.example.org/administration-address/0"),
    ]
);
kind!(
    ADMINISTRATION_CHANGED,
    "accounts-administration-changed",
    "administration-changed",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("address", "compta@atelier-du-plan.fr"),
        ("publisher", "Éditions Trame"),
    ]
);
kind!(
    REMOVED,
    "accounts-removed",
    "removed",
    [("company", "Atelier du Plan"), ("account", "C-1042"), ("publisher", "Éditions Trame")]
);

kind!(
    INVITATION_ASKED,
    "accounts-invitation-asked",
    "invitation-asked",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("name", "Camille Durand"),
        ("email", "camille@plan.example"),
        ("publisher", "Éditions Trame"),
        ("home", "https://client.example.org"),
    ]
);

kind!(
    CODE,
    "accounts-sign-up-code",
    "sign-up-code",
    [("code", "K7M2-9XW4"), ("publisher", "Éditions Trame"), ("home", "https://client.example.org")]
);
kind!(
    HAS_LOGIN,
    "accounts-has-login",
    "has-login",
    [("name", "Camille Durand"), ("publisher", "Éditions Trame"), ("home", "https://client.example.org")]
);
kind!(
    LEAVING,
    "accounts-leaving",
    "leaving",
    [("name", "Camille Durand"), ("publisher", "Éditions Trame"), ("home", "https://client.example.org")]
);
kind!(
    CLOSED,
    "accounts-closed",
    "closed",
    [("company", "Atelier du Plan"), ("account", "C-1042"), ("publisher", "Éditions Trame")]
);
kind!(
    RESTORED,
    "accounts-restored",
    "restored",
    [("company", "Atelier du Plan"), ("account", "C-1042"), ("publisher", "Éditions Trame")]
);

kind!(
    INVOICED,
    "accounts-invoiced",
    "invoiced",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("invoiced", "Atelier du Plan Travaux"),
        ("from", "1er janvier 2027"),
        ("publisher", "Éditions Trame"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    INVOICED_STAYS,
    "accounts-invoiced-stays",
    "invoiced-stays",
    [
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("invoiced", "Atelier du Plan"),
        ("from", "1er janvier 2027"),
        ("publisher", "Éditions Trame"),
        ("home", "https://client.example.org"),
    ]
);

/// Every mail of accounts, for the module and for the publisher's own texts.
pub(crate) static MAILS: [MailKind; 19] = [
    CODE,
    HAS_LOGIN,
    LEAVING,
    INVITATION_ASKED,
    CONFIRM,
    CONFIRM_KNOWN,
    INVITATION,
    INVITATION_BY_PUBLISHER,
    ACCEPTED,
    REFUSED,
    SUSPENDED,
    REACTIVATED,
    ADMINISTRATION,
    ADMINISTRATION_CHANGED,
    REMOVED,
    CLOSED,
    RESTORED,
    INVOICED,
    INVOICED_STAYS,
];

/// What the mail of a sign-up says.
pub(crate) struct Confirm<'a> {
    /// The sign-up.
    pub(crate) row: &'a SignUpRow,
    /// Whether the address is somebody's login already.
    pub(crate) known: bool,
    /// To whom: as the person is called, if there is one already.
    pub(crate) name: &'a PersonName,
    /// The company's name.
    pub(crate) company: &'a str,
}

/// Asks the applicant to confirm the sign-up.
pub(crate) fn confirm(tx: &mut Tx<'_>, ctx: &Context, mail: &Confirm<'_>) -> Result<(), DbError> {
    let link = MailLink { purpose: links::CONFIRM, id: mail.row.id.0, path: "/confirm" };
    let outgoing = Outgoing {
        kind: if mail.known { &CONFIRM_KNOWN } else { &CONFIRM },
        to: mail.row.email.clone(),
        locale: mail.row.locale,
        values: vec![("name", mail.name.to_string().into()), ("company", mail.company.into())],
        link: Some(link),
    };
    send(tx, ctx, outgoing)
}

/// Mails the code by which the application signs somebody up.
pub(crate) fn code(tx: &mut Tx<'_>, ctx: &Context, row: &SignUpRow) -> Result<(), DbError> {
    let link = MailLink { purpose: links::CODE, id: row.id.0, path: "/sign-up" };
    let outgoing =
        Outgoing { kind: &CODE, to: row.email.clone(), locale: row.locale, values: Vec::new(), link: Some(link) };
    send(tx, ctx, outgoing)
}

/// Tells somebody who has a login that the application was given the address for a new account.
pub(crate) fn has_login(tx: &mut Tx<'_>, ctx: &Context, person: &Person) -> Result<(), DbError> {
    to_person(tx, ctx, &HAS_LOGIN, person)
}

/// Tells somebody who asked to be forgotten that an account was asked for with the address, and what to do first.
pub(crate) fn leaving(tx: &mut Tx<'_>, ctx: &Context, person: &Person) -> Result<(), DbError> {
    to_person(tx, ctx, &LEAVING, person)
}

fn to_person(tx: &mut Tx<'_>, ctx: &Context, kind: &'static MailKind, person: &Person) -> Result<(), DbError> {
    let values = vec![("name", person.name.to_string().into())];
    let (to, locale) = (person.email.clone(), person.locale);
    send(tx, ctx, Outgoing { kind, to, locale, values, link: None })
}

/// Mails an invitation; `link` is what its link names.
pub(crate) fn invitation(
    tx: &mut Tx<'_>,
    ctx: &Context,
    invitation: &Invitation,
    link: InvitationId,
) -> Result<(), DbError> {
    let Some(account) = store::accounts::by_id(tx, invitation.account)? else { return Ok(()) };
    let inviter = match invitation.invited_by {
        Some(person) if store::members::one(tx, account.id, person)?.is_some() => people::service::person(tx, person)?,
        _ => None,
    };
    let mut values = about(&account);
    values.push(("roles", MailValue::words(invitation.roles.iter().map(Role::label))));
    values.push(("until", MailValue::Date(invitation.expires_at)));
    let kind = if inviter.is_some() { &INVITATION } else { &INVITATION_BY_PUBLISHER };
    values.extend(inviter.map(|person| ("inviter", person.name.to_string().into())));
    let link = MailLink { purpose: links::INVITATION, id: link.0, path: "/invitation" };
    let (to, locale) = (invitation.email.clone(), invitation.locale);
    send(tx, ctx, Outgoing { kind, to, locale, values, link: Some(link) })
}

/// Asks an account's admin to invite somebody who signed up its company.
pub(crate) fn invitation_asked(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: &Account,
    person: &Person,
) -> Result<(), DbError> {
    let mut values = about(account);
    values.push(("name", person.name.to_string().into()));
    values.push(("email", (&person.email).into()));
    let (to, locale) = (account.administration_email.clone(), account.locale);
    send(tx, ctx, Outgoing { kind: &INVITATION_ASKED, to, locale, values, link: None })
}

/// Tells that the publisher has accepted the application.
pub(crate) fn accepted(tx: &mut Tx<'_>, ctx: &Context, account: &Account) -> Result<(), DbError> {
    to_account(tx, ctx, &ACCEPTED, account, None)
}

/// Tells that the publisher has refused the application.
pub(crate) fn refused(tx: &mut Tx<'_>, ctx: &Context, account: &Account, reason: &str) -> Result<(), DbError> {
    to_account(tx, ctx, &REFUSED, account, Some(reason))
}

/// Tells that the account is suspended.
pub(crate) fn suspended(tx: &mut Tx<'_>, ctx: &Context, account: &Account, reason: &str) -> Result<(), DbError> {
    to_account(tx, ctx, &SUSPENDED, account, Some(reason))
}

/// Tells that the account is in use again.
pub(crate) fn reactivated(tx: &mut Tx<'_>, ctx: &Context, account: &Account) -> Result<(), DbError> {
    to_account(tx, ctx, &REACTIVATED, account, None)
}

/// Asks the owner of a new administration address to confirm it.
pub(crate) fn administration(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: &Account,
    change: &AddressChange,
) -> Result<(), DbError> {
    let values = about(account);
    let link = MailLink { purpose: links::ADMINISTRATION, id: change.id.0, path: "/administration-address" };
    let (to, locale) = (change.email.clone(), account.locale);
    send(tx, ctx, Outgoing { kind: &ADMINISTRATION, to, locale, values, link: Some(link) })
}

/// Tells the administration address of before that another one has taken its place.
pub(crate) fn administration_changed(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: &Account,
    new: &Email,
) -> Result<(), DbError> {
    let mut values = about(account);
    values.push(("address", new.into()));
    let (to, locale) = (account.administration_email.clone(), account.locale);
    send(tx, ctx, Outgoing { kind: &ADMINISTRATION_CHANGED, to, locale, values, link: None })
}

/// Tells which company is invoiced from a day on.
pub(crate) fn invoiced(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: &Account,
    invoiced: &str,
    from: Day,
) -> Result<(), DbError> {
    of_invoiced(tx, ctx, &INVOICED, account, (invoiced, from))
}

/// Tells that the company that is invoiced does not change on a day.
pub(crate) fn invoiced_stays(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: &Account,
    invoiced: &str,
    from: Day,
) -> Result<(), DbError> {
    of_invoiced(tx, ctx, &INVOICED_STAYS, account, (invoiced, from))
}

fn of_invoiced(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static MailKind,
    account: &Account,
    (invoiced, from): (&str, Day),
) -> Result<(), DbError> {
    let mut mail = outgoing(kind, account, None);
    mail.values.extend([("invoiced", invoiced.into()), ("from", MailValue::Date(from.noon()))]);
    send(tx, ctx, mail)
}

/// Tells an account that its admin closed it.
pub(crate) fn closed(tx: &mut Tx<'_>, ctx: &Context, account: &Account) -> Result<(), DbError> {
    to_account(tx, ctx, &CLOSED, account, None)
}

/// Tells an account that staff brought it back.
pub(crate) fn restored(tx: &mut Tx<'_>, ctx: &Context, account: &Account) -> Result<(), DbError> {
    to_account(tx, ctx, &RESTORED, account, None)
}

/// Tells somebody that he or she is no longer a member.
pub(crate) fn removed(tx: &mut Tx<'_>, ctx: &Context, account: &Account, person: &Person) -> Result<(), DbError> {
    let values = about(account);
    let (to, locale) = (person.email.clone(), person.locale);
    send(tx, ctx, Outgoing { kind: &REMOVED, to, locale, values, link: None })
}

/// What a decision about an account tells it; nothing for one that only staff needs to know.
pub(crate) fn of_decision(account: &Account, decision: Decision, reason: &str) -> Option<Outgoing> {
    let (kind, reason) = match decision {
        Decision::Accept => (&ACCEPTED, None),
        Decision::Refuse => (&REFUSED, Some(reason)),
        Decision::Suspend => (&SUSPENDED, Some(reason)),
        Decision::Reactivate => (&REACTIVATED, None),
        Decision::Reopen => return None,
    };
    Some(outgoing(kind, account, reason))
}

fn to_account(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static MailKind,
    account: &Account,
    reason: Option<&str>,
) -> Result<(), DbError> {
    send(tx, ctx, outgoing(kind, account, reason))
}

fn outgoing(kind: &'static MailKind, account: &Account, reason: Option<&str>) -> Outgoing {
    let mut values = about(account);
    values.extend(reason.map(|reason| ("reason", reason.into())));
    let (to, locale) = (account.administration_email.clone(), account.locale);
    Outgoing { kind, to, locale, values, link: None }
}

/// What every mail about an account may say.
pub(crate) fn about(account: &Account) -> Vec<(&'static str, MailValue)> {
    vec![("company", account.name.as_str().into()), ("account", account.id.to_string().into())]
}
