//! Words that stand nowhere: work left for later, and the hosts of package registries, which differ from place to place.

use super::Finding;
use super::tree::SourceFile;

/// Marks of unfinished work, each put together here so that this file has none.
const MARKS: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];

/// Parts of the addresses of package registries.
const HOSTS: [&str; 8] = [
    concat!("crates", ".io"),
    concat!("registry.", "npmjs"),
    concat!("registry.", "yarnpkg"),
    concat!("pypi", ".org"),
    concat!("python", "hosted.org"),
    concat!("deb.", "debian.org"),
    concat!("security.", "debian.org"),
    concat!("proxy.", "golang.org"),
];

/// What Cargo writes names its registry, wherever the packages really came from.
const EXCEPT: [&str; 2] = ["Cargo.lock", "formats/bank-statement/fuzz/Cargo.lock"];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    files.iter().filter(|file| !file.is_in(&EXCEPT)).flat_map(check_one).collect()
}

fn check_one(file: &SourceFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let host = HOSTS.iter().find(|host| line.contains(*host));
        findings.extend(host.map(|host| Finding::new(file, index + 1, format!("the host of a registry: {host}"))));
        let mark = if file.is_foreign() { None } else { MARKS.iter().find(|mark| has_word(line, mark)) };
        findings.extend(mark.map(|mark| Finding::new(file, index + 1, format!("unfinished: {mark}"))));
    }
    findings
}

/// Whether `word` stands in `line` by itself, not inside a longer word.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        ![before, after].into_iter().flatten().any(|neighbour| neighbour.is_alphanumeric() || neighbour == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree::sample;
    use super::*;

    #[test]
    fn marks_are_found_as_words() {
        let [later, wrong, _] = MARKS;
        let text = format!("// {later}: this\nfine\n<!-- {wrong} -->\n{later}S are fine, as is lower case todo");
        let findings = check(&[sample("kit/core/src/id.rs", &text)]);
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn hosts_are_found_even_in_what_others_wrote() {
        for host in HOSTS {
            assert_eq!(check(&[sample("kit/web/assets/vendor/a.js", &format!("https://{host}/x"))]).len(), 1, "{host}");
            assert!(check(&[sample("Cargo.lock", host)]).is_empty());
        }
    }

    #[test]
    fn marks_of_others_are_theirs() {
        assert!(check(&[sample("kit/web/assets/vendor/a.js", MARKS[0])]).is_empty());
    }
}
