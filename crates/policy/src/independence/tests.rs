//! The rules against a model that knows no sets, trees or queues: it asks about every pair.

use super::*;
use LinkKind::{Corporate, Family, Financing, SharedOwner};
use proptest::prelude::*;

const PROVIDERS: usize = 7;

/// One thing that a provider says: that it is linked to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link(usize, LinkKind, usize);

fn declared(said: &[Link]) -> Declarations {
    Declarations::new(
        said.iter()
            .map(|Link(claimant, kind, named)| (*claimant, *named, *kind)),
    )
}

fn policy(counted_links: &[LinkKind], one_sided_links_count: bool) -> RegistryPolicy {
    RegistryPolicy {
        counted_links: counted_links.to_vec(),
        one_sided_links_count,
        ..RegistryPolicy::default()
    }
}

mod model {
    use super::{Link, LinkKind, PROVIDERS, RegistryPolicy};

    /// Whether `one` says that it is linked to `other`.
    pub(super) fn says(said: &[Link], one: usize, other: usize, kind: LinkKind) -> bool {
        said.contains(&Link(one, kind, other))
    }

    pub(super) fn counts(
        said: &[Link],
        policy: &RegistryPolicy,
        one: usize,
        other: usize,
        kind: LinkKind,
    ) -> bool {
        let by_one = says(said, one, other, kind);
        let by_other = says(said, other, one, kind);
        policy.counted_links.contains(&kind)
            && (by_one && by_other || policy.one_sided_links_count && (by_one || by_other))
    }

    /// Links to go between each two, at least; found by trying every way through every third.
    pub(super) fn distances(said: &[Link], policy: &RegistryPolicy) -> Vec<Vec<usize>> {
        let hop = |one, other| {
            let mut kinds = LinkKind::ALL.iter();
            if one == other {
                0
            } else if kinds.any(|kind| counts(said, policy, one, other, *kind)) {
                1
            } else {
                PROVIDERS * 2
            }
        };
        let row = |one| (0..PROVIDERS).map(|other| hop(one, other)).collect();
        let mut table: Vec<Vec<usize>> = (0..PROVIDERS).map(row).collect();
        for through in 0..PROVIDERS {
            for one in 0..PROVIDERS {
                for other in 0..PROVIDERS {
                    let by_way = table[one][through] + table[through][other];
                    table[one][other] = table[one][other].min(by_way);
                }
            }
        }
        table
    }
}

fn kind() -> impl Strategy<Value = LinkKind> {
    prop::sample::select(LinkKind::ALL.to_vec())
}

fn said() -> impl Strategy<Value = Vec<Link>> {
    let provider = || 0..PROVIDERS;
    let link = (provider(), kind(), provider());
    let mirrored = prop::collection::vec((link, any::<bool>()), 0..9);
    mirrored.prop_map(|links| {
        let mut said = Vec::new();
        for ((one, kind, other), both) in links {
            if one != other {
                said.push(Link(one, kind, other));
                if both {
                    said.push(Link(other, kind, one));
                }
            }
        }
        said
    })
}

fn any_policy() -> impl Strategy<Value = RegistryPolicy> {
    let kinds = prop::sample::subsequence(LinkKind::ALL.to_vec(), 0..=4);
    (kinds, any::<bool>()).prop_map(|(kinds, one_sided)| policy(&kinds, one_sided))
}

#[test]
fn should_need_both_sides_or_the_policy() {
    let claimed = declared(&[Link(0, SharedOwner, 2)]);
    let strict = policy(&[SharedOwner], false);
    assert_eq!(claimed.clusters(3, &strict), [0, 1, 2]);
    assert_eq!(
        claimed.claims(),
        [Claim {
            claimant: 0,
            silent: 2,
            kind: SharedOwner
        }]
    );
    let lenient = policy(&[SharedOwner], true);
    assert_eq!(claimed.clusters(3, &lenient), [0, 1, 0]);
    assert_eq!(
        claimed.clusters(3, &policy(&[Family], true)),
        [0, 1, 2],
        "another kind"
    );
    let both = declared(&[Link(0, SharedOwner, 2), Link(2, SharedOwner, 0)]);
    assert_eq!(both.clusters(3, &strict), [0, 1, 0]);
    assert_eq!(both.claims(), []);
    let crossed = declared(&[Link(0, SharedOwner, 2), Link(2, Corporate, 0)]);
    assert_eq!(
        crossed.clusters(3, &policy(&LinkKind::ALL, false)),
        [0, 1, 2]
    );
    assert_eq!(crossed.claims().len(), 2, "each names another kind");
}

