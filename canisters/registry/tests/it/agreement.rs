//! Whether the registry holds what the model says, and nothing else.

use crate::driver::{
    dc_id, domain_of, generation_of, hash_of, ipv6_of, kind_of, name_of, owner_of, site_of,
};
use crate::model::{Model, Origin, Subject};
use crate::step::{IDS, PROVIDERS};
use crate::world::{node_id, operator_id, provider_id, subnet_id};
use bonafide_kit::Aggregate;
use bonafide_registry::queries::decentralization::evaluate::evaluate_subnet;
use bonafide_registry::queries::decentralization::{get_membership_record, policies};
use bonafide_registry::queries::declarations::{list_acceptances, status};
use bonafide_registry::queries::independence::list_claim_alerts;
use bonafide_registry::state::State;
use bonafide_types::registry::{
    ClaimAlert, Generation, ListClaimAlertsArgs, NodeRole, Provenance, Summary,
};
use ic_stable_structures::VectorMemory;
use std::collections::BTreeSet;

/// Checks that the registry holds what the model says, and nothing else.
pub(crate) fn assert_agree(state: &State<VectorMemory>, model: &Model) {
    let origin = |provenance| match provenance {
        Provenance::Imported(id) => Origin::Import(usize::try_from(id).unwrap()),
        Provenance::Proposal | Provenance::SelfRegistered => Origin::Suite,
    };
    let count = |n: usize| u64::try_from(n).unwrap();
    for (id, told) in &model.providers {
        let row = state.provider(provider_id(*id)).unwrap();
        let facts = row.imported.map(|facts| (facts.import_id, facts.name));
        let imported = told.imported.map(|id| (count(id), told.name.map(name_of)));
        assert_eq!(facts, imported);
        assert_eq!(row.profile.is_some(), told.profile);
        assert_eq!(row.self_declared.map(|said| said.urls.len()), told.urls);
        assert_eq!(status(state, row.id, model.now_ns), model.status(*id));
        let history: Vec<_> = list_acceptances(state, row.id)
            .into_iter()
            .map(|acceptance| (acceptance.sha256, acceptance.lapsed_at_ns))
            .collect();
        let accepted = model.accepted.get(id).map_or(&[][..], Vec::as_slice);
        let expected: Vec<_> = accepted
            .iter()
            .map(|(text, at)| (hash_of(text.body), *at))
            .collect();
        assert_eq!(history, expected);
        let operators = model
            .operators
            .iter()
            .filter(|(_, row)| row.provider == *id);
        let operators: BTreeSet<u8> = operators.map(|(operator, _)| *operator).collect();
        let nodes = model
            .nodes
            .values()
            .filter(|row| operators.contains(&row.operator));
        let counts = state.provider_counts(row.id);
        assert_eq!(counts.operators as usize, operators.len());
        assert_eq!(counts.nodes as usize, nodes.count());
    }
    for (id, told) in &model.data_centers {
        assert_eq!(
            origin(state.data_center(&dc_id(*id)).unwrap().provenance),
            *told
        );
    }
    for (id, told) in &model.operators {
        let row = state.node_operator(operator_id(*id)).unwrap();
        assert_eq!(
            (row.provider, row.dc_id),
            (provider_id(told.provider), dc_id(told.dc))
        );
        assert_eq!(
            (row.node_allowance, origin(row.provenance)),
            (told.allowance, told.origin)
        );
        let handed_over = row.handed_over.map(|handed_over| handed_over.at_ns);
        assert_eq!(handed_over, told.handed_over);
    }
    for (id, told) in &model.nodes {
        let row = state.node(node_id(*id)).unwrap();
        assert_eq!(
            (row.operator, row.ipv6),
            (operator_id(told.operator), ipv6_of(told.address))
        );
        assert_eq!(
            (row.subnet, origin(row.provenance)),
            (told.subnet.map(subnet_id), told.origin)
        );
        let role = match (told.subnet, told.api) {
            (Some(_), _) => NodeRole::Replica,
            (None, true) => NodeRole::ApiBoundary,
            (None, false) => NodeRole::Unassigned,
        };
        assert_eq!((row.role, row.domain), (role, told.domain.map(domain_of)));
        let boundary = state.api_boundary_node(row.id).is_some();
        assert_eq!(boundary, told.boundary);
    }
    assert_standing(state, model);
    assert_actors(state, model);
    assert_rules(state, model);
    assert_subnets(state, model);
    for (at, told) in model.imports.iter().enumerate() {
        let job = state.import(count(at)).unwrap();
        assert_eq!(
            (job.next_page as usize, job.pages as usize),
            (told.next, told.pages.len())
        );
        let taken = told.pages[..told.next].iter().map(Vec::len).sum();
        assert_eq!(job.rows, count(taken));
    }
    let providers = || model.providers.values();
    let expected = Summary {
        providers: count(model.providers.len()),
        imported_providers: count(providers().filter(|row| row.imported.is_some()).count()),
        data_centers: count(model.data_centers.len()),
        node_operators: count(model.operators.len()),
        nodes: count(model.nodes.len()),
        subnets: count(model.subnets.len()),
        published_declarations: count(providers().filter(|row| row.published).count()),
        declaration_texts: count(model.texts.len()),
        acceptances: count(model.accepted.len()),
        imports: count(model.imports.len()),
        api_boundary_nodes: count(model.nodes.values().filter(|row| row.boundary).count()),
        clustered_providers: count(model.clusters.len()),
        claim_alerts: count(model.alerts.len()),
        independence_answers: count(model.answers.len()),
        events: state.log().tip().length,
    };
    assert_eq!(state.summary(), expected);
}

