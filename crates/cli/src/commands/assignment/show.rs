use crate::{
    answer::SavedAnswer,
    context::Global,
    error::{CliError, Exit},
    output::{fields, instant, or_empty},
    words,
};
use bonafide_client::{AgentRuntime, AuditsClient, ClientError, Proven, Runtime};
use bonafide_types::audits::{Assignment, AuditError};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Show one assignment with proof, or the proof that there is none: who visits which site when,
/// and how far it is.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide assignment show 7\n  bonafide assignment show 7 --escort 'A. Example 4d5c21c2e4bfb5c8a7b8d0f1e7a4f3a0'"
)]
pub(crate) struct Args {
    /// The assignment.
    id: u64,
    /// What the provider told the auditors about who lets them in: fails when it is not what
    /// the provider accepted with.
    #[arg(long, value_name = "TEXT")]
    escort: Option<String>,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    assignment: Option<Assignment>,
    /// As things stand: as accepted, else the first moment proposed, else the window's end.
    visit_at_ns: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let (assignment, proven) = audits.assignment_certified(args.id).await?;
    if let Some(escort) = &args.escort {
        check_escort(assignment.as_ref(), escort)?;
    }
    let now_ns = audits.runtime().now_ns().await?;
    let shown = Shown {
        certified: true,
        id: args.id,
        visit_at_ns: assignment.as_ref().map(Assignment::visit_at_ns),
        assignment,
        answer: args
            .proof
            .then(|| SavedAnswer::new(audits.canister(), &proven.answer)),
    };
    global
        .output()
        .result(&shown, |shown| match &shown.assignment {
            None => format!("no such assignment, proven: {}", shown.id),
            Some(assignment) => format!(
                "{}\nproof: certified by the network",
                described(assignment, now_ns)
            ),
        })
}

/// An assignment that must be there, proven.
pub(super) async fn certified(
    audits: &AuditsClient<AgentRuntime>,
    assignment_id: u64,
) -> Result<(Assignment, Proven), CliError> {
    let (assignment, proven) = audits.assignment_certified(assignment_id).await?;
    let assignment = assignment
        .ok_or_else(|| ClientError::from(AuditError::AssignmentNotFound { assignment_id }))?;
    Ok((assignment, proven))
}

fn check_escort(assignment: Option<&Assignment>, escort: &str) -> Result<(), CliError> {
    let visit = assignment.and_then(|assignment| assignment.visit.as_ref());
    let hash: [u8; 32] = Sha256::digest(escort).into();
    if visit.is_some_and(|visit| visit.escort_hash.0 == hash) {
        return Ok(());
    }
    let message = match visit {
        None => "no moment is accepted yet",
        Some(_) => "this is not what the provider accepted with",
    };
    Err(CliError::new(Exit::Unverified, "OtherEscort", message))
}

/// An assignment in words, one field per line, then its auditors.
pub(super) fn described(assignment: &Assignment, now_ns: u64) -> String {
    let visit = assignment.visit.as_ref();
    let accepted = visit.map(|visit| {
        format!(
            "{}, accepted {}, escort {}",
            instant(visit.at_ns),
            instant(visit.accepted_at_ns),
            visit.escort_hash
        )
    });
    let slots: Vec<_> = assignment
        .slots
        .iter()
        .map(|slot| instant(slot.at_ns))
        .collect();
    let challenge = assignment.challenge.as_ref().map(|challenge| {
        let nonce = hex::encode(&challenge.nonce.0);
        format!("{nonce}, {}", instant(challenge.at_ns))
    });
    let mut text = fields(&[
        ("assignment", assignment.id.to_string()),
        ("for", words::purpose(assignment.purpose)),
        ("draw", assignment.draw_id.to_string()),
        ("site", assignment.site.to_string()),
        ("auditors", words::team(assignment.team)),
        ("fee of a report", words::e8s(assignment.fee_e8s)),
        ("stake bound for it", words::e8s(assignment.lock_e8s)),
        (
            "window of the visit",
            format!(
                "{} to {}",
                instant(assignment.window_from_ns),
                instant(assignment.window_until_ns)
            ),
        ),
        ("proposed", slots.join(", ")),
        ("accepted", or_empty(accepted)),
        ("visit, as things stand", instant(assignment.visit_at_ns())),
        ("challenge", or_empty(challenge)),
        ("commit until", instant(assignment.commit_until_ns)),
        ("reveal until", instant(assignment.reveal_until_ns)),
        ("round", assignment.round.to_string()),
        (
            "state",
            words::assignment_state(assignment.state, assignment.phase(now_ns)),
        ),
        ("who follow", words::auditors(&assignment.reserve)),
    ]);
    for seat in &assignment.seats {
        text += &format!(
            "\n  round {}  {}: {}",
            seat.round,
            seat.auditor,
            words::seat(&seat.state)
        );
    }
    text
}
