//! How one signs in, at a glance: password, address, second factor, sessions.

use askama::Template;
use jiff::Timestamp;
use kit_core::{Id, Text};
use kit_i18n::filters;
use kit_web::{Gate, Myself, Once, Page, View, WebError, Width};

use super::ask_password::me;
use crate::model::KnownSession;
use crate::service::{self, SecondFactorState};

/// The overview.
#[derive(Template)]
#[template(path = "pages/security.html")]
pub(crate) struct SecurityView {
    email: String,
    /// The address that waits to be confirmed.
    waiting: Option<String>,
    factor: SecondFactorState,
    /// Whether the person is staff, whose side opens only after a second factor.
    needs_factor: bool,
    sessions: Vec<SessionLine>,
    once: Once,
    now: Timestamp,
}

/// A session in the list.
struct SessionLine {
    known: KnownSession,
    /// Whether it is the one in which the page is shown.
    is_this: bool,
}

impl View for SecurityView {
    fn title(&self) -> Text {
        Text::new("people-security-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl SecurityView {
    /// Whether the back office is shut to this person for want of a second factor.
    fn lacks_factor(&self) -> bool {
        self.needs_factor && !matches!(self.factor, SecondFactorState::On { .. })
    }
}

/// `GET /me/security`
pub(crate) async fn show(gate: Gate<Myself>) -> Result<Page, WebError> {
    let (now, keys, once) = (gate.now(), gate.app().keys.clone(), gate.once());
    let is_demo = gate.app().demo;
    let (actor, view) = gate
        .read(move |read, actor| {
            let me = me(actor)?;
            let line = |known: KnownSession| SessionLine { is_this: known.id.0 == me.session, known };
            Ok(SecurityView {
                email: me.email.clone(),
                waiting: service::open_email_change(read, me.id, now)?.map(|email| email.to_string()),
                factor: service::second_factor(read, &keys, me.id, Id::from_raw(me.session), now)?,
                needs_factor: !me.staff.is_empty() && !is_demo,
                sessions: service::sessions(read, me.id, me.staff, now)?.into_iter().map(line).collect(),
                once: once.clone(),
                now,
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

#[cfg(test)]
impl SecurityView {
    pub(super) fn samples() -> Vec<SecurityView> {
        let at = Timestamp::UNIX_EPOCH;
        let line = |device: &str, is_this| SessionLine {
            known: KnownSession {
                id: kit_core::Id::from_raw(7),
                device: device.into(),
                address: "192.0.2.7".into(),
                created_at: at,
                last_seen_at: at,
            },
            is_this,
        };
        let sample = |factor, needs_factor| SecurityView {
            email: "camille.durand@exemple.fr".into(),
            waiting: Some("camille@autre.fr".into()),
            factor,
            needs_factor,
            sessions: vec![line("Firefox, Windows", true), line("", false)],
            once: Once::default(),
            now: at,
        };
        vec![
            sample(SecondFactorState::Off, false),
            sample(SecondFactorState::Off, true),
            sample(SecondFactorState::On { since: at, codes_left: 2 }, true),
        ]
    }
}
