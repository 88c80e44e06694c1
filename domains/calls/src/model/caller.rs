//! A designated caller.

use accounts::service::members::KnownMember;
use jiff::Timestamp;
use kit_core::{AccountId, PersonId, Text};
use kit_db::FromRow;

use super::{CHECK_HOLDS, COUNTED_FOR, LOCKED_FOR, MOST_WRONG};

/// What is kept of a designated caller.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DesignatedCaller {
    /// Of which account.
    pub account: AccountId,
    /// Who.
    pub person: PersonId,
    /// Since when; whoever was named first comes first.
    pub named_at: Timestamp,
    /// The number that he or she calls from (E.164), if it is known.
    pub phone: Option<String>,
    /// The hash of the PIN, once one was taken.
    pub pin: Option<Vec<u8>>,
    /// When it was taken.
    pub pin_at: Option<Timestamp>,
    /// Wrong ones of the day that began with the first of them.
    pub wrong: i64,
    /// When that was.
    pub wrong_since: Option<Timestamp>,
    /// When too many locked it the last time.
    pub locked_at: Option<Timestamp>,
    /// The agent who heard the right PIN, until the call begins that it is for.
    pub checked_by: Option<PersonId>,
    /// When that was.
    pub checked_at: Option<Timestamp>,
}

/// How it is about a caller's PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinState {
    /// The caller has not taken one.
    Missing,
    /// It can be used.
    Ready,
    /// Too many wrong ones were told.
    Locked,
}

impl PinState {
    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            PinState::Missing => Text::new("calls-pin-missing"),
            PinState::Ready => Text::new("calls-pin-ready"),
            PinState::Locked => Text::new("calls-pin-locked"),
        }
    }

    /// Tone and icon of its badge.
    pub const fn look(self) -> (&'static str, &'static str) {
        match self {
            PinState::Missing => ("warning", "hourglass"),
            PinState::Ready => ("success", "check"),
            PinState::Locked => ("danger", "lock"),
        }
    }
}

impl DesignatedCaller {
    /// How it is about the PIN.
    pub fn pin_state(&self, now: Timestamp) -> PinState {
        match (&self.pin, self.locked_until(now)) {
            (None, _) => PinState::Missing,
            (Some(_), Some(_)) => PinState::Locked,
            (Some(_), None) => PinState::Ready,
        }
    }

    /// Until when the PIN is locked; none: it is not.
    pub fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.locked_at?.saturating_add(LOCKED_FOR).unwrap_or(Timestamp::MAX);
        Some(until).filter(|until| now < *until)
    }

    /// Wrong ones that still count: those of the day that the first of them began. A right one takes none of them back, or whoever guesses
    /// would begin anew with each call of the caller's own.
    fn wrong_of_the_day(&self, now: Timestamp) -> i64 {
        let is_over = |since: Timestamp| now.duration_since(since) >= COUNTED_FOR;
        if self.wrong_since.is_none_or(is_over) { 0 } else { self.wrong }
    }

    /// Wrong attempts before the PIN locks; the next one does, where it was locked before on the same day.
    pub fn attempts_left(&self, now: Timestamp) -> i64 {
        (MOST_WRONG - self.wrong_of_the_day(now)).max(1)
    }

    /// After one more wrong attempt.
    pub(crate) fn told_wrong(self, now: Timestamp) -> DesignatedCaller {
        let before = self.wrong_of_the_day(now);
        DesignatedCaller {
            wrong: before + 1,
            wrong_since: if before == 0 { Some(now) } else { self.wrong_since },
            locked_at: if before + 1 >= MOST_WRONG { Some(now) } else { self.locked_at },
            ..self
        }
    }

    /// Whether this agent heard the right PIN a little before now, for the call that begins next.
    pub fn was_checked_by(&self, agent: PersonId, now: Timestamp) -> bool {
        let is_fresh = |at: Timestamp| now.duration_since(at) < CHECK_HOLDS;
        self.checked_by == Some(agent) && self.checked_at.is_some_and(is_fresh)
    }

    /// Checked by this agent, for the call that begins next; or for none any more.
    pub(crate) fn checked(self, check: Option<(PersonId, Timestamp)>) -> DesignatedCaller {
        let (checked_by, checked_at) = check.unzip();
        DesignatedCaller { checked_by, checked_at, ..self }
    }

    /// With this hash of a PIN, or none; what was guessed or checked before says nothing about it.
    pub(crate) fn with_pin(self, pin: Option<(Vec<u8>, Timestamp)>) -> DesignatedCaller {
        let (pin, pin_at) = pin.unzip();
        DesignatedCaller { pin, pin_at, wrong: 0, wrong_since: None, locked_at: None, ..self }.checked(None)
    }
}

/// A designated caller as pages show him or her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDesignatedCaller {
    /// What is kept.
    pub caller: DesignatedCaller,
    /// First name and surname.
    pub name: String,
    /// The login.
    pub email: kit_mail::Email,
    /// Whether the level has room for this one, too.
    pub entitled: bool,
}

