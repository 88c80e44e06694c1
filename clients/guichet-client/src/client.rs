//! The client.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::pages::Pages;
use crate::send::{Answer, Call, send};
use crate::views::Page;
use crate::{
    Balance, Capture, Captured, Config, Done, Error, Held, Hold, Key, Lease, Leased, NewHold, NewLease, Operation,
    OperationsFilter, Release, Settled, Settlement, Usage, Used,
};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// Calls the server. Cheap to clone; clones share their connections.
///
/// Every call repeats what failed by chance until the deadline of its [`Config`]; a change with the same key each time, so
/// that it is made once.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    config: Arc<Config>,
}

impl Client {
    /// A client with these settings.
    ///
    /// # Errors
    /// The machine cannot set TLS up.
    pub fn new(config: Config) -> Result<Client, Error> {
        let failed = |error: &dyn std::error::Error| Error::System(error.to_string());
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| failed(&error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = concat!("guichet-client/", env!("CARGO_PKG_VERSION"));
        let mut http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .user_agent(format!("{name} {}", config.application).trim().to_owned());
        if config.is_local() {
            http = http.no_proxy();
        }
        let http = http.build().map_err(|error| failed(&error))?;
        Ok(Client { http, config: Arc::new(config) })
    }

    /// What is there.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn balance(&self) -> Result<Balance, Error> {
        self.get(self.url(&["balance"])?).await
    }

    /// One operation, by its name: `credit-1042`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn operation(&self, id: &str) -> Result<Operation, Error> {
        self.get(self.url(&["operations", id])?).await
    }

    /// The history, newest first, a page at a time.
    pub fn operations(&self, filter: OperationsFilter) -> Pages {
        Pages::new(self.clone(), filter)
    }

    pub(crate) async fn page(&self, filter: &OperationsFilter, cursor: Option<&str>) -> Result<Page, Error> {
        let mut url = self.url(&["operations"])?;
        let limit = filter.page.map(|page| page.to_string());
        let told = [
            ("limit", limit.as_deref()),
            ("kind", filter.kind.as_deref()),
            ("member", filter.member.as_deref()),
            ("from", filter.from.as_deref()),
            ("to", filter.to.as_deref()),
            ("cursor", cursor),
        ];
        let told = told.iter().filter_map(|(name, value)| value.map(|value| (*name, value)));
        url.query_pairs_mut().extend_pairs(told);
        self.get(url).await
    }

    /// Uses a feature. The answer comes when the use is durable.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn usage(&self, usage: &Usage) -> Result<Done<Used>, Error> {
        self.post(&["usage"], usage, usage.key.as_ref()).await
    }

    /// Sets credits aside.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn hold(&self, hold: &NewHold) -> Result<Done<Held>, Error> {
        self.post(&["holds"], hold, hold.key.as_ref()).await
    }

    /// A hold as it stands.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn find_hold(&self, id: &str) -> Result<Hold, Error> {
        self.get(self.url(&["holds", id])?).await
    }

    /// Uses what a hold has set aside; what is left of it comes back.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn capture(&self, capture: &Capture) -> Result<Done<Captured>, Error> {
        self.post(&["holds", &capture.hold, "capture"], capture, capture.key.as_ref()).await
    }

    /// Gives back what a hold has set aside.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn release(&self, release: &Release) -> Result<Done<Held>, Error> {
        self.post(&["holds", &release.hold, "release"], release, release.key.as_ref()).await
    }

    /// Takes credits along. [`Client::lease_into`] keeps a journal of them too.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn lease(&self, lease: &NewLease) -> Result<Done<Leased>, Error> {
        self.post(&["leases"], lease, lease.key.as_ref()).await
    }

    /// A lease as it stands.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn find_lease(&self, id: &str) -> Result<Lease, Error> {
        self.get(self.url(&["leases", id])?).await
    }

    /// Tells what was used of a lease. [`Client::settle`] does so from the journal.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn settle_lease(&self, settlement: &Settlement) -> Result<Done<Settled>, Error> {
        self.post(&["leases", &settlement.lease, "settle"], settlement, settlement.key.as_ref()).await
    }

    /// An address below the API's. Names are of letters, digits and hyphens: with anything else there is nothing to be found, and the
    /// address would lead elsewhere.
    pub(crate) fn url(&self, parts: &[&str]) -> Result<Url, Error> {
        let is_name = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !parts.iter().all(is_name) {
            return Err(Error::NotFound);
        }
        let mut url = self.config.url.clone();
        url.set_query(None);
        url.set_fragment(None);
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["api", "v1"]).extend(parts);
        }
        Ok(url)
    }

    /// The same client, showing a machine's token.
    pub(crate) fn bearing(&self, token: String) -> Client {
        let config = Config { bearer: Some(token), ..(*self.config).clone() };
        Client { http: self.http.clone(), config: Arc::new(config) }
    }

    /// The server, as what is kept for it names it.
    pub(crate) fn server(&self) -> String {
        self.config.url.to_string()
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, url: Url) -> Result<T, Error> {
        self.call(Method::GET, url, None).await
    }

    /// A call that can be repeated without a key.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        url: Url,
        body: Option<Vec<u8>>,
    ) -> Result<T, Error> {
        let call = Call { method, url, body, key: None };
        Ok(send(&self.http, &self.config, &call).await?.value)
    }

    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        parts: &[&str],
        body: &impl Serialize,
        key: Option<&Key>,
    ) -> Result<Done<T>, Error> {
        let key = key.cloned().map_or_else(Key::random, Ok)?;
        let body = serde_json::to_vec(body).map_err(|error| Error::System(error.to_string()))?;
        let url = self.url(parts)?;
        let call = Call { method: Method::POST, url, body: Some(body), key: Some(key.clone()) };
        let Answer { value, replayed } = send(&self.http, &self.config, &call).await?;
        Ok(Done { key, replayed, value })
    }
}