#[test]
fn should_explain_by_a_shortest_chain() {
    // 0 - 1 - 2 - 3 and 0 - 3; 3 - 4 is claimed by 4 only.
    let said = declared(&[
        Link(0, Corporate, 1),
        Link(1, Corporate, 0),
        Link(1, Financing, 2),
        Link(2, Financing, 1),
        Link(2, Corporate, 3),
        Link(3, Corporate, 2),
        Link(0, SharedOwner, 3),
        Link(3, SharedOwner, 0),
        Link(4, Corporate, 3),
    ]);
    let step = |first, second, kind, declared_by| Step {
        first,
        second,
        kind,
        declared_by,
    };
    let by = DeclaredBy::Both;
    let all = policy(&LinkKind::ALL, true);
    assert_eq!(
        said.explain(0, 2, &policy(&[Corporate, Financing], false)),
        [step(0, 1, Corporate, by), step(1, 2, Financing, by)]
    );
    assert_eq!(
        said.explain(1, 4, &all),
        [
            step(1, 0, Corporate, by),
            step(0, 3, SharedOwner, by),
            step(3, 4, Corporate, DeclaredBy::Second)
        ]
    );
    assert_eq!(said.explain(0, 4, &policy(&LinkKind::ALL, false)), []);
    assert_eq!(said.explain(2, 2, &all), []);
}

proptest! {
    #[test]
    fn should_agree_with_the_closure_of_all_pairs(said in said(), policy in any_policy()) {
        let all = declared(&said);
        let distances = model::distances(&said, &policy);
        let distance = |one: usize, other: usize| distances[one][other];
        let clusters = all.clusters(PROVIDERS, &policy);
        for one in 0..PROVIDERS {
            let least = (0..PROVIDERS).find(|other| distance(one, *other) < PROVIDERS);
            prop_assert_eq!(Some(clusters[one]), least);
            for other in 0..PROVIDERS {
                let chain = all.explain(one, other, &policy);
                let together = clusters[one] == clusters[other];
                prop_assert_eq!(!chain.is_empty(), together && one != other);
                if together {
                    prop_assert_eq!(chain.len(), distance(one, other), "a shortest chain");
                }
                let mut at = one;
                for step in chain {
                    prop_assert_eq!(step.first, at);
                    prop_assert!(model::counts(&said, &policy, at, step.second, step.kind));
                    let by_first = model::says(&said, at, step.second, step.kind);
                    let by_second = model::says(&said, step.second, at, step.kind);
                    let by = match (by_first, by_second) {
                        (true, true) => DeclaredBy::Both,
                        (true, false) => DeclaredBy::First,
                        _ => DeclaredBy::Second,
                    };
                    prop_assert_eq!(step.declared_by, by);
                    at = step.second;
                }
            }
        }
    }

    #[test]
    fn should_find_every_claim_whatever_the_policy(said in said()) {
        let mut expected = Vec::new();
        for claimant in 0..PROVIDERS {
            for silent in 0..PROVIDERS {
                for kind in LinkKind::ALL {
                    if claimant != silent
                        && model::says(&said, claimant, silent, kind)
                        && !model::says(&said, silent, claimant, kind)
                    {
                        expected.push(Claim { claimant, silent, kind });
                    }
                }
            }
        }
        prop_assert_eq!(declared(&said).claims(), expected);
    }

    #[test]
    fn should_not_depend_on_the_order(
        (said, shuffled) in said().prop_flat_map(|said| (Just(said.clone()), Just(said).prop_shuffle())),
    ) {
        prop_assert_eq!(declared(&said), declared(&shuffled));
    }

    #[test]
    fn should_never_split_by_saying_more(
        said in said(),
        more in said(),
        policy in any_policy(),
    ) {
        let before = declared(&said).clusters(PROVIDERS, &policy);
        let both: Vec<_> = said.iter().chain(&more).copied().collect();
        let after = declared(&both).clusters(PROVIDERS, &policy);
        let lenient = RegistryPolicy { one_sided_links_count: true, ..policy.clone() };
        let lenient = declared(&said).clusters(PROVIDERS, &lenient);
        for one in 0..PROVIDERS {
            for other in 0..PROVIDERS {
                if before[one] == before[other] {
                    prop_assert_eq!(after[one], after[other]);
                    prop_assert_eq!(lenient[one], lenient[other]);
                }
            }
        }
    }
}
