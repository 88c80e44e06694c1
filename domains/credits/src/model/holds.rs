//! The open holds of a wallet, as its row carries them.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use kit_core::Credits;
use kit_db::{Cell, FromValue, Value};

use super::{HoldId, MovementError, Part, Split, Wallet};

/// How many holds of a wallet may be open at once: its row is read and written by every debit.
pub const MOST_HOLDS: usize = 200;

/// What a wallet must know of a hold to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenHold {
    /// Which one.
    pub id: HoldId,
    /// From this moment on it has ended.
    pub ends_at: Timestamp,
    /// What it still holds, lot by lot, in burn order.
    pub parts: Split,
}

/// `id end parts`, with the end in microseconds and the parts as a split is written.
impl fmt::Display for OpenHold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.id, self.ends_at.as_microsecond(), self.parts)
    }
}

impl FromStr for OpenHold {
    type Err = String;

    fn from_str(text: &str) -> Result<OpenHold, String> {
        let mut fields = text.splitn(3, ' ');
        let mut read = || {
            let id = fields.next()?.parse().ok()?;
            let ends_at = Timestamp::from_microsecond(fields.next()?.parse().ok()?).ok()?;
            Some(OpenHold { id, ends_at, parts: fields.next()?.parse().ok()? })
        };
        read().ok_or_else(|| format!("`{text}` is no hold"))
    }
}

/// The open holds, the oldest first. Written as text, one after the other with a semicolon between.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holds(Vec<OpenHold>);

impl Holds {
    /// The holds, the oldest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &OpenHold> {
        self.0.iter()
    }

    /// The first moment at which one of them ends.
    pub fn next_return(&self) -> Option<Timestamp> {
        self.0.iter().map(|hold| hold.ends_at).min()
    }

    fn place(&self, id: HoldId) -> Option<usize> {
        self.0.iter().position(|hold| hold.id == id)
    }
}

impl fmt::Display for Holds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, hold) in self.0.iter().enumerate() {
            write!(f, "{}{hold}", if index == 0 { "" } else { ";" })?;
        }
        Ok(())
    }
}

impl FromStr for Holds {
    type Err = String;

    fn from_str(text: &str) -> Result<Holds, String> {
        if text.is_empty() {
            return Ok(Holds::default());
        }
        text.split(';').map(str::parse).collect::<Result<_, _>>().map(Holds)
    }
}

impl FromValue for Holds {
    fn from_value(cell: Cell<'_>) -> Result<Holds, String> {
        match cell {
            Value::Text(text) => text.parse(),
            _ => Err("the open holds are no text".to_owned()),
        }
    }
}

impl Wallet {
    /// The wallet with these open holds, as its row tells of them.
    ///
    /// # Errors
    /// A lot that something is held of is not open, or less is left of it.
    pub(crate) fn with_holds(mut self, holds: Holds) -> Result<Wallet, String> {
        if let Some(wrong) = holds.0.iter().find(|hold| !self.lots.keep_aside(&hold.parts)) {
            return Err(format!("the hold {} holds what is not there", wrong.id));
        }
        self.holds = holds;
        Ok(self)
    }

    /// As it will be once everything that is due at `now` is booked: ended holds come back, then due lots expire.
    pub fn as_of(mut self, now: Timestamp) -> Wallet {
        let now = self.moment(now);
        self.give_back_ended(now);
        self.lots = self.lots.usable(now);
        self
    }

    /// Gives back what ended holds held; answers which ones.
    pub(crate) fn give_back_ended(&mut self, now: Timestamp) -> Vec<OpenHold> {
        let now = self.moment(now);
        let ended: Vec<OpenHold> = self.holds.0.extract_if(.., |hold| hold.ends_at <= now).collect();
        for hold in &ended {
            self.lots.give_back(&hold.parts);
        }
        ended
    }

    /// Sets credits aside in burn order until `ends_at`; answers of which lots. A refused hold changes nothing.
    ///
    /// # Errors
    /// [`MovementError::Short`], [`MovementError::NotPositive`], [`MovementError::TooManyHolds`].
    pub fn hold(&mut self, id: HoldId, amount: Credits, ends_at: Timestamp) -> Result<Split, MovementError> {
        if amount < Credits::ZERO {
            return Err(MovementError::NotPositive);
        }
        if self.holds.0.len() >= MOST_HOLDS {
            return Err(MovementError::TooManyHolds);
        }
        self.has_free(amount)?;
        let parts = self.lots.set_aside(amount);
        self.holds.0.push(OpenHold { id, ends_at, parts: parts.clone() });
        Ok(parts)
    }

    /// Gives back what a hold still holds.
    ///
    /// # Errors
    /// [`MovementError::NoSuchHold`].
    pub fn release(&mut self, id: HoldId) -> Result<(), MovementError> {
        let place = self.holds.place(id).ok_or(MovementError::NoSuchHold)?;
        let hold = self.holds.0.remove(place);
        self.lots.give_back(&hold.parts);
        Ok(())
    }

    /// Takes `amount` from what a hold set aside, in its order.
    pub(super) fn capture(
        &mut self,
        seq: i64,
        id: HoldId,
        amount: Credits,
        last: bool,
    ) -> Result<Split, MovementError> {
        let place = self.holds.place(id).ok_or(MovementError::NoSuchHold)?;
        if amount < Credits::ZERO {
            return Err(MovementError::NotPositive);
        }
        let (taken, rest) = self.holds.0[place].parts.cut(amount).ok_or(MovementError::NoSuchHold)?;
        let split = self.lots.take_held(&taken, seq);
        self.holds.0[place].parts = rest;
        if last {
            self.release(id)?;
        }
        Ok(split)
    }
}

