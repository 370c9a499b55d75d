//! A verdict in plain words, as it stands in a proposal before the vote.

use super::verdict_hash;
use bonafide_types::registry::{
    Dimension, Distances, Finding, Rule, Scorecard, Severity, SubnetVerdict, Verdict,
};
use std::fmt::{Display, Write};

/// Findings of one subnet that are written out, at most.
const FINDINGS: usize = 20;

/// Bytes of the text, at most, as long as figures alone do not need more: findings share what
/// the figures leave.
const BYTES: usize = 6_000;

/// Kept for the line that says how many findings are not written out.
const MORE_BYTES: usize = 24;

/// Characters of a subject, at most.
const SUBJECT_CHARS: usize = 80;

const INTRODUCTION: &str = "A coefficient is the fewest actors with more than f = (size - 1) / 3 \
    of the members. An arrow leads from before to after; what has none stays.\n";

/// The verdict in plain words: of each subnet its kind, size, coefficients, their product and
/// distances, before and after, and what was found; at the end whether it is accepted, and its
/// hash. A line each, lines end with a line feed.
///
/// At most 20 findings of each subnet are written out, violations first, and fewer when the
/// text would grow beyond about 6,000 bytes; then it says how many more there are. Subjects are
/// cut after 80 characters.
#[must_use]
pub fn words(verdict: &Verdict) -> String {
    let Verdict {
        request_hash: _,
        registry_events,
        registry_tip: _,
        accepted,
        findings,
        subnets,
    } = verdict;
    let figures: Vec<_> = subnets.iter().map(figures).collect();
    let end = format!(
        "{} Registry events: {registry_events}. Verdict: {}\n",
        if *accepted { "Accepted." } else { "Refused." },
        verdict_hash(verdict)
    );
    let lists = 1 + subnets.len();
    let taken = INTRODUCTION.len() + end.len() + lists * MORE_BYTES;
    let taken = taken + figures.iter().map(String::len).sum::<usize>();
    let mut room = BYTES.saturating_sub(taken);
    let mut list = |findings: &[Finding], left: usize| {
        let text = listed(findings, room / left);
        room = room.saturating_sub(text.len());
        text
    };
    let mut text = String::from(INTRODUCTION);
    text.push_str(&list(findings, lists));
    for (at, (figures, subnet)) in figures.iter().zip(subnets).enumerate() {
        text.push_str(figures);
        text.push_str(&list(&subnet.findings, subnets.len() - at));
    }
    text.push_str(&end);
    text
}

/// The figures of a subnet.
fn figures(subnet: &SubnetVerdict) -> String {
    let SubnetVerdict {
        subnet: id,
        kind,
        policy_version,
        before,
        after,
        distances_before,
        distances_after,
        findings: _,
    } = subnet;
    let name = match id {
        Some(id) => format!("Subnet {id}"),
        None => "New subnet".into(),
    };
    let figure = |of: fn(&Scorecard) -> u32| arrow(before.as_ref().map(of), of(after));
    let coefficients = Dimension::ALL.map(|dimension| {
        let of = |card: &Scorecard| card.nakamoto.get(dimension);
        let figure = arrow(before.as_ref().map(of), of(after));
        format!("{} {figure}", noun(dimension))
    });
    let mut text = format!(
        "{name} ({}, policy {policy_version}): {} members\n  Coefficients: {}; product {}\n",
        clean(kind),
        figure(|card| card.size),
        coefficients.join(", "),
        arrow(before.as_ref().map(|card| card.product), after.product),
    );
    if let Some(after) = distances_after {
        let of = |of: fn(&Distances) -> u32| arrow(distances_before.as_ref().map(of), of(after));
        let (min, average, max) = (
            of(|distances| distances.min_km),
            of(|distances| distances.average_km),
            of(|distances| distances.max_km),
        );
        line(
            &mut text,
            format_args!("  Distances, km: least {min}, average {average}, most {max}"),
        );
    }
    text
}

