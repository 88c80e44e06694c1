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

#[test]
fn a_wrong_clock_begins_no_lease_and_spends_nothing() {
    let wrong = ["2105-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "1970-01-01T00:00:00Z"];
    for wrong in wrong.map(|wrong| wrong.parse::<Timestamp>().unwrap()) {
        let (stub, place, clock) = (Stub::with(100), Place::new(), Clock::set_at(wrong));
        let mut journal = opened(&place, &clock);
        let error = stub.client().lease_into(&mut journal, &wanted()).unwrap_err();
        assert!(matches!(error, JournalError::Clock { says } if says == wrong), "{error}");
        assert!(stub.posts().is_empty(), "nothing is asked for");
        clock.turn(begin());
        let lease = stub.client().lease_into(&mut journal, &wanted()).unwrap();
        assert_eq!(lease.until, begin() + SignedDuration::from_hours(1));
    }
    let (stub, place, clock) = (Stub::with(100), Place::new(), Clock::set_at(begin()));
    let mut journal = opened(&place, &clock);
    stub.client().lease_into(&mut journal, &wanted()).unwrap();
    clock.turn("2105-01-01T00:00:00Z".parse().unwrap());
    assert!(matches!(journal.spend(&render()), Err(JournalError::Clock { .. })));
    drop(journal);
    let mut journal = opened(&place, &clock);
    assert!(matches!(journal.spend(&render()), Err(JournalError::Clock { .. })));
    clock.turn(begin());
    assert_eq!(journal.spend(&render()).unwrap().at, begin());
    clock.turn("2105-01-01T00:00:00Z".parse().unwrap());
    assert!(stub.client().settle(&mut journal).unwrap().is_some(), "it can be settled all the same");
}

#[test]
fn a_lease_does_not_suffer_from_the_clock_of_the_one_before() {
    let (stub, place) = (Stub::with(100), Place::new());
    let clock = Clock::set_at("2030-06-01T00:00:00Z".parse().unwrap());
    let mut journal = opened(&place, &clock);
    for reopened in [false, true] {
        stub.client().lease_into(&mut journal, &wanted()).unwrap();
        journal.spend(&render()).unwrap();
        stub.client().settle(&mut journal).unwrap();
        clock.turn(begin());
        if reopened {
            drop(journal);
            journal = opened(&place, &clock);
        }
        let lease = stub.client().lease_into(&mut journal, &wanted()).unwrap();
        assert_eq!(lease.until, begin() + SignedDuration::from_hours(1));
        assert_eq!(journal.spend(&render()).unwrap().at, begin());
        stub.client().settle(&mut journal).unwrap();
        clock.turn("2030-06-01T00:00:00Z".parse().unwrap());
    }
}
