//! Credits that go back with their payment, the debt for those that are used up, and a wallet that must not spend.

use kit_core::Credits;
use kit_db::stored_as_code;

use super::{LARGEST, Lot, LotKind, Lots, MovementError, Operation, Reason, Split, Wallet};

/// Why nothing of a wallet can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Block {
    /// The publisher's staff said so, and says when it ends.
    Staff,
    /// By itself, until the debt is settled.
    Debt,
}

impl Block {
    /// Every reason.
    pub const ALL: [Block; 2] = [Block::Staff, Block::Debt];

    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Block::Staff => "staff",
            Block::Debt => "debt",
        }
    }

    /// The reason with this name.
    pub fn from_code(code: &str) -> Option<Block> {
        Block::ALL.into_iter().find(|block| block.code() == code)
    }
}

stored_as_code!(Block);

/// What an account has and owes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The lots that are there, the next to burn first.
    pub lots: Lots,
    /// What went back with its payment and was used up before: the next purchase settles it first.
    pub debt: Credits,
    /// Why nothing can be used, if that is so.
    pub blocked: Option<Block>,
}

/// Credits to be taken back because their payment went back, all of it or a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeBack {
    /// The purchase that the payment made.
    pub purchase: i64,
    /// How much of it goes back; may be nothing where the part is small.
    pub credits: Credits,
    /// The gift that came with it, and how much of that goes back.
    pub bonus: Option<(i64, Credits)>,
    /// Why; the account's members read it.
    pub reason: Reason,
    /// Whether nothing can be used any more once this makes a debt, until it is settled.
    pub blocks: bool,
}

/// What was taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// Of the purchase.
    pub purchase: Option<Operation>,
    /// Of the gift that came with it.
    pub bonus: Option<Operation>,
}

/// What of a purchase or a gift went back before, by operations that were not undone since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, kit_db::FromRow)]
pub struct Claimed {
    /// How much was claimed in all.
    pub claimed: Credits,
    /// How much of that was lost before, so that nobody had to give it.
    pub lost: Credits,
}

/// What of a purchase or a gift was not used and is there no more: what expired and what corrections took, less what corrections gave
/// again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// In all.
    pub all: Credits,
    /// How much less purchased credit there is for it.
    pub purchased: Credits,
}

impl Wallet {
    /// Takes what is free in burn order, up to this much; answers what is owed because it was not there.
    pub(super) fn overdraw(&mut self, seq: i64, amount: Credits) -> Result<(Split, Credits), MovementError> {
        if amount < Credits::ZERO {
            return Err(MovementError::NotPositive);
        }
        let taken = amount.min(self.lots.balance().free());
        let owed = Credits(amount.0.saturating_sub(taken.0));
        if self.debt.0.saturating_add(owed.0) > LARGEST.0 {
            return Err(MovementError::TooMuch);
        }
        Ok((self.lots.take(taken, seq), owed))
    }

    /// Takes what is free of a lot, then of the others in burn order; answers what is owed because it was not there.
    pub(super) fn reclaim(&mut self, seq: i64, lot: i64, amount: Credits) -> Result<(Split, Credits), MovementError> {
        if amount < Credits::ZERO {
            return Err(MovementError::NotPositive);
        }
        let split = self.lots.reclaim(lot, amount, seq);
        let owed = Credits(amount.0.saturating_add(split.total().0));
        Ok((split, owed))
    }

    /// Settles the debt from a lot, as far as its free credits go.
    pub(super) fn settle(&mut self, seq: i64, lot: i64) -> Result<(Split, Credits), MovementError> {
        let free = self.lots.free_of(lot).ok_or(MovementError::NoSuchLot)?;
        let amount = free.min(self.debt);
        if !amount.is_positive() {
            return Err(MovementError::NotPositive);
        }
        let split = self.lots.take_from(lot, amount, seq);
        let owed = split.total();
        Ok((split, owed))
    }

    /// Puts back what was taken, each into its lot, and strikes what was owed from the debt. What of that is settled already
    /// comes back as a purchased lot without an end: only purchased credit settles.
    pub(super) fn give_again(
        &mut self,
        seq: i64,
        lots: &[Lot],
        owed: Credits,
    ) -> Result<(Split, Credits), MovementError> {
        let struck = owed.min(self.debt);
        let settled = Credits(owed.0.saturating_sub(struck.0));
        let back = lots.iter().fold(settled.0, |sum, lot| sum.saturating_add(lot.remaining.0));
        if self.lots.balance().total().0.saturating_add(back) > LARGEST.0 {
            return Err(MovementError::TooMuch);
        }
        let mut parts = self.lots.put_back(lots, seq);
        if settled.is_positive() {
            parts.extend(self.open(seq, LotKind::Purchased, settled, None)?.parts());
        }
        Ok((Split::new(parts), Credits(struck.0.saturating_neg())))
    }

