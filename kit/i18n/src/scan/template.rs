//! The keys in an askama template.

use super::Literals;

/// The filters whose input is a key.
const FILTERS: [&str; 2] = ["t", "t_with"];

/// Reads the literals within `{{ … }}` and `{% … %}`; one that goes into a filter of [`FILTERS`] is used.
pub(super) fn read(source: &str) -> Literals {
    let mut literals = Literals::default();
    let mut rest = source;
    while let Some(start) = rest.find('{') {
        rest = &rest[start + 1..];
        rest = match rest.chars().next() {
            Some('{') => expression(&rest[1..], "}}", &mut literals),
            Some('%') => expression(&rest[1..], "%}", &mut literals),
            Some('#') => rest.split_once("#}").map_or("", |(_, after)| after),
            _ => rest,
        };
    }
    literals
}

/// Reads an expression up to its `end` and returns what follows.
fn expression<'a>(mut rest: &'a str, end: &str, literals: &mut Literals) -> &'a str {
    while let Some(at) = rest.find(['"', end.as_bytes()[0] as char]) {
        if let Some(after) = rest[at..].strip_prefix(end) {
            return after;
        }
        let quoted = rest[at..].starts_with('"');
        rest = &rest[at + 1..];
        if quoted {
            let close = close(rest);
            let literal = rest[..close].to_owned();
            rest = rest.get(close + 1..).unwrap_or_default();
            let filter = rest.trim_start().strip_prefix('|').map_or("", word);
            let list = if FILTERS.contains(&filter) { &mut literals.used } else { &mut literals.mentioned };
            list.push(literal);
        }
    }
    ""
}

/// Where a literal ends: the first quotation mark that is not escaped.
fn close(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return at,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

fn word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_from_other_literals() {
        let literals = read(concat!(
            r#"<a class="x-class" title="{{ "a-title"|t }}">{{- "a-left" | t_with("n", n)|t -}}</a>"#,
            r#"{# {{ "a-comment"|t }} #}{% call field("a-label", "name\"x") %}{% if kind == "%}" || "a-or"|t == x %}"#,
            r#"{ "a-text" } {{ "a-total"|total }} {{ "a-last"|t"#,
        ));
        assert_eq!(literals.used, ["a-title", "a-left", "a-or", "a-last"]);
        assert_eq!(literals.mentioned, ["n", "a-label", "name\\\"x", "%}", "a-total"]);
    }
}
