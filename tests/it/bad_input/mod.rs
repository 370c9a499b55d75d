//! Every refusal names the rule, the field and the limit, and changes nothing.

/// The refusal's name, and what its text must say.
type Wanted<'a> = (&'a str, &'a [&'a str]);

fn check(case: &str, text: &str, (name, words): Wanted<'_>) {
    let found = text.split(':').next().unwrap();
    assert_eq!(found, name, "{case}: {text}");
    for word in words {
        assert!(
            text.contains(word),
            "{case}: {text:?} does not say {word:?}"
        );
    }
}

/// A governed method is refused with a reject.
macro_rules! rejected {
    ($world:expr, $method:ident, $args:expr, $wanted:expr) => {{
        let (world, args): (&World, _) = (&$world, $args);
        let root = world.root();
        let text = reject(run(world.governance().$method(&args)));
        check(&format!("{} {args:?}", stringify!($method)), &text, $wanted);
        assert_eq!(world.root(), root, "a refused call changed something");
        let twin = run(world.reader().validate(stringify!($method), &args)).unwrap();
        assert_eq!(twin, Err(text), "the twin says something else");
    }};
}

/// An owner's method is refused with a typed error.
macro_rules! refused {
    ($world:expr, $owner:expr, $method:ident, $args:expr, $wanted:expr) => {{
        let (world, args): (&World, _) = (&$world, $args);
        let root = world.root();
        let error = refusal(run(world.client($owner).$method(&args)));
        let text = bonafide_test_support::reject_text(&error);
        check(&format!("{} {args:?}", stringify!($method)), &text, $wanted);
        assert_eq!(world.root(), root, "a refused call changed something");
    }};
}

mod governed;
mod owners;
