//! What accounts do by themselves.

use kit_core::{AccountId, Author, Context, PersonId};
use kit_db::{DbError, Lock, Tx};
use kit_jobs::{Every, Job, JobError, Jobs};
use kit_web::App;
use serde::{Deserialize, Serialize};

use crate::service::{invitations, keys, sign_up};

/// Somebody is no member of an account any more: enqueued in the transaction of it. A domain after this one runs it, to take back what it gave the
/// member, at least once and some time later, when the person may be a member again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLeft {
    /// Which account.
    pub account: AccountId,
    /// Who.
    pub person: PersonId,
}

impl Job for MemberLeft {
    const KIND: &'static str = "accounts.member_left";
}

/// Books the invitations whose time has run out.
#[derive(Debug, Serialize, Deserialize)]
struct ExpireInvitations {}

impl Job for ExpireInvitations {
    const KIND: &'static str = "accounts.expire_invitations";
}

/// Forgets sign-ups that nobody confirmed.
#[derive(Debug, Serialize, Deserialize)]
struct ForgetUnconfirmed {}

impl Job for ForgetUnconfirmed {
    const KIND: &'static str = "accounts.forget_unconfirmed";
}

/// Keys written down in one transaction: few enough not to hold up others.
const BATCH: usize = 500;

/// Writes down when keys were last used since the last call. Each process does this once a minute, for what it has seen
/// itself; what cannot be written now is kept for the next time.
///
/// # Errors
/// The database refuses.
pub async fn write_down_used_keys(app: &App) -> Result<(), DbError> {
    let sightings = app.seen.take_keys();
    for (done, batch) in sightings.chunks(BATCH).enumerate() {
        let owned = batch.to_vec();
        let written = app.db.write::<_, DbError, _>(Lock::None, move |tx| keys::note_used(tx, &owned)).await;
        if let Err(error) = written {
            sightings[done * BATCH..].iter().for_each(|(prefix, at)| app.seen.key(prefix, *at));
            return Err(error);
        }
    }
    Ok(())
}

pub(crate) fn jobs(jobs: Jobs<App>) -> Jobs<App> {
    jobs.on(|app, _: ExpireInvitations| until_done(app, invitations::expire))
        .on(|app, _: ForgetUnconfirmed| until_done(app, sign_up::forget_unconfirmed))
        .every("accounts-expire-invitations", Every::Hours(1), || ExpireInvitations {})
        .every("accounts-forget-unconfirmed", Every::Hours(24), || ForgetUnconfirmed {})
}

/// Repeats a step until it finds nothing more to do, a transaction each, so that nobody waits long for it.
async fn until_done(app: App, step: fn(&mut Tx<'_>, &Context) -> Result<usize, DbError>) -> Result<(), JobError> {
    loop {
        let ctx = app.context(Author::System("accounts"));
        if app.db.write(Lock::None, move |tx| step(tx, &ctx)).await? == 0 {
            return Ok(());
        }
    }
}
