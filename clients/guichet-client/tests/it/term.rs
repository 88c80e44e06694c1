//! The term of a lease is over when it is over, whatever the clock says.

use guichet_client::Usage;
use guichet_client::journal::{Clock, Journal, JournalError};
use jiff::{SignedDuration, Timestamp};

use crate::journal::{Place, wanted};
use crate::stub::Stub;

fn begin() -> Timestamp {
    // A week behind the server: only how long the term is counts.
    "2026-11-14T08:00:00Z".parse().unwrap()
}

fn opened(place: &Place, clock: &Clock) -> Journal {
    Journal::open_with(place.file(), clock.clone()).unwrap()
}

fn render() -> Usage {
    Usage::new("plan.render")
}

#[test]
fn nothing_is_spent_after_the_term() {
    let (stub, place, clock) = (Stub::with(100), Place::new(), Clock::set_at(begin()));
    let mut journal = opened(&place, &clock);
    let lease = stub.client().lease_into(&mut journal, &wanted()).unwrap();
    assert_eq!(lease.until, begin() + SignedDuration::from_hours(1));
    clock.pass(SignedDuration::from_mins(60) - SignedDuration::from_micros(1));
    journal.spend(&render()).unwrap();
    clock.pass(SignedDuration::from_micros(1));
    assert!(matches!(journal.spend(&render()), Err(JournalError::Over { until }) if until == lease.until));
}

#[test]
fn a_clock_set_back_does_not_lengthen_it() {
    let (stub, place, clock) = (Stub::with(100), Place::new(), Clock::set_at(begin()));
    let mut journal = opened(&place, &clock);
    stub.client().lease_into(&mut journal, &wanted()).unwrap();
    clock.pass(SignedDuration::from_mins(50));
    journal.spend(&render()).unwrap();
    clock.turn(begin() - SignedDuration::from_hours(48));
    clock.pass(SignedDuration::from_mins(9));
    assert_eq!(journal.spend(&render()).unwrap().at, begin() + SignedDuration::from_mins(59));
    clock.pass(SignedDuration::from_mins(1));
    assert!(matches!(journal.spend(&render()), Err(JournalError::Over { .. })));
}

#[test]
fn nor_does_a_restart_with_the_clock_set_back() {
    let (stub, place, clock) = (Stub::with(100), Place::new(), Clock::set_at(begin()));
    let mut journal = opened(&place, &clock);
    stub.client().lease_into(&mut journal, &wanted()).unwrap();
    clock.pass(SignedDuration::from_mins(50));
    journal.spend(&render()).unwrap();
    drop(journal);
    let clock = Clock::set_at(begin() - SignedDuration::from_hours(48));
    let mut journal = opened(&place, &clock);
    clock.pass(SignedDuration::from_mins(9));
    journal.spend(&render()).unwrap();
    clock.pass(SignedDuration::from_mins(1));
    assert!(matches!(journal.spend(&render()), Err(JournalError::Over { .. })));
}

#[test]
fn a_clock_set_forward_ends_it_until_it_is_mended_and_no_longer_than_the_server() {
    let (stub, place, clock) = (Stub::with(100), Place::new(), Clock::set_at(begin()));
    let mut journal = opened(&place, &clock);
    stub.client().lease_into(&mut journal, &wanted()).unwrap();
    clock.turn(begin() + SignedDuration::from_hours(5));
    assert!(matches!(journal.spend(&render()), Err(JournalError::Over { .. })));
    assert!(stub.client().settle(&mut journal).unwrap().is_some(), "it can be settled all the same");
}
