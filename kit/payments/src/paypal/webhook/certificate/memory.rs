//! What came of certificates before: the good ones, the addresses that gave none, and how often PayPal was asked instead.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use reqwest::Url;

use super::{Chain, Uncertain};

/// How many certificates are kept. PayPal uses one at a time and changes it once a year.
const KEPT: usize = 8;

/// How many addresses that gave none are remembered.
const FAILED: usize = 64;

/// How often PayPal is asked in a minute whether deliveries are its own. Anybody can send some that need asking, and the
/// publisher's other calls must not be refused for them.
const ASKED: u32 = 30;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// The oldest comes first, and makes room.
#[derive(Debug, Default)]
pub struct Memory {
    kept: VecDeque<(Url, Arc<Chain>)>,
    failed: VecDeque<Failed>,
    /// Since when `asked` is counted.
    since: Timestamp,
    asked: u32,
}

#[derive(Debug)]
struct Failed {
    url: Url,
    why: Uncertain,
    at: Timestamp,
}

impl Memory {
    /// The certificate that was found good at an address; whether it still is has to be asked again.
    pub fn kept(&self, url: &Url) -> Option<Arc<Chain>> {
        self.kept.iter().find(|(at, _)| at == url).map(|(_, chain)| Arc::clone(chain))
    }

    /// What was wrong at an address less than a minute ago.
    pub fn failure(&self, url: &Url, now: Timestamp) -> Option<Uncertain> {
        self.failed
            .iter()
            .find(|failed| failed.url == *url && is_within_minute(failed.at, now))
            .map(|failed| failed.why)
    }

    /// Keeps a certificate that was found good.
    pub fn keep(&mut self, url: Url, chain: Arc<Chain>) {
        self.kept.retain(|(at, _)| *at != url);
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((url, chain));
    }

    /// Remembers that no good certificate came from an address.
    pub fn fail(&mut self, url: Url, why: Uncertain, now: Timestamp) {
        self.failed.retain(|failed| failed.url != url && is_within_minute(failed.at, now));
        if self.failed.len() >= FAILED {
            self.failed.pop_front();
        }
        self.failed.push_back(Failed { url, why, at: now });
    }

    /// Whether PayPal may be asked once more in this minute, which is counted.
    pub fn may_ask(&mut self, now: Timestamp) -> bool {
        if !is_within_minute(self.since, now) {
            (self.since, self.asked) = (now, 0);
        }
        self.asked = self.asked.saturating_add(1);
        self.asked <= ASKED
    }
}

fn is_within_minute(start: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(start);
    !age.is_negative() && age < MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(number: usize) -> Url {
        Url::parse(&format!("https://api.paypal.com/v1/notifications/certs/{number}")).unwrap()
    }

    #[test]
    fn a_failure_counts_for_a_minute_and_makes_room_for_newer_ones() {
        let start: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let after = |seconds| start + SignedDuration::from_secs(seconds);
        let mut memory = Memory::default();
        for number in 0..=FAILED {
            memory.fail(url(number), Uncertain::Unknown, start);
        }
        assert_eq!(memory.failure(&url(0), start), None);
        assert_eq!(memory.failure(&url(1), after(59)), Some(Uncertain::Unknown));
        assert_eq!(memory.failure(&url(1), after(60)), None);
        assert_eq!(memory.failure(&url(1), after(-1)), None, "a clock that was set back");
        memory.fail(url(1), Uncertain::Forged("why"), after(60));
        assert_eq!(memory.failure(&url(1), after(60)), Some(Uncertain::Forged("why")));
        assert_eq!(memory.failed.len(), 1, "the others are over");
    }

    #[test]
    fn the_newest_certificates_are_kept() {
        let mut memory = Memory::default();
        for number in 0..=KEPT {
            memory.keep(url(number), Arc::new(Chain(Vec::new())));
            memory.keep(url(number), Arc::new(Chain(Vec::new())));
        }
        let kept = |number| memory.kept(&url(number)).is_some();
        assert!(!kept(0) && (1..=KEPT).all(kept));
    }
}
