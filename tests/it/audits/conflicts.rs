//! Who may not be drawn where.

use super::{ORDINARY, assert_conserved, assignment, begin, drawn, made_again, unchanged};
use crate::identity::verifier;
use bonafide_client::{IdentityClient, PocketIcRuntime, RegistryClient};
use bonafide_policy::facts;
use bonafide_test_support::audits::{LOCK, dc_id, no_conflicts, policy, terms};
use bonafide_test_support::{Plan, Suite, actors, args, run};
use bonafide_types::audits::{
    AdmitAuditorArgs, ApplyAsAuditorArgs, AuditError, AuditPolicy, Conflicts, Criticality,
    DeclareConflictsArgs, Site, SiteId, SuspendAuditorArgs, Tie, TieKind,
};
use bonafide_types::governance::Command;
use bonafide_types::id::{AuditorId, ProviderId};
use bonafide_types::identity::{AdmitVerifierArgs, AttestArgs, Scope, Verdict};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{AnswerIndependenceArgs, Link, LinkKind};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// A suite in which nobody pauses, whatever is drawn.
fn tireless(sites: &[(u32, Criticality)]) -> Suite {
    let plan = Plan {
        audit_policy: Some(AuditPolicy {
            consecutive_audits: 10,
            ..policy()
        }),
        ..Plan::default()
    };
    Suite::auditing_sites(&plan, sites)
}

fn auditors(numbers: RangeInclusive<u32>) -> BTreeSet<AuditorId> {
    numbers.map(actors::auditor).collect()
}

fn tied_to(provider: ProviderId) -> Conflicts {
    Conflicts {
        providers: vec![Tie {
            provider,
            kind: TieKind::Employment,
        }],
        ..no_conflicts()
    }
}

/// Draws a plan of all sites some times. Who was drawn, or follows, at the sites of a provider.
fn drawn_at(suite: &Suite, provider: ProviderId, times: u32) -> BTreeSet<AuditorId> {
    let mut seen = BTreeSet::new();
    for _ in 0..times {
        let again = made_again(suite, suite.draw_plan(terms(100)).id);
        assert!(!drawn(&again).is_empty());
        for site in again.draw.result.unwrap().drawn {
            let row = assignment(suite, site.assignment_id);
            if row.site.provider == provider {
                seen.extend(row.seats.iter().map(|seat| seat.auditor));
                seen.extend(row.reserve);
            }
        }
    }
    seen
}

fn site(suite: &Suite, number: u32, provider: u32) -> Site {
    let id = SiteId {
        dc_id: dc_id(number),
        provider: actors::provider(provider),
    };
    let (row, _) = run(suite.auditing().reader().site_certified(&id)).unwrap();
    row.unwrap()
}

#[test]
fn should_never_draw_an_auditor_where_it_is_tied() {
    let suite = tireless(&[1, 2, 3].map(|provider| (provider, ORDINARY)));
    let employed = suite.auditor(1, 50 * LOCK, tied_to(actors::provider(1)));
    let landlord = Conflicts {
        // As it is written elsewhere.
        dc_owners: vec!["OWNER 2".into()],
        ..no_conflicts()
    };
    let landlord = suite.auditor(2, 50 * LOCK, landlord);
    for number in 3..=6 {
        suite.auditor(number, 50 * LOCK, no_conflicts());
    }
    // Team and reserve take everyone who may.
    let at = |provider| drawn_at(&suite, actors::provider(provider), 1);
    for _ in 0..2 {
        for (provider, tied) in [(1, Some(employed)), (2, Some(landlord)), (3, None)] {
            let mut others = auditors(1..=6);
            others.retain(|auditor| Some(*auditor) != tied);
            assert_eq!(at(provider), others, "provider {provider}");
        }
    }
    assert_conserved(&suite);
}

/// What is declared later counts for later snapshots.
#[test]
fn should_count_conflicts_that_are_declared_later() {
    let suite = tireless(&[(1, ORDINARY)]);
    suite.staff(4, 50 * LOCK);
    let auditor = actors::auditor(1);
    let provider = actors::provider(1);
    assert!(drawn_at(&suite, provider, 1).contains(&auditor));
    let client = suite.auditing().client(auditor);
    let declare = |conflicts| run(client.declare_conflicts(&DeclareConflictsArgs { conflicts }));
    let unknown = unchanged(&suite, || declare(tied_to(actors::provider(77))));
    assert!(
        matches!(unknown, AuditError::InvalidField { .. }),
        "{unknown}"
    );
    declare(tied_to(provider)).unwrap();
    assert!(!drawn_at(&suite, provider, 2).contains(&auditor));
    let stranger = suite.auditing().reader();
    let args = DeclareConflictsArgs {
        conflicts: no_conflicts(),
    };
    let said = unchanged(&suite, || run(stranger.declare_conflicts(&args)));
    assert!(
        matches!(said, AuditError::CallerNotAuditor { .. }),
        "{said}"
    );
}

