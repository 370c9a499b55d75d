//! Commands that the canister that owns the record refuses, at submission or at execution.

use super::{ALL, switch};
use crate::governance::{assert_true_records, data_center, failure, unchanged};
use bonafide_test_support::{Plan, Suite, actors, args};
use bonafide_types::governance::{
    Action, Command, GovernanceError, Outcome, ProposalStatus, SetSnsGovernanceArgs,
    SettleQuarantineArgs, Source, Sources, Vote,
};

fn refused(suite: &Suite, command: Command) -> String {
    match unchanged(suite, || suite.submit(1, Action::Command(command))) {
        Err(GovernanceError::CommandRefused { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

/// Neuron 2 and, if that does not decide, neuron 3 vote yes; the status at the end.
fn adopt(suite: &Suite, id: u64) -> ProposalStatus {
    suite.vote(2, id, Vote::Yes).unwrap();
    if suite.proposal(id).state.status == ProposalStatus::Open {
        suite.vote(3, id, Vote::Yes).unwrap();
    }
    suite.settled(id).status
}

#[test]
fn should_not_put_to_the_vote_what_would_be_refused() {
    let suite = Suite::default();
    let operator = args::node_operator(actors::operator(1), actors::provider(1), "dc1");
    let spoilt = |region: &str| {
        let mut args = args::data_center("dc1");
        args.region = region.into();
        Command::AddDataCenter(args)
    };
    let none = Sources {
        council: false,
        sns: false,
        nns_motion: false,
        upgrade: false,
    };
    let settle = SettleQuarantineArgs {
        journal_id: 5,
        executed: true,
        evidence: "Seen.".into(),
    };
    let without_sns = SetSnsGovernanceArgs {
        sns_governance: None,
    };
    for (command, name) in [
        (Command::AddNodeOperator(operator), "ProviderNotFound"),
        (spoilt("Europe"), "InvalidRegion"),
        (Command::SetSources(none), "LastSource"),
        (Command::SetSnsGovernance(without_sns), "SnsNotSet"),
        (Command::SettleQuarantine(settle), "JournalEntryNotFound"),
    ] {
        let reason = refused(&suite, command);
        assert!(reason.starts_with(name), "{name}: {reason}");
    }
    assert_eq!(suite.journal(), []);
}

#[test]
fn should_fail_what_became_invalid_before_its_execution() {
    let suite = Suite::default();
    let (first, second) = (
        suite.propose(1, &data_center("dc1")),
        suite.propose(1, &data_center("dc1")),
    );
    assert_eq!(adopt(&suite, first), ProposalStatus::Executed);
    let registry = suite.registry_root();
    assert_eq!(adopt(&suite, second), ProposalStatus::Failed);
    assert_eq!(suite.registry_root(), registry);

    let entries = suite.journal();
    let [executed, failed] = entries.as_slice() else {
        panic!("{entries:?}");
    };
    assert_eq!(executed.outcome, Outcome::Executed);
    assert_eq!(executed.command_hash, failed.command_hash);
    let reason = failure(&failed.outcome);
    let words = "CanisterReject: DataCenterAlreadyExists";
    assert!(reason.starts_with(words), "{reason}");
    let state = suite.proposal(second).state;
    assert_eq!(state.failure_reason.as_deref(), Some(reason));
    assert!(state.failed_timestamp_seconds.is_some());
    assert_eq!(state.executed_timestamp_seconds, None);
    assert_true_records(&suite);
}

#[test]
fn should_fail_an_own_command_that_became_invalid() {
    let without_sns = Sources { sns: false, ..ALL };
    let suite = Suite::new(&Plan {
        sources: Some(without_sns),
        ..Plan::default()
    });
    let on = suite.propose(1, &Command::SetSources(ALL));
    let nobody = SetSnsGovernanceArgs {
        sns_governance: None,
    };
    let off = suite.propose(1, &Command::SetSnsGovernance(nobody));
    assert_eq!(adopt(&suite, on), ProposalStatus::Executed);
    assert_eq!(adopt(&suite, off), ProposalStatus::Failed);
    let last = suite.journal().pop().unwrap();
    let reason = failure(&last.outcome);
    assert!(reason.starts_with("SnsNotSet"), "{reason}");
    assert_true_records(&suite);
}

#[test]
fn should_not_execute_what_is_adopted_while_the_council_is_off() {
    let suite = Suite::default();
    let waits = suite.propose(3, &data_center("dc1"));
    switch(
        &suite,
        Sources {
            council: false,
            ..ALL
        },
    );
    let registry = suite.registry_root();
    suite.vote(1, waits, Vote::Yes).unwrap();
    assert_eq!(suite.settled(waits).status, ProposalStatus::Failed);
    let entry = suite.journal().pop().unwrap();
    assert_eq!((entry.source, entry.source_id), (Source::Council, waits));
    let reason = failure(&entry.outcome);
    assert!(reason.starts_with("SourceOff"), "{reason}");
    assert_eq!(suite.registry_root(), registry);
    assert_true_records(&suite);
}

#[test]
fn should_keep_the_last_source_on() {
    let suite = Suite::default();
    let council = Sources {
        council: true,
        sns: false,
        nns_motion: false,
        upgrade: false,
    };
    let none = Sources {
        council: false,
        ..council
    };
    // Valid when submitted, as another source is on then; not when it is executed.
    let only_upgrade = Sources {
        upgrade: true,
        ..none
    };
    switch(&suite, council);
    let reason = refused(&suite, Command::SetSources(none));
    assert!(reason.starts_with("LastSource"), "{reason}");
    switch(&suite, only_upgrade);
    let registry = suite.registry_root();
    suite.by_upgrade(1, &[Command::SetSources(none)]).unwrap();
    let entry = suite.until("the batch", || {
        let last = suite.journal().pop()?;
        (last.source == Source::Upgrade && last.closed_at_ns.is_some()).then_some(last)
    });
    let reason = failure(&entry.outcome);
    assert!(reason.starts_with("LastSource"), "{reason}");
    assert_eq!(suite.registry_root(), registry);
    assert_true_records(&suite);
}
