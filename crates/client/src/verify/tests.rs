use super::{
    testing::{Ranges, TestNetwork},
    *,
};
use bonafide_types::registry::Version;
use proptest::prelude::*;
use serde_bytes::ByteBuf;

const NOW: u64 = 1_700_000_000 * SECOND_NS;

fn network() -> TestNetwork {
    let mut network = TestNetwork::new(Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 7, 1, 1]), NOW);
    for number in 0..20_u8 {
        network.put("node", &[number * 10], &[number; 5]);
    }
    network.put("provider", b"p", &minicbor::to_vec(version()).unwrap());
    network.log = (300, [9; 32]);
    network
}

fn version() -> Version {
    Version {
        major: 1,
        minor: 2,
        patch: 3,
    }
}

fn verifier(network: &TestNetwork) -> Verifier {
    Verifier {
        canister: network.canister,
        root_key: network.root_key(),
        now_ns: NOW,
    }
}

fn key(table: &str, key: &[u8]) -> RowKey {
    RowKey {
        table: table.into(),
        key: ByteBuf::from(key),
    }
}

fn asked(after: Option<&[u8]>, limit: u32) -> RangeArgs {
    RangeArgs {
        table: "node".into(),
        after: after.map(ByteBuf::from),
        limit,
    }
}

#[test]
fn a_subnet_speaks_for_the_canisters_it_is_shown_to_host() {
    let id = |number| Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, number, 1, 1]);
    let not_in_range = VerifyError::CanisterNotInRange { canister: id(7) };
    for (ranges, expected) in [
        (Ranges::Sharded(id(0), id(7)), Ok(())),
        (Ranges::Flat(id(7), id(9)), Ok(())),
        (Ranges::Sharded(id(8), id(9)), Err(not_in_range.clone())),
        (Ranges::Flat(id(0), id(6)), Err(not_in_range.clone())),
        // Ranges that hold the canister, or do not, and were pruned on the way.
        (Ranges::Pruned(id(0), id(7)), Err(not_in_range.clone())),
        (Ranges::Pruned(id(8), id(9)), Err(not_in_range.clone())),
    ] {
        let mut network = network();
        network.delegation = Some(ranges.clone());
        let answer = network.rows(&[("provider", b"p")]);
        let rows = verifier(&network).rows(&[key("provider", b"p")], &answer);
        assert_eq!(rows.map(|_| ()), expected, "{ranges:?}");
    }
}

#[test]
fn rows_found_and_absent_are_proven() {
    let network = network();
    let answer = network.rows(&[("provider", b"p"), ("provider", b"q"), ("node", &[30])]);
    let keys = [
        key("provider", b"p"),
        key("provider", b"q"),
        key("node", &[30]),
    ];
    let rows = verifier(&network).rows(&keys, &answer).unwrap();
    assert_eq!(rows[0].record::<Version>().unwrap(), Some(version()));
    assert_eq!(rows[1].record::<Version>().unwrap(), None);
    assert!(matches!(
        rows[2].record::<Version>(),
        Err(VerifyError::Undecodable { .. })
    ));
}

#[test]
fn the_certificate_must_be_fresh() {
    let network = network();
    let answer = network.rows(&[("provider", b"p")]);
    let keys = [key("provider", b"p")];
    let mut late = verifier(&network);
    late.now_ns = NOW + FRESHNESS_NS;
    assert!(late.rows(&keys, &answer).is_ok());
    late.now_ns += 1;
    assert!(matches!(
        late.rows(&keys, &answer),
        Err(VerifyError::CertificateExpired { .. })
    ));
    let mut early = verifier(&network);
    early.now_ns = NOW - FRESHNESS_NS - 1;
    assert!(matches!(
        early.rows(&keys, &answer),
        Err(VerifyError::CertificateFromFuture { .. })
    ));
}

