//! The parts that pages are made of.

use egui::{
    self, Button, Color32, CornerRadius, FontFamily, FontId, Frame, Key, Margin, Response, RichText, ScrollArea, Shape,
    Stroke, TextEdit, TextStyle, Theme, ThemePreference, Ui, Vec2, Visuals, accesskit, pos2,
};

use crate::lookup::{Choice, found};
use crate::window::{Notice, Tone};
use crate::{Language, Look, say};

/// How wide a page gets at most.
const WIDEST: f32 = 560.0;

/// Colours that are not egui's own, by theme.
pub(super) struct Palette {
    pub(super) accent: Color32,
    pub(super) on_accent: Color32,
    good: Color32,
    good_fill: Color32,
    bad: Color32,
    bad_fill: Color32,
    weak: Color32,
}

/// The colours of the theme that is shown.
pub(super) fn palette(ui: &Ui) -> Palette {
    of_theme(ui.visuals().dark_mode)
}

fn of_theme(dark: bool) -> Palette {
    if dark {
        Palette {
            accent: Color32::from_rgb(0x8a, 0xbd, 0xf5),
            on_accent: Color32::from_rgb(0x0b, 0x1d, 0x33),
            good: Color32::from_rgb(0x8f, 0xdb, 0xa8),
            good_fill: Color32::from_rgb(0x17, 0x33, 0x22),
            bad: Color32::from_rgb(0xff, 0xa8, 0x9e),
            bad_fill: Color32::from_rgb(0x46, 0x1d, 0x1a),
            weak: Color32::from_rgb(0xae, 0xb6, 0xc0),
        }
    } else {
        Palette {
            accent: Color32::from_rgb(0x1d, 0x5a, 0x9c),
            on_accent: Color32::WHITE,
            good: Color32::from_rgb(0x14, 0x5c, 0x32),
            good_fill: Color32::from_rgb(0xe3, 0xf4, 0xe8),
            bad: Color32::from_rgb(0xa3, 0x1f, 0x16),
            bad_fill: Color32::from_rgb(0xfd, 0xea, 0xe8),
            weak: Color32::from_rgb(0x53, 0x5d, 0x69),
        }
    }
}

/// Sets sizes and colours once.
pub(super) fn dress(ctx: &egui::Context, look: Look) {
    ctx.set_theme(match look {
        Look::System => ThemePreference::System,
        Look::Light => ThemePreference::Light,
        Look::Dark => ThemePreference::Dark,
    });
    for theme in [Theme::Light, Theme::Dark] {
        let dark = theme == Theme::Dark;
        ctx.set_visuals_of(theme, visuals(dark));
        ctx.style_mut_of(theme, |style| {
            style.text_styles = [
                (TextStyle::Heading, 22.0),
                (TextStyle::Body, 15.0),
                (TextStyle::Button, 15.0),
                (TextStyle::Small, 13.0),
            ]
            .map(|(style, size)| (style, FontId::new(size, FontFamily::Proportional)))
            .into_iter()
            .chain([(TextStyle::Monospace, FontId::new(20.0, FontFamily::Monospace))])
            .collect();
            style.spacing.item_spacing = Vec2::new(8.0, 6.0);
            style.spacing.button_padding = Vec2::new(14.0, 7.0);
            style.spacing.interact_size.y = 32.0;
            style.url_in_tooltip = false;
        });
    }
}

