//! Changes of membership as they stand in a file: one, a list of them, or what the verbs of
//! `decentralization` print.

use crate::error::CliError;
use bonafide_types::{
    id::{NodeId, SubnetId},
    registry::{MembershipChange, NewSubnet, VerifyMembershipArgs},
};
use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::Value;
use std::path::Path;

/// One change as it is read. A field that is not known is refused: misspelt, it would silently
/// be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// None of a subnet to be made.
    subnet: Option<SubnetId>,
    /// Of a subnet that exists, the registry knows it.
    kind: Option<String>,
    #[serde(default)]
    add: Vec<NodeId>,
    #[serde(default)]
    remove: Vec<NodeId>,
    // Figures, as they stood when the change was searched for.
    #[serde(default, rename = "before")]
    _before: IgnoredAny,
    #[serde(default, rename = "after")]
    _after: IgnoredAny,
}

/// Changes among other things that are known of them.
#[derive(Deserialize)]
struct Plan {
    changes: Vec<Entry>,
}

/// One change as it is written.
#[derive(Serialize)]
#[serde(untagged)]
enum Written<'a> {
    Members {
        subnet: SubnetId,
        add: &'a [NodeId],
        remove: &'a [NodeId],
    },
    New {
        kind: &'a str,
        add: &'a [NodeId],
    },
}

/// The changes of a file, at least one, as the registry takes them.
pub(crate) fn read(path: &Path) -> Result<VerifyMembershipArgs, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
    parse(&text).map_err(|reason| CliError::file(path, reason))
}

fn parse(text: &str) -> Result<VerifyMembershipArgs, String> {
    let entries = entries(text).map_err(|error| error.to_string())?;
    if entries.is_empty() {
        return Err("there is no change in it".into());
    }
    let mut request = VerifyMembershipArgs::default();
    for entry in entries {
        match (entry.subnet, entry.kind) {
            (Some(subnet_id), _) => request.changes.push(MembershipChange {
                subnet_id,
                node_ids_add: entry.add,
                node_ids_remove: entry.remove,
            }),
            (None, Some(kind)) if entry.remove.is_empty() => request.creations.push(NewSubnet {
                kind,
                node_ids: entry.add,
            }),
            (None, Some(_)) => return Err("a new subnet has no members to remove".into()),
            (None, None) => {
                return Err("each change names a subnet, or the kind of a new one".into());
            }
        }
    }
    Ok(request)
}

/// From the text again once its form is known, so that what is wrong is named with its line.
fn entries(text: &str) -> Result<Vec<Entry>, serde_json::Error> {
    let given: Value = serde_json::from_str(text)?;
    if given.is_array() {
        serde_json::from_str(text)
    } else if given.get("changes").is_some() {
        serde_json::from_str(text).map(|plan: Plan| plan.changes)
    } else {
        serde_json::from_str(text).map(|entry| vec![entry])
    }
}

/// Writes a change of a subnet to a file that [`read`] reads.
pub(crate) fn write_change(path: &Path, change: &MembershipChange) -> Result<(), CliError> {
    let written = Written::Members {
        subnet: change.subnet_id,
        add: &change.node_ids_add,
        remove: &change.node_ids_remove,
    };
    write(path, &written)
}

/// The same, of a subnet to be made.
pub(crate) fn write_creation(path: &Path, creation: &NewSubnet) -> Result<(), CliError> {
    let written = Written::New {
        kind: &creation.kind,
        add: &creation.node_ids,
    };
    write(path, &written)
}

fn write(path: &Path, written: &Written<'_>) -> Result<(), CliError> {
    let text =
        serde_json::to_string_pretty(written).map_err(|error| CliError::usage("Output", error))?;
    std::fs::write(path, text + "\n").map_err(|error| CliError::file(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use candid::Principal;

    const CHANGE: &str = r#"{"subnet": "2vxsx-fae", "add": ["aaaaa-aa"], "remove": []}"#;
    const NEW: &str = r#"{"kind": "swiss", "add": ["aaaaa-aa", "2vxsx-fae"]}"#;

    fn change() -> MembershipChange {
        MembershipChange {
            subnet_id: SubnetId(Principal::anonymous()),
            node_ids_add: vec![NodeId(Principal::management_canister())],
            node_ids_remove: vec![],
        }
    }

    fn creation() -> NewSubnet {
        NewSubnet {
            kind: "swiss".into(),
            node_ids: vec![
                NodeId(Principal::management_canister()),
                NodeId(Principal::anonymous()),
            ],
        }
    }

    #[test]
    fn should_read_one_change_a_list_and_a_plan() {
        let one = parse(CHANGE).unwrap();
        assert_eq!((one.changes, one.creations), (vec![change()], vec![]));
        let new = parse(NEW).unwrap();
        assert_eq!((new.changes, new.creations), (vec![], vec![creation()]));
        let list = parse(&format!("[{CHANGE}, {NEW}]")).unwrap();
        assert_eq!(list.changes, [change()]);
        assert_eq!(list.creations, [creation()]);
        let searched = CHANGE.replace('}', r#", "kind": "nns", "before": {"size": 4}}"#);
        let plan = format!(r#"{{"accepted": true, "changes": [{searched}, {NEW}]}}"#);
        assert_eq!(parse(&plan), Ok(list));
    }

    #[test]
    fn should_refuse_what_it_would_leave_out() {
        for text in [
            "",
            "[]",
            "3",
            r#"{"changes": []}"#,
            r#"{"add": ["aaaaa-aa"]}"#,
            r#"{"kind": "swiss", "remove": ["aaaaa-aa"]}"#,
            r#"{"subnet": "2vxsx-fae", "adds": ["aaaaa-aa"]}"#,
            r#"{"subnet": "2vxsx-fae", "add": "aaaaa-aa"}"#,
            r#"{"subnet": "s1", "add": []}"#,
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn should_read_what_it_writes() {
        let file = tempfile::NamedTempFile::new().unwrap();
        write_change(file.path(), &change()).unwrap();
        assert_eq!(read(file.path()).unwrap().changes, [change()]);
        write_creation(file.path(), &creation()).unwrap();
        assert_eq!(read(file.path()).unwrap().creations, [creation()]);
    }
}
