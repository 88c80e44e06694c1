//! The double of PayPal that the demonstration is paid by: on a port of its own, its mail among the demonstration's. It keeps
//! nothing, so at each start the payments of before are gone and their orders ask anew. Whoever watches the demonstration die
//! brings a double that lives on.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use kit_core::{Author, Clock, Context, Locale, Random};
use kit_db::{Failed, Tx};
use kit_i18n::DEFAULT_ZONE;
use kit_mail::{Email, Look, Mail, MailId, Sender, Transport, render};
use kit_web::App;
use payments::{DoubleAt, Environment, NewSettings, Settings, SettingsInvalid};
use payments_double::{Double, Mailed, Options};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::OUTBOX;
use super::folder::Folder;
use crate::failure::{Failure, failed, refused};
use crate::installation::Installation;

const CLIENT_ID: &str = "demonstration";
/// It opens the double, which is on this machine and has nothing.
const SECRET: &str = "demonstration";
const MERCHANT: &str = "CQTELJER23456";
const EMAIL: &str = "paypal@cotelier.example";
const WEBHOOK: &str = "1DEM0NSTRATI0N7";
/// From whom its mail comes.
const SENDER: &str = "service@paypal.example";

/// The publisher's account at a double.
#[derive(Debug, Clone, Deserialize)]
struct Account {
    address: String,
    authority: String,
    client_id: String,
    secret: String,
    merchant_id: String,
    email: String,
    webhook_id: String,
}

/// The double that the demonstration is paid by.
pub(crate) enum Till {
    /// Its own, the mail of which waits to be sent.
    Own(Box<OwnTill>),
    /// One that runs elsewhere, at this address.
    Elsewhere(String),
}

/// A double in the demonstration's process.
pub(crate) struct OwnTill {
    double: Double,
    mails: UnboundedReceiver<Mailed>,
    outbox: PathBuf,
    clock: Clock,
    random: Random,
}

impl Till {
    /// Sets the publisher's account at the double that `elsewhere` tells of; without one, at a double that begins here and tells the
    /// demonstration at `url`.
    ///
    /// # Errors
    /// No port can be had, the file cannot be understood, or the database cannot be used.
    pub(crate) async fn open(
        installation: &Installation,
        folder: &Folder,
        url: &str,
        elsewhere: Option<&Path>,
    ) -> Result<Till, Failure> {
        if let Some(file) = elsewhere {
            let account: Account = serde_json::from_slice(&fs::read(file).map_err(failed)?).map_err(failed)?;
            connect(installation, &account, Memory::Lasting).await?;
            return Ok(Till::Elsewhere(account.address));
        }
        let till = OwnTill::open(installation, folder, url).await?;
        Ok(Till::Own(Box::new(till)))
    }

    /// Where the double is.
    pub(crate) fn url(&self) -> String {
        match self {
            Till::Own(own) => own.double.base().to_owned(),
            Till::Elsewhere(address) => address.clone(),
        }
    }

    /// Lets its own double tell what happens and send its mail, as long as the program runs.
    pub(crate) fn run(self, app: App) {
        if let Till::Own(own) = self {
            own.run(app);
        }
    }
}

impl OwnTill {
    async fn open(installation: &Installation, folder: &Folder, url: &str) -> Result<OwnTill, Failure> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(failed)?;
        let (clock, random) = (installation.clock.clone(), installation.random.clone());
        let options = Options {
            base: format!("http://{}", listener.local_addr().map_err(failed)?),
            client_id: CLIENT_ID.to_owned(),
            secret: SECRET.to_owned(),
            merchant_id: MERCHANT.to_owned(),
            email: EMAIL.to_owned(),
            token_life: SignedDuration::from_hours(9),
            clock: clock.clone(),
            random: random.clone(),
        };
        let double = Double::new(options).map_err(failed)?;
        let (post, mails) = unbounded_channel();
        double.on_mail(move |mail| {
            // Nobody takes mail any more once the program stops.
            post.send(mail.clone()).ok();
        });
        double.deliver_to(&format!("{url}/webhooks/paypal"), WEBHOOK);
        let router = double.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let account = Account {
            address: double.base().to_owned(),
            authority: double.authority().to_owned(),
            client_id: CLIENT_ID.to_owned(),
            secret: SECRET.to_owned(),
            merchant_id: MERCHANT.to_owned(),
            email: EMAIL.to_owned(),
            webhook_id: WEBHOOK.to_owned(),
        };
        connect(installation, &account, Memory::OfThisRun).await?;
        Ok(OwnTill { double, mails, outbox: folder.file(OUTBOX), clock, random })
    }

    fn run(self, app: App) {
        let OwnTill { double, mut mails, outbox, clock, random } = self;
        tokio::spawn(async move { double.run().await });
        let outbox = Transport::Folder(outbox);
        tokio::spawn(async move {
            while let Some(mailed) = mails.recv().await {
                match written(&app, &mailed, &clock, &random) {
                    Ok(mail) => {
                        if let Err(error) = outbox.send(&mail).await {
                            tracing::error!(%error, "the double's mail cannot be sent");
                        }
                    }
                    Err(error) => tracing::error!(%error, "the double's mail cannot be written"),
                }
            }
        });
    }
}

