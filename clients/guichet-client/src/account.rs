//! The account of a linked machine: shown to who sits there, changed by an admin who gives his or her password.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reqwest::Method;
use serde::{Deserialize, Serialize};

use crate::machine::json;
use crate::{Client, Error, LinkError, LinkFile};

/// A field of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The company's name.
    Company,
    /// Surname of who speaks for the account.
    Surname,
    /// First name.
    FirstName,
    /// Number and street.
    Line1,
    /// Building, box.
    Line2,
    /// Postal code.
    PostalCode,
    /// Town.
    Town,
    /// Country (ISO 3166-1 alpha-2).
    Country,
    /// Where mail about the account goes.
    Email,
    /// Telephone.
    Phone,
    /// Code of the main activity.
    Ape,
    /// French companies' number.
    Siren,
    /// The number in another country's register.
    ForeignNumber,
    /// VAT number.
    VatNumber,
}

impl Field {
    /// All of them, in the order in which forms ask for them.
    pub const ALL: [Field; 14] = [
        Field::Company,
        Field::Surname,
        Field::FirstName,
        Field::Line1,
        Field::Line2,
        Field::PostalCode,
        Field::Town,
        Field::Country,
        Field::Email,
        Field::Phone,
        Field::Ape,
        Field::Siren,
        Field::ForeignNumber,
        Field::VatNumber,
    ];

    /// What the API calls it.
    pub const fn code(self) -> &'static str {
        match self {
            Field::Company => "company",
            Field::Surname => "surname",
            Field::FirstName => "first_name",
            Field::Line1 => "line1",
            Field::Line2 => "line2",
            Field::PostalCode => "postal_code",
            Field::Town => "town",
            Field::Country => "country",
            Field::Email => "email",
            Field::Phone => "phone",
            Field::Ape => "ape",
            Field::Siren => "siren",
            Field::ForeignNumber => "foreign_number",
            Field::VatNumber => "vat_number",
        }
    }

    /// A value as the server writes it, as far as that is known: spaces tidied, addresses in small letters, numbers without what only makes them
    /// easier to read.
    fn written(self, value: &str) -> String {
        match self {
            Field::Company | Field::Surname | Field::FirstName | Field::Line1 | Field::Line2 | Field::Town => {
                value.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            Field::Email => value.trim().to_lowercase(),
            Field::PostalCode
            | Field::Country
            | Field::Phone
            | Field::Ape
            | Field::Siren
            | Field::ForeignNumber
            | Field::VatNumber => {
                let counts = |sign: &char| sign.is_alphanumeric() || *sign == '+';
                value.chars().filter(counts).flat_map(char::to_uppercase).collect()
            }
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// The account as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What an edit begins with.
    pub version: String,
    /// Its number.
    pub number: String,
    /// Where it stands: `active`, `pending`, `refused` or `suspended`.
    pub state: String,
    /// The address that waits to be confirmed by its owner.
    pub email_awaited: Option<String>,
    #[serde(flatten)]
    fields: BTreeMap<String, serde_json::Value>,
}

impl Account {
    /// What stands in a field; nothing in one that the server does not know.
    pub fn get(&self, field: Field) -> &str {
        self.fields.get(field.code()).and_then(serde_json::Value::as_str).unwrap_or_default()
    }

    /// Whether it is as these changes want it: an address may still wait to be confirmed.
    fn has(&self, changes: &Changes) -> bool {
        changes.0.iter().all(|(field, wanted)| {
            let awaited = self.email_awaited.as_deref().filter(|_| *field == Field::Email);
            let is_wanted = |there: &str| field.written(there) == field.written(wanted);
            is_wanted(self.get(*field)) || awaited.is_some_and(is_wanted)
        })
    }
}

/// What is to be changed of an account; what is not among it stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes(BTreeMap<Field, String>);

impl Changes {
    /// Nothing yet.
    pub fn new() -> Changes {
        Changes::default()
    }

    /// With this field as it was typed.
    #[must_use]
    pub fn set(mut self, field: Field, typed: impl Into<String>) -> Changes {
        self.0.insert(field, typed.into());
        self
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Who sits at the machine: with what he or she signs in.
#[derive(Clone, Serialize)]
pub struct Login {
    #[serde(rename = "login")]
    email: String,
    password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

impl Login {
    /// Address and password.
    pub fn new(email: impl Into<String>, password: impl Into<String>) -> Login {
        Login { email: email.into(), password: password.into(), code: None }
    }

    /// With a code of the second factor: six digits, or a recovery code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Login {
        self.code = Some(code.into());
        self
    }
}

/// Neither password nor code shows.
impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Login({})", self.email)
    }
}

/// A link to the portal: to be opened in a browser at once, never kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalLink {
    /// The address: it begins one session.
    pub url: String,
    /// Until when: a minute.
    pub expires_at: Timestamp,
}

/// The address does not show: who holds it signs in.
impl std::fmt::Debug for PortalLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PortalLink(until {})", self.expires_at)
    }
}

