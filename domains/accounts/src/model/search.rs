//! What somebody looks for when typing into the staff's search.

use french_business::{ForeignNumber, Siren, Siret, VatNumber};
use kit_core::AccountId;
use kit_mail::Email;

use super::likeness::name_key;

/// The ways to read what was typed; several may apply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// An account's number.
    pub number: Option<AccountId>,
    /// A SIREN, typed as such or within a SIRET or a VAT number.
    pub siren: Option<String>,
    /// A VAT number.
    pub vat_number: Option<String>,
    /// A number in another country's register.
    pub foreign_number: Option<String>,
    /// A whole e-mail address.
    pub email: Option<Email>,
    /// The domain of e-mail addresses, typed as `@acme.fr`.
    pub domain: Option<String>,
    /// The beginning of a company's name, or of a word in it; at least two characters.
    pub name: Option<String>,
}

impl Wanted {
    /// Reads what was typed.
    pub fn read(typed: &str) -> Wanted {
        let typed: String = typed.trim().chars().take(200).collect();
        let vat_number = typed.parse::<VatNumber>().ok();
        let siren = typed.parse::<Siren>().ok();
        let siren = siren.or_else(|| typed.parse::<Siret>().ok().map(|siret| siret.siren()));
        let siren = siren.or_else(|| vat_number.as_ref().and_then(VatNumber::siren));
        let domain = typed.strip_prefix('@').filter(|domain| !domain.is_empty()).map(str::to_lowercase);
        let key = name_key(&typed);
        let is_name = key.chars().count() >= 2 && !typed.contains('@');
        Wanted {
            number: typed.parse().ok(),
            siren: siren.map(String::from),
            vat_number: vat_number.map(String::from),
            foreign_number: typed.parse::<ForeignNumber>().ok().map(String::from),
            email: Email::parse(&typed).ok(),
            domain,
            name: is_name.then_some(key),
        }
    }
}

/// The end of the range of texts that begin with `prefix`: just after all of them in the order of bytes.
pub fn after_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_tells_what_is_wanted() {
        assert_eq!(Wanted::read("c 1042").number, Some(AccountId(1042)));
        for siren in ["732 829 320", "732 829 320 00074", "FR 44 732 829 320"] {
            assert_eq!(Wanted::read(siren).siren.as_deref(), Some("732829320"), "{siren}");
        }
        assert_eq!(Wanted::read("Lea@Plan.fr").email.map(|email| email.to_string()).as_deref(), Some("lea@plan.fr"));
        assert_eq!(Wanted::read("Lea@Plan.fr").name, None);
        assert_eq!(Wanted::read("@Plan.fr").domain.as_deref(), Some("plan.fr"));
        assert_eq!(Wanted::read(" Béton A").name.as_deref(), Some("beton a"));
        assert_eq!(Wanted::read("b").name, None);
        assert_eq!(Wanted::read(""), Wanted::default());
    }
}
