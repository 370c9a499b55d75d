//! The canonical form of a command, and its hash.
//!
//! Candid encoders may describe one value in different ways, and a release that adds
//! commands changes the description of all of them. The hash is therefore over CBOR with the
//! field numbers of the types: the same command has the same hash whichever way it came.

use bonafide_types::governance::Command;
use bonafide_types::id::Sha256Hash;
use candid::de::{DecoderConfig, IDLDeserialize};
use sha2::{Digest, Sha256};

/// Sets command hashes apart from all other hashes: length, then words.
const DOMAIN: &[u8] = b"\x10bonafide-command";

/// The command in canonical CBOR.
#[must_use]
pub fn encode(command: &Command) -> Vec<u8> {
    match minicbor::to_vec(command) {
        Ok(bytes) => bytes,
        // Writing to a vector cannot fail, and the derived encoders have no error of their own.
        Err(never) => unreachable!("BUG: encoding to memory failed: {never}"),
    }
}

/// The command of these canonical bytes.
///
/// # Errors
/// When the bytes are not one command.
pub fn decode(bytes: &[u8]) -> Result<Command, minicbor::decode::Error> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let command = decoder.decode()?;
    if decoder.position() == bytes.len() {
        Ok(command)
    } else {
        Err(minicbor::decode::Error::message("bytes left over").at(decoder.position()))
    }
}

/// SHA-256 of the domain and the canonical bytes.
#[must_use]
pub fn hash(command: &Command) -> Sha256Hash {
    hash_encoded(&encode(command))
}

/// The same, of bytes from [`encode`].
#[must_use]
pub fn hash_encoded(bytes: &[u8]) -> Sha256Hash {
    let digest = Sha256::new()
        .chain_update(DOMAIN)
        .chain_update(bytes)
        .finalize();
    Sha256Hash(digest.into())
}

/// Reads a command from a Candid message with one argument, as an SNS payload or an NNS
/// motion carries it. Work is bounded by the message's length, whatever it claims to hold.
///
/// # Errors
/// What the decoder says; also when anything follows the command.
pub fn from_candid(bytes: &[u8]) -> Result<Command, String> {
    let mut config = DecoderConfig::new();
    let quota = bytes.len().saturating_mul(100).saturating_add(100_000);
    config.set_decoding_quota(quota).set_skipping_quota(10_000);
    let mut message =
        IDLDeserialize::new_with_config(bytes, &config).map_err(|e| first_line(&e))?;
    let command = message.get_value().map_err(|e| first_line(&e))?;
    if !message.is_done() {
        return Err("more than one argument".into());
    }
    message.done().map_err(|e| first_line(&e))?;
    Ok(command)
}

/// What a Candid decoder says, short enough to pass on: its first line, at most 300 characters.
#[must_use]
pub fn first_line(error: &candid::Error) -> String {
    let text = error.to_string();
    text.lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(300)
        .collect()
}

#[cfg(test)]
mod tests;
