//! What the callers of the rewards canister's stage bring.

use super::super::stage::{Samples, one};
use super::{
    APPEALABLE, APPEALED, CALLERS, CANCELLED, EXECUTED, PROPOSED, PROVIDERS, Place, REDUCIBLE,
    REPORTED, SUBJECT, SUPPLIED, TAKEN_BACK, UNPAID, because, deposit,
};
use bonafide_test_support::actors;
use bonafide_test_support::audits::ICP;
use bonafide_test_support::rewards::{
    adoption, charge, default_account, freezing, packed, policy, rates, small_day,
};
use bonafide_types::certified::{RangeArgs, RowKey};
use bonafide_types::governance::Command;
use bonafide_types::http::HttpRequest;
use bonafide_types::id::Blob;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::*;
use candid::encode_args;
use serde_bytes::ByteBuf;

/// Evidence that no case here rests on.
const EVIDENCE: u8 = 200;

/// One valid command for each governed method; in the order of their names, none stands in the
/// way of another.
fn commands(place: &Place) -> Vec<Command> {
    let rewards = place.rewards();
    let today = rewards.today();
    let period = rewards.period(0);
    let earlier: Vec<_> = (period.from_day - 2..period.from_day)
        .map(|day| small_day(PROVIDERS, day))
        .collect();
    let offence_at_ns = u64::from(period.from_day) * DAY_NS;
    let mut dearer = rates();
    dearer[0].xdr_permyriad_per_node_per_month += 1;
    let grant = Grant {
        purpose: GrantPurpose::Other,
        to: default_account(actors::voter(1)),
        amount_e8s: ICP,
        memo: because(),
    };
    vec![
        Command::AdoptPeriod(adoption(&earlier)),
        Command::CancelCase(CancelCaseArgs {
            case_id: CANCELLED,
            reason: because(),
        }),
        Command::CancelPeriod(CancelPeriodArgs {
            period_id: TAKEN_BACK,
            reason: because(),
        }),
        freezing(&rewards.case(REPORTED), None),
        Command::OpenCase(OpenCaseArgs {
            charge: charge(actors::provider(SUBJECT), EVIDENCE, offence_at_ns),
        }),
        Command::PayFromTreasury(PayFromTreasuryArgs {
            grants: vec![grant],
        }),
        Command::ReduceCase(ReduceCaseArgs {
            case_id: REDUCIBLE,
            ppb: 1,
            reason: because(),
        }),
        Command::RefundCase(RefundCaseArgs {
            case_id: EXECUTED,
            reason: because(),
        }),
        Command::RejectAppeal(RejectAppealArgs {
            case_id: APPEALED,
            reason: because(),
        }),
        Command::SetRewardsPolicy(SetRewardsPolicyArgs {
            policy: RewardsPolicy {
                bounty_bps: 600,
                ..policy()
            },
        }),
        Command::SettleRewardsTransfer(SettleRewardsTransferArgs {
            transfer_id: place.quarantined(),
            block: None,
            evidence: because(),
        }),
        Command::UpdateNodeRewardsTable(UpdateNodeRewardsTableArgs {
            effective_from_day: today,
            new_entries: dearer,
        }),
    ]
}

/// All of them.
pub(super) fn of(place: &Place, supplied: &[DayFacts], proposal_id: u64) -> Samples {
    let governed = commands(place).into_iter().flat_map(|command| {
        let (method, arg) = (command.spec().method, command.encode_args().unwrap());
        [method.to_owned(), format!("validate_{method}")].map(|method| (method, vec![arg.clone()]))
    });
    let single = owners(proposal_id).into_iter().chain(reads(place));
    let mut samples: Samples = single
        .map(|(method, arg)| (method.to_owned(), vec![arg]))
        .chain(governed)
        .collect();
    // Each caller brings facts of another day, executes another case, and has another provider's
    // rewards sent.
    let slices = (0..).zip(supplied).take(CALLERS as usize);
    let slices = slices.map(|(slice, facts)| {
        one(&SupplyInputsArgs {
            period_id: SUPPLIED,
            slice,
            bytes: Blob(packed(facts)),
        })
    });
    samples.insert("supply_inputs".into(), slices.collect());
    let cases = 0..EXECUTED;
    samples.insert("execute_case".into(), cases.map(|id| one(&id)).collect());
    let unpaid = UNPAID..UNPAID + CALLERS;
    let unpaid = unpaid.map(|number| one(&actors::provider(number)));
    samples.insert("release_escrow".into(), unpaid.collect());
    samples
}

