//! What somebody says on the phone to be found, as the agent types it.

use french_business::{Phone, Siren, VatNumber};
use kit_core::AccountId;
use kit_mail::Email;

use super::likeness::{name_key, telling_words};

/// Of so many words the rarest are looked for: the one that tells most may be a short one.
pub const MOST_WORDS: usize = 6;

/// From so many digits on, digits alone are a telephone number or a SIREN, not the number of an account.
const LONG: usize = 9;

/// What people say before a number.
const BEFORE_NUMBERS: [&str; 14] = [
    "account", "client", "compte", "customer", "le", "n", "n°", "no", "no.", "number", "numero", "numéro", "nº", "the",
];

/// The ways to understand what was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// An account's number: nothing else is meant where there is one.
    pub number: Option<AccountId>,
    /// A telephone number (E.164).
    pub phone: Option<String>,
    /// A SIREN, as such or within a VAT number.
    pub siren: Option<String>,
    /// A whole e-mail address.
    pub email: Option<Email>,
    /// A name, as names are compared; at least two characters.
    pub name: Option<String>,
    /// Its telling words, each the beginning of a word; the longest first.
    pub words: Vec<String>,
}

impl Spoken {
    /// Understands what was typed.
    pub fn read(typed: &str) -> Spoken {
        let typed: String = typed.trim().chars().take(200).collect();
        let number = number(&typed);
        if let Some(email) = email(&typed) {
            return Spoken { email: Some(email), ..Spoken::default() };
        }
        let siren = typed.parse::<Siren>().ok();
        let siren = siren.or_else(|| typed.parse::<VatNumber>().ok().as_ref().and_then(VatNumber::siren));
        let phone = phone(&typed);
        if number.is_none() && (siren.is_some() || phone.is_some()) {
            return Spoken { phone, siren: siren.map(String::from), ..Spoken::default() };
        }
        let key = name_key(&typed);
        let mut words: Vec<String> = telling_words(&key).into_iter().map(str::to_owned).collect();
        words.retain(|word| word.chars().count() > 1);
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.dedup();
        words.truncate(MOST_WORDS);
        Spoken { number, name: Some(key).filter(|key| key.chars().count() > 1), words, ..Spoken::default() }
    }
}

/// `1042`, `C 10 42`, `compte client numéro 1042`.
fn number(typed: &str) -> Option<AccountId> {
    let lower = typed.to_lowercase();
    let rest = lower
        .split([' ', '\u{a0}', '\u{202f}', ':'])
        .skip_while(|word| word.is_empty() || BEFORE_NUMBERS.contains(word));
    let close: String = rest.collect::<String>().chars().filter(|c| !matches!(c, '-' | '.' | '/' | ' ')).collect();
    let digits = close.strip_prefix('c');
    let is_named = digits.is_some();
    let digits = digits.unwrap_or(&close);
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // A telephone number begins with a zero, an account's never.
    let fits = is_named || (digits.len() < LONG && !digits.starts_with('0'));
    if are_digits && fits { digits.parse().ok() } else { None }
}

/// As people write telephone numbers, and with the 0 or the + left out.
fn phone(typed: &str) -> Option<String> {
    let stored = |phone: Phone| Some(phone.as_str().to_owned());
    if let Ok(phone) = typed.parse::<Phone>() {
        return stored(phone);
    }
    let is_number =
        typed.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '/' | '\u{a0}' | '\u{202f}'));
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let meant = match digits.len() {
        LONG => format!("0{digits}"),
        10..=15 => format!("+{digits}"),
        _ => return None,
    };
    if is_number { meant.parse().ok().and_then(stored) } else { None }
}

/// `lea@plan.example`, and as it is said: `lea arobase plan point example`.
fn email(typed: &str) -> Option<Email> {
    if let Ok(email) = Email::parse(typed) {
        return Some(email);
    }
    let words = typed.to_lowercase();
    let said: String = words
        .split_whitespace()
        .map(|word| match word {
            "arobase" | "arobas" | "at" | "chez" => "@",
            "point" | "dot" => ".",
            "tiret" | "hyphen" | "dash" => "-",
            "souligné" | "underscore" => "_",
            other => other,
        })
        .collect();
    if said.contains('@') { Email::parse(&said).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_understood_however_it_is_said() {
        let said = [
            "1042",
            " c1042",
            "C-1042",
            "C 10 42",
            "10 42",
            "10.42",
            "compte 1042",
            "Compte client n° 1042",
            "numéro : 1042",
            "le 1042",
        ];
        for said in said {
            assert_eq!(Spoken::read(said).number, Some(AccountId(1042)), "{said}");
        }
        assert_eq!(Spoken::read("c 123456789012").number, Some(AccountId(123_456_789_012)));
        for none in ["", "c", "compte", "1042x", "01 02 03 04", "123456789"] {
            assert_eq!(Spoken::read(none).number, None, "{none}");
        }
    }

    #[test]
    fn a_telephone_number_in_every_form_is_the_same() {
        for said in [
            "04 72 00 00 01",
            "0472000001",
            "04.72.00.00.01",
            "+33 4 72 00 00 01",
            "+33 (0)4 72 00 00 01",
            "0033472000001",
            "33 4 72 00 00 01",
            "4 72 00 00 01",
            "472000001",
        ] {
            assert_eq!(Spoken::read(said).phone.as_deref(), Some("+33472000001"), "{said}");
        }
        assert_eq!(Spoken::read("+49 89 1234567").phone.as_deref(), Some("+49891234567"));
        assert_eq!(Spoken::read("Garage 0472000001").phone, None);
    }

    #[test]
    fn nine_digits_may_be_a_siren_too() {
        let spoken = Spoken::read("732 829 320");
        assert_eq!(spoken.siren.as_deref(), Some("732829320"));
        assert_eq!(Spoken::read("FR 44 732 829 320").siren.as_deref(), Some("732829320"));
    }

    #[test]
    fn an_address_is_understood_as_it_is_said() {
        for said in ["Lea@Plan.example", "lea arobase plan point example", "lea at plan dot example"] {
            assert_eq!(
                Spoken::read(said).email.map(|email| email.to_string()).as_deref(),
                Some("lea@plan.example"),
                "{said}"
            );
        }
        assert_eq!(Spoken::read("le point du jour").email, None);
    }

    #[test]
    fn a_name_loses_accents_and_what_is_common() {
        let spoken = Spoken::read("  Les Établissements Dupont & Fils, SARL ");
        assert_eq!(spoken.name.as_deref(), Some("les etablissements dupont et fils"));
        assert_eq!(spoken.words, ["etablissements", "dupont", "fils"]);
        let many = Spoken::read("1176 Angers Valpentier Électricité");
        assert_eq!(many.words, ["electricite", "valpentier", "angers", "1176"], "the shortest may be the rarest");
        assert_eq!(Spoken::read("b").name, None);
        assert_eq!(Spoken::read("<b> ' --").words, Vec::<String>::new());
    }
}
