use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    paging,
};
use bonafide_types::{
    id::{ProviderId, VerifierId},
    identity::{AttestationRequest, ListRequestsArgs, RequestState, table as tables},
};
use candid::Principal;
use serde::Serialize;

/// List requests to verifiers: all of them proven whole, those of one provider or verifier one
/// node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide attestation requests --verifier 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// Only by this provider.
    #[arg(long, value_name = "PRINCIPAL")]
    subject: Option<Principal>,
    /// Only to this verifier.
    #[arg(long, value_name = "PRINCIPAL")]
    verifier: Option<Principal>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    requests: Vec<AttestationRequest>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let certified = args.subject.is_none() && args.verifier.is_none();
    let requests = if certified {
        identity.table(tables::REQUEST, args.limit).await?
    } else {
        let requests = paging::all(args.limit, async |after| {
            let list = ListRequestsArgs {
                after,
                limit: None,
                subject: args.subject.map(ProviderId),
                verifier: args.verifier.map(VerifierId),
            };
            let page = identity.requests(&list).await?;
            Ok((page.requests, page.next))
        });
        requests.await?
    };
    let shown = Shown {
        certified,
        requests,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.requests.iter().map(|request| {
            [
                request.id.to_string(),
                request.subject.to_string(),
                request.verifier.to_string(),
                request.schema.clone(),
                request.fee_e8s.to_string(),
                instant(request.due_at_ns),
                state(request.state),
            ]
        });
        let header = [
            "number", "subject", "verifier", "schema", "fee, e8s", "due", "state",
        ];
        format!(
            "{}\n{}",
            table(header, rows),
            count(shown.requests.len(), "request")
        )
    })
}

fn state(state: RequestState) -> String {
    match state {
        RequestState::Open => "open".into(),
        RequestState::Delivered { attestation_id, .. } => {
            format!("delivered: attestation {attestation_id}")
        }
        RequestState::Cancelled { at_ns } => format!("cancelled {}", instant(at_ns)),
        RequestState::Lapsed { at_ns } => format!("lapsed {}", instant(at_ns)),
    }
}
