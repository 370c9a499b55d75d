//! Governance with as many neurons as it takes, each of which follows: neuron n follows
//! neuron n / 4 (rounded up), so that the first vote is followed to depth 5 by all others.

use super::meter::Meter;
use super::{Figure, MILLION, module, module_bytes};
use bonafide_test_support::engine::{Engine, instance};
use bonafide_test_support::{actors, args, canisters};
use bonafide_types::governance::{
    Action, Canisters, Command, FollowArgs, InitArgs, InstallArgs, ListJournalArgs,
    ListProposalsArgs, Motion, NeuronArgs, SubmitProposalArgs, Topic, Vote, VoteArgs,
    VotingParameters,
};
use bonafide_types::id::Caller;
use bonafide_types::limits::NEURONS;
use bonafide_types::registry::{self, RegisterProviderArgs};
use candid::{CandidType, Principal, encode_one};
use pocket_ic::PocketIc;

/// Open proposals while things are measured.
const PROPOSALS: u64 = 100;
/// The neuron that proposes: nobody follows it.
const PROPOSER: u64 = 1_000;
const METHODS: [&str; 8] = [
    "vote",
    "submit_proposal",
    "follow",
    "list_proposals",
    "get_proposal",
    "get_proposal_certified",
    "list_journal",
    "get_summary",
];

/// Measures a full council.
pub(super) fn measure(engine: &Engine) -> Vec<Figure> {
    let pic = instance(engine.builder());
    let built = canisters::governance();
    let code = module::certifying_with_own_id(&canisters::unzipped(&built));
    let (governance, _) = install(&pic, code.clone());
    let meter = Meter::new(&pic, governance, &METHODS);
    let neurons = u32::try_from(NEURONS).expect("a council is small");
    let mut figures = vec![module_bytes("governance, gzipped bytes", &built)];
    let mut figure = |name, cost, limit| {
        figures.push(Figure::new(name, neurons, cost, Some(limit * MILLION)));
    };

    let submit = |neuron_id: u64, number: u64, action| SubmitProposalArgs {
        neuron_id,
        title: format!("Example proposal {number}"),
        summary: "An example.".into(),
        url: String::new(),
        action,
    };
    let motion = |number: u64| {
        Action::Motion(Motion {
            motion_text: format!("Example motion {number}."),
        })
    };
    let cost = meter.call(
        key(PROPOSER),
        "submit_proposal",
        bytes(&submit(PROPOSER, 0, motion(0))),
    );
    figure("submit_proposal, a motion", cost, 5);
    let company = Command::RegisterProvider(company());
    let cost = meter.calling_call(
        key(PROPOSER),
        "submit_proposal",
        bytes(&submit(PROPOSER, 1, Action::Command(company))),
    );
    figure("submit_proposal, a command", cost, 5);
    for number in 2..PROPOSALS {
        let args = bytes(&submit(PROPOSER, number, motion(number)));
        call(&pic, governance, key(PROPOSER), "submit_proposal", args);
    }

    let vote = |neuron_id: u64, proposal_id: u64| VoteArgs {
        neuron_id,
        proposal_id,
        vote: Vote::Yes,
    };
    let cost = meter.call(key(999), "vote", bytes(&vote(999, PROPOSALS)));
    figure("vote, nobody follows", cost, 2);
    let mut follow = |neuron_id: u64| {
        let args = FollowArgs {
            neuron_id,
            topic: Topic::Governance,
            followees: vec![neuron_id.div_ceil(4)],
        };
        meter.call(key(neuron_id), "follow", bytes(&args))
    };
    let dearest = (2..=u64::from(neurons)).map(&mut follow).max();
    figure("follow", dearest.unwrap_or_default(), 2);
    let cost = meter.call(key(1), "vote", bytes(&vote(1, PROPOSALS - 1)));
    figure("vote, all follow to depth 5", cost, 2);

    let anyone = actors::stranger();
    let list = ListProposalsArgs::default();
    let cost = meter.call(anyone, "list_proposals", bytes(&list));
    figure("list_proposals, 100 rows", cost, 8);
    let cost = meter.call(anyone, "get_proposal", bytes(&PROPOSALS));
    figure("get_proposal", cost, 2);
    let cost = meter.call(anyone, "get_proposal_certified", bytes(&PROPOSALS));
    figure("get_proposal_certified", cost, 2);
    let journal = ListJournalArgs::default();
    let cost = meter.call(anyone, "list_journal", bytes(&journal));
    figure("list_journal", cost, 8);
    let cost = meter.upgrade(code);
    figures.push(Figure::new("governance post_upgrade", neurons, cost, None));
    figures
}

/// Governance with a full council, and a registry under it.
fn install(pic: &PocketIc, code: Vec<u8>) -> (Principal, Principal) {
    let [governance, registry] = std::array::from_fn(|_| {
        let canister = pic.create_canister();
        pic.add_cycles(canister, 1_000_000_000_000_000);
        canister
    });
    let neuron = |number| NeuronArgs {
        controller: Caller(key(number)),
        hot_keys: vec![],
        voting_power: 1_000 + number,
    };
    let init = InstallArgs::Init(InitArgs {
        canisters: Canisters {
            registry: Caller(registry),
        },
        neurons: (1..=NEURONS as u64).map(neuron).collect(),
        sources: None,
        sns_governance: None,
        nns_governance: None,
        voting: Some(VotingParameters {
            open_proposals_per_neuron: 200,
            ..VotingParameters::default()
        }),
    });
    pic.install_canister(governance, code, bytes(&init), None);
    let init = registry::InstallArgs::Init(registry::InitArgs {
        governance: Caller(governance),
    });
    pic.install_canister(registry, canisters::registry(), bytes(&init), None);
    (governance, registry)
}

/// Whose neuron `number` is.
fn key(number: u64) -> Principal {
    Principal::self_authenticating(format!("neuron {number}"))
}

fn company() -> RegisterProviderArgs {
    args::company(actors::provider(1))
}

fn bytes(args: &impl CandidType) -> Vec<u8> {
    encode_one(args).expect("arguments encode")
}

fn call(pic: &PocketIc, canister: Principal, caller: Principal, method: &str, arg: Vec<u8>) {
    pic.update_call(canister, caller, method, arg)
        .unwrap_or_else(|reject| panic!("{method}: {reject}"));
}
