//! Cases on their way, and periods of larger networks, for the tests of commands about cases.

use crate::commands::testing::{
    FEE, GOVERNANCE, World, charge, node_id, operator_id, provider_id, subnet_id,
};
use crate::commands::{
    advance_cases, appeal_case, cancel_case, compute_period, execute_case, freeze_case, open_case,
    reduce_case, refund_case, reject_appeal,
};
use crate::state::Event;
use bonafide_kit::cbor;
use bonafide_kit::transfer::opened;
use bonafide_types::id::{Blob, Caller, Sha256Hash};
use bonafide_types::limits::{DAY_NS, UNSETTLED_TRANSFERS};
use bonafide_types::rewards::{
    AppealCaseArgs, CancelCaseArgs, Case, CaseState, Charge, DayFacts, Engine, FreezeCaseArgs,
    Inputs, Judgement, LedgerAccount, Lot, MetricsFact, Mode, NodeFact, OpenCaseArgs,
    OperatorFacts, PenaltyClass, Period, PeriodState, ProviderFact, ReduceCaseArgs, RefundCaseArgs,
    RejectAppealArgs, RewardsError, RewardsPolicy, SubnetFact, TransferKind,
};
use candid::Principal;
use sha2::{Digest, Sha256};

pub(crate) const ICP: u64 = 100_000_000;
/// A tenth, which a false declaration costs at least.
pub(crate) const TENTH: u32 = 100_000_000;

/// A false declaration of provider `n` in a subnet of which no facts tell: it costs a tenth.
pub(crate) fn lone(n: u8) -> Charge {
    Charge {
        subnet: Some(subnet_id(9)),
        ..charge(n)
    }
}

/// The same on other evidence.
pub(crate) fn on(evidence: u8, charge: Charge) -> Charge {
    Charge {
        evidence_hash: Sha256Hash([evidence; 32]),
        ..charge
    }
}

pub(crate) fn report(world: &mut World, charge: Charge) -> Result<u64, RewardsError> {
    let args = OpenCaseArgs { charge };
    world.execute(GOVERNANCE, |state, ctx| open_case::decide(state, args, ctx))
}

pub(crate) fn freeze(
    world: &mut World,
    case_id: u64,
    at_most_ppb: Option<u32>,
) -> Result<(), RewardsError> {
    let evidence_hash = case(world, case_id).charge.evidence_hash;
    let args = FreezeCaseArgs {
        case_id,
        evidence_hash,
        at_most_ppb,
        reason: "an example".into(),
    };
    world.execute(GOVERNANCE, |state, ctx| {
        freeze_case::decide(state, args, ctx)
    })
}

pub(crate) fn reported(world: &mut World, charge: Charge) -> u64 {
    report(world, charge).expect("reported")
}

pub(crate) fn frozen(world: &mut World, charge: Charge) -> u64 {
    let id = reported(world, charge);
    freeze(world, id, None).expect("frozen");
    id
}

/// Its time for appeals begins now.
pub(crate) fn in_appeals(world: &mut World, charge: Charge) -> u64 {
    let id = frozen(world, charge);
    world.pass_days(3);
    advance(world);
    id
}

/// Its time for appeals is over now.
pub(crate) fn executable(world: &mut World, charge: Charge) -> u64 {
    let id = in_appeals(world, charge);
    world.pass_days(14);
    advance(world);
    id
}

pub(crate) fn executed(world: &mut World, charge: Charge) -> u64 {
    let id = executable(world, charge);
    execute(world, id).expect("executed");
    id
}

pub(crate) fn execute(world: &mut World, case_id: u64) -> Result<Case, RewardsError> {
    let anyone = Principal::from_slice(&[99]);
    world.execute(anyone, |state, ctx| {
        execute_case::decide(state, case_id, ctx)
    })
}

pub(crate) fn appeal(world: &mut World, case_id: u64) -> Result<Case, RewardsError> {
    let provider = case(world, case_id).charge.provider;
    let grounds = "an example".into();
    let args = AppealCaseArgs { case_id, grounds };
    world.execute(provider.0, |state, ctx| {
        appeal_case::decide(state, args, ctx)
    })
}

