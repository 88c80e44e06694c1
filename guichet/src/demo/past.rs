//! The year before the demonstration begins, lived in the program itself on a clock that is set: what happened was done by
//! the same services, jobs and mails as what will happen.

use std::fmt::Display;
use std::sync::Mutex;
use std::sync::PoisonError;

use jiff::{SignedDuration, Timestamp};
use kit_core::{Author, Clock, Context, PersonId};
use kit_db::{Failed, Lock, Tx};
use kit_http::Reach;
use kit_mail::{Email, Mail, Outbox, Transport};
use kit_web::{App, Limits, Program, PublicUrl, World, assemble};

use super::REPLY_ADDRESS;
use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::modules::{demo_modules, resolve_demo};

/// The program in the past.
pub(super) struct Past {
    program: Program,
    present: Timestamp,
    public_url: PublicUrl,
    outbox: Outbox,
    sent: Mutex<Vec<Mail>>,
}

impl Past {
    /// The program on this installation, its clock set `days` before the present.
    pub(super) fn begin(installation: &Installation, public_url: &PublicUrl, days: i64) -> Result<Past, Failure> {
        let present = installation.clock.now();
        let outbox = Outbox::default();
        let world = World {
            db: installation.db.clone(),
            clock: Clock::set_at(before(present, days)),
            random: installation.random.clone(),
            keys: installation.keys.clone(),
            mail: Transport::Memory(outbox.clone()),
            reply_address: Email::parse(REPLY_ADDRESS).ok(),
            files: installation.files.clone(),
            public_url: public_url.clone(),
            limits: Limits::loose(),
            behind_proxy: false,
            metrics: None,
            reach: Reach::Public,
            demo: true,
        };
        let program = assemble(demo_modules(), resolve_demo, world).map_err(failed)?;
        Ok(Past { program, present, public_url: public_url.clone(), outbox, sent: Mutex::default() })
    }

    /// When the demonstration begins.
    pub(super) fn present(&self) -> Timestamp {
        self.present
    }

    /// A moment so many days before the present, at the time of day of the present.
    pub(super) fn days_ago(&self, days: i64) -> Timestamp {
        before(self.present, days)
    }

    /// Goes on to a moment, never back, with the jobs that are due by then.
    pub(super) async fn go_on_to(&self, moment: Timestamp) -> Result<(), Failure> {
        let clock = &self.program.app.clock;
        let step = moment.duration_since(clock.now());
        if step > SignedDuration::ZERO {
            clock.advance(step);
        }
        self.program.runner.run_due().await.map_err(failed)?;
        Ok(())
    }

    /// The running program.
    pub(super) fn app(&self) -> App {
        self.program.app.clone()
    }

    /// A context at the moment that has been reached.
    pub(super) fn context(&self, author: Author) -> Context {
        self.program.app.context(author)
    }

    /// Does something as `author`.
    pub(super) async fn act<R, E, F>(&self, author: Author, body: F) -> Result<R, Failure>
    where
        F: Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<E>> + Send + 'static,
        R: Send + 'static,
        E: Display + Send + 'static,
    {
        let ctx = self.context(author);
        let done = self.program.app.db.write(Lock::None, move |tx| body(tx, &ctx)).await;
        done.map_err(|failure: Failed<E>| match failure {
            Failed::Refused(reason) => Failure::new(format!("the demonstration is refused something: {reason}")),
            Failed::Db(error) => failed(error),
        })
    }

    /// The last part of the link in the newest mail to `address`.
    pub(super) async fn mailed_link(&self, address: &str) -> Result<String, Failure> {
        self.program.runner.run_due().await.map_err(failed)?;
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.extend(self.outbox.take());
        let mail = sent.iter().rfind(|mail| mail.to.as_str() == address);
        let link = mail.and_then(|mail| {
            let words = mail.content.text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')'));
            words.into_iter().find(|word| word.starts_with(&self.public_url.to("/")) && word.contains('.'))
        });
        let last = link.and_then(|link| link.rsplit('/').next());
        last.map(str::to_owned).ok_or_else(|| Failure::new(format!("no link was mailed to {address}")))
    }

    /// Ends the past; answers the mails that were sent in it, the oldest first.
    pub(super) async fn end(self) -> Result<Vec<Mail>, Failure> {
        self.program.runner.run_due().await.map_err(failed)?;
        let mut sent = self.sent.into_inner().unwrap_or_else(PoisonError::into_inner);
        sent.extend(self.outbox.take());
        Ok(sent)
    }
}

/// Staff in the demonstration acts as itself.
pub(super) fn as_staff(person: PersonId) -> Author {
    Author::Staff(person)
}

fn before(moment: Timestamp, days: i64) -> Timestamp {
    moment.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN)
}
