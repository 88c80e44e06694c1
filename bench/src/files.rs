//! A file of 200 MB with a case, sent and fetched: what it costs in memory.

use std::time::Instant;

use kit_db::{DbError, Lock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::product::{Installation, Product, get};
use crate::report::Report;
use crate::{accounts, load};

/// How large the file is, in bytes.
const SIZE: usize = 200_000_000;
/// A piece of it.
const PIECE: usize = 64 << 10;
/// More memory than the product may take for it, in MiB.
const BOUND: f64 = 32.0;

/// Sends the file as a member would and fetches it again.
///
/// # Errors
/// The product refuses, or something of the file is lost.
pub async fn measure(installation: &Installation, report: &mut Report) -> Result<(), String> {
    let (db, ctx) = accounts::open(&installation.folder, &installation.database()?)?;
    let large = support::Settings { file_mb: 500, ..support::Settings::default() };
    db.write::<_, DbError, _>(Lock::None, move |tx| support::save_settings(tx, &ctx, &large))
        .await
        .map_err(|error| error.to_string())?;
    drop(db);
    let (product, _) = installation.start().await?;
    let account = product.story["accounts"][0]["account"].as_str().unwrap_or_default().to_owned();
    let cookie = product.sign_in(&account).await?;
    let new = format!("/accounts/{account}/cases/new");
    let page = fetch(&product, &new, &cookie).await?;
    let once = between(&page, "name=\"once\" value=\"", "\"").ok_or("the form has no token")?.to_owned();

    let before = rest(&product)?;
    let begun = Instant::now();
    let case = send(&product, &new, &cookie, &once).await?;
    told(report, "sent", begun, product.peak() - before);

    let page = fetch(&product, &case, &cookie).await?;
    let file = between(&page, &format!("href=\"{case}/files/"), "\"").ok_or("the case has no file")?;
    let file = format!("{case}/files/{file}");
    let before = rest(&product)?;
    let begun = Instant::now();
    let length = save(&product, &file, &cookie).await?;
    told(report, "fetched", begun, product.peak() - before);
    if length == SIZE { Ok(()) } else { Err(format!("{length} bytes came back")) }
}

fn told(report: &mut Report, what: &str, begun: Instant, more: f64) {
    println!("{} MB {what} in {:.1} s", SIZE / 1_000_000, begun.elapsed().as_secs_f64());
    report.figure(&format!("memory for 200 MB {what}, MiB"), more, BOUND);
}

/// Memory at rest, in MiB, from where the peak is counted anew.
fn rest(product: &Product) -> Result<f64, String> {
    product.forget_peak()?;
    Ok(product.resident() as f64 / 1024.0)
}

async fn fetch(product: &Product, path: &str, cookie: &str) -> Result<String, String> {
    let answer = load::once(&product.address, &get(path, &format!("cookie: {cookie}\r\n"))).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(found, _)| found)
}

/// Sends the form with its file piece by piece; answers where the new case is.
async fn send(product: &Product, path: &str, cookie: &str, once: &str) -> Result<String, String> {
    let said = |error: std::io::Error| error.to_string();
    let fields = [("once", once), ("subject", "200 MB"), ("priority", "normal"), ("sees", "own"), ("body", "200 MB")];
    let part = |(name, value)| format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let mut head: String = fields.map(part).concat();
    head.push_str("--b\r\ncontent-disposition: form-data; name=\"files\"; filename=\"large.plan\"\r\n\r\n");
    let foot = "\r\n--b--\r\n";
    let mut stream = TcpStream::connect(&product.address).await.map_err(said)?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: {cookie}\r\n\
         content-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\n\r\n{head}",
        head.len() + SIZE + foot.len()
    );
    stream.write_all(request.as_bytes()).await.map_err(said)?;
    let piece: Vec<u8> = (0..PIECE).map(|place| ((place * 31) >> 3) as u8).collect();
    let mut left = SIZE;
    while left > 0 {
        let now = left.min(PIECE);
        stream.write_all(&piece[..now]).await.map_err(said)?;
        left -= now;
    }
    stream.write_all(foot.as_bytes()).await.map_err(said)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.map_err(said)?;
    let answer = String::from_utf8_lossy(&answer);
    let to = between(&answer, "location: ", "\r\n").map(str::to_owned);
    to.ok_or_else(|| format!("the case was not opened: {}", answer.chars().take(300).collect::<String>()))
}

/// Fetches the file and throws it away; answers how long it was.
async fn save(product: &Product, path: &str, cookie: &str) -> Result<usize, String> {
    let said = |error: std::io::Error| error.to_string();
    let mut stream = TcpStream::connect(&product.address).await.map_err(said)?;
    let headers = format!("connection: close\r\ncookie: {cookie}\r\n");
    stream.write_all(&get(path, &headers)).await.map_err(said)?;
    let (mut piece, mut seen, mut length) = (vec![0; PIECE], Vec::new(), 0);
    loop {
        let read = stream.read(&mut piece).await.map_err(said)?;
        if read == 0 {
            return Ok(length);
        }
        if length > 0 || seen.len() > PIECE {
            length += read;
            continue;
        }
        seen.extend_from_slice(&piece[..read]);
        if let Some(end) = seen.windows(4).position(|four| four == b"\r\n\r\n") {
            length = seen.len() - end - 4;
        }
    }
}
