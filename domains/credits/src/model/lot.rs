//! Lots: what a balance is made of, in the order in which they burn.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use kit_core::Credits;
use kit_db::{Cell, FromValue, Value, stored_as_code};

use super::{Balance, Part, Split};

/// Where the credits of a lot come from. The order is the one in which they burn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LotKind {
    /// Given by the publisher.
    Promotional,
    /// Paid for.
    Purchased,
}

impl LotKind {
    /// Both kinds, in the order in which they burn.
    pub const ALL: [LotKind; 2] = [LotKind::Promotional, LotKind::Purchased];

    /// The name in the API, in forms and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            LotKind::Promotional => "promotional",
            LotKind::Purchased => "purchased",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<LotKind> {
        LotKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The letter in the text of the open lots: given, or paid for.
    pub(super) const fn letter(self) -> &'static str {
        match self {
            LotKind::Promotional => "g",
            LotKind::Purchased => "p",
        }
    }

    pub(super) fn from_letter(letter: &str) -> Option<LotKind> {
        LotKind::ALL.into_iter().find(|kind| kind.letter() == letter)
    }
}

stored_as_code!(LotKind);

/// Credits that came in together and go out in one place of the burn order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    /// The operation that opened it: its name within the wallet.
    pub seq: i64,
    /// Given or paid for.
    pub kind: LotKind,
    /// How much came in.
    pub amount: Credits,
    /// What is left, more than nothing while the lot is open.
    pub remaining: Credits,
    /// How much of what is left is set aside by open holds.
    pub held: Credits,
    /// From this moment on what is left cannot be used; none: never.
    pub expires_at: Option<Timestamp>,
    /// The last operation that took from it; the one that opened it before that.
    pub last: i64,
}

impl Lot {
    /// Promotional before purchased; the earliest expiry first, undated last; then the oldest.
    fn place(&self) -> (LotKind, Timestamp, i64) {
        (self.kind, self.expires_at.unwrap_or(Timestamp::MAX), self.seq)
    }

    /// What is left and not set aside.
    pub fn free(&self) -> Credits {
        Credits(self.remaining.0.saturating_sub(self.held.0))
    }

    /// Whether what is left can no longer be used at `now`.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }
}

/// The open lots of a wallet, always in burn order. Written as text in the wallet's row, a lot as
/// `seq:kind:amount:remaining:expiry:last` with the expiry in microseconds or empty; what is held stands with the holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lots(Vec<Lot>);

impl Lots {
    /// These lots, brought into burn order.
    pub fn of(lots: impl IntoIterator<Item = Lot>) -> Lots {
        let mut lots: Vec<Lot> = lots.into_iter().collect();
        lots.sort_unstable_by_key(Lot::place);
        Lots(lots)
    }

