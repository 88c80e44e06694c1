//! The statement of a million operations: exported by the product, and verified by a process of its own while it comes.
#![allow(clippy::print_stdout)]
#![allow(clippy::disallowed_methods, reason = "durations are what is measured here")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Instant;

use credit_statement::PublicKey;
use serde_json::{Value, json};

use crate::load;
use crate::product::{Product, get};
use crate::report::Report;

/// What a million operations may take, in seconds, and each of the two processes at its peak, in MiB.
const SECONDS: f64 = 5.0;
const MEBIBYTES: f64 = 128.0;
/// How often it is measured; the median counts.
const TURNS: usize = 3;

/// Measures export and verification together, from the request to the verdict.
///
/// # Errors
/// The product does not answer, or the statement does not verify.
pub async fn measure(name: &str, product: &Product, report: &mut Report) -> Result<(), String> {
    let published = load::once(&product.address, &get("/.well-known/guichet-statement-key", "")).await?;
    let published = String::from_utf8_lossy(&published).into_owned();
    let body = published.split("\r\n\r\n").nth(1).ok_or("the key is not published")?;
    let published: Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let public = published["key"].as_str().ok_or("the key is not published")?;
    product.forget_peak()?;
    let mut turns = Vec::with_capacity(TURNS);
    for _ in 0..TURNS {
        turns.push(read_by_itself(product, public)?);
    }
    turns.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (seconds, reader) = turns[TURNS / 2];
    let of_million = "a million operations exported and verified as a statement";
    report.figure(&format!("{name}: {of_million}, s"), seconds, SECONDS);
    report.figure(&format!("{name}: {of_million}, MiB of the server at its peak"), product.peak(), MEBIBYTES);
    report.figure(&format!("{name}: {of_million}, MiB of the verifier at its peak"), reader, MEBIBYTES);
    Ok(())
}

/// Has another process read and verify it; answers how long a million operations took it and its peak memory in MiB.
fn read_by_itself(product: &Product, public: &str) -> Result<(f64, f64), String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(own).args(["statement", &product.address, product.first_key(), public]).output();
    let output = output.map_err(|error| error.to_string())?;
    let told: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| format!("the statement was not verified: {}", String::from_utf8_lossy(&output.stderr)))?;
    let figure = |name: &str| told[name].as_f64().ok_or_else(|| format!("{name} is missing"));
    Ok((figure("seconds")? * 1e6 / figure("operations")?, figure("mebibytes")?))
}

/// `bench statement ADDRESS KEY PUBLIC`: verifies the statement of the key's account and tells what it took.
///
/// # Errors
/// It cannot be read, or does not verify.
pub fn read(arguments: &[String]) -> Result<(), String> {
    let [_, _, address, key, public] = arguments else { return Err("statement ADDRESS KEY PUBLIC".to_owned()) };
    let public: PublicKey = public.parse().map_err(|error| format!("{error}"))?;
    let begun = Instant::now();
    let mut stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    // Without pieces (HTTP/1.0): what comes after the head is the statement.
    let request = format!("GET /api/v1/statement HTTP/1.0\r\nhost: {address}\r\nauthorization: Bearer {key}\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
    let mut answer = BufReader::with_capacity(1 << 18, stream);
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        if answer.read_line(&mut line).map_err(|error| error.to_string())? == 0 {
            return Err("the answer has no body".to_owned());
        }
    }
    let verified = credit_statement::verify(answer, Some(&public)).map_err(|error| error.to_string())?;
    let (seconds, operations) = (begun.elapsed().as_secs_f64(), verified.lines);
    let mebibytes = peak("self");
    println!("{}", json!({ "seconds": seconds, "operations": operations, "mebibytes": mebibytes }));
    Ok(())
}

/// The most memory that a process had, in MiB.
pub fn peak(process: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
