//! The demonstration: an invented publisher with invented customers, to look around in.

mod cast;
mod folder;
mod mail;
mod pages;
mod store;

use kit_db::{DbError, Engine, Lock};
use kit_web::migrations;

pub(crate) use cast::Cast;
pub(crate) use folder::Folder;
pub(crate) use pages::module;
use store::Found;

use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::modules::demo_modules;

/// Makes the demonstration, unless it is there already; answers who plays in it.
///
/// # Errors
/// The database holds something else, or cannot be used.
pub(crate) async fn prepare(installation: &Installation, folder: &Folder, fresh: bool) -> Result<Cast, Failure> {
    let db = &installation.db;
    let found = db.read::<_, DbError, _>(store::found).await.map_err(failed)?;
    let known = folder.cast()?;
    let is_on_server = db.engine() == Engine::Postgres;
    let kept = match (found, known) {
        (Found::Nothing, _) => None,
        (Found::Complete, Some(cast)) if !fresh => Some(cast),
        (Found::Complete, _) | (Found::Begun, _) if is_on_server && (fresh || found == Found::Begun) => {
            db.write::<_, DbError, _>(Lock::None, store::empty).await.map_err(failed)?;
            None
        }
        (Found::Foreign, _) => {
            return Err(Failure::usage(
                "the database is not empty and is no demonstration: nothing in it is touched; name an empty one",
            ));
        }
        _ => {
            return Err(Failure::usage(
                "the database holds a demonstration that this folder does not know: --fresh starts over",
            ));
        }
    };
    db.migrate(&migrations(&demo_modules()), &installation.clock).await.map_err(failed)?;
    if let Some(cast) = kept {
        return Ok(cast);
    }
    let cast = Cast::default();
    let now = installation.clock.now();
    db.write::<_, DbError, _>(Lock::None, move |tx| store::complete(tx, now)).await.map_err(failed)?;
    folder.complete(&cast)?;
    Ok(cast)
}
