//! A canister in a world in which every method works when the right one calls it.

use super::document::Outcome;
use bonafide_test_support::{Suite, World, canisters};
use bonafide_types::id::Sha256Hash;
use candid::types::value::{IDLArgs, IDLValue};
use candid::{CandidType, Principal, encode_one};
use candid_parser::utils::CandidSource;
use pocket_ic::{PocketIc, RejectResponse};
use std::collections::BTreeMap;

/// Where a canister lives.
pub(crate) trait Scene {
    fn pic(&self) -> &PocketIc;
    /// The certified roots of all that a call could change.
    fn roots(&self) -> Vec<Sha256Hash>;
    /// Brings back what an earlier caller of a method used up, where no other argument helps.
    fn ready(&self, _method: &str) {}
}

impl Scene for World {
    fn pic(&self) -> &PocketIc {
        &self.pic
    }

    fn roots(&self) -> Vec<Sha256Hash> {
        vec![self.root()]
    }
}

impl Scene for Suite {
    fn pic(&self) -> &PocketIc {
        &self.pic
    }

    fn roots(&self) -> Vec<Sha256Hash> {
        vec![self.root(), self.registry_root()]
    }
}

/// By method, arguments that work once each: the first caller brings the first, and the last
/// serves all who are left.
pub(crate) type Samples = BTreeMap<String, Vec<Vec<u8>>>;

/// A scene, the canister that is called in it, who calls, and with what.
pub(crate) struct Stage {
    pub(crate) scene: Box<dyn Scene>,
    pub(crate) canister: Principal,
    /// Who stands for a role, by the head of its column.
    pub(crate) callers: BTreeMap<&'static str, Principal>,
    pub(crate) samples: Samples,
}

impl Stage {
    /// What the caller at `place` sends to a method.
    pub(crate) fn sample(&self, method: &str, place: usize) -> Vec<u8> {
        let samples = &self.samples[method];
        samples[place.min(samples.len() - 1)].clone()
    }

    /// Calls a method, as a query if it is one.
    pub(crate) fn call(
        &self,
        caller: Principal,
        method: &str,
        query: bool,
        arg: Vec<u8>,
    ) -> Answer {
        let pic = self.scene.pic();
        if query {
            pic.query_call(self.canister, caller, method, arg)
        } else {
            pic.update_call(self.canister, caller, method, arg)
        }
    }
}

pub(crate) type Answer = Result<Vec<u8>, RejectResponse>;

/// What became of a call. Every interface here says `Err` when it refuses.
pub(crate) fn outcome(answer: &Answer) -> Outcome {
    let Ok(reply) = answer else {
        return Outcome::Rejected;
    };
    let reply = IDLArgs::from_bytes(reply).unwrap();
    match reply.args.as_slice() {
        [IDLValue::Variant(variant)] if variant.0.id.get_id() == candid::idl_hash("Err") => {
            Outcome::Refused
        }
        _ => Outcome::Done,
    }
}

/// A Candid message with one argument.
pub(crate) fn one(arg: &impl CandidType) -> Vec<u8> {
    encode_one(arg).unwrap()
}

/// By canister, the methods of its interface, with whether each is a query.
pub(crate) fn interfaces() -> BTreeMap<String, BTreeMap<String, bool>> {
    let directory = canisters::workspace().join("candid");
    std::fs::read_dir(directory)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "did"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let (env, service) = CandidSource::File(&path).load().unwrap();
            let methods = env
                .as_service(&service.unwrap())
                .unwrap()
                .iter()
                .map(|(method, kind)| (method.clone(), env.as_func(kind).unwrap().is_query()))
                .collect();
            (name, methods)
        })
        .collect()
}
