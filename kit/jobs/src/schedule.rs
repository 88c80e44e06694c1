//! Jobs that come round.

use jiff::Timestamp;
use kit_core::Context;
use kit_db::{DbError, Tx};

use crate::{JobId, store};

/// How often a job comes round, counted from midnight UTC so that all nodes agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Every so many minutes; a divisor of 60 comes at the same minutes of each hour.
    Minutes(u32),
    /// Every so many hours; a divisor of 24 comes at the same hours of each day.
    Hours(u32),
}

impl Every {
    /// The first moment of this rhythm after `now`: rounds that were missed are not made up for.
    pub fn after(self, now: Timestamp) -> Timestamp {
        let period = match self {
            Every::Minutes(minutes) => i64::from(minutes.max(1)) * 60,
            Every::Hours(hours) => i64::from(hours.max(1)) * 3600,
        };
        let next = (now.as_second().div_euclid(period) + 1) * period;
        Timestamp::from_second(next).unwrap_or(Timestamp::MAX)
    }
}

/// A job that comes round, ready to be stored.
pub(crate) struct Schedule {
    pub(crate) name: &'static str,
    pub(crate) every: Every,
    pub(crate) kind: &'static str,
    pub(crate) body: Box<dyn Fn() -> Result<String, serde_json::Error> + Send + Sync>,
}

impl Schedule {
    /// Enqueues the job if its time has come and no other node has done so. The first time it comes at once.
    pub(crate) fn fire(&self, tx: &mut Tx<'_>, ctx: &Context) -> Result<(), DbError> {
        tx.exec(&store::ADD_SCHEDULE, &[&self.name, &ctx.now])?;
        if tx.exec(&store::FIRE, &[&self.name, &ctx.now, &self.every.after(ctx.now)])? == 0 {
            return Ok(());
        }
        let body = (self.body)().map_err(DbError::fault)?;
        let (id, name) = (JobId::random(&ctx.random), Some(self.name));
        tx.exec(&store::ENQUEUE, &[&id, &self.kind, &body, &name, &ctx.now, &ctx.now]).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_the_same_on_all_nodes() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(Every::Minutes(15).after(at("2026-11-02T09:01:07Z")), at("2026-11-02T09:15:00Z"));
        assert_eq!(Every::Minutes(15).after(at("2026-11-02T09:15:00Z")), at("2026-11-02T09:30:00Z"));
        assert_eq!(Every::Hours(24).after(at("2026-11-02T09:15:00Z")), at("2026-11-03T00:00:00Z"));
        assert!(Every::Minutes(0).after(at("2026-11-02T09:15:00Z")) > at("2026-11-02T09:15:00Z"));
    }
}
