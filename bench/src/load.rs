//! The load: connections that send a request, read the whole answer, and send the next one.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What one run measured.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Answers per second over all connections.
    pub per_second: f64,
    /// Half of the answers came within this time.
    pub median: Duration,
    /// All but one in a hundred came within this time.
    pub p99: Duration,
    /// Answers in all.
    pub count: usize,
}

/// Makes the n-th request of a connection: the bytes to send.
pub type Request = std::sync::Arc<dyn Fn(usize, usize) -> Vec<u8> + Send + Sync>;

/// Sends requests on `connections` connections to `address` for `time`; an answer that does not begin with `expected`
/// (such as `HTTP/1.1 200`) ends the run, because what fails quickly is not fast.
pub async fn run(
    address: String,
    connections: usize,
    time: Duration,
    expected: &'static str,
    request: Request,
) -> Result<Figures, String> {
    let started = Instant::now();
    let until = started + time;
    let tasks: Vec<_> = (0..connections)
        .map(|connection| {
            let (address, request) = (address.clone(), request.clone());
            tokio::spawn(async move { connected(&address, connection, until, expected, request).await })
        })
        .collect();
    gathered(tasks, started).await
}

/// Sends `rate` requests a second over all connections for `time`, each at its moment whatever became of those before it, and counts
/// the time of an answer from that moment: a wait behind a slow answer is told, too.
pub async fn paced(
    address: String,
    connections: usize,
    rate: f64,
    time: Duration,
    expected: &'static str,
    request: Request,
) -> Result<Figures, String> {
    let started = Instant::now();
    let between = Duration::from_secs_f64(connections as f64 / rate);
    let tasks: Vec<_> = (0..connections)
        .map(|connection| {
            let (address, request) = (address.clone(), request.clone());
            let first = started + between.mul_f64(connection as f64 / connections as f64);
            let pace = Pace { first, between, until: started + time };
            tokio::spawn(async move { at_pace(&address, connection, pace, expected, request).await })
        })
        .collect();
    gathered(tasks, started).await
}

/// When a connection sends.
#[derive(Clone, Copy)]
struct Pace {
    first: Instant,
    between: Duration,
    until: Instant,
}

async fn at_pace(
    address: &str,
    connection: usize,
    pace: Pace,
    expected: &str,
    request: Request,
) -> Result<Vec<Duration>, String> {
    let mut line = Line::to(address).await?;
    let (mut times, mut due) = (Vec::new(), pace.first);
    while due < pace.until {
        tokio::time::sleep_until(due.into()).await;
        line.ask(&request(connection, times.len()), expected).await?;
        times.push(due.elapsed());
        due += pace.between;
    }
    Ok(times)
}

async fn gathered(
    tasks: Vec<tokio::task::JoinHandle<Result<Vec<Duration>, String>>>,
    started: Instant,
) -> Result<Figures, String> {
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.map_err(|error| error.to_string())??);
    }
    let took = started.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    Ok(Figures { per_second: times.len() as f64 / took, median: at(50), p99: at(99), count: times.len() })
}

/// A connection that waits for each answer.
struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    async fn to(address: &str) -> Result<Line, String> {
        let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        Ok(Line { stream, buffer: Vec::with_capacity(64 << 10) })
    }

    async fn ask(&mut self, bytes: &[u8], expected: &str) -> Result<(), String> {
        self.stream.write_all(bytes).await.map_err(|error| error.to_string())?;
        answer(&mut self.stream, &mut self.buffer).await?;
        if self.buffer.starts_with(expected.as_bytes()) {
            Ok(())
        } else {
            let told = String::from_utf8_lossy(&self.buffer[..self.buffer.len().min(600)]);
            Err(format!("unexpected answer: {told}"))
        }
    }
}

async fn connected(
    address: &str,
    connection: usize,
    until: Instant,
    expected: &str,
    request: Request,
) -> Result<Vec<Duration>, String> {
    let mut line = Line::to(address).await?;
    let mut times = Vec::new();
    while Instant::now() < until {
        let bytes = request(connection, times.len());
        let sent = Instant::now();
        line.ask(&bytes, expected).await?;
        times.push(sent.elapsed());
    }
    Ok(times)
}

/// Reads one answer with a `Content-Length` into `buffer`.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<(), String> {
    buffer.clear();
    let mut wanted = None;
    loop {
        if stream.read_buf(buffer).await.map_err(|error| error.to_string())? == 0 {
            return Err("the server closed the connection".to_owned());
        }
        if wanted.is_none() {
            wanted = length(buffer);
        }
        if wanted.is_some_and(|wanted| buffer.len() >= wanted) {
            return Ok(());
        }
    }
}

/// Head and body together, once the head is there.
fn length(buffer: &[u8]) -> Option<usize> {
    let head = buffer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&buffer[..head]).ok()?;
    let body = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    Some(head + 4 + body.and_then(|(_, value)| value.trim().parse::<usize>().ok()).unwrap_or(0))
}

/// One request, one whole answer: head and body.
pub async fn once(address: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    stream.write_all(bytes).await.map_err(|error| error.to_string())?;
    let mut buffer = Vec::new();
    answer(&mut stream, &mut buffer).await?;
    Ok(buffer)
}
