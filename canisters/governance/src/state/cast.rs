//! Ballots as events hold them: two byte strings, yes and no, in which neuron n is bit
//! (n - 1) mod 8, the lowest first, of byte (n - 1) / 8. A thousand ballots take 250 bytes.

use bonafide_types::governance::{Ballot, Vote};
use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};

/// Writes ballots. Their order is not kept.
///
/// # Errors
/// When `e` cannot be written to.
pub(super) fn encode<C, W: Write>(
    ballots: &[Ballot],
    e: &mut Encoder<W>,
    _: &mut C,
) -> Result<(), encode::Error<W::Error>> {
    let side = |vote| {
        let mut bits = Vec::new();
        for ballot in ballots.iter().filter(|ballot| ballot.vote == vote) {
            let at = ballot.neuron_id.checked_sub(1);
            let at = at.and_then(|at| usize::try_from(at).ok());
            let at = at.expect("BUG: neurons are numbered from 1");
            if bits.len() <= at / 8 {
                bits.resize(at / 8 + 1, 0_u8);
            }
            bits[at / 8] |= 1 << (at % 8);
        }
        bits
    };
    e.array(2)?
        .bytes(&side(Vote::Yes))?
        .bytes(&side(Vote::No))?
        .ok()
}

/// Reads ballots: yes, then no, each in the order of neurons.
///
/// # Errors
/// When this is not an array of two byte strings.
pub(super) fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Vec<Ballot>, decode::Error> {
    let at = d.position();
    if d.array()? != Some(2) {
        return Err(decode::Error::message("ballots are an array of two").at(at));
    }
    let mut ballots = Vec::new();
    for vote in [Vote::Yes, Vote::No] {
        for (byte, first) in d.bytes()?.iter().zip((1_u64..).step_by(8)) {
            let set = (0..8).filter(|bit| byte & (1 << bit) != 0);
            ballots.extend(set.map(|bit| Ballot {
                neuron_id: first + bit,
                vote,
            }));
        }
    }
    Ok(ballots)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballot(neuron_id: u64, vote: Vote) -> Ballot {
        Ballot { neuron_id, vote }
    }

    fn written(ballots: &[Ballot]) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(ballots, &mut Encoder::new(&mut bytes), &mut ()).unwrap();
        bytes
    }

    #[test]
    fn should_keep_every_ballot() {
        let given = [
            ballot(9, Vote::Yes),
            ballot(1, Vote::Yes),
            ballot(8, Vote::No),
        ];
        let bytes = written(&given);
        assert_eq!(bytes, [0x82, 0x42, 0b1, 0b1, 0x41, 0b1000_0000]);
        let read = decode(&mut Decoder::new(&bytes), &mut ()).unwrap();
        assert_eq!(
            read,
            [
                ballot(1, Vote::Yes),
                ballot(9, Vote::Yes),
                ballot(8, Vote::No)
            ]
        );
        assert_eq!(written(&[]), [0x82, 0x40, 0x40]);
    }

    #[test]
    fn should_refuse_other_shapes() {
        for bytes in [&[0x81, 0x40][..], &[0x83, 0x40, 0x40, 0x40], &[0x82, 0x40]] {
            assert!(decode(&mut Decoder::new(bytes), &mut ()).is_err());
        }
    }
}
