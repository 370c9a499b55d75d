use super::*;
use crate::commands::judge::testing::{advance, cancel, case, lone, on, report, reported};
use crate::commands::testing::{FIRST_DAY, SELF_ID, World, charge, provider_id};
use bonafide_types::audits::{FindingClass, SiteId};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::DAY_NS;

fn caller(n: u8) -> Caller {
    Caller(Principal::from_slice(&[77, n]))
}

#[test]
fn should_put_a_case_on_record() {
    let mut world = World::staffed();
    let charge = Charge {
        evidence_url: Some("https://example.com/evidence".into()),
        reporter: Some(caller(1)),
        ..charge(1)
    };
    assert_eq!(report(&mut world, charge.clone()), Ok(0));
    let expected = Case {
        id: 0,
        source: CaseSource::Proposal,
        charge,
        reported_at_ns: world.now_ns,
        judgement: None,
        responses: vec![],
        appeal: None,
        reductions: vec![],
        effects: vec![],
        state: CaseState::Reported,
        freeze_until_ns: u64::from(FIRST_DAY + 90) * DAY_NS,
    };
    assert_eq!(world.state.case(0), Some(expected));
    assert_eq!(report(&mut world, lone(2)), Ok(1));
    let listed: Vec<_> = world.state.cases_of(provider_id(2)).collect();
    assert_eq!(listed.len(), 1);
}

#[test]
fn should_refuse_an_unknown_provider() {
    let mut world = World::staffed();
    let provider = provider_id(9);
    let expected = RewardsError::ProviderNotFound { provider };
    assert_eq!(report(&mut world, charge(9)), Err(expected));
}

#[test]
fn should_check_the_summary() {
    let summary = |text: &str| Charge {
        summary: text.into(),
        ..charge(1)
    };
    let mut world = World::staffed();
    let field = || "charge.summary".into();
    let empty = RewardsError::TextEmpty { field: field() };
    assert_eq!(report(&mut world, summary("")), Err(empty));
    let long = RewardsError::TextTooLong {
        field: field(),
        bytes: 1_001,
        limit: 1_000,
    };
    assert_eq!(report(&mut world, summary(&"a".repeat(1_001))), Err(long));
    assert!(report(&mut world, summary(&"a".repeat(1_000))).is_ok());
}

#[test]
fn should_check_the_address_of_the_evidence() {
    let mut world = World::staffed();
    let url = |url: &str| Charge {
        evidence_url: Some(url.into()),
        ..charge(1)
    };
    for given in [
        "http://example.com",
        "example.com",
        "https://",
        "ipfs://",
        "HTTPS://example.com",
        "https://example.com/a b",
    ] {
        let expected = RewardsError::InvalidField {
            field: "charge.evidence_url".into(),
            given: given.into(),
            rule: "https:// or ipfs:// and an address without blanks".into(),
        };
        assert_eq!(report(&mut world, url(given)), Err(expected));
    }
    let long = |bytes: usize| format!("https://{}", "a".repeat(bytes - 8));
    let expected = RewardsError::TextTooLong {
        field: "charge.evidence_url".into(),
        bytes: 513,
        limit: 512,
    };
    assert_eq!(report(&mut world, url(&long(513))), Err(expected));
    for (evidence, given) in [
        (11, long(512)),
        (12, "https://a".into()),
        (13, "ipfs://bafy".into()),
    ] {
        assert!(report(&mut world, on(evidence, url(&given))).is_ok());
    }
}

#[test]
fn should_refuse_what_is_yet_to_come() {
    let mut world = World::staffed();
    let at = |offence_at_ns| Charge {
        offence_at_ns,
        ..charge(1)
    };
    let offence_at_ns = world.now_ns + 1;
    let expected = RewardsError::OffenceInFuture { offence_at_ns };
    assert_eq!(report(&mut world, at(offence_at_ns)), Err(expected));
    let now = at(world.now_ns);
    assert!(report(&mut world, now).is_ok());
}

#[test]
fn should_refuse_evidence_that_is_too_old() {
    let oldest_ns = |world: &World| world.now_ns - 90 * DAY_NS;
    let at = |offence_at_ns| Charge {
        offence_at_ns,
        ..charge(1)
    };
    let mut world = World::staffed();
    let offence_at_ns = oldest_ns(&world) - 1;
    let expected = RewardsError::EvidenceTooOld {
        offence_at_ns,
        days: 90,
    };
    assert_eq!(report(&mut world, at(offence_at_ns)), Err(expected));
    let oldest = at(oldest_ns(&world));
    assert!(report(&mut world, oldest).is_ok(), "the last moment");
    let younger = on(7, at(oldest_ns(&world) + 1));
    assert!(report(&mut world, younger).is_ok());
}

#[test]
fn should_take_the_same_evidence_once_whatever_became_of_it() {
    let mut world = World::staffed();
    let used = |n, case_id| RewardsError::EvidenceUsed {
        evidence_hash: Sha256Hash([n; 32]),
        case_id,
    };
    let cancelled = reported(&mut world, charge(1));
    let open = reported(&mut world, charge(2));
    // Also when it is said of somebody else.
    assert_eq!(
        report(&mut world, on(1, charge(4))),
        Err(used(1, cancelled))
    );
    cancel(&mut world, cancelled).unwrap();
    assert_eq!(report(&mut world, charge(1)), Err(used(1, cancelled)));
    world.pass_days(90);
    advance(&mut world);
    assert!(matches!(
        case(&world, open).state,
        CaseState::Expired { .. }
    ));
    let again = Charge {
        offence_at_ns: world.now_ns,
        ..charge(2)
    };
    assert_eq!(report(&mut world, again), Err(used(2, open)));
}

