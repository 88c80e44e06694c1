//! French public holidays.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where the holidays are those of: most of France, or the three departments with two more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// The eleven national holidays (code du travail art. L3133-1).
    #[default]
    Metropole,
    /// Bas-Rhin, Haut-Rhin and Moselle, which add Good Friday and 26 December (code du travail art. L3134-13).
    AlsaceMoselle,
}

/// Which holiday a day is. The name shown is the interface's, under [`key`](Self::key).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// 1 January, *1er janvier*.
    NewYear,
    /// Two days before Easter, *Vendredi saint*; Alsace-Moselle only.
    GoodFriday,
    /// The day after Easter, *lundi de Pâques*.
    EasterMonday,
    /// 1 May, *fête du Travail*.
    LabourDay,
    /// 8 May, *victoire de 1945*.
    VictoryDay,
    /// 39 days after Easter, *Ascension*.
    Ascension,
    /// 50 days after Easter, *lundi de Pentecôte*; a holiday even where it is worked as the day of solidarity.
    WhitMonday,
    /// 14 July, *fête nationale*.
    NationalDay,
    /// 15 August, *Assomption*.
    Assumption,
    /// 1 November, *Toussaint*.
    AllSaints,
    /// 11 November, *armistice de 1918*.
    Armistice,
    /// 25 December, *Noël*.
    Christmas,
    /// 26 December, *Saint-Étienne*; Alsace-Moselle only.
    SaintStephen,
}

/// All kinds, in the order in which they usually come in a year.
const KINDS: [HolidayKind; 13] = [
    HolidayKind::NewYear,
    HolidayKind::GoodFriday,
    HolidayKind::EasterMonday,
    HolidayKind::LabourDay,
    HolidayKind::VictoryDay,
    HolidayKind::Ascension,
    HolidayKind::WhitMonday,
    HolidayKind::NationalDay,
    HolidayKind::Assumption,
    HolidayKind::AllSaints,
    HolidayKind::Armistice,
    HolidayKind::Christmas,
    HolidayKind::SaintStephen,
];

/// One public holiday of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Which holiday it is.
    pub kind: HolidayKind,
}

impl HolidayKind {
    /// A stable word for translations and storage: `new_year`, `whit_monday`…
    pub fn key(self) -> &'static str {
        match self {
            HolidayKind::NewYear => "new_year",
            HolidayKind::GoodFriday => "good_friday",
            HolidayKind::EasterMonday => "easter_monday",
            HolidayKind::LabourDay => "labour_day",
            HolidayKind::VictoryDay => "victory_day",
            HolidayKind::Ascension => "ascension",
            HolidayKind::WhitMonday => "whit_monday",
            HolidayKind::NationalDay => "national_day",
            HolidayKind::Assumption => "assumption",
            HolidayKind::AllSaints => "all_saints",
            HolidayKind::Armistice => "armistice",
            HolidayKind::Christmas => "christmas",
            HolidayKind::SaintStephen => "saint_stephen",
        }
    }

    fn is_kept_in(self, region: Region) -> bool {
        let local = matches!(self, HolidayKind::GoodFriday | HolidayKind::SaintStephen);
        !local || region == Region::AlsaceMoselle
    }

    /// The day of this holiday in a year; none where the calendar itself ends (see [`easter_sunday`]).
    fn date(self, year: i16) -> Option<Date> {
        let fixed = |month, day| Date::new(year, month, day).ok();
        let after_easter = |days: i32| easter_sunday(year)?.checked_add(days.days()).ok();
        match self {
            HolidayKind::NewYear => fixed(1, 1),
            HolidayKind::GoodFriday => after_easter(-2),
            HolidayKind::EasterMonday => after_easter(1),
            HolidayKind::LabourDay => fixed(5, 1),
            HolidayKind::VictoryDay => fixed(5, 8),
            HolidayKind::Ascension => after_easter(39),
            HolidayKind::WhitMonday => after_easter(50),
            HolidayKind::NationalDay => fixed(7, 14),
            HolidayKind::Assumption => fixed(8, 15),
            HolidayKind::AllSaints => fixed(11, 1),
            HolidayKind::Armistice => fixed(11, 11),
            HolidayKind::Christmas => fixed(12, 25),
            HolidayKind::SaintStephen => fixed(12, 26),
        }
    }
}

