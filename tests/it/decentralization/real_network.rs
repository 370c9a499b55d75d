//! The real network of 2025-10-31, from public facts: what it was like under the rules that it
//! had adopted.

use super::{assert_true_log, swept};
use bonafide_client::import::facts::Facts;
use bonafide_policy::decentralization::adopted;
use bonafide_test_support::args::subnets::{cordon, jurisdiction};
use bonafide_test_support::{Suite, actors, canisters, run};
use bonafide_types::governance::Command;
use bonafide_types::id::{NodeId, SubnetId};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    Dimension, EvaluateNetworkArgs, Feasibility, FeasibleArgs, FindSubnetsArgs,
    JurisdictionSharesArgs, ListNodesArgs, ListSubnetsArgs, MembershipProposal, NodeCap,
    NodeFilter, NodeRole, NodeStatus, ProposeMembershipArgs, Rule, SetSubnetKindsArgs,
    SubnetEvaluation, SubnetKindArgs, SweepReport,
};
use std::collections::BTreeMap;

/// The network with its declarations.
fn imported() -> Suite {
    let facts = Facts::read(&canisters::fixture("network-2025-10-31.facts")).unwrap();
    let suite = Suite::default();
    suite.import("network", facts.network.rows().to_vec());
    suite.import("declarations", facts.declarations.rows().to_vec());
    suite
}

/// The council says of which kinds the subnets are that are no application subnets.
fn set_kinds(suite: &Suite) {
    let page = run(suite.registry_reader().subnets(&ListSubnetsArgs::default())).unwrap();
    let kinds = page.subnets.iter().map(|row| SubnetKindArgs {
        subnet_id: row.id,
        kind: adopted::kind_of(&row.id.to_string()).into(),
    });
    let named: Vec<_> = kinds
        .filter(|row| row.kind != adopted::DEFAULT_KIND)
        .collect();
    assert_eq!(named.len(), 6);
    suite.adopt(&Command::SetSubnetKinds(SetSubnetKindsArgs {
        kinds: named,
    }));
}

/// The members of the European Union, as a tag.
fn set_tag(suite: &Suite) {
    let countries = adopted::countries("EU").unwrap();
    let codes: Vec<_> = countries.iter().map(String::as_str).collect();
    suite.adopt(&jurisdiction("EU", &codes));
}

/// All subnets, page by page.
fn evaluated(suite: &Suite, violating_only: bool) -> Vec<SubnetEvaluation> {
    let mut args = EvaluateNetworkArgs {
        limit: Some(20),
        violating_only,
        ..EvaluateNetworkArgs::default()
    };
    let mut found = Vec::new();
    loop {
        let page = run(suite.registry_reader().network_evaluation(&args)).unwrap();
        assert!(page.subnets.len() <= 20);
        found.extend(page.subnets);
        if page.next.is_none() {
            return found;
        }
        args.after = page.next;
    }
}

/// Coefficients as the tool in use counts them: operator, provider, data centre, owner, area,
/// country.
fn as_published(found: &SubnetEvaluation) -> [u32; 6] {
    let nakamoto = &found.scorecard.nakamoto_dre;
    assert_eq!(nakamoto.cluster, nakamoto.node_provider, "nobody is linked");
    [
        Dimension::NodeOperator,
        Dimension::NodeProvider,
        Dimension::DataCenter,
        Dimension::DataCenterOwner,
        Dimension::Area,
        Dimension::Country,
    ]
    .map(|dimension| nakamoto.get(dimension))
}

/// The members that did not run, by subnet.
fn down(suite: &Suite) -> BTreeMap<SubnetId, Vec<NodeId>> {
    let mut args = ListNodesArgs {
        filter: Some(NodeFilter {
            role: Some(NodeRole::Replica),
            status: Some(NodeStatus::Down),
            ..NodeFilter::default()
        }),
        ..ListNodesArgs::default()
    };
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    loop {
        let page = run(suite.registry_reader().nodes(&args)).unwrap();
        for view in page.nodes {
            let subnet = view.node.subnet.unwrap();
            found.entry(subnet).or_default().push(view.node.id);
        }
        if page.next.is_none() {
            return found;
        }
        args.after = page.next;
    }
}

fn heal(suite: &Suite, subnet_id: SubnetId) -> MembershipProposal {
    let args = ProposeMembershipArgs::Heal { subnet_id };
    run(suite.registry_reader().propose_membership(&args)).unwrap()
}

/// The subnets that a sweep would change.
fn healed(report: &SweepReport) -> Vec<SubnetId> {
    let healings = report.healings.iter();
    healings.map(|healing| healing.change.subnet_id).collect()
}

fn feasibility(suite: &Suite, caps: Vec<NodeCap>) -> Feasibility {
    let args = FeasibleArgs {
        kind: "us".into(),
        caps,
        all_nodes: false,
    };
    run(suite.registry_reader().feasibility(&args)).unwrap()
}

#[test]
fn should_find_that_every_subnet_kept_its_rules() {
    let suite = imported();
    // Before anybody says which subnets are larger by intention.
    let broken = evaluated(&suite, true);
    assert_eq!(broken.len(), 4);
    for found in &broken {
        assert!(found.scorecard.size > 13);
        assert!(found.violations.iter().any(|it| it.rule == Rule::Size));
    }
    set_kinds(&suite);
    assert_eq!(evaluated(&suite, true), [], "EU as it was adopted");
    set_tag(&suite);
    assert_eq!(evaluated(&suite, true), []);

    let all = evaluated(&suite, false);
    assert_eq!(all.len(), 47);
    assert!(all.iter().all(|found| found.violations.is_empty()));
    let sizes = all.iter().map(|found| found.scorecard.size);
    assert_eq!(sizes.sum::<u32>(), 701);
    let of_kind = |kind: &str| all.iter().find(|found| found.kind == kind).unwrap();
    let nns = of_kind("nns");
    assert_eq!(nns.scorecard.size, 40);
    assert_eq!(as_published(nns), [13, 12, 13, 13, 7, 5]);
    assert_eq!(as_published(of_kind("fiduciary")), [12, 12, 12, 12, 9, 6]);
    assert_true_log(&suite);
}

