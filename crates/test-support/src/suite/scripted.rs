//! The registry's stand-in of a suite made with [`Plan::scripted_registry`](super::Plan).

use super::Suite;
use crate::{actors, instance};
use bonafide_stand_ins::script::{Arrival, Behaviour};
use candid::utils::ArgumentEncoder;

impl Suite {
    /// Says what a method of the scripted registry does from now on.
    pub fn script(&self, method: &str, behaviour: &Behaviour) {
        self.tell_registry("script", (method, behaviour));
    }

    /// Lets the held calls of a method go.
    pub fn release(&self, method: &str) {
        self.tell_registry("release", (method,));
    }

    /// How often a method of the scripted registry acted.
    #[must_use]
    pub fn executions(&self, method: &str) -> u64 {
        let caller = actors::stranger();
        instance::query(&self.pic, self.registry, caller, "executions", (method,))
    }

    /// The calls of a method of the scripted registry.
    #[must_use]
    pub fn arrivals(&self, method: &str) -> Vec<Arrival> {
        let caller = actors::stranger();
        instance::query(&self.pic, self.registry, caller, "arrivals", (method,))
    }

    fn tell_registry(&self, method: &str, args: impl ArgumentEncoder) {
        let caller = actors::stranger();
        instance::tell(&self.pic, self.registry, caller, method, args)
            .unwrap_or_else(|reject| panic!("{method}: {reject}"));
    }
}
