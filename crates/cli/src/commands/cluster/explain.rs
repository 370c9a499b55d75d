use crate::{context::Global, error::CliError, output::table};
use bonafide_types::{
    id::ProviderId,
    registry::{DeclaredBy, LinkExplained},
};
use candid::Principal;
use serde::Serialize;

/// Say why two providers count as one actor: a chain of links between them. One node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide cluster explain 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe ryjl3-tyaaa-aaaaa-aaaba-cai"
)]
pub(crate) struct Args {
    /// A provider.
    first: Principal,
    /// Another one.
    second: Principal,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    one_actor: bool,
    links: Vec<LinkExplained>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let (first, second) = (ProviderId(args.first), ProviderId(args.second));
    let links = registry.explain_cluster(first, second).await?;
    let shown = Shown {
        certified: false,
        one_actor: !links.is_empty(),
        links,
    };
    global.output().result(&shown, |shown| {
        if !shown.one_actor {
            return "they count as two actors".into();
        }
        let rows = shown.links.iter().map(|link| {
            let by = match link.declared_by {
                DeclaredBy::First => "the one",
                DeclaredBy::Second => "the other",
                DeclaredBy::Both => "both",
            };
            [
                link.first.to_string(),
                link.second.to_string(),
                format!("{:?}", link.kind),
                by.into(),
            ]
        });
        let chain = table(["one", "the other", "link", "declared by"], rows);
        format!("{chain}\nthey count as one actor")
    })
}
