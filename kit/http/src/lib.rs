//! Calls that leave the program: one client, with the bounds that each of them needs, and one for addresses that somebody
//! typed, which reaches the public internet and nothing else. See the README for the rules.

mod names;
mod outbound;
mod public;
mod typed_url;

use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;

pub use names::{Looked, Names, SystemNames};
pub use outbound::{Answer, CallError, Outbound};
pub use public::is_public;
pub use typed_url::{Reach, UrlRefusal, typed_url};

/// The client could not be made.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The cryptography below TLS refuses its settings.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The client refuses its settings.
    #[error("the HTTP client cannot be set up: {0}")]
    Http(#[from] reqwest::Error),
}

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// A builder for calls to services that the publisher configured: TLS by the roots of the web, no redirects (an answer
/// elsewhere is no answer of that service), `timeout` for a call in all.
///
/// # Errors
/// TLS cannot be set up.
pub fn builder(timeout: Duration) -> Result<reqwest::ClientBuilder, ClientError> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .timeout(timeout)
        .user_agent("Guichet")
        .no_proxy())
}

/// As [`builder`], made.
///
/// # Errors
/// The client cannot be set up.
pub fn client(timeout: Duration) -> Result<reqwest::Client, ClientError> {
    Ok(builder(timeout)?.build()?)
}
