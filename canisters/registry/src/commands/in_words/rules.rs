//! Places, hardware, boundary nodes and motions.

use super::life_cycle::{count, provider_in_words};
use super::utc;
use crate::state::{Event, State};
use bonafide_types::id::NodeId;
use bonafide_types::registry::{
    ApiBoundaryNode, BoundaryNodeKind, Generation, GuestosVersion, Jurisdiction, MotionDecision,
    MotionOutcome, OwnerAlias, WorkingGroupMotion,
};
use ic_stable_structures::Memory;

pub(super) fn in_words<M: Memory>(state: &State<M>, event: &Event) -> String {
    match event {
        Event::NodeAttestationSubmitted { node, attestation } => format!(
            "Keeps evidence of what node {node} runs: the hash of a report, {}. It is not \
             verified.",
            attestation.report_sha256
        ),
        Event::OwnerAliasesChanged { set, removed } => aliases_in_words(state, set, removed),
        Event::JurisdictionSet { jurisdiction } => jurisdiction_in_words(state, jurisdiction),
        Event::GenerationSet { generation } => generation_in_words(state, generation),
        Event::GuestosVersionsRevised { elected, unelected } => {
            versions_in_words(elected.as_ref(), unelected)
        }
        Event::ApiBoundaryNodesAdded { nodes } => added_in_words(state, nodes),
        Event::ApiBoundaryNodesRemoved { ids } => removed_in_words(state, ids),
        Event::ApiBoundaryNodesChanged { nodes } => changed_in_words(state, nodes),
        Event::WorkingGroupMotionRecorded { motion } => motion_in_words(motion),
        Event::WorkingGroupMotionSettled { id, decision } => {
            settlement_in_words(state, *id, *decision)
        }
        other => unreachable!("BUG: {other:?} is told elsewhere"),
    }
}

fn aliases_in_words<M: Memory>(state: &State<M>, set: &[OwnerAlias], removed: &[String]) -> String {
    let mut words = Vec::new();
    for OwnerAlias { alias, canonical } in set {
        words.push(format!(
            "Counts the data centres of owner {alias:?} under {canonical:?}."
        ));
    }
    for alias in removed {
        let before = state.canonical_owner(alias);
        words.push(format!(
            "Counts the data centres of owner {alias:?} under its own name again, no longer \
             under {before:?}."
        ));
    }
    let aliases = set.iter().map(|row| &row.alias).chain(removed);
    let owners = state.owners_touched(aliases.map(String::as_str));
    let looked_at = owners
        .iter()
        .flat_map(|owner| state.data_centers_of(owner))
        .count();
    words.push(format!(
        "{} counted under these names until now. The records themselves keep the owner they \
         name.",
        match looked_at {
            1 => "1 data centre is".into(),
            more => format!("{more} data centres are"),
        }
    ));
    words.join(" ")
}

fn jurisdiction_in_words<M: Memory>(state: &State<M>, row: &Jurisdiction) -> String {
    let Jurisdiction {
        tag,
        version,
        countries,
        source,
        effective_from_ns,
    } = row;
    let from = utc(*effective_from_ns);
    let before = state
        .jurisdiction(tag)
        .map_or_else(Vec::new, |row| row.countries);
    if countries.is_empty() {
        return format!(
            "Withdraws the jurisdiction {tag:?} from {from} on; it stood for {}. Source: \
             {source}",
            before.join(", ")
        );
    }
    let only_in = |some: &[String], others: &[String]| {
        let some: Vec<_> = some.iter().filter(|code| !others.contains(code)).collect();
        let some: Vec<_> = some.into_iter().map(String::as_str).collect();
        if some.is_empty() {
            "none".into()
        } else {
            some.join(", ")
        }
    };
    let change = if *version == 1 {
        "The tag is new.".into()
    } else {
        format!(
            "Added: {}; removed: {}.",
            only_in(countries, &before),
            only_in(&before, countries)
        )
    };
    format!(
        "Makes the jurisdiction {tag:?}, version {version}, stand for {}: {}, from {from} on. \
         {change} Source: {source}",
        if countries.len() == 1 {
            "1 country".into()
        } else {
            format!("{} countries", countries.len())
        },
        countries.join(", ")
    )
}

