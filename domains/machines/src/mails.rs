//! The mails of machines, all to the account's administration address.

use accounts::model::Account;
use accounts::notice_mail;
use accounts::notices::{NoticeKind, send as send_notice};
use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Tx};
use kit_mail::{MailKind, MailValue};
use publisher::mails::{MailLink, Outgoing, send};

use crate::model::Machine;
use crate::service::PURPOSE;
use crate::store::links::CodeLink;

notice_mail!(LINKED, "machines-linked", "linked", [("machine", "Poste 3"), ("about", "Planelle 2.4.1, Windows 11")]);
notice_mail!(
    REPLACED,
    "machines-replaced",
    "replaced",
    [("machine", "Poste 3"), ("about", "Planelle 2.4.1, Windows 11"), ("former", "Poste 1")]
);
notice_mail!(UNLINKED, "machines-unlinked", "unlinked", [("machines", "Poste 1, Poste 2")]);
notice_mail!(CODE_MADE, "machines-code-made", "code-made", []);
notice_mail!(
    CODE_LINK,
    "machines-code-link",
    "code-link",
    [("until", "28 novembre 2026"), ("link", "https://client.example.org/personal-code/0")]
);

/// Every mail of machines, for the module and for the publisher's own texts.
pub(crate) static MAILS: [MailKind; 5] = [LINKED, REPLACED, UNLINKED, CODE_MADE, CODE_LINK];

accounts::notices! {
    /// A machine was linked, maybe in the place of another one.
    LINKED_NOTICE = NoticeKind {
        label: audit::Label { code: "machines.notice-linked", text: Text::new("machines-notice-linked") },
        place: 31,
        group: Text::new("machines-notices"),
        needed: None,
        settings: None,
    };
    /// Machines were unlinked.
    UNLINKED_NOTICE = NoticeKind {
        label: audit::Label { code: "machines.notice-unlinked", text: Text::new("machines-notice-unlinked") },
        place: 32,
        group: Text::new("machines-notices"),
        needed: None,
        settings: None,
    };
    /// A new personal code was made.
    CODE_NOTICE = NoticeKind {
        label: audit::Label { code: "machines.notice-code", text: Text::new("machines-notice-code") },
        place: 33,
        group: Text::new("machines-notices"),
        needed: Some(Text::new("machines-notice-code-needed")),
        settings: None,
    };
}

/// Tells of a machine that was linked.
pub(crate) fn linked(
    tx: &mut Tx<'_>,
    ctx: &Context,
    machine: &Machine,
    replaced: Option<&Machine>,
) -> Result<(), DbError> {
    let about = format!("{} {}, {}", machine.application, machine.version, machine.system);
    let mut values = vec![("machine", machine.name.as_str().into()), ("about", about.into())];
    values.extend(replaced.map(|replaced| ("former", replaced.name.as_str().into())));
    let kind = if replaced.is_some() { &REPLACED } else { &LINKED };
    send_notice(tx, ctx, machine.account, &LINKED_NOTICE, kind, values)
}

/// Tells of machines that were unlinked; of none nothing is told.
pub(crate) fn unlinked(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    machines: &[Machine],
) -> Result<(), DbError> {
    if machines.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = machines.iter().map(|machine| machine.name.as_str()).collect();
    send_notice(tx, ctx, account, &UNLINKED_NOTICE, &UNLINKED, vec![("machines", names.join(", ").into())])
}

/// Tells of a new code, always: who did not want it has to know.
pub(crate) fn code_made(tx: &mut Tx<'_>, ctx: &Context, account: AccountId) -> Result<(), DbError> {
    send_notice(tx, ctx, account, &CODE_NOTICE, &CODE_MADE, Vec::new())
}

/// Mails the link that makes a new code.
pub(crate) fn code_link(tx: &mut Tx<'_>, ctx: &Context, account: &Account, link: &CodeLink) -> Result<(), DbError> {
    let outgoing = Outgoing {
        kind: &CODE_LINK,
        to: link.email.clone(),
        locale: account.locale,
        values: vec![
            ("company", account.name.as_str().into()),
            ("account", account.id.into()),
            ("until", MailValue::Date(link.expires_at)),
        ],
        link: Some(MailLink { purpose: PURPOSE, id: link.id.0, path: "/personal-code" }),
    };
    send(tx, ctx, outgoing)
}
