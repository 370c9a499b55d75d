//! A final finding of the audits canister is a case by itself, and a penalty without money here
//! is published.

use super::{
    DAYS, PROVIDERS, TENTH_PPB, adopt, assert_conserved, assert_not_executable, assert_told,
    because,
};
use bonafide_test_support::audits::{LOCK, discrepancy, terms};
use bonafide_test_support::{Plan, Suite, actors, canisters, instance, rewards, run};
use bonafide_types::audits::{
    Criticality, Finding, FindingClass, FindingState, SettleFindingArgs, Team,
};
use bonafide_types::governance::Command;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    CaseSource, CaseState, Effect, Enforcement, ListCasesArgs, PenaltyClass, PublishedPenalty,
};

const CLASS: FindingClass = FindingClass::NodeAbsent;
/// What it costs, basis points.
const BPS: u32 = 1_000;

/// One auditor finds something at the only site, of provider 1.
fn found() -> Suite {
    let suite = Suite::auditing_sites(
        &Plan {
            rewards: true,
            rewards_policy: Some(rewards::policy()),
            ..Plan::default()
        },
        &[(1, Criticality::Application)],
    );
    suite.know_providers();
    suite.set_rates();
    suite.staff(1, 10 * LOCK);
    let alone = Team {
        auditors: 1,
        quorum: 1,
    };
    let mut terms = terms(1);
    (terms.ordinary, terms.critical) = (alone, alone);
    let drawn = suite.draw_plan(terms).result.unwrap().drawn;
    suite
        .auditing()
        .audit(drawn[0].assignment_id, |_, challenge| {
            discrepancy(challenge, CLASS, 2)
        });
    assert_eq!(finding(&suite).state, FindingState::Provisional);
    suite
}

fn finding(suite: &Suite) -> Finding {
    let (row, _) = run(suite.auditing().reader().finding_certified(0)).unwrap();
    row.expect("the finding is there")
}

/// A period of days of the small network, closed; it begins so many days after the finding.
fn close_after(suite: &Suite, found: &Finding, days: u64) -> u64 {
    let first = u32::try_from(found.established_at_ns / DAY_NS + days).unwrap();
    let rewards = suite.rewarding();
    while rewards.today() < first + DAYS {
        rewards.pass_days(1);
    }
    let slices: Vec<_> = (first..first + DAYS)
        .map(|day| rewards::small_day(PROVIDERS, day))
        .collect();
    suite.close_period(&slices)
}

#[test]
fn should_take_a_final_finding_for_a_case_and_publish_its_penalty() {
    let suite = found();
    let rewards = suite.rewarding();
    let provider = actors::provider(1);
    rewards.tasks();
    assert_eq!(rewards.summary().cases, 0, "nothing is final");
    // Nobody appeals.
    rewards.pass_days(15);
    suite.auditing().tasks();
    let found = finding(&suite);
    assert!(
        matches!(found.state, FindingState::Final { .. }),
        "{found:?}"
    );
    rewards.tasks();
    let case = rewards.case(0);
    assert_eq!(case.source, CaseSource::Finding { finding_id: 0 });
    assert_eq!(case.state, CaseState::Reported);
    let charge = &case.charge;
    assert_eq!(
        (charge.provider, charge.class),
        (provider, PenaltyClass::Found(CLASS))
    );
    assert_eq!(charge.offence_at_ns, found.established_at_ns);
    assert_eq!(charge.evidence_hash, found.evidence_hash);
    assert_eq!((charge.reporter, charge.node), (None, None));
    // It is one case, whoever looks again.
    let module = canisters::rewards();
    instance::upgrade(&suite.pic, suite.rewards, module, vec![]).unwrap();
    rewards.tasks();
    rewards.pass_days(2);
    assert_eq!(rewards.summary().cases, 1);

    let period = close_after(&suite, &found, 0);
    publish(&suite, period);
    let next = close_after(&suite, &found, DAYS.into());
    carry(&suite, next);
}

/// The suite holds no money of the provider: what it costs is published.
fn publish(suite: &Suite, period: u64) {
    let rewards = suite.rewarding();
    let freeze = rewards::freezing(&rewards.case(0), None);
    assert_told(suite, &freeze, &["holds no money", "node-absent"]);
    adopt(suite, &freeze);
    let case = rewards.case(0);
    assert_eq!(case.effects, []);
    let judgement = case.judgement.unwrap();
    assert_eq!(judgement.enforcement, Enforcement::Published);
    assert_eq!((judgement.period_id, judgement.ppb), (period, TENTH_PPB));
    assert_not_executable(suite, 0);
    suite.ripen();
    let case = rewards.execute_case(actors::stranger(), 0).unwrap();
    let published = Effect::PenaltyPublished {
        bps: BPS,
        period_id: None,
    };
    assert_eq!(case.effects, [published]);
    assert_eq!(rewards.multipliers().penalties, [penalty()]);
    // What was said of the first period stays said.
    let statement = rewards.statement(period, actors::provider(1)).unwrap();
    assert_eq!(statement.penalties, []);
}

fn penalty() -> PublishedPenalty {
    PublishedPenalty {
        case_id: 0,
        provider: actors::provider(1),
        node: None,
        bps: BPS,
    }
}

/// The next statement carries it, and no other.
fn carry(suite: &Suite, period: u64) {
    let rewards = suite.rewarding();
    assert_eq!(rewards.period(period).penalties, [penalty()]);
    let statement = rewards.statement(period, actors::provider(1)).unwrap();
    assert_eq!(statement.penalties, [penalty()]);
    let amounts = statement.amounts.unwrap();
    let gross = u64::from(DAYS) * 20_000;
    assert_eq!(amounts.gross_xdr_permyriad, gross);
    assert_eq!(amounts.kept_xdr_permyriad, gross / 10 * 9);
    assert_eq!(amounts.kept_e8s, u64::from(DAYS) * rewards::GROSS / 10 * 9);
    let other = rewards.statement(period, actors::provider(2)).unwrap();
    assert_eq!(other.penalties, []);
    assert_eq!(rewards.multipliers().penalties, []);
    let carried = Effect::PenaltyPublished {
        bps: BPS,
        period_id: Some(period),
    };
    assert_eq!(rewards.case(0).effects, [carried]);
    assert_conserved(suite);
}

/// What a panel or a vote overturned is no case.
#[test]
fn should_not_take_an_overturned_finding_for_a_case() {
    let suite = found();
    let rewards = suite.rewarding();
    adopt(
        &suite,
        &Command::SettleFinding(SettleFindingArgs {
            finding_id: 0,
            stands: false,
            reason: because(),
        }),
    );
    rewards.pass_days(30);
    rewards.tasks();
    assert!(matches!(
        finding(&suite).state,
        FindingState::Overturned { .. }
    ));
    let page = rewards.cases(&ListCasesArgs {
        provider: None,
        open: None,
        after: None,
        limit: None,
    });
    assert_eq!(page.cases, []);
}
