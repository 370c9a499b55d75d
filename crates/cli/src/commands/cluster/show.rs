use crate::{
    context::Global,
    error::CliError,
    output::{fields, instant},
};
use bonafide_types::{
    certified::RowKey,
    id::ProviderId,
    registry::{ClusterMember, Holder, IndependenceAnswers, table as tables},
};
use candid::Principal;
use serde::Serialize;
use serde_bytes::ByteBuf;

/// Show a provider's answers and the providers that count as one actor with it, with proof.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide cluster show 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// The provider.
    provider: Principal,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: ProviderId,
    /// Named after its least member; a provider that is alone stands for itself.
    cluster: ProviderId,
    members: Vec<ProviderId>,
    answers: Option<IndependenceAnswers>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let id = ProviderId(args.provider);
    let key = RowKey {
        table: tables::INDEPENDENCE.into(),
        key: ByteBuf::from(id.as_slice()),
    };
    let proven = registry.rows_certified(&[key]).await?;
    let answers = proven.rows.iter().find_map(|row| row.record().transpose());
    let clustered: Vec<ClusterMember> = registry.table(tables::CLUSTER, None).await?;
    let cluster = clustered
        .iter()
        .find(|row| row.provider == id)
        .map_or(id, |row| row.cluster);
    let mut members: Vec<_> = clustered
        .iter()
        .filter(|row| row.cluster == cluster)
        .map(|row| row.provider)
        .collect();
    if members.is_empty() {
        members.push(id);
    }
    let shown = Shown {
        certified: true,
        id,
        cluster,
        members,
        answers: answers.transpose()?,
    };
    global.output().result(&shown, human)
}

fn human(shown: &Shown) -> String {
    let members: Vec<_> = shown.members.iter().map(ToString::to_string).collect();
    let mut text = fields(&[
        ("provider", shown.id.to_string()),
        (
            "one actor with",
            if members.len() == 1 {
                "nobody else".into()
            } else {
                members.join("\n                ")
            },
        ),
        ("cluster", shown.cluster.to_string()),
    ]);
    let Some(answers) = &shown.answers else {
        return text + "\nanswers         none given";
    };
    text += &format!(
        "\nanswers         {}, {}, owners from {} basis points",
        answers.version,
        instant(answers.answered_at_ns),
        answers.ownership_threshold_bps
    );
    for owner in &answers.owners {
        let who = match &owner.holder {
            Holder::Person(hash) => format!("a person, hash {hash}"),
            Holder::Company {
                register_number,
                jurisdiction,
            } => format!("company {register_number} ({jurisdiction})"),
        };
        let controls = if owner.controls { ", controls it" } else { "" };
        text += &format!(
            "\n  owner: {who}, {} basis points{controls}",
            owner.share_bps
        );
    }
    for link in &answers.links {
        text += &format!("\n  link: {:?} with {}", link.kind, link.provider);
    }
    text
}