fn visuals(dark: bool) -> Visuals {
    let colours = of_theme(dark);
    let mut visuals = if dark { Visuals::dark() } else { Visuals::light() };
    let (back, text, edge) = if dark {
        (Color32::from_rgb(0x1c, 0x20, 0x26), Color32::from_rgb(0xec, 0xef, 0xf3), Color32::from_rgb(0x86, 0x90, 0x9c))
    } else {
        (Color32::from_rgb(0xfb, 0xfc, 0xfd), Color32::from_rgb(0x1b, 0x22, 0x2c), Color32::from_rgb(0x7d, 0x88, 0x95))
    };
    let field = if dark { Color32::from_rgb(0x13, 0x16, 0x1b) } else { Color32::WHITE };
    let raised = if dark { Color32::from_rgb(0x2a, 0x30, 0x39) } else { Color32::from_rgb(0xee, 0xf1, 0xf5) };
    visuals.panel_fill = back;
    visuals.window_fill = back;
    visuals.extreme_bg_color = field;
    visuals.text_edit_bg_color = Some(field);
    visuals.override_text_color = Some(text);
    visuals.weak_text_color = Some(colours.weak);
    visuals.hyperlink_color = colours.accent;
    visuals.error_fg_color = colours.bad;
    visuals.selection.bg_fill = colours.accent.gamma_multiply(0.35);
    visuals.selection.stroke = Stroke::new(2.0, colours.accent);
    let widgets = &mut visuals.widgets;
    for widget in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active, &mut widgets.open] {
        widget.corner_radius = CornerRadius::same(5);
        widget.weak_bg_fill = raised;
        widget.bg_fill = raised;
        widget.bg_stroke = Stroke::new(1.0, edge);
        widget.expansion = 0.0;
    }
    // What has the focus of the keyboard is drawn as what the mouse is over.
    widgets.hovered.bg_stroke = Stroke::new(2.0, colours.accent);
    widgets.active.bg_stroke = Stroke::new(2.0, colours.accent);
    visuals
}

/// A page: as wide as the window, and no wider than is good to read.
pub(super) fn page<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            // The bar of a page that is longer than the window stands beside it.
            let width = (ui.available_width() - 10.0).min(WIDEST);
            ui.vertical(|ui| {
                ui.set_max_width(width);
                let answer = content(ui);
                ui.add_space(8.0);
                answer
            })
            .inner
        })
        .inner
}

/// What a screen reader calls the window, and the language that it reads it in.
pub(super) fn name_window(ui: &Ui, language: Language) {
    ui.ctx().accesskit_node_builder(egui::accesskit_root_id(), |node| {
        node.set_label(say(language, "title"));
        node.set_language(language.tag());
    });
}

pub(super) fn title(ui: &mut Ui, text: &str) {
    let response = ui.heading(text);
    read_as(ui, &response, accesskit::Role::Heading, text);
    ui.add_space(2.0);
}

pub(super) fn group(ui: &mut Ui, text: &str) {
    ui.add_space(10.0);
    let response = ui.label(RichText::new(text).size(16.0).strong().color(palette(ui).accent));
    read_as(ui, &response, accesskit::Role::Heading, text);
}

/// A text that a screen reader tells as something else than a text: its words are its name then, and not its value.
fn read_as(ui: &Ui, response: &Response, role: accesskit::Role, text: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(role);
        node.clear_value();
        node.set_label(text);
    });
}

pub(super) fn lead(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).color(palette(ui).weak));
    ui.add_space(4.0);
}

pub(super) fn hint(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).small().color(palette(ui).weak));
}

/// What went well, or did not; told aloud as well.
pub(super) fn notice(ui: &mut Ui, notice: &Notice) {
    let colours = palette(ui);
    let (text, fill) = match notice.tone {
        Tone::Good => (colours.good, colours.good_fill),
        Tone::Bad => (colours.bad, colours.bad_fill),
    };
    let frame =
        Frame::new().fill(fill).stroke(Stroke::new(1.0, text)).corner_radius(5).inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let response = ui.label(RichText::new(&notice.text).color(text));
        let role = if notice.tone == Tone::Bad { accesskit::Role::Alert } else { accesskit::Role::Status };
        read_as(ui, &response, role, &notice.text);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(accesskit::Live::Assertive));
    });
    ui.add_space(6.0);
}

/// Turns while the server is asked; `words` are for who does not see it.
pub(super) fn spinner(ui: &mut Ui, words: &str) {
    let response = ui.spinner();
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(words));
}

/// The button that goes on.
pub(super) fn primary(ui: &mut Ui, text: &str, enabled: bool) -> Response {
    let colours = palette(ui);
    ui.add_enabled(enabled, Button::new(RichText::new(text).color(colours.on_accent)).fill(colours.accent))
}

