//! Addresses that somebody typed, before anything is sent there.

use std::net::IpAddr;

use reqwest::Url;
use thiserror::Error;

use crate::public::{is_loopback, is_public};

/// How far calls to typed addresses reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// The public internet, by `https`.
    #[default]
    Public,
    /// The same, and this machine itself by `http` or `https`: for tests and the demonstration.
    Loopback,
}

impl Reach {
    /// Whether a connection may be made to this address.
    pub(crate) fn includes(self, address: IpAddr) -> bool {
        is_public(address) || (self == Reach::Loopback && is_loopback(address))
    }
}

/// Why nothing is ever sent to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UrlRefusal {
    /// It is no address, or longer than 500 characters.
    #[error("this is no address")]
    Malformed,
    /// It does not begin with `https://`.
    #[error("the address must begin with https://")]
    NotHttps,
    /// It holds a name or a password.
    #[error("the address holds a password")]
    Password,
    /// Its port belongs to something else than the web.
    #[error("port {0} is closed to calls")]
    Port(u16),
    /// It is, or its name leads to, an address that is not on the public internet.
    #[error("the address is not on the public internet")]
    Inside,
}

/// The longest address, in characters.
const LONGEST: usize = 500;
/// Below this, ports belong to services that an administrator started: only the web's own is called.
const FIRST_FREE: u16 = 1024;
/// Those above that browsers close too, because a request could be taken for something else there (Fetch Standard, "bad port").
const CLOSED: [u16; 18] =
    [1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697];

/// Reads a typed address. Where its name leads is looked at when it is called.
///
/// # Errors
/// Nothing may ever be sent there.
pub fn typed_url(typed: &str, reach: Reach) -> Result<Url, UrlRefusal> {
    let typed = typed.trim();
    if typed.len() > LONGEST || typed.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(UrlRefusal::Malformed);
    }
    let url = Url::parse(typed).map_err(|_| UrlRefusal::Malformed)?;
    let host = url.host_str().ok_or(UrlRefusal::Malformed)?;
    // The URL standard has brought every way to write an address in figures into one.
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    let is_here = reach == Reach::Loopback && (host == "localhost" || literal.is_some_and(is_loopback));
    match url.scheme() {
        "https" => {}
        "http" if is_here => {}
        "http" => return Err(UrlRefusal::NotHttps),
        _ => return Err(UrlRefusal::Malformed),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UrlRefusal::Password);
    }
    let port = url.port_or_known_default().ok_or(UrlRefusal::Malformed)?;
    if !is_here && ((port < FIRST_FREE && port != 443) || CLOSED.contains(&port) || port == 10_080) {
        return Err(UrlRefusal::Port(port));
    }
    if literal.is_some_and(|address| !reach.includes(address)) {
        return Err(UrlRefusal::Inside);
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<String, UrlRefusal> {
        typed_url(typed, Reach::Public).map(String::from)
    }

    #[test]
    fn addresses_of_the_public_web_are_taken() {
        for good in ["https://exemple.fr/crochet?a=b", "https://exemple.fr:8443/", "https://8.8.8.8/x", "https://é.fr/"]
        {
            assert!(read(good).is_ok(), "{good}");
        }
        assert_eq!(read(" https://exemple.fr "), Ok("https://exemple.fr/".to_owned()));
    }

    #[test]
    fn others_are_refused_with_their_reason() {
        let cases = [
            ("", UrlRefusal::Malformed),
            ("exemple.fr", UrlRefusal::Malformed),
            ("ftp://exemple.fr", UrlRefusal::Malformed),
            ("file:///etc/passwd", UrlRefusal::Malformed),
            ("https://exemple.fr/a b", UrlRefusal::Malformed),
            ("https://exemple.fr/\r\nhost:x", UrlRefusal::Malformed),
            ("http://exemple.fr", UrlRefusal::NotHttps),
            ("http://127.0.0.1", UrlRefusal::NotHttps),
            ("https://a@exemple.fr", UrlRefusal::Password),
            ("https://a:b@exemple.fr", UrlRefusal::Password),
            ("https://exemple.fr:25", UrlRefusal::Port(25)),
            ("https://exemple.fr:80", UrlRefusal::Port(80)),
            ("https://exemple.fr:0", UrlRefusal::Port(0)),
            ("https://exemple.fr:6667", UrlRefusal::Port(6667)),
            ("https://exemple.fr:10080", UrlRefusal::Port(10080)),
        ];
        for (typed, refusal) in cases {
            assert_eq!(read(typed), Err(refusal), "{typed}");
        }
        assert_eq!(read(&format!("https://exemple.fr/{}", "a".repeat(500))), Err(UrlRefusal::Malformed));
    }

    #[test]
    fn figures_are_read_in_every_form() {
        for inside in [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://127.1/",
            "https://127。0。0。1/",
            "https://1２7.0.0.1/",
            "https://0/",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[64:ff9b::a00:1]/",
            "https://[2002:7f00:1::]/",
            "https://[fd00:ec2::254]/",
            "https://[fe80::1]/",
        ] {
            assert_eq!(read(inside), Err(UrlRefusal::Inside), "{inside}");
        }
    }

    #[test]
    fn this_machine_is_reached_only_where_that_is_said() {
        let here = |typed| typed_url(typed, Reach::Loopback).map(drop);
        for good in ["http://127.0.0.1:80/x", "http://localhost:4000", "http://[::1]:4000/", "https://127.0.0.1:25/"] {
            assert_eq!(here(good), Ok(()), "{good}");
        }
        assert_eq!(here("http://exemple.fr"), Err(UrlRefusal::NotHttps));
        assert_eq!(here("http://10.0.0.1"), Err(UrlRefusal::NotHttps));
        assert_eq!(here("https://10.0.0.1"), Err(UrlRefusal::Inside));
    }
}