    /// The lots, the next to burn first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Lot> + ExactSizeIterator {
        self.0.iter()
    }

    /// What is left in all of them.
    pub fn balance(&self) -> Balance {
        self.0.iter().fold(Balance::default(), |sum, lot| sum.with(lot.kind, lot.remaining).with_held(lot.held))
    }

    /// The first moment at which something of them expires; what is held expires when it comes back.
    pub fn next_expiry(&self) -> Option<Timestamp> {
        self.0.iter().filter(|lot| lot.free().is_positive()).filter_map(|lot| lot.expires_at).min()
    }

    /// The lot that expired first among those due at `now`, of which not all is held.
    pub fn first_due(&self, now: Timestamp) -> Option<&Lot> {
        let due = self.0.iter().filter(|lot| lot.is_due(now) && lot.free().is_positive());
        due.min_by_key(|lot| (lot.expires_at, lot.seq))
    }

    /// The same lots without what is due at `now`; of a lot that is due, what is held is still there.
    pub fn usable(mut self, now: Timestamp) -> Lots {
        for lot in self.0.iter_mut().filter(|lot| lot.is_due(now)) {
            lot.remaining = lot.held;
        }
        self.0.retain(|lot| lot.remaining.is_positive());
        self
    }

    /// Adds a lot at its place.
    pub(super) fn open(&mut self, lot: Lot) {
        let place = self.0.partition_point(|other| other.place() < lot.place());
        self.0.insert(place, lot);
    }

    /// Takes `amount` of what is free in burn order for the operation `seq`. The caller has seen that there is enough.
    pub(super) fn take(&mut self, amount: Credits, seq: i64) -> Split {
        let parts = self.share_out(amount, |lot, taken| {
            lot.remaining.0 -= taken;
            lot.last = seq;
            -taken
        });
        self.0.retain(|lot| lot.remaining.is_positive());
        parts
    }

    /// What is free of the lot `of`; none when it is not open.
    pub(super) fn free_of(&self, of: i64) -> Option<Credits> {
        self.0.iter().find(|lot| lot.seq == of).map(Lot::free)
    }

    /// Takes `amount` of the lot `of` for the operation `seq`, or what is free of it if that is less.
    pub(super) fn take_from(&mut self, of: i64, amount: Credits, seq: i64) -> Split {
        let mut parts = Vec::new();
        if let Some(lot) = self.0.iter_mut().find(|lot| lot.seq == of) {
            let taken = lot.free().min(amount);
            if taken.is_positive() {
                lot.remaining.0 -= taken.0;
                lot.last = seq;
                parts.push(Part { lot: of, kind: lot.kind, amount: Credits(-taken.0) });
            }
        }
        self.0.retain(|lot| lot.remaining.is_positive());
        Split::new(parts)
    }

    /// Takes `amount` for the operation `seq`, of the lot `of` first, then in burn order, or what is free if that is less.
    pub(super) fn reclaim(&mut self, of: i64, amount: Credits, seq: i64) -> Split {
        let own = self.take_from(of, amount, seq);
        let rest = Credits(amount.0.saturating_add(own.total().0));
        let others = self.take(rest, seq);
        Split::new(own.parts().iter().chain(others.parts()).copied().collect())
    }

    /// Puts back what remains of these lots, for the operation `seq`: into the lot where it is open still, else the lot opens
    /// again as it was. Answers the parts.
    pub(super) fn put_back(&mut self, lots: &[Lot], seq: i64) -> Vec<Part> {
        for back in lots {
            match self.0.iter_mut().find(|lot| lot.seq == back.seq) {
                Some(lot) => {
                    lot.remaining.0 += back.remaining.0;
                    lot.last = seq;
                }
                None => self.open(Lot { last: seq, held: Credits::ZERO, ..*back }),
            }
        }
        lots.iter().map(|lot| Part { lot: lot.seq, kind: lot.kind, amount: lot.remaining }).collect()
    }

    /// Sets `amount` of what is free aside, in burn order. The caller has seen that there is enough.
    pub(super) fn set_aside(&mut self, amount: Credits) -> Split {
        self.share_out(amount, |lot, taken| {
            lot.held.0 += taken;
            taken
        })
    }

    /// Goes through what is free in burn order until `amount` is shared out; `each` does it to a lot and says what its part is.
    fn share_out(&mut self, amount: Credits, each: impl Fn(&mut Lot, i64) -> i64) -> Split {
        let mut missing = amount.0;
        let mut parts = Vec::new();
        for lot in &mut self.0 {
            if missing == 0 {
                break;
            }
            let taken = lot.free().0.min(missing);
            if taken > 0 {
                missing -= taken;
                parts.push(Part { lot: lot.seq, kind: lot.kind, amount: Credits(each(lot, taken)) });
            }
        }
        Split::new(parts)
    }

    /// Notes that these parts are set aside; answers whether their lots are open and have so much that is free.
    pub(crate) fn keep_aside(&mut self, parts: &Split) -> bool {
        parts.parts().iter().all(|part| {
            let lot = self.0.iter_mut().find(|lot| lot.seq == part.lot && lot.kind == part.kind);
            let lot = lot.filter(|lot| part.amount.is_positive() && lot.free() >= part.amount);
            lot.is_some_and(|lot| {
                lot.held.0 += part.amount.0;
                true
            })
        })
    }

    /// Gives back what was set aside.
    pub(super) fn give_back(&mut self, parts: &Split) {
        for part in parts.parts() {
            if let Some(lot) = self.0.iter_mut().find(|lot| lot.seq == part.lot) {
                lot.held.0 -= part.amount.0;
            }
        }
    }

    /// Takes these parts, which were set aside, for the operation `seq`.
    pub(super) fn take_held(&mut self, parts: &[Part], seq: i64) -> Split {
        let mut taken = Vec::with_capacity(parts.len());
        for part in parts {
            if let Some(lot) = self.0.iter_mut().find(|lot| lot.seq == part.lot) {
                lot.held.0 -= part.amount.0;
                lot.remaining.0 -= part.amount.0;
                lot.last = seq;
                taken.push(Part { amount: Credits(-part.amount.0), ..*part });
            }
        }
        self.0.retain(|lot| lot.remaining.is_positive());
        Split::new(taken)
    }

    /// Takes what is free of the lot `seq`, for the operation `by`; closes it if nothing is held.
    pub(super) fn expire(&mut self, seq: i64, by: i64) -> Option<Part> {
        let lot = self.0.iter_mut().find(|lot| lot.seq == seq).filter(|lot| lot.free().is_positive())?;
        let part = Part { lot: seq, kind: lot.kind, amount: Credits(-lot.free().0) };
        (lot.remaining, lot.last) = (lot.held, by);
        self.0.retain(|lot| lot.remaining.is_positive());
        Some(part)
    }
}

