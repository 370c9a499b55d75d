//! `bonafide <noun> <verb>`: one file per verb.

mod assignment;
mod attestation;
mod audit;
mod audit_policy;
mod auditor;
mod bond;
mod boundary_node;
mod budget;
mod calendar;
mod case;
mod cluster;
mod completions;
mod data_center;
mod decentralization;
mod declaration;
mod deploy;
mod disclosure;
mod draw;
mod escrow;
mod events;
mod finding;
mod generation;
pub(crate) mod governed;
mod guestos;
mod import;
mod journal;
mod jurisdiction;
mod motion;
mod neuron;
mod node;
mod operator;
mod owner;
mod period;
mod plan;
mod policy;
pub(crate) mod proposal;
mod provider;
mod rates;
pub(crate) mod record;
mod rewards;
mod rewards_policy;
mod rewards_treasury;
mod schema;
mod score;
mod site;
mod statement;
mod subnet;
mod summary;
mod treasury;
mod verifier;
mod verify;
mod working_group;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Create, install or upgrade the canisters.
    Deploy(deploy::Args),
    /// Facts of the real network: plan, approve and bring them.
    #[command(subcommand)]
    Import(import::Command),
    /// Node providers.
    #[command(subcommand)]
    Provider(provider::Command),
    /// The declaration of good intent: texts, acceptances.
    #[command(subcommand)]
    Declaration(declaration::Command),
    /// Data centres.
    #[command(subcommand)]
    DataCenter(data_center::Command),
    /// Operator records.
    #[command(subcommand)]
    Operator(operator::Command),
    /// Nodes.
    #[command(subcommand)]
    Node(node::Command),
    /// Subnets.
    #[command(subcommand)]
    Subnet(subnet::Command),
    /// Independence: answers, clusters, one-sided claims.
    #[command(subcommand)]
    Cluster(cluster::Command),
    /// Hardware generations.
    #[command(subcommand)]
    Generation(generation::Command),
    /// Elected `GuestOS` versions.
    #[command(subcommand)]
    Guestos(guestos::Command),
    /// API boundary nodes.
    #[command(subcommand)]
    BoundaryNode(boundary_node::Command),
    /// Owners of data centres by their names.
    #[command(subcommand)]
    Owner(owner::Command),
    /// Countries by tag.
    #[command(subcommand)]
    Jurisdiction(jurisdiction::Command),
    /// The numbers that the registry's rules use.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Motions of working groups.
    #[command(subcommand)]
    WorkingGroup(working_group::Command),
    /// Identity verifiers.
    #[command(subcommand)]
    Verifier(verifier::Command),
    /// What can be attested.
    #[command(subcommand)]
    Schema(schema::Command),
    /// Statements of verifiers, and requests for them.
    #[command(subcommand)]
    Attestation(attestation::Command),
    /// Encrypted records.
    #[command(subcommand)]
    Record(record::Command),
    /// What a vote opens, to whom, and what was opened.
    #[command(subcommand)]
    Disclosure(disclosure::Command),
    /// Scores, and what is asked of everyone.
    #[command(subcommand)]
    Score(score::Command),
    /// Samples, draws and quorums, computed without a network.
    #[command(subcommand)]
    Audit(audit::Command),
    /// How well subnets are spread, and how to spread them better, computed without a network.
    #[command(subcommand)]
    Decentralization(decentralization::Command),
    /// What node providers earn, computed without a network.
    #[command(subcommand)]
    Rewards(rewards::Command),
    /// Auditors and their stakes.
    #[command(subcommand)]
    Auditor(auditor::Command),
    /// Sampling plans.
    #[command(subcommand)]
    Plan(plan::Command),
    /// Draws of sites and auditors, which anyone can make again.
    #[command(subcommand)]
    Draw(draw::Command),
    /// Sites: what one provider has in one data centre, and its audits.
    #[command(subcommand)]
    Site(site::Command),
    /// Audits of sites: visits and reports.
    #[command(subcommand)]
    Assignment(assignment::Command),
    /// What a quorum of auditors found, and appeals.
    #[command(subcommand)]
    Finding(finding::Command),
    /// What has to be done until when in audits.
    Calendar(calendar::Args),
    /// The money of audits: books, gifts, movements on the ledger.
    #[command(subcommand)]
    Treasury(treasury::Command),
    /// The numbers that the rules of audits use.
    #[command(subcommand)]
    AuditPolicy(audit_policy::Command),
    /// What nodes can earn by region and type.
    #[command(subcommand)]
    Rates(rates::Command),
    /// Periods for which rewards are computed.
    #[command(subcommand)]
    Period(period::Command),
    /// What a provider earns in a period, and how that came about.
    #[command(subcommand)]
    Statement(statement::Command),
    /// What a provider is said to have done, what that costs, and how to object.
    #[command(subcommand)]
    Case(case::Command),
    /// Rewards that wait until they are released, and what cases lock of them.
    #[command(subcommand)]
    Escrow(escrow::Command),
    /// Bonds of providers.
    #[command(subcommand)]
    Bond(bond::Command),
    /// The money of rewards: books, gifts, payments, movements on the ledger.
    #[command(subcommand)]
    RewardsTreasury(rewards_treasury::Command),
    /// The numbers that the rules of rewards and cases use.
    #[command(subcommand)]
    RewardsPolicy(rewards_policy::Command),
    /// What the treasury will pay to verifiers.
    #[command(subcommand)]
    Budget(budget::Command),
    /// Proposals of the council.
    #[command(subcommand)]
    Proposal(proposal::Command),
    /// The council's neurons.
    #[command(subcommand)]
    Neuron(neuron::Command),
    /// Motions of the NNS that carry commands.
    #[command(subcommand)]
    Motion(motion::Command),
    /// What was authorised, by whom, and what became of it.
    #[command(subcommand)]
    Journal(journal::Command),
    /// How much the canisters hold.
    Summary(summary::Args),
    /// The event log.
    #[command(subcommand)]
    Events(events::Command),
    /// Check for yourself what the canisters say.
    #[command(subcommand)]
    Verify(verify::Command),
    /// Print a completion script for a shell.
    Completions(completions::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Deploy(args) => deploy::run(&args, global).await,
            Self::Import(command) => command.run(global).await,
            Self::Provider(command) => command.run(global).await,
            Self::Declaration(command) => command.run(global).await,
            Self::DataCenter(command) => command.run(global).await,
            Self::Operator(command) => command.run(global).await,
            Self::Node(command) => command.run(global).await,
            Self::Subnet(command) => command.run(global).await,
            Self::Cluster(command) => command.run(global).await,
            Self::Generation(command) => command.run(global).await,
            Self::Guestos(command) => command.run(global).await,
            Self::BoundaryNode(command) => command.run(global).await,
            Self::Owner(command) => command.run(global).await,
            Self::Jurisdiction(command) => command.run(global).await,
            Self::Policy(command) => command.run(global).await,
            Self::WorkingGroup(command) => command.run(global).await,
            Self::Verifier(command) => command.run(global).await,
            Self::Schema(command) => command.run(global).await,
            Self::Attestation(command) => command.run(global).await,
            Self::Record(command) => command.run(global).await,
            Self::Disclosure(command) => command.run(global).await,
            Self::Score(command) => command.run(global).await,
            Self::Audit(command) => command.run(global),
            Self::Decentralization(command) => command.run(global),
            Self::Rewards(command) => command.run(global),
            Self::Auditor(command) => command.run(global).await,
            Self::Plan(command) => command.run(global).await,
            Self::Draw(command) => command.run(global).await,
            Self::Site(command) => command.run(global).await,
            Self::Assignment(command) => command.run(global).await,
            Self::Finding(command) => command.run(global).await,
            Self::Calendar(args) => calendar::run(&args, global).await,
            Self::Treasury(command) => command.run(global).await,
            Self::AuditPolicy(command) => command.run(global).await,
            Self::Rates(command) => command.run(global).await,
            Self::Period(command) => command.run(global).await,
            Self::Statement(command) => command.run(global).await,
            Self::Case(command) => command.run(global).await,
            Self::Escrow(command) => command.run(global).await,
            Self::Bond(command) => command.run(global).await,
            Self::RewardsTreasury(command) => command.run(global).await,
            Self::RewardsPolicy(command) => command.run(global).await,
            Self::Budget(command) => command.run(global).await,
            Self::Proposal(command) => command.run(global).await,
            Self::Neuron(command) => command.run(global).await,
            Self::Motion(command) => command.run(global).await,
            Self::Journal(command) => command.run(global).await,
            Self::Summary(_) => summary::run(global).await,
            Self::Events(command) => command.run(global).await,
            Self::Verify(command) => command.run(global).await,
            Self::Completions(args) => completions::run(&args),
        }
    }
}
