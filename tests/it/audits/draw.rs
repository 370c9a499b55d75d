//! Draws: what they depend on is fixed first, and anyone makes them again.

use super::{
    CRITICAL, ORDINARY, SPARE, assert_conserved, begin, books, drawn, draws, made_again, plan,
    unchanged,
};
use bonafide_client::audits::draw::{Checked, Mismatch, check};
use bonafide_policy::sampling::plan::raw_rand_seed;
use bonafide_test_support::audits::{self, ICP, LOCK, terms};
use bonafide_test_support::{Plan, Suite, actors, run};
use bonafide_types::audits::{
    AuditError, CancelAuditPlanArgs, DrawEnd, DrawPurpose, ListSitesArgs, PlanState,
    RandomnessSource, SiteId, WeightRule,
};
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, Sha256Hash};
use std::collections::BTreeSet;

fn site(number: u32, provider: u32) -> SiteId {
    SiteId {
        dc_id: audits::dc_id(number),
        provider: actors::provider(provider),
    }
}

/// The sites of a snapshot, and those that were drawn of them, in this order.
fn sites(suite: &Suite, draw_id: u64) -> (Vec<SiteId>, Vec<SiteId>) {
    let again = made_again(suite, draw_id);
    let all: Vec<_> = again
        .snapshot
        .sites
        .iter()
        .map(|it| it.site.clone())
        .collect();
    let result = again.draw.result.unwrap();
    let at = |place: u32| all[usize::try_from(place).unwrap()].clone();
    let drawn = result.drawn.iter().map(|it| at(it.site)).collect();
    (all, drawn)
}

#[test]
fn should_not_change_a_snapshot_once_it_is_fixed() {
    let suite = begin(&[(1, ORDINARY), (2, ORDINARY)], 3);
    let audits = suite.auditing();
    let anyone = audits.reader();
    let plan_id = suite.adopt_plan(terms(3));
    let purpose = DrawPurpose::Audits { plan_id };
    assert_eq!(
        unchanged(&suite, || run(anyone.draw(purpose))),
        AuditError::SnapshotNotFixed { plan_id }
    );
    let fixed = run(anyone.fix_snapshot(plan_id)).unwrap();
    let hash = fixed.snapshot.hash;
    assert_eq!(
        unchanged(&suite, || run(anyone.fix_snapshot(plan_id))),
        AuditError::SnapshotFixed { plan_id, hash }
    );
    let unknown = unchanged(&suite, || run(anyone.fix_snapshot(plan_id + 1)));
    assert!(
        matches!(unknown, AuditError::PlanNotFound { .. }),
        "{unknown}"
    );
    // A third site comes, and another auditor with stake, before the seed does.
    suite.import("more", audits::site(3, 2, ORDINARY));
    suite.auditor(4, 10 * LOCK, audits::no_conflicts());
    suite.know_sites(3);

    // The tasks have drawn it meanwhile, or somebody does.
    if draws(&suite)[0].randomness.is_none() {
        run(anyone.draw(purpose)).unwrap();
    }
    assert_eq!(draws(&suite)[0].snapshot, fixed.snapshot);
    let (all, drawn) = sites(&suite, fixed.id);
    assert_eq!(all, [site(1, 1), site(2, 2)]);
    let drawn: BTreeSet<_> = drawn.into_iter().collect();
    assert_eq!(drawn, all.into_iter().collect());
    let again = made_again(&suite, fixed.id);
    assert_eq!(again.snapshot.auditors.len(), 3);
    assert_eq!(
        unchanged(&suite, || run(anyone.fix_snapshot(plan_id))),
        AuditError::SnapshotFixed {
            plan_id,
            hash: fixed.snapshot.hash
        }
    );

    // The next plan sees both.
    let next = suite.draw_plan(terms(3));
    let (all, drawn) = sites(&suite, next.id);
    assert_eq!((all.len(), drawn.len()), (3, 3));
    assert_eq!(next.snapshot.auditors, 4);
    assert_ne!(next.snapshot.hash, hash);
}

