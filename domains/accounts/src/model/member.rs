//! Members of an account and what they may do to each other.

use jiff::Timestamp;
use kit_core::PersonId;
use kit_db::FromRow;
use kit_web::{Role, Roles};

/// A person in an account.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// What he or she may do; never empty.
    pub roles: Roles,
    /// Since when.
    pub joined_at: Timestamp,
}

/// The roles that somebody with `roles` may give and take: an admin all; a contract manager all but `admin`; a software
/// coordinator `user`.
pub fn grantable(roles: Roles) -> Roles {
    if roles.contains(Role::Admin) {
        Roles::of(Role::ALL)
    } else if roles.contains(Role::ContractManager) {
        Roles::of(&[Role::ContractManager, Role::SoftwareCoordinator, Role::User])
    } else if roles.contains(Role::SoftwareCoordinator) {
        Roles::of(&[Role::User])
    } else {
        Roles::NONE
    }
}

/// Whether somebody with the roles `by` may have power over all of `roles`: give them, take them, remove who has them.
pub fn commands(by: Roles, roles: Roles) -> bool {
    let within = grantable(by);
    roles.iter().all(|role| within.contains(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gives_more_than_the_role_allows() {
        let of = |role| Roles::of(&[role]);
        assert!(commands(of(Role::Admin), Roles::of(Role::ALL)));
        assert!(commands(of(Role::ContractManager), Roles::of(&[Role::ContractManager, Role::User])));
        assert!(!commands(of(Role::ContractManager), Roles::of(&[Role::User, Role::Admin])));
        assert!(commands(of(Role::SoftwareCoordinator), of(Role::User)));
        assert!(!commands(of(Role::SoftwareCoordinator), of(Role::SoftwareCoordinator)));
        assert!(!commands(of(Role::User), of(Role::User)));
    }
}
