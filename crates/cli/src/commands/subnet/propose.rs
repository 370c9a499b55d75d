use super::shown;
use crate::{context::Global, error::CliError, sources::membership};
use bonafide_types::{
    id::SubnetId,
    registry::{MembershipProposal, ProposeMembershipArgs},
};
use candid::Principal;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Ask for better members of a subnet, or for a new subnet of spare nodes, with the verdict on it
/// and how good it is known to be. Nothing is changed; one node's word.
///
/// Ties are broken by the hash of the registry's last event, which nobody knows before.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["replace", "heal", "resize", "create"]))]
#[command(
    after_help = "Examples:\n  bonafide subnet propose tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe --replace 1 --out proposal.json\n  bonafide subnet propose tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe --heal\n  bonafide subnet propose --create application --size 13"
)]
pub(crate) struct Args {
    /// The subnet to change.
    #[arg(required_unless_present = "create", conflicts_with = "create")]
    subnet: Option<Principal>,
    /// Exchange so many members at most for better ones.
    #[arg(long, value_name = "N")]
    replace: Option<u32>,
    /// Exchange members that do not run, and mend broken rules where that is possible.
    #[arg(long)]
    heal: bool,
    /// Add or remove members until there are so many.
    #[arg(long, value_name = "N")]
    resize: Option<u32>,
    /// Make a subnet of this kind.
    #[arg(long, value_name = "KIND")]
    create: Option<String>,
    /// Its members; else as many as its policy asks at least.
    #[arg(long, value_name = "N", requires = "create", conflicts_with_all = ["replace", "heal", "resize"])]
    size: Option<u32>,
    /// Write what is proposed to this file, for `subnet verify`, `change` and `create`.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Args {
    fn wanted(&self) -> Result<ProposeMembershipArgs, CliError> {
        match (&self.create, self.subnet.map(SubnetId)) {
            (Some(kind), _) => Ok(ProposeMembershipArgs::Create {
                kind: kind.clone(),
                size: self.size,
            }),
            (None, Some(subnet_id)) => Ok(match (self.replace, self.resize) {
                (Some(count), _) => ProposeMembershipArgs::Replace { subnet_id, count },
                (None, Some(size)) => ProposeMembershipArgs::Resize { subnet_id, size },
                (None, None) => ProposeMembershipArgs::Heal { subnet_id },
            }),
            (None, None) => Err(CliError::usage(
                "Usage",
                "name a subnet, or a kind with --create",
            )),
        }
    }
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    proposal: MembershipProposal,
    /// What was written; null when nothing was.
    file: Option<PathBuf>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let wanted = args.wanted()?;
    let registry = global.registry().await?;
    let proposal = registry.propose_membership(&wanted).await?;
    let file = match &args.out {
        Some(path) => written(path, &proposal)?.then(|| path.clone()),
        None => None,
    };
    let shown = Shown {
        certified: false,
        proposal,
        file,
    };
    global.output().result(&shown, human)
}

/// Whether there was anything to write.
fn written(path: &Path, proposal: &MembershipProposal) -> Result<bool, CliError> {
    match (&proposal.change, &proposal.creation) {
        (Some(change), _) => membership::write_change(path, change)?,
        (None, Some(creation)) => membership::write_creation(path, creation)?,
        (None, None) => return Ok(false),
    }
    Ok(true)
}

fn human(shown: &Shown) -> String {
    let proposal = &shown.proposal;
    let what = match (&proposal.change, &proposal.creation) {
        (Some(change), _) => shown::change(change),
        (None, Some(creation)) => shown::creation(creation),
        (None, None) => "nothing is proposed".into(),
    };
    let words = proposal.verdict.as_ref().map(|view| view.words.clone());
    let file = shown.file.as_ref();
    let parts: Vec<_> = [what]
        .into_iter()
        .chain(words)
        .chain([
            shown::optimality(&proposal.optimality),
            format!("ties are broken by {}", proposal.seed),
        ])
        .chain(file.map(|path| format!("written to {}", path.display())))
        .collect();
    parts.join("\n")
}
