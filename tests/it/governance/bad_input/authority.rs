//! The SNS and upgrade arguments.

use super::{ALL, switch};
use crate::governance::{assert_true_records, data_center, failure, unchanged};
use bonafide_stand_ins::sns::{Progress, Submitted};
use bonafide_test_support::{Suite, actors, canisters, instance, reject, run};
use bonafide_types::governance::{
    Canisters, Command, InitArgs, InstallArgs, Outcome, Source, Sources,
};
use bonafide_types::id::Caller;
use candid::{Principal, encode_one};
use pocket_ic::RejectCode;

#[test]
fn should_refuse_execute_to_all_but_the_sns() {
    let suite = Suite::default();
    let command = data_center("dc1");
    for (caller, name) in [
        (actors::stranger(), "CallerNotSnsGovernance"),
        (actors::voter(1), "CallerNotSnsGovernance"),
        (suite.registry, "CallerNotSnsGovernance"),
        (Principal::anonymous(), "CallerAnonymous"),
    ] {
        let client = suite.client(caller);
        let text = reject(unchanged(&suite, || run(client.execute(&command))));
        assert!(text.contains(name), "{name}: {text}");
    }
    assert_eq!(suite.journal(), []);
}

#[test]
fn should_refuse_an_sns_payload_that_is_no_command() {
    let suite = Suite::default();
    let mut cut = encode_one(data_center("dc1")).unwrap();
    cut.pop();
    for payload in [
        vec![],
        b"DIDL\0\0".to_vec(),
        encode_one("text").unwrap(),
        cut,
    ] {
        let answer = unchanged(&suite, || suite.sns_submit(payload.clone()));
        assert!(answer.is_err(), "{answer:?}");
        // An SNS that did not ask first.
        let call = || {
            suite
                .pic
                .update_call(suite.governance, suite.sns, "execute", payload.clone())
        };
        let refused = unchanged(&suite, call).unwrap_err();
        assert_eq!(refused.reject_code, RejectCode::CanisterError, "{refused}");
    }
    assert_eq!(suite.journal(), []);
}

#[test]
fn should_tell_the_sns_what_failed() {
    let suite = Suite::default();
    let payload = encode_one(data_center("dc1")).unwrap();
    let Submitted { id, rendering } = suite.sns_submit(payload.clone()).unwrap();
    assert!(rendering.contains("dc1"), "{rendering}");
    assert_eq!(suite.by_sns(&data_center("dc1")), Progress::Executed);
    let refused = unchanged(&suite, || suite.sns_submit(payload)).unwrap_err();
    assert!(refused.contains("DataCenterAlreadyExists"), "{refused}");

    let registry = suite.registry_root();
    match suite.sns_adopt(id) {
        Progress::Failed(text) => {
            assert!(text.contains("Failed: journal entry 1"), "{text}");
            assert!(text.contains("DataCenterAlreadyExists"), "{text}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(suite.registry_root(), registry);
    let last = suite.journal().pop().unwrap();
    assert_eq!((last.source, last.source_id), (Source::Sns, 2));
    let reason = failure(&last.outcome);
    assert!(reason.contains("DataCenterAlreadyExists"), "{reason}");
    assert_true_records(&suite);
}

#[test]
fn should_refuse_the_sns_while_it_is_no_source() {
    let suite = Suite::default();
    switch(&suite, Sources { sns: false, ..ALL });
    let answer = unchanged(&suite, || suite.by_sns(&data_center("dc1")));
    match answer {
        Progress::Failed(text) => assert!(text.contains("SourceOff"), "{text}"),
        other => panic!("{other:?}"),
    }
    assert_true_records(&suite);
}

#[test]
fn should_cancel_an_upgrade_whose_argument_was_used() {
    let suite = Suite::default();
    suite.by_upgrade(7, &[data_center("dc1")]).unwrap();
    suite.until("the batch", || {
        (suite.journal().pop()?.outcome == Outcome::Executed).then_some(())
    });
    for commands in [[data_center("dc1")], [data_center("dc2")]] {
        let refused = unchanged(&suite, || suite.by_upgrade(7, &commands)).unwrap_err();
        let text = refused.reject_message;
        assert!(text.contains("BatchUsed: upgrade batch 7"), "{text}");
    }
    assert_eq!(suite.journal().len(), 1);
    // Another number is another batch; the code that stayed works on.
    suite.by_upgrade(6, &[data_center("dc2")]).unwrap();
    suite.until("the batch", || {
        let last = suite.journal().pop()?;
        (last.source_id == 6 && last.outcome == Outcome::Executed).then_some(())
    });
    assert_true_records(&suite);
}

#[test]
fn should_cancel_an_upgrade_with_a_bad_argument() {
    let suite = Suite::default();
    let init = InstallArgs::Init(InitArgs {
        canisters: Canisters {
            registry: Caller(suite.registry),
            identity: None,
            audits: None,
            rewards: None,
        },
        neurons: vec![],
        sources: None,
        sns_governance: None,
        nns_governance: None,
        voting: None,
    });
    let upgrade = |arg| suite.upgrade(canisters::governance(), arg);
    let refused = unchanged(&suite, || upgrade(instance::encoded((init,)))).unwrap_err();
    let text = refused.reject_message;
    assert!(text.contains("UpgradeArgsExpected"), "{text}");
    let refused = unchanged(&suite, || upgrade(b"no Candid".to_vec())).unwrap_err();
    let text = refused.reject_message;
    assert!(text.contains("UpgradeArgsExpected"), "{text}");
    let many = vec![data_center("dc1"); 17];
    for (commands, name) in [(&[][..], "BatchEmpty"), (&many, "BatchTooLong")] {
        let refused = unchanged(&suite, || suite.by_upgrade(1, commands)).unwrap_err();
        let text = refused.reject_message;
        assert!(text.contains(name), "{name}: {text}");
    }
    assert_eq!(suite.journal(), []);
}

#[test]
fn should_cancel_an_upgrade_with_commands_while_it_is_no_source() {
    let suite = Suite::default();
    let off = Sources {
        upgrade: false,
        ..ALL
    };
    switch(&suite, off);
    let refused = unchanged(&suite, || suite.by_upgrade(1, &[data_center("dc1")])).unwrap_err();
    let text = refused.reject_message;
    assert!(text.contains("SourceOff"), "{text}");
    // Without commands it is an upgrade like any other.
    unchanged(&suite, || suite.upgrade(canisters::governance(), vec![])).unwrap();
    let turned = suite.by_council(&Command::SetSources(ALL));
    assert_eq!(turned.failure_reason, None);
    assert_true_records(&suite);
}
