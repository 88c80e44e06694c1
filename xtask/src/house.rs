//! The rules of the house, checked on the text of the repository: what Cargo and Clippy cannot refuse by themselves.

mod clock;
mod dependencies;
mod length;
mod migrations;
mod routes;
mod source;
mod sql;
mod tree;
mod words;

use std::fmt;

use tree::SourceFile;
use xtask::command::Failure;

/// One break of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    path: String,
    /// Counted from 1.
    line: usize,
    message: String,
}

impl Finding {
    fn new(file: &SourceFile, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: file.path.clone(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

type Rule = fn(&[SourceFile]) -> Vec<Finding>;

const RULES: [Rule; 7] =
    [dependencies::check, sql::check, clock::check, routes::check, migrations::check, words::check, length::check];

/// Checks every rule on every file that Git knows or would take.
///
/// # Errors
/// The files cannot be listed, or a rule is broken: each break is printed with its file and line.
pub fn run() -> Result<(), Failure> {
    let files = tree::read()?;
    let findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&files)).collect();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("The house is in order: {} rules, {} files.", RULES.len(), files.len());
            Ok(())
        }
        broken => Err(Failure::new(format!("the rules of the house are broken in {broken} places"))),
    }
}
