//! Figures of a subnet, and the rules it breaks.

use super::limits::{Limits, special_count};
use super::network::Network;
use super::score::{SCORED, product};
use super::tally::{Tally, Threshold};
use bonafide_types::registry::{Dimension, Finding, PerDimension, Rule, Scorecard, Severity};

/// Writes the name of an actor for readers.
pub type Naming = fn(Dimension, &[u8]) -> String;

/// Names that are text already.
#[must_use]
pub fn as_text(_: Dimension, name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// The figures of what was counted, when its broken rules weigh this much.
#[must_use]
pub fn scorecard(tally: &Tally, violation_weight: u64) -> Scorecard {
    let threshold = Threshold::Bft;
    let nakamoto = tally.coefficients(threshold);
    let six = SCORED.map(|dimension| nakamoto.get(dimension));
    Scorecard {
        size: tally.size(),
        nakamoto,
        nakamoto_dre: tally.coefficients(Threshold::Dre),
        controlled: PerDimension::of(|dimension| tally.coefficient(dimension, threshold).nodes),
        unique: PerDimension::of(|dimension| tally.spread(dimension).distinct()),
        max_count: PerDimension::of(|dimension| tally.spread(dimension).max()),
        violation_weight,
        product: product(six),
        sum: six.iter().sum(),
    }
}

/// The rules that members break, in the order of [`Rule`], then by subject. An empty list means
/// that nothing weighs anything: see [`Limits::weight`].
#[must_use]
pub fn violations(
    network: &Network,
    limits: &Limits,
    tally: &Tally,
    members: &[u32],
    naming: Naming,
) -> Vec<Finding> {
    let mut found = Findings::default();
    let size = tally.size();
    if size < limits.min_size {
        found.add(
            Rule::Size,
            "members".into(),
            size.into(),
            limits.min_size.into(),
        );
    }
    if size > limits.max_size {
        found.add(
            Rule::Size,
            "members".into(),
            size.into(),
            limits.max_size.into(),
        );
    }
    if limits.byzantine_size && size % 3 != 1 {
        let nearest = u64::from(size.saturating_sub(1) / 3) * 3 + 1;
        found.add(Rule::ByzantineSize, "members".into(), size.into(), nearest);
    }
    for dimension in Dimension::ALL {
        let cap = limits.common_cap(dimension);
        if tally.spread(dimension).max() > cap {
            for (actor, count) in tally.counted(dimension) {
                if count > cap && !limits.is_special(dimension, actor) {
                    let name = naming(dimension, network.name(dimension, actor));
                    found.add(Rule::Cap(shown(dimension)), name, count.into(), cap.into());
                }
            }
        }
    }
    for special in &limits.specials {
        let count = special_count(tally, special);
        let dimension = shown(special.dimension);
        if count > special.max {
            let rule = Rule::SpecialMax(dimension);
            found.add(rule, special.name.clone(), count.into(), special.max.into());
        }
        if count < special.min {
            let rule = Rule::SpecialMin(dimension);
            found.add(rule, special.name.clone(), count.into(), special.min.into());
        }
    }
    for (country, count) in tally.counted(Dimension::Country) {
        let code = || {
            naming(
                Dimension::Country,
                network.name(Dimension::Country, country),
            )
        };
        if limits
            .required
            .as_ref()
            .is_some_and(|required| !required.contains(country))
        {
            found.add(Rule::RequiredTag, code(), count.into(), 0);
        }
        for (tag, countries) in &limits.forbidden {
            if countries.contains(country) {
                found.add(
                    Rule::ForbiddenTag,
                    format!("{} ({tag})", code()),
                    count.into(),
                    0,
                );
            }
        }
    }
    for share in &limits.shares {
        let (count, most) = (share.inside.count(tally), share.most(size));
        if count > most {
            found.add(Rule::Share, share.tag.clone(), count.into(), most.into());
        }
    }
    if limits.sev {
        let without = members.iter();
        let without = without.filter(|class| network.class(**class).sev == Some(false));
        let without = without.count() as u64;
        if without > 0 {
            found.add(Rule::Sev, "members".into(), without, 0);
        }
    }
    for tag in &limits.unknown_tags {
        found.add(Rule::UnknownTag, tag.clone(), 1, 0);
    }
    found.in_order()
}

/// Limits on providers are counted by cluster, and called by what they limit.
const fn shown(dimension: Dimension) -> Dimension {
    match dimension {
        Dimension::Cluster => Dimension::NodeProvider,
        other => other,
    }
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, rule: Rule, subject: String, actual: u64, limit: u64) {
        self.0.push(Finding {
            rule,
            subject,
            actual,
            limit,
            severity: Severity::Violation,
        });
    }

    fn in_order(mut self) -> Vec<Finding> {
        self.0.sort();
        self.0
    }
}
