//! Claims what is due, runs it, and says how it went.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kit_core::{Author, Clock, Context, KeyRing, Random};
use kit_db::{Db, DbError, Lock};
use tokio::task::JoinSet;

use crate::store::{self, Claimed};
use crate::{JobError, JobId, Jobs};

/// A job that was not finished by then is somebody else's: its runner was killed.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// A handler is stopped after this, well before its lease ends, so that a job never runs twice at a time.
const LIMIT: Duration = Duration::from_secs(4 * 60);
/// With the pauses of [`pause`], a job is given up after about 27 hours.
const TRIES: i64 = 12;
/// Jobs run side by side at most.
const AT_ONCE: usize = 8;
/// How long the runner sleeps at most: other nodes' jobs, and those that come due.
const LOOK: Duration = Duration::from_secs(1);
/// How long running jobs may take to end when the program stops; then their leases run out.
const GRACE: Duration = Duration::from_secs(20);
/// Of an error's text, what is kept.
const ERROR_LENGTH: usize = 2000;

/// Runs jobs. Several runners, in one program or many, share the work.
pub struct Runner<S> {
    db: Db,
    clock: Clock,
    random: Random,
    keys: Arc<KeyRing>,
    jobs: Arc<Jobs<S>>,
    state: S,
    /// No schedule comes round before this moment, in microseconds: until then nobody need look.
    next_round: Arc<AtomicI64>,
}

