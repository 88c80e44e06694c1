//! The log through a filter: who did what, when, to which account.

use askama::Template;
use audit::{AuthorKind, Filter as Wanted};
use jiff::tz::TimeZone;
use kit_core::{Cursor, PageSize, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{Choice, Gate, Page, Query, View, WebError, href};
use serde::Deserialize;

use crate::forms;
use crate::log::{self, LogLine};
use crate::permissions::ViewAccounts;

/// What is looked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    who: String,
    by: String,
    what: String,
    account: String,
    from: String,
    to: String,
    after: String,
}

impl Filter {
    /// What cannot be read filters nothing, but a number or a name that is nobody's finds nothing: `None`.
    fn wanted(&self, read: &mut Read<'_>, zone: &TimeZone) -> Result<Option<Wanted>, DbError> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let day = |typed: &str| forms::optional_day(typed).ok().flatten();
        let mut wanted = Wanted {
            author_kind: AuthorKind::from_code(&self.by),
            action: given(&self.what),
            from: day(&self.from).map(|day| forms::start(day, zone)),
            until: day(&self.to).map(|day| forms::after(day, zone)),
            ..Wanted::default()
        };
        if let Some(number) = given(&self.account) {
            let Ok(number) = number.parse() else { return Ok(None) };
            wanted.account = Some(number);
        }
        if let Some(name) = given(&self.who) {
            let Some(person) = people::service::find_people(read, &name, 1)?.pop() else { return Ok(None) };
            wanted.author = Some(person.id);
        }
        Ok(Some(wanted))
    }

    fn next(&self, Cursor(after): Cursor) -> String {
        let parameters = [
            ("who", self.who.as_str()),
            ("by", &self.by),
            ("what", &self.what),
            ("account", &self.account),
            ("from", &self.from),
            ("to", &self.to),
            ("after", &after.to_string()),
        ];
        href("/staff/audit", &parameters)
    }
}

/// The log.
#[derive(Template)]
#[template(path = "pages/audit.html")]
pub struct AuditView {
    filter: Filter,
    actions: Vec<Choice>,
    authors: Vec<Choice>,
    lines: Vec<LogLine>,
    next: Option<String>,
}

impl View for AuditView {
    fn title(&self) -> Text {
        Text::new("backoffice-log")
    }
}

/// `GET /staff/audit`
pub async fn list(gate: Gate<ViewAccounts>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let (actor, view) = gate
        .read(move |read, actor| {
            let filter = filter.clone();
            let cursor = filter.after.parse().ok().map(Cursor);
            let (lines, next) = match filter.wanted(read, &actor.zone())? {
                Some(wanted) => {
                    let page = audit::search(read, &wanted, cursor, PageSize::default())?;
                    (log::lines(read, page.rows)?, page.next)
                }
                None => (Vec::new(), None),
            };
            let next = next.map(|next| filter.next(next));
            Ok(AuditView { filter, actions: actions(), authors: authors(), lines, next })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

fn actions() -> Vec<Choice> {
    audit::known_actions().into_iter().map(|label| Choice::new(label.code, label.text.clone())).collect()
}

fn authors() -> Vec<Choice> {
    let label = |kind| match kind {
        AuthorKind::Person => Text::new("backoffice-author-person"),
        AuthorKind::Staff => Text::new("backoffice-author-staff"),
        AuthorKind::Key => Text::new("backoffice-author-key"),
        AuthorKind::Machine => Text::new("backoffice-author-machine"),
        AuthorKind::System => Text::new("backoffice-by-system"),
        AuthorKind::Visitor => Text::new("backoffice-by-visitor"),
    };
    AuthorKind::ALL.into_iter().map(|kind| Choice::new(kind.code(), label(kind))).collect()
}

#[cfg(test)]
impl AuditView {
    pub(crate) fn sample() -> AuditView {
        AuditView {
            filter: Filter { account: "C-1042".into(), ..Filter::default() },
            actions: actions(),
            authors: authors(),
            lines: crate::samples::log(),
            next: Some("/staff/audit?after=1".into()),
        }
    }
}
