//! The ways by which a governed command gets its authority.

use crate::{
    command_text,
    commands::proposal::submit,
    context::Global,
    error::{CliError, Exit},
    output::fields,
    record,
};
use bonafide_client::{AgentRuntime, RegistryClient};
use bonafide_policy::{command, motion};
use bonafide_types::{
    governance::{Action, Command, Owner, SubmitProposalArgs},
    limits::MOTION_BYTES,
};
use candid::Principal;
use serde_json::{Value, json};

/// What people read when a call did what was asked.
pub(crate) const DONE: &str = "done";

/// Options of governed commands. Without any the canister that owns what the command changes
/// is called directly, which it allows to its governance principal alone.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Where the authority comes from")]
pub(crate) struct Options {
    /// Only ask what the call would do, or why it would be refused.
    #[arg(long, group = "way")]
    pub(crate) validate: bool,
    /// Propose it to the council with this neuron.
    #[arg(long, group = "way", value_name = "ID")]
    pub(crate) neuron: Option<u64>,
    /// Title of the proposal; else the method and what it is about.
    #[arg(long, requires = "neuron")]
    pub(crate) title: Option<String>,
    /// The proposer's words.
    #[arg(
        long,
        requires = "neuron",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) summary: String,
    /// Where to read more.
    #[arg(
        long,
        requires = "neuron",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) url: String,
    /// Print the text of an NNS motion that carries it.
    #[arg(long, group = "way")]
    pub(crate) motion: bool,
    /// Print the command in Candid, for `dfx`, `icp` and upgrade arguments.
    #[arg(long, group = "way")]
    pub(crate) candid: bool,
    /// Print the payload of an SNS proposal, in hex.
    #[arg(long, group = "way")]
    pub(crate) sns_payload: bool,
}

impl Options {
    /// A proposal to execute `command` by the neuron given.
    pub(crate) fn proposal(&self, command: &Command) -> Option<SubmitProposalArgs> {
        self.neuron.map(|neuron_id| SubmitProposalArgs {
            neuron_id,
            title: self.title.clone().unwrap_or_else(|| title(command)),
            summary: self.summary.clone(),
            url: self.url.clone(),
            action: Action::Command(command.clone()),
        })
    }

    /// What is only printed or asked, and changes nothing; `None` when the command is to be
    /// carried out.
    pub(crate) async fn shown(
        &self,
        command: &Command,
        global: &Global,
    ) -> Result<Option<Shown>, CliError> {
        let (name, text) = if self.motion {
            ("motion_text", motion_text(command, global).await?)
        } else if self.candid {
            ("candid", command_text::print(command)?)
        } else if self.sns_payload {
            ("sns_payload", hex::encode(command_text::message(command)?))
        } else if self.validate {
            return validated(command, global).await.map(Some);
        } else {
            return Ok(None);
        };
        let value = json!({
            "method": command.spec().method,
            "command_hash": command::hash(command),
            name: text,
        });
        Ok(Some(Shown { value, text }))
    }
}

/// A result that changed nothing.
pub(crate) struct Shown {
    pub(crate) value: Value,
    pub(crate) text: String,
}

/// Has the command carried out the way the options say. Answers whether the canister was
/// called directly; then the verb says what was done. Otherwise all has been said.
pub(crate) async fn carry_out(
    command: &Command,
    options: &Options,
    global: &Global,
) -> Result<bool, CliError> {
    if let Some(shown) = options.shown(command, global).await? {
        global.output().result(&shown.value, |_| shown.text)?;
        return Ok(false);
    }
    if let Some(proposal) = options.proposal(command) {
        submit::propose(&proposal, global).await?;
        return Ok(false);
    }
    match command.spec().owner {
        Owner::Identity => {
            let identity = global.identity().await?;
            let governor = identity.config_certified().await?.governance.0;
            let caller = identity.runtime().principal()?;
            is_governor("identity canister", governor, caller)?;
            identity.execute(command).await?;
        }
        Owner::Audits => {
            let audits = global.audits().await?;
            let governor = audits.config_certified().await?.governance.0;
            let caller = audits.runtime().principal()?;
            is_governor("audits canister", governor, caller)?;
            audits.execute(command).await?;
        }
        Owner::Rewards => {
            let rewards = global.rewards().await?;
            let governor = rewards.config_certified().await?.governance.0;
            let caller = rewards.runtime().principal()?;
            is_governor("rewards canister", governor, caller)?;
            rewards.execute(command).await?;
        }
        // Governance's own commands have no verb that calls it.
        Owner::Registry | Owner::Governance => {
            let registry = global.registry().await?;
            governs(&registry).await?;
            registry.execute(command).await?;
        }
    }
    Ok(true)
}

/// The same, for verbs that have no more to say than that it is done.
pub(crate) async fn run(
    command: &Command,
    options: &Options,
    global: &Global,
) -> Result<(), CliError> {
    if !carry_out(command, options, global).await? {
        return Ok(());
    }
    let value = json!({ "method": command.spec().method, "done": true });
    global.output().result(&value, |_| DONE.into())
}

/// Refuses before the call when the identity is not the registry's governance principal,
/// and says which other ways there are.
pub(crate) async fn governs(registry: &RegistryClient<AgentRuntime>) -> Result<(), CliError> {
    let governor = registry.config_certified().await?.governance.0;
    is_governor("registry", governor, registry.runtime().principal()?)
}

fn is_governor(canister: &str, governor: Principal, caller: Principal) -> Result<(), CliError> {
    if governor == caller {
        return Ok(());
    }
    let message = format!(
        "the {canister} is governed by {governor}, not by {caller}: propose it to the council with \
         --neuron ID, print an NNS motion with --motion, an SNS payload with --sns-payload, or \
         the command for an upgrade argument with --candid"
    );
    Err(CliError::usage("NotGovernance", message)
        .with("governance", governor.to_text())
        .with("caller", caller.to_text()))
}

