//! A file has one subject, and can be read in one go.

use super::Finding;
use super::tree::SourceFile;

/// No file of code is longer than this, in lines.
const LONGEST: usize = 600;

const CODE: [&str; 7] = [".rs", ".sql", ".html", ".css", ".js", ".mjs", ".sh"];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let ours = files.iter().filter(|file| CODE.iter().any(|ending| file.path.ends_with(ending)) && !file.is_foreign());
    let long = ours.map(|file| (file, file.text.lines().count())).filter(|(_, lines)| *lines > LONGEST);
    long.map(|(file, lines)| Finding::new(file, lines, format!("{lines} lines: at most {LONGEST}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::sample;
    use super::*;

    #[test]
    fn long_code_is_refused_and_long_texts_are_not() {
        let text = "line\n".repeat(LONGEST + 1);
        assert_eq!(check(&[sample("kit/core/src/id.rs", &text)]).len(), 1);
        assert!(check(&[sample("domains/people/locales/fr.ftl", &text), sample("a/vendor/b.css", &text)]).is_empty());
        assert!(check(&[sample("kit/core/src/id.rs", &"line\n".repeat(LONGEST))]).is_empty());
    }
}
