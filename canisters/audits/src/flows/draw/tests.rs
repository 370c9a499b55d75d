use super::*;

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
