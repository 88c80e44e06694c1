//! Places for work that takes long and holds something all the while: so many for a person, for an account, for all who have none, and in
//! all, in a process.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::StatusCode;
use jiff::Timestamp;
use kit_core::{AccountId, PersonId};

/// After how many seconds whoever finds no place tries again.
const RETRY_AFTER: u64 = 60;

/// How many places there are for one kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceLimits {
    /// For a person.
    pub each: usize,
    /// For the members of an account together.
    pub account: usize,
    /// For all together who act for themselves alone: anybody may sign up, as often as he or she has mailboxes, and leaves the others to customers.
    pub alone: usize,
    /// For all.
    pub all: usize,
}

/// The places for one kind of work.
#[derive(Debug)]
pub struct Places {
    limits: PlaceLimits,
    taken: Mutex<Taken>,
}

#[derive(Debug)]
struct Taken {
    next: u64,
    places: Vec<Entered>,
    /// Who takes no place until when.
    paused: Vec<(PersonId, Timestamp)>,
}

#[derive(Debug)]
struct Entered {
    number: u64,
    person: PersonId,
    room: Room,
    claim: i64,
}

/// For whom a work is done, and whose room it writes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// An account's.
    Account(AccountId),
    /// That of a person who acts for himself or herself alone.
    Person(PersonId),
}

/// A place, free again when this is dropped.
#[derive(Debug)]
pub struct Place {
    places: &'static Places,
    number: u64,
    person: PersonId,
}

/// Why there is no place now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// This person has all that one may have.
    Own,
    /// The members of the account have all that one account may have.
    Account,
    /// All are taken, or all of those for whom no account speaks.
    All,
    /// This person's last work broke off, or has just ended: another one begins in so many seconds.
    Paused(u64),
}

impl Places {
    /// So many places.
    pub const fn new(limits: PlaceLimits) -> Places {
        Places { limits, taken: Mutex::new(Taken { next: 0, places: Vec::new(), paused: Vec::new() }) }
    }

    /// A place for this person, if there is one now.
    ///
    /// # Errors
    /// [`Full`].
    pub fn enter(&'static self, person: PersonId, room: Room, now: Timestamp) -> Result<Place, Full> {
        let PlaceLimits { each, account, alone, all } = self.limits;
        let mut taken = self.taken();
        taken.paused.retain(|(_, until)| *until > now);
        if taken.count(|entered| entered.person == person) >= each {
            return Err(Full::Own);
        }
        if let Some((_, until)) = taken.paused.iter().find(|(paused, _)| *paused == person) {
            let seconds = until.duration_since(now).as_secs();
            return Err(Full::Paused(u64::try_from(seconds).unwrap_or_default() + 1));
        }
        match room {
            Room::Account(_) if taken.count(|entered| entered.room == room) >= account => return Err(Full::Account),
            Room::Person(_) if taken.count(|entered| matches!(entered.room, Room::Person(_))) >= alone => {
                return Err(Full::All);
            }
            _ if taken.places.len() >= all => return Err(Full::All),
            _ => {}
        }
        let number = taken.next;
        taken.next += 1;
        taken.places.push(Entered { number, person, room, claim: 0 });
        Ok(Place { places: self, number, person })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn count(&self, is_one: impl Fn(&Entered) -> bool) -> usize {
        self.places.iter().filter(|entered| is_one(entered)).count()
    }
}

impl Place {
    /// Claims so many bytes of its room for as long as the place is taken; answers how many the others claim of it. What is left of the room
    /// is read afterwards: what they have written by then is counted twice rather than not at all.
    pub fn claim(&self, bytes: i64) -> i64 {
        let mut taken = self.places.taken();
        let own = taken.places.iter_mut().find(|entered| entered.number == self.number);
        let Some(own) = own else { return 0 };
        own.claim = bytes;
        let room = own.room;
        let others = taken.places.iter().filter(|entered| entered.room == room && entered.number != self.number);
        others.fold(0, |sum, other| sum.saturating_add(other.claim))
    }

    /// Gives back what is claimed beyond so many bytes.
    pub fn claims_at_most(&self, most: i64) {
        let mut taken = self.places.taken();
        let own = taken.places.iter_mut().find(|entered| entered.number == self.number);
        if let Some(own) = own {
            own.claim = most.min(own.claim);
        }
    }

