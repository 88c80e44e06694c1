//! `cargo xtask bench`: the product beside plain axum, floor and product in one run, as ratios.
#![allow(clippy::print_stdout, clippy::print_stderr)]
#![allow(clippy::disallowed_methods, reason = "durations are what is measured here")]

mod accounts;
mod bank;
mod files;
mod floor;
mod load;
mod phone;
mod processor;
mod product;
mod report;
mod statement;
mod support;
mod usage;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kit_core::AccountId;
use load::Figures;
use product::{Installation, Product, get, psql};
use report::Report;

/// How often floor and product take turns, and how long a turn is.
const TURNS: usize = 7;
const TURN: Duration = Duration::from_secs(2);
const MOST: u64 = 10_000_000;
const MANY: u64 = 1_000_000;
const FEW: u64 = 10_000;
/// Where the installations are.
const FOLDER: &str = "target/bench";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let ended = match arguments.get(1).map(String::as_str) {
        Some("floor") => serve_floor(&arguments).await,
        Some("large") => large(arguments.get(2..).unwrap_or_default()).await,
        Some("statement") => statement::read(&arguments),
        Some("match") => match_file(&arguments).await,
        Some("bank") => only_bank().await,
        Some("phone") => only_phone(arguments.get(2..).unwrap_or_default()).await,
        Some("support") => only_support(arguments.get(2).map(String::as_str)).await,
        Some("files") => only_files().await,
        Some("usage") => only_usage(arguments.get(2).map(String::as_str)).await,
        _ => measure().await,
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("bench: {why}");
            ExitCode::FAILURE
        }
    }
}

async fn serve_floor(arguments: &[String]) -> Result<(), String> {
    let (Some(address), Some(size)) = (arguments.get(2), arguments.get(3).and_then(|size| size.parse().ok())) else {
        return Err("floor ADDRESS SIZE".to_owned());
    };
    floor::serve(address, size).await
}

async fn match_file(arguments: &[String]) -> Result<(), String> {
    match (arguments.get(2), arguments.get(3)) {
        (Some(database), Some(file)) => bank::match_file(database, file).await,
        _ => Err("match DATABASE FILE".to_owned()),
    }
}

/// The bank's statement alone: `bank`.
async fn only_bank() -> Result<(), String> {
    let mut report = Report::new(durable_write());
    bank_statement(&mut report).await
}

/// A large file with a case alone: `files`.
async fn only_files() -> Result<(), String> {
    let mut report = Report::new(durable_write());
    large_file(&mut report).await
}

/// A large file against a demonstration of its own.
async fn large_file(report: &mut Report) -> Result<(), String> {
    let installation = sqlite("files");
    installation.seed(FEW).await?;
    files::measure(&installation, report).await
}

/// A statement of the bank against a demonstration of its own.
async fn bank_statement(report: &mut Report) -> Result<(), String> {
    let installation = sqlite("bank");
    installation.seed(FEW).await?;
    installation.add_accounts().await?;
    bank::measure(&installation.folder, &installation.database()?, report).await
}

/// The desk's queue and the machines' heartbeats, of both engines or of one: `support [sqlite|postgres]`.
async fn only_support(engine: Option<&str>) -> Result<(), String> {
    let mut report = Report::new(durable_write());
    if engine != Some("postgres") {
        support::measure("sqlite", &sqlite("few-cases"), &sqlite("many-cases"), &mut report).await?;
    }
    if engine != Some("sqlite") {
        let server = server()?;
        let (few, many) = (postgres(&server, "few_cases")?, postgres(&server, "many_cases")?);
        support::measure("postgres", &few, &many, &mut report).await?;
    }
    report.write(&PathBuf::from("target/bench-support.json"))
}

