//! A period from what the canister collected by itself: who has which nodes from the registry,
//! and what they did from the system's own metrics.

use super::month::assert_computed;
use super::{adopt, assert_refused, assert_told, replay};
use bonafide_client::{PocketIcRuntime, RegistryClient};
use bonafide_kit::cbor;
use bonafide_test_support::{Plan, Suite, actors, args, canisters, instance, rewards, run};
use bonafide_types::governance::Command;
use bonafide_types::id::SubnetId;
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{AcceptDeclarationArgs, ImportRow, NodeRole, NodeStatus};
use bonafide_types::rewards::{
    AdoptPeriodArgs, DayFacts, Engine, GetStatementDayArgs, Inputs, ListAlertsArgs, NodeLine,
    NodeRewardRate, StatementDay, UpdateNodeRewardsTableArgs,
};
use candid::{CandidType, Deserialize, Principal, decode_one};
use pocket_ic::{SubnetBlockmakers, TickConfigs};
use std::collections::BTreeSet;

/// Nodes of the first provider, and that of the second.
const NODES: [u32; 3] = [1, 2, 3];
/// The node that fails.
const FAILING: u32 = 2;

/// A suite whose registry knows two providers, their three nodes, and the subnet on which the
/// suite itself runs.
struct Network {
    suite: Suite,
    subnet: Principal,
}

impl Network {
    fn new() -> Self {
        let suite = Suite::new(&Plan {
            rewards: true,
            rewards_policy: Some(rewards::policy()),
            ..Plan::default()
        });
        let subnet = suite.pic.topology().get_app_subnets()[0];
        onboard(&suite);
        suite.import("network", member(SubnetId(subnet)));
        suite.know_providers();
        let rate = NodeRewardRate {
            region: "Europe".into(),
            reward_type: "type3.1".into(),
            xdr_permyriad_per_node_per_month: 304_375,
            reward_coefficient_percent: Some(100),
        };
        suite.govern(&Command::UpdateNodeRewardsTable(
            UpdateNodeRewardsTableArgs {
                effective_from_day: 0,
                new_entries: vec![rate],
            },
        ));
        Self { suite, subnet }
    }

    /// Rounds of which a node makes the blocks, and others should have.
    fn blocks(&self, maker: u32, failed: &[u32], rounds: u32) {
        let node = |number: &u32| actors::node(*number).0;
        for _ in 0..rounds {
            let makers = SubnetBlockmakers {
                subnet: self.subnet,
                blockmaker: node(&maker),
                failed_blockmakers: failed.iter().map(node).collect(),
            };
            self.suite.pic.tick_with_configs(TickConfigs {
                blockmakers: Some(vec![makers]),
            });
        }
    }

    /// A day on which the failing node makes so many blocks and misses so many, and the others
    /// make some.
    fn day(&self, made: u32, missed: u32) {
        self.blocks(1, &[FAILING], missed);
        for number in [1, 3] {
            self.blocks(number, &[], 5);
        }
        self.blocks(FAILING, &[], made);
        self.suite.rewarding().pass_days(1);
    }
}

/// Two providers with operators that register nodes with their own keys.
fn onboard(suite: &Suite) {
    let own = |key| RegistryClient::new(PocketIcRuntime::new(&suite.pic, key), suite.registry);
    suite.govern(&Command::SetGeneration(args::generation()));
    suite.govern(&Command::AddDataCenter(args::data_center("dc1")));
    let declaration = args::declaration(args::version(1, 0, 0));
    suite.govern(&Command::PublishDeclaration(declaration));
    let current = run(suite.registry_reader().current_declaration("en")).unwrap();
    let sha256 = current.unwrap().sha256;
    for number in [1, 2] {
        let (provider, operator) = (actors::provider(number), actors::operator(number));
        suite.govern(&Command::RegisterProvider(args::company(provider)));
        run(own(provider.0).accept_declaration(&AcceptDeclarationArgs { sha256 })).unwrap();
        suite.govern(&Command::AddNodeOperator(args::node_operator(
            operator, provider, "dc1",
        )));
    }
    for (operator, number) in [1, 1, 2].into_iter().zip(NODES) {
        let key = actors::operator(operator).0;
        run(own(key).register_node(&args::node(number))).unwrap();
    }
}

