//! The block of text by which an adopted NNS motion carries a command:
//!
//! ```text
//! bonafide command v1
//! canister: <id of the governance canister>
//! command: <base64 of the Candid message that holds the command>
//! sha256: <SHA-256 of that message, lower-case hex>
//! ```
//!
//! The motion's text begins with the block, byte for byte: lines end with one line feed,
//! base64 is the standard alphabet with padding, the canister's id is in its canonical form.
//! After an empty line there may be notes, which bind nobody. The block comes first so that
//! a motion that merely quotes one executes nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bonafide_types::governance::{Command, MotionError};
use bonafide_types::id::{Caller, Sha256Hash};
use candid::Principal;
use sha2::{Digest, Sha256};

/// The first line.
pub const HEADING: &str = "bonafide command v1";

/// What a block says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The governance canister the command is for.
    pub canister: Principal,
    /// The Candid message that holds the command.
    pub message: Vec<u8>,
}

/// The text of a motion that carries a command.
///
/// # Errors
/// When Candid cannot encode the command; no command is such.
pub fn render(canister: Principal, command: &Command) -> Result<String, candid::Error> {
    let message = candid::encode_one(command)?;
    Ok(render_block(&Block { canister, message }))
}

fn render_block(Block { canister, message }: &Block) -> String {
    let hash = Sha256Hash(Sha256::digest(message).into());
    let command = STANDARD.encode(message);
    format!("{HEADING}\ncanister: {canister}\ncommand: {command}\nsha256: {hash}\n")
}

/// Reads a motion's text and the command in it, which must be for `this` canister.
///
/// # Errors
/// [`MotionError::NoCommand`], [`MotionError::MalformedBlock`], [`MotionError::OtherCanister`],
/// [`MotionError::HashMismatch`], [`MotionError::NotACommand`].
pub fn read(text: &str, this: Principal) -> Result<Command, MotionError> {
    let Block { canister, message } = parse(text)?;
    if canister != this {
        return Err(MotionError::OtherCanister {
            named: Caller(canister),
            this: Caller(this),
        });
    }
    crate::command::from_candid(&message).map_err(|reason| MotionError::NotACommand { reason })
}

/// Reads the block at the beginning of a motion's text.
///
/// # Errors
/// [`MotionError::NoCommand`], [`MotionError::MalformedBlock`], [`MotionError::HashMismatch`].
pub fn parse(text: &str) -> Result<Block, MotionError> {
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default();
    if first != HEADING {
        return Err(MotionError::NoCommand {
            rule: format!("it does not begin with the line {HEADING:?}"),
        });
    }
    let malformed = |line: u32, rule: &str| MotionError::MalformedBlock {
        line,
        rule: rule.into(),
    };
    let mut value = |line: u32, name: &str| {
        lines
            .next()
            .and_then(|found| found.strip_prefix(name))
            .and_then(|rest| rest.strip_prefix(": "))
            .ok_or_else(|| malformed(line, &format!("\"{name}: ...\" is wanted")))
    };
    let canister_text = value(2, "canister")?;
    let command_text = value(3, "command")?;
    let hash_text = value(4, "sha256")?;

    let canister = Principal::from_text(canister_text)
        .ok()
        .filter(|id| id.to_text() == canister_text)
        .ok_or_else(|| malformed(2, "this is no canister id in its canonical form"))?;
    let message = STANDARD
        .decode(command_text)
        .map_err(|_| malformed(3, "this is no base64 with padding"))?;
    let stated = parse_hash(hash_text)
        .ok_or_else(|| malformed(4, "this is no SHA-256 in 64 lower-case hex digits"))?;
    let actual = Sha256Hash(Sha256::digest(&message).into());
    if stated != actual {
        return Err(MotionError::HashMismatch { stated, actual });
    }
    // The block ends with a line feed, which tools that trim texts take away; then either
    // nothing follows, or an empty line and notes.
    match lines.next() {
        None | Some("") => Ok(Block { canister, message }),
        Some(_) => Err(malformed(
            5,
            "an empty line comes between the block and notes",
        )),
    }
}

fn parse_hash(text: &str) -> Option<Sha256Hash> {
    if text.len() != 64 || !text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(Sha256Hash(hash))
}

#[cfg(test)]
mod tests;
