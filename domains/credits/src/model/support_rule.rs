//! How real time of support becomes billed minutes, and what happens when they are not there.

use kit_core::{Credits, Text};
use kit_db::{Cell, FromValue, Value};
use serde::{Deserialize, Serialize};

use super::Labels;

/// The longest time that is entered at once, in seconds: a day.
pub const LONGEST_BURN: i64 = 86_400;

/// How real seconds become billed minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rounding {
    /// Billed minutes are rounded up to a multiple of this many.
    pub step: i64,
    /// The fewest minutes that are billed, if any are.
    pub least: i64,
    /// So many first minutes are free.
    pub free: i64,
}

/// By the minute, from the first second on.
impl Default for Rounding {
    fn default() -> Rounding {
        Rounding { step: 1, least: 0, free: 0 }
    }
}

impl Rounding {
    /// The minutes billed for so many real seconds: none within the free minutes; else what is beyond them, by whole minutes upwards, at
    /// least the fewest, rounded up to the step.
    pub fn billed(self, seconds: i64) -> Credits {
        let charged = seconds.saturating_sub(self.free.saturating_mul(60));
        if charged <= 0 {
            return Credits::ZERO;
        }
        let minutes = up_to(charged, 60) / 60;
        Credits(up_to(minutes.max(self.least), self.step.max(1)))
    }

    /// As text, kept with each burn: step, least and free, as in `15:15:5`.
    pub(crate) fn stored(self) -> String {
        format!("{}:{}:{}", self.step, self.least, self.free)
    }
}

/// The next multiple of `step`, or the number itself.
fn up_to(number: i64, step: i64) -> i64 {
    match number % step {
        0 => number,
        over => number.saturating_add(step - over),
    }
}

impl FromValue for Rounding {
    fn from_value(cell: Cell<'_>) -> Result<Rounding, String> {
        let Value::Text(text) = cell else { return Err("the rounding is no text".to_owned()) };
        let mut fields = text.split(':').map(str::parse);
        match (fields.next(), fields.next(), fields.next(), fields.next()) {
            (Some(Ok(step)), Some(Ok(least)), Some(Ok(free)), None) => Ok(Rounding { step, least, free }),
            _ => Err(format!("`{text}` is no rounding")),
        }
    }
}

/// What happens to minutes that are billed and not there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overrun {
    /// Nothing is written: the account buys first.
    #[default]
    Refused,
    /// They are owed, and the next purchase settles them first.
    Debt,
    /// They are noted, to be invoiced.
    Invoiced,
}

impl Overrun {
    /// Every way.
    pub const ALL: [Overrun; 3] = [Overrun::Refused, Overrun::Debt, Overrun::Invoiced];

    /// The name in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Overrun::Refused => "refused",
            Overrun::Debt => "debt",
            Overrun::Invoiced => "invoiced",
        }
    }

    /// The way with this name.
    pub fn from_code(code: &str) -> Option<Overrun> {
        Overrun::ALL.into_iter().find(|overrun| overrun.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            Overrun::Refused => Text::new("credits-rule-refused"),
            Overrun::Debt => Text::new("credits-rule-debt"),
            Overrun::Invoiced => Text::new("credits-rule-invoiced"),
        }
    }
}

/// The publisher's rule for support time. A field added later has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupportRule {
    /// Whether support is counted at all.
    pub offered: bool,
    /// How real time is counted.
    pub rounding: Rounding,
    /// What is counted and what is not, in the publisher's words.
    pub covered: Labels,
    /// Above so many billed minutes the customer approves beforehand; none: never.
    pub approval_above: Option<i64>,
    /// What happens to minutes that are not there.
    pub overrun: Overrun,
}

impl FromValue for SupportRule {
    fn from_value(cell: Cell<'_>) -> Result<SupportRule, String> {
        match cell {
            Value::Text(json) => serde_json::from_str(json).map_err(|error| error.to_string()),
            _ => Err("the rule is no text".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn minutes_by_the_usual_rules() {
        let billed = |step, least, free, seconds| Rounding { step, least, free }.billed(seconds).0;
        assert_eq!(billed(1, 0, 0, 0), 0);
        assert_eq!(billed(1, 0, 0, 1), 1);
        assert_eq!(billed(1, 0, 0, 60), 1);
        assert_eq!(billed(1, 0, 0, 61), 2);
        assert_eq!(billed(15, 0, 0, 61), 15);
        assert_eq!(billed(15, 15, 0, 901), 30);
        assert_eq!(billed(5, 12, 0, 60), 15, "the least is rounded too");
        assert_eq!(billed(15, 30, 5, 300), 0, "the free minutes cost nothing");
        assert_eq!(billed(15, 30, 5, 301), 30);
        assert_eq!(billed(1, 0, 5, 420), 2, "only what is beyond the free minutes is counted");
        assert_eq!(billed(1, 0, 0, -5), 0);
    }

    proptest! {
        /// A multiple of the step, never less than was worked, never a whole step more unless the least asks for it, never less for more.
        #[test]
        fn what_is_billed_fits_what_was_worked(
            step in 1_i64..=120, least in 0_i64..=120, free in 0_i64..=120, seconds in 0_i64..=LONGEST_BURN, more in 0_i64..=7_200,
        ) {
            let rounding = Rounding { step, least, free };
            let billed = rounding.billed(seconds).0;
            let beyond = (seconds - free * 60).max(0);
            prop_assert_eq!(billed % step, 0);
            prop_assert_eq!(billed == 0, beyond == 0);
            prop_assert!(billed * 60 >= beyond);
            if beyond > 0 {
                prop_assert!(billed >= least);
                prop_assert!((billed - step) < least || (billed - step) * 60 < beyond);
            }
            prop_assert!(rounding.billed(seconds + more).0 >= billed);
            prop_assert_eq!(Rounding::from_value(Value::Text(&rounding.stored())), Ok(rounding));
        }
    }
}
