//! The filter of the history, as typed and as meant.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kit_core::{Cursor, PersonId};
use kit_web::href;
use serde::Deserialize;

use crate::model::{HistoryFilter, Kind, Unit};

/// How much of a search is looked for, in characters.
const SEARCH: usize = 200;

/// What the address says. What cannot be understood filters nothing: a filter is no form that one must fill in rightly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FilterQuery {
    /// Which wallet; empty: that of credits.
    pub unit: String,
    /// Words in the reference or the feature.
    pub q: String,
    /// A kind of operation.
    pub kind: String,
    /// The id of a member.
    pub member: String,
    /// A feature.
    pub feature: String,
    /// From this day on.
    pub from: String,
    /// Up to this day's end.
    pub to: String,
    /// Before this place.
    pub before: String,
}

impl FilterQuery {
    /// What is meant, with days as they begin and end in `zone`.
    pub(crate) fn meant(&self, zone: &TimeZone) -> HistoryFilter {
        let text =
            |typed: &str| Some(typed.trim().chars().take(SEARCH).collect::<String>()).filter(|text| !text.is_empty());
        let day = |typed: &str| typed.parse::<Date>().ok();
        let begins =
            |day: Date| -> Option<Timestamp> { day.to_zoned(zone.clone()).ok().map(|start| start.timestamp()) };
        HistoryFilter {
            kind: Kind::from_code(&self.kind),
            member: self.member.parse::<PersonId>().ok(),
            feature: text(&self.feature),
            search: text(&self.q),
            from: day(&self.from).and_then(begins),
            until: day(&self.to).and_then(|day| day.checked_add(1.day()).ok()).and_then(begins),
        }
    }

    /// Which wallet is meant.
    pub(crate) fn unit(&self) -> Unit {
        Unit::meant(&self.unit)
    }

    /// Where the page starts.
    pub(crate) fn cursor(&self) -> Option<Cursor> {
        self.before.parse().ok().map(Cursor)
    }

    /// Whether anything is filtered.
    pub fn is_set(&self) -> bool {
        [&self.q, &self.kind, &self.member, &self.feature, &self.from, &self.to].iter().any(|typed| !typed.is_empty())
    }

    /// The address of `path` with this filter, from `before` on.
    pub(crate) fn address(&self, path: &str, before: Option<Cursor>) -> String {
        let before = before.map(|cursor| cursor.0.to_string()).unwrap_or_default();
        href(
            path,
            &[
                ("unit", self.unit().in_address()),
                ("q", &self.q),
                ("kind", &self.kind),
                ("member", &self.member),
                ("feature", &self.feature),
                ("from", &self.from),
                ("to", &self.to),
                ("before", &before),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_the_person_is() {
        let query = FilterQuery { from: "2026-10-25".into(), to: "2026-10-25".into(), ..FilterQuery::default() };
        let meant = query.meant(&TimeZone::get("Europe/Paris").unwrap());
        assert_eq!(meant.from, Some("2026-10-24T22:00:00Z".parse().unwrap()));
        assert_eq!(meant.until, Some("2026-10-25T23:00:00Z".parse().unwrap()), "a day of 25 hours");
    }

    #[test]
    fn nonsense_filters_nothing() {
        let x = || "x".to_owned();
        let query = FilterQuery { kind: x(), member: x(), from: x(), to: x(), before: x(), ..FilterQuery::default() };
        assert_eq!(query.meant(&TimeZone::UTC), HistoryFilter::default());
        assert_eq!(query.cursor(), None);
    }

    #[test]
    fn the_next_page_keeps_the_filter() {
        let query = FilterQuery { q: "a b".into(), kind: "usage".into(), ..FilterQuery::default() };
        assert_eq!(query.address("/h", Some(Cursor(7))), "/h?q=a%20b&kind=usage&before=7");
        let time = FilterQuery { unit: "support_minutes".into(), ..FilterQuery::default() };
        assert_eq!((time.is_set(), time.address("/h", None).as_str()), (false, "/h?unit=support_minutes"));
        assert_eq!(FilterQuery { unit: "hours".into(), ..time }.address("/h", None), "/h");
    }
}
