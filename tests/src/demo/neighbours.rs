//! Stand-ins of the canisters outside the suite: NNS governance and the governance canister of
//! an SNS, which decide, and the ledger. They speak the real Candid. Nobody votes there, and the
//! tokens are nobody's; what a vote or a payment would do is done by the story, which says so
//! each time.

use super::{Context, Failure};
use bonafide_stand_ins::sns::{ExecuteGenericNervousSystemFunction, Progress, Submitted};
use bonafide_stand_ins::{ICP_LEDGER, NNS_GOVERNANCE};
use bonafide_test_support::{
    Ledger, SNS_FUNCTION, canisters, install_nns, instance, register_generic_function,
};
use bonafide_types::ledger::Account;
use candid::Principal;
use candid::utils::ArgumentEncoder;
use pocket_ic::PocketIc;
use serde_bytes::ByteBuf;

/// Who decides outside the suite.
pub(super) struct Neighbours {
    /// The governance canister of an SNS.
    pub(super) sns: Principal,
}

impl Neighbours {
    /// Sets all of them up.
    pub(super) fn install(pic: &PocketIc) -> Self {
        install_nns(pic);
        let ledger = Ledger::install(pic).id;
        println!("   (stand-in ledger) {ledger}: its tokens are examples");
        let sns = instance::create(pic);
        pic.install_canister(sns, canisters::stand_in("sns_governance"), vec![], None);
        Self { sns }
    }

    /// The SNS registers the generic function that calls `governance`.
    pub(super) fn register(&self, pic: &PocketIc, governance: Principal) {
        register_generic_function(pic, self.sns, governance);
        println!(
            "   (stand-in SNS) AddGenericNervousSystemFunction {SNS_FUNCTION}: \
             execute and validate_execute of {governance}"
        );
    }

    /// A proposal of the SNS with this payload is made and adopted.
    pub(super) fn decide_by_sns(&self, pic: &PocketIc, payload: Vec<u8>) -> Result<(), Failure> {
        let action = ExecuteGenericNervousSystemFunction {
            function_id: SNS_FUNCTION,
            payload: ByteBuf::from(payload),
        };
        let submitted: Result<Submitted, String> = call(pic, self.sns, "submit", (action,))?;
        let Submitted { id, rendering } = submitted.when("the SNS refuses the proposal")?;
        println!("   (stand-in SNS) proposal {id}, function {SNS_FUNCTION}: {rendering}");
        let progress: Progress = call(pic, self.sns, "adopt", (id,))?;
        println!("   (stand-in SNS) proposal {id} is adopted: {progress:?}");
        match progress {
            Progress::Executed => Ok(()),
            other => Err(Failure(format!("the SNS's proposal ended as {other:?}"))),
        }
    }
}

/// The ledger's stand-in.
pub(super) fn ledger(pic: &PocketIc) -> Ledger<'_> {
    Ledger::at(pic, ICP_LEDGER)
}

/// Somebody has example tokens from now on.
pub(super) fn mint(pic: &PocketIc, to: impl Into<Account>, amount_e8s: u64, whose: &str) {
    ledger(pic).mint(to, amount_e8s);
    println!("   (stand-in ledger) {amount_e8s} example e8s for {whose}");
}

/// A motion is made at the NNS; its number there.
pub(super) fn make_motion(pic: &PocketIc, title: &str, text: &str) -> Result<u64, Failure> {
    let id: u64 = call(pic, NNS_GOVERNANCE, "make_motion", (title, "", text))?;
    println!("   (stand-in NNS) motion {id}: {title}");
    Ok(id)
}

/// The NNS adopts a motion.
pub(super) fn adopt_motion(pic: &PocketIc, id: u64) -> Result<(), Failure> {
    let caller = Principal::anonymous();
    instance::tell(pic, NNS_GOVERNANCE, caller, "vote", (id, true)).when("the vote of the NNS")?;
    println!("   (stand-in NNS) motion {id} is adopted");
    Ok(())
}

fn call<T>(
    pic: &PocketIc,
    canister: Principal,
    method: &str,
    args: impl ArgumentEncoder,
) -> Result<T, Failure>
where
    T: candid::CandidType + for<'de> candid::Deserialize<'de>,
{
    instance::update(pic, canister, Principal::anonymous(), method, args).when(method)
}
