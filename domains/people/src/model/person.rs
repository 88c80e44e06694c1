//! Persons, as others see them.

use jiff::Timestamp;
use kit_core::{Locale, PersonId};
use kit_web::StaffPermissions;

use super::{Email, PasswordHash, PersonName, ZoneName};

/// What is needed to create a person.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The login.
    pub email: Email,
    /// First name and surname.
    pub name: PersonName,
    /// The language of pages and mails.
    pub locale: Locale,
    /// The time zone of pages and mails.
    pub time_zone: ZoneName,
    /// The password, if chosen already; see [`crate::hashing::accept`].
    pub password: Option<PasswordHash>,
    /// Whether a mailed link has shown that the address is the person's own.
    pub confirmed: bool,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// The login.
    pub email: Email,
    /// First name and surname.
    pub name: PersonName,
    /// The language of pages and mails.
    pub locale: Locale,
    /// The time zone of pages and mails.
    pub time_zone: ZoneName,
    /// Permissions as the publisher's staff; empty for customers.
    pub staff: StaffPermissions,
    /// Whether a password was chosen.
    pub has_password: bool,
    /// When the person was created.
    pub created_at: Timestamp,
    /// When a mailed link showed that the address is the person's own.
    pub confirmed_at: Option<Timestamp>,
    /// Since when the person is shut out everywhere.
    pub disabled_at: Option<Timestamp>,
}

/// What a person changes about himself or herself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// First name and surname.
    pub name: PersonName,
    /// The language of pages and mails.
    pub locale: Locale,
    /// The time zone of pages and mails.
    pub time_zone: ZoneName,
}

/// A person in the result of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPerson {
    /// Who.
    pub id: PersonId,
    /// The login.
    pub email: Email,
    /// First name and surname.
    pub name: PersonName,
    /// Permissions as the publisher's staff; empty for customers.
    pub staff: StaffPermissions,
    /// Whether the person is shut out.
    pub disabled: bool,
}
