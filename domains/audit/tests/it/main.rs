//! The log, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use audit::{AuthorKind, Entry, Event, Filter, MIGRATIONS, Shown, Value, WrittenChange};
use jiff::{SignedDuration, ToSpan};
use kit_core::{AccountId, Author, Cursor, PageSize, PersonId, Text};
use kit_db::{DbError, Lock, Read};
use kit_testkit::{TestDb, db_test};

audit::actions! {
    ACCEPTED = "test.accepted", Text::new("test-accepted");
    RENAMED = "test.renamed", Text::new("test-renamed");
}
audit::labels! {
    NAME = "test.name", Text::new("test-name");
    STATE = "test.state", Text::new("test-state");
    PENDING = "test.pending", Text::new("test-pending");
    ACTIVE = "test.active", Text::new("test-active");
    REASON = "test.reason", Text::new("test-reason");
}

const STAFF: PersonId = PersonId::from_raw(7);
const ANN: PersonId = PersonId::from_raw(8);
const ACME: AccountId = AccountId(1042);

async fn record(test: &TestDb, author: Author, entry: Entry) {
    let ctx = test.context(author);
    test.db.write::<_, DbError, _>(Lock::None, move |tx| audit::record(tx, &ctx, entry.clone())).await.unwrap();
}

async fn of_acme(test: &TestDb, cursor: Option<Cursor>, rows: i64) -> (Vec<Event>, Option<Cursor>) {
    let body = move |read: &mut Read<'_>| audit::for_account(read, ACME, cursor, PageSize::new(rows));
    let page = test.db.read::<_, DbError, _>(body).await.unwrap();
    (page.rows, page.next)
}

async fn found(test: &TestDb, filter: Filter) -> Vec<Event> {
    let body = move |read: &mut Read<'_>| audit::search(read, &filter, None, PageSize::default());
    test.db.read::<_, DbError, _>(body).await.unwrap().rows
}

#[db_test(MIGRATIONS)]
async fn a_line_tells_who_did_what_with_before_and_after(test: TestDb) {
    let entry = Entry::new(&ACCEPTED)
        .account(ACME)
        .person(ANN)
        .changed(&STATE, &PENDING, &ACTIVE)
        .changed(&NAME, "Acme", "Acme")
        .with(&REASON, "Connu de nous");
    record(&test, Author::Staff(STAFF), entry).await;
    let (lines, next) = of_acme(&test, None, 10).await;
    assert_eq!((lines.len(), next), (1, None));
    let line = &lines[0];
    assert_eq!((line.at, line.account, line.person), (test.clock.now(), Some(ACME), Some(ANN)));
    assert_eq!(
        (line.author, line.author_person, line.author_detail.as_deref()),
        (AuthorKind::Staff, Some(STAFF), None)
    );
    assert_eq!(line.action_shown(), Shown::Text(Text::new("test-accepted")));
    let state = |code: &str| Some(Value::Labels(vec![code.to_owned()]));
    assert_eq!(
        line.changes,
        [
            WrittenChange { field: "test.state".into(), before: state("test.pending"), after: state("test.active") },
            WrittenChange {
                field: "test.reason".into(),
                before: None,
                after: Some(Value::Str("Connu de nous".into()))
            },
        ],
        "what stayed the same is left out"
    );
}

#[db_test(MIGRATIONS)]
async fn every_kind_of_author_and_value_is_kept(test: TestDb) {
    let key = Author::Key { account: ACME, key: "gk_3fJ2".into(), member: Some(ANN) };
    let authors = [Author::Person(ANN), Author::Staff(STAFF), key, Author::System("jobs"), Author::Visitor];
    for author in authors {
        record(&test, author, Entry::new(&RENAMED).account(ACME)).await;
        test.clock.advance(SignedDuration::from_secs(1));
    }
    let (mut lines, _) = of_acme(&test, None, 10).await;
    lines.reverse();
    let authors: Vec<_> =
        lines.iter().map(|line| (line.author, line.author_person, line.author_detail.as_deref())).collect();
    assert_eq!(
        authors,
        [
            (AuthorKind::Person, Some(ANN), None),
            (AuthorKind::Staff, Some(STAFF), None),
            (AuthorKind::Key, Some(ANN), Some("gk_3fJ2")),
            (AuthorKind::System, None, Some("jobs")),
            (AuthorKind::Visitor, None, None),
        ]
    );
    let values = [
        Value::from("x"),
        Value::from(i64::MIN),
        Value::from(test.clock.now()),
        Value::from(kit_core::Money::euro_cents(-1250)),
        Value::from_iter([&PENDING, &ACTIVE]),
    ];
    let entry = values.iter().fold(Entry::new(&RENAMED).person(ANN), |entry, value| entry.with(&NAME, value.clone()));
    record(&test, Author::Visitor, entry).await;
    let kept = found(&test, Filter { person: Some(ANN), ..Filter::default() }).await;
    let kept: Vec<_> = kept[0].changes.iter().filter_map(|change| change.after.clone()).collect();
    assert_eq!(kept, values);
}