/// Who takes part, and who is barred.
fn assert_standing(state: &State<VectorMemory>, model: &Model) {
    for id in 0..PROVIDERS {
        let row = state.provider(provider_id(id));
        let told = model.standing(id).map(|(status, _)| status);
        assert_eq!(row.as_ref().map(|row| row.status), told, "provider {id}");
        let successor = model.providers.get(&id).and_then(|row| row.successor);
        let successor = successor.map(provider_id);
        assert_eq!(row.and_then(|row| row.successor), successor);
        let found = state.barred_by_all(provider_id(id));
        let told = model.barred_by(id).into_iter().map(provider_id);
        assert_eq!(found, told.collect(), "provider {id}");
    }
    let in_force = model.bars.iter().filter(|(_, bar)| bar.lifted.is_none());
    let keys: BTreeSet<_> = in_force.map(|((on, _), _)| *on).collect();
    for id in 0..IDS {
        let barred = state.operator_barred_by(operator_id(id)).is_some();
        let told = keys.contains(&Subject::Operator(id));
        assert_eq!(barred, told, "operator {id}");
    }
}

/// Who answered what, who is one actor, and whose claims stand alone.
fn assert_actors(state: &State<VectorMemory>, model: &Model) {
    for id in 0..PROVIDERS {
        let row = state.answers(provider_id(id));
        let said = row.map(|row| (row.version, row.owners.len(), row.links.len()));
        let told = model.answers.get(&id);
        let told = told.map(|row| (row.version, row.owners.len(), row.links.len()));
        assert_eq!(said, told, "provider {id}");
        let (cluster, _) = state.cluster(provider_id(id));
        let told = model.clusters.get(&id).copied().unwrap_or(id);
        assert_eq!(cluster, provider_id(told), "provider {id}");
    }
    let all = list_claim_alerts(state, &ListClaimAlertsArgs::default());
    let alerts: BTreeSet<_> = all.alerts.into_iter().collect();
    let told = model.alerts.iter();
    let told = told.map(|((claimant, silent, kind), since_ns)| ClaimAlert {
        claimant: provider_id(*claimant),
        silent: provider_id(*silent),
        kind: *kind,
        since_ns: *since_ns,
    });
    assert_eq!(alerts, told.collect());
}

/// Dates of generations, and names that owners count under.
fn assert_rules(state: &State<VectorMemory>, model: &Model) {
    for id in 0..3 {
        let row = state.generation(&generation_of(id));
        let ends = |row: Generation| (row.onboarding_until_ns, row.supported_until_ns);
        let dates = row.map(|row| (row.onboarding_from_ns, ends(row)));
        let told = model.generations.get(&id);
        let told = told.map(|row| (row.from_ns, (row.until_ns, row.supported_ns)));
        assert_eq!(dates, told);
    }
    for owner in 0..IDS {
        let name = state.canonical_owner(&owner_of(owner));
        assert_eq!(name, owner_of(model.canonical(owner)));
    }
}

/// Kinds, members and verdicts of subnets, what kinds ask, and who is cordoned off.
fn assert_subnets(state: &State<VectorMemory>, model: &Model) {
    for id in 0..2 * IDS {
        let row = state.subnet(subnet_id(id));
        assert_eq!(row.is_some(), model.subnets.contains(&id), "subnet {id}");
        let Some(row) = row else { continue };
        let kind = model.kinds.get(&id).copied().map(kind_of);
        assert_eq!(row.kind, kind, "subnet {id}");
        let members = u32::try_from(model.members(id).len()).unwrap();
        assert_eq!(row.members, members, "subnet {id}");
        let found = evaluate_subnet(state, row.id, model.now_ns);
        let found = found.map(|found| found.scorecard);
        let sizes = found.as_ref().map(|figures| figures.size);
        let weight = model.weight(id);
        assert_eq!(sizes, weight.map(|_| members), "subnet {id}");
        let weights = found.map(|figures| figures.violation_weight);
        assert_eq!(weights, weight, "subnet {id}");
    }
    for kind in 0..3 {
        let row = policies::get_subnet_policy(state, &kind_of(kind), model.now_ns);
        let row = row.map(|row| (row.version, row.rules.max_size));
        let told = model.rules(kind);
        let told = told.map(|(version, rules)| (version, rules.max_size));
        assert_eq!(row, told, "kind {kind}");
    }
    let cordons = policies::list_cordons(state).into_iter();
    let cordons = cordons.map(|row| ((row.dimension, row.actor), row.until_ns));
    let told = model.cordons.iter();
    let told = told.map(|(site, until_ns)| (site_of(*site), *until_ns));
    let (cordons, told): (BTreeSet<_>, BTreeSet<_>) = (cordons.collect(), told.collect());
    assert_eq!(cordons, told);
    let last = model.verdicts.checked_sub(1);
    let record = last.and_then(|last| get_membership_record(state, last));
    assert_eq!(record.map(|record| record.id), last);
    assert_eq!(get_membership_record(state, model.verdicts), None);
}
