//! The audits canister's stage.

mod samples;

use super::stage::{Scene, Stage};
use bonafide_client::ClientError;
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::{
    Audits, ICP, LEDGER_FEE, LOCK, discrepancy, install, network, no_conflicts, policy, terms,
    unable,
};
use bonafide_test_support::engine::{self, Engine};
use bonafide_test_support::{Ledger, World, actors, canisters, instance, run};
use bonafide_types::audits::*;
use bonafide_types::governance::Command;
use bonafide_types::id::{AuditorId, Caller, Sha256Hash};
use candid::Principal;
use pocket_ic::PocketIc;

/// Sites, all of one provider, each with an assignment that is somewhere else on its way.
const SITES: u32 = 6;
/// Assignments by what can be done with them.
const NOTICED: u64 = 0;
const PROPOSED: u64 = 1;
const VISITED: u64 = 2;
const CHALLENGED: u64 = 3;
const COMMITTED: u64 = 4;
const CONCLUDED: u64 = 5;
/// Roles that may call as themselves; each needs a plan of its own to move on.
const CALLERS: u64 = 5;
/// Plans to be fixed, then plans to be drawn, then one to be taken back.
const FIRST_ADOPTED: u64 = 1;
const FIRST_FIXED: u64 = FIRST_ADOPTED + CALLERS;
const CANCELLED: u64 = FIRST_FIXED + CALLERS;

/// A registry and an audits canister that obey one principal, and a ledger.
struct Place {
    world: World,
    canister: Principal,
    /// Ends after the instance.
    _engine: Option<Engine>,
}

impl Scene for Place {
    fn pic(&self) -> &PocketIc {
        &self.world.pic
    }

    fn roots(&self) -> Vec<Sha256Hash> {
        vec![instance::root(self.pic(), self.canister), self.world.root()]
    }

    /// Whoever collects finds a gift, and what earlier calls began in the background is over.
    fn ready(&self, method: &str) {
        self.audits().rounds();
        if method == "collect_treasury" {
            let audits = self.audits();
            let account = audits.treasury_account();
            audits.ledger().mint(account, ICP + LEDGER_FEE);
        }
    }
}

impl Place {
    /// The sites are known, and the public key too.
    fn new() -> Self {
        let (engine, builder) = engine::for_test();
        let pic = engine::instance_with_keys(builder);
        let world = World::install(pic, canisters::registry());
        let sites = [(1, Criticality::Application); SITES as usize];
        world.import("network", "1", network(&sites));
        let init = InitArgs {
            governance: Caller(actors::governance()),
            registry: Caller(world.registry),
            identity: None,
            ledger: Caller(Ledger::install(&world.pic).id),
            vetkd_key_name: Some("test_key_1".into()),
            policy: Some(policy()),
        };
        let canister = install(&world.pic, init);
        let place = Self {
            world,
            canister,
            _engine: engine,
        };
        for _ in 0..4 {
            place.audits().tasks();
        }
        let config = run(place.audits().reader().config()).unwrap();
        assert!(config.public_key.is_some());
        place
    }

