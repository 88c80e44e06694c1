//! Which company is invoiced, and from which day on: for the account, and for the publisher's staff.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{AccountId, Context, FieldErrors, Text};
use kit_db::{Day, Lock, Read, Tx};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Path, Permission, Tone, View, WebError, Width, Written};
use serde::Deserialize;

use super::{again, within};
use crate::model::{Account, ChoiceStanding, Company, CompanyId, InvoicedChoice, InvoicedForm, standings};
use crate::permissions::{ChooseInvoiced, ManageBilling};
use crate::service::invoiced::{self, InvoicedRefusal};
use crate::service::{billing, companies};

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChooseForm {
    once: Once,
    #[serde(flatten)]
    wish: InvoicedForm,
}

/// The button that withdraws a choice.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WithdrawForm {
    once: Once,
    choice: String,
}

/// Where the page stands: in the account, or in the back office.
#[derive(Debug, Clone, Copy)]
struct Place {
    account: AccountId,
    office: bool,
}

impl Place {
    fn page(self) -> String {
        if self.office {
            format!("/staff/accounts/{}/invoiced", self.account)
        } else {
            within(self.account, "billing/company")
        }
    }

    fn back(self) -> String {
        if self.office { format!("/staff/accounts/{}", self.account) } else { within(self.account, "billing") }
    }
}

