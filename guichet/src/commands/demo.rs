//! `guichet demo`.

use std::sync::Arc;

use kit_core::{Clock, Random};
use kit_db::{DatabaseUrl, Db};
use kit_files::Files;
use kit_http::Reach;
use kit_mail::{Email, Transport};
use kit_web::{Limits, PublicUrl, World, assemble};

use crate::cli::DemoOptions;
use crate::commands::say;
use crate::demo::{self, FILES, Folder, OUTBOX, REPLY_ADDRESS, Till};
use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::log::{self, LogFormat};
use crate::modules::{demo_modules, resolve_demo};
use crate::secret::SecretKey;
use crate::server::{listen, open_door, serve, signal};

/// Makes the demonstration if it is not there, and serves it until told to stop.
pub(crate) async fn run(options: DemoOptions) -> Result<(), Failure> {
    let stop = signal()?;
    let mail = open_door(options.mail_in.as_ref()).await?;
    let reply_address = Email::parse(REPLY_ADDRESS).map_err(failed)?;
    let listener = listen(options.bind).await?;
    let address = listener.local_addr().map_err(failed)?;
    let url = format!("http://{address}");
    let public_url: PublicUrl = url.parse().map_err(failed)?;
    let folder = Folder::take(&options.data, options.fresh)?;
    let database = options.database.clone().unwrap_or_else(|| DatabaseUrl::Sqlite(folder.file("guichet.db")));
    let random = Random::from_system().map_err(|error| Failure::new(error.to_string()))?;
    let keys = Arc::new(SecretKey::File(folder.file("secret.key")).obtain(&random).map_err(failed)?);
    let db = Db::open(&database).map_err(failed)?;
    let installation = Installation { db, clock: Clock::system(), random, keys, files: Files::at(folder.file(FILES)) };
    let cast = demo::prepare(&installation, &folder, &public_url, options.fresh, options.operations).await?;
    let till = Till::open(&installation, &folder, &url, options.paypal.as_deref()).await?;
    // Making the data keeps the writer busy for longer than serving ever may, and what fails is said by itself.
    log::start(LogFormat::Text);
    let world = World {
        db: installation.db,
        clock: installation.clock,
        random: installation.random,
        keys: installation.keys,
        mail: Transport::Folder(folder.file(OUTBOX)),
        reply_address: Some(reply_address),
        files: installation.files,
        public_url,
        limits: Limits::loose(),
        behind_proxy: false,
        metrics: None,
        reach: Reach::Loopback,
        demo: true,
    };
    let program = assemble(demo_modules(), resolve_demo, world).map_err(failed)?;
    folder.announce(&url, &till.url(), &cast)?;
    till.run(program.app.clone());
    say(cast.table());
    say(format!("The demonstration is at {url}, the mail that it sends at {url}/demo/mail. Ctrl-c stops it."));
    let served = serve(program, listener, mail, stop).await;
    folder.withdraw()?;
    served
}
