//! Every view, in every language.

use std::sync::Arc;

use jiff::tz::TimeZone;
use kit_core::Locale;
use kit_i18n::{Reader, Texts};
use kit_web::View;

use crate::pages::account::AccountView;
use crate::pages::accounts::AccountsView;
use crate::pages::audit::AuditView;
use crate::pages::correction::CorrectionView;
use crate::pages::decision::DecisionView;
use crate::pages::grant::GrantView;
use crate::pages::home::HomeView;
use crate::pages::jobs::JobsView;
use crate::pages::keys::ConfirmView;
use crate::pages::operation::OperationView;
use crate::pages::operations::OperationsView;
use crate::pages::payment::PaymentView;
use crate::pages::people::{PeopleView, PersonView, sample_confirmations};
use crate::pages::sign_ups::SignUpsView;
use crate::pages::tariff::{EndView, PriceView, TariffView};
use crate::pages::team::{ColleagueView, InviteView, TeamView};

/// The page in words; what is missing comes out in brackets.
fn rendered<V: View>(reader: &Reader, view: &V) {
    let html = view.render_with_values(reader).unwrap();
    let title = reader.text(&view.title());
    for words in [html.as_str(), &title] {
        for domain in ["backoffice", "credits", "accounts", "people", "web"] {
            assert!(!words.contains(&format!("[{domain}-")), "a text is missing in {words}");
        }
    }
    assert!(!html.contains("style="), "the content security policy allows no inline style");
    assert!(!html.contains("<b>"), "what was typed is text: {html}");
}

#[test]
fn every_view_is_told_in_every_language() {
    let sources: Vec<_> = [crate::TEXTS, credits::TEXTS, people::TEXTS, accounts::TEXTS, kit_web::TEXTS].concat();
    let texts = Arc::new(Texts::load(&sources).unwrap());
    for locale in Locale::ALL {
        let reader = &Reader { texts: texts.clone(), locale, zone: TimeZone::UTC };
        HomeView::samples().iter().for_each(|view| rendered(reader, view));
        AccountView::samples().iter().for_each(|view| rendered(reader, view));
        AccountsView::samples().iter().for_each(|view| rendered(reader, view));
        SignUpsView::samples().iter().for_each(|view| rendered(reader, view));
        DecisionView::samples().iter().for_each(|view| rendered(reader, view));
        PeopleView::samples().iter().for_each(|view| rendered(reader, view));
        PersonView::samples().iter().for_each(|view| rendered(reader, view));
        EndView::samples().iter().for_each(|view| rendered(reader, view));
        JobsView::samples().iter().for_each(|view| rendered(reader, view));
        sample_confirmations().iter().for_each(|view| rendered(reader, view));
        for (past, empty) in [(false, false), (true, false), (false, true)] {
            rendered(reader, &TariffView::sample(past, empty));
        }
        rendered(reader, &ConfirmView::sample());
        rendered(reader, &OperationsView::sample());
        rendered(reader, &OperationView::sample());
        rendered(reader, &GrantView::sample());
        rendered(reader, &PaymentView::sample());
        rendered(reader, &CorrectionView::sample());
        rendered(reader, &PriceView::sample());
        rendered(reader, &AuditView::sample());
        rendered(reader, &TeamView::sample());
        rendered(reader, &InviteView::sample());
        rendered(reader, &ColleagueView::sample());
    }
}
