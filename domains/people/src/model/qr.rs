//! A QR code as parts of an SVG, drawn by attributes alone: the content security policy allows no inline style.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

/// The white border that readers need (ISO/IEC 18004, 7.3.8), in modules.
const QUIET: usize = 4;

/// A QR code to be put into `<svg viewBox="0 0 side side"><path d="path"/></svg>`, dark on white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrPicture {
    /// Width and height with the border, in modules.
    pub side: usize,
    /// The dark modules, a run per row.
    pub path: String,
}

impl QrPicture {
    /// The picture of a text; none when it is too long for a QR code.
    pub fn of(text: &str) -> Option<QrPicture> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
        let mut path = String::new();
        for y in 0..code.size {
            let row = &code[y];
            let mut x = 0;
            while x < code.size {
                let run = row[x..code.size].iter().take_while(|module| module.value()).count();
                if run > 0 {
                    // Writing to a String cannot fail.
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run.max(1);
            }
        }
        Some(QrPicture { side: code.size + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_have_their_finders() {
        let picture = QrPicture::of("otpauth://totp/Guichet:a@b.fr?secret=ABC").unwrap();
        assert!(picture.path.starts_with("M4 4h7v1h-7z"), "{}", picture.path);
        assert!(picture.path.contains(&format!("M{} 4h7v1h-7z", picture.side - 4 - 7)));
        assert!(picture.path.chars().all(|c| c.is_ascii_digit() || "Mhvz -".contains(c)));
        assert_eq!(QrPicture::of(&"x".repeat(5000)), None);
    }
}
