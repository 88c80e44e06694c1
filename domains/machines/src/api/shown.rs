//! Who sits at the machine, by address and password.

use kit_db::{DbError, Lock};
use kit_mail::Email;
use kit_web::{Errors, Gate, Problem, WebError, Wrong};
use people::service::Shown;

use super::problems;
use crate::permissions::ActAsMachine;
use crate::service::{self, Asks, AtMachine};

/// What somebody shows. Never printed.
pub(super) struct ShowsWho {
    login: Email,
    password: String,
    code: Option<String>,
}

impl ShowsWho {
    /// Address, password and code as a body brings them; nothing, with the error noted, where the address is none.
    pub(super) fn read(errors: &mut Errors, login: &str, password: String, code: Option<String>) -> Option<ShowsWho> {
        let login = errors.field("login", Email::parse(login).map_err(|_| Wrong::email()))?;
        Some(ShowsWho { login, password, code })
    }

    /// The machine with the proof that the password is that of whom it counts for: the attempt is counted, then looked at outside of any
    /// transaction. The code is looked at where it is used up.
    pub(super) async fn at_machine(self, gate: &Gate<ActAsMachine>, asks: Asks) -> Result<AtMachine, Problem> {
        let (login, now) = (self.login, gate.now());
        let (actor, counted) = gate
            .write_with(Lock::None, move |tx, ctx, actor| {
                let account = actor.machine().map_err(|_| DbError::fault("no machine acts"))?.account;
                service::try_password(tx, ctx, account, &login, asks)
            })
            .await?;
        let attempt = counted.map_err(|later| problems::too_many(later, now))?;
        let verified = attempt.verify(&self.password).await.map_err(WebError::from)?;
        let verified = verified.ok_or_else(|| problems::not_shown(Shown::Refused, asks, now))?;
        Ok(AtMachine { machine: actor.machine().map_err(WebError::from)?.clone(), verified, code: self.code })
    }
}
