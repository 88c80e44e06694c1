//! What is on sale, and what a choice of it comes to.

use credits::Unit;
use kit_core::{Credits, Id, Text};
use kit_db::FromRow;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::order::{Bonus, Frozen, Line, LineKind, Totals};
use super::vat::rounded;
use super::{Buyer, VatTerms, Words};

/// The id of a pack.
pub type PackId = Id<Pack>;

/// Credits, or minutes of support time, at a price.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Pack {
    /// Its id.
    pub id: PackId,
    /// What it is called.
    pub name: Words,
    /// What it holds.
    pub unit: Unit,
    /// How many credits, or minutes, it holds.
    pub credits: Credits,
    /// For how many months its minutes can be used; 0 for ever. Of credits always 0.
    pub months: i64,
    /// What it costs before tax, in cents.
    pub price: i64,
    /// How many promotional ones come with it; zero for none.
    pub bonus: Credits,
    /// For how many days these can be used.
    pub bonus_days: i64,
    /// Its place among the others, small first.
    pub place: i64,
    /// Whether it is on sale.
    pub active: bool,
}

/// How many times dearer or cheaper than the others a pack has to be for its size to be looked at again.
const FAR: i128 = 3;

impl Pack {
    /// What an hour of a pack of time costs, or 100 credits, before tax, in cents.
    pub fn rate(&self) -> i64 {
        let by = if self.unit.is_time() { 60 } else { 100 };
        rounded(i128::from(self.price) * by, i128::from(self.credits.0.max(1))).unwrap_or(i64::MAX)
    }

    /// What the others that are on sale cost by that, if this one is far from it: then its size or price may be a slip.
    pub fn usual_if_far(&self, others: &[Pack]) -> Option<i64> {
        let alike = |other: &&Pack| other.id != self.id && other.active && other.unit == self.unit;
        let mut rates: Vec<i64> = others.iter().filter(alike).map(Pack::rate).collect();
        rates.sort_unstable();
        let usual = *rates.get(rates.len() / 2)?;
        let (own, other) = (i128::from(self.rate()), i128::from(usual));
        (own > other * FAR || own * FAR < other).then_some(usual)
    }
}

/// Any number of credits, within bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FreeAmount {
    /// Whether it is on sale.
    pub active: bool,
    /// What 100 credits cost before tax, in cents.
    pub price_of_100: i64,
    /// The fewest credits.
    pub least: i64,
    /// The most credits.
    pub most: i64,
    /// Credits are sold by multiples of this many.
    pub step: i64,
}

/// Nothing is on sale until the publisher says what it costs.
impl Default for FreeAmount {
    fn default() -> FreeAmount {
        FreeAmount { active: false, price_of_100: 1200, least: 100, most: 100_000, step: 100 }
    }
}

impl FreeAmount {
    /// What so many credits cost before tax, half a cent upwards.
    ///
    /// # Errors
    /// They are fewer or more than are sold, or between two steps.
    pub fn price(&self, credits: Credits) -> Result<i64, ChoiceError> {
        if !self.active {
            return Err(ChoiceError::NotOnSale);
        }
        if !(self.least..=self.most).contains(&credits.0) {
            return Err(ChoiceError::Bounds { least: self.least, most: self.most });
        }
        if credits.0 % self.step.max(1) != 0 {
            return Err(ChoiceError::Step(self.step));
        }
        let cents = rounded(i128::from(credits.0) * i128::from(self.price_of_100), 100).ok_or(ChoiceError::TooMuch)?;
        // Nothing is sold for nothing, however little of it.
        if cents == 0 { Err(ChoiceError::NotOnSale) } else { Ok(cents) }
    }
}

/// What somebody wants to buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// A pack.
    Pack(PackId),
    /// So many credits.
    Free(Credits),
}

/// Why a choice cannot be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChoiceError {
    /// It is not, or no longer, on sale.
    #[error("not on sale")]
    NotOnSale,
    /// Fewer or more credits than are sold.
    #[error("between {least} and {most} credits are sold")]
    Bounds {
        /// The fewest.
        least: i64,
        /// The most.
        most: i64,
    },
    /// Between two steps.
    #[error("credits are sold by {0}")]
    Step(i64),
    /// The price is out of range.
    #[error("the price is out of range")]
    TooMuch,
}

