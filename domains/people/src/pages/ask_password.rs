//! What asks for the password of who is signed in: a stolen session alone must not reach far.

use askama::Template;
use kit_core::{Context, FieldErrors, Text};
use kit_db::{DbError, Failed, Tx, refuse};
use kit_i18n::filters;
use kit_web::{ActingPerson, Actor, ClientAddress, Gate, Limited, Once, Permission, View, WebError, Width, Written};
use serde::Deserialize;

use crate::service::{self, Verified};

/// The proof that `typed` is the password of who is signed in, or why it is not taken as one. What comes of it is another
/// transaction.
///
/// # Errors
/// Nobody is signed in, too many tries from one network address, or the database fails.
pub async fn proof<P: Permission>(
    gate: &Gate<P>,
    address: ClientAddress,
    typed: &str,
) -> Result<Result<Verified, Text>, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let counted = gate.write(|tx, ctx, actor| service::try_own_password(tx, ctx, me(actor)?.id)).await?.1;
    Ok(match counted {
        Ok(attempt) => attempt.verify(typed).await?.ok_or(Text::new("people-password-wrong")),
        Err(later) => Err(later.into()),
    })
}

/// The password as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct PasswordForm {
    pub(super) once: Once,
    pub(super) current: String,
}

/// Why a thing that asks for the password was not done.
#[derive(Debug)]
pub enum Refused<E> {
    /// The password is wrong, or was tried too often.
    Password(Text),
    /// A rule says no.
    Rule(E),
}

/// Who is signed in; the gate has made sure of somebody.
pub(super) fn me(actor: &Actor) -> Result<&ActingPerson, DbError> {
    actor.person.as_ref().ok_or_else(|| DbError::fault("nobody is signed in behind the gate"))
}

/// Does something with the proof that the password was given; a form sent twice does it once.
///
/// # Errors
/// As [`proof`].
pub async fn with_password<P, R, E, F>(
    gate: &Gate<P>,
    address: ClientAddress,
    once: &Once,
    typed: &str,
    body: F,
) -> Result<(Actor, Written<R, Refused<E>>), WebError>
where
    P: Permission,
    F: Fn(&mut Tx<'_>, &Context, &Actor, &Verified) -> Result<R, Failed<E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let proof = proof(gate, address, typed).await?;
    // A wrong password goes on to the transaction too: sent again, the form was right the first time, when it was done.
    gate.write_once(once, move |tx, ctx, actor| match &proof {
        Err(text) => refuse(Refused::Password(text.clone())),
        Ok(verified) => body(tx, ctx, actor, verified).map_err(|failed| failed.map(Refused::Rule)),
    })
    .await
}

/// A page that asks for nothing but the password.
#[derive(Template)]
#[template(path = "pages/ask_password.html")]
pub(crate) struct AskPasswordView {
    pub(super) title: Text,
    pub(super) lead: Text,
    pub(super) verb: Text,
    /// Where the form goes.
    pub(super) action: &'static str,
    /// `primary` or `danger`.
    pub(super) tone: &'static str,
    pub(super) errors: FieldErrors,
    pub(super) once: Once,
}

impl View for AskPasswordView {
    fn title(&self) -> Text {
        self.title.clone()
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}
