//! `guichet serve`.

use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::log;
use crate::server::{listen, open_door, serve, signal};
use crate::settings::Settings;

/// Serves until told to stop.
pub(crate) async fn run(settings: Settings, migrate: bool) -> Result<(), Failure> {
    log::start(settings.log);
    if migrate {
        Installation::open(&settings)?.migrate().await?;
    }
    let installation = Installation::ready(&settings).await?;
    let listener = listen(settings.bind).await?;
    let mail = open_door(settings.mail_in.as_ref()).await?;
    let program = installation.program(&settings)?;
    let stop = signal()?;
    let address = listener.local_addr().map_err(failed)?;
    tracing::info!(%address, public_url = %settings.public_url, "serving");
    if let Some(listen) = &settings.mail_in {
        tracing::info!(%listen, "taking answers by mail");
    }
    serve(program, listener, mail, stop).await
}
