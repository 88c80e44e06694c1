//! What a sender calls a file.

/// The longest name that is kept, in characters.
const LONGEST: usize = 100;

/// A name to show and to offer for saving: its last part alone, one line, without what cannot be seen, what turns the direction of
/// writing, and what a system would take for a part of a path; never empty.
pub fn clean_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFFD}')
    };
    let reserved = |c: char| matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?');
    let seen: String = last.chars().filter(|c| !hidden(*c)).map(|c| if reserved(c) { '_' } else { c }).collect();
    let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = shortened(words.trim_matches(['.', ' ']));
    if name.is_empty() { "file".to_owned() } else { name }
}

/// A long name keeps its ending, which says what it is opened with.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= LONGEST {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.chars().count() <= 10);
    let ending = ending.map(|ending| format!(".{ending}")).unwrap_or_default();
    let kept: String = name.chars().take(LONGEST - ending.chars().count()).collect();
    format!("{}{ending}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_a_name_and_no_path() {
        for (sent, kept) in [
            ("plan.png", "plan.png"),
            ("C:\\Users\\léa\\Plan niveau  2.png", "Plan niveau 2.png"),
            ("../../etc/passwd", "passwd"),
            ("..", "file"),
            ("", "file"),
            (".bashrc", "bashrc"),
            ("a\u{202E}gnp.exe", "agnp.exe"),
            ("a\r\nX: y.png", "aX_ y.png"),
            ("a\"b<c>.png", "a_b_c_.png"),
        ] {
            assert_eq!(clean_name(sent), kept, "{sent:?}");
        }
        let long = clean_name(&format!("{}.png", "é".repeat(300)));
        assert_eq!((long.chars().count(), long.ends_with(".png")), (100, true));
    }

    proptest! {
        #[test]
        fn whatever_is_sent(sent in any::<String>()) {
            let name = clean_name(&sent);
            prop_assert!(!name.is_empty() && name.chars().count() <= LONGEST);
            prop_assert!(!name.contains(['/', '\\', '"', '\n', '\0']) && !name.starts_with('.'));
            prop_assert_eq!(clean_name(&name), name);
        }
    }
}
