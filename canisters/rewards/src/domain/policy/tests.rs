use super::*;
use bonafide_policy::penalty::table;
use bonafide_types::audits::FindingClass;

type Change = fn(&mut RewardsPolicy);

fn changed(change: Change) -> Result<(), RewardsError> {
    let mut policy = default_policy();
    change(&mut policy);
    check(&policy)
}

fn out_of_range(field: &str, given: u64, min: u64, max: u64) -> RewardsError {
    RewardsError::OutOfRange {
        field: field.into(),
        given,
        min,
        max,
    }
}

#[test]
fn should_begin_with_what_fits_and_takes_nothing() {
    let policy = default_policy();
    assert_eq!(check(&policy), Ok(()));
    assert_eq!(policy.mode, Mode::LogOnly);
    assert_eq!(policy.penalties.version, 0);
    assert_eq!(policy.bounty_bps, 500);
    assert_eq!(policy.minimum_xdr_permyriad_per_icp, 10_000);
    assert_eq!(policy.maximum_provider_e8s, 1_000_000 * 100_000_000);
}

#[test]
fn should_take_every_mode_and_version() {
    for mode in [Mode::Enabled, Mode::LogOnly, Mode::Disabled] {
        let policy = RewardsPolicy {
            mode,
            ..default_policy()
        };
        assert_eq!(check(&policy), Ok(()));
    }
    assert_eq!(changed(|it| it.penalties.version = u32::MAX), Ok(()));
}

#[test]
fn should_take_the_ends_of_each_range_and_nothing_beyond() {
    let ends: [Change; 10] = [
        |it| it.bounty_bps = 0,
        |it| it.bounty_bps = 5_000,
        |it| it.minimum_xdr_permyriad_per_icp = 1,
        |it| it.minimum_xdr_permyriad_per_icp = 1_000_000_000,
        |it| it.maximum_provider_e8s = 1,
        |it| it.maximum_provider_e8s = AMOUNT_E8S,
        |it| it.penalties.node_absent_bps = 0,
        |it| it.penalties.node_absent_bps = 10_000,
        |it| it.penalties.change_days = 0,
        |it| it.penalties.change_days = 1_461,
    ];
    for (place, change) in ends.into_iter().enumerate() {
        assert_eq!(changed(change), Ok(()), "{place}");
    }
    let beyond: [(Change, RewardsError); 6] = [
        (
            |it| it.bounty_bps = 5_001,
            out_of_range("bounty_bps", 5_001, 0, 5_000),
        ),
        (
            |it| it.minimum_xdr_permyriad_per_icp = 0,
            out_of_range("minimum_xdr_permyriad_per_icp", 0, 1, 1_000_000_000),
        ),
        (
            |it| it.minimum_xdr_permyriad_per_icp = 1_000_000_001,
            out_of_range(
                "minimum_xdr_permyriad_per_icp",
                1_000_000_001,
                1,
                1_000_000_000,
            ),
        ),
        (
            |it| it.maximum_provider_e8s = 0,
            out_of_range("maximum_provider_e8s", 0, 1, AMOUNT_E8S),
        ),
        (
            |it| it.maximum_provider_e8s = AMOUNT_E8S + 1,
            out_of_range("maximum_provider_e8s", AMOUNT_E8S + 1, 1, AMOUNT_E8S),
        ),
        (
            |it| it.penalties.change_days = 1_462,
            out_of_range("penalties.change_days", 1_462, 0, 1_461),
        ),
    ];
    for (change, refusal) in beyond {
        assert_eq!(changed(change), Err(refusal));
    }
}

