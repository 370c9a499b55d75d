use super::*;

type Change = fn(&mut AuditPolicy);

fn changed(change: Change) -> Result<(), AuditError> {
    let mut policy = default_policy();
    change(&mut policy);
    check(&policy)
}

#[test]
fn should_begin_with_what_fits() {
    let policy = default_policy();
    assert_eq!(check(&policy), Ok(()));
    let subnets = &policy.critical_subnets;
    assert_eq!(subnets.len(), 4);
    assert_eq!(subnets[0].criticality, Criticality::Nns);
    assert_eq!(subnets[0].subnet.0.to_text(), NNS);
}

#[test]
fn should_take_the_ends_of_each_range_and_nothing_beyond() {
    let out_of_range: [(&str, Change); 18] = [
        ("lock_fees", |policy| policy.lock_fees = 0),
        ("lock_fees", |policy| policy.lock_fees = 1_001),
        ("application_stake_e8s", |policy| {
            policy.application_stake_e8s = DEPOSIT_E8S - 1;
        }),
        ("application_stake_e8s", |policy| {
            policy.application_stake_e8s = AMOUNT_E8S + 1;
        }),
        ("vanish_bps", |policy| policy.vanish_bps = 10_001),
        ("unbonding_days", |policy| policy.unbonding_days = 0),
        ("unbonding_days", |policy| policy.unbonding_days = 367),
        ("dispute_days", |policy| policy.dispute_days = 0),
        ("dispute_days", |policy| policy.dispute_days = u32::MAX),
        ("appeal_days", |policy| policy.appeal_days = 13),
        ("commit_days", |policy| policy.commit_days = 0),
        ("commit_days", |policy| policy.commit_days = 31),
        ("reveal_days", |policy| policy.reveal_days = 0),
        ("reveal_days", |policy| policy.reveal_days = 31),
        ("overdue_days", |policy| policy.overdue_days = 29),
        ("overdue_days", |policy| policy.overdue_days = 1_462),
        ("consecutive_audits", |policy| policy.consecutive_audits = 0),
        ("consecutive_audits", |policy| {
            policy.consecutive_audits = 11;
        }),
    ];
    for (name, change) in out_of_range {
        assert!(
            matches!(changed(change), Err(AuditError::OutOfRange { field, .. }) if field == name),
            "{name}"
        );
    }
    let ends: [Change; 13] = [
        |policy| policy.lock_fees = 1,
        |policy| policy.lock_fees = 1_000,
        |policy| policy.application_stake_e8s = DEPOSIT_E8S,
        |policy| policy.application_stake_e8s = AMOUNT_E8S,
        |policy| policy.vanish_bps = 0,
        |policy| policy.vanish_bps = 10_000,
        |policy| policy.unbonding_days = 366,
        |policy| policy.commit_days = 30,
        |policy| policy.reveal_days = 30,
        |policy| policy.overdue_days = 30,
        |policy| policy.overdue_days = 1_461,
        |policy| policy.consecutive_audits = 10,
        |policy| policy.critical_subnets.clear(),
    ];
    for (place, change) in ends.into_iter().enumerate() {
        assert_eq!(changed(change), Ok(()), "{place}");
    }
}

#[test]
fn should_keep_stake_until_disputes_are_over() {
    let refused = |change: Change, name: &str| {
        assert!(
            matches!(
                changed(change),
                Err(AuditError::WindowsDoNotFit { field, .. }) if field == name
            ),
            "{name}"
        );
    };
    assert_eq!(changed(|policy| policy.unbonding_days = 31), Ok(()));
    refused(|policy| policy.unbonding_days = 30, "unbonding_days");
    assert_eq!(changed(|policy| policy.dispute_days = 14), Ok(()));
    refused(|policy| policy.dispute_days = 13, "dispute_days");
    assert_eq!(changed(|policy| policy.appeal_days = 30), Ok(()));
    refused(|policy| policy.appeal_days = 31, "dispute_days");
}

#[test]
fn should_take_critical_subnets_once_and_critical_ones_only() {
    let twice = changed(|policy| {
        let first = policy.critical_subnets[0].clone();
        policy.critical_subnets.push(first);
    });
    assert!(matches!(twice, Err(AuditError::DuplicateEntry { .. })));
    let spare = changed(|policy| policy.critical_subnets[0].criticality = Criticality::Spare);
    assert!(matches!(
        spare,
        Err(AuditError::InvalidField { given, .. }) if given == "Spare"
    ));
    let many = changed(|policy| {
        policy.critical_subnets = (0..=64)
            .map(|n| CriticalSubnet {
                subnet: SubnetId(Principal::from_slice(&[n])),
                criticality: Criticality::Critical,
            })
            .collect();
    });
    assert!(matches!(many, Err(AuditError::TooMany { count: 65, .. })));
}
