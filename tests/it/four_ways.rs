//! One suite, and every way in which a command is executed.

use bonafide_stand_ins::sns::Progress;
use bonafide_test_support::{Suite, args, run};
use bonafide_types::governance::{Command, MotionError, Outcome, ProposalStatus, Source, table};

fn data_center(id: &str) -> Command {
    Command::AddDataCenter(args::data_center(id))
}

/// Sources, source ids and outcomes of the journal, each entry from its proven row.
fn journal(suite: &Suite) -> Vec<(Source, u64, Outcome)> {
    let entries = suite.journal();
    for entry in &entries {
        assert_eq!(&suite.proven_entry(entry.id), entry);
    }
    let told = |it: bonafide_types::governance::JournalEntry| (it.source, it.source_id, it.outcome);
    entries.into_iter().map(told).collect()
}

#[test]
fn should_execute_a_command_of_each_way() {
    let suite = Suite::default();
    let before = suite.registry_root();

    let state = suite.by_council(&data_center("dc1"));
    assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
    let entry = suite.by_motion(&data_center("dc2"));
    assert_eq!(entry.outcome, Outcome::Executed);
    assert_eq!(suite.by_sns(&data_center("dc3")), Progress::Executed);
    suite.by_upgrade(7, &[data_center("dc4")]).unwrap();
    suite.until("the batch", || {
        let last = suite.journal().pop()?;
        (last.outcome == Outcome::Executed && last.source == Source::Upgrade).then_some(())
    });

    assert_eq!(
        journal(&suite),
        [
            (Source::Council, 1, Outcome::Executed),
            (Source::NnsMotion, 1, Outcome::Executed),
            (Source::Sns, 1, Outcome::Executed),
            (Source::Upgrade, 7, Outcome::Executed),
        ]
    );
    assert_ne!(suite.registry_root(), before);
    for dc_id in ["dc1", "dc2", "dc3", "dc4"] {
        let found = run(suite.registry_reader().data_center(dc_id)).unwrap();
        assert!(found.is_some(), "{dc_id}");
    }
}

/// The real registry would refuse the same data centre the second time; the scripted one
/// counts.
#[test]
fn should_execute_the_same_command_once_for_each_way() {
    const METHOD: &str = "add_data_center";
    let suite = Suite::scripted();
    let command = data_center("dc1");
    suite.by_council(&command);
    assert_eq!(suite.executions(METHOD), 1);
    let entry = suite.by_motion(&command);
    assert_eq!(suite.executions(METHOD), 2);
    let again = suite.execute_motion(entry.source_id).unwrap_err();
    assert!(
        matches!(again, MotionError::AlreadyExecuted { .. }),
        "{again}"
    );
    suite.by_sns(&command);
    assert_eq!(suite.executions(METHOD), 3);
    suite.by_upgrade(7, std::slice::from_ref(&command)).unwrap();
    suite.until("the batch", || {
        let last = suite.journal().pop()?;
        (last.source == Source::Upgrade && last.outcome == Outcome::Executed).then_some(())
    });
    let again = suite
        .by_upgrade(7, std::slice::from_ref(&command))
        .unwrap_err();
    assert!(!again.reject_message.is_empty());
    for _ in 0..10 {
        suite.pic.tick();
    }

    // From rows under the certificate alone: these four entries, and no fifth.
    let hash = bonafide_policy::command::hash(&command);
    let wanted = [
        (Source::Council, 1),
        (Source::NnsMotion, entry.source_id),
        (Source::Sns, 1),
        (Source::Upgrade, 7),
    ];
    for (id, (source, source_id)) in (0..).zip(wanted) {
        let proven = suite.proven_entry(id);
        assert_eq!(proven.id, id);
        assert_eq!((proven.source, proven.source_id), (source, source_id));
        assert_eq!(proven.index, 0);
        assert_eq!(proven.command_hash, hash, "{source:?}");
        assert_eq!(proven.outcome, Outcome::Executed, "{source:?}");
        assert_eq!(
            (proven.canister.0, proven.method.as_str()),
            (suite.registry, METHOD)
        );
    }
    let fifth = suite.row(suite.governance, table::JOURNAL, &4_u64.to_be_bytes());
    assert_eq!(fifth, None);

    assert_eq!(suite.executions(METHOD), 4);
    let arrivals = suite.arrivals(METHOD);
    assert_eq!(arrivals.len(), 4);
    for arrival in arrivals {
        assert_eq!(arrival.caller, suite.governance);
        assert_eq!(*arrival.argument, command.encode_args().unwrap());
    }
}
