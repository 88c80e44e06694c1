//! Spending without a connection: nothing acknowledged is lost, nothing is settled twice.

use std::path::PathBuf;
use std::time::Duration;

use guichet_client::journal::{Journal, JournalError};
use guichet_client::{Error, Key, NewLease, Usage, blocking};
use tempfile::TempDir;

use crate::stub::{Fault, Stub};

pub struct Place(TempDir);

impl Place {
    pub fn new() -> Place {
        Place(TempDir::new().unwrap())
    }

    pub fn file(&self) -> PathBuf {
        self.0.path().join("spending.journal")
    }

    pub fn open(&self) -> Journal {
        Journal::open(self.file()).unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.file()).unwrap()
    }

    fn put(&self, bytes: &[u8]) {
        std::fs::write(self.file(), bytes).unwrap();
    }
}

pub fn wanted() -> NewLease {
    NewLease::new(30, Duration::from_secs(3600)).machine("POSTE-7")
}

pub fn render(key: &str) -> Usage {
    Usage::new("plan.render").reference("Plan 12").key(key.parse::<Key>().unwrap())
}

/// A client that gives up soon.
fn impatient(stub: &Stub) -> blocking::Client {
    blocking::Client::new(stub.config().deadline(Duration::from_millis(300))).unwrap()
}

/// A journal with a lease of 30 and three uses of 3.
fn spent(stub: &Stub, place: &Place) -> Journal {
    let mut journal = place.open();
    stub.client().lease_into(&mut journal, &wanted()).unwrap();
    for key in ["a", "b", "c"] {
        journal.spend(&render(key)).unwrap();
    }
    journal
}

#[test]
fn what_is_spent_is_settled_and_the_rest_comes_back() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    let free = journal.spend(&Usage::new("plan.view")).unwrap();
    assert_eq!(free.cost, 0);
    let lease = journal.lease().unwrap();
    assert_eq!((lease.amount, lease.spent, lease.uses, lease.left()), (30, 9, 4, 21));
    drop(journal);
    let mut journal = place.open();
    assert_eq!(journal.lease().unwrap(), lease);
    assert_eq!(journal.spent()[2].key.as_str(), "c");
    let settled = stub.client().settle(&mut journal).unwrap().unwrap();
    assert_eq!((settled.lease.settled, settled.balance.available), (9, 91));
    assert_eq!(journal.lease(), None);
    let names: Vec<String> = stub.state().written.iter().map(|(key, _)| key.clone()).collect();
    assert_eq!(names[..3], ["a", "b", "c"]);
    let told = stub.posts().pop().unwrap().body;
    assert_eq!(told["uses"][0]["reference"], "Plan 12");
    assert!(told["uses"][0].get("cost").is_none() && told["uses"][0]["at"].is_string());
    assert!(matches!(journal.spend(&render("d")), Err(JournalError::NoLease)));
    assert!(matches!(stub.client().settle(&mut journal), Err(JournalError::NoLease)));
    stub.client().lease_into(&mut journal, &wanted()).unwrap();
    assert_eq!(journal.spent(), []);
}

#[test]
fn no_more_is_spent_than_was_leased() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    let many = |quantity: i64| Usage::new("plan.render").quantity(quantity);
    assert!(matches!(journal.spend(&many(8)), Err(JournalError::Short { left: 21, cost: 24 })));
    journal.spend(&many(7)).unwrap();
    assert!(matches!(journal.spend(&many(1)), Err(JournalError::Short { left: 0, cost: 3 })));
    drop(journal);
    assert!(matches!(place.open().spend(&many(1)), Err(JournalError::Short { left: 0, cost: 3 })));
}

#[test]
fn a_use_is_recorded_once() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    let before = journal.spent().to_vec();
    assert_eq!(journal.spend(&render("b")).unwrap(), before[1]);
    assert!(matches!(journal.spend(&render("b").quantity(2)), Err(JournalError::KeyReused)));
    assert_eq!(journal.spent(), before);
}

#[test]
fn what_the_server_would_refuse_is_refused_at_once() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    let plain = || Usage::new("plan.render");
    for (usage, name) in [
        (Usage::new("Plan"), "feature"),
        (Usage::new(""), "feature"),
        (plain().quantity(0), "quantity"),
        (plain().quantity(1_000_001), "quantity"),
        (plain().amount(-3), "amount"),
        (plain().amount(4), "amount"),
        (plain().quantity(1).amount(6), "amount"),
        (Usage::new("plan.view").amount(1), "amount"),
        (plain().reference(" "), "reference"),
        (plain().reference("a\u{202E}b"), "reference"),
        (plain().reference("x".repeat(201)), "reference"),
        (plain().member("somebody"), "member"),
    ] {
        assert!(matches!(journal.spend(&usage), Err(JournalError::Value(wrong)) if wrong == name), "{usage:?}");
    }
    assert!(matches!(journal.spend(&Usage::new("plan.other")), Err(JournalError::UnknownFeature(_))));
    assert_eq!(journal.spend(&plain().amount(6)).unwrap().cost, 6);
    assert_eq!(journal.spend(&Usage::new("own.name").amount(2)).unwrap().cost, 2);
    assert_eq!(journal.spent().len(), 5);
}