    /// Leaves it after a work that broke off, or that nobody does twice in a row: until then its person takes no other.
    pub fn leave_until(self, then: Timestamp) {
        self.places.taken().paused.push((self.person, then));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken().places.retain(|entered| entered.number != self.number);
    }
}

impl Full {
    /// What the answer says of it (RFC 9110, RFC 6585).
    pub const fn status(self) -> StatusCode {
        match self {
            Full::Own | Full::Account | Full::Paused(_) => StatusCode::TOO_MANY_REQUESTS,
            Full::All => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// After how many seconds to try again.
    pub const fn retry_after(self) -> u64 {
        match self {
            Full::Own | Full::Account | Full::All => RETRY_AFTER,
            Full::Paused(seconds) => seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const ACCOUNT: Room = Room::Account(AccountId(1));

    const fn places(each: usize, all: usize) -> Places {
        Places::new(PlaceLimits { each, account: usize::MAX, alone: usize::MAX, all })
    }

    #[test]
    fn a_person_takes_so_many_places_and_all_so_many() {
        static HERE: Places = places(2, 3);
        let enter = |raw| HERE.enter(PersonId::from_raw(raw), ACCOUNT, NOW);
        let mut first = vec![enter(1).unwrap(), enter(1).unwrap()];
        assert_eq!(enter(1).err(), Some(Full::Own));
        let second = enter(2).unwrap();
        assert_eq!(enter(2).err(), Some(Full::All));
        assert_eq!(enter(1).err(), Some(Full::Own));
        first.pop();
        assert!(enter(1).is_ok(), "one that was left is free at once, and only that one");
        drop(second);
        let third = enter(3).unwrap();
        assert!(enter(1).is_ok());
        drop((first, third));
    }

    #[test]
    fn what_others_may_still_write_is_known() {
        static HERE: Places = places(2, 5);
        let enter = |raw, room| HERE.enter(PersonId::from_raw(raw), room, NOW).unwrap();
        let (first, second) = (enter(1, ACCOUNT), enter(2, ACCOUNT));
        assert_eq!(first.claim(100), 0, "its own is not an other's");
        assert_eq!(second.claim(50), 100);
        let (third, other) = (enter(3, ACCOUNT), enter(1, Room::Person(PersonId::from_raw(1))));
        assert_eq!(other.claim(7), 0, "another room is none of its business");
        first.claims_at_most(30);
        second.claims_at_most(60);
        assert_eq!(third.claim(0), 80);
        drop(first);
        assert_eq!(third.claim(0), 50);
        second.claim(i64::MAX);
        let fourth = enter(4, ACCOUNT);
        assert_eq!((third.claim(1), fourth.claim(1)), (i64::MAX, i64::MAX));
    }

    #[test]
    fn who_has_no_account_and_who_has_one_leave_places_for_others() {
        static HERE: Places = Places::new(PlaceLimits { each: 2, account: 3, alone: 2, all: 6 });
        let enter = |raw, room| HERE.enter(PersonId::from_raw(raw), room, NOW);
        let alone = |raw| enter(raw, Room::Person(PersonId::from_raw(raw)));
        let (one, two) = (alone(1).unwrap(), alone(2).unwrap());
        assert_eq!(alone(3).err(), Some(Full::All), "however many sign up");
        let of_account = [4, 4, 5].map(|raw| enter(raw, ACCOUNT).unwrap());
        assert_eq!(enter(5, ACCOUNT).err(), Some(Full::Account));
        let other = Room::Account(AccountId(2));
        let last = enter(6, other).unwrap();
        assert_eq!(enter(6, other).err(), Some(Full::All));
        drop(one);
        assert!(alone(3).is_ok());
        drop((two, of_account, last));
    }

    #[test]
    fn who_broke_off_waits_alone() {
        static HERE: Places = places(1, 4);
        let enter = |raw, at| HERE.enter(PersonId::from_raw(raw), ACCOUNT, at);
        let [soon, then] = [599, 600].map(|seconds| NOW + SignedDuration::from_secs(seconds));
        enter(1, NOW).unwrap().leave_until(then);
        assert_eq!(enter(1, soon).err(), Some(Full::Paused(2)));
        assert!(enter(2, soon).is_ok());
        assert!(enter(1, then).is_ok());
    }
}
