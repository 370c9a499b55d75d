use crate::{
    commands::draw::described,
    context::Global,
    error::{CliError, Exit},
};
use bonafide_client::{AgentRuntime, AuditsClient, ClientError};
use bonafide_types::audits::{AuditError, Draw, DrawPurpose, Plan, PlanState};
use serde_json::json;

/// Fix a plan's sites, weights and auditors and hash them, then have the seed drawn for that
/// hash, and with it sites and auditors. Whatever was done before is left alone.
///
/// The canister does the same by itself within a minute or two; nobody gains anything by being
/// first. `draw verify` makes the draw again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity me.pem plan draw 3")]
pub(crate) struct Args {
    /// The plan.
    plan: u64,
    /// The draw of its re-audits, once the canister fixed that.
    #[arg(long)]
    reaudits: bool,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let plan_id = args.plan;
    let purpose = if args.reaudits {
        DrawPurpose::Reaudits { plan_id }
    } else {
        let plan = plan(&audits, plan_id).await?;
        if plan.state == PlanState::Adopted {
            fix(&audits, plan_id, global).await?;
        }
        DrawPurpose::Audits { plan_id }
    };
    let draw = match audits.draw(purpose).await {
        Ok(draw) => draw,
        Err(ClientError::Audit(AuditError::AlreadyDrawn { draw_id })) => {
            drawn(&audits, draw_id).await?
        }
        Err(error) => return Err(error.into()),
    };
    global
        .output()
        .result(&json!({ "draw": draw }), |_| described(&draw))
}

async fn fix(
    audits: &AuditsClient<AgentRuntime>,
    plan_id: u64,
    global: &Global,
) -> Result<(), CliError> {
    let hash = match audits.fix_snapshot(plan_id).await {
        Ok(draw) => draw.snapshot.hash,
        // The canister was first.
        Err(ClientError::Audit(AuditError::SnapshotFixed { hash, .. })) => hash,
        Err(error) => return Err(error.into()),
    };
    global
        .output()
        .note(&format!("sites and auditors are fixed with hash {hash}"));
    Ok(())
}

async fn plan(audits: &AuditsClient<AgentRuntime>, plan_id: u64) -> Result<Plan, CliError> {
    let (plan, _) = audits.plan_certified(plan_id).await?;
    plan.ok_or_else(|| ClientError::from(AuditError::PlanNotFound { plan_id }).into())
}

async fn drawn(audits: &AuditsClient<AgentRuntime>, draw_id: u64) -> Result<Draw, CliError> {
    let (draw, _) = audits.draw_certified(draw_id).await?;
    draw.ok_or_else(|| {
        let message =
            format!("draw {draw_id} was made, and the canister proves that there is none");
        CliError::new(Exit::Network, "Reply", message)
    })
}