/// How much room a button with this text takes, with the space beside it.
pub(super) fn width_of_button(ui: &Ui, text: &str) -> f32 {
    let font = TextStyle::Button.resolve(ui.style());
    let text = ui.painter().layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER);
    text.size().x + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x
}

/// A field that is typed into.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) error: Option<&'a str>,
    pub(super) password: bool,
    pub(super) fixed: Option<&'a str>,
    pub(super) width: f32,
}

impl<'a> Field<'a> {
    pub(super) fn new(name: &'a str, label: &'a str, error: Option<&'a str>) -> Field<'a> {
        Field { name, label, error, password: false, fixed: None, width: f32::INFINITY }
    }

    pub(super) fn password(self) -> Field<'a> {
        Field { password: true, ..self }
    }

    /// As wide as so many points.
    pub(super) fn width(self, width: f32) -> Field<'a> {
        Field { width, ..self }
    }

    /// Shown, not typed into, for this reason.
    pub(super) fn fixed(self, why: Option<&'a str>) -> Field<'a> {
        Field { fixed: why, ..self }
    }

    pub(super) fn show(self, ui: &mut Ui, value: &mut String) -> Response {
        ui.vertical(|ui| {
            let label = ui.label(self.label);
            let edit = TextEdit::singleline(value)
                .id_salt(self.name)
                .password(self.password)
                .interactive(self.fixed.is_none())
                .char_limit(254)
                .margin(Margin::symmetric(8, 7))
                .desired_width(self.width);
            let response = ui.add(edit).labelled_by(label.id);
            let stroke = Stroke::new(1.0, palette(ui).bad);
            let told = self.error.or(self.fixed);
            ui.ctx().accesskit_node_builder(response.id, |node| {
                if let Some(told) = told {
                    node.set_description(told);
                }
                if self.error.is_some() {
                    node.set_invalid(accesskit::Invalid::True);
                }
            });
            if self.error.is_some() && !response.has_focus() {
                ui.painter().rect_stroke(response.rect, 4.0, stroke, egui::StrokeKind::Inside);
            }
            match (self.error, self.fixed) {
                (Some(error), _) => drop(ui.label(RichText::new(error).small().color(palette(ui).bad))),
                (None, Some(why)) => hint(ui, why),
                (None, None) => {}
            }
            response
        })
        .inner
    }
}

/// Gives the keyboard to what was not shown in the frame before: the first field of a page, of a question.
pub(super) fn focus_when_new(ui: &Ui, response: &Response) {
    let place = response.id.with("shown-in");
    let frame = ui.ctx().cumulative_frame_nr();
    let before: Option<u64> = ui.data(|data| data.get_temp(place));
    if before.is_none_or(|before| before + 1 < frame) {
        response.request_focus();
    }
    ui.data_mut(|data| data.insert_temp(place, frame));
}

