//! Policies of subnets, their members and cordons in words.

use crate::state::{Event, State};
use bonafide_kit::words::utc;
use bonafide_policy::decentralization::verdict;
use bonafide_types::registry::{
    Cordon, CordonKey, Dimension, MembershipChange, SubnetKindArgs, SubnetPolicy, SubnetRules,
};
use ic_stable_structures::Memory;

pub(super) fn in_words<M: Memory>(state: &State<M>, event: &Event) -> String {
    match event {
        Event::SubnetPolicySet { policy } => policy_in_words(state, policy),
        Event::SubnetKindsSet { kinds } => {
            let each = kinds.iter().map(|SubnetKindArgs { subnet_id, kind }| {
                format!(
                    "{subnet_id}: {kind}, until now {}",
                    state.kind_of(*subnet_id)
                )
            });
            format!("Says which kinds subnets are of. {}.", list(each))
        }
        Event::SubnetMembershipChanged { changes, verdict } => {
            let each = changes.iter().map(change_in_words);
            format!(
                "Changes the members of subnets. {} {}",
                each.collect::<Vec<_>>().join(" "),
                verdict::words(verdict)
            )
        }
        Event::SubnetCreated {
            subnet_id,
            kind,
            node_ids,
            verdict,
        } => format!(
            "Makes subnet {subnet_id}, kind {kind}, of {} spare nodes: {}. {}",
            node_ids.len(),
            list(node_ids.iter().map(ToString::to_string)),
            verdict::words(verdict)
        ),
        Event::CordonsSet { set, lifted } => cordons_in_words(set, lifted),
        other => unreachable!("BUG: {other:?} is told elsewhere"),
    }
}

fn list(each: impl Iterator<Item = String>) -> String {
    each.collect::<Vec<_>>().join(", ")
}

fn change_in_words(change: &MembershipChange) -> String {
    let named = |what: &str, nodes: &[_]| {
        if nodes.is_empty() {
            String::new()
        } else {
            format!(" {what} {}.", list(nodes.iter().map(ToString::to_string)))
        }
    };
    format!(
        "Subnet {}:{}{}",
        change.subnet_id,
        named("adds", &change.node_ids_add),
        named("removes", &change.node_ids_remove)
    )
}

fn policy_in_words<M: Memory>(state: &State<M>, policy: &SubnetPolicy) -> String {
    let before = state.latest_subnet_policy(&policy.kind).map_or_else(
        || "There was no policy for this kind.".into(),
        |before| format!("Until now: {}", rules_in_words(&before.rules)),
    );
    format!(
        "Sets version {} of the policy for {} subnets, from {} on: {} Source: {}. {before}",
        policy.version,
        policy.kind,
        utc(policy.effective_from_ns),
        rules_in_words(&policy.rules),
        policy.source
    )
}

fn rules_in_words(rules: &SubnetRules) -> String {
    let SubnetRules {
        min_size,
        max_size,
        byzantine_size,
        caps,
        special_caps,
        required_tags,
        forbidden_tags,
        shares,
        sev,
        healthy_removal_divisor,
    } = rules;
    let mut parts = vec![if min_size == max_size {
        format!("{min_size} nodes")
    } else {
        format!("{min_size} to {max_size} nodes")
    }];
    if *byzantine_size {
        parts.push("3f + 1 of them".into());
    }
    for cap in caps {
        parts.push(format!(
            "at most {} of each {}",
            cap.max,
            dimension_in_words(cap.dimension)
        ));
    }
    for special in special_caps {
        parts.push(format!(
            "{} to {} of {} {:?}",
            special.min,
            special.max,
            dimension_in_words(special.dimension),
            special.actor
        ));
    }
    if !required_tags.is_empty() {
        parts.push(format!("only in {}", required_tags.join(", ")));
    }
    if !forbidden_tags.is_empty() {
        parts.push(format!("none in {}", forbidden_tags.join(", ")));
    }
    for share in shares {
        parts.push(format!(
            "{} {}/{} in {}",
            if share.strict { "less than" } else { "at most" },
            share.numerator,
            share.denominator,
            share.tag
        ));
    }
    if *sev {
        parts.push("with SEV-SNP".into());
    }
    if *healthy_removal_divisor > 0 {
        parts.push(format!(
            "one change takes at most 1/{healthy_removal_divisor} of the members out that run"
        ));
    }
    format!("{}.", parts.join("; "))
}

/// A dimension's actor in words: linked providers count as one.
fn dimension_in_words(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::NodeOperator => "operator",
        Dimension::NodeProvider | Dimension::Cluster => "provider with all it is linked to",
        Dimension::DataCenter => "data centre",
        Dimension::DataCenterOwner => "data-centre owner",
        Dimension::Area => "area",
        Dimension::Country => "country",
    }
}

fn cordons_in_words(set: &[Cordon], lifted: &[CordonKey]) -> String {
    let set = set.iter().map(|row| {
        format!(
            "Nodes of {} {:?} join no subnet until {}: {:?}.",
            row.dimension.name(),
            row.actor,
            utc(row.until_ns),
            row.reason
        )
    });
    let lifted = lifted.iter().map(|key| {
        format!(
            "Lifts the cordon on {} {:?}.",
            key.dimension.name(),
            key.actor
        )
    });
    set.chain(lifted).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
