//! The designated callers of an account.

use accounts::service::members;
use askama::Template;
use axum::response::{IntoResponse, Response};
use french_business::Phone;
use jiff::Timestamp;
use kit_core::{AccountId, Check, FieldErrors, PersonId, Text};
use kit_i18n::filters;
use kit_web::{Actor, Button, Choice, Flash, Form, Gate, Once, Path, View, WebError, Written};
use serde::Deserialize;

use super::{read_phone, within};
use crate::model::KnownDesignatedCaller;
use crate::permissions::ManageCallers;
use crate::service::{self, CallerRefusal};

/// A caller as he or she was chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CallerForm {
    once: Once,
    person: String,
    phone: String,
}

impl CallerForm {
    fn read(&self) -> Result<(PersonId, Option<Phone>), FieldErrors> {
        let mut check = Check::new();
        let person = check.field("person", self.person.parse().map_err(|_| CallerRefusal::NotAMember));
        let phone = check.field("phone", read_phone(&self.phone));
        check.finish(|| Some((person?, phone?)))
    }
}

/// The callers, and the form that names another one.
#[derive(Template)]
#[template(path = "pages/callers.html")]
pub(crate) struct CallersView {
    account: AccountId,
    level: String,
    most: i64,
    has_room: bool,
    callers: Vec<KnownDesignatedCaller>,
    members: Vec<Choice>,
    errors: FieldErrors,
    form: CallerForm,
    now: Timestamp,
}

impl View for CallersView {
    fn title(&self) -> Text {
        Text::new("calls-callers-title")
    }
}

impl CallersView {
    fn back(&self) -> String {
        format!("/accounts/{}/support", self.account)
    }

    /// How many may call, in a sentence.
    fn room(&self) -> Text {
        Text::new("calls-callers-level").with("level", self.level.as_str()).with("most", self.most)
    }

    fn here(&self) -> String {
        within(self.account, "callers")
    }

    fn to(&self, known: &KnownDesignatedCaller, action: &str) -> String {
        within(self.account, &format!("callers/{}/{action}", known.caller.person))
    }
}

/// The member in an address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CallerPath {
    person: PersonId,
}

/// `GET /accounts/{account}/support/callers`
pub(crate) async fn show(gate: Gate<ManageCallers>) -> Result<Response, WebError> {
    shown(&gate, CallerForm { once: gate.once(), ..CallerForm::default() }, FieldErrors::default()).await
}

/// `POST /accounts/{account}/support/callers`
pub(crate) async fn name(gate: Gate<ManageCallers>, Form(form): Form<CallerForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (person, phone) = match form.read() {
        Ok(read) => read,
        Err(errors) => return shown(&gate, form, errors).await,
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::name_caller(tx, ctx, account, person, phone.as_ref())
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &within(account, "callers"), Flash::done(Text::new("calls-caller-named"))))
        }
        Written::Refused(refusal) => shown(&gate, form, FieldErrors::one("person", refusal)).await,
    }
}

/// `POST /accounts/{account}/support/callers/{person}/remove`
pub(crate) async fn remove(
    gate: Gate<ManageCallers>,
    Path(path): Path<CallerPath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::remove_caller(tx, ctx, account, path.person)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    ended(&gate, &actor, account, &written, Text::new("calls-caller-removed"))
}

/// `POST /accounts/{account}/support/callers/{person}/withdraw`
pub(crate) async fn withdraw(
    gate: Gate<ManageCallers>,
    Path(path): Path<CallerPath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::withdraw_pin(tx, ctx, account, path.person)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    ended(&gate, &actor, account, &written, Text::new("calls-pin-withdrawn"))
}

fn ended(
    gate: &Gate<ManageCallers>,
    actor: &Actor,
    account: AccountId,
    written: &Written<(), CallerRefusal>,
    done: Text,
) -> Result<Response, WebError> {
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(actor, &within(account, "callers"), Flash::done(done)))
        }
        Written::Refused(_) => Err(WebError::NotFound),
    }
}

async fn shown(gate: &Gate<ManageCallers>, mut form: CallerForm, errors: FieldErrors) -> Result<Response, WebError> {
    let (account, is_wrong, now) = (gate.account()?, !errors.is_empty(), gate.now());
    if form.once == Once::default() {
        form.once = gate.once();
    }
    let (actor, view) = gate
        .read(move |read, actor| {
            let known = service::entitlement(read, account)?;
            let all = members::members(read, account)?;
            let others = all.iter().filter(|one| !one.disabled && known.of(one.member.person).is_none());
            Ok(CallersView {
                account,
                level: known.level.name_in(actor.locale()).to_owned(),
                most: known.level.callers,
                has_room: known.has_room(),
                members: others.map(|one| Choice::plain(one.member.person.to_string(), one.name.clone())).collect(),
                callers: known.callers,
                errors: errors.clone(),
                form: form.clone(),
                now,
            })
        })
        .await?;
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

#[cfg(test)]
impl CallersView {
    pub(super) fn samples(callers: &[KnownDesignatedCaller]) -> Vec<CallersView> {
        let view = |callers: Vec<KnownDesignatedCaller>, has_room: bool| {
            let form = CallerForm { phone: "<b>".into(), ..CallerForm::default() };
            let errors = form.read().unwrap_err();
            let fields: Vec<&str> = errors.0.iter().map(|error| error.field).collect();
            assert_eq!(fields, ["person", "phone"]);
            let members = vec![Choice::plain("1", "<b>")];
            let account = AccountId(1042);
            let (level, now) = ("<b>".into(), Timestamp::UNIX_EPOCH);
            CallersView { account, level, most: 3, has_room, callers, members, errors, form, now }
        };
        vec![view(callers.to_vec(), true), view(callers.to_vec(), false), view(Vec::new(), true)]
    }
}
