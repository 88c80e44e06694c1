//! The machines of the invented customers: linked with the personal code, most of them still switched on.

use kit_core::Author;
use kit_db::Failed;
use machines::service::{self, LinkRequest, Linking};
use machines::{NewMachine, PersonalCode};

use super::lives::Life;
use super::past::Past;
use crate::failure::Failure;

/// Name, system, and the version that it has since; none where nobody heard of it for long.
type Workstation = (&'static str, &'static str, Option<&'static str>);

/// What every machine began with.
const FIRST_VERSION: &str = "4.2.0";

/// The machines of the customers, in their order; those that are left out have none.
const MACHINES: [&[Workstation]; 5] = [
    &[
        ("BE-01", "Windows 11", Some("4.6.1")),
        ("BE-02", "Windows 11", Some("4.6.1")),
        ("BE-03", "Windows 10", Some("4.5.3")),
        ("Portable de Solenn", "macOS 15", Some("4.6.1")),
        ("Ancien traceur", "Windows 7", None),
    ],
    &[
        ("Atelier", "Windows 11", Some("4.6.1")),
        ("Bureau de Bastien", "Windows 11", Some("4.6.0")),
        ("Scierie", "Windows 10", None),
    ],
    &[("Lille-1", "Windows 11", Some("4.6.1")), ("Lille-2", "Ubuntu 24.04", Some("4.6.1"))],
    &[("Gent-A", "Windows 11", Some("4.6.1"))],
    &[("Comptoir", "Windows 10", Some("4.4.0"))],
];

/// Makes a code and links the machines with it.
pub(super) async fn link(past: &Past, life: &mut Life, n: usize) -> Result<(), Failure> {
    let account = life.account;
    let code = past.act(life.admin()?, move |tx, ctx| service::make(tx, ctx, account)).await?;
    for (name, system, now) in MACHINES.get(n).copied().unwrap_or_default() {
        let request = LinkRequest {
            account,
            code: Some(code.clone()),
            machine: NewMachine {
                name: (*name).to_owned(),
                system: (*system).to_owned(),
                application: "Planelle".to_owned(),
                version: FIRST_VERSION.to_owned(),
            },
            replaces: None,
            key: PersonalCode::random(&past.context(Author::Visitor).random).reveal(),
            from: Vec::new(),
        };
        let linked = past.act(Author::Visitor, move |tx, ctx| service::link(tx, ctx, &request)).await?;
        let Linking::Done(linked) = linked else { return Err(Failure::new(format!("{name} cannot be linked"))) };
        life.machines.extend(now.map(|version| (linked.machine.id, *name, version)));
    }
    Ok(())
}

/// Those that are switched on tell of themselves.
pub(super) async fn hear(past: &Past, life: &Life) -> Result<(), Failure> {
    for (id, name, version) in life.machines.iter().copied() {
        let author = Author::Machine { account: life.account, name: name.to_owned() };
        past.act(author, move |tx, ctx| Ok::<_, Failed<people::TryAgain>>(service::hear(tx, ctx, id, Some(version))?))
            .await?;
    }
    Ok(())
}
