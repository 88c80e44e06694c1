//! The second step of a top-up: what it comes to; and the order itself.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, FieldErrors, Locale, Money, Text};
use kit_db::Failed;
use kit_i18n::filters;
use kit_web::{Actor, Flash, Form, Gate, Once, Query, View, WebError, href};
use serde::Deserialize;

use super::paper::Paper;
use super::top_up::{ChoiceForm, TopUpView, new_path, new_title, offer};
use super::within;
use crate::model::{Choice, OrderNumber};
use crate::permissions::BuyCredits;
use crate::service::{self, Offered, OrderRefusal, Summary};

/// What the summary sends: the choice, and the mark of what was shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PlaceForm {
    once: Once,
    #[serde(flatten)]
    choice: ChoiceForm,
    seen: String,
    /// The order like it that was shown: a second one is wanted.
    again: String,
}

/// A pack that costs less than the free amount.
pub(crate) struct Cheaper {
    says: Text,
    href: String,
}

/// What a choice comes to, before it is ordered.
#[derive(Template)]
#[template(path = "pages/summary.html")]
pub(crate) struct SummaryView {
    account: AccountId,
    once: Once,
    form: ChoiceForm,
    seen: String,
    paper: Paper,
    cheaper: Option<Cheaper>,
    /// The order that the account has just made of the same.
    like: Option<OrderNumber>,
    /// Why it is shown again.
    errors: FieldErrors,
}

impl View for SummaryView {
    fn title(&self) -> Text {
        Text::new("orders-summary-title")
    }
}

impl SummaryView {
    fn to(&self, page: &str) -> String {
        within(self.account, page)
    }

    fn new_path(&self) -> String {
        new_path(self.paper.unit)
    }

    fn new_title(&self) -> Text {
        new_title(self.paper.unit)
    }
}

impl Cheaper {
    fn of(account: AccountId, offered: &Offered, locale: Locale) -> Cheaper {
        let Offered { pack, quote } = offered;
        let says = Text::new("orders-cheaper")
            .with("name", pack.name.of(locale))
            .with("credits", pack.credits)
            .with("gross", Money::euro_cents(quote.totals.gross));
        let summary = within(account, "orders/summary");
        Cheaper { says, href: href(&summary, &[("choice", &pack.id.to_string())]) }
    }
}

/// How the choice of a form ended.
enum Priced {
    Summary(Box<Summary>),
    Refused(OrderRefusal),
}

/// `GET /accounts/{account}/orders/summary`
pub(crate) async fn summary(gate: Gate<BuyCredits>, Query(form): Query<ChoiceForm>) -> Result<Response, WebError> {
    match form.read() {
        Ok(choice) => priced(&gate, choice, form, FieldErrors::default()).await,
        Err(errors) => again(&gate, form, errors).await,
    }
}

/// The summary of a choice, or the first step again with what is wrong with it.
async fn priced(
    gate: &Gate<BuyCredits>,
    choice: Choice,
    form: ChoiceForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let quote = move |read: &mut kit_db::Read<'_>, _: &Actor| match service::summary(read, account, choice, now) {
        Ok(summary) => Ok(Priced::Summary(Box::new(summary))),
        Err(Failed::Refused(refusal)) => Ok(Priced::Refused(refusal)),
        Err(Failed::Db(error)) => Err(error.into()),
    };
    match gate.read(quote).await? {
        (actor, Priced::Summary(summary)) => {
            let Summary { quote, cheaper, like } = *summary;
            let cheaper = cheaper.map(|offered| Cheaper::of(account, &offered, actor.locale()));
            let paper = Paper::of_quote(&quote, actor.locale());
            let is_wrong = !errors.is_empty();
            let (once, seen) = (gate.once(), quote.mark());
            let page = gate.page(&actor, SummaryView { account, once, form, seen, paper, cheaper, like, errors });
            Ok(if is_wrong { page.invalid().into_response() } else { page.into_response() })
        }
        (_, Priced::Refused(refusal)) => {
            let errors = FieldErrors::one(form.field(), refusal);
            again(gate, form, errors).await
        }
    }
}

async fn again(gate: &Gate<BuyCredits>, form: ChoiceForm, errors: FieldErrors) -> Result<Response, WebError> {
    let (actor, offer) = offer(gate).await?;
    Ok(gate.invalid(&actor, TopUpView::new(&offer, actor.locale(), form, errors)).into_response())
}

/// `POST /accounts/{account}/orders`: the form's token makes one order, however often it is sent.
pub(crate) async fn place(gate: Gate<BuyCredits>, Form(form): Form<PlaceForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let choice = match form.choice.read() {
        Ok(choice) => choice,
        Err(errors) => return again(&gate, form.choice, errors).await,
    };
    let wanted = service::Form { choice, token: form.once.to_string(), seen: form.seen };
    let again_of = form.again.parse().ok();
    let (actor, placed) =
        gate.write(move |tx, ctx, _| service::place_asked(tx, ctx, account, &wanted, again_of)).await?;
    match placed {
        Ok(number) => {
            let text = Text::new("orders-placed").with("number", number.to_string());
            Ok(gate.redirect(&actor, &within(account, &format!("orders/{number}")), Flash::done(text)))
        }
        // What it costs now is shown; whoever agrees orders again.
        Err(refusal @ (OrderRefusal::Changed | OrderRefusal::NoToken | OrderRefusal::Like(_))) => {
            priced(&gate, choice, form.choice, FieldErrors::one("total", refusal)).await
        }
        Err(refusal) => {
            let errors = FieldErrors::one(form.choice.field(), refusal);
            again(&gate, form.choice, errors).await
        }
    }
}

#[cfg(test)]
impl SummaryView {
    pub(super) fn sample(paper: Paper) -> SummaryView {
        let form = ChoiceForm { choice: "free".into(), credits: "<b>".into(), unit: String::new() };
        let errors = FieldErrors::one("total", OrderRefusal::Changed);
        let says =
            Text::new("orders-cheaper").with("name", "<b>").with("credits", 1).with("gross", Money::euro_cents(1));
        SummaryView {
            account: AccountId(1042),
            once: Once::default(),
            form,
            seen: "3f".repeat(32),
            paper,
            cheaper: Some(Cheaper { says, href: "/x".into() }),
            like: OrderNumber::new(2026, 7).ok(),
            errors,
        }
    }
}
