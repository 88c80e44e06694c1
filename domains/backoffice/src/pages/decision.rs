//! What staff decides about an account: each on a page of its own that says what will happen.

use accounts::model::{Account, Decision};
use accounts::service::decisions::{self, DecisionRefusal};
use accounts::service::duplicates::{Duplicate, duplicates};
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Context, FieldErrors, Locale, Text};
use kit_db::{DbError, Failed, Lock, Read, Tx};
use kit_i18n::filters;
use kit_mail::Rendered;
use kit_web::{Actor, Flash, Form, Gate, Path, Permission, View, WebError, Width, Written};
use publisher::SafeHtml;

use super::account::path;
use crate::forms::{self, ReasonForm};
use crate::permissions::{DecideSignUps, ManageAccounts};

/// The words of a decision, and where it is taken.
#[derive(Debug, Clone)]
struct Words {
    /// The last part of the address.
    action: &'static str,
    title: Text,
    explanation: Text,
    verb: Text,
    tone: String,
    /// Whether a reason is asked for: whoever is concerned reads it.
    reason: bool,
    done: Text,
    /// Where one goes on afterwards, or back.
    back: String,
}

fn words(decision: Decision, account: &Account) -> Words {
    let name = |text: Text| text.with("name", account.name.as_str());
    let here = path(account.id);
    let queue = "/staff/sign-ups".to_owned();
    match decision {
        Decision::Accept => Words {
            action: "accept",
            title: name(Text::new("backoffice-accept-title")),
            explanation: Text::new("backoffice-accept-explanation")
                .with("email", account.administration_email.to_string()),
            verb: Text::new("backoffice-accept-verb"),
            tone: "primary".to_owned(),
            reason: false,
            done: name(Text::new("backoffice-accepted")),
            back: queue,
        },
        Decision::Refuse => Words {
            action: "refuse",
            title: name(Text::new("backoffice-refuse-title")),
            explanation: Text::new("backoffice-refuse-explanation")
                .with("email", account.administration_email.to_string()),
            verb: Text::new("backoffice-refuse-verb"),
            tone: "danger".to_owned(),
            reason: true,
            done: name(Text::new("backoffice-refused")),
            back: queue,
        },
        Decision::Reopen => Words {
            action: "reopen",
            title: name(Text::new("backoffice-reopen-title")),
            explanation: Text::new("backoffice-reopen-explanation"),
            verb: Text::new("backoffice-reopen-verb"),
            tone: "primary".to_owned(),
            reason: false,
            done: name(Text::new("backoffice-reopened")),
            back: here,
        },
        Decision::Suspend => Words {
            action: "suspend",
            title: name(Text::new("backoffice-suspend-title")),
            explanation: Text::new("backoffice-suspend-explanation"),
            verb: Text::new("backoffice-suspend-verb"),
            tone: "danger".to_owned(),
            reason: true,
            done: name(Text::new("backoffice-suspended")),
            back: here,
        },
        Decision::Reactivate => Words {
            action: "reactivate",
            title: name(Text::new("backoffice-reactivate-title")),
            explanation: Text::new("backoffice-reactivate-explanation"),
            verb: Text::new("backoffice-reactivate-verb"),
            tone: "primary".to_owned(),
            reason: false,
            done: name(Text::new("backoffice-reactivated")),
            back: here,
        },
    }
}

/// A decision to confirm, with its reason if it needs one.
#[derive(Template)]
#[template(path = "pages/decision.html")]
pub struct DecisionView {
    account: AccountId,
    words: Words,
    form: ReasonForm,
    errors: FieldErrors,
    /// Accounts that may be the same customer, where that matters.
    duplicates: Vec<Duplicate>,
    /// The mail that goes out: its subject, and its text as it reads.
    mail: Option<(Locale, String, SafeHtml)>,
}

impl DecisionView {
    fn action(&self) -> String {
        format!("{}/{}", path(self.account), self.words.action)
    }
}

