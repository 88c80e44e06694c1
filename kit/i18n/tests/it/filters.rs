use askama::Template;
use jiff::Timestamp;
use kit_core::{AccountId, Credits, Money, Text};
use kit_i18n::filters;

use crate::{at, english, french};

struct Line {
    quantity: Credits,
    price: Money,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<h1>{{ "t-title"|t }}</h1>{{ text|t }} {{ self.title()|t }}
{%- for line in lines %} {{ line.quantity|number }} {{ line.price|money }}{% endfor %}
{{ "t-credits"|t_with("n", lines.len()) }} {{ "t-credits"|t_with("n", count) }}
{{ at|date }} {{ at|date_time }} {{ at|short_date }} {{ at|short_date_time }} {{ at|relative(now) }}
{{ "t-left"|t_with("what", text)|t_with("price", price)|t_with("day", account) }}
{{- "t-hello"|t_with("name", lines[0].quantity) }}{% if let Some(name) = name %}{{ "t-hello"|t_with("name", name) }}{% endif %}"#
)]
struct Everything {
    text: Text,
    lines: Vec<Line>,
    count: i64,
    at: Timestamp,
    now: Timestamp,
    price: Money,
    account: AccountId,
    name: Option<String>,
}

impl Everything {
    fn title(&self) -> Text {
        Text::new("t-title")
    }
}

#[test]
fn every_filter_takes_what_templates_hold() {
    let view = Everything {
        text: Text::new("t-credits").with("n", 2),
        lines: vec![Line { quantity: Credits(1200), price: Money::euro_cents(1250) }],
        count: 1000,
        at: at("2026-11-20T12:00:00Z"),
        now: at("2026-11-21T12:00:00Z"),
        price: Money::euro_cents(100),
        account: AccountId(1042),
        name: Some("Ana".to_owned()),
    };
    assert_eq!(
        view.render_with_values(&english()).unwrap(),
        "<h1>Company account</h1>2 credits Company account 1,200 €12.50\n\
         1 credit 1,000 credits\n\
         20 November 2026 20 November 2026 at 13:00 20 Nov 2026 20 Nov 2026, 13:00 1 day ago\n\
         2 credits left (€1.00) until C-1042.Hello 1,200Hello Ana"
    );
}

#[derive(Template)]
#[template(ext = "html", source = r#"<p>{{ "t-hello"|t_with("name", name) }}|{{ text|t }}|{{ name|t }}</p>"#)]
struct Hostile<'a> {
    name: &'a str,
    text: &'a Text,
}

#[test]
fn a_hostile_argument_stays_inert_text() {
    let name = "<script>alert('x')</script>";
    let view = Hostile { name, text: &Text::new("t-hello").with("name", name) };
    let escaped = "&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;";
    assert_eq!(
        view.render_with_values(&french()).unwrap(),
        format!("<p>Bonjour {escaped}|Bonjour {escaped}|[{escaped}]</p>")
    );
}

#[test]
fn without_a_reader_nothing_renders() {
    let view = Hostile { name: "", text: &Text::new("t-title") };
    assert!(matches!(view.render(), Err(askama::Error::ValueMissing)));
}
