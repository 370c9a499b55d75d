use super::changed;
use crate::commands::testing::{World, provider_id};
use bonafide_policy::facts;
use bonafide_types::identity::{Subject, SubjectKind};
use bonafide_types::registry::{
    AnswersStatus, DeclarationStatus, Provider, ProviderKind, ProviderProfile, ProviderStatus,
    ProviderView,
};
use std::slice;

fn profile(legal_name: &str) -> ProviderProfile {
    ProviderProfile {
        kind: ProviderKind::Individual,
        legal_name: legal_name.into(),
        country: "CH".into(),
        representative: None,
        proposal: "1".into(),
        adopted_at_ns: 1,
    }
}

/// Provider 9, which the world does not know, as the registry shows it.
fn view() -> ProviderView {
    let id = provider_id(9);
    ProviderView {
        provider: Provider {
            id,
            status: ProviderStatus::Active,
            imported: None,
            profile: None,
            self_declared: None,
            created_at_ns: 1,
            status_change: None,
            successor: None,
            answers_reopened_at_ns: None,
        },
        declaration: DeclarationStatus::NotAccepted,
        acceptance: None,
        published: None,
        operators: 0,
        nodes: 0,
        cluster: id,
        cluster_size: 1,
        answers: AnswersStatus::NotAnswered,
        bars: vec![],
    }
}

/// What changes when the registry shows a provider so; it is then taken over.
fn see(world: &mut World, view: &ProviderView) -> Option<Subject> {
    let mut subjects = changed(&world.state, slice::from_ref(view), world.now_ns);
    let subject = subjects.pop()?;
    assert_eq!(subjects, []);
    world.show(subject.clone());
    Some(subject)
}

#[test]
fn should_see_what_is_new_or_changed_only() {
    let mut world = World::new();
    let mut view = view();
    let mut expected = Subject {
        id: provider_id(9),
        kind: None,
        facts_hash: None,
        cluster: provider_id(9),
        status: ProviderStatus::Active,
        declaration_current: false,
        seen_at_ns: world.now_ns,
        known_since_ns: world.now_ns,
        left_at_ns: None,
    };
    assert_eq!(see(&mut world, &view), Some(expected.clone()));
    world.now_ns += 1;
    view.nodes = 7;
    assert_eq!(see(&mut world, &view), None, "what does not matter here");

    view.provider.profile = Some(profile("Jane Doe"));
    expected.kind = Some(SubjectKind::Individual);
    expected.facts_hash = Some(facts::hash(provider_id(9), &profile("Jane Doe")));
    expected.seen_at_ns = world.now_ns;
    assert_eq!(see(&mut world, &view), Some(expected.clone()));

    world.now_ns += 1;
    let adopted_again = ProviderProfile {
        proposal: "2".into(),
        adopted_at_ns: 2,
        ..profile("Jane Doe")
    };
    view.provider.profile = Some(adopted_again);
    assert_eq!(see(&mut world, &view), None, "the facts are the same");
    view.provider.profile = Some(profile("Jane Roe"));
    expected.facts_hash = Some(facts::hash(provider_id(9), &profile("Jane Roe")));
    expected.seen_at_ns = world.now_ns;
    assert_eq!(see(&mut world, &view), Some(expected.clone()));

    view.cluster = provider_id(1);
    expected.cluster = provider_id(1);
    assert_eq!(see(&mut world, &view), Some(expected));
}

#[test]
fn should_take_an_acceptance_that_holds() {
    let mut world = World::new();
    let mut view = view();
    let mut current = |world: &mut World, declaration| {
        view.declaration = declaration;
        see(world, &view).map(|subject| subject.declaration_current)
    };
    let none = current(&mut world, DeclarationStatus::NotAccepted);
    assert_eq!(none, Some(false));
    assert_eq!(current(&mut world, DeclarationStatus::Current), Some(true));
    let due = DeclarationStatus::Due { deadline_ns: 1 };
    assert_eq!(
        current(&mut world, due),
        None,
        "it holds until its deadline"
    );
    let lapsed = DeclarationStatus::Lapsed { since_ns: 1 };
    assert_eq!(current(&mut world, lapsed), Some(false));
}

#[test]
fn should_know_since_when_a_provider_is_gone() {
    let mut world = World::new();
    let mut view = view();
    see(&mut world, &view).unwrap();
    let known_since_ns = world.now_ns;
    world.now_ns += 1;
    view.provider.status = ProviderStatus::Suspended;
    assert_eq!(see(&mut world, &view).unwrap().left_at_ns, None);
    world.now_ns += 1;
    let left_at_ns = Some(world.now_ns);
    view.provider.status = ProviderStatus::Offboarded;
    assert_eq!(see(&mut world, &view).unwrap().left_at_ns, left_at_ns);
    world.now_ns += 1;
    assert_eq!(see(&mut world, &view), None);
    view.provider.status = ProviderStatus::HandedOver;
    let gone = see(&mut world, &view).unwrap();
    assert_eq!(
        (gone.left_at_ns, gone.known_since_ns),
        (left_at_ns, known_since_ns)
    );
    view.provider.status = ProviderStatus::Active;
    assert_eq!(see(&mut world, &view).unwrap().left_at_ns, None);
}
