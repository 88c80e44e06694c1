//! Persons and staff.

use kit_core::{Author, Locale};
use kit_db::{Db, DbError, Failed};
use kit_testkit::{TestDb, db_test};
use kit_web::{StaffPermission, StaffPermissions};
use people::service::{self, LastOwner};
use people::{NamePart, PersonName, Profile, ZoneName};

use crate::world::{
    EMAIL, SCHEMA, a_person, email, hash, logged, mails, new_person, reset_link, session_of, who, write,
};

fn named(first: &str, surname: &str) -> PersonName {
    PersonName { first: NamePart::parse(first).unwrap(), surname: NamePart::parse(surname).unwrap() }
}

#[db_test(SCHEMA)]
async fn one_address_is_one_person(test: TestDb) {
    let person = a_person(&test).await;
    let again = new_person("Camille.DURAND@exemple.fr", None);
    let refused = write(&test, move |tx, ctx| service::create_person(tx, ctx, &again)).await;
    assert!(matches!(refused, Err(Failed::Refused(service::EmailTaken))));
    let found = test.db.read::<_, DbError, _>(|read| service::person_by_email(read, &email(EMAIL))).await.unwrap();
    let found = found.unwrap();
    assert_eq!((found.id, found.has_password, found.confirmed_at), (person, true, Some(test.clock.now())));
    let nobody = test.db.read::<_, DbError, _>(|read| service::person_by_email(read, &email("x@y.fr"))).await.unwrap();
    assert_eq!(nobody, None);
    assert_eq!(logged(&test, "people.created").await, 1);
}

#[db_test(SCHEMA)]
async fn names_come_in_one_go(test: TestDb) {
    let person = a_person(&test).await;
    let mut new = new_person("zoe@exemple.fr", None);
    new.name = named("Zoé", "L’Œuillet");
    let zoe = write(&test, move |tx, ctx| service::create_person(tx, ctx, &new)).await.unwrap();
    let unknown = kit_core::PersonId::from_raw(5);
    let names = test.db.read::<_, DbError, _>(move |read| service::names(read, &[person, zoe, unknown])).await.unwrap();
    assert_eq!(names.len(), 2);
    assert_eq!(names[&zoe].to_string(), "Zoé L’Œuillet");
    assert!(test.db.read::<_, DbError, _>(|read| service::names(read, &[])).await.unwrap().is_empty());
    let people = test.db.read::<_, DbError, _>(move |read| service::people(read, &[person, zoe, unknown])).await;
    let people = people.unwrap();
    assert_eq!((people.len(), people[&zoe].email.as_str()), (2, "zoe@exemple.fr"));
}

#[db_test(SCHEMA)]
async fn people_are_found_by_the_beginnings_of_their_words(test: TestDb) {
    a_person(&test).await;
    let mut new = new_person("zoe@menuiserie-durand.fr", None);
    new.name = named("Zoé", "L’Œuillet");
    write(&test, move |tx, ctx| service::create_person(tx, ctx, &new)).await.unwrap();
    for (typed, expected) in [
        ("dur", 2),
        ("DURAND cam", 1),
        ("zoé", 1),
        ("zoe oeui", 1),
        ("oeuillet zoé menuiserie", 1),
        ("zoe@menuiserie-durand.fr", 1),
        ("zoe@men", 1),
        ("exemple.fr", 1),
        ("urand", 0),
        ("zoe camille", 0),
        ("", 0),
        ("%", 0),
        ("_", 0),
    ] {
        let found = test.db.read::<_, DbError, _>(move |read| service::find_people(read, typed, 10)).await.unwrap();
        assert_eq!(found.len(), expected, "{typed:?}");
    }
    let few = test.db.read::<_, DbError, _>(|read| service::find_people(read, "dur", 1)).await.unwrap();
    assert_eq!(few.len(), 1);
}

#[db_test(SCHEMA)]
async fn a_profile_is_saved_and_its_change_told(test: TestDb) {
    let person = a_person(&test).await;
    let zone = ZoneName::parse("Pacific/Noumea").unwrap();
    let profile = Profile { name: named("Camille", "Petit"), locale: Locale::En, time_zone: zone };
    for _ in 0..2 {
        let profile = profile.clone();
        write::<_, DbError, _>(&test, move |tx, ctx| service::save_profile(tx, ctx, person, &profile)).await.unwrap();
    }
    let saved = test.db.read::<_, DbError, _>(move |read| service::person(read, person)).await.unwrap().unwrap();
    assert_eq!((saved.name.to_string().as_str(), saved.locale), ("Camille Petit", Locale::En));
    assert_eq!(saved.time_zone.as_str(), "Pacific/Noumea");
    assert_eq!(logged(&test, "people.profile").await, 1, "saving it as it was is not worth a line");
    let find = |typed| test.db.read::<_, DbError, _>(move |read| service::find_people(read, typed, 10));
    assert_eq!((find("petit").await.unwrap().len(), find("camille durand").await.unwrap().len()), (1, 1));
    write::<_, DbError, _>(&test, move |tx, _| service::set_locale(tx, person, Locale::Fr)).await.unwrap();
    let saved = test.db.read::<_, DbError, _>(move |read| service::person(read, person)).await.unwrap().unwrap();
    assert_eq!(saved.locale, Locale::Fr);
}

