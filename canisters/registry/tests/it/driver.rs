//! Does the model's steps with the registry's own commands.

mod later;
mod subnets;

pub(crate) use later::domain_of;
pub(crate) use subnets::{kind_of, site_of};

use crate::model::Model;
use crate::step::{Row, Step};
use crate::world::{
    GOVERNANCE, GUESTOS, NOW_NS, SELF_ID, config, ctx, node_id, open, operator_id, provider_id,
    subnet_id,
};
use bonafide_kit::commit::record;
use bonafide_kit::{Ctx, cbor};
use bonafide_registry::commands::{
    Decision, accept_declaration, add_data_center, add_node_operator, begin_import, import_page,
    publish_declaration, register_node, register_provider, update_provider_profile,
};
use bonafide_registry::domain::import::{page_hash, source_hash};
use bonafide_registry::domain::normal_form::normalize;
use bonafide_registry::state::{Event, State};
use bonafide_registry::tasks::{Walk, walk_on};
use bonafide_types::id::Sha256Hash;
use bonafide_types::registry::{
    AcceptDeclarationArgs, AddDataCenterArgs, AddNodeOperatorArgs, BeginImportArgs, Generation,
    Gps, GuestosVersion, ImportPageArgs, ImportRow, NodeRole, NodeStatus, ProviderKind,
    PublishDeclarationArgs, RegisterNodeArgs, RegisterProviderArgs, RegistryError, SubnetPolicy,
    UpdateProviderProfileArgs,
};
use candid::Principal;
use ic_stable_structures::VectorMemory;

/// A command of the registry.
type Decide<A, R> = fn(&State<VectorMemory>, A, &Ctx) -> Result<Decision<R>, RegistryError>;

pub(crate) struct Registry {
    pub(crate) memory: VectorMemory,
    pub(crate) state: State<VectorMemory>,
}

impl Registry {
    pub(crate) fn install() -> Self {
        let memory = VectorMemory::default();
        let mut state = open(memory.clone());
        let start = Event::Initialized { config: config(1) };
        let generation = Generation {
            name: generation_of(0),
            node_types: vec!["type3".into(), "type3.1".into()],
            onboarding_from_ns: 0,
            onboarding_until_ns: None,
            supported_until_ns: None,
            sev_snp: false,
            announced_at_ns: 0,
        };
        let generation = Event::GenerationSet { generation };
        let version = Event::GuestosVersionsRevised {
            elected: Some(GuestosVersion {
                version: GUESTOS.into(),
                release_package_sha256: Sha256Hash([0; 32]),
                measurements: vec![],
                elected_at_ns: NOW_NS,
            }),
            unelected: vec![],
        };
        let rules = Event::SubnetPolicySet {
            policy: SubnetPolicy {
                kind: kind_of(0),
                version: 1,
                rules: subnets::sizes(200),
                source: "example".into(),
                effective_from_ns: NOW_NS,
            },
        };
        let first = [start, generation, version, rules];
        record(&mut state, &ctx(GOVERNANCE, NOW_NS), first);
        Self { memory, state }
    }

    fn run<A, R>(&mut self, decide: Decide<A, R>, args: A, ctx: &Ctx) -> Result<(), RegistryError> {
        let decision = decide(&self.state, args, ctx)?;
        record(&mut self.state, ctx, decision.events);
        Ok(())
    }

