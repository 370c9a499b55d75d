//! Histories that chance seldom brings.

use super::{Actors, Machines, Row, Site, Standing, Step, Subnets, onboarding};
use bonafide_types::registry::LinkKind;

pub(crate) fn rare() -> [Vec<Step>; 4] {
    [
        barred_by_a_later_cluster(),
        boundary_node_of_imports(),
        import_at_a_registered_address(),
        subnet_of_imported_nodes(),
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

/// A subnet is made of nodes of an import; members come and go as its kind and cordons allow.
fn subnet_of_imported_nodes() -> Vec<Step> {
    let node = |node, address| Row::Node {
        node,
        operator: 0,
        address,
        subnet: None,
    };
    let network = vec![
        Row::DataCenter(0),
        Row::Provider {
            provider: 0,
            name: None,
        },
        Row::Declaration(0),
        Row::Operator {
            operator: 0,
            provider: 0,
            dc: 0,
        },
        node(0, 1),
        node(1, 2),
        node(2, 3),
        node(3, 4),
        node(4, 5),
        node(5, 7),
        // It does not run.
        node(6, 6),
    ];
    let change = |add: &[u8], remove: &[u8]| Subnets::ChangeMembers {
        changes: vec![(5, add.to_vec(), remove.to_vec())],
    };
    let create = || Subnets::CreateSubnet {
        subnet: 5,
        kind: 0,
        members: vec![0, 1, 2, 3],
    };
    let cordons = |set: &[(Site, i64)], lift: &[Site]| Subnets::SetCordons {
        set: set.to_vec(),
        lift: lift.to_vec(),
    };
    let rules = |kind, max_size, wait_days| Subnets::SetRules {
        kind,
        max_size,
        cap: 4,
        wait_days,
    };
    let kind = |subnet, kind| Subnets::SetKinds {
        kinds: vec![(subnet, kind)],
    };
    let hall = Site::DataCenter(0);
    let until_then = [
        create(),
        create(),
        change(&[6], &[0]),
        change(&[4], &[0]),
        cordons(&[(hall, 3)], &[]),
        change(&[5], &[1]),
    ];
    let later = [
        change(&[5], &[1]),
        cordons(&[(Site::Operator(0), 9)], &[hall]),
        cordons(&[], &[hall]),
        // Four members are too many; they only get fewer.
        rules(1, 0, None),
        rules(1, 2, None),
        kind(5, 1),
        change(&[], &[2, 3]),
        kind(6, 1),
        // Nothing is known of a kind before its date.
        kind(5, 2),
        rules(2, 4, Some(5)),
        kind(5, 2),
        change(&[], &[4]),
    ];
    let wait = vec![Step::Wait { days: 4 }];
    let steps = |steps: &[Subnets]| steps.iter().cloned().map(Step::Subnets).collect();
    [import(0, network), steps(&until_then), wait, steps(&later)].concat()
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
