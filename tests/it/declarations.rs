//! Declarations: published, accepted with the provider's key, accepted again, lapsed.

use bonafide_test_support::{World, actors, args, canisters, refusal, run};
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    AcceptDeclarationArgs, Acceptance, DeclarationStatus, ImportRow, PublishDeclarationArgs,
    PublishedDocument, RegistryError, Version, table,
};
use sha2::{Digest, Sha256};

fn status(world: &World, id: ProviderId) -> DeclarationStatus {
    run(world.reader().declaration_status(id)).unwrap()
}

fn accept(world: &World, id: ProviderId, sha256: Sha256Hash) -> Result<Acceptance, RegistryError> {
    use bonafide_client::ClientError::Registry;
    match run(world
        .client(id)
        .accept_declaration(&AcceptDeclarationArgs { sha256 }))
    {
        Ok(acceptance) => Ok(acceptance),
        Err(Registry(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

/// The certified row, which the hourly task keeps up to date.
fn certified(world: &World, id: ProviderId) -> Option<Acceptance> {
    let proven = run(world.reader().provider_certified(id)).unwrap();
    let row = proven
        .rows
        .iter()
        .find(|row| row.table() == table::ACCEPTANCE)
        .unwrap();
    row.record().unwrap()
}

/// A world where 1.0.0 is published and provider 1 has accepted it.
fn accepted_world() -> (World, ProviderId) {
    let world = World::new();
    let id = world.register(1);
    world.publish(args::version(1, 0, 0));
    world.accept(id);
    (world, id)
}

#[test]
fn the_suites_own_text_is_published_and_read_back_whole() {
    let world = World::new();
    for (version, file) in [
        (args::version(1, 0, 0), "declaration-1.0.0.en.txt"),
        (args::version(2, 0, 0), "declaration-2.0.0.en.txt"),
    ] {
        let text = canisters::fixture(file);
        let wish = PublishDeclarationArgs {
            text: text.clone(),
            ..args::declaration(version)
        };
        run(world.governance().publish_declaration(&wish)).unwrap();
        let current = world.current();
        assert_eq!(current.version, version);
        assert_eq!(
            current.sha256.0,
            *Sha256::digest(&text),
            "{file} is not in normal form"
        );
        assert_eq!(usize::try_from(current.bytes).unwrap(), text.len());
        let read = run(world.reader().declaration_text(current.sha256)).unwrap();
        assert_eq!(read.as_deref(), Some(text.as_str()));
    }
    let all = run(world.reader().declaration_texts()).unwrap();
    assert_eq!(all.len(), 2);
}

#[test]
fn a_text_is_brought_to_its_normal_form_before_it_is_hashed() {
    let world = World::new();
    // Combining diaeresis, carriage returns, trailing blanks, no final line feed.
    let text = "\u{feff}Erkla\u{308}rung  \r\nZweite Zeile\t\r\n\r\nEnde".into();
    let wish = PublishDeclarationArgs {
        language: "de-CH".into(),
        text,
        ..args::declaration(args::version(1, 0, 0))
    };
    run(world.governance().publish_declaration(&wish)).unwrap();
    let current = run(world.reader().current_declaration("de-CH"))
        .unwrap()
        .unwrap();
    let normal = "Erkl\u{e4}rung\nZweite Zeile\n\nEnde\n";
    assert_eq!(current.sha256.0, *Sha256::digest(normal));
    let read = run(world.reader().declaration_text(current.sha256)).unwrap();
    assert_eq!(read.as_deref(), Some(normal));
}

#[test]
fn an_acceptance_names_the_text_and_the_moment() {
    let world = World::new();
    let id = world.register(1);
    assert_eq!(status(&world, id), DeclarationStatus::NotAccepted);
    let text = world.publish(args::version(1, 0, 0));
    let before = world.now_ns();
    let acceptance = world.accept(id);
    assert_eq!(acceptance.provider, id);
    assert_eq!(acceptance.sha256, text.sha256);
    assert_eq!(
        (acceptance.language.as_str(), acceptance.version),
        ("en", text.version)
    );
    assert!(acceptance.accepted_at_ns >= before && acceptance.accepted_at_ns <= world.now_ns());
    assert_eq!(acceptance.lapsed_at_ns, None);
    assert_eq!(status(&world, id), DeclarationStatus::Current);
    assert_eq!(certified(&world, id), Some(acceptance.clone()));

    // Once more changes nothing.
    let root = world.root();
    assert_eq!(accept(&world, id, text.sha256), Ok(acceptance.clone()));
    assert_eq!(world.root(), root);
    assert_eq!(run(world.reader().acceptances(id)).unwrap(), [acceptance]);
}

#[test]
fn an_imported_provider_accepts_with_its_own_key() {
    let world = World::new();
    world.import("network", "1", args::network());
    world.publish(args::version(1, 0, 0));
    let id = actors::provider(101);
    assert_eq!(world.accept(id).provider, id);
    assert_eq!(status(&world, id), DeclarationStatus::Current);
}

#[test]
fn only_the_current_text_can_be_accepted() {
    let (world, id) = accepted_world();
    let old = world.current();
    let new = world.publish(args::version(2, 0, 0));
    let root = world.root();
    assert_eq!(
        accept(&world, id, old.sha256),
        Err(RegistryError::DeclarationNotCurrent {
            given: old.sha256,
            current: new.sha256
        })
    );
    let unknown = Sha256Hash([7; 32]);
    assert_eq!(
        accept(&world, id, unknown),
        Err(RegistryError::DeclarationNotFound { sha256: unknown })
    );
    let nobody = actors::provider(9);
    assert_eq!(
        accept(&world, nobody, new.sha256),
        Err(RegistryError::ProviderNotFound { id: nobody })
    );
    assert_eq!(world.root(), root);
}

#[test]
fn a_text_to_come_is_not_current_until_its_day() {
    let (world, id) = accepted_world();
    let from = world.now_ns() + 10 * DAY_NS;
    let wish = PublishDeclarationArgs {
        effective_from_ns: Some(from),
        ..args::declaration(args::version(2, 0, 0))
    };
    run(world.governance().publish_declaration(&wish)).unwrap();
    assert_eq!(world.current().version, args::version(1, 0, 0));
    assert_eq!(status(&world, id), DeclarationStatus::Current);
    let texts = run(world.reader().declaration_texts()).unwrap();
    let coming = texts
        .iter()
        .find(|text| text.version == args::version(2, 0, 0))
        .unwrap();
    assert!(matches!(
        accept(&world, id, coming.sha256),
        Err(RegistryError::DeclarationNotCurrent { .. })
    ));

    world.pass_days(11);
    assert_eq!(world.current().version, args::version(2, 0, 0));
    let deadline_ns = from + 30 * DAY_NS;
    assert_eq!(status(&world, id), DeclarationStatus::Due { deadline_ns });
}

/// How long after `version` follows 1.0.0 the acceptance holds; `None`: for ever.
fn grace(version: Version, days: Option<u64>) {
    let (world, id) = accepted_world();
    let text = world.publish(version);
    let Some(days) = days else {
        assert_eq!(status(&world, id), DeclarationStatus::Current);
        world.pass_days(400);
        assert_eq!(status(&world, id), DeclarationStatus::Current);
        return;
    };
    let deadline_ns = text.effective_from_ns + days * DAY_NS;
    assert_eq!(status(&world, id), DeclarationStatus::Due { deadline_ns });
    world.pass_days(days - 1);
    assert_eq!(status(&world, id), DeclarationStatus::Due { deadline_ns });
    assert_eq!(certified(&world, id).unwrap().lapsed_at_ns, None);
    world.pass_days(2);
    assert_eq!(
        status(&world, id),
        DeclarationStatus::Lapsed {
            since_ns: deadline_ns
        }
    );
    // What the hourly task wrote down, for readers of certified rows and of the log.
    assert_eq!(
        certified(&world, id).unwrap().lapsed_at_ns,
        Some(deadline_ns)
    );

    let again = world.accept(id);
    assert_eq!((again.version, again.lapsed_at_ns), (version, None));
    assert_eq!(status(&world, id), DeclarationStatus::Current);
    assert_eq!(certified(&world, id), Some(again));
}

#[test]
fn a_patch_asks_nothing() {
    grace(args::version(1, 0, 1), None);
}

#[test]
fn a_minor_change_gives_ninety_days() {
    grace(args::version(1, 1, 0), Some(90));
}

#[test]
fn a_major_change_gives_thirty_days() {
    grace(args::version(2, 0, 0), Some(30));
}

#[test]
fn the_earlier_deadline_counts() {
    let (world, id) = accepted_world();
    let minor = world.publish(args::version(1, 1, 0));
    world.pass_days(10);
    let major = world.publish(args::version(2, 0, 0));
    let deadline_ns = major.effective_from_ns + 30 * DAY_NS;
    assert!(deadline_ns < minor.effective_from_ns + 90 * DAY_NS);
    assert_eq!(status(&world, id), DeclarationStatus::Due { deadline_ns });
}

#[test]
fn who_accepts_in_time_never_lapses_and_the_history_stays() {
    let (world, id) = accepted_world();
    let first = certified(&world, id).unwrap();
    world.publish(args::version(2, 0, 0));
    world.pass_days(29);
    let second = world.accept(id);
    world.pass_days(100);
    assert_eq!(status(&world, id), DeclarationStatus::Current);
    assert_eq!(
        run(world.reader().acceptances(id)).unwrap(),
        [first, second]
    );
}

#[test]
fn a_published_document_is_not_an_acceptance() {
    let world = World::new();
    world.publish(args::version(1, 0, 0));
    let provider = actors::provider(101);
    let document = PublishedDocument {
        file: "self-declaration.pdf".into(),
        kind: "self-declaration".into(),
        sha256: Sha256Hash([3; 32]),
    };
    let rows = vec![
        ImportRow::Provider {
            id: provider,
            name: None,
        },
        ImportRow::Declaration {
            provider,
            slug: "example".into(),
            nns_proposal: Some(12),
            documents: vec![document.clone()],
        },
    ];
    let job = world.import("declarations", "1", rows);
    let view = run(world.reader().provider(provider)).unwrap().unwrap();
    let published = view.published.unwrap();
    assert_eq!(published.documents, [document]);
    assert_eq!(
        (published.nns_proposal, published.import_id),
        (Some(12), job.id)
    );
    assert_eq!(view.acceptance, None);
    assert_eq!(view.declaration, DeclarationStatus::NotAccepted);
}

#[test]
fn a_refused_acceptance_is_typed() {
    let world = World::new();
    let id = world.register(1);
    let sha256 = Sha256Hash([1; 32]);
    let error = refusal(run(world
        .client(id)
        .accept_declaration(&AcceptDeclarationArgs { sha256 })));
    assert_eq!(error, RegistryError::DeclarationNotFound { sha256 });
}
