//! Asking the canister that owns a record what a command would do to it now.

use super::call::{Answer, call};
use super::place::{Place, QUESTIONS};
use crate::commands::in_words::in_words;
use crate::commands::{cut_words, journal, own, refusal};
use crate::live;
use crate::state::State;
use bonafide_kit::Ctx;
use bonafide_types::Validation;
use bonafide_types::governance::{Command, Owner};
use bonafide_types::limits::{REASON_BYTES, RENDERING_BYTES};
use candid::de::{DecoderConfig, IDLDeserialize};
use ic_stable_structures::Memory;

/// Why there are no words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoWords {
    /// The command would be refused.
    Refused(String),
    /// Nobody could be asked.
    NotChecked(String),
}

/// As [`ask`], for anyone; so only some at one time.
pub(super) async fn ask_for_anyone(command: &Command, ctx: &Ctx) -> Result<String, NoWords> {
    let _place = question()?;
    ask(command, ctx).await
}

fn question() -> Result<Place, NoWords> {
    Place::of_question()
        .ok_or_else(|| not_checked(format!("busy: {QUESTIONS} questions are out; try again")))
}

/// What a command would do now, in plain words. Nothing is changed. Reads the state before
/// and not after the await.
pub(super) async fn ask(command: &Command, ctx: &Ctx) -> Result<String, NoWords> {
    let spec = command.spec();
    match spec.owner {
        Owner::Governance => live::read(|state| own_words(state, command, ctx)),
        Owner::Registry | Owner::Identity | Owner::Audits | Owner::Rewards => {
            let canister = live::read(|state| journal::target(state, command, ctx))
                .map_err(|error| refused(refusal(&error)))?;
            let args = command
                .encode_args()
                .map_err(|error| NoWords::NotChecked(error.to_string()))?;
            let method = format!("validate_{}", spec.method);
            words_in(call(canister.0, &method, &args).await)
        }
    }
}

fn own_words<M: Memory>(state: &State<M>, command: &Command, ctx: &Ctx) -> Result<String, NoWords> {
    match own::decide(state, command, journal::next_id(state), ctx) {
        Ok(_) => Ok(cut_words(in_words(state, command), RENDERING_BYTES)),
        Err(error) => Err(refused(refusal(&error))),
    }
}

fn words_in(answer: Answer) -> Result<String, NoWords> {
    let bytes = match answer {
        Answer::Reply(bytes) => bytes,
        Answer::Refused(reason) | Answer::Unknown(reason) => return Err(not_checked(reason)),
    };
    match decode(&bytes) {
        Ok(Ok(words)) => Ok(cut_words(words, RENDERING_BYTES)),
        Ok(Err(reason)) => Err(refused(reason)),
        Err(_) => Err(not_checked(
            "the answer is no variant { Ok; Err } of texts".into(),
        )),
    }
}

/// Decodes with work bounded by the answer's length, whatever it claims to hold.
fn decode(bytes: &[u8]) -> Result<Validation, candid::Error> {
    let mut config = DecoderConfig::new();
    config
        .set_decoding_quota(bytes.len().saturating_mul(10).saturating_add(100_000))
        .set_skipping_quota(10_000);
    let mut message = IDLDeserialize::new_with_config(bytes, &config)?;
    let validation = message.get_value()?;
    message.done()?;
    Ok(validation)
}

fn refused(reason: String) -> NoWords {
    NoWords::Refused(cut_words(reason, REASON_BYTES))
}

fn not_checked(reason: String) -> NoWords {
    NoWords::NotChecked(cut_words(reason, REASON_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(validation: &Validation) -> Answer {
        Answer::Reply(candid::encode_one(validation).unwrap())
    }

    #[test]
    fn should_hand_words_and_refusals_over_cut_to_size() {
        let words = words_in(reply(&Ok("Adds it.".into())));
        assert_eq!(words, Ok("Adds it.".into()));
        let words = words_in(reply(&Ok("é".repeat(RENDERING_BYTES)))).unwrap();
        assert!(
            words.ends_with("é ... (cut; 60000 bytes in all)"),
            "{words}"
        );
        assert!((RENDERING_BYTES - 1..=RENDERING_BYTES).contains(&words.len()));
        let refusal = words_in(reply(&Err("InvalidField: no".into())));
        assert_eq!(refusal, Err(NoWords::Refused("InvalidField: no".into())));
        let Err(NoWords::Refused(reason)) = words_in(reply(&Err("x".repeat(2_000)))) else {
            panic!("not refused");
        };
        assert_eq!(reason.len(), REASON_BYTES);
    }

    #[test]
    fn should_answer_so_many_at_one_time_and_no_more() {
        let mut places: Vec<_> = (0..16).map(|_| question().unwrap()).collect();
        let Err(NoWords::NotChecked(reason)) = question() else {
            panic!("not refused");
        };
        assert!(reason.starts_with("busy: "), "{reason}");
        places.pop();
        assert!(question().is_ok());
    }

    #[test]
    fn should_not_take_silence_or_garbage_for_words() {
        let number = candid::encode_one(7u64).unwrap();
        let text = candid::encode_one("Ok").unwrap();
        let mut longer = candid::encode_one(Validation::Ok("Adds it.".into())).unwrap();
        longer.push(0);
        let replies = [Vec::new(), b"DIDL".to_vec(), number, text, longer];
        let failures = [
            Answer::Refused("CanisterError: it trapped".into()),
            Answer::Unknown("SysUnknown: deadline".into()),
        ];
        for answer in replies.map(Answer::Reply).into_iter().chain(failures) {
            let shown = format!("{answer:?}");
            let words = words_in(answer);
            assert!(
                matches!(words, Err(NoWords::NotChecked(_))),
                "{shown}: {words:?}"
            );
        }
    }
}
