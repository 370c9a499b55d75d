//! Hash trees in CBOR, as the interface specification encodes them.
//!
//! Read here because general CBOR readers stop at a depth that a canister's tree may
//! exceed: it is as deep as its keys have bits in common, and owners choose some keys.

use ic_certification::{HashTree, empty, fork, labeled, leaf, pruned};
use minicbor::{
    Decoder,
    data::{Tag, Type},
    decode::Error,
};

/// Deeper than any tree of principals, and shallow enough for the stack.
const DEPTH: u32 = 1_024;
/// The tag by which CBOR describes itself.
const SELF_DESCRIBED: Tag = Tag::new(55_799);

/// Reads a tree that fills `bytes`.
pub(super) fn decode(bytes: &[u8]) -> Result<HashTree, Error> {
    let mut decoder = Decoder::new(bytes);
    if decoder.datatype()? == Type::Tag && decoder.tag()? != SELF_DESCRIBED {
        return Err(Error::message("an unknown tag").at(0));
    }
    let tree = node(&mut decoder, DEPTH)?;
    if decoder.position() == bytes.len() {
        Ok(tree)
    } else {
        Err(Error::message("bytes after the tree").at(decoder.position()))
    }
}

fn node(decoder: &mut Decoder<'_>, depth: u32) -> Result<HashTree, Error> {
    let at = decoder.position();
    let Some(below) = depth.checked_sub(1) else {
        return Err(Error::message("the tree is too deep").at(at));
    };
    let length = decoder.array()?;
    match (decoder.u8()?, length) {
        (0, Some(1)) => Ok(empty()),
        (1, Some(3)) => Ok(fork(node(decoder, below)?, node(decoder, below)?)),
        (2, Some(3)) => {
            let label = decoder.bytes()?.to_vec();
            Ok(labeled(label, node(decoder, below)?))
        }
        (3, Some(2)) => Ok(leaf(decoder.bytes()?)),
        (4, Some(2)) => {
            let hash = <[u8; 32]>::try_from(decoder.bytes()?);
            Ok(pruned(hash.map_err(|_| {
                Error::message("a hash has 32 bytes").at(at)
            })?))
        }
        _ => Err(Error::message("not a node of a hash tree").at(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(depth: usize) -> HashTree {
        (1..depth).fold(leaf("end"), |tree, _| labeled("x", tree))
    }

    fn cbor(tree: &HashTree) -> Vec<u8> {
        // The tree's own encoder, so that reading is checked against another hand.
        serde_cbor::to_vec(tree).unwrap()
    }

    #[test]
    fn every_node_reads_back() {
        let tree = fork(
            labeled("a", fork(leaf("b"), empty())),
            fork(pruned([7; 32]), labeled("c", empty())),
        );
        assert_eq!(decode(&cbor(&tree)).unwrap(), tree);
        let mut described = vec![0xd9, 0xd9, 0xf7];
        described.extend(cbor(&tree));
        assert_eq!(decode(&described).unwrap(), tree);
    }

    #[test]
    fn a_deep_tree_is_read_and_a_bottomless_one_refused() {
        let deepest = usize::try_from(DEPTH).unwrap();
        assert_eq!(
            decode(&cbor(&chain(deepest))).unwrap().digest(),
            chain(deepest).digest()
        );
        assert!(decode(&cbor(&chain(deepest + 1))).is_err());
        assert!(decode(&[0x83, 0x01].repeat(1_000_000)).is_err());
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        for bytes in [
            &[][..],
            &[0x00],
            &[0x81, 0x01],
            &[0x81, 0x00, 0x00],
            &[0x82, 0x04, 0x41, 0x00],
            &[0x82, 0x05, 0x40],
            &[0x9f, 0x00, 0xff],
            &[0xc1, 0x81, 0x00],
            &[0x83, 0x01, 0x81, 0x00],
        ] {
            assert!(decode(bytes).is_err(), "{bytes:?}");
        }
    }
}