/// A line of the history.
struct Line {
    company: String,
    from: Timestamp,
    /// When it was chosen, and by whom; nothing for what held before anything was.
    chosen: Option<(Timestamp, Text)>,
    look: (Tone, &'static str, Text),
    /// What withdraws it.
    withdraws: Option<i64>,
}

/// What the page tells.
struct Told {
    account: Account,
    today: Day,
    companies: Vec<Company>,
    choices: Vec<InvoicedChoice>,
    other_address: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/invoiced.html")]
pub(crate) struct InvoicedView {
    errors: FieldErrors,
    form: ChooseForm,
    once: Once,
    office: bool,
    page: String,
    back: String,
    name: String,
    company: String,
    choices: Vec<Choice>,
    lines: Vec<Line>,
    other_address: bool,
    href_add: String,
}

impl View for InvoicedView {
    fn title(&self) -> Text {
        Text::new("accounts-invoiced-company")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /accounts/{account}/billing/company`
pub(crate) async fn show(gate: Gate<ManageBilling>) -> Result<Response, WebError> {
    let place = Place { account: gate.account()?, office: false };
    shown(&gate, place, None, FieldErrors::default()).await
}

/// `POST /accounts/{account}/billing/company`
pub(crate) async fn choose(gate: Gate<ManageBilling>, Form(form): Form<ChooseForm>) -> Result<Response, WebError> {
    let place = Place { account: gate.account()?, office: false };
    chosen(&gate, place, form).await
}

/// `POST /accounts/{account}/billing/company/withdraw`
pub(crate) async fn withdraw(gate: Gate<ManageBilling>, Form(form): Form<WithdrawForm>) -> Result<Response, WebError> {
    let place = Place { account: gate.account()?, office: false };
    withdrawn(&gate, place, &form).await
}

/// `GET /staff/accounts/{id}/invoiced`
pub(crate) async fn staff_show(
    gate: Gate<ChooseInvoiced>,
    Path(account): Path<AccountId>,
) -> Result<Response, WebError> {
    shown(&gate, Place { account, office: true }, None, FieldErrors::default()).await
}

/// `POST /staff/accounts/{id}/invoiced`
pub(crate) async fn staff_choose(
    gate: Gate<ChooseInvoiced>,
    Path(account): Path<AccountId>,
    Form(form): Form<ChooseForm>,
) -> Result<Response, WebError> {
    chosen(&gate, Place { account, office: true }, form).await
}

/// `POST /staff/accounts/{id}/invoiced/withdraw`
pub(crate) async fn staff_withdraw(
    gate: Gate<ChooseInvoiced>,
    Path(account): Path<AccountId>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, WebError> {
    withdrawn(&gate, Place { account, office: true }, &form).await
}

async fn chosen<P: Permission>(gate: &Gate<P>, place: Place, form: ChooseForm) -> Result<Response, WebError> {
    let account = place.account;
    let wish = match form.wish.read() {
        Ok(wish) => wish,
        Err(errors) => return shown(gate, place, Some(form), errors).await,
    };
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| invoiced::choose(tx, ctx, account, wish);
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let refusal = match written {
        Written::Done(()) | Written::Repeated => {
            return Ok(gate.redirect(&actor, &place.page(), Flash::done(Text::new("accounts-saved"))));
        }
        Written::Refused(refusal) => refusal,
    };
    let field = match refusal {
        InvoicedRefusal::NoAccount => return Err(WebError::NotFound),
        InvoicedRefusal::Unknown | InvoicedRefusal::Same => "company",
        InvoicedRefusal::Day(_) | InvoicedRefusal::TooMany | InvoicedRefusal::TooManyToday | InvoicedRefusal::Begun => {
            "from"
        }
    };
    shown(gate, place, Some(form), FieldErrors::one(field, refusal)).await
}

async fn withdrawn<P: Permission>(gate: &Gate<P>, place: Place, form: &WithdrawForm) -> Result<Response, WebError> {
    let (account, seq) = (place.account, form.choice.parse::<i64>().unwrap_or_default());
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| invoiced::withdraw(tx, ctx, account, seq);
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let said = match written {
        Written::Done(()) | Written::Repeated => Flash::done(Text::new("accounts-invoiced-withdrawn")),
        Written::Refused(InvoicedRefusal::NoAccount) => return Err(WebError::NotFound),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &place.page(), said))
}

async fn shown<P: Permission>(
    gate: &Gate<P>,
    place: Place,
    form: Option<ChooseForm>,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (account, now) = (place.account, gate.now());
    let (actor, told) = gate.read(move |read, _| told(read, account, now)).await?;
    let from = told.today.to_string();
    let form =
        form.unwrap_or_else(|| ChooseForm { once: gate.once(), wish: InvoicedForm { company: String::new(), from } });
    let is_wrong = !errors.is_empty();
    let view = InvoicedView::new(place, told, form, gate.once(), errors);
    if is_wrong { again(gate, &actor, view) } else { Ok(gate.page(&actor, view).into_response()) }
}

fn told(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Told, WebError> {
    let found = crate::service::account(read, account)?.ok_or(WebError::NotFound)?;
    Ok(Told {
        today: Day::at(now, publisher::time_zone(read)?),
        companies: companies::companies(read, account)?,
        choices: invoiced::choices(read, account)?,
        other_address: billing::billing(read, account)?.country.is_some(),
        account: found,
    })
}

fn look(standing: ChoiceStanding) -> (Tone, &'static str, Text) {
    match standing {
        ChoiceStanding::Coming => (Tone::Info, "hourglass", Text::new("accounts-invoiced-coming")),
        ChoiceStanding::InForce => (Tone::Success, "circle-check", Text::new("accounts-invoiced-in-force")),
        ChoiceStanding::Past => (Tone::Neutral, "clock", Text::new("accounts-invoiced-over")),
        ChoiceStanding::Replaced => (Tone::Neutral, "refresh", Text::new("accounts-invoiced-replaced")),
        ChoiceStanding::Withdrawn => (Tone::Neutral, "x", Text::new("accounts-invoiced-taken-back")),
    }
}

impl InvoicedView {
    fn new(place: Place, told: Told, form: ChooseForm, once: Once, errors: FieldErrors) -> InvoicedView {
        let Told { account, today, companies, choices, other_address } = told;
        let name = |id: CompanyId| {
            companies.iter().find(|company| company.id == id).map(|company| company.name.clone()).unwrap_or_default()
        };
        let standings = standings(&choices, today);
        let is_chosen = standings.contains(&ChoiceStanding::InForce);
        let line = |(choice, standing): (&InvoicedChoice, ChoiceStanding)| Line {
            company: name(choice.company),
            from: choice.from_day.noon(),
            chosen: Some((choice.chosen_at, chooser(choice))),
            look: look(standing),
            withdraws: (standing == ChoiceStanding::Coming).then_some(choice.seq),
        };
        let mut lines: Vec<Line> = choices.iter().zip(standings).map(line).collect();
        lines.push(Line {
            company: name(account.company),
            from: account.created_at,
            chosen: None,
            look: look(if is_chosen { ChoiceStanding::Past } else { ChoiceStanding::InForce }),
            withdraws: None,
        });
        let in_force = lines.iter().find(|line| line.look == look(ChoiceStanding::InForce));
        InvoicedView {
            errors,
            form,
            once,
            office: place.office,
            page: place.page(),
            back: place.back(),
            name: format!("{} ({})", account.name, account.id),
            company: in_force.map(|line| line.company.clone()).unwrap_or_default(),
            choices: companies.iter().map(|one| Choice::plain(one.id.to_string(), one.name.as_str())).collect(),
            lines,
            other_address,
            href_add: within(account.id, "company"),
        }
    }
}

fn chooser(choice: &InvoicedChoice) -> Text {
    if choice.publisher {
        Text::new("accounts-invoiced-by-publisher")
    } else {
        Text::new("accounts-invoiced-by-account")
    }
}

#[cfg(test)]
impl InvoicedView {
    /// A page with every standing; of one company only; in the back office.
    pub(super) fn samples() -> [InvoicedView; 3] {
        let day = |day: i8| Day(jiff::civil::date(2026, 11, day));
        let choice = |seq: i64, at: i8, withdrawn: bool| InvoicedChoice {
            from_day: day(at),
            seq,
            company: CompanyId::from_raw(1),
            chosen_at: Timestamp::UNIX_EPOCH,
            publisher: seq == 3,
            withdrawn_at: withdrawn.then_some(Timestamp::UNIX_EPOCH),
        };
        let choices = vec![
            choice(5, 30, false),
            choice(4, 21, true),
            choice(3, 21, false),
            choice(2, 21, false),
            choice(1, 1, false),
        ];
        let company = super::views::company();
        let both = vec![company.clone(), Company { id: CompanyId::from_raw(2), ..company.clone() }];
        let view = |office: bool, companies: Vec<Company>, choices: Vec<InvoicedChoice>| {
            let told =
                Told { account: super::views::account(), today: day(21), companies, choices, other_address: !office };
            let form = ChooseForm::default();
            let errors = form.wish.read().err().unwrap_or_default();
            InvoicedView::new(Place { account: AccountId(1042), office }, told, form, Once::default(), errors)
        };
        [view(false, both.clone(), choices.clone()), view(false, vec![company], Vec::new()), view(true, both, choices)]
    }
}
