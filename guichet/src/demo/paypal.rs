//! The double of PayPal that the demonstration is paid by: on a port of its own, its mail among the demonstration's. It keeps
//! nothing, so at each start the payments of before are gone and their orders ask anew.

use std::path::PathBuf;

use jiff::SignedDuration;
use kit_core::{Author, Clock, Context, Locale, Random};
use kit_db::{Failed, Tx};
use kit_mail::{Email, Look, Mail, MailId, Sender, Transport, render};
use kit_web::App;
use payments::{DoubleAt, Environment, NewSettings, Settings, SettingsInvalid};
use payments_double::{Double, Mailed, Options};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::OUTBOX;
use super::folder::Folder;
use crate::failure::{Failure, failed};
use crate::installation::Installation;

const CLIENT_ID: &str = "demonstration";
/// It opens the double, which is on this machine and has nothing.
const SECRET: &str = "demonstration";
const MERCHANT: &str = "CQTELJER23456";
const EMAIL: &str = "paypal@cotelier.example";
const WEBHOOK: &str = "1DEM0NSTRATI0N7";
/// From whom its mail comes.
const SENDER: &str = "service@paypal.example";

/// The double, its mail waiting to be sent.
pub(crate) struct Till {
    double: Double,
    mails: UnboundedReceiver<Mailed>,
    outbox: PathBuf,
    clock: Clock,
    random: Random,
}

impl Till {
    /// Starts a double that tells the demonstration at `url`, and sets its account there.
    ///
    /// # Errors
    /// No port can be had, or the database cannot be used.
    pub(crate) async fn open(installation: &Installation, folder: &Folder, url: &str) -> Result<Till, Failure> {
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
        connect(installation, &double).await?;
        Ok(Till { double, mails, outbox: folder.file(OUTBOX), clock, random })
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        self.double.base().to_owned()
    }

    /// Lets it tell what happens and send its mail, as long as the program runs.
    pub(crate) fn run(self, app: App) {
        let Till { double, mut mails, outbox, clock, random } = self;
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

/// The account is the double's from now on; what is offered to customers stays as it was set.
async fn connect(installation: &Installation, double: &Double) -> Result<(), Failure> {
    let at = DoubleAt { address: double.base().to_owned(), authority: double.authority().to_owned() };
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
            client_id: CLIENT_ID.to_owned(),
            merchant_id: MERCHANT.to_owned(),
            email: EMAIL.to_owned(),
            webhook_id: WEBHOOK.to_owned(),
            by_mail: offers(|known| known.by_mail),
            at_once: offers(|known| known.at_once),
            double: Some(at.clone()),
        };
        let is_known = known.as_ref().is_some_and(|known| known.shares_secret_with(&settings));
        let secret = (!is_known).then(|| SECRET.to_owned());
        payments::connect(tx, &ctx, &NewSettings { settings, secret })?;
        payments::start_over(tx, &ctx)?;
        Ok(())
    };
    installation.db.write(payments::SETTINGS_LOCK, body).await.map_err(|error: Failed<SettingsInvalid>| failed(error))
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
        ("amount", app.reader(locale, "Europe/Paris").money(mailed.amount)),
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
        choices: None,
    })
}
