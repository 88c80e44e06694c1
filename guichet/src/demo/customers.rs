//! The invented customers, and the publisher's invented people. All addresses end in `.example` (RFC 2606), and the
//! company numbers are well formed but given to nobody.

use kit_core::Locale;
use kit_web::{AccountState, Role, StaffPermission};

/// The password of everybody in the demonstration.
pub(super) const PASSWORD: &str = "visite-libre-du-guichet";

/// Who has asked to be forgotten, and waits.
pub(super) const FORGETFUL: &str = "lucie@vercoureux.example";

/// A person of the publisher.
pub(super) struct Agent {
    pub(super) first: &'static str,
    pub(super) surname: &'static str,
    pub(super) email: &'static str,
    pub(super) permission: StaffPermission,
}

/// A customer.
pub(super) struct Customer {
    pub(super) company: &'static str,
    pub(super) country: &'static str,
    pub(super) number: &'static str,
    pub(super) vat_number: &'static str,
    pub(super) ape: &'static str,
    /// Street, postal code, town.
    pub(super) address: [&'static str; 3],
    pub(super) phone: &'static str,
    pub(super) locale: Locale,
    /// Days ago.
    pub(super) signed_up: i64,
    pub(super) fate: Fate,
    /// The first one signs the company up.
    pub(super) people: &'static [Colleague],
    /// Of a thousand operations, how many are this account's.
    pub(super) share: usize,
}

/// What has become of a sign-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Accepted,
    Suspended,
    Refused,
    Waiting,
    Unconfirmed,
}

impl Fate {
    /// The state that it leads to.
    pub(super) const fn state(self) -> AccountState {
        match self {
            Fate::Accepted => AccountState::Active,
            Fate::Suspended => AccountState::Suspended,
            Fate::Refused => AccountState::Refused,
            Fate::Waiting => AccountState::Pending,
            Fate::Unconfirmed => AccountState::Unconfirmed,
        }
    }
}

/// A person in an account. Somebody named before is the same person.
pub(super) struct Colleague {
    pub(super) first: &'static str,
    pub(super) surname: &'static str,
    pub(super) email: &'static str,
    pub(super) roles: &'static [Role],
}

const fn someone(first: &'static str, surname: &'static str, email: &'static str, roles: &'static [Role]) -> Colleague {
    Colleague { first, surname, email, roles }
}

use Role::{Admin, ContractManager, SoftwareCoordinator, User};

pub(super) const AGENTS: [Agent; 5] = [
    Agent { first: "Irène", surname: "Cotelier", email: "irene@cotelier.example", permission: StaffPermission::Owner },
    Agent {
        first: "Noémie",
        surname: "Sabler",
        email: "noemie@cotelier.example",
        permission: StaffPermission::Support,
    },
    Agent {
        first: "Gaspard",
        surname: "Tilleul",
        email: "gaspard@cotelier.example",
        permission: StaffPermission::CustomerService,
    },
    Agent {
        first: "Rachel",
        surname: "Orfila",
        email: "rachel@cotelier.example",
        permission: StaffPermission::Billing,
    },
    Agent {
        first: "Thibault",
        surname: "Quenne",
        email: "thibault@cotelier.example",
        permission: StaffPermission::Catalogue,
    },
];

