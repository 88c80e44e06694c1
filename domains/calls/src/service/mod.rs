//! The use cases of calls.

mod approval;
mod callers;
mod calls;
mod corrections;
mod desk;
mod forgotten;
mod log;
#[cfg(test)]
mod samples;

pub use approval::{Approver, Estimate, approve, approvers, estimate};
pub use callers::{
    CallerRefusal, Entitlement, callers, check_pin, entitlement, name_caller, remove_caller, set_caller_phone,
    take_pin, withdraw_pin,
};
pub use calls::{
    CallRefusal, Ended, begin, call_behind, calls, check_caller, checked_caller, drop_call, end, latest_calls, running,
    running_with,
};
pub use corrections::{
    BurnDetails, CorrectionRefusal, Decision, Minutes, burn_details, correction_request, correction_request_about,
    correction_requests, correction_requests_waiting, count_correction_requests_waiting, decide_correction_request,
    request_correction,
};
pub use desk::{Card, Meant, TimeLeft, card, find};
pub use forgotten::remind_forgotten;
