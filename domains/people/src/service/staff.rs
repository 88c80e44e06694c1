//! The publisher's staff: persons with permissions.

use jiff::SignedDuration;
use kit_core::{Context, PersonId, Text};
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use kit_web::{StaffPermission, StaffPermissions};
use thiserror::Error;

use super::persons::create_person;
use super::{reset, sessions};
use crate::model::{FoundPerson, NewPerson};
use crate::{log, mails, store};

/// What every change of staff is serialised on, so that two cannot each take the other owner's permission away.
pub const STAFF_LOCK: Lock = Lock::Named("people-staff");

/// How long a new member of the staff has to choose a password.
const WELCOME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The last owner stays: nobody else could give permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the last owner stays")]
pub struct LastOwner;

impl From<LastOwner> for Text {
    fn from(_: LastOwner) -> Text {
        Text::new("people-last-owner")
    }
}

/// Makes somebody staff: a new person, or the one who has the address already, whose name and password stay. Who has no
/// password gets a link to choose one; so does whoever never confirmed the address, since a stranger may have chosen the
/// password. Serialise on [`STAFF_LOCK`].
///
/// # Errors
/// [`LastOwner`], when it would take that permission away.
pub fn create_staff(
    tx: &mut Tx<'_>,
    ctx: &Context,
    new: &NewPerson,
    permissions: StaffPermissions,
) -> Result<PersonId, Failed<LastOwner>> {
    let id = match store::persons::id_by_email(tx, &new.email)? {
        Some(id) => {
            store::persons::drop_unconfirmed_password(tx, id)?;
            id
        }
        None => match create_person(tx, ctx, new) {
            Ok(id) => id,
            Err(Failed::Refused(_)) => return Err(DbError::fault("the address was taken meanwhile").into()),
            Err(Failed::Db(error)) => return Err(error.into()),
        },
    };
    set_staff(tx, ctx, id, permissions)?;
    if let Some(person) = store::persons::by_id(tx, id)?.filter(|person| !person.has_password) {
        reset::send_link(tx, ctx, &person, WELCOME, &mails::STAFF_WELCOME)?;
    }
    Ok(id)
}

/// The path of another link to choose a first password, for whoever runs the server and hands it over; none for somebody who
/// has a password.
///
/// # Errors
/// The database refuses.
pub fn staff_link(tx: &mut Tx<'_>, ctx: &Context, id: PersonId) -> Result<Option<String>, DbError> {
    match store::persons::by_id(tx, id)?.filter(|person| !person.has_password) {
        Some(person) => reset::link_path(tx, ctx, &person, WELCOME).map(Some),
        None => Ok(None),
    }
}

/// Sets the permissions of a person as staff; none makes a customer of him or her. Who had none before signs in again,
/// because staff needs a second factor. Serialise on [`STAFF_LOCK`].
///
/// # Errors
/// [`LastOwner`].
pub fn set_staff(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: PersonId,
    permissions: StaffPermissions,
) -> Result<(), Failed<LastOwner>> {
    let Some(before) = store::persons::by_id(tx, id)? else { return Ok(()) };
    if before.staff == permissions {
        return Ok(());
    }
    if !permissions.contains(StaffPermission::Owner) {
        ensure_other_owner(tx, id)?;
    }
    store::persons::set_staff(tx, id, permissions)?;
    if before.staff.is_empty() {
        sessions::end_all(tx, ctx, id, None)?;
    }
    let shown = |set: StaffPermissions| set.iter().map(log::permission).collect::<audit::Value>();
    let entry = audit::Entry::new(&log::STAFF).person(id);
    audit::record(tx, ctx, entry.changed(&log::PERMISSIONS, shown(before.staff), shown(permissions)))?;
    Ok(())
}

/// Everybody of the staff, by name.
///
/// # Errors
/// The database cannot be read.
pub fn staff(read: &mut Read<'_>) -> Result<Vec<FoundPerson>, DbError> {
    store::persons::staff(read)
}

/// Refuses if `id` is the only owner who is not shut out.
pub(crate) fn ensure_other_owner(tx: &mut Tx<'_>, id: PersonId) -> Result<(), Failed<LastOwner>> {
    let owners = store::persons::staff(tx)?;
    let mut owners = owners.iter().filter(|person| !person.disabled && person.staff.contains(StaffPermission::Owner));
    let is_owner = owners.clone().any(|owner| owner.id == id);
    if is_owner && owners.all(|owner| owner.id == id) {
        return refuse(LastOwner);
    }
    Ok(())
}
