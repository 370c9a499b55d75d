//! The rewards canister's stage.

mod samples;

use super::stage::{Scene, Stage};
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::{ICP, LEDGER_FEE};
use bonafide_test_support::rewards::{
    Rewards, adoption, charge, freezing, network, policy, rates, small_day,
};
use bonafide_test_support::{Plan, Suite, actors, instance};
use bonafide_types::governance::Command;
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::*;
use candid::Principal;
use pocket_ic::PocketIc;

/// Providers of the small network.
const PROVIDERS: u32 = 10;
/// Roles that may call as themselves, one after the other.
const CALLERS: u32 = 4;
/// Whom the cases that somebody answers are about.
const SUBJECT: u32 = 1;
/// Another provider with a bond.
const OTHER: u32 = 2;
/// Who lost a deposit.
const LOST: u32 = 3;
/// Whose case a vote cancels: what is cancelled covers no case of another provider.
const CLEARED: u32 = 4;
/// Providers whose releases failed: from this one on, one for each caller.
const UNPAID: u32 = 5;
/// Cases by what can be done with them. The first ones can be executed, each by another caller.
const EXECUTED: u64 = CALLERS as u64;
const APPEALED: u64 = EXECUTED + 1;
const APPEALABLE: u64 = EXECUTED + 2;
const REDUCIBLE: u64 = EXECUTED + 3;
const CANCELLED: u64 = EXECUTED + 4;
const PROPOSED: u64 = EXECUTED + 5;
const REPORTED: u64 = EXECUTED + 6;
/// The period of the cases; the one that is supplied; the one that is taken back.
const SUPPLIED: u64 = 1;
const TAKEN_BACK: u64 = 2;

/// A suite and what its callers need. Its governance canister is who may, so that a proposal to
/// freeze a case is one.
struct Place {
    suite: Suite,
}

impl Scene for Place {
    fn pic(&self) -> &PocketIc {
        &self.suite.pic
    }

    fn roots(&self) -> Vec<Sha256Hash> {
        let governance = instance::root(self.pic(), self.suite.governance);
        vec![
            self.rewards().root(),
            self.suite.registry_root(),
            governance,
        ]
    }

    /// Whoever collects finds something, and what earlier calls began in the background is over.
    fn ready(&self, method: &str) {
        let rewards = self.rewards();
        rewards.rounds();
        match method {
            "collect_escrow" => rewards.reward(actors::provider(UNPAID), ICP),
            "collect_treasury" => {
                let account = rewards.treasury_account();
                rewards.ledger().mint(account, ICP + LEDGER_FEE);
            }
            _ => {}
        }
    }
}

impl Place {
    fn new() -> Self {
        let suite = Suite::new(&Plan {
            rewards: true,
            rewards_policy: Some(policy()),
            ..Plan::default()
        });
        suite.import("network", network(PROVIDERS));
        suite.know_providers();
        let place = Self { suite };
        place.govern(&Command::UpdateNodeRewardsTable(
            UpdateNodeRewardsTableArgs {
                effective_from_day: 0,
                new_entries: rates(),
            },
        ));
        place
    }

