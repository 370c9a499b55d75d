//! The audits canister: who goes and looks, what they saw, and what comes of it.
//!
//! It keeps the sites that can be audited, auditors with their stakes, sampling plans, draws
//! that anyone can make again, assignments from the notice to the end of disputes, reports
//! that cannot be copied, findings with their appeals, and every e8s that came in. It is the
//! only writer of these.
//!
//! # Methods by role
//!
//! | who | method | event |
//! |---|---|---|
//! | governance | `admit_auditor`, `suspend_auditor`, `reinstate_auditor`, `remove_auditor` | `AuditorChanged` |
//! | governance | `penalise_auditor` | `StakeTaken` |
//! | governance | `set_audit_policy` | `PolicySet` |
//! | governance | `adopt_audit_plan`, `cancel_audit_plan` | `PlanAdopted`, `PlanChanged` |
//! | governance | `settle_finding` | `FindingSettled` |
//! | governance | `settle_transfer` | `TransferSettled` |
//! | anyone with a key | `deposit_stake`, `withdraw_stake`, `collect_treasury` | `TransferOpened`, `TransferAttempted`, `TransferSettled` |
//! | anyone with stake | `unbond_stake` | `StakeUnbonded` |
//! | anyone with stake | `apply_as_auditor` | `AuditorApplied` |
//! | the auditor's key | `declare_conflicts` | `AuditorChanged` |
//! | anyone with a key | `fix_snapshot`, `draw`: what the canister's tasks do a little later | `DrawOpened`, `SnapshotRows`, `Drawn` |
//! | an auditor of the assignment | `propose_slots`, `issue_challenge`, `commit_report` | `SlotsProposed`, `ChallengeIssued`, `ReportCommitted` |
//! | an auditor of the assignment | `reveal_report` | `ReportRevealed`, `TransferOpened` |
//! | the provider's key | `accept_slot` | `SlotAccepted` |
//! | the provider, or anyone with the bond | `appeal_finding` | `FindingAppealed`, `DrawOpened`, `SnapshotRows` |
//! | anyone | `validate_<governed method>`: what it would do, in plain words | none |
//! | anyone | all reads | none |
//! | the canister's timers | | `ClustersSeen`, `SitesSeen`, `Followed`, `PublicKeyLearned`, `LedgerFeeLearned`, `RoundEnded`, `AssignmentClosed`, `FindingEstablished`, `AppealDecided`, `FindingSettled`, `LocksReleased`, `OwedPaid`, `PlanChanged` |
//! | controllers | install, upgrade | `Initialized`, `ConfigChanged` |
//!
//! A governed method rejects when it refuses, because governance systems take any reply as
//! success; the others answer with a typed [`AuditError`]. A refusal changes nothing.
//!
//! # A draw
//!
//! First sites, weights, auditors, their owners, their free stake and their conflicts are fixed
//! and hashed. Auditors of one owner sit once in a team, those who may follow included.
//! Then the system is asked for a seed: by vetKD for that very hash, which leaves a proof that
//! anyone can check, or by `raw_rand`. Nobody can know the seed before the snapshot is fixed,
//! and nothing can change the snapshot after. [`bonafide_policy::sampling`] makes the draw,
//! here and wherever somebody makes it again.
//!
//! # Money
//!
//! Each movement on the ledger is a [`Transfer`], written down before it is asked for; number,
//! memo and time of creation are those of every attempt, so the ledger makes it once at most.
//! Where nobody can know the outcome any more it goes into quarantine, and a proposal settles
//! it. [`flows`] and [`domain::transfer`] say how.
//!
//! # Tables
//!
//! Certified, by label: [`table`]. Rows of snapshots are not certified one by one; the draw's
//! row holds their hash. `docs/storage.md` lists all regions.
//!
//! # Invariants
//!
//! - Every change is an event in the hash-chained log, and [`replay()`] of the log gives the
//!   same certified root.
//! - `deposited = stakes + free + reserved + sending + paid + returned` of the books; stakes
//!   are the sum of all accounts, reserved of all plans, assignments and bonds, sending of all
//!   unsettled transfers.
//! - A draw's result follows from its snapshot and its seed.
//! - A report belongs to a seat that committed to it, and is paid once.
//! - [`state::invariants`] checks these.
//!
//! # Trust
//!
//! `*_certified` reads carry a certificate and a witness, for presence and for absence;
//! [`bonafide_types::certified`] says how to check them. All other reads are as trustworthy
//! as the replica that answers, except when called as updates.
//!
//! # Modules
//!
//! `main.rs` and `main/` hold the endpoints by who calls them; [`access`] the roles;
//! [`commands`] decide and cannot change anything; [`flows`] ask others and go on with the
//! answer; [`state`] applies events; [`queries`] read; [`domain`] holds the rules.
//!
//! [`AuditError`]: bonafide_types::audits::AuditError
//! [`Transfer`]: bonafide_types::audits::Transfer
//! [`table`]: bonafide_types::audits::table

pub mod access;
pub mod commands;
pub mod domain;
pub mod flows;
pub mod lifecycle;
pub mod live;
pub mod metrics;
pub mod queries;
pub mod state;
pub mod tasks;

pub use state::replay::{Replayed, replay};