impl KnownDesignatedCaller {
    /// The callers among these rows, those who were named first at first: who left the account since is none any more. The first `room`
    /// are entitled.
    pub(crate) fn among(
        mut rows: Vec<DesignatedCaller>,
        members: &[KnownMember],
        room: i64,
    ) -> Vec<KnownDesignatedCaller> {
        rows.sort_by_key(|row| (row.named_at, row.person));
        let known = |caller: DesignatedCaller| {
            let member = members.iter().find(|known| known.member.person == caller.person)?;
            let is_since = member.member.joined_at <= caller.named_at && !member.disabled;
            is_since.then(|| KnownDesignatedCaller {
                name: member.name.clone(),
                email: member.email.clone(),
                entitled: false,
                caller,
            })
        };
        let room = usize::try_from(room).unwrap_or_default();
        let callers = rows.into_iter().filter_map(known);
        callers.enumerate().map(|(place, known)| KnownDesignatedCaller { entitled: place < room, ..known }).collect()
    }

    /// The number that he or she calls from, as people write it.
    pub fn phone_shown(&self) -> String {
        let Some(stored) = &self.caller.phone else { return String::new() };
        match stored.parse::<french_business::Phone>() {
            Ok(phone) if phone.is_french() => phone.national(),
            Ok(phone) => phone.international(),
            Err(_) => stored.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use accounts::model::Member;
    use kit_web::{Role, Roles};

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn row(person: i64, named_at: i64) -> DesignatedCaller {
        DesignatedCaller {
            account: AccountId(1042),
            person: PersonId::from_raw(person),
            named_at: at(named_at),
            phone: None,
            pin: None,
            pin_at: None,
            wrong: 0,
            wrong_since: None,
            locked_at: None,
            checked_by: None,
            checked_at: None,
        }
    }

    fn member(person: i64, joined_at: i64) -> KnownMember {
        KnownMember {
            member: Member {
                person: PersonId::from_raw(person),
                roles: Roles::of(&[Role::User]),
                joined_at: at(joined_at),
            },
            name: format!("P{person}"),
            email: kit_mail::Email::parse(&format!("p{person}@plan.example")).unwrap(),
            disabled: false,
        }
    }

    #[test]
    fn the_first_named_are_entitled_and_who_left_is_none() {
        let members = [member(1, 0), member(2, 0), member(3, 50)];
        let rows = vec![row(1, 30), row(2, 20), row(3, 10), row(4, 5)];
        let told = |room| -> Vec<(i64, bool)> {
            let known = KnownDesignatedCaller::among(rows.clone(), &members, room);
            known.iter().map(|one| (one.caller.person.0, one.entitled)).collect()
        };
        assert_eq!(told(1), [(2, true), (1, false)], "the third joined again after being named, the fourth left");
        assert_eq!(told(2), [(2, true), (1, true)]);
        assert_eq!(told(0), [(2, false), (1, false)]);
    }

    #[test]
    fn a_pin_is_missing_ready_or_locked() {
        let caller = row(1, 0);
        assert_eq!((caller.pin_state(at(0)), caller.attempts_left(at(0))), (PinState::Missing, MOST_WRONG));
        let caller = caller.with_pin(Some((vec![1], at(0))));
        assert_eq!((caller.pin_state(at(0)), caller.locked_until(at(0))), (PinState::Ready, None));
        let locked = (1..=MOST_WRONG).fold(caller, |caller, second| caller.told_wrong(at(second)));
        let end = at(MOST_WRONG).saturating_add(LOCKED_FOR).unwrap();
        assert_eq!((locked.pin_state(at(5)), locked.locked_until(at(5))), (PinState::Locked, Some(end)));
        assert_eq!((locked.pin_state(end), locked.attempts_left(end)), (PinState::Ready, 1), "a lock ends by itself");
        let again = locked.clone().told_wrong(end);
        assert_eq!(again.pin_state(end), PinState::Locked, "the day is not over");
        let tomorrow = at(1).saturating_add(COUNTED_FOR).unwrap();
        assert_eq!(again.attempts_left(tomorrow), MOST_WRONG);
        let anew = again.told_wrong(tomorrow);
        assert_eq!((anew.wrong, anew.wrong_since, anew.attempts_left(tomorrow)), (1, Some(tomorrow), MOST_WRONG - 1));
        assert_eq!(
            locked.with_pin(Some((vec![2], end))).attempts_left(at(5)),
            MOST_WRONG,
            "another PIN was not guessed at"
        );
    }

    #[test]
    fn a_right_pin_counts_for_the_same_agent_and_a_while() {
        let (agent, other) = (PersonId::from_raw(8), PersonId::from_raw(9));
        let caller = row(1, 0).with_pin(Some((vec![1], at(0)))).checked(Some((agent, at(10))));
        let end = at(10).saturating_add(CHECK_HOLDS).unwrap();
        let told = [at(10), end.saturating_sub(jiff::SignedDuration::from_secs(1)).unwrap(), end];
        assert_eq!(told.map(|now| caller.was_checked_by(agent, now)), [true, true, false]);
        assert!(!caller.was_checked_by(other, at(10)));
        assert!(!caller.with_pin(None).was_checked_by(agent, at(10)), "a PIN that was withdrawn says nothing");
    }
}
