//! A new case.

use accounts::model::text;
use accounts::model::{CompanyId, KnownTeam};
use accounts::service::companies;
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Check, FieldErrors, Locale, PersonId, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, FileForm, Filled, Flash, Gate, Once, View, WebError, Width};
use serde::Deserialize;

use super::files::{self, Offer, Sending};
use super::{Desk, priorities};
use crate::model::{CaseNumber, LONGEST_MESSAGE, LONGEST_PRODUCT, LONGEST_SUBJECT, Level, NewCase, Priority, Sees};
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
    fn read(&self, account: AccountId, requester: PersonId, unwanted: Option<Text>) -> Result<NewCase, FieldErrors> {
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
        let files = check.field("files", unwanted.map_or(Ok(()), Err));
        check.finish(|| {
            files?;
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
                files: Vec::new(),
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
    locale: Locale,
    files: Option<Offer>,
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

impl NewCaseView {
    fn level_name(&self) -> &str {
        self.offered.level.name_in(self.offered.locale)
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

fn opened_flash(number: CaseNumber) -> Flash {
    Flash::done(Text::new("support-opened").with("number", number.to_string()))
}

/// `POST /accounts/{account}/cases/new`: the form's token opens one case, however often it is sent.
pub(crate) async fn open(gate: Gate<UseSupport>, form: FileForm) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let sending = Sending::of(&gate, &actor, &form)?;
    let begun = files::begin_new(&gate, account, sending).await?;
    let (filled, _place) = begun.fill::<NewForm, _>(&gate, form).await?;
    let unwanted = filled.wrong();
    let Filled { form, files: drafts, .. } = filled;
    let mut new = match form.read(account, actor.person()?.id, unwanted) {
        Ok(new) => new,
        Err(errors) => return shown(&gate, form, errors).await,
    };
    let (requester, token) = (new.requester, new.token.clone());
    let (actor, known) = gate.read(move |read, _| Ok(service::opened_by(read, requester, &token)?)).await?;
    if let Some(number) = known {
        // A form that comes again leads to its case; what it brought a second time is not kept.
        return Ok(gate.redirect(&actor, &Desk::of(&gate).case(number), opened_flash(number)));
    }
    let deposit = files::keep(&gate, drafts).await?;
    new.files = deposit.files();
    let (requester, token) = (new.requester, new.token.clone());
    let opening = gate.write(move |tx, ctx, _| {
        // Of two forms that come at the same instant, the second one's files are not those of the case.
        let is_new = service::opened_by(tx, requester, &token)?.is_none();
        Ok((service::open(tx, ctx, &new)?, is_new))
    });
    let opened = deposit.settled(opening, |opened| !matches!(opened, Ok((_, Ok((_, true)))) | Err(WebError::Unknown)));
    let (actor, opened) = opened.await?;
    match opened {
        Ok((number, _)) => Ok(gate.redirect(&actor, &Desk::of(&gate).case(number), opened_flash(number))),
        Err(refusal) => {
            let field = match refusal {
                CaseRefusal::Company => "company",
                CaseRefusal::Team => "sees",
                CaseRefusal::NoRoom => "files",
                _ => "subject",
            };
            shown(&gate, form, FieldErrors::one(field, refusal)).await
        }
    }
}

async fn shown(gate: &Gate<UseSupport>, mut form: NewForm, errors: FieldErrors) -> Result<Response, WebError> {
    let account = gate.account()?;
    let are_kept = gate.app().files.are_kept();
    let offered = move |read: &mut kit_db::Read<'_>, actor: &Actor| {
        let files = Offer::of(read, are_kept)?;
        offered(read, actor, account, files)
    };
    let (actor, offered) = gate.read(offered).await?;
    let is_wrong = !errors.is_empty();
    if form.once == Once::default() {
        form.once = gate.once();
    }
    let view = NewCaseView { desk: Desk::of(gate), errors, form, offered, priorities: priorities() };
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

fn offered(
    read: &mut kit_db::Read<'_>,
    actor: &Actor,
    account: AccountId,
    files: Option<Offer>,
) -> Result<Offered, WebError> {
    let person = actor.person()?.id;
    let products = service::settings(read)?.products;
    let companies = companies::companies(read, account)?;
    let teams = teams_to_choose(read, account, person)?;
    Ok(Offered {
        products: products.into_iter().map(|name| Choice::plain(name.clone(), name)).collect(),
        companies: companies.iter().map(|one| Choice::plain(one.id.to_string(), one.name.clone())).collect(),
        sees: sees_choices(&teams),
        level: service::level_of(read, Some(account))?,
        locale: actor.locale(),
        files,
    })
}

#[cfg(test)]
impl NewCaseView {
    pub(super) fn samples(level: Level) -> Vec<NewCaseView> {
        let view = |products: Vec<Choice>, companies: Vec<Choice>| {
            let form = NewForm { subject: "<b>".into(), company: "x".into(), ..NewForm::default() };
            let errors =
                form.read(AccountId(1042), PersonId::from_raw(1), Some(Text::new("web-file-nowhere"))).unwrap_err();
            let fields: Vec<&str> = errors.0.iter().map(|error| error.field).collect();
            assert_eq!(fields, ["company", "priority", "sees", "body", "files"]);
            let files = (!products.is_empty()).then_some(Offer::sample());
            let (sees, level, locale) = (sees_choices(&[]), level.clone(), Locale::Fr);
            let offered = Offered { products, companies, sees, level, locale, files };
            NewCaseView { desk: Desk(Some(AccountId(1042))), errors, form, offered, priorities: priorities() }
        };
        let two = || vec![Choice::plain("1", "<b>"), Choice::plain("2", "Deux")];
        vec![view(Vec::new(), Vec::new()), view(two(), two())]
    }
}