#[db_test(MIGRATIONS)]
async fn pages_follow_each_other_even_within_one_moment(test: TestDb) {
    for n in 0..7_i64 {
        record(&test, Author::Visitor, Entry::new(&RENAMED).account(ACME).with(&NAME, n)).await;
        if n == 3 {
            test.clock.advance(SignedDuration::from_secs(1));
        }
    }
    record(&test, Author::Visitor, Entry::new(&RENAMED).account(AccountId(1))).await;
    let (whole, _) = of_acme(&test, None, 100).await;
    assert_eq!(whole.len(), 7, "and not the other account's");
    assert!(whole.windows(2).all(|pair| (pair[0].at, pair[0].id) > (pair[1].at, pair[1].id)));
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let (lines, next) = of_acme(&test, cursor, 2).await;
        seen.extend(lines);
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, whole);
    let (nothing, _) = of_acme(&test, Some(Cursor(12345)), 2).await;
    assert!(nothing.is_empty(), "a cursor that never was starts nowhere");
}

#[db_test(MIGRATIONS)]
async fn staff_finds_by_each_part(test: TestDb) {
    let start = test.clock.now();
    record(&test, Author::Staff(STAFF), Entry::new(&ACCEPTED).account(ACME)).await;
    test.clock.advance(SignedDuration::from_hours(1));
    record(&test, Author::Person(ANN), Entry::new(&RENAMED).account(ACME).person(ANN)).await;
    test.clock.advance(SignedDuration::from_hours(1));
    record(&test, Author::Visitor, Entry::new(&RENAMED)).await;
    let any = Filter::default();
    for (filter, count) in [
        (any.clone(), 3),
        (Filter { account: Some(ACME), ..any.clone() }, 2),
        (Filter { account: Some(ACME), author: Some(ANN), ..any.clone() }, 1),
        (Filter { person: Some(ANN), ..any.clone() }, 1),
        (Filter { author: Some(STAFF), ..any.clone() }, 1),
        (Filter { author_kind: Some(AuthorKind::Visitor), ..any.clone() }, 1),
        (Filter { action: Some("test.renamed".into()), ..any.clone() }, 2),
        (Filter { action: Some("test.".into()), ..any.clone() }, 0),
        (Filter { from: Some(start + 1.hour()), ..any.clone() }, 2),
        (Filter { until: Some(start + 1.hour()), ..any.clone() }, 1),
        (Filter { from: Some(start + 3.hours()), ..any.clone() }, 0),
    ] {
        assert_eq!(found(&test, filter.clone()).await.len(), count, "{filter:?}");
    }
}

kit_db::sql!(FALSIFY, "UPDATE events SET action = 'test.nothing'");
kit_db::sql!(HUSH, "DELETE FROM events");

#[db_test(MIGRATIONS)]
async fn nobody_changes_the_log(test: TestDb) {
    record(&test, Author::Visitor, Entry::new(&ACCEPTED).account(ACME)).await;
    for statement in [&FALSIFY, &HUSH] {
        let refused = test.db.write::<u64, DbError, _>(Lock::None, move |tx| tx.exec(statement, &[])).await;
        assert!(format!("{refused:?}").contains("append-only"), "{refused:?}");
    }
    assert_eq!(of_acme(&test, None, 10).await.0[0].action, "test.accepted");
}

#[db_test(MIGRATIONS)]
async fn lists_go_by_their_index(test: TestDb) {
    let plans = |read: &mut Read<'_>| {
        let own = kit_db::statements().into_iter().filter(|sql| sql.name.starts_with("audit::"));
        own.map(|sql| Ok((sql.name, read.plan(sql)?.join("\n")))).collect::<Result<Vec<_>, DbError>>()
    };
    for (name, plan) in test.db.read::<_, DbError, _>(plans).await.unwrap() {
        assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{name}: {plan}");
    }
}

#[test]
fn a_code_that_nobody_knows_is_shown_as_it_is() {
    assert_eq!(Shown::code("test.gone"), Shown::Plain("test.gone".into()));
    assert_eq!(audit::label_of("test.name"), Some(&NAME));
    let actions: Vec<_> =
        audit::known_actions().into_iter().filter(|action| action.code.starts_with("test.")).collect();
    assert_eq!(actions, [&ACCEPTED, &RENAMED], "fields are no actions");
}
