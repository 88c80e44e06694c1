//! Who answers cases: whoever of the staff may at this moment, not whoever once could.

use kit_core::PersonId;
use kit_db::{DbError, Read};
use kit_web::{StaffPermission, StaffPermissions};
use people::{FoundPerson, Person};

/// The person, if he or she answers cases now.
pub(crate) fn agent(read: &mut Read<'_>, person: PersonId) -> Result<Option<Person>, DbError> {
    Ok(people::service::person(read, person)?.filter(|one| answers(one.staff, one.disabled_at.is_some())))
}

/// All who answer cases now.
pub(crate) fn agents(read: &mut Read<'_>) -> Result<Vec<FoundPerson>, DbError> {
    Ok(people::service::staff(read)?.into_iter().filter(|one| answers(one.staff, one.disabled)).collect())
}

/// Support and owners, unless they are shut out.
fn answers(staff: StaffPermissions, disabled: bool) -> bool {
    !disabled && (staff.any(&[StaffPermission::Support]) || staff.contains(StaffPermission::Owner))
}
