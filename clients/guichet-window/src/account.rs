//! The account as it is edited: what stands there, what was typed, and who confirms it.

use std::collections::BTreeMap;

use guichet_client::{Account, Changes, Field, Login};

use crate::Filling;
use crate::desk::Secret;

/// The form of the account.
#[derive(Debug, Clone)]
pub struct AccountForm {
    /// What stands on the server.
    pub account: Account,
    /// What is in the fields.
    typed: BTreeMap<Field, String>,
    /// Whether the application filled something that was empty.
    pub was_filled: bool,
}

impl AccountForm {
    /// The form of this account. What is empty is filled with what the application knows, where the account may fill it itself.
    pub fn new(account: Account, filling: &Filling) -> AccountForm {
        let typed = Field::ALL.into_iter().map(|field| (field, account.get(field).to_owned())).collect();
        let mut form = AccountForm { account, typed, was_filled: false };
        let is_bare = form.is_bare();
        for field in Field::ALL {
            let known = filling.get(field);
            // A bare account bears a name that was made of the address.
            let is_open =
                form.account.get(field).is_empty() || (is_bare && matches!(field, Field::Company | Field::Country));
            if !known.is_empty() && is_open && known != form.get(field) {
                form.typed.insert(field, known.to_owned());
                form.was_filled = true;
            }
        }
        form
    }

    /// What is in a field.
    pub fn get(&self, field: Field) -> &str {
        self.typed.get(&field).map_or("", String::as_str)
    }

    /// A field, to be typed into.
    pub fn get_mut(&mut self, field: Field) -> &mut String {
        self.typed.entry(field).or_default()
    }

    /// Whether a field differs from what stands on the server.
    pub fn is_changed_at(&self, field: Field) -> bool {
        self.get(field).trim() != self.account.get(field)
    }

    /// Whether any does.
    pub fn is_changed(&self) -> bool {
        Field::ALL.into_iter().any(|field| self.is_changed_at(field))
    }

    /// What was changed.
    pub fn changes(&self) -> Changes {
        let changed = Field::ALL.into_iter().filter(|field| self.is_changed_at(*field));
        changed.fold(Changes::new(), |changes, field| changes.set(field, self.get(field).trim()))
    }

    /// Takes what was typed back.
    pub fn revert(&mut self) {
        *self = AccountForm::new(self.account.clone(), &Filling::default());
    }

    /// Somebody else changed the account: what was typed here stays, what was not is as it is now.
    pub fn take_over(&mut self, now: Account) {
        let kept: Vec<(Field, String)> = Field::ALL
            .into_iter()
            .filter(|field| self.is_changed_at(*field))
            .map(|field| (field, self.get(field).to_owned()))
            .collect();
        *self = AccountForm::new(now, &Filling::default());
        self.typed.extend(kept);
    }

    /// Whether a field belongs to companies of this country.
    pub fn has(&self, field: Field) -> bool {
        match field {
            Field::Siren | Field::Ape => self.is_french(),
            Field::ForeignNumber => !self.is_french(),
            _ => true,
        }
    }

    /// Whether the publisher alone changes a field: name, country and known numbers of an account in use.
    pub fn is_fixed(&self, field: Field) -> bool {
        let in_use = matches!(self.account.state.as_str(), "active" | "suspended");
        let fixed = match field {
            Field::Company | Field::Country => true,
            Field::Siren | Field::ForeignNumber | Field::VatNumber => !self.account.get(field).is_empty(),
            _ => false,
        };
        fixed && in_use && !self.is_bare()
    }

    /// What is to be said of where the account stands, by its key; nothing of one that is in use.
    pub fn standing(&self) -> Option<&'static str> {
        match self.account.state.as_str() {
            "pending" => Some("state-pending"),
            "refused" => Some("state-refused"),
            "suspended" => Some("state-suspended"),
            _ => None,
        }
    }

    fn is_french(&self) -> bool {
        let country: Option<french_business::Country> = self.get(Field::Country).parse().ok();
        country.is_none_or(|country| country == french_business::Country::FRANCE || country.is_french_territory())
    }

    /// Whether nothing but the address of who made it is known.
    fn is_bare(&self) -> bool {
        [Field::Line1, Field::Siren, Field::ForeignNumber, Field::VatNumber]
            .into_iter()
            .all(|field| self.account.get(field).is_empty())
    }
}

/// What a password is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To save.
    Edit,
    /// To open the portal.
    Portal,
}

/// Somebody shows who he or she is.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// What for.
    pub purpose: Purpose,
    /// The address.
    pub login: String,
    /// The password.
    pub password: Secret,
    /// The code of the second factor.
    pub code: Secret,
    /// Whether a code is asked for.
    pub asks_code: bool,
}

impl Confirm {
    /// For this, by who was here last.
    pub fn new(purpose: Purpose, login: &str) -> Confirm {
        Confirm {
            purpose,
            login: login.to_owned(),
            password: Secret::default(),
            code: Secret::default(),
            asks_code: false,
        }
    }

    /// Whether enough was typed to ask.
    pub fn is_complete(&self) -> bool {
        let is_there = |text: &str| !text.trim().is_empty();
        is_there(&self.login) && !self.password.0.is_empty() && (!self.asks_code || is_there(&self.code.0))
    }

    /// With what to sign in.
    pub fn login(&self) -> Login {
        let login = Login::new(self.login.trim(), self.password.0.clone());
        if self.asks_code { login.code(self.code.0.trim()) } else { login }
    }
}
