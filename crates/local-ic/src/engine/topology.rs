//! Subnets and the canister ids they own. Ranges and sizes are those of the `PocketIC` server, so that
//! well-known mainnet ids can be created and ids come out the same on both.

use std::collections::BTreeMap;

use candid::Principal;
use pocket_ic::common::rest::{
    CanisterCyclesCostSchedule, CanisterIdRange, ExtendedSubnetConfigSet, RawCanisterId,
    RawPrincipalId, SubnetConfig, SubnetInstructionConfig, SubnetKind, SubnetSpec, Topology,
};
use sha2::{Digest, Sha256};

use super::api::EngineError;

const IDS_PER_SUBNET: u64 = 1 << 20;

/// One subnet of an instance.
#[derive(Clone, Debug)]
pub(super) struct Subnet {
    pub(super) id: Principal,
    pub(super) kind: SubnetKind,
    pub(super) size: u32,
    pub(super) admins: Option<Vec<Principal>>,
    /// Inclusive bounds, ids allocated by the subnet last.
    pub(super) ranges: Vec<(Principal, Principal)>,
    spec: SubnetSpec,
    seed: [u8; 32],
    allocation: (u64, u64),
    next: u64,
}

impl Subnet {
    /// System subnets and those with a free schedule charge nothing.
    pub(super) fn charges_cycles(&self) -> bool {
        let system = matches!(
            self.kind,
            SubnetKind::Bitcoin | SubnetKind::II | SubnetKind::NNS | SubnetKind::System
        );
        !system && self.spec.get_cost_schedule() == CanisterCyclesCostSchedule::Normal
    }

    /// Benchmarking subnets run without instruction limits worth the name.
    pub(super) fn benchmarks(&self) -> bool {
        self.spec.get_instruction_config() == SubnetInstructionConfig::Benchmarking
    }

    pub(super) fn holds_vetkd_keys(&self) -> bool {
        matches!(
            self.kind,
            SubnetKind::Fiduciary | SubnetKind::II | SubnetKind::TestThresholdKeys
        )
    }

    pub(super) fn contains(&self, canister: Principal) -> bool {
        self.ranges
            .iter()
            .any(|(first, last)| *first <= canister && canister <= *last)
    }

    fn config(&self) -> SubnetConfig {
        SubnetConfig {
            subnet_kind: self.kind,
            subnet_admins: self
                .admins
                .as_ref()
                .map(|admins| admins.iter().copied().map(RawPrincipalId::from).collect()),
            cost_schedule: self.spec.get_cost_schedule(),
            subnet_seed: self.seed,
            instruction_config: self.spec.get_instruction_config(),
            canister_ranges: self
                .ranges
                .iter()
                .map(|(start, end)| CanisterIdRange {
                    start: RawCanisterId::from(*start),
                    end: RawCanisterId::from(*end),
                })
                .collect(),
        }
    }
}

/// All subnets, in order of creation.
#[derive(Clone, Debug)]
pub(super) struct Network {
    subnets: Vec<Subnet>,
    default_subnet: usize,
}

