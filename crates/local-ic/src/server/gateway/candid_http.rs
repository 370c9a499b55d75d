//! The Candid interface of canisters that serve HTTP.

use candid::types::Label;
use candid::types::value::{IDLArgs, IDLValue};
use candid::{CandidType, Deserialize, Encode, Principal, Reserved};
use serde_bytes::ByteBuf;

/// What a canister did not answer in the agreed form.
#[derive(Debug, thiserror::Error)]
#[error("the canister's answer is not an HTTP response: {0}")]
pub(super) struct InvalidAnswer(String);

/// Argument of `http_request` and `http_request_update`.
#[derive(CandidType)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: ByteBuf,
    pub(super) certificate_version: Option<u16>,
}

impl Request {
    /// The Candid argument.
    pub(super) fn encode(&self) -> Result<Vec<u8>, InvalidAnswer> {
        Encode!(self).map_err(invalid)
    }
}

/// Answer of `http_request` and `http_request_update`.
#[derive(CandidType, Deserialize)]
pub(super) struct Answer {
    pub(super) status_code: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: ByteBuf,
    pub(super) upgrade: Option<bool>,
    streaming_strategy: Option<Reserved>,
}

#[derive(CandidType, Deserialize)]
struct Chunk {
    body: ByteBuf,
    token: Option<Reserved>,
}

/// The next part of a body: the method to ask, and its argument.
pub(super) struct Next {
    /// Whom to ask: the callback's own canister, whoever made the page.
    pub(super) canister: Principal,
    pub(super) method: String,
    pub(super) token: Vec<u8>,
}

impl Answer {
    /// Reads an answer, and where its body goes on. Tokens have any type, so they are read
    /// and handed back as they came.
    pub(super) fn decode(bytes: &[u8]) -> Result<(Self, Option<Next>), InvalidAnswer> {
        let answer = candid::decode_one::<Self>(bytes).map_err(invalid)?;
        if answer.streaming_strategy.is_none() {
            return Ok((answer, None));
        }
        let record = first_value(bytes)?;
        let strategy = field(&record, "streaming_strategy").map(inner);
        let (callback, token) = match strategy {
            Some(IDLValue::Variant(variant)) => {
                let strategy = &variant.0.val;
                (field(strategy, "callback"), field(strategy, "token"))
            }
            _ => (None, None),
        };
        let (Some(IDLValue::Func(canister, method)), Some(token)) = (callback, token) else {
            let reason = "the streaming strategy has no callback or no token";
            return Err(InvalidAnswer(reason.to_owned()));
        };
        let next = Next {
            canister: *canister,
            method: method.clone(),
            token: encode(token)?,
        };
        Ok((answer, Some(next)))
    }
}

/// Reads one part of a streamed body, and the argument for the next. `null` ends the body.
pub(super) fn decode_chunk(bytes: &[u8]) -> Result<(Vec<u8>, Option<Vec<u8>>), InvalidAnswer> {
    let chunk = candid::decode_one::<Option<Chunk>>(bytes).map_err(invalid)?;
    let Some(chunk) = chunk else {
        return Ok((Vec::new(), None));
    };
    let token = match chunk.token {
        None => None,
        Some(_) => {
            let value = first_value(bytes)?;
            let token = field(inner(&value), "token").map(inner);
            token.map(encode).transpose()?
        }
    };
    Ok((chunk.body.into_vec(), token))
}

fn first_value(bytes: &[u8]) -> Result<IDLValue, InvalidAnswer> {
    let values = IDLArgs::from_bytes(bytes).map_err(invalid)?.args;
    let first = values.into_iter().next();
    first.ok_or_else(|| InvalidAnswer("no value".to_owned()))
}

fn field<'a>(value: &'a IDLValue, name: &str) -> Option<&'a IDLValue> {
    let IDLValue::Record(fields) = value else {
        return None;
    };
    let id = Label::Named(name.to_owned()).get_id();
    let field = fields.iter().find(|field| field.id.get_id() == id);
    field.map(|field| &field.val)
}

/// What an option holds, or the value itself.
fn inner(value: &IDLValue) -> &IDLValue {
    match value {
        IDLValue::Opt(inner) => inner,
        other => other,
    }
}

fn encode(value: &IDLValue) -> Result<Vec<u8>, InvalidAnswer> {
    let args = IDLArgs {
        args: vec![value.clone()],
    };
    args.to_bytes().map_err(invalid)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` wants"
)]
fn invalid(error: candid::Error) -> InvalidAnswer {
    InvalidAnswer(error.to_string())
}