    fn rewards(&self) -> Rewards<'_> {
        self.suite.rewarding()
    }

    fn govern(&self, command: &Command) {
        self.rewards().execute(self.suite.governance, command);
    }

    /// Bonds that are due and rewards that could not be sent, after three months; and a deposit
    /// of which nobody knows what became of it.
    fn put_money_in(&self) {
        let rewards = self.rewards();
        for number in [SUBJECT, OTHER] {
            let provider = actors::provider(number);
            rewards.bond(provider, 5 * ICP);
            rewards.unbond(provider, 2 * ICP);
        }
        for number in UNPAID..UNPAID + CALLERS {
            let provider = actors::provider(number);
            rewards.join(provider);
            rewards.collect(provider, ICP);
        }
        rewards.endow(actors::provider(LOST), ICP);
        rewards.ledger().fail_next(&[FailureMode::Reject]);
        let lost = rewards.deposit_bond(actors::provider(LOST), &deposit());
        let unsettled = matches!(lost, Err(RewardsError::TransferUnsettled { .. }));
        assert!(unsettled, "{lost:?}");
        rewards.pass_days(59);
        for _ in 0..CALLERS {
            rewards.ledger().fail_next(&[FailureMode::GenericError]);
        }
        rewards.pass_days(2);
        rewards.tasks();
        rewards.tasks();
        for number in UNPAID..UNPAID + CALLERS {
            let account = rewards.account(actors::provider(number));
            assert_eq!(account.releasable_e8s, ICP, "provider {number}");
        }
        rewards.pass_days(30);
        rewards.gift(100 * ICP);
    }

    /// A period of some days that are over, before those that other periods here cover.
    fn adopt(&self, days: u32, before: u32) -> Vec<DayFacts> {
        let end = self.rewards().today() - before;
        let slices: Vec<_> = (end - days..end)
            .map(|day| small_day(PROVIDERS, day))
            .collect();
        self.govern(&Command::AdoptPeriod(adoption(&slices)));
        slices
    }

    /// Another case about a provider, in the only closed period.
    fn open(&self, number: u32) -> u64 {
        let rewards = self.rewards();
        let id = rewards.summary().cases;
        let offence_at_ns = u64::from(rewards.period(0).from_day) * DAY_NS;
        let evidence = u8::try_from(id).unwrap();
        let charge = charge(actors::provider(number), evidence, offence_at_ns);
        self.govern(&Command::OpenCase(OpenCaseArgs { charge }));
        id
    }

    fn freeze(&self, id: u64) {
        self.govern(&freezing(&self.rewards().case(id), Some(1_000_000)));
    }

    /// Cases that stand where their names say. All of a provider are about one offence, so that
    /// the first of them locks what they cost together, and that is little.
    fn open_cases(&self) {
        let rewards = self.rewards();
        for id in 0..=EXECUTED {
            assert_eq!(self.open(OTHER), id);
            self.freeze(id);
        }
        rewards.pass_days(3);
        rewards.pass_days(11);
        for (id, number) in [
            (APPEALED, SUBJECT),
            (APPEALABLE, SUBJECT),
            (REDUCIBLE, SUBJECT),
            (CANCELLED, CLEARED),
        ] {
            assert_eq!(self.open(number), id);
            self.freeze(id);
        }
        rewards.pass_days(3);
        // Offenders are counted again for one case of a provider in a run.
        for _ in 0..=EXECUTED {
            rewards.tasks();
        }
        for id in 0..=EXECUTED {
            let state = rewards.case(id).state;
            assert!(matches!(state, CaseState::Executable { .. }), "{state:?}");
        }
        let executed = rewards.execute_case(actors::stranger(), EXECUTED);
        executed.unwrap();
        let appeal = AppealCaseArgs {
            case_id: APPEALED,
            grounds: because(),
        };
        rewards
            .appeal_case(actors::provider(SUBJECT), &appeal)
            .unwrap();
        for id in [PROPOSED, REPORTED] {
            assert_eq!(self.open(SUBJECT), id);
        }
    }

    /// A proposal in vote that would freeze a case.
    fn propose(&self) -> u64 {
        let freeze = freezing(&self.rewards().case(PROPOSED), None);
        self.suite.propose(1, &freeze)
    }

    /// The number of the transfer that is in quarantine.
    fn quarantined(&self) -> u64 {
        let args = ListTransfersArgs {
            unsettled: Some(true),
            after: None,
            limit: None,
        };
        let page = self.rewards().list_transfers(&args);
        let [transfer] = page.transfers.as_slice() else {
            panic!("{page:?}")
        };
        assert!(matches!(transfer.state, TransferState::Quarantined { .. }));
        transfer.id
    }
}

fn because() -> String {
    "An example.".into()
}

fn deposit() -> DepositBondArgs {
    DepositBondArgs {
        from_subaccount: None,
        amount_e8s: ICP,
    }
}

/// Both providers have a bond that is due, and tokens for more.
pub(super) fn stage() -> Stage {
    let place = Place::new();
    place.put_money_in();
    let closed = place.adopt(3, 0);
    place.rewards().supply(0, &closed);
    place.rewards().closed(0);
    place.open_cases();
    let supplied = place.adopt(CALLERS + 1, 0);
    place.adopt(1, CALLERS + 1);
    let [subject, other]: [ProviderId; 2] = [SUBJECT, OTHER].map(actors::provider);
    for provider in [subject, other] {
        place.rewards().endow(provider, ICP);
    }
    // No task runs from here on.
    let proposal_id = place.propose();
    Stage {
        canister: place.suite.rewards,
        callers: [
            ("governance", place.suite.governance),
            ("subject", subject.0),
            ("provider", other.0),
            ("anyone authenticated", actors::stranger()),
            ("anonymous", Principal::anonymous()),
        ]
        .into(),
        samples: samples::of(&place, &supplied, proposal_id),
        scene: Box::new(place),
    }
}
