//! Where invoices go. To which company they are made out is chosen apart, with a day: see `invoiced.rs`.

use french_business::Country;
use kit_core::{Check, FieldErrors};
use kit_db::FromRow;
use kit_mail::Email;
use serde::{Deserialize, Serialize};

use super::company::{Address, check_address, given};
use super::identifiers as wrong;
use super::text::optional_line;

/// Billing details as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BillingForm {
    /// Service or person in charge.
    pub contact: String,
    /// Where invoices are mailed, if not to the administration address.
    pub email: String,
    /// What is to stand on invoices: an order number, a cost centre.
    pub reference: String,
    /// `yes` when the address below counts.
    pub other_address: String,
    /// Number and street.
    pub line1: String,
    /// Building, box.
    pub line2: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Country's code.
    pub country: String,
}

/// Billing details, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillingDetails {
    /// Service or person in charge; or empty.
    pub contact: String,
    /// Where invoices are mailed, if not to the administration address.
    pub email: Option<Email>,
    /// What is to stand on invoices; or empty.
    pub reference: String,
    /// Where they go, if not to the company's own address.
    pub address: Option<Address>,
}

impl BillingForm {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Every field that is missing, too long or not what it should be.
    pub fn read(&self) -> Result<BillingDetails, FieldErrors> {
        let mut check = Check::new();
        let contact = check.field("contact", optional_line(&self.contact, 120));
        let email = check.field("email", given(&self.email).map(Email::parse).transpose());
        let reference = check.field("reference", optional_line(&self.reference, 60));
        let address = if self.other_address == "yes" {
            let country = check.field("country", self.country.parse::<Country>().map_err(wrong::country));
            check_address(&mut check, country, [&self.line1, &self.line2, &self.postal_code, &self.town]).map(Some)
        } else {
            Some(None)
        };
        check.finish(|| {
            Some(BillingDetails { contact: contact?, email: email?, reference: reference?, address: address? })
        })
    }
}

/// Billing details as they are kept; an empty `country` means the company's own address.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromRow)]
pub struct Billing {
    /// Service or person in charge.
    pub contact: String,
    /// Where invoices are mailed, if not to the administration address.
    pub email: Option<Email>,
    /// What is to stand on invoices.
    pub reference: String,
    /// Number and street.
    pub line1: String,
    /// Building, box.
    pub line2: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Country's code; none for the company's own address.
    pub country: Option<String>,
}

impl Billing {
    /// What its form shows to be changed.
    pub fn form(&self) -> BillingForm {
        BillingForm {
            contact: self.contact.clone(),
            email: self.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            reference: self.reference.clone(),
            other_address: if self.country.is_some() { "yes".to_owned() } else { String::new() },
            line1: self.line1.clone(),
            line2: self.line2.clone(),
            postal_code: self.postal_code.clone(),
            town: self.town.clone(),
            country: self.country.clone().unwrap_or_default(),
        }
    }
}