/// The holidays of a year in the order of their dates, under the law of today (unchanged since 1982). Two may share a
/// day: in 2008 Ascension was on 1 May, and both are listed. Empty for years that [`Date`] cannot express.
pub fn holidays(year: i16, region: Region) -> Vec<Holiday> {
    let mut holidays: Vec<Holiday> = KINDS
        .into_iter()
        .filter(|kind| kind.is_kept_in(region))
        .filter_map(|kind| Some(Holiday { date: kind.date(year)?, kind }))
        .collect();
    holidays.sort();
    holidays
}

/// The holiday that a day is, if it is one; the first of the two where two share it.
pub(crate) fn holiday_on(date: Date, region: Region) -> Option<HolidayKind> {
    KINDS.into_iter().find(|kind| kind.is_kept_in(region) && kind.date(date.year()) == Some(date))
}

/// Easter Sunday of a year of the Gregorian calendar, by the computus of Meeus, Jones and Butcher (*Nature*, 20 April
/// 1876), which needs no table and knows no exception. None for years that [`Date`] cannot express.
pub fn easter_sunday(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let golden = y.rem_euclid(19);
    let (century, of_century) = (y.div_euclid(100), y.rem_euclid(100));
    let moon_correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - moon_correction + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * century.rem_euclid(4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late_moon = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late_moon + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Weekday, date};

    #[test]
    fn easter_of_known_years() {
        let known = [
            date(1818, 3, 22),
            date(1943, 4, 25),
            date(1954, 4, 18),
            date(1981, 4, 19),
            date(2000, 4, 23),
            date(2008, 3, 23),
            date(2026, 4, 5),
            date(2038, 4, 25),
            date(2285, 3, 22),
        ];
        for easter in known {
            assert_eq!(easter_sunday(easter.year()), Some(easter));
        }
    }

    #[test]
    fn easter_is_a_sunday_from_22_march_to_25_april_in_any_year() {
        for year in -9999..=9999 {
            let easter = easter_sunday(year).unwrap();
            assert_eq!(easter.weekday(), Weekday::Sunday, "{year}");
            assert!(date(year, 3, 22) <= easter && easter <= date(year, 4, 25), "{easter}");
        }
    }

    #[test]
    fn two_holidays_may_share_a_day() {
        let on_labour_day: Vec<_> =
            holidays(2008, Region::Metropole).into_iter().filter(|holiday| holiday.date == date(2008, 5, 1)).collect();
        let kinds: Vec<_> = on_labour_day.iter().map(|holiday| holiday.kind).collect();
        assert_eq!(kinds, [HolidayKind::LabourDay, HolidayKind::Ascension]);
    }

    #[test]
    fn the_local_holidays_are_local() {
        assert_eq!(holiday_on(date(2026, 12, 26), Region::AlsaceMoselle), Some(HolidayKind::SaintStephen));
        assert_eq!(holiday_on(date(2026, 12, 26), Region::Metropole), None);
        assert_eq!(holiday_on(date(2026, 4, 3), Region::AlsaceMoselle), Some(HolidayKind::GoodFriday));
        assert_eq!(holiday_on(date(2026, 4, 3), Region::Metropole), None);
    }

    #[test]
    fn keys_are_the_serialised_names() {
        for kind in KINDS {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.key()));
        }
    }

    #[test]
    fn a_year_beyond_the_calendar_has_none() {
        assert_eq!(holidays(i16::MAX, Region::Metropole), []);
    }
}
