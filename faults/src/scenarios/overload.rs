//! More requests than may wait, while the database takes none: what is too much is told so at once, reads go on, memory stays
//! within its bound, and what waited is done once the database goes on.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use xtask::postgres::{Cluster, Settings};

use super::{Extent, close, folder, staffed};
use crate::client::{Answer, Client, Identity, whole};
use crate::crew::{Crew, Load};
use crate::failing::{Call, Failing};
use crate::product::{Installation, Product, now};
use crate::step::{Body, Step};

/// Uses sent at once, each on a connection of its own: fewer than the product takes (8192), more than may wait.
const SENT: usize = 4_800;
/// Uses that may wait: a batch on its way to the database, and the queue behind it (`kit/db`, `gather`).
const MAY_WAIT: usize = 256 + 4_096;
/// How long the product lets a request wait in the worst case (`kit/web`, `deadline`).
const LIMIT: Duration = Duration::from_secs(30);
/// What the product may keep in memory for each of these connections and its request, in KiB.
const EACH: u64 = 64;
/// Open files: a connection has two ends, and both are here.
const FILES: &str = "16384";
/// Reads while nothing can be written.
const READS: usize = 50;

/// On SQLite: the disk does not answer.
pub fn sqlite(extent: Extent) -> Result<String, String> {
    let folder = folder("overload")?;
    let failing = Failing::prepare(&folder)?;
    flood(extent, &folder, None, Some(&failing), |during| {
        failing.hang(Call::SyncLog)?;
        let told = during();
        failing.heal()?;
        told
    })
}

/// On PostgreSQL: somebody else holds the wallets.
pub fn postgres(extent: Extent) -> Result<String, String> {
    let folder = folder("overload-postgres")?;
    let cluster = Cluster::start(Settings::Durable).map_err(|failure| failure.to_string())?;
    flood(extent, &folder, Some(cluster.url()), None, |during| {
        let held = cluster.hold("LOCK TABLE wallets IN EXCLUSIVE MODE").map_err(|failure| failure.to_string())?;
        let told = during();
        drop(held);
        told
    })
}

/// What happens while the database takes nothing.
type During<'a> = &'a mut dyn FnMut() -> Result<u64, String>;

