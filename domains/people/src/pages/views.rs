//! Every view, in every language.

use std::sync::Arc;

use jiff::tz::TimeZone;
use kit_core::Locale;
use kit_i18n::{Reader, Texts};
use kit_web::View;

use super::confirm_email::{ConfirmEmailClosedView, ConfirmEmailView};
use super::email::EmailView;
use super::forgotten::{ForgottenView, SentView};
use super::password::PasswordView;
use super::profile::ProfileView;
use super::reset::{ResetClosedView, ResetView};
use super::second_factor::{EnrolView, RecoveryCodesView, asking};
use super::second_step::SecondStepView;
use super::security::SecurityView;
use super::sign_in::SignInView;

/// The page in words; what is missing comes out in brackets.
fn rendered<V: View>(reader: &Reader, view: &V) {
    let html = view.render_with_values(reader).unwrap();
    let title = reader.text(&view.title());
    for words in [html.as_str(), &title] {
        assert!(!words.contains("[people-") && !words.contains("[web-"), "a text is missing in {words}");
    }
    assert!(!html.contains("style="), "the content security policy allows no inline style");
    assert!(!html.contains("<b>"), "what was typed is text");
}

#[test]
fn every_view_is_told_in_every_language() {
    let sources: Vec<_> = [crate::TEXTS, kit_web::TEXTS, kit_mail::TEXTS].concat();
    let texts = Arc::new(Texts::load(&sources).unwrap());
    for locale in Locale::ALL {
        let reader = &Reader { texts: texts.clone(), locale, zone: TimeZone::UTC };
        rendered(reader, &SignInView::sample());
        rendered(reader, &SecondStepView::sample());
        rendered(reader, &ForgottenView::sample());
        rendered(reader, &SentView);
        rendered(reader, &ResetView::sample());
        rendered(reader, &ResetClosedView);
        rendered(reader, &ConfirmEmailView::sample());
        rendered(reader, &ConfirmEmailClosedView);
        rendered(reader, &PasswordView::sample());
        rendered(reader, &EmailView::sample());
        rendered(reader, &ProfileView::sample());
        rendered(reader, &EnrolView::sample());
        rendered(reader, &RecoveryCodesView::sample());
        SecurityView::samples().iter().for_each(|view| rendered(reader, view));
        asking().iter().for_each(|view| rendered(reader, view));
    }
}
