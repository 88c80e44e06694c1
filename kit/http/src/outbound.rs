//! Calls to addresses that somebody typed.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use thiserror::Error;

use crate::names::{GuardedNames, LeadsInside, Names, SystemNames};
use crate::typed_url::{Reach, UrlRefusal, typed_url};
use crate::{ClientError, builder};

/// A call may take so long in all, the answer included.
const LIMIT: Duration = Duration::from_secs(15);
/// Of an answer so many bytes are read at most; the rest never arrives.
const READ: usize = 64 << 10;
/// And so many are kept.
const KEPT: usize = 2 << 10;

/// Calls typed addresses on the public internet, and nothing else. Cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    client: reqwest::Client,
    reach: Reach,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// How the body begins, 2 KiB at most.
    pub beginning: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum CallError {
    /// Nothing was sent, nor will it ever be.
    #[error(transparent)]
    Refused(#[from] UrlRefusal),
    /// 5 seconds were not enough for a connection, or 15 for an answer.
    #[error("no answer in time")]
    Timeout,
    /// No connection: the name leads nowhere, nobody listens, or TLS fails.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// The connection ended before an answer.
    #[error("the connection broke: {0}")]
    Broken(String),
}

impl Outbound {
    /// Calls that reach so far.
    ///
    /// # Errors
    /// The client cannot be set up.
    pub fn new(reach: Reach) -> Result<Outbound, ClientError> {
        Outbound::resolving(reach, Arc::new(SystemNames), LIMIT)
    }

    /// The same with another knowledge of names, and of how long a call may take in all.
    ///
    /// # Errors
    /// The client cannot be set up.
    pub fn resolving(reach: Reach, names: Arc<dyn Names>, limit: Duration) -> Result<Outbound, ClientError> {
        let names = Arc::new(GuardedNames { names, reach });
        // A connection that is kept was looked at another time.
        let client = builder(limit)?.dns_resolver(names).pool_max_idle_per_host(0).build()?;
        Ok(Outbound { client, reach })
    }

    /// How far the calls reach.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Sends JSON with these headers.
    ///
    /// # Errors
    /// There is no answer.
    pub async fn post_json(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        json: Vec<u8>,
    ) -> Result<Answer, CallError> {
        let url = typed_url(url, self.reach)?;
        let request = self.client.post(url).header(CONTENT_TYPE, "application/json").body(json);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        let mut response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let (mut beginning, mut read) = (Vec::new(), 0);
        // The status is the answer: a body that breaks off, or never ends, changes nothing.
        while let Ok(Some(chunk)) = response.chunk().await {
            let room = KEPT - beginning.len();
            beginning.extend_from_slice(&chunk[..chunk.len().min(room)]);
            read += chunk.len();
            if read >= READ {
                break;
            }
        }
        Ok(Answer { status, beginning })
    }
}

impl fmt::Debug for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outbound({:?})", self.reach)
    }
}

fn failed(error: reqwest::Error) -> CallError {
    // What the client says of itself names the address, which may hold a secret.
    let error = error.without_url();
    let causes = || std::iter::successors(Some(&error as &(dyn StdError + 'static)), |error| (**error).source());
    if causes().any(|cause| cause.is::<LeadsInside>()) {
        return CallError::Refused(UrlRefusal::Inside);
    }
    if error.is_timeout() {
        return CallError::Timeout;
    }
    let cause = causes().last().map_or_else(|| error.to_string(), ToString::to_string);
    if error.is_connect() { CallError::Unreachable(cause) } else { CallError::Broken(cause) }
}