    /// Writes down what is owed more (or less); a block by the debt ends with it.
    pub(super) fn owe(&mut self, owed: Credits) {
        self.debt = Credits(self.debt.0.saturating_add(owed.0));
        if self.debt == Credits::ZERO && self.blocked == Some(Block::Debt) {
            self.blocked = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::{Kind, Movement, Unit};
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn open(wallet: &mut Wallet, kind: LotKind, amount: i64) -> i64 {
        let open = Movement::Open { kind, amount: Credits(amount), expires_at: None };
        wallet.decide(Kind::Purchase, open, NOW).unwrap().seq
    }

    fn wallet() -> (Wallet, i64) {
        let mut wallet = Wallet::new(Unit::Credit);
        open(&mut wallet, LotKind::Promotional, 5);
        open(&mut wallet, LotKind::Purchased, 10);
        let paid = open(&mut wallet, LotKind::Purchased, 10);
        (wallet, paid)
    }

    fn reclaim(wallet: &mut Wallet, lot: i64, amount: i64) -> (String, i64) {
        let moved = wallet.decide(Kind::Reclaim, Movement::Reclaim { lot, amount: Credits(amount) }, NOW).unwrap();
        (moved.split.to_string(), moved.owed.0)
    }

    #[test]
    fn its_own_lot_gives_first_then_the_others_then_it_is_owed() {
        let (mut wallet, paid) = wallet();
        assert_eq!(reclaim(&mut wallet, paid, 4), ("3:p:-4".into(), 0));
        assert_eq!(reclaim(&mut wallet, paid, 12), ("3:p:-6 1:g:-5 2:p:-1".into(), 0));
        assert_eq!(reclaim(&mut wallet, paid, 20), ("2:p:-9".into(), 11));
        assert_eq!((wallet.debt, wallet.lots.balance().total()), (Credits(11), Credits::ZERO));
    }

    #[test]
    fn what_is_held_stays_and_is_owed() {
        let (mut wallet, paid) = wallet();
        wallet.hold(super::super::HoldId::from_raw(1), Credits(22), Timestamp::MAX).unwrap();
        assert_eq!(reclaim(&mut wallet, paid, 10), ("3:p:-3".into(), 7));
        assert_eq!(wallet.lots.balance().held, Credits(22));
    }

    #[test]
    fn a_purchase_settles_as_far_as_it_goes_and_ends_the_block_of_the_debt() {
        let (mut wallet, paid) = wallet();
        reclaim(&mut wallet, paid, 40);
        wallet.blocked = Some(Block::Debt);
        let lot = open(&mut wallet, LotKind::Purchased, 10);
        let settle = |wallet: &mut Wallet, lot| wallet.decide(Kind::Settlement, Movement::Settle { lot }, NOW);
        let moved = settle(&mut wallet, lot).unwrap();
        assert_eq!((moved.split.to_string().as_str(), moved.owed), ("5:p:-10", Credits(-10)));
        assert_eq!((wallet.debt, wallet.blocked), (Credits(5), Some(Block::Debt)));
        let lot = open(&mut wallet, LotKind::Purchased, 10);
        assert_eq!(settle(&mut wallet, lot).unwrap().split.to_string(), "7:p:-5");
        assert_eq!((wallet.debt, wallet.blocked, wallet.lots.balance().total()), (Credits(0), None, Credits(5)));
        assert_eq!(settle(&mut wallet, lot), Err(MovementError::NotPositive));
    }

    #[test]
    fn what_is_given_again_goes_back_where_it_was() {
        let (mut wallet, paid) = wallet();
        wallet.decide(Kind::Usage, Movement::Take(Credits(7)), NOW).unwrap();
        let before = wallet.lots.to_string();
        let lots: Vec<Lot> = wallet.lots.iter().copied().collect();
        assert_eq!(reclaim(&mut wallet, paid, 20), ("3:p:-10 2:p:-8".into(), 2));
        let again = Movement::GiveAgain { lots: &lots, owed: Credits(2) };
        let moved = wallet.decide(Kind::Restitution, again, NOW).unwrap();
        assert_eq!((moved.split.to_string().as_str(), moved.owed), ("2:p:8 3:p:10", Credits(-2)));
        assert_eq!(wallet.debt, Credits::ZERO);
        assert_eq!(wallet.lots.to_string(), before.replace(":4", ":6").replace("10:10::3", "10:10::6"));
    }

    #[test]
    fn what_was_settled_meanwhile_comes_back_as_credit() {
        let (mut wallet, paid) = wallet();
        reclaim(&mut wallet, paid, 30);
        let lot = open(&mut wallet, LotKind::Purchased, 3);
        wallet.decide(Kind::Settlement, Movement::Settle { lot }, NOW).unwrap();
        let again = Movement::GiveAgain { lots: &[], owed: Credits(5) };
        let moved = wallet.decide(Kind::Restitution, again, NOW).unwrap();
        assert_eq!((moved.split.to_string().as_str(), moved.owed), ("7:p:3", Credits(-2)));
    }
}
