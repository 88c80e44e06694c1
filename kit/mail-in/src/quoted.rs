//! What of an answer is new, and what is only quoted.

/// Our own line, above which answers are written, in every language that our mails have.
pub const MARKS: [&str; 2] = ["Répondez au-dessus de cette ligne", "Reply above this line"];

/// What stands before a quote, with which nothing else begins.
const DIVIDERS: [&str; 8] = [
    "-----original message",
    "----- original message",
    "---- original message",
    "-----message d'origine",
    "----- message d'origine",
    "-------- message d'origine",
    "---- message d'origine",
    "-------- original message",
];
/// How many lines the sentence before a quote may be broken into.
const BROKEN: usize = 3;
/// How many lines the head of a quoted mail has.
const HEAD: usize = 6;

/// The answer alone: what is above the quote; where nothing is, what stands between and below the quoted lines; where that leaves
/// nothing either, everything.
pub fn answer_of(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let cut = (0..lines.len()).find(|place| begins_quote(&lines[*place..])).unwrap_or(lines.len());
    let above = without_quoted_end(&lines[..cut]);
    if !above.is_empty() {
        return above;
    }
    let between: Vec<&str> = lines
        .iter()
        .enumerate()
        .filter(|(place, line)| is_own(&lines[*place..], line))
        .map(|(_, line)| *line)
        .collect();
    let between = tidy(&between);
    if between.is_empty() { tidy(&lines) } else { between }
}

/// Whether what the machine puts before a quote begins here.
fn begins_quote(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else { return false };
    if is_mark(first) {
        return true;
    }
    let plain = plain(first);
    DIVIDERS.iter().any(|divider| plain.starts_with(divider))
        || is_sentence(lines)
        || is_head(lines)
        || is_ruled_head(lines)
}

fn is_mark(line: &str) -> bool {
    MARKS.iter().any(|mark| line.contains(mark))
}

/// In small letters, with plain blanks and apostrophes, without what mail programs embolden with.
fn plain(line: &str) -> String {
    let line = line.replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'").replace('*', "");
    line.trim().to_lowercase()
}

/// `Le 3 nov. 2026 à 10:12, Léa <lea@…> a écrit :`, `On …, … wrote:`, on one line or broken into several.
fn is_sentence(lines: &[&str]) -> bool {
    let mut sentence = String::new();
    for line in lines.iter().take(BROKEN) {
        if line.trim().is_empty() {
            return false;
        }
        sentence.push(' ');
        sentence.push_str(&plain(line));
        let said = sentence.trim();
        let ends = said.ends_with("a écrit :")
            || said.ends_with("a écrit:")
            || said.ends_with("wrote:")
            || said.ends_with("wrote :");
        if ends {
            let begins = said.starts_with("le ") || said.starts_with("on ") || said.contains('@') || said.contains('<');
            // A sentence of one's own may end like this; before a quote it names a day or an address.
            return begins && said.chars().any(|c| c.is_ascii_digit() || c == '@');
        }
        if !(said.starts_with("le ") || said.starts_with("on ")) {
            return false;
        }
    }
    false
}

/// The head of a mail, as Outlook puts it before a quote: who, when, to whom, about what.
fn is_head(lines: &[&str]) -> bool {
    let from = lines.first().map(|line| plain(line)).unwrap_or_default();
    if !(from.starts_with("de :") || from.starts_with("de:") || from.starts_with("from:")) {
        return false;
    }
    let next: Vec<String> = lines.iter().skip(1).take(HEAD).map(|line| plain(line)).collect();
    let has = |words: &[&str]| next.iter().any(|line| words.iter().any(|word| line.starts_with(word)));
    has(&["envoyé :", "envoyé:", "date :", "date:", "sent:"])
        && has(&["objet :", "objet:", "subject:", "à :", "à:", "to:"])
}

fn is_ruled_head(lines: &[&str]) -> bool {
    let is_rule = lines.first().is_some_and(|line| line.len() >= 10 && line.trim().chars().all(|c| c == '_'));
    is_rule && (1..=2).any(|place| lines.get(place..).is_some_and(is_head))
}

/// Whether a line is neither quoted nor said by the machine about the quote.
fn is_own(from_here: &[&str], line: &str) -> bool {
    !line.trim_start().starts_with('>') && !begins_quote(from_here)
}

fn without_quoted_end(lines: &[&str]) -> String {
    let is_quoted = |line: &str| line.is_empty() || line.trim_start().starts_with('>');
    let end = lines.iter().rposition(|line| !is_quoted(line)).map_or(0, |place| place + 1);
    let own = &lines[..end];
    if own.iter().all(|line| is_quoted(line)) { String::new() } else { tidy(own) }
}

/// Without empty lines around it, and at most one between.
fn tidy(lines: &[&str]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in lines {
        if !(line.is_empty() && out.last().is_none_or(|last| last.is_empty())) {
            out.push(line);
        }
    }
    while out.last().is_some_and(|line| line.is_empty()) {
        out.pop();
    }
    out.join("\n")
}