/// Auditors of one owner sit once in a team, and one of them follows no other.
#[test]
fn should_never_seat_two_auditors_of_one_owner() {
    let suite = tireless(&[1, 2, 3].map(|provider| (provider, ORDINARY)));
    let audits = suite.auditing();
    let admit = |number, owner: &str| {
        let id = actors::auditor(number);
        audits.apply_of(id, owner, 50 * LOCK, no_conflicts());
        suite.govern(&Command::AdmitAuditor(AdmitAuditorArgs {
            id,
            reason: "An example.".into(),
        }));
        id
    };
    let twins = [
        admit(1, "Example Holding AG"),
        admit(2, "EXAMPLE Holding ag"),
    ];
    let third = suite.auditor(3, 50 * LOCK, no_conflicts());
    // Three auditors, and two owners: a team of three has no third one.
    let plan_id = suite.adopt_plan(terms(100));
    let anyone = audits.reader();
    let few = unchanged(&suite, || run(anyone.fix_snapshot(plan_id)));
    let expected = AuditError::TooFew {
        field: "auditors of different owners".into(),
        count: 2,
        limit: 3,
    };
    assert_eq!(few, expected);

    let fourth = suite.auditor(4, 50 * LOCK, no_conflicts());
    let mut seen = BTreeSet::new();
    for _ in 0..3 {
        let again = made_again(&suite, suite.draw_plan(terms(100)).id);
        let rows = &again.snapshot.auditors;
        let group = |id: AuditorId| rows.iter().find(|row| row.id == id).unwrap().group;
        assert_eq!(group(twins[0]), group(twins[1]));
        assert_ne!(group(third), group(fourth));
        let result = again.draw.result.as_ref().unwrap();
        assert_eq!(result.drawn.len(), 3);
        for site in &result.drawn {
            let row = assignment(&suite, site.assignment_id);
            // The other one of the two does not follow either.
            assert_eq!((row.seats.len(), row.reserve.len()), (3, 0));
            let seated: BTreeSet<_> = row.seats.iter().map(|seat| seat.auditor).collect();
            assert!(seated.contains(&third) && seated.contains(&fourth));
            seen.extend(seated);
        }
    }
    assert!(twins.iter().any(|twin| seen.contains(twin)));
    assert_conserved(&suite);
}

/// A tie to one provider is a tie to its whole cluster, and a provider audits nobody.
#[test]
fn should_see_a_cluster_as_one() {
    let suite = tireless(&[1, 2].map(|provider| (provider, ORDINARY)));
    let audits = suite.auditing();
    let tied = suite.auditor(1, 50 * LOCK, tied_to(actors::provider(2)));
    for number in 2..=4 {
        suite.auditor(number, 50 * LOCK, no_conflicts());
    }
    assert!(drawn_at(&suite, actors::provider(1), 1).contains(&tied));
    for (one, other) in [(1, 2), (2, 1)] {
        let answers = AnswerIndependenceArgs {
            owners: vec![],
            links: vec![Link {
                kind: LinkKind::Corporate,
                provider: actors::provider(other),
                evidence: None,
            }],
        };
        let runtime = PocketIcRuntime::new(&suite.pic, actors::provider(one).0);
        let client = RegistryClient::new(runtime, suite.registry);
        run(client.answer_independence(&answers)).unwrap();
    }
    for _ in 0..3 {
        audits.tasks();
    }
    assert_eq!(site(&suite, 1, 1).cluster, site(&suite, 2, 2).cluster);
    assert!(!drawn_at(&suite, actors::provider(1), 2).contains(&tied));

    let provider = actors::provider(1);
    audits.deposit(provider, LOCK);
    let application = ApplyAsAuditorArgs {
        name: "Example Provider".into(),
        owner: "Example Provider".into(),
        conflicts: no_conflicts(),
        statement: "An example.".into(),
    };
    let said = unchanged(&suite, || {
        run(audits.client(provider).apply_as_auditor(&application))
    });
    let auditor = AuditorId(provider.0);
    assert_eq!(said, AuditError::AuditorIsProvider { auditor });
}