impl Network {
    /// `root_id` names the subnet that holds the root key: the NNS, or else the first one.
    pub(super) fn new(
        config: &ExtendedSubnetConfigSet,
        root_id: Principal,
    ) -> Result<Self, EngineError> {
        config.validate().map_err(EngineError::InvalidTopology)?;
        let mut subnets: Vec<Subnet> = Vec::new();
        for (position, (kind, spec)) in (0_u64..).zip(specs(config)) {
            if spec.get_state_path().is_some() || !spec.is_supported() {
                return Err(EngineError::NotEmulated("subnet state_config".to_owned()));
            }
            subnets.push(build(kind, spec, position));
        }
        subnets.sort_by_key(|subnet| subnet.kind != SubnetKind::NNS);
        if let Some(root) = subnets.first_mut() {
            root.id = root_id;
        }
        let default_subnet = [
            SubnetKind::Application,
            SubnetKind::VerifiedApplication,
            SubnetKind::System,
        ]
        .into_iter()
        .find_map(|kind| subnets.iter().position(|subnet| subnet.kind == kind))
        .unwrap_or(0);
        Ok(Self {
            subnets,
            default_subnet,
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Subnet> {
        self.subnets.iter()
    }

    /// The subnet at a position that [`Self::position_of`] and its like gave out.
    pub(super) fn get(&self, position: usize) -> &Subnet {
        &self.subnets[position]
    }

    pub(super) fn default_subnet(&self) -> usize {
        self.default_subnet
    }

    pub(super) fn position_of(&self, subnet_id: Principal) -> Option<usize> {
        self.subnets.iter().position(|s| s.id == subnet_id)
    }

    pub(super) fn position_for_canister(&self, canister: Principal) -> Option<usize> {
        self.subnets.iter().position(|s| s.contains(canister))
    }

    /// The next id of the subnet that `taken` does not know; `None` when all are used up.
    pub(super) fn allocate(
        &mut self,
        position: usize,
        taken: impl Fn(Principal) -> bool,
    ) -> Option<Principal> {
        let subnet = &mut self.subnets[position];
        while subnet.next <= subnet.allocation.1 {
            let id = canister_id(subnet.next);
            subnet.next += 1;
            if !taken(id) {
                return Some(id);
            }
        }
        None
    }

    pub(super) fn topology(&self) -> Topology {
        let subnet_configs: BTreeMap<_, _> =
            self.subnets.iter().map(|s| (s.id, s.config())).collect();
        let first = self.subnets[self.default_subnet].allocation.0;
        Topology {
            subnet_configs,
            default_effective_canister_id: RawCanisterId::from(canister_id(first)),
        }
    }
}

/// The canister id with this number: eight bytes big endian, then the two bytes that mark canisters.
pub(super) fn canister_id(number: u64) -> Principal {
    let mut bytes = [1; 10];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Principal::from_slice(&bytes)
}

fn specs(config: &ExtendedSubnetConfigSet) -> impl Iterator<Item = (SubnetKind, SubnetSpec)> {
    let named = [
        (SubnetKind::NNS, &config.nns),
        (SubnetKind::SNS, &config.sns),
        (SubnetKind::II, &config.ii),
        (SubnetKind::Fiduciary, &config.fiduciary),
        (SubnetKind::Bitcoin, &config.bitcoin),
        (SubnetKind::TestThresholdKeys, &config.test_threshold_keys),
    ]
    .into_iter()
    .filter_map(|(kind, spec)| spec.clone().map(|spec| (kind, spec)));
    let numbered = [
        (SubnetKind::System, &config.system),
        (SubnetKind::Application, &config.application),
        (SubnetKind::CloudEngine, &config.cloud_engine),
        (
            SubnetKind::VerifiedApplication,
            &config.verified_application,
        ),
    ]
    .into_iter()
    .flat_map(|(kind, specs)| specs.iter().cloned().map(move |spec| (kind, spec)));
    named.chain(numbered)
}

fn build(kind: SubnetKind, spec: SubnetSpec, position: u64) -> Subnet {
    let block = u64::MAX / IDS_PER_SUBNET - 1 - position;
    let allocation = (block * IDS_PER_SUBNET, (block + 1) * IDS_PER_SUBNET - 1);
    let ranges: Vec<_> = mainnet_ranges(kind)
        .iter()
        .chain([&allocation])
        .map(|(first, last)| (canister_id(*first), canister_id(*last)))
        .collect();
    let seed: [u8; 32] = Sha256::new()
        .chain_update(b"local-ic subnet")
        .chain_update(position.to_be_bytes())
        .finalize()
        .into();
    Subnet {
        id: Principal::self_authenticating(seed),
        kind,
        size: size(kind),
        admins: spec.get_subnet_admins(),
        ranges,
        spec,
        seed,
        allocation,
        next: allocation.0,
    }
}

fn size(kind: SubnetKind) -> u32 {
    match kind {
        SubnetKind::NNS => 40,
        SubnetKind::SNS | SubnetKind::II | SubnetKind::Fiduciary => 34,
        SubnetKind::Application
        | SubnetKind::Bitcoin
        | SubnetKind::CloudEngine
        | SubnetKind::System
        | SubnetKind::TestThresholdKeys
        | SubnetKind::VerifiedApplication => 13,
    }
}

/// The ids these subnets own on mainnet, as canister numbers, bounds inclusive.
fn mainnet_ranges(kind: SubnetKind) -> &'static [(u64, u64)] {
    match kind {
        SubnetKind::NNS => &[(0, 6), (8, 0xf_ffff)],
        SubnetKind::II => &[(7, 7), (0x210_0000, 0x21f_ffff)],
        SubnetKind::Bitcoin => &[(0x1a0_0000, 0x1af_ffff)],
        SubnetKind::Fiduciary => &[(0x230_0000, 0x23f_ffff)],
        SubnetKind::SNS => &[(0x200_0000, 0x20f_ffff)],
        SubnetKind::Application
        | SubnetKind::CloudEngine
        | SubnetKind::System
        | SubnetKind::TestThresholdKeys
        | SubnetKind::VerifiedApplication => &[],
    }
}

#[cfg(test)]
mod tests {
    use pocket_ic::common::rest::SubnetConfigSet;

    use super::*;

    fn network(config: SubnetConfigSet) -> Network {
        Network::new(&config.into(), Principal::self_authenticating([1])).unwrap()
    }

    #[test]
    fn an_application_subnet_allocates_from_the_top_block() {
        let mut network = network(SubnetConfigSet {
            application: 1,
            ..Default::default()
        });
        let id = network.allocate(0, |_| false).unwrap();
        assert_eq!(id.to_text(), "lxzze-o7777-77777-aaaaa-cai");
        let second = network.allocate(0, |_| false).unwrap();
        assert_eq!(second, canister_id(0xffff_ffff_ffe0_0001));
    }

    #[test]
    fn well_known_ids_belong_to_their_subnets() {
        let network = network(SubnetConfigSet {
            nns: true,
            ii: true,
            application: 1,
            ..Default::default()
        });
        let kind = |text: &str| {
            let id = Principal::from_text(text).unwrap();
            network
                .position_for_canister(id)
                .map(|position| network.get(position).kind)
        };
        assert_eq!(kind("rrkah-fqaaa-aaaaa-aaaaq-cai"), Some(SubnetKind::NNS));
        assert_eq!(kind("n5n4y-3aaaa-aaaaa-p777q-cai"), Some(SubnetKind::NNS));
        assert_eq!(kind("rdmx6-jaaaa-aaaaa-aaadq-cai"), Some(SubnetKind::II));
        assert_eq!(kind("ijz7v-ziaaa-aaaaq-7777q-cai"), Some(SubnetKind::II));
        assert_eq!(kind("ybpmr-kqaaa-aaaaq-aaaaa-cai"), None);
        assert_eq!(
            network.get(network.default_subnet()).kind,
            SubnetKind::Application
        );
    }

    #[test]
    fn a_taken_id_is_skipped() {
        let mut network = network(SubnetConfigSet {
            application: 1,
            ..Default::default()
        });
        let first = canister_id(0xffff_ffff_ffe0_0000);
        assert_eq!(
            network.allocate(0, |id| id == first),
            Some(canister_id(0xffff_ffff_ffe0_0001))
        );
    }

    #[test]
    fn an_empty_topology_is_refused() {
        let error = Network::new(&Default::default(), Principal::anonymous()).unwrap_err();
        assert!(matches!(error, EngineError::InvalidTopology(_)));
    }
}
