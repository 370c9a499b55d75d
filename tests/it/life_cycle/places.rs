//! Data centres, which are fixed while operators refer to them.

use bonafide_test_support::{World, args, reject, reject_text, run};
use bonafide_types::registry::{
    AddDataCenterArgs, ChangeDataCenterArgs, RegistryError, RemoveDataCentersArgs,
    RemoveNodeOperatorsArgs,
};

fn change(id: &str, owner: &str) -> ChangeDataCenterArgs {
    let AddDataCenterArgs {
        id,
        name,
        region,
        gps,
        ..
    } = args::data_center(id);
    ChangeDataCenterArgs {
        id,
        name,
        owner: owner.into(),
        region,
        gps,
    }
}

fn removal(ids: &[&str]) -> RemoveDataCentersArgs {
    RemoveDataCentersArgs {
        ids: ids.iter().map(|id| (*id).to_owned()).collect(),
    }
}

#[test]
fn a_data_centre_with_operators_neither_changes_nor_goes() {
    let world = World::new();
    let (_, operator) = world.onboard(1);
    let governance = world.governance();
    run(governance.add_data_center(&args::data_center("ge1"))).unwrap();
    let root = world.root();
    let in_use = reject_text(&RegistryError::DataCenterInUse {
        dc_id: "dc1".into(),
        operators: 1,
    });
    let refused = reject(run(governance.change_data_center(&change("dc1", "Other"))));
    assert!(refused.contains(&in_use), "{refused}");
    let refused = reject(run(
        governance.remove_data_centers(&removal(&["ge1", "dc1"]))
    ));
    assert!(refused.contains(&in_use), "{refused}");
    assert_eq!(world.root(), root);

    let ids = vec![operator];
    run(governance.remove_node_operators(&RemoveNodeOperatorsArgs { ids })).unwrap();
    run(governance.change_data_center(&change("dc1", "Other"))).unwrap();
    let row = run(world.reader().data_center("dc1")).unwrap().unwrap();
    assert_eq!(row.owner, "Other");
    run(governance.remove_data_centers(&removal(&["ge1", "dc1"]))).unwrap();
    assert_eq!(run(world.reader().data_center("dc1")).unwrap(), None);
}
