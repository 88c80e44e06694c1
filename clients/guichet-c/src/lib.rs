#![doc = include_str!("../README.md")]

mod command;
mod task;

use std::ffi::{CStr, CString, c_char};
use std::panic::catch_unwind;
use std::ptr;

use guichet_window::Settings;

use self::command::Command;

/// Something that was begun. Made by `guichet_start`, given back by `guichet_forget`.
pub struct GuichetTask(task::Task);

/// The version of this library. The text is the library's own: do not free it.
#[unsafe(no_mangle)]
pub extern "C" fn guichet_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The number of the account that this machine was linked to, or NULL: read from the machine's file, without a connection and at once. It
/// may have been unlinked elsewhere since. To be freed with `guichet_free`.
///
/// # Safety
/// `settings` is NULL or a text that ends with a zero byte.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn guichet_linked(settings: *const c_char) -> *mut c_char {
    guarded(ptr::null_mut(), || {
        // SAFETY: the caller promises what `text` asks for.
        let settings = unsafe { text(settings) };
        let settings = settings.and_then(|json| Settings::read(&json, variable).ok());
        settings.and_then(|settings| settings.file.account().ok().flatten()).map_or(ptr::null_mut(), given)
    })
}

/// Begins what `command` says, and returns at once: a thread of the library does it. NULL only where the machine has no memory or no thread;
/// settings or a command that are wrong are told in the answer. Both texts are copied.
///
/// # Safety
/// `settings` and `command` are NULL or texts that end with a zero byte.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn guichet_start(settings: *const c_char, command: *const c_char) -> *mut GuichetTask {
    guarded(ptr::null_mut(), || {
        // SAFETY: the caller promises what `text` asks for.
        let (settings, command) = unsafe { (text(settings).unwrap_or_default(), text(command).unwrap_or_default()) };
        let begun = task::Task::begin(move || command::carry_out(&settings, Command::read(&command), variable));
        begun.map_or(ptr::null_mut(), |task| Box::into_raw(Box::new(GuichetTask(task))))
    })
}

/// The answer as JSON, or NULL while there is none yet. Never waits. The same answer each time; each to be freed with `guichet_free`.
///
/// # Safety
/// `task` is NULL or of `guichet_start`, and not forgotten. Several threads may ask at the same time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn guichet_answer(task: *const GuichetTask) -> *mut c_char {
    guarded(ptr::null_mut(), || {
        // SAFETY: the caller promises that it is NULL or still there; it is only read.
        let task = unsafe { task.as_ref() };
        task.and_then(|task| task.0.answer()).map_or(ptr::null_mut(), given)
    })
}

/// Forgets a task. What was begun goes on to its end, a window stays open; nobody hears of it.
///
/// # Safety
/// `task` is NULL or of `guichet_start`, not forgotten before, and no other thread uses it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn guichet_forget(task: *mut GuichetTask) {
    guarded((), || {
        if !task.is_null() {
            // SAFETY: it was made by `Box::into_raw` and is given back once, as the caller promises.
            drop(unsafe { Box::from_raw(task) });
        }
    });
}

/// Frees a text that this library gave.
///
/// # Safety
/// `text` is NULL or was given by `guichet_linked` or `guichet_answer`, and not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn guichet_free(text: *mut c_char) {
    guarded((), || {
        if !text.is_null() {
            // SAFETY: it was made by `CString::into_raw` and is given back once, as the caller promises.
            drop(unsafe { CString::from_raw(text) });
        }
    });
}

/// No panic crosses the border: it becomes `otherwise`.
fn guarded<T>(otherwise: T, body: impl FnOnce() -> T + std::panic::UnwindSafe) -> T {
    catch_unwind(body).unwrap_or(otherwise)
}

/// A copy of a text; none of NULL. What is no UTF-8 is replaced.
///
/// # Safety
/// `text` is NULL or ends with a zero byte.
unsafe fn text(text: *const c_char) -> Option<String> {
    // SAFETY: as the caller promises.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// A text that is the caller's from now on.
fn given(text: String) -> *mut c_char {
    CString::new(text).map_or(ptr::null_mut(), CString::into_raw)
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
