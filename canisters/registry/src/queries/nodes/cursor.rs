//! Where a list of nodes goes on: the keys of the groups it stands in, and of the node after
//! which to go on, each with its length in one byte before it.

use bonafide_types::id::Blob;

/// The cursor of a path. Keys have 255 bytes at most, because they are keys of an index.
pub(super) fn encode(path: &[Vec<u8>]) -> Blob {
    let mut bytes = Vec::new();
    for key in path {
        bytes.push(u8::try_from(key.len()).expect("BUG: a key has 255 bytes at most"));
        bytes.extend_from_slice(key);
    }
    Blob(bytes)
}

/// The path of a cursor, of one key to `depth` keys; `None` when it is none that this query
/// gives.
pub(super) fn decode(cursor: &Blob, depth: usize) -> Option<Vec<Vec<u8>>> {
    let mut rest = cursor.0.as_slice();
    let mut path = Vec::new();
    while let Some((length, after)) = rest.split_first() {
        if path.len() == depth {
            return None;
        }
        let (key, after) = after.split_at_checked(usize::from(*length))?;
        path.push(key.to_vec());
        rest = after;
    }
    (!path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_read_what_it_wrote_and_nothing_else() {
        let path = vec![b"zh2".to_vec(), vec![], vec![7; 29]];
        let cursor = encode(&path);
        assert_eq!(decode(&cursor, 3), Some(path));
        assert_eq!(decode(&cursor, 2), None, "deeper than the filter");
        for malformed in [&[][..], &[1], &[3, 1, 2], &[1, 5, 200]] {
            assert_eq!(decode(&Blob(malformed.to_vec()), 3), None);
        }
    }
}