    fn audits(&self) -> Audits<'_> {
        Audits {
            pic: &self.world.pic,
            canister: self.canister,
        }
    }

    fn govern(&self, command: &Command) {
        let governance = self.audits().client(actors::governance());
        run(governance.execute(command)).unwrap_or_else(|error| panic!("{command:?}: {error}"));
    }

    fn unbond(&self, owner: Principal, amount_e8s: u64) {
        let args = UnbondStakeArgs { amount_e8s };
        run(self.audits().client(owner).unbond_stake(&args)).unwrap();
    }

    fn auditor(&self, number: u32, stake_e8s: u64) -> AuditorId {
        let id = actors::auditor(number);
        self.audits().apply(id, stake_e8s, no_conflicts());
        self.govern(&admission(id));
        id
    }

    /// The only auditor with stake is drawn for all sites, and each assignment goes as far as
    /// its name says.
    fn audit(&self, auditor: AuditorId) {
        let audits = self.audits();
        let anyone = audits.reader();
        self.govern(&adoption(SITES));
        run(anyone.fix_snapshot(0)).unwrap();
        let drawn = run(anyone.draw(DrawPurpose::Audits { plan_id: 0 })).unwrap();
        assert_eq!(drawn.result.unwrap().drawn.len(), SITES as usize);

        let row = audits.assignment(NOTICED).assignment;
        let (from, until) = (row.window_from_ns, row.window_until_ns);
        audits.propose(PROPOSED, auditor, &[until]).unwrap();
        for id in [VISITED, CHALLENGED, COMMITTED, CONCLUDED] {
            audits.propose(id, auditor, &[from]).unwrap();
        }
        audits.pass_until(from);
        audits.commit(COMMITTED, auditor, &unable());
        let challenge = audits.challenge(CONCLUDED);
        let mut report = discrepancy(&challenge, FindingClass::NodeAbsent, 1);
        report.discrepancies.push(Discrepancy {
            class: FindingClass::WrongOwner,
            nodes: 2,
        });
        audits.commit(CONCLUDED, auditor, &report);
        audits.reveal(CONCLUDED, auditor, &report);
        audits.tasks();
        let findings = run(anyone.findings(&ListFindingsArgs::default())).unwrap();
        assert_eq!(findings.findings.len(), 2);
    }

    /// A deposit of somebody else of which nobody knows what became of it.
    fn lose_a_deposit(&self, owner: Principal) {
        let audits = self.audits();
        audits.endow(owner, ICP);
        audits.ledger().fail_next(&[FailureMode::Reject]);
        let args = DepositStakeArgs {
            amount_e8s: ICP,
            from_subaccount: None,
        };
        let told = run(audits.client(owner).deposit_stake(&args));
        let unsettled = matches!(
            told,
            Err(ClientError::Audit(AuditError::TransferUnsettled { .. }))
        );
        assert!(unsettled, "{told:?}");
    }

    /// The number of the transfer that is in quarantine.
    fn quarantined(&self) -> u64 {
        let args = ListTransfersArgs {
            unsettled: Some(true),
            ..ListTransfersArgs::default()
        };
        let page = run(self.audits().reader().transfers(&args)).unwrap();
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

fn admission(id: AuditorId) -> Command {
    Command::AdmitAuditor(AdmitAuditorArgs {
        id,
        reason: because(),
    })
}

/// A plan in which one auditor visits alone.
fn adoption(sites: u32) -> Command {
    let alone = Team {
        auditors: 1,
        quorum: 1,
    };
    let terms = PlanTerms {
        ordinary: alone,
        critical: alone,
        window_business_days: 20,
        budget_e8s: u64::from(sites) * ICP,
        ..terms(sites)
    };
    Command::AdoptAuditPlan(AdoptAuditPlanArgs { terms })
}

/// Everyone has stake that is due, and tokens for more. Auditor 1 has a seat in every
/// assignment, provider 1 all sites, and the applicant, like the provider, what a bond takes.
pub(super) fn stage() -> Stage {
    let place = Place::new();
    let audits = place.audits();
    let (auditor, provider) = (actors::auditor(1), actors::provider(1));
    let applicant = actors::voter(1);
    let stranger = actors::stranger();
    let everyone = [
        actors::governance(),
        auditor.0,
        provider.0,
        applicant,
        stranger,
    ];
    for who in everyone {
        audits.deposit(who, ICP);
        place.unbond(who, ICP);
    }
    place.lose_a_deposit(actors::voter(2));
    audits.pass_days(61);
    audits.gift(100 * ICP);
    place.auditor(1, u64::from(SITES) * LOCK + ICP);
    place.audit(auditor);

    // Too little for a seat, so that nothing here is drawn with it.
    for number in 12..=14 {
        place.auditor(number, ICP);
    }
    audits.apply(actors::auditor(11), ICP, no_conflicts());
    place.govern(&Command::SuspendAuditor(SuspendAuditorArgs {
        id: actors::auditor(13),
        reason: because(),
    }));
    place.auditor(9, 10 * LOCK);
    audits.deposit(provider, 3 * ICP);
    audits.deposit(applicant, 4 * ICP);
    for who in everyone {
        audits.endow(who, ICP);
    }
    // No task runs from here on.
    for plan_id in FIRST_ADOPTED..=CANCELLED {
        place.govern(&adoption(1));
        if (FIRST_FIXED..CANCELLED).contains(&plan_id) {
            run(audits.reader().fix_snapshot(plan_id)).unwrap();
        }
    }
    Stage {
        canister: place.canister,
        callers: [
            ("governance", actors::governance()),
            ("auditor", auditor.0),
            ("provider", provider.0),
            ("applicant", applicant),
            ("anyone authenticated", stranger),
            ("anonymous", Principal::anonymous()),
        ]
        .into(),
        samples: samples::of(&place, auditor),
        scene: Box::new(place),
    }
}
