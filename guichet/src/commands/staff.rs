//! `guichet staff`.

use kit_core::Locale;
use kit_db::Failed;
use kit_mail::Email;
use kit_web::{StaffPermission, StaffPermissions};
use people::service::{LastOwner, STAFF_LOCK, create_staff, person_by_email, staff_link};
use people::{NameError, NamePart, NewPerson, PersonName, ZoneName};

use crate::commands::say;
use crate::failure::{Failure, refused};
use crate::installation::Installation;
use crate::settings::Settings;

/// Lets a person into the back office.
pub(crate) async fn create(
    settings: Settings,
    email: Email,
    name: String,
    permissions: Vec<StaffPermission>,
    print: bool,
) -> Result<(), Failure> {
    let expected = "a first name and a surname are expected, such as \"Anne Martin\"";
    let name = named(&name).map_err(|error| Failure::usage(format!("--name: {error}; {expected}")))?;
    let installation = Installation::ready(&settings).await?;
    let ctx = installation.context("guichet staff create");
    let new = NewPerson {
        email: email.clone(),
        name,
        locale: Locale::default(),
        time_zone: ZoneName::default(),
        password: None,
        confirmed: false,
    };
    let created = installation.db.write(STAFF_LOCK, move |tx| {
        let known = person_by_email(tx, &new.email)?;
        let before = known.map_or(StaffPermissions::NONE, |person| person.staff);
        let all = permissions.iter().fold(before, |set, permission| set.with(*permission));
        let person = create_staff(tx, &ctx, &new, all)?;
        let link = if print { staff_link(tx, &ctx, person)? } else { None };
        Ok::<_, Failed<LastOwner>>((all, link))
    });
    let (all, link) = created.await.map_err(refused)?;
    say(format!("{email} is staff with the permissions {}.", all.codes()));
    match link {
        Some(path) => say(format!("To choose a password, once, within 7 days: {}", settings.public_url.to(&path))),
        None if print => say("The password that this person has stays as it is."),
        None => say("A mail with a link to choose a password leaves as soon as `guichet serve` runs."),
    }
    Ok(())
}

/// The first word is the first name, the others are the surname.
fn named(typed: &str) -> Result<PersonName, NameError> {
    let (first, surname) = typed.trim().split_once(' ').unwrap_or((typed, ""));
    Ok(PersonName { first: NamePart::parse(first)?, surname: NamePart::parse(surname)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_two_words_at_least() {
        assert_eq!(named(" Anne de la Tour ").map(|name| name.surname.to_string()), Ok("de la Tour".to_owned()));
        assert_eq!(named("Anne"), Err(NameError::Missing));
    }
}
