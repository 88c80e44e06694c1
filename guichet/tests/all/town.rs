//! A program with people in it: the demonstration, with a short year, made once for each engine that a test asks for.

use std::sync::Arc;

use guichet::demo::{Cast, DemoAccount, DemoPerson, make};
use guichet::{Installation, demo_modules, resolve};
use kit_core::{Author, KeyRing};
use kit_db::{DbError, Lock};
use kit_mail::Email;
use kit_testkit::{Client, TestApp, TestDb};
use kit_web::{PublicUrl, World};
use people::Browser;

/// Uses of features in the year before: enough for every page to have a second page.
const USES: usize = 300;

/// The program and who is in it.
pub struct Town {
    pub app: TestApp,
    pub cast: Cast,
}

impl Town {
    /// Makes the town in an empty database.
    pub async fn new(test: TestDb) -> Town {
        let public_url: PublicUrl = "http://guichet.test".parse().unwrap();
        let installation = Installation {
            db: test.db.clone(),
            clock: test.clock.clone(),
            random: test.random.clone(),
            keys: Arc::new(KeyRing::new([7; 32])),
        };
        let made = make(&installation, &public_url, USES).await.unwrap();
        Town { app: start(test), cast: made.cast }
    }

    /// The same town again, so that what happens there does not matter here. On SQLite only.
    pub async fn copy(&self) -> Town {
        Town { app: start(self.app.test.copy().await), cast: self.cast.clone() }
    }

    /// The account with this name.
    pub fn account(&self, name: &str) -> &DemoAccount {
        self.cast.accounts.iter().find(|account| account.name.contains(name)).unwrap()
    }

    /// The person with this login.
    pub fn person(&self, email: &str) -> &DemoPerson {
        self.cast.people.iter().find(|person| person.email == email).unwrap()
    }

    /// A browser in which this person is signed in, second factor passed.
    pub async fn signed_in(&self, email: &str) -> Client {
        let ctx = self.app.context(Author::Visitor);
        let email = Email::parse(email).unwrap();
        let session = self
            .app
            .test
            .db
            .write::<_, DbError, _>(Lock::None, move |tx| {
                let person = people::service::person_by_email(tx, &email)?.expect("a person of the town");
                let browser = Browser::default();
                people::service::start_session(tx, &ctx, person.id, &browser, true)
            })
            .await
            .unwrap();
        let mut client = self.app.client();
        client.keep("guichet_session", &session.token.reveal());
        client
    }

    /// A program that shows the key of the account with this name.
    pub fn with_key_of(&self, name: &str) -> Client {
        self.app.client().with_key(self.account(name).api_key.as_deref().unwrap())
    }
}

/// As the demonstration runs, but staff needs its second factor as in production.
fn start(test: TestDb) -> TestApp {
    TestApp::start_in(test, demo_modules(), resolve, |world| World { demo: false, ..world })
}