impl<S: Clone + Send + Sync + 'static> Runner<S> {
    /// A runner of `jobs`, whose handlers get `state`.
    pub fn new(db: Db, clock: Clock, random: Random, keys: Arc<KeyRing>, jobs: Arc<Jobs<S>>, state: S) -> Runner<S> {
        Runner { db, clock, random, keys, jobs, state, next_round: Arc::new(AtomicI64::new(i64::MIN)) }
    }

    /// Runs jobs until `stop` completes, then lets those that run come to their end.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut running = JoinSet::new();
        loop {
            let full = self.fill(&mut running).await;
            tokio::select! {
                () = &mut stop => break,
                Some(_) = running.join_next(), if !running.is_empty() => {}
                () = self.db.jobs_enqueued(), if !full => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        let ended = tokio::time::timeout(GRACE, async { while running.join_next().await.is_some() {} }).await;
        if ended.is_err() {
            tracing::warn!(jobs = running.len(), "stopped with jobs unfinished; they run again when their leases end");
        }
    }

    /// Runs everything that is due now, one after the other, and what that causes; answers how many jobs were run. For
    /// tests, and for commands that end.
    ///
    /// # Errors
    /// The database cannot be used. A job that fails is no error: it waits for its next try.
    pub async fn run_due(&self) -> Result<usize, DbError> {
        let mut count = 0;
        loop {
            let Some((claim, job)) = self.claim(1).await?.pop() else { return Ok(count) };
            self.one(claim, job).await;
            count += 1;
        }
    }

    /// Starts as many due jobs as there is room for; answers whether there is no more room.
    async fn fill(&self, running: &mut JoinSet<()>) -> bool {
        let room = AT_ONCE.saturating_sub(running.len());
        if room > 0 {
            match self.claim(room).await {
                Ok(jobs) => {
                    for (claim, job) in jobs {
                        let runner = self.copy();
                        running.spawn(async move { runner.one(claim, job).await });
                    }
                }
                Err(error) => tracing::error!(%error, "cannot look for jobs"),
            }
        }
        running.len() >= AT_ONCE
    }

    fn copy(&self) -> Runner<S> {
        let Runner { db, clock, random, keys, jobs, state, next_round } = self;
        Runner {
            db: db.clone(),
            clock: clock.clone(),
            random: random.clone(),
            keys: keys.clone(),
            jobs: jobs.clone(),
            state: state.clone(),
            next_round: next_round.clone(),
        }
    }

    /// Fires the schedules whose time has come and takes hold of at most `room` due jobs.
    async fn claim(&self, room: usize) -> Result<Vec<(i64, Claimed)>, DbError> {
        let author = Author::System("jobs");
        let ctx = Context { now: self.clock.now(), author, random: self.random.clone(), keys: self.keys.clone() };
        let jobs = self.jobs.clone();
        let now = ctx.now;
        let comes_round = self.next_round.load(Ordering::Relaxed) <= now.as_microsecond();
        let claim = JobId::random(&ctx.random).0;
        let room = i64::try_from(room).unwrap_or(i64::MAX);
        let claimed = self
            .db
            .write::<Vec<Claimed>, DbError, _>(Lock::None, move |tx| {
                if comes_round {
                    jobs.schedules.iter().try_for_each(|schedule| schedule.fire(tx, &ctx))?;
                }
                tx.all(&store::CLAIM, &[&ctx.now, &later(ctx.now, LEASE), &claim, &room])
            })
            .await?;
        if comes_round {
            let rounds = self.jobs.schedules.iter().map(|schedule| schedule.every.after(now).as_microsecond());
            self.next_round.store(rounds.min().unwrap_or(i64::MAX), Ordering::Relaxed);
        }
        Ok(claimed.into_iter().map(|job| (claim, job)).collect())
    }

    /// Runs one job and notes its end.
    async fn one(&self, claim: i64, job: Claimed) {
        let result = match job.tries {
            // Its runner died each time, so nobody could count otherwise.
            tries if tries > TRIES => Err(JobError::give_up("the program ended each time while it ran")),
            _ => self.attempt(&job).await,
        };
        let (id, kind, tries) = (job.id, job.kind.as_str(), job.tries);
        let noted = match &result {
            Ok(()) => self.note(move |tx| tx.exec(&store::DONE, &[&id, &claim])).await,
            Err(JobError::Retry(error)) if tries < TRIES => {
                tracing::warn!(%id, kind, tries, %error, "a job failed and will be tried again");
                let (due, error) = (later(self.clock.now(), pause(tries)), shortened(&error.to_string()));
                self.note(move |tx| tx.exec(&store::AGAIN, &[&id, &claim, &due, &error])).await
            }
            Err(error) => {
                tracing::error!(%id, kind, tries, %error, "a job was given up");
                let (now, error) = (self.clock.now(), shortened(&error.to_string()));
                self.note(move |tx| tx.exec(&store::BURY, &[&id, &claim, &now, &error])).await
            }
        };
        match noted {
            Ok(0) => tracing::warn!(%id, kind, "a job took longer than its lease; somebody else runs it now"),
            Ok(_) => {}
            Err(error) => tracing::error!(%id, kind, %error, "the end of a job could not be noted; it will run again"),
        }
    }

    /// On a task of its own, so that a handler that panics fails alone.
    async fn attempt(&self, job: &Claimed) -> Result<(), JobError> {
        let handler = self.jobs.run(self.state.clone(), &job.kind, &job.body);
        match tokio::spawn(tokio::time::timeout(LIMIT, handler)).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(JobError::retry("it took too long")),
            Err(error) => Err(JobError::retry(error)),
        }
    }

    async fn note<F>(&self, body: F) -> Result<u64, DbError>
    where
        F: Fn(&mut kit_db::Tx<'_>) -> Result<u64, DbError> + Send + 'static,
    {
        self.db.write(Lock::None, body).await
    }
}

/// How long a job waits after its n-th try: 10 s, three times as long each time, 6 hours at most.
fn pause(tries: i64) -> SignedDuration {
    let exponent = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(8);
    SignedDuration::from_secs(10 * 3_i64.pow(exponent)).min(SignedDuration::from_hours(6))
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// The text of an error, fit for the database.
fn shortened(error: &str) -> String {
    error.chars().filter(|c| *c != '\0').take(ERROR_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_after_a_day() {
        assert_eq!(pause(1), SignedDuration::from_secs(10));
        assert_eq!(pause(3), SignedDuration::from_secs(90));
        assert_eq!(pause(1000), SignedDuration::from_hours(6));
        let all: SignedDuration = (1..TRIES).map(pause).sum();
        assert!(all > SignedDuration::from_hours(24) && all < SignedDuration::from_hours(30), "{all:?}");
    }
}
