//! What a server can do wrong, and what comes of it.

use kit_mail::{SendError, Transport};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::sample::mail;

/// A server that speaks by the book but for one command, which it answers with `answer`; nothing: it hangs up.
async fn server(at: &'static str, answer: Option<&'static str>) -> Transport {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(talk(stream, at, answer));
        }
    });
    format!("smtp://127.0.0.1:{port}?tls=none").parse().unwrap()
}

async fn talk(stream: tokio::net::TcpStream, at: &str, answer: Option<&str>) -> Option<()> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 test\r\n").await.ok()?;
    let mut in_data = false;
    while let Ok(Some(line)) = lines.next_line().await {
        let command = if in_data && line != "." { continue } else { line.split([' ', ':']).next()?.to_uppercase() };
        let usual = match command.as_str() {
            "EHLO" => "250-test\r\n250 8BITMIME",
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        in_data = command == "DATA" && command != at;
        let said = if command == at { answer? } else { usual };
        writing.write_all(format!("{said}\r\n").as_bytes()).await.ok()?;
    }
    Some(())
}

#[tokio::test]
async fn a_temporary_no_is_for_later_and_a_final_one_is_final() {
    for (at, answer, is_final) in [
        ("RCPT", "450 4.2.1 mailbox busy", false),
        ("RCPT", "550 5.1.1 no such user", true),
        ("MAIL", "451 4.3.0 try later", false),
        ("MAIL", "530 5.7.0 sign in first", false),
        ("DATA", "554 5.7.1 no", true),
        (".", "452 4.3.1 full", false),
        (".", "552 5.2.2 too large", true),
    ] {
        let sent = server(at, Some(answer)).await.send(&mail()).await;
        match (is_final, &sent) {
            (true, Err(SendError::Refused(why))) | (false, Err(SendError::Later(why))) => {
                assert!(why.contains(&answer[..3]) || why.contains(&answer[10..]), "{answer}: {why}");
            }
            _ => panic!("{at} {answer}: {sent:?}"),
        }
    }
}

#[tokio::test]
async fn a_broken_connection_is_for_later() {
    for at in ["EHLO", "RCPT", "DATA", "."] {
        let sent = server(at, None).await.send(&mail()).await;
        assert!(matches!(sent, Err(SendError::Later(_))), "{at}: {sent:?}");
    }
    let nobody: Transport = "smtp://127.0.0.1:1?tls=none".parse().unwrap();
    assert!(matches!(nobody.send(&mail()).await, Err(SendError::Later(_))));
}

#[tokio::test]
async fn a_server_without_encryption_gets_nothing_unless_that_is_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            talk(stream, "", None).await;
        }
    });
    let transport: Transport = format!("smtp://ann:secret@127.0.0.1:{port}?tls=required").parse().unwrap();
    assert!(matches!(transport.send(&mail()).await, Err(SendError::Later(_))));
}
