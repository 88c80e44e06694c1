//! What a use case is given beside its input: when, by whom, and where randomness comes from.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{AccountId, KeyRing, PersonId, Random};

/// Who makes a change, for the trace that the change leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// A person acting for himself or as a member of an account.
    Person(PersonId),
    /// A person acting as the publisher's staff.
    Staff(PersonId),
    /// A program, through an API key of an account.
    Key {
        /// The account of the key.
        account: AccountId,
        /// The key's public part.
        key: String,
        /// The member the key stands for, if it does.
        member: Option<PersonId>,
    },
    /// A machine that is linked to an account.
    Machine {
        /// Its account.
        account: AccountId,
        /// What it is called.
        name: String,
    },
    /// The program itself: a job, or a command on the server.
    System(&'static str),
    /// Somebody who is not signed in: signing up, following a mailed link.
    Visitor,
}

impl Author {
    /// The person behind the change, if there is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Author::Person(person) | Author::Staff(person) => Some(*person),
            Author::Key { member, .. } => *member,
            Author::Machine { .. } | Author::System(_) | Author::Visitor => None,
        }
    }
}

/// What every use case receives: fixed before a transaction body runs, because the body may run again.
#[derive(Debug, Clone)]
pub struct Context {
    /// The moment of the change.
    pub now: Timestamp,
    /// Who makes it.
    pub author: Author,
    /// Randomness for ids and tokens.
    pub random: Random,
    /// The installation's keys.
    pub keys: Arc<KeyRing>,
}
