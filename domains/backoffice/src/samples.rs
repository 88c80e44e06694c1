//! Invented data for the tests of the views. What a stranger can type has an angle bracket in it.

use std::collections::BTreeMap;

use accounts::model::{
    Account, ApiKey, ApiKeyId, Billing, Company, CompanyId, Invitation, InvitationId, InvitationState, Member,
};
use accounts::service::decisions::Application;
use accounts::service::duplicates::{Duplicate, Resemblance};
use accounts::service::members::KnownMember;
use accounts::service::search::Found;
use credits::{
    Balance, Digest, HistoryLine, Hold, HoldId, HoldKind, HoldState, Kind, Labels, Lot, LotKind, Means, Operation,
    OperationId, Origin, Part, PartDetails, Payment, Price, PriceState, RequestKey, Split, Unit, WrittenBy,
};
use jiff::Timestamp;
use kit_core::{AccountId, Credits, Id, Locale, Money, PersonId, Text};
use kit_mail::Email;
use kit_web::{AccountState, Role, Roles, Scope, Scopes, StaffPermission, StaffPermissions, verbatim};
use people::{FoundPerson, NamePart, Person, PersonName, ZoneName};

use crate::log::{LogChange, LogLine};
use crate::pages::account::{AcceptanceRow, AccountView, May, MemberRow};
use crate::pages::home::{Answers, Corrections, Desk, Expiring, HomeView, Till};
use crate::pages::operations::OperationRow;
use crate::pages::people::{PeopleView, PersonView};
use crate::pages::sign_ups::{ApplicationRow, SignUpsView};
use crate::pages::tariff::PriceRow;
use crate::pages::team::{Colleague, TeamView};
use crate::set_up::Unset;

const CAMILLE: PersonId = PersonId::from_raw(7);

pub fn now() -> Timestamp {
    Timestamp::from_second(1_793_610_000).unwrap()
}

fn email() -> Email {
    Email::parse("camille.roux@atelier-boreal.example").unwrap()
}

fn name() -> PersonName {
    PersonName { first: NamePart::parse("Camille").unwrap(), surname: NamePart::parse("Roux").unwrap() }
}

pub fn account() -> Account {
    Account {
        id: AccountId(1042),
        name: "Atelier <b>Boréal".into(),
        state: AccountState::Suspended,
        company: CompanyId::from_raw(1),
        applicant: Some(CAMILLE),
        administration_email: email(),
        locale: Locale::Fr,
        created_at: now(),
        applied_at: Some(now()),
        decided_at: Some(now()),
        reason: Some("Facture <b>impayée".into()),
    }
}

pub fn company() -> Company {
    Company {
        id: CompanyId::from_raw(1),
        account: AccountId(1042),
        name: "Atelier <b>Boréal".into(),
        siren: Some("552100554".into()),
        foreign_number: None,
        vat_number: Some("FR14552100554".into()),
        ape: Some("71.12B".into()),
        ape_nomenclature: Some("naf_rev2".into()),
        line1: "3 rue des Lilas".into(),
        line2: "Bât. B".into(),
        postal_code: "35000".into(),
        town: "Rennes".into(),
        country: "FR".into(),
        phone: Some("+33299000001".into()),
        created_at: now(),
    }
}

pub fn duplicates() -> Vec<Duplicate> {
    let resemblances =
        vec![Resemblance::Number, Resemblance::VatNumber, Resemblance::Name(90), Resemblance::MailDomain];
    vec![Duplicate {
        account: AccountId(1007),
        name: "Atelier <b>Boreal".into(),
        state: AccountState::Active,
        resemblances,
    }]
}

pub fn key() -> ApiKey {
    ApiKey {
        id: ApiKeyId::from_raw(3),
        account: AccountId(1042),
        prefix: "gk_3fJ2aaaa".into(),
        name: "Serveur <b>".into(),
        scopes: Scopes::of(Scope::ALL),
        member: None,
        created_by: Some(CAMILLE),
        created_at: now(),
        revoked_at: None,
        last_used_at: Some(now()),
    }
}

pub fn operation() -> Operation {
    Operation {
        account: AccountId(1042),
        unit: Unit::Credit,
        seq: 12,
        at: now(),
        kind: Kind::Usage,
        amount: Credits(-3),
        promotional: Credits(-3),
        purchased: Credits(0),
        split: Split::default(),
        promotional_after: Credits(47),
        purchased_after: Credits(1200),
        held_after: Credits(6),
        owed: Credits(0),
        expires_at: Some(now()),
        feature: Some("plan.render".into()),
        quantity: Some(1),
        unit_price: Some(Credits(3)),
        reference: Some("Chantier <b>Lavoisier".into()),
        member: Some(CAMILLE),
        author: WrittenBy::Key("gk_3fJ2aaaa".into()),
        reason: Some("Rendu <b>manqué".into()),
        payment: None,
        corrects: Some(11),
        hold: Some(HoldId::from_raw(1)),
        used_at: Some(now()),
        idempotency: None,
        fingerprint: None,
        chain: [0; 32],
    }
}

