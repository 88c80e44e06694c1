//! A wallet, and the one decision by which anything enters or leaves it.

use jiff::Timestamp;
use kit_core::Credits;
use kit_db::{Cell, FromValue, Value};
use thiserror::Error;

use super::{Block, HoldId, Holds, Kind, Lot, LotKind, Lots, LowWatch, Month, MonthFigures, Part, Split, Unit};

/// No wallet holds more than this, so that every sum fits, also in the numbers of JavaScript (2⁵³).
pub const LARGEST: Credits = Credits(1_000_000_000_000_000);

/// What is left, by kind, and how much of it is set aside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// Given by the publisher.
    pub promotional: Credits,
    /// Paid for.
    pub purchased: Credits,
    /// Set aside by open holds, of either kind.
    pub held: Credits,
}

impl Balance {
    /// All that is there. Sums saturate: no wallet holds more than [`LARGEST`], and a forged row must not bring the check down.
    pub fn total(self) -> Credits {
        Credits(self.promotional.0.saturating_add(self.purchased.0))
    }

    /// What can be used now: all but what is set aside.
    pub fn free(self) -> Credits {
        Credits(self.total().0.saturating_sub(self.held.0))
    }

    /// What is of one kind.
    pub fn of(self, kind: LotKind) -> Credits {
        match kind {
            LotKind::Promotional => self.promotional,
            LotKind::Purchased => self.purchased,
        }
    }

    pub(super) fn with(mut self, kind: LotKind, amount: Credits) -> Balance {
        match kind {
            LotKind::Promotional => self.promotional.0 = self.promotional.0.saturating_add(amount.0),
            LotKind::Purchased => self.purchased.0 = self.purchased.0.saturating_add(amount.0),
        }
        self
    }

    pub(super) fn with_held(mut self, held: Credits) -> Balance {
        self.held.0 = self.held.0.saturating_add(held.0);
        self
    }

    /// As text: promotional, purchased and held, as in `47:1200:3`.
    pub(crate) fn stored(self) -> String {
        format!("{}:{}:{}", self.promotional, self.purchased, self.held)
    }
}

impl FromValue for Balance {
    fn from_value(cell: Cell<'_>) -> Result<Balance, String> {
        let Value::Text(text) = cell else { return Err("the balance is no text".to_owned()) };
        let mut fields = text.split(':').map(|field| field.parse().map(Credits));
        match (fields.next(), fields.next(), fields.next(), fields.next()) {
            (Some(Ok(promotional)), Some(Ok(purchased)), Some(Ok(held)), None) => {
                Ok(Balance { promotional, purchased, held })
            }
            _ => Err(format!("`{text}` is no balance")),
        }
    }
}

/// The state of a wallet after its last operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wallet {
    /// What it counts.
    pub unit: Unit,
    /// The number of its last operation; 0 before the first.
    pub seq: i64,
    /// When that was. Time never runs back within a wallet, so a date is a place in its history.
    pub at: Timestamp,
    /// The seal of that operation.
    pub chain: [u8; 32],
    /// The open lots.
    pub lots: Lots,
    /// The open holds.
    pub holds: Holds,
    /// What went back with its payment and was used up before.
    pub debt: Credits,
    /// Why nothing of it can be used, if that is so.
    pub blocked: Option<Block>,
    /// What was used in the month of the last operation.
    pub month: MonthFigures,
    /// When little is left.
    pub low: LowWatch,
}

/// What happens to a wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement<'a> {
    /// Credits come in, as a lot of their own.
    Open {
        /// Given or paid for.
        kind: LotKind,
        /// More than nothing.
        amount: Credits,
        /// From when on they cannot be used; none: never.
        expires_at: Option<Timestamp>,
    },
    /// Credits go out, in burn order; none at all for a free use.
    Take(Credits),
    /// What is there goes out, in burn order, up to this much; the rest is owed.
    Overdraw(Credits),
    /// Credits that a hold set aside go out.
    Capture {
        /// Which hold.
        hold: HoldId,
        /// How much of what it still holds.
        amount: Credits,
        /// Whether the hold ends with this, and the rest of it comes back.
        last: bool,
    },
    /// What is free of this lot goes out, because its time has come.
    Expire {
        /// The operation that opened it.
        lot: i64,
    },
    /// Credits go out because their payment went back: of this lot first, then in burn order. What is not there is owed.
    Reclaim {
        /// The lot that the payment made.
        lot: i64,
        /// How much; nothing where all of it had expired.
        amount: Credits,
    },
    /// The debt is settled from this lot, as far as it goes.
    Settle {
        /// The lot that was just bought.
        lot: i64,
    },
    /// What was reclaimed comes back.
    GiveAgain {
        /// The lots that it was taken from, each with what of it comes back as what remains.
        lots: &'a [Lot],
        /// What had been owed.
        owed: Credits,
    },
}

