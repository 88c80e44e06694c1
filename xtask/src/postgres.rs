//! A throw-away PostgreSQL server on loopback. It never runs as root, and is gone when we are, however we end.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::command::{Failure, find, quietly};
use crate::setup;

/// What a server is for.
#[derive(Clone, Copy)]
pub enum Settings {
    /// Fast and forgetful, in memory where there is room.
    Test,
    /// On disk, each commit durable, as in production.
    Durable,
}

impl Settings {
    fn options(self) -> &'static str {
        match self {
            Settings::Test => "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300",
            // Room for the log is kept, as it is on a server that has run for a day: making it is what a server does in its first hour.
            Settings::Durable => {
                "-c max_connections=300 -c shared_buffers=512MB -c max_wal_size=4GB -c min_wal_size=1GB"
            }
        }
    }

    /// Where its socket is; tests do without, as the path of a socket is short.
    fn sockets(self, folder: &Path) -> String {
        match self {
            Settings::Test => String::new(),
            Settings::Durable => folder.display().to_string(),
        }
    }

    /// Folders that the server may live in, the best first.
    fn folders(self) -> Vec<PathBuf> {
        match self {
            Settings::Test => {
                let memory = Path::new("/dev/shm");
                let roomy = has_room(memory).then(|| memory.to_path_buf());
                roomy.into_iter().chain([std::env::temp_dir()]).collect()
            }
            Settings::Durable => vec!["/var/tmp".into()],
        }
    }
}

/// A running server. Dropping it stops the server and removes all that it wrote.
pub struct Cluster {
    server: Server,
    settings: Settings,
    port: u16,
    folder: PathBuf,
    _guard: Guard,
}

impl Cluster {
    /// Starts a server on a free port of loopback, with a data folder of its own.
    ///
    /// # Errors
    /// PostgreSQL is missing and cannot be installed, or does not start; the failure holds the end of its log.
    pub fn start(settings: Settings) -> Result<Cluster, Failure> {
        let server = Server { programs: setup::postgres()?, user: ordinary_user()? };
        let folder = server.make_folder(settings)?;
        let guard = Guard::over(&server, &folder)?;
        server.initialise(&folder)?;
        let port = server.start(&folder, settings)?;
        println!("PostgreSQL ({}) on 127.0.0.1:{port} in {}", server.programs.display(), folder.display());
        Ok(Cluster { server, settings, port, folder, _guard: guard })
    }

    /// Stops the server as a crash would, and starts it again in the same place.
    ///
    /// # Errors
    /// It does not stop or start.
    pub fn crash(&self) -> Result<(), Failure> {
        self.server.stop(&self.folder.join(DATA))?;
        self.server.start_on(&self.folder, DATA, self.port, self.settings)
    }

    /// Runs statements as the role that owns everything.
    ///
    /// # Errors
    /// The server refuses one.
    pub fn run(&self, statements: &str) -> Result<(), Failure> {
        self.server.run(self.port, statements).map(drop)
    }

    /// Stops each process of the server whose row in `pg_stat_activity` meets `condition`, in the midst of what it does.
    ///
    /// # Errors
    /// They cannot be found or stopped.
    pub fn freeze(&self, condition: &str) -> Result<Frozen<'_>, Failure> {
        let found = self.server.run(self.port, &format!("SELECT pid FROM pg_stat_activity WHERE {condition}"))?;
        let frozen = Frozen { server: &self.server, processes: found.lines().map(str::to_owned).collect() };
        frozen.signal("-STOP")?;
        Ok(frozen)
    }

    /// Runs a statement in a transaction that stays open until the answer is dropped.
    ///
    /// # Errors
    /// The server refuses it.
    pub fn hold(&self, statement: &str) -> Result<Held, Failure> {
        let mut psql = self.server.psql(self.port);
        let failed = |error: std::io::Error| Failure::new(format!("psql: {error}"));
        let mut process = psql.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let mut held = Held { process, input };
        if let Some(input) = &mut held.input {
            writeln!(input, "BEGIN; {statement}; SELECT 'held';").map_err(failed)?;
        }
        let said = output.and_then(|output| BufReader::new(output).lines().next()).and_then(Result::ok);
        match said.as_deref() {
            Some("held") => Ok(held),
            _ => Err(Failure::new(format!("the server does not hold: {statement}"))),
        }
    }

    /// The address of its first database, for a role that may create others.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The same by the socket of a durable server, which is how a program on the same machine reaches it soonest.
    pub fn socket_url(&self) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{folder}:{}/postgres", self.port)
    }
}

/// Processes of a server that stand still; dropped, they go on.
pub struct Frozen<'a> {
    server: &'a Server,
    processes: Vec<String>,
}

impl Frozen<'_> {
    /// Lets them go on.
    ///
    /// # Errors
    /// One of them is gone.
    pub fn thaw(mut self) -> Result<(), Failure> {
        self.signal("-CONT")?;
        self.processes.clear();
        Ok(())
    }

    fn signal(&self, signal: &str) -> Result<(), Failure> {
        if self.processes.is_empty() {
            return Err(Failure::new("the server has no such process"));
        }
        quietly(self.server.command("kill").arg(signal).args(&self.processes)).map(drop)
    }
}

