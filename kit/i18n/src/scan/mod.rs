//! Finds texts that are missing, unused, or told differently in two languages, by reading the sources of a workspace.
//!
//! A key is always a literal, which makes it findable:
//! - *used* where the program asks for it: `"key"|t` and `"key"|t_with(…)` in a template, every literal within
//!   `Text::new(…)` in Rust;
//! - *mentioned* where its literal stands in a template's expression, in Rust code or in another message: enough for it
//!   not to count as unused, as when a macro of a template hands it on.
//!
//! Rust tests (`tests/`, and all from the first `#[cfg(test)]` of a file) are not read: they speak of keys that need not
//! exist.

mod fluent;
mod rust;
mod template;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// Folders without sources of the program.
const SKIPPED: [&str; 3] = ["target", "tests", "node_modules"];

/// A text that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A key is used, or defined in another language, but has no text in this one.
    Missing {
        /// The key.
        key: String,
        /// The language without it, by its tag.
        locale: String,
        /// A file that uses or defines it.
        file: PathBuf,
    },
    /// A key has a text that nothing uses.
    Unused {
        /// The key.
        key: String,
        /// A file that defines it.
        file: PathBuf,
    },
    /// A text takes other arguments in one language than in another.
    Arguments {
        /// The key.
        key: String,
        /// What the text takes, by language.
        args: BTreeMap<String, BTreeSet<String>>,
    },
    /// A key has two texts in one language.
    Duplicate {
        /// The key.
        key: String,
        /// The file that defines it again.
        file: PathBuf,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Missing { key, locale, file } => write!(f, "{key}: no text in {locale} ({})", file.display()),
            Finding::Unused { key, file } => write!(f, "{key}: not used ({})", file.display()),
            Finding::Arguments { key, args } => write!(f, "{key}: not the same arguments in each language: {args:?}"),
            Finding::Duplicate { key, file } => write!(f, "{key}: defined again ({})", file.display()),
        }
    }
}

/// Reads the workspace at `root` and tells what is wrong with its texts, which are to exist in each language of
/// `locales` (tags). Files are named relative to `root`.
///
/// # Errors
/// A folder or a file cannot be read.
pub fn findings(root: &Path, locales: &[&str]) -> io::Result<Vec<Finding>> {
    let mut scan = Scan::default();
    scan.folder(root, Path::new(""))?;
    Ok(scan.findings(locales))
}

/// The literals of one source.
#[derive(Debug, Default, PartialEq, Eq)]
struct Literals {
    used: Vec<String>,
    mentioned: Vec<String>,
}

#[derive(Debug)]
struct Definition {
    file: PathBuf,
    args: BTreeSet<String>,
}

/// What stands in all sources.
#[derive(Debug, Default)]
struct Scan {
    /// Each key in use, with a file that uses it.
    used: BTreeMap<String, PathBuf>,
    mentioned: BTreeSet<String>,
    /// By key, then by language.
    defined: BTreeMap<String, BTreeMap<String, Definition>>,
    duplicates: Vec<Finding>,
}

