//! Replies of updates that answer with a value or a typed refusal.

use candid::utils::{ArgumentEncoder, encode_args};
use candid::{CandidType, Encode};
use std::fmt::{Debug, Display};
use std::marker::PhantomData;

/// An answer that is no refusal. Candid counts `variant { Ok : T }` among the values of
/// `variant { Ok : T; Err : E }`.
#[derive(CandidType)]
enum Done<T> {
    Ok(T),
}

/// Replies with an outcome; for methods with `manual_reply`, whose interface the type of
/// the result tells.
///
/// # Panics
/// As [`outcome`].
pub fn reply<T: CandidType, E: CandidType>(given: Result<T, E>) -> PhantomData<Result<T, E>> {
    ic_cdk::api::msg_reply(outcome(given));
    PhantomData
}

/// The Candid message of an outcome. One that is no refusal does not describe what it could
/// have been refused for, which costs more than many a call does otherwise.
///
/// # Panics
/// When Candid cannot encode the outcome; no value of our types is such.
pub fn outcome<T: CandidType, E: CandidType>(outcome: Result<T, E>) -> Vec<u8> {
    let bytes = match outcome {
        Ok(value) => Encode!(&Done::Ok(value)),
        Err(refusal) => Encode!(&Err::<T, E>(refusal)),
    };
    bytes.unwrap_or_else(|error| panic!("BUG: a reply cannot be encoded: {error}"))
}

/// Answers a governed method. Governance systems take any reply as success, so a refusal
/// rejects, with the text that [`refusal`] writes. Traps when Candid cannot encode the reply.
pub fn governed<R: ArgumentEncoder, E: Debug + Display>(outcome: Result<R, E>) {
    match outcome.map(encode_args) {
        Ok(Ok(reply)) => ic_cdk::api::msg_reply(reply),
        Ok(Err(error)) => ic_cdk::trap(format!("BUG: a reply cannot be encoded: {error}")),
        Err(error) => ic_cdk::api::msg_reject(refusal(&error)),
    }
}

/// A refusal as governance systems read it: the error's variant, a colon, its text.
#[must_use]
pub fn refusal(error: &(impl Debug + Display)) -> String {
    let shown = format!("{error:?}");
    let variant = shown
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    format!("{variant}: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::governance::GovernanceError;
    use candid::decode_one;

    #[test]
    fn should_name_the_variant_of_a_refusal() {
        assert_eq!(
            refusal(&GovernanceError::NeuronNotFound { neuron_id: 7 }),
            "NeuronNotFound: no neuron 7"
        );
        let last = refusal(&GovernanceError::LastSource);
        assert!(last.starts_with("LastSource: "), "{last}");
    }

    #[test]
    fn should_be_read_as_the_whole_variant() {
        type Answer = Result<u64, String>;
        for answer in [Ok(7), Err("no".to_owned())] as [Answer; 2] {
            let bytes = outcome(answer.clone());
            assert_eq!(decode_one::<Answer>(&bytes).unwrap(), answer);
        }
        let nothing = outcome(Ok::<(), String>(()));
        assert_eq!(decode_one::<Result<(), String>>(&nothing).unwrap(), Ok(()));
        assert!(nothing.len() < candid::encode_one(Ok::<(), String>(())).unwrap().len());
    }
}
