//! Adds or changes a hardware generation. Governed.
//!
//! A changed set of reward types, or a changed need for a chip id, applies to the nodes that
//! register from then on.

use super::Decision;
use crate::domain::{generation, hardware, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::GENERATIONS;
use bonafide_types::registry::{Generation, RegistryError, SetGenerationArgs};
use ic_stable_structures::Memory;

/// Decides. What is so already changes nothing.
///
/// # Errors
/// Those of the fields, [`RegistryError::NoticeTooShort`], [`RegistryError::TooMany`] when
/// there are as many generations as there may be.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetGenerationArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let SetGenerationArgs {
        name,
        node_types,
        onboarding_from_ns,
        onboarding_until_ns,
        supported_until_ns,
        sev_snp,
    } = args;
    hardware::check_generation(&name)?;
    generation::check_node_types(&node_types)?;
    let before = state.generation(&name);
    let mut generation = Generation {
        name,
        node_types,
        onboarding_from_ns,
        onboarding_until_ns,
        supported_until_ns,
        sev_snp,
        announced_at_ns: ctx.now_ns,
    };
    generation::check_dates(&generation)?;
    let notice_days = state.policy(ctx.now_ns).generation_notice_days;
    generation::check_notice(before.as_ref(), &generation, notice_days, ctx.now_ns)?;
    match &before {
        None => {
            let count = usize::try_from(state.generations.len()).unwrap_or(usize::MAX);
            text::check_count("generations", count.saturating_add(1), GENERATIONS)?;
        }
        // Dates that stay were announced when they were.
        Some(before) if dates(before) == dates(&generation) => {
            generation.announced_at_ns = before.announced_at_ns;
        }
        Some(_) => {}
    }
    if before.as_ref() == Some(&generation) {
        return Ok(Decision::unchanged(()));
    }
    Ok(Decision::change(Event::GenerationSet { generation }, ()))
}

fn dates(generation: &Generation) -> (u64, Option<u64>, Option<u64>) {
    (
        generation.onboarding_from_ns,
        generation.onboarding_until_ns,
        generation.supported_until_ns,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;
    use crate::state::invariants;
    use bonafide_types::limits::DAY_NS;

    fn gen2() -> SetGenerationArgs {
        SetGenerationArgs {
            name: "Gen2".into(),
            node_types: vec!["type3".into(), "type3.1".into()],
            onboarding_from_ns: 5,
            onboarding_until_ns: None,
            supported_until_ns: None,
            sev_snp: true,
        }
    }

    #[test]
    fn should_add_then_change_and_keep_when_dates_were_announced() {
        let mut world = World::new();
        let first_ns = world.now_ns;
        world.run(decide, gen2()).unwrap();
        let row = world.state.generation("Gen2").unwrap();
        assert_eq!((row.announced_at_ns, row.sev_snp), (first_ns, true));

        world.now_ns += 1;
        let length = world.state.log.tip().length;
        world.run(decide, gen2()).unwrap();
        assert_eq!(world.state.log.tip().length, length, "it is so already");

        let without = SetGenerationArgs {
            sev_snp: false,
            ..gen2()
        };
        world.run(decide, without).unwrap();
        let row = world.state.generation("Gen2").unwrap();
        assert_eq!((row.announced_at_ns, row.sev_snp), (first_ns, false));

        let ending = SetGenerationArgs {
            supported_until_ns: Some(world.now_ns + 180 * DAY_NS),
            ..gen2()
        };
        world.run(decide, ending).unwrap();
        let row = world.state.generation("Gen2").unwrap();
        assert_eq!(row.announced_at_ns, first_ns + 1);
        invariants::try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_an_end_without_notice() {
        let mut world = World::new();
        let earliest_ns = world.now_ns + 180 * DAY_NS;
        let ending = |end_ns| SetGenerationArgs {
            onboarding_until_ns: Some(end_ns),
            ..gen2()
        };
        let short = |given_ns| RegistryError::NoticeTooShort {
            field: "onboarding_until_ns".into(),
            given_ns,
            earliest_ns,
            days: 180,
        };
        // New, and given to one that has none.
        world.refuse(decide, ending(earliest_ns - 1), short(earliest_ns - 1));
        world.run(decide, gen2()).unwrap();
        world.refuse(decide, ending(earliest_ns - 1), short(earliest_ns - 1));
        world.run(decide, ending(earliest_ns + 9)).unwrap();
        // Earlier than it was, within the notice or not.
        world.run(decide, ending(earliest_ns)).unwrap();
        world.refuse(decide, ending(earliest_ns - 1), short(earliest_ns - 1));
        // Later, or none: at any time.
        world.now_ns = earliest_ns - 1;
        world.run(decide, ending(earliest_ns + 1)).unwrap();
        world.run(decide, gen2()).unwrap();
        invariants::try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = World::new();
        for (args, field) in [
            (
                SetGenerationArgs {
                    name: "g".repeat(33),
                    ..gen2()
                },
                "generation",
            ),
            (
                SetGenerationArgs {
                    node_types: vec!["type9".into()],
                    ..gen2()
                },
                "node_types",
            ),
            (
                SetGenerationArgs {
                    onboarding_until_ns: Some(5),
                    ..gen2()
                },
                "onboarding_until_ns",
            ),
            (
                SetGenerationArgs {
                    supported_until_ns: Some(5),
                    ..gen2()
                },
                "supported_until_ns",
            ),
        ] {
            world.refuse_field(decide, args, field);
        }
        world.run(decide, gen2()).unwrap();
        let later = SetGenerationArgs {
            onboarding_from_ns: world.now_ns + 1,
            ..gen2()
        };
        world.refuse_field(decide, later, "onboarding_from_ns");
    }

    #[test]
    fn should_refuse_more_generations_than_there_may_be() {
        let mut world = World::new();
        let named = |n: usize| SetGenerationArgs {
            name: format!("Gen{n}"),
            ..gen2()
        };
        // The world has one of its own, Gen1.
        for n in 2..=GENERATIONS {
            world.run(decide, named(n)).unwrap();
        }
        world.refuse_field(decide, named(GENERATIONS + 1), "generations");
        world.run(decide, named(2)).unwrap();
    }
}
