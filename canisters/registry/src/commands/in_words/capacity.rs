//! What more nodes of an operator make of who holds how many, and where.

use super::life_cycle::provider_in_words;
use crate::state::State;
use bonafide_types::id::OperatorId;
use bonafide_types::registry::NodeOperator;
use ic_stable_structures::Memory;

/// What the capacity of an operator record, as it will be, does to its provider's cluster and
/// to its data centre: nodes now, and nodes when all that may register have registered.
pub(super) fn capacity_in_words<M: Memory>(state: &State<M>, row: &NodeOperator) -> String {
    let members = state.members_of_cluster(row.provider);
    let in_cluster = members
        .iter()
        .flat_map(|member| state.operators_of(*member));
    let (now, then) = capacity(state, in_cluster, row);
    let provider = provider_in_words(state, row.provider);
    let who = match members.len() {
        1 => format!("Provider {provider} holds"),
        size => {
            format!("The {size} providers that count as one actor, {provider} among them, hold")
        }
    };
    let (here, could) = capacity(state, state.operators_in(&row.dc_id), row);
    let all = state.nodes.len();
    format!(
        " {who} {now} of {all} nodes now and could hold {then} then; data centre {:?} \
         holds {here} now and could hold {could} then.",
        row.dc_id
    )
}

/// Nodes of some operators now; and with what they may register, when one of their records is
/// as given.
fn capacity<M: Memory>(
    state: &State<M>,
    operators: impl IntoIterator<Item = OperatorId>,
    changed: &NodeOperator,
) -> (u64, u64) {
    let nodes = |id| u64::from(state.operator_counts(id).nodes);
    let mut now = 0;
    let mut then = nodes(changed.id) + changed.node_allowance;
    for id in operators {
        now += nodes(id);
        if id != changed.id {
            let record = state.node_operator(id);
            then += nodes(id) + record.map_or(0, |record| record.node_allowance);
        }
    }
    (now, then)
}
