//! A list in a field that came later: an empty one is not written, and read where there is
//! none, so that rows and commands from before keep their bytes and their hashes.

use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

pub(crate) fn encode<C, T: Encode<C>, W: Write>(
    list: &Vec<T>,
    e: &mut Encoder<W>,
    ctx: &mut C,
) -> Result<(), EncodeError<W::Error>> {
    list.encode(e, ctx)
}

pub(crate) fn decode<'b, C, T: Decode<'b, C>>(
    d: &mut Decoder<'b>,
    ctx: &mut C,
) -> Result<Vec<T>, DecodeError> {
    Decode::decode(d, ctx)
}

#[expect(
    clippy::unnecessary_wraps,
    clippy::ptr_arg,
    reason = "the shapes that the derived code calls"
)]
mod nil {
    pub(crate) fn nil<T>() -> Option<Vec<T>> {
        Some(Vec::new())
    }

    pub(crate) fn is_nil<T>(list: &Vec<T>) -> bool {
        list.is_empty()
    }
}

pub(crate) use nil::{is_nil, nil};
