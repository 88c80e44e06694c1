//! A whole program in the test's own process: no port, no waiting, mail and jobs at hand.

use std::sync::Arc;

use axum::Router;
use jiff::SignedDuration;
use kit_core::{Author, Context, KeyRing};
use kit_db::{DbError, Failed, Lock, Read, Tx};
use kit_files::Files;
use kit_http::Reach;
use kit_mail::{Email, Mail, Outbox, Transport};
use kit_web::{App, Limits, Module, Program, Resolve, Route, World, assemble};

use crate::{Client, TestDb};

/// The address whose signed forms take answers to mails.
pub const REPLY_ADDRESS: &str = "support@guichet.example";

/// A program made of some modules, on the database of a test.
///
/// ```text
/// #[db_test(kit_web::migrations(&modules()))]
/// async fn a_stranger_finds_the_door(test: TestDb) {
///     let app = TestApp::start(test, modules(), resolve);
///     let page = app.client().get("/sign-in").await;
///     assert_eq!(page.status, 200);
/// }
/// ```
pub struct TestApp {
    /// The database, the clock and the randomness.
    pub test: TestDb,
    /// What handlers and jobs see.
    pub app: App,
    /// Every route.
    pub routes: Vec<Route>,
    outbox: Outbox,
    router: Router,
    runner: kit_web::JobRunner,
    _files: tempfile::TempDir,
}

impl TestApp {
    /// A program of these modules; limits per network address are never met.
    pub fn start(test: TestDb, modules: Vec<Module>, resolve: Resolve) -> TestApp {
        TestApp::start_in(test, modules, resolve, |world| world)
    }

    /// The same in a world that is different: strict limits, another public address.
    pub fn start_in(
        test: TestDb,
        modules: Vec<Module>,
        resolve: Resolve,
        change: impl FnOnce(World) -> World,
    ) -> TestApp {
        let outbox = Outbox::default();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let world = change(World {
            db: test.db.clone(),
            clock: test.clock.clone(),
            random: test.random.clone(),
            keys: Arc::new(KeyRing::new([7; 32])),
            mail: Transport::Memory(outbox.clone()),
            reply_address: Email::parse(REPLY_ADDRESS).ok(),
            files: Files::at(folder.path().join("files")),
            public_url: "http://guichet.test".parse().expect("an address"),
            limits: Limits::loose(),
            behind_proxy: false,
            metrics: None,
            reach: Reach::Public,
            demo: false,
        });
        let Program { app, routes, router, runner } =
            assemble(modules, resolve, world).expect("the modules fit together");
        TestApp { test, app, routes, outbox, router, runner, _files: folder }
    }

    /// A browser that nobody is signed in with.
    pub fn client(&self) -> Client {
        Client::new(self.router.clone(), self.app.public_url.to(""))
    }

    /// A context at the clock's present.
    pub fn context(&self, author: Author) -> Context {
        self.app.context(author)
    }

    /// Moves the clock forward.
    pub fn pass(&self, time: SignedDuration) {
        self.test.clock.advance(time);
    }

    /// Runs every job that is due, and what they cause; answers how many.
    pub async fn run_jobs(&self) -> usize {
        self.runner.run_due().await.expect("jobs can be looked for")
    }

    /// The mails sent since the last call, oldest first: runs the jobs that send them.
    pub async fn mails(&self) -> Vec<Mail> {
        self.run_jobs().await;
        self.outbox.take()
    }

    /// Runs a step in a transaction of its own, as `author`; answers its refusal, if it refuses.
    ///
    /// # Errors
    /// What the step refuses.
    pub async fn run<R, E, F>(&self, author: Author, body: F) -> Result<R, E>
    where
        F: Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<E>> + Send + 'static,
        R: Send + 'static,
        E: Send + std::fmt::Debug + 'static,
    {
        let ctx = self.context(author);
        match self.test.db.write(Lock::None, move |tx| body(tx, &ctx)).await {
            Ok(result) => Ok(result),
            Err(Failed::Refused(refusal)) => Err(refusal),
            Err(Failed::Db(error)) => panic!("{error}"),
        }
    }

    /// Reads something.
    pub async fn read<R, F>(&self, body: F) -> R
    where
        F: Fn(&mut Read<'_>) -> Result<R, DbError> + Send + 'static,
        R: Send + 'static,
    {
        self.test.db.read(body).await.expect("it can be read")
    }

    /// The latest mail to `address`, of those sent since the last call.
    pub async fn mail_to(&self, address: &str) -> Mail {
        let mails = self.mails().await;
        let seen: Vec<String> = mails.iter().map(|mail| format!("{}: {}", mail.to, mail.content.subject)).collect();
        let found = mails.into_iter().rfind(|mail| mail.to.as_str() == address);
        found.unwrap_or_else(|| panic!("no mail to {address}; there are {seen:?}"))
    }

    /// The path of the first link to this program in a mail.
    pub fn link(&self, mail: &Mail) -> String {
        let start = self.app.public_url.to("/");
        let at = mail.content.text.find(&start).unwrap_or_else(|| panic!("no link in {}", mail.content.text));
        let link = &mail.content.text[at..];
        let end = link.find(|c: char| c.is_whitespace() || matches!(c, '>' | ')')).unwrap_or(link.len());
        link[start.len() - 1..end].to_owned()
    }
}
