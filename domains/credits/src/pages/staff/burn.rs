//! The support time of an account, as the staff sees it, and entering work by hand.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{AccountId, Arg, Check, Credits, FieldErrors, PageSize, PersonId, Text};
use kit_db::{Lock, Read};
use kit_i18n::filters;
use kit_web::{Actor, Flash, Form, Gate, Once, Page, Path, Permission, View, WebError, Written};
use serde::Deserialize;

use crate::model::{
    Approval, Block, Burn, HistoryFilter, InputError, LONGEST_BURN, Overrun, Reference, Sight, Standing, SupportRule,
    Unit, whole,
};
use crate::pages::balance::LotRow;
use crate::pages::row::{FeatureNames, Names, Row, persons};
use crate::permissions::{BurnSupportTime, ViewSupportTime};
use crate::service::{self, BurnPreview, BurnRefusal};

/// How many of the last operations are shown.
const LATEST: i64 = 20;

const TIME: Unit = Unit::SupportMinutes;

/// Work as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BurnForm {
    once: Once,
    minutes: String,
    subject: String,
    case: String,
    covered: String,
    approved: String,
    act: String,
}

impl BurnForm {
    fn read(&self, agent: PersonId) -> Result<Burn, FieldErrors> {
        let mut check = Check::new();
        let seconds = check.field("minutes", seconds(&self.minutes));
        let subject = check.field("subject", Reference::parse(&self.subject));
        let case = match self.case.trim() {
            "" => Some(None),
            typed => check.field("case", Reference::parse(typed)).map(Some),
        };
        check.finish(|| {
            Some(Burn {
                seconds: seconds?,
                subject: subject?,
                case: case?,
                agent,
                caller: None,
                covered: self.is_covered(),
                approval: if self.is_approved() { Approval::Whole } else { Approval::Lacking },
            })
        })
    }

    fn is_covered(&self) -> bool {
        self.covered == "yes"
    }

    fn is_approved(&self) -> bool {
        self.approved == "yes"
    }
}

/// Whole real minutes, in seconds.
fn seconds(typed: &str) -> Result<i64, InputError> {
    let most = LONGEST_BURN / 60;
    let minutes = whole(typed)?;
    if (1..=most).contains(&minutes) { Ok(minutes * 60) } else { Err(InputError::Range { min: 1, max: most }) }
}

/// A refusal told at the field that it is about.
fn at_field(refusal: BurnRefusal) -> FieldErrors {
    let field = if matches!(refusal, BurnRefusal::NeedsApproval { .. }) { "approved" } else { "minutes" };
    FieldErrors::one(field, refusal)
}

/// What the page tells, read in one snapshot.
struct Told {
    name: String,
    standing: Standing,
    lots: Vec<LotRow>,
    latest: Vec<Row>,
    rule: SupportRule,
    may_burn: bool,
}

fn told(read: &mut Read<'_>, actor: &Actor, account: AccountId, now: Timestamp) -> Result<Told, WebError> {
    let known = accounts::service::account(read, account)?.ok_or(WebError::NotFound)?;
    let wallet = TIME.of(account);
    let standing = service::standing(read, wallet, now)?;
    let filter = HistoryFilter::default();
    let page = service::history(read, wallet, Sight::All, &filter, None, PageSize::new(LATEST))?;
    let names = Names::find(read, &[], persons(&page.rows))?.with_agents(read, account, &page.rows)?;
    let features = FeatureNames::default();
    let staff =
        |href: String| href.replacen("/accounts/", "/staff/accounts/", 1).replacen("/history/", "/operations/", 1);
    let lots = LotRow::all(read, wallet, Sight::All, standing.lots.iter().copied(), now)?;
    let rows = page.rows.into_iter().map(|line| Row::new(account, Sight::All, line, &names, &features));
    Ok(Told {
        name: format!("{} ({account})", known.name),
        lots: lots.into_iter().map(|row| LotRow { href: row.href.map(staff), ..row }).collect(),
        latest: rows.map(|row| Row { href: staff(row.href), ..row }).collect(),
        rule: service::support_rule(read)?,
        may_burn: actor.meets(BurnSupportTime::DEMAND) && known.state.is_open(),
        standing,
    })
}

/// The support time of an account.
#[derive(Template)]
#[template(path = "pages/staff/support_time.html")]
pub(crate) struct StaffTimeView {
    account: AccountId,
    told: Told,
    form: BurnForm,
    errors: FieldErrors,
    preview: Option<BurnPreview>,
    now: Timestamp,
}

impl StaffTimeView {
    const UNIT: Unit = TIME;

    fn account_path(&self) -> String {
        format!("/staff/accounts/{}", self.account)
    }

    fn left(&self) -> Credits {
        self.told.standing.lots.balance().free()
    }

