use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn built(entries: &BTreeMap<Vec<u8>, Hash>) -> Trie {
    let mut trie = Trie::default();
    for (key, value) in entries {
        trie.insert(key, *value);
    }
    trie
}

/// Keys that share prefixes, are prefixes of each other, or are empty.
fn key() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(
        prop_oneof![Just(0_u8), Just(1), Just(0x80), Just(0xff)],
        0..5,
    )
}

fn entries() -> impl Strategy<Value = BTreeMap<Vec<u8>, Hash>> {
    prop::collection::btree_map(key(), any::<Hash>(), 0..40)
}

/// A label with its value where that is shown; nothing where the tree is pruned.
type Shown<'a> = Option<(&'a [u8], Option<&'a [u8]>)>;

/// Labels of a witness in order.
fn shown<'a>(tree: &'a HashTree<'_>, out: &mut Vec<Shown<'a>>) {
    match tree {
        HashTree::Empty => {}
        HashTree::Fork(sides) => {
            shown(&sides.0, out);
            shown(&sides.1, out);
        }
        HashTree::Labeled(label, content) => match &**content {
            HashTree::Leaf(value) => out.push(Some((label, Some(value)))),
            _ => out.push(Some((label, None))),
        },
        HashTree::Leaf(_) => panic!("a leaf without a label"),
        HashTree::Pruned(_) => out.push(None),
    }
}

/// Checks that a witness shows exactly the entries within bounds and leaves no gap there.
fn assert_proves(
    witness: &HashTree<'_>,
    entries: &BTreeMap<Vec<u8>, Hash>,
    lower: Bound<&[u8]>,
    upper: Bound<&[u8]>,
) {
    let mut labels = Vec::new();
    shown(witness, &mut labels);
    let values: Vec<_> = labels
        .iter()
        .flatten()
        .filter(|(key, _)| within(key, &(lower, upper)))
        .map(|(key, value)| (key.to_vec(), value.map(<[u8]>::to_vec)))
        .collect();
    let expected: Vec<_> = entries
        .iter()
        .filter(|(key, _)| within(key, &(lower, upper)))
        .map(|(key, value)| (key.clone(), Some(value.to_vec())))
        .collect();
    assert_eq!(values, expected);
    // A pruned part lies wholly outside: a shown label stands between it and the range.
    for (at, _) in labels
        .iter()
        .enumerate()
        .filter(|(_, label)| label.is_none())
    {
        let left = labels[..at].iter().rev().flatten().next();
        let right = labels[at..].iter().flatten().next();
        let below = match lower {
            Bound::Unbounded => false,
            Bound::Included(bound) | Bound::Excluded(bound) => {
                right.is_some_and(|(key, _)| *key <= bound)
            }
        };
        let above = match upper {
            Bound::Unbounded => false,
            Bound::Included(bound) | Bound::Excluded(bound) => {
                left.is_some_and(|(key, _)| *key >= bound)
            }
        };
        assert!(below || above, "a pruned part may hide a key of the range");
    }
}

fn bound() -> impl Strategy<Value = Bound<Vec<u8>>> {
    prop_oneof![
        key().prop_map(Bound::Included),
        key().prop_map(Bound::Excluded),
        Just(Bound::Unbounded),
    ]
}

proptest! {
    #[test]
    fn should_hold_what_a_map_holds(ops in prop::collection::vec((key(), prop::option::of(any::<Hash>())), 0..80)) {
        let mut model = BTreeMap::new();
        let mut trie = Trie::default();
        for (key, value) in ops {
            if let Some(value) = value {
                trie.insert(&key, value);
                model.insert(key.clone(), value);
            } else {
                trie.remove(&key);
                model.remove(&key);
            }
            prop_assert_eq!(trie.get(&key), model.get(&key).copied());
            prop_assert_eq!(trie.len(), model.len() as u64);
            // The shape depends on the content alone: the same as built afresh.
            prop_assert_eq!(trie.root_hash(), built(&model).root_hash());
        }
    }

    #[test]
    fn should_change_its_root_with_any_change(entries in entries(), key in key(), value in any::<Hash>()) {
        let mut changed = entries.clone();
        prop_assume!(changed.insert(key, value) != Some(value));
        prop_assert_ne!(built(&entries).root_hash(), built(&changed).root_hash());
    }

    #[test]
    fn should_prove_one_key(entries in entries(), key in key()) {
        let mut trie = built(&entries);
        let root = trie.root_hash();
        let (lower, upper) = (Bound::Included(key.as_slice()), Bound::Included(key.as_slice()));
        let witness = trie.witness(&[(lower, upper)]);
        prop_assert_eq!(witness.reconstruct(), root);
        assert_proves(&witness, &entries, lower, upper);
    }

    #[test]
    fn should_prove_a_range(entries in entries(), lower in bound(), upper in bound()) {
        let mut trie = built(&entries);
        let root = trie.root_hash();
        let lower = lower.as_ref().map(Vec::as_slice);
        let upper = upper.as_ref().map(Vec::as_slice);
        let witness = trie.witness(&[(lower, upper)]);
        prop_assert_eq!(witness.reconstruct(), root);
        if let (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) = (lower, upper) {
            prop_assume!(a <= b);
        }
        assert_proves(&witness, &entries, lower, upper);
    }
}

#[test]
fn should_prove_several_keys_at_once() {
    let entries: BTreeMap<Vec<u8>, Hash> = (0..50_u8).map(|n| (vec![2 * n], [n; 32])).collect();
    let mut trie = built(&entries);
    let root = trie.root_hash();
    let keys = [[8_u8], [9], [60]];
    let ranges = keys
        .each_ref()
        .map(|key| (Bound::Included(&key[..]), Bound::Included(&key[..])));
    let witness = trie.witness(&ranges);
    assert_eq!(witness.reconstruct(), root);
    let mut labels = Vec::new();
    shown(&witness, &mut labels);
    let labels: Vec<_> = labels
        .into_iter()
        .flatten()
        .map(|(key, value)| (key[0], value.is_some()))
        .collect();
    assert_eq!(
        labels,
        [(8, true), (10, false), (60, true)],
        "9 is proven absent by 8 and 10"
    );
}

#[test]
fn should_read_a_witness_as_the_specification_says() {
    let mut trie = Trie::default();
    for key in ["an1", "an10", "bo1"] {
        trie.insert(key.as_bytes(), [7; 32]);
    }
    let root = trie.root_hash();
    let expected = fork(
        fork(
            labeled(b"an1", HashTree::Leaf(Cow::Owned(vec![7; 32]))),
            labeled(b"an10", HashTree::Leaf(Cow::Owned(vec![7; 32]))),
        ),
        labeled(b"bo1", HashTree::Leaf(Cow::Owned(vec![7; 32]))),
    );
    assert_eq!(expected.reconstruct(), root);
}
