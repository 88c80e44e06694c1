//! Checks against data by others: see `tests/data/README.md`.

#![allow(clippy::unwrap_used)]

use french_business::{BusinessHours, HolidayKind, Region, VatNumber, WeekHours, holidays};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

fn kind_of(name: &str) -> HolidayKind {
    match name {
        "1er janvier" => HolidayKind::NewYear,
        "Vendredi saint" => HolidayKind::GoodFriday,
        "Lundi de Pâques" => HolidayKind::EasterMonday,
        "1er mai" => HolidayKind::LabourDay,
        "8 mai" => HolidayKind::VictoryDay,
        "Ascension" => HolidayKind::Ascension,
        "Lundi de Pentecôte" => HolidayKind::WhitMonday,
        "14 juillet" => HolidayKind::NationalDay,
        "Assomption" => HolidayKind::Assumption,
        "Toussaint" => HolidayKind::AllSaints,
        "11 novembre" => HolidayKind::Armistice,
        "Jour de Noël" => HolidayKind::Christmas,
        "2ème jour de Noël" => HolidayKind::SaintStephen,
        other => panic!("unknown holiday {other}"),
    }
}

/// Every line must be computed, and nothing be computed that is not a line.
fn assert_same_holidays(csv: &str, region: Region, lines: usize) {
    let mut published: Vec<(Date, HolidayKind)> = csv::Reader::from_reader(csv.as_bytes())
        .records()
        .map(|line| {
            let line = line.unwrap();
            (line[0].parse().unwrap(), kind_of(&line[3]))
        })
        .collect();
    assert_eq!(published.len(), lines);
    published.sort();
    let computed: Vec<_> =
        (2006..=2031).flat_map(|year| holidays(year, region)).map(|holiday| (holiday.date, holiday.kind)).collect();
    assert_eq!(computed, published);
}

#[test]
fn the_published_holidays_of_2006_to_2031() {
    assert_same_holidays(include_str!("data/jours_feries_metropole.csv"), Region::Metropole, 26 * 11);
    assert_same_holidays(include_str!("data/jours_feries_alsace-moselle.csv"), Region::AlsaceMoselle, 26 * 13);
}

/// An office that is open every day stands still on each published day and on no other.
fn assert_no_time_passes(csv: &str, region: Region) {
    let paris = TimeZone::get("Europe/Paris").unwrap();
    let week = WeekHours(std::array::from_fn(|_| "9-12, 14-18".parse().unwrap()));
    let office = BusinessHours::new(paris.clone(), week, Some(region), Vec::new());
    let lines =
        csv::Reader::from_reader(csv.as_bytes()).records().map(|line| line.unwrap()[0].to_owned()).collect::<Vec<_>>();
    let mut day = date(2006, 1, 1);
    while day.year() < 2032 {
        let (start, end) =
            (day.to_zoned(paris.clone()).unwrap(), day.tomorrow().unwrap().to_zoned(paris.clone()).unwrap());
        let expected = if lines.contains(&day.to_string()) { 0 } else { 7 * 60 };
        assert_eq!(office.minutes_between(start.timestamp(), end.timestamp()), expected, "{day}");
        day = day.tomorrow().unwrap();
    }
}

#[test]
fn no_business_time_passes_on_the_published_holidays() {
    assert_no_time_passes(include_str!("data/jours_feries_metropole.csv"), Region::Metropole);
    assert_no_time_passes(include_str!("data/jours_feries_alsace-moselle.csv"), Region::AlsaceMoselle);
}

/// Numbers whose form alone is checked: of these, only refusing a right one is a fault.
fn is_judged_by_form(number: &str) -> bool {
    match &number[..2] {
        "BG" => true,
        "CZ" => number.len() > 10,
        "LV" => number[2..].starts_with(['0', '1', '2', '3']),
        _ => false,
    }
}

#[test]
fn vat_numbers_are_judged_as_by_another_library() {
    let mut judged_alike = 0;
    for line in csv::Reader::from_reader(include_str!("data/eu_vat_numbers.csv").as_bytes()).records() {
        let line = line.unwrap();
        let (number, is_right) = (&line[0], &line[1] == "true");
        let ours = number.parse::<VatNumber>();
        if is_right || !is_judged_by_form(number) {
            assert_eq!(ours.is_ok(), is_right, "{number}: {ours:?}");
            judged_alike += 1;
        }
    }
    assert!(judged_alike > 750, "{judged_alike} lines compared");
}
