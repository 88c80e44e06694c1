//! A runner whose handlers write down what they did.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use kit_core::{Author, KeyRing};
use kit_db::{DbError, Lock};
use kit_jobs::{DeadJob, Job, JobError, Jobs, Load, Runner};
use kit_testkit::TestDb;
use serde::{Deserialize, Serialize};

/// What the handlers did, in order, and how they are to end.
#[derive(Clone, Default)]
pub struct World {
    pub done: Arc<Mutex<Vec<String>>>,
    pub fails: Arc<Mutex<Fails>>,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub enum Fails {
    #[default]
    Never,
    ForNow,
    ForGood,
    WithAPanic,
}

impl World {
    pub fn done(&self) -> Vec<String> {
        self.done.lock().unwrap().clone()
    }

    pub fn fail(&self, fails: Fails) {
        *self.fails.lock().unwrap() = fails;
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Note {
    pub text: String,
}

impl Job for Note {
    const KIND: &'static str = "test.note";
}

pub fn jobs() -> Jobs<World> {
    Jobs::new().on(|world: World, note: Note| async move {
        world.done.lock().unwrap().push(note.text);
        let fails = *world.fails.lock().unwrap();
        match fails {
            Fails::Never => Ok(()),
            Fails::ForNow => Err(JobError::retry("not now")),
            Fails::ForGood => Err(JobError::give_up("not ever")),
            Fails::WithAPanic => panic!("on purpose"),
        }
    })
}

pub fn runner(test: &TestDb, world: &World, jobs: Jobs<World>) -> Runner<World> {
    let keys = Arc::new(KeyRing::new([7; 32]));
    Runner::new(test.db.clone(), test.clock.clone(), test.random.clone(), keys, Arc::new(jobs), world.clone())
}

pub async fn enqueue(test: &TestDb, texts: &[&str]) {
    enqueue_at(test, texts, test.clock.now()).await;
}

pub async fn enqueue_at(test: &TestDb, texts: &[&str], at: Timestamp) {
    let ctx = test.context(Author::System("test"));
    let notes: Vec<Note> = texts.iter().map(|text| Note { text: (*text).to_owned() }).collect();
    let body =
        move |tx: &mut kit_db::Tx<'_>| notes.iter().try_for_each(|note| kit_jobs::enqueue_at(tx, &ctx, note, at));
    test.db.write::<(), DbError, _>(Lock::None, body).await.unwrap();
}

pub async fn load(test: &TestDb) -> Load {
    let now = test.clock.now();
    test.db.read::<_, DbError, _>(move |read| kit_jobs::load(read, now)).await.unwrap()
}

pub async fn dead(test: &TestDb) -> Vec<DeadJob> {
    test.db.read::<_, DbError, _>(kit_jobs::dead).await.unwrap()
}
