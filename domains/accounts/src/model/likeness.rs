//! When two companies' names are alike, and how to find candidates without looking at every company.
//!
//! A name is brought to a key: capitals, accents, punctuation and legal forms do not count. From the key come a few
//! *likeness keys*, which are stored and indexed; names that are alike share at least one of them in all but odd cases.
//! What is found by them is then compared letter by letter.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// From this likeness on (of 100), a name is shown to the staff as a possible duplicate.
pub const ALIKE: u32 = 80;

/// How many likeness keys a name has at most, so that one statement can look all of them up.
pub const MOST_KEYS: usize = 8;

/// Two words are taken for the same from this Jaro-Winkler similarity on: `dupont` and `dupond` are, `martin` and `marchand` are not.
const SAME_WORD: f64 = 0.85;

/// What stands beside a name to say what kind of company it is; it tells no two companies apart.
const LEGAL_FORMS: [&str; 42] = [
    "ab", "ag", "as", "asbl", "bv", "co", "corp", "ei", "eirl", "eurl", "gie", "gmbh", "inc", "kg", "lda", "llc",
    "llp", "ltd", "nv", "ohg", "oy", "plc", "sa", "sarl", "sas", "sasu", "sca", "sci", "scm", "scop", "scp", "sel",
    "selarl", "selas", "sl", "snc", "spa", "sprl", "srl", "srls", "ste", "ug",
];

/// Words too common to find anything by.
const COMMON: [&str; 18] =
    ["and", "au", "aux", "d", "de", "der", "des", "die", "du", "en", "et", "l", "la", "le", "les", "of", "the", "und"];

/// The name as it is compared and searched: small letters and digits of the Latin alphabet, single spaces, without accents
/// and legal forms. `Établissements Dupont & Fils, S.A.R.L.` is `etablissements dupont et fils`.
pub fn name_key(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            '.' | '\u{ad}' | '\u{200b}' => {}
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'þ' => plain.push_str("th"),
            '&' => plain.push_str(" et "),
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let telling: Vec<&str> = words.iter().copied().filter(|word| !LEGAL_FORMS.contains(word)).collect();
    if telling.is_empty() { words.join(" ") } else { telling.join(" ") }
}

/// What to store and look up for a name's key: its telling words; its consonants in a row, which misspelt vowels and
/// doubled letters leave as they are; and the beginnings of its words in alphabetical order, which survives another order
/// and other endings.
pub fn likeness_keys(key: &str) -> Vec<String> {
    let words = telling_words(key);
    let mut beginnings: Vec<String> = words.iter().map(|word| word.chars().take(3).collect()).collect();
    beginnings.sort_unstable();
    let mut keys = BTreeSet::from([format!("={}", beginnings.join(".")), format!("~{}", skeleton(&words))]);
    keys.extend(words.iter().take(MOST_KEYS - 2).map(|word| (*word).to_owned()));
    keys.into_iter().filter(|key| key.chars().count() > 1).collect()
}

/// How alike two names' keys are, from 0 to 100 (the same).
pub fn likeness(one: &str, other: &str) -> u32 {
    let (one, other) = (telling_words(one), telling_words(other));
    let run_together = jaro(&one.concat(), &other.concat());
    let run_together = if run_together >= 0.93 { run_together } else { 0.0 };
    (shared_words(&one, &other).max(run_together) * 100.0).round() as u32
}

/// The words of a key that tell something.
pub(crate) fn telling_words(key: &str) -> Vec<&str> {
    let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty() && !COMMON.contains(word)).collect();
    if words.is_empty() { key.split(' ').filter(|word| !word.is_empty()).collect() } else { words }
}

fn skeleton(words: &[&str]) -> String {
    let mut bones = String::new();
    for c in words.iter().flat_map(|word| word.chars()) {
        if !"aeiouy".contains(c) && !bones.ends_with(c) {
            bones.push(c);
        }
    }
    bones
}

/// The part of the letters that stand in words which both have (Dice's coefficient, weighted by length).
fn shared_words(one: &[&str], other: &[&str]) -> f64 {
    let length = |words: &[&str]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    let total = length(one) + length(other);
    let mut left: Vec<&str> = other.to_vec();
    let mut shared = 0.0;
    for word in one {
        let similarities = left.iter().enumerate().map(|(at, candidate)| (at, jaro_winkler(word, candidate)));
        let Some((at, similarity)) = similarities.max_by(|a, b| a.1.total_cmp(&b.1)) else { break };
        if similarity >= SAME_WORD {
            let found = left.swap_remove(at);
            shared += similarity * (word.chars().count() + found.chars().count()) as f64;
        }
    }
    if total == 0 { 0.0 } else { shared / total as f64 }
}

