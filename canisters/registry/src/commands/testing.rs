//! A registry on the heap for the commands' tests.

pub(crate) mod subnets;

use super::suspend_provider;
use super::{Decision, accept_declaration, add_data_center, add_node_operator};
use super::{add_api_boundary_nodes, answer_independence, revise_elected_guestos_versions};
use super::{offboard_provider, publish_declaration, register_node, register_provider};
use crate::queries::declarations::current;
use crate::state::{ClusterAssignment, Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::commit::{record, root_hash};
use bonafide_types::id::{Caller, NodeId, OperatorId, ProviderId, Sha256Hash};
use bonafide_types::registry::{
    AcceptDeclarationArgs, AddApiBoundaryNodeArgs, AddApiBoundaryNodesArgs, AddDataCenterArgs,
    AddNodeOperatorArgs, AnswerIndependenceArgs, BoundaryNodeKind, Config, ElectGuestosVersionArgs,
    Generation, Gps, Holder, Link, LinkKind, Node, OffboardProviderArgs, Owner, ProviderKind,
    PublishDeclarationArgs, RegisterNodeArgs, RegisterProviderArgs, RegistryError,
    ReviseElectedGuestosVersionsArgs, SetRegistryPolicyArgs, SuspendProviderArgs, Version,
};
use candid::Principal;
use ic_stable_structures::VectorMemory;

pub(crate) const GOVERNANCE: Principal = Principal::from_slice(&[200, 1]);
const SELF_ID: Principal = Principal::from_slice(&[201, 1]);

pub(crate) struct World {
    pub(crate) state: State<VectorMemory>,
    pub(crate) caller: Principal,
    pub(crate) now_ns: u64,
}

impl World {
    /// An installed registry that takes nodes of generation `Gen1`; governance calls.
    pub(crate) fn new() -> Self {
        let manager = bonafide_kit::memory::manager(VectorMemory::default());
        let mut world = Self {
            state: State::open(&manager).unwrap(),
            caller: GOVERNANCE,
            now_ns: 1_700_000_000_000_000_000,
        };
        let config = Config {
            governance: Caller(GOVERNANCE),
        };
        world.record(Event::Initialized { config });
        let generation = Generation {
            name: "Gen1".into(),
            node_types: vec!["type1".into(), "type1.1".into(), "type0".into()],
            onboarding_from_ns: 0,
            onboarding_until_ns: None,
            supported_until_ns: None,
            sev_snp: false,
            announced_at_ns: 0,
        };
        world.record(Event::GenerationSet { generation });
        world
    }

    pub(crate) fn ctx(&self) -> Ctx {
        Ctx {
            caller: self.caller,
            now_ns: self.now_ns,
            self_id: SELF_ID,
        }
    }

    pub(crate) fn record(&mut self, event: Event) {
        let ctx = self.ctx();
        record(&mut self.state, &ctx, [event]);
    }

    /// Decides and, when it is so decided, changes the state.
    pub(crate) fn run<A, R>(&mut self, decide: Decide<A, R>, args: A) -> Result<R, RegistryError> {
        let ctx = self.ctx();
        let decision = decide(&self.state, args, &ctx)?;
        record(&mut self.state, &ctx, decision.events);
        Ok(decision.reply)
    }

    /// The same, called by another principal.
    pub(crate) fn run_as<A, R>(
        &mut self,
        caller: Principal,
        decide: Decide<A, R>,
        args: A,
    ) -> Result<R, RegistryError> {
        let before = std::mem::replace(&mut self.caller, caller);
        let outcome = self.run(decide, args);
        self.caller = before;
        outcome
    }

    /// Checks that a command is refused and changes nothing; returns the refusal.
    pub(crate) fn refused<A, R: std::fmt::Debug>(
        &mut self,
        decide: Decide<A, R>,
        args: A,
    ) -> RegistryError {
        let before = root_hash(&mut self.state);
        let refusal = self.run(decide, args).unwrap_err();
        assert_eq!(
            root_hash(&mut self.state),
            before,
            "a refusal changes nothing"
        );
        refusal
    }

    pub(crate) fn refuse<A, R: std::fmt::Debug>(
        &mut self,
        decide: Decide<A, R>,
        args: A,
        expected: RegistryError,
    ) {
        let refusal = self.refused(decide, args);
        assert_eq!(Err::<(), _>(refusal), Err(expected));
    }

    /// Checks that a command is refused for a field.
    pub(crate) fn refuse_field<A, R: std::fmt::Debug>(
        &mut self,
        decide: Decide<A, R>,
        args: A,
        expected: &str,
    ) {
        match self.refused(decide, args) {
            RegistryError::TextTooLong { field, .. }
            | RegistryError::TextEmpty { field }
            | RegistryError::InvalidField { field, .. }
            | RegistryError::TooMany { field, .. }
            | RegistryError::OutOfRange { field, .. } => assert_eq!(field, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }

    pub(crate) fn register_provider(&mut self, n: u8) {
        self.run_as(GOVERNANCE, register_provider::decide, individual(n))
            .unwrap();
    }

    pub(crate) fn add_data_center(&mut self, id: &str) {
        self.run_as(GOVERNANCE, add_data_center::decide, data_center(id))
            .unwrap();
    }

    pub(crate) fn add_operator(&mut self, n: u8, provider: u8, dc_id: &str, allowance: u64) {
        let args = operator(n, provider, dc_id, allowance);
        self.run_as(GOVERNANCE, add_node_operator::decide, args)
            .unwrap();
    }

    pub(crate) fn publish(&mut self, language: &str, version: Version, text: &str) {
        let args = declaration(language, version, text);
        self.run_as(GOVERNANCE, publish_declaration::decide, args)
            .unwrap();
    }

    /// The provider accepts the current text.
    pub(crate) fn accept(&mut self, provider: u8, language: &str) {
        let sha256 = current(&self.state, language, self.now_ns).unwrap().sha256;
        let args = AcceptDeclarationArgs { sha256 };
        self.run_as(provider_id(provider).0, accept_declaration::decide, args)
            .unwrap();
    }

    /// A provider answers the questions of independence.
    pub(crate) fn answer(&mut self, provider: u8, companies: &[u8], links: &[(LinkKind, u8)]) {
        let args = answers(companies, links);
        self.run_as(provider_id(provider).0, answer_independence::decide, args)
            .unwrap();
    }

    /// Nodes 1 to `count`, each with a domain name, of an operator and a provider of its own;
    /// [`GUESTOS`] is elected.
    pub(crate) fn with_domains(count: u8) -> Self {
        let mut world = Self::new();
        world.elect(GUESTOS);
        world.add_data_center("zh2");
        world.publish("en", version(1, 0, 0), "one");
        for n in 1..=count {
            world.register_provider(n);
            world.accept(n, "en");
            world.add_operator(n, n, "zh2", 5);
            let args = RegisterNodeArgs {
                ipv6: format!("2a00::{n}"),
                domain: Some(format!("n{n}.example.com")),
                ..node(n)
            };
            world
                .run_as(operator_id(n).0, register_node::decide, args)
                .unwrap();
        }
        world
    }

    /// The same, all of them boundary nodes that run [`GUESTOS`].
    pub(crate) fn with_boundary_nodes(count: u8) -> Self {
        let mut world = Self::with_domains(count);
        let args = AddApiBoundaryNodesArgs {
            nodes: (1..=count).map(boundary_node).collect(),
            version: GUESTOS.into(),
        };
        world.run(add_api_boundary_nodes::decide, args).unwrap();
        world
    }

    /// Elects a version without measurements.
    pub(crate) fn elect(&mut self, version: &str) {
        let args = ReviseElectedGuestosVersionsArgs {
            elect: Some(ElectGuestosVersionArgs {
                version: version.into(),
                release_package_sha256: Sha256Hash([1; 32]),
                measurements: vec![],
            }),
            unelect: vec![],
        };
        self.run_as(GOVERNANCE, revise_elected_guestos_versions::decide, args)
            .unwrap();
    }

    /// Writes a node's row as no command would, to see a rule heed it.
    pub(crate) fn change_node(&mut self, n: u8, change: impl FnOnce(&mut Node)) {
        let mut row = self.state.node(node_id(n)).unwrap();
        change(&mut row);
        self.state.nodes.insert(row.id.as_slice(), &row);
        self.state.mirror = self.state.read_mirror();
    }

    pub(crate) fn suspend(&mut self, provider: u8) {
        let args = SuspendProviderArgs {
            id: provider_id(provider),
            reason: "example".into(),
        };
        self.run_as(GOVERNANCE, suspend_provider::decide, args)
            .unwrap();
    }

    /// Provider 1 with operator 1 in zh2, allowed two nodes, declaration accepted.
    pub(crate) fn with_operator() -> Self {
        let mut world = Self::new();
        world.add_data_center("zh2");
        world.publish("en", version(1, 0, 0), "one");
        world.onboard(1);
        world
    }

    /// Provider `n`, who accepts, with operator `n` in zh2, allowed two nodes.
    pub(crate) fn onboard(&mut self, n: u8) {
        self.register_provider(n);
        self.add_operator(n, n, "zh2", 2);
        self.accept(n, "en");
    }

    /// Operator `operator` registers node `n`.
    pub(crate) fn register_node(&mut self, operator: u8, n: u8) {
        self.run_as(operator_id(operator).0, register_node::decide, node(n))
            .unwrap();
    }

    pub(crate) fn offboard(&mut self, provider: u8) {
        let args = OffboardProviderArgs {
            id: provider_id(provider),
            reason: "example".into(),
        };
        self.run_as(GOVERNANCE, offboard_provider::decide, args)
            .unwrap();
    }

    /// Makes one actor of providers, or none of them when they are set apart.
    pub(crate) fn cluster(&mut self, providers: &[u8], together: bool) {
        let cluster = providers.first().copied().map(provider_id);
        let assigned = providers.iter().map(|n| ClusterAssignment {
            provider: provider_id(*n),
            cluster: cluster.filter(|_| together),
        });
        self.record(Event::ClustersChanged {
            policy_version: 0,
            assigned: assigned.collect(),
            opened: vec![],
            closed: vec![],
        });
    }

    pub(crate) fn allowance(&self, operator: u8) -> u64 {
        let record = self.state.node_operator(operator_id(operator)).unwrap();
        record.node_allowance
    }
}

pub(crate) type Decide<A, R> =
    fn(&State<VectorMemory>, A, &Ctx) -> Result<Decision<R>, RegistryError>;

pub(crate) fn provider_id(n: u8) -> ProviderId {
    ProviderId(Principal::from_slice(&[n, 10]))
}

pub(crate) fn operator_id(n: u8) -> OperatorId {
    OperatorId(Principal::from_slice(&[n, 20]))
}

pub(crate) fn node_id(n: u8) -> NodeId {
    NodeId(Principal::from_slice(&[n, 30]))
}

pub(crate) fn version(major: u16, minor: u16, patch: u16) -> Version {
    Version {
        major,
        minor,
        patch,
    }
}

pub(crate) fn individual(n: u8) -> RegisterProviderArgs {
    RegisterProviderArgs {
        id: provider_id(n),
        kind: ProviderKind::Individual,
        legal_name: format!("Example {n}"),
        country: "CH".into(),
        representative: None,
        proposal: "example".into(),
    }
}

pub(crate) fn data_center(id: &str) -> AddDataCenterArgs {
    AddDataCenterArgs {
        id: id.into(),
        name: "Example Hall".into(),
        owner: "Example Halls AG".into(),
        region: "Europe,CH,Zurich".into(),
        gps: Gps {
            latitude_udeg: 47_376_900,
            longitude_udeg: 8_541_700,
        },
    }
}

pub(crate) fn operator(
    n: u8,
    provider: u8,
    dc_id: &str,
    node_allowance: u64,
) -> AddNodeOperatorArgs {
    AddNodeOperatorArgs {
        id: operator_id(n),
        provider: provider_id(provider),
        dc_id: dc_id.into(),
        node_allowance,
        rewardable_nodes: vec![],
        ipv6_prefix: None,
        max_rewardable_nodes: vec![],
    }
}

pub(crate) fn declaration(language: &str, version: Version, text: &str) -> PublishDeclarationArgs {
    PublishDeclarationArgs {
        language: language.into(),
        version,
        text: text.into(),
        effective_from_ns: None,
    }
}

/// The elected version of the worlds with boundary nodes.
pub(crate) const GUESTOS: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

pub(crate) fn boundary_node(n: u8) -> AddApiBoundaryNodeArgs {
    AddApiBoundaryNodeArgs {
        node_id: node_id(n),
        kind: BoundaryNodeKind::Api,
        local_law_policy: None,
        monitor: false,
    }
}

pub(crate) fn node(n: u8) -> RegisterNodeArgs {
    RegisterNodeArgs {
        id: node_id(n),
        ipv6: format!("2001:db8::{n}"),
        generation: "Gen1".into(),
        node_reward_type: "type1.1".into(),
        chip_id: None,
        domain: None,
        ipv4: None,
    }
}

/// A provider's answers: it has these companies as owners, half of it each at most, and these
/// links.
pub(crate) fn answers(companies: &[u8], links: &[(LinkKind, u8)]) -> AnswerIndependenceArgs {
    let owners = companies.iter().map(|company| Owner {
        holder: Holder::Company {
            register_number: format!("CHE-{company}"),
            jurisdiction: "CH".into(),
        },
        share_bps: 5_000,
        controls: false,
    });
    let links = links.iter().map(|(kind, named)| Link {
        kind: *kind,
        provider: provider_id(*named),
        evidence: None,
    });
    AnswerIndependenceArgs {
        owners: owners.collect(),
        links: links.collect(),
    }
}

/// The default policy with another threshold and other links, in effect at once.
pub(crate) fn policy(
    ownership_threshold_bps: u16,
    counted_links: &[LinkKind],
    one_sided_links_count: bool,
) -> SetRegistryPolicyArgs {
    SetRegistryPolicyArgs {
        ownership_threshold_bps,
        counted_links: counted_links.to_vec(),
        one_sided_links_count,
        generation_notice_days: 180,
        boundary_node_operators: 2,
        effective_from_ns: None,
    }
}
