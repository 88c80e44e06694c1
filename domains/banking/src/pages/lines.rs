//! `/staff/bank`: lines to decide, with what is proposed; and those that were decided.

use askama::Template;
use axum::response::Response;
use kit_core::{Cursor, PageSize, Text};
use kit_i18n::filters;
use kit_jobs::enqueue;
use kit_web::{Button, Choice, Flash, Form, Gate, Once, Page, Query, View, WebError, href};
use orders::{ManageMoney, MoneyRefusal};
use serde::Deserialize;

use super::row::Shown;
use super::{HOME, IMPORTS};
use crate::jobs::Propose;
use crate::model::{ImportId, LineId, LineState};
use crate::service::{self, LineRefusal, Summary, Wanted};

/// Lines on a page, and so the most that one form confirms.
const SHOWN: i64 = 50;

/// Which lines are looked for; what cannot be read filters nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    state: String,
    import: String,
    after: String,
}

impl Filter {
    fn wanted(&self) -> Wanted {
        match (self.import.parse::<ImportId>(), LineState::from_code(&self.state)) {
            (Ok(import), _) => Wanted::Of(import),
            (_, Some(LineState::Open) | None) => Wanted::Open,
            (_, Some(state)) => Wanted::Decided(state),
        }
    }
}

/// Lines.
#[derive(Template)]
#[template(path = "pages/lines.html")]
pub(crate) struct LinesView {
    filter: Filter,
    states: Vec<Choice>,
    rows: Vec<Shown>,
    next: Option<String>,
    summary: Summary,
    /// The file whose lines these are, if they are of one.
    of_import: bool,
    /// Whether the publisher says where transfers go.
    has_bank: bool,
    is_automatic: bool,
    once: Once,
}

impl LinesView {
    /// Whether something on the page can be confirmed.
    fn can_confirm(&self) -> bool {
        self.rows.iter().any(|row| row.tick().is_some())
    }

    /// Whether more is sure than the page shows.
    fn has_more_sure(&self) -> bool {
        let shown = self.rows.iter().filter(|row| row.is_ticked()).count();
        !self.of_import && self.summary.sure > i64::try_from(shown).unwrap_or(i64::MAX) && shown > 0
    }
}

impl View for LinesView {
    fn title(&self) -> Text {
        Text::new("banking-title")
    }
}

fn states() -> Vec<Choice> {
    let decided = LineState::ALL.into_iter().filter(|state| *state != LineState::Open);
    decided.map(|state| Choice::new(state.code(), state.label())).collect()
}

/// `GET /staff/bank`
pub(crate) async fn show(gate: Gate<ManageMoney>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let once = gate.once();
    let (actor, view) = gate
        .read(move |read, _| {
            let wanted = filter.wanted();
            let cursor = filter.after.parse::<LineId>().ok().map(|id| Cursor(id.0));
            let page = service::lines(read, wanted, cursor, PageSize::new(SHOWN))?;
            let next = page.next.map(|Cursor(after)| {
                let after = LineId::from_raw(after).to_string();
                href(HOME, &[("state", &filter.state), ("import", &filter.import), ("after", &after)])
            });
            let settings = orders::settings(read)?;
            Ok(LinesView {
                filter: filter.clone(),
                states: states(),
                rows: page.rows.into_iter().map(Shown).collect(),
                next,
                summary: service::summary(read)?,
                of_import: matches!(wanted, Wanted::Of(_)),
                has_bank: settings.bank.is_some(),
                is_automatic: settings.automatic,
                once: once.clone(),
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

/// The lines that were ticked, each with the mark of what was shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Ticked {
    line: Vec<String>,
}

/// `POST /staff/bank`: each line in a transaction of its own. Sent again, nothing is left to do: a line is recorded once.
pub(crate) async fn confirm(gate: Gate<ManageMoney>, Form(ticked): Form<Ticked>) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let most = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let (mut recorded, mut known, mut left) = (0_i64, 0_i64, 0_i64);
    for sent in ticked.line.iter().take(most) {
        let Some((id, mark)) = sent.split_once('.') else { continue };
        let (Ok(id), mark) = (id.parse::<LineId>(), mark.to_owned()) else { continue };
        let (_, outcome) = gate.write(move |tx, ctx, _| service::accept(tx, ctx, id, &mark)).await?;
        match outcome {
            Ok(_) => recorded += 1,
            Err(LineRefusal::Decided(_) | LineRefusal::Money(MoneyRefusal::Known(_))) => known += 1,
            Err(_) => left += 1,
        }
    }
    if left > 0 {
        // What stands against them is to be seen.
        gate.write_sure(|tx, ctx, _| enqueue(tx, ctx, &Propose {})).await?;
    }
    let flash = match (recorded, known, left) {
        (0, 0, 0) => Flash::warning(Text::new("banking-nothing-ticked")),
        (recorded, known, 0) => Flash::done(Text::new("banking-recorded-lines").with("lines", recorded + known)),
        (recorded, known, left) => {
            let text = Text::new("banking-recorded-some").with("lines", recorded + known).with("left", left);
            Flash::warning(text)
        }
    };
    Ok(gate.redirect(&actor, HOME, flash))
}

/// `POST /staff/bank/propose`: looks at all open lines again.
pub(crate) async fn propose(gate: Gate<ManageMoney>, Form(form): Form<Button>) -> Result<Response, WebError> {
    let (actor, _) = gate.write_sure_once(&form.once, |tx, ctx, _| enqueue(tx, ctx, &Propose {})).await?;
    Ok(gate.redirect(&actor, HOME, Flash::done(Text::new("banking-proposing"))))
}

#[cfg(test)]
impl LinesView {
    pub(super) fn samples(rows: Vec<Shown>) -> Vec<LinesView> {
        let view = |rows: Vec<Shown>, sure, of_import| LinesView {
            filter: Filter::default(),
            states: states(),
            next: Some("/staff/bank?after=x".into()).filter(|_| !rows.is_empty()),
            rows,
            summary: Summary { sure, unfinished: sure },
            of_import,
            has_bank: sure > 0,
            is_automatic: sure > 0,
            once: Once::default(),
        };
        vec![view(rows.clone(), 70, false), view(rows, 0, true), view(Vec::new(), 0, false)]
    }
}
