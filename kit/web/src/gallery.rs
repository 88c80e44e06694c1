//! `/demo/components`: every component on one page, with invented data, for whoever makes pages and for the tests that look at them.

use askama::Template;
use jiff::Timestamp;
use kit_core::{AccountId, FieldErrors, Text};
use kit_i18n::filters;

use crate::chart::{Chart, Column};
use crate::components::{Choice, Step, Tone};
use crate::layout::View;
use crate::tile::{Tile, TileLine};

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
    tiles: Vec<Tile>,
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
                Choice::new("admin", Text::new("web-gallery-role-admin"))
                    .hint(Text::new("web-gallery-role-admin-hint")),
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
            tiles: tiles(at),
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
        row(
            "plan.render",
            "Chantier Lavoisier, R+2",
            "Camille Roux",
            -3,
            ("success", "circle-check", Text::new("web-gallery-active")),
        ),
        row("plan.export", "Halle Sud", "Anaïs Morel", 0, ("warning", "hourglass", Text::new("web-gallery-pending"))),
        row("plan.render", "Pavillon 14", "Yann Le Goff", -12, ("danger", "ban", Text::new("web-gallery-suspended"))),
        row("", "RF18 5390 0754 7034", "Atelier Boréal", 1200, ("info", "mail", Text::new("web-gallery-unconfirmed"))),
        row(
            "plan.render",
            "Gare d’Aubrac, coupe B",
            "Camille Roux",
            -3,
            ("neutral", "circle-x", Text::new("web-gallery-refused")),
        ),
    ]
}

fn tiles(at: Timestamp) -> Vec<Tile> {
    let tile = |title, icon| Tile {
        title,
        icon,
        figure: None,
        notes: Vec::new(),
        lines: Vec::new(),
        link: ("/demo/components".to_owned(), Text::new("web-gallery-open")),
    };
    let line = |words, figure| TileLine { at, words, href: "/demo/components".to_owned(), figure };
    vec![
        Tile {
            figure: Some((1250, Text::new("web-gallery-credits"))),
            notes: vec![
                (Tone::Neutral, Text::new("web-gallery-next")),
                (Tone::Warning, Text::new("web-gallery-expiry")),
            ],
            ..tile(Text::new("web-gallery-total"), "wallet")
        },
        Tile {
            lines: vec![line(Text::new("web-gallery-kind-use"), -12), line(Text::new("web-gallery-kind-grant"), 50)],
            ..tile(Text::new("web-gallery-history"), "history")
        },
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
    let columns = used
        .into_iter()
        .map(|(year, month, purchased, promotional)| Column::month(year, month, vec![purchased, promotional]));
    Chart {
        caption: Text::new("web-gallery-chart"),
        kinds: vec![Text::new("web-gallery-purchased"), Text::new("web-gallery-promotional")],
        columns: columns.collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::tz::TimeZone;
    use kit_core::Locale;
    use kit_i18n::{Reader, Texts};

    use super::*;
    use crate::layout::{Brand, CurrentAccount, Frame, Link, PersonMenu, Side, Tab, render};
    use crate::places::Full;
    use crate::trouble::TroubleView;

    fn frame(side: Side) -> Frame {
        let signed_in = side != Side::Public;
        Frame {
            side,
            brand: Brand {
                name: "Arpent & Cie".to_owned(),
                has_logo: false,
                accent: "#0b5a57".to_owned(),
                support_email: "aide@arpent.example".to_owned(),
                site_url: "https://arpent.example".to_owned(),
                footer: vec![Link { label: "Mentions <légales>".to_owned(), url: "/legal".to_owned() }],
            },
            person: signed_in
                .then(|| PersonMenu { name: "Camille Roux".to_owned(), email: "camille@boreal.example".to_owned() }),
            account: (side == Side::Account).then(|| CurrentAccount {
                id: AccountId(1042),
                name: "Boréal".to_owned(),
                state: None,
            }),
            accounts: vec![(AccountId(1042), "Boréal".to_owned()), (AccountId(1007), "Aubrac".to_owned())],
            tabs: vec![Tab {
                href: "/demo/components".to_owned(),
                label: Text::new("web-gallery-title"),
                icon: "layout-dashboard",
                current: true,
            }],
            staff: true,
            flash: None,
            path: "/demo/components".to_owned(),
        }
    }

    fn reader(texts: &Arc<Texts>, locale: Locale) -> Reader {
        Reader { texts: Arc::clone(texts), locale, zone: TimeZone::UTC }
    }

    #[test]
    fn every_side_is_whole_in_every_language() {
        let texts = Arc::new(Texts::load(crate::TEXTS).unwrap());
        for locale in Locale::ALL {
            let reader = reader(&texts, locale);
            for side in [Side::Public, Side::Person, Side::Account, Side::Staff] {
                let page = render(&frame(side), &reader, &GalleryView::new(Timestamp::UNIX_EPOCH)).unwrap();
                assert!(page.contains(&format!("<html lang=\"{locale}\"")));
                assert!(!page.contains("[web-"), "a text is missing");
                assert!(!page.contains("Mentions <légales>"), "the publisher's words are not escaped");
                assert!(!page.contains(" style=") && !page.contains("onclick="), "the policy forbids it");
                assert_eq!(page.contains("action=\"/sign-out\""), side != Side::Public);
            }
            let full = [Full::Own, Full::Account, Full::Paused(1), Full::All];
            let full = full.map(|full| (full.status().as_u16(), TroubleView::full(full)));
            let others = [400, 404, 408, 429, 500, 503].map(|status| (status, TroubleView::new(status)));
            for (status, view) in full.into_iter().chain(others) {
                let page = render(&frame(Side::Public), &reader, &view).unwrap();
                assert!(page.contains(&format!(">{status}<")) && !page.contains("[web-"), "{status}");
            }
        }
    }

    #[test]
    fn no_two_parts_have_the_same_id() {
        let texts = Arc::new(Texts::load(crate::TEXTS).unwrap());
        let view = GalleryView::new(Timestamp::UNIX_EPOCH);
        let page = render(&frame(Side::Staff), &reader(&texts, Locale::Fr), &view).unwrap();
        let mut ids: Vec<_> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}