impl View for DecisionView {
    fn title(&self) -> Text {
        self.words.title.clone()
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// Asks for confirmation; whoever comes too late is sent to the account, which says where it stands.
async fn ask<P: Permission>(gate: &Gate<P>, id: AccountId, decision: Decision) -> Result<Response, WebError> {
    let form = ReasonForm { once: gate.once(), reason: String::new(), act: String::new() };
    let (actor, view) = view(gate, id, decision, form, FieldErrors::default()).await?;
    Ok(match view {
        Some(view) => gate.page(&actor, view).into_response(),
        None => gate.redirect(&actor, &path(id), Flash::warning(DecisionRefusal.into())),
    })
}

/// The page with the mail as it would go out now; none when the decision can no longer be taken.
async fn view<P: Permission>(
    gate: &Gate<P>,
    id: AccountId,
    decision: Decision,
    form: ReasonForm,
    errors: FieldErrors,
) -> Result<(Actor, Option<DecisionView>), WebError> {
    let reason = if form.reason.trim().is_empty() { "…".to_owned() } else { form.reason.trim().to_owned() };
    let (actor, (account, duplicates, mail)) = gate
        .read(move |read, _| {
            let account = accounts::service::account(read, id)?.ok_or(WebError::NotFound)?;
            let mail = match decisions::mail(&account, decision, &reason) {
                Some(mail) => {
                    let text = publisher::mail_texts::mail_text(read, mail.kind, mail.locale)?;
                    Some((publisher::settings(read)?, text, mail))
                }
                None => None,
            };
            let duplicates = match decision {
                Decision::Accept | Decision::Refuse => resembling(read, &account)?,
                Decision::Reopen | Decision::Suspend | Decision::Reactivate => Vec::new(),
            };
            Ok((account, duplicates, mail))
        })
        .await?;
    if decision.next(account.state).is_none() {
        return Ok((actor, None));
    }
    let preview = |(settings, text, mail)| publisher::mails::preview(gate.app(), &settings, &text, &mail).ok();
    let shown = |mail: Rendered| (mail.locale, mail.subject, publisher::to_html(&mail.text));
    let mail = mail.and_then(preview).map(shown);
    let words = words(decision, &account);
    Ok((actor, Some(DecisionView { account: id, words, form, errors, duplicates, mail })))
}

/// Accounts that may be the same customer.
fn resembling(read: &mut Read<'_>, account: &Account) -> Result<Vec<Duplicate>, DbError> {
    let companies = accounts::service::companies::companies(read, account.id)?;
    match companies.iter().find(|company| company.id == account.company) {
        Some(company) => duplicates(read, account, company),
        None => Ok(Vec::new()),
    }
}

/// Takes the decision, once; told as such when somebody else was faster.
async fn take<P: Permission>(
    gate: &Gate<P>,
    id: AccountId,
    decision: Decision,
    form: ReasonForm,
) -> Result<Response, WebError> {
    let (actor, account) =
        gate.read(move |read, _| accounts::service::account(read, id)?.ok_or(WebError::NotFound)).await?;
    let words = words(decision, &account);
    let reason = if words.reason { forms::reason(&form.reason) } else { Ok(String::new()) };
    let reason = match reason {
        Ok(reason) if form.act != "preview" => reason,
        checked => return again(gate, &actor, id, decision, form, checked.err().unwrap_or_default()).await,
    };
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| book(tx, ctx, id, decision, &reason);
    let (actor, written) = gate.write_once_with(Lock::Account(id), &form.once, body).await?;
    Ok(match written {
        Written::Done(()) | Written::Repeated => gate.redirect(&actor, &words.back, Flash::done(words.done)),
        Written::Refused(refusal) => gate.redirect(&actor, &path(id), Flash::warning(refusal.into())),
    })
}

/// The page again: with what is wrong, or only with the mail that was to be seen.
async fn again<P: Permission>(
    gate: &Gate<P>,
    actor: &Actor,
    id: AccountId,
    decision: Decision,
    form: ReasonForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let wrong = !errors.is_empty();
    let (_, view) = view(gate, id, decision, form, errors).await?;
    let Some(view) = view else {
        return Ok(gate.redirect(actor, &path(id), Flash::warning(DecisionRefusal.into())));
    };
    let page = gate.page(actor, view);
    Ok(if wrong { page.invalid().into_response() } else { page.into_response() })
}

fn book(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: AccountId,
    decision: Decision,
    reason: &str,
) -> Result<(), Failed<DecisionRefusal>> {
    match decision {
        Decision::Accept => decisions::accept(tx, ctx, id),
        Decision::Refuse => decisions::refuse_application(tx, ctx, id, reason),
        Decision::Reopen => decisions::reopen(tx, ctx, id),
        Decision::Suspend => decisions::suspend(tx, ctx, id, reason),
        Decision::Reactivate => decisions::reactivate(tx, ctx, id),
    }
}

macro_rules! decision {
    ($($ask:ident, $take:ident, $permission:ident, $decision:ident, $path:literal;)*) => {
        $(
            #[doc = concat!("`GET /staff/accounts/{id}/", $path, "`")]
            pub async fn $ask(gate: Gate<$permission>, Path(id): Path<AccountId>) -> Result<Response, WebError> {
                ask(&gate, id, Decision::$decision).await
            }

            #[doc = concat!("`POST /staff/accounts/{id}/", $path, "`")]
            pub async fn $take(
                gate: Gate<$permission>,
                Path(id): Path<AccountId>,
                Form(form): Form<ReasonForm>,
            ) -> Result<Response, WebError> {
                take(&gate, id, Decision::$decision, form).await
            }
        )*
    };
}

decision! {
    ask_accept, accept, DecideSignUps, Accept, "accept";
    ask_refuse, refuse, DecideSignUps, Refuse, "refuse";
    ask_reopen, reopen, DecideSignUps, Reopen, "reopen";
    ask_suspend, suspend, ManageAccounts, Suspend, "suspend";
    ask_reactivate, reactivate, ManageAccounts, Reactivate, "reactivate";
}

#[cfg(test)]
impl DecisionView {
    pub(crate) fn samples() -> Vec<DecisionView> {
        let account = crate::samples::account();
        let all = [Decision::Accept, Decision::Refuse, Decision::Reopen, Decision::Suspend, Decision::Reactivate];
        let view = |decision| DecisionView {
            account: account.id,
            words: words(decision, &account),
            form: ReasonForm { reason: "Impayé".into(), ..ReasonForm::default() },
            errors: forms::reason("").unwrap_err(),
            duplicates: crate::samples::duplicates(),
            mail: Some((Locale::Fr, "Votre compte <b>".into(), publisher::to_html("Bonjour **<b>**"))),
        };
        all.into_iter().map(view).collect()
    }
}