/// What a double still knows after the demonstration's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Memory {
    /// Nothing: it ends too.
    OfThisRun,
    /// All.
    Lasting,
}

/// The account is the double's from now on; what is offered to customers stays as it was set.
async fn connect(installation: &Installation, account: &Account, memory: Memory) -> Result<(), Failure> {
    let account = account.clone();
    let ctx = Context {
        now: installation.clock.now(),
        author: Author::System("demo"),
        random: installation.random.clone(),
        keys: installation.keys.clone(),
    };
    let body = move |tx: &mut Tx<'_>| -> Result<(), Failed<SettingsInvalid>> {
        let known = payments::settings(tx)?;
        let offers = |of: fn(&Settings) -> bool| known.as_ref().is_none_or(of);
        let settings = Settings {
            environment: Environment::Sandbox,
            client_id: account.client_id.clone(),
            merchant_id: account.merchant_id.clone(),
            email: account.email.clone(),
            webhook_id: account.webhook_id.clone(),
            by_mail: offers(|known| known.by_mail),
            at_once: offers(|known| known.at_once),
            double: Some(DoubleAt { address: account.address.clone(), authority: account.authority.clone() }),
        };
        if known.as_ref() == Some(&settings) && memory == Memory::Lasting {
            return Ok(());
        }
        let is_known = known.as_ref().is_some_and(|known| known.shares_secret_with(&settings));
        let secret = (!is_known).then(|| account.secret.clone());
        payments::connect(tx, &ctx, &NewSettings { settings, secret })?;
        payments::start_over(tx, &ctx)?;
        Ok(())
    };
    installation.db.write(payments::SETTINGS_LOCK, body).await.map_err(refused)
}

/// The mail that PayPal would send.
fn written(app: &App, mailed: &Mailed, clock: &Clock, random: &Random) -> Result<Mail, String> {
    let locale =
        if mailed.language.as_deref().is_some_and(|tag| tag.starts_with("en")) { Locale::En } else { Locale::Fr };
    let text = match locale {
        Locale::Fr => include_str!("../../templates/mails/fr/paypal.md"),
        Locale::En => include_str!("../../templates/mails/en/paypal.md"),
    };
    let values = [
        ("amount", app.reader(locale, DEFAULT_ZONE).money(mailed.amount)),
        ("number", mailed.number.clone()),
        ("payee", EMAIL.to_owned()),
        ("title", mailed.title.clone()),
        ("page", mailed.page.clone()),
    ];
    let look = Look {
        name: "PayPal".to_owned(),
        accent: "#1b4f9c".to_owned(),
        accent_ink: "#ffffff".to_owned(),
        accent_dark: "#9cc3ff".to_owned(),
        site_url: None,
        above: None,
        footer: Vec::new(),
    };
    let said = |error: &dyn std::fmt::Display| error.to_string();
    Ok(Mail {
        id: MailId::random(random),
        at: clock.now(),
        from: Sender {
            name: "PayPal".to_owned(),
            email: Email::parse(SENDER).map_err(|error| said(&error))?,
            reply_to: None,
        },
        to: Email::parse(&mailed.recipient).map_err(|error| said(&error))?,
        content: render(text, &values, &look, locale).map_err(|error| said(&error))?,
        thread: None,
        choices: None,
    })
}
