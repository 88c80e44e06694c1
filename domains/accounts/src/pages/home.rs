//! The account's home: where things stand, and what to do next.

use askama::Template;
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{Actor, Gate, Page, Permission, Tile, View, WebError, verbatim};

use super::within;
use crate::model::Account;
use crate::permissions::{ManageKeys, ManageMembers, ViewAccount, ViewMembers};
use crate::service::{invitations, keys, members};
use crate::store;

/// Something worth doing, with the way there.
struct NextStep {
    icon: &'static str,
    label: Text,
    why: Text,
    href: String,
}

/// The figures of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figures {
    account: Account,
    members: usize,
    invited: usize,
    keys: usize,
    has_billing: bool,
}

/// The account's home.
#[derive(Template)]
#[template(path = "pages/home.html")]
pub(crate) struct HomeView {
    account: AccountId,
    name: String,
    reason: Option<String>,
    sees_members: bool,
    sees_keys: bool,
    figures: Figures,
    tiles: Vec<Tile>,
    next: Vec<NextStep>,
}

impl View for HomeView {
    fn title(&self) -> Text {
        verbatim(self.name.as_str())
    }
}

/// `GET /accounts/{account}`
pub(crate) async fn show(gate: Gate<ViewAccount>) -> Result<Page, WebError> {
    let (account, now, app) = (gate.account()?, gate.now(), gate.app().clone());
    let (actor, (figures, tiles)) = gate
        .read(move |read, actor| {
            let Some(found) = crate::service::account(read, account)? else { return Err(WebError::NotFound) };
            let figures = Figures {
                account: found,
                members: members::members(read, account)?.len(),
                invited: invitations::invitations(read, account)?.len(),
                keys: keys::keys(read, account)?.len(),
                has_billing: store::billing::of_account(read, account)?.is_some(),
            };
            Ok((figures, app.tiles(read, actor, account, now)?))
        })
        .await?;
    Ok(gate.page(&actor, HomeView::new(&actor, figures, tiles)))
}

impl HomeView {
    fn new(actor: &Actor, figures: Figures, tiles: Vec<Tile>) -> HomeView {
        HomeView {
            account: figures.account.id,
            name: figures.account.name.clone(),
            reason: figures.account.reason.clone(),
            sees_members: actor.meets(ViewMembers::DEMAND),
            sees_keys: actor.meets(ManageKeys::DEMAND),
            next: next_steps(actor, &figures),
            tiles,
            figures,
        }
    }
}

/// What the member may do that nobody has done yet.
fn next_steps(actor: &Actor, figures: &Figures) -> Vec<NextStep> {
    let account = figures.account.id;
    let in_use = figures.account.state == kit_web::AccountState::Active;
    let mut steps = Vec::new();
    if in_use && actor.meets(ManageMembers::DEMAND) && figures.members == 1 && figures.invited == 0 {
        steps.push(NextStep {
            icon: "user-plus",
            label: Text::new("accounts-next-invite"),
            why: Text::new("accounts-next-invite-why"),
            href: within(account, "invitations/new"),
        });
    }
    if in_use && actor.meets(ManageKeys::DEMAND) && figures.keys == 0 {
        steps.push(NextStep {
            icon: "key",
            label: Text::new("accounts-next-key"),
            why: Text::new("accounts-next-key-why"),
            href: within(account, "keys/new"),
        });
    }
    if actor.meets(crate::permissions::ManageBilling::DEMAND) && !figures.has_billing {
        steps.push(NextStep {
            icon: "receipt",
            label: Text::new("accounts-next-billing"),
            why: Text::new("accounts-next-billing-why"),
            href: within(account, "billing"),
        });
    }
    steps
}

#[cfg(test)]
impl HomeView {
    pub(super) fn sample() -> HomeView {
        let actor = super::views::admin();
        let account = Account { reason: Some("Une facture reste impayée.".into()), ..super::views::account() };
        let figures = Figures { account, members: 1, invited: 0, keys: 0, has_billing: false };
        let tile = Tile {
            title: Text::new("accounts-members-title"),
            icon: "users",
            figure: Some((1, Text::new("accounts-account"))),
            notes: vec![(kit_web::Tone::Warning, Text::new("accounts-suspended-title"))],
            lines: Vec::new(),
            link: ("/a".into(), Text::new("accounts-see-members")),
        };
        HomeView::new(&actor, figures, vec![tile])
    }
}