/// Looking accounts up on the phone, of both engines or of one, among so many: `phone [sqlite|postgres [ACCOUNTS]]`.
async fn only_phone(arguments: &[String]) -> Result<(), String> {
    let engine = arguments.first().map(String::as_str);
    let accounts = arguments.get(1).and_then(|typed| typed.parse().ok()).unwrap_or(1_000_000);
    let mut report = Report::new(durable_write());
    if engine != Some("postgres") {
        phone::measure("sqlite", &sqlite("phone"), accounts, &mut report).await?;
    }
    if engine != Some("sqlite") {
        phone::measure("postgres", &postgres(&server()?, "phone")?, accounts, &mut report).await?;
    }
    report.write(&PathBuf::from("target/bench-phone.json"))
}

/// The debits alone, in small ledgers, of both engines or of one: `usage [sqlite|postgres]`.
async fn only_usage(engine: Option<&str>) -> Result<(), String> {
    let mut report = Report::new(durable_write());
    if engine != Some("postgres") {
        let installation = sqlite("usage");
        usage::measure("sqlite", &Ready::with("sqlite", &installation, FEW).await?, &installation, &mut report).await?;
    }
    if engine != Some("sqlite") {
        let installation = postgres(&server()?, "usage")?;
        usage::measure("postgres", &Ready::with("postgres", &installation, FEW).await?, &installation, &mut report)
            .await?;
    }
    Ok(())
}

async fn measure() -> Result<(), String> {
    let mut report = Report::new(durable_write());
    engine("sqlite", &sqlite("few"), &sqlite("many"), &mut report).await?;
    bank_statement(&mut report).await?;
    large_file(&mut report).await?;
    let server = server()?;
    engine("postgres", &postgres(&server, "few")?, &postgres(&server, "many")?, &mut report).await?;
    report.write(&PathBuf::from("target/bench.json"))
}

/// What a debit costs in a ledger of ten million operations: `large [ENGINE [OPERATIONS]]`. Apart from the rest, because making them
/// takes its time.
async fn large(arguments: &[String]) -> Result<(), String> {
    let only = arguments.first().map(String::as_str);
    let operations = match arguments.get(1) {
        Some(count) => count.parse().map_err(|_| format!("{count} is no number of operations"))?,
        None => MOST,
    };
    let mut report = Report::new(durable_write());
    if only != Some("postgres") {
        larger("sqlite", &sqlite("many"), &sqlite("most"), operations, &mut report).await?;
    }
    if only != Some("sqlite") {
        let server = server()?;
        larger("postgres", &postgres(&server, "many")?, &postgres(&server, "most")?, operations, &mut report).await?;
    }
    report.write(&PathBuf::from("target/bench-large.json"))
}

/// A ledger of so many `operations` beside one of a million.
async fn larger(
    name: &str,
    many: &Installation,
    most: &Installation,
    operations: u64,
    report: &mut Report,
) -> Result<(), String> {
    let (less, more) = (Ready::with(name, many, MANY).await?, Ready::with(name, most, operations).await?);
    let ratio = usage::sizes(&less, &more, most.database.as_deref()).await?;
    let what = format!("{name}: processor time of a debit, {operations} operations to {MANY}");
    report.ratio(&what, ratio, 1.5, false);
    Ok(())
}

fn sqlite(name: &str) -> Installation {
    Installation { folder: PathBuf::from(FOLDER).join(name), database: None }
}

/// An installation in a new database of the server.
fn postgres(server: &str, name: &str) -> Result<Installation, String> {
    for statement in
        [format!("DROP DATABASE IF EXISTS bench_{name} WITH (FORCE)"), format!("CREATE DATABASE bench_{name}")]
    {
        psql(server, &statement)?;
    }
    let folder = PathBuf::from(FOLDER).join(format!("postgres-{name}"));
    Ok(Installation { folder, database: Some(within(server, name)) })
}

fn server() -> Result<String, String> {
    std::env::var("GUICHET_BENCH_POSTGRES")
        .map_err(|_| "GUICHET_BENCH_POSTGRES is not set: run `cargo xtask bench`".into())
}

