//! A mail as it travels, and as a file.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use kit_mail::{Outbox, Transport};

use crate::sample::mail;

async fn in_a_folder() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    Transport::Folder(folder.path().join("outbox")).send(&mail()).await.unwrap();
    let files: Vec<_> =
        std::fs::read_dir(folder.path().join("outbox")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "no partial file stays");
    assert_eq!(files[0].extension().unwrap(), "eml");
    let text = std::fs::read_to_string(&files[0]).unwrap();
    (folder, text)
}

#[tokio::test]
async fn the_headers_are_what_servers_and_machines_expect() {
    let (_folder, text) = in_a_folder().await;
    let (headers, body) = text.split_once("\r\n\r\n").unwrap();
    let id = mail().id;
    for line in [
        "Date: Mon, 02 Nov 2026 09:00:00 +0000".to_owned(),
        format!("Message-ID: <{id}@exemple.fr>"),
        "Auto-Submitted: auto-generated".to_owned(),
        "Content-Language: fr".to_owned(),
        "To: camille@client.example".to_owned(),
        "Reply-To: aide@exemple.fr".to_owned(),
        "MIME-Version: 1.0".to_owned(),
    ] {
        assert!(headers.lines().any(|header| header == line), "{line} in {headers}");
    }
    assert!(headers.contains("From: =?utf-8?") && headers.contains("<espace@exemple.fr>"), "{headers}");
    assert!(text.lines().all(|line| line.len() <= 998 && line.is_ascii()), "lines as RFC 5322, 2.1.1 has them");
    let plain = body.find("Content-Type: text/plain").unwrap();
    let html = body.find("Content-Type: text/html").unwrap();
    assert!(plain < html, "the best form comes last (RFC 2046, 5.1.4)");
}

#[tokio::test]
async fn a_mail_that_can_be_turned_off_says_where() {
    let (_folder, without) = in_a_folder().await;
    assert!(!without.contains("List-Unsubscribe"));
    let folder = tempfile::tempdir().unwrap();
    let mail = kit_mail::Mail { choices: Some("https://client.exemple.fr/accounts/C-1042/notices".into()), ..mail() };
    Transport::Folder(folder.path().into()).send(&mail).await.unwrap();
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(file).unwrap();
    let line = "List-Unsubscribe: <https://client.exemple.fr/accounts/C-1042/notices>";
    assert!(text.lines().any(|header| header == line), "{text}");
}

#[tokio::test]
async fn the_same_mail_is_the_same_file_again() {
    let folder = tempfile::tempdir().unwrap();
    let transport: Transport = format!("folder:{}", folder.path().display()).parse().unwrap();
    transport.send(&mail()).await.unwrap();
    transport.send(&mail()).await.unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_file_is_for_its_owner_alone() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("outbox");
    Transport::Folder(folder.clone()).send(&mail()).await.unwrap();
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
}

#[tokio::test]
async fn a_name_cannot_be_a_header() {
    let folder = tempfile::tempdir().unwrap();
    let mut mail = mail();
    mail.from.name = "Ann\r\nBcc: tous@exemple.fr\r\n\r\nx".into();
    mail.content.subject = "a\r\nBcc: tous@exemple.fr".into();
    Transport::Folder(folder.path().into()).send(&mail).await.unwrap();
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(file).unwrap();
    let (headers, _) = text.split_once("\r\n\r\n").unwrap();
    assert!(!headers.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{headers}");
}

#[tokio::test]
async fn a_test_sees_what_was_sent() {
    let outbox = Outbox::default();
    Transport::Memory(outbox.clone()).send(&mail()).await.unwrap();
    assert_eq!(outbox.mails(), [mail()]);
    assert_eq!(outbox.take().len(), 1);
    assert!(outbox.mails().is_empty());
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_tried_again_later() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let sent = Transport::Folder(file.path().join("x")).send(&mail()).await;
    assert!(matches!(sent, Err(kit_mail::SendError::Later(_))), "{sent:?}");
}
