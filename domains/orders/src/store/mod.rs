//! All statements of orders.

pub(crate) mod backs;
pub(crate) mod check;
pub(crate) mod lists;
pub(crate) mod offer;
pub(crate) mod orders;
pub(crate) mod personal;
pub(crate) mod receipts;
pub(crate) mod seals;