fn generation_in_words<M: Memory>(state: &State<M>, row: &Generation) -> String {
    let name = &row.name;
    let end = |end_ns: Option<u64>| end_ns.map_or_else(|| "without an end".into(), utc);
    let verb = match state.generation(name) {
        None => "Adds",
        Some(_) => "Changes",
    };
    let mut words = format!(
        "{verb} hardware generation {name:?} with reward types {}. Nodes of it may register \
         from {}; until: {}. Support until: {}; a node of it is then shown as past support. \
         A node of it registers {}.",
        row.node_types.join(", "),
        utc(row.onboarding_from_ns),
        end(row.onboarding_until_ns),
        end(row.supported_until_ns),
        if row.sev_snp {
            "with its SEV-SNP chip id"
        } else {
            "with or without a chip id"
        }
    );
    if let Some(before) = state.generation(name) {
        for (what, old, new) in [
            (
                "Registration",
                before.onboarding_until_ns,
                row.onboarding_until_ns,
            ),
            ("Support", before.supported_until_ns, row.supported_until_ns),
        ] {
            if old != new {
                words.push_str(&format!(" {what} ended before: {}.", end(old)));
            }
        }
        let nodes = state
            .nodes_by_generation
            .members(name.as_bytes(), None)
            .take(NODES_COUNTED)
            .count();
        let nodes = if nodes == NODES_COUNTED {
            format!("{nodes} nodes or more are")
        } else if nodes == 1 {
            "1 node is".into()
        } else {
            format!("{nodes} nodes are")
        };
        words.push_str(&format!(" {nodes} of this generation."));
    }
    words
}

/// How many nodes of a generation are counted for voters, at most.
const NODES_COUNTED: usize = 10_000;

fn versions_in_words(elected: Option<&GuestosVersion>, unelected: &[String]) -> String {
    let mut words = Vec::new();
    if let Some(row) = elected {
        words.push(format!(
            "Elects GuestOS version {}, release package SHA-256 {}, with {}. API boundary \
             nodes may then run it, and nodes attest these measurements.",
            row.version,
            row.release_package_sha256,
            count(row.measurements.len(), "blessed launch measurement")
        ));
    }
    if !unelected.is_empty() {
        words.push(format!(
            "Takes back {}: {}. No API boundary node runs any of them, and their \
             measurements are no longer blessed unless another elected version has them.",
            count(unelected.len(), "elected version"),
            unelected.join(", ")
        ));
    }
    words.join(" ")
}

/// A node with what voters know it by: its domain name, its operator, its provider.
fn node_in_words<M: Memory>(state: &State<M>, id: NodeId) -> String {
    let Some(node) = state.node(id) else {
        return id.to_string();
    };
    let operator = node.operator;
    let provider = match state.node_operator(operator) {
        Some(record) => provider_in_words(state, record.provider),
        None => "unknown".into(),
    };
    let domain = node.domain.as_deref().unwrap_or("no domain name");
    format!("{id} ({domain}, operator {operator} of provider {provider})")
}

fn added_in_words<M: Memory>(state: &State<M>, rows: &[ApiBoundaryNode]) -> String {
    let nodes: Vec<_> = rows
        .iter()
        .map(|row| {
            let kind = match row.kind {
                BoundaryNodeKind::Api => "the API",
                BoundaryNodeKind::Http => "the API and web pages",
            };
            format!(
                "{}, which serves {kind}{}",
                node_in_words(state, row.node_id),
                terms_in_words(row)
            )
        })
        .collect();
    let version = rows.first().map_or("", |row| row.version.as_str());
    format!(
        "Turns {} into API boundary nodes that run GuestOS version {version}: {}. While they \
         are, they join no subnet, and neither leave nor change their domain names.",
        count(rows.len(), "node"),
        nodes.join("; ")
    )
}

fn terms_in_words(row: &ApiBoundaryNode) -> String {
    let policy = match &row.local_law_policy {
        Some(sha256) => format!("policy on local law {sha256}"),
        None => "no policy on local law".into(),
    };
    let monitor = if row.monitor {
        "measures other nodes"
    } else {
        "does not measure other nodes"
    };
    format!(", {policy}, {monitor}")
}

