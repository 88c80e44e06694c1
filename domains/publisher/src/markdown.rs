//! The publisher's Markdown as HTML that can do no harm.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// HTML made from Markdown: texts, headings, lists, tables and links, and nothing that runs, loads or styles. Goes into a
/// template with `|safe`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl std::fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

const TAGS: [&str; 22] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// What the sanitiser lets through. HTML typed by hand is dropped before; this is the second lock on the same door.
static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("noopener noreferrer"));
    builder
});

/// Makes HTML from Markdown (CommonMark with tables and strikethrough). Headings begin at the second level, below the
/// page's own, whatever level the text begins with, and leave none out; HTML and images typed into the text are shown as
/// text.
pub fn to_html(markdown: &str) -> SafeHtml {
    let mut levels = Levels::of(markdown);
    let events = parse(markdown).filter_map(|event| match event {
        Event::Html(typed) | Event::InlineHtml(typed) => Some(Event::Text(typed)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: levels.next(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(levels.last))),
        event => Some(event),
    });
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events);
    SafeHtml(SANITISER.clean(&out).to_string())
}

fn parse(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// The levels of a text's headings on a page that has the first level itself.
struct Levels {
    /// The highest of the text, as typed.
    top: HeadingLevel,
    /// The heading before.
    last: HeadingLevel,
}

impl Levels {
    fn of(markdown: &str) -> Levels {
        let typed = parse(markdown).filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(level),
            _ => None,
        });
        Levels { top: typed.min().unwrap_or(HeadingLevel::H1), last: HeadingLevel::H1 }
    }

    /// The level of the next heading, typed as `level`: at most one below the heading before.
    fn next(&mut self, level: HeadingLevel) -> HeadingLevel {
        self.last = match (level as usize - self.top as usize, self.last) {
            (0, _) | (_, HeadingLevel::H1) => HeadingLevel::H2,
            (1, _) | (_, HeadingLevel::H2) => HeadingLevel::H3,
            _ => HeadingLevel::H4,
        };
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_publisher_writes_is_shown() {
        let html =
            to_html("# Titre\n\nUn **mot**, un [lien](https://exemple.fr).\n\n- a\n- b\n\n|A|B|\n|-|-|\n|1|2|\n")
                .to_string();
        for part in [
            "<h2>Titre</h2>",
            "<strong>mot</strong>",
            "<a href=\"https://exemple.fr\" rel=\"noopener noreferrer\">lien</a>",
            "<li>a</li>",
            "<td>1</td>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn headings_leave_no_level_out() {
        let levels = |markdown: &str| {
            let html = to_html(markdown).to_string();
            html.split("<h").skip(1).map(|rest| rest[..1].to_owned()).collect::<Vec<_>>().concat()
        };
        assert_eq!(levels("## A\n\n### B\n\n## C\n"), "232");
        assert_eq!(levels("# A\n\n#### B\n\n## C\n\n###### D\n"), "2334");
        assert_eq!(levels("### A\n\n# B\n"), "22");
    }

    #[test]
    fn nothing_runs_loads_or_styles() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![x](https://evil.example/pixel.png)",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<style>*{display:none}</style>",
            "<p style=\"position:fixed\">x</p>",
            "<iframe src=//evil.example></iframe>",
            "`<script>`",
            "[x](https://a\" onclick=\"alert(1))",
        ] {
            let html = to_html(attack).to_string().to_lowercase();
            for tag in html.split('<').skip(1).map(|part| part.split('>').next().unwrap()) {
                for bad in ["script", "img", "iframe", "style", "javascript:", "data:", "onclick"] {
                    assert!(!tag.contains(bad), "{attack} became {html}");
                }
            }
        }
    }
}
