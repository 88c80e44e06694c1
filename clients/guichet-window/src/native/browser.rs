//! The portal in the user's browser.

use std::process::{Command, Stdio};

/// Opens an address; false where that is not possible. It was given by the server and is looked at again: nothing but an address of the web
/// is handed to the system.
pub(super) fn open(address: &str) -> bool {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'`<>|^\\ ".contains(&byte));
    if !is_web || !is_plain {
        return false;
    }
    let mut command = opener(address);
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    spawned.is_ok()
}

#[cfg(windows)]
fn opener(address: &str) -> Command {
    let mut command = Command::new("rundll32.exe");
    command.args(["url.dll,FileProtocolHandler", address]);
    command
}

#[cfg(target_os = "macos")]
fn opener(address: &str) -> Command {
    let mut command = Command::new("open");
    command.arg(address);
    command
}

#[cfg(not(any(windows, target_os = "macos")))]
fn opener(address: &str) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(address);
    command
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_but_an_address_of_the_web_is_opened() {
        for bad in
            ["file:///etc/passwd", "javascript:alert(1)", "https://x.example/a b", "https://x.example/\"&calc", "-h"]
        {
            assert!(!super::open(bad), "{bad}");
        }
    }
}
