//! Penalties that are only computed, and those that are switched off.

use super::{
    EARNED, PROVIDERS, TENTH, TENTH_PPB, adopt, assert_conserved, assert_refused, assert_told,
    begin, begin_with, locked, offence, provider, reporter, unchanged,
};
use bonafide_test_support::{Plan, Suite, actors, rewards};
use bonafide_types::governance::Command;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    CaseState, Enforcement, Mode, RewardsError, RewardsPolicy, SetRewardsPolicyArgs, Windows,
};

fn mode(mode: Mode) -> RewardsPolicy {
    RewardsPolicy {
        mode,
        ..rewards::policy()
    }
}

fn set(policy: RewardsPolicy) -> Command {
    Command::SetRewardsPolicy(SetRewardsPolicyArgs { policy })
}

fn begin_in(wanted: Mode) -> Suite {
    begin_with(&Plan {
        rewards_policy: Some(mode(wanted)),
        ..Plan::default()
    })
}

/// What a canister begins with that is told nothing: everything is computed, and nothing moves.
#[test]
fn should_move_nothing_where_penalties_are_only_logged() {
    let suite = begin_in(Mode::LogOnly);
    let rewards = suite.rewarding();
    let before = rewards.books();
    let id = suite.open_case(offence(&suite, provider(), 1));
    let freeze = rewards::freezing(&rewards.case(id), None);
    assert_told(&suite, &freeze, &["10 % of the 6 ICP", "LogOnly"]);
    adopt(&suite, &freeze);
    let case = rewards.case(id);
    let judgement = case.judgement.unwrap();
    assert_eq!((judgement.ppb, judgement.cap_e8s), (TENTH_PPB, TENTH));
    assert_eq!(
        (judgement.enforcement, judgement.mode),
        (Enforcement::Escrow, Mode::LogOnly)
    );
    assert_eq!(case.effects, []);
    assert_eq!(locked(&suite, provider()), 0);

    suite.ripen();
    let case = rewards.execute_case(actors::stranger(), id).unwrap();
    let nothing = matches!(
        case.state,
        CaseState::Executed {
            taken_e8s: 0,
            bounty_e8s: 0,
            ..
        }
    );
    assert!(nothing, "{case:?}");
    assert_eq!(case.effects, []);
    rewards.tasks();
    assert_eq!(rewards.books(), before);
    assert_eq!(rewards.ledger().balance(reporter()), 0);
    assert_eq!(rewards.multipliers().penalties, []);
    assert_eq!(rewards.case_payloads(id), []);

    // The next statement carries nothing of it either.
    let period = suite.close_days(PROVIDERS, 1);
    let statement = rewards.statement(period, provider()).unwrap();
    assert_eq!(statement.penalties, []);
    let amounts = statement.amounts.unwrap();
    assert_eq!(amounts.gross_e8s, amounts.kept_e8s);
    // All of the lot leaves.
    rewards.pass_until(rewards.lot(0).due_at_ns);
    rewards.tasks();
    rewards.tasks();
    assert_eq!(rewards.books().released_e8s, EARNED);
    assert_conserved(&suite);
}

#[test]
fn should_freeze_nothing_while_penalties_are_off() {
    let suite = begin_in(Mode::Disabled);
    let rewards = suite.rewarding();
    let id = suite.open_case(offence(&suite, provider(), 1));
    let freeze = rewards::freezing(&rewards.case(id), None);
    assert_refused(&suite, &freeze, "ModeForbids");
    adopt(&suite, &set(mode(Mode::Enabled)));
    adopt(&suite, &freeze);
    assert_eq!(locked(&suite, provider()), TENTH);
}

/// A vote that ends enforcement holds for cases that were frozen to be enforced.
#[test]
fn should_not_execute_what_was_to_be_enforced_when_nothing_is_any_more() {
    let suite = begin();
    let rewards = suite.rewarding();
    let id = suite.open_case(offence(&suite, provider(), 1));
    suite.freeze_case(id, None);
    suite.ripen();
    for wanted in [Mode::LogOnly, Mode::Disabled] {
        adopt(&suite, &set(mode(wanted)));
        let said = unchanged(&suite, || rewards.execute_case(actors::stranger(), id));
        assert_eq!(said, RewardsError::ModeForbids { mode: wanted });
    }
    adopt(&suite, &set(mode(Mode::Enabled)));
    rewards.execute_case(actors::stranger(), id).unwrap();
    assert_eq!(rewards.books().taken_e8s, TENTH);
    rewards.rounds();
    assert_conserved(&suite);
}

/// Numbers that do not fit each other are refused, never moved to the next that would.
#[test]
fn should_refuse_numbers_that_do_not_fit_each_other() {
    let suite = begin();
    let windows = Windows::default();
    let with = |windows: Windows| {
        set(RewardsPolicy {
            windows,
            ..rewards::policy()
        })
    };
    // Notice, appeals and execution last 31 days, and so must the holdback.
    for (spoilt, name) in [
        (
            Windows {
                appeal_days: 13,
                ..windows
            },
            "WindowsDoNotFit",
        ),
        (
            Windows {
                escrow_holdback_days: 30,
                ..windows
            },
            "WindowsDoNotFit",
        ),
        (
            Windows {
                evidence_age_days: 91,
                ..windows
            },
            "WindowsDoNotFit",
        ),
        (
            Windows {
                offboarded_liability_days: 89,
                ..windows
            },
            "WindowsDoNotFit",
        ),
    ] {
        assert_refused(&suite, &with(spoilt), name);
    }
    let dear = RewardsPolicy {
        bounty_bps: 5_001,
        ..rewards::policy()
    };
    assert_refused(&suite, &set(dear), "OutOfRange");
    assert_refused(&suite, &set(rewards::policy()), "NothingToChange");
    let least = Windows {
        escrow_holdback_days: 31,
        ..windows
    };
    adopt(&suite, &with(least));
    assert_eq!(suite.rewarding().policy_in_force().windows, least);
    // What came in before keeps its time.
    let lot = suite.rewarding().lot(0);
    assert_eq!(lot.due_at_ns - lot.deposited_at_ns, 60 * DAY_NS);
}
