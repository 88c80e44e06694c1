//! Every view, in every language.

use kit_testkit::Readers;

use super::by_link::ByLinkView;
use super::confirm_email::ConfirmEmailView;
use super::email::EmailView;
use super::forgotten::{ForgottenView, SentView};
use super::password::PasswordView;
use super::profile::ProfileView;
use super::reset::ResetView;
use super::second_factor::{EnrolView, RecoveryCodesView, asking};
use super::second_step::SecondStepView;
use super::security::SecurityView;
use super::sign_in::SignInView;

#[test]
fn every_view_is_told_in_every_language() {
    let readers = Readers::of(&[crate::TEXTS]);
    readers.see(&SignInView::sample());
    readers.see(&SecondStepView::sample());
    readers.see(&ByLinkView::sample());
    readers.see(&ForgottenView::sample());
    readers.see(&SentView);
    readers.see(&ResetView::sample());
    readers.see(&ConfirmEmailView::sample());
    readers.see(&PasswordView::sample());
    readers.see(&EmailView::sample());
    readers.see(&ProfileView::sample());
    readers.see(&EnrolView::sample());
    readers.see(&RecoveryCodesView::sample());
    SecurityView::samples().iter().for_each(|view| readers.see(view));
    asking().iter().for_each(|view| readers.see(view));
}
