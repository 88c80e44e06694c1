//! `/staff/bank/lines/{line}`: one line, and what is to become of it.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::WrittenBy;
use jiff::Timestamp;
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Page, Path, Query, View, WebError, Written, href};
use orders::{ManageMoney, MoneyRefusal, OrderNumber, Share, optional_line};
use people::Names;
use serde::Deserialize;

use super::row::Shown;
use super::who::who;
use super::{HOME, IMPORTS};
use crate::model::{BankLine, Import, LineId, LineKind, LineState};
use crate::service::{self, LineRefusal, Suggestion};

/// The longest note on a line, in characters.
const LONGEST_NOTE: usize = 500;

/// What is to become of a line, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LineForm {
    once: Once,
    /// `record`, `wait`, `ignore` or `reopen`.
    act: String,
    orders: String,
    account: String,
    note: String,
}

/// What is looked for, and what was chosen of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Look {
    q: String,
    orders: String,
    account: String,
}

/// What a form asks for.
enum Decision {
    Record(Share),
    Ignore(String),
    Reopen,
}

impl LineForm {
    fn read(&self) -> Result<Decision, FieldErrors> {
        let mut check = Check::new();
        match self.act.as_str() {
            "wait" => Ok(Decision::Record(Share::default())),
            "reopen" => Ok(Decision::Reopen),
            "ignore" => {
                let note = check.field("note", optional_line(&self.note, LONGEST_NOTE));
                check.finish(|| note.map(Decision::Ignore))
            }
            _ => {
                let words = self.orders.split([',', ';', ' ', '\n', '\r', '\t']).filter(|word| !word.is_empty());
                let malformed = |word: &str| Text::new("orders-number-malformed").with("typed", word);
                let numbers: Result<Vec<OrderNumber>, Text> =
                    words.map(|word| word.parse().map_err(|_| malformed(word))).collect();
                let numbers = check.field("orders", numbers);
                let account = match self.account.trim() {
                    "" => Some(None),
                    typed => {
                        let read = typed.parse().map(Some).map_err(|_| Text::new("orders-account-malformed"));
                        check.field("account", read)
                    }
                };
                if numbers.as_ref().is_some_and(Vec::is_empty) && account == Some(None) {
                    check.fail("orders", Text::new("banking-for-whom"));
                }
                check.finish(|| Some(Decision::Record(Share { orders: numbers?, account: account? })))
            }
        }
    }
}

/// One line.
#[derive(Template)]
#[template(path = "pages/line.html")]
pub(crate) struct LineView {
    row: Shown,
    import: Import,
    is_own: bool,
    /// Whether the receipt that it became is void.
    is_void: bool,
    others: Vec<BankLine>,
    suggestions: Vec<Suggestion>,
    decided_by: Option<Text>,
    look: Look,
    form: LineForm,
    /// A form each: what goes back with one is not taken for the other.
    waiting: Once,
    ignoring: Once,
    errors: FieldErrors,
}

impl View for LineView {
    fn title(&self) -> Text {
        let line = self.row.line();
        match line.kind {
            LineKind::TakenBack => Text::new("banking-line-taken-back").with("amount", line.money()),
            LineKind::Returned => Text::new("banking-line-returned").with("amount", line.money()),
            LineKind::Credit => Text::new("banking-line-credit").with("amount", line.money()),
        }
    }
}

impl LineView {
    fn line(&self) -> &BankLine {
        self.row.line()
    }

    fn own(&self) -> String {
        self.row.href()
    }

    fn is_open(&self) -> bool {
        self.line().state == LineState::Open
    }

    fn is_money(&self) -> bool {
        self.line().kind != LineKind::TakenBack
    }

    fn booked_on(&self) -> Timestamp {
        self.line().booked_on.noon()
    }

    fn receipt(&self) -> Option<String> {
        self.line().receipt.map(|id| format!("/staff/receipts/{id}"))
    }

    fn may_reopen(&self) -> bool {
        self.line().state == LineState::Ignored || self.is_void
    }

    fn choose_order(&self, number: &OrderNumber) -> String {
        let orders = format!("{} {number}", self.form.orders);
        href(&self.own(), &[("q", &self.look.q), ("orders", orders.trim()), ("account", &self.form.account)])
    }

    fn choose_account(&self, account: &kit_core::AccountId) -> String {
        href(&self.own(), &[("q", &self.look.q), ("orders", &self.form.orders), ("account", &account.to_string())])
    }
}

/// What the page shows, but for its tokens.
fn view(
    read: &mut kit_db::Read<'_>,
    id: LineId,
    look: &Look,
    form: Option<LineForm>,
    errors: FieldErrors,
) -> Result<LineView, WebError> {
    let found = service::line(read, id)?.ok_or(WebError::NotFound)?;
    let names = Names::of(read, found.row.line.decided_by.as_ref().and_then(WrittenBy::person))?;
    let suggestions = match found.row.line.state {
        LineState::Open => service::suggestions(read, &found.row.line, &look.q)?,
        LineState::Recorded | LineState::Ignored => Vec::new(),
    };
    let form = form.unwrap_or_else(|| filled(&found.row.line, look));
    Ok(LineView {
        decided_by: found.row.line.decided_by.as_ref().map(|author| who(&names, author)),
        row: Shown(found.row),
        import: found.import,
        is_own: found.is_own,
        is_void: found.is_void,
        others: found.others,
        suggestions,
        look: look.clone(),
        form,
        waiting: Once::default(),
        ignoring: Once::default(),
        errors,
    })
}

