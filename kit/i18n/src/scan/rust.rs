//! The keys in Rust code.

use super::Literals;

/// Reads the literals of Rust code up to its tests; one within `Text::new(…)` is used.
pub(super) fn read(source: &str) -> Literals {
    let mut literals = Literals::default();
    let tokens = before_tests(tokens(source));
    let mut depth_within = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') if depth_within > 0 => depth_within += 1,
            Token::Sign('(') if spell(&tokens[..at], &["Text", ":", ":", "new"]) => depth_within = 1,
            Token::Sign(')') if depth_within > 0 => depth_within -= 1,
            Token::Literal(text) if depth_within > 0 => literals.used.push(text.clone()),
            Token::Literal(text) => literals.mentioned.push(text.clone()),
            _ => {}
        }
    }
    literals
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Literal(String),
    Sign(char),
}

impl Token {
    fn is(&self, spelling: &str) -> bool {
        match self {
            Token::Word(word) => word == spelling,
            Token::Sign(sign) => spelling.len() == 1 && spelling.starts_with(*sign),
            Token::Literal(_) => false,
        }
    }
}

/// Whether `tokens` end with this spelling.
fn spell(tokens: &[Token], spelling: &[&str]) -> bool {
    let last = tokens.len().checked_sub(spelling.len()).and_then(|start| tokens.get(start..));
    last.is_some_and(|last| last.iter().zip(spelling).all(|(token, part)| token.is(part)))
}

/// What stands before the tests, which end a file; a module of tests in a file of its own ends nothing.
fn before_tests(mut tokens: Vec<Token>) -> Vec<Token> {
    let attribute = ["#", "[", "cfg", "(", "test", ")", "]"];
    let is_elsewhere = |rest: &[Token]| matches!(rest, [module, _, end, ..] if module.is("mod") && end.is(";"));
    let begins = |end: &usize| spell(&tokens[..*end], &attribute) && !is_elsewhere(&tokens[*end..]);
    if let Some(end) = (0..=tokens.len()).find(begins) {
        tokens.truncate(end);
    }
    tokens
}

/// Words, string literals and signs; comments, characters and lifetimes are left out.
fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        rest = if rest.starts_with("//") {
            rest.split_once('\n').map_or("", |(_, after)| after)
        } else if rest.starts_with("/*") {
            rest.split_once("*/").map_or("", |(_, after)| after)
        } else if first == '"' {
            string(after, &mut tokens)
        } else if first == '\'' {
            character(after)
        } else if first == '_' || first.is_alphanumeric() {
            word(rest, &mut tokens)
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Sign(first));
            }
            after
        };
    }
    tokens
}

/// After the opening mark of a string; escapes stay as they are, no key has one.
fn string<'a>(text: &'a str, tokens: &mut Vec<Token>) -> &'a str {
    let mut escaped = false;
    let close = text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    let close = close.unwrap_or(text.len());
    tokens.push(Token::Literal(text[..close].to_owned()));
    text.get(close + 1..).unwrap_or_default()
}

/// After an apostrophe: over a character, or nothing of a lifetime.
fn character(text: &str) -> &str {
    if let Some(escape) = text.strip_prefix('\\') {
        let code = escape.chars().next().map_or("", |c| &escape[c.len_utf8()..]);
        return code.split_once('\'').map_or("", |(_, after)| after);
    }
    let after = text.chars().next().map_or("", |c| &text[c.len_utf8()..]);
    after.strip_prefix('\'').unwrap_or(text)
}

/// A word, or the raw string that it opens.
fn word<'a>(text: &'a str, tokens: &mut Vec<Token>) -> &'a str {
    let end = text.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    let inner = after.trim_start_matches('#');
    if matches!(word, "r" | "br" | "cr")
        && let Some(inner) = inner.strip_prefix('"')
    {
        let close = format!("\"{}", &after[..after.len() - inner.len() - 1]);
        let (literal, after) = inner.split_once(&close).unwrap_or((inner, ""));
        tokens.push(Token::Literal(literal.to_owned()));
        return after;
    }
    tokens.push(Token::Word(word.to_owned()));
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_from_other_literals() {
        let literals = read(concat!(
            "// Text::new(\"a-comment\")\n",
            "/* Text::new(\"a-block\") */ fn f<'a>(quote: char) -> &'a str { if quote == '\"' || c == '\\'' { x } }\n",
            "Tab { label: Text::new(\"a-nav\"), icon: \"home\" }\n",
            "kit_core::Text :: new(\n    match self { A(x) => \"a-first\", B => (\"a-second\") },\n).with(\"n\", 1)\n",
            "let sql = r#\"select \"x\" from y\"#; let r#type = NewText::new(\"a-other\");\n",
            "Context::new(\"a-context\"); \"escaped \\\" mark\";\n",
            "#[cfg(test)]\nmod samples;\nText::new(\"a-last\");\n",
            "#[cfg(test)]\nmod tests { Text::new(\"a-test\") }\n",
        ));
        assert_eq!(literals.used, ["a-nav", "a-first", "a-second", "a-last"]);
        assert_eq!(
            literals.mentioned,
            ["home", "n", "select \"x\" from y", "a-other", "a-context", "escaped \\\" mark"]
        );
    }
}
