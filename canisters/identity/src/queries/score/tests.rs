use super::{get_score, list_findings, now};
use crate::commands::testing::{GOVERNANCE, World, provider_id, verifier_id};
use crate::commands::{revoke_attestation, set_score_weights, suspend_verifier};
use crate::domain::weights;
use crate::state::Event;
use crate::tasks::stale_scores;
use bonafide_types::identity::{
    AttestArgs, GetScoreArgs, IdentityError, RevokeAttestationArgs, Score, ScoreError, ScoreReason,
    ScoreSource, SetScoreWeightsArgs, Subject, SuspendVerifierArgs, Verdict,
};
use bonafide_types::limits::{DAY_NS, SCORE_LATEST_DAYS, SCORE_NOTICE_DAYS};

fn at(world: &World, at_ns: Option<u64>, version: Option<u32>) -> Result<Score, ScoreError> {
    let args = GetScoreArgs {
        subject: provider_id(1),
        at_ns,
        weights_version: version,
    };
    get_score(&world.state, &args, world.now_ns)
}

fn total(world: &World) -> i64 {
    at(world, None, None).unwrap().total
}

/// Computes what is due; how many scores were written down.
fn compute(world: &mut World) -> usize {
    let now_ns = world.now_ns;
    let events = stale_scores(&mut world.state, usize::MAX, now_ns);
    let mut count = 0;
    for event in events {
        let Event::ScoresComputed { scores } = &event else {
            panic!("{event:?}");
        };
        count += scores.len();
        world.record(event);
    }
    count
}

fn written(world: &World) -> Score {
    world.state.scores.get(provider_id(1).as_slice()).unwrap()
}

/// As at the beginning, but for the weight of a company.
fn company_worth(weight: u32) -> SetScoreWeightsArgs {
    let mut first = weights::first(0);
    let stamps = first.stamps.iter_mut();
    for stamp in stamps.filter(|stamp| stamp.schema == "company") {
        stamp.weight = weight;
    }
    SetScoreWeightsArgs {
        categories: first.categories,
        stamps: first.stamps,
        findings: first.findings,
        effective_from_ns: None,
    }
}

fn set(world: &mut World, args: SetScoreWeightsArgs) {
    world
        .run_as(GOVERNANCE, set_score_weights::decide, args)
        .unwrap();
}

fn attest(world: &mut World, verdict: Verdict, days: u64) {
    let args = AttestArgs {
        verdict,
        expires_at_ns: world.now_ns + days * DAY_NS,
        ..world.statement(1)
    };
    let by = if verdict == Verdict::Refuted { 2 } else { 1 };
    world.attest(by, args);
}

#[test]
fn should_reproduce_the_past() {
    let mut world = World::new();
    let begin_ns = world.now_ns;
    let mut seen = vec![(begin_ns, at(&world, None, None).unwrap())];
    let mut note = |world: &mut World| {
        seen.push((world.now_ns, at(world, None, None).unwrap()));
        world.now_ns += DAY_NS;
    };
    world.now_ns += 1;
    attest(&mut world, Verdict::Confirmed, 100);
    note(&mut world);
    let args = world.statement(1);
    world.attest(2, args);
    note(&mut world);
    let declared = Subject {
        declaration_current: true,
        ..world.subject(1, 1)
    };
    world.show(declared);
    note(&mut world);
    let suspend = SuspendVerifierArgs {
        id: verifier_id(2),
        reason: "a complaint".into(),
    };
    world
        .run_as(GOVERNANCE, suspend_verifier::decide, suspend)
        .unwrap();
    note(&mut world);
    attest(&mut world, Verdict::Confirmed, 200);
    note(&mut world);
    let revoke = RevokeAttestationArgs {
        attestation_id: 2,
        reason: "a mistake".into(),
    };
    world
        .run_as(verifier_id(1).0, revoke_attestation::decide, revoke)
        .unwrap();
    note(&mut world);
    set(&mut world, company_worth(30));
    world.now_ns += SCORE_NOTICE_DAYS * DAY_NS;
    let args = world.statement(1);
    world.attest(1, args);
    note(&mut world);
    world.see(1, 2);
    note(&mut world);
    let totals: Vec<_> = seen.iter().map(|(_, score)| score.total).collect();
    assert_eq!(totals, [0, 25, 50, 60, 35, 35, 10, 40, 0]);
    for (at_ns, score) in seen {
        assert_eq!(at(&world, Some(at_ns), None), Ok(score));
    }
}

