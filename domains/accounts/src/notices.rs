//! Notices: mails to the account's administration address about what happened, most of which an account can turn off.
//!
//! A domain declares its kinds with [`notices!`](crate::notices!) and sends them with [`send`] in the transaction of what
//! happened. They stand here, below everybody who sends them, and not in a domain of their own: what is chosen is the account's,
//! its page is one of the account's settings, and nothing but the address and this choice is needed.

use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Tx};
use kit_mail::{MailKind, MailValue};
use publisher::mails::{Outgoing, send as send_mail, send_optional};

use crate::{mails, store};

/// A kind of notice.
#[derive(Debug, PartialEq, Eq)]
pub struct NoticeKind {
    /// Its code, `domain.notice-what`, which is stored and never changed, and when it is sent, as people read it.
    pub label: audit::Label,
    /// Its place on the page, small first; those of a group stand together.
    pub place: u16,
    /// What it is about.
    pub group: Text,
    /// Why it cannot be turned off: the law or the money needs it. None: it can.
    pub needed: Option<Text>,
    /// The page below the account's on which its threshold or the like is set, and how a link to it is called.
    pub settings: Option<(&'static str, Text)>,
}

impl NoticeKind {
    /// The stored name.
    pub const fn code(&self) -> &'static str {
        self.label.code
    }

    /// Whether an account can turn it off.
    pub const fn is_optional(&self) -> bool {
        self.needed.is_none()
    }
}

#[doc(hidden)]
pub struct Registered(pub &'static NoticeKind);
inventory::collect!(Registered);

/// Declares kinds of notices and registers them, so that the page lists them and the log can name them.
///
/// ```
/// use accounts::notices::{NoticeKind, known};
/// use kit_core::Text;
///
/// accounts::notices! {
///     /// Somebody came by.
///     pub VISITED = NoticeKind {
///         label: audit::Label { code: "example.notice-visited", text: Text::new("example-notice-visited") },
///         place: 10,
///         group: Text::new("example-notices"),
///         needed: None,
///         settings: None,
///     };
/// }
/// assert!(known().contains(&&VISITED));
/// ```
#[macro_export]
macro_rules! notices {
    ($($(#[$doc:meta])* $visibility:vis $name:ident = $kind:expr;)*) => {
        $($(#[$doc])*
        $visibility static $name: $crate::notices::NoticeKind = $kind;
        $crate::__private::inventory::submit! { $crate::notices::Registered(&$name) }
        $crate::__private::inventory::submit! { $crate::__private::Labelled { label: &$name.label, action: false } })*
    };
}

/// Declares a mail that [`send`] sends: its name, its key, the file of its texts in the crate's `templates/mails/LOCALE/`, and the values
/// of its own with a sample each. Those that `send` adds are declared with them.
#[macro_export]
macro_rules! notice_mail {
    ($name:ident, $key:literal, $file:literal, [$(($variable:literal, $sample:literal)),* $(,)?]) => {
        const $name: $crate::__private::MailKind = $crate::__private::MailKind {
            key: $key,
            variables: &[
                $(($variable, $sample),)*
                ("company", "Atelier du Plan"),
                ("account", "C-1042"),
                ("publisher", "Éditions Trame"),
                ("home", "https://client.example.org"),
            ],
            texts: $crate::__private::mail_texts!($file),
        };
    };
}

/// Every kind of the program, by place.
pub fn known() -> Vec<&'static NoticeKind> {
    let mut kinds: Vec<_> = inventory::iter::<Registered>.into_iter().map(|registered| registered.0).collect();
    kinds.sort_by_key(|kind| (kind.place, kind.code()));
    kinds
}

/// Sends a notice to the account's administration address once this transaction is committed, unless the account turned its
/// kind off. `company` and `account` are among the mail's values, if none of `values` has that name.
///
/// # Errors
/// The database refuses.
pub fn send(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    kind: &'static NoticeKind,
    mail: &'static MailKind,
    values: Vec<(&'static str, MailValue)>,
) -> Result<(), DbError> {
    if kind.is_optional() && store::notices::is_off(tx, account, kind.code())? {
        return Ok(());
    }
    let Some(account) = store::accounts::by_id(tx, account)? else { return Ok(()) };
    let mut all = mails::about(&account);
    all.retain(|(name, _)| values.iter().all(|(given, _)| given != name));
    all.extend(values);
    let outgoing = Outgoing {
        kind: mail,
        to: account.administration_email.clone(),
        locale: account.locale,
        values: all,
        link: None,
    };
    if kind.is_optional() {
        send_optional(tx, ctx, outgoing, format!("/accounts/{}/notices", account.id))
    } else {
        send_mail(tx, ctx, outgoing)
    }
}