impl Scan {
    fn folder(&mut self, root: &Path, folder: &Path) -> io::Result<()> {
        let mut entries = fs::read_dir(root.join(folder))?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let path = folder.join(&name);
            if entry.file_type()?.is_dir() {
                let hidden = name.to_string_lossy().starts_with('.');
                if !hidden && !SKIPPED.iter().any(|skipped| name == *skipped) {
                    self.folder(root, &path)?;
                }
            } else if is_source(&path) {
                self.file(&path, &fs::read_to_string(root.join(&path))?);
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, source: &str) {
        match extension(path) {
            "ftl" => self.definitions(path, source),
            "rs" => self.literals(path, rust::read(source)),
            _ => self.literals(path, template::read(source)),
        }
    }

    fn literals(&mut self, path: &Path, literals: Literals) {
        for key in literals.used {
            self.used.entry(key).or_insert_with(|| path.to_owned());
        }
        self.mentioned.extend(literals.mentioned);
    }

    fn definitions(&mut self, path: &Path, source: &str) {
        let locale = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
        let file = fluent::read(source);
        self.mentioned.extend(file.mentioned);
        for (key, args) in file.messages {
            let definition = Definition { file: path.to_owned(), args };
            let languages = self.defined.entry(key.clone()).or_default();
            if languages.insert(locale.to_owned(), definition).is_some() {
                self.duplicates.push(Finding::Duplicate { key, file: path.to_owned() });
            }
        }
    }

    fn findings(self, locales: &[&str]) -> Vec<Finding> {
        let mut found = self.missing(locales);
        for (key, languages) in &self.defined {
            let Some(first) = languages.values().next() else { continue };
            if !self.used.contains_key(key) && !self.mentioned.contains(key) {
                found.push(Finding::Unused { key: key.clone(), file: first.file.clone() });
            }
            if languages.values().any(|other| other.args != first.args) {
                let args = languages.iter().map(|(locale, text)| (locale.clone(), text.args.clone())).collect();
                found.push(Finding::Arguments { key: key.clone(), args });
            }
        }
        found.extend(self.duplicates);
        found
    }

    /// In the order of the keys, then of `locales`.
    fn missing(&self, locales: &[&str]) -> Vec<Finding> {
        let defined = self.defined.iter().filter_map(|(key, languages)| Some((key, &languages.values().next()?.file)));
        let mut keys: BTreeMap<&String, &PathBuf> = defined.collect();
        keys.extend(&self.used);
        let has = |key: &str, locale: &str| self.defined.get(key).is_some_and(|texts| texts.contains_key(locale));
        keys.into_iter()
            .flat_map(|(key, file)| locales.iter().map(move |locale| (key, *locale, file)))
            .filter(|(key, locale, _)| !has(key, locale))
            .map(|(key, locale, file)| Finding::Missing {
                key: key.clone(),
                locale: locale.to_owned(),
                file: file.clone(),
            })
            .collect()
    }
}

/// Rust code, Fluent files in a folder `locales`, and what is in a folder `templates`.
fn is_source(path: &Path) -> bool {
    let within = |folder: &str| path.components().any(|part| part.as_os_str() == folder);
    match extension(path) {
        "rs" => true,
        "ftl" => within("locales"),
        "html" | "txt" | "xml" => within("templates"),
        _ => false,
    }
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(OsStr::to_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(files: &[(&str, &str)]) -> Vec<String> {
        let root = tempfile::tempdir().unwrap();
        for (path, source) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, source).unwrap();
        }
        findings(root.path(), &["fr", "en"]).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn texts_in_order_give_no_finding() {
        let found = scanned(&[
            (
                "a/templates/pages/home.html",
                r#"<h1 class="not-a-key">{{ "a-title"|t }}</h1>{% call field("a-label") %}"#,
            ),
            ("a/src/lib.rs", r#"fn label() -> Text { Text::new("a-nav") }"#),
            ("a/locales/fr.ftl", "a-title = Titre { a-part }\na-part = p\na-label = L\na-nav = N\n"),
            ("a/locales/en.ftl", "a-title = Title { a-part }\na-part = p\na-label = L\na-nav = N\n"),
        ]);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn a_used_key_needs_a_text_in_every_language() {
        let found = scanned(&[
            ("a/src/lib.rs", r#"Text::new("a-none"); Text::new("a-french");"#),
            ("a/locales/fr.ftl", "a-french = F\n"),
        ]);
        assert_eq!(
            found,
            [
                "a-french: no text in en (a/src/lib.rs)",
                "a-none: no text in fr (a/src/lib.rs)",
                "a-none: no text in en (a/src/lib.rs)"
            ]
        );
    }

    #[test]
    fn a_text_that_nothing_uses_is_told_once() {
        let found = scanned(&[
            ("a/locales/fr.ftl", "a-old = F\n"),
            ("a/locales/en.ftl", "a-old = E\n"),
            ("a/tests/it.rs", r#"Text::new("a-old"); Text::new("a-test");"#),
            ("target/x.rs", r#"Text::new("a-old")"#),
            (".git/x.rs", r#"Text::new("a-old")"#),
        ]);
        assert_eq!(found, ["a-old: not used (a/locales/en.ftl)"]);
    }

    #[test]
    fn a_text_takes_the_same_arguments_everywhere() {
        let found = scanned(&[
            ("a/src/lib.rs", r#"Text::new("a-left")"#),
            ("a/locales/fr.ftl", "a-left = Il reste { $n } à { $name }\n"),
            ("a/locales/en.ftl", "a-left =\n    { $n ->\n        [one] one\n       *[other] { $n }\n    } left\n"),
        ]);
        assert_eq!(found, [r#"a-left: not the same arguments in each language: {"en": {"n"}, "fr": {"n", "name"}}"#]);
    }

    #[test]
    fn a_key_is_defined_once_in_a_language() {
        let found = scanned(&[
            ("a/src/lib.rs", r#"Text::new("a-x")"#),
            ("a/locales/fr.ftl", "a-x = 1\n"),
            ("a/locales/en.ftl", "a-x = 1\n"),
            ("b/locales/en.ftl", "a-x = 2\n"),
        ]);
        assert_eq!(found, ["a-x: defined again (b/locales/en.ftl)"]);
    }

    #[test]
    fn this_crate_s_own_texts_are_in_order() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(findings(root, &["fr", "en"]).unwrap(), []);
    }
}
