//! The demonstration: an invented publisher with invented customers, to look around in.

mod cases;
mod cast;
mod companies;
mod customers;
mod folder;
mod lives;
mod machines;
mod mail;
mod pages;
mod past;
mod paypal;
mod phone;
mod publisher;
mod sales;
mod statement;
mod store;
mod support_time;
mod year;

use kit_db::{DbError, Engine, Lock};
use kit_mail::{Mail, Transport};
use kit_web::{PublicUrl, migrations};

pub use cast::{Cast, DemoAccount, DemoMember, DemoPerson};
use customers::{AGENTS, Fate, PASSWORD};
pub(crate) use folder::Folder;
use lives::Life;
pub(crate) use pages::module;
use past::Past;
pub(crate) use paypal::Till;
use store::Found;

use crate::failure::{Failure, failed};
use crate::installation::Installation;
use crate::modules::demo_modules;

/// Where the mail goes, in the folder of the demonstration.
pub(crate) const OUTBOX: &str = "outbox";
/// Whose tagged forms take answers by mail.
pub(crate) const REPLY_ADDRESS: &str = "assistance@cotelier.example";
/// Where the files are that customers sent.
pub(crate) const FILES: &str = "files";
/// When the publisher began, in days before the present.
const BEGINS: i64 = 390;
/// Makes the demonstration, with so many uses of features in the year before, unless it is there already; answers who
/// plays in it.
///
/// # Errors
/// The database holds something else, or cannot be used.
pub(crate) async fn prepare(
    installation: &Installation,
    folder: &Folder,
    public_url: &PublicUrl,
    fresh: bool,
    uses: usize,
) -> Result<Cast, Failure> {
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
    if !installation.has_its_key().await? {
        return Err(Failure::usage(
            "the demonstration was made with another key than this folder holds: --fresh starts over",
        ));
    }
    if let Some(cast) = kept {
        return Ok(cast);
    }
    let Demonstration { cast, mails } = make(installation, public_url, uses).await?;
    let outbox = Transport::Folder(folder.file(OUTBOX));
    for mail in &mails {
        outbox.send(mail).await.map_err(failed)?;
    }
    let now = installation.clock.now();
    db.write::<_, DbError, _>(Lock::None, move |tx| store::complete(tx, now)).await.map_err(failed)?;
    folder.complete(&cast)?;
    Ok(cast)
}

/// What was made.
#[derive(Debug)]
pub struct Demonstration {
    /// Who plays.
    pub cast: Cast,
    /// The mails of the past, the oldest first.
    pub mails: Vec<Mail>,
}

/// Makes the demonstration in an empty, migrated database, with so many uses of features in the year before.
///
/// # Errors
/// The database cannot be used, or a domain refuses what is invented here.
pub async fn make(installation: &Installation, public_url: &PublicUrl, uses: usize) -> Result<Demonstration, Failure> {
    let password =
        people::hashing::accept(&installation.random, PASSWORD, &[]).await.map_err(failed)?.map_err(failed)?;
    let past = Past::begin(installation, public_url, BEGINS)?;
    let staff = publisher::set_up(&past, &password).await?;
    let lives = lives::live(&past, staff, &password).await?;
    year::play(&past, &lives, staff, uses).await?;
    sales::play(&past, &lives, staff).await?;
    companies::play(&past, &lives).await?;
    cases::play(&past, &lives, staff).await?;
    lives::ask_erasure(&past, &lives).await?;
    support_time::play(&past, &lives, staff).await?;
    phone::play(&past, &lives, staff).await?;
    past.go_on_to(past.present()).await?;
    Ok(Demonstration { cast: cast(&lives), mails: past.end().await? })
}

fn cast(lives: &[Life]) -> Cast {
    let mut people: Vec<DemoPerson> = AGENTS
        .iter()
        .map(|agent| DemoPerson {
            email: agent.email.to_owned(),
            password: PASSWORD.to_owned(),
            members: Vec::new(),
            staff: vec![agent.permission.code().to_owned()],
        })
        .collect();
    for life in lives {
        for colleague in life.customer.people.iter().filter(|colleague| life.members.contains_key(colleague.email)) {
            let roles = colleague.roles.iter().map(|role| role.code().to_owned()).collect();
            let member = DemoMember { account: life.account, roles };
            match people.iter_mut().find(|person| person.email == colleague.email) {
                Some(known) => known.members.push(member),
                None => people.push(DemoPerson {
                    email: colleague.email.to_owned(),
                    password: PASSWORD.to_owned(),
                    members: vec![member],
                    staff: Vec::new(),
                }),
            }
        }
    }
    let accounts = lives.iter().map(|life| DemoAccount {
        account: life.account,
        name: life.customer.company.to_owned(),
        state: life.customer.fate.state().code().to_owned(),
        api_key: life.key.as_ref().filter(|_| life.customer.fate == Fate::Accepted).map(|key| key.secret.clone()),
    });
    Cast { people, accounts: accounts.collect() }
}
