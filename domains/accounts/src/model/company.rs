//! A legal entity of an account: what its form takes, and what is kept.

use french_business::{ApeCode, Country, ForeignNumber, Phone, PostalCode, Siren, VatNumber};
use jiff::Timestamp;
use kit_core::{AccountId, Check, FieldErrors, Id, Text};
use kit_db::FromRow;
use serde::{Deserialize, Serialize};

use super::identifiers as wrong;
use super::text::{line, name, optional_line};

/// Marks ids of companies.
#[derive(Debug)]
pub enum CompanyTag {}

/// The id of a company.
pub type CompanyId = Id<CompanyTag>;

/// A company's legal details as they were typed, kept to be shown again with their errors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyForm {
    /// The name in the register.
    pub company: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// French companies' number.
    pub siren: String,
    /// The number in another country's register.
    pub foreign_number: String,
    /// VAT number of the European Union, where there is one.
    pub vat_number: String,
    /// Code of the main activity, of French companies.
    pub ape: String,
    /// Number and street.
    pub line1: String,
    /// Building, box.
    pub line2: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Telephone, in the national way or with `+`.
    pub phone: String,
}

/// A company's legal details, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyDetails {
    /// The name in the register.
    pub name: String,
    /// French companies' number; companies elsewhere have a `foreign_number`.
    pub siren: Option<Siren>,
    /// The number in another country's register.
    pub foreign_number: Option<ForeignNumber>,
    /// VAT number.
    pub vat_number: Option<VatNumber>,
    /// Main activity, with its nomenclature.
    pub ape: Option<ApeCode>,
    /// Where it is.
    pub address: Address,
    /// Telephone.
    pub phone: Option<Phone>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Number and street.
    pub line1: String,
    /// Building, box; or empty.
    pub line2: String,
    /// Postal code; may be empty outside France.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Country.
    pub country: Country,
}

/// Whether companies of `country` have a SIREN and French postal codes.
pub fn is_french(country: Country) -> bool {
    country == Country::FRANCE || country.is_french_territory()
}

impl CompanyForm {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Every field that is missing, too long or not what it should be.
    pub fn read(&self) -> Result<CompanyDetails, FieldErrors> {
        let mut check = Check::new();
        let details = self.check(&mut check);
        check.finish(|| details)
    }

    /// Reads as a part of a longer form; none if anything is wrong, noted in `check`.
    pub fn check(&self, check: &mut Check) -> Option<CompanyDetails> {
        let name = check.field("company", name(&self.company, 160));
        let country = check.field("country", self.country.parse().map_err(wrong::country));
        let french = country.is_none_or(is_french);
        let siren = self.siren(check, french);
        let foreign_number = self.foreign_number(check, french);
        let vat_number = self.vat_number(check, country, siren.as_ref().and_then(Option::as_ref));
        let ape = given(&self.ape).filter(|_| french).map(|typed| typed.parse::<ApeCode>().map_err(wrong::ape));
        let ape = check.field("ape", ape.transpose());
        let address = check_address(check, country, [&self.line1, &self.line2, &self.postal_code, &self.town]);
        let phone = check.field("phone", read_phone(&self.phone, french));
        Some(CompanyDetails {
            name: name?,
            siren: siren?,
            foreign_number: foreign_number?,
            vat_number: vat_number?,
            ape: ape?,
            address: address?,
            phone: phone?,
        })
    }

    fn siren(&self, check: &mut Check, french: bool) -> Option<Option<Siren>> {
        if !french {
            return Some(None);
        }
        check.field("siren", self.siren.parse().map_err(wrong::siren)).map(Some)
    }

    fn foreign_number(&self, check: &mut Check, french: bool) -> Option<Option<ForeignNumber>> {
        if french {
            return Some(None);
        }
        check.field("foreign_number", self.foreign_number.parse().map_err(wrong::foreign_number)).map(Some)
    }

