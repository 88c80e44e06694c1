//! What mails of many programs say.

use kit_mail_in::{Automatic, Unreadable, read};
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

#[test]
fn of_parts_that_say_the_same_one_is_read() {
    let body = "--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n\
        --a\r\nContent-Type: text/plain\r\n\r\nVoici.\r\n\
        --a\r\nContent-Type: multipart/related; boundary=r\r\n\r\n\
        --r\r\nContent-Type: text/html\r\n\r\n<p>Voici !</p>\r\n\
        --r\r\nContent-Type: image/jpeg; name=plan.jpg\r\nContent-ID: <p@x>\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n\
        --r--\r\n--a--\r\n\
        --m\r\nContent-Type: text/plain; name=releve.txt\r\n\r\n12;13\r\n\
        --m\r\nContent-Type: text/plain\r\n\r\nSuite.\r\n--m--\r\n";
    let letter = read(&mail("Content-Type: multipart/mixed; boundary=m\r\n", body), true).unwrap();
    assert_eq!(letter.answer, "Voici.\nSuite.");
    let files: Vec<(&str, usize)> = letter.files.iter().map(|file| (file.name.as_str(), file.bytes.len())).collect();
    assert_eq!(files, [("releve.txt", 5)], "a small picture that the text shows is none");
}

/// One part in another, so many times.
fn nested(kind: &str, times: usize) -> String {
    (0..times).map(|n| format!("Content-Type: {kind}; boundary=b{n}\r\n\r\n--b{n}\r\n")).collect()
}

#[test]
fn mails_in_mails_are_files_that_nobody_opens() {
    for inner in ["message/rfc822", "message/global"] {
        let deep = format!("Content-Type: {inner}\r\n\r\n").repeat(100_000);
        let letter = read(&mail("", "").iter().copied().chain(deep.bytes()).collect::<Vec<_>>(), true).unwrap();
        assert_eq!((letter.files.len(), letter.answer.is_empty()), (0, false), "below the head it is text");
        let letter = read(deep.as_bytes(), true).unwrap();
        assert_eq!((letter.files.len(), letter.answer.as_str()), (1, ""));
        assert_eq!(letter.files[0].name, "message.eml");
    }
    let digest = format!("--b\r\n\r\n{}\r\n", nested("multipart/digest", 100_000));
    let letter = read(&mail("Content-Type: multipart/digest; boundary=b\r\n", &digest), true).unwrap();
    assert_eq!((letter.files.len(), letter.files[0].name.as_str()), (1, "message.eml"));
}

#[test]
fn what_no_person_sends_is_not_read() {
    let twelve = |kind| read(nested(kind, 12).as_bytes(), true).map(|_| ());
    assert_eq!(twelve("multipart/mixed"), Err(Unreadable::TooDeep));
    assert_eq!(twelve("multipart/ALTERNATIVE"), Err(Unreadable::TooDeep));
    assert!(read(nested("multipart/mixed", 9).as_bytes(), true).is_ok(), "nobody's mail goes as deep as that");
    let deep = nested("multipart/mixed", 100_000);
    assert_eq!(read(deep.as_bytes(), true), Err(Unreadable::TooDeep));
    let parts = "--b\r\n\r\n".repeat(1_000_000);
    let parts = read(&mail("Content-Type: multipart/mixed; boundary=b\r\n", &parts), true);
    assert_eq!(parts, Err(Unreadable::TooManyParts));
    let empty = "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--\r\n".repeat(1_000);
    let empty = read(&mail("Content-Type: multipart/mixed; boundary=b\r\n", &empty), true);
    assert_eq!(empty, Err(Unreadable::TooManyParts), "those that hold none count as well");
    let refused = |head: String| assert_eq!(read(&mail(&head, "x"), true), Err(Unreadable::TooManyFields));
    refused("A:\r\n".repeat(1_000_000));
    refused(format!("A: {}\r\n", "x".repeat(1 << 20)));
    refused(format!("A: x\r\n{}", " x\r\n".repeat(1 << 20)));
    refused("no field\r\n".repeat(1 << 20));
    let field = format!("Subject: {}x\r\n", "=?utf-8?Q?a".repeat(20_000));
    assert!(read(&mail(&field, "x"), true).is_ok(), "of a long field the beginning is understood");
    assert_eq!(read(b"", true), Err(Unreadable::NoMail));
    assert_eq!(read(b"\r\n\r\nwords", true), Err(Unreadable::NoMail));
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd(
        noise in proptest::collection::vec(any::<u8>(), 0..300),
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
        prop_assert_ne!(read(&noise, true).err(), Some(Unreadable::Broken));
        let top = format!("Subject: Le plan\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n");
        let noisy = [top.as_bytes(), b"X-Noise: ", &noise.iter().copied().filter(|byte| *byte != b'\n').collect::<Vec<_>>(), b"\r\n\r\n", &body.concat()].concat();
        let letter = read(&noisy, true);
        prop_assert!(letter.is_ok(), "what is odd below the head does not hide the mail: {:?}", letter);
        let letter = letter.unwrap();
        prop_assert_eq!(letter.subject, "Le plan");
        prop_assert!(!letter.answer.chars().any(|c| c.is_control() && c != '\n'), "{:?}", letter.answer);
        // What stands between parts of its own is found whatever else is there.
        let safe = [&b"Content-Type: multipart/mixed; boundary=own-and-long\r\n\r\n--own-and-long\r\n\r\nVoici.\r\n--own-and-long\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\n"[..], &body.concat(), b"\r\n--own-and-long--\r\n"].concat();
        let letter = read(&safe, true).unwrap();
        prop_assert_eq!((letter.answer.as_str(), letter.files.len()), ("Voici.", 1));
        prop_assert_eq!(&letter.files[0].bytes, &body.concat());
    }
}