impl From<ChoiceError> for Text {
    fn from(error: ChoiceError) -> Text {
        match error {
            ChoiceError::NotOnSale => Text::new("orders-choice-not-on-sale"),
            ChoiceError::Bounds { least, most } => {
                Text::new("orders-choice-bounds").with("least", least).with("most", most)
            }
            ChoiceError::Step(step) => Text::new("orders-choice-step").with("step", step),
            ChoiceError::TooMuch => Text::new("orders-choice-too-much"),
        }
    }
}

/// What a choice comes to for a buyer: all that an order would freeze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Buyer, lines, VAT.
    pub frozen: Frozen,
    /// What is to be paid.
    pub totals: Totals,
}

impl Quote {
    /// What tells it from every other one: the words and figures that an order of it would freeze.
    pub fn mark(&self) -> String {
        let Frozen { buyer, lines, vat, tax_included, bonus } = &self.frozen;
        let bonus = bonus.map(|bonus| (bonus.credits.0, bonus.days));
        let all = serde_json::json!([buyer, lines, vat, tax_included, bonus]).to_string();
        Sha256::digest(all).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A line before tax, for this buyer.
    ///
    /// # Errors
    /// [`ChoiceError::TooMuch`].
    pub fn new(line: Line, bonus: Option<Bonus>, buyer: Buyer, vat: VatTerms) -> Result<Quote, ChoiceError> {
        let frozen = Frozen { buyer, lines: vec![line].into(), vat, tax_included: false, bonus };
        let totals = frozen.totals().ok_or(ChoiceError::TooMuch)?;
        Ok(Quote { frozen, totals })
    }

    /// A pack, for this buyer.
    ///
    /// # Errors
    /// [`ChoiceError`].
    pub fn of_pack(pack: &Pack, buyer: Buyer, vat: VatTerms) -> Result<Quote, ChoiceError> {
        if !pack.active {
            return Err(ChoiceError::NotOnSale);
        }
        let (kind, months) = match pack.unit {
            Unit::Credit => (LineKind::Pack, None),
            Unit::SupportMinutes => (LineKind::Time, Some(pack.months).filter(|months| *months > 0)),
        };
        let line = Line { kind, name: pack.name.clone(), credits: pack.credits, cents: pack.price, months };
        let bonus = Bonus { credits: pack.bonus, days: pack.bonus_days };
        Quote::new(line, Some(bonus).filter(|bonus| bonus.credits.is_positive()), buyer, vat)
    }

    /// A free amount, for this buyer.
    ///
    /// # Errors
    /// [`ChoiceError`].
    pub fn of_amount(free: &FreeAmount, credits: Credits, buyer: Buyer, vat: VatTerms) -> Result<Quote, ChoiceError> {
        let line =
            Line { kind: LineKind::Free, name: Words::default(), credits, cents: free.price(credits)?, months: None };
        Quote::new(line, None, buyer, vat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::VatZone;
    use proptest::prelude::*;

    fn french(rate: i64) -> VatTerms {
        VatTerms { zone: VatZone::France, rate, ground: Words::default() }
    }

    #[test]
    fn a_pack_brings_its_bonus() {
        let pack = Pack {
            id: PackId::from_raw(1),
            name: Words { fr: "Lot atelier".into(), en: String::new() },
            unit: Unit::Credit,
            credits: Credits(1000),
            months: 0,
            price: 11_000,
            bonus: Credits(50),
            bonus_days: 90,
            place: 1,
            active: true,
        };
        let quote = Quote::of_pack(&pack, Buyer::default(), french(2000)).unwrap();
        assert_eq!((quote.totals.net, quote.totals.vat, quote.totals.gross), (11_000, 2200, 13_200));
        assert_eq!(quote.frozen.bonus, Some(Bonus { credits: Credits(50), days: 90 }));
        let off = Pack { active: false, ..pack.clone() };
        assert_eq!(Quote::of_pack(&off, Buyer::default(), french(2000)), Err(ChoiceError::NotOnSale));
        let plain = Pack { bonus: Credits(0), ..pack };
        assert_eq!(Quote::of_pack(&plain, Buyer::default(), french(0)).unwrap().frozen.bonus, None);
    }

    #[test]
    fn a_pack_of_support_time_says_how_long_it_lasts() {
        let pack = Pack {
            id: PackId::from_raw(2),
            name: Words { fr: "Dix heures".into(), en: String::new() },
            unit: Unit::SupportMinutes,
            credits: Credits(600),
            months: 12,
            price: 60_000,
            bonus: Credits(0),
            bonus_days: 0,
            place: 2,
            active: true,
        };
        let frozen = Quote::of_pack(&pack, Buyer::default(), french(2000)).unwrap().frozen;
        assert_eq!((frozen.lines.unit(), frozen.lines.months()), (Unit::SupportMinutes, Some(12)));
        let credits = Quote::of_pack(&Pack { unit: Unit::Credit, ..pack }, Buyer::default(), french(2000)).unwrap();
        assert_eq!((credits.frozen.lines.unit(), credits.frozen.lines.months()), (Unit::Credit, None));
        let told = serde_json::to_string(&credits.frozen.lines).unwrap();
        assert!(!told.contains("months"), "what orders of credits say stays as it was: {told}");
    }

    #[test]
    fn a_pack_far_from_the_others_is_told() {
        let of = |id: i64, minutes: i64, price: i64| Pack {
            id: PackId::from_raw(id),
            name: Words::default(),
            unit: Unit::SupportMinutes,
            credits: Credits(minutes),
            months: 0,
            price,
            bonus: Credits(0),
            bonus_days: 0,
            place: id,
            active: true,
        };
        let others = [of(1, 120, 15_000), of(2, 600, 60_000)];
        assert_eq!((others[0].rate(), others[1].rate()), (7_500, 6_000));
        let (hours, minutes) = (of(3, 300, 30_000), of(3, 5, 30_000));
        assert_eq!((hours.usual_if_far(&others), minutes.usual_if_far(&others)), (None, Some(7_500)));
        assert_eq!(of(3, 18_000, 30_000).usual_if_far(&others), Some(7_500), "300 hours for 300 euros");
        assert_eq!(minutes.usual_if_far(&[]), None);
        assert_eq!(minutes.usual_if_far(std::slice::from_ref(&minutes)), None, "it is no other than itself");
        let credits = Pack { unit: Unit::Credit, ..others[0].clone() };
        assert_eq!(minutes.usual_if_far(&[credits, Pack { active: false, ..others[1].clone() }]), None);
    }

    #[test]
    fn a_free_amount_has_bounds_and_steps() {
        let free = FreeAmount { active: true, price_of_100: 1215, least: 200, most: 1000, step: 50 };
        assert_eq!(free.price(Credits(250)), Ok(3038), "30.375 is 30.38");
        assert_eq!(free.price(Credits(199)), Err(ChoiceError::Bounds { least: 200, most: 1000 }));
        assert_eq!(free.price(Credits(1050)), Err(ChoiceError::Bounds { least: 200, most: 1000 }));
        assert_eq!(free.price(Credits(225)), Err(ChoiceError::Step(50)));
        assert_eq!(FreeAmount { active: false, ..free }.price(Credits(250)), Err(ChoiceError::NotOnSale));
        let cheap = FreeAmount { active: true, price_of_100: 49, least: 1, most: 1000, step: 1 };
        assert_eq!(cheap.price(Credits(1)), Err(ChoiceError::NotOnSale), "half a cent is nothing");
        assert_eq!(cheap.price(Credits(2)), Ok(1));
    }

    proptest! {
        /// The totals of any amount against arithmetic in tenths of a millicent.
        #[test]
        fn totals_are_those_of_the_school_book(credits in 1_i64..1_000_000, price in 1_i64..1_000_000, rate in 0_i64..=10_000) {
            let free = FreeAmount { active: true, price_of_100: price, least: 1, most: 1_000_000, step: 1 };
            let quote = Quote::of_amount(&free, Credits(credits), Buyer::default(), french(rate)).unwrap();
            let Totals { net, vat, gross, .. } = quote.totals;
            prop_assert_eq!(net + vat, gross);
            prop_assert_eq!(i128::from(net), (i128::from(credits) * i128::from(price) + 50) / 100);
            prop_assert_eq!(i128::from(vat), (i128::from(net) * i128::from(rate) + 5000) / 10_000);
            prop_assert_eq!(quote.totals.credits, Credits(credits));
        }
    }
}
