//! Every view, in every language.

use kit_testkit::Readers;

use crate::pages::account::AccountView;
use crate::pages::accounts::AccountsView;
use crate::pages::audit::AuditView;
use crate::pages::correction::CorrectionView;
use crate::pages::decision::DecisionView;
use crate::pages::grant::GrantView;
use crate::pages::home::HomeView;
use crate::pages::jobs::JobsView;
use crate::pages::keys;
use crate::pages::operation::OperationView;
use crate::pages::operations::OperationsView;
use crate::pages::payment::PaymentView;
use crate::pages::people::{PeopleView, PersonView, sample_confirmations};
use crate::pages::sign_ups::SignUpsView;
use crate::pages::spending::SpendingView;
use crate::pages::tariff::{EndView, PriceView, TariffView};
use crate::pages::team::{ColleagueView, InviteView, TeamView};

#[test]
fn every_view_is_told_in_every_language() {
    let readers = Readers::of(&[
        crate::TEXTS,
        banking::TEXTS,
        payments::TEXTS,
        credits::TEXTS,
        orders::TEXTS,
        support::TEXTS,
        calls::TEXTS,
        machines::TEXTS,
        accounts::TEXTS,
        people::TEXTS,
        publisher::TEXTS,
        webhooks::TEXTS,
    ]);
    HomeView::samples().iter().for_each(|view| readers.see(view));
    AccountView::samples().iter().for_each(|view| readers.see(view));
    AccountsView::samples().iter().for_each(|view| readers.see(view));
    SignUpsView::samples().iter().for_each(|view| readers.see(view));
    DecisionView::samples().iter().for_each(|view| readers.see(view));
    PeopleView::samples().iter().for_each(|view| readers.see(view));
    PersonView::samples().iter().for_each(|view| readers.see(view));
    EndView::samples().iter().for_each(|view| readers.see(view));
    JobsView::samples().iter().for_each(|view| readers.see(view));
    sample_confirmations().iter().for_each(|view| readers.see(view));
    for (past, empty) in [(false, false), (true, false), (false, true)] {
        readers.see(&TariffView::sample(past, empty));
    }
    readers.see(&keys::sample_confirmation());
    readers.see(&OperationsView::sample());
    readers.see(&OperationView::sample());
    readers.see(&GrantView::sample());
    SpendingView::samples().iter().for_each(|view| readers.see(view));
    readers.see(&PaymentView::sample());
    readers.see(&CorrectionView::sample());
    readers.see(&PriceView::sample());
    readers.see(&AuditView::sample());
    readers.see(&TeamView::sample());
    readers.see(&InviteView::sample());
    readers.see(&ColleagueView::sample());
}
