//! A double of PayPal: the same calls, a page where the customer pays, webhooks signed by an authority of its own, and every
//! trouble that a provider can make, on demand. For tests and the demo; nothing here is real money, and nothing leaves the
//! machine. It shares no code with the client that talks to it, so that an error in one is not in the other too.

mod api;
mod fault;
mod pages;
mod record;
mod signer;
mod webhooks;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use jiff::SignedDuration;
use kit_core::{Clock, Money, Random};
use thiserror::Error;

pub use fault::{Call, Fault, Then};
pub use record::Exchange;
pub use webhooks::{Mood, Parcel};
pub use world::{Outcome, Refused};

use signer::Signer;
use webhooks::Post;
use world::{Paying, World};

/// What a double is.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it is reached, without a slash at the end: `http://127.0.0.1:8091`.
    pub base: String,
    /// What its clients sign in with.
    pub client_id: String,
    /// What its clients sign in with.
    pub secret: String,
    /// The publisher's number there.
    pub merchant_id: String,
    /// The publisher's address there.
    pub email: String,
    /// How long a token lives.
    pub token_life: SignedDuration,
    /// Its time.
    pub clock: Clock,
    /// Its ids.
    pub random: Random,
}

/// The double cannot be made.
#[derive(Debug, Error)]
pub enum DoubleError {
    /// Its authority cannot be made.
    #[error("the authority of webhooks cannot be made: {0}")]
    Authority(#[from] rcgen::Error),
    /// The key of its certificate is refused.
    #[error("the key of webhooks is refused: {0}")]
    Key(String),
    /// TLS cannot be set up.
    #[error(transparent)]
    Client(#[from] kit_http::ClientError),
}

/// A payment request that the double was asked to mail. It mails nothing itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailed {
    /// The request's id.
    pub invoice: String,
    /// The number of the order.
    pub number: String,
    /// Who is to get it.
    pub recipient: String,
    /// What it is for.
    pub title: String,
    /// How much.
    pub amount: Money,
    /// Where it is paid.
    pub page: String,
    /// The payer's language, such as `fr-FR`, if it was told.
    pub language: Option<String>,
    /// It was mailed before.
    pub reminder: bool,
}

type Hook = Box<dyn Fn(&Mailed) + Send + Sync>;

struct Inner {
    options: Options,
    signer: Signer,
    post: Post,
    world: Mutex<World>,
    hook: Mutex<Option<Hook>>,
}

/// A double of PayPal; its clones are the same one.
#[derive(Clone)]
pub struct Double(Arc<Inner>);

impl Double {
    /// A double that nobody has used yet.
    ///
    /// # Errors
    /// See [`DoubleError`].
    pub fn new(options: Options) -> Result<Double, DoubleError> {
        let (signer, post) = (Signer::new()?, Post::new()?);
        let (world, hook) = (Mutex::new(World::new(&options)), Mutex::new(None));
        Ok(Double(Arc::new(Inner { options, signer, post, world, hook })))
    }

    /// Its calls and its pages.
    pub fn router(&self) -> Router {
        api::router(self).merge(pages::router(self))
    }

    /// Where it is reached.
    pub fn base(&self) -> &str {
        &self.0.options.base
    }

    /// The authority that vouches for its webhooks, in PEM.
    pub fn authority(&self) -> &str {
        self.0.signer.authority()
    }

    /// What to do when a payment request is to be mailed, or mailed again.
    pub fn on_mail(&self, hook: impl Fn(&Mailed) + Send + Sync + 'static) {
        *self.0.hook.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(hook));
    }

    /// Makes a call fail once. Several for the same call follow each other.
    pub fn fail(&self, fault: Fault) {
        self.world().faults.push(fault);
    }

    /// Makes every token that was given worthless.
    pub fn revoke_tokens(&self) {
        self.world().tokens.clear();
    }

    /// Leaves what is made from now on out of searches, or shows it again: PayPal's search lags behind.
    pub fn hide_from_search(&self, hidden: bool) {
        self.world().search_lags = hidden;
    }

    /// The calls that came and what was answered, the last 10,000 of them.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.world().exchanges.iter().cloned().collect()
    }

    /// The id of the payment request with this number.
    pub fn invoice_numbered(&self, number: &str) -> Option<String> {
        self.world().invoice_numbered(number).map(|invoice| invoice.id.clone())
    }

    /// How many payment requests there are.
    pub fn invoices(&self) -> usize {
        self.world().invoices.len()
    }

    /// The customer pays what is due of a mailed request.
    pub fn pay_invoice(&self, id: &str) -> Outcome {
        self.act(|world| world.pay_invoice(id, Paying::Full))
    }

    /// The customer pays a part of a mailed request, though that was not allowed.
    pub fn pay_part(&self, id: &str, amount: Money) -> Outcome {
        self.act(|world| world.pay_invoice(id, Paying::Part(amount)))
    }

    /// The customer pays a mailed request in a way that takes days.
    pub fn pay_invoice_later(&self, id: &str) -> Outcome {
        self.act(|world| world.pay_invoice(id, Paying::Pending))
    }

    /// The customer agrees to pay an order; the money is taken when the publisher's program asks for it.
    pub fn approve(&self, order: &str) -> Outcome {
        self.act(|world| world.approve(order, false))
    }

    /// The customer agrees to pay an order in a way that takes days.
    pub fn approve_later(&self, order: &str) -> Outcome {
        self.act(|world| world.approve(order, true))
    }

    /// The money of a pending payment arrives, or does not.
    pub fn settle(&self, capture: &str, arrives: bool) -> Outcome {
        self.act(|world| world.settle(capture, arrives))
    }

    /// The publisher gives money back on PayPal's own pages; all that is left, or `amount`.
    pub fn refund(&self, capture: &str, amount: Option<Money>) -> Outcome {
        self.act(|world| world.refund(capture, amount).map(|_| ()))
    }

    /// The customer, or his bank, contests a payment.
    pub fn dispute(&self, capture: &str) -> Outcome {
        self.act(|world| world.dispute(capture))
    }

    /// A dispute ends: the publisher keeps the money, or loses it.
    pub fn resolve(&self, capture: &str, kept: bool) -> Outcome {
        self.act(|world| world.resolve(capture, kept))
    }

    /// The payments of a mailed request or of an order.
    pub fn captures(&self, of: &str) -> Vec<String> {
        self.world().captures_of(of).map(|capture| capture.id.clone()).collect()
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to the world, then wakes who delivers the events of it.
    pub(crate) fn act<R>(&self, action: impl FnOnce(&mut World) -> R) -> R {
        let result = action(&mut self.world());
        self.0.post.wake();
        result
    }

    pub(crate) fn mail(&self, mailed: &Mailed) {
        if let Some(hook) = &*self.0.hook.lock().unwrap_or_else(PoisonError::into_inner) {
            hook(mailed);
        }
    }
}
