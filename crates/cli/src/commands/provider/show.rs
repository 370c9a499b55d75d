use super::list::name;
use crate::{
    answer::SavedAnswer,
    context::Global,
    error::{CliError, Exit},
    output::{fields, instant, or_empty},
};
use bonafide_types::{
    id::ProviderId,
    registry::{Acceptance, Provider, ProviderKind, PublishedDeclaration},
};
use candid::Principal;
use serde::Serialize;

/// Show one provider with proof, or the proof that there is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide provider show 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe\n  bonafide --json provider show 2vxsx-fae --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The provider's principal.
    provider: Principal,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: ProviderId,
    provider: Option<Provider>,
    acceptance: Option<Acceptance>,
    published: Option<PublishedDeclaration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let id = ProviderId(args.provider);
    let proven = registry.provider_certified(id).await?;
    let [provider, acceptance, published] = proven.rows.as_slice() else {
        return Err(CliError::new(Exit::Network, "Reply", "not three rows"));
    };
    let shown = Shown {
        certified: true,
        id,
        provider: provider.record()?,
        acceptance: acceptance.record()?,
        published: published.record()?,
        answer: args
            .proof
            .then(|| SavedAnswer::new(registry.canister(), &proven.answer)),
    };
    global.output().result(&shown, human)
}

fn human(shown: &Shown) -> String {
    let Some(provider) = &shown.provider else {
        return format!("no such provider, proven: {}", shown.id);
    };
    let profile = provider.profile.as_ref();
    let own = provider.self_declared.as_ref();
    let kind = profile.map(|profile| match &profile.kind {
        ProviderKind::Individual => "individual".into(),
        ProviderKind::Company {
            register_number,
            jurisdiction,
        } => {
            format!("company {register_number} ({jurisdiction})")
        }
    });
    let accepted = shown.acceptance.as_ref().map(|acceptance| {
        let lapsed = acceptance
            .lapsed_at_ns
            .map(|ns| format!(", lapsed {}", instant(ns)));
        format!(
            "{} {} on {}{}",
            acceptance.language,
            acceptance.version,
            instant(acceptance.accepted_at_ns),
            lapsed.unwrap_or_default()
        )
    });
    let published = shown.published.as_ref().map(|published| {
        let proposal = published
            .nns_proposal
            .map(|id| format!(", NNS proposal {id}"));
        let documents: Vec<_> = published
            .documents
            .iter()
            .map(|document| {
                format!(
                    "\n  {} {} {}",
                    document.sha256, document.kind, document.file
                )
            })
            .collect();
        format!(
            "{}{}{}",
            published.slug,
            proposal.unwrap_or_default(),
            documents.concat()
        )
    });
    fields(&[
        ("provider", provider.id.to_string()),
        ("name", or_empty(name(provider))),
        ("status", status(provider)),
        ("successor", or_empty(provider.successor)),
        (
            "answers reopened",
            or_empty(provider.answers_reopened_at_ns.map(instant)),
        ),
        ("kind", or_empty(kind)),
        ("country", or_empty(profile.map(|profile| &profile.country))),
        (
            "representative",
            or_empty(profile.and_then(|profile| profile.representative.as_ref())),
        ),
        (
            "adopted by",
            or_empty(profile.map(|profile| &profile.proposal)),
        ),
        (
            "calls itself",
            or_empty(own.and_then(|own| own.display_name.as_ref())),
        ),
        (
            "urls",
            own.map(|own| own.urls.join(" ")).unwrap_or_default(),
        ),
        (
            "accepted",
            accepted.unwrap_or_else(|| "no declaration with its own key".into()),
        ),
        ("published", published.unwrap_or_else(|| "nothing".into())),
        ("proof", "certified by the network".into()),
    ])
}

/// Its standing, and since when and why it is so.
fn status(provider: &Provider) -> String {
    let changed = provider
        .status_change
        .as_ref()
        .map(|change| format!(" since {}: {}", instant(change.at_ns), change.reason));
    format!("{:?}{}", provider.status, changed.unwrap_or_default())
}
