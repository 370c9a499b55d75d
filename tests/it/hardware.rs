//! Hardware generations, elected versions, evidence of nodes; names of owners, jurisdictions
//! and motions of working groups.

use bonafide_test_support::{World, actors, args, refusal, reject, reject_text, run};
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::*;

/// A governed call that is refused changes nothing; its twin says the same.
pub(crate) fn refused(world: &World, command: &Command, error: &RegistryError) {
    let root = world.root();
    let text = reject(run(world.governance().execute(command)));
    assert_eq!(text, reject_text(error));
    assert_eq!(world.root(), root, "a refused call changed something");
    let twin = run(world.reader().validate_command(command)).unwrap();
    assert_eq!(twin, Err(text));
}

/// Elects a version with measurements of 48 equal bytes.
pub(crate) fn electing(version: &str, measurements: &[u8]) -> Command {
    Command::ReviseElectedGuestosVersions(ReviseElectedGuestosVersionsArgs {
        elect: Some(ElectGuestosVersionArgs {
            version: version.into(),
            release_package_sha256: Sha256Hash([1; 32]),
            measurements: measurements.iter().map(|n| Blob(vec![*n; 48])).collect(),
        }),
        unelect: vec![],
    })
}

fn ending(onboarding_until_ns: Option<u64>, supported_until_ns: Option<u64>) -> Command {
    Command::SetGeneration(SetGenerationArgs {
        onboarding_until_ns,
        supported_until_ns,
        ..args::generation()
    })
}

#[test]
fn an_end_date_comes_with_notice() {
    let world = World::new();
    let notice = 180 * DAY_NS;
    // Blocks take time: a day is far from the notice on either side.
    let soon = world.now_ns() + notice - DAY_NS;
    let late = world.now_ns() + notice + DAY_NS;
    let short = |field: &str, given_ns, command: &Command| {
        let text = reject(run(world.governance().execute(command)));
        for part in [
            "NoticeTooShort",
            field,
            &format!("{given_ns} ns"),
            "180 days",
        ] {
            assert!(text.contains(part), "{text:?} does not say {part:?}");
        }
    };
    let root = world.root();
    short("onboarding_until_ns", soon, &ending(Some(soon), None));
    short("supported_until_ns", soon, &ending(None, Some(soon)));
    assert_eq!(world.root(), root);

    world.govern(&ending(Some(late), Some(late)));
    let row = run(world.reader().generation("Gen2")).unwrap().unwrap();
    assert_eq!(row.onboarding_until_ns, Some(late));
    assert_eq!(row.supported_until_ns, Some(late));
    world.pass_days(2);
    short(
        "onboarding_until_ns",
        late - 1,
        &ending(Some(late - 1), Some(late)),
    );
    // Later, or none, needs no notice.
    world.govern(&ending(Some(late), Some(late + 1)));
    world.govern(&ending(None, None));
}

#[test]
fn a_closed_generation_takes_no_nodes_and_a_node_past_support_shows() {
    let world = World::new();
    let (provider, operator) = world.onboard(1);
    let owner = world.client(operator);
    run(owner.register_node(&args::node(1))).unwrap();
    let start = world.now_ns();
    let (until, end) = (start + 200 * DAY_NS, start + 400 * DAY_NS);
    let support = || {
        let view = run(world.reader().node(actors::node(1))).unwrap();
        view.unwrap().support
    };
    assert_eq!(support(), SupportStatus::Supported);
    world.govern(&ending(Some(until), Some(end)));
    run(owner.register_node(&args::node(2))).unwrap();

    world.pass_days(201);
    let closed = RegistryError::GenerationClosed {
        name: "Gen2".into(),
        since_ns: until,
    };
    let root = world.root();
    assert_eq!(refusal(run(owner.register_node(&args::node(3)))), closed);
    assert_eq!(world.root(), root);
    let supported_until_ns = Some(end);
    assert_eq!(support(), SupportStatus::Closed { supported_until_ns });

    world.pass_days(200);
    assert_eq!(support(), SupportStatus::Past { since_ns: end });
    // What is registered stays, and an extension shows at once.
    world.govern(&ending(None, None));
    assert_eq!(support(), SupportStatus::Supported);
    run(owner.register_node(&args::node(3))).unwrap();
    let view = run(world.reader().provider(provider)).unwrap().unwrap();
    assert_eq!(view.nodes, 3);
}

