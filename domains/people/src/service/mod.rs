//! The use cases of people and sign-in; what other domains may call.

mod attempts;
mod elsewhere;
mod email_change;
mod guesses;
mod persons;
mod reset;
mod second_factor;
mod sessions;
mod sign_in;
mod staff;

pub use elsewhere::{
    Handed, HandedLink, Shown, hand_link, person_of_handed, show_second_factor, sign_in_by_handed, try_password_at,
};
pub use email_change::{
    EmailChangeRefusal, confirm_email_change, email_change_of_link, open_email_change, request_email_change,
};
pub use guesses::Guesses;
pub use persons::{
    EmailTaken, confirm_email, create_person, disable_person, enable_person, find_people, find_people_at_once,
    is_leaving, is_open, names, people, person, person_by_email, save_profile, set_leaving, set_locale, set_password,
    subject,
};
pub use reset::{LinkRefusal, MailedLink, ask_for_reset, change_password, person_of_reset, reset_password, send_reset};
pub use second_factor::{
    SecondFactorEnd, SecondFactorRefusal, SecondFactorState, confirm_second_factor, pass_second_factor,
    remove_second_factor, renew_recovery_codes, reset_second_factor, second_factor, start_second_factor,
    with_second_factor,
};
pub use sessions::{NewSession, end_all, end_session, note_seen, session, sessions, sign_out, start_session, tidy};
pub use sign_in::{
    ChosenPassword, ChosenTry, PasswordTry, SignInEnd, Verified, sign_in, sign_in_by_chosen, try_chosen_password,
    try_own_password, try_password,
};
pub use staff::{LastOwner, STAFF_LOCK, create_staff, set_staff, staff, staff_link};
