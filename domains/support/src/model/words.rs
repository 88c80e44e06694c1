//! The words by which cases are found.

use std::collections::BTreeSet;

use people::folded_words;

/// The shortest beginning of a word that finds it.
const SHORTEST: usize = 3;
/// The longest beginning that is kept beside the word itself; what is typed is cut to it.
const LONGEST: usize = 8;
/// How many words of a subject are kept.
const MOST: usize = 24;
/// How many words of a search are looked for; more would narrow little, and each costs.
const MOST_SOUGHT: usize = 3;

/// What a case is found by: the words of its subject and product, whole and by their beginnings.
pub fn words_of(subject: &str, product: &str) -> BTreeSet<String> {
    let mut kept = BTreeSet::new();
    for word in folded_words(&format!("{subject} {product}")).into_iter().take(MOST) {
        let letters: Vec<char> = word.chars().collect();
        for length in SHORTEST..=LONGEST.min(letters.len()) {
            kept.insert(letters.iter().take(length).collect());
        }
        kept.insert(word);
    }
    kept
}

/// What is looked for where this was typed: the first words, each of which must be found.
pub fn search_words(typed: &str) -> Vec<String> {
    let cut = |word: String| if word.chars().count() > LONGEST { word.chars().take(LONGEST).collect() } else { word };
    folded_words(typed).into_iter().map(cut).take(MOST_SOUGHT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_finds_its_word() {
        let kept = words_of("L’Impression échoue", "Trame 3");
        for typed in ["impression", "IMP", "échou", "trame", "3", "impress"] {
            assert!(search_words(typed).iter().all(|word| kept.contains(word)), "{typed}");
        }
        for typed in ["pression", "im", "echec"] {
            assert!(!search_words(typed).iter().all(|word| kept.contains(word)), "{typed}");
        }
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let long = (0..200).map(|n| format!("motnumero{n:04}")).collect::<Vec<_>>().join(" ");
        assert!(words_of(&long, "").len() <= 24 * 7);
        assert_eq!(search_words(&long).len(), 3);
    }
}
