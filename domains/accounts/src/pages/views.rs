//! Every page, rendered in every language with a sample of what it shows.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kit_core::{AccountId, Locale, PersonId};
use kit_i18n::{Reader, Texts};
use kit_mail::Email;
use kit_web::{AccountState, ActingPerson, Actor, Membership, Role, Roles, Scope, Scopes, StaffPermissions, View};
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

/// Renders a page in every language, and finds texts that are missing.
fn rendered(view: &impl View) {
    let own = [(Locale::Fr, include_str!("../../locales/fr.ftl")), (Locale::En, include_str!("../../locales/en.ftl"))];
    let people = [
        (Locale::Fr, include_str!("../../../people/locales/fr.ftl")),
        (Locale::En, include_str!("../../../people/locales/en.ftl")),
    ];
    let sources = [kit_web::TEXTS, kit_mail::TEXTS, &own, &people].concat();
    let texts = Arc::new(Texts::load(&sources).unwrap());
    for locale in Locale::ALL {
        let reader = Reader { texts: texts.clone(), locale, zone: TimeZone::UTC };
        let title = reader.text(&view.title()).into_owned();
        let html = view.render_with_values(&reader).unwrap();
        for text in [&title, &html] {
            assert!(!text.contains("[accounts-") && !text.contains("[web-") && !text.contains("[people-"), "{text}");
        }
        assert!(!html.contains("style=") && !html.contains("onclick"), "the policy refuses inline styles and scripts");
        assert!(!html.contains("<b>"), "what customers type is inert");
        let icons = include_str!("../../../../kit/web/assets/icons.svg");
        for icon in html.split("icons.").skip(1).filter_map(|part| part.split_once('#')?.1.split('"').next()) {
            assert!(icons.contains(&format!("id=\"{icon}\"")), "there is no icon {icon}");
        }
    }
}

#[test]
fn every_page_reads_well_in_every_language() {
    rendered(&super::DeadLinkView);
    rendered(&super::accounts::AccountsView::sample());
    rendered(&super::administration_address::AdministrationAddressView::sample());
    rendered(&super::application::ApplicationView::sample());
    rendered(&super::billing::BillingView::sample());
    rendered(&super::companies::CompaniesView::sample());
    rendered(&super::companies::CompanyView::sample());
    rendered(&super::confirm::ConfirmView::sample());
    rendered(&super::home::HomeView::sample());
    rendered(&super::invitation::InvitationView::sample(true));
    rendered(&super::invitation::InvitationView::sample(false));
    rendered(&super::invitations::InvitationsView::sample(vec![invitation()]));
    rendered(&super::invitations::InvitationsView::sample(Vec::new()));
    rendered(&super::invitations::WithdrawView::sample());
    rendered(&super::invite::InviteView::sample());
    rendered(&super::keys::KeysView::sample(vec![key()]));
    rendered(&super::keys::KeysView::sample(Vec::new()));
    rendered(&super::keys::NewKeyView::sample());
    rendered(&super::keys::CreatedView::sample());
    rendered(&super::keys::RevokeView::sample());
    rendered(&super::log::LogView::sample(AccountId(1042)));
    rendered(&super::members::MembersView::sample());
    rendered(&super::members::RemoveView::sample(true));
    rendered(&super::members::RemoveView::sample(false));
    rendered(&super::settings::SettingsView::sample());
    rendered(&super::sign_up::SignUpView::sample());
    rendered(&super::sign_up::SentView);
    for state in AccountState::ALL {
        rendered(&super::status::StatusView::sample(*state));
    }
    rendered(&super::terms::TermsView::sample(None));
    rendered(&super::terms::TermsView::sample(Some(TermsVersion { version: 2, in_force_at: at() })));
}
