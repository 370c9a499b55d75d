use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    paging,
    words::rewards as words,
};
use bonafide_client::{AgentRuntime, RewardsClient};
use bonafide_types::{
    id::ProviderId,
    rewards::{Case, ListCasesArgs, table as tables},
};
use candid::Principal;
use serde::Serialize;

/// List cases: all of them proven whole, some of them one node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide case list --open\n  bonafide case list --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// Only about this provider.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
    /// Only those that can still change by themselves or by their provider.
    #[arg(long)]
    open: bool,
    /// Only those that are over.
    #[arg(long, conflicts_with = "open")]
    over: bool,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    cases: Vec<Case>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let open = (args.open || args.over).then_some(args.open);
    let certified = args.provider.is_none() && open.is_none();
    let cases = if certified {
        rewards.table(tables::CASE, args.limit).await?
    } else {
        some(args, open, &rewards).await?
    };
    let shown = Shown { certified, cases };
    global.output().result(&shown, |shown| {
        let rows = shown.cases.iter().map(|case| {
            [
                case.id.to_string(),
                case.charge.provider.to_string(),
                case.charge.class.name().into(),
                instant(case.charge.offence_at_ns),
                words::case_state(case.state),
            ]
        });
        let header = ["case", "provider", "what", "when", "state"];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.cases.len(), "case"))
    })
}

async fn some(
    args: &Args,
    open: Option<bool>,
    rewards: &RewardsClient<AgentRuntime>,
) -> Result<Vec<Case>, CliError> {
    paging::all(args.limit, async |after| {
        let list = ListCasesArgs {
            provider: args.provider.map(ProviderId),
            open,
            after,
            limit: None,
        };
        let page = rewards.cases(&list).await?;
        Ok((page.cases, page.next))
    })
    .await
}
