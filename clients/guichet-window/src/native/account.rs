//! The page of the account, and what it asks.

use egui::{Button, Id, Key, Modal, RichText, Ui};
use guichet_client::Field as Of;

use super::parts::{self, Field, Picker};
use crate::account::{AccountForm, Purpose};
use crate::desk::Ask;
use crate::lookup::{countries, trades};
use crate::window::{Screen, Window};

/// The lists of the page.
#[derive(Debug, Default)]
pub(super) struct Pickers {
    country: Picker,
    ape: Picker,
}

/// Shows the account; what is to be asked.
pub(super) fn show(ui: &mut Ui, window: &mut Window, pickers: &mut Pickers) -> Option<Ask> {
    let (language, idle) = (window.language, window.busy.is_none());
    let say = |key: &str| crate::say(language, key);
    let errors = window.errors.clone();
    let Screen::Account(form) = &mut window.screen else { return None };
    ui.horizontal_wrapped(|ui| {
        parts::title(ui, &format!("{} {}", say("account-title"), form.account.number));
    });
    if let Some(state) = form.standing() {
        parts::lead(ui, say(state));
    }
    let line = |ui: &mut Ui, form: &mut AccountForm, field: Of, width: f32| {
        if !form.has(field) {
            return;
        }
        let label = say(if field == Of::Email { "email-field" } else { field.code() });
        let fixed = form.is_fixed(field).then_some(say("field-company-fixed"));
        let error = errors.get(field.code()).copied();
        Field::new(field.code(), label, error).fixed(fixed).width(width).show(ui, form.get_mut(field));
    };
    parts::group(ui, say("group-company"));
    line(ui, form, Of::Company, f32::INFINITY);
    line(ui, form, Of::Line1, f32::INFINITY);
    line(ui, form, Of::Line2, f32::INFINITY);
    ui.horizontal_top(|ui| {
        line(ui, form, Of::PostalCode, 110.0);
        line(ui, form, Of::Town, f32::INFINITY);
    });
    if form.is_fixed(Of::Country) {
        let code = form.get(Of::Country).to_owned();
        let name =
            countries(language).iter().find(|choice| choice.code == code).map_or(code.as_str(), |choice| choice.label);
        let field = Field::new("country", say("country"), None).fixed(Some(say("field-company-fixed")));
        field.show(ui, &mut name.to_owned());
    } else {
        let error = errors.get("country").copied();
        let value = form.get_mut(Of::Country);
        pickers.country.show(ui, language, say("country"), (countries(language), false), value, error);
    }
    parts::group(ui, say("group-contact"));
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            line(left, form, Of::Surname, f32::INFINITY);
            line(right, form, Of::FirstName, f32::INFINITY);
        }
    });
    line(ui, form, Of::Email, f32::INFINITY);
    if let Some(awaited) = &form.account.email_awaited {
        parts::hint(ui, &format!("{} {awaited}", say("email-awaited")));
    }
    line(ui, form, Of::Phone, 220.0);
    parts::group(ui, say("group-numbers"));
    if form.has(Of::Ape) {
        let error = errors.get("ape").copied();
        pickers.ape.show(ui, language, say("ape"), (trades(), true), form.get_mut(Of::Ape), error);
    }
    line(ui, form, Of::Siren, 220.0);
    line(ui, form, Of::ForeignNumber, 220.0);
    line(ui, form, Of::VatNumber, 220.0);
    if form.is_changed() {
        ui.add_space(4.0);
        if ui.add_enabled(idle, Button::new(say("revert"))).clicked() {
            form.revert();
        }
    }
    ui.add_space(12.0);
    ui.separator();
    actions(ui, window, idle)
}

fn actions(ui: &mut Ui, window: &mut Window, idle: bool) -> Option<Ask> {
    let mut ask = None;
    ui.horizontal_wrapped(|ui| {
        let button =
            |ui: &mut Ui, key: &str| ui.add_enabled(idle, Button::new(crate::say(window.language, key))).clicked();
        let (portal, code) = (button(ui, "portal"), button(ui, "mail-code"));
        let (password, unlink) = (button(ui, "mail-password"), button(ui, "unlink"));
        if portal {
            window.to_portal();
        } else if code {
            ask = window.mail_code();
        } else if password {
            ask = window.mail_password();
        } else if unlink {
            window.asks_unlink = true;
        }
    });
    ask
}

/// Asks for the password where that is needed; what is to be asked of the server.
pub(super) fn confirm(ui: &Ui, window: &mut Window) -> Option<Ask> {
    let (language, idle) = (window.language, window.busy.is_none());
    let say = |key: &str| crate::say(language, key);
    let (errors, notice) = (window.errors.clone(), window.notice.clone());
    let confirm = window.confirm.as_mut()?;
    let (mut go, mut leave) = (false, false);
    let (title, lead) = match confirm.purpose {
        Purpose::Edit => ("confirm-edit", "confirm-edit-lead"),
        Purpose::Portal => ("confirm-portal", "confirm-portal-lead"),
    };
    let shown = Modal::new(Id::new("confirm")).frame(parts::question_frame(ui)).show(ui.ctx(), |ui| {
        ui.set_width(380.0_f32.min(ui.ctx().content_rect().width() - 48.0));
        parts::title(ui, say(title));
        parts::lead(ui, say(lead));
        if let Some(notice) = &notice {
            parts::notice(ui, notice);
        }
        let error = |name: &str| errors.get(name).copied();
        let login = Field::new("login", say("login"), error("login")).show(ui, &mut confirm.login);
        let password = Field::new("confirm-password", say("password"), error("password")).password();
        let password = password.show(ui, &mut confirm.password.0);
        let mut last = password.clone();
        if confirm.asks_code {
            let code = Field::new("second-factor", say("second-factor"), error("second_factor")).width(160.0);
            last = code.show(ui, &mut confirm.code.0);
            parts::hint(ui, say("second-factor-hint"));
        }
        let first = match (confirm.asks_code, confirm.login.is_empty()) {
            (true, _) => &last,
            (false, true) => &login,
            (false, false) => &password,
        };
        parts::focus_when_new(ui, first);
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let complete = confirm.is_complete() && idle;
            go = parts::primary(ui, say("confirm-verb"), complete).clicked() || parts::entered(ui, &last);
            leave = ui.button(say("cancel")).clicked();
            if !idle {
                parts::spinner(ui, say("wait"));
            }
        });
    });
    leave |= ui.input(|input| input.key_pressed(Key::Escape)) || shown.backdrop_response.clicked();
    if leave {
        window.leave_question();
    }
    if go && !leave { window.confirmed() } else { None }
}

/// What a question with two answers came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
}

/// A question with two answers; none while there is none.
pub(super) fn question(ui: &Ui, name: &'static str, texts: [&str; 4]) -> Option<Answer> {
    let [title, lead, yes, no] = texts;
    let mut answer = None;
    Modal::new(Id::new(name)).frame(parts::question_frame(ui)).show(ui.ctx(), |ui| {
        ui.set_width(360.0_f32.min(ui.ctx().content_rect().width() - 48.0));
        ui.label(RichText::new(title).heading());
        ui.label(lead);
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let stay = ui.button(no);
            parts::focus_when_new(ui, &stay);
            if stay.clicked() {
                answer = Some(Answer::No);
            }
            if ui.button(yes).clicked() {
                answer = Some(Answer::Yes);
            }
        });
    });
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        answer = Some(Answer::No);
    }
    answer
}
