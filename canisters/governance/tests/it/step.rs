//! What can happen in a random history.

use proptest::prelude::*;

/// A command as these histories need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// A data centre, in the registry.
    DataCenter,
    /// A neuron more, with this power.
    AddNeuron(u64),
    /// Another power for a neuron.
    ChangePower(u64, u64),
    /// Council, SNS, NNS motions, upgrades.
    SetSources([bool; 4]),
    /// One of [`crate::model::PARAMETERS`].
    SetParameters(usize),
    /// What became of a journal entry.
    Settle(u64, bool),
}

/// What comes back from the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It has acted.
    Reply,
    /// It has not.
    Reject,
    /// Nobody knows.
    Unknown,
    /// Nothing yet.
    Later,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A neuron proposes a command, or agreement to a text. A stranger may try with it.
    Submit(u64, Option<Ask>, bool),
    /// A neuron votes on a proposal. A stranger may try with it.
    Vote(u64, u64, bool, bool),
    /// A neuron follows others on a topic: of three, by number.
    Follow(u64, usize, Vec<u64>),
    /// So many seconds go by.
    Wait(u64),
    /// Time goes by to a second before a proposal's deadline, to it, or to one after it.
    WaitFor(u64, u64),
    /// The timer decides what is due.
    Tick,
    /// What was adopted is executed.
    Execute(Answer),
    /// What waits since an upgrade is executed.
    ExecuteWaiting(Answer),
    /// The first call that is out comes back.
    Return(Answer),
    /// The SNS calls.
    Sns(Ask, Answer),
    /// Somebody brings an adopted motion of the NNS.
    Motion(u64, Ask, Answer),
    /// An upgrade, with a batch or without.
    Upgrade(Option<(u64, Vec<Ask>)>),
}

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![30 => 1_u64..=4, 3 => Just(5), 1 => Just(9)]
}

fn power() -> impl Strategy<Value = u64> {
    prop_oneof![
        2 => Just(0),
        8 => 1_u64..=3,
        6 => prop::sample::select(vec![10, 30, 33, 50, 67, 100]),
        1 => Just(1_000_000_000_000_000_u64),
        1 => Just(1_000_000_000_000_001_u64),
    ]
}

fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        8 => Just(Ask::DataCenter),
        2 => power().prop_map(Ask::AddNeuron),
        3 => (number(), power()).prop_map(|(neuron, power)| Ask::ChangePower(neuron, power)),
        2 => any::<[bool; 4]>().prop_map(Ask::SetSources),
        2 => (0_usize..=3).prop_map(Ask::SetParameters),
        2 => (0_u64..=2, any::<bool>()).prop_map(|(entry, done)| Ask::Settle(entry, done)),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop::sample::select(vec![
        Answer::Reply,
        Answer::Reply,
        Answer::Reject,
        Answer::Unknown,
        Answer::Later,
        Answer::Later,
    ])
}

/// By number; proposals of the one in between do not come here.
fn topic() -> impl Strategy<Value = usize> {
    prop_oneof![4 => Just(0), 4 => Just(2), 1 => Just(1)]
}

fn rarely() -> impl Strategy<Value = bool> {
    prop_oneof![30 => Just(false), 1 => Just(true)]
}

fn step() -> impl Strategy<Value = Step> {
    let seconds = vec![1, 3_601, 43_201, 86_399, 172_800, 345_600, 900_000];
    prop_oneof![
        12 => (number(), prop::option::weighted(0.8, ask()), rarely())
            .prop_map(|(neuron, ask, stranger)| Step::Submit(neuron, ask, stranger)),
        26 => (number(), 1_u64..=5, any::<bool>(), rarely())
            .prop_map(|(neuron, id, yes, stranger)| Step::Vote(neuron, id, yes, stranger)),
        14 => (number(), topic(), prop::collection::vec(number(), 0..=3))
            .prop_map(|(neuron, topic, followees)| Step::Follow(neuron, topic, followees)),
        4 => prop::sample::select(seconds).prop_map(Step::Wait),
        8 => (1_u64..=4, 0_u64..=2).prop_map(|(id, late)| Step::WaitFor(id, late)),
        8 => Just(Step::Tick),
        8 => answer().prop_map(Step::Execute),
        3 => answer().prop_map(Step::ExecuteWaiting),
        4 => answer().prop_map(Step::Return),
        3 => (ask(), answer()).prop_map(|(ask, answer)| Step::Sns(ask, answer)),
        3 => (1_u64..=3, ask(), answer())
            .prop_map(|(id, ask, answer)| Step::Motion(id, ask, answer)),
        3 => prop::option::of((1_u64..=3, prop::collection::vec(ask(), 0..=3)))
            .prop_map(Step::Upgrade),
    ]
}

/// The powers of the first neurons, the first parameters, and what happens then.
pub(crate) fn history() -> impl Strategy<Value = (Vec<u64>, usize, Vec<Step>)> {
    let first = prop_oneof![
        1 => Just(0_u64),
        6 => 1_u64..=3,
        6 => prop::sample::select(vec![10, 33, 50, 67, 100]),
    ];
    (
        prop::collection::vec(first, 1..=4),
        0_usize..3,
        prop::collection::vec(step(), 15..=30),
    )
}
