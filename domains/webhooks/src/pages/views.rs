//! Every view, in every language.

use jiff::Timestamp;
use kit_core::{AccountId, FieldErrors, Text};
use kit_http::Reach;
use kit_testkit::Readers;
use kit_web::{ConfirmView, Once};
use publisher::{Section, Sections, Way};

use super::delivery::DeliveryView;
use super::endpoint::EndpointView;
use super::form::{AddressForm, choices};
use super::list::ListView;
use super::log::{Filter, LogView};
use super::new::NewView;
use super::secret::SecretView;
use crate::model::delivery::{Attempt, Delivery, DeliveryId, DeliveryState, EventId};
use crate::model::endpoint::{Disabled, Endpoint, EndpointId, Kinds};
use crate::service::deliveries::Story;

fn sections() -> Sections {
    Sections(vec![Way { href: Section::Webhooks.href(), label: Text::new("webhooks-title"), current: true }])
}

fn endpoint(disabled_by: Option<Disabled>, failing_since: Option<Timestamp>) -> Endpoint {
    let now = Timestamp::UNIX_EPOCH;
    Endpoint {
        id: EndpointId::from_raw(1),
        url: "https://outils.example/<b>".into(),
        description: "Les <b>factures".into(),
        kinds: Kinds::of(["credits.granted"]),
        generation: 2,
        rotated_at: Some(now),
        created_at: now,
        disabled_at: disabled_by.map(|_| now),
        disabled_by,
        failing_since,
        last_success_at: Some(now),
        last_failure_at: failing_since,
    }
}

fn endpoints() -> Vec<Endpoint> {
    let now = Some(Timestamp::UNIX_EPOCH);
    let all = Endpoint { kinds: Kinds::all(), last_success_at: None, rotated_at: None, ..endpoint(None, None) };
    vec![
        all,
        endpoint(None, now),
        endpoint(Some(Disabled::Staff), None),
        endpoint(Some(Disabled::Gone), now),
        endpoint(Some(Disabled::Failing), now),
    ]
}

fn delivery(state: DeliveryState) -> Delivery {
    let now = Timestamp::UNIX_EPOCH;
    Delivery {
        id: DeliveryId::from_raw(1),
        event: EventId::from_raw(2),
        kind: "webhook.test".into(),
        account: Some(AccountId(1042)),
        endpoint: EndpointId::from_raw(1),
        url: "https://outils.example/<b>".into(),
        state,
        attempts: 2,
        created_at: now,
        next_at: (state == DeliveryState::Waiting).then_some(now),
        last_status: Some(500),
        last_at: Some(now),
    }
}

#[test]
fn every_view_is_told_in_every_language() {
    let readers = Readers::of(&[publisher::TEXTS, crate::TEXTS]);
    let now = Timestamp::UNIX_EPOCH;
    readers.see(&ListView { sections: sections(), endpoints: Vec::new(), now });
    readers.see(&ListView { sections: sections(), endpoints: endpoints(), now });
    for typed in ["x", "http://outils.example", "https://a@b.example", "https://b.example:25", "https://10.0.0.1"] {
        let form = AddressForm { url: typed.into(), description: "<b>".repeat(100), ..AddressForm::default() };
        let errors = form.read(Reach::Public).unwrap_err();
        readers.see(&NewView { sections: sections(), errors, form, kinds: choices() });
    }
    for endpoint in endpoints() {
        let form = AddressForm::of(&endpoint, Once::default());
        let (errors, kinds, once) = (FieldErrors::default(), choices(), Once::default());
        readers.see(&EndpointView { sections: sections(), endpoint, errors, form, kinds, once, now });
    }
    for replaced in [false, true] {
        readers.see(&SecretView { secret: "whsec_<b>".into(), next: "/x".into(), replaced });
    }
    readers.see(&ConfirmView {
        question: Text::new("webhooks-remove-title"),
        consequence: Text::new("webhooks-remove-text").with("url", "https://<b>"),
        verb: Text::new("webhooks-remove"),
        action: "/x".into(),
        cancel: "/x".into(),
        once: Once::default(),
    });
    let log = || LogView::new(sections(), Filter::default(), &endpoints(), now);
    readers.see(&log());
    let deliveries = DeliveryState::ALL.map(delivery).to_vec();
    readers.see(&LogView { deliveries, next: Some("/x".into()), ..log() });
    let attempt = |number, status| Attempt { number, at: now, milliseconds: 1500, status, words: "<b>".into() };
    for state in DeliveryState::ALL {
        let attempts = vec![attempt(3, Some(200)), attempt(2, Some(500)), attempt(1, None)];
        let story =
            Story { delivery: delivery(state), body: "{\"a\": \"<b>\"}".into(), attempts, may_be_replayed: true };
        readers.see(&DeliveryView { story, once: Once::default() });
    }
    let story = Story {
        delivery: delivery(DeliveryState::Waiting),
        body: String::new(),
        attempts: Vec::new(),
        may_be_replayed: false,
    };
    readers.see(&DeliveryView { story, once: Once::default() });
}