#[test]
fn another_canister_or_another_network_is_not_believed() {
    let network = network();
    let answer = network.rows(&[("provider", b"p")]);
    let keys = [key("provider", b"p")];
    let mut other = verifier(&network);
    other.canister = Principal::management_canister();
    assert!(matches!(
        other.rows(&keys, &answer),
        Err(VerifyError::NoCertifiedData { .. })
    ));
    let mut other = verifier(&network);
    // Another point of the group: the key negated (its sign bit flipped).
    other.root_key[37] ^= 0x20;
    assert_eq!(
        other.rows(&keys, &answer),
        Err(VerifyError::SignatureInvalid)
    );
}

#[test]
fn rows_withheld_invented_or_swapped_are_found_out() {
    let network = network();
    let verifier = verifier(&network);
    let keys = [key("provider", b"p"), key("provider", b"q")];
    let honest = network.rows(&[("provider", b"p"), ("provider", b"q")]);

    let mut answer = honest.clone();
    answer.rows[0].row = None;
    assert!(matches!(
        verifier.rows(&keys, &answer),
        Err(VerifyError::RowWithheld { .. })
    ));
    let mut answer = honest.clone();
    answer.rows[1].row = Some(ByteBuf::from([1]));
    assert!(matches!(
        verifier.rows(&keys, &answer),
        Err(VerifyError::RowInvented { .. })
    ));
    let mut answer = honest.clone();
    answer.rows.swap(0, 1);
    assert_eq!(verifier.rows(&keys, &answer), Err(VerifyError::OtherRows));
    let mut answer = honest;
    answer.rows.pop();
    assert_eq!(verifier.rows(&keys, &answer), Err(VerifyError::OtherRows));
}

#[test]
fn a_witness_that_hides_the_row_proves_nothing() {
    let network = network();
    let mut answer = network.rows(&[("provider", b"p")]);
    answer.rows[0] = network.rows(&[("node", &[30])]).rows.remove(0);
    let result = verifier(&network).rows(&[key("node", &[30])], &answer);
    assert!(matches!(result, Err(VerifyError::NotProven { .. })));
}

#[test]
fn a_witness_of_another_state_is_refused() {
    let mut network = network();
    let before = network.rows(&[("provider", b"p")]);
    network.put("provider", b"q", &[1]);
    let mut answer = network.rows(&[("provider", b"p")]);
    answer.witness = before.witness;
    let result = verifier(&network).rows(&[key("provider", b"p")], &answer);
    assert!(matches!(result, Err(VerifyError::RootMismatch { .. })));
}

#[test]
fn a_range_is_whole_up_to_its_last_row() {
    let network = network();
    let page =
        verifier(&network).range(&asked(Some(&[20]), 5), &network.range("node", &[21], &[70]));
    let page = page.unwrap();
    assert_eq!(
        page.rows.iter().map(|row| row.key()[0]).collect::<Vec<_>>(),
        [30, 40, 50, 60, 70]
    );
    assert!(!page.complete);
}

#[test]
fn fewer_rows_than_asked_are_not_the_end() {
    let network = network();
    let answer = network.range("node", &[21], &[70]);
    let page = verifier(&network).range(&asked(Some(&[20]), 100), &answer);
    let page = page.unwrap();
    assert_eq!(page.rows.len(), 5);
    assert!(!page.complete);
}

#[test]
fn the_last_range_proves_the_end() {
    let network = network();
    let answer = network.range("node", &[151], &[255]);
    let page = verifier(&network)
        .range(&asked(Some(&[150]), 100), &answer)
        .unwrap();
    assert_eq!(page.rows.len(), 4);
    assert!(page.complete);
    let answer = network.range("node", &[191], &[255]);
    let page = verifier(&network)
        .range(&asked(Some(&[190]), 100), &answer)
        .unwrap();
    assert_eq!((page.rows.len(), page.complete), (0, true));
}