pub(crate) fn reject(world: &mut World, case_id: u64) -> Result<(), RewardsError> {
    let reason = "an example".into();
    let args = RejectAppealArgs { case_id, reason };
    world.execute(GOVERNANCE, |state, ctx| {
        reject_appeal::decide(state, args, ctx)
    })
}

pub(crate) fn reduce(world: &mut World, case_id: u64, ppb: u32) -> Result<(), RewardsError> {
    let args = ReduceCaseArgs {
        case_id,
        ppb,
        reason: "an example".into(),
    };
    world.execute(GOVERNANCE, |state, ctx| {
        reduce_case::decide(state, args, ctx)
    })
}

pub(crate) fn cancel(world: &mut World, case_id: u64) -> Result<(), RewardsError> {
    let reason = "an example".into();
    let args = CancelCaseArgs { case_id, reason };
    world.execute(GOVERNANCE, |state, ctx| {
        cancel_case::decide(state, args, ctx)
    })
}

pub(crate) fn refund(world: &mut World, case_id: u64) -> Result<(), RewardsError> {
    let reason = "an example".into();
    let args = RefundCaseArgs { case_id, reason };
    world.execute(GOVERNANCE, |state, ctx| {
        refund_case::decide(state, args, ctx)
    })
}

/// Runs the task until nothing is due.
pub(crate) fn advance(world: &mut World) {
    loop {
        let events = advance_cases::due(&world.state, world.now_ns);
        if events.is_empty() {
            return;
        }
        world.apply(events);
    }
}

pub(crate) fn case(world: &World, id: u64) -> Case {
    world.state.case(id).expect("the case is there")
}

pub(crate) fn judgement(world: &World, id: u64) -> Judgement {
    let judgement = case(world, id).judgement;
    judgement.expect("the case is judged")
}

/// A world with a case of provider 1, whose rewards of 6 ICP are in escrow, in a state by its
/// place in the course: from `Reported`, 0, over `Executable`, 4, to `Executed`, `Cancelled`,
/// `Expired` and `Refunded`, 8.
pub(crate) fn in_state(place: usize) -> (World, u64) {
    let mut world = World::closed();
    world.join(1);
    world.lot(1, 6 * ICP);
    let charge = lone(1);
    let id = match place {
        0 => reported(&mut world, charge),
        1 => {
            let case_id = reported(&mut world, charge);
            let state = CaseState::Proposed { proposal_id: 7 };
            world.apply([Event::CaseProposed { case_id, state }]);
            case_id
        }
        2 | 6 => frozen(&mut world, charge),
        3 => in_appeals(&mut world, charge),
        4 | 7 => executable(&mut world, charge),
        5 | 8 => executed(&mut world, charge),
        _ => panic!("a case has nine states"),
    };
    match place {
        6 => cancel(&mut world, id).expect("cancelled"),
        7 => {
            world.pass_days(14);
            advance(&mut world);
        }
        8 => refund(&mut world, id).expect("refunded"),
        _ => {}
    }
    (world, id)
}

/// Checks that a command refuses a case in all states but these.
pub(crate) fn assert_only_in(
    allowed: &[usize],
    needed: &str,
    run: impl Fn(&mut World, u64) -> Result<(), RewardsError>,
) {
    for place in 0..9 {
        let (mut world, case_id) = in_state(place);
        let state = case(&world, case_id).state;
        let expected = if allowed.contains(&place) {
            Ok(())
        } else {
            Err(RewardsError::CaseStanding {
                case_id,
                state,
                needed: needed.into(),
            })
        };
        assert_eq!(run(&mut world, case_id), expected, "{state:?}");
    }
}

/// Nothing of a case is left: no effect, and no lock of provider 1.
pub(crate) fn assert_undone(world: &World, case_id: u64) {
    assert_eq!(case(world, case_id).effects, []);
    let locked = |lot: Lot| lot.locked_e8s;
    let locked: u64 = world.state.lots_of(provider_id(1)).map(locked).sum();
    assert_eq!(locked, 0);
    assert_eq!(world.state.account(provider_id(1)).bond_locked_e8s, 0);
}

pub(crate) fn set_policy(world: &mut World, change: impl FnOnce(&mut RewardsPolicy)) {
    let mut policy = world.state.policy();
    change(&mut policy);
    world.apply([Event::PolicySet { policy }]);
}

