//! The window between its model and its desk.

use std::sync::mpsc::{Receiver, channel};

use egui::{self, CentralPanel, Frame, Key, Margin, Modifiers, Ui, UiBuilder, Vec2, ViewportCommand};

use super::account::{self, Answer, Pickers, question};
use super::{browser, pages, parts};
use crate::desk::{Ask, Desk, Told};
use crate::window::{Notice, Screen, Tone, Window};
use crate::{Language, Look, Settings, say};

/// The program.
pub(super) enum App {
    /// The window at work.
    Open(Box<Open>),
    /// The application set the window up wrongly.
    Wrong(String),
}

pub(super) struct Open {
    window: Window,
    desk: Desk,
    told: Receiver<Told>,
    pickers: Pickers,
    /// Closed for certain: the question was answered.
    closes: bool,
}

impl App {
    pub(super) fn new(ctx: &egui::Context, settings: Result<Settings, String>) -> App {
        parts::dress(ctx, settings.as_ref().map_or(Look::System, |settings| settings.look));
        let opened = settings.and_then(|settings| Open::new(ctx, settings));
        opened.map_or_else(App::Wrong, |open| App::Open(Box::new(open)))
    }
}

impl Open {
    fn new(ctx: &egui::Context, settings: Settings) -> Result<Open, String> {
        let (tell, told) = channel();
        let window = Window::new(&settings);
        let ctx = ctx.clone();
        let desk = Desk::open(settings, move |answer| {
            // A window that is gone hears nothing.
            if tell.send(answer).is_ok() {
                ctx.request_repaint();
            }
        });
        let desk = desk.map_err(|error| error.to_string())?;
        desk.ask(Ask::Show);
        Ok(Open { window, desk, told, pickers: Pickers::default(), closes: false })
    }

    fn ask(&self, ask: Option<Ask>) {
        if let Some(ask) = ask {
            self.desk.ask(ask);
        }
    }

    fn hear(&mut self) {
        while let Ok(told) = self.told.try_recv() {
            let next = self.window.told(told);
            self.ask(next);
        }
        if let Some(address) = self.window.open.take()
            && !browser::open(&address.0)
        {
            self.window.not_opened(address);
        }
    }

    fn show(&mut self, ui: &mut Ui) {
        self.hear();
        parts::name_window(ui, self.window.language);
        if ui.input(|input| input.viewport().close_requested()) && !self.closes && !self.window.may_close() {
            ui.ctx().send_viewport_cmd(ViewportCommand::CancelClose);
        }
        // The page is drawn first, so that Tab goes through it before it comes to the buttons below.
        let (whole, edge) = (ui.available_rect_before_wrap(), 57.0);
        let (above, below) = whole.split_top_bottom_at_y(whole.bottom() - edge);
        ui.painter().rect_filled(whole, 0.0, ui.visuals().panel_fill);
        ui.scope_builder(UiBuilder::new().max_rect(above.shrink2(Vec2::new(20.0, 16.0))), |ui| {
            parts::page(ui, |ui| self.page(ui));
        });
        let line = ui.visuals().widgets.noninteractive.bg_stroke;
        ui.painter().hline(whole.x_range(), below.top(), line);
        ui.scope_builder(UiBuilder::new().max_rect(below.shrink2(Vec2::new(20.0, 12.0))), |ui| self.buttons(ui));
        let ask = account::confirm(ui, &mut self.window);
        self.ask(ask);
        self.questions(ui);
    }

    fn page(&mut self, ui: &mut Ui) {
        if let Some(notice) = &self.window.notice
            && self.window.confirm.is_none()
        {
            parts::notice(ui, notice);
        }
        if let Some(address) = &self.window.copy {
            let mut shown = address.0.clone();
            ui.horizontal(|ui| {
                if ui.button(self.window.say("copy")).clicked() {
                    ui.ctx().copy_text(shown.clone());
                }
                ui.add(egui::TextEdit::singleline(&mut shown).desired_width(f32::INFINITY));
            });
        }
        if matches!(self.window.screen, Screen::Account(_)) {
            let ask = account::show(ui, &mut self.window, &mut self.pickers);
            self.ask(ask);
        } else if let Some(wish) = pages::show(ui, &mut self.window) {
            let (ask, copied) = wish.grant(&mut self.window);
            self.ask(ask);
            if let Some(text) = copied {
                ui.ctx().copy_text(text);
                let text = self.window.say("copied").to_owned();
                self.window.notice = Some(Notice { tone: Tone::Good, text });
            }
        }
    }

    fn buttons(&mut self, ui: &mut Ui) {
        let idle = self.window.busy.is_none();
        let (forward, may_go_back) = (self.window.forward_verb(), self.window.may_go_back());
        let mut ask = None;
        ui.horizontal(|ui| {
            if may_go_back && ui.add_enabled(idle, egui::Button::new(self.window.say("back"))).clicked() {
                self.window.back();
            }
            let spins = !idle && !matches!(self.window.screen, Screen::Loading);
            let close = self.window.say("close");
            let labels = forward.iter().map(|(verb, _)| *verb).chain([close]);
            let taken: f32 = labels.map(|label| parts::width_of_button(ui, label)).sum();
            ui.add_space(
                (ui.available_width() + ui.spacing().item_spacing.x - taken - if spins { 32.0 } else { 0.0 }).max(0.0),
            );
            if spins {
                parts::spinner(ui, self.window.say("wait"));
            }
            if let Some((verb, may)) = forward
                && parts::primary(ui, verb, may).clicked()
            {
                ask = self.window.forward();
            }
            if ui.button(close).clicked() {
                self.close(ui);
            }
        });
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Q)) {
            self.close(ui);
        }
        // As in most programs: what is typed is saved.
        if !self.window.is_asking() && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::S)) {
            ask = self.window.forward();
        }
        self.ask(ask);
    }

    /// Closes, unless something is not saved: then it is asked about. A close that was ordered cannot be taken back.
    fn close(&mut self, ui: &Ui) {
        if self.window.may_close() {
            self.closes = true;
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn questions(&mut self, ui: &Ui) {
        if self.window.asks_unlink {
            let texts = ["unlink-title", "unlink-lead", "unlink-verb", "cancel"].map(|key| self.window.say(key));
            match question(ui, "unlink", texts) {
                Some(Answer::Yes) => {
                    let ask = self.window.unlink();
                    self.ask(ask);
                }
                Some(Answer::No) => self.window.asks_unlink = false,
                None => {}
            }
        }
        if self.window.asks_close {
            let texts =
                ["unsaved-title", "unsaved-lead", "unsaved-discard", "unsaved-stay"].map(|key| self.window.say(key));
            match question(ui, "unsaved", texts) {
                Some(Answer::Yes) => {
                    self.closes = true;
                    ui.ctx().send_viewport_cmd(ViewportCommand::Close);
                }
                Some(Answer::No) => self.window.asks_close = false,
                None => {}
            }
        }
    }
}

impl App {
    /// What stands in the window now.
    pub(super) fn ui(&mut self, ui: &mut Ui) {
        match self {
            App::Open(open) => open.show(ui),
            App::Wrong(why) => {
                CentralPanel::default()
                    .frame(Frame::central_panel(ui.style()).inner_margin(Margin::same(20)))
                    .show_inside(ui, |ui| {
                        let language = Language::default();
                        let text = format!("{} {why}", say(language, "settings"));
                        parts::notice(ui, &Notice { tone: Tone::Bad, text });
                        if ui.button(say(language, "close")).clicked() {
                            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
                        }
                    });
            }
        }
    }
}