    /// Tries a step; the model says what a step's versions and times are.
    pub(crate) fn try_step(&mut self, step: &Step, model: &Model) -> Result<(), RegistryError> {
        let by = |caller: Principal| ctx(caller, model.now_ns);
        let governance = by(GOVERNANCE);
        match step.clone() {
            Step::Register { provider, named } => {
                let args = RegisterProviderArgs {
                    id: provider_id(provider),
                    kind: ProviderKind::Individual,
                    legal_name: if named { "Example" } else { "" }.into(),
                    country: "CH".into(),
                    representative: None,
                    proposal: "example".into(),
                };
                self.run(register_provider::decide, args, &governance)
            }
            Step::Describe { caller, urls } => {
                let args = UpdateProviderProfileArgs {
                    display_name: None,
                    urls: (0..urls)
                        .map(|n| format!("https://{n}.example.com"))
                        .collect(),
                };
                self.run(
                    update_provider_profile::decide,
                    args,
                    &by(provider_id(caller).0),
                )
            }
            Step::Publish {
                language,
                bump,
                body,
                wait_days,
            } => {
                let args = PublishDeclarationArgs {
                    language: language.into(),
                    version: model.version(language, bump),
                    text: body_of(body),
                    effective_from_ns: wait_days.map(|_| model.effective_from_ns(wait_days)),
                };
                self.run(publish_declaration::decide, args, &governance)
            }
            Step::Accept { caller, body } => {
                let sha256 = hash_of(body);
                let args = AcceptDeclarationArgs { sha256 };
                self.run(accept_declaration::decide, args, &by(provider_id(caller).0))
            }
            Step::AddDataCenter { dc, in_range } => {
                let args = AddDataCenterArgs {
                    id: dc_id(dc),
                    name: "Hall".into(),
                    owner: owner_of(dc),
                    region: "Europe,CH,Zurich".into(),
                    gps: Gps {
                        latitude_udeg: if in_range { 0 } else { 90_000_001 },
                        longitude_udeg: 0,
                    },
                };
                self.run(add_data_center::decide, args, &governance)
            }
            Step::AddOperator {
                operator,
                provider,
                dc,
                allowance,
            } => {
                let args = AddNodeOperatorArgs {
                    id: operator_id(operator),
                    provider: provider_id(provider),
                    dc_id: dc_id(dc),
                    node_allowance: allowance,
                    rewardable_nodes: vec![],
                    ipv6_prefix: None,
                    max_rewardable_nodes: vec![],
                };
                self.run(add_node_operator::decide, args, &governance)
            }
            Step::RegisterNode {
                caller,
                node,
                address,
                domain,
                generation,
            } => {
                let args = RegisterNodeArgs {
                    id: node_id(node),
                    ipv6: ipv6_of(address),
                    generation: generation_of(generation),
                    node_reward_type: "type3.1".into(),
                    chip_id: None,
                    domain: domain.map(domain_of),
                    ipv4: None,
                };
                self.run(register_node::decide, args, &by(operator_id(caller).0))
            }
            Step::Begin { pages, honest } => {
                let bytes = pages.iter().map(|rows| bytes_of(rows));
                let page_hashes: Vec<_> = bytes.map(|page| page_hash(&page)).collect();
                let mut source_hash = source_hash(&page_hashes);
                source_hash.0[0] ^= u8::from(!honest);
                let args = BeginImportArgs {
                    source: "network".into(),
                    source_version: "today".into(),
                    source_hash,
                    page_hashes,
                };
                self.run(begin_import::decide, args, &governance)
            }
            Step::Bring {
                import,
                page,
                honest,
            } => {
                let page = model.page(import, page);
                let job = self.state.import(import);
                let told = usize::try_from(import)
                    .ok()
                    .and_then(|at| model.imports.get(at));
                let rows = told.and_then(|told| told.pages.get(page as usize));
                let mut rows = rows.map_or_else(Vec::new, |rows| bytes_of(rows));
                rows.resize(rows.len() + usize::from(!honest), 0);
                let args = ImportPageArgs {
                    import_id: import,
                    source_hash: job.map_or(Sha256Hash([0; 32]), |job| job.source_hash),
                    page,
                    rows: rows.into(),
                };
                self.run(import_page::decide, args, &by(provider_id(99).0))
            }
            Step::Standing(step) => self.try_standing(step, model),
            Step::Machines(step) => self.try_machines(step, model),
            Step::Actors(step) => self.try_actors(step, model),
            Step::Subnets(step) => self.try_subnets(step, model),
            Step::Sweep => {
                let lapses = walk_on(&self.state, &mut Walk::default(), 9, model.now_ns);
                record(&mut self.state, &by(SELF_ID), lapses);
                Ok(())
            }
            Step::Wait { .. } => Ok(()),
        }
    }
}

fn body_of(body: u8) -> String {
    format!("Text number {body}.\n")
}

pub(crate) fn hash_of(body: u8) -> Sha256Hash {
    normalize(&body_of(body)).unwrap().sha256()
}

/// Whether the network says that the machine at an address serves the API.
pub(crate) fn serves_api(address: u8, subnet: Option<u8>) -> bool {
    subnet.is_none() && address == 0
}

/// Whether the network says that the machine at an address runs.
pub(crate) fn runs(address: u8) -> bool {
    address != 6
}

pub(crate) fn generation_of(generation: u8) -> String {
    format!("Gen{}", 2 + generation)
}

/// The owner of a data centre.
pub(crate) fn owner_of(owner: u8) -> String {
    format!("Owner {owner}")
}

pub(crate) fn dc_id(dc: u8) -> String {
    format!("dc{dc}")
}

pub(crate) fn ipv6_of(address: u8) -> String {
    format!("2001:db8::{:x}", 1 + u16::from(address))
}

pub(crate) fn name_of(name: u8) -> String {
    format!("Name {name}")
}

fn bytes_of(rows: &[Row]) -> Vec<u8> {
    let rows: Vec<_> = rows.iter().map(import_row).collect();
    cbor::encode(&rows)
}

fn import_row(row: &Row) -> ImportRow {
    match *row {
        Row::DataCenter(dc) => ImportRow::DataCenter {
            id: dc_id(dc),
            name: "Hall".into(),
            owner: owner_of(dc),
            region: "Asia,SG,Singapore".into(),
            gps: None,
        },
        Row::Provider { provider, name } => ImportRow::Provider {
            id: provider_id(provider),
            name: name.map(name_of),
        },
        Row::Operator {
            operator,
            provider,
            dc,
        } => ImportRow::Operator {
            id: operator_id(operator),
            provider: provider_id(provider),
            dc_id: dc_id(dc),
        },
        Row::Subnet(subnet) => ImportRow::Subnet {
            id: subnet_id(subnet),
        },
        Row::Node {
            node,
            operator,
            address,
            subnet,
        } => ImportRow::Node {
            id: node_id(node),
            operator: operator_id(operator),
            role: match subnet {
                Some(_) => NodeRole::Replica,
                None if serves_api(address, subnet) => NodeRole::ApiBoundary,
                None => NodeRole::Unassigned,
            },
            status: if runs(address) {
                NodeStatus::Up
            } else {
                NodeStatus::Down
            },
            ipv6: ipv6_of(address),
            generation: None,
            subnet: subnet.map(subnet_id),
        },
        Row::Declaration(provider) => ImportRow::Declaration {
            provider: provider_id(provider),
            slug: "example".into(),
            nns_proposal: None,
            documents: vec![],
        },
    }
}
