//! PayPal, as it stands beside the product while that is killed: a double in this process, which remembers. Its customers pay
//! there; the product must make their credits once, told twice of each payment, and of some while it is dead.

use std::collections::{HashMap, HashSet};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::spawn;

use jiff::SignedDuration;
use kit_core::{Clock, Random};
use payments_double::{Double, Mood, Options};
use serde_json::json;

/// What the double knows the product's address for events by.
const WEBHOOK: &str = "1FAULTS0000001";

/// The double, and who paid there; its clones are the same one. It listens for as long as the process runs.
#[derive(Clone)]
pub struct Till {
    double: Double,
    customers: Arc<Mutex<Customers>>,
    file: PathBuf,
}

/// What the customers of the double have in hand.
#[derive(Default)]
struct Customers {
    /// The requests that were mailed to them, by order.
    mailed: HashMap<String, String>,
    /// The orders that they paid.
    paid: HashSet<String>,
}

impl Till {
    /// Begins one on a free port; what the product must know of it is written into `folder`.
    ///
    /// # Errors
    /// There is no port, or no room.
    pub fn open(folder: &Path) -> Result<Till, String> {
        let said = |error: std::io::Error| error.to_string();
        let listener = TcpListener::bind("127.0.0.1:0").map_err(said)?;
        listener.set_nonblocking(true).map_err(said)?;
        let options = Options {
            base: format!("http://{}", listener.local_addr().map_err(said)?),
            client_id: "faults".to_owned(),
            secret: "faults".to_owned(),
            merchant_id: "FAVLTS2345678".to_owned(),
            email: "paypal@publisher.example".to_owned(),
            token_life: SignedDuration::from_hours(9),
            clock: Clock::system(),
            random: Random::from_system().map_err(|error| error.to_string())?,
        };
        let mut account = json!({
            "address": options.base, "client_id": options.client_id, "secret": options.secret,
            "merchant_id": options.merchant_id, "email": options.email, "webhook_id": WEBHOOK,
        });
        let double = Double::new(options).map_err(|error| error.to_string())?;
        account["authority"] = double.authority().into();
        let file = folder.join("paypal.json");
        std::fs::write(&file, account.to_string()).map_err(said)?;
        double.behave(Mood::Doubled);
        let customers: Arc<Mutex<Customers>> = Arc::default();
        let letter_box = customers.clone();
        double.on_mail(move |mail| {
            lock(&letter_box).mailed.insert(mail.number.clone(), mail.invoice.clone());
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(said)?;
        let served = double.clone();
        spawn(move || {
            runtime.block_on(async {
                let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
                let teller = served.clone();
                tokio::spawn(async move { teller.run().await });
                // Whoever talks to it finds out that it is no more.
                drop(axum::serve(listener, served.router()).await);
            });
        });
        Ok(Till { double, customers, file })
    }

    /// Where the product finds what it must know.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Tells the product at `address` of what happens, from now on.
    pub fn tell(&self, address: &str) {
        self.double.deliver_to(&format!("http://{address}/webhooks/paypal"), WEBHOOK);
    }

    /// The customer pays the request of an order; answers whether it is paid now. It is not as long as the request was not mailed.
    ///
    /// # Errors
    /// What was mailed cannot be paid.
    pub fn pay(&self, order: &str) -> Result<bool, String> {
        let invoice = {
            let mut customers = lock(&self.customers);
            let Some(invoice) = customers.mailed.get(order).cloned() else { return Ok(false) };
            // Noted first: the product may hear of it, and tell others, before the double answers.
            if !customers.paid.insert(order.to_owned()) {
                return Ok(true);
            }
            invoice
        };
        self.double.pay_invoice(&invoice).map_err(|refused| format!("{order} cannot be paid at PayPal: {refused}"))?;
        Ok(true)
    }

    /// Whether an order was paid here.
    pub fn has_paid(&self, order: &str) -> bool {
        lock(&self.customers).paid.contains(order)
    }
}

fn lock(customers: &Mutex<Customers>) -> MutexGuard<'_, Customers> {
    customers.lock().unwrap_or_else(PoisonError::into_inner)
}
