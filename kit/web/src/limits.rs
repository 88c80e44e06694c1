//! Limits per network address, kept in memory: they slow a guesser down before any work is done for him.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::address::ClientAddress;
use crate::error::WebError;

/// What is being limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Paths that take a secret: sign-in, second factor, links, codes.
    Secret,
    /// Paths that send mail to an address somebody typed.
    Mail,
}

/// The limits of one program; a second node has its own, so a per-account limit never relies on these.
#[derive(Debug)]
pub struct Limits {
    secret: DefaultKeyedRateLimiter<IpAddr>,
    mail: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    /// Limits for real use: 30 secrets at once and one every 2 s, 10 mails at once and one every 30 s.
    pub fn strict() -> Limits {
        Limits { secret: limiter(30, 30), mail: limiter(2, 10) }
    }

    /// Limits that tests and a demonstration on loopback do not meet.
    pub fn loose() -> Limits {
        Limits { secret: limiter(1_000_000, 1_000_000), mail: limiter(1_000_000, 1_000_000) }
    }

    /// Counts an attempt from `address`.
    ///
    /// # Errors
    /// [`WebError::TooMany`] when the address has to wait.
    pub fn take(&self, what: Limited, address: IpAddr) -> Result<(), WebError> {
        let limiter = match what {
            Limited::Secret => &self.secret,
            Limited::Mail => &self.mail,
        };
        limiter.check_key(&ClientAddress(address).network()).map_err(|until| {
            let wait = until.wait_time_from(limiter.clock().now());
            WebError::TooMany { retry_after: wait.as_secs() + 1 }
        })
    }

    /// Forgets the addresses that have nothing to wait for; called now and then.
    pub fn forget_idle(&self) {
        for limiter in [&self.secret, &self.mail] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn limiter(per_minute: u32, burst: u32) -> DefaultKeyedRateLimiter<IpAddr> {
    let at_least_one = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
    RateLimiter::keyed(Quota::per_minute(at_least_one(per_minute)).allow_burst(at_least_one(burst)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_waits_and_others_do_not() {
        let limits = Limits::strict();
        let home: IpAddr = "192.0.2.1".parse().unwrap();
        let allowed = (0..100).filter(|_| limits.take(Limited::Mail, home).is_ok()).count();
        assert_eq!(allowed, 10);
        assert!(matches!(limits.take(Limited::Mail, home), Err(WebError::TooMany { retry_after: 1.. })));
        assert!(limits.take(Limited::Mail, "192.0.2.2".parse().unwrap()).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let limits = Limits::strict();
        let allowed = (0..100_u16)
            .filter(|n| limits.take(Limited::Mail, format!("2001:db8::{n:x}").parse().unwrap()).is_ok())
            .count();
        assert_eq!(allowed, 10);
    }
}
