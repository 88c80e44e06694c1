//! Webhooks: signed as PayPal signs, delivered as PayPal delivers, that is twice, late, in any order or never.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use data_encoding::BASE64;
use serde_json::Value;
use tokio::sync::Notify;

use crate::world::Event;
use crate::{Double, DoubleError};

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The pause before events that nobody took are delivered again.
const PAUSE: Duration = Duration::from_secs(1);

/// How often PayPal delivers an event that nobody takes.
const ATTEMPTS: u32 = 25;

/// The id of the only certificate.
const CERTIFICATE: &str = "CERT-DOUBLE";

/// How events are delivered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mood {
    /// Each once, in order.
    #[default]
    Plain,
    /// Each twice, one right after the other.
    Doubled,
    /// The newest first.
    Reordered,
    /// Later: kept until the mood changes.
    Late,
    /// Never.
    Missing,
    /// Each with another body than was signed.
    Forged,
}

/// A delivery: what is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// The raw bytes that are signed.
    pub body: Vec<u8>,
}

impl Parcel {
    /// The same with another body: somebody without the key wrote it.
    pub fn forged(mut self) -> Parcel {
        self.body.push(b' ');
        self
    }
}

/// Where events go.
#[derive(Debug, Clone)]
struct Address {
    url: String,
    webhook_id: String,
}

pub struct Post {
    client: reqwest::Client,
    address: Mutex<Option<Address>>,
    mood: Mutex<Mood>,
    wake: Notify,
}

impl Post {
    pub fn new() -> Result<Post, DoubleError> {
        let client = kit_http::client(PATIENCE)?;
        Ok(Post { client, address: Mutex::new(None), mood: Mutex::default(), wake: Notify::new() })
    }

    pub fn wake(&self) {
        self.wake.notify_one();
    }

    fn address(&self) -> Option<Address> {
        self.address.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Posts a parcel; whether it was taken.
    async fn deliver(&self, url: &str, parcel: Parcel) -> bool {
        let mut request = self.client.post(url).header("content-type", "application/json");
        for (name, value) in &parcel.headers {
            request = request.header(*name, value);
        }
        request.body(parcel.body).send().await.is_ok_and(|response| response.status().is_success())
    }
}

impl Double {
    /// Delivers events to `url`, signed for `webhook_id`.
    pub fn deliver_to(&self, url: &str, webhook_id: &str) {
        let address = Address { url: url.to_owned(), webhook_id: webhook_id.to_owned() };
        *self.0.post.address.lock().unwrap_or_else(PoisonError::into_inner) = Some(address);
        self.0.post.wake();
    }

    /// How events are delivered from now on.
    pub fn behave(&self, mood: Mood) {
        *self.0.post.mood.lock().unwrap_or_else(PoisonError::into_inner) = mood;
        self.0.post.wake();
    }

    /// Takes the events that were not delivered yet, signed for `webhook_id`, to be delivered by the caller.
    pub fn parcels(&self, webhook_id: &str) -> Vec<Parcel> {
        let events: Vec<Event> = self.world().events.drain(..).collect();
        events.iter().map(|event| self.sign(event, webhook_id)).collect()
    }

    /// An event that never happened, signed as a genuine one.
    pub fn parcel(&self, event_type: &str, resource: Value, webhook_id: &str) -> Parcel {
        let event = {
            let mut world = self.world();
            world.tell(event_type, "", "", resource);
            world.events.pop_back()
        };
        event.map_or(Parcel { headers: Vec::new(), body: Vec::new() }, |event| self.sign(&event, webhook_id))
    }

    /// Delivers what is to be delivered now. What nobody took is kept for the next time, up to 25 times.
    pub async fn deliver(&self) {
        let (Some(address), mood) = (self.0.post.address(), self.0.post.mood()) else { return };
        if mood == Mood::Late {
            return;
        }
        let mut events: Vec<Event> = self.world().events.drain(..).collect();
        if mood == Mood::Reordered {
            events.reverse();
        }
        for mut event in events.into_iter().filter(|_| mood != Mood::Missing) {
            let parcel = self.sign(&event, &address.webhook_id);
            let parcel = if mood == Mood::Forged { parcel.forged() } else { parcel };
            if mood == Mood::Doubled {
                self.0.post.deliver(&address.url, parcel.clone()).await;
            }
            event.attempts += 1;
            // A forged one is not PayPal's to deliver again.
            if !self.0.post.deliver(&address.url, parcel).await && mood != Mood::Forged && event.attempts < ATTEMPTS {
                self.world().events.push_back(event);
            }
        }
    }

    /// Delivers events as they happen, for ever.
    pub async fn run(&self) {
        loop {
            self.deliver().await;
            if self.world().events.is_empty() || self.0.post.mood() == Mood::Late || self.0.post.address().is_none() {
                self.0.post.wake.notified().await;
            } else {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    fn sign(&self, event: &Event, webhook_id: &str) -> Parcel {
        let body = event.document.to_string().into_bytes();
        let (id, time) = (event.id.to_lowercase(), &event.created);
        let id: String = id.chars().take(50).collect();
        let message = format!("{id}|{time}|{webhook_id}|{}", crc32fast::hash(&body));
        let certificate = format!("{}/v1/notifications/certs/{CERTIFICATE}", self.0.options.base);
        let headers = vec![
            ("paypal-transmission-id", id),
            ("paypal-transmission-time", time.clone()),
            ("paypal-transmission-sig", BASE64.encode(&self.0.signer.sign(message.as_bytes()))),
            ("paypal-cert-url", certificate),
            ("paypal-auth-algo", "SHA256withRSA".to_owned()),
        ];
        Parcel { headers, body }
    }

    /// The certificate with this id, if it is the one that signs.
    pub(crate) fn certificate(&self, id: &str) -> Option<&str> {
        (id == CERTIFICATE).then(|| self.0.signer.certificate())
    }

    /// Whether a delivery is one that the double signed, by PayPal's own call for that. The event is judged by the bytes
    /// that it stands there with, if it stands last, as they are what was signed.
    pub(crate) fn confirms(&self, asked: &str) -> bool {
        let Ok(parts) = serde_json::from_str::<Value>(asked) else { return false };
        let text = |name: &str| parts.get(name).and_then(Value::as_str).unwrap_or_default();
        let last = asked.split_once(r#""webhook_event":"#).and_then(|(_, event)| event.strip_suffix('}'));
        let crc = crc32fast::hash(last.unwrap_or_default().as_bytes());
        let message = format!("{}|{}|{}|{crc}", text("transmission_id"), text("transmission_time"), text("webhook_id"));
        BASE64.encode(&self.0.signer.sign(message.as_bytes())) == text("transmission_sig")
    }
}