impl Drop for Frozen<'_> {
    fn drop(&mut self) {
        if !self.processes.is_empty()
            && let Err(failure) = self.signal("-CONT")
        {
            eprintln!("xtask: PostgreSQL may stand still: {failure}");
        }
    }
}

/// A transaction that is open; dropped, it is rolled back.
pub struct Held {
    process: Child,
    input: Option<ChildStdin>,
}

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.input.take());
        if let Err(error) = self.process.wait() {
            eprintln!("xtask: a transaction may still be open: {error}");
        }
    }
}

/// The folder of a server's data within its own folder.
const DATA: &str = "data";
/// That of its standby.
const STANDBY: &str = "standby";

/// A server and its synchronous standby: what is acknowledged is on both.
pub struct Pair {
    primary: Cluster,
    standby: u16,
}

impl Pair {
    /// Starts both, and waits until the standby keeps up.
    ///
    /// # Errors
    /// One of them does not start.
    pub fn start() -> Result<Pair, Failure> {
        let primary = Cluster::start(Settings::Durable)?;
        let (server, folder) = (&primary.server, &primary.folder);
        let mut copy = server.command(server.programs.join("pg_basebackup"));
        copy.args(["-h", "127.0.0.1", "-U", "postgres", "-R", "-X", "stream", "--checkpoint=fast", "--no-sync"]);
        copy.args(["-p", &primary.port.to_string(), "-D"]).arg(folder.join(STANDBY));
        quietly(&mut copy)?;
        let standby = free_port()?;
        server.start_on(folder, STANDBY, standby, Settings::Durable)?;
        // After the copy: the standby must not wait for a standby of its own once it is promoted.
        primary.run("ALTER SYSTEM SET synchronous_standby_names = '*'")?;
        primary.run("SELECT pg_reload_conf()")?;
        for _ in 0..200 {
            if server
                .run(primary.port, "SELECT sync_state FROM pg_stat_replication")?
                .lines()
                .any(|state| state == "sync")
            {
                return Ok(Pair { primary, standby });
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        Err(Failure::new("the standby does not keep up with its server"))
    }

    /// The address of both: the one that takes writes is used.
    pub fn url(&self) -> String {
        let (primary, standby) = (self.primary.port, self.standby);
        format!("postgres://postgres@127.0.0.1:{primary},127.0.0.1:{standby}/postgres?target_session_attrs=read-write")
    }

    /// The server dies, and the standby takes its place.
    ///
    /// # Errors
    /// The server does not stop, or the standby cannot be promoted.
    pub fn fail_over(&self) -> Result<(), Failure> {
        let Cluster { server, folder, .. } = &self.primary;
        server.stop(&folder.join(DATA))?;
        let mut promote = server.command(server.programs.join("pg_ctl"));
        quietly(promote.args(["promote", "--silent", "--wait", "-D"]).arg(folder.join(STANDBY))).map(drop)
    }
}

/// PostgreSQL's programs, and who runs them.
struct Server {
    programs: PathBuf,
    /// `None`: ourselves.
    user: Option<&'static str>,
}

impl Server {
    /// `program` as the ordinary user, in a folder that this user may be in.
    fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = match self.user {
            None => Command::new(program.as_ref()),
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program.as_ref());
                command
            }
        };
        command.current_dir("/");
        command
    }

    fn make_folder(&self, settings: Settings) -> Result<PathBuf, Failure> {
        let name = format!("guichet-postgres-{}", std::process::id());
        let mut refusals = String::new();
        for folder in settings.folders() {
            let folder = folder.join(&name);
            match quietly(self.command("mkdir").args(["-m", "700"]).arg(&folder)) {
                Ok(_) => return Ok(folder),
                Err(failure) => refusals.push_str(&failure.to_string()),
            }
        }
        Err(Failure::new(format!("PostgreSQL has no folder to live in: {refusals}")))
    }

    fn initialise(&self, folder: &Path) -> Result<(), Failure> {
        let mut initdb = self.command(self.programs.join("initdb"));
        initdb.arg("-D").arg(folder.join(DATA));
        initdb.args(["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        quietly(&mut initdb).map(drop)
    }

    /// Starts the server and gives its port. A free port may be taken before the server has it: so it tries three.
    fn start(&self, folder: &Path, settings: Settings) -> Result<u16, Failure> {
        let mut last = Failure::new("PostgreSQL was not started");
        for _ in 0..3 {
            let port = free_port()?;
            match self.start_on(folder, DATA, port, settings) {
                Ok(()) => return Ok(port),
                Err(failure) => last = failure,
            }
        }
        Err(last)
    }

    fn start_on(&self, folder: &Path, data: &str, port: u16, settings: Settings) -> Result<(), Failure> {
        let options = settings.options();
        let sockets = settings.sockets(folder);
        let options =
            format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{sockets}' {options}");
        let log = folder.join(format!("{data}.log"));
        let mut start = self.command(self.programs.join("pg_ctl"));
        start.args(["start", "--silent", "--wait", "-D"]).arg(folder.join(data));
        start.arg("-l").arg(&log).args(["-o", &options]);
        quietly(&mut start).map(drop).map_err(|failure| {
            let log = quietly(self.command("tail").args(["-n", "20"]).arg(&log)).unwrap_or_default();
            Failure::new(format!("PostgreSQL does not start: {failure}\n{log}"))
        })
    }

    /// Stops the server of `data` at once, without a word to its clients.
    fn stop(&self, data: &Path) -> Result<(), Failure> {
        let mut stop = self.command(self.programs.join("pg_ctl"));
        quietly(stop.args(["stop", "--silent", "-m", "immediate", "-D"]).arg(data)).map(drop)
    }

    fn run(&self, port: u16, statements: &str) -> Result<String, Failure> {
        quietly(self.psql(port).args(["-c", statements]))
    }

    fn psql(&self, port: u16) -> Command {
        let mut psql = self.command(self.programs.join("psql"));
        psql.args(["-h", "127.0.0.1", "-U", "postgres", "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1"]);
        psql.args(["-p", &port.to_string()]);
        psql
    }
}

/// A small process that outlives us only to clean up: when its input closes, because we dropped it or are dead, it stops the
/// server and removes the folder. Its own process group keeps Ctrl-C from it.
struct Guard {
    process: Child,
    input: Option<ChildStdin>,
}

const CLEAN_UP: &str = r#"read -r _
for data in "$2/data" "$2/standby"; do
    [ -d "$data" ] && "$1" stop --silent -m immediate -D "$data" >/dev/null 2>&1
done
rm -rf "$2""#;

impl Guard {
    fn over(server: &Server, folder: &Path) -> Result<Guard, Failure> {
        let mut command = server.command("sh");
        command.args(["-c", CLEAN_UP, "guard"]).arg(server.programs.join("pg_ctl")).arg(folder);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).process_group(0);
        let mut process =
            command.spawn().map_err(|error| Failure::new(format!("PostgreSQL's guard cannot be started: {error}")))?;
        let input = process.stdin.take();
        Ok(Guard { process, input })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.input.take());
        if let Err(error) = self.process.wait() {
            eprintln!("xtask: PostgreSQL may still run: {error}");
        }
    }
}

