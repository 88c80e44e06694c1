//! A mail to send.

use kit_core::{Locale, Random};
use kit_mail::{Email, Look, Mail, MailId, MailKind, Rendered, Sender, render};

pub const KIND: MailKind = MailKind {
    key: "test-reset",
    variables: &[("name", "Camille Durand"), ("link", "https://client.exemple.fr/reset/abc.def")],
    texts: &[
        (
            Locale::Fr,
            "Un nouveau mot de passe pour {name}\n\nBonjour {name},\n\nChoisissez-en un **nouveau** :\n\n[Choisir un mot de passe]({link})\n\n- une heure\n- une fois\n",
        ),
        (
            Locale::En,
            "A new password for {name}\n\nHello {name},\n\nChoose a **new** one:\n\n[Choose a password]({link})\n",
        ),
    ],
};

pub fn look() -> Look {
    Look {
        name: "Éditions Brouage & Fils".into(),
        accent: "#0b5a57".into(),
        accent_ink: "#ffffff".into(),
        accent_dark: "#63b8b4".into(),
        site_url: Some("https://exemple.fr".into()),
        above: None,
        footer: vec![
            ("aide@exemple.fr".into(), Some("mailto:aide@exemple.fr".into())),
            ("05 46 00 00 00".into(), None),
        ],
    }
}

pub fn rendered(text: &str, values: &[(&str, &str)]) -> Rendered {
    let values: Vec<(&str, String)> = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    render(text, &values, &look(), Locale::Fr).unwrap()
}

pub fn mail() -> Mail {
    let content = render(KIND.text(Locale::Fr), &KIND.samples(), &look(), Locale::Fr).unwrap();
    Mail {
        id: MailId::random(&Random::seeded(1)),
        at: "2026-11-02T09:00:00Z".parse().unwrap(),
        from: Sender {
            name: "Éditions Brouage & Fils".into(),
            email: Email::parse("espace@exemple.fr").unwrap(),
            reply_to: Some(Email::parse("aide@exemple.fr").unwrap()),
        },
        to: Email::parse("camille@client.example").unwrap(),
        content,
        thread: None,
        choices: None,
    }
}