/// An installation that serves, and what the load needs to know of it.
struct Ready {
    product: Product,
    started: Duration,
    account: String,
    cookie: String,
    /// A key of each account that only spends.
    keys: Vec<String>,
    /// The first of them.
    spender: AccountId,
}

impl Ready {
    async fn with(name: &str, installation: &Installation, operations: u64) -> Result<Ready, String> {
        println!("\n{name}, {operations} operations: making the data…");
        installation.seed(operations).await?;
        let (accounts, keys): (Vec<_>, Vec<_>) = installation.add_accounts().await?.into_iter().unzip();
        installation.enrich().await?;
        installation.tidy()?;
        let (product, started) = installation.start().await?;
        let account = product.story["accounts"][0]["account"].as_str().unwrap_or_default().to_owned();
        let cookie = product.sign_in(&account).await?;
        let spender = *accounts.first().ok_or("no account spends")?;
        Ok(Ready { product, started, account, cookie, keys, spender })
    }

    fn history(&self) -> Vec<u8> {
        get(&format!("/accounts/{}/history", self.account), &format!("cookie: {}\r\n", self.cookie))
    }
}

/// Measures one engine: few operations beside many, then many beside the floor.
async fn engine(name: &str, few: &Installation, at: &Installation, report: &mut Report) -> Result<(), String> {
    let (few, many) = (Ready::with(name, few, FEW).await?, Ready::with(name, at, MANY).await?);
    let (product, is_sqlite) = (&many.product, name == "sqlite");
    let small = Side::new(&few.product.address, few.history());
    let large = Side::new(&product.address, many.history());
    let sizes = turns(&small, &large, 16, "HTTP/1.1 200").await?;
    report.ratio(&format!("{name}: history page, 1 million to 10,000 operations (time)"), sizes.ratio(), 1.3, false);
    drop(few);
    statement::measure(name, product, report).await?;
    let page = read("history page", product, 16, many.history()).await?;
    report.floor_ratio(
        &format!("{name}: history page, 40 rows, 16 connections"),
        &page.floor,
        &page.product,
        if is_sqlite { 10.0 } else { 14.0 },
    );
    let balance = get("/api/v1/balance", &format!("authorization: Bearer {}\r\n", product.first_key()));
    let balance = read("balance", product, 16, balance).await?;
    report.floor_ratio(
        &format!("{name}: GET /balance, 16 connections"),
        &balance.floor,
        &balance.product,
        if is_sqlite { 3.0 } else { 7.0 },
    );
    usage::measure(name, &many, at, report).await?;
    report.figure(&format!("{name}: start on existing data, ms"), many.started.as_secs_f64() * 1e3, 300.0);
    if is_sqlite {
        report.figure("sqlite: resident after all of it, MiB", product.resident() as f64 / 1024.0, 48.0);
        weights(product, &many.cookie, &many.account, report).await?;
    }
    Ok(())
}

/// Where a load goes.
struct Side {
    address: String,
    request: load::Request,
}

impl Side {
    /// Always the same request.
    fn new(address: &str, request: Vec<u8>) -> Side {
        Side { address: address.to_owned(), request: Arc::new(move |_, _| request.clone()) }
    }
}

struct Pair {
    floor: Figures,
    product: Figures,
}

impl Pair {
    fn ratio(&self) -> f64 {
        self.floor.per_second / self.product.per_second
    }
}

async fn read(what: &str, product: &Product, connections: usize, request: Vec<u8>) -> Result<Pair, String> {
    let size = body_size(&load::once(&product.address, &request).await?);
    println!("  {what}: answers of {size} bytes");
    both(size, get("/", ""), "HTTP/1.1 200", connections, Side::new(&product.address, request)).await
}