impl Split {
    /// The first parts of positive amounts up to `amount` in all, and the rest; none when there is not so much.
    pub(crate) fn cut(&self, amount: Credits) -> Option<(Vec<Part>, Split)> {
        let (mut taken, mut rest, mut missing) = (Vec::new(), Vec::new(), amount.0);
        for part in self.parts() {
            let now = part.amount.0.min(missing);
            missing -= now;
            if now > 0 {
                taken.push(Part { amount: Credits(now), ..*part });
            }
            if part.amount.0 > now {
                rest.push(Part { amount: Credits(part.amount.0 - now), ..*part });
            }
        }
        (missing == 0).then(|| (taken, Split::new(rest)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, LotKind, Movement, Unit};
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn id(raw: i64) -> HoldId {
        HoldId::from_raw(raw)
    }

    /// 5 promotional credits that expire at 100, 10 purchased ones that do not.
    fn wallet() -> Wallet {
        let mut wallet = Wallet::new(Unit::Credit);
        for (kind, lot, amount, expires_at) in
            [(Kind::Grant, LotKind::Promotional, 5, Some(at(100))), (Kind::Purchase, LotKind::Purchased, 10, None)]
        {
            let open = Movement::Open { kind: lot, amount: Credits(amount), expires_at };
            wallet.decide(kind, open, at(10)).unwrap();
        }
        wallet
    }

    #[test]
    fn holds_survive_their_text() {
        let mut wallet = wallet();
        wallet.hold(id(1), Credits(7), at(60)).unwrap();
        wallet.hold(id(2), Credits(0), at(70)).unwrap();
        let text = wallet.holds.to_string();
        assert_eq!(text, "0000000000002 60000000 1:g:5 2:p:2;0000000000004 70000000 ");
        assert_eq!(text.parse(), Ok(wallet.holds.clone()));
        let stored =
            Wallet { lots: wallet.lots.to_string().parse().unwrap(), holds: Holds::default(), ..wallet.clone() };
        assert_eq!(stored.clone().with_holds(text.parse().unwrap()), Ok(wallet));
        for bad in ["x", "0000000000002 60000000", "0000000000002 x 1:g:5", ";"] {
            assert!(bad.parse::<Holds>().is_err(), "{bad}");
        }
        assert!(stored.with_holds("0000000000002 60000000 1:g:6".parse().unwrap()).is_err());
    }

    #[test]
    fn a_capture_takes_the_lots_of_its_hold_and_gives_the_rest_back() {
        let mut wallet = wallet();
        wallet.hold(id(1), Credits(7), at(60)).unwrap();
        let moved = wallet.decide(Kind::Usage, Movement::Take(Credits(3)), at(20)).unwrap();
        assert_eq!((moved.split.to_string(), moved.after.held), ("2:p:-3".to_owned(), Credits(7)));
        let capture = |amount, last| Movement::Capture { hold: id(1), amount: Credits(amount), last };
        let before = wallet.clone();
        assert_eq!(wallet.decide(Kind::Usage, capture(8, true), at(21)), Err(MovementError::NoSuchHold));
        assert_eq!(wallet, before, "a refused capture changes nothing");
        let first = wallet.decide(Kind::Usage, capture(2, false), at(21)).unwrap();
        assert_eq!((first.split.to_string(), first.after.held), ("1:g:-2".to_owned(), Credits(5)));
        let last = wallet.decide(Kind::Usage, capture(4, true), at(22)).unwrap();
        assert_eq!((last.split.to_string(), last.after.held), ("1:g:-3 2:p:-1".to_owned(), Credits::ZERO));
        assert_eq!(wallet.lots.balance().free(), Credits(6));
        assert_eq!(wallet.decide(Kind::Usage, capture(0, true), at(23)), Err(MovementError::NoSuchHold));
        assert_eq!(wallet.release(id(1)), Err(MovementError::NoSuchHold));
    }

    #[test]
    fn what_is_held_is_not_there_for_others() {
        let mut wallet = wallet();
        wallet.hold(id(1), Credits(12), at(60)).unwrap();
        let refused = wallet.hold(id(2), Credits(4), at(60)).unwrap_err();
        let MovementError::Short { available, missing } = refused else { panic!("{refused}") };
        assert_eq!((available.total(), available.held, missing), (Credits(15), Credits(12), Credits(1)));
        wallet.release(id(1)).unwrap();
        assert_eq!(wallet.hold(id(2), Credits(15), at(60)).unwrap().to_string(), "1:g:5 2:p:10");
    }

    #[test]
    fn a_hold_ends_at_its_moment_and_what_it_held_expires_then() {
        let mut wallet = wallet();
        wallet.hold(id(1), Credits(3), at(200)).unwrap();
        assert_eq!(wallet.clone().as_of(at(99)).lots.balance().total(), Credits(15));
        assert_eq!(wallet.clone().as_of(at(100)).lots.balance().total(), Credits(13), "the free part is gone");
        assert_eq!(wallet.clone().as_of(at(199)).lots.balance().held, Credits(3));
        assert_eq!(wallet.clone().as_of(at(200)).lots.balance().total(), Credits(10));
        assert_eq!(wallet.give_back_ended(at(199)), []);
        assert_eq!(wallet.give_back_ended(at(200)).len(), 1);
        assert_eq!(wallet.due(at(200)).map(|lot| lot.free()), Some(Credits(5)));
    }

    #[test]
    fn holds_are_bounded() {
        let mut wallet = wallet();
        for raw in 0..MOST_HOLDS as i64 {
            wallet.hold(id(raw), Credits::ZERO, at(60)).unwrap();
        }
        assert_eq!(wallet.hold(id(900), Credits::ZERO, at(60)), Err(MovementError::TooManyHolds));
    }
}