#[test]
fn a_table_that_does_not_exist_is_an_empty_range() {
    let network = network();
    let answer = network.range("subnet", &[], &[255]);
    let range = RangeArgs {
        table: "subnet".into(),
        after: None,
        limit: 10,
    };
    let page = verifier(&network).range(&range, &answer).unwrap();
    assert_eq!((page.rows.len(), page.complete), (0, true));
}

#[test]
fn a_range_with_a_row_left_out_is_found_out() {
    let network = network();
    let verifier = verifier(&network);
    for out in 0..5 {
        let mut answer = network.range("node", &[21], &[70]);
        answer.rows.remove(out);
        let result = verifier.range(&asked(Some(&[20]), 5), &answer);
        if out == 4 {
            // A shorter page is allowed, but never called complete.
            assert!(!result.unwrap().complete);
        } else {
            assert!(
                matches!(result, Err(VerifyError::RowWithheld { .. })),
                "row {out}"
            );
        }
    }
}

#[test]
fn a_range_that_starts_late_is_found_out() {
    let network = network();
    let answer = network.range("node", &[51], &[90]);
    let result = verifier(&network).range(&asked(Some(&[20]), 5), &answer);
    assert!(
        matches!(
            result,
            Err(VerifyError::NotProven { .. } | VerifyError::RowWithheld { .. })
        ),
        "{result:?}"
    );
}

#[test]
fn an_empty_range_in_the_middle_is_found_out() {
    let network = network();
    let mut answer = network.range("node", &[21], &[70]);
    answer.rows.clear();
    assert!(
        verifier(&network)
            .range(&asked(Some(&[20]), 5), &answer)
            .is_err()
    );
}

#[test]
fn the_tip_is_proven() {
    let network = network();
    let tip = verifier(&network).tip(&network.tip()).unwrap();
    assert_eq!((tip.length, tip.tip), (300, Sha256Hash([9; 32])));
    let mut answer = network.tip();
    answer.length -= 1;
    assert_eq!(
        verifier(&network).tip(&answer),
        Err(VerifyError::TipMismatch { part: "length" })
    );
    let mut answer = network.tip();
    answer.tip.0[0] ^= 1;
    assert_eq!(
        verifier(&network).tip(&answer),
        Err(VerifyError::TipMismatch { part: "tip" })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// A changed byte anywhere either fails, or leaves every proven row as it was.
    #[test]
    fn a_changed_byte_never_changes_what_is_believed(
        part in 0..3_usize,
        at in any::<prop::sample::Index>(),
        flip in 1..=255_u8,
    ) {
        let network = network();
        let keys = [key("provider", b"p"), key("node", &[30])];
        let honest = network.rows(&[("provider", b"p"), ("node", &[30])]);
        let believed = verifier(&network).rows(&keys, &honest).unwrap();
        let mut answer = honest;
        let bytes = match part {
            0 => &mut answer.certificate,
            1 => &mut answer.witness,
            _ => answer.rows[0].row.as_mut().unwrap(),
        };
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        if let Ok(rows) = verifier(&network).rows(&keys, &answer) {
            prop_assert!(part != 2, "a changed row was believed");
            prop_assert_eq!(rows, believed);
        }
    }

    #[test]
    fn a_truncated_answer_fails(part in 0..2_usize, at in any::<prop::sample::Index>()) {
        let network = network();
        let mut answer = network.rows(&[("provider", b"p")]);
        let bytes = if part == 0 { &mut answer.certificate } else { &mut answer.witness };
        let keep = at.index(bytes.len());
        bytes.truncate(keep);
        prop_assert!(verifier(&network).rows(&[key("provider", b"p")], &answer).is_err());
    }

    #[test]
    fn leb128_is_minimal_and_reads_back(value: u64) {
        let bytes = leb128(value);
        let read = bytes.iter().rev().fold(0_u128, |sum, byte| (sum << 7) | u128::from(byte & 0x7f));
        prop_assert_eq!(read, u128::from(value));
        prop_assert!(bytes.len() == 1 || bytes[bytes.len() - 1] != 0);
    }
}