/// The product beside a floor that answers as much.
async fn both(
    size: usize,
    floor_request: Vec<u8>,
    expected: &'static str,
    connections: usize,
    product: Side,
) -> Result<Pair, String> {
    with_floor(size, async |address| {
        turns(&Side::new(address, floor_request.clone()), &product, connections, expected).await
    })
    .await
}

/// Measures while a floor serves that answers `size` bytes.
async fn with_floor<T>(size: usize, measure: impl AsyncFnOnce(&str) -> Result<T, String>) -> Result<T, String> {
    let address = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|free| free.local_addr())
        .map_err(|error| error.to_string())?
        .to_string();
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut floor = Command::new(own)
        .args(["floor", &address, &size.to_string()])
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let measured = measure(&address).await;
    let _ = floor.kill();
    let _ = floor.wait();
    measured
}

/// One and the other in turn: the turn whose ratio is the median, so that a noisy moment of the machine decides nothing.
async fn turns(one: &Side, other: &Side, connections: usize, expected: &'static str) -> Result<Pair, String> {
    let load = |side: &Side| load::run(side.address.clone(), connections, TURN, expected, side.request.clone());
    let mut turns = Vec::with_capacity(TURNS);
    for _ in 0..TURNS {
        turns.push(Pair { floor: load(one).await?, product: load(other).await? });
    }
    turns.sort_by(|one, other| one.ratio().total_cmp(&other.ratio()));
    Ok(turns.swap_remove(TURNS / 2))
}

/// What a first visit and a second page weigh, compressed.
async fn weights(product: &Product, cookie: &str, account: &str, report: &mut Report) -> Result<(), String> {
    let compressed = "accept-encoding: gzip\r\n";
    let first = load::once(&product.address, &get("/sign-in", "")).await?;
    let first = String::from_utf8_lossy(&first).into_owned();
    let mut weight = chunked(&product.address, "/sign-in", compressed).await?;
    let addresses =
        first.split(['"', '\'']).filter(|text| text.starts_with("/assets/") || text.starts_with("/brand.css"));
    let mut seen: Vec<&str> = addresses.map(|text| text.split('#').next().unwrap_or(text)).collect();
    seen.sort_unstable();
    seen.dedup();
    for address in seen {
        weight += chunked(&product.address, &address.replace("&amp;", "&"), compressed).await?;
    }
    report.figure("first page with style and script, compressed, KB", weight as f64 / 1000.0, 150.0);
    let next = chunked(
        &product.address,
        &format!("/accounts/{account}/history"),
        &format!("{compressed}cookie: {cookie}\r\n"),
    )
    .await?;
    report.figure("a next page (history, 40 rows), compressed, KB", next as f64 / 1000.0, 15.0);
    Ok(())
}

/// How many bytes an answer takes on the wire: a compressed one comes in chunks and the connection is closed after it.
async fn chunked(address: &str, path: &str, headers: &str) -> Result<usize, String> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    stream
        .write_all(&get(path, &format!("connection: close\r\n{headers}")))
        .await
        .map_err(|error| error.to_string())?;
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.map_err(|error| error.to_string())?;
    Ok(all.len())
}

fn body_size(answer: &[u8]) -> usize {
    answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |head| answer.len() - head - 4)
}

/// The time of one durable write on this disk: half of a hundred were quicker.
fn durable_write() -> Duration {
    let path = "target/bench-durable";
    let file = std::fs::create_dir_all("target").and_then(|()| std::fs::File::create(path));
    let Ok(mut file) = file else { return Duration::ZERO };
    let mut times: Vec<Duration> = (0..100)
        .map(|_| {
            let begun = Instant::now();
            let _ = file.write_all(&[0; 4096]).and_then(|()| file.sync_data());
            begun.elapsed()
        })
        .collect();
    let _ = std::fs::remove_file(path);
    times.sort_unstable();
    times[50]
}

fn within(server: &str, name: &str) -> String {
    server.rsplit_once('/').map_or_else(|| server.to_owned(), |(base, _)| format!("{base}/bench_{name}"))
}