/// A finding takes away what its class weighs from when it was seen on, and for ever.
#[test]
fn should_subtract_findings_of_audits() {
    let mut world = World::new();
    attest(&mut world, Verdict::Confirmed, 300);
    compute(&mut world);
    let before = at(&world, None, None);
    let before_ns = world.now_ns;
    world.now_ns += DAY_NS;
    world.find(1, 4, "node-absent");
    world.find(2, 5, "wrong-owner");
    assert_eq!(total(&world), 25 - 40);
    assert_eq!(compute(&mut world), 2, "of both providers");
    assert_eq!(written(&world).total, -15);
    let source = ScoreSource::Finding {
        class: "node-absent".into(),
        id: 4,
    };
    let line = written(&world).lines.into_iter();
    let line = line.filter(|line| line.source == source);
    let line: Vec<_> = line.map(|line| (line.points, line.reason)).collect();
    assert_eq!(line, [(-40, ScoreReason::Found)]);
    let first_ns = world.now_ns;

    world.now_ns += DAY_NS;
    world.find(1, 9, "node-absent");
    world.find(1, 2, "no weight names it");
    assert_eq!(total(&world), 25 - 80);
    // The past stays, also before the time when the finding became final.
    assert_eq!(at(&world, Some(first_ns), None).unwrap().total, -15);
    assert_eq!(at(&world, Some(first_ns - 1), None).unwrap().total, 25);
    assert_eq!(at(&world, Some(before_ns), None), before);
    world.now_ns += 200 * DAY_NS;
    assert_eq!(total(&world), 25 - 80);
    let ids = |subject| {
        let findings = list_findings(&world.state, provider_id(subject)).into_iter();
        findings.map(|finding| finding.id).collect::<Vec<_>>()
    };
    assert_eq!([ids(1), ids(2), ids(3)], [vec![2, 4, 9], vec![5], vec![]]);
}

#[test]
fn should_refuse_what_cannot_be_computed() {
    let world = World::new();
    let now_ns = world.now_ns;
    let at_ns = now_ns + 1;
    let after = Err(ScoreError::AfterNow { at_ns, now_ns });
    assert_eq!(at(&world, Some(at_ns), None), after);
    let subject = provider_id(1);
    let unknown = Err(ScoreError::SubjectNotFound { subject });
    assert_eq!(at(&world, Some(now_ns - 1), None), unknown);
    let none = Err(ScoreError::WeightsNotFound { version: 1 });
    assert_eq!(at(&world, None, Some(1)), none);
}

#[test]
fn should_show_weights_before_they_act() {
    let mut world = World::new();
    attest(&mut world, Verdict::Confirmed, 300);
    compute(&mut world);
    let set_at_ns = world.now_ns;
    set(&mut world, company_worth(30));
    let effect_ns = set_at_ns + SCORE_NOTICE_DAYS * DAY_NS;
    let next = at(&world, None, Some(1)).unwrap();
    assert_eq!((next.total, next.weights_version), (30, 1));
    world.now_ns = effect_ns - 1;
    assert_eq!(total(&world), 25);
    assert_eq!(compute(&mut world), 0);
    world.now_ns = effect_ns;
    assert_eq!(total(&world), 30);
    assert_eq!(compute(&mut world), 3, "of all providers, by other weights");
    assert_eq!(
        (written(&world).total, written(&world).weights_version),
        (30, 1)
    );
    // The past was by the weights of then.
    assert_eq!(at(&world, Some(effect_ns - 1), None).unwrap().total, 25);
    assert_eq!(at(&world, Some(set_at_ns), Some(1)), Ok(next));
}