pub fn hold() -> Hold {
    let balance = Balance { promotional: Credits(50), purchased: Credits(1200), held: Credits(3) };
    Hold {
        id: HoldId::from_raw(1),
        account: AccountId(1042),
        unit: Unit::Credit,
        kind: HoldKind::Hold,
        amount: Credits(3),
        parts: Split::default(),
        feature: Some("plan.render".into()),
        quantity: Some(1),
        unit_price: Some(Credits(3)),
        prices: None,
        reference: None,
        machine: Some("Poste <b>3".into()),
        member: Some(CAMILLE),
        author: WrittenBy::Key("gk_3fJ2aaaa".into()),
        made_at: now(),
        ends_at: now(),
        first_seq: 12,
        made_balance: balance,
        idempotency: RequestKey([1; 32]),
        fingerprint: Digest([2; 16]),
        made_seal: [0; 32],
        state: HoldState::Captured,
        captured: Credits(3),
        ended_at: Some(now()),
        until_seq: Some(12),
        ended_balance: Some(balance),
        end_idempotency: None,
        end_fingerprint: None,
        end_seal: None,
    }
}

pub fn parts() -> Vec<PartDetails> {
    let origin = Origin {
        id: OperationId::credit(2),
        kind: Kind::Grant,
        at: now(),
        expires_at: None,
        reason: Some("Bienvenue <b>".into()),
        order: Some("BC-2026-000001".into()),
        visible: true,
    };
    vec![PartDetails { part: Part { lot: 2, kind: LotKind::Promotional, amount: Credits(-3) }, origin }]
}

pub fn payment() -> Payment {
    Payment {
        means: Means::Transfer,
        reference: "RF18 <b>5390".into(),
        received_on: jiff::civil::date(2026, 11, 20),
        amount: Money::euro_cents(125_050),
    }
}

pub fn operation_rows() -> Vec<OperationRow> {
    let line = |kind| HistoryLine {
        unit: Unit::Credit,
        seq: 12,
        at: now(),
        kind,
        amount: Credits(-3),
        total_after: Credits(1247),
        feature: Some("plan.render".into()),
        quantity: Some(2),
        reference: None,
        member: None,
        author: WrittenBy::System("expiry".into()),
        reason: Some("Rendu <b>manqué".into()),
    };
    Kind::ALL
        .into_iter()
        .map(|kind| OperationRow { line: line(kind), who: verbatim("Camille <b>"), feature: Some("Rendu <b>".into()) })
        .collect()
}

pub fn prices() -> Vec<PriceRow> {
    let labels = Labels(BTreeMap::from([(Locale::Fr, "Rendu <b>".into()), (Locale::En, "Rendering <b>".into())]));
    let price = |valid_until| Price {
        id: Id::from_raw(5),
        feature: "plan.render".into(),
        price: Credits(3),
        labels: labels.clone(),
        valid_from: now(),
        valid_until,
    };
    vec![
        PriceRow { price: price(None), state: PriceState::InForce },
        PriceRow { price: price(Some(now())), state: PriceState::Coming },
        PriceRow { price: price(Some(now())), state: PriceState::Ended },
    ]
}

pub fn log() -> Vec<LogLine> {
    let change = |before, after| LogChange { field: verbatim("Motif"), before, after };
    vec![LogLine {
        at: now(),
        action: verbatim("Compte suspendu"),
        account: Some(AccountId(1042)),
        person: Some(verbatim("Camille <b>")),
        author: Text::new("backoffice-by-staff").with("name", verbatim("Anaïs")),
        changes: vec![change(Some(verbatim("<b>avant")), Some(verbatim("après"))), change(None, None)],
    }]
}

pub fn person() -> Person {
    Person {
        id: CAMILLE,
        email: email(),
        name: name(),
        locale: Locale::Fr,
        time_zone: ZoneName::default(),
        staff: StaffPermissions::of(&[StaffPermission::Support]),
        has_password: true,
        created_at: now(),
        confirmed_at: None,
        disabled_at: Some(now()),
    }
}

fn found_person() -> FoundPerson {
    FoundPerson {
        id: CAMILLE,
        email: email(),
        name: name(),
        staff: StaffPermissions::of(StaffPermission::ALL),
        disabled: true,
    }
}

impl AccountView {
    /// In each state; the active one has nothing yet.
    pub fn samples() -> Vec<AccountView> {
        AccountState::ALL.iter().map(|state| AccountView::sample(*state)).collect()
    }

