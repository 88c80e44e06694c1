//! Which VAT a buyer pays, and how it is computed.

use french_business::Country;
use kit_core::{Id, Text};
use kit_db::{FromRow, stored_as_code};
use serde::{Deserialize, Serialize};

use super::Day;
use super::Words;

/// The largest rate, in hundredths of a percent.
pub const LARGEST_RATE: i64 = 10_000;

/// Where a buyer of services pays VAT. The rates of each zone, and what an order says about them, are the publisher's to set
/// (CGI art. 259, 259-0, 283-2, 294 and 296 give the defaults).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatZone {
    /// Mainland France, Corsica, Monaco.
    France,
    /// Guadeloupe, Martinique, Réunion: reduced rates.
    Overseas,
    /// Guyane, Mayotte: VAT does not apply.
    OverseasExempt,
    /// A business of another member state of the European Union, with its VAT number: it accounts for the tax itself.
    EuBusiness,
    /// A buyer of another member state without a VAT number.
    EuOther,
    /// Outside the European Union's VAT territory, the other French territories included.
    Outside,
}

impl VatZone {
    /// Every zone.
    pub const ALL: [VatZone; 6] = [
        VatZone::France,
        VatZone::Overseas,
        VatZone::OverseasExempt,
        VatZone::EuBusiness,
        VatZone::EuOther,
        VatZone::Outside,
    ];

    /// The name in forms and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            VatZone::France => "france",
            VatZone::Overseas => "overseas",
            VatZone::OverseasExempt => "overseas_exempt",
            VatZone::EuBusiness => "eu_business",
            VatZone::EuOther => "eu_other",
            VatZone::Outside => "outside",
        }
    }

    /// The zone with this name.
    pub fn from_code(code: &str) -> Option<VatZone> {
        VatZone::ALL.into_iter().find(|zone| zone.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            VatZone::France => Text::new("orders-zone-france"),
            VatZone::Overseas => Text::new("orders-zone-overseas"),
            VatZone::OverseasExempt => Text::new("orders-zone-overseas-exempt"),
            VatZone::EuBusiness => Text::new("orders-zone-eu-business"),
            VatZone::EuOther => Text::new("orders-zone-eu-other"),
            VatZone::Outside => Text::new("orders-zone-outside"),
        }
    }

    /// The zone of a buyer at an address, by the postal code where it is in France.
    pub fn of(country: Country, postal_code: &str, has_vat_number: bool) -> VatZone {
        match country.code() {
            "MC" => VatZone::France,
            "GP" | "MQ" | "RE" => VatZone::Overseas,
            "GF" | "YT" => VatZone::OverseasExempt,
            "FR" => match postal_code.get(..3) {
                Some("971" | "972" | "974") => VatZone::Overseas,
                Some("973" | "976") => VatZone::OverseasExempt,
                Some("975" | "977" | "978" | "984" | "986" | "987" | "988") => VatZone::Outside,
                _ => VatZone::France,
            },
            _ if country.is_eu() && has_vat_number => VatZone::EuBusiness,
            _ if country.is_eu() => VatZone::EuOther,
            _ => VatZone::Outside,
        }
    }
}

stored_as_code!(VatZone);

/// The id of a VAT rule.
pub type VatRuleId = Id<VatRule>;

/// What buyers of a zone pay, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct VatRule {
    /// Its id.
    pub id: VatRuleId,
    /// Whom it concerns.
    pub zone: VatZone,
    /// The rate in hundredths of a percent: 2000 is 20 %.
    pub rate: i64,
    /// What an order says about it: the ground of an exemption, "Autoliquidation"; may be empty.
    pub ground: Words,
    /// From this day on.
    pub valid_from: Day,
    /// Up to this day, which counts; none: until further notice.
    pub valid_until: Option<Day>,
}

impl VatRule {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|until| day <= until)
    }

    /// Whether it holds on some day of a span; without an end the span is endless.
    pub fn meets(&self, from: Day, until: Option<Day>) -> bool {
        self.valid_until.is_none_or(|own| from <= own) && until.is_none_or(|until| self.valid_from <= until)
    }

    /// What an order freezes of it.
    pub fn terms(&self) -> VatTerms {
        VatTerms { zone: self.zone, rate: self.rate, ground: self.ground.clone() }
    }
}