/// Whether Enter was pressed in a field.
pub(super) fn entered(ui: &Ui, response: &Response) -> bool {
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// A list that is searched by typing.
#[derive(Debug, Default)]
pub(super) struct Picker {
    open: bool,
    typed: String,
    at: usize,
}

/// A triangle at the end of a button that opens a list: the fonts have none.
fn arrow(ui: &Ui, button: &Response, open: bool) {
    let (x, y) = (button.rect.right() - 18.0, button.rect.center().y);
    let (base, tip) = if open { (y + 2.5, y - 2.5) } else { (y - 2.5, y + 2.5) };
    let points = vec![pos2(x - 5.0, base), pos2(x + 5.0, base), pos2(x, tip)];
    ui.painter().add(Shape::convex_polygon(points, ui.visuals().text_color(), Stroke::NONE));
}

/// The frame of a question.
pub(super) fn question_frame(ui: &Ui) -> Frame {
    Frame::popup(ui.style()).fill(ui.visuals().window_fill).inner_margin(Margin::same(20))
}

/// How many lines of a list are shown at once.
const LINES: f32 = 6.0;

impl Picker {
    /// Shows what is chosen in `value`, and the list when it is open.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        language: Language,
        label: &str,
        (choices, coded): (&'static [Choice], bool),
        value: &mut String,
        error: Option<&str>,
    ) {
        let text = |choice: &Choice| {
            if coded { format!("{} – {}", choice.code, choice.label) } else { choice.label.to_owned() }
        };
        ui.vertical(|ui| {
            let heading = ui.label(label);
            let known = choices.iter().find(|choice| choice.code == value.trim());
            let chosen = known.map(text).unwrap_or_else(|| match value.trim() {
                "" => say(language, "choose").to_owned(),
                other => other.to_owned(),
            });
            let button =
                Button::new(&chosen).right_text("    ").truncate().min_size(Vec2::new(ui.available_width(), 34.0));
            let response = ui.add(button).labelled_by(heading.id);
            arrow(ui, &response, self.open);
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_role(accesskit::Role::ComboBox);
                node.set_value(chosen.as_str());
                node.set_expanded(self.open);
                if let Some(error) = error {
                    node.set_description(error);
                }
            });
            let opened = response.clicked() && !self.open;
            if response.clicked() {
                self.open = !self.open;
                self.typed.clear();
                self.at = 0;
            }
            if let Some(error) = error {
                ui.label(RichText::new(error).small().color(palette(ui).bad));
            }
            if self.open
                && let Some(code) = self.list(ui, language, choices, opened, text)
            {
                code.clone_into(value);
                self.open = false;
                response.request_focus();
            }
        });
    }

    /// The list; what was chosen in it.
    fn list(
        &mut self,
        ui: &mut Ui,
        language: Language,
        choices: &'static [Choice],
        opened: bool,
        text: impl Fn(&Choice) -> String,
    ) -> Option<&'static str> {
        let mut chosen = None;
        let frame = Frame::new()
            .fill(ui.visuals().extreme_bg_color)
            .stroke(ui.visuals().widgets.inactive.bg_stroke)
            .corner_radius(5)
            .inner_margin(8);
        frame.show(ui, |ui| {
            let search = TextEdit::singleline(&mut self.typed)
                .hint_text(say(language, "search"))
                .margin(Margin::symmetric(8, 6))
                .desired_width(f32::INFINITY);
            let search = ui.add(search);
            ui.ctx().accesskit_node_builder(search.id, |node| node.set_label(say(language, "search")));
            if opened {
                search.request_focus();
            }
            if search.changed() {
                self.at = 0;
            }
            let fitting = found(choices, &self.typed);
            if fitting.is_empty() {
                hint(ui, say(language, "none"));
            }
            let last = fitting.len().saturating_sub(1);
            if search.has_focus() || search.lost_focus() {
                let (down, up, enter, escape) = ui.input(|input| {
                    let pressed = |key| input.key_pressed(key);
                    (pressed(Key::ArrowDown), pressed(Key::ArrowUp), pressed(Key::Enter), pressed(Key::Escape))
                });
                self.at = match (down, up) {
                    (true, _) => (self.at + 1).min(last),
                    (_, true) => self.at.saturating_sub(1),
                    _ => self.at.min(last),
                };
                if down || up {
                    search.request_focus();
                }
                if enter {
                    chosen = fitting.get(self.at).map(|choice| choice.code);
                }
                if escape {
                    self.open = false;
                }
            }
            let height = ui.spacing().interact_size.y;
            ScrollArea::vertical().max_height(height * LINES).auto_shrink([false, true]).show_rows(
                ui,
                height,
                fitting.len(),
                |ui, rows| {
                    for row in rows {
                        let Some(choice) = fitting.get(row) else { continue };
                        let line = Button::selectable(row == self.at, text(choice)).truncate();
                        let line = ui.add_sized([ui.available_width(), height], line);
                        if line.clicked() {
                            chosen = Some(choice.code);
                        }
                    }
                },
            );
        });
        chosen
    }
}
