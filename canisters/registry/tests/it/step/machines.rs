//! Nodes that leave or serve the API, generations, names of owners.

use super::{IDS, domain};
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(crate) enum Machines {
    RemoveNodes {
        ids: Vec<u8>,
        back: bool,
    },
    /// By the operator's own key.
    RemoveNode {
        caller: u8,
        node: u8,
    },
    SetDomain {
        caller: u8,
        node: u8,
        domain: Option<u8>,
    },
    AddBoundaryNodes {
        ids: Vec<u8>,
    },
    RemoveBoundaryNodes {
        ids: Vec<u8>,
    },
    /// Its dates in days from now.
    SetGeneration {
        generation: u8,
        from: i64,
        until: Option<i64>,
        supported: Option<i64>,
    },
    /// Aliases with what they stand for.
    SetAliases {
        set: Vec<(u8, u8)>,
        remove: Vec<u8>,
    },
}

pub(super) fn step() -> impl Strategy<Value = Machines> {
    let id = || 0..IDS;
    let node = || 0..2 * IDS;
    let nodes = || prop::collection::vec(node(), 0..3);
    let end = || prop::option::of(prop_oneof![1 => -10..100_i64, 3 => 181..200_i64]);
    prop_oneof![
        3 => (nodes(), any::<bool>()).prop_map(|(ids, back)| Machines::RemoveNodes { ids, back }),
        3 => (id(), node()).prop_map(|(caller, node)| Machines::RemoveNode { caller, node }),
        5 => (id(), node(), domain())
            .prop_map(|(caller, node, domain)| Machines::SetDomain { caller, node, domain }),
        9 => nodes().prop_map(|ids| Machines::AddBoundaryNodes { ids }),
        5 => nodes().prop_map(|ids| Machines::RemoveBoundaryNodes { ids }),
        5 => (0..3_u8, -30..30_i64, end(), end()).prop_map(|(generation, from, until, supported)| {
            Machines::SetGeneration { generation, from, until, supported }
        }),
        2 => (prop::collection::vec((id(), id()), 0..3), prop::collection::vec(id(), 0..2))
            .prop_map(|(set, remove)| Machines::SetAliases { set, remove }),
    ]
}
