use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{count, fields, instant},
};
use bonafide_types::governance::{NnsRequest, NnsReview, ReviewNnsProposalsArgs, ReviewedProposal};
use serde::Serialize;

/// Review NNS proposals on the membership of subnets: what they would do, all of them together,
/// held against all rules.
///
/// Governance reads the proposals from NNS governance, has the registry judge them, and keeps
/// the review. The same proposals can be reviewed again after 10 minutes. With `--kept` nothing
/// is asked of others: the latest review of one proposal is shown with proof, or the proof that
/// there is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem proposal review-nns 138000 138001\n  bonafide proposal review-nns 138000 --kept\n  bonafide --json proposal review-nns 138000 --kept --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The proposals' ids in the NNS, 1 to 8.
    #[arg(required = true, value_name = "NNS_PROPOSAL_ID")]
    ids: Vec<u64>,
    /// Show the latest review that is kept of the first of them.
    #[arg(long)]
    kept: bool,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long, requires = "kept")]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    review: Option<NnsReview>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let shown = if args.kept {
        kept(args, global).await?
    } else {
        let call = ReviewNnsProposalsArgs {
            proposal_ids: args.ids.clone(),
        };
        let review = global
            .governance()
            .await?
            .review_nns_proposals(&call)
            .await?;
        Shown {
            certified: false,
            review: Some(review),
            answer: None,
        }
    };
    global.output().result(&shown, human)
}

async fn kept(args: &Args, global: &Global) -> Result<Shown, CliError> {
    let [id] = args.ids.as_slice() else {
        let message = "--kept shows the review of one proposal; name one";
        return Err(CliError::usage("Usage", message));
    };
    let governance = global.governance().await?;
    let (review, proven) = governance.nns_review_certified(*id).await?;
    Ok(Shown {
        certified: true,
        review,
        answer: args
            .proof
            .then(|| SavedAnswer::new(governance.canister(), &proven.answer)),
    })
}

fn human(shown: &Shown) -> String {
    let Some(review) = &shown.review else {
        return "no review of this proposal, proven".into();
    };
    let proposals: Vec<_> = review.proposals.iter().map(described).collect();
    let proof = if shown.certified {
        "certified by the network"
    } else {
        "the word of the canister; --kept proves it"
    };
    let list = fields(&[
        ("NNS proposals", proposals.join("; ")),
        (
            "verdict",
            if review.accepted {
                "no rule is broken".into()
            } else {
                "rules are broken".into()
            },
        ),
        ("verdict hash", review.verdict_hash.to_string()),
        ("reviewed", instant(review.reviewed_at_ns)),
        ("registry events", review.registry_events.to_string()),
        ("registry tip", review.registry_tip.to_string()),
        ("proof", proof.into()),
    ]);
    format!("{list}\n\n{}", review.words)
}

/// `138000 (open): changes 1 subnet`.
fn described(proposal: &ReviewedProposal) -> String {
    let status = match proposal.status {
        1 => "open",
        2 => "rejected",
        3 => "adopted",
        4 => "executed",
        5 => "failed",
        _ => "of unknown status",
    };
    let request = match &proposal.request {
        NnsRequest::Change { changes } => format!("changes {}", count(changes.len(), "subnet")),
        NnsRequest::Creation { node_ids, .. } => {
            format!("makes a subnet of {}", count(node_ids.len(), "node"))
        }
    };
    format!("{} ({status}): {request}", proposal.proposal_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::id::Sha256Hash;

    fn review() -> NnsReview {
        NnsReview {
            proposals: vec![ReviewedProposal {
                proposal_id: 138_000,
                status: 1,
                nns_function: 1,
                payload_hash: Sha256Hash([1; 32]),
                request: NnsRequest::Creation {
                    kind: "application".into(),
                    subnet_type: None,
                    node_ids: vec![],
                },
            }],
            accepted: false,
            verdict_hash: Sha256Hash([2; 32]),
            words: "In words.".into(),
            registry_events: 5,
            registry_tip: Sha256Hash([3; 32]),
            reviewed_at_ns: 0,
        }
    }

    #[test]
    fn should_say_what_is_proven() {
        let text = |certified, review| {
            human(&Shown {
                certified,
                review,
                answer: None,
            })
        };
        let kept = text(true, Some(review()));
        assert!(kept.contains("138000 (open): makes a subnet of 0 nodes"));
        assert!(kept.contains("rules are broken") && kept.contains("certified by the network"));
        assert!(kept.ends_with("\n\nIn words."), "{kept}");
        assert!(text(false, Some(review())).contains("the word of the canister"));
        assert_eq!(text(true, None), "no review of this proposal, proven");
    }
}
