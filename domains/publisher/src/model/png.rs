//! A logo: PNG and nothing else, looked at before it is kept. SVG can hold scripts, and is not taken.

use kit_core::Text;
use thiserror::Error;

/// The largest logo, in bytes.
pub const LOGO_BYTES: usize = 256 << 10;
/// The longest side, in pixels.
const LONGEST_SIDE: u32 = 4000;

/// Why a file is not taken for a logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LogoRefusal {
    /// No file was chosen.
    #[error("no file was chosen")]
    Missing,
    /// It is larger than 256 KB.
    #[error("the file is too large")]
    TooLarge,
    /// It is no PNG, or a broken one.
    #[error("the file is no PNG")]
    NoPng,
    /// A side is longer than 4,000 pixels.
    #[error("the image is too large")]
    TooManyPixels,
}

impl From<LogoRefusal> for Text {
    fn from(refusal: LogoRefusal) -> Text {
        match refusal {
            LogoRefusal::Missing => Text::new("publisher-logo-missing"),
            LogoRefusal::TooLarge => Text::new("publisher-logo-too-large"),
            LogoRefusal::NoPng => Text::new("publisher-logo-no-png"),
            LogoRefusal::TooManyPixels => Text::new("publisher-logo-too-many-pixels"),
        }
    }
}

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that make the picture; texts, times and profiles are left out, as they may tell what nobody wants told.
const KEPT: [&[u8]; 8] = [b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"IDAT", b"IEND"];

/// The picture of a PNG file, without anything else that the file holds (PNG, third edition, 5 and 11).
///
/// # Errors
/// The file is no PNG, or too large.
pub fn clean(file: &[u8]) -> Result<Vec<u8>, LogoRefusal> {
    if file.is_empty() {
        return Err(LogoRefusal::Missing);
    }
    if file.len() > LOGO_BYTES {
        return Err(LogoRefusal::TooLarge);
    }
    let mut rest = file.strip_prefix(SIGNATURE).ok_or(LogoRefusal::NoPng)?;
    let mut out = SIGNATURE.to_vec();
    let (mut first, mut has_picture) = (true, false);
    loop {
        let chunk = Chunk::read(rest).ok_or(LogoRefusal::NoPng)?;
        if first {
            check_header(&chunk)?;
        }
        first = false;
        has_picture |= chunk.kind == b"IDAT";
        if KEPT.contains(&chunk.kind) {
            out.extend_from_slice(chunk.whole);
        }
        if chunk.kind == b"IEND" {
            return if has_picture { Ok(out) } else { Err(LogoRefusal::NoPng) };
        }
        rest = &rest[chunk.whole.len()..];
    }
}

/// A length, a kind, data, a checksum.
struct Chunk<'a> {
    whole: &'a [u8],
    kind: &'a [u8],
    data: &'a [u8],
}

impl<'a> Chunk<'a> {
    fn read(bytes: &'a [u8]) -> Option<Chunk<'a>> {
        let length = usize::try_from(number(bytes.get(..4)?)?).ok()?;
        let whole = bytes.get(..length.checked_add(12)?)?;
        let chunk = Chunk { whole, kind: &whole[4..8], data: &whole[8..8 + length] };
        (crc(&whole[4..8 + length]) == number(&whole[8 + length..])?).then_some(chunk)
    }
}

fn check_header(chunk: &Chunk<'_>) -> Result<(), LogoRefusal> {
    if chunk.kind != b"IHDR" || chunk.data.len() != 13 {
        return Err(LogoRefusal::NoPng);
    }
    let side =
        |at: usize| chunk.data.get(at..at + 4).and_then(number).filter(|side| *side > 0).ok_or(LogoRefusal::NoPng);
    if side(0)?.max(side(4)?) > LONGEST_SIDE { Err(LogoRefusal::TooManyPixels) } else { Ok(()) }
}

fn number(bytes: &[u8]) -> Option<u32> {
    bytes.try_into().ok().map(u32::from_be_bytes)
}

/// CRC-32 as PNG uses it (PNG, third edition, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let body = [kind.as_slice(), data].concat();
        [&(data.len() as u32).to_be_bytes(), body.as_slice(), &crc(&body).to_be_bytes()].concat()
    }

    fn header(width: u32) -> Vec<u8> {
        chunk(b"IHDR", &[&width.to_be_bytes()[..], &1_u32.to_be_bytes(), &[8, 0, 0, 0, 0]].concat())
    }

    fn png(parts: &[Vec<u8>]) -> Vec<u8> {
        [SIGNATURE.to_vec(), parts.concat()].concat()
    }

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(crc(b"IEND"), 0xae42_6082);
    }

    #[test]
    fn only_the_picture_stays() {
        let (picture, end) = (chunk(b"IDAT", b"data"), chunk(b"IEND", b""));
        let file = png(&[
            header(1),
            chunk(b"tEXt", b"Author\0Ann"),
            chunk(b"eXIf", b"x"),
            picture.clone(),
            end.clone(),
            b"<script>".to_vec(),
        ]);
        assert_eq!(clean(&file), Ok(png(&[header(1), picture, end])));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let end = chunk(b"IEND", b"");
        assert_eq!(clean(b""), Err(LogoRefusal::Missing));
        assert_eq!(clean(b"<svg onload=alert(1)>"), Err(LogoRefusal::NoPng));
        assert_eq!(clean(&png(&[])), Err(LogoRefusal::NoPng));
        assert_eq!(clean(&png(&[header(1), end.clone()])), Err(LogoRefusal::NoPng));
        assert_eq!(clean(&png(&[header(0), chunk(b"IDAT", b"x"), end.clone()])), Err(LogoRefusal::NoPng));
        assert_eq!(clean(&png(&[header(4001), chunk(b"IDAT", b"x"), end.clone()])), Err(LogoRefusal::TooManyPixels));
        assert_eq!(clean(&vec![0; LOGO_BYTES + 1]), Err(LogoRefusal::TooLarge));
        let mut broken = png(&[header(1), chunk(b"IDAT", b"data"), end]);
        let middle = broken.len() - 20;
        broken[middle] ^= 1;
        assert_eq!(clean(&broken), Err(LogoRefusal::NoPng));
        broken.truncate(30);
        assert_eq!(clean(&broken), Err(LogoRefusal::NoPng));
    }
}