    /// A VAT number of the company's own country; a French one holds the SIREN (CGI, annexe II, art. 242 sexies).
    fn vat_number(
        &self,
        check: &mut Check,
        country: Option<Country>,
        siren: Option<&Siren>,
    ) -> Option<Option<VatNumber>> {
        let Some(typed) = given(&self.vat_number) else { return Some(None) };
        let vat_number: VatNumber = check.field("vat_number", typed.parse().map_err(wrong::vat))?;
        let other_country = country.is_some_and(|country| {
            is_french(country) != is_french(vat_number.country())
                || (country.is_eu() && country != vat_number.country())
        });
        if other_country {
            check.fail("vat_number", Text::new("accounts-vat-other-country"));
            return None;
        }
        if siren.zip(vat_number.siren()).is_some_and(|(siren, within)| *siren != within) {
            check.fail("vat_number", Text::new("accounts-vat-other-siren"));
            return None;
        }
        Some(Some(vat_number))
    }
}

/// Reads the lines of an address in `country`; France's postal codes are checked.
pub(crate) fn check_address(check: &mut Check, country: Option<Country>, typed: [&str; 4]) -> Option<Address> {
    let [line1, line2, postal_code, town] = typed;
    let line1 = check.field("line1", line(line1, 120));
    let line2 = check.field("line2", optional_line(line2, 120));
    let postal_code = match country {
        Some(country) if !is_french(country) => check.field("postal_code", optional_line(postal_code, 16)),
        _ => {
            let read = postal_code.parse::<PostalCode>().map(String::from);
            check.field("postal_code", read.map_err(wrong::postal_code))
        }
    };
    let town = check.field("town", line(town, 80));
    Some(Address { line1: line1?, line2: line2?, postal_code: postal_code?, town: town?, country: country? })
}

/// What was typed, unless it is blank.
pub(crate) fn given(typed: &str) -> Option<&str> {
    Some(typed.trim()).filter(|typed| !typed.is_empty())
}

fn read_phone(typed: &str, french: bool) -> Result<Option<Phone>, Text> {
    let Some(typed) = given(typed) else { return Ok(None) };
    let phone: Phone = typed.parse().map_err(wrong::phone)?;
    // A national number typed by a company elsewhere would be taken for a French one.
    if !french && !typed.starts_with('+') && !typed.starts_with("00") {
        return Err(Text::new("accounts-phone-country"));
    }
    Ok(Some(phone))
}

/// A company as it is kept. Its identifiers are in canonical form: they were checked on the way in.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its account.
    pub account: AccountId,
    /// The name in the register.
    pub name: String,
    /// French companies' number.
    pub siren: Option<String>,
    /// The number in another country's register.
    pub foreign_number: Option<String>,
    /// VAT number.
    pub vat_number: Option<String>,
    /// Main activity.
    pub ape: Option<String>,
    /// From which nomenclature the activity's code is: `naf_rev2`, `naf_2025`.
    pub ape_nomenclature: Option<String>,
    /// Number and street.
    pub line1: String,
    /// Building, box; or empty.
    pub line2: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Country's code.
    pub country: String,
    /// Telephone (E.164).
    pub phone: Option<String>,
    /// When it was entered.
    pub created_at: Timestamp,
}

impl CompanyDetails {
    /// The numbers by which a company is known: SIREN, number in another country's register, VAT number.
    pub fn numbers(&self) -> [Option<&str>; 3] {
        [
            self.siren.as_ref().map(|siren| siren.as_str()),
            self.foreign_number.as_ref().map(|number| number.as_str()),
            self.vat_number.as_ref().map(|number| number.as_str()),
        ]
    }

    /// Whether any of them is given.
    pub fn has_numbers(&self) -> bool {
        self.numbers().iter().any(Option::is_some)
    }
}

impl Company {
    /// The numbers by which it is known, in the order of [`CompanyDetails::numbers`].
    pub fn numbers(&self) -> [Option<&str>; 3] {
        [self.siren.as_deref(), self.foreign_number.as_deref(), self.vat_number.as_deref()]
    }

    /// What its form shows to be changed.
    pub fn form(&self) -> CompanyForm {
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        CompanyForm {
            company: self.name.clone(),
            country: self.country.clone(),
            siren: or_empty(&self.siren),
            foreign_number: or_empty(&self.foreign_number),
            vat_number: or_empty(&self.vat_number),
            ape: or_empty(&self.ape),
            line1: self.line1.clone(),
            line2: self.line2.clone(),
            postal_code: self.postal_code.clone(),
            town: self.town.clone(),
            phone: self.phone_shown(),
        }
    }

    /// The SIREN as people read it, `732 829 320`; or the number in another country's register.
    pub fn number_shown(&self) -> String {
        let siren =
            self.siren.as_ref().map(|siren| siren.parse::<Siren>().map_or(siren.clone(), |siren| siren.grouped()));
        siren.or_else(|| self.foreign_number.clone()).unwrap_or_default()
    }

