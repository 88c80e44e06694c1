//! The keys of a Fluent file. Whether it is well-formed is [`Texts::load`](crate::Texts::load)'s business.

use std::collections::BTreeSet;

/// What a Fluent file defines.
#[derive(Debug, Default)]
pub(super) struct File {
    /// Each message and its arguments.
    pub(super) messages: Vec<(String, BTreeSet<String>)>,
    /// The messages that others refer to.
    pub(super) mentioned: Vec<String>,
}

/// Reads a Fluent file: an entry starts in the first column, all else continues it. Terms (`-brand`) are no keys.
pub(super) fn read(source: &str) -> File {
    let mut file = File::default();
    let mut in_message = false;
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') {
            in_message = !line.starts_with('-');
            if in_message {
                file.messages.push((identifier(line), BTreeSet::new()));
            }
        }
        file.mentioned.extend(line.split('{').skip(1).map(|rest| identifier(rest.trim_start())));
        if in_message && let Some((_, args)) = file.messages.last_mut() {
            args.extend(line.split('$').skip(1).map(identifier));
        }
    }
    file
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_arguments_and_references_are_read() {
        let file = read(concat!(
            "# a-comment = { $no }\n",
            "-brand = Guichet { $case }\n",
            "a-one = One { -brand } costs { $price }, { a-two }\n",
            "    .title = For { $who }\n",
            "\n",
            "a-two =\n",
            "    { NUMBER($n) ->\n",
            "        [one] { $n } line\n",
            "       *[other] lines\n",
            "    }\n",
        ));
        let args = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        assert_eq!(file.messages, [("a-one".to_owned(), args(&["price", "who"])), ("a-two".to_owned(), args(&["n"]))]);
        assert!(file.mentioned.contains(&"a-two".to_owned()));
        assert!(!file.mentioned.contains(&"a-one".to_owned()));
    }
}
