//! Commands to the rewards canister as the verbs make them, and its certified answers.

use super::{NOWHERE, PROVIDER, bonafide, failure, stdout};
use bonafide_client::verify::testing::TestNetwork;
use bonafide_policy::command;
use bonafide_types::{
    governance::Command,
    id::{Blob, Caller, Sha256Hash},
    rewards::{
        AdoptPeriodArgs, Books, CancelCaseArgs, CancelPeriodArgs, Engine, Grant, GrantPurpose,
        Inputs, LedgerAccount, Mode, NodeRewardRate, PayFromTreasuryArgs, PenaltyTable,
        ReduceCaseArgs, RefundCaseArgs, RejectAppealArgs, RewardsPolicy, SetRewardsPolicyArgs,
        SettleRewardsTransferArgs, UpdateNodeRewardsTableArgs, Windows, table,
    },
};
use candid::Principal;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{path::Path, time::SystemTime};
use tempfile::TempDir;

const REWARDS: &str = "rrkah-fqaaa-aaaaa-aaaaq-cai";

fn directory() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The command that a verb makes, as an SNS proposal would carry it. Nothing listens.
pub(super) fn made(directory: &Path, verb: &[&str]) -> Command {
    let global = ["--json", "--network", NOWHERE];
    let args = [&global[..], verb, &["--sns-payload"]].concat();
    let shown = stdout(&bonafide(directory, &args));
    let payload = hex::decode(shown["sns_payload"].as_str().unwrap()).unwrap();
    command::from_candid(&payload).unwrap()
}

/// The kind of the error with which a verb exits with 2.
pub(super) fn refused(directory: &Path, verb: &[&str]) -> Value {
    let global = ["--json", "--network", NOWHERE];
    let args = [&global[..], verb, &["--candid"]].concat();
    let (code, error) = failure(&bonafide(directory, &args));
    assert_eq!(code, Some(2), "{verb:?}: {error}");
    error["kind"].clone()
}

fn policy() -> RewardsPolicy {
    RewardsPolicy {
        mode: Mode::LogOnly,
        windows: Windows::default(),
        penalties: PenaltyTable::default(),
        bounty_bps: 500,
        minimum_xdr_permyriad_per_icp: 10_000,
        maximum_provider_e8s: 100_000_000_000_000,
    }
}

#[test]
fn should_make_the_commands_of_rates() {
    let directory = directory();
    let update = [
        "rates",
        "update",
        "--file",
        "rates.json",
        "--from-day",
        "2025-01-02",
    ];
    let write = |text: &str| std::fs::write(directory.path().join("rates.json"), text).unwrap();
    write(
        r#"[{"region": "Europe,CH", "reward_type": "type3.1",
             "xdr_permyriad_per_node_per_month": 17480000, "reward_coefficient_percent": 70},
            {"region": "Europe", "reward_type": "type1", "xdr_permyriad_per_node_per_month": 0}]"#,
    );
    let rate = |region: &str, reward_type: &str, monthly, percent| NodeRewardRate {
        region: region.into(),
        reward_type: reward_type.into(),
        xdr_permyriad_per_node_per_month: monthly,
        reward_coefficient_percent: percent,
    };
    let expected = UpdateNodeRewardsTableArgs {
        effective_from_day: 20_090,
        new_entries: vec![
            rate("Europe,CH", "type3.1", 17_480_000, Some(70)),
            rate("Europe", "type1", 0, None),
        ],
    };
    assert_eq!(
        made(directory.path(), &update),
        Command::UpdateNodeRewardsTable(expected)
    );
    write(r#"[{"region": "Europe", "type": "type1", "xdr_permyriad_per_node_per_month": 0}]"#);
    assert_eq!(refused(directory.path(), &update), "File");
    let no_day = [&update[..5], &["2025-02-30"]].concat();
    assert_eq!(refused(directory.path(), &no_day), "Usage");
}

#[test]
fn should_set_a_policy_from_a_file_and_options() {
    let directory = directory();
    let text = serde_json::to_string(&policy()).unwrap();
    std::fs::write(directory.path().join("policy.json"), text).unwrap();
    let set = ["rewards-policy", "set", "--file", "policy.json"];
    let unchanged = SetRewardsPolicyArgs { policy: policy() };
    assert_eq!(
        made(directory.path(), &set),
        Command::SetRewardsPolicy(unchanged)
    );
    let options = [
        "--mode",
        "enabled",
        "--appeal-days",
        "21",
        "--escrow-holdback-days",
        "70",
        "--penalty",
        "late-update=200",
        "--penalty",
        "node-absent=0",
        "--bounty-bps",
        "0",
        "--maximum-provider-e8s",
        "9",
    ];
    let expected = RewardsPolicy {
        mode: Mode::Enabled,
        windows: Windows {
            appeal_days: 21,
            escrow_holdback_days: 70,
            ..Windows::default()
        },
        penalties: PenaltyTable {
            late_update_bps: 200,
            node_absent_bps: 0,
            ..PenaltyTable::default()
        },
        bounty_bps: 0,
        maximum_provider_e8s: 9,
        ..policy()
    };
    assert_eq!(
        made(directory.path(), &[&set[..], &options].concat()),
        Command::SetRewardsPolicy(SetRewardsPolicyArgs { policy: expected })
    );
    for wrong in [["--penalty", "score=5"], ["--mode", "on"]] {
        let kind = refused(directory.path(), &[&set[..], &wrong].concat());
        assert_eq!(kind, "Usage", "{wrong:?}");
    }
}