    /// The VAT number as people read it, or nothing.
    pub fn vat_number_shown(&self) -> String {
        let grouped = |number: &String| number.parse::<VatNumber>().map_or(number.clone(), |number| number.grouped());
        self.vat_number.as_ref().map(grouped).unwrap_or_default()
    }

    /// The activity's code with the name of its nomenclature, or nothing.
    pub fn ape_shown(&self) -> String {
        let Some(code) = &self.ape else { return String::new() };
        code.parse::<ApeCode>().map_or(code.clone(), |ape| format!("{code} ({})", ape.nomenclature().label()))
    }

    /// The telephone as people of its country write it, or nothing.
    pub fn phone_shown(&self) -> String {
        let shown = |number: &String| match number.parse::<Phone>() {
            Ok(phone) if phone.is_french() => phone.national(),
            Ok(phone) => phone.international(),
            Err(_) => number.clone(),
        };
        self.phone.as_ref().map(shown).unwrap_or_default()
    }

    /// Whether companies of its country have a SIREN.
    pub fn is_french(&self) -> bool {
        self.country.parse().is_ok_and(is_french)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atelier() -> CompanyForm {
        CompanyForm {
            company: " Atelier  du Plan ".into(),
            country: "FR".into(),
            siren: "732 829 320".into(),
            vat_number: "FR 44 732 829 320".into(),
            ape: "71.12B".into(),
            line1: "3 rue des Lilas".into(),
            postal_code: "69003".into(),
            town: "Lyon".into(),
            phone: "04 72 00 00 01".into(),
            ..CompanyForm::default()
        }
    }

    fn fields(form: &CompanyForm) -> Vec<&'static str> {
        form.read().map_or_else(|errors| errors.0.iter().map(|error| error.field).collect(), |_| Vec::new())
    }

    #[test]
    fn a_french_company_is_read() {
        let details = atelier().read().unwrap();
        assert_eq!(details.name, "Atelier du Plan");
        assert_eq!(details.siren.unwrap().as_str(), "732829320");
        assert_eq!(details.vat_number.unwrap().as_str(), "FR44732829320");
        assert_eq!(details.ape.unwrap().nomenclature().as_str(), "naf_rev2");
        assert_eq!(details.phone.unwrap().as_str(), "+33472000001");
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let empty = CompanyForm { country: "FR".into(), ..CompanyForm::default() };
        assert_eq!(fields(&empty), ["company", "siren", "line1", "postal_code", "town"]);
        assert_eq!(
            fields(&CompanyForm { siren: "732829321".into(), vat_number: String::new(), ..atelier() }),
            ["siren"]
        );
        assert_eq!(fields(&CompanyForm { company: "a".repeat(161), ..atelier() }), ["company"]);
        assert_eq!(fields(&CompanyForm { country: "ZZ".into(), ..atelier() }), ["country"]);
        assert_eq!(
            fields(&CompanyForm { ape: "nonsense".into(), postal_code: "1".into(), ..atelier() }),
            ["ape", "postal_code"]
        );
    }

    #[test]
    fn a_vat_number_belongs_to_the_company() {
        assert_eq!(fields(&CompanyForm { siren: "552100554".into(), ..atelier() }), ["vat_number"]);
        assert_eq!(fields(&CompanyForm { vat_number: "DE136695976".into(), ..atelier() }), ["vat_number"]);
        assert_eq!(fields(&CompanyForm { vat_number: String::new(), ..atelier() }), [""; 0]);
    }

    #[test]
    fn a_company_elsewhere_has_another_number() {
        let form = CompanyForm {
            country: "DE".into(),
            foreign_number: "hrb 86891".into(),
            vat_number: "DE136695976".into(),
            postal_code: "80331".into(),
            phone: "+49 89 1234567".into(),
            siren: "typed before the country was changed".into(),
            ..atelier()
        };
        let details = form.read().unwrap();
        assert_eq!(details.siren, None);
        assert_eq!(details.foreign_number.unwrap().as_str(), "HRB 86891");
        assert_eq!(
            fields(&CompanyForm { foreign_number: String::new(), phone: "089 1234567".into(), ..form }),
            ["foreign_number", "phone"]
        );
    }
}
