//! Work of one kind, done for many who ask at once: decided together, in one transaction.
//!
//! A debit by itself pays for a whole transaction; decided with those that wait beside it, for a part of one. While a batch is
//! committed the next one gathers, so nobody waits on purpose.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;

use crate::database::WeakDb;
use crate::{Db, DbError, Lock, Tx};

/// How many are decided together at most.
const BATCH: usize = 256;
/// How many wait at most; one more is refused.
const QUEUE: usize = 4096;

/// Answers each item, in their order. It writes nothing for an item that it refuses: what fails, fails for all of them.
type Decide<I, A> = fn(&mut Tx<'_>, &[I]) -> Result<Vec<A>, DbError>;

/// A kind of work: how a batch of it is done.
#[derive(Debug)]
pub struct Gathering<I, A> {
    decide: Decide<I, A>,
}

/// What is asked, and where the answer goes.
struct Asked<I, A> {
    item: I,
    reply: oneshot::Sender<Result<A, DbError>>,
}

/// The queues of a database, by where their kind of work stands in the program.
#[derive(Default)]
pub(crate) struct Queues(Mutex<HashMap<usize, Box<dyn Any + Send>>>);

impl<I, A> Gathering<I, A>
where
    I: Send + Sync + 'static,
    A: Send + 'static,
{
    /// Work that `decide` does for a batch: it answers each item, in their order.
    pub const fn new(decide: Decide<I, A>) -> Gathering<I, A> {
        Gathering { decide }
    }
}

impl Db {
    /// Has `item` done together with what else waits for the same kind of work; answers after it is durable.
    ///
    /// A batch that fails is done again one by one, so that nobody fails for another.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn gather<I, A>(&self, gathering: &'static Gathering<I, A>, item: I) -> Result<A, DbError>
    where
        I: Send + Sync + 'static,
        A: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.queue(gathering)?.try_send(Asked { item, reply }).map_err(|error| match error {
            TrySendError::Full(_) => DbError::Busy,
            TrySendError::Closed(_) => DbError::fault("nobody gathers any more"),
        })?;
        answer.await.unwrap_or(Err(DbError::Unknown))
    }

    fn queue<I, A>(&self, gathering: &'static Gathering<I, A>) -> Result<Sender<Asked<I, A>>, DbError>
    where
        I: Send + Sync + 'static,
        A: Send + 'static,
    {
        let place = std::ptr::from_ref(gathering).addr();
        let mut queues = self.queues.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = queues.get(&place).map(|queue| queue.downcast_ref::<Sender<Asked<I, A>>>().cloned());
        match known {
            Some(Some(queue)) if !queue.is_closed() => Ok(queue),
            Some(None) => Err(DbError::fault("two kinds of work in one place")),
            // The first one ever, or the first one after the runtime that gathered before has ended.
            Some(Some(_)) | None => {
                let (queue, waiting) = channel(QUEUE);
                tokio::spawn(gather(self.weak(), gathering.decide, waiting));
                queues.insert(place, Box::new(queue.clone()));
                Ok(queue)
            }
        }
    }
}

/// Does what waits, batch after batch, for as long as anybody holds the database.
async fn gather<I, A>(held: WeakDb, decide: Decide<I, A>, mut waiting: Receiver<Asked<I, A>>)
where
    I: Send + Sync + 'static,
    A: Send + 'static,
{
    let mut batch = Vec::new();
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let Some(db) = held.upgrade() else { return };
        // Whom nobody answers any more is not begun.
        let asked = batch.drain(..).filter(|asked| !asked.reply.is_closed());
        let (items, replies): (Vec<I>, Vec<_>) = asked.map(|asked| (asked.item, asked.reply)).unzip();
        let items = Arc::new(items);
        match done(&db, decide, &items, 0, items.len()).await {
            Ok(answers) => answers.into_iter().zip(replies).for_each(|(answer, reply)| drop(reply.send(Ok(answer)))),
            Err(DbError::Busy) => replies.into_iter().for_each(|reply| drop(reply.send(Err(DbError::Busy)))),
            Err(DbError::Unknown) => replies.into_iter().for_each(|reply| drop(reply.send(Err(DbError::Unknown)))),
            Err(_) => {
                for (place, reply) in replies.into_iter().enumerate() {
                    let answer = done(&db, decide, &items, place, 1).await;
                    let answer = answer.and_then(|answers| {
                        answers.into_iter().next().ok_or_else(|| DbError::fault("the only item has no answer"))
                    });
                    drop(reply.send(answer));
                }
            }
        }
    }
}

/// Does `count` items from `first` on, in one transaction.
async fn done<I, A>(
    db: &Db,
    decide: Decide<I, A>,
    items: &Arc<Vec<I>>,
    first: usize,
    count: usize,
) -> Result<Vec<A>, DbError>
where
    I: Send + Sync + 'static,
    A: Send + 'static,
{
    if count == 0 {
        return Ok(Vec::new());
    }
    let items = items.clone();
    db.write(Lock::None, move |tx| {
        let answers = decide(tx, items.get(first..first + count).unwrap_or_default())?;
        if answers.len() == count { Ok(answers) } else { Err(DbError::fault("not every item has an answer")) }
    })
    .await
}
