//! The files of the repository.

use std::fs;
use std::process::Command;

use xtask::command::{Failure, quietly, root};

/// A text file of the repository.
#[derive(Debug)]
pub struct SourceFile {
    /// From the root, with forward slashes.
    pub path: String,
    /// All of it.
    pub text: String,
}

impl SourceFile {
    /// Whether it is in one of `folders`, or is one of them: paths from the root.
    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether it is in a `tests` folder, which is no part of the product.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/")
    }

    /// Its text up to the tests at its end.
    pub fn without_tests(&self) -> &str {
        self.text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default()
    }

    /// Whether others wrote it and it stands here unchanged.
    pub fn is_foreign(&self) -> bool {
        self.path.contains("/vendor/")
    }

    /// Its name, without the folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Every text file that Git has or would take; files that are not UTF-8 are pictures and the like.
///
/// # Errors
/// Git is missing, or this is no repository.
pub fn read() -> Result<Vec<SourceFile>, Failure> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let paths = quietly(Command::new("git").args(list).current_dir(root()))?;
    let text = |path: &str| fs::read(root().join(path)).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let files = paths.split_terminator('\0');
    Ok(files.filter_map(|path| Some(SourceFile { path: path.to_owned(), text: text(path)? })).collect())
}

#[cfg(test)]
pub fn sample(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_that_stand_in_the_file_end_the_product() {
        let file = sample("a.rs", "#[cfg(test)]\nmod tests;\nfn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n");
        assert_eq!(file.without_tests(), "#[cfg(test)]\nmod tests;\nfn a() {}");
    }

    #[test]
    fn this_file_is_among_the_files() {
        let files = read().unwrap_or_default();
        let this = files.iter().find(|file| file.path == "xtask/src/house/tree.rs");
        assert!(this.is_some_and(|file| file.text.contains("this_file_is_among_the_files")));
    }
}
