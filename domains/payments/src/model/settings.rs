//! The publisher's account at PayPal, and what it is used for.

use kit_core::Text;
use kit_mail::{Email, EmailError};
use kit_payments::paypal::{self, Secret, SettingsError};
use kit_payments::{Environment, Payee};
use thiserror::Error;

/// How many characters a merchant id has.
pub const MERCHANT: usize = 13;

/// What the publisher set; the secret is kept apart, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whether the money is real.
    pub environment: Environment,
    /// What PayPal calls this program.
    pub client_id: String,
    /// PayPal's number of the publisher, or nothing.
    pub merchant_id: String,
    /// The publisher's address at PayPal: requests carry it.
    pub email: String,
    /// What PayPal calls the address that hears its events, or nothing: then everything is asked.
    pub webhook_id: String,
    /// Whether a request is mailed with each order.
    pub by_mail: bool,
    /// Whether an order can be paid at once from its page.
    pub at_once: bool,
    /// A double on this machine in PayPal's place: the demonstration's, never set on a page.
    pub double: Option<DoubleAt>,
}

/// Where a double is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubleAt {
    /// Its address.
    pub address: String,
    /// The authority that vouches for its events, in PEM.
    pub authority: String,
}

/// What is wrong with settings, by the field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettingsInvalid {
    /// The client id is missing.
    #[error("the client id is missing")]
    ClientId,
    /// The secret is missing, and the one that is known belongs to another client id or environment.
    #[error("the secret is missing")]
    Secret,
    /// The merchant id is none.
    #[error("the merchant id is none")]
    MerchantId,
    /// The address is none.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// The webhook's id is none.
    #[error("the webhook's id is none")]
    WebhookId,
    /// The address or the authority of the double is none.
    #[error("the double cannot be used: {0}")]
    Double(SettingsError),
}

impl SettingsInvalid {
    /// The field that it is about.
    pub const fn field(&self) -> &'static str {
        match self {
            SettingsInvalid::ClientId | SettingsInvalid::Double(_) => "client_id",
            SettingsInvalid::Secret => "secret",
            SettingsInvalid::MerchantId => "merchant_id",
            SettingsInvalid::Email(_) => "email",
            SettingsInvalid::WebhookId => "webhook_id",
        }
    }
}

impl From<SettingsInvalid> for Text {
    fn from(invalid: SettingsInvalid) -> Text {
        match invalid {
            SettingsInvalid::ClientId | SettingsInvalid::Double(_) => Text::new("payments-client-id-missing"),
            SettingsInvalid::Secret => Text::new("payments-secret-missing"),
            SettingsInvalid::MerchantId => Text::new("payments-merchant-id-invalid"),
            SettingsInvalid::Email(error) => error.into(),
            SettingsInvalid::WebhookId => Text::new("payments-webhook-id-invalid"),
        }
    }
}

impl Settings {
    /// Who is paid.
    pub fn payee(&self) -> Payee {
        let merchant_id = Some(self.merchant_id.clone()).filter(|id| !id.is_empty());
        Payee { merchant_id, email: Some(self.email.clone()) }
    }

    /// Whether `other` is of the same account at PayPal, for which a secret is good.
    pub fn shares_secret_with(&self, other: &Settings) -> bool {
        self.environment == other.environment && self.client_id == other.client_id
    }

    /// Whether anything is done with them.
    pub const fn in_use(&self) -> bool {
        self.by_mail || self.at_once
    }

    /// What a client of PayPal is made with.
    ///
    /// # Errors
    /// [`SettingsInvalid`].
    pub fn paypal(&self, secret: Secret) -> Result<paypal::Settings, SettingsInvalid> {
        if self.client_id.is_empty() {
            return Err(SettingsInvalid::ClientId);
        }
        Email::parse(&self.email)?;
        let settings = paypal::Settings::new(self.environment, &self.client_id, secret, self.payee());
        let settings = settings.map_err(|error| match error {
            SettingsError::Payee => SettingsInvalid::MerchantId,
            _ => SettingsInvalid::Secret,
        })?;
        // The double's address first: its webhooks are believed by its authority only.
        let settings = match &self.double {
            Some(double) => settings.at(&double.address).map_err(SettingsInvalid::Double)?,
            None => settings,
        };
        let settings = match self.webhook_id.as_str() {
            "" => settings,
            id => settings.listening(id).map_err(|_| SettingsInvalid::WebhookId)?,
        };
        match &self.double {
            Some(double) => settings.trusting(&double.authority).map_err(SettingsInvalid::Double),
            None => Ok(settings),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            environment: Environment::Live,
            client_id: "AClient".into(),
            merchant_id: "MERCHANT23456".into(),
            email: "caisse@editeur.example".into(),
            webhook_id: "1JE4291016473214C".into(),
            by_mail: true,
            at_once: true,
            double: None,
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let field = |change: fn(&mut Settings), secret: &str| {
            let mut settings = settings();
            change(&mut settings);
            settings.paypal(Secret::new(secret)).err().map(|invalid| invalid.field())
        };
        assert_eq!(field(|_| {}, "hush"), None);
        assert_eq!(field(|settings| settings.merchant_id.clear(), "hush"), None);
        assert_eq!(field(|settings| settings.webhook_id.clear(), "hush"), None);
        assert_eq!(field(|_| {}, ""), Some("secret"));
        assert_eq!(field(|settings| settings.client_id.clear(), "hush"), Some("client_id"));
        assert_eq!(field(|settings| settings.merchant_id = "X".into(), "hush"), Some("merchant_id"));
        assert_eq!(field(|settings| settings.email = "X".into(), "hush"), Some("email"));
        assert_eq!(field(|settings| settings.webhook_id = "a b".into(), "hush"), Some("webhook_id"));
    }

    #[test]
    fn a_double_is_never_live() {
        let double = DoubleAt { address: "http://127.0.0.1:9".into(), authority: String::new() };
        let settings = Settings { double: Some(double), ..settings() };
        let refused = settings.paypal(Secret::new("hush")).unwrap_err();
        assert_eq!(refused, SettingsInvalid::Double(SettingsError::Environment));
    }

    #[test]
    fn a_secret_belongs_to_a_client_of_an_environment() {
        let one = settings();
        assert!(one.shares_secret_with(&Settings { email: "x@y.example".into(), ..settings() }));
        assert!(!one.shares_secret_with(&Settings { environment: Environment::Sandbox, ..settings() }));
        assert!(!one.shares_secret_with(&Settings { client_id: "Other".into(), ..settings() }));
    }
}