    fn sample(state: AccountState) -> AccountView {
        let full = state != AccountState::Active;
        let many = |all: bool| if all { 1 } else { 0 };
        let member = Member { person: CAMILLE, roles: Roles::of(Role::ALL), joined_at: now() };
        let lot = Lot {
            seq: 2,
            kind: LotKind::Promotional,
            amount: Credits(50),
            remaining: Credits(47),
            held: Credits(2),
            expires_at: Some(now()),
            last: 12,
        };
        let invitation = Invitation {
            id: InvitationId::from_raw(4),
            account: AccountId(1042),
            email: email(),
            roles: Roles::of(&[Role::User]),
            locale: Locale::Fr,
            state: InvitationState::Pending,
            invited_by: None,
            created_at: now(),
            sent_at: now(),
            expires_at: now(),
        };
        AccountView {
            account: Account { state, ..account() },
            companies: vec![company()],
            invoiced: company().name,
            billing: Billing {
                email: Some(email()),
                contact: "Compta <b>".into(),
                reference: "PO".into(),
                ..Billing::default()
            },
            applicant: Some(verbatim("Camille <b>")),
            duplicates: if full { duplicates() } else { Vec::new() },
            members: [KnownMember { member, name: "Camille <b>".into(), email: email(), disabled: false }]
                .into_iter()
                .take(many(full))
                .map(|known| MemberRow { known, second_factor: true })
                .collect(),
            invitations: [invitation].into_iter().take(many(full)).collect(),
            keys: [key()].into_iter().take(many(full)).collect(),
            terms: [AcceptanceRow { version: 2, who: verbatim("Camille <b>"), at: now() }]
                .into_iter()
                .take(many(full))
                .collect(),
            balance: Balance { promotional: Credits(47), purchased: Credits(1200), held: Credits(6) },
            phones: if full { vec![(verbatim("Inès <b>"), now())] } else { Vec::new() },
            debt: if full { Credits(40) } else { Credits(0) },
            blocked: full.then_some(credits::Block::Debt),
            lots: [lot].into_iter().take(many(full)).collect(),
            operations: if full { operation_rows() } else { Vec::new() },
            log: if full { log() } else { Vec::new() },
            may: May { decide: true, manage: true, credits: true, support: true, phone: true, invoiced: true },
            locale: Locale::Fr,
            now: now(),
        }
    }
}

impl HomeView {
    pub fn samples() -> Vec<HomeView> {
        let expiring = vec![Expiring { account: AccountId(1042), name: "Atelier <b>".into(), at: now() }];
        let busy = Desk { waiting: 3, oldest: Some(now()), expiring, dead_jobs: 1, decisions: vec![account()] };
        let calm = Desk { waiting: 0, oldest: None, expiring: Vec::new(), dead_jobs: 0, decisions: Vec::new() };
        let unset = || vec![Unset { label: Text::new("backoffice-set-up-terms"), href: "/staff/settings/terms" }];
        let till = |lines, odd, more| Some(Till { lines, odd, more });
        let home = |unset, desk: Option<Desk>| {
            let till =
                desk.as_ref().and_then(|desk| if desk.waiting > 0 { till(3, 30, true) } else { till(0, 0, false) });
            let answers = till.map(|till| Answers {
                owed: till.odd,
                more: till.more,
                first: Some(now()).filter(|_| till.odd > 0),
            });
            let waiting =
                |till: Till| Corrections { waiting: till.lines, oldest: Some(now()).filter(|_| till.lines > 0) };
            let (corrections, phone) = (till.map(waiting), Some(AccountId(1042)));
            HomeView { unset, desk, till, answers, corrections, phone, now: now() }
        };
        vec![home(Vec::new(), Some(busy)), home(unset(), Some(calm)), home(unset(), None)]
    }
}

impl SignUpsView {
    pub fn samples() -> Vec<SignUpsView> {
        let row = |duplicates| ApplicationRow {
            application: Application { account: account(), company: company(), duplicates },
            applicant: Some(verbatim("Camille <b>")),
        };
        let view =
            |rows, next| SignUpsView { waiting: 2, rows, may_decide: true, locale: Locale::Fr, now: now(), next };
        vec![
            view(vec![row(duplicates()), row(Vec::new())], Some("/staff/sign-ups?after=1".into())),
            view(Vec::new(), None),
        ]
    }
}

impl PeopleView {
    pub fn samples() -> Vec<PeopleView> {
        let view = |q: &str, found| PeopleView { q: q.into(), found };
        vec![view("", Vec::new()), view("<b>", Vec::new()), view("camille", vec![found_person()])]
    }
}

impl PersonView {
    pub fn samples() -> Vec<PersonView> {
        let found = Found {
            id: AccountId(1042),
            name: "Atelier <b>".into(),
            state: AccountState::Active,
            town: "Rennes".into(),
            siren: None,
            administration_email: email(),
        };
        let customer =
            Person { staff: StaffPermissions::NONE, confirmed_at: Some(now()), disabled_at: None, ..person() };
        vec![
            PersonView { person: person(), second_factor: true, accounts: Vec::new(), may_manage: true },
            PersonView { person: customer, second_factor: false, accounts: vec![found], may_manage: true },
        ]
    }
}

impl TeamView {
    pub fn sample() -> TeamView {
        TeamView { colleagues: vec![Colleague { person: found_person(), second_factor: true }] }
    }
}
