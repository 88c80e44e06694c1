//! The window itself: what draws, and nothing that decides.

mod account;
mod app;
mod browser;
mod pages;
mod parts;
mod shell;

use egui::{IconData, ViewportBuilder};

use crate::{Language, Settings, say};

/// The smallest and the first size, in points: the same on every screen.
const SMALLEST: [f32; 2] = [360.0, 360.0];
const FIRST: [f32; 2] = [560.0, 680.0];

/// Opens the window and returns when it is closed. Where the settings are wrong it says so.
///
/// # Errors
/// There is no display, or none that can be drawn on.
pub fn run(settings: Result<Settings, String>) -> Result<(), String> {
    let language = settings.as_ref().map_or(Language::default(), |settings| settings.language);
    let title = say(language, "title");
    let viewport = ViewportBuilder::default()
        .with_title(title)
        .with_app_id("guichet-window")
        .with_inner_size(FIRST)
        .with_min_inner_size(SMALLEST)
        .with_icon(IconData { rgba: icon(), width: 32, height: 32 });
    shell::run(viewport, |context| app::App::new(context, settings))
}

/// A card with a head and shoulders, drawn here: no picture to be loaded.
fn icon() -> Vec<u8> {
    let mut rgba = Vec::with_capacity(32 * 32 * 4);
    for y in 0..32_i32 {
        for x in 0..32_i32 {
            let (dx, dy) = (x - 16, y - 12);
            let head = dx * dx + dy * dy <= 25;
            let shoulders = dx * dx + (y - 28) * (y - 28) <= 90 && y < 26;
            let card = (2..30).contains(&x) && (2..30).contains(&y);
            let pixel: [u8; 4] = match (head || shoulders, card) {
                (true, true) => [255, 255, 255, 255],
                (false, true) => [32, 92, 158, 255],
                _ => [0, 0, 0, 0],
            };
            rgba.extend(pixel);
        }
    }
    rgba
}