/// What the command would do: its owner's word.
pub(crate) async fn effect(command: &Command, global: &Global) -> Result<String, CliError> {
    let validation = match command.spec().owner {
        Owner::Registry => global.registry().await?.validate_command(command).await?,
        Owner::Identity => global.identity().await?.validate_command(command).await?,
        Owner::Audits => global.audits().await?.validate_command(command).await?,
        Owner::Rewards => global.rewards().await?.validate_command(command).await?,
        Owner::Governance => global.governance().await?.validate_execute(command).await?,
    };
    validation.map_err(|reason| CliError::new(Exit::Refused, "Invalid", reason))
}

async fn validated(command: &Command, global: &Global) -> Result<Shown, CliError> {
    let effect = effect(command, global).await?;
    let value = json!({
        "method": command.spec().method,
        "valid": true,
        "effect": effect,
        "command_hash": command::hash(command),
    });
    Ok(Shown {
        value,
        text: effect,
    })
}

/// The text of an NNS motion that carries the command to the governance canister. Refused
/// when NNS governance would not take it.
pub(crate) async fn motion_text(command: &Command, global: &Global) -> Result<String, CliError> {
    let canister = global.governance_id().await?;
    let text = motion::render(canister, command);
    let text = text.map_err(|error| CliError::usage("Command", error))?;
    let bytes = text.len();
    if bytes > MOTION_BYTES {
        let message = format!("the motion has {bytes} bytes, {MOTION_BYTES} are allowed");
        return Err(CliError::usage("TooLong", message).with("bytes", bytes));
    }
    Ok(text)
}

/// The method in words, and what it is about: an import's source, a motion's title, a plan's
/// name, the provider of a new case, what a payment is for, else the key of the first record.
fn title(command: &Command) -> String {
    let words = command.spec().method.replace('_', " ");
    let about = match command {
        Command::BeginImport(args) => format!("{} {}", args.source, args.source_version),
        Command::RecordWorkingGroupMotion(args) => args.title.clone(),
        Command::AdoptAuditPlan(args) => args.terms.name.clone(),
        Command::OpenCase(args) => args.charge.provider.to_string(),
        Command::PayFromTreasury(args) => args
            .grants
            .first()
            .map_or_else(String::new, |grant| grant.memo.clone()),
        Command::SetRewardsPolicy(_) => String::new(),
        _ => command.records().first().map_or_else(String::new, |first| {
            let shown = record::show(&first.table, &first.key);
            shown
                .split_once(':')
                .map_or_else(String::new, |(_, key)| key.into())
        }),
    };
    let mut title = words[..1].to_uppercase() + &words[1..] + " " + &about;
    // A proposal takes 256 bytes; keys of data centres may be as long.
    let end = (0..=256.min(title.len()))
        .rev()
        .find(|&end| title.is_char_boundary(end))
        .unwrap_or_default();
    title.truncate(end);
    title.trim_end().into()
}

/// Method, hash and records of a command, for people.
pub(crate) fn described(command: &Command) -> String {
    let records: Vec<_> = command
        .records()
        .iter()
        .map(|key| record::show(&key.table, &key.key))
        .collect();
    fields(&[
        ("method", command.spec().method.into()),
        ("topic", format!("{:?}", command.spec().topic)),
        (
            "critical",
            if command.spec().critical { "yes" } else { "no" }.into(),
        ),
        ("command hash", command::hash(command).to_string()),
        ("records", records.join(", ")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::registry::{
        AddDataCenterArgs, CordonKey, Dimension, Gps, SetCordonsArgs, SetSubnetPolicyArgs,
        SubnetRules,
    };
    use bonafide_types::rewards::{AdoptPeriodArgs, Engine, Inputs, PayFromTreasuryArgs};

    #[test]
    fn should_name_a_proposal_by_what_it_is_about() {
        let command = |id: &str| {
            Command::AddDataCenter(AddDataCenterArgs {
                id: id.into(),
                name: "n".into(),
                owner: "o".into(),
                region: "Europe,CH,Zurich".into(),
                gps: Gps {
                    latitude_udeg: 0,
                    longitude_udeg: 0,
                },
            })
        };
        assert_eq!(title(&command("zh9")), "Add data center zh9");
        let period = Command::AdoptPeriod(AdoptPeriodArgs {
            from_day: 20_000,
            to_day: 20_030,
            engine: Engine::V1,
            xdr_permyriad_per_icp: 41_000,
            rate_source: "s".into(),
            inputs: Inputs::Collected,
        });
        assert_eq!(title(&period), "Adopt period 20000-20030/v1");
        let grants = Command::PayFromTreasury(PayFromTreasuryArgs { grants: vec![] });
        assert_eq!(title(&grants), "Pay from treasury");
        let rules = Command::SetSubnetPolicy(SetSubnetPolicyArgs {
            kind: "swiss".into(),
            rules: SubnetRules::default(),
            source: "s".into(),
            effective_from_ns: None,
        });
        assert_eq!(title(&rules), "Set subnet policy swiss");
        let cordon = CordonKey {
            dimension: Dimension::Country,
            actor: "CH".into(),
        };
        let cordons = Command::SetCordons(SetCordonsArgs {
            set: vec![],
            lift: vec![cordon],
        });
        assert_eq!(title(&cordons), "Set cordons country/CH");
        assert_eq!(title(&command(&"é".repeat(300))).len(), 256);
    }
}
