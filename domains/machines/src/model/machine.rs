//! A machine, how it came and how it went.

use audit::AuthorKind;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, MachineId, PersonId, Text};
use kit_db::{FromRow, stored_as_code};

/// A machine that is heard of within this time of the last one is not written down again, not with another version either.
pub const WRITE_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// How many changes of its version are kept of a machine.
pub const UPDATES_KEPT: i64 = 100;

/// How long the token is told again to a machine that repeats its request, if it was never heard of.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// How long a linked machine is not heard of before it is quiet.
const QUIET_AFTER: SignedDuration = SignedDuration::from_hours(90 * 24);

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $code:literal => $key:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$word_doc])* $word),* }

        impl $name {
            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $($name::$word => $code),* }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$word),)* _ => None }
            }

            /// What people read.
            pub const fn label(self) -> Text {
                match self { $($name::$word => Text::new($key)),* }
            }
        }

        stored_as_code!($name);
    };
}

codes! {
    /// How a machine was linked.
    Linked {
        /// With the account's number and the personal code.
        Code = "code" => "machines-linked-code",
        /// The same, in the place of another one.
        Replacement = "replacement" => "machines-linked-replacement",
        /// Together with the account, which was made from it.
        SignUp = "sign_up" => "machines-linked-sign-up",
    }
}

codes! {
    /// How a machine was unlinked.
    Ended {
        /// By itself.
        Machine = "machine" => "machines-ended-machine",
        /// On the account's page.
        Member = "member" => "machines-ended-member",
        /// By a machine that took its place.
        Replaced = "replaced" => "machines-ended-replaced",
        /// By the publisher.
        Publisher = "publisher" => "machines-ended-publisher",
    }
}

codes! {
    /// What happened to a machine.
    Happened {
        /// It was linked.
        Linked = "linked" => "machines-happened-linked",
        /// It was given another name.
        Renamed = "renamed" => "machines-happened-renamed",
        /// Its application has another version.
        Updated = "updated" => "machines-happened-updated",
        /// It was unlinked.
        Unlinked = "unlinked" => "machines-happened-unlinked",
    }
}

/// An installation of the publisher's application that is or was linked to an account.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Machine {
    /// Its id.
    pub id: MachineId,
    /// The account.
    pub account: AccountId,
    /// What it is called.
    pub name: String,
    /// Its operating system.
    pub system: String,
    /// The publisher's application on it.
    pub application: String,
    /// The version of that.
    pub version: String,
    /// When it was linked.
    pub linked_at: Timestamp,
    /// The person who did, where it is known.
    pub linked_by: Option<PersonId>,
    /// How.
    pub linked_how: Linked,
    /// When it was last heard of, to five minutes; when it was linked, if never.
    pub seen_at: Timestamp,
    /// When it was first heard of: it has its token.
    pub heard_at: Option<Timestamp>,
    /// When it was unlinked.
    pub ended_at: Option<Timestamp>,
    /// How.
    pub ended_how: Option<Ended>,
}

impl Machine {
    /// Whether it is linked.
    pub const fn is_linked(&self) -> bool {
        self.ended_at.is_none()
    }

    /// Whether it is linked and was not heard of for long: it may be dead.
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        self.is_linked() && now.duration_since(self.seen_at) >= QUIET_AFTER
    }

    /// Whether its token may be told again to who repeats the request that linked it.
    pub fn awaits_its_token(&self, now: Timestamp) -> bool {
        self.is_linked() && self.heard_at.is_none() && now.duration_since(self.linked_at) < PATIENCE
    }
}

/// Whether what a machine says of itself now is worth writing down: whatever it says, so that it cannot make itself written all the time.
pub fn is_news(is_heard: bool, seen_at: Timestamp, now: Timestamp) -> bool {
    !is_heard || now.duration_since(seen_at) >= WRITE_EVERY
}

/// A machine that is to be linked, as it describes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMachine {
    /// What it is called.
    pub name: String,
    /// Its operating system.
    pub system: String,
    /// The publisher's application on it.
    pub application: String,
    /// The version of that.
    pub version: String,
}

/// Something that happened to a machine.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MachineEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happened,
    /// What kind of author did it.
    pub author: AuthorKind,
    /// The person who did it, if it was one.
    pub person: Option<PersonId>,
    /// The name or version before; empty where there was none.
    pub before: String,
    /// The name or version since.
    pub after: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_793_610_000 + minutes * 60).unwrap()
    }

    fn machine() -> Machine {
        Machine {
            id: MachineId::from_raw(1),
            account: AccountId(1042),
            name: "Poste 3".into(),
            system: "Windows 11".into(),
            application: "Planelle".into(),
            version: "2.4".into(),
            linked_at: at(0),
            linked_by: None,
            linked_how: Linked::Code,
            seen_at: at(0),
            heard_at: Some(at(0)),
            ended_at: None,
            ended_how: None,
        }
    }

    #[test]
    fn a_heartbeat_is_news_seldom() {
        assert!(!is_news(true, at(0), at(0)) && !is_news(true, at(0), at(4)));
        assert!(is_news(true, at(0), at(5)));
        assert!(is_news(false, at(0), at(0)), "it is heard of for the first time");
    }

    #[test]
    fn a_linked_machine_is_quiet_after_ninety_days() {
        let ninety_days = 90 * 24 * 60;
        assert!(!machine().is_quiet(at(0)) && !machine().is_quiet(at(ninety_days - 1)));
        assert!(machine().is_quiet(at(ninety_days)));
        assert!(!Machine { seen_at: at(1), ..machine() }.is_quiet(at(ninety_days)));
        assert!(!Machine { ended_at: Some(at(1)), ..machine() }.is_quiet(at(ninety_days)), "it is gone");
    }

    #[test]
    fn a_token_is_told_again_until_it_arrived() {
        let waiting = Machine { heard_at: None, ..machine() };
        assert!(waiting.awaits_its_token(at(0)) && waiting.awaits_its_token(at(24 * 60 - 1)));
        assert!(!waiting.awaits_its_token(at(24 * 60)));
        assert!(!machine().awaits_its_token(at(0)), "it has been heard of");
        assert!(!Machine { ended_at: Some(at(0)), ..waiting }.awaits_its_token(at(0)));
    }
}
