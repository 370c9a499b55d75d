//! Who is behind providers, and what of that counts.

use super::PROVIDERS;
use bonafide_types::registry::LinkKind;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub(crate) enum Actors {
    Answer {
        caller: u8,
        owners: BTreeSet<u8>,
        links: Vec<(LinkKind, u8)>,
    },
    SetPolicy {
        counted: Vec<LinkKind>,
        one_sided: bool,
        notice_days: u32,
        boundary_node_operators: u32,
        wait_days: Option<i64>,
    },
    /// The periodic task that computes the clusters by the policy in force.
    ApplyPolicy,
}

pub(super) fn step() -> impl Strategy<Value = Actors> {
    let provider = || 0..PROVIDERS;
    // Two of the kinds often: both sides must name the same for a link to count.
    let kind = || {
        prop_oneof![
            2 => Just(LinkKind::SharedOwner),
            3 => Just(LinkKind::Corporate),
            1 => Just(LinkKind::Family),
        ]
    };
    let owners = prop::collection::btree_set(0..2_u8, 0..2);
    let links = prop::collection::vec((kind(), provider()), 0..4);
    let counted = prop::sample::subsequence(LinkKind::ALL.to_vec(), 0..=4);
    let wait_days = prop_oneof![6 => Just(None), 4 => (1..20_i64).prop_map(Some), 1 => Just(Some(-1)), 1 => Just(Some(400))];
    let policy = (
        counted,
        any::<bool>(),
        prop::sample::select(vec![30, 180]),
        2..4_u32,
        wait_days,
    );
    prop_oneof![
        12 => (provider(), owners, links)
            .prop_map(|(caller, owners, links)| Actors::Answer { caller, owners, links }),
        4 => policy.prop_map(|(counted, one_sided, notice_days, boundary_node_operators, wait_days)| {
            Actors::SetPolicy { counted, one_sided, notice_days, boundary_node_operators, wait_days }
        }),
        1 => Just(Actors::ApplyPolicy),
    ]
}
