//! Several nodes, and one that comes back.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kit_core::KeyRing;
use kit_db::{DatabaseUrl, Db, DbError};
use kit_http::Reach;
use kit_testkit::{TestDb, db_test};
use kit_web::{Limits, Program, World, assemble};
use tokio::net::TcpListener;
use webhooks::{DeliveryState, Kinds};

use crate::receiver::Receiver;
use crate::world::{LEFT, VISITED, deliveries, local, migrations, modules, owner, register, tell};

/// A node of its own on the database of the test.
fn node(test: &TestDb) -> Program {
    // An embedded database has one process.
    let db = match &test.url {
        DatabaseUrl::Postgres(_) => Db::open(&test.url).unwrap(),
        DatabaseUrl::Sqlite(_) => test.db.clone(),
    };
    let world = World {
        db,
        clock: test.clock.clone(),
        random: test.random.clone(),
        keys: Arc::new(KeyRing::new([7; 32])),
        mail: kit_mail::Transport::Memory(Default::default()),
        public_url: "http://guichet.test".parse().unwrap(),
        limits: Limits::loose(),
        behind_proxy: false,
        metrics: None,
        reply_address: None,
        files: Default::default(),
        reach: Reach::Loopback,
        demo: false,
    };
    assemble(modules(), owner, world).unwrap()
}

#[db_test(migrations())]
async fn two_nodes_share_the_calls_and_make_each_once(test: TestDb) {
    let receiver = Receiver::start().await;
    register(&test, &receiver.url, Kinds::all()).await;
    for _ in 0..40 {
        tell(&test, &VISITED).await;
    }
    let (one, two) = (node(&test), node(&test));
    let (first, second) = tokio::join!(one.runner.run_due(), two.runner.run_due());
    assert!(first.unwrap() + second.unwrap() >= 40);
    let calls = receiver.received();
    let ids: BTreeSet<String> = calls.iter().map(|call| call.header("webhook-id")).collect();
    assert_eq!((calls.len(), ids.len()), (40, 40));
    assert!(deliveries(&test).await.iter().all(|one| (one.state, one.attempts) == (DeliveryState::Delivered, 1)));
}

#[db_test(migrations())]
async fn what_was_not_sent_before_a_stop_is_sent_after_it(test: TestDb) {
    let receiver = Receiver::start().await;
    let app = local(test);
    register(&app.test, &receiver.url, Kinds::all()).await;
    tell(&app.test, &VISITED).await;
    let kit_testkit::TestApp { test, .. } = app;
    let app = local(test);
    app.run_jobs().await;
    assert_eq!(receiver.received().len(), 1);
}

#[db_test(migrations())]
async fn an_address_removed_while_events_are_told_harms_neither(test: TestDb) {
    let mut racers = Vec::new();
    for number in 0..10 {
        let id = register(&test, &format!("https://a{number}.example/"), Kinds::all()).await.endpoint;
        let (db, ctx) = (test.db.clone(), test.context(kit_core::Author::Staff(crate::world::STAFF)));
        racers.push(tokio::spawn(async move {
            db.write(webhooks::LOCK, move |tx| webhooks::remove(tx, &ctx, id))
                .await
                .map_err(|error| format!("{error:?}"))
        }));
        let (db, ctx) = (test.db.clone(), test.context(kit_core::Author::System("test")));
        racers.push(tokio::spawn(async move {
            let told = db.write::<_, DbError, _>(kit_db::Lock::None, move |tx| {
                let data = serde_json::json!({});
                webhooks::emit(tx, &ctx, &webhooks::Event { kind: &VISITED, account: crate::world::ACCOUNT, data })
            });
            told.await.map_err(|error| error.to_string())
        }));
    }
    for racer in racers {
        racer.await.unwrap().unwrap();
    }
    local(test).run_jobs().await;
}

#[db_test(migrations())]
async fn a_receiver_that_hangs_holds_up_nobody_else(test: TestDb) {
    let (hanging, receiver) = (TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap(), Receiver::start().await);
    let url = format!("http://{}/", hanging.local_addr().unwrap());
    let held = Arc::new(Mutex::new(Vec::new()));
    let open = held.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _) = hanging.accept().await.unwrap();
            open.lock().unwrap().push(stream);
        }
    });
    register(&test, &url, Kinds::of(["test.left"])).await;
    register(&test, &receiver.url, Kinds::of(["test.visited"])).await;
    // More than there are jobs at a time, and then one to somebody else.
    for _ in 0..20 {
        tell(&test, &LEFT).await;
    }
    test.clock.advance(jiff::SignedDuration::from_secs(1));
    tell(&test, &VISITED).await;
    let running = tokio::spawn(node(&test).runner.run(std::future::pending::<()>()));
    while receiver.received().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(held.lock().unwrap().len(), 2, "calls at a time to one address");
    running.abort();
}
