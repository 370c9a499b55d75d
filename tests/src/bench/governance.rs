//! Governance with as many neurons as it takes, each of which follows: neuron n follows
//! neuron n / 4 (rounded up), so that the first vote is followed to depth 5 by all others.

use super::meter::Meter;
use super::{Figure, MILLION, module, module_bytes};
use bonafide_test_support::engine::{Engine, instance};
use bonafide_test_support::instance::{query, upgrade};
use bonafide_test_support::{actors, args, canisters};
use bonafide_types::governance::{
    Action, Canisters, Command, FollowArgs, InitArgs, InstallArgs, JournalEntry, JournalPage,
    ListJournalArgs, ListProposalsArgs, Motion, NeuronArgs, Outcome, ProposalInfo, Sources,
    SubmitProposalArgs, Topic, UpgradeArgs, UpgradeBatch, Vote, VoteArgs, VotingParameters,
};
use bonafide_types::id::Caller;
use bonafide_types::limits::{
    NEURONS, PROPOSAL_URL_BYTES, SUMMARY_BYTES, TITLE_BYTES, UPGRADE_COMMANDS,
};
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
    let cost = meter.upgrade(code.clone());
    figures.push(Figure::new("governance post_upgrade", neurons, cost, None));
    figures.extend(extremes(&pic, governance, &meter, &code));
    figures
}

/// The longest texts, as many followees as there may be, and a full page of the journal.
fn extremes(pic: &PocketIc, governance: Principal, meter: &Meter<'_>, code: &[u8]) -> Vec<Figure> {
    let neurons = u32::try_from(NEURONS).expect("a council is small");
    let anyone = actors::stranger();
    let mut figures = Vec::new();
    let mut figure = |name, cost, limit: Option<u64>| {
        let limit = limit.map(|millions| millions * MILLION);
        figures.push(Figure::new(name, neurons, cost, limit));
    };

    follow_densely(pic, governance);
    let vote = |neuron_id: u64| {
        bytes(&VoteArgs {
            neuron_id,
            proposal_id: PROPOSALS - 2,
            vote: Vote::Yes,
        })
    };
    // Seven of fifteen are no majority; the eighth makes it one for the whole council.
    for neuron in 1..8 {
        call(pic, governance, key(neuron), "vote", vote(neuron));
    }
    let cost = meter.call(key(8), "vote", vote(8));
    assert_followed_by_all(pic, governance, PROPOSALS - 2);
    figure("vote, all follow 15 to depth 5", cost, None);

    let submit = |number: usize, summary: usize| {
        bytes(&SubmitProposalArgs {
            neuron_id: PROPOSER,
            title: format!("{number:0>width$}", width = *TITLE_BYTES.end()),
            summary: "s".repeat(summary),
            url: format!(
                "https://example.com/{number:0>width$}",
                width = *PROPOSAL_URL_BYTES.end() - "https://example.com/".len()
            ),
            action: Action::Motion(Motion {
                motion_text: "An example.".into(),
            }),
        })
    };
    // Known to cost more than the 5 M that submissions are held to: shown, not yet held.
    let cost = meter.call(key(PROPOSER), "submit_proposal", submit(0, SUMMARY_BYTES));
    figure("submit_proposal, the longest texts", cost, None);
    for number in 1..100 {
        let args = submit(number, 0);
        call(pic, governance, key(PROPOSER), "submit_proposal", args);
    }
    let list = bytes(&ListProposalsArgs::default());
    let cost = meter.call(anyone, "list_proposals", list);
    figure("list_proposals, the longest texts", cost, Some(8));

    fill_journal(pic, governance, code);
    let journal = bytes(&ListJournalArgs::default());
    let cost = meter.call(anyone, "list_journal", journal);
    figure("list_journal, 100 rows", cost, Some(8));
    figures
}

/// Fifteen neurons that follow nobody new, and five layers of which each neuron follows
/// fifteen of the layer before it.
fn follow_densely(pic: &PocketIc, governance: Principal) {
    const TOP: u64 = 15;
    const LAYER: u64 = 197;
    let place = |layer: u64, at: u64| TOP + (layer - 1) * LAYER + at % LAYER + 1;
    for layer in 1..=5 {
        for at in 0..LAYER {
            // A prime layer: steps of 13 come to one neuron twice only after all others.
            let followees = (0..TOP).map(|step| match layer {
                1 => step + 1,
                _ => place(layer - 1, at + step * 13),
            });
            let neuron_id = place(layer, at);
            let args = FollowArgs {
                neuron_id,
                topic: Topic::Governance,
                followees: followees.collect(),
            };
            call(pic, governance, key(neuron_id), "follow", bytes(&args));
        }
    }
    // The top's neurons follow nobody any more.
    for neuron_id in 2..=TOP {
        let args = FollowArgs {
            neuron_id,
            topic: Topic::Governance,
            followees: vec![],
        };
        call(pic, governance, key(neuron_id), "follow", bytes(&args));
    }
}

/// All voted yes but the seven neurons of the top who were not asked.
fn assert_followed_by_all(pic: &PocketIc, governance: Principal, proposal_id: u64) {
    let args = (proposal_id,);
    let found: Option<ProposalInfo> =
        query(pic, governance, actors::stranger(), "get_proposal", args);
    let tally = found.expect("it was voted on").state.latest_tally;
    let silent: u64 = (9..=15).map(|number| 1_000 + number).sum();
    assert_eq!(tally.yes + silent, tally.total, "not all followed");
}

/// Executes more than a hundred commands that upgrades bring.
fn fill_journal(pic: &PocketIc, governance: Principal, code: &[u8]) {
    const BATCHES: u64 = 7;
    for id in 1..=BATCHES {
        let center =
            |number| Command::AddDataCenter(args::data_center(&format!("dc{id}x{number}")));
        let batch = UpgradeBatch {
            id,
            commands: (0..UPGRADE_COMMANDS).map(center).collect(),
        };
        let args = InstallArgs::Upgrade(UpgradeArgs { batch: Some(batch) });
        upgrade(pic, governance, code.to_vec(), bytes(&args)).expect("a valid batch");
        for _ in 0..20 {
            pic.tick();
        }
    }
    let args = (ListJournalArgs::default(),);
    let anyone = actors::stranger();
    let page: JournalPage = query(pic, governance, anyone, "list_journal", args);
    let executed = |entry: &JournalEntry| entry.outcome == Outcome::Executed;
    assert_eq!(page.entries.len(), 100);
    assert!(page.entries.iter().all(executed), "{:?}", page.entries[0]);
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
            identity: None,
            audits: None,
            rewards: None,
        },
        neurons: (1..=NEURONS as u64).map(neuron).collect(),
        sources: Some(Sources {
            council: true,
            sns: false,
            nns_motion: false,
            upgrade: true,
        }),
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
