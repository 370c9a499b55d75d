use super::list_findings;
use crate::commands::seats::testing::found;
use crate::commands::testing::{World, provider_id};
use bonafide_types::audits::{FindingPage, ListFindingsArgs};

#[test]
fn should_list_by_provider_and_page() {
    let mut world = World::staffed(3, 4);
    for n in [2, 4, 2] {
        found(&mut world, n);
    }
    let list = |after, limit, provider: Option<u8>| {
        let args = ListFindingsArgs {
            after,
            limit,
            provider: provider.map(provider_id),
        };
        let FindingPage { findings, next } = list_findings(&world.state, &args);
        let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
        (ids, next)
    };
    assert_eq!(list(None, None, None), (vec![0, 1, 2], None));
    assert_eq!(list(None, Some(2), None), (vec![0, 1], Some(1)));
    assert_eq!(list(Some(1), Some(2), None), (vec![2], None));
    assert_eq!(list(None, None, Some(2)), (vec![0, 2], None));
    assert_eq!(list(None, Some(1), Some(2)), (vec![0], Some(0)));
    assert_eq!(list(Some(0), Some(1), Some(2)), (vec![2], None));
    assert_eq!(list(None, None, Some(3)), (vec![], None));
}
