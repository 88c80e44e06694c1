//! `/staff/settings/calendar`: when the office is open.

use askama::Template;
use axum::response::{IntoResponse, Response};
use french_business::{DayHours, HoursError, Region, WeekHours};
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Choice, Form, Gate, Once, Page, View, WebError, Width, Written};
use serde::Deserialize;

use super::sections::{Section, Sections};
use super::{again, saved};
use crate::model::calendar::{Calendar, ensure_opens, read_closed, shown_closed};
use crate::permissions::SetPublisher;
use crate::service::{LOCK, settings};

/// The calendar as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CalendarForm {
    once: Once,
    monday: String,
    tuesday: String,
    wednesday: String,
    thursday: String,
    friday: String,
    saturday: String,
    sunday: String,
    holidays: String,
    closed: String,
}

impl CalendarForm {
    fn of(calendar: &Calendar, once: Once) -> CalendarForm {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] =
            WeekHours::DAYS.map(|day| calendar.week.of(day).to_string());
        let holidays = match calendar.holidays {
            Some(Region::Metropole) => "metropole",
            Some(Region::AlsaceMoselle) => "alsace_moselle",
            None => "none",
        };
        let (holidays, closed) = (holidays.to_owned(), shown_closed(&calendar.closed));
        CalendarForm { once, monday, tuesday, wednesday, thursday, friday, saturday, sunday, holidays, closed }
    }

    fn days(&self) -> [(&'static str, &str); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }

    fn read(&self) -> Result<Calendar, FieldErrors> {
        let mut check = Check::new();
        let days = self.days().map(|(field, typed)| check.field(field, hours(typed)));
        let are_read = days.iter().all(Option::is_some);
        let week = WeekHours(days.map(Option::unwrap_or_default));
        if are_read {
            check.field("monday", ensure_opens(&week));
        }
        let holidays = match self.holidays.as_str() {
            "metropole" => Ok(Some(Region::Metropole)),
            "alsace_moselle" => Ok(Some(Region::AlsaceMoselle)),
            "none" => Ok(None),
            _ => Err(Text::new("publisher-choose")),
        };
        let holidays = check.field("holidays", holidays);
        let closed = check.field("closed", read_closed(&self.closed));
        check.finish(|| Some(Calendar { week, holidays: holidays?, closed: closed? }))
    }
}

/// The hours of a day, as they were typed.
fn hours(typed: &str) -> Result<DayHours, Text> {
    typed.parse().map_err(|error| match error {
        HoursError::Format => Text::new("publisher-hours-malformed"),
        HoursError::Backwards => Text::new("publisher-hours-backwards"),
        HoursError::Overlap => Text::new("publisher-hours-overlap"),
        HoursError::TooMany => Text::new("publisher-hours-too-many"),
    })
}

/// When the office is open.
#[derive(Template)]
#[template(path = "pages/calendar.html")]
pub(crate) struct CalendarView {
    sections: Sections,
    errors: FieldErrors,
    form: CalendarForm,
    regions: Vec<Choice>,
}

/// A day of the week in the form.
struct Day<'a> {
    field: &'static str,
    label: Text,
    typed: &'a str,
}

impl CalendarView {
    fn new(sections: Sections, errors: FieldErrors, form: CalendarForm) -> CalendarView {
        let regions = vec![
            Choice::new("metropole", Text::new("publisher-holidays-metropole")),
            Choice::new("alsace_moselle", Text::new("publisher-holidays-alsace-moselle"))
                .hint(Text::new("publisher-holidays-alsace-moselle-hint")),
            Choice::new("none", Text::new("publisher-holidays-none")),
        ];
        CalendarView { sections, errors, form, regions }
    }

    fn days(&self) -> Vec<Day<'_>> {
        let labels = [
            Text::new("publisher-hours-monday"),
            Text::new("publisher-hours-tuesday"),
            Text::new("publisher-hours-wednesday"),
            Text::new("publisher-hours-thursday"),
            Text::new("publisher-hours-friday"),
            Text::new("publisher-hours-saturday"),
            Text::new("publisher-hours-sunday"),
        ];
        self.form.days().into_iter().zip(labels).map(|((field, typed), label)| Day { field, label, typed }).collect()
    }
}

impl View for CalendarView {
    fn title(&self) -> Text {
        Text::new("publisher-section-calendar")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<SetPublisher>) -> Result<Page, WebError> {
    let (actor, calendar) = gate.read(|read, _| Ok(settings::settings(read)?.calendar)).await?;
    let form = CalendarForm::of(&calendar, gate.once());
    Ok(gate.page(&actor, CalendarView::new(Sections::of(&actor, Section::Calendar), FieldErrors::default(), form)))
}

/// `POST`
pub(crate) async fn save(gate: Gate<SetPublisher>, Form(form): Form<CalendarForm>) -> Result<Response, WebError> {
    let calendar = match form.read() {
        Ok(calendar) => calendar,
        Err(errors) => {
            let view = |actor: &_| CalendarView::new(Sections::of(actor, Section::Calendar), errors, form);
            return again(&gate, view).await;
        }
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| {
        settings::save_calendar(tx, ctx, calendar.clone())
    };
    match gate.write_once_with(LOCK, &form.once, body).await? {
        (actor, Written::Refused(never_open)) => {
            let (errors, form) = (FieldErrors::one("monday", never_open), CalendarForm { once: gate.once(), ..form });
            let view = CalendarView::new(Sections::of(&actor, Section::Calendar), errors, form);
            Ok(gate.invalid(&actor, view).into_response())
        }
        (actor, Written::Done(()) | Written::Repeated) => Ok(saved(&gate, &actor, Section::Calendar.href())),
    }
}

#[cfg(test)]
impl CalendarView {
    pub(super) fn sample(sections: Sections) -> CalendarView {
        let form = CalendarForm { monday: "<b>".into(), tuesday: "12-9".into(), ..CalendarForm::default() };
        CalendarView::new(sections, form.read().unwrap_err(), form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back() {
        let form = CalendarForm {
            monday: "9h-12h, 14h-18h".into(),
            sunday: " ".into(),
            holidays: "alsace_moselle".into(),
            closed: "2026-12-24".into(),
            ..CalendarForm::default()
        };
        let calendar = form.read().unwrap();
        let again = CalendarForm::of(&calendar, Once::default());
        assert_eq!((again.monday.as_str(), again.closed.as_str()), ("09:00-12:00, 14:00-18:00", "24/12/2026"));
        assert_eq!(again.read().unwrap(), calendar);
    }

    #[test]
    fn an_office_that_never_opens_is_refused() {
        let closed = CalendarForm { holidays: "none".into(), ..CalendarForm::default() };
        let errors = closed.read().unwrap_err().0;
        let told: Vec<_> = errors.iter().map(|error| (error.field, error.text.key)).collect();
        assert_eq!(told, [("monday", "publisher-hours-none")]);
        assert!(CalendarForm { sunday: "9-12".into(), ..closed }.read().is_ok());
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let form = CalendarForm {
            monday: "neuf heures".into(),
            tuesday: "17-9".into(),
            wednesday: "9-12, 10-13".into(),
            sunday: "1-2,3-4,5-6,7-8,9-10".into(),
            holidays: "ailleurs".into(),
            closed: "Noël".into(),
            ..CalendarForm::default()
        };
        let fields: Vec<&str> = form.read().unwrap_err().0.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["monday", "tuesday", "wednesday", "sunday", "holidays", "closed"]);
    }
}
