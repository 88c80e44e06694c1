//! The gate of a route: it holds what the request shows, and finds who acts inside the transaction that does the work.

use std::convert::Infallible;
use std::marker::PhantomData;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::response::{IntoResponse, Redirect, Response};
use http::header;
use http::request::Parts;
use jiff::Timestamp;
use kit_core::{AccountId, Context, Locale};
use kit_db::{DbError, Failed, Gathering, Lock, Read, Tx};
use kit_i18n::{DEFAULT_ZONE, Reader};

use crate::access::{Actor, Attempt, Credential, Demand, Denied, Permission};
use crate::app::App;
use crate::cookies;
use crate::error::WebError;
use crate::form::Once;
use crate::frame;
use crate::href::is_local;
use crate::layout::{Flash, View};
use crate::page::Page;
use crate::store;

/// Left in a response that wants its reader signed in; the outermost layer knows the way back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NeedsSignIn;

impl IntoResponse for NeedsSignIn {
    fn into_response(self) -> Response {
        let mut response = ().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl axum::response::IntoResponseParts for NeedsSignIn {
    type Error = Infallible;

    fn into_response_parts(
        self,
        mut parts: axum::response::ResponseParts,
    ) -> Result<axum::response::ResponseParts, Self::Error> {
        parts.extensions_mut().insert(self);
        Ok(parts)
    }
}

/// The first argument of every handler. It knows what the request shows, not yet who that is: [`Gate::read`] and
/// [`Gate::write`] find out inside their transaction and refuse whoever lacks the permission `P`.
pub struct Gate<P> {
    app: App,
    attempt: Attempt,
    locale: Locale,
    path: String,
    flash: Option<Flash>,
    permission: PhantomData<fn() -> P>,
}

/// How a form that may be sent twice ended; without `E`, no rule refuses it.
#[derive(Debug)]
pub enum Written<R, E = Infallible> {
    /// It was done now.
    Done(R),
    /// It had been done before: answer as if now.
    Repeated,
    /// A rule says no; nothing was done.
    Refused(E),
}

/// How a body ended that did not do its work.
enum Ended<E> {
    Denied(Denied),
    Refused(Box<Actor>, E),
    Repeated(Box<Actor>),
    Db(DbError),
}

impl<E> From<DbError> for Ended<E> {
    fn from(error: DbError) -> Ended<E> {
        Ended::Db(error)
    }
}

impl<P: Permission> Gate<P> {
    /// Runs `body` in one snapshot for whoever acts.
    ///
    /// # Errors
    /// The actor lacks the permission, or what `body` returns.
    pub async fn read<R, F>(&self, body: F) -> Result<(Actor, R), WebError>
    where
        F: Fn(&mut Read<'_>, &Actor) -> Result<R, WebError> + Send + 'static,
        R: Send + 'static,
    {
        self.read_foreseeing(|_, _| {}, body).await
    }

    /// As [`Gate::read`]; `foresee` says what `body` will ask about the account of the URL, or that the key was of when it was
    /// last seen, so that it can be asked at once: see [`Read::foresee`].
    ///
    /// # Errors
    /// As [`Gate::read`].
    pub async fn read_foreseeing<R, A, F>(&self, foresee: A, body: F) -> Result<(Actor, R), WebError>
    where
        A: Fn(&mut Read<'_>, AccountId) + Send + 'static,
        F: Fn(&mut Read<'_>, &Actor) -> Result<R, WebError> + Send + 'static,
        R: Send + 'static,
    {
        let (attempt, resolve) = (self.attempt, self.app.resolve);
        let (actor, result) = self
            .app
            .db
            .read(move |read| {
                if let Some(account) = attempt.account.or_else(|| guess(read, attempt.credential)) {
                    foresee(read, account);
                }
                let actor = resolve(read, &attempt)?;
                let result = body(read, &actor)?;
                Ok::<_, WebError>((actor, result))
            })
            .await?;
        self.note(&actor);
        Ok((actor, result))
    }

    /// Runs `body` in a transaction for whoever acts, serialised on the account of the URL if there is one.
    ///
    /// # Errors
    /// The actor lacks the permission, or the database failed; a refusal of `body` is in the answer.
    pub async fn write<R, E, F>(&self, body: F) -> Result<(Actor, Result<R, E>), WebError>
    where
        F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, Failed<E>> + Send + 'static,
        R: Send + 'static,
        E: Send + 'static,
    {
        self.write_with(self.lock(), body).await
    }

    /// As [`Gate::write`], serialised on `lock`.
    ///
    /// # Errors
    /// As [`Gate::write`].
    pub async fn write_with<R, E, F>(&self, lock: Lock, body: F) -> Result<(Actor, Result<R, E>), WebError>
    where
        F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, Failed<E>> + Send + 'static,
        R: Send + 'static,
        E: Send + 'static,
    {
        match self.transact(lock, None, body).await? {
            (actor, Written::Done(result)) => Ok((actor, Ok(result))),
            (actor, Written::Refused(reason)) => Ok((actor, Err(reason))),
            (_, Written::Repeated) => Err(WebError::Fault("a form without a token cannot repeat".to_owned())),
        }
    }

    /// As [`Gate::write`], but a form sent again with the same token is not done again.
    ///
    /// # Errors
    /// As [`Gate::write`].
    pub async fn write_once<R, E, F>(&self, once: &Once, body: F) -> Result<(Actor, Written<R, E>), WebError>
    where
        F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, Failed<E>> + Send + 'static,
        R: Send + 'static,
        E: Send + 'static,
    {
        self.transact(self.lock(), Some(once.clone()), body).await
    }

    /// As [`Gate::write_once`], serialised on `lock`.
    ///
    /// # Errors
    /// As [`Gate::write`].
    pub async fn write_once_with<R, E, F>(
        &self,
        lock: Lock,
        once: &Once,
        body: F,
    ) -> Result<(Actor, Written<R, E>), WebError>
    where
        F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, Failed<E>> + Send + 'static,
        R: Send + 'static,
        E: Send + 'static,
    {
        self.transact(lock, Some(once.clone()), body).await
    }

    async fn transact<R, E, F>(
        &self,
        lock: Lock,
        once: Option<Once>,
        body: F,
    ) -> Result<(Actor, Written<R, E>), WebError>
    where
        F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<R, Failed<E>> + Send + 'static,
        R: Send + 'static,
        E: Send + 'static,
    {
        let (attempt, app) = (self.attempt, self.app.clone());
        let ended = self.app.db.write(lock, move |tx| {
            let actor = (app.resolve)(tx, &attempt).map_err(Ended::Denied)?;
            let mut ctx = app.context(actor.author(P::DEMAND));
            ctx.now = attempt.now;
            if let Some(once) = &once
                && !store::claim(tx, once, actor.person.as_ref().map(|person| person.id), ctx.now)?
            {
                return Err(Ended::Repeated(Box::new(actor)));
            }
            match body(tx, &ctx, &actor) {
                Ok(result) => Ok((actor, result)),
                Err(Failed::Refused(reason)) => Err(Ended::Refused(Box::new(actor), reason)),
                Err(Failed::Db(error)) => Err(Ended::Db(error)),
            }
        });
        let (actor, written) = match ended.await {
            Ok((actor, result)) => (actor, Written::Done(result)),
            Err(Ended::Refused(actor, reason)) => (*actor, Written::Refused(reason)),
            Err(Ended::Repeated(actor)) => (*actor, Written::Repeated),
            Err(Ended::Denied(denied)) => return Err(denied.into()),
            Err(Ended::Db(error)) => return Err(error.into()),
        };
        self.note(&actor);
        Ok((actor, written))
    }

    /// Has `wanted` done together with what others want at the same moment, see [`Db::gather`](kit_db::Db::gather); who acts is
    /// found there, by [`Asked::enter`].
    ///
    /// # Errors
    /// As [`Gate::read`].
    pub async fn gather<T, R>(&self, kind: &'static Gathered<T, R>, wanted: T) -> Result<R, WebError>
    where
        T: Send + Sync + 'static,
        R: Send + 'static,
    {
        let asked = Asked { app: self.app.clone(), attempt: self.attempt, wanted };
        let (actor, result) = self.app.db.gather(kind, asked).await??;
        self.note(&actor);
        Ok(result)
    }

    /// The page of `view` for whoever acts.
    pub fn page<V: View>(&self, actor: &Actor, view: V) -> Page {
        let frame = frame::frame(&self.app, actor, P::DEMAND, &self.path, self.flash.clone());
        Page::render(&frame, &self.reader(actor), &view, self.flash.is_some(), self.app.public_url.is_secure())
    }

    /// The same form again, with what was typed and what is wrong with it (422, RFC 9110).
    pub fn invalid<V: View>(&self, actor: &Actor, view: V) -> Page {
        self.page(actor, view).invalid()
    }

    /// Goes to `path` after an action, which the next page tells; to the start if it would lead out of the program.
    pub fn redirect(&self, actor: &Actor, path: &str, flash: Flash) -> Response {
        let path = if is_local(path) { path } else { "/" };
        let said = self.reader(actor).text(&flash.text).into_owned();
        let cookie = cookies::flash(flash.tone, &said, self.app.public_url.is_secure());
        ([(header::SET_COOKIE, cookie)], Redirect::to(path)).into_response()
    }

    /// A token for a form, so that sending it twice does it once.
    pub fn once(&self) -> Once {
        Once::new(&self.app.random)
    }

    /// The account of the URL; the gate of every account route has made sure of one.
    ///
    /// # Errors
    /// [`WebError::NotFound`] on a route without one.
    pub fn account(&self) -> Result<AccountId, WebError> {
        self.attempt.account.ok_or(WebError::NotFound)
    }

    /// The running program.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// When the request came.
    pub fn now(&self) -> Timestamp {
        self.attempt.now
    }

    /// The language that the browser asks for, before it is known who asks.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// What puts texts into the words of whoever acts.
    pub fn reader(&self, actor: &Actor) -> Reader {
        match &actor.person {
            Some(person) => self.app.reader(person.locale, &person.time_zone),
            None => self.app.reader(self.locale, DEFAULT_ZONE),
        }
    }

    /// What the request showed to be let in.
    pub fn credential(&self) -> Credential {
        self.attempt.credential
    }

    fn lock(&self) -> Lock {
        self.attempt.account.map_or(Lock::None, Lock::Account)
    }

    fn note(&self, actor: &Actor) {
        if let Some(person) = &actor.person {
            self.app.seen.session(person.session, self.attempt.now);
        }
        if let Some(key) = &actor.key {
            self.app.seen.key(&key.prefix, self.attempt.now);
        } else {
            self.app.remember_brand(&actor.brand);
        }
    }
}

/// Something wanted, on its way to be decided together with what others want.
pub struct Asked<T> {
    app: App,
    attempt: Attempt,
    /// What is wanted.
    pub wanted: T,
}

/// The answer for whoever acts, or why he or she was not let in.
pub type Entered<R> = Result<(Actor, R), Denied>;

/// A kind of work that is done for many at once.
pub type Gathered<T, R> = Gathering<Asked<T>, Entered<R>>;

impl<T> Asked<T> {
    /// Who asks, with the context of a change by him or her.
    ///
    /// # Errors
    /// The actor lacks the permission, or the database failed.
    pub fn enter(&self, tx: &mut Tx<'_>) -> Result<(Actor, Context), Denied> {
        let actor = (self.app.resolve)(tx, &self.attempt)?;
        let mut ctx = self.app.context(actor.author(self.attempt.demand));
        ctx.now = self.attempt.now;
        Ok((actor, ctx))
    }
}

/// Whoever shows nothing where something is demanded is sent away before anything of the body is read.
fn ensure_shown(demand: Demand, credential: Credential) -> Result<(), WebError> {
    match (demand, credential) {
        (Demand::Public, _) => Ok(()),
        (Demand::Key(_) | Demand::Machine, Credential::None) => Err(WebError::Unauthorized),
        (_, Credential::None) => Err(WebError::SignIn),
        _ => Ok(()),
    }
}

/// The account that a key was of when it was last seen.
fn guess(read: &Read<'_>, credential: Credential) -> Option<AccountId> {
    match credential {
        Credential::Key(hash) => read.guess::<AccountId>("key", &hash.0).map(|account| *account),
        Credential::None | Credential::Session(_) | Credential::Machine(_) => None,
    }
}

impl<P: Permission> FromRequestParts<App> for Gate<P> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Gate<P>, WebError> {
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| WebError::NotFound)?;
        let account = match params.iter().find(|(name, _)| *name == "account") {
            Some((_, text)) => Some(text.parse().map_err(|_| WebError::NotFound)?),
            None => None,
        };
        let credential = match P::DEMAND {
            Demand::Key(_) => cookies::key_of(&parts.headers)?,
            Demand::Machine => cookies::machine_of(&parts.headers)?,
            _ => cookies::session_of(&parts.headers, app.public_url.is_secure()),
        };
        ensure_shown(P::DEMAND, credential)?;
        Ok(Gate {
            app: app.clone(),
            attempt: Attempt { credential, demand: P::DEMAND, account, now: app.clock.now() },
            locale: cookies::locale_of(&parts.headers),
            path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            flash: cookies::flash_of(&parts.headers, app.public_url.is_secure()),
            permission: PhantomData,
        })
    }
}