    fn debt(&self) -> Credits {
        self.told.standing.debt
    }

    fn blocked(&self) -> Option<Block> {
        self.told.standing.blocked
    }

    /// Whether work can be entered.
    fn may_burn(&self) -> bool {
        self.told.may_burn && self.told.rule.offered
    }

    /// What becomes of minutes that are not there.
    fn missing(&self, preview: &BurnPreview) -> Option<Text> {
        let text = match preview.overrun {
            _ if !preview.missing.is_positive() => return None,
            Overrun::Refused => return None,
            Overrun::Debt => Text::new("credits-burn-owed"),
            Overrun::Invoiced => Text::new("credits-burn-to-invoice"),
        };
        Some(text.with("time", Arg::Minutes(preview.missing.0)))
    }
}

impl View for StaffTimeView {
    fn title(&self) -> Text {
        Text::new("credits-time-title")
    }
}

fn path(account: AccountId) -> String {
    format!("/staff/accounts/{account}/support-time")
}

/// `GET /staff/accounts/{id}/support-time`
pub(crate) async fn show(gate: Gate<ViewSupportTime>, Path(account): Path<AccountId>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, told) = gate.read(move |read, actor| told(read, actor, account, now)).await?;
    let form = BurnForm { once: gate.once(), ..BurnForm::default() };
    Ok(gate.page(&actor, StaffTimeView { account, told, form, errors: FieldErrors::default(), preview: None, now }))
}

/// The page again, with what is wrong, or with what the work comes to.
async fn again(
    gate: &Gate<BurnSupportTime>,
    account: AccountId,
    form: BurnForm,
    errors: FieldErrors,
    burn: Option<Burn>,
) -> Result<Response, WebError> {
    let now = gate.now();
    let (actor, (told, preview)) = gate
        .read(move |read, actor| {
            let preview = match &burn {
                Some(burn) => Some(service::preview_burn(read, account, burn, now)?),
                None => None,
            };
            Ok((told(read, actor, account, now)?, preview))
        })
        .await?;
    let errors = match preview.and_then(|preview| preview.refusal) {
        Some(refusal) => at_field(refusal),
        None => errors,
    };
    let is_wrong = !errors.is_empty();
    let page = gate.page(&actor, StaffTimeView { account, told, form, errors, preview, now });
    Ok(if is_wrong { page.invalid().into_response() } else { page.into_response() })
}

/// `POST /staff/accounts/{id}/support-time`: shows what the work comes to, or enters it.
pub(crate) async fn enter(
    gate: Gate<BurnSupportTime>,
    Path(account): Path<AccountId>,
    Form(form): Form<BurnForm>,
) -> Result<Response, WebError> {
    let (_, agent) = gate.read(|_, actor| Ok(actor.person()?.id)).await?;
    let burn = match form.read(agent) {
        Ok(burn) => burn,
        Err(errors) => return again(&gate, account, form, errors, None).await,
    };
    if form.act == "preview" {
        return again(&gate, account, form, FieldErrors::default(), Some(burn)).await;
    }
    let body =
        move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| service::burn(tx, ctx, account, &burn);
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    match written {
        Written::Done(operation) => {
            let billed = Arg::Minutes(operation.quantity.unwrap_or_default());
            let left = Arg::Minutes(operation.after().free().0);
            let text = Text::new("credits-burn-done").with("billed", billed).with("left", left);
            Ok(gate.redirect(&actor, &path(account), Flash::done(text)))
        }
        Written::Repeated => Ok(gate.redirect(&actor, &path(account), Flash::done(Text::new("credits-burn-known")))),
        Written::Refused(refusal) => again(&gate, account, form, at_field(refusal), None).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_read() {
        let agent = PersonId::from_raw(1);
        let form = BurnForm {
            minutes: "42".into(),
            subject: " Export des plans ".into(),
            case: "S-12".into(),
            approved: "yes".into(),
            ..BurnForm::default()
        };
        let burn = form.read(agent).unwrap();
        assert_eq!((burn.seconds, burn.subject.as_str(), burn.covered), (2_520, "Export des plans", false));
        assert_eq!((burn.case.map(|case| case.to_string()), burn.approval), (Some("S-12".into()), Approval::Whole));
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let form = BurnForm { minutes: "1441".into(), case: "x".repeat(201), ..BurnForm::default() };
        let errors = form.read(PersonId::from_raw(1)).unwrap_err();
        assert_eq!(errors.0.iter().map(|error| error.field).collect::<Vec<_>>(), ["minutes", "subject", "case"]);
        for minutes in ["", "0", "-5", "1.5", "<b>"] {
            let form = BurnForm { minutes: minutes.into(), subject: "x".into(), ..BurnForm::default() };
            assert!(form.read(PersonId::from_raw(1)).is_err(), "{minutes}");
        }
    }
}
