use super::*;
use bonafide_types::id::{Sha256Hash, SubnetId};
use bonafide_types::registry::PerDimension;
use candid::Principal;

fn card(size: u32, country: u32, product: u128) -> Scorecard {
    let nakamoto = PerDimension::of(|dimension| match dimension {
        Dimension::Country => country,
        _ => 5,
    });
    Scorecard {
        size,
        nakamoto,
        product,
        ..Scorecard::default()
    }
}

fn finding(rule: Rule, subject: &str, severity: Severity) -> Finding {
    Finding {
        rule,
        subject: subject.into(),
        actual: 3,
        limit: 2,
        severity,
    }
}

fn subnet(id: u8) -> SubnetVerdict {
    let distances = |min_km| Distances {
        located: 13,
        min_km,
        average_km: 5_000,
        max_km: 17_000,
        most_within_radius: 1,
    };
    SubnetVerdict {
        subnet: Some(SubnetId(Principal::self_authenticating([id]))),
        kind: "application".into(),
        policy_version: 2,
        before: Some(card(13, 4, 12_500)),
        after: card(13, 5, 15_625),
        distances_before: Some(distances(0)),
        distances_after: Some(distances(12)),
        findings: vec![],
    }
}

fn verdict(subnets: Vec<SubnetVerdict>) -> Verdict {
    Verdict {
        request_hash: Sha256Hash([1; 32]),
        registry_events: 70,
        registry_tip: Sha256Hash([2; 32]),
        accepted: true,
        findings: vec![],
        subnets,
    }
}

#[test]
fn should_say_all_that_is_known() {
    let mut changed = subnet(1);
    changed.findings = vec![
        finding(Rule::Cap(Dimension::Country), "CH", Severity::Warning),
        finding(Rule::Churn, "members", Severity::Violation),
    ];
    let made = SubnetVerdict {
        subnet: None,
        before: None,
        distances_before: None,
        distances_after: None,
        ..subnet(2)
    };
    let mut verdict = verdict(vec![changed, made]);
    verdict.accepted = false;
    verdict.findings = vec![finding(Rule::NamedTwice, "x", Severity::Violation)];
    let hash = verdict_hash(&verdict);
    let id = SubnetId(Principal::self_authenticating([1]));
    let expected = format!(
        "A coefficient is the fewest actors with more than f = (size - 1) / 3 of the members. \
An arrow leads from before to after; what has none stays.
  - violation named_twice: x is named 3 times
Subnet {id} (application, policy 2): 13 members
  Coefficients: operator 5, provider 5, cluster 5, data centre 5, owner 5, area 5, \
country 4 -> 5; product 12500 -> 15625
  Distances, km: least 0 -> 12, average 5000, most 17000
  - violation churn: 3 new or kept though unhealthy, at most f = 2 allowed
  - warning country_cap: 3 nodes of country CH, at most 2 allowed
New subnet (application, policy 2): 13 members
  Coefficients: operator 5, provider 5, cluster 5, data centre 5, owner 5, area 5, country 5; \
product 15625
Refused. Registry events: 70. Verdict: {hash}
"
    );
    assert_eq!(words(&verdict), expected);
    verdict.accepted = true;
    assert!(words(&verdict).contains("\nAccepted. Registry events"));
}

#[test]
fn should_say_something_else_for_each_rule() {
    let dimension = Dimension::Country;
    let rules = [
        Rule::UnknownSubnet,
        Rule::UnknownNode,
        Rule::NamedTwice,
        Rule::NotAMember,
        Rule::NotASpare,
        Rule::NotHealthy,
        Rule::Cordoned,
        Rule::ProviderNotActive,
        Rule::DeclarationNotCurrent,
        Rule::Size,
        Rule::ByzantineSize,
        Rule::Cap(dimension),
        Rule::SpecialMin(dimension),
        Rule::RequiredTag,
        Rule::ForbiddenTag,
        Rule::Share,
        Rule::Sev,
        Rule::UnknownTag,
        Rule::Churn,
        Rule::HealthyRemoved,
        Rule::NotBetter,
        Rule::LowerScore,
        Rule::NothingToChange,
    ];
    let said = rules.map(|rule| sentence(&finding(rule, "x", Severity::Violation)));
    let distinct: std::collections::BTreeSet<_> = said.iter().collect();
    assert_eq!(distinct.len(), rules.len());
    let short = Finding {
        actual: 1,
        ..finding(Rule::Size, "members", Severity::Violation)
    };
    assert_eq!(sentence(&short), "1 members, at least 2 asked");
}

#[test]
fn should_keep_names_in_their_line() {
    let subject = format!("x\nAccepted.{}", "\u{e9}".repeat(100));
    let mut changed = subnet(1);
    changed.findings = vec![finding(Rule::UnknownTag, &subject, Severity::Violation)];
    let text = words(&verdict(vec![changed]));
    assert!(!text.contains("\nAccepted.\u{e9}"));
    let cut = format!("x Accepted.{}...\n", "\u{e9}".repeat(69));
    assert!(text.contains(&cut), "{text}");
}

#[test]
fn should_name_at_most_twenty_findings_of_a_subnet() {
    let mut changed = subnet(1);
    let warnings =
        (0..15).map(|at| finding(Rule::NotHealthy, &format!("w{at}"), Severity::Warning));
    let violations = (0..10).map(|at| finding(Rule::Sev, &format!("v{at}"), Severity::Violation));
    changed.findings = warnings.chain(violations).collect();
    let text = words(&verdict(vec![changed]));
    let count = |what: &str| text.matches(what).count();
    assert_eq!((count("- violation"), count("- warning")), (10, 10));
    assert!(text.contains("\n  - and 5 more\n"));
}

#[test]
fn should_be_bounded() {
    let worst = |id: u8| {
        let mut worst = subnet(id);
        let subject = "\u{1f3d4}".repeat(64);
        worst.findings = vec![finding(Rule::UnknownTag, &subject, Severity::Violation); 600];
        worst
    };
    for count in [1, 2, 16] {
        let mut verdict = verdict((0..count).map(worst).collect());
        verdict.findings.clone_from(&verdict.subnets[0].findings);
        let text = words(&verdict);
        assert!(text.len() <= BYTES, "{count}: {}", text.len());
        assert_eq!(text.matches(" more\n").count(), usize::from(count) + 1);
    }
    // Each number as long as it gets with 200 members.
    let longest = |id: u8| {
        let mut longest = worst(id);
        longest.kind = "k".repeat(32);
        let figures = |size, each| Scorecard {
            size,
            nakamoto: PerDimension::of(|_| each),
            product: 67_u128.pow(6) - u128::from(each),
            ..Scorecard::default()
        };
        longest.before = Some(figures(199, 66));
        longest.after = figures(200, 67);
        longest
    };
    let text = words(&verdict((0..16).map(longest).collect()));
    assert!(text.len() <= 8_000, "{}", text.len());
}

#[test]
fn should_write_nothing_needless_of_nothing() {
    let mut verdict = verdict(vec![]);
    verdict.accepted = false;
    assert_eq!(words(&verdict).lines().count(), 2);
}
