//! The stand-ins of the neighbours behave as those do.

mod ledger;
mod nns;
mod registry;
mod sns;

use bonafide_test_support::{engine, instance};
use candid::Principal;
use pocket_ic::PocketIc;

/// An instance of its own; the engine, if it is the instance's own, must outlive it.
struct Stage {
    pic: PocketIc,
    _engine: Option<engine::Engine>,
}

impl Stage {
    fn new() -> Self {
        let (engine, builder) = engine::for_test();
        Self {
            pic: engine::instance(builder),
            _engine: engine,
        }
    }

    fn install(&self, module: Vec<u8>) -> Principal {
        let canister = instance::create(&self.pic);
        self.pic.install_canister(canister, module, vec![], None);
        canister
    }
}