/// Rows, proof, seed and result belong together.
#[test]
fn should_notice_a_draw_that_does_not_follow_from_its_seed() {
    let suite = begin(&[(1, ORDINARY), (2, ORDINARY), (3, SPARE)], 4);
    let honest = {
        let drawn = suite.draw_plan(terms(2));
        made_again(&suite, drawn.id)
    };
    let key = honest.config.public_key.as_ref();
    let all = Checked::Draw { seed_proven: true };
    assert_eq!(check(&honest.draw, &honest.snapshot, key), Ok(all));
    let flipped = |hash: Sha256Hash| {
        let mut bytes = hash.0;
        bytes[0] ^= 1;
        Sha256Hash(bytes)
    };

    let mut rows = honest.snapshot.clone();
    rows.sites[0].weight += 1;
    let said = check(&honest.draw, &rows, key);
    assert!(matches!(said, Err(Mismatch::Hash { .. })), "{said:?}");
    let mut rows = honest.snapshot.clone();
    rows.sites[1].conflicted.push(3);
    let said = check(&honest.draw, &rows, key);
    assert!(matches!(said, Err(Mismatch::Hash { .. })), "{said:?}");

    let mut draw = honest.draw.clone();
    let randomness = draw.randomness.as_mut().unwrap();
    randomness.seed = flipped(randomness.seed);
    let said = check(&draw, &honest.snapshot, key);
    assert!(matches!(said, Err(Mismatch::Seed { .. })), "{said:?}");
    let mut draw = honest.draw.clone();
    if let Some(RandomnessSource::VetKd { proof }) =
        draw.randomness.as_mut().map(|it| &mut it.source)
    {
        proof.0[47] ^= 1;
    }
    let said = check(&draw, &honest.snapshot, key);
    assert!(matches!(said, Err(Mismatch::Proof)), "{said:?}");
    let said = check(&honest.draw, &honest.snapshot, None);
    assert!(matches!(said, Err(Mismatch::NoPublicKey)), "{said:?}");

    let mut draw = honest.draw.clone();
    let result = draw.result.as_mut().unwrap();
    result.drawn.swap(0, 1);
    let said = check(&draw, &honest.snapshot, key);
    assert!(matches!(said, Err(Mismatch::Site { .. })), "{said:?}");
    let mut draw = honest.draw.clone();
    let result = draw.result.as_mut().unwrap();
    result.drawn[0].team.swap(0, 1);
    let said = check(&draw, &honest.snapshot, key);
    assert!(matches!(said, Err(Mismatch::Auditors { .. })), "{said:?}");
}

#[test]
fn should_draw_all_sites_when_more_are_asked_for() {
    let suite = begin(&[(1, ORDINARY), (1, CRITICAL), (2, SPARE)], 5);
    let drawn = suite.draw_plan(terms(100));
    let result = drawn.result.unwrap();
    assert_eq!((result.drawn.len(), result.ended), (3, DrawEnd::NoSiteLeft));
    assert_eq!(drawn.snapshot.critical_sites, 1);
    made_again(&suite, drawn.id);
    let teams: BTreeSet<_> = (0..3)
        .map(|id| super::assignment(&suite, id))
        .map(|row| (row.critical, row.seats.len()))
        .collect();
    assert_eq!(teams, [(false, 3), (true, 5)].into());
    assert_conserved(&suite);
}

/// A class that weighs nothing is never drawn, however many are asked for.
#[test]
fn should_not_draw_a_site_without_weight() {
    let suite = begin(&[(1, ORDINARY), (2, SPARE)], 3);
    let mut terms = terms(10);
    terms.weights = WeightRule {
        spare: 0,
        ..WeightRule::default()
    };
    let draw = suite.draw_plan(terms);
    let (all, drawn) = sites(&suite, draw.id);
    assert_eq!(all, [site(1, 1), site(2, 2)]);
    assert_eq!(drawn, [site(1, 1)]);
}

/// A small budget makes the sample smaller, never a team.
#[test]
fn should_draw_fewer_sites_for_less_and_no_smaller_teams() {
    let suite = begin(&[1, 2, 3, 4].map(|provider| (provider, ORDINARY)), 4);
    let mut terms = terms(4);
    // Two teams of three, and not a third one.
    terms.budget_e8s = 8 * ICP;
    let drawn = suite.draw_plan(terms);
    let again = made_again(&suite, drawn.id);
    let result = drawn.result.unwrap();
    assert_eq!((result.drawn.len(), result.ended), (2, DrawEnd::BudgetUsed));
    let teams = super::drawn(&again);
    assert!(teams.iter().all(|team| team.len() == 3), "{teams:?}");
    assert_eq!(plan(&suite, 0).reserved_e8s, 2 * ICP);
    assert_conserved(&suite);
}

/// Sites for which too few auditors are left cost nothing, and the plan is closed without them.
#[test]
fn should_pass_over_sites_that_find_too_few_auditors() {
    let suite = begin(&[(1, ORDINARY), (2, CRITICAL)], 3);
    let treasury = books(&suite).free_e8s;
    let drawn = suite.draw_plan(terms(2));
    let result = drawn.result.unwrap();
    assert_eq!((result.drawn.len(), result.skipped.len()), (1, 1));
    let (all, drawn) = sites(&suite, drawn.id);
    let skipped = &all[usize::try_from(result.skipped[0]).unwrap()];
    assert_eq!(
        (skipped, drawn.as_slice()),
        (&site(2, 2), &[site(1, 1)][..])
    );
    let audits = suite.auditing();
    audits.audit(0, |_, challenge| audits::confirmed(challenge));
    audits.tasks();
    let over = plan(&suite, 0);
    assert!(matches!(over.state, PlanState::Closed { .. }), "{over:?}");
    assert_eq!(books(&suite).free_e8s, treasury - 3 * ICP);
}

