//! Every view, in every language.

use kit_testkit::Readers;
use kit_web::ConfirmView;

use super::brand::BrandView;
use super::calendar::CalendarView;
use super::conditions::{PublicPageView, PublicTermsView};
use super::identity::IdentityView;
use super::mail::MailView;
use super::mails::MailsView;
use super::prices::PricesView;
use super::sections::{Section, Sections, Way};
use super::sign_up::SignUpView;
use super::terms::TermsView;
use super::terms_version::{SealedView, TermsFormView};

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
    let readers = Readers::of(&[crate::TEXTS]);
    readers.see(&IdentityView::sample(sections()));
    readers.see(&BrandView::sample(sections()));
    readers.see(&SignUpView::sample(sections()));
    readers.see(&CalendarView::sample(sections()));
    readers.see(&MailsView::sample(sections()));
    readers.see(&MailView::sample(sections()));
    readers.see(&confirm());
    readers.see(&PricesView::sample(sections()));
    TermsView::samples(sections).iter().for_each(|view| readers.see(view));
    readers.see(&TermsFormView::sample(sections()));
    readers.see(&SealedView::sample(sections()));
    readers.see(&PublicTermsView::sample());
    PublicPageView::samples().iter().for_each(|view| readers.see(view));
}
