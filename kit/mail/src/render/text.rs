//! The plain twin of a mail.

use super::Look;
use super::content::{Block, Span};

/// A signature is told from the text by this line (RFC 3676, 4.3).
const SIGNATURE: &str = "-- ";

pub(super) fn write(blocks: &[Block], look: &Look) -> String {
    let mut out = look.above.clone().unwrap_or_default();
    let mut in_list = false;
    for block in blocks {
        let is_item = matches!(block, Block::Item(..));
        if !out.is_empty() {
            out.push_str(if is_item && in_list { "\n" } else { "\n\n" });
        }
        in_list = is_item;
        match block {
            Block::Paragraph(spans) => out.push_str(&words(spans)),
            Block::Heading(spans) => out.push_str(&words(spans).to_uppercase()),
            Block::Quote(spans) => out.push_str(&format!("> {}", words(spans).replace('\n', "\n> "))),
            Block::Item(number, spans) => {
                let mark = number.map_or_else(|| "-".to_owned(), |number| format!("{number}."));
                let indent = format!("\n{}", " ".repeat(mark.len() + 1));
                out.push_str(&format!("{mark} {}", words(spans).replace('\n', &indent)));
            }
            Block::Button(label, link) => out.push_str(&format!("{label}\n{link}")),
            Block::Rule => out.push_str("* * *"),
        }
    }
    out.push_str(&format!("\n\n{SIGNATURE}\n{}\n", look.name));
    for (line, link) in &look.footer {
        match link.as_deref().map(|link| link.trim_start_matches("mailto:")).filter(|link| link != line) {
            Some(link) => out.push_str(&format!("{line}: {link}\n")),
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// Words, each link followed by where it leads unless it says so itself.
fn words(spans: &[Span]) -> String {
    let mut out = String::new();
    for (index, span) in spans.iter().enumerate() {
        out.push_str(&span.text);
        let next = spans.get(index + 1).and_then(|next| next.link.as_ref());
        if let Some(link) = span.link.as_ref().filter(|link| next != Some(link)) {
            let shown = link.trim_start_matches("mailto:");
            if !out.ends_with(shown) {
                out.push_str(&format!(" ({shown})"));
            }
        }
    }
    out.trim().to_owned()
}
