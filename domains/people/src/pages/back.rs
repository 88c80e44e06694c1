//! The way back after signing in.

use kit_web::{href, is_local};

/// The longest way back that is kept, in bytes.
const LONGEST: usize = 1000;

/// A path of this program, with its query; anything else becomes the start page, so that no link of a stranger can use the
/// sign-in page to lead elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Back(String);

impl Back {
    /// Reads what an address or a form says.
    pub(super) fn read(typed: &str) -> Back {
        // `/a/..//host` is a path of this site to every browser, but not worth keeping.
        let is_simple = !typed.split('?').next().unwrap_or_default().contains("//");
        let is_short = typed.len() <= LONGEST;
        let path = if is_local(typed) && is_simple && is_short { typed } else { "/" };
        Back(path.to_owned())
    }

    /// The path.
    pub(super) fn path(&self) -> &str {
        &self.0
    }

    /// The address of `page`, which will lead back here.
    pub(super) fn from(&self, page: &str) -> String {
        if self.0 == "/" { page.to_owned() } else { href(page, &[("back", &self.0)]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_here() {
        for path in ["/", "/accounts/C-1001/credits?kind=use&from=2026-01-01", "/me/security", "/a%2F%2Fb"] {
            assert_eq!(Back::read(path).path(), path);
        }
        for elsewhere in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/a\r\nSet-Cookie: x=y",
            "javascript:alert(1)",
            "accounts",
            "/é",
            "/a//evil.example",
            &format!("/{}", "x".repeat(1000)),
        ] {
            assert_eq!(Back::read(elsewhere).path(), "/", "{elsewhere:?}");
        }
        assert_eq!(Back::read("/me?x=1").from("/sign-in"), "/sign-in?back=/me%3Fx%3D1");
        assert_eq!(Back::read("/").from("/sign-in"), "/sign-in");
    }
}
