//! Where names lead, looked at before a connection is made.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

use crate::typed_url::Reach;

/// The addresses of a name, some time later.
pub type Looked = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Who knows the addresses of names.
pub trait Names: Send + Sync + 'static {
    /// Asks for the addresses of `name`.
    fn look_up(&self, name: String) -> Looked;
}

/// The system's own knowledge.
#[derive(Debug, Clone, Copy)]
pub struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, name: String) -> Looked {
        Box::pin(async move {
            let addresses = tokio::net::lookup_host((name, 0)).await?;
            Ok(addresses.map(|address| address.ip()).collect())
        })
    }
}

/// A name leads to an address that may not be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the name leads to an address that is not on the public internet")]
pub(crate) struct LeadsInside;

/// Hands an address to the connection only if all that the name leads to may be called.
#[derive(Clone)]
pub(crate) struct GuardedNames {
    pub(crate) names: Arc<dyn Names>,
    pub(crate) reach: Reach,
}

impl Resolve for GuardedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let GuardedNames { names, reach } = self.clone();
        Box::pin(async move {
            let addresses = names.look_up(name.as_str().to_owned()).await?;
            if addresses.iter().any(|address| !reach.includes(*address)) {
                return Err(LeadsInside.into());
            }
            // The port is that of the URL.
            Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}