#[db_test(SCHEMA)]
async fn new_staff_chooses_a_password_by_mail(test: TestDb) {
    let support = StaffPermissions::of(&[StaffPermission::Support]);
    let new = new_person(EMAIL, None);
    let id = write(&test, move |tx, ctx| service::create_staff(tx, ctx, &new, support)).await.unwrap();
    assert_eq!(mails(&test, "people-staff-welcome").await, 1);
    test.clock.advance(jiff::SignedDuration::from_hours(7 * 24 - 1));
    let link: service::MailedLink = reset_link(&test, EMAIL).await.parse().unwrap();
    let password = hash(crate::world::PASSWORD).await;
    write(&test, move |tx, ctx| service::reset_password(tx, ctx, &link, &password)).await.unwrap();
    let session = session_of(&test).await;
    assert_eq!(who(&test, session.token.hash()).await.unwrap().staff, support);
    let listed = test.db.read::<_, DbError, _>(service::staff).await.unwrap();
    assert_eq!(listed.iter().map(|person| person.id).collect::<Vec<_>>(), [id]);
}

#[db_test(SCHEMA)]
async fn a_customer_who_becomes_staff_signs_in_again(test: TestDb) {
    let person = a_person(&test).await;
    let session = session_of(&test).await;
    let new = new_person(EMAIL, None);
    let billing = StaffPermissions::of(&[StaffPermission::Billing]);
    let id = write(&test, move |tx, ctx| service::create_staff(tx, ctx, &new, billing)).await.unwrap();
    assert_eq!(id, person, "one address is one person");
    assert_eq!(mails(&test, "people-staff-welcome").await, 0, "who has a password keeps it");
    assert!(who(&test, session.token.hash()).await.is_none());
    let again = session_of(&test).await;
    write(&test, move |tx, ctx| service::set_staff(tx, ctx, person, StaffPermissions::NONE)).await.unwrap();
    let now = who(&test, again.token.hash()).await.unwrap();
    assert!(now.staff.is_empty(), "rights are read at each request");
    assert_eq!(logged(&test, "people.staff").await, 2);
}

#[db_test(SCHEMA)]
async fn a_login_that_a_stranger_may_have_made_does_not_become_staff_with_its_password(test: TestDb) {
    let mut made = new_person(EMAIL, Some(hash(crate::world::PASSWORD).await));
    made.confirmed = false;
    write(&test, move |tx, ctx| service::create_person(tx, ctx, &made)).await.unwrap();
    let owner = StaffPermissions::of(&[StaffPermission::Owner]);
    let new = new_person(EMAIL, None);
    let id = write(&test, move |tx, ctx| service::create_staff(tx, ctx, &new, owner)).await.unwrap();
    assert!(crate::world::sign_in(&test, crate::world::PASSWORD).await.is_none());
    assert_eq!(mails(&test, "people-staff-welcome").await, 1);
    let path = write::<_, DbError, _>(&test, move |tx, ctx| service::staff_link(tx, ctx, id)).await.unwrap().unwrap();
    let link: service::MailedLink = path.strip_prefix("/reset/").unwrap().parse().unwrap();
    let password = hash("another quite long passphrase").await;
    write(&test, move |tx, ctx| service::reset_password(tx, ctx, &link, &password)).await.unwrap();
    assert!(crate::world::sign_in(&test, "another quite long passphrase").await.is_some());
    let none = write::<_, DbError, _>(&test, move |tx, ctx| service::staff_link(tx, ctx, id)).await.unwrap();
    assert_eq!(none, None, "who has a password changes it the usual way");
}

#[db_test(SCHEMA)]
async fn the_last_owner_stays_on_two_nodes(test: TestDb) {
    let owner = StaffPermissions::of(&[StaffPermission::Owner]);
    let mut owners = Vec::new();
    for address in ["one@exemple.fr", "two@exemple.fr"] {
        let new = new_person(address, None);
        owners.push(write(&test, move |tx, ctx| service::create_staff(tx, ctx, &new, owner)).await.unwrap());
    }
    let other_node = Db::open(&test.url).unwrap();
    let leaving = [(test.db.clone(), owners[0]), (other_node, owners[1])].map(|(db, id)| {
        let ctx = test.context(Author::System("test"));
        tokio::spawn(async move {
            db.write(service::STAFF_LOCK, move |tx| service::set_staff(tx, &ctx, id, StaffPermissions::NONE)).await
        })
    });
    let mut left = 0;
    for one in leaving {
        match one.await.unwrap() {
            Ok(()) => left += 1,
            Err(Failed::Refused(LastOwner)) => {}
            Err(Failed::Db(error)) => panic!("{error}"),
        }
    }
    assert_eq!(left, 1);
    let last = test.db.read::<_, DbError, _>(service::staff).await.unwrap()[0].id;
    let refused = write(&test, move |tx, ctx| service::disable_person(tx, ctx, last)).await;
    assert!(matches!(refused, Err(Failed::Refused(LastOwner))), "nor is the last owner shut out");
}
