//! The modules put together: what the binary runs, and what a test of a whole domain runs.

use std::sync::{Arc, RwLock};

use axum::Router;
use kit_core::{Clock, KeyRing, Random};
use kit_db::{Db, Migration};
use kit_files::Files;
use kit_http::{ClientError, Outbound, Reach};
use kit_i18n::{Texts, TextsError};
use kit_jobs::{Jobs, Runner};
use kit_mail::{Email, Transport};
use metrics_exporter_prometheus::PrometheusHandle;
use thiserror::Error;

use crate::access::Resolve;
use crate::accessibility;
use crate::app::{App, Parts};
use crate::housekeeping;
use crate::layout::Brand;
use crate::limits::Limits;
use crate::module::Module;
use crate::public_url::PublicUrl;
use crate::route::{Route, get};
use crate::seen::Seen;
use crate::server::router;
use crate::sweep;

/// What is outside of the program: real in production, set by hand in tests.
pub struct World {
    /// The database, migrated.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// The installation's keys.
    pub keys: Arc<KeyRing>,
    /// The way out for mail.
    pub mail: Transport,
    /// The address whose signed forms take answers to mails.
    pub reply_address: Option<Email>,
    /// Where files are kept.
    pub files: Files,
    /// Under which address customers reach the program.
    pub public_url: PublicUrl,
    /// Limits per network address.
    pub limits: Limits,
    /// Whether a reverse proxy of ours stands before the program.
    pub behind_proxy: bool,
    /// The figures, where they are gathered.
    pub metrics: Option<PrometheusHandle>,
    /// How far calls to registered addresses reach.
    pub reach: Reach,
    /// Whether this is a living demonstration.
    pub demo: bool,
}

/// A program that is ready to serve.
pub struct Program {
    /// What every request and job can reach.
    pub app: App,
    /// Every route of the modules, as the authorisation matrix wants them.
    pub routes: Vec<Route>,
    /// The service.
    pub router: Router,
    /// Runs the jobs.
    pub runner: JobRunner,
}

/// Runs the jobs of a program.
pub type JobRunner = Runner<App>;

/// Why the modules do not fit together: a fault of the program, not of its settings.
#[derive(Debug, Error)]
pub enum AssemblyError {
    /// The texts contradict each other.
    #[error("the texts do not load: {0}")]
    Texts(#[from] TextsError),
    /// The public address cannot be an origin.
    #[error("the public address cannot be used: {0}")]
    PublicUrl(String),
    /// No call could be made.
    #[error("calls cannot be made: {0}")]
    Outbound(#[from] ClientError),
}

/// Every step of the schema: the kit's own and the modules'.
pub fn migrations(modules: &[Module]) -> Vec<Migration> {
    let own = kit_jobs::MIGRATIONS.iter().chain(crate::MIGRATIONS);
    own.chain(modules.iter().flat_map(|module| module.migrations)).copied().collect()
}

/// Puts the modules together, in this order.
///
/// # Errors
/// They do not fit together.
pub fn assemble(modules: Vec<Module>, resolve: Resolve, world: World) -> Result<Program, AssemblyError> {
    let mut texts = [crate::TEXTS, kit_mail::TEXTS].concat();
    let (mut mails, mut tabs, mut tiles, mut panels) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut personal, mut hindrances) = (Vec::new(), Vec::new());
    let (mut personal_files, mut file_holders) = (Vec::new(), Vec::new());
    let mut routes = vec![get("/accessibility", accessibility::show)];
    let mut jobs = sweep::jobs(housekeeping::jobs(Jobs::new()));
    for module in modules {
        texts.extend_from_slice(module.texts);
        mails.extend(module.mails);
        routes.extend(module.routes);
        tabs.extend(module.tabs);
        tiles.extend(module.tiles);
        panels.extend(module.panels);
        personal.extend(module.personal);
        hindrances.extend(module.hindrances);
        personal_files.extend(module.personal_files);
        file_holders.extend(module.file_holders);
        jobs = (module.jobs)(jobs);
    }
    tabs.sort_by_key(|tab| tab.order);
    tiles.sort_by_key(|tile| tile.order);
    let app = App::new(Parts {
        db: world.db,
        clock: world.clock,
        random: world.random,
        keys: world.keys,
        texts: Arc::new(Texts::load(&texts)?),
        mails,
        mail: world.mail,
        reply_address: world.reply_address,
        files: world.files,
        public_url: world.public_url,
        limits: world.limits,
        seen: Seen::default(),
        behind_proxy: world.behind_proxy,
        metrics: world.metrics,
        outbound: Outbound::new(world.reach)?,
        tabs,
        tiles,
        panels,
        personal,
        hindrances,
        personal_files,
        file_holders,
        resolve,
        demo: world.demo,
        last_brand: RwLock::new(Brand::default()),
    });
    let router = router(app.clone(), routes.clone()).map_err(AssemblyError::PublicUrl)?;
    let runner = Runner::new(
        app.db.clone(),
        app.clock.clone(),
        app.random.clone(),
        app.keys.clone(),
        Arc::new(jobs),
        app.clone(),
    );
    Ok(Program { app, routes, router, runner })
}