/// Whoever sat in the last two audits of a provider pauses once.
#[test]
fn should_pause_after_two_audits_in_a_row() {
    let suite = begin(&[(1, ORDINARY)], 3);
    let old = auditors(1..=3);
    let next = || -> BTreeSet<AuditorId> {
        let again = made_again(&suite, suite.draw_plan(terms(1)).id);
        drawn(&again).concat().into_iter().collect()
    };
    assert_eq!(next(), old);
    assert_eq!(next(), old);
    // Nobody else is there.
    assert_eq!(next(), BTreeSet::new());
    for number in 4..=6 {
        suite.auditor(number, 10 * LOCK, no_conflicts());
    }
    assert_eq!(next(), auditors(4..=6));
    // Nobody sat in both of the last two.
    assert_eq!(next().len(), 3);
}

/// Nobody is drawn who is suspended.
#[test]
fn should_draw_active_auditors_only() {
    let suite = tireless(&[(1, ORDINARY)]);
    let staff = suite.staff(4, 50 * LOCK);
    // Deposited and applied, not admitted.
    suite
        .auditing()
        .apply(actors::auditor(5), 50 * LOCK, no_conflicts());
    suite.govern(&Command::SuspendAuditor(SuspendAuditorArgs {
        id: staff[0],
        reason: "An example.".into(),
    }));
    let seen = drawn_at(&suite, actors::provider(1), 3);
    assert_eq!(seen, auditors(2..=4));
}

/// The identity canister says who attested whom: a verifier's friends do not audit its clients.
#[test]
fn should_never_draw_who_is_tied_to_a_verifier_of_the_provider() {
    let plan = Plan {
        identity: true,
        audit_policy: Some(AuditPolicy {
            consecutive_audits: 10,
            ..policy()
        }),
        ..Plan::default()
    };
    let suite = Suite::auditing_sites(&plan, &[1, 2].map(|provider| (provider, ORDINARY)));
    let provider = actors::provider(1);
    suite.govern(&Command::RegisterProvider(args::company(provider)));
    suite.govern(&Command::AdmitVerifier(AdmitVerifierArgs {
        id: verifier(1),
        name: "Example Verifiers".into(),
        owner: "Example Holding".into(),
        linked_providers: vec![],
        scope: vec![Scope {
            schema: "company".into(),
            fee_e8s: 0,
        }],
        reason: "An example.".into(),
    }));
    let audits = suite.auditing();
    let speaker =
        |caller| IdentityClient::new(PocketIcRuntime::new(&suite.pic, caller), suite.identity);
    for _ in 0..4 {
        audits.tasks();
    }
    let lacking = site(&suite, 1, 1).missing_stamps;
    let view = run(suite.registry_reader().provider(provider)).unwrap();
    let profile = view.unwrap().provider.profile.unwrap();
    let statement = AttestArgs {
        subject: provider,
        schema: "company".into(),
        schema_version: 1,
        facts_hash: facts::hash(provider, &profile),
        verdict: Verdict::Confirmed,
        checked: vec!["existence".into()],
        statement: None,
        contract: None,
        record: None,
        evidence_hash: None,
        request_id: None,
        expires_at_ns: suite.now_ns() + 300 * DAY_NS,
    };
    run(speaker(verifier(1).0).attest(&statement)).unwrap();
    for _ in 0..3 {
        audits.tasks();
    }
    let row = site(&suite, 1, 1);
    assert_eq!(row.verifiers, [verifier(1)]);
    assert!(row.missing_stamps <= lacking, "{row:?}");

    let friend = Conflicts {
        verifiers: vec![verifier(1)],
        ..no_conflicts()
    };
    let friend = suite.auditor(1, 50 * LOCK, friend);
    // The verifier itself, declared or not.
    let own = AuditorId(verifier(1).0);
    audits.apply(own, 50 * LOCK, no_conflicts());
    suite.govern(&Command::AdmitAuditor(AdmitAuditorArgs {
        id: own,
        reason: "An example.".into(),
    }));
    for number in 2..=4 {
        suite.auditor(number, 50 * LOCK, no_conflicts());
    }
    assert_eq!(drawn_at(&suite, provider, 2), auditors(2..=4));
    let elsewhere = drawn_at(&suite, actors::provider(2), 1);
    assert!(elsewhere.contains(&friend) && elsewhere.contains(&own));
}