#[test]
fn no_more_uses_than_can_be_settled() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = place.open();
    stub.client().lease_into(&mut journal, &wanted()).unwrap();
    for _ in 0..500 {
        journal.spend(&Usage::new("plan.view")).unwrap();
    }
    assert!(matches!(journal.spend(&Usage::new("plan.view")), Err(JournalError::Full(500))));
    assert_eq!(stub.client().settle(&mut journal).unwrap().unwrap().operations.len(), 500);
}

#[test]
fn one_process_has_it_at_a_time() {
    let (stub, place) = (Stub::with(100), Place::new());
    let journal = spent(&stub, &place);
    assert!(matches!(Journal::open(place.file()), Err(JournalError::InUse)));
    drop(journal);
    assert_eq!(place.open().spent().len(), 3);
}

#[test]
fn a_lease_whose_answer_was_lost_is_asked_for_again() {
    let (stub, place) = (Stub::with(100), Place::new());
    stub.state().always = Some(Fault::Cut(0));
    let error = impatient(&stub).lease_into(&mut place.open(), &wanted()).unwrap_err();
    assert!(matches!(error, JournalError::Call(Error::Unknown { .. })));
    stub.state().always = None;
    let mut journal = place.open();
    assert!(matches!(journal.spend(&render("a")), Err(JournalError::NoLease)));
    let other = NewLease::new(60, Duration::from_secs(7200));
    let lease = stub.client().lease_into(&mut journal, &other).unwrap();
    assert_eq!(lease.amount, 30, "the one that may have been given");
    assert_eq!(stub.stands(), (70, 0));
    assert_eq!(stub.state().open.len(), 1);
    assert!(matches!(stub.client().lease_into(&mut journal, &other), Err(JournalError::LeaseOpen)));
}

#[test]
fn a_lease_whose_answer_was_lost_is_not_forgotten_whatever_comes_then() {
    for then in [Fault::Proxy(404), Fault::Proxy(301), Fault::Proxy(422), Fault::Refused(404, "not-found")] {
        let (stub, place) = (Stub::with(100), Place::new());
        let mut journal = place.open();
        stub.breaks(&[Fault::Cut(0), then]);
        let error = stub.client().lease_into(&mut journal, &wanted()).unwrap_err();
        assert!(matches!(error, JournalError::Call(Error::Unknown { .. })), "{then:?}: {error:?}");
        stub.breaks(&[then]);
        assert!(stub.client().lease_into(&mut journal, &wanted()).is_err());
        let other = NewLease::new(60, Duration::from_secs(7200));
        assert_eq!(stub.client().lease_into(&mut journal, &other).unwrap().amount, 30, "{then:?}");
        assert_eq!(stub.state().open.len(), 1, "{then:?}");
    }
}

#[test]
fn a_lease_that_was_refused_leaves_the_journal_free() {
    let (stub, place) = (Stub::with(20), Place::new());
    let mut journal = place.open();
    let error = stub.client().lease_into(&mut journal, &wanted()).unwrap_err();
    assert!(matches!(error, JournalError::Call(Error::Short { available: 20, missing: 10 })));
    let smaller = NewLease::new(20, Duration::from_secs(3600));
    assert_eq!(stub.client().lease_into(&mut journal, &smaller).unwrap().amount, 20);
}

#[test]
fn a_settlement_whose_answer_was_lost_is_settled_once() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    stub.state().always = Some(Fault::Cut(0));
    assert!(matches!(impatient(&stub).settle(&mut journal), Err(JournalError::Call(Error::Unknown { .. }))));
    assert!(matches!(journal.spend(&render("d")), Err(JournalError::Settling)));
    assert_eq!(journal.spend(&render("a")).unwrap(), journal.spent()[0], "what is recorded is told");
    drop(journal);
    stub.state().always = None;
    let mut journal = place.open();
    assert!(matches!(journal.spend(&render("d")), Err(JournalError::Settling)));
    assert_eq!(stub.client().settle(&mut journal).unwrap().unwrap().operations.len(), 3);
    assert_eq!(stub.state().written.len(), 3);
}

