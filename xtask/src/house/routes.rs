//! Every route declares the permission that it needs: so only `kit/web` touches the raw router.

use super::Finding;
use super::source::Source;
use super::tree::SourceFile;

/// What makes a route without a permission.
const RAW: [&str; 4] = ["axum::routing", ".route(", ".route_service(", ".nest_service("];

/// Where routes get their permission, the double of a foreign service, and the floor that the product is measured against.
const EXCEPT: [&str; 5] = ["kit/web/", "kit/testkit/", "kit/payments-double/", "bench/", "xtask/"];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let product = files.iter().filter(|file| file.is_rust() && !file.is_test() && !file.is_in(&EXCEPT));
    product.flat_map(check_one).collect()
}

fn check_one(file: &SourceFile) -> Vec<Finding> {
    let source = Source::read(file.without_tests());
    let found = RAW.iter().flat_map(|raw| source.lines_with(raw).map(move |line| (line, raw)));
    found.map(|(line, raw)| Finding::new(file, line, format!("`{raw}`: a route without a permission"))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::sample;
    use super::*;

    #[test]
    fn raw_routes_stand_in_the_kit_alone() {
        let text = "use axum::routing::get;\nfn a() {\n    Router::new().route(\"/\", get(b))\n}";
        assert!(check(&[sample("kit/web/src/module.rs", text)]).is_empty());
        let findings = check(&[sample("domains/people/src/lib.rs", text)]);
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn declared_routes_pass() {
        let text = "// not axum::routing\nmodule.get::<ViewHistory, _>(\"/history\", history)";
        assert!(check(&[sample("domains/people/src/lib.rs", text)]).is_empty());
    }
}
