//! An installation whose settings are known: its database open, its keys at hand.

use std::sync::Arc;

use kit_core::{Author, Clock, Context, KeyRing, Random};
use kit_db::{DatabaseUrl, Db, DbError, Lock};
use kit_files::Files;
use kit_web::{Limits, Program, World, assemble, belongs_to, migrations};
use metrics_exporter_prometheus::PrometheusBuilder;

use crate::failure::{Failure, failed};
use crate::modules::{modules, resolve};
use crate::secret::SecretKey;
use crate::settings::Settings;

/// Upper bounds of the histogram of answers, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// What every command works with.
#[derive(Clone)]
pub struct Installation {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// The installation's keys.
    pub keys: Arc<KeyRing>,
    /// Where files are kept.
    pub files: Files,
}

impl Installation {
    /// Opens the database and reads the keys.
    ///
    /// # Errors
    /// Either cannot be used, or the file of the key is missing beside its database.
    pub fn open(settings: &Settings) -> Result<Installation, Failure> {
        let random = Random::from_system().map_err(|error| Failure::new(error.to_string()))?;
        ensure_key_of(settings)?;
        let keys = Arc::new(settings.secret_key.obtain(&random).map_err(failed)?);
        let db = Db::open(&settings.database).map_err(failed)?;
        Ok(Installation { db, clock: Clock::system(), random, keys, files: settings.files.clone() })
    }

    /// As [`Installation::open`], for commands that need a schema that is up to date.
    ///
    /// # Errors
    /// As [`Installation::open`]; or migrations are missing, or the key is that of another database.
    pub async fn ready(settings: &Settings) -> Result<Installation, Failure> {
        let installation = Installation::open(settings)?;
        let missing = installation.db.missing(&migrations(&modules())).await.map_err(failed)?;
        if let [first, ..] = missing.as_slice() {
            return Err(Failure::new(format!(
                "the database lacks {} migrations, {first} first: run `guichet migrate`, or `guichet serve --migrate`",
                missing.len()
            )));
        }
        if !installation.has_its_key().await? {
            return Err(Failure::new(
                "the secret key is not the one that this database was made with: put back the one that belongs to it",
            ));
        }
        Ok(installation)
    }

    /// Whether the database belongs to the key at hand.
    ///
    /// # Errors
    /// The database cannot be used.
    pub(crate) async fn has_its_key(&self) -> Result<bool, Failure> {
        let keys = self.keys.clone();
        self.db.write::<_, DbError, _>(Lock::None, move |tx| belongs_to(tx, &keys)).await.map_err(failed)
    }

    /// Brings the schema up to date; answers the steps taken.
    ///
    /// # Errors
    /// A step failed, and none was taken.
    pub async fn migrate(&self) -> Result<Vec<&'static str>, Failure> {
        self.db.migrate(&migrations(&modules()), &self.clock).await.map_err(failed)
    }

    /// A context for a change made by a command.
    pub fn context(&self, command: &'static str) -> Context {
        let author = Author::System(command);
        Context { now: self.clock.now(), author, random: self.random.clone(), keys: self.keys.clone() }
    }

    /// The program, ready to serve as these settings say.
    ///
    /// # Errors
    /// The domains do not fit together, or figures are gathered already.
    pub fn program(self, settings: &Settings) -> Result<Program, Failure> {
        let metrics =
            PrometheusBuilder::new().set_buckets(&SECONDS).map_err(failed)?.install_recorder().map_err(failed)?;
        let world = World {
            db: self.db,
            clock: self.clock,
            random: self.random,
            keys: self.keys,
            mail: settings.mail.clone(),
            reply_address: settings.mail_in_address.clone(),
            files: self.files,
            public_url: settings.public_url.clone(),
            limits: Limits::strict(),
            behind_proxy: settings.behind_proxy,
            metrics: Some(metrics),
            reach: settings.reach(),
            demo: false,
        };
        assemble(modules(), resolve, world).map_err(failed)
    }
}

/// Refuses a database whose key was left behind, at a restore for one: a new key would break its seals from then on.
fn ensure_key_of(settings: &Settings) -> Result<(), Failure> {
    match (&settings.secret_key, &settings.database) {
        (SecretKey::File(key), DatabaseUrl::Sqlite(database)) if database.exists() && !key.exists() => {
            Err(Failure::new(format!(
                "the database {} is there, and its key {} is not: put back the key that belongs to it",
                database.display(),
                key.display()
            )))
        }
        _ => Ok(()),
    }
}
