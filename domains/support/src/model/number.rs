//! The number of a case.

kit_db::year_number! {
    /// A case's number, `CAS-2026-000123`: a year and a place in it, from 1, without gaps. The later case has the larger number.
    CaseNumber, "CAS"
}