/// Who runs the server when we are root, whom PostgreSQL refuses.
fn ordinary_user() -> Result<Option<&'static str>, Failure> {
    if !setup::is_root()? {
        return Ok(None);
    }
    if find("runuser").is_none() {
        return Err(Failure::new("PostgreSQL never runs as root, and there is no `runuser` to become another user"));
    }
    let user = if quietly(Command::new("id").args(["-u", "postgres"])).is_ok() { "postgres" } else { "nobody" };
    Ok(Some(user))
}

fn free_port() -> Result<u16, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::new(format!("no free port on loopback: {error}")))
}

/// Whether `folder` has two gibibytes free: some hundred test databases, each about 8 MiB, and their log.
fn has_room(folder: &Path) -> bool {
    const NEEDED: u64 = 2 << 30;
    quietly(Command::new("df").args(["--output=avail", "-B1"]).arg(folder))
        .ok()
        .and_then(|table| table.lines().last()?.trim().parse::<u64>().ok())
        .is_some_and(|bytes| bytes >= NEEDED)
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    fn what_is_held_is_held_until_it_is_dropped(cluster: &Cluster) -> Result<(), Failure> {
        let lock = |patience: &str| {
            cluster.run(&format!("SET lock_timeout = '{patience}'; LOCK TABLE things IN ROW EXCLUSIVE MODE"))
        };
        cluster.run("CREATE TABLE things (id int)")?;
        let held = cluster.hold("LOCK TABLE things IN EXCLUSIVE MODE")?;
        assert!(lock("1ms").is_err());
        assert!(cluster.run("SELECT * FROM things").is_ok(), "it can be read");
        drop(held);
        lock("1min")?;
        assert!(cluster.hold("LOCK TABLE nothing").is_err());
        assert!(cluster.freeze("application_name = 'nobody'").is_err());
        Ok(())
    }

    #[test]
    fn a_server_answers_until_it_is_dropped() -> Result<(), Failure> {
        for settings in [Settings::Test, Settings::Durable] {
            let cluster = Cluster::start(settings)?;
            let address = (Ipv4Addr::LOCALHOST, cluster.port);
            assert!(TcpStream::connect(address).is_ok());
            assert_eq!(cluster.url(), format!("postgres://postgres@127.0.0.1:{}/postgres", cluster.port));
            what_is_held_is_held_until_it_is_dropped(&cluster)?;
            drop(cluster);
            assert!(TcpStream::connect(address).is_err());
            let name = format!("guichet-postgres-{}", std::process::id());
            assert!(settings.folders().iter().all(|folder| !folder.join(&name).exists()));
        }
        Ok(())
    }
}