#[test]
fn should_refuse_reporters_who_cannot_be_paid_or_belong_to_the_provider() {
    let mut world = World::staffed();
    let by = |reporter: Principal| Charge {
        reporter: Some(Caller(reporter)),
        ..charge(2)
    };
    let of_cluster = ("charge.reporter", "nobody of the provider's cluster");
    let field = "charge.reporter.owner";
    for (reporter, (field, rule)) in [
        (
            Principal::anonymous(),
            (field, "not the anonymous principal"),
        ),
        (
            Principal::management_canister(),
            (field, "not the management canister"),
        ),
        (SELF_ID, (field, "not an account of the rewards canister")),
        (provider_id(2).0, of_cluster),
        (provider_id(3).0, of_cluster),
    ] {
        let expected = RewardsError::InvalidField {
            field: field.into(),
            given: reporter.to_string(),
            rule: rule.into(),
        };
        assert_eq!(report(&mut world, by(reporter)), Err(expected));
    }
    let of_another = by(provider_id(4).0);
    assert!(report(&mut world, of_another).is_ok());
}

#[test]
fn should_bound_the_open_cases_of_a_provider() {
    let mut world = World::staffed();
    for evidence in 0..64 {
        reported(&mut world, on(100 + evidence, charge(1)));
    }
    let expected = RewardsError::TooMany {
        field: "open_cases".into(),
        count: 65,
        limit: 64,
    };
    assert_eq!(report(&mut world, on(7, charge(1))), Err(expected));
    assert_eq!(report(&mut world, on(8, charge(2))), Ok(64));
    cancel(&mut world, 63).unwrap();
    assert_eq!(report(&mut world, on(7, charge(1))), Ok(65));
}

/// A final finding at provider `n`, on evidence `[n; 32]`.
fn finding(world: &World, n: u8) -> Finding {
    Finding {
        id: 5,
        assignment_id: 3,
        site: SiteId {
            dc_id: "zh1".into(),
            provider: provider_id(n),
        },
        class: FindingClass::NodeAbsent,
        nodes: 2,
        evidence_hash: Sha256Hash([n; 32]),
        established_at_ns: world.now_ns - DAY_NS,
        appeal_until_ns: world.now_ns,
        appeals: vec![],
        state: FindingState::Final {
            at_ns: world.now_ns,
        },
    }
}

fn of(world: &World, finding: &Finding) -> Option<Event> {
    of_finding(&world.state, finding, world.now_ns)
}

#[test]
fn should_make_a_case_of_a_final_finding() {
    let mut world = World::staffed();
    reported(&mut world, charge(4));
    let finding = finding(&world, 1);
    let event = of(&world, &finding).unwrap();
    let expected = Case {
        id: 1,
        source: CaseSource::Finding { finding_id: 5 },
        charge: Charge {
            provider: provider_id(1),
            node: None,
            subnet: None,
            class: PenaltyClass::Found(FindingClass::NodeAbsent),
            offence_at_ns: world.now_ns - DAY_NS,
            evidence_hash: Sha256Hash([1; 32]),
            evidence_url: None,
            summary: "Finding 5 of the audits canister at data centre zh1: node-absent, 2 nodes."
                .into(),
            reporter: None,
        },
        reported_at_ns: world.now_ns,
        judgement: None,
        responses: vec![],
        appeal: None,
        reductions: vec![],
        effects: vec![],
        state: CaseState::Reported,
        freeze_until_ns: world.now_ns + 89 * DAY_NS,
    };
    assert_eq!(event, Event::CaseReported { case: expected });
    world.apply([event]);
    assert_eq!(of(&world, &finding), None, "once");
    let other = Finding {
        id: 6,
        class: FindingClass::WrongOwner,
        ..finding.clone()
    };
    assert!(
        of(&world, &other).is_some(),
        "the same reports, another class"
    );
    let again = Finding { id: 7, ..finding };
    assert_eq!(of(&world, &again), None, "the same evidence and class");
}

#[test]
fn should_make_no_case_of_what_is_not_final() {
    let world = World::staffed();
    let at_ns = world.now_ns;
    for state in [
        FindingState::Provisional,
        FindingState::Appealed,
        FindingState::VoteNeeded,
        FindingState::Overturned { at_ns },
    ] {
        let finding = Finding {
            state,
            ..finding(&world, 1)
        };
        assert_eq!(of(&world, &finding), None, "{state:?}");
    }
}

#[test]
fn should_make_no_case_of_what_is_unknown_too_old_or_in_a_case() {
    let mut world = World::staffed();
    assert_eq!(of(&world, &finding(&world, 9)), None, "no such provider");
    let oldest_ns = world.now_ns - 90 * DAY_NS;
    for (established_at_ns, is_taken) in [
        (oldest_ns - 1, false),
        (oldest_ns, true),
        (oldest_ns + 1, true),
    ] {
        let finding = Finding {
            established_at_ns,
            ..finding(&world, 1)
        };
        assert_eq!(of(&world, &finding).is_some(), is_taken);
    }
    let id = reported(&mut world, charge(1));
    assert_eq!(of(&world, &finding(&world, 1)), None, "a proposal's");
    cancel(&mut world, id).unwrap();
    assert_eq!(
        of(&world, &finding(&world, 1)),
        None,
        "also when it is over"
    );
}

#[test]
fn should_not_drop_findings_for_the_number_of_open_cases() {
    let mut world = World::staffed();
    for evidence in 0..64 {
        reported(&mut world, on(100 + evidence, charge(1)));
    }
    assert!(of(&world, &finding(&world, 1)).is_some());
}