#[derive(Serialize)]
struct Edit<'a> {
    version: &'a str,
    #[serde(flatten)]
    login: &'a Login,
    changes: &'a Changes,
}

impl Client {
    /// The account that the machine is linked to.
    ///
    /// # Errors
    /// See [`LinkError`].
    pub async fn account(&self, file: &LinkFile) -> Result<Account, LinkError> {
        let client = self.of(file).await?;
        Ok(client.get(client.url(&["machines", "self", "account"])?).await?)
    }

    /// Changes the account in the name of an admin of it. `version` is that of the account that he or she saw: where somebody else changed it
    /// meanwhile nothing is changed, and [`Error::Refused`] says so by `account-changed`. `code-required` asks for [`Login::code`].
    ///
    /// # Errors
    /// See [`LinkError`]; [`Problem::errors`](crate::Problem::errors) names each field that is not accepted.
    pub async fn edit(
        &self,
        version: &str,
        changes: &Changes,
        login: &Login,
        file: &LinkFile,
    ) -> Result<Account, LinkError> {
        let client = self.of(file).await?;
        let url = client.url(&["machines", "self", "account"])?;
        let body = json(&Edit { version, login, changes })?;
        match client.call(Method::PATCH, url.clone(), Some(body)).await {
            // The answer to an attempt before may have been lost: then it is our own change that we meet.
            Err(Error::Refused(problem)) if problem.kind() == "account-changed" => {
                let now: Account = client.get(url).await?;
                if now.has(changes) { Ok(now) } else { Err(Error::Refused(problem).into()) }
            }
            other => Ok(other?),
        }
    }

    /// A link by which a browser of this machine is signed in to the portal, for a member of the account.
    ///
    /// # Errors
    /// See [`LinkError`].
    pub async fn portal(&self, login: &Login, file: &LinkFile) -> Result<PortalLink, LinkError> {
        let client = self.of(file).await?;
        let url = client.url(&["machines", "self", "portal"])?;
        Ok(client.call(Method::POST, url, Some(json(login)?)).await?)
    }

    /// Has a link for a new password mailed to who speaks for the account.
    ///
    /// # Errors
    /// See [`LinkError`].
    pub async fn mail_password_link(&self, file: &LinkFile) -> Result<(), LinkError> {
        let client = self.of(file).await?;
        let url = client.url(&["machines", "self", "forgotten-password"])?;
        Ok(client.call(Method::POST, url, None).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_found_again_as_the_server_writes_it_and_no_other_is_taken_for_it() {
        let shown = r#"{ "version": "v1", "number": "C-1042", "state": "active", "email_awaited": "compta@kerlann.example",
            "company": "C. D. Études", "town": "Saint-Ouen", "phone": "+32 2 555 12 12", "ape": "71.12B", "email": "a.b@kerlann.example" }"#;
        let account: Account = serde_json::from_str(shown).unwrap();
        let has = |field: Field, wanted: &str| account.has(&Changes::new().set(field, wanted));
        for (field, same) in [
            (Field::Town, "  Saint-Ouen "),
            (Field::Company, "C.  D. Études"),
            (Field::Phone, "+3225551212"),
            (Field::Ape, "7112b"),
            (Field::Email, "A.B@kerlann.example"),
            (Field::Email, " Compta@Kerlann.example"),
        ] {
            assert!(has(field, same), "{same}");
        }
        for (field, other) in [
            (Field::Town, "Saint Ouen"),
            (Field::Town, "saint-ouen"),
            (Field::Company, "CD Études"),
            (Field::Phone, "3225551212"),
            (Field::Email, "ab@kerlann.example"),
            (Field::Email, "comp.ta@kerlann.example"),
        ] {
            assert!(!has(field, other), "{other}");
        }
    }
}