/// Another node, which is a member of the subnet. Nobody is paid for it: its type is not known.
fn member(subnet: SubnetId) -> Vec<ImportRow> {
    let (provider, operator) = (actors::provider(9), actors::operator(9));
    vec![
        ImportRow::Subnet { id: subnet },
        ImportRow::DataCenter {
            id: "far".into(),
            name: "Halls".into(),
            owner: "Owner".into(),
            region: "Asia,JP,Tokyo".into(),
            gps: None,
        },
        ImportRow::Provider {
            id: provider,
            name: None,
        },
        ImportRow::Operator {
            id: operator,
            provider,
            dc_id: "far".into(),
        },
        ImportRow::Node {
            id: actors::node(90),
            operator,
            role: NodeRole::Replica,
            status: NodeStatus::Up,
            ipv6: args::address(90),
            generation: None,
            subnet: Some(subnet),
        },
    ]
}

fn adoption(from_day: u32, to_day: u32) -> Command {
    Command::AdoptPeriod(AdoptPeriodArgs {
        from_day,
        to_day,
        engine: Engine::V1,
        xdr_permyriad_per_icp: 10_000,
        rate_source: "An example.".into(),
        inputs: Inputs::Collected,
    })
}

/// The lines of a provider's day, and that of a node.
fn line(suite: &Suite, provider: u32, day: u32, node: u32) -> (StatementDay, NodeLine) {
    let told = suite.rewarding().statement_day(&GetStatementDayArgs {
        period_id: 0,
        provider: actors::provider(provider),
        day,
    });
    let told = told.unwrap();
    let of_node = |line: &&NodeLine| line.node == actors::node(node);
    let line = told.nodes.iter().find(of_node).unwrap().clone();
    (told, line)
}

/// A fresh network, and its second day: the first is what the later ones are counted from.
fn collected() -> (Network, u32) {
    let network = Network::new();
    let first = network.suite.rewarding().today() + 1;
    network.day(5, 0);
    network.day(5, 5);
    network.day(10, 0);
    network.day(0, 10);
    (network, first)
}

#[test]
fn should_compute_a_period_from_what_the_system_tells() {
    let (network, first) = collected();
    let suite = &network.suite;
    let rewards = suite.rewarding();
    let last = first + 2;
    assert_eq!(rewards.today(), last + 1);
    assert_eq!(
        rewards.summary().collected_days,
        Some((first - 1, last)),
        "the days that are over"
    );
    // The first day has nothing that it could be counted from, and today is not over.
    assert_refused(suite, &adoption(first - 1, last), "MetricsMissing");
    assert_refused(suite, &adoption(first, last + 1), "InvalidDays");
    let adopt_period = adoption(first, last);
    assert_told(suite, &adopt_period, &["collected"]);
    adopt(suite, &adopt_period);
    // Nobody has to supply anything.
    rewards.tasks();
    rewards.closed(0);

    let slices: Vec<DayFacts> = (0..3)
        .map(|slice| cbor::decode(&rewards.facts(0, slice).unwrap().0).unwrap())
        .collect();
    for (day, facts) in (first..).zip(&slices) {
        assert_eq!(facts.day, day);
        let paid: BTreeSet<_> = facts.nodes.iter().map(|row| row.node).collect();
        assert_eq!(paid, NODES.map(actors::node).into());
        let subnets: Vec<_> = facts.subnets.iter().map(|row| row.subnet.0).collect();
        assert_eq!(subnets, [network.subnet]);
    }
    let computed = assert_computed(suite, 0, &slices);
    assert_eq!(computed.providers.len(), 2);
    let amounts = |number| {
        let statement = rewards.statement(0, actors::provider(number)).unwrap();
        statement.amounts.unwrap()
    };
    // Half of its blocks failed: 0.64 of the day is lost. Then none, then all of them.
    assert_eq!(amounts(1).kept_xdr_permyriad, 13_600 + 20_000 + 12_000);
    assert_eq!(amounts(2).kept_xdr_permyriad, 30_000);
    for (day, multiplier, day_in_all) in [
        (first, "0.36", "13600"),
        (first + 1, "1", "20000"),
        (last, "0.2", "12000"),
    ] {
        let (told, line) = line(suite, 1, day, FAILING);
        assert_eq!(line.multiplier, multiplier, "{line:?}");
        assert_eq!(told.adjusted, day_in_all, "{told:?}");
        assert_eq!(line.measured.unwrap().subnet_failure_rate, "0");
    }
    // Two nodes of one provider in a subnet are an alert, and so is the node that is nobody's.
    let alerts = rewards.alerts(&ListAlertsArgs {
        period_id: 0,
        day: first,
    });
    let kinds: BTreeSet<_> = alerts.alerts.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds, ["NotPaid", "SeveralInSubnet"].into());
    replay::assert_true_log(suite);
}