/// Arguments of the methods by own key.
fn owners(proposal_id: u64) -> Vec<(&'static str, Vec<u8>)> {
    let nothing = || encode_args(()).unwrap();
    let join = JoinEscrowArgs {
        payout: default_account(actors::voter(2)),
    };
    let respond = RespondToCaseArgs {
        case_id: REPORTED,
        text: because(),
        evidence_hash: None,
    };
    let appeal = AppealCaseArgs {
        case_id: APPEALABLE,
        grounds: because(),
    };
    let note = NoteCaseProposalArgs {
        case_id: PROPOSED,
        proposal_id,
    };
    let unbond = UnbondBondArgs { amount_e8s: ICP };
    vec![
        ("join_escrow", one(&join)),
        ("leave_escrow", nothing()),
        ("collect_escrow", one(&actors::provider(UNPAID))),
        ("deposit_bond", one(&deposit())),
        ("unbond_bond", one(&unbond)),
        ("withdraw_bond", nothing()),
        ("collect_treasury", nothing()),
        ("respond_to_case", one(&respond)),
        ("appeal_case", one(&appeal)),
        ("note_case_proposal", one(&note)),
    ]
}

fn reads(place: &Place) -> Vec<(&'static str, Vec<u8>)> {
    let nothing = || encode_args(()).unwrap();
    let provider = actors::provider(SUBJECT);
    let day = place.rewards().period(0).from_day;
    let page = HttpRequest {
        method: "GET".into(),
        url: "/metrics".into(),
        headers: vec![],
        body: ByteBuf::new(),
        certificate_version: None,
    };
    let range = RangeArgs {
        table: table::CASE.into(),
        after: None,
        limit: 5,
    };
    let row = RowKey {
        table: table::BOOKS.into(),
        key: ByteBuf::from(*b"books"),
    };
    let periods = ListPeriodsArgs {
        after: None,
        limit: None,
    };
    let statements = ListStatementsArgs {
        period_id: Some(0),
        provider: None,
        after: None,
        limit: None,
    };
    let cases = ListCasesArgs {
        provider: None,
        open: None,
        after: None,
        limit: None,
    };
    let lots = ListLotsArgs {
        provider: actors::provider(UNPAID),
        after: None,
        limit: None,
    };
    let transfers = ListTransfersArgs {
        unsettled: None,
        after: None,
        limit: None,
    };
    let statement_day = GetStatementDayArgs {
        period_id: 0,
        provider,
        day,
    };
    vec![
        ("get_period", one(&0_u64)),
        ("list_periods", one(&periods)),
        ("get_facts", encode_args((0_u64, 0_u32)).unwrap()),
        ("list_alerts", one(&ListAlertsArgs { period_id: 0, day })),
        ("get_rewards_table", one(&None::<u32>)),
        ("get_statement", encode_args((0_u64, provider)).unwrap()),
        ("get_statement_day", one(&statement_day)),
        ("list_statements", one(&statements)),
        ("get_tally", encode_args((0_u64, provider)).unwrap()),
        ("get_case", one(&REPORTED)),
        ("list_cases", one(&cases)),
        ("get_case_payloads", one(&REPORTED)),
        ("get_multipliers", nothing()),
        ("get_escrow", one(&provider)),
        ("list_lots", one(&lots)),
        ("get_lot", one(&0_u64)),
        ("get_books", nothing()),
        ("get_transfer", one(&0_u64)),
        ("list_transfers", one(&transfers)),
        ("get_policy", nothing()),
        ("get_config", nothing()),
        ("get_summary", nothing()),
        ("get_events", encode_args((0_u64, 5_u64)).unwrap()),
        ("http_request", one(&page)),
        ("get_rows_certified", one(&vec![row])),
        ("list_rows_certified", one(&range)),
        ("get_tip_certified", nothing()),
    ]
}