/// The form with what was chosen, else with what is proposed.
fn filled(line: &BankLine, look: &Look) -> LineForm {
    if !look.orders.is_empty() || !look.account.is_empty() {
        return LineForm { orders: look.orders.clone(), account: look.account.clone(), ..LineForm::default() };
    }
    let proposal = line.proposal.clone().unwrap_or_default();
    let orders: Vec<String> = proposal.orders().map(|number| number.to_string()).collect();
    let account = proposal.account.map(|account| account.to_string()).unwrap_or_default();
    LineForm { orders: orders.join(" "), account, ..LineForm::default() }
}

impl LineView {
    fn with_tokens(mut self, gate: &Gate<ManageMoney>) -> LineView {
        self.form.once = gate.once();
        LineView { waiting: gate.once(), ignoring: gate.once(), ..self }
    }
}

/// `GET /staff/bank/lines/{line}`
pub(crate) async fn show(
    gate: Gate<ManageMoney>,
    Path(id): Path<LineId>,
    Query(look): Query<Look>,
) -> Result<Page, WebError> {
    let (actor, view) = gate.read(move |read, _| view(read, id, &look, None, FieldErrors::default())).await?;
    Ok(gate.page(&actor, view.with_tokens(&gate)))
}

async fn again(
    gate: &Gate<ManageMoney>,
    id: LineId,
    form: LineForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let look = Look::default();
    let (actor, view) = gate.read(move |read, _| view(read, id, &look, Some(form.clone()), errors.clone())).await?;
    Ok(gate.invalid(&actor, view.with_tokens(gate)).into_response())
}

/// `POST /staff/bank/lines/{line}`
pub(crate) async fn decide(
    gate: Gate<ManageMoney>,
    Path(id): Path<LineId>,
    Form(form): Form<LineForm>,
) -> Result<Response, WebError> {
    let decision = match form.read() {
        Ok(decision) => decision,
        Err(errors) => return again(&gate, id, form, errors).await,
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| match &decision {
        Decision::Record(share) => service::record(tx, ctx, id, share).map(drop),
        Decision::Ignore(note) => service::ignore(tx, ctx, id, note),
        Decision::Reopen => service::reopen(tx, ctx, id),
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    let own = format!("{HOME}/lines/{id}");
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &own, Flash::done(Text::new("banking-done"))))
        }
        Written::Refused(LineRefusal::NoLine) => Err(WebError::NotFound),
        Written::Refused(refusal @ (LineRefusal::Decided(_) | LineRefusal::NotMoney)) => {
            Ok(gate.redirect(&actor, &own, Flash::warning(refusal.into())))
        }
        Written::Refused(refusal) => {
            let field = match refusal {
                LineRefusal::Money(MoneyRefusal::NoAccount) => "account",
                _ => "orders",
            };
            again(&gate, id, form, FieldErrors::one(field, refusal)).await
        }
    }
}

#[cfg(test)]
impl LineView {
    pub(super) fn sample(row: Shown, import: Import, others: Vec<BankLine>, suggestions: Vec<Suggestion>) -> LineView {
        let form = LineForm { orders: "<b>".into(), note: "<b>".into(), ..LineForm::default() };
        let errors = form.read().err().unwrap_or_default();
        LineView {
            decided_by: row.line().decided_by.as_ref().map(|_| Text::new("banking-by-itself")),
            is_void: row.line().receipt.is_some(),
            row,
            import,
            is_own: false,
            others,
            suggestions,
            look: Look { q: "<b>".into(), ..Look::default() },
            form,
            waiting: Once::default(),
            ignoring: Once::default(),
            errors,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(form: &LineForm) -> Vec<&'static str> {
        form.read().err().unwrap_or_default().0.iter().map(|error| error.field).collect()
    }

    #[test]
    fn what_is_typed_is_told_at_its_field() {
        let form = |act: &str| LineForm { act: act.into(), ..LineForm::default() };
        assert_eq!(fields(&form("record")), ["orders"], "for nobody");
        let wrong = LineForm { orders: "BC-2026-000001 x".into(), account: "me".into(), ..form("record") };
        assert_eq!(fields(&wrong), ["orders", "account"]);
        assert_eq!(fields(&LineForm { note: "x".repeat(501), ..form("ignore") }), ["note"]);
        for act in ["wait", "ignore", "reopen"] {
            assert!(form(act).read().is_ok(), "{act}");
        }
        let right =
            LineForm { orders: "BC-2026-000001,bc2026000002".into(), account: "c1042".into(), ..form("record") };
        assert!(
            matches!(right.read(), Ok(Decision::Record(share)) if share.orders.len() == 2 && share.account.is_some())
        );
    }
}