/// Argument of `remove_nodes` of the network's registry.
#[derive(CandidType, Deserialize)]
struct RemoveNodes {
    node_ids: Vec<Principal>,
}

/// As much as counts here of the argument of `update_node_operator_config`.
#[derive(CandidType, Deserialize)]
struct UpdateNodeOperatorConfig {
    node_operator_id: Option<Principal>,
    node_allowance: Option<u64>,
}

/// What the network could adopt because of a case, which this canister cannot make itself.
#[test]
fn should_write_payloads_for_the_network() {
    let (network, first) = collected();
    let suite = &network.suite;
    let rewards = suite.rewarding();
    suite.govern(&adoption(first, first + 2));
    rewards.tasks();
    rewards.closed(0);

    let mut charge = rewards::charge(actors::provider(1), 1, u64::from(first) * DAY_NS);
    charge.node = Some(actors::node(FAILING));
    charge.subnet = Some(SubnetId(network.subnet));
    let id = suite.open_case(charge);
    assert_eq!(rewards.case_payloads(id), [], "nothing follows from it");
    suite.freeze_case(id, None);
    let judgement = rewards.case(id).judgement.unwrap();
    // Of three nodes of the subnet that are somebody's two are its provider's.
    assert_eq!((judgement.proven, judgement.size), (2, 3));
    assert_eq!(judgement.ppb, 1_000_000_000);
    assert_eq!(judgement.basis_e8s, judgement.cap_e8s);

    let payloads = rewards.case_payloads(id);
    let [remove, update] = payloads.as_slice() else {
        panic!("{payloads:?}")
    };
    assert_eq!(
        (remove.nns_function, remove.name.as_str()),
        (18, "RemoveNodes")
    );
    let RemoveNodes { node_ids } = decode_one(&remove.payload.0).unwrap();
    assert_eq!(node_ids, [actors::node(FAILING).0]);
    assert_eq!(
        (update.nns_function, update.name.as_str()),
        (16, "UpdateNodeOperatorConfig")
    );
    let config: UpdateNodeOperatorConfig = decode_one(&update.payload.0).unwrap();
    assert_eq!(config.node_operator_id, Some(actors::operator(1).0));
    assert_eq!(config.node_allowance, Some(0));
}

/// An upgrade forgets which subnets there are, and finds them again.
#[test]
fn should_go_on_collecting_after_an_upgrade() {
    let (network, first) = collected();
    let suite = &network.suite;
    let rewards = suite.rewarding();
    let module = canisters::rewards();
    instance::upgrade(&suite.pic, suite.rewards, module, vec![]).unwrap();
    rewards.tasks();
    network.day(5, 0);
    network.day(5, 0);
    let days = rewards.summary().collected_days;
    assert_eq!(days, Some((first - 1, first + 4)));
    suite.govern(&adoption(first, first + 4));
    rewards.tasks();
    rewards.closed(0);
    let statement = rewards.statement(0, actors::provider(2)).unwrap();
    assert_eq!(statement.amounts.unwrap().kept_xdr_permyriad, 50_000);
    replay::assert_true_log(suite);
}
