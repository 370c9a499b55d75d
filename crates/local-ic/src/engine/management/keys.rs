//! Randomness and vetKD keys.

use ic_management_canister_types::{
    VetKDDeriveKeyArgs, VetKDDeriveKeyResult, VetKDPublicKeyArgs, VetKDPublicKeyResult,
};
use pocket_ic::ErrorCode;
use sha2::{Digest, Sha256};

use super::{decode, encode};
use crate::crypto::vetkd::{self, VetKdError};
use crate::engine::canister::{Answer, Origin, Request};
use crate::engine::instance::Instance;
use crate::engine::reject::Rejection;
use crate::engine::topology::Subnet;

impl Instance {
    /// Thirty-two bytes that follow from how often they were asked for: reproducible, not secret.
    pub(super) fn raw_rand(&mut self, request: &Request) -> Answer {
        only_canisters(request)?;
        self.random_count += 1;
        let bytes = Sha256::new()
            .chain_update(b"local-ic raw_rand")
            .chain_update(&self.root_key)
            .chain_update(self.random_count.to_be_bytes())
            .finalize();
        encode((serde_bytes::ByteBuf::from(bytes.to_vec()),))
    }

    pub(super) fn vetkd_public_key(&self, request: &Request) -> Answer {
        only_canisters(request)?;
        let (args,): (VetKDPublicKeyArgs,) = decode(&request.arg)?;
        self.check_vetkd(&args.key_id.name)?;
        let canister = args.canister_id.unwrap_or(request.caller);
        let public_key = vetkd::public_key(&self.keys, &args.key_id.name, canister, &args.context)
            .map_err(|error| refused(&error))?;
        encode((VetKDPublicKeyResult { public_key },))
    }

    pub(super) fn vetkd_derive_key(&mut self, request: &mut Request) -> Answer {
        only_canisters(request)?;
        let (args,): (VetKDDeriveKeyArgs,) = decode(&request.arg)?;
        self.check_vetkd(&args.key_id.name)?;
        let fee = self
            .costs(request.caller)
            .threshold_key(&args.key_id.name)
            .ok_or_else(|| unknown_key(&args.key_id.name))?;
        let Some(rest) = request.cycles.checked_sub(fee) else {
            return Err(Rejection::new(
                ErrorCode::CanisterRejectedMessage,
                format!(
                    "vetkd_derive_key request sent with {} cycles, but {fee} cycles are required.",
                    request.cycles
                ),
            ));
        };
        let encrypted_key = vetkd::derive_key(
            &self.keys,
            &args.key_id.name,
            request.caller,
            &args.context,
            &args.input,
            &args.transport_public_key,
        )
        .map_err(|error| refused(&error))?;
        request.cycles = rest;
        self.consume(request.caller, fee);
        encode((VetKDDeriveKeyResult { encrypted_key },))
    }

    /// Fails unless a subnet of this instance holds the key.
    fn check_vetkd(&self, name: &str) -> Result<(), Rejection> {
        let held = self.network.iter().any(Subnet::holds_vetkd_keys);
        if held && vetkd::KEY_NAMES.contains(&name) {
            return Ok(());
        }
        Err(unknown_key(name))
    }
}

fn unknown_key(name: &str) -> Rejection {
    // The error code of the class `DestinationInvalid`: no subnet to send the request to.
    Rejection::new(
        ErrorCode::CanisterNotFound,
        format!("Requested unknown or disabled threshold key: vetkd:Bls12_381_G2:{name}"),
    )
}

fn refused(error: &VetKdError) -> Rejection {
    Rejection::new(ErrorCode::CanisterRejectedMessage, error.to_string())
}

fn only_canisters(request: &Request) -> Result<(), Rejection> {
    match request.origin {
        Origin::Canister { .. } => Ok(()),
        Origin::Ingress(_) | Origin::System => Err(Rejection::new(
            ErrorCode::CanisterRejectedMessage,
            format!("Only canisters can call ic00 method {}", request.method),
        )),
    }
}
