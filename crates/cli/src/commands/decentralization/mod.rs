//! How well subnets are spread over independent actors, and how to spread them better, from
//! files. All of it is computed on this machine, by the code that the registry canister runs.

mod changes;
mod clusters;
mod create;
mod evaluate;
mod feasible;
mod figures;
mod find;
mod gps;
mod heal;
mod near;
mod nodes;
mod plan;
mod policies;
mod propose;
mod shares;
mod verify;
mod world;

use crate::{context::Global, error::CliError};
use std::path::PathBuf;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Coefficients of each subnet, and the rules it breaks.
    Evaluate(evaluate::Args),
    /// A better membership of one subnet.
    Propose(propose::Args),
    /// New subnets of spare nodes.
    Create(create::Args),
    /// Exchange what does not run, and mend broken rules, in the whole network.
    Heal(heal::Args),
    /// How large a subnet could be, and what bounds it.
    Feasible(feasible::Args),
    /// Hold changes of membership against all rules.
    Verify(verify::Args),
    /// Subnets by the countries of their members and the rules they keep.
    Find(find::Args),
    /// What share of the nodes countries have.
    Shares(shares::Args),
    /// What stands near a place, and what would be lost with it.
    Near(near::Args),
}

impl Command {
    pub(crate) fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Evaluate(args) => evaluate::run(&args, global),
            Self::Propose(args) => propose::run(&args, global),
            Self::Create(args) => create::run(&args, global),
            Self::Heal(args) => heal::run(&args, global),
            Self::Feasible(args) => feasible::run(&args, global),
            Self::Verify(args) => verify::run(&args, global),
            Self::Find(args) => find::run(&args, global),
            Self::Shares(args) => shares::run(&args, global),
            Self::Near(args) => near::run(&args, global),
        }
    }
}

/// The files that all verbs read.
#[derive(Debug, clap::Args)]
pub(crate) struct Files {
    /// Nodes: `node_id,dc_id,region,owner,node_operator_id,node_provider_id,status,subnet_id` and,
    /// when there are such columns, `node_type` and `sev` (true or false).
    #[arg(long, value_name = "CSV")]
    nodes: PathBuf,
    /// Linked providers by cluster: `{"a name": ["provider", "provider"]}`.
    #[arg(long, value_name = "JSON")]
    clusters: Option<PathBuf>,
    /// Rules by kind, in place of the adopted ones, and kinds of subnets.
    #[arg(long, value_name = "JSON")]
    policy: Option<PathBuf>,
    /// Where data centres stand: `dc_id,latitude,longitude`, degrees in decimal.
    #[arg(long, value_name = "CSV")]
    gps: Option<PathBuf>,
}