/// The VAT of one order, frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatTerms {
    /// Where the buyer was.
    pub zone: VatZone,
    /// The rate in hundredths of a percent.
    pub rate: i64,
    /// What the order says about it.
    pub ground: Words,
}

stored_as_json!(VatTerms, Words);

/// The tax on `net` cents, half a cent upwards; none when it does not fit.
pub fn vat_on(net: i64, rate: i64) -> Option<i64> {
    rounded(i128::from(net) * i128::from(rate), i128::from(LARGEST_RATE))
}

/// The tax that is within `gross` cents: what is before tax is rounded half a cent upwards, the tax is the rest.
pub fn vat_within(gross: i64, rate: i64) -> Option<i64> {
    let net = rounded(i128::from(gross) * i128::from(LARGEST_RATE), i128::from(LARGEST_RATE + rate))?;
    gross.checked_sub(net)
}

/// A quotient of what is not negative, half upwards.
pub(super) fn rounded(dividend: i128, divisor: i128) -> Option<i64> {
    i64::try_from((2 * dividend + divisor).checked_div(2 * divisor)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zone(country: &str, postal_code: &str, has_vat_number: bool) -> VatZone {
        VatZone::of(country.parse().unwrap(), postal_code, has_vat_number)
    }

    #[test]
    fn the_zone_follows_from_address_and_number() {
        assert_eq!(zone("FR", "35000", true), VatZone::France);
        assert_eq!(zone("FR", "20090", false), VatZone::France);
        assert_eq!(zone("MC", "98000", false), VatZone::France);
        assert_eq!(zone("FR", "98000", false), VatZone::France);
        for (country, postal_code) in [("FR", "97110"), ("FR", "97200"), ("FR", "97400"), ("RE", "97400"), ("GP", "")] {
            assert_eq!(zone(country, postal_code, true), VatZone::Overseas, "{country} {postal_code}");
        }
        for (country, postal_code) in [("FR", "97300"), ("FR", "97600"), ("YT", "97600"), ("GF", "97300")] {
            assert_eq!(zone(country, postal_code, true), VatZone::OverseasExempt, "{country} {postal_code}");
        }
        assert_eq!(zone("FR", "98800", true), VatZone::Outside);
        assert_eq!(zone("NC", "98800", true), VatZone::Outside);
        assert_eq!(zone("DE", "10115", true), VatZone::EuBusiness);
        assert_eq!(zone("DE", "10115", false), VatZone::EuOther);
        assert_eq!(zone("CH", "1200", true), VatZone::Outside);
    }

    #[test]
    fn half_a_cent_goes_upwards() {
        assert_eq!(vat_on(11_000, 2000), Some(2200));
        assert_eq!(vat_on(5, 1000), Some(1), "0.5 is 1");
        assert_eq!(vat_on(4, 1000), Some(0));
        assert_eq!(vat_on(100, 850), Some(9), "8.5 is 9");
        assert_eq!(vat_on(i64::MAX, LARGEST_RATE), Some(i64::MAX));
        assert_eq!(vat_within(13_200, 2000), Some(2200));
        assert_eq!(vat_within(13_200, 0), Some(0));
    }

    proptest! {
        /// Against the decimals as a school book would write them: the tax times 10,000 is within half of 10,000 of what is exact.
        #[test]
        fn the_tax_is_the_nearest_cent(net in 0_i64..=1_000_000_000_000, rate in 0_i64..=LARGEST_RATE) {
            let tax = vat_on(net, rate).unwrap();
            let error = 2 * (i128::from(tax) * 10_000 - i128::from(net) * i128::from(rate));
            prop_assert!(-10_000 < error && error <= 10_000);
        }

        #[test]
        fn what_was_added_is_within(net in 0_i64..=1_000_000_000, rate in 0_i64..=LARGEST_RATE) {
            let gross = net + vat_on(net, rate).unwrap();
            prop_assert_eq!(vat_within(gross, rate), Some(gross - net));
        }

        #[test]
        fn the_parts_make_the_whole(gross in 0_i64..=1_000_000_000, rate in 0_i64..=LARGEST_RATE) {
            let tax = vat_within(gross, rate).unwrap();
            prop_assert!((0..=gross).contains(&tax));
            let again = vat_on(gross - tax, rate).unwrap();
            prop_assert!((again - tax).abs() <= 1);
        }
    }
}
