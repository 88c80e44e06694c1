//! Bank accounts and when two of them are the same.

use std::fmt;

/// How a bank names an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BankAccount {
    /// An IBAN (ISO 13616) in upper case without spaces. Its check digits are not verified: it is the bank's.
    Iban(String),
    /// A French account as CFONB records name it.
    Rib {
        /// *Code banque*, 5 digits.
        bank: String,
        /// *Code guichet*, 5 digits.
        branch: String,
        /// *Numéro de compte*, 11 digits or letters.
        account: String,
    },
    /// Any other identification that the bank uses.
    Other(String),
}

impl BankAccount {
    pub(crate) fn iban(text: &str) -> BankAccount {
        BankAccount::Iban(compact(text))
    }

    /// Whether both name one account: a RIB is the same account as the French IBAN that holds it (positions 5 to 25:
    /// bank, branch, account; the key comes after), and an IBAN told as another identification is that IBAN.
    pub fn is_same_as(&self, other: &BankAccount) -> bool {
        self.key() == other.key()
    }

    /// One text for all names of an account, to keep and to look up: see [`BankAccount::is_same_as`].
    pub fn key(&self) -> String {
        match self {
            BankAccount::Iban(text) | BankAccount::Other(text) => {
                let text = compact(text);
                match domestic(&text) {
                    Some(account) => format!("RIB{account}"),
                    None => text,
                }
            }
            BankAccount::Rib { bank, branch, account } => {
                format!("RIB{}", compact(&format!("{bank}{branch}{account}")))
            }
        }
    }
}

impl fmt::Display for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BankAccount::Iban(text) | BankAccount::Other(text) => f.write_str(text),
            BankAccount::Rib { bank, branch, account } => write!(f, "{bank} {branch} {account}"),
        }
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

/// Bank, branch and account of an IBAN of France or Monaco, which shares the French plan.
fn domestic(iban: &str) -> Option<&str> {
    let is_french = iban.len() == 27
        && iban.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && (iban.starts_with("FR") || iban.starts_with("MC"));
    if is_french { iban.get(4..25) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rib(bank: &str, branch: &str, account: &str) -> BankAccount {
        BankAccount::Rib { bank: bank.to_owned(), branch: branch.to_owned(), account: account.to_owned() }
    }

    #[test]
    fn a_french_iban_holds_the_rib() {
        let iban = BankAccount::iban("fr14 2004 1010 0505 0001 3m02 606");
        assert_eq!(iban, BankAccount::Iban("FR1420041010050500013M02606".to_owned()));
        assert!(iban.is_same_as(&rib("20041", "01005", "0500013M026")));
        assert!(!iban.is_same_as(&rib("20041", "01005", "0500013M027")));
        assert!(!iban.is_same_as(&rib("20042", "01005", "0500013M026")));
    }

    #[test]
    fn an_iban_in_another_field_is_still_that_iban() {
        let other = BankAccount::Other("NL26 VAYB 8060 4768 90".to_owned());
        assert!(other.is_same_as(&BankAccount::iban("NL26VAYB8060476890")));
        assert!(!other.is_same_as(&BankAccount::Other("8060476890".to_owned())));
    }
}
