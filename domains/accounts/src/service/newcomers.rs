//! The person behind an address that a mailed link has confirmed: the one who has it for a login, or a new one.

use kit_core::{Context, Locale, PersonId};
use kit_db::{DbError, Failed, Tx};
use kit_mail::Email;
use people::{NewPerson, PasswordHash, PersonName, ZoneName};

/// Whoever followed a mailed link, as he or she describes himself or herself.
#[derive(Debug, Clone)]
pub(crate) struct Newcomer {
    /// The address that the link confirmed.
    pub(crate) email: Email,
    /// First name and surname.
    pub(crate) name: PersonName,
    /// The language of pages and mails.
    pub(crate) locale: Locale,
    /// The password chosen; none for somebody who has a login.
    pub(crate) password: Option<PasswordHash>,
}

/// Finds the person, or creates one. A login that nobody ever confirmed may have been made by a stranger: the one who has
/// just confirmed the address takes it over, with the password chosen now. Serialise on [`crate::LOGINS`].
pub(crate) fn person_of_address(tx: &mut Tx<'_>, ctx: &Context, newcomer: &Newcomer) -> Result<PersonId, DbError> {
    if let Some(person) = people::service::person_by_email(tx, &newcomer.email)? {
        if person.confirmed_at.is_none() {
            if let Some(password) = &newcomer.password {
                people::service::set_password(tx, ctx, person.id, password)?;
            }
            people::service::confirm_email(tx, ctx, person.id)?;
        }
        return Ok(person.id);
    }
    let new = NewPerson {
        email: newcomer.email.clone(),
        name: newcomer.name.clone(),
        locale: newcomer.locale,
        time_zone: ZoneName::default(),
        password: newcomer.password.clone(),
        confirmed: true,
    };
    match people::service::create_person(tx, ctx, &new) {
        Ok(person) => Ok(person),
        Err(Failed::Refused(taken)) => Err(DbError::fault(taken)),
        Err(Failed::Db(error)) => Err(error),
    }
}