#[test]
fn a_node_registers_as_its_generation_says() {
    let world = World::new();
    let (_, operator) = world.onboard(1);
    let owner = world.client(operator);
    let register = |change: &dyn Fn(&mut RegisterNodeArgs)| {
        let mut wish = args::node(1);
        change(&mut wish);
        run(owner.register_node(&wish))
    };
    let name = "Gen9".to_owned();
    assert_eq!(
        refusal(register(&|wish| wish.generation = "Gen9".into())),
        RegistryError::GenerationNotFound { name }
    );
    assert!(matches!(
        refusal(register(&|wish| wish.node_reward_type = "type1".into())),
        RegistryError::InvalidField { field, .. } if field == "node_reward_type"
    ));
    world.govern(&Command::SetGeneration(SetGenerationArgs {
        sev_snp: true,
        ..args::generation()
    }));
    assert_eq!(
        refusal(register(&|_| {})),
        RegistryError::ChipIdRequired {
            generation: "Gen2".into()
        }
    );
    register(&|wish| wish.chip_id = Some(Blob(vec![9; 64]))).unwrap();

    let from_ns = world.now_ns() + 10 * DAY_NS;
    world.govern(&Command::SetGeneration(SetGenerationArgs {
        name: "Gen3".into(),
        onboarding_from_ns: from_ns,
        ..args::generation()
    }));
    let next = RegisterNodeArgs {
        generation: "Gen3".into(),
        ..args::node(2)
    };
    assert_eq!(
        refusal(run(owner.register_node(&next))),
        RegistryError::GenerationNotOpen {
            name: "Gen3".into(),
            from_ns
        }
    );
    world.pass_days(11);
    run(owner.register_node(&next)).unwrap();
}

#[test]
fn evidence_is_of_a_blessed_measurement() {
    let world = World::new();
    let (_, operator) = world.onboard(1);
    let (_, other) = world.onboard(2);
    let owner = world.client(operator);
    let node = RegisterNodeArgs {
        chip_id: Some(Blob(vec![9; 64])),
        ..args::node(1)
    };
    run(owner.register_node(&node)).unwrap();
    let evidence = SubmitNodeAttestationArgs {
        node_id: actors::node(1),
        measurement: Blob(vec![7; 48]),
        report_sha256: Sha256Hash([2; 32]),
    };
    assert!(matches!(
        refusal(run(owner.submit_node_attestation(&evidence))),
        RegistryError::MeasurementNotBlessed { .. }
    ));
    world.govern(&electing(&"a".repeat(40), &[7]));
    assert_eq!(
        refusal(run(world.client(other).submit_node_attestation(&evidence))),
        RegistryError::NotYourNode {
            id: actors::node(1),
            operator
        }
    );
    run(owner.submit_node_attestation(&evidence)).unwrap();
    let view = run(world.reader().node(actors::node(1))).unwrap().unwrap();
    assert!(view.attested);
    assert_eq!(view.node.attestation.unwrap().measurement.0, [7; 48]);
    assert_eq!(crate::replay::replayed(&world).root, world.root().0);
}

