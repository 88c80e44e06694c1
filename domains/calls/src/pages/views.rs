//! Every view, in every language.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_mail::Email;
use kit_testkit::Readers;

use crate::model::{
    CorrectionRequest, CorrectionRequestId, CorrectionRequestState, DesignatedCaller, KnownDesignatedCaller,
};

/// A caller without a PIN, one with a PIN, and one whose PIN is locked, beyond the level.
fn callers() -> Vec<KnownDesignatedCaller> {
    let at = Timestamp::UNIX_EPOCH;
    let known = |person: i64, pin: Option<Vec<u8>>, locked_at: Option<Timestamp>| KnownDesignatedCaller {
        caller: DesignatedCaller {
            account: AccountId(1042),
            person: PersonId::from_raw(person),
            named_at: at,
            phone: pin.is_some().then(|| "+33472000001".to_owned()),
            pin_at: pin.is_some().then_some(at),
            pin,
            wrong: 0,
            wrong_since: None,
            locked_at,
            checked_by: None,
            checked_at: None,
        },
        name: "<b>".into(),
        email: Email::parse("lea@plan.example").unwrap(),
        entitled: locked_at.is_none(),
    };
    vec![known(1, None, None), known(2, Some(vec![1]), None), known(3, Some(vec![1]), Some(at))]
}

/// A request in each state.
fn requests() -> Vec<CorrectionRequest> {
    let at = Timestamp::UNIX_EPOCH;
    let request = |state: CorrectionRequestState| CorrectionRequest {
        id: CorrectionRequestId::from_raw(1),
        account: AccountId(1042),
        operation: 12,
        asked_by: PersonId::from_raw(1),
        asked_at: at,
        reason: "<b>".into(),
        state,
        minutes: (state == CorrectionRequestState::Granted).then_some(15),
        answer: (state != CorrectionRequestState::Asked).then(|| "<b>".into()),
        decided_at: (state != CorrectionRequestState::Asked).then_some(at),
    };
    [CorrectionRequestState::Asked, CorrectionRequestState::Granted, CorrectionRequestState::Refused]
        .map(request)
        .into()
}

#[test]
fn every_view_is_told_in_every_language() {
    let readers = Readers::of(&[crate::TEXTS, accounts::TEXTS, support::TEXTS, machines::TEXTS, credits::TEXTS]);
    let callers = callers();
    super::callers::CallersView::samples(&callers).iter().for_each(|view| readers.see(view));
    for own in &callers {
        super::pin::PinView::samples(own).iter().for_each(|view| readers.see(view));
    }
    let requests = requests();
    super::corrections::CorrectionsView::samples(&requests).iter().for_each(|view| readers.see(view));
    super::staff::see(&readers, &callers, &requests);
}
