//! The frame of a page, made of who acts and where the page is.

use kit_core::Text;

use crate::access::{AccountState, Actor, Demand};
use crate::app::App;
use crate::layout::{CurrentAccount, Flash, Frame, PersonMenu, Side, Tab};
use crate::module::TabEntry;

/// What stands for the account in the path of a tab.
const ACCOUNT: &str = "{account}";
/// Where the path of a tab has the account of the page on the staff's side, or whatever else the page is about.
const ANY: &str = "{id}";

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
    let nearness = |entry: &TabEntry| {
        let places = entry.also.iter().chain([&entry.path]);
        places.filter_map(|place| covered(place, &account, path)).max()
    };
    let open: Vec<&TabEntry> =
        app.tabs.iter().filter(|entry| entry.side == side && actor.meets(entry.demand)).collect();
    let near = open.iter().filter_map(|entry| Some((nearness(entry)?, entry.path)));
    let current = near.max().map(|(_, path)| path);
    let tab = |entry: &&TabEntry| Tab {
        href: entry.path.replace(ACCOUNT, &account),
        label: entry.label.clone(),
        icon: entry.icon,
        current: current == Some(entry.path),
    };
    open.iter().map(tab).collect()
}

/// How much of `path` the path of a tab covers, if the page is that of the tab or below it.
fn covered(tab: &str, account: &str, path: &str) -> Option<usize> {
    if let Some((before, after)) = tab.split_once(ANY) {
        let named = path.strip_prefix(before)?;
        let rest = named[named.find('/').unwrap_or(named.len())..].strip_prefix(after)?;
        return (rest.is_empty() || rest.starts_with('/')).then_some(path.len() - rest.len());
    }
    let rest = match tab.split_once(ACCOUNT) {
        Some((before, after)) => path.strip_prefix(before)?.strip_prefix(account)?.strip_prefix(after)?,
        None => path.strip_prefix(tab)?,
    };
    (rest.is_empty() || rest.starts_with('/')).then_some(path.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_covers_its_page_and_those_below() {
        let covers = |tab: &str, path: &str| covered(tab, "C-1042", path).is_some();
        assert!(covers("/accounts/{account}/credits", "/accounts/C-1042/credits/lots"));
        assert!(!covers("/accounts/{account}/credits", "/accounts/C-1043/credits"));
        let phone = "/staff/accounts/{id}/phone";
        assert!(covers(phone, "/staff/accounts/C-7/phone") && covers(phone, "/staff/accounts/C-7/phone/x"));
        for path in ["/staff/accounts/C-7", "/staff/accounts/C-7/phones", "/staff/accounts/C-7/8/phone", "/staff"] {
            assert!(!covers(phone, path), "{path}");
        }
        let near = covered(phone, "", "/staff/accounts/C-7/phone");
        assert!(near > covered("/staff/accounts", "", "/staff/accounts/C-7/phone"), "the nearer one is lit");
    }
}
