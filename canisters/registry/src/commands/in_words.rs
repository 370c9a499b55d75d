//! Events in plain words, for voters: who, what, what follows, and when in UTC.

mod capacity;
mod independence;
mod life_cycle;
mod rules;
mod subnets;

use crate::domain::declaration::grace_days;
use crate::state::{Event, State};
use bonafide_kit::words::utc;
use bonafide_types::limits::SECOND_NS;
use bonafide_types::registry::{
    DeclarationText, Gps, ProviderKind, ProviderProfile, RewardableNodes,
};
use ic_stable_structures::Memory;

/// Says what committing an event will do to this state.
#[must_use]
pub fn in_words<M: Memory>(state: &State<M>, event: &Event) -> String {
    match event {
        Event::Initialized { config } => {
            format!(
                "Installs the registry under governance {}.",
                config.governance
            )
        }
        Event::ConfigChanged { config } => {
            format!(
                "Hands the registry over to governance {}.",
                config.governance
            )
        }
        Event::ProviderRegistered { id, profile } => {
            let known = if state.provider(*id).is_some() {
                "known from an import, whose facts stay beside the profile"
            } else {
                "new here"
            };
            format!(
                "Adopts a profile for node provider {id} ({known}): {} Proposal: {}. From then \
                 on it may be given operator records; it registers nodes only after it \
                 accepted the declaration.",
                profile_in_words(profile),
                profile.proposal
            )
        }
        Event::ProviderProfileUpdated { provider, .. } => {
            format!("Changes what provider {provider} says of itself.")
        }
        Event::DeclarationPublished { text, .. } => publication_in_words(state, text),
        Event::DeclarationAccepted { acceptance } => format!(
            "Records that provider {} accepts the declaration {} ({}).",
            acceptance.provider, acceptance.version, acceptance.language
        ),
        Event::DeclarationLapsed {
            provider,
            lapsed_at_ns,
        } => format!(
            "Records that the declaration of provider {provider} lapsed at {}.",
            utc(*lapsed_at_ns)
        ),
        Event::DataCenterAdded { data_center: dc } => {
            let place = dc
                .gps
                .map_or_else(String::new, |gps| format!(", at {}", place_in_words(gps)));
            format!(
                "Adds data centre {:?}: {:?} owned by {:?}, in {}{place}. Operator records \
                 may then refer to it.",
                dc.id, dc.name, dc.owner, dc.region
            )
        }
        Event::NodeOperatorAdded { node_operator: row } => {
            format!(
                "Adds node operator {} of provider {} in data centre {:?}. Its key may \
                 register {} nodes; paid for: {}; most it may be paid for: {}; IPv6 prefix: \
                 {}.{}",
                row.id,
                life_cycle::provider_in_words(state, row.provider),
                row.dc_id,
                row.node_allowance,
                rewards_in_words(&row.rewardable_nodes),
                if row.max_rewardable_nodes.is_empty() {
                    "not given".into()
                } else {
                    rewards_in_words(&row.max_rewardable_nodes)
                },
                row.ipv6_prefix.as_deref().unwrap_or("not given"),
                capacity::capacity_in_words(state, row)
            )
        }
        Event::NodeRegistered { node, replaces } => {
            let in_place = replaces.map_or_else(String::new, |old| format!(" in place of {old}"));
            format!(
                "Registers node {} of operator {}{in_place}.",
                node.id, node.operator
            )
        }
        Event::ImportBegun { job, .. } => format!(
            "Approves import {} of {:?}, version {:?}: {} pages with source hash {}. Anyone \
             may then bring exactly these pages; profiles, acceptances and records made by \
             proposal or by an operator's key stay as they are.",
            job.id, job.source, job.source_version, job.pages, job.source_hash
        ),
        Event::ImportPageTaken {
            import_id, page, ..
        } => format!("Takes over page {page} of import {import_id}."),
        Event::ProviderStatusChanged { .. }
        | Event::ProviderOffboarded { .. }
        | Event::ProviderReadmitted { .. }
        | Event::ProviderHandedOver { .. }
        | Event::NodeOperatorChanged { .. }
        | Event::NodeOperatorsRemoved { .. }
        | Event::NodesRemoved { .. }
        | Event::NodeDomainChanged { .. }
        | Event::DataCenterChanged { .. }
        | Event::DataCentersRemoved { .. } => life_cycle::in_words(state, event),
        Event::NodeAttestationSubmitted { .. }
        | Event::OwnerAliasesChanged { .. }
        | Event::JurisdictionSet { .. }
        | Event::GenerationSet { .. }
        | Event::GuestosVersionsRevised { .. }
        | Event::ApiBoundaryNodesAdded { .. }
        | Event::ApiBoundaryNodesRemoved { .. }
        | Event::ApiBoundaryNodesChanged { .. }
        | Event::WorkingGroupMotionRecorded { .. }
        | Event::WorkingGroupMotionSettled { .. } => rules::in_words(state, event),
        Event::SubnetPolicySet { .. }
        | Event::SubnetKindsSet { .. }
        | Event::SubnetMembershipChanged { .. }
        | Event::SubnetCreated { .. }
        | Event::CordonsSet { .. } => subnets::in_words(state, event),
        Event::IndependenceAnswered { .. }
        | Event::ClustersChanged { .. }
        | Event::PolicySet { .. } => independence::in_words(state, event),
    }
}