impl fmt::Display for Lots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, lot) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{}:{}:{}:{}:", lot.seq, lot.kind.letter(), lot.amount, lot.remaining)?;
            if let Some(at) = lot.expires_at {
                write!(f, "{}", at.as_microsecond())?;
            }
            write!(f, ":{}", lot.last)?;
        }
        Ok(())
    }
}

impl FromStr for Lots {
    type Err = String;

    fn from_str(text: &str) -> Result<Lots, String> {
        text.split_ascii_whitespace()
            .map(|lot| read_lot(lot).ok_or_else(|| format!("`{lot}` is not a lot")))
            .collect::<Result<_, _>>()
            .map(Lots)
    }
}

fn read_lot(text: &str) -> Option<Lot> {
    let mut fields = text.split(':');
    let mut field = || fields.next();
    let seq = field()?.parse().ok()?;
    let kind = LotKind::from_letter(field()?)?;
    let amount = Credits(field()?.parse().ok()?);
    let remaining = Credits(field()?.parse().ok()?);
    let expires_at = match field()? {
        "" => None,
        micros => Some(Timestamp::from_microsecond(micros.parse().ok()?).ok()?),
    };
    let last = field()?.parse().ok()?;
    field().is_none().then_some(Lot { seq, kind, amount, remaining, held: Credits::ZERO, expires_at, last })
}

