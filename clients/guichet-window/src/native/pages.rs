//! The pages of a machine that is not linked yet.

use egui::{Frame, Margin, RichText, Ui};
use guichet_client::OfferedMachine;

use super::parts::{self, Field};
use crate::Language;
use crate::desk::Ask;
use crate::window::{CodeForm, LinkForm, Screen, SignUpForm, Window};

/// What a page was told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    SignUp,
    Link,
    Forward,
    CodeAgain,
    MailCode,
    Replace(String),
    Copy(String),
}

/// Shows the page; what it was told to do.
pub(super) fn show(ui: &mut Ui, window: &mut Window) -> Option<Wish> {
    let (language, idle) = (window.language, window.busy.is_none());
    let say = |key: &str| crate::say(language, key);
    let errors = window.errors.clone();
    let error = |name: &str| errors.get(name).copied();
    match &mut window.screen {
        Screen::Loading => {
            ui.horizontal(|ui| {
                parts::spinner(ui, say("wait"));
                ui.label(say("wait"));
            });
            None
        }
        Screen::Choose => choose(ui, say),
        Screen::SignUp(SignUpForm { email }) => {
            parts::title(ui, say("sign-up-title"));
            parts::lead(ui, say("sign-up-lead"));
            let field = Field::new("email", say("email"), error("email")).show(ui, email);
            parts::hint(ui, say("sign-up-notice"));
            parts::focus_when_new(ui, &field);
            parts::entered(ui, &field).then_some(Wish::Forward)
        }
        Screen::Code(form) => code(ui, form, idle, say, error),
        Screen::Made(personal_code) => {
            parts::title(ui, say("made-title"));
            parts::lead(ui, say("made-lead"));
            ui.label(say("made-code"));
            let mut wish = None;
            ui.horizontal(|ui| {
                ui.label(RichText::new(personal_code.as_str()).monospace().strong());
                if ui.button(say("copy")).clicked() {
                    wish = Some(Wish::Copy(personal_code.clone()));
                }
            });
            wish
        }
        Screen::Link(form) => link(ui, form, (language, idle), error),
        Screen::Trouble | Screen::Account(_) => None,
    }
}

fn choose(ui: &mut Ui, say: impl Fn(&str) -> &'static str) -> Option<Wish> {
    parts::title(ui, say("choose-title"));
    parts::lead(ui, say("choose-lead"));
    let mut wish = None;
    for (title, lead, to) in
        [("choose-create", "choose-create-lead", Wish::SignUp), ("choose-link", "choose-link-lead", Wish::Link)]
    {
        ui.add_space(8.0);
        card(ui, |ui| {
            parts::hint(ui, say(lead));
            ui.add_space(2.0);
            if parts::primary(ui, say(title), true).clicked() {
                wish = Some(to.clone());
            }
        });
    }
    wish
}

fn code(
    ui: &mut Ui,
    form: &mut CodeForm,
    idle: bool,
    say: impl Fn(&str) -> &'static str,
    error: impl Fn(&str) -> Option<&'static str>,
) -> Option<Wish> {
    parts::title(ui, say("code-title"));
    ui.label(say("code-lead"));
    ui.label(RichText::new(&form.email).strong());
    parts::lead(ui, say("code-hint"));
    let mut wish = None;
    let first = Field::new("code", say("code"), error("code")).width(220.0).show(ui, &mut form.code.0);
    parts::focus_when_new(ui, &first);
    let field = Field::new("password", say("new-password"), error("password")).password();
    let password = field.show(ui, &mut form.password.0);
    parts::hint(ui, say("new-password-hint"));
    if parts::entered(ui, &password) {
        wish = Some(Wish::Forward);
    }
    ui.add_space(6.0);
    if ui.add_enabled(idle, egui::Button::new(say("code-again"))).clicked() {
        wish = Some(Wish::CodeAgain);
    }
    wish
}

fn link(
    ui: &mut Ui,
    form: &mut LinkForm,
    (language, idle): (Language, bool),
    error: impl Fn(&str) -> Option<&'static str>,
) -> Option<Wish> {
    let say = |key: &str| crate::say(language, key);
    let mut wish = None;
    if let Some(offer) = &form.offer {
        parts::title(ui, say("full-title"));
        parts::lead(ui, say(if offer.may_replace { "full-lead" } else { "full-none" }));
        for machine in offer.machines.iter().filter(|_| offer.may_replace) {
            card(ui, |ui| {
                if replaced(ui, language, machine, idle) {
                    wish = Some(Wish::Replace(machine.id.clone()));
                }
            });
        }
        return wish;
    }
    parts::title(ui, say("link-title"));
    parts::lead(ui, say("link-lead"));
    let number = Field::new("account", say("number"), error("account")).width(220.0);
    let number = number.show(ui, &mut form.number);
    parts::focus_when_new(ui, &number);
    let code = Field::new("personal_code", say("personal-code"), error("personal_code")).width(220.0);
    let code = code.show(ui, &mut form.code.0);
    if parts::entered(ui, &code) {
        wish = Some(Wish::Forward);
    }
    ui.add_space(6.0);
    if ui.add_enabled(idle, egui::Button::new(say("forgotten-code"))).clicked() {
        wish = Some(Wish::MailCode);
    }
    wish
}

fn replaced(ui: &mut Ui, language: Language, machine: &OfferedMachine, idle: bool) -> bool {
    let say = |key: &str| crate::say(language, key);
    ui.label(RichText::new(&machine.name).strong());
    let day = language.day(machine.seen_at, guichet_client::local_zone());
    parts::hint(ui, &format!("{}, {} {day}", machine.system, say("seen")));
    let button = egui::Button::new(format!("{} {}", say("replace"), machine.name));
    ui.add_enabled(idle, button).clicked()
}

fn card(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let stroke = ui.visuals().widgets.noninteractive.bg_stroke;
    let frame = Frame::new().stroke(stroke).corner_radius(6).inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui);
    });
}

impl Wish {
    /// Carries it out; what is to be asked, and what goes to the clipboard.
    pub(super) fn grant(self, window: &mut Window) -> (Option<Ask>, Option<String>) {
        match self {
            Wish::SignUp => window.to_sign_up(),
            Wish::Link => window.to_link(),
            Wish::Forward => return (window.forward(), None),
            Wish::CodeAgain => return (window.code_again(), None),
            Wish::MailCode => return (window.mail_code(), None),
            Wish::Replace(machine) => return (window.replace(&machine), None),
            Wish::Copy(text) => return (None, Some(text)),
        }
        (None, None)
    }
}
