//! CBOR with explicit field numbers: the form of rows and events.

use minicbor::decode::{Decode, Error};
use minicbor::encode::Encode;

/// The bytes of a value.
pub fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    match minicbor::to_vec(value) {
        Ok(bytes) => bytes,
        // Writing to a vector cannot fail, and the derived encoders have no error of their own.
        Err(never) => unreachable!("BUG: encoding to memory failed: {never}"),
    }
}

/// The value of these bytes, all of which it must use.
///
/// # Errors
/// When the bytes are not exactly one value of this type.
pub fn decode<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, Error> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode()?;
    if decoder.position() == bytes.len() {
        Ok(value)
    } else {
        Err(Error::message("bytes left over").at(decoder.position()))
    }
}