/// Jaro's similarity, from 0 to 1, with Winkler's bonus for a common beginning.
fn jaro_winkler(one: &str, other: &str) -> f64 {
    let similarity = jaro(one, other);
    let beginning = one.chars().zip(other.chars()).take(4).take_while(|(a, b)| a == b).count();
    similarity + beginning as f64 * 0.1 * (1.0 - similarity)
}

/// Jaro's similarity (1989), from 0 to 1: characters in common that are not far apart, less those in another order.
fn jaro(one: &str, other: &str) -> f64 {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.is_empty() || other.is_empty() {
        return if one == other { 1.0 } else { 0.0 };
    }
    let reach = (one.len().max(other.len()) / 2).saturating_sub(1);
    let mut taken = vec![false; other.len()];
    let mut common = Vec::new();
    for (at, c) in one.iter().enumerate() {
        let near = at.saturating_sub(reach)..(at + reach + 1).min(other.len());
        if let Some(found) = near.into_iter().find(|place| !taken[*place] && other[*place] == *c) {
            taken[found] = true;
            common.push(*c);
        }
    }
    if common.is_empty() {
        return 0.0;
    }
    let in_other_order = other.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(c, _)| c);
    let transposed = common.iter().zip(in_other_order).filter(|(a, b)| a != b).count() as f64 / 2.0;
    let common = common.len() as f64;
    (common / one.len() as f64 + common / other.len() as f64 + (common - transposed) / common) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(one: &str, other: &str) -> u32 {
        likeness(&name_key(one), &name_key(other))
    }

    fn share_a_key(one: &str, other: &str) -> bool {
        let others = likeness_keys(&name_key(other));
        likeness_keys(&name_key(one)).iter().any(|key| others.contains(key))
    }

    #[test]
    fn a_key_keeps_what_tells_companies_apart() {
        assert_eq!(name_key("Établissements Dupont & Fils, S.A.R.L."), "etablissements dupont et fils");
        assert_eq!(name_key("  L’Œuvre   du\u{a0}Bois "), "l oeuvre du bois");
        assert_eq!(name_key("Müller Straße GmbH"), "muller strasse");
        assert_eq!(name_key("SAS"), "sas", "a name of nothing but a legal form is kept");
        assert_eq!(name_key("!!!"), "");
    }

    #[test]
    fn names_alike_are_found_and_recognised() {
        let pairs = [
            ("Menuiserie Dupont SARL", "MENUISERIE DUPOND"),
            ("Atelier du Plan", "Atelier Plan SAS"),
            ("PlanNet", "Plan Net"),
            ("Charpentes Leroy et Fils", "Leroy & Fils Charpente"),
            ("Béton Armé Conseil", "Beton Arme Conseils"),
        ];
        for (one, other) in pairs {
            assert!(compared(one, other) >= ALIKE, "{one} / {other}: {}", compared(one, other));
            assert!(share_a_key(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn others_are_told_apart() {
        let pairs = [
            ("Menuiserie Martin", "Menuiserie Marchand"),
            ("Dupont Construction", "Dupont Informatique"),
            ("Acier Nord", "Acier Sud"),
            ("", "Dupont"),
        ];
        for (one, other) in pairs {
            assert!(compared(one, other) < ALIKE, "{one} / {other}: {}", compared(one, other));
        }
    }

    #[test]
    fn a_name_has_few_keys_whatever_is_typed() {
        assert!(likeness_keys(&name_key(&"mot un deux trois quatre cinq six sept ".repeat(20))).len() <= MOST_KEYS);
        assert_eq!(likeness_keys(""), Vec::<String>::new());
        assert_eq!(compared("日本語", "日本語"), 100);
    }

    #[test]
    fn jaro_is_jaro() {
        assert!((jaro("martha", "marhta") - 0.944).abs() < 0.001);
        assert!((jaro("dixon", "dicksonx") - 0.767).abs() < 0.001);
        assert!((jaro_winkler("martha", "marhta") - 0.961).abs() < 0.001);
    }
}
