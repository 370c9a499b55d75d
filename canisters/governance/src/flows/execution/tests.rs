use super::*;
use crate::commands::testing::SELF_ID;
use crate::flows::testing::{
    AUDITS, IDENTITY, REWARDS, TARGET, World, add_data_center, add_neuron, all_sources,
    begin as open_now, cancel_audit_plan, cancel_period, entry, name_canisters, open, outcome,
    refused_command, set_fee_budget, switch,
};
use bonafide_types::governance::{Action, ProposalStatus, SettleQuarantineArgs, Sources};
use bonafide_types::limits::REASON_BYTES;

const SNS: Authority = Authority {
    source: Source::Sns,
    source_id: 1,
    index: 0,
};

fn end(world: &mut World, journal_id: u64, answer: &Answer) {
    let ended = closing(&world.state, journal_id, answer);
    world.record(ended.into_iter().collect());
}

#[test]
fn should_write_the_entry_before_the_call_goes_out() {
    let mut world = World::new(&[1]);
    let command = add_data_center();
    let opening = authorize(&world.state, SNS, &command, &world.ctx(SELF_ID));
    let call = opening.call.clone().unwrap();
    assert_eq!((call.canister, call.method), (TARGET, "add_data_center"));
    assert_eq!(call.args, command.encode_args().unwrap());
    assert_eq!(opening.events.len(), 1);
    let id = open(&mut world, opening);
    assert_eq!(outcome(&world, id), Outcome::Executing);
    assert_eq!(world.state.executed_as(Source::Sns, 1, 0), Some(id));
    end(&mut world, id, &Answer::Reply(vec![7; 2_000]));
    let entry = entry(&world, id);
    assert_eq!(entry.outcome, Outcome::Executed);
    assert_eq!(entry.reply.unwrap().0, vec![7; 1_024]);
    assert!(entry.closed_at_ns.is_some());
}

#[test]
fn should_close_by_what_the_answer_means() {
    let mut world = World::new(&[1]);
    let long = "é".repeat(REASON_BYTES);
    let cut = "é".repeat(REASON_BYTES / 2);
    let refused = Outcome::Failed {
        reason: cut.clone(),
    };
    let unknown = Outcome::Quarantined { reason: cut };
    let answers = [
        (Answer::Refused(long.clone()), refused),
        (Answer::Unknown(long), unknown),
    ];
    for (number, (answer, expected)) in (1..).zip(answers) {
        let authority = Authority::of(Source::Sns, number);
        let id = open_now(&mut world, authority, &add_data_center());
        end(&mut world, id, &answer);
        assert_eq!(outcome(&world, id), expected);
        assert_eq!(entry(&world, id).reply, None);
    }
}

#[test]
fn should_leave_an_entry_alone_that_was_closed_meanwhile() {
    let mut world = World::new(&[1]);
    let id = open_now(&mut world, SNS, &add_data_center());
    end(
        &mut world,
        id,
        &Answer::Unknown("SysUnknown: deadline".into()),
    );
    let before = entry(&world, id);
    for late in [
        Answer::Reply(vec![]),
        Answer::Refused("late".into()),
        Answer::Unknown("late".into()),
    ] {
        assert_eq!(closing(&world.state, id, &late), None);
    }
    let settle = Command::SettleQuarantine(SettleQuarantineArgs {
        journal_id: id,
        executed: true,
        evidence: "The record is there.".into(),
    });
    let settled = open_now(&mut world, Authority::of(Source::Sns, 2), &settle);
    assert_eq!(outcome(&world, settled), Outcome::Executed);
    let after = entry(&world, id);
    assert_ne!(before, after);
    assert_eq!(after.outcome, Outcome::Executed);
    assert_eq!(after.settled_by, Some(settled));
    assert_eq!(
        closing(&world.state, id, &Answer::Refused("late".into())),
        None
    );
    assert_eq!(closing(&world.state, 99, &Answer::Reply(vec![])), None);
}

#[test]
fn should_execute_own_commands_in_one_commit() {
    let mut world = World::new(&[1]);
    let opening = authorize(&world.state, SNS, &add_neuron(), &world.ctx(SELF_ID));
    assert_eq!(opening.call, None);
    let [first, middle, last] = opening.events.as_slice() else {
        panic!("{opening:?}");
    };
    assert!(matches!(first, Event::CommandAuthorized { .. }));
    assert!(matches!(middle, Event::NeuronAdded { .. }));
    assert!(matches!(last, Event::ExecutionEnded { .. }));
    let id = open(&mut world, opening);
    assert_eq!(outcome(&world, id), Outcome::Executed);
    assert_eq!(entry(&world, id).canister.0, SELF_ID);
    assert!(world.state.neuron(2).is_some());
}

