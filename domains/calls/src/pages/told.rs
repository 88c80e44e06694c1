//! What pages of support time tell about calls: who called and approved, and on the staff's side the way to the phone.

use credits::{OperationId, Unit};
use jiff::Timestamp;
use kit_core::{AccountId, Arg, Text};
use kit_db::{DbError, Read};
use kit_web::{Actor, Panel, PanelLink, Tone};
use people::Names;

use super::staff;
use crate::service;

/// The operation of an account's support time that a page is about.
pub(super) fn operation_of(subject: &str) -> Option<(AccountId, OperationId)> {
    let (account, id) = subject.split_once(' ')?;
    let id: OperationId = id.parse().ok()?;
    (id.unit == Unit::SupportMinutes).then_some((account.parse().ok()?, id))
}

/// On the page of an operation of support time: who of the account called, and who approved what it cost.
pub(crate) fn call_panel(
    read: &mut Read<'_>,
    _: &Actor,
    subject: &str,
    _: Timestamp,
) -> Result<Option<Panel>, DbError> {
    let Some((account, id)) = operation_of(subject) else { return Ok(None) };
    let Some(call) = service::call_behind(read, account, id.seq)? else { return Ok(None) };
    let names = Names::of(read, [call.caller, call.approved_by].into_iter().flatten())?;
    let called = names.plain(call.caller).map(|who| {
        let text = if call.checked { Text::new("calls-told-called-checked") } else { Text::new("calls-told-called") };
        (Tone::Neutral, text.with("who", who))
    });
    let approved = names.plain(call.approved_by).map(|who| {
        let text = if call.approved_checked {
            Text::new("calls-told-approved-checked")
        } else {
            Text::new("calls-told-approved")
        };
        (Tone::Neutral, text.with("who", who).with("time", Arg::Minutes(call.approved_minutes.unwrap_or_default())))
    });
    let notes: Vec<(Tone, Text)> = called.into_iter().chain(approved).collect();
    let title = Text::new("calls-call");
    Ok((!notes.is_empty()).then_some(Panel { title, notes, actions: Vec::new(), links: Vec::new() }))
}

/// On the staff's page of an account's support time: the way to the phone, where it is counted.
pub(crate) fn phone_panel(_: &mut Read<'_>, _: &Actor, subject: &str, _: Timestamp) -> Result<Option<Panel>, DbError> {
    let Ok(account) = subject.parse::<AccountId>() else { return Ok(None) };
    let phone = PanelLink { href: staff::path(account), label: Text::new("calls-phone"), icon: "headset" };
    Ok(Some(Panel {
        title: Text::new("calls-count-title"),
        notes: vec![(Tone::Neutral, Text::new("calls-count-text"))],
        actions: Vec::new(),
        links: vec![phone],
    }))
}
