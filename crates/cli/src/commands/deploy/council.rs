//! The council's neurons at install.

use crate::error::CliError;
use bonafide_types::{governance::NeuronArgs, id::Caller};
use candid::Principal;
use serde::Deserialize;
use std::path::Path;

/// Voting power of a council's only neuron. Any would do: it decides alone.
const ALONE: u64 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    controller: Principal,
    voting_power: u64,
    #[serde(default)]
    hot_keys: Vec<Principal>,
}

/// The neurons of a council file; without one, a neuron of the caller's.
pub(super) fn neurons(path: Option<&Path>, caller: Principal) -> Result<Vec<NeuronArgs>, CliError> {
    let Some(path) = path else {
        return Ok(vec![NeuronArgs {
            controller: Caller(caller),
            hot_keys: Vec::new(),
            voting_power: ALONE,
        }]);
    };
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
    let given: Vec<Given> =
        serde_json::from_str(&text).map_err(|error| CliError::file(path, error))?;
    let neurons = given.into_iter().map(|given| NeuronArgs {
        controller: Caller(given.controller),
        hot_keys: given.hot_keys.into_iter().map(Caller).collect(),
        voting_power: given.voting_power,
    });
    Ok(neurons.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<NeuronArgs>, CliError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        neurons(Some(file.path()), Principal::anonymous())
    }

    #[test]
    fn should_read_a_council() {
        let text = r#"[
            {"controller": "ryjl3-tyaaa-aaaaa-aaaba-cai", "voting_power": 30},
            {"controller": "2vxsx-fae", "voting_power": 5, "hot_keys": ["rrkah-fqaaa-aaaaa-aaaaq-cai"]}
        ]"#;
        let neurons = read(text).unwrap();
        assert_eq!(neurons.len(), 2);
        assert_eq!(
            (neurons[0].voting_power, neurons[0].hot_keys.len()),
            (30, 0)
        );
        assert_eq!(
            neurons[1].hot_keys[0].to_string(),
            "rrkah-fqaaa-aaaaa-aaaaq-cai"
        );
    }

    #[test]
    fn should_refuse_a_broken_council() {
        for text in [
            "",
            "{}",
            r#"[{"controller": "x", "voting_power": 1}]"#,
            r#"[{"controller": "2vxsx-fae"}]"#,
            r#"[{"controller": "2vxsx-fae", "voting_power": 1.5}]"#,
            r#"[{"controller": "2vxsx-fae", "voting_power": 1, "hotkeys": []}]"#,
        ] {
            assert_eq!(read(text).unwrap_err().kind, "File", "{text}");
        }
    }

    #[test]
    fn should_make_the_caller_a_council_alone() {
        let caller = Principal::self_authenticating([1]);
        let neurons = neurons(None, caller).unwrap();
        assert_eq!(neurons.len(), 1);
        assert_eq!(neurons[0].controller, Caller(caller));
    }
}