#[test]
fn should_heal_every_subnet_that_had_a_member_down() {
    let suite = imported();
    set_kinds(&suite);
    set_tag(&suite);
    let down = down(&suite);
    assert_eq!(down.len(), 14);
    let mut healed = 0;
    for (subnet, nodes) in &down {
        let found = heal(&suite, *subnet);
        let rules = adopted::rules(adopted::kind_of(&subnet.to_string())).unwrap();
        if rules.sev {
            // The facts do not say which spare nodes have SEV-SNP.
            assert_eq!(found.change, None, "{subnet}");
            continue;
        }
        let change = found.change.unwrap();
        assert_eq!(&change.node_ids_remove, nodes, "{subnet}");
        assert_eq!(change.node_ids_add.len(), nodes.len());
        let view = found.verdict.unwrap();
        assert!(view.verdict.accepted, "{}", view.words);
        let [only] = &view.verdict.subnets[..] else {
            panic!("{}", view.words);
        };
        assert_eq!(only.after.violation_weight, 0);
        let again = suite.verdict(vec![change]);
        assert_eq!(again, view, "{subnet}");
        healed += 1;
    }
    assert_eq!(healed, 12);
}

/// A subnet of 13 nodes in the United States was adopted, and could not be made: ten owners of
/// data centres had spare nodes there.
#[test]
fn should_say_why_a_subnet_in_the_united_states_cannot_be_made() {
    let suite = imported();
    let found = feasibility(&suite, vec![]);
    assert_eq!(found.wanted, 13);
    assert_eq!((found.max_size, found.upper_bound), (10, 10));
    let nodes = found.bottleneck.iter().map(|part| part.nodes);
    assert_eq!(nodes.sum::<u32>(), 10);
    let mut dimensions = found.bottleneck.iter().map(|part| part.dimension);
    assert!(dimensions.any(|it| it == Some(Dimension::DataCenterOwner)));
    assert!(found.words.contains("10"), "{}", found.words);

    let two_of_an_owner = NodeCap {
        dimension: Dimension::DataCenterOwner,
        max: 2,
    };
    let found = feasibility(&suite, vec![two_of_an_owner]);
    assert!(found.max_size >= 13, "{}", found.words);
    let args = ProposeMembershipArgs::Create {
        kind: "us".into(),
        size: None,
    };
    let made = run(suite.registry_reader().propose_membership(&args)).unwrap();
    let verdict = made.verdict.unwrap();
    assert!(!verdict.verdict.accepted, "{}", verdict.words);
}

#[test]
fn should_find_subnets_and_count_shares_by_country() {
    let suite = imported();
    set_tag(&suite);
    let tags = |tags: &[&str]| -> Vec<String> { tags.iter().map(|tag| (*tag).into()).collect() };
    let found = |args: &FindSubnetsArgs| {
        let found = run(suite.registry_reader().find_subnets(args)).unwrap();
        let ids = found.subnet_ids.iter();
        ids.map(|id| adopted::kind_of(&id.to_string()))
            .collect::<Vec<_>>()
    };
    let inside = FindSubnetsArgs {
        within: tags(&["EU", "CH", "GB"]),
        ..FindSubnetsArgs::default()
    };
    assert_eq!(found(&inside), ["european"]);
    let outside = FindSubnetsArgs {
        without: tags(&["US"]),
        ..FindSubnetsArgs::default()
    };
    assert_eq!(
        found(&outside),
        ["european"],
        "no other one is without the US"
    );

    let args = JurisdictionSharesArgs {
        tags: tags(&["EU", "US"]),
        ..JurisdictionSharesArgs::default()
    };
    let shares = run(suite.registry_reader().jurisdiction_shares(&args)).unwrap();
    // Without the 20 boundary nodes.
    assert_eq!((shares.nodes, shares.members), (1_427, 701));
    let told = shares.shares.iter().map(|share| {
        let there = (share.subnets, share.subnets_within);
        (share.tag.as_str(), share.nodes, share.members, there)
    });
    let told: Vec<_> = told.collect();
    let expected = [("EU", 292, 207, (46, 0)), ("US", 382, 65, (46, 0))];
    assert_eq!(told, expected);
}

#[test]
fn should_sweep_the_whole_network_in_slices() {
    let suite = imported();
    set_kinds(&suite);
    set_tag(&suite);
    let report = swept(&suite);
    assert_eq!((report.subnets, report.violating), (47, 0));
    assert_eq!(report.slices, 2);
    // All healings hold together, and no node is promised twice.
    let healings = report.healings.iter();
    let changes: Vec<_> = healings.map(|healing| healing.change.clone()).collect();
    assert_eq!(changes.len(), 12);
    let shown = suite.verdict(changes);
    assert!(shown.verdict.accepted, "{}", shown.words);

    // An example provider, of which there are no nodes.
    let actor = actors::provider(1).to_string();
    let until_ns = suite.now_ns() + DAY_NS;
    let args = cordon(Dimension::NodeProvider, &actor, until_ns);
    suite.adopt(&Command::SetCordons(args));
    let old = run(suite.registry_reader().sweep_report()).unwrap();
    assert!(!old.unwrap().current);
    let next = swept(&suite);
    assert!(next.network_version > report.network_version);
    assert_eq!(healed(&next), healed(&report));
}
