//! The mails of personal data.

use accounts::Followed;
use jiff::Timestamp;
use kit_core::{Context, LinkPurpose};
use kit_db::{DbError, Tx};
use kit_mail::{MailKind, MailValue};
use kit_web::Subject;
use publisher::mails::{MailLink, Outgoing};

use crate::model::{AnyErasureRequest, ErasureRequestId};

/// Confirms a request to be forgotten.
pub(crate) const CONFIRM: LinkPurpose = LinkPurpose("privacy.erasure");

/// What somebody who follows the mailed link shows.
pub type Confirmation = Followed<AnyErasureRequest>;

macro_rules! kind {
    ($name:ident, $key:literal, $file:literal, [$(($variable:literal, $sample:literal)),*]) => {
        pub(crate) const $name: MailKind = MailKind {
            key: $key,
            variables: &[
                ("name", "Camille Durand"),
                ("publisher", "Éditions Trame"),
                ("home", "https://client.example.org"),
                $(($variable, $sample)),*
            ],
            texts: kit_mail::mail_texts!($file),
        };
    };
}

kind!(ASKED, "privacy-asked", "asked", [("link", "https://client.example.org/erasure/0")]);
kind!(CONFIRMED, "privacy-confirmed", "confirmed", [("date", "29 novembre 2026")]);
kind!(HINDERED, "privacy-hindered", "hindered", []);
kind!(EXTENDED, "privacy-extended", "extended", [("date", "22 février 2027"), ("reason", "Beaucoup de demandes.")]);
kind!(REFUSED, "privacy-refused", "refused", [("reason", "Un litige est en cours.")]);
kind!(DONE, "privacy-done", "done", []);
kind!(EXPORT, "privacy-export", "export", [("date", "29 novembre 2026")]);

/// Every mail of personal data.
pub(crate) const MAILS: &[MailKind] = &[ASKED, CONFIRMED, HINDERED, EXTENDED, REFUSED, DONE, EXPORT];

/// Sends the link that confirms a request.
pub(crate) fn send_confirmation(
    tx: &mut Tx<'_>,
    ctx: &Context,
    subject: &Subject,
    id: ErasureRequestId,
) -> Result<(), DbError> {
    let link = MailLink { purpose: CONFIRM, id: id.0, path: "/erasure" };
    send(tx, ctx, &ASKED, subject, Vec::new(), Some(link))
}

/// Tells when a confirmed request is carried out.
pub(crate) fn send_confirmed(
    tx: &mut Tx<'_>,
    ctx: &Context,
    subject: &Subject,
    erase_at: Timestamp,
) -> Result<(), DbError> {
    send(tx, ctx, &CONFIRMED, subject, vec![("date", MailValue::Date(erase_at))], None)
}

/// Tells that something stands in the way.
pub(crate) fn send_hindered(tx: &mut Tx<'_>, ctx: &Context, subject: &Subject) -> Result<(), DbError> {
    send(tx, ctx, &HINDERED, subject, Vec::new(), None)
}

/// Tells until when an answer takes, and why.
pub(crate) fn send_extended(
    tx: &mut Tx<'_>,
    ctx: &Context,
    subject: &Subject,
    due_at: Timestamp,
    reason: &str,
) -> Result<(), DbError> {
    send(tx, ctx, &EXTENDED, subject, vec![("date", MailValue::Date(due_at)), ("reason", reason.into())], None)
}

/// Tells that a request is refused, why, and where to complain.
pub(crate) fn send_refused(tx: &mut Tx<'_>, ctx: &Context, subject: &Subject, reason: &str) -> Result<(), DbError> {
    send(tx, ctx, &REFUSED, subject, vec![("reason", reason.into())], None)
}

/// Tells that somebody is forgotten; the last mail.
pub(crate) fn send_done(tx: &mut Tx<'_>, ctx: &Context, subject: &Subject) -> Result<(), DbError> {
    send(tx, ctx, &DONE, subject, Vec::new(), None)
}

/// Tells that a copy can be downloaded.
pub(crate) fn send_export(tx: &mut Tx<'_>, ctx: &Context, subject: &Subject, until: Timestamp) -> Result<(), DbError> {
    send(tx, ctx, &EXPORT, subject, vec![("date", MailValue::Date(until))], None)
}

fn send(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static MailKind,
    subject: &Subject,
    mut values: Vec<(&'static str, MailValue)>,
    link: Option<MailLink>,
) -> Result<(), DbError> {
    values.push(("name", subject.name.as_str().into()));
    let outgoing = Outgoing { kind, to: subject.email.clone(), locale: subject.locale, values, link };
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
            }
        }
    }
}
