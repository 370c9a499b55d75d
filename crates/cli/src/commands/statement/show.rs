use super::not_found;
use crate::{
    answer::SavedAnswer,
    arguments::rewards::provider_or_caller,
    context::Global,
    error::CliError,
    output::{fields, table},
    paging,
    words::rewards as words,
};
use bonafide_client::{AgentRuntime, RewardsClient};
use bonafide_types::{
    id::ProviderId,
    rewards::{Amounts, ListStatementsArgs, Statement},
};
use candid::Principal;
use serde::Serialize;

/// Show what a provider earned in a period and what it keeps of that, with proof, or the proof
/// that there is no such statement. `statement explain` makes it again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity provider.pem statement show\n  bonafide statement show --period 3 --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe\n  bonafide --json statement show --period 3 --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The period; else the last one of which the provider has a statement.
    #[arg(long, value_name = "ID")]
    period: Option<u64>,
    /// The provider; else the caller.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    period_id: u64,
    provider: ProviderId,
    statement: Option<Statement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let provider = provider_or_caller(args.provider, &rewards)?;
    let period_id = match args.period {
        Some(period_id) => period_id,
        None => latest(&rewards, provider).await?,
    };
    let (statement, proven) = rewards.statement_certified(period_id, provider).await?;
    let shown = Shown {
        certified: true,
        period_id,
        provider,
        statement,
        answer: args
            .proof
            .then(|| SavedAnswer::new(rewards.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| {
        let Shown {
            period_id,
            provider,
            ..
        } = shown;
        match &shown.statement {
            None => format!("no such statement, proven: period {period_id}, provider {provider}"),
            Some(statement) => {
                format!("{}\nproof: certified by the network", described(statement))
            }
        }
    })
}

/// The last period of which a provider has a statement: one node's word, but the statement
/// itself is proven.
pub(super) async fn latest(
    rewards: &RewardsClient<AgentRuntime>,
    provider: ProviderId,
) -> Result<u64, CliError> {
    let statements = of_provider(rewards, provider, None).await?;
    let periods = statements.iter().map(|statement| statement.period_id);
    periods.max().ok_or_else(|| not_found(None, provider))
}

/// Statements of a provider: one node's word.
pub(super) async fn of_provider(
    rewards: &RewardsClient<AgentRuntime>,
    provider: ProviderId,
    limit: Option<usize>,
) -> Result<Vec<Statement>, CliError> {
    paging::all(limit, async |after| {
        let list = ListStatementsArgs {
            period_id: None,
            provider: Some(provider),
            after,
            limit: None,
        };
        let page = rewards.statements(&list).await?;
        Ok((page.statements, page.next))
    })
    .await
}

/// A statement in words: what it is about, its figures, its penalties, its faults.
pub(super) fn described(statement: &Statement) -> String {
    let mut text = fields(&[
        ("provider", statement.provider.to_string()),
        ("period", statement.period_id.to_string()),
        ("days", words::days(statement.from_day, statement.to_day)),
        ("engine", statement.engine.name().into()),
        (
            "one ICP is worth",
            format!("{} XDR permyriad", statement.xdr_permyriad_per_icp),
        ),
        ("nodes", nodes(statement)),
        ("computed from", statement.input_hash.to_string()),
    ]);
    text += "\n";
    text += &statement.amounts.as_ref().map_or_else(
        || "no figures: its own records are broken, see the faults".into(),
        figures,
    );
    if !statement.penalties.is_empty() {
        let rows = statement.penalties.iter().map(words::penalty);
        text += "\nPenalties\n";
        text += &table(["case", "takes", "of"], rows);
    }
    for fault in &statement.faults {
        text += &format!("\nfault: {fault}");
    }
    text
}

/// The formula of v0 knows no nodes.
fn nodes(statement: &Statement) -> String {
    match statement.nodes {
        0 => String::new(),
        nodes => nodes.to_string(),
    }
}

fn figures(amounts: &Amounts) -> String {
    let Amounts {
        gross_xdr_permyriad,
        kept_xdr_permyriad,
        gross_e8s,
        kept_e8s,
        above_maximum,
    } = *amounts;
    let row = |name: &str, xdr_permyriad: u64, e8s: u64| {
        [name.to_owned(), xdr_permyriad.to_string(), e8s.to_string()]
    };
    let slashed = (
        gross_xdr_permyriad.saturating_sub(kept_xdr_permyriad),
        gross_e8s.saturating_sub(kept_e8s),
    );
    let rows = [
        row("earned", gross_xdr_permyriad, gross_e8s),
        row("taken by penalties", slashed.0, slashed.1),
        row("kept", kept_xdr_permyriad, kept_e8s),
    ];
    let list = table(["", "XDR permyriad", "e8s"], rows);
    if above_maximum {
        return format!("{list}\nmore than the network pays at once");
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::{
        id::{NodeId, Sha256Hash},
        rewards::{Engine, PublishedPenalty},
    };

    fn statement() -> Statement {
        let provider = ProviderId(Principal::management_canister());
        let penalty = |case_id, node, bps| PublishedPenalty {
            case_id,
            provider,
            node,
            bps,
        };
        Statement {
            period_id: 3,
            provider,
            from_day: 20_089,
            to_day: 20_119,
            engine: Engine::V1,
            input_hash: Sha256Hash([7; 32]),
            xdr_permyriad_per_icp: 35_000,
            nodes: 2,
            amounts: Some(Amounts {
                gross_xdr_permyriad: 137_200,
                kept_xdr_permyriad: 130_340,
                gross_e8s: 392_000_000,
                kept_e8s: 372_400_000,
                above_maximum: true,
            }),
            faults: vec!["an example".into()],
            penalties: vec![
                penalty(4, None, 500),
                penalty(5, Some(NodeId(Principal::anonymous())), 25),
            ],
        }
    }

    #[test]
    fn should_show_figures_penalties_and_faults() {
        let text = described(&statement());
        for shown in [
            "2025-01-01 to 2025-01-31",
            "137200",
            "6860",
            "130340",
            "19600000",
            "372400000",
            "more than the network pays at once",
            "5 %",
            "0.25 %",
            "what node 2vxsx-fae earned",
            "fault: an example",
        ] {
            assert!(text.contains(shown), "{shown}: {text}");
        }
    }

    #[test]
    fn should_say_that_there_are_no_figures() {
        let broken = Statement {
            amounts: None,
            nodes: 0,
            penalties: Vec::new(),
            ..statement()
        };
        let text = described(&broken);
        assert!(text.contains("no figures"), "{text}");
        for absent in ["Penalties", "nodes", "kept"] {
            assert!(!text.contains(absent), "{absent}: {text}");
        }
    }
}
