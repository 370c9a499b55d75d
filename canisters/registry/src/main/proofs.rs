//! Reads with proof, for anyone.

use bonafide_kit::certified;
use bonafide_registry::live::read;
use bonafide_registry::queries::providers;
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, RangeArgs, RowKey,
};
use bonafide_types::id::ProviderId;
use ic_cdk::query;

#[query]
fn get_provider_certified(id: ProviderId) -> Result<CertifiedRows, CertifiedReadError> {
    let keys = providers::certified_keys(id);
    read(|state| certified::rows(state, certified::certificate()?, &keys))
}

#[query]
fn get_rows_certified(keys: Vec<RowKey>) -> Result<CertifiedRows, CertifiedReadError> {
    read(|state| certified::rows(state, certified::certificate()?, &keys))
}

#[query]
fn list_rows_certified(args: RangeArgs) -> Result<CertifiedRows, CertifiedReadError> {
    read(|state| certified::range(state, certified::certificate()?, &args))
}

#[query]
fn get_tip_certified() -> Result<CertifiedTip, CertifiedReadError> {
    read(|state| Ok(certified::tip(state, certified::certificate()?)))
}
