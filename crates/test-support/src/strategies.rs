//! Random histories, made of few actors so that their steps meet.

use crate::{World, actors, args, run};
use bonafide_client::{ClientError, RuntimeError};
use bonafide_types::registry::{AcceptDeclarationArgs, UpdateProviderProfileArgs};
use proptest::collection::vec;
use proptest::prelude::*;

/// Actors of each role.
const ACTORS: u32 = 3;

/// One step; whether it is allowed depends on those before it.
#[derive(Clone, Debug)]
pub enum Step {
    /// Governance registers a provider.
    Register(u32),
    /// A provider says something of itself.
    Say(u32, Option<String>),
    /// Governance publishes a version.
    Publish(u16, u16, u16),
    /// A provider accepts the current text.
    Accept(u32),
    /// Governance adds a data centre.
    AddDataCenter(u32),
    /// Governance adds an operator of a provider at a data centre.
    AddOperator(u32, u32, u32),
    /// An operator registers a node.
    AddNode(u32, u32),
    /// Governance has the small network imported.
    Import,
    /// Days pass.
    Pass(u64),
    /// The canister is upgraded to its own code.
    Upgrade,
}

/// A step.
pub fn step() -> impl Strategy<Value = Step> {
    let actor = || 0..ACTORS;
    prop_oneof![
        4 => actor().prop_map(Step::Register),
        2 => (actor(), proptest::option::of("[A-Za-z ]{0,12}")).prop_map(|(who, name)| Step::Say(who, name)),
        3 => (1..3_u16, 0..2_u16, 0..2_u16).prop_map(|(a, b, c)| Step::Publish(a, b, c)),
        4 => actor().prop_map(Step::Accept),
        2 => actor().prop_map(Step::AddDataCenter),
        4 => (actor(), actor(), actor()).prop_map(|(a, b, c)| Step::AddOperator(a, b, c)),
        5 => (actor(), 0..6_u32).prop_map(|(who, node)| Step::AddNode(who, node)),
        1 => Just(Step::Import),
        2 => (1..60_u64).prop_map(Step::Pass),
        1 => Just(Step::Upgrade),
    ]
}

/// A history.
pub fn history() -> impl Strategy<Value = Vec<Step>> {
    vec(step(), 1..40)
}

impl Step {
    /// Takes the step; whether it was allowed.
    pub fn take(&self, world: &World) -> bool {
        let governance = world.governance();
        match self {
            Self::Register(who) => allowed(run(
                governance.register_provider(&args::company(actors::provider(*who)))
            )),
            Self::Say(who, name) => {
                let display_name = name.clone();
                let said = UpdateProviderProfileArgs {
                    display_name,
                    urls: vec![],
                };
                allowed(run(world
                    .client(actors::provider(*who))
                    .update_provider_profile(&said)))
            }
            Self::Publish(major, minor, patch) => {
                let version = args::version(*major, *minor, *patch);
                allowed(run(
                    governance.publish_declaration(&args::declaration(version))
                ))
            }
            Self::Accept(who) => {
                let current = run(world.reader().current_declaration("en"));
                let Some(text) = current.expect("anyone may read it") else {
                    return false;
                };
                let sha256 = text.sha256;
                let owner = world.client(actors::provider(*who));
                allowed(run(
                    owner.accept_declaration(&AcceptDeclarationArgs { sha256 })
                ))
            }
            Self::AddDataCenter(number) => {
                let id = format!("dc{number}");
                allowed(run(governance.add_data_center(&args::data_center(&id))))
            }
            Self::AddOperator(number, provider, center) => {
                let (id, dc_id) = (actors::operator(*number), format!("dc{center}"));
                let wish = args::node_operator(id, actors::provider(*provider), &dc_id);
                allowed(run(governance.add_node_operator(&wish)))
            }
            Self::AddNode(operator, node) => {
                let owner = world.client(actors::operator(*operator));
                allowed(run(owner.register_node(&args::node(*node))))
            }
            Self::Import => {
                world.import("network", "1", args::network());
                true
            }
            Self::Pass(days) => {
                world.pass_days(*days);
                true
            }
            Self::Upgrade => {
                let nothing = candid::encode_args(()).expect("nothing encodes");
                world
                    .upgrade(crate::canisters::registry(), nothing)
                    .expect("the same code");
                true
            }
        }
    }
}

/// Whether a call was done; a refusal is a reject by the canister or a typed error, and
/// anything else is a defect.
fn allowed<T>(result: Result<T, ClientError>) -> bool {
    match result {
        Ok(_) => true,
        Err(ClientError::Registry(_)) => false,
        Err(ClientError::Runtime(RuntimeError::Rejected { code: 4, .. })) => false,
        Err(defect) => panic!("neither done nor refused: {defect}"),
    }
}
