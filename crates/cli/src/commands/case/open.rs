use crate::{
    arguments::{
        instant,
        rewards::{Evidence, penalty_class},
    },
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command,
    id::{Caller, NodeId, ProviderId, SubnetId},
    rewards::{Charge, OpenCaseArgs, PenaltyClass},
};
use candid::Principal;

/// Put a case on record: by proposal, or directly as the governance principal. Nothing follows
/// from it until a vote freezes it, and its provider can answer. The same evidence is one case.
///
/// Final findings of the audits canister become cases by themselves.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem case open --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --class late-update --offence-at 2026-10-05 --evidence register.pdf --evidence-url https://example.com/register.pdf --charge 'The company was sold on 1 September and that was not declared' --neuron 1"
)]
pub(crate) struct Args {
    /// Who.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Principal,
    /// With which node; else with everything that it has.
    #[arg(long, value_name = "PRINCIPAL")]
    node: Option<Principal>,
    /// In which subnet; else in the network as a whole.
    #[arg(long, value_name = "PRINCIPAL")]
    subnet: Option<Principal>,
    /// What: node-absent, wrong-location, wrong-owner, wrong-hardware, no-handshake,
    /// other-operator, entry-refused, false-declaration or late-update.
    #[arg(long, value_parser = penalty_class)]
    class: PenaltyClass,
    /// When, in UTC.
    #[arg(long, value_name = "TIME", value_parser = instant)]
    offence_at: u64,
    /// The evidence, or its SHA-256 in hex.
    #[arg(long, value_name = "FILE|HASH")]
    evidence: Evidence,
    /// Where it can be read, at most 512 bytes.
    #[arg(long, value_name = "URL")]
    evidence_url: Option<String>,
    /// What the case says, at most 1,000 bytes. It is public.
    #[arg(long, value_name = "TEXT")]
    charge: String,
    /// Who reported it and is paid a part of what is taken; nobody of the provider's cluster.
    #[arg(long, value_name = "PRINCIPAL")]
    reporter: Option<Principal>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let charge = Charge {
        provider: ProviderId(args.provider),
        node: args.node.map(NodeId),
        subnet: args.subnet.map(SubnetId),
        class: args.class,
        offence_at_ns: args.offence_at,
        evidence_hash: args.evidence.hash()?,
        evidence_url: args.evidence_url,
        summary: args.charge,
        reporter: args.reporter.map(Caller),
    };
    let command = Command::OpenCase(OpenCaseArgs { charge });
    governed::run(&command, &args.governed, global).await
}