/// Findings, violations first, at most so many bytes and some for how many more there are.
fn listed(findings: &[Finding], room: usize) -> String {
    let of = |severity| {
        findings
            .iter()
            .filter(move |finding| finding.severity == severity)
    };
    let mut text = String::new();
    let mut written = 0;
    for finding in of(Severity::Violation)
        .chain(of(Severity::Warning))
        .take(FINDINGS)
    {
        let (severity, rule) = (finding.severity.name(), finding.rule.id());
        let mut next = String::new();
        let said = sentence(finding);
        line(&mut next, format_args!("  - {severity} {rule}: {said}"));
        if text.len() + next.len() > room {
            break;
        }
        text.push_str(&next);
        written += 1;
    }
    let more = findings.len() - written;
    if more > 0 {
        line(&mut text, format_args!("  - and {more} more"));
    }
    text
}

/// What a finding says.
fn sentence(finding: &Finding) -> String {
    let Finding {
        rule,
        subject,
        actual,
        limit,
        severity: _,
    } = finding;
    let subject = clean(subject);
    match rule {
        Rule::UnknownSubnet => format!("there is no subnet {subject}"),
        Rule::UnknownNode => format!("there is no node {subject}"),
        Rule::NamedTwice => format!("{subject} is named {actual} times"),
        Rule::NotAMember => format!("{subject} is no member"),
        Rule::NotASpare => format!("{subject} is no spare node"),
        Rule::NotHealthy => format!("{subject} is not known to run"),
        Rule::Cordoned => format!("{subject} is cordoned off"),
        Rule::ProviderNotActive => format!("the provider of {subject} is not active"),
        Rule::DeclarationNotCurrent => {
            format!("the declaration of the provider of {subject} is not in force")
        }
        Rule::Size if actual < limit => format!("{actual} members, at least {limit} asked"),
        Rule::Size => format!("{actual} members, at most {limit} allowed"),
        Rule::ByzantineSize => format!("{actual} members, which is not 3f + 1"),
        Rule::Cap(dimension) | Rule::SpecialMax(dimension) => {
            let noun = noun(*dimension);
            format!("{actual} nodes of {noun} {subject}, at most {limit} allowed")
        }
        Rule::SpecialMin(dimension) => {
            let noun = noun(*dimension);
            format!("{actual} nodes of {noun} {subject}, at least {limit} asked")
        }
        Rule::RequiredTag => format!("{actual} nodes in {subject}, outside the tags required"),
        Rule::ForbiddenTag => format!("{actual} nodes in {subject}, which is ruled out"),
        Rule::Share => format!("{actual} nodes in {subject}, at most {limit} allowed"),
        Rule::Sev => format!("{actual} without SEV-SNP: {subject}"),
        Rule::UnknownTag => format!("no countries are known for {subject}"),
        Rule::Churn => {
            format!("{actual} new or kept though unhealthy, at most f = {limit} allowed")
        }
        Rule::HealthyRemoved => {
            format!("{actual} taken out that are not unhealthy, at most {limit} allowed")
        }
        Rule::NotBetter => {
            format!("rules were broken, weighing {limit}, and weigh {actual} after it")
        }
        Rule::LowerScore => format!("the score falls, product {limit} -> {actual}"),
        Rule::NothingToChange => format!("{subject}: nothing changes"),
    }
}

/// A figure before and after; one figure when it stays or has no before.
fn arrow<T: Copy + Display + PartialEq>(before: Option<T>, after: T) -> String {
    match before {
        Some(before) if before != after => format!("{before} -> {after}"),
        _ => after.to_string(),
    }
}

const fn noun(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::NodeOperator => "operator",
        Dimension::NodeProvider => "provider",
        Dimension::Cluster => "cluster",
        Dimension::DataCenter => "data centre",
        Dimension::DataCenterOwner => "owner",
        Dimension::Area => "area",
        Dimension::Country => "country",
    }
}

/// A name that cannot break out of its line, and is not too long for it.
fn clean(name: &str) -> String {
    let mut cut: String = name
        .chars()
        .take(SUBJECT_CHARS)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if name.chars().nth(SUBJECT_CHARS).is_some() {
        cut.push_str("...");
    }
    cut
}

fn line(text: &mut String, line: std::fmt::Arguments) {
    if writeln!(text, "{line}").is_err() {
        unreachable!("BUG: writing to memory failed")
    }
}

#[cfg(test)]
mod tests;