#[test]
fn owners_are_counted_under_one_name() {
    let world = World::new();
    for (id, owner) in [("dc1", "Halls"), ("dc2", "Halls Ltd"), ("dc3", "Other")] {
        let wish = AddDataCenterArgs {
            owner: owner.into(),
            ..args::data_center(id)
        };
        run(world.governance().add_data_center(&wish)).unwrap();
    }
    let aliases = |set: &[(&str, &str)], remove: &[&str]| {
        Command::SetOwnerAliases(SetOwnerAliasesArgs {
            set: set
                .iter()
                .map(|&(alias, canonical)| OwnerAliasArgs {
                    alias: alias.into(),
                    canonical: canonical.into(),
                })
                .collect(),
            remove: remove.iter().map(|&alias| alias.into()).collect(),
        })
    };
    let owned = |owner: &str| {
        let args = ListDataCentersArgs {
            filter: Some(DataCenterFilter {
                owner: Some(owner.into()),
                ..DataCenterFilter::default()
            }),
            ..ListDataCentersArgs::default()
        };
        let page = run(world.reader().data_centers(&args)).unwrap();
        let ids: Vec<_> = page.data_centers.into_iter().map(|dc| dc.id).collect();
        ids.join(" ")
    };
    world.govern(&aliases(&[("Halls Ltd", "Halls")], &[]));
    assert_eq!(owned("Halls"), "dc1 dc2");
    assert_eq!(owned("Halls Ltd"), "dc1 dc2", "by alias too");
    refused(
        &world,
        &aliases(&[("Other", "Halls"), ("Halls", "Other Name")], &[]),
        &RegistryError::OwnerAliasChain {
            name: "Halls".into(),
        },
    );
    world.govern(&aliases(&[("Other", "Halls")], &["Halls Ltd"]));
    assert_eq!(owned("Halls"), "dc1 dc3");
    assert_eq!(owned("Halls Ltd"), "dc2");
    assert_eq!(crate::replay::replayed(&world).root, world.root().0);
}

#[test]
fn a_jurisdiction_keeps_its_versions() {
    let world = World::new();
    let tag = |countries: &[&str]| {
        Command::SetJurisdiction(SetJurisdictionArgs {
            tag: "EXAMPLE".into(),
            countries: countries.iter().map(|&code| code.into()).collect(),
            source: "a public list".into(),
        })
    };
    refused(
        &world,
        &tag(&[]),
        &RegistryError::JurisdictionNotFound {
            tag: "EXAMPLE".into(),
        },
    );
    world.govern(&tag(&["UK", "CH"]));
    world.govern(&tag(&["CH"]));
    world.govern(&tag(&[]));
    let latest = run(world.reader().jurisdiction("EXAMPLE"))
        .unwrap()
        .unwrap();
    assert_eq!((latest.version, latest.countries.len()), (3, 0));
    let range = bonafide_types::certified::RangeArgs {
        table: table::JURISDICTION.into(),
        after: None,
        limit: 9,
    };
    let rows = run(world.reader().range_certified(&range)).unwrap().rows;
    assert_eq!(rows.len(), 3, "every version stays");
    assert_eq!(run(world.reader().jurisdictions()).unwrap(), [latest]);
}

#[test]
fn a_motion_is_linked_to_the_records_it_is_about() {
    let world = World::new();
    let record = |key: &str| RecordRef {
        table: table::GENERATION.into(),
        key: Blob(key.into()),
    };
    let motion = |key: &str| RecordWorkingGroupMotionArgs {
        working_group: "Hardware".into(),
        title: "Validity windows of generations".into(),
        text_sha256: Sha256Hash([4; 32]),
        url: Some("https://forum.example.com/t/1".into()),
        records: vec![record(key)],
    };
    refused(
        &world,
        &Command::RecordWorkingGroupMotion(motion("Gen9")),
        &RegistryError::RecordNotFound {
            table: table::GENERATION.into(),
            key: "47656e39".into(),
        },
    );
    let governance = world.governance();
    let id = run(governance.record_working_group_motion(&motion("Gen2"))).unwrap();
    let settle = Command::SettleWorkingGroupMotion(SettleWorkingGroupMotionArgs {
        id,
        outcome: MotionOutcome::Adopted,
        tally: Some(MotionTally {
            yes: 5,
            no: 2,
            abstain: 1,
        }),
    });
    world.govern(&settle);
    let outcome = MotionOutcome::Adopted;
    refused(
        &world,
        &settle,
        &RegistryError::MotionSettled { id, outcome },
    );
    let about = |key: &str| {
        let args = ListWorkingGroupMotionsArgs {
            record: Some(record(key)),
            ..ListWorkingGroupMotionsArgs::default()
        };
        run(world.reader().working_group_motions(&args))
            .unwrap()
            .motions
    };
    let found = about("Gen2");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].decision.unwrap().outcome, outcome);
    assert_eq!(about("Gen9"), []);
    assert_eq!(crate::replay::replayed(&world).root, world.root().0);
}