/// A movement that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The number of the operation.
    pub seq: i64,
    /// Its moment.
    pub at: Timestamp,
    /// Its spread over lots.
    pub split: Split,
    /// What is owed more since; less than nothing where debt was settled.
    pub owed: Credits,
    /// What is left after it.
    pub after: Balance,
    /// The figures of a month that ended before it, to be kept.
    pub ended_month: Option<MonthFigures>,
}

/// Why a movement is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MovementError {
    /// The wallet would fall below zero.
    #[error("{missing} credits are missing")]
    Short {
        /// What is there.
        available: Balance,
        /// What more would be needed.
        missing: Credits,
    },
    /// The wallet would hold more than [`LARGEST`].
    #[error("the wallet would hold too much")]
    TooMuch,
    /// An amount of nothing, or less, where credits move.
    #[error("the amount is not positive")]
    NotPositive,
    /// The lot is not open, or all of it is held.
    #[error("the lot is not open")]
    NoSuchLot,
    /// The hold is not open, or holds less.
    #[error("the hold is not open, or holds less")]
    NoSuchHold,
    /// As many holds are open as there may be: see [`MOST_HOLDS`](super::MOST_HOLDS).
    #[error("too many holds are open")]
    TooManyHolds,
}

impl Wallet {
    /// A wallet before its first operation.
    pub fn new(unit: Unit) -> Wallet {
        let month = MonthFigures::empty(Month::of(Timestamp::UNIX_EPOCH));
        Wallet {
            unit,
            seq: 0,
            at: Timestamp::UNIX_EPOCH,
            chain: [0; 32],
            lots: Lots::default(),
            holds: Holds::default(),
            debt: Credits::ZERO,
            blocked: None,
            month,
            low: LowWatch::default(),
        }
    }

    /// The moment of an operation written at `now`: never before the last one.
    pub fn moment(&self, now: Timestamp) -> Timestamp {
        now.max(self.at)
    }

    /// The lot to expire next, if its time has come.
    pub fn due(&self, now: Timestamp) -> Option<Lot> {
        self.lots.first_due(self.moment(now)).copied()
    }

    /// Decides a movement of an operation of `kind` and changes the wallet accordingly; a refused one changes nothing.
    ///
    /// # Errors
    /// The movement would break a rule: see [`MovementError`].
    pub fn decide(&mut self, kind: Kind, movement: Movement<'_>, now: Timestamp) -> Result<Moved, MovementError> {
        let seq = self.seq + 1;
        let within = |split| (split, Credits::ZERO);
        let (split, owed) = match movement {
            Movement::Open { kind, amount, expires_at } => within(self.open(seq, kind, amount, expires_at)?),
            Movement::Take(amount) => within(self.take(seq, amount)?),
            Movement::Overdraw(amount) => self.overdraw(seq, amount)?,
            Movement::Capture { hold, amount, last } => within(self.capture(seq, hold, amount, last)?),
            Movement::Expire { lot } => {
                within(Split::new(vec![self.lots.expire(lot, seq).ok_or(MovementError::NoSuchLot)?]))
            }
            Movement::Reclaim { lot, amount } => self.reclaim(seq, lot, amount)?,
            Movement::Settle { lot } => self.settle(seq, lot)?,
            Movement::GiveAgain { lots, owed } => self.give_again(seq, lots, owed)?,
        };
        self.owe(owed);
        let at = self.moment(now);
        let ended_month = self.enter(Month::of(at));
        self.month.count(kind, &split);
        (self.seq, self.at) = (seq, at);
        Ok(Moved { seq, at, split, owed, after: self.lots.balance(), ended_month })
    }

    pub(super) fn open(
        &mut self,
        seq: i64,
        kind: LotKind,
        amount: Credits,
        expires_at: Option<Timestamp>,
    ) -> Result<Split, MovementError> {
        if !amount.is_positive() {
            return Err(MovementError::NotPositive);
        }
        let total = self.lots.balance().total().plus(amount).map_err(|_| MovementError::TooMuch)?;
        if total > LARGEST {
            return Err(MovementError::TooMuch);
        }
        self.lots.open(Lot { seq, kind, amount, remaining: amount, held: Credits::ZERO, expires_at, last: seq });
        Ok(Split::new(vec![Part { lot: seq, kind, amount }]))
    }

