//! What happened, as PayPal tells it.

use serde_json::{Value, json};

use super::World;

/// An event to be delivered.
#[derive(Debug, Clone)]
pub struct Event {
    /// The same at each delivery.
    pub id: String,
    /// When it happened.
    pub created: String,
    /// The document.
    pub document: Value,
    /// How often it was delivered in vain.
    pub attempts: u32,
}

impl World {
    /// Notes that something happened; it is delivered later, with the resource as it is now.
    pub fn tell(&mut self, event_type: &str, resource_type: &str, summary: &str, resource: Value) {
        let id = format!("WH-{}-{}", self.letters(17), self.letters(17));
        let created = self.now();
        let document = json!({
            "id": id,
            "event_version": "1.0",
            "resource_version": "2.0",
            "create_time": created,
            "resource_type": resource_type,
            "event_type": event_type,
            "summary": summary,
            "resource": resource,
            "links": [],
        });
        self.events.push_back(Event { id, created, document, attempts: 0 });
    }
}
