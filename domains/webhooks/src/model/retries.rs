//! When a delivery is tried again.

use jiff::SignedDuration;
use kit_core::Random;

/// How long it waits after its first, second… failure, in seconds: 5 s, 1 min, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
const PAUSES: [i64; 10] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// How long to wait after `failures` failures, with up to a tenth more by lot; none when it is enough.
pub(crate) fn pause(failures: i64, random: &Random) -> Option<SignedDuration> {
    let place = usize::try_from(failures.checked_sub(1)?).ok()?;
    let milliseconds = PAUSES.get(place)? * 1_000;
    let more = random.below(u64::try_from(milliseconds / 10).unwrap_or(0));
    Some(SignedDuration::from_millis(milliseconds + i64::try_from(more).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_for_three_days_and_end() {
        let random = Random::seeded(1);
        for (failures, seconds) in (1..).zip(PAUSES) {
            for _ in 0..100 {
                let pause = pause(failures, &random).unwrap();
                let least = SignedDuration::from_secs(seconds);
                assert!(pause >= least && pause <= least + least / 10, "{failures}: {pause:?}");
            }
        }
        assert_eq!(pause(11, &random), None);
        assert_eq!(pause(0, &random), None);
        let least = SignedDuration::from_secs(PAUSES.iter().sum());
        assert!(least > SignedDuration::from_hours(72) && least < SignedDuration::from_hours(80), "{least:?}");
    }

    #[test]
    fn what_failed_together_does_not_come_back_together() {
        let random = Random::seeded(1);
        assert_ne!(pause(3, &random), pause(3, &random));
    }
}
