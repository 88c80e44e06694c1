//! `/demo/components`: every component on one page, with invented data, for whoever makes pages and for the tests that look at them.

use askama::Template;
use jiff::Timestamp;
use kit_core::{AccountId, FieldErrors, Text};
use kit_i18n::filters;

use crate::chart::{Chart, Column};
use crate::components::{Choice, Step};
use crate::layout::View;

/// An operation of the sample list.
struct Row {
    at: Timestamp,
    feature: &'static str,
    reference: &'static str,
    who: &'static str,
    amount: i64,
    state: (&'static str, &'static str, Text),
}

/// The page that shows every component.
#[derive(Template)]
#[template(path = "gallery.html")]
pub struct GalleryView {
    account: AccountId,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
    countries: Vec<Choice>,
    roles: Vec<Choice>,
    chosen: Vec<String>,
    steps: Vec<Step>,
    chart: Chart,
    errors: FieldErrors,
    at: Timestamp,
    next: Option<String>,
}

impl GalleryView {
    /// The page; the sample data end at `at`.
    pub fn new(at: Timestamp) -> GalleryView {
        GalleryView {
            account: AccountId(1042),
            rows: rows(at),
            kinds: vec![
                Choice::new("use", Text::new("web-gallery-kind-use")),
                Choice::new("grant", Text::new("web-gallery-kind-grant")),
                Choice::new("expiry", Text::new("web-gallery-kind-expiry")),
            ],
            countries: vec![
                Choice::new("FR", Text::new("web-gallery-france")),
                Choice::new("BE", Text::new("web-gallery-belgium")),
            ],
            roles: vec![
                Choice::new("admin", Text::new("web-gallery-role-admin")).hint(Text::new("web-gallery-role-admin-hint")),
                Choice::new("user", Text::new("web-gallery-role-user")).hint(Text::new("web-gallery-role-user-hint")),
            ],
            chosen: vec!["user".to_owned()],
            steps: vec![
                Step::done(Text::new("web-gallery-step-sent")).note(Text::new("web-gallery-step-sent-note")),
                Step::done(Text::new("web-gallery-step-confirmed")),
                Step::current(Text::new("web-gallery-step-review")).note(Text::new("web-gallery-step-review-note")),
                Step::to_do(Text::new("web-gallery-step-open")),
            ],
            chart: chart(),
            errors: FieldErrors::one("email", Text::new("web-gallery-form-error")),
            at,
            next: Some("/demo/components".to_owned()),
        }
    }
}

impl View for GalleryView {
    fn title(&self) -> Text {
        Text::new("web-gallery-title")
    }
}

fn rows(at: Timestamp) -> Vec<Row> {
    let row = |feature, reference, who, amount, state| Row { at, feature, reference, who, amount, state };
    vec![
        row("plan.render", "Chantier Lavoisier, R+2", "Camille Roux", -3, ("success", "circle-check", Text::new("web-gallery-active"))),
        row("plan.export", "Halle Sud", "Anaïs Morel", 0, ("warning", "hourglass", Text::new("web-gallery-pending"))),
        row("plan.render", "Pavillon 14", "Yann Le Goff", -12, ("danger", "ban", Text::new("web-gallery-suspended"))),
        row("", "RF18 5390 0754 7034", "Atelier Boréal", 1200, ("info", "mail", Text::new("web-gallery-unconfirmed"))),
        row("plan.render", "Gare d’Aubrac, coupe B", "Camille Roux", -3, ("neutral", "circle-x", Text::new("web-gallery-refused"))),
    ]
}

fn chart() -> Chart {
    let used: [(i16, i8, i64, i64); 12] = [
        (2025, 12, 210, 40),
        (2026, 1, 340, 0),
        (2026, 2, 290, 120),
        (2026, 3, 410, 60),
        (2026, 4, 380, 0),
        (2026, 5, 150, 150),
        (2026, 6, 520, 30),
        (2026, 7, 470, 0),
        (2026, 8, 60, 0),
        (2026, 9, 610, 90),
        (2026, 10, 560, 120),
        (2026, 11, 430, 70),
    ];
    let columns = used.into_iter().map(|(year, month, purchased, promotional)| Column::month(year, month, vec![purchased, promotional]));
    Chart {
        caption: Text::new("web-gallery-chart"),
        kinds: vec![Text::new("web-gallery-purchased"), Text::new("web-gallery-promotional")],
        columns: columns.collect(),
    }
}