#[test]
fn should_refuse_weights_out_of_time() {
    let mut world = World::new();
    let decide = set_score_weights::decide;
    let earliest_ns = world.now_ns + SCORE_NOTICE_DAYS * DAY_NS;
    let latest_ns = world.now_ns + SCORE_LATEST_DAYS * DAY_NS;
    let from = |given_ns| SetScoreWeightsArgs {
        effective_from_ns: Some(given_ns),
        ..company_worth(30)
    };
    let given_ns = earliest_ns - 1;
    let early = IdentityError::EffectiveTooEarly {
        given_ns,
        earliest_ns,
    };
    world.refuse_as(GOVERNANCE, decide, from(given_ns), early);
    let given_ns = latest_ns + 1;
    let late = IdentityError::EffectiveTooLate {
        given_ns,
        latest_ns,
    };
    world.refuse_as(GOVERNANCE, decide, from(given_ns), late);
    let same = IdentityError::NothingToChange {
        what: "version 0 has the same weights".into(),
    };
    world.refuse_as(GOVERNANCE, decide, company_worth(25), same);
    set(&mut world, from(latest_ns));
    // The next ones do not overtake them.
    let early = IdentityError::EffectiveTooEarly {
        given_ns: earliest_ns,
        earliest_ns: latest_ns,
    };
    let args = SetScoreWeightsArgs {
        effective_from_ns: Some(earliest_ns),
        ..company_worth(40)
    };
    world.refuse_as(GOVERNANCE, decide, args, early);
}

#[test]
fn should_write_changes_only() {
    let mut world = World::new();
    assert_eq!(compute(&mut world), 3);
    assert_eq!(compute(&mut world), 0);
    world.now_ns += 1;
    attest(&mut world, Verdict::Confirmed, 300);
    assert_eq!(compute(&mut world), 1);
    assert_eq!(
        written(&world),
        now(&world.state, provider_id(1), world.now_ns).unwrap()
    );
    world.see(2, 1);
    assert_eq!(compute(&mut world), 0, "looked at, and the same");
    let score = written(&world);
    world.now_ns += DAY_NS;
    assert_eq!(compute(&mut world), 0);
    assert_eq!(written(&world), score);
}

#[test]
fn should_follow_the_end_of_statements() {
    let mut world = World::new();
    attest(&mut world, Verdict::Confirmed, 2);
    attest(&mut world, Verdict::Refuted, 1);
    compute(&mut world);
    assert_eq!(written(&world).total, -25);
    world.now_ns += DAY_NS;
    assert_eq!(compute(&mut world), 1, "a finding ends, too");
    assert_eq!(written(&world).total, 25);
    world.now_ns += DAY_NS;
    assert_eq!(compute(&mut world), 1);
    assert_eq!(written(&world).total, 0);
}

/// A stamp that is cut by the cap still gives points.
#[test]
fn should_follow_the_end_of_capped_stamps() {
    let mut world = World::new();
    set(&mut world, company_worth(40));
    world.now_ns += SCORE_NOTICE_DAYS * DAY_NS;
    let args = world.statement(1);
    world.attest(1, args.clone());
    let short = AttestArgs {
        expires_at_ns: world.now_ns + DAY_NS,
        ..args
    };
    world.attest(2, short);
    compute(&mut world);
    assert_eq!(written(&world).total, 50);
    let capped = |score: &Score| {
        let mut lines = score.lines.iter();
        lines.any(|line| matches!(line.reason, ScoreReason::Capped { .. }) && line.points == 10)
    };
    assert!(capped(&written(&world)));
    world.now_ns += DAY_NS;
    assert_eq!(compute(&mut world), 1);
    assert_eq!(written(&world).total, 40);
}

/// Those who came after the vote, and all of them after an upgrade.
#[test]
fn should_reach_everyone_when_weights_take_effect() {
    let mut world = World::new();
    set(&mut world, company_worth(30));
    let effect_ns = world.now_ns + SCORE_NOTICE_DAYS * DAY_NS;
    // An upgrade forgets what was planned, and looks at all.
    world.state.stale_scores = (1..=3).map(|n| (0, provider_id(n))).collect();
    world.see(4, 1);
    assert_eq!(compute(&mut world), 4);
    world.now_ns = effect_ns;
    assert_eq!(compute(&mut world), 4);
    assert_eq!(written(&world).weights_version, 1);
}
