use crate::{
    answer::SavedAnswer,
    context::Global,
    error::{CliError, Exit},
    output::{fields, instant, or_empty, role, status},
};
use bonafide_types::{
    certified::RowKey,
    id::NodeId,
    registry::{ApiBoundaryNode, Generation, Node, NodeOperator, table as tables},
};
use candid::Principal;
use serde::Serialize;
use serde_bytes::ByteBuf;

/// Show one node and the records it refers to with proof, or the proof that there is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide node show rwlgt-iiaaa-aaaaa-aaaaa-cai\n  bonafide --json node show rwlgt-iiaaa-aaaaa-aaaaa-cai --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The node.
    node: Principal,
    /// Keep the certified answer about the node in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: NodeId,
    node: Option<Node>,
    api_boundary_node: Option<ApiBoundaryNode>,
    node_operator: Option<NodeOperator>,
    generation: Option<Generation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let id = NodeId(args.node);
    let keys = [tables::NODE, tables::API_BOUNDARY_NODE].map(|table| key(table, id.as_slice()));
    let proven = registry.rows_certified(&keys).await?;
    let [node, boundary] = proven.rows.as_slice() else {
        return Err(CliError::new(Exit::Network, "Reply", "not two rows"));
    };
    let mut shown = Shown {
        certified: true,
        id,
        node: node.record()?,
        api_boundary_node: boundary.record()?,
        node_operator: None,
        generation: None,
        answer: args
            .proof
            .then(|| SavedAnswer::new(registry.canister(), &proven.answer)),
    };
    if let Some(node) = &shown.node {
        let operator = key(tables::NODE_OPERATOR, node.operator.as_slice());
        let name = node.generation.clone().unwrap_or_default();
        let generation = key(tables::GENERATION, name.as_bytes());
        let proven = registry.rows_certified(&[operator, generation]).await?;
        let [operator, generation] = proven.rows.as_slice() else {
            return Err(CliError::new(Exit::Network, "Reply", "not two rows"));
        };
        shown.node_operator = operator.record()?;
        shown.generation = generation.record()?;
    }
    global.output().result(&shown, human)
}

fn key(table: &str, key: &[u8]) -> RowKey {
    RowKey {
        table: table.into(),
        key: ByteBuf::from(key),
    }
}

fn human(shown: &Shown) -> String {
    let Some(node) = &shown.node else {
        return format!("no such node, proven: {}", shown.id);
    };
    let operator = shown.node_operator.as_ref();
    let supported =
        shown
            .generation
            .as_ref()
            .map(|generation| match generation.supported_until_ns {
                Some(ns) => format!("until {}", instant(ns)),
                None => "no end announced".into(),
            });
    let boundary = shown
        .api_boundary_node
        .as_ref()
        .map(|row| format!("{:?}, version {}", row.kind, row.version));
    fields(&[
        ("node", node.id.to_string()),
        ("role", role(node.role).into()),
        ("status", status(node.status).into()),
        ("operator", node.operator.to_string()),
        ("provider", or_empty(operator.map(|row| row.provider))),
        ("data centre", or_empty(operator.map(|row| &row.dc_id))),
        ("subnet", or_empty(node.subnet)),
        ("address", node.ipv6.clone()),
        ("IPv4", or_empty(node.ipv4.as_ref())),
        ("domain", or_empty(node.domain.as_ref())),
        ("reward type", or_empty(node.node_reward_type.as_ref())),
        ("generation", or_empty(node.generation.as_ref())),
        ("supported", or_empty(supported)),
        ("boundary node", or_empty(boundary)),
        ("attested", attested(node, operator)),
        ("registered", instant(node.registered_at_ns)),
        ("proof", "certified by the network".into()),
    ])
}

/// What a hand-over does to evidence is said here as the registry's reads say it.
fn attested(node: &Node, operator: Option<&NodeOperator>) -> String {
    let Some(attestation) = &node.attestation else {
        return "no".into();
    };
    let at = instant(attestation.submitted_at_ns);
    let void = operator
        .and_then(|row| row.handed_over)
        .filter(|hand_over| attestation.submitted_at_ns <= hand_over.at_ns);
    match void {
        Some(hand_over) => format!("{at}, void since {}", instant(hand_over.at_ns)),
        None => format!("{at}, not verified"),
    }
}
