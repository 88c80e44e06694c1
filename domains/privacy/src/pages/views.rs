//! Every view, in every language.

use jiff::Timestamp;
use kit_core::Id;
use kit_testkit::Readers;

use super::close::CloseView;
use super::confirm::ConfirmView;
use super::data::DataView;
use super::erasure::ErasureView;
use super::export::ExportView;
use super::notice::NoticeView;
use super::restore::RestoreView;
use super::staff::{AnswerView, ErasureRequestsView};
use crate::model::{ErasureRequest, ErasureRequestState};

fn request(state: ErasureRequestState) -> ErasureRequest {
    let at = Timestamp::UNIX_EPOCH;
    let is_open = matches!(state, ErasureRequestState::Asked | ErasureRequestState::Confirmed);
    ErasureRequest {
        id: Id::from_raw(7),
        person: Id::from_raw(8),
        state,
        asked_at: at,
        due_at: at,
        confirmed_at: Some(at),
        erase_at: Some(at),
        extended_at: Some(at),
        extension: Some("Beaucoup de demandes.".into()),
        hindered_at: Some(at),
        ended_at: (!is_open).then_some(at),
        reason: Some("Un litige est en cours.".into()),
    }
}

#[test]
fn every_view_is_told_in_every_language() {
    let readers = Readers::of(&[crate::TEXTS, accounts::TEXTS, credits::TEXTS]);
    readers.see(&NoticeView::sample());
    readers.see(&DataView::sample(None));
    readers.see(&DataView::sample(Some(request(ErasureRequestState::Asked))));
    readers.see(&DataView::sample(Some(request(ErasureRequestState::Confirmed))));
    readers.see(&ExportView::sample());
    readers.see(&ErasureView::sample(false));
    readers.see(&ErasureView::sample(true));
    readers.see(&ConfirmView::sample());
    readers.see(&CloseView::sample());
    readers.see(&RestoreView::sample());
    readers.see(&ErasureRequestsView::sample(false, vec![request(ErasureRequestState::Confirmed)]));
    readers.see(&ErasureRequestsView::sample(
        true,
        ErasureRequestState::ALL.iter().map(|state| request(*state)).collect(),
    ));
    readers.see(&ErasureRequestsView::sample(false, Vec::new()));
    AnswerView::samples().iter().for_each(|view| readers.see(view));
}
