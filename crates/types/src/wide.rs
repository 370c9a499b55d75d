//! 128-bit numbers in CBOR: 16 bytes, the most significant first.

use minicbor::decode::{Decoder, Error};
use minicbor::encode::{self, Encoder, Write};

/// Writes.
///
/// # Errors
/// Those of the writer.
pub(crate) fn encode<Ctx, W: Write>(
    value: &u128,
    encoder: &mut Encoder<W>,
    _: &mut Ctx,
) -> Result<(), encode::Error<W::Error>> {
    encoder.bytes(&value.to_be_bytes())?.ok()
}

/// Reads.
///
/// # Errors
/// When there are not 16 bytes.
pub(crate) fn decode<Ctx>(decoder: &mut Decoder<'_>, _: &mut Ctx) -> Result<u128, Error> {
    let bytes = decoder.bytes()?;
    let bytes = bytes
        .try_into()
        .map_err(|_| Error::message("a 128-bit number has 16 bytes"))?;
    Ok(u128::from_be_bytes(bytes))
}
