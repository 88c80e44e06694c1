//! Where an application stands, and what is missing.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{
    AccountState, Button, ClientAddress, Flash, Form, Gate, Limited, Once, Page, Step, View, WebError, Width, Written,
};

use super::within;
use crate::model::{Account, Company};
use crate::permissions::ViewStatus;
use crate::service::companies;
use crate::service::twins::{self, Twin};

/// The state of an application.
#[derive(Template)]
#[template(path = "pages/status.html")]
pub(crate) struct StatusView {
    account: AccountId,
    state: AccountState,
    reason: Option<String>,
    steps: Vec<Step>,
    company: Company,
    missing: Vec<Text>,
    href_home: String,
    href_application: String,
    href_ask: String,
    /// Whether the company has an account already.
    twin: Option<Twin>,
    once: Once,
}

impl View for StatusView {
    fn title(&self) -> Text {
        Text::new("accounts-status-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl StatusView {
    fn new(account: Account, company: Company, twin: Option<Twin>, once: Once) -> StatusView {
        StatusView {
            account: account.id,
            state: account.state,
            steps: steps(&account),
            missing: missing(&company),
            href_home: format!("/accounts/{}", account.id),
            href_application: within(account.id, "application"),
            href_ask: within(account.id, "ask-invitation"),
            reason: account.reason,
            company,
            twin,
            once,
        }
    }

    fn is_refused(&self) -> bool {
        self.state == AccountState::Refused
    }

    fn is_open(&self) -> bool {
        self.state == AccountState::Active
    }

    fn is_suspended(&self) -> bool {
        self.state == AccountState::Suspended
    }

    fn is_closed(&self) -> bool {
        self.state == AccountState::Closed
    }

    fn is_waiting(&self) -> bool {
        self.state == AccountState::Pending
    }
}

/// `GET /accounts/{account}/status`
pub(crate) async fn show(gate: Gate<ViewStatus>) -> Result<Page, WebError> {
    let (id, now) = (gate.account()?, gate.now());
    let (actor, (account, company, twin)) = gate
        .read(move |read, _| {
            let (account, company) = main_company(read, id)?;
            let twin = twins::twin_of(read, &account, &company, now)?;
            Ok((account, company, twin))
        })
        .await?;
    Ok(gate.page(&actor, StatusView::new(account, company, twin, gate.once())))
}

/// `POST /accounts/{account}/ask-invitation`: of the admin of the account that the company has already.
pub(crate) async fn ask_invitation(
    gate: Gate<ViewStatus>,
    address: ClientAddress,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    let id = gate.account()?;
    let (actor, written) =
        gate.write_sure_once(&form.once, move |tx, ctx, _| twins::ask_invitation(tx, ctx, id)).await?;
    let said = match written {
        Written::Done(false) => Flash::warning(Text::new("accounts-twin-nobody")),
        Written::Done(true) | Written::Repeated => Flash::done(Text::new("accounts-twin-asked-now")),
    };
    Ok(gate.redirect(&actor, &within(id, "status"), said))
}

/// An account with its main company.
pub(super) fn main_company(read: &mut kit_db::Read<'_>, id: AccountId) -> Result<(Account, Company), WebError> {
    let account = crate::service::account(read, id)?.ok_or(WebError::NotFound)?;
    let main = companies::companies(read, id)?.into_iter().find(|company| company.id == account.company);
    Ok((account, main.ok_or(WebError::NotFound)?))
}

fn steps(account: &Account) -> Vec<Step> {
    let date = |at: jiff::Timestamp| Text { key: "accounts-step-on", args: vec![("at", kit_core::Arg::Date(at))] };
    let sent = Step::done(Text::new("accounts-step-sent")).note(date(account.created_at));
    let confirmed = Text::new("accounts-step-confirmed");
    let review = Text::new("accounts-step-review");
    let open = Text::new("accounts-step-open");
    let confirmed = match account.applied_at {
        Some(at) if account.state != AccountState::Unconfirmed => Step::done(confirmed).note(date(at)),
        _ => Step::current(confirmed).note(Text::new("accounts-step-confirm-note")),
    };
    let (review, open) = match account.state {
        AccountState::Unconfirmed => (Step::to_do(review), Step::to_do(open)),
        AccountState::Pending => {
            (Step::current(review).note(Text::new("accounts-step-review-note")), Step::to_do(open))
        }
        AccountState::Refused => (Step::failed(Text::new("accounts-step-refused")), Step::to_do(open)),
        AccountState::Active | AccountState::Suspended | AccountState::Closed => (Step::done(review), Step::done(open)),
    };
    vec![sent, confirmed, review, open]
}

/// What an application may lack: nothing that keeps it from being sent, all that makes it easier to accept.
fn missing(company: &Company) -> Vec<Text> {
    let lacks = [
        (company.vat_number.is_none(), Text::new("accounts-vat-number")),
        (company.is_french() && company.ape.is_none(), Text::new("accounts-ape")),
        (company.phone.is_none(), Text::new("accounts-phone")),
    ];
    lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, text)| text).collect()
}

#[cfg(test)]
impl StatusView {
    pub(super) fn sample(state: AccountState) -> StatusView {
        let asked_at = (state == AccountState::Active).then_some(jiff::Timestamp::UNIX_EPOCH);
        let twin = Some(Twin { asked_at, may_ask: asked_at.is_none() });
        let account = Account { state, reason: Some("SIREN inconnu.".into()), ..super::views::account() };
        StatusView::new(account, super::views::company(), twin, Once::default())
    }
}
