//! Places for work that takes long and holds something all the while: so many for a person, so many in all, in a process.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::StatusCode;
use jiff::Timestamp;
use kit_core::{AccountId, PersonId};

/// After how many seconds whoever finds no place tries again.
const RETRY_AFTER: u64 = 60;

/// The places for one kind of work.
#[derive(Debug)]
pub struct Places {
    each: usize,
    all: usize,
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
    claim: Option<(Room, i64)>,
}

/// Whose room a work writes into.
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
    /// All are taken.
    All,
    /// This person's last work broke off: another one begins in so many seconds.
    Paused(u64),
}

impl Places {
    /// So many places for each person, and so many in all.
    pub const fn new(each: usize, all: usize) -> Places {
        Places { each, all, taken: Mutex::new(Taken { next: 0, places: Vec::new(), paused: Vec::new() }) }
    }

    /// A place for this person, if there is one now.
    ///
    /// # Errors
    /// [`Full`].
    pub fn enter(&'static self, person: PersonId, now: Timestamp) -> Result<Place, Full> {
        let mut taken = self.taken();
        taken.paused.retain(|(_, until)| *until > now);
        if taken.places.iter().filter(|entered| entered.person == person).count() >= self.each {
            return Err(Full::Own);
        }
        if let Some((_, until)) = taken.paused.iter().find(|(paused, _)| *paused == person) {
            let seconds = until.duration_since(now).as_secs();
            return Err(Full::Paused(u64::try_from(seconds).unwrap_or_default() + 1));
        }
        if taken.places.len() >= self.all {
            return Err(Full::All);
        }
        let number = taken.next;
        taken.next += 1;
        taken.places.push(Entered { number, person, claim: None });
        Ok(Place { places: self, number, person })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Claims so many bytes of a room for as long as the place is taken; answers how many the others claim of it. What is left of the room
    /// is read afterwards: what they have written by then is counted twice rather than not at all.
    pub fn claim(&self, room: Room, bytes: i64) -> i64 {
        let (mut taken, mut others) = (self.places.taken(), 0_i64);
        for entered in &mut taken.places {
            match entered.claim {
                _ if entered.number == self.number => entered.claim = Some((room, bytes)),
                Some((theirs, more)) if theirs == room => others = others.saturating_add(more),
                _ => {}
            }
        }
        others
    }

    /// Gives back what is claimed beyond so many bytes.
    pub fn claims_at_most(&self, most: i64) {
        let mut taken = self.places.taken();
        let own = taken.places.iter_mut().find(|entered| entered.number == self.number);
        if let Some((_, bytes)) = own.and_then(|entered| entered.claim.as_mut()) {
            *bytes = most.min(*bytes);
        }
    }

    /// Leaves it after a work that broke off: until then its person takes no other.
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
            Full::Own | Full::Paused(_) => StatusCode::TOO_MANY_REQUESTS,
            Full::All => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// After how many seconds to try again.
    pub const fn retry_after(self) -> u64 {
        match self {
            Full::Own | Full::All => RETRY_AFTER,
            Full::Paused(seconds) => seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn a_person_takes_so_many_places_and_all_so_many() {
        static HERE: Places = Places::new(2, 3);
        let enter = |raw| HERE.enter(PersonId::from_raw(raw), NOW);
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
        static HERE: Places = Places::new(2, 4);
        let (room, other) = (Room::Account(AccountId(1)), Room::Person(PersonId::from_raw(1)));
        let enter = |raw| HERE.enter(PersonId::from_raw(raw), NOW).unwrap();
        let (first, second) = (enter(1), enter(2));
        assert_eq!(first.claim(room, 100), 0, "its own is not an other's");
        assert_eq!(second.claim(room, 50), 100);
        let third = enter(1);
        assert_eq!(third.claim(other, 7), 0, "another room is none of its business");
        first.claims_at_most(30);
        second.claims_at_most(60);
        assert_eq!(third.claim(room, 0), 80);
        drop(first);
        assert_eq!(third.claim(room, 0), 50);
        second.claim(room, i64::MAX);
        assert_eq!(third.claim(room, 1), i64::MAX);
    }

    #[test]
    fn who_broke_off_waits_alone() {
        static HERE: Places = Places::new(1, 4);
        let enter = |raw, at| HERE.enter(PersonId::from_raw(raw), at);
        let [soon, then] = [599, 600].map(|seconds| NOW + SignedDuration::from_secs(seconds));
        enter(1, NOW).unwrap().leave_until(then);
        assert_eq!(enter(1, soon).err(), Some(Full::Paused(2)));
        assert!(enter(2, soon).is_ok());
        assert!(enter(1, then).is_ok());
    }
}
