//! Providers and nodes by the hundred thousand, imported.

use bonafide_test_support::import::Pages;
use bonafide_test_support::{World, actors, args, run};
use bonafide_types::id::{OperatorId, ProviderId};
use bonafide_types::registry::{
    AnswerIndependenceArgs, ImportRow, IndependenceAnswers, Link, LinkKind, NodeRole, NodeStatus,
    RegistryError,
};
use candid::{decode_one, encode_one};

/// Rows of a page while the population grows.
const PAGE_ROWS: usize = 1_000;
/// Nodes of the page that is measured.
const MEASURED_ROWS: u32 = 200;
/// Nodes under one operator.
const NODES_PER_OPERATOR: u32 = 50;
/// Every so manieth node is a member of the subnet.
const SUBNET_EVERY: u32 = 50;
/// The only subnet.
pub(super) const SUBNET: u32 = 1;

/// Provider `number` of the population, imported.
pub(super) fn provider(number: u32) -> ProviderId {
    actors::provider(1_000_000_000 + number)
}

fn operator(number: u32) -> OperatorId {
    actors::operator(1_000_000_000 + number)
}

/// A world's imported population.
#[derive(Debug)]
pub(super) struct Population<'w> {
    world: &'w World,
    providers: u32,
    nodes: u32,
}

impl<'w> Population<'w> {
    pub(super) fn new(world: &'w World) -> Self {
        let center = ImportRow::DataCenter {
            id: "dc1".into(),
            name: "Example Halls".into(),
            owner: "Example Real Estate".into(),
            region: "Europe,CH,Zurich".into(),
            gps: None,
        };
        let subnet = ImportRow::Subnet {
            id: actors::subnet(SUBNET),
        };
        import(world, &[center, subnet]);
        Self {
            world,
            providers: 0,
            nodes: 0,
        }
    }

    /// Imports providers and nodes until there are `size` of each.
    pub(super) fn grow(&mut self, size: u32) {
        let new = self.providers..size;
        let rows: Vec<_> = new
            .map(|number| ImportRow::Provider {
                id: provider(number),
                name: Some(format!("Imported Provider {number}")),
            })
            .collect();
        import(self.world, &rows);
        if self.providers < 2 {
            self.link();
        }
        self.providers = self.providers.max(size);
        if self.nodes < size {
            let rows = self.nodes_up_to(size);
            import(self.world, &rows);
        }
    }

    /// The first two providers declare that they are of one group.
    fn link(&self) {
        for (one, other) in [(0, 1), (1, 0)] {
            let answers = AnswerIndependenceArgs {
                owners: vec![],
                links: vec![Link {
                    kind: LinkKind::Corporate,
                    provider: provider(other),
                    evidence: None,
                }],
            };
            let arg = encode_one(answers).expect("it encodes");
            let caller = provider(one).0;
            let method = "answer_independence";
            let World { pic, registry, .. } = self.world;
            let reply = pic.update_call(*registry, caller, method, arg);
            let reply = reply.expect("a provider may answer");
            let answered: Result<IndependenceAnswers, RegistryError> =
                decode_one(&reply).expect("its type");
            answered.expect("valid answers");
        }
    }

    /// A page of new nodes, approved, and how many they are.
    pub(super) fn next_page_of_nodes(&mut self) -> (u32, Vec<u8>) {
        let mut rows = self.nodes_up_to(self.nodes + MEASURED_ROWS);
        let nodes = rows.split_off(rows.len() - usize::try_from(MEASURED_ROWS).expect("a few"));
        import(self.world, &rows);
        let pages = Pages::of_rows(&nodes, nodes.len());
        let id = approve(self.world, &pages);
        (
            MEASURED_ROWS,
            encode_one(pages.page(id, 0)).expect("it encodes"),
        )
    }

    /// New operators, then new nodes of theirs, until there are `size` nodes.
    fn nodes_up_to(&mut self, size: u32) -> Vec<ImportRow> {
        let new = self.nodes..size;
        let first = self.nodes.div_ceil(NODES_PER_OPERATOR);
        let operators =
            (first..size.div_ceil(NODES_PER_OPERATOR)).map(|number| ImportRow::Operator {
                id: operator(number),
                provider: provider(number % self.providers),
                dc_id: "dc1".into(),
            });
        let nodes = new.map(|number| {
            let in_subnet = number % SUBNET_EVERY == 0;
            ImportRow::Node {
                id: actors::node(number),
                operator: operator(number / NODES_PER_OPERATOR),
                role: if in_subnet {
                    NodeRole::Replica
                } else {
                    NodeRole::Unassigned
                },
                status: NodeStatus::Up,
                ipv6: args::address(number),
                generation: Some("Gen1".into()),
                subnet: in_subnet.then(|| actors::subnet(SUBNET)),
            }
        });
        let rows = operators.chain(nodes).collect();
        self.nodes = size;
        rows
    }
}

fn approve(world: &World, pages: &Pages) -> u64 {
    run(world.governance().begin_import(&pages.approval)).expect("a valid import")
}

fn import(world: &World, rows: &[ImportRow]) {
    if rows.is_empty() {
        return;
    }
    let pages = Pages::of_rows(rows, PAGE_ROWS);
    let id = approve(world, &pages);
    let carrier = world.reader();
    for page in 0..u32::try_from(pages.pages.len()).expect("pages are few") {
        run(carrier.import_page(&pages.page(id, page)))
            .unwrap_or_else(|error| panic!("page {page}: {error}"));
    }
}
