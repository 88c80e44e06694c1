//! All calls: by account, agent and day.

use askama::Template;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kit_core::{After, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Choice, Gate, Page, Query, View, WebError, href};
use people::Names;
use serde::Deserialize;

use super::path;
use crate::model::{Call, CallFilter};
use crate::permissions::AnswerPhone;
use crate::service;

const PATH: &str = "/staff/phone/calls";

/// What is looked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    account: String,
    agent: String,
    from: String,
    to: String,
    after: String,
}

impl Filter {
    /// What cannot be read filters nothing, but a number that is none finds nothing: `None`.
    fn meant(&self, zone: &TimeZone) -> Option<CallFilter> {
        let day = |typed: &str| typed.parse::<Date>().ok();
        let begins = |day: Date| -> Option<Timestamp> { Some(day.to_zoned(zone.clone()).ok()?.timestamp()) };
        let account = match self.account.trim() {
            "" => None,
            number => Some(number.parse().ok()?),
        };
        Some(CallFilter {
            account,
            agent: self.agent.parse().ok(),
            from: day(&self.from).and_then(begins),
            until: day(&self.to).and_then(|day| day.checked_add(1.day()).ok()).and_then(begins),
        })
    }

    fn next(&self, after: After) -> String {
        let after = after.to_string();
        let of = [("account", self.account.as_str()), ("agent", &self.agent), ("from", &self.from), ("to", &self.to)];
        href(PATH, &[&of[..], &[("after", &after)]].concat())
    }
}

/// The calls.
#[derive(Template)]
#[template(path = "pages/staff/calls.html")]
pub(crate) struct CallsView {
    filter: Filter,
    agents: Vec<Choice>,
    rows: Vec<Call>,
    names: Names,
    next: Option<String>,
}

impl View for CallsView {
    fn title(&self) -> Text {
        Text::new("calls-all")
    }
}

impl CallsView {
    fn href(&self, call: &Call) -> String {
        path(call.account)
    }

    fn agent(&self, call: &Call) -> String {
        self.names.plain(call.agent).unwrap_or_default()
    }

    /// The member who called.
    fn member(&self, call: &Call) -> String {
        self.names.plain(call.caller).unwrap_or_default()
    }
}

/// `GET /staff/phone/calls`
pub(crate) async fn list(gate: Gate<AnswerPhone>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let (actor, view) = gate
        .read(move |read, actor| {
            let after = filter.after.parse().ok();
            let (rows, next) = match filter.meant(&actor.zone()) {
                Some(wanted) => service::calls(read, &wanted, after, PageSize::default())?,
                None => (Vec::new(), None),
            };
            let persons = rows.iter().flat_map(|call| [Some(call.agent), call.caller]).flatten();
            let staff = people::service::staff(read)?;
            let agent = |one: people::FoundPerson| Choice::plain(one.id.to_string(), one.name.to_string());
            Ok(CallsView {
                agents: staff.into_iter().map(agent).collect(),
                names: Names::of(read, persons)?,
                next: next.map(|next| filter.next(next)),
                rows,
                filter: filter.clone(),
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

#[cfg(test)]
impl CallsView {
    pub(super) fn samples(rows: &[Call]) -> Vec<CallsView> {
        let view = |rows: &[Call]| CallsView {
            filter: Filter { account: "<b>".into(), ..Filter::default() },
            agents: vec![Choice::plain("1", "<b>")],
            rows: rows.to_vec(),
            names: Names::default(),
            next: Some("<b>".into()),
        };
        vec![view(rows), view(&[])]
    }
}

#[cfg(test)]
mod tests {
    use kit_core::AccountId;

    use super::*;

    #[test]
    fn what_is_typed_is_meant_where_the_agent_is() {
        let day = || "2026-10-25".to_owned();
        let filter = Filter { account: " C-1042 ".into(), from: day(), to: day(), ..Filter::default() };
        let meant = filter.meant(&TimeZone::get("Europe/Paris").unwrap()).unwrap();
        assert_eq!(meant.account, Some(AccountId(1042)));
        assert_eq!(meant.from, Some("2026-10-24T22:00:00Z".parse().unwrap()));
        assert_eq!(meant.until, Some("2026-10-25T23:00:00Z".parse().unwrap()), "a day of 25 hours");
        let nonsense = Filter { agent: "x".into(), from: "x".into(), to: "x".into(), ..Filter::default() };
        assert_eq!(nonsense.meant(&TimeZone::UTC), Some(CallFilter::default()));
        assert_eq!(Filter { account: "x".into(), ..nonsense }.meant(&TimeZone::UTC), None);
        let next = filter.next(After(Timestamp::UNIX_EPOCH, 7));
        assert!(next.starts_with(PATH) && next.ends_with("from=2026-10-25&to=2026-10-25&after=0.7"), "{next}");
    }
}
