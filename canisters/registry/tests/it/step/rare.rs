//! Histories that chance seldom brings.

use super::{Actors, Machines, Row, Standing, Step, onboarding};
use bonafide_types::registry::LinkKind;

pub(crate) fn rare() -> [Vec<Step>; 3] {
    [
        barred_by_a_later_cluster(),
        boundary_node_of_imports(),
        import_at_a_registered_address(),
    ]
}

/// Provider 3 is offboarded; its key is not taken back by another, and a policy makes it and 1
/// one actor only after that.
fn barred_by_a_later_cluster() -> Vec<Step> {
    let one_actor = Actors::SetPolicy {
        counted: LinkKind::ALL.to_vec(),
        one_sided: true,
        notice_days: 180,
        boundary_node_operators: 2,
        wait_days: None,
    };
    let later = vec![
        Step::Actors(Actors::Answer {
            caller: 3,
            owners: [].into(),
            links: vec![(LinkKind::Family, 1)],
        }),
        Step::Machines(Machines::RemoveNode { caller: 3, node: 3 }),
        Step::Standing(Standing::Offboard { provider: 3 }),
        Step::Standing(Standing::RemoveOperators { ids: vec![3] }),
        Step::AddOperator {
            operator: 3,
            provider: 2,
            dc: 2,
            allowance: 1,
        },
        Step::Actors(one_actor),
        Step::RegisterNode {
            caller: 1,
            node: 5,
            address: 5,
            domain: None,
            generation: 0,
        },
        Step::Standing(Standing::Readmit {
            provider: 1,
            despite: vec![3],
        }),
    ];
    [onboarding(), later].concat()
}

/// A node of an import becomes a boundary node; a later import says otherwise.
fn boundary_node_of_imports() -> Vec<Step> {
    let node = |subnet| Row::Node {
        node: 0,
        operator: 0,
        address: 1,
        subnet,
    };
    let network = vec![
        Row::DataCenter(0),
        Row::Provider {
            provider: 0,
            name: None,
        },
        Row::Operator {
            operator: 0,
            provider: 0,
            dc: 0,
        },
        Row::Subnet(0),
        node(None),
    ];
    let domain = Machines::SetDomain {
        caller: 0,
        node: 0,
        domain: Some(0),
    };
    let serve = Machines::AddBoundaryNodes { ids: vec![0] };
    let changed = vec![Step::Machines(domain), Step::Machines(serve)];
    [import(0, network), changed, import(1, vec![node(Some(0))])].concat()
}

fn import_at_a_registered_address() -> Vec<Step> {
    let row = Row::Node {
        node: 7,
        operator: 3,
        address: 3,
        subnet: None,
    };
    [onboarding(), import(0, vec![row])].concat()
}

/// An import of one page that is approved and brought.
fn import(id: u64, page: Vec<Row>) -> Vec<Step> {
    let begin = Step::Begin {
        pages: vec![page],
        honest: true,
    };
    let bring = Step::Bring {
        import: id,
        page: None,
        honest: true,
    };
    vec![begin, bring]
}
