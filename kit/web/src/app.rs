//! What every request and job can reach.

use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use kit_core::{AccountId, Author, Clock, Context, KeyRing, Locale, Random};
use kit_db::{Db, DbError, Read};
use kit_files::Files;
use kit_http::Outbound;
use kit_i18n::{Reader, Texts, zone_named};
use kit_mail::{Email, MailKind, Transport};

use crate::access::{Actor, Resolve};
use crate::form::Once;
use crate::layout::Brand;
use crate::limits::Limits;
use crate::module::{FileHolder, TabEntry};
use crate::panel::{self, Panel, PanelEntry, Spot};
use crate::personal::{HindranceSource, Personal, PersonalFilesSource};
use crate::public_url::PublicUrl;
use crate::seen::Seen;
use crate::tile::{self, Tile, TileEntry};

/// The running program. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of a running program.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// The installation's keys.
    pub keys: Arc<KeyRing>,
    /// All texts, in all languages.
    pub texts: Arc<Texts>,
    /// Every mail that the program can send.
    pub mails: Vec<&'static MailKind>,
    /// The way out for mail.
    pub mail: Transport,
    /// The address whose signed forms take answers to mails; none where mail only goes out.
    pub reply_address: Option<Email>,
    /// The files that people sent.
    pub files: Files,
    /// Under which address customers reach the program.
    pub public_url: PublicUrl,
    /// Limits per address.
    pub limits: Limits,
    /// When sessions and keys were last seen, until that is written down.
    pub seen: Seen,
    /// Whether a reverse proxy of ours stands before the program and tells the address of the client.
    pub behind_proxy: bool,
    /// The figures, where they are gathered.
    pub metrics: Option<metrics_exporter_prometheus::PrometheusHandle>,
    /// Calls to addresses that somebody registered.
    pub outbound: Outbound,
    /// The navigation.
    pub tabs: Vec<TabEntry>,
    /// What the modules tell on an account's home.
    pub tiles: Vec<TileEntry>,
    /// What the modules tell on pages of the domains before them.
    pub panels: Vec<PanelEntry>,
    /// What the modules keep about persons.
    pub personal: Vec<Personal>,
    /// What may stand in the way of forgetting a person.
    pub hindrances: Vec<HindranceSource>,
    /// Find the files that are kept of a person.
    pub personal_files: Vec<PersonalFilesSource>,
    /// Say which files are whose.
    pub file_holders: Vec<FileHolder>,
    /// Finds who acts.
    pub resolve: Resolve,
    /// A living demonstration: its outbox and its gallery are shown, its staff needs no second factor.
    pub demo: bool,
    /// How the publisher presented itself at the last request, for pages that cannot ask the database.
    pub last_brand: RwLock<Brand>,
}

impl App {
    /// A program of these parts.
    pub fn new(parts: Parts) -> App {
        App(Arc::new(parts))
    }

    /// A context at this moment for a change by `author`.
    pub fn context(&self, author: Author) -> Context {
        Context { now: self.clock.now(), author, random: self.random.clone(), keys: self.keys.clone() }
    }

    /// What puts texts into words for a reader; an unknown time zone reads as [`DEFAULT_ZONE`](kit_i18n::DEFAULT_ZONE).
    pub fn reader(&self, locale: Locale, time_zone: &str) -> Reader {
        Reader { texts: self.texts.clone(), locale, zone: zone_named(time_zone) }
    }

    /// What the modules have to say to `actor` on the home of `account`, in their order.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn tiles(
        &self,
        read: &mut Read<'_>,
        actor: &Actor,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<Tile>, DbError> {
        tile::read(&self.tiles, read, actor, account, now)
    }

    /// What the modules have to say to `actor` at `spot` about `subject`, in their order.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn panels(
        &self,
        read: &mut Read<'_>,
        actor: &Actor,
        spot: Spot,
        subject: &str,
        now: Timestamp,
    ) -> Result<Vec<Panel>, DbError> {
        panel::read(&self.panels, read, actor, (spot, subject), now, || Once::new(&self.random))
    }

    pub(crate) fn remember_brand(&self, brand: &Brand) {
        let known = *self.last_brand.read().unwrap_or_else(PoisonError::into_inner) == *brand;
        if !known {
            *self.last_brand.write().unwrap_or_else(PoisonError::into_inner) = brand.clone();
        }
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
