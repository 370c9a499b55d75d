//! The governance canister: one authority, four ways in, each exactly once.
//!
//! A [`Command`] is executed because the council voted for it, an SNS called, the NNS adopted
//! a motion, or an upgrade argument carried it. Each of these sources can be switched on and
//! off; whichever a command comes by, it is the same value with the same hash, and it leaves
//! an entry in the certified journal.
//!
//! # Methods by role
//!
//! | who | method | event |
//! |---|---|---|
//! | a neuron's controller or hot key | `submit_proposal` | `ProposalSubmitted` |
//! | a neuron's controller or hot key | `vote` | `Voted` |
//! | a neuron's controller or hot key | `follow` | `FolloweesSet` |
//! | a neuron's controller | `set_hot_keys` | `HotKeysSet` |
//! | the SNS governance canister | `execute` | `CommandAuthorized`, `ExecutionEnded`, and the command's own |
//! | anyone | `execute_adopted_motion`, for what the NNS adopted | the same |
//! | anyone but the anonymous principal | `review_nns_proposals`, of what the NNS votes on | `NnsProposalsReviewed` |
//! | anyone | `validate_execute`, `explain_motion`: what it would do, in plain words | none |
//! | anyone | all reads | none |
//! | the canister's timers | | `DeadlineReached`; `CommandAuthorized`, `ExecutionBegun`, `ExecutionEnded` and the command's own |
//! | controllers | install, upgrade | `Initialized`; `CommandAuthorized`, `ExecutionEnded` |
//!
//! Governance's own commands write `NeuronAdded`, `NeuronChanged`, `SourcesSet`,
//! `SnsGovernanceSet`, `VotingParametersSet`, `CanistersSet` or `QuarantineSettled`; commands
//! for another canister are calls of its governed methods.
//!
//! `execute` rejects when it refuses or fails, because an SNS takes any reply as success; the
//! others answer with a typed [`GovernanceError`], [`MotionError`] or [`NnsReviewError`]. A
//! refusal changes nothing.
//!
//! # Votes
//!
//! [`bonafide_policy::voting`] says the rules. A proposal fixes its rules and its electorate
//! when it is submitted. The tally is carried on from vote to vote, never counted again.
//!
//! # Tables
//!
//! Certified, by label: [`table`]. Commands, indexes and what is used up are not certified;
//! they follow from the events. `docs/storage.md` lists all regions.
//!
//! # Invariants
//!
//! - Every change is an event in the hash-chained log, and [`replay()`] of the log gives the
//!   same certified root.
//! - Nothing is executed without a journal entry that was committed before, and a decision of
//!   a source leads to one entry at most for each of its commands.
//! - At least one source of authority is on; an SNS is named while its source is on; somebody
//!   can vote while the council is on.
//! - A proposal's tally is the sum of its ballots; a decided one takes no more of them.
//! - Nobody follows itself, over whatever way.
//! - A proposal that is in vote, adopted and not executed, or quarantined is never collected.
//! - Proposals on the membership of subnets that are in vote or being executed have no subnet
//!   and no node in common.
//!
//! # Trust
//!
//! `*_certified` reads carry a certificate and a witness, for presence and for absence;
//! [`bonafide_types::certified`] says how to check them. All other reads are as trustworthy
//! as the replica that answers, except when called as updates. A command can be checked by
//! its hash, a tally by its ballots and electorate.
//!
//! # Modules
//!
//! `main.rs` holds the endpoints; [`access`] the roles; [`commands`] decide and cannot change
//! anything; [`flows`] ask other canisters and go on with the answer; [`nns`] reads what NNS
//! governance says; [`state`] applies events; [`queries`] read.
//!
//! [`Command`]: bonafide_types::governance::Command
//! [`GovernanceError`]: bonafide_types::governance::GovernanceError
//! [`MotionError`]: bonafide_types::governance::MotionError
//! [`NnsReviewError`]: bonafide_types::governance::NnsReviewError
//! [`table`]: bonafide_types::governance::table

pub mod access;
pub mod commands;
pub mod flows;
pub mod lifecycle;
pub mod live;
pub mod metrics;
pub mod nns;
pub mod queries;
pub mod state;
pub mod tasks;

pub use state::replay::{Replayed, replay};
