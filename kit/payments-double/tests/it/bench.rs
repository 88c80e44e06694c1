//! A double, a client of it, and what tests ask of them.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;
use kit_core::{Clock, Locale, Money, Random};
use kit_payments::paypal::{PayPal, Secret, Settings};
use kit_payments::{
    ByMail, Checkout, Environment, Expected, Kind, Payee, PaymentRequest, Provider, Reference, Reported, Verdict, check,
};
use payments_double::{Call, Double, Fault, Mailed, Options, Then};

use crate::description;

/// The id of the webhook that both sides know.
pub const WEBHOOK: &str = "1JE4291016473214C";

pub struct Bench {
    pub double: Double,
    pub paypal: PayPal,
    pub clock: Clock,
    pub mails: Arc<Mutex<Vec<Mailed>>>,
}

/// How long the client of the tests waits for an answer that never comes.
const PATIENCE: Duration = Duration::from_millis(400);

impl Bench {
    pub async fn new() -> Bench {
        let clock = Clock::set_at("2026-11-21T10:00:00Z".parse().unwrap());
        let (double, _) = double(&clock).await;
        let mails: Arc<Mutex<Vec<Mailed>>> = Arc::default();
        let mailed = Arc::clone(&mails);
        double.on_mail(move |mail| mailed.lock().unwrap().push(mail.clone()));
        let settings = settings(&double).trusting(double.authority()).unwrap();
        let paypal = PayPal::new(settings, clock.clone()).unwrap();
        Bench { double, paypal, clock, mails }
    }

    /// The request is made and sent.
    pub async fn sent(&self, number: &str) -> Reported {
        self.paypal.request(&request(number)).await.unwrap()
    }

    pub async fn verdict(&self, reference: &Reference, number: &str) -> Verdict {
        check(&expected(number), &self.paypal.ask(reference).await.unwrap())
    }

    pub fn capture_of(&self, id: &str) -> Reference {
        let captures = self.double.captures(id);
        assert_eq!(captures.len(), 1, "one payment");
        Reference::new(Environment::Sandbox, Kind::Capture, &captures[0]).unwrap()
    }

    pub fn fail(&self, call: Call, acts: bool, then: Then) {
        self.double.fail(Fault { call, acts, then });
    }

    pub fn calls(&self, call: Call) -> usize {
        self.double.exchanges().iter().filter(|exchange| exchange.call == call).count()
    }

    pub fn mails(&self) -> usize {
        self.mails.lock().unwrap().len()
    }
}

impl Drop for Bench {
    /// Whatever a test was about: every call and every answer in it was as PayPal describes them.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            description::hold(&self.double.exchanges());
        }
    }
}

pub async fn double(clock: &Clock) -> (Double, SocketAddr) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = Options {
        base: format!("http://{address}"),
        client_id: "AClient".to_owned(),
        secret: "hush".to_owned(),
        merchant_id: "MERCHANT23456".to_owned(),
        email: "caisse@editeur.example".to_owned(),
        token_life: SignedDuration::from_hours(9),
        clock: clock.clone(),
        random: Random::seeded(7),
    };
    let double = Double::new(options).unwrap();
    let router = double.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (double, address)
}

pub fn payee() -> Payee {
    Payee { merchant_id: Some("MERCHANT23456".to_owned()), email: Some("caisse@editeur.example".to_owned()) }
}

/// Settings of a client that waits a short time and does not trust the double's authority yet.
pub fn settings(double: &Double) -> Settings {
    let settings = Settings::new(Environment::Sandbox, "AClient", Secret::new("hush"), payee()).unwrap();
    settings.at(double.base()).unwrap().listening(WEBHOOK).unwrap().waiting(PATIENCE)
}

pub fn request(number: &str) -> PaymentRequest {
    PaymentRequest {
        number: number.to_owned(),
        amount: Money::euro_cents(12_000),
        title: "100 crédits".to_owned(),
        note: "Merci de votre commande.".to_owned(),
        recipient: "compta@client.example".to_owned(),
        locale: Locale::Fr,
    }
}

pub fn checkout(number: &str, key: &str) -> Checkout {
    Checkout {
        key: key.to_owned(),
        number: number.to_owned(),
        amount: Money::euro_cents(12_000),
        title: "100 credits".to_owned(),
        return_url: "https://compte.editeur.example/paid".to_owned(),
        cancel_url: "https://compte.editeur.example/left?order=1".to_owned(),
        locale: Locale::En,
    }
}

pub fn expected(number: &str) -> Expected {
    Expected {
        environment: Environment::Sandbox,
        number: number.to_owned(),
        amount: Money::euro_cents(12_000),
        payee: payee(),
    }
}
