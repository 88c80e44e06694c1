//! `guichet` → `domains` → `kit`, never back; a domain calls only those before it; formats stand alone, and
//! clients know nothing but formats and each other.

use std::collections::HashMap;

use super::Finding;
use super::tree::SourceFile;

/// The domains, in the order in which they may call each other: a later one an earlier one.
const DOMAINS: [&str; 14] = [
    "audit",
    "publisher",
    "webhooks",
    "people",
    "accounts",
    "machines",
    "credits",
    "orders",
    "payments",
    "banking",
    "support",
    "calls",
    "privacy",
    "backoffice",
];

/// Where a crate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Format,
    /// For the publisher's applications: it comes into their programs, not into ours.
    Client,
    Kit,
    /// By its place among the domains.
    Domain(usize),
    Program,
}

impl Layer {
    fn may_call(self, other: Layer) -> bool {
        match (self, other) {
            (Layer::Program, _) => true,
            (Layer::Domain(own), Layer::Domain(other)) => other < own,
            (Layer::Domain(_), other) => matches!(other, Layer::Kit | Layer::Format),
            (Layer::Kit, other) => matches!(other, Layer::Kit | Layer::Format),
            (Layer::Client, other) => matches!(other, Layer::Format | Layer::Client),
            (Layer::Format, other) => other == Layer::Format,
        }
    }
}

/// A crate of the workspace.
struct Crate<'a> {
    file: &'a SourceFile,
    name: String,
    layer: Layer,
    /// Line and name of each dependency, those of tests and builds too.
    dependencies: Vec<(usize, String)>,
}

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut crates = Vec::new();
    for file in files.iter().filter(|file| file.name() == "Cargo.toml" && file.path.contains('/')) {
        match read(file) {
            Ok(found) => crates.push(found),
            Err(finding) => findings.push(finding),
        }
    }
    let layers: HashMap<&str, Layer> = crates.iter().map(|own| (own.name.as_str(), own.layer)).collect();
    for own in &crates {
        for (line, name) in &own.dependencies {
            if layers.get(name.as_str()).is_some_and(|other| !own.layer.may_call(*other)) {
                findings.push(Finding::new(own.file, *line, format!("`{}` may not depend on `{name}`", own.name)));
            }
        }
    }
    findings
}

fn read(file: &SourceFile) -> Result<Crate<'_>, Finding> {
    let mut name = String::new();
    let mut dependencies = Vec::new();
    let mut section = "";
    for (index, line) in file.text.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            section = header.trim_end_matches(']');
            if let Some((_, dependency)) = section.rsplit_once("dependencies.") {
                dependencies.push((index + 1, dependency.to_owned()));
            }
        } else if let Some((key, value)) = line.split_once('=') {
            let key = key.trim();
            if section == "package" && key == "name" {
                name = value.trim().trim_matches('"').to_owned();
            } else if section.ends_with("dependencies") {
                dependencies.push((index + 1, key.trim_end_matches(".workspace").to_owned()));
            }
        }
    }
    let layer = match file.path.split('/').next() {
        Some("formats") => Layer::Format,
        Some("clients") => Layer::Client,
        Some("kit") => Layer::Kit,
        Some("domains") => {
            let place = DOMAINS.iter().position(|domain| *domain == name).ok_or_else(|| {
                Finding::new(file, 1, format!("the domain `{name}` has no place in the order (xtask/src/house)"))
            })?;
            Layer::Domain(place)
        }
        _ => Layer::Program,
    };
    Ok(Crate { file, name, layer, dependencies })
}

#[cfg(test)]
mod tests {
    use super::super::tree::sample;
    use super::*;

    fn manifest(path: &str, dependencies: &str) -> SourceFile {
        let name = path.rsplit('/').next().unwrap_or(path);
        sample(&format!("{path}/Cargo.toml"), &format!("[package]\nname = \"{name}\"\n\n{dependencies}\n"))
    }

    fn broken(own: SourceFile) -> Vec<(usize, String)> {
        let others = ["formats/french-business", "kit/kit-core", "domains/people", "domains/credits", "guichet"];
        let mut files: Vec<SourceFile> = others.iter().map(|path| manifest(path, "")).collect();
        files.retain(|file| file.path != own.path);
        files.push(own);
        check(&files).into_iter().map(|finding| (finding.line, finding.message)).collect()
    }

    #[test]
    fn calls_go_down_only() {
        let people = "[dependencies]\nkit-core.workspace = true\nfrench-business = { path = \"../..\" }\nserde = \"1\"";
        assert!(broken(manifest("domains/people", people)).is_empty());
        let credits = "[dependencies]\npeople.workspace = true";
        assert!(broken(manifest("domains/credits", credits)).is_empty());
        let guichet = "[dependencies]\npeople.workspace = true\nkit-core.workspace = true";
        assert!(broken(manifest("guichet", guichet)).is_empty());
    }

    #[test]
    fn a_call_upwards_is_named_with_its_line() {
        let kit = "[dependencies]\nserde = \"1\"\npeople.workspace = true";
        let message = "`kit-core` may not depend on `people`".to_owned();
        assert_eq!(broken(manifest("kit/kit-core", kit)), [(6, message)]);
    }

    #[test]
    fn no_kind_of_dependency_goes_back() {
        for section in ["[dev-dependencies]\ncredits.workspace = true", "[dependencies.credits]\nworkspace = true"] {
            assert_eq!(broken(manifest("domains/people", section)).len(), 1, "{section}");
        }
        assert_eq!(broken(manifest("domains/people", "[dependencies]\nguichet.workspace = true")).len(), 1);
        assert_eq!(broken(manifest("domains/people", "[dependencies]\npeople = { path = \".\" }")).len(), 1);
        assert_eq!(broken(manifest("formats/french-business", "[dependencies]\nkit-core.workspace = true")).len(), 1);
        assert_eq!(broken(manifest("clients/guichet-client", "[dependencies]\nkit-core.workspace = true")).len(), 1);
    }

    #[test]
    fn a_domain_without_a_place_is_refused() {
        assert_eq!(broken(manifest("domains/surprise", "")).len(), 1);
    }
}