/// What mail programs put around a quote in HTML.
const QUOTES: [&str; 12] = [
    "<blockquote",
    "class=\"gmail_quote",
    "class=\"gmail_attr",
    "class=\"moz-cite-prefix",
    "class=3d\"gmail_quote",
    "class=\"yahoo_quoted",
    "class=\"protonmail_quote",
    "id=\"divrplyfwdmsg",
    "id=\"appendonsend",
    "id=\"mail-editor-reference-message-container",
    "id=\"olk_src_body_section",
    "name=\"_mailoriginal",
];

/// HTML before the quote in it; all of it where nothing but the quote is there.
pub(crate) fn html_above(html: &str) -> &str {
    let lower = html.to_ascii_lowercase();
    let quote = QUOTES.iter().filter_map(|words| lower.find(words)).min();
    let cut = quote
        .map_or(html.len(), |at| lower[..at].rfind('<').filter(|open| !lower[*open..at].contains('>')).unwrap_or(at));
    let above = &html[..cut];
    let start = lower.find("<body").filter(|at| *at < cut).unwrap_or(0);
    let mut depth = 0;
    let has_words = above[start..].chars().any(|c| {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        depth == 0 && c.is_alphanumeric()
    });
    if has_words { above } else { html }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_stands_above_the_quote_is_the_answer() {
        let quotes = [
            "— Répondez au-dessus de cette ligne —\n\nBonjour,",
            "> — Répondez au-dessus de cette ligne —\n> Bonjour,",
            "Le lun. 23 nov. 2026 à 10:12, Cotelier <bonjour@cotelier.example> a écrit :\n\n> Bonjour,",
            "Le 23/11/2026 à 10:12, Cotelier a écrit\u{a0}:\n> Bonjour,",
            "Le lun. 23 nov. 2026 à 10:12, Cotelier\n<support+c2026000000001.0abc@client.cotelier.example>\na écrit :\n> Bonjour,",
            "On Mon, 23 Nov 2026 at 10:12, Cotelier <bonjour@cotelier.example> wrote:\n\n> Hello,",
            "On Mon, 23 Nov 2026 at 10:12, Cotelier\n<bonjour@cotelier.example> wrote:\n> Hello,",
            "-----Message d’origine-----\nDe : Cotelier",
            "-----Original Message-----\nFrom: Cotelier",
            "________________________________\nDe : Cotelier <bonjour@cotelier.example>\nEnvoyé : lundi 23 novembre 2026 10:12\nÀ : Léa\nObjet : Votre dossier\n\nBonjour,",
            "________________________________\n\nFrom: Cotelier <bonjour@cotelier.example>\nSent: Monday\nTo: Léa\nSubject: Your case",
            "*De :* Cotelier\n*Envoyé :* lundi\n*À :* Léa\n*Objet :* Votre dossier",
            "De : Cotelier\nDate : lundi 23 novembre 2026\nÀ : Léa\nObjet : x",
            "> Bonjour,\n> quelle version ?",
        ];
        for quote in quotes {
            for blank in ["\n", "\n\n", "\r\n\r\n"] {
                let text = format!("La 3.2.\n\n\nMerci,\nLéa{blank}{quote}");
                assert_eq!(answer_of(&text), "La 3.2.\n\nMerci,\nLéa", "{quote}");
            }
        }
    }

    #[test]
    fn words_of_ones_own_stay() {
        for text in [
            "Le technicien m’a écrit :\nrien de plus.",
            "Il a écrit : \"non\".",
            "On peut dire que ça marche.\nLe 3 il pleut.",
            "De : je ne sais qui\nvient le plan.",
            "x > y\net y < z",
            "Une ligne\n----------\nune autre",
        ] {
            assert_eq!(answer_of(text), text, "{text}");
        }
    }

    #[test]
    fn answers_below_and_between_quotes_are_found() {
        let below = "Le 23/11/2026 à 10:12, Cotelier a écrit :\n> — Répondez au-dessus de cette ligne —\n> Quelle version ?\n\nLa 3.2.";
        assert_eq!(answer_of(below), "La 3.2.");
        let between = "On Mon, 23 Nov 2026, a@b.fr wrote:\n> Which version?\n3.2\n> And which printer?\nThe Fog 300.";
        assert_eq!(answer_of(between), "3.2\nThe Fog 300.");
        assert_eq!(answer_of("> rien que cela"), "> rien que cela", "rather too much than nothing");
        assert_eq!(answer_of("  \n\n"), "");
    }

    #[test]
    fn html_is_cut_before_its_quote() {
        for quote in [
            "<div class=\"gmail_quote\">x</div>",
            "<blockquote type=\"cite\">x",
            "<div id=\"divRplyFwdMsg\" dir=\"ltr\">x",
        ] {
            assert_eq!(html_above(&format!("<p>La 3.2.</p>{quote}")), "<p>La 3.2.</p>", "{quote}");
        }
        let all = "<html><head><style>p {}</style></head><body><blockquote>x</blockquote><p>La 3.2.</p></body>";
        assert_eq!(html_above(all), all);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "(.|\n|>|Le 3 .* a écrit :\n|De :|______________\n){0,60}", html in "(.|<|>|<blockquote|é){0,80}") {
            let answer = answer_of(&text);
            prop_assert!(text.trim().is_empty() || !answer.is_empty() || text.chars().all(char::is_whitespace));
            prop_assert!(html.starts_with(html_above(&html)));
        }
    }
}
