//! Elects a `GuestOS` version and takes others back: all of it, or nothing. Governed.

use super::Decision;
use crate::domain::{batch, hardware, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{BATCH, GUESTOS_VERSIONS};
use bonafide_types::registry::{
    ElectGuestosVersionArgs, GuestosVersion, RegistryError, ReviseElectedGuestosVersionsArgs,
};
use ic_stable_structures::Memory;

/// Decides. A version that is elected stays with the measurements it was elected with: what
/// was blessed does not change under a name.
///
/// # Errors
/// Those of the fields, [`RegistryError::NothingToChange`],
/// [`RegistryError::GuestosVersionNotElected`], [`RegistryError::GuestosVersionInUse`],
/// [`RegistryError::GuestosVersionAlreadyElected`], [`RegistryError::TooMany`] when as many
/// versions are elected as may be.
pub fn decide<M: Memory>(
    state: &State<M>,
    ReviseElectedGuestosVersionsArgs { elect, unelect }: ReviseElectedGuestosVersionsArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    if elect.is_none() && unelect.is_empty() {
        return Err(RegistryError::NothingToChange {
            what: "no version to elect and none to take back".into(),
        });
    }
    if !unelect.is_empty() {
        batch::check("unelect", &unelect, BATCH)?;
    }
    for version in &unelect {
        check_unused(state, version)?;
    }
    let elected = elect
        .map(|wanted| read_election(state, wanted, ctx.now_ns))
        .transpose()?;
    let left = usize::try_from(state.guestos_versions.len()).unwrap_or(usize::MAX) - unelect.len();
    let count = left + usize::from(elected.is_some());
    text::check_count("guestos_versions", count, GUESTOS_VERSIONS)?;
    Ok(Decision::change(
        Event::GuestosVersionsRevised {
            elected,
            unelected: unelect,
        },
        (),
    ))
}

/// Checks that a version is elected and that no boundary node runs it.
fn check_unused<M: Memory>(state: &State<M>, version: &str) -> Result<(), RegistryError> {
    if state.guestos_version(version).is_none() {
        return Err(RegistryError::GuestosVersionNotElected {
            version: text::shortened(version),
        });
    }
    match state.nodes_running(version).next() {
        None => Ok(()),
        Some(node) => Err(RegistryError::GuestosVersionInUse {
            version: version.into(),
            node,
        }),
    }
}

fn read_election<M: Memory>(
    state: &State<M>,
    wanted: ElectGuestosVersionArgs,
    now_ns: u64,
) -> Result<GuestosVersion, RegistryError> {
    let ElectGuestosVersionArgs {
        version,
        release_package_sha256,
        measurements,
    } = wanted;
    hardware::check_version("elect.version", &version)?;
    hardware::check_measurements("elect.measurements", &measurements)?;
    if state.guestos_version(&version).is_some() {
        return Err(RegistryError::GuestosVersionAlreadyElected { version });
    }
    Ok(GuestosVersion {
        version,
        release_package_sha256,
        measurements,
        elected_at_ns: now_ns,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{GUESTOS, World, node_id};
    use crate::state::invariants;
    use bonafide_types::id::{Blob, Sha256Hash};

    fn elect(version: &str, measurements: &[u8]) -> ElectGuestosVersionArgs {
        ElectGuestosVersionArgs {
            version: version.into(),
            release_package_sha256: Sha256Hash([5; 32]),
            measurements: measurements.iter().map(|n| Blob(vec![*n; 48])).collect(),
        }
    }

    fn electing(version: &str, measurements: &[u8]) -> ReviseElectedGuestosVersionsArgs {
        ReviseElectedGuestosVersionsArgs {
            elect: Some(elect(version, measurements)),
            unelect: vec![],
        }
    }

    fn taking_back(versions: &[&str]) -> ReviseElectedGuestosVersionsArgs {
        ReviseElectedGuestosVersionsArgs {
            elect: None,
            unelect: versions.iter().map(|&version| version.into()).collect(),
        }
    }

    #[test]
    fn should_elect_and_take_back() {
        let mut world = World::new();
        let (old, new) = ("0".repeat(40), "1f".repeat(20));
        world.run(decide, electing(&old, &[1, 2])).unwrap();
        let both = ReviseElectedGuestosVersionsArgs {
            elect: Some(elect(&new, &[2, 3])),
            unelect: vec![old.clone()],
        };
        world.run(decide, both).unwrap();
        assert_eq!(world.state.guestos_version(&old), None);
        let row = world.state.guestos_version(&new).unwrap();
        assert_eq!(row.elected_at_ns, world.now_ns);
        let blessed = [1, 2, 3].map(|n| world.state.is_blessed(&[n; 48]));
        assert_eq!(blessed, [false, true, true]);
        invariants::try_state(&world.state).unwrap();
    }

    #[test]
    fn should_not_take_back_what_runs() {
        let mut world = World::with_boundary_nodes(2);
        let spare = "b".repeat(40);
        world.elect(&spare);
        let node = world.state.nodes_running(GUESTOS).next().unwrap();
        assert!([node_id(1), node_id(2)].contains(&node));
        world.refuse(
            decide,
            taking_back(&[&spare, GUESTOS]),
            RegistryError::GuestosVersionInUse {
                version: GUESTOS.into(),
                node,
            },
        );
        world.run(decide, taking_back(&[&spare])).unwrap();
        world.refuse(
            decide,
            taking_back(&[&spare]),
            RegistryError::GuestosVersionNotElected {
                version: spare.clone(),
            },
        );
    }

    #[test]
    fn should_refuse_an_elected_version_again() {
        let mut world = World::new();
        world.run(decide, electing(GUESTOS, &[1])).unwrap();
        let again = || RegistryError::GuestosVersionAlreadyElected {
            version: GUESTOS.into(),
        };
        world.refuse(decide, electing(GUESTOS, &[2]), again());
        // Not even when the same proposal takes it back.
        let both = ReviseElectedGuestosVersionsArgs {
            unelect: vec![GUESTOS.into()],
            ..electing(GUESTOS, &[2])
        };
        world.refuse(decide, both, again());
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = World::new();
        for bad in ["", "A", &"a".repeat(39), &"a".repeat(41), &"A".repeat(40)] {
            world.refuse_field(decide, electing(bad, &[]), "elect.version");
        }
        let good = "a".repeat(40);
        let many: Vec<u8> = (0..33).collect();
        world.refuse_field(decide, electing(&good, &many), "elect.measurements");
        let mut short = electing(&good, &[1]);
        short.elect.as_mut().unwrap().measurements[0].0.pop();
        world.refuse_field(decide, short, "elect.measurements");
        assert!(matches!(
            world.refused(decide, electing(&good, &[1, 1])),
            RegistryError::DuplicateEntry { .. }
        ));
        assert!(matches!(
            world.refused(decide, taking_back(&[])),
            RegistryError::NothingToChange { .. }
        ));
        assert!(matches!(
            world.refused(decide, taking_back(&["a", "a"])),
            RegistryError::DuplicateEntry { .. }
        ));
        world.refuse_field(decide, taking_back(&["a"; 101]), "unelect");
    }

    #[test]
    fn should_bound_the_elected_versions() {
        let mut world = World::new();
        let numbered = |n: usize| format!("{n:040x}");
        for n in 0..GUESTOS_VERSIONS {
            world.elect(&numbered(n));
        }
        let one_more = || electing(&numbered(GUESTOS_VERSIONS), &[]);
        world.refuse_field(decide, one_more(), "guestos_versions");
        let swap = ReviseElectedGuestosVersionsArgs {
            unelect: vec![numbered(0)],
            ..one_more()
        };
        world.run(decide, swap).unwrap();
    }
}
