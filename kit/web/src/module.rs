//! What a domain brings to the program: one value, one line in the composition root.

use kit_core::{Locale, Text};
use kit_db::{DbError, Migration, Read};
use kit_files::FileKey;
use kit_jobs::Jobs;
use kit_mail::MailKind;

use crate::access::{Demand, Permission};
use crate::app::App;
use crate::layout::Side;
use crate::panel::{PanelEntry, PanelSource, Spot};
use crate::personal::{HindranceSource, Personal, PersonalFilesSource};
use crate::route::Route;
use crate::tile::{TileEntry, TileSource};

/// Whether a domain has a row that speaks of a file: one that nobody knows is swept.
pub type FileHolder = fn(&mut Read<'_>, FileKey) -> Result<bool, DbError>;

/// A domain as the program sees it.
pub struct Module {
    /// Its name.
    pub name: &'static str,
    /// Its steps of the schema.
    pub migrations: &'static [Migration],
    /// Its texts, a Fluent source per language.
    pub texts: &'static [(Locale, &'static str)],
    /// The mails it sends.
    pub mails: &'static [MailKind],
    /// Its pages and endpoints.
    pub routes: Vec<Route>,
    /// Where its pages are found.
    pub tabs: Vec<TabEntry>,
    /// What it tells on an account's home.
    pub tiles: Vec<TileEntry>,
    /// What it tells on pages of the domains before it.
    pub panels: Vec<PanelEntry>,
    /// What it keeps about persons.
    pub personal: Vec<Personal>,
    /// What of it stands in the way of forgetting a person.
    pub hindrances: Vec<HindranceSource>,
    /// Finds the files that it keeps of a person.
    pub personal_files: Vec<PersonalFilesSource>,
    /// Says which files are its own.
    pub file_holders: Vec<FileHolder>,
    /// Registers its jobs and schedules.
    pub jobs: fn(Jobs<App>) -> Jobs<App>,
}

/// A tab of the navigation, shown to whoever may open it.
#[derive(Debug, Clone)]
pub struct TabEntry {
    /// On which side of the program.
    pub side: Side,
    /// Its place among the others, small first.
    pub order: u16,
    /// What it says.
    pub label: Text,
    /// The name of its icon.
    pub icon: &'static str,
    /// Where it leads, with `{account}` for the account of the page.
    pub path: &'static str,
    /// Where the pages begin, besides those below `path`, on which it is the current one; with `{id}` for whatever stands there.
    pub also: &'static [&'static str],
    /// What it takes to open it.
    pub demand: Demand,
}

impl Module {
    /// A domain that brings nothing yet.
    pub fn new(name: &'static str) -> Module {
        Module {
            name,
            migrations: &[],
            texts: &[],
            mails: &[],
            routes: Vec::new(),
            tabs: Vec::new(),
            tiles: Vec::new(),
            panels: Vec::new(),
            personal: Vec::new(),
            hindrances: Vec::new(),
            personal_files: Vec::new(),
            file_holders: Vec::new(),
            jobs: |jobs| jobs,
        }
    }

    /// With these steps of the schema.
    pub fn migrations(self, migrations: &'static [Migration]) -> Module {
        Module { migrations, ..self }
    }

    /// With these texts.
    pub fn texts(self, texts: &'static [(Locale, &'static str)]) -> Module {
        Module { texts, ..self }
    }

    /// With these mails.
    pub fn mails(self, mails: &'static [MailKind]) -> Module {
        Module { mails, ..self }
    }

    /// With these jobs.
    pub fn jobs(self, jobs: fn(Jobs<App>) -> Jobs<App>) -> Module {
        Module { jobs, ..self }
    }

    /// With these routes beside those it has.
    pub fn routes(mut self, routes: impl IntoIterator<Item = Route>) -> Module {
        self.routes.extend(routes);
        self
    }

    /// With one more tab, for whoever has the permission `P`.
    pub fn tab<P: Permission>(
        mut self,
        side: Side,
        order: u16,
        label: Text,
        icon: &'static str,
        path: &'static str,
    ) -> Module {
        self.tabs.push(TabEntry { side, order, label, icon, path, also: &[], demand: P::DEMAND });
        self
    }

    /// With one more tile on an account's home, for whoever has the permission `P`.
    pub fn tile<P: Permission>(mut self, order: u16, source: TileSource) -> Module {
        self.tiles.push(TileEntry { order, demand: P::DEMAND, source });
        self
    }

    /// With one more panel at `spot`, for whoever has the permission `P`.
    pub fn panel<P: Permission>(mut self, spot: Spot, source: PanelSource) -> Module {
        self.panels.push(PanelEntry { spot, demand: P::DEMAND, source });
        self
    }

    /// With this kept about persons, what rests on the rest last: it is erased from the end.
    pub fn personal(mut self, kept: impl IntoIterator<Item = Personal>) -> Module {
        self.personal.extend(kept);
        self
    }

    /// With something that may stand in the way of forgetting a person.
    pub fn hindrance(mut self, source: HindranceSource) -> Module {
        self.hindrances.push(source);
        self
    }

    /// With files that persons sent, for their copies of what is kept.
    pub fn personal_files(mut self, source: PersonalFilesSource) -> Module {
        self.personal_files.push(source);
        self
    }

    /// With files of its own, which `holder` knows by their keys.
    pub fn holds_files(mut self, holder: FileHolder) -> Module {
        self.file_holders.push(holder);
        self
    }

    /// With these pages belonging to the tab named last, too.
    pub fn tab_of(mut self, paths: &'static [&'static str]) -> Module {
        if let Some(tab) = self.tabs.last_mut() {
            tab.also = paths;
        }
        self
    }
}
