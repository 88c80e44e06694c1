//! What a provider can do. Each call says what repeating it does, because every call will be repeated one day.

use std::future::Future;
use std::pin::Pin;

use http::HeaderMap;
use jiff::Timestamp;
use kit_core::{Locale, Money};
use thiserror::Error;

use crate::{Environment, Failure, Reference, Reported};

/// What a provider's call comes to.
pub type Answer<'a, T, E = Failure> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// What a provider is able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// It mails a request that is paid whenever the payer likes: [`ByMail`].
    pub mailed_request: bool,
    /// The payer pays now, on its page: [`AtOnce`].
    pub pay_at_once: bool,
    /// It gives all of a payment back: [`GivesBack`].
    pub refund: bool,
    /// It gives a part of a payment back.
    pub partial_refund: bool,
    /// It tells what happens: [`Listens`].
    pub webhook: bool,
    /// It can be asked at any time.
    pub poll: bool,
}

/// A payment provider with the publisher's account there.
pub trait Provider: Send + Sync {
    /// Whether its money is real.
    fn environment(&self) -> Environment;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// What is there now of an invoice, order or capture. It changes nothing, so it can be repeated at will.
    fn ask<'a>(&'a self, reference: &'a Reference) -> Answer<'a, Reported>;
}

/// A payment to ask for by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRequest {
    /// The number of the order: unique for ever, at most 25 characters.
    pub number: String,
    /// What it costs, taxes included; more than nothing.
    pub amount: Money,
    /// What it is for, in one line of at most 200 characters.
    pub title: String,
    /// A line or two for the payer, at most 4,000 characters; empty for none.
    pub note: String,
    /// Where the request goes: the account's administration address.
    pub recipient: String,
    /// The payer's language.
    pub locale: Locale,
}

/// A provider that mails a payment request with a link.
pub trait ByMail: Provider {
    /// Sees to it that the request exists and is sent, and says where it stands. It searches by number before it makes
    /// anything and sends only what was not sent, so it can be repeated at will, also after [`Failure::Unknown`]. What is
    /// found under the number may be of another amount: [`crate::check`] tells.
    fn request<'a>(&'a self, request: &'a PaymentRequest) -> Answer<'a, Reported>;

    /// What is there under a number, if anything. It changes nothing. What was made a moment ago may not show yet.
    fn find<'a>(&'a self, number: &'a str) -> Answer<'a, Option<Reported>>;

    /// Sends the request again. Each call sends a mail: do not repeat after [`Failure::Unknown`] without need.
    fn remind<'a>(&'a self, reference: &'a Reference, note: &'a str) -> Answer<'a, ()>;

    /// Sees to it that the request cannot be paid any more, and says where it stands then: it may have been paid
    /// meanwhile. It can be repeated at will. One that was never sent is deleted: nobody hears of it, nor will a later call.
    fn withdraw<'a>(&'a self, reference: &'a Reference) -> Answer<'a, Reported>;
}

/// A payment that the payer makes now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    /// What makes repetitions of this call one: at most 38 characters, another for each new attempt to pay.
    pub key: String,
    /// The number of the order.
    pub number: String,
    /// What it costs, taxes included; more than nothing.
    pub amount: Money,
    /// What it is for, at most 127 characters.
    pub title: String,
    /// Where the payer comes back having agreed.
    pub return_url: String,
    /// Where the payer comes back having not.
    pub cancel_url: String,
    /// The payer's language.
    pub locale: Locale,
}

/// A payment that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// What it is called at the provider.
    pub reference: Reference,
    /// Where to send the payer.
    pub page: String,
}

/// A provider with a page where the payer pays at once.
pub trait AtOnce: Provider {
    /// Begins a payment. Repeated with the same key it gives the same payment (at PayPal for six hours).
    fn begin<'a>(&'a self, checkout: &'a Checkout) -> Answer<'a, Begun>;

    /// Takes the money of a payment that the payer agreed to, and says where it stands: still open, if he did not. It can
    /// be repeated at will: the money is taken once.
    fn finish<'a>(&'a self, reference: &'a Reference) -> Answer<'a, Reported>;
}

/// Money that went back, or is about to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// What it is called at the provider.
    pub reference: Reference,
    /// How much.
    pub amount: Money,
    /// `Some(true)` has gone back, `Some(false)` never will, `None` is not decided.
    pub done: Option<bool>,
    /// The number of the order that it carries.
    pub number: Option<String>,
    /// The payment that it is taken from.
    pub capture: Option<Reference>,
}

/// A provider that gives money back.
pub trait GivesBack: Provider {
    /// Gives back `amount`, or all that is left, of a capture. Repetitions with the same `key` (at most 38 characters) are
    /// one refund (at PayPal for 45 days). After [`Failure::Unknown`] repeat with the same key.
    fn give_back<'a>(&'a self, capture: &'a Reference, amount: Option<Money>, key: &'a str) -> Answer<'a, Returned>;

    /// What became of a refund. It changes nothing.
    fn ask_refund<'a>(&'a self, refund: &'a Reference) -> Answer<'a, Returned>;
}

/// Something that happened, by the provider's signed word. Only its identity is to be used: the amounts and states in it
/// may be old, so ask again about its subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same at each delivery.
    pub id: String,
    /// Why to ask again.
    pub kind: EventKind,
    /// What to ask about; `None` for what does not concern us.
    pub subject: Option<Subject>,
    /// When it happened.
    pub created: Timestamp,
}

/// What an event is about, for the log and the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// Something about a mailed request.
    Request,
    /// Something about a payment at once.
    Checkout,
    /// Something about money that came in.
    Capture,
    /// Money went back.
    Refund,
    /// A dispute opened, changed or ended.
    Dispute,
    /// Nothing that we know, by the provider's word.
    Other(String),
}

/// What to ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// An invoice, order or capture: [`Provider::ask`].
    Payment(Reference),
    /// A refund: [`GivesBack::ask_refund`], which names the capture.
    Refund(Reference),
}

/// Why a delivery is not an event.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unheard {
    /// It is not the provider's word, or is not for us. Answer 4xx and forget it.
    #[error("the delivery is not genuine: {0}")]
    Forged(&'static str),
    /// It is genuine and not understood. Answer 2xx: polling finds what it was about.
    #[error("the delivery is genuine and not understood: {0}")]
    NotUnderstood(&'static str),
    /// Nobody could judge it now. Answer 503: the provider delivers it again.
    #[error("the delivery cannot be judged now: {0}")]
    Unjudged(Failure),
}

/// A provider that tells what happens.
pub trait Listens: Provider {
    /// Judges a delivery by its headers and the raw bytes of its body as of `now`. It changes nothing; that an event comes
    /// twice is the caller's to find by its id.
    fn hear<'a>(&'a self, headers: &'a HeaderMap, body: &'a [u8], now: Timestamp) -> Answer<'a, Event, Unheard>;
}
