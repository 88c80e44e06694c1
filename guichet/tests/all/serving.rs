//! The built program as it runs: it answers, and stops in good order when it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A server that is ended with the test, however that ends.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    fn start(folder: &TempDir) -> Server {
        Server::with(folder, &[("GUICHET_DATABASE", "sqlite:guichet.db"), ("GUICHET_MAIL", "folder:outbox")])
    }

    /// With these settings beside those that all have.
    pub fn with(folder: &TempDir, settings: &[(&str, &str)]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
            .current_dir(folder.path())
            .args(["serve", "--migrate"])
            .env_clear()
            .env("GUICHET_PUBLIC_URL", "http://127.0.0.1:8080")
            .env("GUICHET_BIND", "127.0.0.1:0")
            .env("GUICHET_LOG", "json")
            .envs(settings.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut lines = log.lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("\"serving\"")).expect("it says that it serves");
        let address = line.split("\"address\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        // Whoever wrote the log must find a reader as long as it runs.
        std::thread::spawn(move || lines.count());
        Server { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Ends it as a power cut would: without a word.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends it in good order: what runs comes to its end.
    pub fn stop(mut self) {
        self.signal("-TERM");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_answers_and_stops_when_told() {
    for signal in ["-TERM", "-INT"] {
        let folder = TempDir::new().unwrap();
        let mut server = Server::start(&folder);
        assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
        assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
        assert!(server.get("/metrics").contains("guichet_http_requests_total"));
        assert!(server.get("/demo/mail").starts_with("HTTP/1.1 404"), "what is for the demonstration is not here");
        // A connection that says nothing does not keep it from stopping.
        let _idle = TcpStream::connect(&server.address).unwrap();
        server.signal(signal);
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}
