//! The token that every call carries: got for the credentials, kept until shortly before its end, renewed by one call at a
//! time, whose failure is that of all who waited for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::Secret;
use super::call::{Caller, Effect, bounded, trouble};
use super::wire::not_understood;
use crate::Failure;

/// A token is not used in its last minute: the call takes time, and clocks differ.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// The token in use. Whoever renews it holds the lock, and the others wait for what comes out.
#[derive(Debug, Default)]
pub struct Tokens {
    held: Mutex<Held>,
    /// How often asking for a token has failed, written by who holds the lock.
    failures: AtomicU64,
}

#[derive(Debug, Default)]
struct Held {
    token: Option<Token>,
    /// The last failure.
    failure: Option<Failure>,
}

#[derive(Debug, Clone)]
struct Token {
    value: Arc<Secret>,
    until: Timestamp,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: i64,
}

impl Caller {
    /// A token that is good now and is not `refused`, the one that PayPal has just declined. Who waited while another
    /// asked in vain fails as that one did: asking one after the other, each would wait for all before it.
    pub(super) async fn token(&self, refused: Option<&Arc<Secret>>) -> Result<Arc<Secret>, Failure> {
        let before = self.tokens.failures.load(Ordering::Acquire);
        let mut held = self.tokens.held.lock().await;
        let now = self.clock.now();
        if let Some(token) = held.token.as_ref().filter(|token| now < token.until && refused != Some(&token.value)) {
            return Ok(Arc::clone(&token.value));
        }
        if self.tokens.failures.load(Ordering::Acquire) != before
            && let Some(failure) = &held.failure
        {
            return Err(failure.clone());
        }
        match self.grant(now).await {
            Ok(token) => Ok(Arc::clone(&held.token.insert(token).value)),
            Err(failure) => {
                held.failure = Some(failure.clone());
                self.tokens.failures.fetch_add(1, Ordering::Release);
                Err(failure)
            }
        }
    }

    /// Asks for a token. It changes nothing at PayPal that matters: an unused token just ends.
    async fn grant(&self, now: Timestamp) -> Result<Token, Failure> {
        let request = self
            .client
            .post(self.url("v1/oauth2/token"))
            .basic_auth(&self.client_id, Some(self.secret.reveal()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials");
        let response = request.send().await.map_err(|error| trouble(Effect::Reads, error))?;
        let (status, after) = (response.status().as_u16(), super::call::retry_after(&response));
        let body = bounded(response, Effect::Reads).await?;
        match status {
            200 => {
                let granted: Granted = serde_json::from_slice(&body).map_err(|_| not_understood("the token"))?;
                let lives = SignedDuration::from_secs(granted.expires_in.clamp(0, 7 * 86_400));
                let until = now.saturating_add(lives - MARGIN).map_err(|_| not_understood("the token's life"))?;
                Ok(Token { value: Arc::new(Secret::new(granted.access_token)), until })
            }
            400 | 401 | 403 => Err(Failure::Credentials),
            429 | 500.. => Err(Failure::Later { after, why: format!("the token: HTTP {status}") }),
            _ => Err(not_understood(format!("the token: HTTP {status}"))),
        }
    }
}
