//! Every view, in every language.

use std::sync::Arc;

use jiff::tz::TimeZone;
use kit_core::Locale;
use kit_i18n::{Reader, Texts};
use kit_web::View;

use super::brand::BrandView;
use super::conditions::{PublicPageView, PublicTermsView};
use super::confirm::ConfirmView;
use super::identity::IdentityView;
use super::mail::MailView;
use super::mails::MailsView;
use super::prices::PricesView;
use super::sections::{Section, Sections, Way};
use super::sign_up::SignUpView;
use super::terms::TermsView;
use super::terms_version::{SealedView, TermsFormView};

/// The page in words; what is missing comes out in brackets.
fn rendered<V: View>(reader: &Reader, view: &V) {
    let html = view.render_with_values(reader).unwrap();
    let title = reader.text(&view.title());
    for words in [html.as_str(), &title] {
        for prefix in ["[publisher-", "[web-", "[mail-"] {
            assert!(!words.contains(prefix), "a text is missing in {words}");
        }
    }
    assert!(!html.contains("style="), "the content security policy allows no inline style");
    assert!(!html.contains("<b>"), "what was typed is text");
}

fn sections() -> Sections {
    let label = kit_core::Text::new("publisher-section-terms");
    Sections(vec![Way { href: Section::Terms.href(), label, current: true }])
}

fn confirm() -> ConfirmView {
    ConfirmView {
        question: kit_core::Text::new("publisher-mail-reset-title"),
        consequence: kit_core::Text::new("publisher-mail-reset-text"),
        verb: kit_core::Text::new("publisher-mail-reset"),
        action: "/x/reset".into(),
        cancel: "/x".into(),
        once: kit_web::Once::default(),
    }
}

#[test]
fn every_view_is_told_in_every_language() {
    let sources: Vec<_> = [crate::TEXTS, kit_web::TEXTS, kit_mail::TEXTS].concat();
    let texts = Arc::new(Texts::load(&sources).unwrap());
    for locale in Locale::ALL {
        let reader = &Reader { texts: texts.clone(), locale, zone: TimeZone::UTC };
        rendered(reader, &IdentityView::sample(sections()));
        rendered(reader, &BrandView::sample(sections()));
        rendered(reader, &SignUpView::sample(sections()));
        rendered(reader, &MailsView::sample(sections()));
        rendered(reader, &MailView::sample(sections()));
        rendered(reader, &confirm());
        rendered(reader, &PricesView::sample(sections()));
        TermsView::samples(sections).iter().for_each(|view| rendered(reader, view));
        rendered(reader, &TermsFormView::sample(sections()));
        rendered(reader, &SealedView::sample(sections()));
        rendered(reader, &PublicTermsView::sample());
        PublicPageView::samples().iter().for_each(|view| rendered(reader, view));
    }
}
