//! What mails of many programs say.

use kit_mail_in::{Automatic, read};
use proptest::prelude::*;

fn mail(head: &str, body: &str) -> Vec<u8> {
    format!("From: =?utf-8?q?L=C3=A9a?= <lea@plan.example>\r\nMessage-ID: <1@plan.example>\r\n{head}\r\n{body}")
        .into_bytes()
}

#[test]
fn a_plain_answer() {
    let letter = read(
        &mail(
            "Subject: Re: x\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n",
            "La derni=E8re.\r\n\r\nLe 23 nov. 2026 =E0 10:12, x <a@b.fr> a =E9crit :\r\n> Laquelle ?\r\n",
        ),
        true,
    );
    let letter = letter.unwrap();
    assert_eq!(letter.answer, "La dernière.");
    assert_eq!((letter.id.as_deref(), letter.from.as_deref()), (Some("1@plan.example"), Some("lea@plan.example")));
    assert_eq!((letter.automatic, letter.files.len()), (None, 0));
}

#[test]
fn html_alone_is_read_as_text() {
    let html = "<html><head><style>p { color: red }</style></head><body><p>La 3.2&nbsp;!</p><p>L&eacute;a</p>\
                <div class=\"gmail_quote\"><blockquote>Quelle version ?</blockquote></div></body></html>";
    let letter = read(&mail("Content-Type: text/html; charset=utf-8\r\n", html), true).unwrap();
    assert!(letter.answer.starts_with("La 3.2") && letter.answer.contains("Léa"), "{}", letter.answer);
    assert!(!letter.answer.contains("Quelle") && !letter.answer.contains("color"), "{}", letter.answer);
}

#[test]
fn files_come_along_and_ornaments_do_not() {
    let body = "--b\r\nContent-Type: text/plain\r\n\r\nVoici.\r\n\
        --b\r\nContent-Type: image/png; name=\"=?utf-8?q?capture_=C3=A9.png?=\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
        --b\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline; filename=logo.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
        --b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n\
        --b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninside\r\n\
        --b--\r\n";
    let letter = read(&mail("Content-Type: multipart/mixed; boundary=b\r\n", body), true).unwrap();
    assert_eq!(letter.answer, "Voici.");
    let names: Vec<&str> = letter.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["capture é.png", "message.eml"]);
    assert_eq!(letter.files[0].bytes, b"\x89PNG\r\n\x1a\n");
    assert!(letter.files[1].bytes.starts_with(b"Subject: inner"), "{:?}", letter.files[1].bytes);
}

#[test]
fn machines_are_known_by_their_fields() {
    use Automatic::{Answer, Bounce, List};
    for (head, expected) in [
        ("Auto-Submitted: auto-replied\r\n", Some(Answer)),
        ("Auto-Submitted: Auto-Generated; owner-email=x\r\n", Some(Answer)),
        ("Auto-Submitted: no\r\n", None),
        ("Precedence: bulk\r\n", Some(Answer)),
        ("Precedence: auto_reply\r\n", Some(Answer)),
        ("Precedence: list\r\n", Some(List)),
        ("List-Id: <x.example>\r\n", Some(List)),
        ("X-Auto-Response-Suppress: All\r\n", Some(Answer)),
        ("X-Autoreply: yes\r\n", Some(Answer)),
        ("Subject: Automatic reply: x\r\n", Some(Answer)),
        ("Subject: =?utf-8?q?R=C3=A9ponse_automatique_?= : x\r\n", Some(Answer)),
        ("Subject: Re: Out of office\r\n", None),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", Some(Bounce)),
        ("Subject: Re: x\r\nX-Priority: 1\r\n", None),
    ] {
        assert_eq!(read(&mail(head, "x"), true).unwrap().automatic, expected, "{head}");
    }
    assert_eq!(read(&mail("", "x"), false).unwrap().automatic, Some(Bounce), "who must not be answered is no person");
    let daemon = b"From: MAILER-DAEMON@x.example\r\n\r\nx".to_vec();
    assert_eq!(read(&daemon, true).unwrap().automatic, Some(Bounce));
    assert_eq!(read(&mail("X-Loop: https://client.example\r\nX-Loop: b\r\n", "x"), true).unwrap().loops.len(), 2);
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd(
        head in proptest::collection::vec(any::<u8>(), 0..300),
        kind in "(text/plain|text/html|multipart/mixed; boundary=b|multipart/alternative; boundary=\"b\"|message/rfc822|multipart/report)",
        coding in "(base64|quoted-printable|8bit|x)",
        body in proptest::collection::vec(prop_oneof![
            Just(b"\r\n--b\r\n".to_vec()),
            Just(b"--b--".to_vec()),
            Just(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n".to_vec()),
            Just(b"<blockquote>".to_vec()),
            Just(b"> ".to_vec()),
            Just("Le 3, x a écrit :\r\n".as_bytes().to_vec()),
            proptest::collection::vec(any::<u8>(), 0..40),
        ], 0..20),
    ) {
        read(&head, true);
        let body = body.concat();
        let top = format!("Content-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\nContent-Disposition: attachment\r\n\r\n");
        let letter = read(&[&head, &b"\r\n"[..], top.as_bytes(), &body].concat(), false);
        prop_assert!(letter.is_none_or(|letter| !letter.answer.contains('\0')));
        read(&[top.as_bytes(), &body].concat(), true);
    }
}