impl FromValue for Lots {
    fn from_value(cell: Cell<'_>) -> Result<Lots, String> {
        match cell {
            Value::Text(text) => text.parse(),
            _ => Err("the open lots are no text".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(seq: i64, kind: LotKind, amount: i64, expires: Option<i64>) -> Lot {
        let expires_at = expires.map(|second| Timestamp::from_second(second).unwrap());
        Lot {
            seq,
            kind,
            amount: Credits(amount),
            remaining: Credits(amount),
            held: Credits::ZERO,
            expires_at,
            last: seq,
        }
    }

    fn lots() -> Lots {
        let mut lots = Lots::default();
        lots.open(lot(1, LotKind::Purchased, 10, Some(50)));
        lots.open(lot(2, LotKind::Promotional, 5, None));
        lots.open(lot(3, LotKind::Promotional, 5, Some(200)));
        lots.open(lot(4, LotKind::Promotional, 5, Some(100)));
        lots.open(lot(5, LotKind::Promotional, 5, Some(100)));
        lots.open(lot(6, LotKind::Purchased, 10, None));
        lots
    }

    #[test]
    fn promotional_burns_first_then_the_earliest_expiry_then_the_oldest() {
        assert_eq!(lots().iter().map(|lot| lot.seq).collect::<Vec<_>>(), [4, 5, 3, 2, 1, 6]);
    }

    #[test]
    fn a_debit_empties_lots_in_their_order() {
        let mut lots = lots();
        assert_eq!(lots.take(Credits(12), 7).to_string(), "4:g:-5 5:g:-5 3:g:-2");
        assert_eq!(
            lots.iter().next(),
            Some(&Lot { remaining: Credits(3), last: 7, ..lot(3, LotKind::Promotional, 5, Some(200)) })
        );
        assert_eq!(lots.take(Credits::ZERO, 8), Split::default());
        assert_eq!(lots.balance().total(), Credits(28));
    }

    #[test]
    fn the_first_to_expire_is_the_first_due() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(lots().next_expiry(), Some(at(50)));
        assert_eq!(lots().first_due(at(49)), None);
        assert_eq!(lots().first_due(at(1000)).map(|lot| lot.seq), Some(1));
        assert_eq!(lots().usable(at(100)).iter().map(|lot| lot.seq).collect::<Vec<_>>(), [3, 2, 6]);
    }

    #[test]
    fn what_is_held_neither_burns_nor_expires() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut lots = lots();
        let parts = lots.set_aside(Credits(7));
        assert_eq!(parts.to_string(), "4:g:5 5:g:2");
        assert_eq!((lots.balance().held, lots.balance().free()), (Credits(7), Credits(33)));
        assert_eq!(lots.take(Credits(5), 7).to_string(), "5:g:-3 3:g:-2", "the held lots are passed over");
        assert_eq!(lots.first_due(at(100)).map(|lot| lot.seq), Some(1), "lots 4 and 5 are held to the last credit");
        assert_eq!(lots.next_expiry(), Some(at(50)));
        assert_eq!(lots.clone().usable(at(100)).balance().held, Credits(7));
        assert_eq!(lots.take_held(&parts.parts()[..1], 8).to_string(), "4:g:-5");
        lots.give_back(&Split::new(parts.parts()[1..].to_vec()));
        assert_eq!(lots.expire(5, 9).map(|part| part.amount), Some(Credits(-2)));
        assert_eq!(lots.balance().held, Credits::ZERO);
    }

    #[test]
    fn part_of_a_lot_may_be_held_when_it_expires() {
        let mut lots = lots();
        lots.set_aside(Credits(3));
        assert_eq!(lots.expire(4, 9), Some(Part { lot: 4, kind: LotKind::Promotional, amount: Credits(-2) }));
        let lot = *lots.iter().next().unwrap();
        assert_eq!((lot.seq, lot.remaining, lot.held, lot.last), (4, Credits(3), Credits(3), 9));
        assert_eq!(lots.expire(4, 10), None, "nothing of it is free");
        assert!(!lots.keep_aside(&"4:g:1".parse().unwrap()) && !lots.keep_aside(&"99:g:1".parse().unwrap()));
    }

    #[test]
    fn lots_survive_their_text() {
        assert_eq!(lots().to_string().parse(), Ok(lots()));
        assert_eq!("".parse(), Ok(Lots::default()));
        assert_eq!(lots().to_string().split(' ').next(), Some("4:g:5:5:100000000:4"));
        for bad in ["1", "1:x:5:5::1", "1:g:5:5:1", "1:g:5:5::1:1", "a:g:5:5::1"] {
            assert!(bad.parse::<Lots>().is_err(), "{bad}");
        }
    }
}
