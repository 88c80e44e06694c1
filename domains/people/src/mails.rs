//! The mails of people.

use kit_core::{Context, LinkPurpose, PersonId};
use kit_db::{DbError, Tx};
use kit_mail::{Email, MailKind, MailValue};
use publisher::mails::{MailLink, Outgoing};

use crate::model::Person;
use crate::store;

macro_rules! kind {
    ($(#[$doc:meta])* $name:ident, $key:literal, $file:literal, [$(($variable:literal, $sample:literal)),*]) => {
        $(#[$doc])*
        pub(crate) const $name: MailKind = MailKind {
            key: $key,
            variables: &[("name", "Camille Durand"), $(($variable, $sample)),*],
            texts: kit_mail::mail_texts!($file),
        };
    };
}

kind!(
    /// The link for who forgot the password.
    RESET, "people-reset", "reset", [("link", "https://client.example.org/reset/0")]
);
kind!(
    /// The link for a new member of the staff to choose a password.
    STAFF_WELCOME, "people-staff-welcome", "staff-welcome", [("link", "https://client.example.org/reset/0")]
);
kind!(
    /// The password was changed or chosen anew.
    PASSWORD_CHANGED, "people-password-changed", "password-changed", []
);
kind!(
    /// The link to confirm a new address, sent to it.
    EMAIL_CONFIRM, "people-email-confirm", "email-confirm", [("link", "https://client.example.org/confirm-email/0")]
);
kind!(
    /// Somebody wanted this address as his or hers, but it has a login.
    EMAIL_TAKEN, "people-email-taken", "email-taken", []
);
kind!(
    /// A change of the address was asked for, sent to the present one.
    EMAIL_ASKED, "people-email-asked", "email-asked", [("email", "camille@exemple.fr")]
);
kind!(
    /// The address was changed, sent to the old one.
    EMAIL_CHANGED, "people-email-changed", "email-changed", [("email", "camille@exemple.fr")]
);
kind!(
    /// A second factor was set up.
    SECOND_FACTOR_ON, "people-second-factor-on", "second-factor-on", []
);
kind!(
    /// The second factor was taken away.
    SECOND_FACTOR_OFF, "people-second-factor-off", "second-factor-off", []
);
kind!(
    /// A recovery code was used to sign in.
    RECOVERY_CODE_USED, "people-recovery-code-used", "recovery-code-used", []
);

/// Every mail of people.
pub(crate) const MAILS: &[MailKind] = &[
    RESET,
    STAFF_WELCOME,
    PASSWORD_CHANGED,
    EMAIL_CONFIRM,
    EMAIL_TAKEN,
    EMAIL_ASKED,
    EMAIL_CHANGED,
    SECOND_FACTOR_ON,
    SECOND_FACTOR_OFF,
    RECOVERY_CODE_USED,
];

/// The link of a mail, whose token is derived when the mail is rendered.
pub(crate) struct Link {
    pub(crate) purpose: LinkPurpose,
    pub(crate) id: i64,
    /// The page, `/reset`: the link is `{path}/{id}.{token}`.
    pub(crate) path: &'static str,
}

/// Tells a person something, at his or her own address.
pub(crate) fn send(tx: &mut Tx<'_>, ctx: &Context, kind: &'static MailKind, id: PersonId) -> Result<(), DbError> {
    match store::persons::by_id(tx, id)? {
        Some(person) => outgoing(tx, ctx, kind, &person, &person.email, Vec::new(), None),
        None => Ok(()),
    }
}

/// Tells something about a person at another address.
pub(crate) fn send_to(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static MailKind,
    person: &Person,
    to: &Email,
) -> Result<(), DbError> {
    outgoing(tx, ctx, kind, person, to, Vec::new(), None)
}

/// Sends a person a link.
pub(crate) fn send_link(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static MailKind,
    person: &Person,
    to: &Email,
    link: Link,
) -> Result<(), DbError> {
    let link = MailLink { purpose: link.purpose, id: link.id, path: link.path };
    outgoing(tx, ctx, kind, person, to, Vec::new(), Some(link))
}

/// Tells the present address that another one is to take its place.
pub(crate) fn send_asked_address(tx: &mut Tx<'_>, ctx: &Context, person: &Person, new: &Email) -> Result<(), DbError> {
    outgoing(tx, ctx, &EMAIL_ASKED, person, &person.email, vec![("email", MailValue::from(new))], None)
}

/// Tells the old address that it is no longer the login.
pub(crate) fn send_changed_address(
    tx: &mut Tx<'_>,
    ctx: &Context,
    before: &Person,
    new: &Email,
) -> Result<(), DbError> {
    outgoing(tx, ctx, &EMAIL_CHANGED, before, &before.email, vec![("email", MailValue::from(new))], None)
}

fn outgoing(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static MailKind,
    person: &Person,
    to: &Email,
    mut values: Vec<(&'static str, MailValue)>,
    link: Option<MailLink>,
) -> Result<(), DbError> {
    values.push(("name", MailValue::Str(person.name.to_string())));
    let outgoing = Outgoing { kind, to: to.clone(), locale: person.locale, values, link };
    publisher::mails::send(tx, ctx, outgoing)
}

#[cfg(test)]
mod tests {
    use kit_core::Locale;

    use super::*;

    #[test]
    fn every_mail_can_be_written_in_every_language() {
        for kind in MAILS {
            for locale in Locale::ALL {
                assert_eq!(kind.check(kind.text(locale)), Ok(()), "{} {locale}", kind.key);
                let has_link = kind.variables.iter().any(|(name, _)| *name == "link");
                assert_eq!(kind.text(locale).contains("{link}"), has_link, "{} {locale}", kind.key);
            }
        }
    }
}
