//! Lists that people choose from: countries by their names, activities by their titles.

use std::sync::LazyLock;

/// The names of all countries, a line each: code, name; in the alphabetical order of the language (CLDR).
pub struct CountryNames;

impl CountryNames {
    /// In French.
    pub const FRENCH: &str = include_str!("countries/fr.txt");
    /// In English.
    pub const ENGLISH: &str = include_str!("countries/en.txt");

    /// Code and name of each line.
    pub fn read(lines: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
        lines.lines().filter_map(|line| line.split_once(' '))
    }
}

static NAF_REV2: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| include_str!("activities/naf_rev2.txt").lines().filter_map(|line| line.split_once(' ')).collect());

/// The 732 sub-classes of NAF rév. 2 (decree 2007-1888, annexe), in the order of their codes: code, title in French.
pub fn activities() -> &'static [(&'static str, &'static str)] {
    &NAF_REV2
}

/// The title of the sub-class with this code, if NAF rév. 2 has one.
pub fn activity(code: &str) -> Option<&'static str> {
    let found = NAF_REV2.binary_search_by(|(known, _)| (*known).cmp(code)).ok()?;
    NAF_REV2.get(found).map(|(_, title)| *title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ApeCode, Country, Nomenclature};

    #[test]
    fn every_sub_class_has_a_title_and_a_code_that_is_read() {
        assert_eq!(activities().len(), 732);
        for (code, title) in activities() {
            let read: ApeCode = code.parse().unwrap();
            assert_eq!((read.as_str(), read.nomenclature()), (*code, Nomenclature::NafRev2));
            assert!(!title.is_empty() && *title == title.trim() && !title.contains('\''), "{code}");
        }
        assert!(activities().is_sorted_by(|one, other| one.0 < other.0), "found by halves");
        let divisions: std::collections::BTreeSet<&str> = activities().iter().map(|(code, _)| &code[..2]).collect();
        assert_eq!(divisions.len(), 88);
        assert_eq!(activity("71.12B"), Some("Ingénierie, études techniques"));
        assert_eq!(activity("71.12Z"), None);
    }

    #[test]
    fn every_country_has_a_name_in_each_language() {
        for names in [CountryNames::FRENCH, CountryNames::ENGLISH] {
            let mut codes: Vec<&str> = CountryNames::read(names).map(|(code, _)| code).collect();
            codes.sort_unstable();
            assert_eq!(codes, Country::all().map(Country::code).collect::<Vec<_>>());
        }
    }
}
