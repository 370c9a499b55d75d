use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, instant, or_empty},
};
use bonafide_types::identity::{Attestation, AttestationStatus, Counterparty, SupersededBy};
use serde::Serialize;

/// Show one statement with proof, or the proof that there is none. What it is worth depends on
/// the time and is one node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide attestation show 12\n  bonafide --json attestation show 12 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The statement.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    /// Of the statement; the status is one node's word.
    certified: bool,
    id: u64,
    attestation: Option<Attestation>,
    status: Option<AttestationStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let (attestation, proven) = identity.attestation_certified(args.id).await?;
    let status = match attestation {
        Some(_) => identity.attestation_status(args.id, None).await?,
        None => None,
    };
    let shown = Shown {
        certified: true,
        id: args.id,
        attestation,
        status,
        answer: args
            .proof
            .then(|| SavedAnswer::new(identity.canister(), &proven.answer)),
    };
    global
        .output()
        .result(&shown, |shown| match &shown.attestation {
            None => format!("no such attestation, proven: {}", shown.id),
            Some(attestation) => human(attestation, shown.status.as_ref()),
        })
}

fn human(attestation: &Attestation, worth: Option<&AttestationStatus>) -> String {
    let contract = attestation.contract.as_ref().map(|contract| {
        let with = match &contract.counterparty {
            Counterparty::Named(name) => name.clone(),
            Counterparty::SaltedHash(hash) => format!("hash {hash}"),
        };
        let until = contract.to_ns.map_or("no end".into(), instant);
        let place = contract.dc_id.as_ref().map(|id| format!(", {id}"));
        format!(
            "with {with}{}, {} to {until}, secrecy: {:?}",
            place.unwrap_or_default(),
            instant(contract.from_ns),
            contract.nda
        )
    });
    let record = attestation.record.as_ref().map(|seen| {
        format!(
            "{}/{} with ciphertext {}",
            seen.record_id, seen.version, seen.ciphertext_hash
        )
    });
    fields(&[
        ("attestation", attestation.id.to_string()),
        (
            "schema",
            format!("{} {}", attestation.schema, attestation.schema_version),
        ),
        ("subject", attestation.subject.to_string()),
        ("issuer", attestation.issuer.to_string()),
        ("verdict", format!("{:?}", attestation.verdict)),
        ("checked", attestation.checked.join(", ")),
        ("statement", or_empty(attestation.statement.as_ref())),
        ("contract", or_empty(contract)),
        ("facts", attestation.facts_hash.to_string()),
        ("record seen", or_empty(record)),
        ("evidence", or_empty(attestation.evidence_hash)),
        ("request", or_empty(attestation.request_id)),
        ("issued", instant(attestation.issued_at_ns)),
        ("expires", instant(attestation.expires_at_ns)),
        ("worth, by one node", or_empty(worth.map(status))),
        ("proof", "certified by the network".into()),
    ])
}

/// What a statement is worth, in words.
pub(super) fn status(status: &AttestationStatus) -> String {
    match status {
        AttestationStatus::Valid { until_ns } => format!("valid until {}", instant(*until_ns)),
        AttestationStatus::Expired { since_ns } => format!("expired {}", instant(*since_ns)),
        AttestationStatus::Revoked { since_ns, reason } => {
            format!("revoked {}: {reason}", instant(*since_ns))
        }
        AttestationStatus::Superseded { since_ns, by } => {
            let by = match by {
                SupersededBy::Facts(_) => "the facts changed".into(),
                SupersededBy::FactsGone => "no facts are adopted".into(),
                SupersededBy::Attestation(id) => format!("by attestation {id}"),
                SupersededBy::RecordVersion(version) => {
                    format!("by version {version} of the record")
                }
            };
            format!("superseded {}: {by}", instant(*since_ns))
        }
        AttestationStatus::IssuerSuspended { since_ns, .. } => {
            format!("issuer suspended {}", instant(*since_ns))
        }
        AttestationStatus::IssuerRemoved { since_ns } => {
            format!("issuer removed {}", instant(*since_ns))
        }
    }
}