fn removed_in_words<M: Memory>(state: &State<M>, ids: &[NodeId]) -> String {
    let nodes: Vec<_> = ids.iter().map(|id| node_in_words(state, *id)).collect();
    let left = state.boundary_node_operators(|_, id| !ids.contains(&id), OPERATORS_COUNTED);
    format!(
        "Removes {}: {}. They are spare nodes again. Then {left} operators run boundary \
         nodes.",
        count(ids.len(), "API boundary node"),
        nodes.join("; ")
    )
}

/// How many operators of boundary nodes are counted for voters, at most.
const OPERATORS_COUNTED: u32 = 1_000;

fn changed_in_words<M: Memory>(state: &State<M>, rows: &[ApiBoundaryNode]) -> String {
    let nodes: Vec<_> = rows
        .iter()
        .map(|row| {
            let before = state.api_boundary_node(row.node_id);
            let what = match before {
                Some(before) if before.version != row.version => {
                    format!(" from version {} to {}", before.version, row.version)
                }
                _ => terms_in_words(row),
            };
            format!("{}{what}", node_in_words(state, row.node_id))
        })
        .collect();
    format!(
        "Changes {}: {}.",
        count(rows.len(), "API boundary node"),
        nodes.join("; ")
    )
}

fn motion_in_words(motion: &WorkingGroupMotion) -> String {
    let records: Vec<_> = motion
        .records
        .iter()
        .map(|record| {
            let key = &record.key.0;
            // Names are read as such, other keys as hexadecimal digits.
            let shown = match std::str::from_utf8(key) {
                Ok(name) if name.chars().all(|letter| letter.is_ascii_graphic()) => {
                    format!("{name:?}")
                }
                _ => key.iter().map(|byte| format!("{byte:02x}")).collect(),
            };
            format!("{} {shown}", record.table)
        })
        .collect();
    let about = if records.is_empty() {
        "no record".into()
    } else {
        records.join(", ")
    };
    format!(
        "Records motion {} of working group {:?}: {:?}, text SHA-256 {}, {}. It is about: \
         {about}. Recording it changes nothing else.",
        motion.id,
        motion.working_group,
        motion.title,
        motion.text_sha256,
        match &motion.url {
            Some(url) => format!("to be read at {url}"),
            None => "without an address".into(),
        }
    )
}

fn settlement_in_words<M: Memory>(state: &State<M>, id: u64, decision: MotionDecision) -> String {
    let motion = state.motion(id).map_or_else(String::new, |motion| {
        format!(
            " of working group {:?}, {:?},",
            motion.working_group, motion.title
        )
    });
    let outcome = match decision.outcome {
        MotionOutcome::Adopted => "was adopted",
        MotionOutcome::Rejected => "was rejected",
        MotionOutcome::Withdrawn => "was withdrawn",
    };
    let votes = decision.tally.map_or_else(
        || "without a count of votes".into(),
        |tally| {
            format!(
                "with {} yes, {} no, {} neither",
                tally.yes, tally.no, tally.abstain
            )
        },
    );
    format!("Records that motion {id}{motion} {outcome} {votes}. It is settled for good.")
}

#[cfg(test)]
mod tests {
    use crate::commands::in_words::in_words;
    use crate::commands::testing::{Decide, GUESTOS, World, node_id};
    use crate::commands::{
        record_working_group_motion, remove_api_boundary_nodes, revise_elected_guestos_versions,
        set_generation, set_jurisdiction, set_owner_aliases, settle_working_group_motion,
        update_api_boundary_nodes_version,
    };
    use bonafide_types::id::{Blob, Sha256Hash};
    use bonafide_types::limits::DAY_NS;
    use bonafide_types::registry::{
        MotionOutcome, OwnerAliasArgs, RecordRef, RecordWorkingGroupMotionArgs,
        RemoveApiBoundaryNodesArgs, ReviseElectedGuestosVersionsArgs, SetGenerationArgs,
        SetJurisdictionArgs, SetOwnerAliasesArgs, SettleWorkingGroupMotionArgs,
        UpdateApiBoundaryNodesVersionArgs, table,
    };

