//! One subnet of a request, before and after.

use super::super::evaluate::{scorecard, violations};
use super::super::limits::Limits;
use super::super::network::Health;
use super::super::score::Score;
use super::super::tally::{Tally, Threshold};
use super::{Change, Creation, Request, SubnetOutcome, flag, in_order, once, violation};
use bonafide_types::registry::{Finding, Rule, Severity};
use std::collections::BTreeMap;

/// Members, counted.
struct Counted {
    tally: Tally,
    weight: u64,
    violations: Vec<Finding>,
}

impl Counted {
    fn score(&self) -> Score {
        Score::counted(&self.tally, self.weight)
    }
}

impl Request<'_> {
    /// What becomes of a subnet.
    pub(super) fn change(&self, subnet: u32, change: &Change) -> SubnetOutcome {
        let Change {
            subnet: _,
            shown,
            limits,
            add,
            remove,
        } = change;
        let mut findings = Vec::new();
        once(&self.subnets, shown, &mut findings);
        if add.is_empty() && remove.is_empty() {
            findings.push(flag(Rule::NothingToChange, shown));
        }
        let mut members = self.network.members(subnet).to_vec();
        let before = self.counted(limits, &members);
        let left = remove.iter();
        let left = left.filter_map(|named| self.leaves(named, subnet, &mut members, &mut findings));
        let left: Vec<_> = left.collect();
        let unhealthy_kept = self.unhealthy(&members);
        let joined = add.iter();
        let joined = joined.filter_map(|named| self.joins(named, limits, &mut findings));
        let joined: Vec<_> = joined.collect();
        let replaced = joined.len() as u64 + unhealthy_kept;
        members.extend(joined);
        members.sort_unstable();
        let after = self.counted(limits, &members);

        let bound = Threshold::Bft.of(after.tally.size()).into();
        if replaced > bound {
            findings.push(violation(Rule::Churn, "members", replaced, bound));
        }
        let unhealthy_left = self.unhealthy(&left);
        let healthy_left = left.len() as u64 - unhealthy_left;
        let size = before.tally.size();
        if let Some(most) = healthy_removals(limits, size).filter(|most| healthy_left > *most) {
            findings.push(violation(
                Rule::HealthyRemoved,
                "members",
                healthy_left,
                most,
            ));
        }
        if unhealthy_left == 0 {
            findings.extend(lower_score(before.score(), after.score()));
        }
        findings.extend(compared(&before, &after, unhealthy_left > 0));
        SubnetOutcome {
            before: Some(scorecard(&before.tally, before.weight)),
            after: scorecard(&after.tally, after.weight),
            members_after: members,
            findings: in_order(findings),
        }
    }

    /// What a new subnet is.
    pub(super) fn creation(&self, creation: &Creation) -> SubnetOutcome {
        let Creation {
            shown,
            limits,
            members: named,
        } = creation;
        let mut findings = Vec::new();
        if named.is_empty() {
            findings.push(flag(Rule::NothingToChange, shown));
        }
        let members = named.iter();
        let members = members.filter_map(|named| self.joins(named, limits, &mut findings));
        let mut members: Vec<_> = members.collect();
        members.sort_unstable();
        let after = self.counted(limits, &members);
        findings.extend(after.violations);
        SubnetOutcome {
            before: None,
            after: scorecard(&after.tally, after.weight),
            members_after: members,
            findings: in_order(findings),
        }
    }

    fn counted(&self, limits: &Limits, members: &[u32]) -> Counted {
        let tally = Tally::of(self.network, members.iter().copied());
        Counted {
            weight: limits.weight(self.network, &tally, members),
            violations: violations(self.network, limits, &tally, members, self.naming),
            tally,
        }
    }

    fn unhealthy(&self, classes: &[u32]) -> u64 {
        let unhealthy = classes.iter();
        let unhealthy =
            unhealthy.filter(|class| self.network.class(**class).health == Health::Unhealthy);
        unhealthy.count() as u64
    }
}

/// The most healthy members that one change may take out of `size`; one may always go, so that
/// small subnets can exchange one. `None`: no limit.
fn healthy_removals(limits: &Limits, size: u32) -> Option<u64> {
    let most = size.checked_div(limits.healthy_removal_divisor)?;
    Some(most.max(1).into())
}

fn lower_score(before: Score, after: Score) -> Option<Finding> {
    let shown = |product: u128| u64::try_from(product).unwrap_or(u64::MAX);
    (after < before).then(|| Finding {
        severity: Severity::Warning,
        ..violation(
            Rule::LowerScore,
            "score",
            shown(after.product),
            shown(before.product),
        )
    })
}

/// The rules that are broken after a change, as far as they were not broken before; and whether
/// a subnet that broke rules gets better.
fn compared(before: &Counted, after: &Counted, heals: bool) -> Vec<Finding> {
    let missed: BTreeMap<_, _> = before
        .violations
        .iter()
        .map(|finding| ((finding.rule, finding.subject.as_str()), missed_by(finding)))
        .collect();
    let better = heals || after.weight < before.weight;
    let mut findings = after.violations.clone();
    for finding in &mut findings {
        let was = missed.get(&(finding.rule, finding.subject.as_str()));
        if better && was.is_some_and(|was| missed_by(finding) <= *was) {
            finding.severity = Severity::Warning;
        }
    }
    if !missed.is_empty() && !better {
        let (now, was) = (after.weight, before.weight);
        findings.push(violation(Rule::NotBetter, "members", now, was));
    }
    findings
}

/// How far a rule is missed: nodes too many or too few.
fn missed_by(finding: &Finding) -> u64 {
    match finding.rule {
        // One of the two is no matter of degree, the other has no nodes.
        Rule::ByzantineSize | Rule::UnknownTag => 1,
        _ => finding.actual.abs_diff(finding.limit),
    }
}