/// Who has no stake left for a site is not drawn for it.
#[test]
fn should_draw_nobody_without_free_stake() {
    let suite = Suite::auditing_sites(&Plan::default(), &[1, 2].map(|it| (it, ORDINARY)));
    let poor = suite.auditor(1, LOCK - 1, audits::no_conflicts());
    // Each of these can sit once.
    for number in 2..=5 {
        suite.auditor(number, LOCK, audits::no_conflicts());
    }
    let first = suite.draw_plan(terms(2));
    let again = made_again(&suite, first.id);
    assert!(again.snapshot.auditors.iter().all(|it| it.id != poor));
    assert!(again.snapshot.auditors.iter().all(|it| it.capacity == 1));
    // Four sit once, so the second site finds one only.
    let result = first.result.unwrap();
    assert_eq!((result.drawn.len(), result.skipped.len()), (1, 1));
    let seated = drawn(&again).concat();
    assert!(!seated.contains(&poor));
    // One has free stake left, and no plan is spent on so few.
    let plan_id = suite.adopt_plan(terms(1));
    let anyone = suite.auditing().reader();
    assert_eq!(
        unchanged(&suite, || run(anyone.fix_snapshot(plan_id))),
        AuditError::TooFew {
            field: "auditors of different owners".into(),
            count: 1,
            limit: 3
        }
    );
}

/// A critical site that nobody visited for 18 months is drawn before all others.
#[test]
fn should_be_certain_of_critical_sites_that_are_overdue() {
    let mut all = [1, 2, 3, 4, 5, 6].map(|provider| (provider, ORDINARY));
    all[3].1 = CRITICAL;
    let suite = begin(&all, 5);
    let audits = suite.auditing();
    let overdue = |wanted: usize| {
        let args = ListSitesArgs {
            overdue: Some(true),
            ..ListSitesArgs::default()
        };
        let page = run(audits.reader().sites(&args)).unwrap();
        assert_eq!(page.sites.len(), wanted);
    };
    overdue(0);
    audits.pass_days(548);
    overdue(1);
    let mut terms = terms(1);
    // Even where the rule gives its class nothing.
    terms.weights.critical = 0;
    let draw = suite.draw_plan(terms);
    assert_eq!(draw.snapshot.certain_sites, 1);
    let (_, drawn) = sites(&suite, draw.id);
    assert_eq!(drawn, [site(4, 4)]);
    audits.audit(0, |_, challenge| audits::confirmed(challenge));
    overdue(0);
}

#[test]
fn should_take_a_plan_back_before_its_seed_only() {
    let suite = begin(&[(1, ORDINARY)], 3);
    let anyone = suite.auditing().reader();
    let cancel = |plan_id| {
        Command::CancelAuditPlan(CancelAuditPlanArgs {
            plan_id,
            reason: "An example.".into(),
        })
    };
    let treasury = books(&suite).free_e8s;
    let plan_id = suite.adopt_plan(terms(1));
    run(anyone.fix_snapshot(plan_id)).unwrap();
    suite.govern(&cancel(plan_id));
    let over = plan(&suite, plan_id);
    assert!(
        matches!(over.state, PlanState::Cancelled { .. }),
        "{over:?}"
    );
    assert_eq!(books(&suite).free_e8s, treasury);
    let purpose = DrawPurpose::Audits { plan_id };
    let said = unchanged(&suite, || run(anyone.draw(purpose)));
    assert!(matches!(said, AuditError::PlanStanding { .. }), "{said}");
    suite.auditing().tasks();
    assert_eq!(draws(&suite)[0].randomness, None);

    let drawn = suite.draw_plan(terms(1));
    made_again(&suite, drawn.id);
    let said = super::refused(&suite, &cancel(plan_id + 1));
    assert!(said.contains("PlanStanding"), "{said}");
}

/// The tasks do what nobody asked for.
#[test]
fn should_fix_and_draw_by_itself() {
    let suite = begin(&[(1, ORDINARY)], 3);
    suite.adopt_plan(terms(1));
    for _ in 0..4 {
        suite.auditing().tasks();
    }
    assert_eq!(plan(&suite, 0).state, PlanState::Auditing);
    made_again(&suite, 0);
}

/// Without vetKD a seed has no proof, and everything else can be made again all the same.
#[test]
fn should_draw_with_raw_rand() {
    let plan = Plan {
        raw_rand: true,
        ..Plan::default()
    };
    let suite = Suite::auditing_sites(&plan, &[1, 2, 3].map(|it| (it, ORDINARY)));
    suite.staff(4, 10 * LOCK);
    let drawn = suite.draw_plan(terms(2));
    let again = run(suite.auditing().reader().check_draw(drawn.id));
    let again = again.unwrap().unwrap();
    assert_eq!(again.checked, Checked::Draw { seed_proven: false });
    assert_eq!(again.config.public_key, None);
    let mut draw = again.draw.clone();
    let randomness = draw.randomness.as_mut().unwrap();
    let RandomnessSource::RawRand { bytes } = &mut randomness.source else {
        panic!("{:?}", randomness.source)
    };
    let answer: [u8; 32] = bytes.0.as_slice().try_into().unwrap();
    let seed = raw_rand_seed(&draw.snapshot.hash, &answer);
    assert_eq!(randomness.seed, seed);
    *bytes = Blob(vec![5; 32]);
    let said = check(&draw, &again.snapshot, None);
    assert!(matches!(said, Err(Mismatch::Seed { .. })), "{said:?}");
}