#[test]
fn should_let_no_class_cost_more_than_the_whole() {
    let changes: [(Change, &str); 9] = [
        (|it| it.penalties.node_absent_bps = 10_001, "node-absent"),
        (
            |it| it.penalties.wrong_location_bps = 10_001,
            "wrong-location",
        ),
        (|it| it.penalties.wrong_owner_bps = 10_001, "wrong-owner"),
        (
            |it| it.penalties.wrong_hardware_bps = 10_001,
            "wrong-hardware",
        ),
        (|it| it.penalties.no_handshake_bps = 10_001, "no-handshake"),
        (
            |it| it.penalties.other_operator_bps = 10_001,
            "other-operator",
        ),
        (
            |it| it.penalties.entry_refused_bps = 10_001,
            "entry-refused",
        ),
        (
            |it| it.penalties.false_declaration_bps = 10_001,
            "false-declaration",
        ),
        (|it| it.penalties.late_update_bps = 10_001, "late-update"),
    ];
    for (change, class) in changes {
        let field = format!("penalties.{class}");
        let refusal = out_of_range(&field, 10_001, 0, 10_000);
        assert_eq!(changed(change), Err(refusal));
        // As the rules that compute with it say.
        let mut policy = default_policy();
        change(&mut policy);
        assert!(table::check(&policy.penalties).is_err(), "{class}");
    }
    let class = PenaltyClass::Found(FindingClass::NodeAbsent);
    assert_eq!(class.name(), "node-absent");
}

#[test]
fn should_bound_every_window() {
    let long: [(Change, &str); 9] = [
        (|it| it.windows.offence_days = 1_462, "offence_days"),
        (|it| it.windows.notice_days = 1_462, "notice_days"),
        (|it| it.windows.appeal_days = 1_462, "appeal_days"),
        (|it| it.windows.decision_days = 1_462, "decision_days"),
        (
            |it| it.windows.execution_grace_days = 1_462,
            "execution_grace_days",
        ),
        (
            |it| it.windows.escrow_holdback_days = 1_462,
            "escrow_holdback_days",
        ),
        (
            |it| it.windows.escrow_horizon_days = 1_462,
            "escrow_horizon_days",
        ),
        (
            |it| it.windows.evidence_age_days = 1_462,
            "evidence_age_days",
        ),
        (
            |it| it.windows.offboarded_liability_days = 1_462,
            "offboarded_liability_days",
        ),
    ];
    for (change, name) in long {
        let field = format!("windows.{name}");
        let refusal = out_of_range(&field, 1_462, 0, 1_461);
        assert_eq!(changed(change), Err(refusal));
    }
    assert_eq!(changed(|it| it.windows.offence_days = 1_461), Ok(()));
    assert_eq!(changed(|it| it.windows.decision_days = 1_461), Ok(()));
    let longest = changed(|it| it.windows.offboarded_liability_days = 1_461);
    assert_eq!(longest, Ok(()));
}

#[test]
fn should_want_windows_that_fit_together() {
    let fits: [Change; 5] = [
        |it| it.windows.notice_days = 1,
        |it| it.windows.decision_days = 14,
        |it| it.windows.escrow_holdback_days = 31,
        |it| it.windows.escrow_horizon_days = 90,
        |it| it.windows.offence_days = 1,
    ];
    for (place, change) in fits.into_iter().enumerate() {
        assert_eq!(changed(change), Ok(()), "{place}");
    }
    let broken: [Change; 8] = [
        |it| it.windows.offence_days = 0,
        |it| it.windows.notice_days = 0,
        |it| it.windows.execution_grace_days = 0,
        |it| it.windows.appeal_days = 13,
        |it| it.windows.decision_days = 13,
        // Notice, appeal and execution last 3 + 14 + 14 days.
        |it| it.windows.escrow_holdback_days = 30,
        |it| it.windows.evidence_age_days = 91,
        |it| it.windows.offboarded_liability_days = 89,
    ];
    for change in broken {
        let mut policy = default_policy();
        change(&mut policy);
        let rule = windows::check(&policy.windows).unwrap_err().to_string();
        let refusal = RewardsError::WindowsDoNotFit { rule };
        assert_eq!(check(&policy), Err(refusal));
    }
}