pub(crate) fn set_mode(world: &mut World, mode: Mode) {
    set_policy(world, |policy| policy.mode = mode);
}

/// As many transfers as there may be are not settled.
pub(crate) fn fill_transfers(world: &mut World) {
    let account = LedgerAccount {
        owner: Caller(provider_id(1).0),
        subaccount: None,
    };
    let now_ns = world.now_ns;
    let ids = world.state.transfers.len()..;
    let free = UNSETTLED_TRANSFERS - world.state.unsettled_transfers.len();
    let transfers = ids.zip(0..free).map(|(id, _)| {
        let kind = TransferKind::BondDeposit;
        let transfer = opened(id, kind, account.clone(), ICP, FEE, now_ns);
        Event::TransferOpened { transfer }
    });
    world.apply(transfers.collect::<Vec<_>>());
}

/// A day of ten providers with four nodes each in subnet 1, of which the first `linked` are one
/// cluster.
pub(crate) fn crowd(day: u32, linked: u8) -> DayFacts {
    let nodes = (0..40).map(|n| NodeFact {
        node: node_id(n),
        provider: u32::from(n / 4),
        operator: u32::from(n / 4),
        region: 0,
        reward_type: 0,
    });
    let metrics = (0..40).map(|n| MetricsFact {
        node: node_id(n),
        proposed: 100,
        failed: 0,
    });
    DayFacts {
        day,
        providers: (1..=10)
            .map(|n| ProviderFact {
                provider: provider_id(n),
                cluster: provider_id(if n <= linked { 1 } else { n }),
            })
            .collect(),
        operators: (1..=10).map(operator_id).collect(),
        regions: vec!["Europe,CH,Zurich".into()],
        reward_types: vec!["type1".into()],
        nodes: nodes.collect(),
        subnets: vec![SubnetFact {
            subnet: subnet_id(1),
            nodes: metrics.collect(),
        }],
    }
}

/// A late update of provider `n` in subnet 1 at the beginning of a day: 1 % at least.
pub(crate) fn late(n: u8, day: u32) -> Charge {
    Charge {
        class: PenaltyClass::LateUpdate,
        subnet: Some(subnet_id(1)),
        offence_at_ns: u64::from(day) * DAY_NS,
        ..charge(n)
    }
}

/// Closes a period of engine v1 of one day, whose roster is seen as well; its number.
pub(crate) fn close_day(world: &mut World, facts: &DayFacts) -> u64 {
    let roster = DayFacts {
        subnets: vec![],
        ..facts.clone()
    };
    world.apply([Event::RosterSeen { roster }]);
    let bytes = cbor::encode(facts);
    let hash = Sha256Hash(Sha256::digest(&bytes).into());
    let days = (facts.day, facts.day);
    close(world, Engine::V1, days, Inputs::Days(vec![hash]), bytes)
}

/// Closes a period of engine v0; its number.
pub(crate) fn close_month(world: &mut World, days: (u32, u32), facts: &OperatorFacts) -> u64 {
    let bytes = cbor::encode(facts);
    let hash = Sha256Hash(Sha256::digest(&bytes).into());
    close(world, Engine::V0, days, Inputs::Operators(hash), bytes)
}

fn close(
    world: &mut World,
    engine: Engine,
    (from_day, to_day): (u32, u32),
    inputs: Inputs,
    bytes: Vec<u8>,
) -> u64 {
    let period = Period {
        id: world.state.periods.len(),
        from_day,
        to_day,
        engine,
        xdr_permyriad_per_icp: 10_000,
        rate_source: "an example".into(),
        inputs,
        penalties: vec![],
        input_hash: None,
        slices: 1,
        totals: None,
        state: PeriodState::AwaitingInputs { supplied: 0 },
    };
    let period_id = period.id;
    world.apply([
        Event::PeriodAdopted { period },
        Event::InputsSupplied {
            period_id,
            slice: 0,
            bytes: Blob(bytes),
        },
    ]);
    while compute_period::is_due(&world.state) {
        let events = compute_period::due(&world.state, world.now_ns);
        world.apply(events);
    }
    period_id
}
