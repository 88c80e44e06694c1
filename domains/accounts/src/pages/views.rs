//! Every page, rendered in every language with a sample of what it shows.

use jiff::Timestamp;
use kit_core::{AccountId, Locale, PersonId};
use kit_mail::Email;
use kit_testkit::Readers;
use kit_web::{AccountState, ActingPerson, Actor, Membership, Role, Roles, Scope, Scopes, StaffPermissions};
use publisher::TermsVersion;

use crate::model::{Account, ApiKey, ApiKeyId, Company, CompanyId, Invitation, InvitationId, InvitationState, Member};
use crate::service::members::KnownMember;

fn at() -> Timestamp {
    Timestamp::from_second(1_793_610_000).unwrap()
}

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

pub(super) fn admin() -> Actor {
    let person = ActingPerson {
        id: PersonId::from_raw(1),
        name: "Camille Durand".into(),
        email: "camille@plan.fr".into(),
        locale: Locale::Fr,
        time_zone: "Europe/Paris".into(),
        session: 1,
        staff: StaffPermissions::NONE,
    };
    let roles = Roles::of(&[Role::Admin]);
    let member =
        Membership { account: AccountId(1042), name: "Atelier du Plan".into(), state: AccountState::Active, roles };
    Actor { person: Some(person), member: Some(member), ..Actor::default() }
}

pub(super) fn account() -> Account {
    Account {
        id: AccountId(1042),
        name: "Atelier du Plan".into(),
        state: AccountState::Active,
        company: CompanyId::from_raw(1),
        applicant: Some(PersonId::from_raw(1)),
        administration_email: email("camille@plan.fr"),
        locale: Locale::Fr,
        created_at: at(),
        applied_at: Some(at()),
        decided_at: None,
        reason: None,
    }
}

pub(super) fn company() -> Company {
    Company {
        id: CompanyId::from_raw(1),
        account: AccountId(1042),
        name: "Atelier du Plan <b>".into(),
        siren: Some("732829320".into()),
        foreign_number: None,
        vat_number: None,
        ape: Some("71.12B".into()),
        ape_nomenclature: Some("naf_rev2".into()),
        line1: "3 rue des Lilas".into(),
        line2: "Bâtiment B".into(),
        postal_code: "69003".into(),
        town: "Lyon".into(),
        country: "FR".into(),
        phone: Some("+33472000001".into()),
        created_at: at(),
    }
}

pub(super) fn member() -> KnownMember {
    let member = Member { person: PersonId::from_raw(1), roles: Roles::of(Role::ALL), joined_at: at() };
    KnownMember { member, name: "Camille Durand".into(), email: email("camille@plan.fr"), disabled: false }
}

pub(super) fn invitation() -> Invitation {
    Invitation {
        id: InvitationId::from_raw(7),
        account: AccountId(1042),
        email: email("max@plan.fr"),
        roles: Roles::of(&[Role::User]),
        locale: Locale::Fr,
        state: InvitationState::Pending,
        invited_by: None,
        created_at: at(),
        sent_at: at(),
        expires_at: at(),
    }
}

pub(super) fn key() -> ApiKey {
    ApiKey {
        id: ApiKeyId::from_raw(7),
        account: AccountId(1042),
        prefix: "gk_abcdefgh".into(),
        name: "Serveur".into(),
        scopes: Scopes::of(&[Scope::CreditsUse]),
        member: Some(PersonId::from_raw(1)),
        created_by: None,
        created_at: at(),
        revoked_at: None,
        last_used_at: Some(at()),
    }
}

#[test]
fn every_page_reads_well_in_every_language() {
    let readers = Readers::of(&[crate::TEXTS, people::TEXTS]);
    readers.see(&super::accounts::AccountsView::sample());
    readers.see(&super::administration_address::AdministrationAddressView::sample());
    readers.see(&super::application::ApplicationView::sample());
    readers.see(&super::billing::BillingView::sample());
    readers.see(&super::companies::CompaniesView::sample());
    readers.see(&super::companies::CompanyView::sample());
    readers.see(&super::staff_company::StaffCompanyView::sample());
    super::confirm::ConfirmView::samples().iter().for_each(|view| readers.see(view));
    readers.see(&super::home::HomeView::sample());
    readers.see(&super::invitation::InvitationView::sample(true, false));
    readers.see(&super::invitation::InvitationView::sample(true, true));
    readers.see(&super::invitation::InvitationView::sample(false, false));
    readers.see(&super::invitations::InvitationsView::sample(vec![invitation()]));
    readers.see(&super::invitations::InvitationsView::sample(Vec::new()));
    readers.see(&super::invite::InviteView::sample());
    super::invoiced::InvoicedView::samples().iter().for_each(|view| readers.see(view));
    readers.see(&super::keys::KeysView::sample(vec![key()]));
    readers.see(&super::keys::KeysView::sample(Vec::new()));
    readers.see(&super::keys::NewKeyView::sample());
    readers.see(&super::keys::CreatedView::sample());
    readers.see(&super::log::LogView::sample(AccountId(1042)));
    readers.see(&super::members::MembersView::sample());
    readers.see(&super::members::RemoveView::sample(true));
    readers.see(&super::members::RemoveView::sample(false));
    readers.see(&super::notices::NoticesView::sample());
    readers.see(&super::settings::SettingsView::sample());
    readers.see(&super::sign_up::SignUpView::sample());
    readers.see(&super::sign_up::SentView);
    for state in AccountState::ALL {
        readers.see(&super::status::StatusView::sample(*state));
    }
    readers.see(&super::teams::TeamsView::sample(true));
    readers.see(&super::teams::TeamsView::sample(false));
    readers.see(&super::teams::TeamView::sample(None));
    readers.see(&super::teams::TeamView::sample(Some(crate::model::TeamId::from_raw(3))));
    readers.see(&super::terms::TermsView::sample(None));
    readers.see(&super::terms::TermsView::sample(Some(TermsVersion { version: 2, in_force_at: at() })));
}
