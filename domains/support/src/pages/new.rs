//! A new case.

use accounts::model::text;
use accounts::model::{CompanyId, KnownTeam};
use accounts::service::companies;
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Check, FieldErrors, PersonId, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, View, WebError, Width};
use serde::Deserialize;

use super::{Desk, priorities};
use crate::model::{LONGEST_MESSAGE, LONGEST_PRODUCT, LONGEST_SUBJECT, Level, NewCase, Priority, Sees};
use crate::permissions::UseSupport;
use crate::service::{self, CaseRefusal, teams_to_choose};

/// A case as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewForm {
    once: Once,
    subject: String,
    product: String,
    company: String,
    priority: String,
    sees: String,
    body: String,
}

impl NewForm {
    fn read(&self, account: AccountId, requester: PersonId) -> Result<NewCase, FieldErrors> {
        let mut check = Check::new();
        let subject = check.field("subject", text::line(&self.subject, LONGEST_SUBJECT));
        let product = check.field("product", text::optional_line(&self.product, LONGEST_PRODUCT));
        let company: Result<Option<CompanyId>, CaseRefusal> = match self.company.as_str() {
            "" => Ok(None),
            id => id.parse().map(Some).map_err(|_| CaseRefusal::Company),
        };
        let company = check.field("company", company);
        let priority = check.field("priority", Priority::from_code(&self.priority).ok_or(Text::new("support-choose")));
        let sees = check.field("sees", Sees::read(&self.sees));
        let body = check.field("body", text::paragraph(&self.body, LONGEST_MESSAGE));
        check.finish(|| {
            Some(NewCase {
                account: Some(account),
                requester,
                company: company?,
                sees: sees?,
                subject: subject?,
                product: product?,
                page: String::new(),
                priority: priority?,
                body: body?,
                token: self.once.to_string(),
            })
        })
    }
}

/// What the form offers.
#[derive(Debug, Clone)]
struct Offered {
    products: Vec<Choice>,
    companies: Vec<Choice>,
    sees: Vec<Choice>,
    level: Level,
}

/// The form of a new case.
#[derive(Template)]
#[template(path = "pages/case_new.html")]
pub(crate) struct NewCaseView {
    desk: Desk,
    errors: FieldErrors,
    form: NewForm,
    offered: Offered,
    priorities: Vec<Choice>,
}

impl View for NewCaseView {
    fn title(&self) -> Text {
        Text::new("support-new-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// Who can be chosen to see a case.
pub(super) fn sees_choices(teams: &[KnownTeam]) -> Vec<Choice> {
    let own = Choice::new("own", Text::new("support-sees-own")).hint(Text::new("support-sees-own-hint"));
    let team = |known: &KnownTeam| {
        let label = Text::new("support-sees-team").with("name", known.team.name.as_str());
        Choice::new(known.team.id.to_string(), label)
    };
    let all = Choice::new("account", Text::new("support-sees-account"));
    [own].into_iter().chain(teams.iter().map(team)).chain([all]).collect()
}

/// `GET /accounts/{account}/cases/new`
pub(crate) async fn show(gate: Gate<UseSupport>) -> Result<Response, WebError> {
    let form = NewForm {
        once: gate.once(),
        priority: Priority::default().code().to_owned(),
        sees: "own".to_owned(),
        ..NewForm::default()
    };
    shown(&gate, form, FieldErrors::default()).await
}

/// `POST /accounts/{account}/cases/new`: the form's token opens one case, however often it is sent.
pub(crate) async fn open(gate: Gate<UseSupport>, Form(form): Form<NewForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let new = match form.read(account, actor.person()?.id) {
        Ok(new) => new,
        Err(errors) => return shown(&gate, form, errors).await,
    };
    let (actor, opened) = gate.write(move |tx, ctx, _| service::open(tx, ctx, &new)).await?;
    match opened {
        Ok(number) => {
            let said = Text::new("support-opened").with("number", number.to_string());
            Ok(gate.redirect(&actor, &Desk::of(&gate).case(number), Flash::done(said)))
        }
        Err(refusal) => {
            let field = match refusal {
                CaseRefusal::Company => "company",
                CaseRefusal::Team => "sees",
                _ => "subject",
            };
            shown(&gate, form, FieldErrors::one(field, refusal)).await
        }
    }
}

async fn shown(gate: &Gate<UseSupport>, mut form: NewForm, errors: FieldErrors) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, offered) = gate.read(move |read, actor| offered(read, actor, account)).await?;
    let is_wrong = !errors.is_empty();
    if form.once == Once::default() {
        form.once = gate.once();
    }
    let view = NewCaseView { desk: Desk::of(gate), errors, form, offered, priorities: priorities() };
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

fn offered(read: &mut kit_db::Read<'_>, actor: &Actor, account: AccountId) -> Result<Offered, WebError> {
    let person = actor.person()?.id;
    let products = service::settings(read)?.products;
    let companies = companies::companies(read, account)?;
    let teams = teams_to_choose(read, account, person)?;
    Ok(Offered {
        products: products.into_iter().map(|name| Choice::plain(name.clone(), name)).collect(),
        companies: companies.iter().map(|one| Choice::plain(one.id.to_string(), one.name.clone())).collect(),
        sees: sees_choices(&teams),
        level: service::level_of(read, Some(account))?,
    })
}

#[cfg(test)]
impl NewCaseView {
    pub(super) fn samples(level: Level) -> Vec<NewCaseView> {
        let view = |products: Vec<Choice>, companies: Vec<Choice>| {
            let form = NewForm { subject: "<b>".into(), company: "x".into(), ..NewForm::default() };
            let errors = form.read(AccountId(1042), PersonId::from_raw(1)).unwrap_err();
            let fields: Vec<&str> = errors.0.iter().map(|error| error.field).collect();
            assert_eq!(fields, ["company", "priority", "sees", "body"]);
            let offered = Offered { products, companies, sees: sees_choices(&[]), level: level.clone() };
            NewCaseView { desk: Desk(Some(AccountId(1042))), errors, form, offered, priorities: priorities() }
        };
        let two = || vec![Choice::plain("1", "<b>"), Choice::plain("2", "Deux")];
        vec![view(Vec::new(), Vec::new()), view(two(), two())]
    }
}
