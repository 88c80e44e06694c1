//! Writes that no rule refuses: their bodies fail by the database alone, so callers have no refusal to show.

use std::convert::Infallible;

use kit_core::Context;
use kit_db::{DbError, Failed, Lock, Tx};

use crate::access::{Actor, Permission};
use crate::error::WebError;
use crate::form::Once;
use crate::gate::{Gate, Written};

impl<P: Permission> Gate<P> {
    /// As [`Gate::write`], where no rule refuses.
    ///
    /// # Errors
    /// The actor lacks the permission, or the database failed.
    pub async fn write_sure<R, F>(&self, body: F) -> Result<(Actor, R), WebError>
    where
        F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, DbError> + Send + 'static,
        R: Send + 'static,
    {
        let (actor, Ok(result)) = self.write(sure(body)).await?;
        Ok((actor, result))
    }

    /// As [`Gate::write_with`], where no rule refuses.
    ///
    /// # Errors
    /// As [`Gate::write_sure`].
    pub async fn write_sure_with<R, F>(&self, lock: Lock, body: F) -> Result<(Actor, R), WebError>
    where
        F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, DbError> + Send + 'static,
        R: Send + 'static,
    {
        let (actor, Ok(result)) = self.write_with(lock, sure(body)).await?;
        Ok((actor, result))
    }

    /// As [`Gate::write_once`], where no rule refuses.
    ///
    /// # Errors
    /// As [`Gate::write_sure`].
    pub async fn write_sure_once<R, F>(&self, once: &Once, body: F) -> Result<(Actor, Written<R>), WebError>
    where
        F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, DbError> + Send + 'static,
        R: Send + 'static,
    {
        self.write_once(once, sure(body)).await
    }

    /// As [`Gate::write_once_with`], where no rule refuses.
    ///
    /// # Errors
    /// As [`Gate::write_sure`].
    pub async fn write_sure_once_with<R, F>(
        &self,
        lock: Lock,
        once: &Once,
        body: F,
    ) -> Result<(Actor, Written<R>), WebError>
    where
        F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, DbError> + Send + 'static,
        R: Send + 'static,
    {
        self.write_once_with(lock, once, sure(body)).await
    }
}

/// The body as one that a rule might refuse.
fn sure<R, F>(body: F) -> impl Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, Failed<Infallible>> + Send + 'static
where
    F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, DbError> + Send + 'static,
    R: 'static,
{
    move |tx, ctx, actor| body(tx, ctx, actor).map_err(Failed::Db)
}