fn profile_in_words(profile: &ProviderProfile) -> String {
    let name = &profile.legal_name;
    let country = &profile.country;
    match &profile.kind {
        ProviderKind::Individual => format!("{name:?}, a person, country {country}."),
        ProviderKind::Company {
            register_number,
            jurisdiction,
        } => format!(
            "{name:?}, a company, country {country}, number {register_number:?} in the \
             register of {jurisdiction}, represented by {:?}.",
            profile.representative.as_deref().unwrap_or_default()
        ),
    }
}

fn publication_in_words<M: Memory>(state: &State<M>, text: &DeclarationText) -> String {
    let mut words = format!(
        "Publishes version {} of the declaration in language {:?}: {} bytes in normal form, \
         SHA-256 {}, in effect from {}.",
        text.version,
        text.language,
        text.bytes,
        text.sha256,
        utc(text.effective_from_ns)
    );
    let last = state.texts(&text.language).last();
    let consequence = match last.map(|last| (last, grace_days(last.version, text.version))) {
        None => " It is the first text in this language.".to_owned(),
        Some((last, None)) => format!(
            " It replaces version {}; who accepted that need not accept again.",
            last.version
        ),
        Some((last, Some(days))) => format!(
            " It replaces version {}; who accepted that has {days} days to accept this one, \
             until {}, and may register no nodes after that until it does.",
            last.version,
            utc(text
                .effective_from_ns
                .saturating_add(days * 86_400 * SECOND_NS))
        ),
    };
    words.push_str(&consequence);
    words
}

fn place_in_words(gps: Gps) -> String {
    let Gps {
        latitude_udeg,
        longitude_udeg,
    } = gps;
    format!("{}, {}", degrees(latitude_udeg), degrees(longitude_udeg))
}

/// `2 x type1.1, 3 x type3.1`.
fn rewards_in_words(rows: &[RewardableNodes]) -> String {
    if rows.is_empty() {
        return "no nodes".into();
    }
    let rows: Vec<_> = rows
        .iter()
        .map(|row| format!("{} x {}", row.count, row.node_type))
        .collect();
    rows.join(", ")
}

/// Degrees with six decimals.
fn degrees(udeg: i32) -> String {
    let sign = if udeg < 0 { "-" } else { "" };
    let udeg = udeg.unsigned_abs();
    format!("{sign}{}.{:06}", udeg / 1_000_000, udeg % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, data_center, declaration, individual, version};
    use crate::commands::{add_data_center, publish_declaration, register_provider};

    #[test]
    fn should_tell_degrees() {
        assert_eq!(degrees(-500), "-0.000500");
        assert_eq!(degrees(47_376_900), "47.376900");
        assert_eq!(degrees(i32::MIN), "-2147.483648");
    }

    #[test]
    fn should_tell_voters_who_what_and_what_follows() {
        let mut world = World::new();
        let ctx = world.ctx();
        let event = register_provider::decide(&world.state, individual(1), &ctx)
            .unwrap()
            .events
            .remove(0);
        let words = in_words(&world.state, &event);
        assert!(
            words.contains("\"Example 1\", a person, country CH"),
            "{words}"
        );
        assert!(words.contains("new here"), "{words}");

        let event = add_data_center::decide(&world.state, data_center("zh2"), &ctx)
            .unwrap()
            .events
            .remove(0);
        let words = in_words(&world.state, &event);
        assert!(words.contains("at 47.376900, 8.541700"), "{words}");

        world.publish("en", version(1, 0, 0), "one");
        let event = publish_declaration::decide(
            &world.state,
            declaration("en", version(2, 0, 0), "two"),
            &ctx,
        )
        .unwrap()
        .events
        .remove(0);
        let words = in_words(&world.state, &event);
        assert!(
            words.contains("30 days to accept this one, until 2023-12-14 22:13:20 UTC"),
            "{words}"
        );
    }
}
