//! The publisher's account at PayPal, as it is configured.

use std::fmt;
use std::time::Duration;

use reqwest::Url;
use thiserror::Error;

use crate::{Environment, Payee};

/// A secret that shows in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` from being shown.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why settings are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// The address is no `https` URL of a host alone (`http` on this machine only).
    #[error("the address of PayPal's API is not an https address of a host alone")]
    Address,
    /// The address is neither PayPal's nor this machine's: the secret goes nowhere else.
    #[error("the address of PayPal's API is not PayPal's")]
    Host,
    /// A live account with a sandbox's address, or the other way round.
    #[error("the address of PayPal's API belongs to the other environment")]
    Environment,
    /// Client id or secret is missing.
    #[error("the client id or the secret is missing")]
    Credentials,
    /// There is no e-mail address to ask for payments with and to check them by, or it or the merchant id is none.
    #[error("the e-mail address or the merchant id of who is paid is missing or is none")]
    Payee,
    /// The webhook's id is not letters and digits.
    #[error("the webhook's id is not letters and digits")]
    Webhook,
    /// A certificate authority is told that is none, or for an address that is PayPal's.
    #[error("the certificate authority is not readable, or not for this address")]
    Authority,
}

/// How to reach the publisher's account, checked: sandbox and live cannot be mixed.
#[derive(Debug, Clone)]
pub struct Settings {
    environment: Environment,
    base: Url,
    client_id: String,
    secret: Secret,
    payee: Payee,
    webhook_id: Option<String>,
    authority: Option<String>,
    timeout: Duration,
}

/// How long a call may take in all. PayPal's own calls answer within a few seconds; a capture takes the longest.
const TIMEOUT: Duration = Duration::from_secs(30);

impl Settings {
    /// Settings for PayPal's own address. Payment requests carry the payee's e-mail address, so it has to be there; the
    /// merchant id is better for checking payments at once, and may be left out.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn new(
        environment: Environment,
        client_id: &str,
        secret: Secret,
        payee: Payee,
    ) -> Result<Settings, SettingsError> {
        if client_id.is_empty() || secret.reveal().is_empty() {
            return Err(SettingsError::Credentials);
        }
        let email = payee.email.as_ref().is_some_and(|email| email.contains('@') && email.len() <= 254);
        let merchant = payee.merchant_id.as_ref().is_none_or(|id| is_merchant_id(id));
        if !email || !merchant {
            return Err(SettingsError::Payee);
        }
        let base = match environment {
            Environment::Sandbox => "https://api-m.sandbox.paypal.com/",
            Environment::Live => "https://api-m.paypal.com/",
        };
        let base = Url::parse(base).map_err(|_| SettingsError::Address)?;
        let client_id = client_id.to_owned();
        let (webhook_id, authority) = (None, None);
        Ok(Settings { environment, base, client_id, secret, payee, webhook_id, authority, timeout: TIMEOUT })
    }

    /// The same at another address: one of PayPal's for this environment, or one of this machine (a double, in the sandbox
    /// only), which alone may go without TLS.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn at(mut self, base: &str) -> Result<Settings, SettingsError> {
        let url = Url::parse(base).map_err(|_| SettingsError::Address)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let anonymous = url.username().is_empty() && url.password().is_none();
        let loopback = is_loopback(&url);
        if !bare || !anonymous || !(url.scheme() == "https" || url.scheme() == "http" && loopback) {
            return Err(SettingsError::Address);
        }
        let host = url.host_str().unwrap_or_default();
        let found = if loopback || is_within(host, "sandbox.paypal.com") {
            Environment::Sandbox
        } else if is_within(host, "paypal.com") {
            Environment::Live
        } else {
            return Err(SettingsError::Host);
        };
        if found != self.environment {
            return Err(SettingsError::Environment);
        }
        self.base = url;
        Ok(self)
    }

    /// The same with webhooks, under the id that PayPal gave to the publisher's address for them.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn listening(mut self, webhook_id: &str) -> Result<Settings, SettingsError> {
        let plain = webhook_id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if webhook_id.is_empty() || webhook_id.len() > 50 || !plain {
            return Err(SettingsError::Webhook);
        }
        self.webhook_id = Some(webhook_id.to_owned());
        Ok(self)
    }

    /// The same believing webhooks that an authority of its own signs, told as PEM: for a double on this machine, so after
    /// [`Settings::at`].
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn trusting(mut self, authority: &str) -> Result<Settings, SettingsError> {
        if !self.is_double() || super::webhook::anchors(authority).is_none() {
            return Err(SettingsError::Authority);
        }
        self.authority = Some(authority.to_owned());
        Ok(self)
    }

    /// The same with another patience than 30 seconds for a call in all.
    pub fn waiting(mut self, timeout: Duration) -> Settings {
        self.timeout = timeout;
        self
    }

    /// Whether the money is real.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Who is paid.
    pub fn payee(&self) -> &Payee {
        &self.payee
    }

    /// What PayPal calls the publisher's webhook, if there is one.
    pub fn webhook_id(&self) -> Option<&str> {
        self.webhook_id.as_deref()
    }

    pub(super) fn base(&self) -> &Url {
        &self.base
    }

    pub(super) fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }

    pub(super) fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Whether it is a double on this machine.
    pub(super) fn is_double(&self) -> bool {
        is_loopback(&self.base)
    }
}

