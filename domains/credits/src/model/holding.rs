//! Setting credits aside, and what becomes of them, as a program asks for it.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Credits, PersonId};
use thiserror::Error;

use super::words::within;
use super::{Feature, Hold, Idempotency, InputError, Machine, Operation, Quantity, Reference, RequestKey, UsedBy};

/// How long credits are set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasting(i64);

impl Lasting {
    /// As long as a hold may last: a minute to a day, in seconds.
    ///
    /// # Errors
    /// It is outside.
    pub fn of_hold(seconds: i64) -> Result<Lasting, InputError> {
        within(seconds, 60, 86_400).map(Lasting)
    }

    /// As long as a lease may last: an hour to a week, in seconds.
    ///
    /// # Errors
    /// It is outside.
    pub fn of_lease(seconds: i64) -> Result<Lasting, InputError> {
        within(seconds, 3_600, 604_800).map(Lasting)
    }

    /// In seconds.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// When it ends if it begins at `now`.
    pub fn after(self, now: Timestamp) -> Timestamp {
        now.saturating_add(SignedDuration::from_secs(self.0)).unwrap_or(Timestamp::MAX)
    }
}

/// How much is wanted: so many uses, or so many credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HowMuch {
    /// So many credits in all.
    pub amount: Option<Credits>,
    /// So many uses.
    pub quantity: Option<Quantity>,
    /// Whether whoever asks may name any amount, whatever the tariff says.
    pub may_charge: bool,
}

/// Why so much cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HowMuchError {
    /// The amount is not what so many uses cost, or what any number of uses costs.
    #[error("the amount is not that of whole uses")]
    NotWholeUses,
    /// It is out of range.
    #[error("the amount is out of range")]
    TooMuch,
    /// Only the publisher's own servers name amounts.
    #[error("the key may not name an amount")]
    MayNotCharge,
}

impl HowMuch {
    /// The amount that the caller names, past the tariff.
    pub fn named(self) -> Option<(Credits, Quantity)> {
        let amount = self.amount.filter(|_| self.may_charge)?;
        Some((amount, self.quantity.unwrap_or(Quantity::ONE)))
    }

    /// What it is at a price; one use if nothing is said.
    ///
    /// # Errors
    /// [`HowMuchError::NotWholeUses`], [`HowMuchError::TooMuch`].
    pub fn at(self, price: Credits) -> Result<(Credits, Quantity), HowMuchError> {
        let uses = match (self.quantity, self.amount) {
            (Some(quantity), _) => quantity,
            (None, Some(amount)) if price.is_positive() => {
                Quantity::new(amount.0 / price.0).map_err(|_| HowMuchError::NotWholeUses)?
            }
            (None, _) => Quantity::ONE,
        };
        let cost = price.times(uses.get()).map_err(|_| HowMuchError::TooMuch)?;
        if self.amount.is_some_and(|amount| amount != cost) {
            Err(HowMuchError::NotWholeUses)
        } else {
            Ok((cost, uses))
        }
    }

    /// What it is of a hold, all of it if nothing is said. May be more than the hold has.
    ///
    /// # Errors
    /// As [`HowMuch::at`], and [`HowMuchError::MayNotCharge`].
    pub fn of(self, hold: &Hold) -> Result<(Credits, Option<i64>), HowMuchError> {
        match (self.amount, self.quantity, hold.unit_price) {
            (None, None, _) => Ok((hold.amount, hold.quantity)),
            (_, _, Some(price)) => self.at(price).map(|(amount, quantity)| (amount, Some(quantity.get()))),
            (Some(amount), quantity, None) if self.may_charge || amount == hold.amount => {
                Ok((amount, quantity.map(Quantity::get).or(hold.quantity)))
            }
            (Some(_), _, None) => Err(HowMuchError::MayNotCharge),
            (None, Some(_), None) => Err(HowMuchError::NotWholeUses),
        }
    }
}

/// Credits to be set aside for a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHold {
    /// What is to be used.
    pub feature: Feature,
    /// How much of it.
    pub how_much: HowMuch,
    /// By whom.
    pub used_by: UsedBy,
    /// What is to be produced.
    pub reference: Option<Reference>,
    /// By which machine.
    pub machine: Option<Machine>,
    /// How long.
    pub lasting: Lasting,
    /// The request that asks for it.
    pub idempotency: Idempotency,
}

/// Credits that a machine takes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLease {
    /// How much, more than nothing.
    pub amount: Credits,
    /// Who uses it.
    pub used_by: UsedBy,
    /// Which machine.
    pub machine: Option<Machine>,
    /// How long.
    pub lasting: Lasting,
    /// The request that asks for it.
    pub idempotency: Idempotency,
}

