use super::*;

#[test]
fn should_give_the_output_that_ic_vetkeys_gives() {
    // HKDF written out from HMAC elsewhere, over the same bytes.
    let seed = vrf_seed(&[1; 48], &[2; 96], &Sha256Hash([3; 32]));
    assert_eq!(
        seed.to_string(),
        "b738ce94e91495dcbcb69e011c66deeef87cbe9f8f83d4a04d56c0a1191248e1"
    );
}

#[test]
fn should_bind_the_seed_to_key_proof_and_snapshot() {
    let hash = Sha256Hash([3; 32]);
    let seeds = [
        vrf_seed(&[1; 48], &[2; 96], &hash),
        vrf_seed(&[0; 48], &[2; 96], &hash),
        vrf_seed(&[1; 48], &[1; 96], &hash),
        vrf_seed(&[1; 48], &[2; 96], &Sha256Hash([4; 32])),
    ];
    let distinct: BTreeSet<_> = seeds.into_iter().collect();
    assert_eq!(distinct.len(), seeds.len());
}

#[test]
fn should_ask_for_a_draw_once_at_a_time() {
    let first = InFlight::begin(7);
    assert!(first.is_some());
    for _ in 0..2 {
        assert!(InFlight::begin(7).is_none());
    }
    assert!(InFlight::begin(8).is_some());
    drop(first);
    assert!(InFlight::begin(7).is_some());
}
