//! The publisher's one colour, corrected until it can be read in both themes.

use data_encoding::HEXLOWER_PERMISSIVE;

/// The publisher's colour, and what is made of it for each theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    given: Rgb,
}

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rgb([u8; 3]);

/// A deep teal, until the publisher chooses.
impl Default for Accent {
    fn default() -> Accent {
        Accent { given: Rgb([0x0b, 0x5a, 0x57]) }
    }
}

/// The colour as the publisher gave it: `#rrggbb`.
impl std::fmt::Display for Accent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.given.hex())
    }
}

/// The darkest ground of the light theme and the lightest of the dark one on which the accent is written, both with the
/// tint of the accent that badges and chosen rows have already allowed for.
const LIGHT_GROUND: Rgb = Rgb([0xe2, 0xdf, 0xd8]);
const DARK_GROUND: Rgb = Rgb([0x31, 0x37, 0x3c]);
const WHITE: Rgb = Rgb([255; 3]);
const BLACK: Rgb = Rgb([0x0b, 0x10, 0x14]);

/// WCAG 2.2, 1.4.3: text against its ground.
const READABLE: f64 = 4.5;

impl Accent {
    /// Reads `#rrggbb`.
    pub fn parse(colour: &str) -> Option<Accent> {
        let channels = HEXLOWER_PERMISSIVE.decode(colour.strip_prefix('#')?.as_bytes()).ok()?;
        Some(Accent { given: Rgb(channels.try_into().ok()?) })
    }

    /// Whether the colour had to be changed for the light theme, which a settings page tells the publisher.
    pub fn is_corrected(self) -> bool {
        self.light() != self.given
    }

    /// Where [`Accent::stylesheet`] is served. The colour is in the address, so it may be kept for ever.
    pub fn address(self) -> String {
        format!("/brand.css?accent={}", &self.given.hex()[1..])
    }

    /// The style sheet that gives the tokens `--accent` and `--accent-ink` their values.
    pub fn stylesheet(self) -> String {
        let (light, dark) = (self.light(), self.dark());
        format!(
            ":root{{--accent:light-dark({},{});--accent-ink:light-dark({},{})}}\n",
            light.hex(),
            dark.hex(),
            light.ink().hex(),
            dark.ink().hex(),
        )
    }

    /// The colour on a light ground and what is written on it, `#rrggbb` each: for mails, which have no style sheet.
    pub fn on_light(self) -> (String, String) {
        (self.light().hex(), self.light().ink().hex())
    }

    /// The colour on a dark ground, `#rrggbb`.
    pub fn on_dark(self) -> String {
        self.dark().hex()
    }

    fn light(self) -> Rgb {
        self.given.towards(Rgb([0; 3]), LIGHT_GROUND)
    }

    fn dark(self) -> Rgb {
        self.given.brightened().towards(WHITE, DARK_GROUND)
    }
}

impl Rgb {
    fn hex(self) -> String {
        let Rgb([r, g, b]) = self;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// The same hue with its strongest channel at two thirds at least: white alone would wash a dark colour out.
    fn brightened(self) -> Rgb {
        let Rgb(channels) = self;
        let strongest = channels.into_iter().max().unwrap_or(0).max(1);
        let factor = (170.0 / f64::from(strongest)).max(1.0);
        Rgb(channels.map(|channel| (f64::from(channel) * factor).round() as u8))
    }

    /// The nearest colour on the way to `end` that can be read on `ground`.
    fn towards(self, end: Rgb, ground: Rgb) -> Rgb {
        let steps = 50;
        let mixed = (0..=steps).map(|step| self.mix(end, f64::from(step) / f64::from(steps)));
        mixed.into_iter().find(|colour| colour.contrast(ground) >= READABLE).unwrap_or(end)
    }

    fn mix(self, other: Rgb, part: f64) -> Rgb {
        let channel = |i: usize| (f64::from(self.0[i]) * (1.0 - part) + f64::from(other.0[i]) * part).round() as u8;
        Rgb([channel(0), channel(1), channel(2)])
    }

    /// What is written on this colour: the one of white and near-black that stands out more.
    fn ink(self) -> Rgb {
        if self.contrast(WHITE) >= self.contrast(BLACK) { WHITE } else { BLACK }
    }

    /// The contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").
    fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let Rgb([r, g, b]) = self;
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_becomes_readable() {
        for colour in ["#ffffff", "#000000", "#ffff00", "#ff0000", "#0000ff", "#808080", "#0b5a57", "#7f3fbf"] {
            let accent = Accent::parse(colour).unwrap();
            for (fill, ground) in [(accent.light(), LIGHT_GROUND), (accent.dark(), DARK_GROUND)] {
                assert!(fill.contrast(ground) >= READABLE, "{colour} as text");
                assert!(fill.contrast(fill.ink()) >= READABLE, "{colour} as ground");
            }
        }
    }

    #[test]
    fn a_good_colour_stays_as_it_is() {
        assert!(!Accent::default().is_corrected());
        assert!(Accent::parse("#ffe000").unwrap().is_corrected());
    }

    #[test]
    fn only_colours_are_read() {
        for text in ["", "#", "#12345", "#1234567", "123456", "#12345g", "red", "#+12345", "#é1234"] {
            assert_eq!(Accent::parse(text), None, "{text}");
        }
    }
}
