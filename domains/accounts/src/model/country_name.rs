//! What countries are called, from one list per language (CLDR), in that language's alphabetical order.

use std::collections::HashMap;
use std::sync::LazyLock;

use french_business::CountryNames;
use kit_core::Locale;

struct Names {
    ordered: Vec<(&'static str, &'static str)>,
    by_code: HashMap<&'static str, &'static str>,
}

static FRENCH: LazyLock<Names> = LazyLock::new(|| Names::read(CountryNames::FRENCH));
static ENGLISH: LazyLock<Names> = LazyLock::new(|| Names::read(CountryNames::ENGLISH));

impl Names {
    fn read(lines: &'static str) -> Names {
        let ordered: Vec<_> = CountryNames::read(lines).collect();
        Names { by_code: ordered.iter().copied().collect(), ordered }
    }

    fn of(locale: Locale) -> &'static Names {
        match locale {
            Locale::Fr => &FRENCH,
            Locale::En => &ENGLISH,
        }
    }
}

/// Every country, its code and its name, in alphabetical order.
pub fn country_names(locale: Locale) -> &'static [(&'static str, &'static str)] {
    &Names::of(locale).ordered
}

/// The name of the country with this code; the code itself when it is none.
pub fn country_name(code: &str, locale: Locale) -> &str {
    Names::of(locale).by_code.get(code).copied().unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use french_business::Country;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        for locale in Locale::ALL {
            assert_eq!(country_names(locale).len(), Country::all().len());
            assert!(Country::all().all(|country| country_name(country.code(), locale) != country.code()));
        }
        assert_eq!(country_name("DE", Locale::Fr), "Allemagne");
        assert_eq!(country_name("DE", Locale::En), "Germany");
        assert_eq!(country_name("??", Locale::En), "??");
    }
}
