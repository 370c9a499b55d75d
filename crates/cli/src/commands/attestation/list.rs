use super::show::status;
use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    paging,
};
use bonafide_types::{
    id::{ProviderId, VerifierId},
    identity::{AttestationView, ListAttestationsArgs},
};
use candid::Principal;
use serde::Serialize;

/// List statements of verifiers and what they are worth now: one node's word. `attestation show`
/// proves one.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide attestation list --subject 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe\n  bonafide attestation list --contract-ends-within-days 60"
)]
pub(crate) struct Args {
    /// Only about this provider.
    #[arg(long, value_name = "PRINCIPAL")]
    subject: Option<Principal>,
    /// Only by this verifier.
    #[arg(long, value_name = "PRINCIPAL")]
    issuer: Option<Principal>,
    /// Only contracts that end within this many days.
    #[arg(long, value_name = "DAYS")]
    contract_ends_within_days: Option<u32>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    attestations: Vec<AttestationView>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let attestations = paging::all(args.limit, async |after| {
        let list = ListAttestationsArgs {
            after,
            limit: None,
            subject: args.subject.map(ProviderId),
            issuer: args.issuer.map(VerifierId),
            contract_ends_within_days: args.contract_ends_within_days,
        };
        let page = identity.attestations(&list).await?;
        Ok((page.attestations, page.next))
    });
    let shown = Shown {
        certified: false,
        attestations: attestations.await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.attestations.iter().map(|view| {
            let attestation = &view.attestation;
            [
                attestation.id.to_string(),
                attestation.schema.clone(),
                attestation.subject.to_string(),
                attestation.issuer.to_string(),
                format!("{:?}", attestation.verdict),
                instant(attestation.issued_at_ns),
                status(&view.status),
            ]
        });
        let header = [
            "number", "schema", "subject", "issuer", "verdict", "issued", "status",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.attestations.len(), "attestation"))
    })
}
