//! How many tests passed and failed, read from what their runners say.

use std::fmt;
use std::ops::AddAssign;

/// The tests counted so far. Shown as the line that closes a run.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed, ran out of time or could not be started.
    pub failed: u64,
    /// Tests that a runner left out: they fail the run, as nothing is skipped in silence.
    pub skipped: u64,
}

impl Totals {
    /// What `line` adds up, if it is the closing line of cargo-nextest, of `cargo test`, of the faults, of the browser tests or of the window.
    pub fn read(line: &str) -> Option<Totals> {
        let line = line.trim_start();
        let counts = [
            ("Summary [", "run:"),
            ("test result:", "result:"),
            ("faults:", "faults:"),
            ("browser:", "browser:"),
            ("window:", "window:"),
        ]
        .iter()
        .find(|(opening, _)| line.starts_with(opening))
        .and_then(|(_, before)| line.split_once(before))?
        .1;
        let mut totals = Totals::default();
        for (number, label) in counts.split([',', ';', '.', '(']).filter_map(|part| part.trim().split_once(' ')) {
            let Ok(number) = number.parse::<u64>() else { continue };
            match label.trim_end() {
                "passed" => totals.passed += number,
                "failed" | "timed out" | "exec failed" => totals.failed += number,
                "skipped" | "ignored" => totals.skipped += number,
                _ => {}
            }
        }
        Some(totals)
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, more: Totals) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tests: {} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(passed: u64, failed: u64, skipped: u64) -> Option<Totals> {
        Some(Totals { passed, failed, skipped })
    }

    #[test]
    fn closing_lines_of_the_runners_are_read() {
        let nextest = "     Summary [   0.005s] 12 tests run: 12 passed (1 slow, 1 flaky), 0 skipped";
        assert_eq!(Totals::read(nextest), totals(12, 0, 0));
        let nextest =
            "     Summary [  60.2s] 12/14 tests run: 8 passed, 2 failed, 1 exec failed, 1 timed out, 3 skipped";
        assert_eq!(Totals::read(nextest), totals(8, 4, 3));
        assert_eq!(Totals::read("faults: 8 passed, 1 failed"), totals(8, 1, 0));
        let cargo = "test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(Totals::read(cargo), totals(3, 1, 2));
        assert_eq!(Totals::read("window: 4 passed, 0 failed, 0 skipped"), totals(4, 0, 0));
        assert_eq!(Totals::read("browser: 7 passed, 0 failed, 1 skipped"), totals(7, 0, 1));
    }

    #[test]
    fn other_lines_count_for_nothing() {
        assert_eq!(Totals::read("        PASS [   0.003s] xtask totals::tests::one"), None);
        assert_eq!(Totals::read("12 passed"), None);
    }

    #[test]
    fn the_closing_line_has_its_exact_form() {
        let totals = Totals { passed: 12, failed: 1, skipped: 3 };
        assert_eq!(totals.to_string(), "tests: 12 passed, 1 failed");
    }
}
