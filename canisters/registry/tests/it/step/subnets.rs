//! What subnets are to be, who is a member, who is cordoned off.

use super::IDS;
use proptest::prelude::*;

/// Whose nodes join no subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Site {
    Operator(u8),
    DataCenter(u8),
}

#[derive(Clone, Debug)]
pub(crate) enum Subnets {
    /// From one member to `max_size`, and at most `cap` of each operator.
    SetRules {
        kind: u8,
        max_size: u32,
        cap: u32,
        wait_days: Option<i64>,
    },
    /// Subnets with their kinds.
    SetKinds { kinds: Vec<(u8, u8)> },
    /// Subnets with who comes and who goes.
    ChangeMembers {
        changes: Vec<(u8, Vec<u8>, Vec<u8>)>,
    },
    CreateSubnet {
        subnet: u8,
        kind: u8,
        members: Vec<u8>,
    },
    /// Cordons with their days from now, and those to lift.
    SetCordons {
        set: Vec<(Site, i64)>,
        lift: Vec<Site>,
    },
}

pub(super) fn step() -> impl Strategy<Value = Subnets> {
    // The first kind has rules from the beginning.
    let kind = || 0..3_u8;
    let subnet = || 0..2 * IDS;
    let nodes = |most: usize| prop::collection::vec(0..2 * IDS, 0..most);
    let site = || {
        prop_oneof![
            (0..IDS).prop_map(Site::Operator),
            (0..IDS).prop_map(Site::DataCenter)
        ]
    };
    let wait_days = prop_oneof![
        6 => Just(None),
        3 => (1..20_i64).prop_map(Some),
        1 => Just(Some(-1)),
        1 => Just(Some(400)),
    ];
    let until = prop_oneof![8 => 1..40_i64, 1 => Just(0), 1 => Just(400)];
    prop_oneof![
        3 => (kind(), prop::sample::select(vec![0, 2, 4, 8]), 1..4_u32, wait_days)
            .prop_map(|(kind, max_size, cap, wait_days)| Subnets::SetRules { kind, max_size, cap, wait_days }),
        3 => prop::collection::vec((subnet(), kind()), 0..3)
            .prop_map(|kinds| Subnets::SetKinds { kinds }),
        8 => prop::collection::vec((subnet(), nodes(3), nodes(3)), 0..3)
            .prop_map(|changes| Subnets::ChangeMembers { changes }),
        6 => (subnet(), kind(), nodes(6))
            .prop_map(|(subnet, kind, members)| Subnets::CreateSubnet { subnet, kind, members }),
        3 => (prop::collection::vec((site(), until), 0..3), prop::collection::vec(site(), 0..2))
            .prop_map(|(set, lift)| Subnets::SetCordons { set, lift }),
    ]
}
