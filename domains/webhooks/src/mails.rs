//! The mail about an address that the program took out of use.

use kit_core::{Context, Locale};
use kit_db::{DbError, Tx};
use kit_mail::{MailKind, MailValue};
use publisher::mails::{Outgoing, send};

use crate::model::endpoint::{Disabled, Endpoint};

/// Every mail of webhooks.
pub(crate) static MAILS: [MailKind; 1] = [DISABLED];

const DISABLED: MailKind = MailKind {
    key: "webhooks-disabled",
    variables: &[
        ("url", "https://outils.example/guichet"),
        ("reason", "Hors service : échecs depuis trois jours"),
        ("home", "https://client.example"),
    ],
    texts: kit_mail::mail_texts!("disabled"),
};

/// Tells the publisher's support address, if there is one.
pub(crate) fn disabled(tx: &mut Tx<'_>, ctx: &Context, endpoint: &Endpoint, why: Disabled) -> Result<(), DbError> {
    let Some(to) = publisher::settings(tx)?.identity.support_email else { return Ok(()) };
    let values = vec![("url", MailValue::Str(endpoint.url.clone())), ("reason", MailValue::words([why.label()]))];
    send(tx, ctx, Outgoing { kind: &MAILS[0], to, locale: Locale::default(), values, link: None })
}