pub(super) const CUSTOMERS: [Customer; 9] = [
    Customer {
        company: "Bureau d’études Kerlann",
        country: "FR",
        number: "999101017",
        vat_number: "",
        ape: "71.12B",
        address: ["14 rue du Halage", "35000", "Rennes"],
        phone: "02 99 00 00 14",
        locale: Locale::Fr,
        signed_up: 380,
        fate: Fate::Accepted,
        people: &[
            someone("Maëlle", "Kerlann", "maelle@kerlann.example", &[Admin]),
            someone("Tugdual", "Rocher", "tugdual@kerlann.example", &[ContractManager]),
            someone("Solenn", "Abgrall", "solenn@kerlann.example", &[SoftwareCoordinator]),
            someone("Ewen", "Guivarch", "ewen@kerlann.example", &[User]),
            someone("Nolwenn", "Tanguy", "nolwenn@kerlann.example", &[User]),
            someone("Youna", "Le Dret", "youna@kerlann.example", &[User]),
        ],
        share: 340,
    },
    Customer {
        company: "Charpentes du Vercoureux",
        country: "FR",
        number: "999202120",
        vat_number: "",
        ape: "43.91A",
        address: ["3 chemin de la Scierie", "38000", "Grenoble"],
        phone: "04 76 00 00 03",
        locale: Locale::Fr,
        signed_up: 372,
        fate: Fate::Accepted,
        people: &[
            someone("Bastien", "Montferrier", "bastien@vercoureux.example", &[Admin]),
            someone("Élise", "Durandal", "elise@vercoureux.example", &[ContractManager, SoftwareCoordinator]),
            someone("Karim", "Belhadri", "karim@vercoureux.example", &[User]),
            someone("Lucie", "Chamoux", "lucie@vercoureux.example", &[User]),
            someone("Solenn", "Abgrall", "solenn@kerlann.example", &[SoftwareCoordinator]),
        ],
        share: 320,
    },
    Customer {
        company: "Atelier Nord-Lumière",
        country: "FR",
        number: "999303233",
        vat_number: "",
        ape: "71.11Z",
        address: ["27 quai du Wault", "59000", "Lille"],
        phone: "03 20 00 00 27",
        locale: Locale::Fr,
        signed_up: 368,
        fate: Fate::Accepted,
        people: &[
            someone("Ombeline", "Vastreau", "ombeline@nord-lumiere.example", &[Admin]),
            someone("Inès", "Caudrelle", "ines@nord-lumiere.example", &[ContractManager, User]),
            someone("Victor", "Dhaene", "victor@nord-lumiere.example", &[User]),
            someone("Bastien", "Montferrier", "bastien@vercoureux.example", &[User]),
        ],
        share: 260,
    },
    Customer {
        company: "Vandermoor Bouw",
        country: "BE",
        number: "0999.888.767",
        vat_number: "BE0999888767",
        ape: "",
        address: ["Kraanlei 8", "9000", "Gent"],
        phone: "+32 9 000 00 08",
        locale: Locale::En,
        signed_up: 367,
        fate: Fate::Accepted,
        people: &[
            someone("Pieter", "Vandermoor", "pieter@vandermoor.example", &[Admin]),
            someone("Saskia", "Wouters", "saskia@vandermoor.example", &[ContractManager, User]),
        ],
        share: 60,
    },
    Customer {
        company: "Menuiserie Tavernel et Filles",
        country: "FR",
        number: "999404346",
        vat_number: "",
        ape: "43.32A",
        address: ["9 impasse des Copeaux", "44000", "Nantes"],
        phone: "02 40 00 00 09",
        locale: Locale::Fr,
        signed_up: 366,
        fate: Fate::Suspended,
        people: &[
            someone("Jeanne", "Tavernel", "jeanne@tavernel.example", &[Admin]),
            someone("Clotilde", "Tavernel", "clotilde@tavernel.example", &[User]),
        ],
        share: 20,
    },
    Customer {
        company: "Agence Fictelle",
        country: "FR",
        number: "999707672",
        vat_number: "",
        ape: "73.11Z",
        address: ["1 place du Marché", "33000", "Bordeaux"],
        phone: "",
        locale: Locale::Fr,
        signed_up: 40,
        fate: Fate::Refused,
        people: &[someone("Prune", "Fictelle", "prune@fictelle.example", &[Admin])],
        share: 0,
    },
    Customer {
        company: "Cabinet Ostrelle Géomètres",
        country: "FR",
        number: "999505456",
        vat_number: "",
        ape: "71.12A",
        address: ["22 boulevard de la Mire", "21000", "Dijon"],
        phone: "03 80 00 00 22",
        locale: Locale::Fr,
        signed_up: 4,
        fate: Fate::Waiting,
        people: &[someone("Aurèle", "Ostrelle", "aurele@ostrelle.example", &[Admin])],
        share: 0,
    },
    Customer {
        company: "Nord-Lumière Intérieurs",
        country: "FR",
        number: "999606569",
        vat_number: "",
        ape: "74.10Z",
        address: ["27 quai du Wault", "59000", "Lille"],
        phone: "",
        locale: Locale::Fr,
        signed_up: 2,
        fate: Fate::Waiting,
        people: &[someone("Hector", "Vastreau", "hector@nord-lumiere.example", &[Admin])],
        share: 0,
    },
    Customer {
        company: "Serrurerie Malbrun",
        country: "FR",
        number: "999808785",
        vat_number: "",
        ape: "43.32B",
        address: ["5 rue de la Forge", "67000", "Strasbourg"],
        phone: "",
        locale: Locale::Fr,
        signed_up: 1,
        fate: Fate::Unconfirmed,
        people: &[someone("Odilon", "Malbrun", "odilon@malbrun.example", &[Admin])],
        share: 0,
    },
];

/// Who was invited to the first account and has not come: the address, and how many days ago.
pub(super) const INVITED: [(&str, i64); 3] =
    [("enora@kerlann.example", 2), ("malo@kerlann.example", 1), ("brieuc@kerlann.example", 25)];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_25_people_who_can_sign_in_and_several_are_in_two_accounts() {
        let with_login = CUSTOMERS.iter().filter(|customer| customer.fate != Fate::Unconfirmed);
        let places: Vec<&str> = with_login.flat_map(|customer| customer.people.iter().map(|one| one.email)).collect();
        let people: BTreeSet<&str> = places.iter().copied().chain(AGENTS.iter().map(|agent| agent.email)).collect();
        assert_eq!(people.len(), 25);
        assert_eq!(places.len() + AGENTS.len() - people.len(), 2);
        assert!(people.iter().all(|email| email.ends_with(".example")));
    }

    #[test]
    fn every_role_permission_and_fate_is_there() {
        let roles: BTreeSet<Role> =
            CUSTOMERS.iter().flat_map(|c| c.people).flat_map(|one| one.roles).copied().collect();
        assert_eq!(roles.len(), Role::ALL.len());
        let permissions: BTreeSet<StaffPermission> = AGENTS.iter().map(|agent| agent.permission).collect();
        assert_eq!(permissions.len(), StaffPermission::ALL.len());
        for fate in [Fate::Accepted, Fate::Suspended, Fate::Refused, Fate::Waiting, Fate::Unconfirmed] {
            assert!(CUSTOMERS.iter().any(|customer| customer.fate == fate), "{fate:?}");
        }
    }

    #[test]
    fn the_shares_make_a_whole() {
        assert_eq!(CUSTOMERS.iter().map(|customer| customer.share).sum::<usize>(), 1000);
    }
}
