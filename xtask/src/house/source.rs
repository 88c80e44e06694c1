//! Rust, as far as the rules need it: what is code, and what is a string literal.

/// A Rust file taken apart.
pub struct Source {
    /// The code, with comments and the insides of literals left out; every line is where it was.
    pub code: String,
    /// The string literals, in order.
    pub literals: Vec<Literal>,
}

/// One string literal, of any kind.
pub struct Literal {
    /// Where it begins, counted from 1.
    pub line: usize,
    /// What stands between the quotes, escapes as written.
    pub text: String,
}

impl Source {
    /// Takes `text` apart.
    pub fn read(text: &str) -> Source {
        let mut reader = Reader { rest: text, line: 1, source: Source { code: String::new(), literals: Vec::new() } };
        while !reader.rest.is_empty() {
            reader.step();
        }
        reader.source
    }

    /// The lines of code that contain `words`, counted from 1.
    pub fn lines_with<'a>(&'a self, words: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code.lines().enumerate().filter(move |(_, line)| line.contains(words)).map(|(index, _)| index + 1)
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    source: Source,
}

impl<'a> Reader<'a> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.leave_out(end);
        } else if self.rest.starts_with("/*") {
            self.leave_out(block_comment(self.rest));
        } else if self.rest.starts_with('\'') {
            self.leave_out(character(self.rest));
        } else if self.rest.starts_with('"') {
            self.literal(1, plain_string(&self.rest[1..]), 1);
        } else if let Some(hashes) = self.raw_opening() {
            let closing = format!("\"{}", "#".repeat(hashes));
            let opening = hashes + 2;
            let inside = self.rest[opening..].find(&closing).unwrap_or(self.rest.len() - opening);
            self.literal(opening, inside, closing.len());
        } else {
            let next = self.rest.chars().next().map_or(0, char::len_utf8);
            let code = self.take(next);
            self.source.code.push_str(code);
        }
    }

    /// The hashes of a raw string that begins here; its `b` or `c`, if any, has been read as code.
    fn raw_opening(&self) -> Option<usize> {
        let after = self.rest.strip_prefix('r')?;
        let mut before = self.source.code.chars().rev();
        let previous = before.next();
        let inside_a_word = match previous {
            Some('b' | 'c') => before.next().is_some_and(in_word),
            other => other.is_some_and(in_word),
        };
        let hashes = after.len() - after.trim_start_matches('#').len();
        (!inside_a_word && after[hashes..].starts_with('"')).then_some(hashes)
    }

    fn literal(&mut self, opening: usize, inside: usize, closing: usize) {
        self.leave_out(opening);
        let line = self.line;
        let text = self.rest[..inside].to_owned();
        self.source.literals.push(Literal { line, text });
        self.leave_out((inside + closing).min(self.rest.len()));
        self.source.code.push_str("\"\"");
    }

    fn leave_out(&mut self, bytes: usize) {
        let skipped = self.take(bytes);
        self.source.code.extend(skipped.chars().filter(|character| *character == '\n'));
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }
}

fn in_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The length of the comment that `text` begins with, those inside it too.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of the character literal that `text` begins with, or of the quote alone where it is a lifetime's.
fn character(text: &str) -> usize {
    let inside = &text[1..];
    if inside.starts_with('\\') {
        let escaped = inside.chars().take(2).map(char::len_utf8).sum::<usize>();
        return inside[escaped..].find('\'').map_or(1, |end| 1 + escaped + end + 1);
    }
    let first = inside.chars().next().map_or(0, char::len_utf8);
    if first > 0 && inside[first..].starts_with('\'') { first + 2 } else { 1 }
}

/// How many bytes of `text` come before the quote that closes the string.
fn plain_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(text: &str) -> Vec<(usize, String)> {
        Source::read(text).literals.into_iter().map(|literal| (literal.line, literal.text)).collect()
    }

    #[test]
    fn literals_of_every_kind_are_found_where_they_are() {
        let text = "let a = \"one \\\" two\";\nlet b = r#\"raw \"in\" it\"#;\nlet c = br\"bytes\";\nlet d = b\"x\";";
        let expected = [(1, "one \\\" two"), (2, "raw \"in\" it"), (3, "bytes"), (4, "x")];
        assert_eq!(literals(text), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn comments_and_literals_are_not_code() {
        let source = Source::read("a(); // b()\n/* c() /* d() */ e() */ f(\"g()\");\n/// h()\ni()");
        assert_eq!(source.code, "a(); \n f(\"\");\n\ni()");
        assert_eq!(source.lines_with("i()").collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn quotes_in_characters_and_lifetimes_open_nothing() {
        let text = "let q = '\"'; let e = '\\''; let u = '\\u{22}'; fn f<'a>(x: &'a str) { g(\"in\") }";
        assert_eq!(literals(text), [(1, "in".to_owned())]);
    }

    #[test]
    fn raw_identifiers_and_words_that_end_in_r_are_code() {
        assert_eq!(literals("let r#type = for_r(\"x\"); br#\"y\"#"), [(1, "x".to_owned()), (1, "y".to_owned())]);
    }

    #[test]
    fn what_is_not_closed_ends_with_the_file() {
        assert_eq!(literals("\"open"), [(1, "open".to_owned())]);
        assert_eq!(literals("r#\"open"), [(1, "open".to_owned())]);
        assert!(literals("/* open").is_empty());
    }
}
