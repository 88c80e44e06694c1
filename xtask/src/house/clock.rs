//! Time and randomness come from the context. `clippy.toml` bans the ambient ones; here stands who may lift the ban.

use super::Finding;
use super::source::Source;
use super::tree::SourceFile;

/// The lint that bans them.
const LINT: &str = "disallowed_methods";

/// The two doors; waiting and measuring where a duration is the very subject; what is no part of the product.
const DOORS: [&str; 10] = [
    "kit/core/src/clock.rs",
    "kit/core/src/random.rs",
    "kit/db/",
    "kit/web/src/system.rs",
    "kit/testkit/",
    "clients/guichet-client/src/system.rs",
    "clients/guichet-window/src/native/shell.rs",
    "bench/",
    "faults/",
    "xtask/",
];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let inside = files.iter().filter(|file| file.is_rust() && !file.is_test() && !file.is_in(&DOORS));
    inside.flat_map(check_one).chain(manifests(files)).collect()
}

fn check_one(file: &SourceFile) -> Vec<Finding> {
    let source = Source::read(file.without_tests());
    let lines = source.lines_with(LINT);
    lines.map(|line| Finding::new(file, line, "the ban on ambient time and randomness is lifted here")).collect()
}

/// A manifest could lift the ban for a whole crate.
fn manifests(files: &[SourceFile]) -> impl Iterator<Item = Finding> {
    files.iter().filter(|file| file.name() == "Cargo.toml").flat_map(|file| {
        let lines = file.text.lines().enumerate().filter(|(_, line)| line.contains(LINT));
        lines.map(|(index, _)| Finding::new(file, index + 1, "the ban is lifted for a whole crate"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree::sample;
    use super::*;

    const LIFTED: &str = "fn a() {}\n#[allow(clippy::disallowed_methods)]\nfn b() {}";

    #[test]
    fn the_ban_is_lifted_only_at_the_doors() {
        assert!(check(&[sample("kit/core/src/clock.rs", LIFTED)]).is_empty());
        assert!(check(&[sample("domains/people/tests/all/main.rs", LIFTED)]).is_empty());
        let findings = check(&[sample("domains/people/src/service.rs", LIFTED), sample("kit/core/src/id.rs", LIFTED)]);
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn a_comment_lifts_nothing_and_a_manifest_may_not() {
        assert!(check(&[sample("domains/people/src/a.rs", "// clippy::disallowed_methods")]).is_empty());
        let manifest = "[lints.clippy]\ndisallowed_methods = \"allow\"";
        assert_eq!(check(&[sample("domains/people/Cargo.toml", manifest)]).len(), 1);
    }
}
