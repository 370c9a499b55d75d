//! What people read of subnets.

use crate::output::{count, fields, or_empty, table};
use bonafide_types::registry::{
    Dimension, Distances, Finding, MembershipChange, NewSubnet, Optimality, PerDimension,
    Scorecard, SubnetEvaluation, SubnetRules,
};

/// What stands above [`coefficients`].
pub(super) const LETTERS: &str = "o p c d w a n";

/// Says what [`LETTERS`] are.
pub(super) const LEGEND: &str = "coefficients by operator, provider, cluster, data centre, owner \
                                 of the data centre, area and country";

/// `5 5 5 5 5 4 2`, in the order of [`Dimension::ALL`].
pub(super) fn coefficients(of: &PerDimension) -> String {
    Dimension::ALL
        .map(|dimension| of.get(dimension).to_string())
        .join(" ")
}

pub(super) fn dimension(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::NodeOperator => "operator",
        Dimension::NodeProvider => "provider",
        Dimension::Cluster => "cluster",
        Dimension::DataCenter => "data centre",
        Dimension::DataCenterOwner => "owner of the data centre",
        Dimension::Area => "area",
        Dimension::Country => "country",
    }
}

/// One line: `violation: country_cap US 4 (limit 2)`.
pub(super) fn finding(finding: &Finding) -> String {
    let Finding {
        rule,
        subject,
        actual,
        limit,
        severity,
    } = finding;
    let severity = severity.name();
    format!(
        "{severity}: {} {subject} {actual} (limit {limit})",
        rule.id()
    )
}

/// The figures by dimension.
fn scorecard(card: &Scorecard) -> String {
    let rows = Dimension::ALL.map(|by| {
        [
            dimension(by).to_owned(),
            card.nakamoto.get(by).to_string(),
            card.nakamoto_dre.get(by).to_string(),
            card.controlled.get(by).to_string(),
            card.unique.get(by).to_string(),
            card.max_count.get(by).to_string(),
        ]
    });
    let header = [
        "by",
        "coefficient",
        "at n/3",
        "nodes of these",
        "actors",
        "most of one",
    ];
    table(header, rows)
}

/// One subnet with all its figures.
pub(super) fn evaluation(found: &SubnetEvaluation) -> String {
    let card = &found.scorecard;
    let list = fields(&[
        ("subnet", found.subnet.to_string()),
        (
            "kind",
            format!("{}, policy version {}", found.kind, found.policy_version),
        ),
        ("members", card.size.to_string()),
        ("product", card.product.to_string()),
        ("sum", card.sum.to_string()),
        ("distances", or_empty(found.distances.map(distances))),
    ]);
    let violations = found.violations.iter().map(finding);
    let broken = count(found.violations.len(), "broken rule");
    let lines: Vec<_> = [list, scorecard(card), broken]
        .into_iter()
        .chain(violations)
        .collect();
    lines.join("\n")
}

fn distances(found: Distances) -> String {
    format!(
        "{} to {} km, {} km on average; {} of {} located members within {} km of one of them",
        found.min_km,
        found.max_km,
        found.average_km,
        found.most_within_radius,
        found.located,
        Distances::RADIUS_KM
    )
}

/// Who joins and who leaves, a line for each node.
pub(super) fn change(change: &MembershipChange) -> String {
    let added = change.node_ids_add.iter().map(|id| format!("  + {id}"));
    let removed = change.node_ids_remove.iter().map(|id| format!("  - {id}"));
    let lines: Vec<_> = [format!("subnet {}", change.subnet_id)]
        .into_iter()
        .chain(added)
        .chain(removed)
        .collect();
    lines.join("\n")
}

/// Who makes a new subnet.
pub(super) fn creation(creation: &NewSubnet) -> String {
    let nodes = count(creation.node_ids.len(), "node");
    let added = creation.node_ids.iter().map(|id| format!("  + {id}"));
    let lines: Vec<_> = [format!("new subnet, kind {}, {nodes}", creation.kind)]
        .into_iter()
        .chain(added)
        .collect();
    lines.join("\n")
}

pub(super) fn optimality(known: &Optimality) -> String {
    match known {
        Optimality::Proven => "proven best: no rule is broken, and every coefficient is as high \
                               as the actors at hand allow"
            .into(),
        Optimality::Exhaustive => "everything was tried: nothing is better".into(),
        Optimality::LocalBest { product_bound } => {
            format!("no single exchange makes it better; the product cannot exceed {product_bound}")
        }
    }
}

/// Rules on one line.
pub(super) fn rules(rules: &SubnetRules) -> String {
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
    let mut parts = Vec::new();
    if min_size == max_size {
        parts.push(count(*min_size as usize, "node"));
    } else {
        parts.push(format!("{min_size} to {max_size} nodes"));
    }
    if *byzantine_size {
        parts.push("3f + 1 of them".into());
    }
    for cap in caps {
        parts.push(format!("{} {} at most", dimension(cap.dimension), cap.max));
    }
    for special in special_caps {
        parts.push(format!(
            "{} {:?} {} to {}",
            dimension(special.dimension),
            special.actor,
            special.min,
            special.max
        ));
    }
    if !required_tags.is_empty() {
        parts.push(format!("only in {}", required_tags.join(", ")));
    }
    if !forbidden_tags.is_empty() {
        parts.push(format!("none in {}", forbidden_tags.join(", ")));
    }
    for share in shares {
        let bound = if share.strict { "less than" } else { "at most" };
        parts.push(format!(
            "{bound} {}/{} in {}",
            share.numerator, share.denominator, share.tag
        ));
    }
    if *sev {
        parts.push("SEV-SNP".into());
    }
    if *healthy_removal_divisor > 0 {
        parts.push(format!(
            "1/{healthy_removal_divisor} of the healthy ones leave at once at most"
        ));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::registry::{NodeCap, Rule, Severity, ShareRule, SpecialCap};

    #[test]
    fn should_show_coefficients_in_the_order_of_their_letters() {
        let values = PerDimension::of(|dimension| u32::try_from(dimension.index()).unwrap());
        assert_eq!(coefficients(&values), "0 1 2 3 4 5 6");
        assert_eq!(LETTERS.split(' ').count(), Dimension::ALL.len());
    }

    #[test]
    fn should_name_what_a_rule_says() {
        let found = Finding {
            rule: Rule::Cap(Dimension::Country),
            subject: "US".into(),
            actual: 4,
            limit: 2,
            severity: Severity::Violation,
        };
        assert_eq!(finding(&found), "violation: country_cap US 4 (limit 2)");
    }

    #[test]
    fn should_leave_no_rule_out() {
        let all = SubnetRules {
            min_size: 7,
            max_size: 13,
            byzantine_size: true,
            caps: vec![NodeCap {
                dimension: Dimension::Country,
                max: 2,
            }],
            special_caps: vec![SpecialCap {
                dimension: Dimension::DataCenter,
                actor: "zh9".into(),
                min: 0,
                max: 1,
            }],
            required_tags: vec!["EU".into()],
            forbidden_tags: vec!["US".into()],
            shares: vec![ShareRule {
                tag: "DACH".into(),
                numerator: 1,
                denominator: 3,
                strict: true,
            }],
            sev: true,
            healthy_removal_divisor: 6,
        };
        assert_eq!(
            rules(&all),
            "7 to 13 nodes; 3f + 1 of them; country 2 at most; data centre \"zh9\" 0 to 1; only in \
             EU; none in US; less than 1/3 in DACH; SEV-SNP; 1/6 of the healthy ones leave at once \
             at most"
        );
    }
}
