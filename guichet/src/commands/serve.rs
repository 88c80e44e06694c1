//! `guichet serve`.

use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::log;
use crate::server::{listen, serve, signal};
use crate::settings::Settings;

/// Serves until told to stop.
pub(crate) async fn run(settings: Settings, migrate: bool) -> Result<(), Failure> {
    log::start(settings.log);
    if migrate {
        Installation::open(&settings)?.migrate().await?;
    }
    let installation = Installation::ready(&settings).await?;
    let listener = listen(settings.bind).await?;
    let program = installation.program(&settings)?;
    let stop = signal()?;
    let address = listener.local_addr().map_err(failed)?;
    tracing::info!(%address, public_url = %settings.public_url, "serving");
    serve(program, listener, stop).await
}
