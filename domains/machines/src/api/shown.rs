//! Who sits at the machine, by address and password.

use kit_db::{DbError, Lock};
use kit_mail::Email;
use kit_web::{ActingMachine, Gate, Problem, WebError};
use people::service::{Shown, Verified};

use super::problems;
use crate::permissions::ActAsMachine;
use crate::service::{self, Asks};

/// What somebody shows. Never printed.
pub(super) struct ShowsWho {
    pub(super) login: Email,
    pub(super) password: String,
    pub(super) code: Option<String>,
}

/// The machine, and the proof that the password is that of whom it counts for: the attempt is counted, then looked at outside of any
/// transaction.
pub(super) async fn verified(
    gate: &Gate<ActAsMachine>,
    shows: &ShowsWho,
    asks: Asks,
) -> Result<(ActingMachine, Verified), Problem> {
    let (login, now) = (shows.login.clone(), gate.now());
    let (actor, counted) = gate
        .write_with(Lock::None, move |tx, ctx, actor| {
            let account = actor.machine().map_err(|_| DbError::fault("no machine acts"))?.account;
            service::try_password(tx, ctx, account, &login, asks)
        })
        .await?;
    let attempt = counted.map_err(|later| problems::too_many(later, now))?;
    let verified = attempt.verify(&shows.password).await.map_err(WebError::from)?;
    let verified = verified.ok_or_else(|| problems::not_shown(Shown::Refused, asks, now))?;
    Ok((actor.machine().map_err(WebError::from)?.clone(), verified))
}