#[test]
fn should_journal_a_refused_own_command() {
    let mut world = World::new(&[1]);
    let before = world.state.settings();
    let id = open_now(&mut world, SNS, &refused_command());
    let Outcome::Failed { reason } = outcome(&world, id) else {
        panic!("not failed");
    };
    assert!(reason.starts_with("OutOfRange: "), "{reason}");
    assert_eq!(world.state.settings(), before);
    assert_eq!(world.state.executed_as(Source::Sns, 1, 0), Some(id));
}

#[test]
fn should_call_a_canister_where_the_suite_has_it() {
    for (name, canister, command, method) in [
        ("identity", IDENTITY, set_fee_budget(), "set_fee_budget"),
        ("audits", AUDITS, cancel_audit_plan(), "cancel_audit_plan"),
        ("rewards", REWARDS, cancel_period(), "cancel_period"),
    ] {
        let mut world = World::new(&[1]);
        let id = open_now(&mut world, SNS, &command);
        let Outcome::Failed { reason } = outcome(&world, id) else {
            panic!("{name}: not failed");
        };
        let refusal = format!("the suite has no {name} canister yet: SetCanisters names it");
        assert_eq!(reason, format!("CanisterNotSet: {refusal}"));
        assert_eq!(entry(&world, id).canister.0, SELF_ID);
        name_canisters(&mut world);
        let authority = Authority::of(Source::Sns, 2);
        let opening = authorize(&world.state, authority, &command, &world.ctx(SELF_ID));
        let call = opening.call.clone().unwrap();
        assert_eq!((call.canister, call.method), (canister, method));
        let id = open(&mut world, opening);
        assert_eq!(entry(&world, id).canister.0, canister);
    }
}

#[test]
fn should_fail_what_waits_for_a_canister_that_it_was_not_authorised_for() {
    let mut world = World::new(&[1]);
    let ctx = world.ctx(SELF_ID);
    let command = set_fee_budget();
    let entry = journal::entry(&world.state, SNS, &command, Outcome::Pending, &ctx);
    let id = entry.id;
    world.record(vec![journal::authorized(entry, &command)]);
    name_canisters(&mut world);
    let opening = waiting(&world.state, id, &ctx).unwrap();
    assert_eq!(opening.call, None);
    open(&mut world, opening);
    let Outcome::Failed { reason } = outcome(&world, id) else {
        panic!("not failed");
    };
    assert!(reason.starts_with("CanisterNotSet: "), "{reason}");
}

#[test]
fn should_execute_an_adopted_proposal_once() {
    let mut world = World::new(&[1]);
    let proposal = world.submit(1, Action::Command(add_data_center()));
    let opening = adopted(&world.state, proposal, &world.ctx(SELF_ID)).unwrap();
    assert!(opening.call.is_some());
    let id = open(&mut world, opening);
    assert_eq!(adopted(&world.state, proposal, &world.ctx(SELF_ID)), None);
    let status = |world: &World| world.state.proposal_state(proposal).unwrap().status;
    assert_eq!(status(&world), ProposalStatus::Adopted);
    end(
        &mut world,
        id,
        &Answer::Unknown("SysUnknown: deadline".into()),
    );
    assert_eq!(status(&world), ProposalStatus::Quarantined);
    assert_eq!(adopted(&world.state, proposal, &world.ctx(SELF_ID)), None);
}

#[test]
fn should_execute_nothing_of_a_council_that_is_off() {
    let mut world = World::new(&[1]);
    let proposal = world.submit(1, Action::Command(add_neuron()));
    let sources = Sources {
        council: false,
        ..all_sources()
    };
    switch(&mut world, sources);
    let opening = adopted(&world.state, proposal, &world.ctx(SELF_ID)).unwrap();
    assert_eq!(opening.call, None);
    let id = open(&mut world, opening);
    let Outcome::Failed { reason } = outcome(&world, id) else {
        panic!("not failed");
    };
    assert!(reason.starts_with("SourceOff: "), "{reason}");
    assert!(world.state.neuron(2).is_none());
    let state = world.state.proposal_state(proposal).unwrap();
    assert_eq!(state.status, ProposalStatus::Failed);
    assert_eq!(state.journal_id, Some(id));
}

#[test]
fn should_begin_entries_that_wait_only() {
    let world = World::new(&[1]);
    assert_eq!(adopted(&world.state, 1, &world.ctx(SELF_ID)), None);
    assert_eq!(waiting(&world.state, 0, &world.ctx(SELF_ID)), None);
    let mut world = world;
    let id = open_now(&mut world, SNS, &add_data_center());
    assert_eq!(waiting(&world.state, id, &world.ctx(SELF_ID)), None);
}
