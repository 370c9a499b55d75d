//! How the story ended, read back from the canister with proof.

use super::authority::{self, Authority};
use super::people::{People, Person};
use super::stage::Stage;
use super::{Context, Failure, decentralization};
use bonafide_client::PocketIcRuntime;
use bonafide_client::import::facts::Facts;
use bonafide_registry::replay;
use bonafide_test_support::canisters;
use bonafide_types::id::{ProviderId, SubnetId};
use bonafide_types::registry::{
    Acceptance, DataCenter, DeclarationStatus, DeclarationText, ImportRow, MembershipRecord, Node,
    NodeOperator, Provenance, Provider, PublishedDeclaration, Subnet, table,
};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Imports of the real network: its nodes and its declarations. The one after them is of examples.
const REAL_IMPORTS: u64 = 2;

/// What `summary.json` holds.
#[derive(Debug, Serialize)]
pub(super) struct Outcome {
    imported: Imported,
    providers_with_nodes_without_declaration: usize,
    replay_matches: bool,
    example_providers: Vec<Example>,
    declaration_texts: usize,
    acceptances_of_real_providers: usize,
    /// Of each change of members that was made, in order.
    subnets_changed: Vec<SubnetId>,
    events: u64,
    certified_root: String,
    canister: String,
    governance: Authority,
}

/// Facts of the real network.
#[derive(Debug, PartialEq, Serialize)]
struct Imported {
    /// With nodes or with a published declaration; the example providers are not counted.
    providers: usize,
    data_centers: usize,
    operators: usize,
    nodes: usize,
    subnets: usize,
    declarations: usize,
}

#[derive(Debug, Serialize)]
struct Example {
    name: &'static str,
    principal: String,
    accepted: String,
    lapsed: bool,
}

/// Reads every table whole, each page with certificate and witness.
pub(super) fn read(stage: &Stage, people: &People) -> Result<Outcome, Failure> {
    let reader = stage.reader()?;
    macro_rules! table {
        ($record:ty, $label:expr) => {
            PocketIcRuntime::run(reader.table::<$record>($label, None)).when($label)?
        };
    }
    let providers = table!(Provider, table::PROVIDER);
    let published = table!(PublishedDeclaration, table::PUBLISHED_DECLARATION);
    let operators = table!(NodeOperator, table::NODE_OPERATOR);
    let nodes = table!(Node, table::NODE);
    let centers = table!(DataCenter, table::DATA_CENTER);
    let subnets = table!(Subnet, table::SUBNET);
    let texts = table!(DeclarationText, table::DECLARATION_TEXT);
    let acceptances = table!(Acceptance, table::ACCEPTANCE);
    let memberships = table!(MembershipRecord, table::MEMBERSHIP);

    let is_real = |import: u64| import < REAL_IMPORTS;
    let imported =
        |provenance| matches!(provenance, Provenance::Imported(import) if is_real(import));
    let running: BTreeSet<_> = nodes.iter().map(|node| node.operator).collect();
    let with_nodes: BTreeSet<_> = operators
        .iter()
        .filter(|operator| running.contains(&operator.id))
        .map(|operator| operator.provider)
        .collect();
    let declared: BTreeSet<_> = published.iter().map(|row| row.provider).collect();
    let examples = [&people.one, &people.two];
    let is_example = |id: ProviderId| examples.iter().any(|person| person.principal == id.0);

    let tip = PocketIcRuntime::run(reader.tip_certified()).when("the certified tip")?;
    let replayed = replay(&events(stage)?).when("the replay")?;
    let example = |who: &Person| {
        let id = ProviderId(who.principal);
        let row = acceptances
            .iter()
            .find(|row| row.provider == id)
            .when(who.name)?;
        let status = PocketIcRuntime::run(reader.declaration_status(id)).when(who.name)?;
        let lapsed = matches!(status, DeclarationStatus::Lapsed { .. });
        if lapsed != row.lapsed_at_ns.is_some() {
            return Err(Failure(format!(
                "{}: the certified row does not say {status:?}",
                who.name
            )));
        }
        Ok(Example {
            name: who.name,
            principal: who.principal.to_text(),
            accepted: row.version.to_string(),
            lapsed,
        })
    };
    Ok(Outcome {
        imported: Imported {
            providers: providers
                .iter()
                .filter(|row| {
                    let facts = row.imported.as_ref();
                    facts.is_some_and(|facts| is_real(facts.import_id))
                })
                .count(),
            data_centers: centers
                .iter()
                .filter(|row| imported(row.provenance))
                .count(),
            operators: operators
                .iter()
                .filter(|row| imported(row.provenance))
                .count(),
            nodes: nodes.iter().filter(|row| imported(row.provenance)).count(),
            subnets: subnets
                .iter()
                .filter(|row| imported(row.provenance))
                .count(),
            declarations: published.len(),
        },
        providers_with_nodes_without_declaration: with_nodes.difference(&declared).count(),
        replay_matches: replayed.root == tip.root.0 && replayed.tip == tip.tip,
        example_providers: vec![example(&people.one)?, example(&people.two)?],
        declaration_texts: texts.len(),
        acceptances_of_real_providers: acceptances
            .iter()
            .filter(|row| !is_example(row.provider))
            .count(),
        subnets_changed: memberships
            .iter()
            .flat_map(|row| &row.verdict.subnets)
            .filter_map(|changed| changed.subnet)
            .collect(),
        events: tip.length,
        certified_root: tip.root.to_string(),
        canister: stage.registry()?.to_text(),
        governance: authority::read(stage)?,
    })
}

