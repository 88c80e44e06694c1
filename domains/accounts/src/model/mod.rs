//! The types of accounts and their rules. No I/O.

mod account;
pub mod api_key;
mod billing;
mod company;
mod country_name;
mod identifiers;
pub mod invitation;
mod invoiced;
pub mod likeness;
mod mail_domain;
mod member;
pub mod search;
pub mod spoken;
mod team;
pub mod text;

pub use account::{
    Account, Decision, LINK_LIFE, NUMBERS_TOLD, SIGN_UPS_A_DAY, SIGN_UPS_A_DAY_FROM_ALL, UNCONFIRMED_LIFE,
    is_application,
};
pub use api_key::{ApiKey, ApiKeyId, CUSTOMERS_SCOPES};
pub use billing::{Billing, BillingDetails, BillingForm};
pub use company::{Address, Company, CompanyDetails, CompanyForm, CompanyId, is_french};
pub use country_name::{country_name, country_names};
pub use invitation::{Invitation, InvitationId, InvitationState, MOST_AT_ONCE, MOST_PENDING};
pub use invoiced::{
    ChoiceStanding, InvoicedChoice, InvoicedDayError, InvoicedForm, MOST_A_DAY, MOST_COMING, check_day, standings,
};
pub use mail_domain::company_domain;
pub use member::{Member, commands, grantable};
pub use team::{KnownTeam, LONGEST_TEAM_NAME, MOST_TEAMS, Team, TeamId, name_key};