/// PayPal's merchant ids: 13 letters and digits, without those that look alike.
fn is_merchant_id(id: &str) -> bool {
    let known = |byte: u8| matches!(byte, b'2'..=b'9' | b'A'..=b'Z') && !matches!(byte, b'I' | b'O');
    id.len() == 13 && id.bytes().all(known)
}

/// Whether `host` is `domain` or below it.
fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether a URL names this machine by its address.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(environment: Environment) -> Settings {
        let payee = Payee { merchant_id: None, email: Some("a@example.org".to_owned()) };
        Settings::new(environment, "client", Secret::new("hush"), payee).unwrap()
    }

    fn at(environment: Environment, base: &str) -> Option<SettingsError> {
        settings(environment).at(base).err()
    }

    #[test]
    fn sandbox_and_live_do_not_mix() {
        assert_eq!(at(Environment::Live, "https://api-m.paypal.com"), None);
        assert_eq!(at(Environment::Live, "https://api.paypal.com/"), None);
        assert_eq!(at(Environment::Sandbox, "https://api-m.sandbox.paypal.com"), None);
        assert_eq!(at(Environment::Live, "https://api-m.sandbox.paypal.com"), Some(SettingsError::Environment));
        assert_eq!(at(Environment::Sandbox, "https://api-m.paypal.com"), Some(SettingsError::Environment));
        assert_eq!(at(Environment::Live, "http://127.0.0.1:8090"), Some(SettingsError::Environment));
        assert_eq!(at(Environment::Sandbox, "http://127.0.0.1:8090"), None);
        assert_eq!(at(Environment::Sandbox, "http://[::1]:8090"), None);
    }

    #[test]
    fn the_secret_goes_to_paypal_alone() {
        for base in
            ["https://paypal.com.example.org", "https://notpaypal.com", "https://example.org", "https://localhost"]
        {
            assert_eq!(at(Environment::Live, base), Some(SettingsError::Host), "{base}");
        }
        for base in [
            "http://api-m.paypal.com",
            "https://a:b@api-m.paypal.com",
            "https://api-m.paypal.com/v2",
            "https://api-m.paypal.com/?a",
            "ftp://127.0.0.1",
            "http://localhost:8090",
            "nonsense",
        ] {
            assert_eq!(at(Environment::Live, base), Some(SettingsError::Address), "{base}");
        }
        assert!(!format!("{:?}", settings(Environment::Live)).contains("hush"));
    }

    #[test]
    fn settings_that_could_not_work_are_refused() {
        let payee = Payee { merchant_id: None, email: Some("a@example.org".to_owned()) };
        let live = Environment::Live;
        assert_eq!(Settings::new(live, "", Secret::new("s"), payee.clone()).err(), Some(SettingsError::Credentials));
        assert_eq!(Settings::new(live, "c", Secret::new(""), payee).err(), Some(SettingsError::Credentials));
        let nobody = Payee { merchant_id: Some("MERCHANT23456".to_owned()), email: None };
        assert_eq!(Settings::new(live, "c", Secret::new("s"), nobody).err(), Some(SettingsError::Payee));
        for id in ["", "MERCHANT2345", "MERCHANT12345", "merchant23456", "MERCHANT-3456"] {
            let payee = Payee { merchant_id: Some(id.to_owned()), email: Some("a@example.org".to_owned()) };
            assert_eq!(Settings::new(live, "c", Secret::new("s"), payee).err(), Some(SettingsError::Payee), "{id}");
        }
        assert_eq!(settings(live).listening("a b").err(), Some(SettingsError::Webhook));
        assert_eq!(settings(live).trusting("-----BEGIN").err(), Some(SettingsError::Authority));
    }
}
