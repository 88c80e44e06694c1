//! The HTML of a mail: styles stand at each element, because many mail programs drop a style sheet; the dark ones, which
//! can stand nowhere else, are in one for those that keep it.

use std::fmt::Write;

use kit_core::Locale;

use super::Look;
use super::content::{Block, Span};

const FONT: &str = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const PARAGRAPH: &str = "margin:0 0 16px;font-size:16px;line-height:1.55;color:#1c2126";

pub(super) fn write(subject: &str, blocks: &[Block], look: &Look, locale: Locale) -> String {
    let mut out = String::with_capacity(4096);
    head(&mut out, subject, look, locale);
    let mut list = None;
    for block in blocks {
        let wanted = match block {
            Block::Item(number, _) => Some(if number.is_some() { "ol" } else { "ul" }),
            _ => None,
        };
        if list != wanted {
            list.iter().for_each(|tag| put(&mut out, format_args!("</{tag}>\n")));
            if let Some(tag) = wanted {
                put(&mut out, format_args!("<{tag} class=\"ink\" style=\"{PARAGRAPH};padding-left:24px\">\n"));
            }
            list = wanted;
        }
        one(&mut out, block, look);
    }
    list.iter().for_each(|tag| put(&mut out, format_args!("</{tag}>\n")));
    foot(&mut out, look);
    out
}

fn one(out: &mut String, block: &Block, look: &Look) {
    let Look { accent, accent_ink, .. } = look;
    match block {
        Block::Paragraph(spans) => {
            put(out, format_args!("<p class=\"ink\" style=\"{PARAGRAPH}\">{}</p>\n", words(spans, accent)));
        }
        Block::Heading(spans) => put(
            out,
            format_args!(
                "<h2 class=\"ink\" style=\"margin:24px 0 12px;font-size:19px;line-height:1.3;color:#1c2126\">{}</h2>\n",
                words(spans, accent)
            ),
        ),
        Block::Quote(spans) => put(
            out,
            format_args!(
                "<blockquote class=\"ink\" style=\"{PARAGRAPH};padding:4px 0 4px 16px;border-left:3px solid #c9ced3\">{}</blockquote>\n",
                words(spans, accent)
            ),
        ),
        Block::Item(_, spans) => put(out, format_args!("<li style=\"margin:0 0 6px\">{}</li>\n", words(spans, accent))),
        Block::Button(label, link) => put(
            out,
            format_args!(
                "<p style=\"margin:24px 0\"><a href=\"{link}\" style=\"display:inline-block;padding:13px 22px;border-radius:8px;\
                 background:{accent};color:{accent_ink};font-size:16px;font-weight:600;text-decoration:none\">{}</a></p>\n",
                escape(label),
                link = escape(link),
            ),
        ),
        Block::Rule => out.push_str("<hr style=\"margin:24px 0;border:0;border-top:1px solid #d9dde1\">\n"),
    }
}

/// Words of a block.
fn words(spans: &[Span], accent: &str) -> String {
    let mut out = String::new();
    for Span { text, strong, emphasis, link } in spans {
        let mut words = escape(text).replace('\n', "<br>\n");
        if *strong {
            words = format!("<strong>{words}</strong>");
        }
        if *emphasis {
            words = format!("<em>{words}</em>");
        }
        match link {
            Some(link) => {
                put(
                    &mut out,
                    format_args!("<a class=\"link\" href=\"{}\" style=\"color:{accent}\">{words}</a>", escape(link)),
                );
            }
            None => out.push_str(&words),
        }
    }
    out
}

fn head(out: &mut String, subject: &str, look: &Look, locale: Locale) {
    let name = escape(&look.name);
    let name = match &look.site_url {
        Some(url) => {
            format!("<a class=\"ink\" href=\"{}\" style=\"color:#1c2126;text-decoration:none\">{name}</a>", escape(url))
        }
        None => name,
    };
    let above = look.above.iter().map(|line| {
        let line = escape(line);
        format!(
            "<p class=\"soft\" style=\"margin:0 4px 14px;font-size:13px;line-height:1.6;color:#5d666e\">{line}</p>\n"
        )
    });
    let above: String = above.collect();
    put(
        out,
        format_args!(
            "<!DOCTYPE html>
<html lang=\"{lang}\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
@media (prefers-color-scheme: dark) {{
  .ground {{ background: #14181b !important; }}
  .sheet {{ background: #1d2226 !important; border-color: {dark} #343b41 #343b41 !important; }}
  .ink {{ color: #e8eaec !important; }}
  .soft {{ color: #a9b1b8 !important; }}
  .link {{ color: {dark} !important; }}
}}
</style>
</head>
<body class=\"ground\" style=\"margin:0;padding:24px 12px;background:#f4f2ee;font-family:{FONT}\">
<div role=\"main\" style=\"max-width:580px;margin:0 auto\">
{above}<h1 class=\"ink\" style=\"margin:0 4px 14px;font-size:17px;font-weight:700;color:#1c2126\">{name}</h1>
<div class=\"sheet\" style=\"padding:28px 28px 14px;background:#ffffff;border:1px solid #e2dfd8;border-top:4px solid {accent};border-radius:10px\">
",
            above = above,
            lang = locale.tag(),
            title = escape(subject),
            dark = look.accent_dark,
            accent = look.accent,
        ),
    );
}

fn foot(out: &mut String, look: &Look) {
    out.push_str("</div>\n<p class=\"soft\" style=\"margin:16px 4px 0;font-size:13px;line-height:1.6;color:#5d666e\">");
    put(out, format_args!("{}", escape(&look.name)));
    for (line, link) in &look.footer {
        match link {
            Some(link) => put(
                out,
                format_args!(
                    "<br>\n<a class=\"soft\" href=\"{}\" style=\"color:#5d666e\">{}</a>",
                    escape(link),
                    escape(line)
                ),
            ),
            None => put(out, format_args!("<br>\n{}", escape(line))),
        }
    }
    out.push_str("</p>\n</div>\n</body>\n</html>\n");
}

/// Writing to a string cannot fail.
fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(what);
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
