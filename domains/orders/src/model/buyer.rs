//! To whom an order is made out, as it was when it was made.

use accounts::model::{Account, Billing, Company};
use french_business::Country;
use serde::{Deserialize, Serialize};

use super::VatZone;

/// The buyer of an order, frozen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Buyer {
    /// The company's name in its register.
    pub name: String,
    /// SIREN, or the number in another country's register; as people read it.
    pub number: String,
    /// VAT number as people read it, or nothing.
    pub vat_number: String,
    /// Service or person in charge, or nothing.
    pub contact: String,
    /// Number and street.
    pub line1: String,
    /// Building, box; or nothing.
    pub line2: String,
    /// Postal code; may be empty outside France.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// The country's ISO code.
    pub country: String,
    /// What the buyer wants to read on its documents, or nothing.
    pub reference: String,
    /// Where the account's mail goes.
    pub email: String,
}

stored_as_json!(Buyer);

impl Buyer {
    /// The buyer of an account, by its billing details at this moment.
    pub fn of(account: &Account, company: &Company, billing: &Billing) -> Buyer {
        let own = billing.country.is_none();
        let pick = |of_company: &str, of_billing: &str| if own { of_company.to_owned() } else { of_billing.to_owned() };
        Buyer {
            name: company.name.clone(),
            number: company.number_shown(),
            vat_number: company.vat_number_shown(),
            contact: billing.contact.clone(),
            line1: pick(&company.line1, &billing.line1),
            line2: pick(&company.line2, &billing.line2),
            postal_code: pick(&company.postal_code, &billing.postal_code),
            town: pick(&company.town, &billing.town),
            country: billing.country.clone().unwrap_or_else(|| company.country.clone()),
            reference: billing.reference.clone(),
            email: billing.email.as_ref().unwrap_or(&account.administration_email).to_string(),
        }
    }

    /// Where the buyer pays VAT: by the company's own place, which an address for mail does not move (CGI art. 259).
    pub fn zone(company: &Company) -> VatZone {
        let country = company.country.parse().unwrap_or(Country::FRANCE);
        VatZone::of(country, &company.postal_code, company.vat_number.is_some())
    }

    /// The lines of the address, those that say something.
    pub fn address(&self) -> Vec<String> {
        let town = format!("{} {}", self.postal_code, self.town);
        let lines = [self.contact.as_str(), &self.line1, &self.line2, town.trim()];
        lines.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}
