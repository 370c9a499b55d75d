use super::list::scope;
use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, instant},
};
use bonafide_types::{id::VerifierId, identity::Verifier};
use candid::Principal;
use serde::Serialize;

/// Show one verifier with proof, or the proof that there is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide verifier show 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// The verifier.
    verifier: Principal,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: VerifierId,
    verifier: Option<Verifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let id = VerifierId(args.verifier);
    let (verifier, proven) = identity.verifier_certified(id).await?;
    let shown = Shown {
        certified: true,
        id,
        verifier,
        answer: args
            .proof
            .then(|| SavedAnswer::new(identity.canister(), &proven.answer)),
    };
    global
        .output()
        .result(&shown, |shown| match &shown.verifier {
            None => format!("no such verifier, proven: {}", shown.id),
            Some(verifier) => human(verifier),
        })
}

fn human(verifier: &Verifier) -> String {
    let linked: Vec<_> = verifier
        .linked_providers
        .iter()
        .map(ToString::to_string)
        .collect();
    let late: Vec<_> = verifier.late_at_ns.iter().copied().map(instant).collect();
    let mut text = fields(&[
        ("verifier", verifier.id.to_string()),
        ("name", verifier.name.clone()),
        ("owner", verifier.owner.clone()),
        ("belongs together with", linked.join(" ")),
        ("may attest", scope(&verifier.scope)),
        ("let requests lapse", late.join(", ")),
        ("proof", "certified by the network".into()),
    ]);
    for change in &verifier.history {
        text += &format!(
            "\n  {}  {:?}: {}",
            instant(change.at_ns),
            change.status,
            change.reason
        );
    }
    text
}
