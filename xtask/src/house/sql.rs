//! SQL stands in `store` alone, so that every query can be found, prepared and tested on both engines.

use super::Finding;
use super::source::Source;
use super::tree::SourceFile;

/// Crates whose subject is the database itself; what is no part of the product.
const EXCEPT: [&str; 7] = ["kit/db/", "kit/db-derive/", "kit/jobs/", "kit/testkit/", "bench/", "faults/", "xtask/"];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let outside =
        files.iter().filter(|file| file.is_rust() && !is_store(file) && !file.is_test() && !file.is_in(&EXCEPT));
    outside.flat_map(check_one).collect()
}

fn check_one(file: &SourceFile) -> Vec<Finding> {
    let source = Source::read(file.without_tests());
    let literals = source.literals.iter().filter(|literal| is_sql(&literal.text)).map(|literal| literal.line);
    let mut lines: Vec<usize> = literals.chain(source.lines_with("sql!")).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.into_iter().map(|line| Finding::new(file, line, "SQL outside `store`")).collect()
}

fn is_store(file: &SourceFile) -> bool {
    file.name() == "store.rs" || file.path.contains("/store/")
}

/// Whether `text` is a statement: it begins with a verb of SQL in capitals, or in small letters with the word that belongs to it.
fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        // `DELETE /api/…` is HTTP.
        ["SELECT" | "INSERT" | "UPDATE" | "DELETE" | "WITH", second, ..] => !second.starts_with('/'),
        ["insert", "into", ..] | ["delete", "from", ..] | ["update", _, "set", ..] | ["with", _, "as", ..] => true,
        ["select", rest @ ..] => rest.contains(&"from"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::sample;
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&[sample(path, text)]).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn statements_outside_store_are_found() {
        let service = "domains/people/src/service.rs";
        assert_eq!(lines(service, "fn a() {\n    tx.all(\"SELECT id FROM people\")\n}"), [2]);
        assert_eq!(lines(service, "const A: &str = r#\"\n  WITH due AS (x)\"#;"), [1]);
        assert_eq!(lines(service, "\nsql!(FIND, x);"), [2]);
        assert_eq!(lines(service, "f(\"delete from people\"); g(\"select id from people\")"), [1]);
        assert_eq!(lines(service, "f(\"insert into a\");\nf(\"update a set b = 1\")"), [1, 2]);
    }

    #[test]
    fn store_and_tests_may() {
        for path in ["domains/people/src/store.rs", "domains/people/src/store/lots.rs", "domains/people/tests/all/a.rs"]
        {
            assert!(lines(path, "f(\"SELECT 1\")").is_empty(), "{path}");
        }
        assert!(lines("kit/db/src/write.rs", "f(\"INSERT INTO a\")").is_empty());
        assert_eq!(lines("domains/people/src/restore.rs", "f(\"SELECT 1\")"), [1]);
    }

    #[test]
    fn ordinary_words_are_not_sql() {
        let text = "// SELECT id FROM people\nf(\"Select a plan from the list\"); f(\"DELETE /people/1\"); f(\"SELECT\"); f(\"with care\")";
        assert!(lines("domains/people/src/service.rs", text).is_empty());
    }
}
