//! What a write is serialised on.

use kit_core::{AccountId, PersonId};

/// What no two writes may do at the same time. SQLite has one writer anyway; PostgreSQL takes an advisory lock with BEGIN,
/// because READ COMMITTED would let two transactions each see the other's "last admin" or "free seat".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// The body locks the rows that it needs, or touches none that another could.
    None,
    /// Everything about one account's people and settings.
    Account(AccountId),
    /// Everything about one person's login.
    Person(PersonId),
    /// A rule across the whole installation, such as the next account number.
    Named(&'static str),
}

impl Lock {
    /// The key of PostgreSQL's advisory lock.
    pub(crate) fn key(self) -> Option<i64> {
        match self {
            Lock::None => None,
            Lock::Account(account) => Some(mixed(1, account.0.to_be_bytes())),
            Lock::Person(person) => Some(mixed(2, person.0.to_be_bytes())),
            Lock::Named(name) => Some(mixed(3, name.bytes())),
        }
    }
}

/// FNV-1a: stable across versions, which the standard library's hasher does not promise.
fn mixed(kind: u8, bytes: impl IntoIterator<Item = u8>) -> i64 {
    let hash = std::iter::once(kind)
        .chain(bytes)
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_do_not_share_keys() {
        let account = Lock::Account(AccountId(1)).key();
        assert_ne!(account, Lock::Person(PersonId::from_raw(1)).key());
        assert_ne!(account, Lock::Account(AccountId(2)).key());
        assert_eq!(Lock::None.key(), None);
    }
}
