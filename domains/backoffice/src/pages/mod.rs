//! The pages, one a file.

pub mod account;
pub mod accounts;
pub mod audit;
pub mod correction;
pub mod decision;
pub mod grant;
pub mod home;
pub mod jobs;
pub mod keys;
pub mod operation;
pub mod operations;
pub mod payment;
pub mod people;
pub mod sign_ups;
pub mod spending;
pub mod tariff;
pub mod team;
