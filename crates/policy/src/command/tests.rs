//! Hashes that must never change, and messages as anyone may send them.

use super::*;
use crate::testing::{add_data_center, set_sources};
use bonafide_types::governance::{Canisters, Sources};
use bonafide_types::id::Caller;
use bonafide_types::registry::{AddDataCenterArgs, Gps};
use candid::{CandidType, Principal};
use proptest::prelude::*;

#[test]
fn should_keep_the_hash_of_a_command() {
    let pinned = [
        (
            set_sources(),
            "82186681a400f501f402f503f4",
            "97aaf90169b4d066d5c2eef7e6bbe3887fd6d2e2cca12b06c9b779d12d8bc8a2",
        ),
        (
            add_data_center(),
            "820181a500637a683201685a75726963682032026d4578616d706c652048616c6c73\
             03704575726f70652c43482c5a757269636804a2001a02d2e680011a00825348",
            "795368cf071cb59dd5ee6892538bc62f11ab5caba395c7d0e984ed2957ad1481",
        ),
    ];
    for (command, bytes, sha256) in pinned {
        assert_eq!(hex::encode(encode(&command)), bytes);
        assert_eq!(hash(&command).to_string(), sha256);
        assert_eq!(decode(&encode(&command)).unwrap(), command);
    }
}

#[test]
fn should_not_write_a_canister_that_the_suite_does_not_have() {
    for (identity, audits, rewards, bytes) in [
        (None, None, None, "82186981a1004101"),
        (Some(2), None, None, "82186981a2004101014102"),
        (Some(2), Some(3), None, "82186981a3004101014102024103"),
        (
            Some(2),
            Some(3),
            Some(4),
            "82186981a4004101014102024103034104",
        ),
    ] {
        let caller = |n: u8| Caller(Principal::from_slice(&[n]));
        let command = Command::SetCanisters(Canisters {
            registry: caller(1),
            identity: identity.map(caller),
            audits: audits.map(caller),
            rewards: rewards.map(caller),
        });
        assert_eq!(hex::encode(encode(&command)), bytes);
        assert_eq!(decode(&encode(&command)).unwrap(), command);
    }
}

#[test]
fn should_set_the_hash_apart_from_that_of_the_bytes() {
    let bytes = encode(&set_sources());
    let plain = Sha256Hash(Sha256::digest(&bytes).into());
    assert_ne!(hash_encoded(&bytes), plain);
    assert_eq!(usize::from(DOMAIN[0]), DOMAIN.len() - 1);
}

#[test]
fn should_refuse_canonical_bytes_with_anything_more_or_less() {
    let bytes = encode(&set_sources());
    for end in 0..bytes.len() {
        assert!(decode(&bytes[..end]).is_err(), "{end} bytes");
    }
    assert!(decode(&[bytes.as_slice(), &[0]].concat()).is_err());
}

#[test]
fn should_read_a_command_from_candid() {
    for command in [set_sources(), add_data_center()] {
        let message = candid::encode_one(&command).unwrap();
        assert_eq!(from_candid(&message), Ok(command));
    }
}

/// Governance of a later release, as far as this one need not know it.
#[derive(CandidType)]
enum LaterCommand {
    SetSources(Sources),
    SetMoonPhase(u8),
}

#[test]
fn should_give_one_hash_to_a_command_however_it_is_described() {
    let later = LaterCommand::SetSources(Sources {
        council: true,
        sns: false,
        nns_motion: true,
        upgrade: false,
    });
    let message = candid::encode_one(later).unwrap();
    assert_ne!(message, candid::encode_one(set_sources()).unwrap());
    let read = from_candid(&message).unwrap();
    assert_eq!(hash(&read), hash(&set_sources()));
}

#[test]
fn should_refuse_a_command_it_does_not_know() {
    let message = candid::encode_one(LaterCommand::SetMoonPhase(1)).unwrap();
    assert!(from_candid(&message).is_err());
}

#[test]
fn should_refuse_more_than_one_argument() {
    let message = candid::encode_args((set_sources(), set_sources())).unwrap();
    assert_eq!(from_candid(&message), Err("more than one argument".into()));
    let message = candid::encode_args((set_sources(), 1_u8)).unwrap();
    assert_eq!(from_candid(&message), Err("more than one argument".into()));
    let message = candid::encode_args((set_sources(), ())).unwrap();
    assert_eq!(from_candid(&message), Err("more than one argument".into()));
    assert!(from_candid(&candid::encode_args(()).unwrap()).is_err());
}

#[test]
fn should_refuse_bytes_after_the_argument_and_bytes_missing() {
    let message = candid::encode_one(set_sources()).unwrap();
    for end in 0..message.len() {
        assert!(from_candid(&message[..end]).is_err(), "{end} bytes");
    }
    assert!(from_candid(&[message.as_slice(), &[0]].concat()).is_err());
}

/// What a data centre's arguments look like with a field of no bytes but of great length.
#[derive(CandidType)]
struct Swollen {
    id: String,
    name: String,
    owner: String,
    region: String,
    gps: Gps,
    nothing: Vec<()>,
}

#[derive(CandidType)]
enum SwollenCommand {
    AddDataCenter(Swollen),
}

fn swollen(length: usize) -> Vec<u8> {
    let Command::AddDataCenter(args) = add_data_center() else {
        panic!("another command");
    };
    let AddDataCenterArgs {
        id,
        name,
        owner,
        region,
        gps,
    } = args;
    let args = Swollen {
        id,
        name,
        owner,
        region,
        gps,
        nothing: vec![(); length],
    };
    candid::encode_one(SwollenCommand::AddDataCenter(args)).unwrap()
}

#[test]
fn should_not_work_for_what_takes_no_bytes() {
    assert_eq!(from_candid(&swollen(10)), Ok(add_data_center()));
    let message = swollen(5_000_000);
    assert!(message.len() < 1_000);
    let error = from_candid(&message).unwrap_err();
    assert!(error.len() <= 1_200, "{error}");
}

proptest! {
    #[test]
    fn should_answer_any_bytes(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        at in any::<proptest::sample::Index>(),
        byte in any::<u8>(),
    ) {
        drop(decode(&bytes));
        prop_assert!(from_candid(&bytes).is_err());
        // One byte changed in a message, and in canonical bytes: refused, or another command.
        let mut message = candid::encode_one(add_data_center()).unwrap();
        let place = at.index(message.len());
        message[place] = byte;
        drop(from_candid(&message));
        let mut canonical = encode(&add_data_center());
        let place = at.index(canonical.len());
        let before = canonical[place];
        canonical[place] = byte;
        if let Ok(command) = decode(&canonical) {
            prop_assert_eq!(command == add_data_center(), before == byte);
        }
    }
}
