//! The mails of credits: notices to the account's administration address.

use accounts::notice_mail;
use accounts::notices::{NoticeKind, send};
use jiff::Timestamp;
use kit_core::{AccountId, Context, Credits, Text};
use kit_db::{DbError, Tx};
use kit_mail::{MailKind, MailValue};

use crate::model::{Balance, Unit, WalletId};

notice_mail!(LOW, "credits-low", "low", [("available", "87"), ("threshold", "100")]);
notice_mail!(
    EXPIRING,
    "credits-expiring",
    "expiring",
    [("total", "350"), ("first", "31 décembre 2026"), ("lots", "300 (31 décembre 2026), 50 (2 janvier 2027)")]
);
notice_mail!(DEBT, "credits-debt", "debt", [("debt", "250")]);

notice_mail!(
    TIME_EXPIRING,
    "credits-time-expiring",
    "time-expiring",
    [
        ("total", "2 h 30 min"),
        ("first", "31 décembre 2026"),
        ("lots", "2 h (31 décembre 2026), 30 min (2 janvier 2027)")
    ]
);
notice_mail!(TIME_DEBT, "credits-time-debt", "time-debt", [("debt", "1 h 10 min")]);

/// Every mail of credits, for the module and for the publisher's own texts.
pub(crate) static MAILS: [MailKind; 5] = [LOW, EXPIRING, DEBT, TIME_EXPIRING, TIME_DEBT];

accounts::notices! {
    /// Less can be used than the account wants to be there.
    LOW_NOTICE = NoticeKind {
        label: audit::Label { code: "credits.notice-low", text: Text::new("credits-notice-low") },
        place: 21,
        group: Text::new("credits-notices"),
        needed: None,
        settings: Some(("credits/threshold", Text::new("credits-threshold-set"))),
    };
    /// Lots come to their end.
    EXPIRING_NOTICE = NoticeKind {
        label: audit::Label { code: "credits.notice-expiring", text: Text::new("credits-notice-expiring") },
        place: 22,
        group: Text::new("credits-notices"),
        needed: None,
        settings: None,
    };
    /// The account owes credits.
    DEBT_NOTICE = NoticeKind {
        label: audit::Label { code: "credits.notice-debt", text: Text::new("credits-notice-debt") },
        place: 23,
        group: Text::new("credits-notices"),
        needed: Some(Text::new("credits-notice-debt-needed")),
        settings: None,
    };
    /// Lots of support time come to their end.
    TIME_EXPIRING_NOTICE = NoticeKind {
        label: audit::Label { code: "credits.notice-time-expiring", text: Text::new("credits-notice-time-expiring") },
        place: 31,
        group: Text::new("credits-time-title"),
        needed: None,
        settings: None,
    };
    /// The account owes support time.
    TIME_DEBT_NOTICE = NoticeKind {
        label: audit::Label { code: "credits.notice-time-debt", text: Text::new("credits-notice-time-debt") },
        place: 32,
        group: Text::new("credits-time-title"),
        needed: Some(Text::new("credits-notice-debt-needed")),
        settings: None,
    };
}

/// Tells that less can be used than the account wants to be there.
pub(crate) fn low(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    balance: Balance,
    threshold: Credits,
) -> Result<(), DbError> {
    let values = vec![("available", balance.free().into()), ("threshold", threshold.into())];
    send(tx, ctx, account, &LOW_NOTICE, &LOW, values)
}

/// Tells what comes to its end on which day; the earliest first, and at least one.
pub(crate) fn expiring(
    tx: &mut Tx<'_>,
    ctx: &Context,
    WalletId { account, unit }: WalletId,
    ends: Vec<(Credits, Timestamp)>,
) -> Result<(), DbError> {
    let Some(first) = ends.first().map(|(_, at)| *at) else { return Ok(()) };
    let total = ends.iter().fold(0_i64, |sum, (credits, _)| sum.saturating_add(credits.0));
    let lots = ends.into_iter().map(|(credits, at)| (credits.0, at)).collect();
    let first = ("first", MailValue::Date(first));
    match unit {
        Unit::Credit => {
            let values = vec![("total", MailValue::Number(total)), first, ("lots", MailValue::Dated(lots))];
            send(tx, ctx, account, &EXPIRING_NOTICE, &EXPIRING, values)
        }
        Unit::SupportMinutes => {
            let values = vec![("total", MailValue::Minutes(total)), first, ("lots", MailValue::DatedMinutes(lots))];
            send(tx, ctx, account, &TIME_EXPIRING_NOTICE, &TIME_EXPIRING, values)
        }
    }
}

/// Tells what the account owes, which its next purchase settles first. Always sent: it is about money.
pub(crate) fn debt(
    tx: &mut Tx<'_>,
    ctx: &Context,
    WalletId { account, unit }: WalletId,
    debt: Credits,
) -> Result<(), DbError> {
    match unit {
        Unit::Credit => send(tx, ctx, account, &DEBT_NOTICE, &DEBT, vec![("debt", debt.into())]),
        Unit::SupportMinutes => {
            send(tx, ctx, account, &TIME_DEBT_NOTICE, &TIME_DEBT, vec![("debt", MailValue::Minutes(debt.0))])
        }
    }
}