fn flood(
    extent: Extent,
    folder: &Path,
    database: Option<String>,
    failing: Option<&Failing>,
    stall: impl Fn(During<'_>) -> Result<u64, String>,
) -> Result<String, String> {
    more_files()?;
    let (installation, mut crew) = staffed(folder, database, failing, Load::Programs)?;
    let mut product = installation.start()?;
    let before = product.resident()? / 1024;
    let ceiling = before + EACH * SENT as u64 / 1024;
    let (waves, mut refused, mut resident) = (extent.choose(1, 8), 0, Vec::new());
    let mut slowest = Duration::ZERO;
    for wave in 1..=waves {
        let so = |why: String| format!("wave {wave}, {resident:?} MiB in memory so far: {why}");
        let mut sent = Vec::new();
        let kept = stall(&mut || {
            sent = send(&mut crew, &product)?;
            let (busy, after) = turned_away(&mut sent)?;
            (refused, slowest) = (refused + busy, slowest.max(after));
            reads_go_on(&installation, &product)?;
            product.resident().map(|kib| kib / 1024)
        })
        .map_err(so)?;
        // The first waves find memory that was never used.
        let bound = resident.get(1).map_or(ceiling, |second| ceiling.min(second + second / 4));
        if kept > bound {
            return Err(so(format!("the product keeps {kept} MiB, {bound} at most were expected")));
        }
        all_answered(&mut sent).map_err(so)?;
        for one in sent {
            if let Some(answer) = one.answer {
                crew.take(one.place, &answer)?;
            }
        }
        if product.has_ended() {
            return Err(so("the product ended".to_owned()));
        }
        crew.confirm(&product.nodes()).map_err(so)?;
        resident.push(kept);
    }
    product.kill()?;
    let told = close(&installation, &mut crew)?;
    Ok(format!(
        "{waves} waves of {SENT}; {refused} told to come back while nothing could be written, within {slowest:?}, {READS} reads in each answered; \
         {before} MiB in memory before, then {resident:?}; {told}"
    ))
}

/// A request on a connection of its own.
struct Sent {
    /// Whose request it is, and which.
    place: (usize, usize),
    stream: TcpStream,
    bytes: Vec<u8>,
    answer: Option<Answer>,
    /// Whether nothing more comes.
    is_over: bool,
}

/// Sends a use on each of many connections.
fn send(crew: &mut Crew, product: &Product) -> Result<Vec<Sent>, String> {
    let mut sent = Vec::with_capacity(SENT);
    for number in 0..SENT {
        let place = crew.prepare(number, Step::Use(0));
        let (key, api_key, step) = crew.at(place).ok_or("there is no such request")?;
        let Body::Json(body) = step.body(key) else { return Err("a use is no form".to_owned()) };
        let headers = format!("idempotency-key: {key}\r\ncontent-type: application/json\r\n");
        let client = Client::new(&product.nodes(), Identity::Key(api_key.to_owned()));
        let request = client.request("POST", &step.path(), &headers, &body.to_string());
        let said = |error: std::io::Error| format!("connection {number}: {error}");
        let mut stream = TcpStream::connect(&product.address).map_err(said)?;
        stream.write_all(request.as_bytes()).map_err(said)?;
        stream.set_nonblocking(true).map_err(said)?;
        sent.push(Sent { place, stream, bytes: Vec::new(), answer: None, is_over: false });
    }
    Ok(sent)
}

/// Waits until all that may not wait in the product are told to come back; answers how many, and how long after the last was sent.
fn turned_away(sent: &mut [Sent]) -> Result<(usize, Duration), String> {
    let begun = now();
    loop {
        listen(sent);
        let answers = || sent.iter().filter_map(|one| one.answer.as_ref());
        if let Some(false_one) = answers().find(|answer| answer.status != 503 || !answer.says_when) {
            return Err(format!("answered while nothing can be written: {} {}", false_one.status, false_one.text));
        }
        let busy = answers().filter(|answer| is_busy(answer)).count();
        if busy >= SENT - MAY_WAIT {
            return Ok((busy, begun.elapsed()));
        }
        if begun.elapsed() > LIMIT {
            return Err(format!("{busy} of {SENT} are told to come back, and {MAY_WAIT} may wait"));
        }
        sleep(Duration::from_millis(5));
    }
}

/// Whether nothing was done, because too much waits: whoever waited too long is told that the outcome is unknown.
fn is_busy(answer: &Answer) -> bool {
    answer.body["type"].as_str().is_some_and(|kind| kind.ends_with("problem-busy"))
}

fn reads_go_on(installation: &Installation<'_>, product: &Product) -> Result<(), String> {
    let (_, key) = installation.accounts()?.into_iter().next().unwrap_or_default();
    let mut client = Client::new(&product.nodes(), Identity::Key(key));
    for path in ["/api/v1/balance", "/api/v1/operations"].iter().cycle().take(READS) {
        match client.get(path) {
            Some(answer) if answer.status == 200 => {}
            other => return Err(format!("a read while nothing can be written: {other:?}")),
        }
    }
    Ok(())
}

/// Waits until each has an answer, or was told by a closed connection that there is none.
fn all_answered(sent: &mut [Sent]) -> Result<(), String> {
    let begun = now();
    loop {
        listen(sent);
        let waiting = sent.iter().filter(|one| !one.is_over).count();
        if waiting == 0 {
            return Ok(());
        }
        if begun.elapsed() > LIMIT {
            return Err(format!("{waiting} requests were never answered"));
        }
        sleep(Duration::from_millis(5));
    }
}

/// Reads what has come so far.
fn listen(sent: &mut [Sent]) {
    let mut part = [0; 4 << 10];
    for one in sent.iter_mut().filter(|one| !one.is_over) {
        match one.stream.read(&mut part) {
            Ok(0) => one.is_over = true,
            Ok(read) => one.bytes.extend_from_slice(part.get(..read).unwrap_or_default()),
            Err(error) => one.is_over = !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted),
        }
        one.answer = whole(&one.bytes);
        one.is_over |= one.answer.is_some();
    }
}

/// Lets this process, and the product that it starts, open as many files as this needs.
fn more_files() -> Result<(), String> {
    let own = std::process::id().to_string();
    let mut prlimit = std::process::Command::new("prlimit");
    let raised = prlimit.args(["--pid", &own, &format!("--nofile={FILES}:")]).status();
    match raised {
        Ok(status) if status.success() => Ok(()),
        _ => Err(format!("{FILES} files cannot be open at once: prlimit (util-linux) or a higher limit is needed")),
    }
}
