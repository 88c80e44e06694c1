//! Migrations have one global order, told by their names: `0042_credits_lots.sql`. A number is used once in the whole repository.

use std::collections::BTreeMap;

use super::Finding;
use super::tree::SourceFile;

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.contains("/migrations/") && file.path.ends_with(".sql")) {
        let Some(number) = number(file.name()) else {
            findings.push(Finding::new(file, 1, "a migration is called like `0042_credits_lots.sql`"));
            continue;
        };
        if let Some(other) = taken.insert(number, &file.path) {
            findings.push(Finding::new(file, 1, format!("the migration {number} is taken by {other}")));
        }
    }
    findings
}

/// The four digits of `name`, if the rest is as it should be.
fn number(name: &str) -> Option<&str> {
    let (number, words) = name.strip_suffix(".sql")?.split_once('_')?;
    let digits = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (digits && !words.is_empty() && words.bytes().all(plain)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::super::tree::sample;
    use super::*;

    fn findings(paths: &[&str]) -> usize {
        check(&paths.iter().map(|path| sample(path, "")).collect::<Vec<_>>()).len()
    }

    #[test]
    fn names_that_order_them_pass() {
        assert_eq!(
            findings(&["domains/people/migrations/0001_people.sql", "domains/credits/migrations/0002_lots.sql"]),
            0
        );
    }

    #[test]
    fn a_number_is_used_once() {
        assert_eq!(
            findings(&["domains/people/migrations/0001_people.sql", "domains/credits/migrations/0001_lots.sql"]),
            1
        );
    }

    #[test]
    fn names_without_order_are_refused() {
        for name in ["people.sql", "1_people.sql", "0001_.sql", "0001-people.sql", "0001_People.sql"] {
            assert_eq!(findings(&[&format!("domains/people/migrations/{name}")]), 1, "{name}");
        }
    }
}
