//! Roles of members, permissions of staff, scopes of keys, states of accounts.

use std::fmt;
use std::marker::PhantomData;

use kit_core::Text;
use kit_db::stored_as_code;

use crate::components::Tone;

/// A word with a stable code, as stored, sent through the API and written in `product.md`.
pub trait Coded: Copy + Sized + 'static {
    /// Every word, in the order in which they are shown.
    const ALL: &'static [Self];
    /// The code.
    fn code(self) -> &'static str;
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $code:literal => $key:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$word_doc])* $word),* }

        impl $name {
            /// Every one, in the order in which they are shown.
            pub const ALL: &'static [$name] = &[$($name::$word),*];

            /// The stable code: stored, sent, never translated.
            pub const fn code(self) -> &'static str {
                match self { $($name::$word => $code),* }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$word),)* _ => None }
            }

            /// What people call it.
            pub const fn label(self) -> Text {
                match self { $($name::$word => Text::new($key)),* }
            }
        }

        impl Coded for $name {
            const ALL: &'static [$name] = $name::ALL;
            fn code(self) -> &'static str { $name::code(self) }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.code()) }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        stored_as_code!($name);
    };
}

words! {
    /// What a member may do in an account.
    Role {
        /// Manages the account.
        Admin = "admin" => "role-admin",
        /// Orders, contracts, invoices; may name the other managers.
        ContractManager = "contract_manager" => "role-contract-manager",
        /// Users, groups, seats, deployments.
        SoftwareCoordinator = "software_coordinator" => "role-software-coordinator",
        /// Uses what is assigned, sees his or her own operations.
        User = "user" => "role-user",
    }
}

words! {
    /// What a person of the publisher's staff may do in the back office.
    StaffPermission {
        /// Helps customers: sees accounts, people and operations.
        Support = "support" => "staff-support",
        /// Decides on sign-ups and requests.
        CustomerService = "customer_service" => "staff-customer-service",
        /// Grants, payments, corrections.
        Billing = "billing" => "staff-billing",
        /// Tariff, price conditions, terms.
        Catalogue = "catalogue" => "staff-catalogue",
        /// Everything, and the other staff's permissions.
        Owner = "owner" => "staff-owner",
    }
}

words! {
    /// What an API key opens.
    Scope {
        /// Balance and operations.
        CreditsRead = "credits:read" => "scope-credits-read",
        /// Uses priced by the tariff.
        CreditsUse = "credits:use" => "scope-credits-use",
        /// Uses priced by the caller: the publisher's own servers.
        CreditsCharge = "credits:charge" => "scope-credits-charge",
    }
}

words! {
    /// Where an account stands.
    AccountState {
        /// The address of the applicant is not confirmed.
        Unconfirmed = "unconfirmed" => "account-state-unconfirmed",
        /// The publisher has to decide.
        Pending = "pending" => "account-state-pending",
        /// In use.
        Active = "active" => "account-state-active",
        /// The publisher said no, with a reason.
        Refused = "refused" => "account-state-refused",
        /// Can read and export, not spend.
        Suspended = "suspended" => "account-state-suspended",
        /// Its admin closed it: nobody opens its pages any more.
        Closed = "closed" => "account-state-closed",
    }
}

impl AccountState {
    /// How it looks: tone and icon; its word stands beside them.
    pub const fn look(self) -> (Tone, &'static str) {
        match self {
            AccountState::Unconfirmed => (Tone::Neutral, "circle-dashed"),
            AccountState::Pending => (Tone::Info, "hourglass"),
            AccountState::Active => (Tone::Success, "circle-check"),
            AccountState::Refused => (Tone::Danger, "circle-x"),
            AccountState::Suspended => (Tone::Warning, "ban"),
            AccountState::Closed => (Tone::Neutral, "circle-x"),
        }
    }

    /// Whether the account's pages are open: to read at least.
    pub const fn is_open(self) -> bool {
        matches!(self, AccountState::Active | AccountState::Suspended)
    }
}

/// A set of words, stored as their codes in order, joined by commas.
pub struct Set<T>(u32, PhantomData<fn() -> T>);

/// The roles of a member.
pub type Roles = Set<Role>;
/// The permissions of a person of the staff; empty for everybody else.
pub type StaffPermissions = Set<StaffPermission>;
/// The scopes of a key.
pub type Scopes = Set<Scope>;

impl<T: Coded + PartialEq> Set<T> {
    /// The empty set.
    pub const NONE: Set<T> = Set(0, PhantomData);

    /// The set with these words.
    pub fn of(words: &[T]) -> Set<T> {
        words.iter().fold(Set::NONE, |set, word| set.with(*word))
    }

    /// The set with one more word.
    pub fn with(self, word: T) -> Set<T> {
        Set(self.0 | bit(word), PhantomData)
    }

    /// The set without a word.
    pub fn without(self, word: T) -> Set<T> {
        Set(self.0 & !bit(word), PhantomData)
    }

    /// Whether the word is in it.
    pub fn contains(self, word: T) -> bool {
        self.0 & bit(word) != 0
    }

    /// Whether any of the words is in it.
    pub fn any(self, words: &[T]) -> bool {
        words.iter().any(|word| self.contains(*word))
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The words, in the order in which they are shown.
    pub fn iter(self) -> impl Iterator<Item = T> {
        T::ALL.iter().copied().filter(move |word| self.contains(*word))
    }

    /// The codes, joined by commas: `admin,user`.
    pub fn codes(self) -> String {
        self.iter().map(Coded::code).collect::<Vec<_>>().join(",")
    }

    /// Reads what [`Set::codes`] wrote; unknown codes are an error.
    pub fn from_codes(codes: &str) -> Option<Set<T>> {
        codes
            .split(',')
            .filter(|code| !code.is_empty())
            .try_fold(Set::NONE, |set, code| T::ALL.iter().find(|word| word.code() == code).map(|word| set.with(*word)))
    }
}

fn bit<T: Coded + PartialEq>(word: T) -> u32 {
    T::ALL.iter().position(|other| *other == word).map_or(0, |place| 1 << place)
}

impl<T> Clone for Set<T> {
    fn clone(&self) -> Set<T> {
        *self
    }
}
impl<T> Copy for Set<T> {}
impl<T> PartialEq for Set<T> {
    fn eq(&self, other: &Set<T>) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Set<T> {}
impl<T> Default for Set<T> {
    fn default() -> Set<T> {
        Set(0, PhantomData)
    }
}
impl<T: Coded + PartialEq> fmt::Debug for Set<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.codes())
    }
}
impl<T: Coded + PartialEq> kit_db::FromValue for Set<T> {
    fn from_value(cell: kit_db::Cell<'_>) -> Result<Set<T>, String> {
        match cell {
            kit_db::Value::Text(codes) => Set::from_codes(codes).ok_or_else(|| format!("unknown word in {codes}")),
            _ => Err("text expected for a set of words".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_survive_their_codes() {
        let roles = Roles::of(&[Role::User, Role::Admin]);
        assert_eq!(roles.codes(), "admin,user");
        assert_eq!(Roles::from_codes("user,admin"), Some(roles));
        assert_eq!(Roles::from_codes(""), Some(Roles::NONE));
        assert_eq!(Roles::from_codes("king"), None);
        assert!(roles.any(&[Role::ContractManager, Role::User]));
        assert!(roles.without(Role::Admin).without(Role::User).is_empty());
    }
}