#[test]
fn should_adopt_a_period_with_the_hashes_of_its_facts() {
    let directory = directory();
    let period = |engine: &str, to_day: &str| {
        let words = [
            "period adopt --from-day 2025-01-01 --to-day",
            to_day,
            "--xdr-permyriad-per-icp 41000 --rate-source s --engine",
            engine,
        ];
        words.join(" ")
    };
    let adopt = |text: &str, inputs: &[&str]| {
        let words: Vec<_> = text.split(' ').chain(inputs.iter().copied()).collect();
        made(directory.path(), &words)
    };
    let expected = |engine, to_day, inputs| {
        Command::AdoptPeriod(AdoptPeriodArgs {
            from_day: 20_089,
            to_day,
            engine,
            xdr_permyriad_per_icp: 41_000,
            rate_source: "s".into(),
            inputs,
        })
    };
    let hash = |bytes: &[u8]| Sha256Hash(Sha256::digest(bytes).into());
    for (slice, bytes) in ["one", "two"].iter().enumerate() {
        let path = directory.path().join(format!("slice-{slice:03}.cbor"));
        std::fs::write(path, bytes).unwrap();
    }
    let (one, two) = (hash(b"one"), hash(b"two"));
    let days = Inputs::Days(vec![one, two]);
    let two_days = period("v1", "2025-01-02");
    assert_eq!(
        adopt(&two_days, &["--dir", "."]),
        expected(Engine::V1, 20_090, days.clone())
    );
    let (first, second) = (one.to_string(), two.to_string());
    assert_eq!(
        adopt(&two_days, &["--hash", &first, "--hash", &second]),
        expected(Engine::V1, 20_090, days)
    );
    assert_eq!(
        adopt(&two_days, &["--collected"]),
        expected(Engine::V1, 20_090, Inputs::Collected)
    );
    assert_eq!(
        adopt(&period("v0", "2025-01-31"), &["--dir", "."]),
        expected(Engine::V0, 20_119, Inputs::Operators(one))
    );

    let three_days = period("v1", "2025-01-03");
    let backwards = period("v1", "2024-12-31");
    for (text, inputs, kind) in [
        (&two_days, &[][..], "Usage"),
        (&two_days, &["--collected", "--dir", "."], "Usage"),
        (&two_days, &["--hash", &first], "Usage"),
        (&three_days, &["--dir", "."], "File"),
        (&backwards, &["--dir", "."], "Usage"),
    ] {
        let words: Vec<_> = text.split(' ').chain(inputs.iter().copied()).collect();
        assert_eq!(refused(directory.path(), &words), kind, "{words:?}");
    }
}

#[test]
fn should_make_the_other_commands_of_periods_and_cases() {
    let directory = directory();
    let reason = || String::from("r");
    for (verb, expected) in [
        (
            &["period", "cancel", "3"][..],
            Command::CancelPeriod(CancelPeriodArgs {
                period_id: 3,
                reason: reason(),
            }),
        ),
        (
            &["case", "reduce", "4", "--ppb", "7"],
            Command::ReduceCase(ReduceCaseArgs {
                case_id: 4,
                ppb: 7,
                reason: reason(),
            }),
        ),
        (
            &["case", "reject-appeal", "4"],
            Command::RejectAppeal(RejectAppealArgs {
                case_id: 4,
                reason: reason(),
            }),
        ),
        (
            &["case", "cancel", "4"],
            Command::CancelCase(CancelCaseArgs {
                case_id: 4,
                reason: reason(),
            }),
        ),
        (
            &["case", "refund", "4"],
            Command::RefundCase(RefundCaseArgs {
                case_id: 4,
                reason: reason(),
            }),
        ),
    ] {
        let with_reason = [verb, &["--reason", "r"]].concat();
        assert_eq!(made(directory.path(), &with_reason), expected);
        assert_eq!(refused(directory.path(), verb), "Usage", "{verb:?}");
    }
}

