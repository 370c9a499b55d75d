use super::{Settled, changed};
use crate::commands::testing::{World, provider_id};
use crate::state::Event;
use bonafide_types::audits::{Finding, FindingClass, FindingState, SiteId};
use bonafide_types::id::Sha256Hash;
use bonafide_types::identity::AuditFinding;

fn finding(id: u64, state: FindingState) -> Finding {
    Finding {
        id,
        assignment_id: 7,
        site: SiteId {
            dc_id: "ld1".into(),
            provider: provider_id(1),
        },
        class: FindingClass::WrongOwner,
        nodes: 3,
        evidence_hash: Sha256Hash([9; 32]),
        established_at_ns: 1,
        appeal_until_ns: 2,
        appeals: vec![],
        state,
    }
}

const FINAL: FindingState = FindingState::Final { at_ns: 5 };
const OVERTURNED: FindingState = FindingState::Overturned { at_ns: 5 };

/// What the audits canister shows is taken over; the numbers of what is new, by event.
fn take(world: &mut World, findings: &[Finding]) -> Vec<Vec<u64>> {
    let events = changed(&world.state, findings, world.now_ns);
    let mut new = vec![];
    for event in events {
        let Event::FindingsSeen { findings } = &event else {
            panic!("{event:?}");
        };
        new.push(findings.iter().map(|finding| finding.id).collect());
        world.record(event);
    }
    new
}

#[test]
fn should_take_what_is_final_once() {
    let mut world = World::new();
    let mut shown = [
        finding(0, FINAL),
        finding(1, FindingState::Provisional),
        finding(2, FindingState::Appealed),
        finding(3, FindingState::VoteNeeded),
        finding(4, OVERTURNED),
        finding(5, FINAL),
    ];
    assert_eq!(take(&mut world, &shown), [[0, 5]]);
    let seen_at_ns = world.now_ns;
    let row = AuditFinding {
        id: 5,
        subject: provider_id(1),
        class: "wrong-owner".into(),
        nodes: 3,
        final_since_ns: 5,
        seen_at_ns,
    };
    assert_eq!(world.state.finding(5), Some(row.clone()));
    world.now_ns += 1;
    assert_eq!(take(&mut world, &shown), Vec::<Vec<u64>>::new());
    shown[1].state = FINAL;
    shown[3].state = OVERTURNED;
    assert_eq!(take(&mut world, &shown), [[1]]);
    assert_eq!(world.state.finding(1).unwrap().seen_at_ns, seen_at_ns + 1);
    assert_eq!(world.state.finding(5), Some(row));
    assert_eq!(world.state.summary().findings, 3);
}

#[test]
fn should_split_what_is_much() {
    let mut world = World::new();
    let many: Vec<_> = (0..401).map(|id| finding(id, FINAL)).collect();
    let sizes = take(&mut world, &many).into_iter().map(|event| event.len());
    assert_eq!(sizes.collect::<Vec<_>>(), [200, 200, 1]);
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
