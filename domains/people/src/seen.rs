//! When sessions were last used: gathered in memory by the gates, written down now and then.

use kit_db::{DbError, Lock};
use kit_web::App;

use crate::service;

/// Sightings written in one transaction: few enough not to hold up others.
const BATCH: usize = 500;

/// Writes down when sessions were last used since the last call. Each process does this once a minute, for what it has seen
/// itself; what cannot be written now is kept for the next time.
///
/// # Errors
/// The database refuses.
pub async fn write_down_seen(app: &App) -> Result<(), DbError> {
    let sightings = app.seen.take_sessions();
    for (done, batch) in sightings.chunks(BATCH).enumerate() {
        let owned = batch.to_vec();
        let written = app.db.write::<_, DbError, _>(Lock::None, move |tx| service::note_seen(tx, &owned)).await;
        if let Err(error) = written {
            sightings[done * BATCH..].iter().for_each(|(session, at)| app.seen.session(*session, *at));
            return Err(error);
        }
    }
    Ok(())
}