/// A hold to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// How much of it.
    pub how_much: HowMuch,
    /// What was produced, if it is not what was to be.
    pub reference: Option<Reference>,
    /// The request that asks for it.
    pub idempotency: Idempotency,
}

/// A use that a machine made with leased credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfflineUse {
    /// By what it is known, whatever the lease.
    pub idempotency: Idempotency,
    /// What was used.
    pub feature: Feature,
    /// How much of it.
    pub how_much: HowMuch,
    /// By whom; the lease's member if nobody is named.
    pub used_by: UsedBy,
    /// What was produced.
    pub reference: Option<Reference>,
    /// When, by the machine's clock.
    pub at: Timestamp,
}

/// A lease to be settled: none of it was used if there are no uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// What was used, in its order.
    pub uses: Vec<OfflineUse>,
    /// The request that asks for it.
    pub idempotency: Idempotency,
}

/// The answer to whoever made or ended a hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldReceipt {
    /// The hold, as it stands now.
    pub hold: Hold,
    /// What its end wrote.
    pub operations: Vec<Operation>,
    /// Whether it was done before, by the same request.
    pub replayed: bool,
}

/// The hold that is meant, as far as whoever asks may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldSight {
    /// The member that a key stands for sees his or her own holds only.
    pub bearer: Option<PersonId>,
}

impl HoldSight {
    /// Whether this hold is seen.
    pub fn sees(self, hold: &Hold) -> bool {
        self.bearer.is_none() || self.bearer == hold.member
    }
}

/// When a use was, by a machine's clock: of this century, to the microsecond.
///
/// # Errors
/// It is no moment, or of another century.
pub fn used_at(text: &str) -> Result<Timestamp, InputError> {
    let at: Timestamp = text.parse().map_err(|_| InputError::Moment)?;
    let year = at.to_zoned(jiff::tz::TimeZone::UTC).year();
    let kept = Timestamp::from_microsecond(at.as_microsecond()).ok();
    kept.filter(|_| (2000..2100).contains(&year)).ok_or(InputError::Moment)
}

/// The digest by which a use of a lease is known.
pub(crate) fn keys_of(uses: &[OfflineUse]) -> Vec<RequestKey> {
    uses.iter().map(|one| one.idempotency.key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how_much(amount: Option<i64>, quantity: Option<i64>) -> HowMuch {
        let quantity = quantity.map(|quantity| Quantity::new(quantity).unwrap());
        HowMuch { amount: amount.map(Credits), quantity, may_charge: false }
    }

    #[test]
    fn amounts_are_those_of_whole_uses() {
        let at = |amount, quantity, price| {
            how_much(amount, quantity).at(Credits(price)).map(|(amount, quantity)| (amount.0, quantity.get()))
        };
        assert_eq!(at(None, None, 3), Ok((3, 1)));
        assert_eq!(at(None, Some(4), 3), Ok((12, 4)));
        assert_eq!(at(Some(12), None, 3), Ok((12, 4)));
        assert_eq!(at(Some(12), Some(4), 3), Ok((12, 4)));
        assert_eq!(at(Some(0), None, 0), Ok((0, 1)));
        assert_eq!(at(None, Some(1_000_000), i64::MAX), Err(HowMuchError::TooMuch));
        for (amount, quantity, price) in
            [(13, None, 3), (0, None, 3), (13, Some(4), 3), (1, None, 0), (1_000_001, None, 1)]
        {
            assert_eq!(at(Some(amount), quantity, price), Err(HowMuchError::NotWholeUses), "{amount} at {price}");
        }
    }

    #[test]
    fn only_some_may_name_an_amount() {
        let named = HowMuch { may_charge: true, ..how_much(Some(13), Some(2)) };
        assert_eq!(named.named().map(|(amount, quantity)| (amount.0, quantity.get())), Some((13, 2)));
        assert_eq!(how_much(Some(13), None).named(), None);
        assert_eq!(HowMuch { may_charge: true, ..how_much(None, Some(2)) }.named(), None);
    }

    #[test]
    fn holds_and_leases_last_so_long() {
        assert!(Lasting::of_hold(59).is_err() && Lasting::of_hold(86_401).is_err());
        assert!(Lasting::of_lease(3_599).is_err() && Lasting::of_lease(604_801).is_err());
        let minute = Lasting::of_hold(60).unwrap();
        assert_eq!(minute.after(Timestamp::UNIX_EPOCH).as_second(), 60);
    }

    #[test]
    fn machines_tell_moments_of_this_century() {
        assert_eq!(used_at("2026-11-21T10:00:00.123456789+01:00").unwrap().to_string(), "2026-11-21T09:00:00.123456Z");
        for wrong in ["", "2026-11-21", "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "yesterday"] {
            assert_eq!(used_at(wrong), Err(InputError::Moment), "{wrong}");
        }
    }
}
