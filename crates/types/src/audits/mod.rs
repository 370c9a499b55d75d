//! Records, arguments and errors of the audits canister.

mod args;
mod assignment;
mod auditor;
mod config;
mod draw;
mod error;
mod finding;
mod money;
mod plan;
mod report;
mod site;
mod view;

pub use args::*;
pub use assignment::*;
pub use auditor::*;
pub use config::*;
pub use draw::*;
pub use error::*;
pub use finding::*;
pub use money::*;
pub use plan::*;
pub use report::*;
pub use site::*;
pub use view::*;

/// Labels of the certified tables, in tree order. Numbers in keys have 8 bytes, big-endian.
pub mod table {
    /// [`super::StakeAccount`] by principal.
    pub const ACCOUNT: &str = "account";
    /// [`super::Assignment`] by number.
    pub const ASSIGNMENT: &str = "assignment";
    /// [`super::Auditor`] by principal.
    pub const AUDITOR: &str = "auditor";
    /// [`super::Books`] under the key `books`.
    pub const BOOKS: &str = "books";
    /// [`super::Config`] under the key `config`.
    pub const CONFIG: &str = "config";
    /// [`super::Draw`] by number.
    pub const DRAW: &str = "draw";
    /// [`super::Finding`] by number.
    pub const FINDING: &str = "finding";
    /// [`super::Plan`] by number.
    pub const PLAN: &str = "plan";
    /// [`super::AuditPolicy`] under the key `policy`.
    pub const POLICY: &str = "policy";
    /// [`super::FiledReport`]: assignment (8 bytes, big-endian), auditor.
    pub const REPORT: &str = "report";
    /// [`super::Site`]: length of the data centre's id (1 byte), id, provider.
    pub const SITE: &str = "site";
    /// [`super::Transfer`] by number.
    pub const TRANSFER: &str = "transfer";
}