fn events(stage: &Stage) -> Result<Vec<Vec<u8>>, Failure> {
    let reader = stage.reader()?;
    let mut events: Vec<Vec<u8>> = Vec::new();
    let mut start = 0;
    loop {
        let page = PocketIcRuntime::run(reader.events(start, u64::MAX)).when("the log")?;
        if page.events.is_empty() {
            return Ok(events);
        }
        for event in page.events {
            events.push(event.into_vec());
            start += 1;
        }
    }
}

impl Outcome {
    /// Compares what the canister holds with the file of facts and with the story.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let file = canisters::fixture("network-2025-10-31.facts");
        let facts = Facts::read(&file).when("the facts")?;
        let rows = || facts.network.rows().iter().chain(facts.declarations.rows());
        let count = |is: fn(&ImportRow) -> bool| rows().filter(|row| is(row)).count();
        let wanted = Imported {
            providers: count(|row| matches!(row, ImportRow::Provider { .. })),
            data_centers: count(|row| matches!(row, ImportRow::DataCenter { .. })),
            operators: count(|row| matches!(row, ImportRow::Operator { .. })),
            nodes: count(|row| matches!(row, ImportRow::Node { .. })),
            subnets: count(|row| matches!(row, ImportRow::Subnet { .. })),
            declarations: count(|row| matches!(row, ImportRow::Declaration { .. })),
        };
        let told = self
            .example_providers
            .iter()
            .map(|example| (example.accepted.as_str(), example.lapsed))
            .eq([("2.0.0", false), ("1.0.0", true)]);
        let claims = [
            (
                self.imported == wanted,
                "the canister does not hold what the file says",
            ),
            (
                self.replay_matches,
                "the replay does not give the certified root",
            ),
            (
                told,
                "the example providers do not stand where the story left them",
            ),
            (
                self.acceptances_of_real_providers == 0,
                "a real provider has an acceptance",
            ),
            (
                self.subnets_changed == [decentralization::subnet()],
                "other members changed than those of the example subnet, once",
            ),
            (
                self.declaration_texts == 2,
                "there are not two declarations",
            ),
        ];
        match claims.iter().find(|(holds, _)| !holds) {
            None => self.governance.check(),
            Some((_, claim)) => Err(Failure(format!("{claim}: {self:?}"))),
        }
    }

    /// A table of it.
    pub(super) fn print(&self) {
        let imported = &self.imported;
        println!("\nWhat the registry holds, read with proof:");
        for (what, count) in [
            ("providers of the real network", imported.providers),
            (
                "  with nodes, without a published declaration",
                self.providers_with_nodes_without_declaration,
            ),
            ("data centres", imported.data_centers),
            ("node operators", imported.operators),
            ("nodes", imported.nodes),
            ("subnets", imported.subnets),
            ("published declarations", imported.declarations),
            ("declaration texts", self.declaration_texts),
        ] {
            println!("   {what:<46} {count:>6}");
        }
        let changes = self.subnets_changed.len();
        println!("   {:<46} {changes:>6}", "changes of the example subnet");
        println!("   {:<46} {:>6}", "events", self.events);
        for example in &self.example_providers {
            let state = if example.lapsed { "lapsed" } else { "current" };
            println!("   {:<46} {} {state}", example.name, example.accepted);
        }
        let replay = if self.replay_matches {
            "the same"
        } else {
            "ANOTHER ROOT"
        };
        println!(
            "   {:<46} {replay}",
            "certified root, and root of the replayed log"
        );
        self.governance.print();
    }

    /// Writes `summary.json`.
    pub(super) fn write(&self, out: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).when("the summary")?;
        fs::create_dir_all(out)
            .and_then(|()| fs::write(out.join("summary.json"), text + "\n"))
            .when("summary.json")
    }
}