#[test]
fn a_crash_between_the_answer_and_its_record_settles_once() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    stub.state().always = Some(Fault::Busy(9000));
    assert!(stub.client().settle(&mut journal).is_err());
    let before = place.bytes();
    stub.state().always = None;
    stub.client().settle(&mut journal).unwrap();
    drop(journal);
    place.put(&before);
    let mut journal = place.open();
    let settled = stub.client().settle(&mut journal).unwrap().unwrap();
    assert_eq!((settled.balance.available, stub.state().written.len()), (91, 3));
    assert_eq!(journal.lease(), None);
}

#[test]
fn wherever_it_is_cut_what_was_whole_stays() {
    let (stub, place) = (Stub::with(100), Place::new());
    drop(spent(&stub, &place));
    let whole = place.bytes();
    let mut before = 0;
    for length in 0..=whole.len() {
        place.put(&whole[..length]);
        let journal = place.open();
        let uses = journal.spent().len();
        assert!(uses == before || uses == before + 1, "{length} bytes: {uses} uses");
        assert_eq!(journal.cut_off().is_none(), length == 0 || place.bytes() == whole[..length], "{length} bytes");
        before = uses;
        let kept = place.bytes();
        assert!(whole.starts_with(&kept), "{length} bytes");
        drop(journal);
        assert_eq!(place.open().cut_off(), None, "{length} bytes: it is cut once");
    }
    assert_eq!(before, 3);
}

#[test]
fn after_a_cut_it_goes_on() {
    let (stub, place) = (Stub::with(100), Place::new());
    drop(spent(&stub, &place));
    let whole = place.bytes();
    place.put(&whole[..whole.len() - 5]);
    let mut journal = place.open();
    assert!(journal.cut_off().is_some());
    assert_eq!(journal.lease().unwrap().spent, 6);
    journal.spend(&render("c")).unwrap();
    assert_eq!(stub.client().settle(&mut journal).unwrap().unwrap().lease.settled, 9);
}

#[test]
fn each_flipped_bit_is_refused() {
    let (stub, place) = (Stub::with(100), Place::new());
    drop(spent(&stub, &place));
    let mut bytes = place.bytes();
    for index in 0..bytes.len() {
        let bit = 1 << (index % 8);
        bytes[index] ^= bit;
        place.put(&bytes);
        assert!(matches!(Journal::open(place.file()), Err(JournalError::Damaged { .. })), "byte {index}");
        assert_eq!(place.bytes(), bytes, "a damaged journal is not touched");
        bytes[index] ^= bit;
    }
}

#[test]
fn what_cannot_be_settled_any_more_is_charged() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    stub.state().expire();
    let error = stub.client().settle(&mut journal).unwrap_err();
    assert!(matches!(error, JournalError::Call(Error::Ended { state }) if state == "expired"));
    stub.state().available = 7;
    let charged = stub.client().charge(&mut journal).unwrap();
    assert_eq!(charged.operations.len(), 2);
    assert!(matches!(&charged.refused[..], [(key, Error::Short { missing: 2, .. })] if key.as_str() == "c"));
    drop(journal);
    stub.state().available = 50;
    let mut journal = place.open();
    let charged = stub.client().charge(&mut journal).unwrap();
    assert_eq!((charged.operations.len(), charged.refused.len()), (3, 0));
    assert_eq!(stub.stands(), (47, 3));
    assert_eq!(journal.lease(), None);
}

#[test]
fn a_settlement_that_is_refused_can_be_charged_but_a_settled_one_cannot() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    let charged = stub.client().charge(&mut journal).unwrap();
    assert_eq!((charged.operations.len(), stub.stands()), (3, (91, 3)));

    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    stub.state().always = Some(Fault::Cut(0));
    assert!(impatient(&stub).settle(&mut journal).is_err());
    stub.state().always = None;
    let error = stub.client().charge(&mut journal).unwrap_err();
    assert!(matches!(error, JournalError::Call(Error::Ended { state }) if state == "settled"));
    assert_eq!(stub.client().settle(&mut journal).unwrap().unwrap().operations.len(), 3);
    assert_eq!(stub.state().written.len(), 3);
}

#[test]
fn a_lease_of_which_nothing_was_spent_just_ends() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = place.open();
    stub.client().lease_into(&mut journal, &wanted()).unwrap();
    stub.state().expire();
    assert_eq!(stub.client().settle(&mut journal).unwrap(), None);
    assert_eq!(journal.lease(), None);
}

#[test]
fn a_lease_can_be_given_up() {
    let (stub, place) = (Stub::with(100), Place::new());
    let mut journal = spent(&stub, &place);
    assert_eq!(journal.give_up().unwrap().len(), 3);
    assert!(matches!(journal.give_up(), Err(JournalError::NoLease)));
    assert_eq!(place.file().exists().then(|| journal.lease()), Some(None));
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let place = Place::new();
    assert!(matches!(Journal::open(place.file().join("none")), Err(JournalError::Disk(_))));
}
