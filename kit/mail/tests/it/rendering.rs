//! One Markdown becomes HTML and text, and what customers type stays words in both.

use kit_core::Locale;
use kit_mail::{TemplateError, render, samples};

use crate::sample::{KIND, look, rendered};

#[test]
fn html_and_text_say_the_same() {
    let all = samples(&KIND, &look()).unwrap();
    assert_eq!(all.iter().map(|mail| mail.locale).collect::<Vec<_>>(), Locale::ALL);
    let mail = &all[0];
    assert_eq!(mail.subject, "Un nouveau mot de passe pour Camille Durand");
    assert_eq!(
        mail.text,
        "Bonjour Camille Durand,\n\nChoisissez-en un nouveau\u{a0}:\n\nChoisir un mot de passe\n\
         https://client.exemple.fr/reset/abc.def\n\n- une heure\n- une fois\n\n-- \nÉditions Brouage & Fils\n\
         aide@exemple.fr\n05 46 00 00 00\n"
    );
    for part in [
        "<html lang=\"fr\">",
        "<title>Un nouveau mot de passe pour Camille Durand</title>",
        "<strong>nouveau</strong>",
        "<a href=\"https://client.exemple.fr/reset/abc.def\" style=\"display:inline-block",
        "background:#0b5a57;color:#ffffff",
        "<li style=\"margin:0 0 6px\">une fois</li>\n</ul>",
        "Éditions Brouage &amp; Fils",
        "prefers-color-scheme: dark",
    ] {
        assert!(mail.html.contains(part), "{part} in {}", mail.html);
    }
    assert!(!mail.html.contains("<table") && !mail.html.contains("<img") && !mail.html.contains("<script"));
}

#[test]
fn a_missing_language_is_noticed() {
    let french_only = kit_mail::MailKind { texts: &KIND.texts[..1], ..KIND };
    assert_eq!(samples(&french_only, &look()), Err(TemplateError::Subject));
}

#[test]
fn a_value_is_words_whatever_it_holds() {
    let attacks = [
        "[cliquez](https://evil.example)",
        "<script>alert(1)</script>",
        "<a href=https://evil.example>x</a>",
        "**gras** _x_ `y` # z",
        "![x](https://evil.example/p.png)",
        "a\r\nBcc: tous@exemple.fr",
        "{link}",
        "&lt;b&gt;",
        "\"><img src=x>",
        "- a\n- b",
    ];
    for attack in attacks {
        let mail = rendered("Bonjour {name}\n\n{name}\n\nCher **{name}**,\n\n- {name}\n", &[("name", attack)]);
        assert!(!mail.subject.contains(['\r', '\n']), "{attack}");
        let html = mail.html.split("<div class=\"sheet\"").nth(1).unwrap();
        assert!(!html.contains("evil.example\""), "{attack} made a link: {html}");
        for tag in ["<script", "<img", "<a ", "<em", "<code", "<b>"] {
            let sheet = html.split("</div>").next().unwrap();
            assert!(!sheet.contains(tag), "{attack} made {tag}: {sheet}");
        }
        assert_eq!(html.matches("<li ").count(), 1, "{attack} made a list");
        let first_line = attack.lines().next().unwrap();
        assert!(mail.text.contains(first_line.trim_end_matches('\r')), "{attack} is told as it is");
    }
}

#[test]
fn a_value_cannot_turn_a_link_away() {
    let text = "Lien\n\nVoir [la page]({link}) ici.\n\n[Bouton]({link})\n";
    for bad in [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "https://a b",
        "//evil.example",
        "",
        "file:///x",
    ] {
        let mail = rendered(text, &[("link", bad)]);
        let sheet = mail.html.split("<div class=\"sheet\"").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(!sheet.contains("href"), "{bad}: {sheet}");
        assert!(sheet.contains("la page") && sheet.contains("Bouton"));
    }
    let mail = rendered(text, &[("link", "https://exemple.fr/?a=1&b=\"><script>")]);
    assert!(mail.html.contains("href=\"https://exemple.fr/?a=1&amp;b=&quot;&gt;&lt;script&gt;\""), "{}", mail.html);
}

#[test]
fn what_mail_cannot_show_is_words() {
    let mail = rendered(
        "Objet\n\n# Titre\n\n<b>gras</b> ![logo](https://x.fr/l.png)\n\n> cité\n\n1. un\n2. deux\n\n---\n\n`code`, [x](ftp://x.fr), <https://y.fr>\n",
        &[],
    );
    assert!(mail.html.contains("&lt;b&gt;gras&lt;/b&gt; logo"), "{}", mail.html);
    assert!(
        mail.text
            .starts_with("TITRE\n\n<b>gras</b> logo\n\n> cité\n\n1. un\n2. deux\n\n* * *\n\ncode, x, https://y.fr\n"),
        "{}",
        mail.text
    );
    assert!(mail.html.contains("<ol ") && mail.html.contains("</blockquote>") && mail.html.contains("<hr "));
}

#[test]
fn a_value_of_several_lines_keeps_them() {
    let mail = rendered("Motif : {reason}\n\nMotif :\n\n> {reason}\n", &[("reason", "Un.\nDeux.\u{7}")]);
    assert_eq!(mail.subject, "Motif : Un. Deux.");
    assert!(mail.html.contains("Un.<br>\nDeux.</blockquote>"), "{}", mail.html);
    assert!(mail.text.contains("> Un.\n> Deux.\n"), "{}", mail.text);
}

#[test]
fn a_placeholder_without_a_value_is_an_error() {
    let error = render("A\n\nB {nom}", &[("name", "x".into())], &look(), Locale::Fr);
    assert_eq!(error, Err(TemplateError::Unknown("nom".into())));
}
