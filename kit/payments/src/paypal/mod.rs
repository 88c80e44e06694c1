//! PayPal: Invoicing v2 mails payment requests, Orders v2 takes payments at once, Payments v2 gives money back, Webhooks v1
//! tells. Written against PayPal's own descriptions of these.

mod call;
mod captures;
mod invoices;
mod orders;
mod settings;
mod token;
mod webhook;
mod wire;

use kit_core::Clock;

pub use settings::{Secret, Settings, SettingsError};

use crate::{Answer, Capabilities, Environment, Failure, Kind, Provider, Reference, Reported};
use call::Caller;
use webhook::Certificates;

/// The publisher's account at PayPal. Make one and share it: the token and the certificates are kept in it.
#[derive(Debug)]
pub struct PayPal {
    settings: Settings,
    caller: Caller,
    certificates: Certificates,
}

impl PayPal {
    /// A client with `settings`, which are checked already. It calls nobody yet.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(settings: Settings, clock: Clock) -> Result<PayPal, kit_http::ClientError> {
        let client = kit_http::client(settings.timeout())?;
        let caller = Caller::new(client, &settings, clock);
        let certificates = Certificates::new(&settings);
        Ok(PayPal { settings, caller, certificates })
    }

    /// What it was made with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Gets a token and nothing else: whether PayPal answers and accepts the credentials, for a screen of settings.
    ///
    /// # Errors
    /// [`Failure::Credentials`], or PayPal does not answer.
    pub async fn try_out(&self) -> Result<(), Failure> {
        self.caller.try_out().await
    }

    fn reference(&self, kind: Kind, id: &str) -> Result<Reference, Failure> {
        Reference::new(self.settings.environment(), kind, id)
            .map_err(|_| Failure::NotUnderstood { what: format!("the id of {}", kind.code()) })
    }

    /// The id of `reference`, which has to be of this environment and of that `kind`.
    fn own<'a>(&self, reference: &'a Reference, kind: Kind) -> Result<&'a str, Failure> {
        if reference.environment() != self.settings.environment() || reference.kind() != kind {
            return Err(Failure::NotOurs(reference.clone()));
        }
        Ok(reference.id())
    }
}

impl Provider for PayPal {
    fn environment(&self) -> Environment {
        self.settings.environment()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            mailed_request: true,
            pay_at_once: true,
            refund: true,
            partial_refund: true,
            webhook: self.settings.webhook_id().is_some(),
            poll: true,
        }
    }

    fn ask<'a>(&'a self, reference: &'a Reference) -> Answer<'a, Reported> {
        Box::pin(async move {
            match reference.kind() {
                Kind::Invoice => self.invoice(reference).await,
                Kind::Order => self.order(reference).await,
                Kind::Capture => self.capture(reference).await,
                Kind::Refund => Err(Failure::NotOurs(reference.clone())),
            }
        })
    }
}
