use super::*;
use crate::commands::testing::{FIRST_DAY, World, provider_id};
use crate::state::invariants;
use bonafide_types::audits::{FindingClass, SiteId};
use bonafide_types::id::Sha256Hash;
use bonafide_types::rewards::{CaseSource, CaseState};

/// A finding about provider 1, on evidence of its own, of the first day.
fn finding(id: u64, state: FindingState) -> Finding {
    let mut evidence = [9; 32];
    evidence[..8].copy_from_slice(&id.to_be_bytes());
    let established_at_ns = u64::from(FIRST_DAY) * DAY_NS;
    Finding {
        id,
        assignment_id: 7,
        site: SiteId {
            dc_id: "ld1".into(),
            provider: provider_id(1),
        },
        class: FindingClass::WrongOwner,
        nodes: 3,
        evidence_hash: Sha256Hash(evidence),
        established_at_ns,
        appeal_until_ns: established_at_ns + DAY_NS,
        appeals: vec![],
        state,
    }
}

const FINAL: FindingState = FindingState::Final { at_ns: 5 };
const OVERTURNED: FindingState = FindingState::Overturned { at_ns: 5 };

/// Takes over what the audits canister shows; the findings of the cases that are new.
fn take(world: &mut World, findings: &[Finding]) -> Vec<u64> {
    let before = world.state.cases.len();
    let ctx = world.ctx();
    let reported = report(&mut world.state, &ctx, findings);
    invariants::try_state(&world.state).expect("the state is sound");
    let after = world.state.cases.len();
    assert_eq!(after - before, reported as u64);
    let new = (before..after).map(|id| {
        let case = world.state.case(id).unwrap();
        assert_eq!((case.id, case.state), (id, CaseState::Reported));
        match case.source {
            CaseSource::Finding { finding_id } => finding_id,
            CaseSource::Proposal => panic!("{case:?}"),
        }
    });
    new.collect()
}

#[test]
fn should_report_what_is_final_once() {
    let mut world = World::closed();
    let mut shown = [
        finding(0, FINAL),
        finding(1, FindingState::Provisional),
        finding(2, FindingState::Appealed),
        finding(3, FindingState::VoteNeeded),
        finding(4, OVERTURNED),
        finding(5, FINAL),
    ];
    assert_eq!(take(&mut world, &shown), [0, 5]);
    world.pass_days(1);
    assert_eq!(take(&mut world, &shown), Vec::<u64>::new());
    shown[1].state = FINAL;
    shown[3].state = OVERTURNED;
    assert_eq!(take(&mut world, &shown), [1]);
    assert_eq!(take(&mut world, &[]), Vec::<u64>::new());
}

#[test]
fn should_wait_for_a_provider_that_is_not_known() {
    let mut world = World::closed();
    let mut stranger = finding(0, FINAL);
    stranger.site.provider = provider_id(9);
    let shown = [stranger, finding(1, FINAL)];
    assert_eq!(take(&mut world, &shown), [1]);
    let mut roster = world.state.latest_roster().unwrap();
    roster
        .providers
        .push(bonafide_types::rewards::ProviderFact {
            provider: provider_id(9),
            cluster: provider_id(9),
        });
    world.apply([Event::RosterSeen { roster }]);
    assert_eq!(take(&mut world, &shown), [0]);
}

#[test]
fn should_go_on_from_what_is_not_settled() {
    let mut settled = Settled::after(Some(3));
    settled.take(&[finding(4, FINAL), finding(5, OVERTURNED)]);
    assert_eq!(settled.up_to, Some(5));
    settled.take(&[]);
    settled.take(&[finding(6, FindingState::VoteNeeded), finding(7, FINAL)]);
    settled.take(&[finding(8, FINAL)]);
    assert_eq!(settled.up_to, Some(5));
    let mut settled = Settled::after(None);
    settled.take(&[finding(0, FindingState::Provisional)]);
    assert_eq!(settled.up_to, None);
}