    fn take(&mut self, seq: i64, amount: Credits) -> Result<Split, MovementError> {
        if amount < Credits::ZERO {
            return Err(MovementError::NotPositive);
        }
        self.has_free(amount)?;
        Ok(self.lots.take(amount, seq))
    }

    /// Whether so much can be used now.
    pub(super) fn has_free(&self, amount: Credits) -> Result<(), MovementError> {
        let available = self.lots.balance();
        match amount.0.saturating_sub(available.free().0) {
            missing @ 1.. => Err(MovementError::Short { available, missing: Credits(missing) }),
            _ => Ok(()),
        }
    }

    /// Begins a month; answers the figures of the one before if there are any.
    fn enter(&mut self, month: Month) -> Option<MonthFigures> {
        if self.month.month == month {
            return None;
        }
        let ended = std::mem::replace(&mut self.month, MonthFigures::empty(month));
        (!ended.is_empty()).then_some(ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn granted(amount: i64) -> Wallet {
        let mut wallet = Wallet::new(Unit::Credit);
        let open = Movement::Open { kind: LotKind::Promotional, amount: Credits(amount), expires_at: None };
        wallet.decide(Kind::Grant, open, at("2026-01-31T10:00:00Z")).unwrap();
        wallet
    }

    #[test]
    fn never_below_zero_and_a_refusal_changes_nothing() {
        let mut wallet = granted(10);
        let before = wallet.clone();
        let refused = wallet.decide(Kind::Usage, Movement::Take(Credits(11)), at("2026-02-01T10:00:00Z"));
        let available = Balance { promotional: Credits(10), ..Balance::default() };
        assert_eq!(refused, Err(MovementError::Short { available, missing: Credits(1) }));
        assert_eq!(wallet.decide(Kind::Usage, Movement::Take(Credits(-1)), wallet.at), Err(MovementError::NotPositive));
        assert_eq!(wallet, before);
    }

    #[test]
    fn never_above_the_largest() {
        let mut wallet = granted(LARGEST.0);
        let one = Movement::Open { kind: LotKind::Purchased, amount: Credits(1), expires_at: None };
        assert_eq!(wallet.decide(Kind::Purchase, one, wallet.at), Err(MovementError::TooMuch));
        let wide = Movement::Open { kind: LotKind::Purchased, amount: Credits(i64::MAX), expires_at: None };
        assert_eq!(wallet.decide(Kind::Purchase, wide, wallet.at), Err(MovementError::TooMuch));
    }

    #[test]
    fn what_is_overdrawn_is_owed_and_nothing_is_below_zero() {
        let mut wallet = granted(10);
        let moved = wallet.decide(Kind::Usage, Movement::Overdraw(Credits(25)), wallet.at).unwrap();
        assert_eq!((moved.split.total(), moved.owed, wallet.debt), (Credits(-10), Credits(15), Credits(15)));
        let moved = wallet.decide(Kind::Usage, Movement::Overdraw(Credits(5)), wallet.at).unwrap();
        assert_eq!((moved.split.total(), wallet.debt), (Credits(0), Credits(20)));
        assert_eq!(
            wallet.decide(Kind::Usage, Movement::Overdraw(Credits(-1)), wallet.at),
            Err(MovementError::NotPositive)
        );
        assert_eq!(wallet.decide(Kind::Usage, Movement::Overdraw(LARGEST), wallet.at), Err(MovementError::TooMuch));
    }

    #[test]
    fn a_free_use_is_an_operation() {
        let mut wallet = Wallet::new(Unit::Credit);
        let moved = wallet.decide(Kind::Usage, Movement::Take(Credits::ZERO), at("2026-02-01T10:00:00Z")).unwrap();
        assert_eq!((moved.seq, moved.split.to_string()), (1, String::new()));
    }

    #[test]
    fn time_never_runs_back() {
        let mut wallet = granted(10);
        let moved = wallet.decide(Kind::Usage, Movement::Take(Credits(1)), at("2020-01-01T00:00:00Z")).unwrap();
        assert_eq!(moved.at, at("2026-01-31T10:00:00Z"));
    }

    #[test]
    fn a_month_is_handed_over_when_the_next_one_begins() {
        let mut wallet = granted(10);
        let take = Movement::Take(Credits(3));
        assert_eq!(wallet.decide(Kind::Usage, take, at("2026-01-31T23:00:00Z")).unwrap().ended_month, None);
        let ended = wallet.decide(Kind::Usage, take, at("2026-02-01T00:00:00Z")).unwrap().ended_month.unwrap();
        assert_eq!(ended.month, Month { year: 2026, month: 1 });
        assert_eq!(ended.used_promotional, Credits(3));
        assert_eq!(wallet.month.used_promotional, Credits(3));
    }
}
