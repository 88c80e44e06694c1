//! From which network address a request comes.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::HeaderMap;
use http::request::Parts;

use crate::app::App;

/// The address of the client: the peer, or what the proxy before us says, if one is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// The network that the address is counted as: an IPv6 customer owns a /64, so counting single addresses would be no
    /// limit at all.
    pub fn network(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V4(v4) => IpAddr::V4(v4),
            IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        }
    }
}

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<ClientAddress, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let forwarded = if app.behind_proxy { forwarded_for(&parts.headers) } else { None };
        Ok(ClientAddress(forwarded.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

/// The last entry: our own proxy wrote it; those before it are the client's claims.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
    // Some proxies add the port.
    last.parse().ok().or_else(|| Some(last.parse::<SocketAddr>().ok()?.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_proxy_is_believed() {
        for (lines, believed) in [
            (&["203.0.113.9, 198.51.100.7"][..], Some("198.51.100.7")),
            (&["198.51.100.7", "203.0.113.9"], Some("203.0.113.9")),
            (&["203.0.113.9, 198.51.100.7:4711"], Some("198.51.100.7")),
            (&["203.0.113.9, [2001:db8::1]:4711"], Some("2001:db8::1")),
            (&["203.0.113.9, unknown"], None),
            (&[], None),
        ] {
            let name = http::HeaderName::from_static("x-forwarded-for");
            let lines = lines.iter().map(|line| (name.clone(), http::HeaderValue::from_static(line)));
            let mut headers = HeaderMap::new();
            headers.extend(lines);
            let lines: Vec<_> = headers.get_all(&name).iter().collect();
            assert_eq!(forwarded_for(&headers), believed.map(|address| address.parse().unwrap()), "{lines:?}");
        }
    }
}
