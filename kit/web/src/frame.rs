//! The frame of a page, made of who acts and where the page is.

use kit_core::Text;

use crate::access::{AccountState, Actor, Demand};
use crate::app::App;
use crate::layout::{CurrentAccount, Flash, Frame, PersonMenu, Side, Tab};
use crate::module::TabEntry;

pub(crate) fn frame(app: &App, actor: &Actor, demand: Demand, path: &str, flash: Option<Flash>) -> Frame {
    let side = side(actor, demand);
    let account = actor.member.as_ref().map(|member| CurrentAccount {
        id: member.account,
        name: member.name.clone(),
        state: (member.state == AccountState::Suspended).then(|| Text::new("web-account-suspended")),
    });
    Frame {
        side,
        brand: actor.brand.clone(),
        person: actor
            .person
            .as_ref()
            .map(|person| PersonMenu { name: person.name.clone(), email: person.email.clone() }),
        tabs: tabs(app, actor, side, path),
        account,
        accounts: actor.accounts.clone(),
        staff: actor.person.as_ref().is_some_and(|person| !person.staff.is_empty()),
        flash,
        path: path.to_owned(),
    }
}

fn side(actor: &Actor, demand: Demand) -> Side {
    match demand {
        Demand::Staff(_) => Side::Staff,
        Demand::Member(_) | Demand::Applicant if actor.member.is_some() => Side::Account,
        Demand::SignedIn => Side::Person,
        _ => Side::Public,
    }
}

/// The tabs that the actor may open. The one with the longest path that begins the page's is the current one.
fn tabs(app: &App, actor: &Actor, side: Side, path: &str) -> Vec<Tab> {
    let account = actor.member.as_ref().map(|member| member.account.to_string()).unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    let href = |path: &str| path.replace("{account}", &account);
    let within = |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let nearness = |entry: &&TabEntry| {
        let places = entry.also.iter().chain([&entry.path]).map(|path| href(path));
        places.filter(|href| within(href)).map(|href| href.len()).max()
    };
    let open: Vec<&TabEntry> =
        app.tabs.iter().filter(|entry| entry.side == side && actor.meets(entry.demand)).collect();
    let current = open.iter().filter(|entry| nearness(entry).is_some()).max_by_key(|entry| nearness(entry));
    let current = current.map(|entry| entry.path);
    let tab = |entry: &&TabEntry| Tab {
        href: href(entry.path),
        label: entry.label.clone(),
        icon: entry.icon,
        current: current == Some(entry.path),
    };
    open.iter().map(tab).collect()
}
