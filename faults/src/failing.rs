//! What fails, and when: the small library that stands between the product and the C library, and its six numbers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A call on the files of an embedded database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// `fdatasync` of the log: a commit.
    SyncLog,
    /// `fdatasync` of the database itself: the log is being emptied.
    SyncDatabase,
    /// `write` to the log.
    WriteLog,
    /// `write` to the database itself.
    WriteDatabase,
}

impl Call {
    /// Each.
    pub const ALL: [Call; 4] = [Call::SyncLog, Call::WriteLog, Call::SyncDatabase, Call::WriteDatabase];

    fn number(self) -> i64 {
        match self {
            Call::SyncLog => 1,
            Call::SyncDatabase => 2,
            Call::WriteLog => 3,
            Call::WriteDatabase => 4,
        }
    }
}

/// How it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The disk is broken.
    Io,
    /// The disk is full.
    NoSpace,
}

impl Wrong {
    /// The number that Linux gives it.
    fn number(self) -> i64 {
        match self {
            Wrong::Io => 5,
            Wrong::NoSpace => 28,
        }
    }
}

/// The library, and the file by which a running product is told what fails.
pub struct Failing {
    library: PathBuf,
    control: PathBuf,
}

const SLOTS: usize = 6;
const FAILED: usize = 4;
const CLOCK: usize = 5;
/// Neither once (0) nor from then on (1).
const HANGS: i64 = 2;

impl Failing {
    /// Compiles the library into `folder`; nothing fails yet.
    ///
    /// # Errors
    /// There is no C compiler, or no room.
    pub fn prepare(folder: &Path) -> Result<Failing, String> {
        let (library, control) = (folder.join("shim.so"), folder.join("control"));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("shim.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o"]).arg(&library).arg(source).arg("-ldl");
        let status = compiler.status().map_err(|error| format!("cc: {error}"))?;
        if !status.success() {
            return Err("the library that makes calls fail does not compile".to_owned());
        }
        let failing = Failing { library, control };
        failing.write([0; SLOTS])?;
        Ok(failing)
    }

    /// Puts the library under the product that keeps its data in `data`.
    pub fn under(&self, product: &mut Command, data: &Path) {
        product.env("LD_PRELOAD", &self.library).env("FAULTS_CONTROL", &self.control).env("FAULTS_FOLDER", data);
    }

    /// Nothing fails, and the clock is right.
    pub fn heal(&self) -> Result<(), String> {
        self.write([0; SLOTS])
    }

    /// The `nth` such call from now on fails, once, or from then on if it is `lasting`.
    pub fn fail(&self, call: Call, nth: i64, wrong: Wrong, lasting: bool) -> Result<(), String> {
        self.write([call.number(), nth, wrong.number(), i64::from(lasting), 0, 0])
    }

    /// From now on each such call hangs, until all is healed: a disk that does not answer.
    pub fn hang(&self, call: Call) -> Result<(), String> {
        self.write([call.number(), 1, 0, HANGS, 0, 0])
    }

    /// Moves the product's clock by so many seconds.
    pub fn move_clock(&self, seconds: i64) -> Result<(), String> {
        let mut slots = [0; SLOTS];
        slots[CLOCK] = seconds;
        self.write(slots)
    }

    /// How many calls failed since the last change.
    pub fn failed(&self) -> Result<i64, String> {
        let bytes = fs::read(&self.control).map_err(|error| error.to_string())?;
        let slot = bytes.chunks_exact(8).nth(FAILED).and_then(|slot| slot.try_into().ok());
        slot.map(i64::from_ne_bytes).ok_or_else(|| "the control file is too short".to_owned())
    }

    /// In place: a running product has the file in its memory.
    fn write(&self, slots: [i64; SLOTS]) -> Result<(), String> {
        use std::os::unix::fs::FileExt;
        let bytes: Vec<u8> = slots.iter().flat_map(|slot| slot.to_ne_bytes()).collect();
        let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(&self.control);
        file.and_then(|file| file.write_all_at(&bytes, 0)).map_err(|error| error.to_string())
    }
}
