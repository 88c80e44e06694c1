//! Who tries the routes: nobody, each role, members of accounts in each state, staff, programs.

use http::header;
use kit_core::AccountId;
use kit_testkit::Client;
use kit_web::{AccountState, Demand, Role, Roles, Scope, Scopes, StaffPermission, StaffPermissions};

use crate::town::Town;

/// Somebody, or a program, at the gate.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub name: String,
    pub kind: Kind,
    /// The account in whose URLs he or she tries.
    pub account: AccountId,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Nobody,
    Person { email: &'static str, place: Option<(AccountState, Roles)>, staff: StaffPermissions, second_factor: bool },
    Program { key: String, known: Option<Scopes> },
    Machine { token: String },
}

/// What a route answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    LetIn,
    SignIn,
    NotFound,
    NotOpen,
    SecondFactor,
    NoKey,
    NoScope,
}

/// The account that most of them try: that of the Kerlann, which is active.
pub const OURS: &str = "Kerlann";
/// Another active account, with nobody in both but the one who is left out here.
pub const THEIRS: &str = "Nord-Lumière";

/// Everybody.
pub async fn visitors(town: &Town) -> Vec<Visitor> {
    let ours = town.account(OURS).account;
    let person = |name: &str, email, place: Option<(AccountState, &[Role])>, account| Visitor {
        name: name.to_owned(),
        account,
        kind: Kind::Person {
            email,
            place: place.map(|(state, roles)| (state, Roles::of(roles))),
            staff: StaffPermissions::NONE,
            second_factor: true,
        },
    };
    let active = |roles: &'static [Role]| Some((AccountState::Active, roles));
    let mut all = vec![
        Visitor { name: "nobody".to_owned(), kind: Kind::Nobody, account: ours },
        person("an admin", "maelle@kerlann.example", active(&[Role::Admin]), ours),
        person("a contract manager", "tugdual@kerlann.example", active(&[Role::ContractManager]), ours),
        person("a software coordinator", "solenn@kerlann.example", active(&[Role::SoftwareCoordinator]), ours),
        person("a user", "ewen@kerlann.example", active(&[Role::User]), ours),
        person("an admin of another account", "ombeline@nord-lumiere.example", None, ours),
    ];
    let states = [
        ("Tavernel", "jeanne@tavernel.example", AccountState::Suspended),
        ("Ostrelle", "aurele@ostrelle.example", AccountState::Pending),
        ("Fictelle", "prune@fictelle.example", AccountState::Refused),
    ];
    for (account, email, state) in states {
        let name = format!("an admin of an account that is {state}");
        all.push(person(&name, email, Some((state, &[Role::Admin])), town.account(account).account));
    }
    let staff = [
        ("irene@cotelier.example", StaffPermission::Owner),
        ("noemie@cotelier.example", StaffPermission::Support),
        ("gaspard@cotelier.example", StaffPermission::CustomerService),
        ("rachel@cotelier.example", StaffPermission::Billing),
        ("thibault@cotelier.example", StaffPermission::Catalogue),
    ];
    for (email, permission) in staff {
        let staff = StaffPermissions::of(&[permission]);
        let kind = Kind::Person { email, place: None, staff, second_factor: true };
        all.push(Visitor { name: format!("staff for {permission}"), kind, account: ours });
    }
    let kind = Kind::Person {
        email: "irene@cotelier.example",
        place: None,
        staff: StaffPermissions::of(&[StaffPermission::Owner]),
        second_factor: false,
    };
    all.push(Visitor { name: "the owner without a second factor".to_owned(), kind, account: ours });
    for scope in Scope::ALL {
        let scopes = Scopes::of(&[*scope]);
        let key = town.new_key(ours, scopes).await;
        let kind = Kind::Program { key, known: Some(scopes) };
        all.push(Visitor { name: format!("a program with {scope}"), kind, account: ours });
    }
    let unknown = format!("gk_{}", "A".repeat(43));
    for (name, key) in [("a program with a wrong key", unknown.as_str()), ("a program with no key at all", "x")] {
        let kind = Kind::Program { key: key.to_owned(), known: None };
        all.push(Visitor { name: name.to_owned(), kind, account: ours });
    }
    let kind = Kind::Machine { token: town.machine(ours).await.1 };
    all.push(Visitor { name: "a machine".to_owned(), kind, account: ours });
    all
}

impl Visitor {
    /// What he or she tries with.
    pub async fn client(&self, town: &Town) -> Client {
        match &self.kind {
            Kind::Nobody => town.app.client(),
            Kind::Person { email, second_factor, .. } => town.signed_in(email, *second_factor).await,
            Kind::Machine { token } => town.app.client().with_header(header::AUTHORIZATION, &format!("Bearer {token}")),
            Kind::Program { key, .. } => town.app.client().with_header(header::AUTHORIZATION, &format!("Bearer {key}")),
        }
    }

    /// Whether it says itself what a use costs.
    pub fn charges(&self) -> bool {
        matches!(&self.kind, Kind::Program { known: Some(known), .. } if known.contains(Scope::CreditsCharge))
    }

    /// What a route with this demand owes him or her.
    pub fn expects(&self, demand: Demand) -> Verdict {
        match (demand, &self.kind) {
            (Demand::Public, _) => Verdict::LetIn,
            (Demand::Key(scopes), Kind::Program { known: Some(known), .. }) => {
                if known.any(scopes) {
                    Verdict::LetIn
                } else {
                    Verdict::NoScope
                }
            }
            (Demand::Machine, Kind::Machine { .. }) => Verdict::LetIn,
            (Demand::Key(_) | Demand::Machine, _) => Verdict::NoKey,
            // Neither a key nor a machine's token opens a page.
            (_, Kind::Nobody | Kind::Program { .. } | Kind::Machine { .. }) => Verdict::SignIn,
            (Demand::SignedIn, Kind::Person { .. }) => Verdict::LetIn,
            (Demand::Applicant, Kind::Person { place, .. }) => {
                if place.is_some() {
                    Verdict::LetIn
                } else {
                    Verdict::NotFound
                }
            }
            (Demand::Member(roles), Kind::Person { place, .. }) => match place {
                None => Verdict::NotFound,
                Some((state, _)) if !state.is_open() => Verdict::NotOpen,
                Some((_, own)) if own.any(roles) => Verdict::LetIn,
                Some(_) => Verdict::NotFound,
            },
            (Demand::Staff(permissions), Kind::Person { staff, second_factor, .. }) => {
                let may = staff.contains(StaffPermission::Owner) || staff.any(permissions);
                match (may, second_factor) {
                    (false, _) => Verdict::NotFound,
                    (true, false) => Verdict::SecondFactor,
                    (true, true) => Verdict::LetIn,
                }
            }
        }
    }
}
