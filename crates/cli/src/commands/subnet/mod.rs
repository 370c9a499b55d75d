//! Subnets: their members, how well these are spread, and what kinds of subnets ask.

mod change;
mod cordon;
mod cordons;
mod create;
mod evaluate;
mod feasible;
mod find;
mod in_vote;
mod lift_cordon;
mod list;
mod near;
mod policies;
mod propose;
mod record;
mod set_kind;
mod set_policy;
mod shares;
mod shown;
mod sweep;
mod verify;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List subnets.
    List(list::Args),
    /// Show how well subnets are spread, and which rules they break.
    Evaluate(evaluate::Args),
    /// Hold changes of membership against all rules.
    Verify(verify::Args),
    /// Ask for better members, or for a new subnet.
    Propose(propose::Args),
    /// Say how large a subnet of a kind could be, and what bounds it.
    Feasible(feasible::Args),
    /// Find subnets by the countries of their members.
    Find(find::Args),
    /// Show the share of nodes that tags and countries have.
    Shares(shares::Args),
    /// Show what stands near a place, and what would be lost with it.
    Near(near::Args),
    /// Show what the last sweep of the network found.
    Sweep(sweep::Args),
    /// Show what kinds of subnets ask of their members.
    Policies(policies::Args),
    /// List what is cordoned off.
    Cordons(cordons::Args),
    /// Show the verdict on a change that was made.
    Record(record::Args),
    /// Set what a kind of subnet asks of its members (governance).
    SetPolicy(set_policy::Args),
    /// Say which kinds subnets are of (governance).
    SetKind(set_kind::Args),
    /// Change the members of subnets (governance).
    Change(change::Args),
    /// Make a subnet of spare nodes (governance).
    Create(Box<create::Args>),
    /// Let no node of somebody join a subnet until a date (governance).
    Cordon(cordon::Args),
    /// Lift a cordon (governance).
    LiftCordon(lift_cordon::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Evaluate(args) => evaluate::run(&args, global).await,
            Self::Verify(args) => verify::run(&args, global).await,
            Self::Propose(args) => propose::run(&args, global).await,
            Self::Feasible(args) => feasible::run(args, global).await,
            Self::Find(args) => find::run(args, global).await,
            Self::Shares(args) => shares::run(args, global).await,
            Self::Near(args) => near::run(&args, global).await,
            Self::Sweep(args) => sweep::run(&args, global).await,
            Self::Policies(args) => policies::run(&args, global).await,
            Self::Cordons(args) => cordons::run(&args, global).await,
            Self::Record(args) => record::run(&args, global).await,
            Self::SetPolicy(args) => set_policy::run(args, global).await,
            Self::SetKind(args) => set_kind::run(args, global).await,
            Self::Change(args) => change::run(args, global).await,
            Self::Create(args) => create::run(*args, global).await,
            Self::Cordon(args) => cordon::run(args, global).await,
            Self::LiftCordon(args) => lift_cordon::run(args, global).await,
        }
    }
}
