//! Approves an import by the hashes of its pages. Governed.
//!
//! The vote is on the hashes; the pages themselves come later, from anyone. An import that
//! was approved before keeps its number, so the same proposal twice is one import.

use super::Decision;
use crate::domain::{import, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{IMPORT_PAGES, SOURCE_BYTES};
use bonafide_types::registry::{BeginImportArgs, ImportJob, RegistryError};
use ic_stable_structures::Memory;

/// Decides; the reply is the import's number.
///
/// # Errors
/// A source or version that is not a name, no page or too many,
/// [`RegistryError::ImportSourceMismatch`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: BeginImportArgs,
    ctx: &Ctx,
) -> Result<Decision<u64>, RegistryError> {
    let BeginImportArgs {
        source,
        source_version,
        source_hash,
        page_hashes,
    } = args;
    text::check("source", &source, SOURCE_BYTES)?;
    text::check("source_version", &source_version, SOURCE_BYTES)?;
    let pages = check_pages(page_hashes.len())?;
    let expected = import::source_hash(&page_hashes);
    if source_hash != expected {
        return Err(RegistryError::ImportSourceMismatch {
            given: source_hash,
            expected,
        });
    }
    if let Some(id) = state.import_of(source_hash) {
        return Ok(Decision::unchanged(id));
    }
    let id = state.summary().imports;
    let job = ImportJob {
        id,
        source,
        source_version,
        source_hash,
        pages,
        next_page: 0,
        rows: 0,
        approved_at_ns: ctx.now_ns,
    };
    Ok(Decision::change(
        Event::ImportBegun { job, page_hashes },
        id,
    ))
}

fn check_pages(count: usize) -> Result<u32, RegistryError> {
    text::check_count("page_hashes", count, IMPORT_PAGES)?;
    match u32::try_from(count) {
        Ok(pages) if pages > 0 => Ok(pages),
        _ => Err(RegistryError::OutOfRange {
            field: "page_hashes".into(),
            given: 0,
            min: 1,
            max: i64::try_from(IMPORT_PAGES).unwrap_or(i64::MAX),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;
    use bonafide_types::id::Sha256Hash;

    fn args(pages: &[&[u8]]) -> BeginImportArgs {
        let page_hashes: Vec<_> = pages.iter().copied().map(import::page_hash).collect();
        BeginImportArgs {
            source: "network".into(),
            source_version: "2025-10-31".into(),
            source_hash: import::source_hash(&page_hashes),
            page_hashes,
        }
    }

    #[test]
    fn should_number_imports_and_keep_the_number_of_one_begun_before() {
        let mut world = World::new();
        assert_eq!(world.run(decide, args(&[b"a"])), Ok(0));
        assert_eq!(world.run(decide, args(&[b"b", b"c"])), Ok(1));
        let job = world.state.import(1).unwrap();
        assert_eq!((job.pages, job.next_page, job.rows), (2, 0, 0));
        assert_eq!(job.approved_at_ns, world.now_ns);
        let hash = |page| world.state.import_page_hash(1, page);
        assert_eq!(hash(1), Some(import::page_hash(b"c")));
        assert_eq!(hash(2), None);
        let events = world.state.summary().events;
        assert_eq!(world.run(decide, args(&[b"a"])), Ok(0));
        assert_eq!(world.state.summary().events, events);
    }

    #[test]
    fn should_refuse_what_does_not_name_its_pages() {
        let mut world = World::new();
        let good = args(&[b"a", b"b"]);
        let mut swapped = good.clone();
        swapped.page_hashes.reverse();
        let expected = import::source_hash(&swapped.page_hashes);
        let given = good.source_hash;
        let mismatch = RegistryError::ImportSourceMismatch { given, expected };
        world.refuse(decide, swapped, mismatch);
        let mut many = good.clone();
        many.page_hashes = vec![Sha256Hash([0; 32]); 4_097];
        let unnamed = BeginImportArgs {
            source: " ".into(),
            ..good.clone()
        };
        let long = BeginImportArgs {
            source_version: "v".repeat(256),
            ..good
        };
        for (bad, field) in [
            (args(&[]), "page_hashes"),
            (many, "page_hashes"),
            (unnamed, "source"),
            (long, "source_version"),
        ] {
            world.refuse_field(decide, bad, field);
        }
    }
}
