//! How long to wait before an attempt is repeated.

use std::time::Duration;

/// The first pause, at most.
const FIRST: Duration = Duration::from_millis(200);
/// The longest pause, unless the server asks for more.
const LONGEST: Duration = Duration::from_secs(5);

/// The pause after `failed` attempts that failed: it doubles from time to time, and chance takes up to half of it away, so that those who
/// failed together do not come back together. Never less than the server asked for.
pub(crate) fn pause(failed: u32, asked: Option<Duration>, chance: u64) -> Duration {
    let doubled = FIRST.saturating_mul(2_u32.saturating_pow(failed.saturating_sub(1)));
    let own = part(doubled.min(LONGEST), chance);
    match asked {
        Some(asked) => own.max(asked + part(FIRST, chance)),
        None => own,
    }
}

/// Half of it, and of the other half as much as chance leaves.
fn part(of: Duration, chance: u64) -> Duration {
    let thousandths = u32::try_from(500 + chance % 501).unwrap_or(1000);
    of * thousandths / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_bound() {
        let most = |failed| pause(failed, None, 500);
        assert_eq!(most(1), Duration::from_millis(200));
        assert_eq!(most(2), Duration::from_millis(400));
        assert_eq!(most(5), Duration::from_millis(3200));
        assert_eq!(most(6), LONGEST);
        assert_eq!(most(u32::MAX), LONGEST);
    }

    #[test]
    fn chance_takes_up_to_half_away() {
        for chance in [0, 1, 17, 499, 500, 501, u64::MAX] {
            let pause = pause(3, None, chance);
            assert!((Duration::from_millis(400)..=Duration::from_millis(800)).contains(&pause), "{chance}: {pause:?}");
        }
    }

    #[test]
    fn the_server_is_heard() {
        assert!(pause(1, Some(Duration::from_secs(3)), 0) > Duration::from_secs(3));
        assert_eq!(pause(6, Some(Duration::from_secs(1)), 500), LONGEST);
    }
}