#[test]
fn should_pay_by_options_or_by_a_file() {
    let directory = directory();
    let subaccount = "ab".repeat(32);
    let to = |subaccount: Option<Blob>| LedgerAccount {
        owner: Caller(Principal::from_text(PROVIDER).unwrap()),
        subaccount,
    };
    let bytes = Blob(vec![0xab; 32]);
    let pay = "rewards-treasury pay --amount-e8s 9 --purpose other --memo m";
    let pay: Vec<_> = pay.split(' ').collect();
    let payee = ["--to", PROVIDER, "--subaccount", &subaccount];
    let grant = Grant {
        purpose: GrantPurpose::Other,
        to: to(Some(bytes.clone())),
        amount_e8s: 9,
        memo: "m".into(),
    };
    assert_eq!(
        made(directory.path(), &[&pay[..], &payee].concat()),
        Command::PayFromTreasury(PayFromTreasuryArgs {
            grants: vec![grant.clone()]
        })
    );

    let write = |payments: &Value| {
        let path = directory.path().join("payments.json");
        std::fs::write(path, payments.to_string()).unwrap();
    };
    let payment = |subaccount: Option<&str>| {
        json!({
            "purpose": "Other",
            "owner": PROVIDER,
            "subaccount": subaccount,
            "amount_e8s": 9,
            "memo": "m",
        })
    };
    let by_file = ["rewards-treasury", "pay", "--file", "payments.json"];
    write(&json!([payment(Some(&subaccount)), payment(None)]));
    let to_default = Grant {
        to: to(None),
        ..grant.clone()
    };
    assert_eq!(
        made(directory.path(), &by_file),
        Command::PayFromTreasury(PayFromTreasuryArgs {
            grants: vec![grant, to_default]
        })
    );
    write(&json!([payment(Some("ab"))]));
    assert_eq!(refused(directory.path(), &by_file), "File");

    for verb in [
        &pay[..],
        &pay[..2],
        &[&pay[..], &["--subaccount", &subaccount]].concat(),
        &[&pay[..], &["--to", PROVIDER, "--to-audits"]].concat(),
        &[&by_file[..], &["--memo", "m"]].concat(),
    ] {
        assert_eq!(refused(directory.path(), verb), "Usage", "{verb:?}");
    }
}

#[test]
fn should_settle_transfers_one_way_or_the_other() {
    let directory = directory();
    let settle = "rewards-treasury settle-transfer 7 --evidence e";
    let settle: Vec<_> = settle.split(' ').collect();
    for (outcome, block) in [
        (&["--made-in-block", "12"][..], Some(12)),
        (&["--not-made"], None),
    ] {
        let expected = SettleRewardsTransferArgs {
            transfer_id: 7,
            block,
            evidence: "e".into(),
        };
        assert_eq!(
            made(directory.path(), &[&settle[..], outcome].concat()),
            Command::SettleRewardsTransfer(expected)
        );
    }
    for outcome in [&[][..], &["--made-in-block", "12", "--not-made"]] {
        let verb = [&settle[..], outcome].concat();
        assert_eq!(refused(directory.path(), &verb), "Usage");
    }
}

#[test]
fn should_verify_answers_of_rewards_by_its_own_tables() {
    let canister = Principal::from_text(REWARDS).unwrap();
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let mut network = TestNetwork::new(canister, u64::try_from(now.as_nanos()).unwrap());
    let books = Books {
        deposited_e8s: 7,
        treasury_e8s: 7,
        ..Books::default()
    };
    network.put(table::BOOKS, b"books", &minicbor::to_vec(books).unwrap());
    let answer = network.rows(&[(table::BOOKS, &b"books"[..])]);
    let rows: Vec<_> = answer
        .rows
        .iter()
        .map(|row| {
            json!({
                "table": row.table,
                "key": hex::encode(&row.key),
                "row": row.row.as_ref().map(hex::encode),
            })
        })
        .collect();
    let saved = json!({
        "canister": canister,
        "rows": rows,
        "certificate": hex::encode(&answer.certificate),
        "witness": hex::encode(&answer.witness),
    });
    let directory = directory();
    std::fs::write(directory.path().join("answer.json"), saved.to_string()).unwrap();
    let key = hex::encode(network.root_key());
    let global = ["--json", "--network", NOWHERE, "--root-key", &key];
    let rest = [
        "--rewards-canister",
        REWARDS,
        "verify",
        "answer",
        "answer.json",
    ];
    let shown = stdout(&bonafide(directory.path(), &[&global[..], &rest].concat()));
    assert_eq!(shown["of"], "rewards");
    assert_eq!(shown["rows"][0]["record"]["treasury_e8s"], 7);
}
