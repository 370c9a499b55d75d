use crate::{
    answer::SavedAnswer,
    arguments::audits::site_id,
    context::Global,
    error::CliError,
    output::{fields, instant},
    words,
};
use bonafide_types::audits::{Site, SiteId};
use serde::Serialize;

/// Show one site with its last audits, with proof, or the proof that there is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide site show zh9/2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// The site: data centre and provider.
    #[arg(value_name = "DATA-CENTRE/PROVIDER", value_parser = site_id)]
    site: SiteId,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown<'a> {
    certified: bool,
    id: &'a SiteId,
    site: Option<Site>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let (site, proven) = audits.site_certified(&args.site).await?;
    let shown = Shown {
        certified: true,
        id: &args.site,
        site,
        answer: args
            .proof
            .then(|| SavedAnswer::new(audits.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| match &shown.site {
        None => format!("no such site, proven: {}", shown.id),
        Some(site) => human(site),
    })
}

fn human(site: &Site) -> String {
    let verifiers: Vec<_> = site.verifiers.iter().map(ToString::to_string).collect();
    let gone = if site.nodes == 0 {
        " (the site is gone)"
    } else {
        ""
    };
    let mut text = fields(&[
        ("site", site.id.to_string()),
        ("owner of the data centre", site.dc_owner.clone()),
        ("cluster of the provider", site.cluster.to_string()),
        ("nodes", format!("{}{gone}", site.nodes)),
        ("in critical subnets", site.critical_nodes.to_string()),
        (
            "most critical node",
            words::criticality(site.criticality).into(),
        ),
        (
            "missing statements of identity",
            site.missing_stamps.to_string(),
        ),
        ("attested by", verifiers.join(" ")),
        ("open alerts", site.open_alerts.to_string()),
        ("known since", instant(site.known_since_ns)),
        ("audits", site.audits.to_string()),
        ("proof", "certified by the network".into()),
    ]);
    for audit in &site.history {
        let outcome = audit.outcome.map_or("no quorum", words::outcome);
        text += &format!(
            "\n  {}  assignment {}: {outcome}",
            instant(audit.at_ns),
            audit.assignment_id
        );
    }
    text
}