    /// What voters read, and then what they decide happens.
    fn tell<A, R: std::fmt::Debug>(world: &mut World, decide: Decide<A, R>, args: A) -> String {
        let ctx = world.ctx();
        let events = decide(&world.state, args, &ctx).unwrap().events;
        let words = events.iter().map(|event| in_words(&world.state, event));
        let words: Vec<_> = words.collect();
        for event in events {
            world.record(event);
        }
        words.join(" ")
    }

    fn says(words: &str, parts: &[&str]) {
        for part in parts {
            assert!(words.contains(part), "{words:?} does not say {part:?}");
        }
    }

    #[test]
    fn should_tell_of_a_generation_and_its_dates() {
        let mut world = World::with_domains(1);
        let args = SetGenerationArgs {
            name: "Gen1".into(),
            node_types: vec!["type1".into()],
            onboarding_from_ns: 0,
            onboarding_until_ns: Some(world.now_ns + 180 * DAY_NS),
            supported_until_ns: None,
            sev_snp: true,
        };
        let words = tell(&mut world, set_generation::decide, args);
        says(
            &words,
            &[
                "Changes hardware generation \"Gen1\"",
                "until: 2024-05-12 22:13:20 UTC",
                "Support until: without an end",
                "with its SEV-SNP chip id",
                "Registration ended before: without an end.",
                "1 node is of this generation",
            ],
        );
    }

    #[test]
    fn should_tell_of_boundary_nodes_and_versions() {
        let mut world = World::with_boundary_nodes(3);
        let newer = "b".repeat(40);
        world.elect(&newer);
        let args = UpdateApiBoundaryNodesVersionArgs {
            node_ids: vec![node_id(1)],
            version: newer.clone(),
        };
        let words = tell(&mut world, update_api_boundary_nodes_version::decide, args);
        let change = format!("from version {GUESTOS} to {newer}");
        says(&words, &["n1.example.com", "\"Example 1\"", &change]);

        let args = RemoveApiBoundaryNodesArgs {
            node_ids: vec![node_id(1)],
        };
        let words = tell(&mut world, remove_api_boundary_nodes::decide, args);
        says(&words, &["Removes 1 API boundary node", "Then 2 operators"]);

        let args = ReviseElectedGuestosVersionsArgs {
            elect: None,
            unelect: vec![newer.clone()],
        };
        let words = tell(&mut world, revise_elected_guestos_versions::decide, args);
        says(&words, &["Takes back 1 elected version", &newer]);
    }

    #[test]
    fn should_tell_of_places() {
        let mut world = World::with_domains(1);
        let args = SetOwnerAliasesArgs {
            set: vec![OwnerAliasArgs {
                alias: "Example Halls AG".into(),
                canonical: "Example Halls".into(),
            }],
            remove: vec![],
        };
        let words = tell(&mut world, set_owner_aliases::decide, args);
        says(
            &words,
            &[
                "\"Example Halls AG\" under \"Example Halls\"",
                "1 data centre is",
            ],
        );
        let mut tag = |countries: &[&str]| {
            let args = SetJurisdictionArgs {
                tag: "EU".into(),
                countries: countries.iter().map(|&code| code.into()).collect(),
                source: "a public list".into(),
            };
            tell(&mut world, set_jurisdiction::decide, args)
        };
        says(&tag(&["AT", "DE"]), &["2 countries: AT, DE", "is new"]);
        says(&tag(&["AT", "FR"]), &["Added: FR; removed: DE."]);
        says(&tag(&[]), &["Withdraws", "stood for AT, FR"]);
    }

    #[test]
    fn should_tell_of_motions() {
        let mut world = World::new();
        let args = RecordWorkingGroupMotionArgs {
            working_group: "Hardware".into(),
            title: "Validity windows".into(),
            text_sha256: Sha256Hash([4; 32]),
            url: None,
            records: vec![RecordRef {
                table: table::GENERATION.into(),
                key: Blob(b"Gen1".to_vec()),
            }],
        };
        let words = tell(&mut world, record_working_group_motion::decide, args);
        says(&words, &["motion 0", "\"Hardware\"", "generation \"Gen1\""]);
        let args = SettleWorkingGroupMotionArgs {
            id: 0,
            outcome: MotionOutcome::Rejected,
            tally: None,
        };
        let words = tell(&mut world, settle_working_group_motion::decide, args);
        says(
            &words,
            &["\"Validity windows\", was rejected without a count"],
        );
    }
}
