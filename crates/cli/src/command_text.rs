//! Commands in Candid's text form, as `dfx` and `icp` take and print them.

use crate::error::CliError;
use bonafide_types::governance::Command;
use candid::types::internal::TypeContainer;
use candid_parser::{
    IDLArgs, parse_idl_args, parse_idl_value,
    types::value::{IDLField, IDLValue, VariantValue},
};

/// Reads `variant { RegisterProvider = record { ... } }`, with or without parentheses.
pub(crate) fn parse(text: &str) -> Result<Command, CliError> {
    let text = text.trim();
    let given = if text.starts_with('(') {
        parse_idl_args(text).map_err(malformed)?
    } else {
        IDLArgs::new(&[parse_idl_value(text).map_err(malformed)?])
    };
    let [value] = given.args.as_slice() else {
        return Err(malformed("one value is wanted"));
    };
    let mut types = TypeContainer::new();
    let command = types.add::<Command>();
    let typed = value
        .annotate_type(true, &types.env, &command)
        .map_err(malformed)?;
    // Candid drops fields it does not know. A misspelt option would silently be left out.
    if let Some(field) = unknown_field(value, &typed) {
        return Err(malformed(format!("no field is called {field}")));
    }
    let bytes = IDLArgs::new(&[typed])
        .to_bytes_with_types(&types.env, &[command])
        .map_err(malformed)?;
    bonafide_policy::command::from_candid(&bytes).map_err(malformed)
}

/// `(variant { RegisterProvider = record { ... } })`.
pub(crate) fn print(command: &Command) -> Result<String, CliError> {
    let value = IDLValue::try_from_candid_type(command).map_err(malformed)?;
    Ok(IDLArgs::new(&[value]).to_string())
}

/// The Candid message that holds the command, as an SNS proposal's payload.
pub(crate) fn message(command: &Command) -> Result<Vec<u8>, CliError> {
    candid::encode_one(command).map_err(malformed)
}

/// The first field that was given and that the type does not have.
fn unknown_field(given: &IDLValue, typed: &IDLValue) -> Option<String> {
    match (given, typed) {
        (IDLValue::Record(given), IDLValue::Record(typed)) => {
            given.iter().find_map(
                |field| match typed.iter().find(|known| known.id == field.id) {
                    Some(IDLField { val, .. }) => unknown_field(&field.val, val),
                    None => Some(field.id.to_string()),
                },
            )
        }
        (IDLValue::Variant(VariantValue(given, _)), IDLValue::Variant(VariantValue(typed, _))) => {
            unknown_field(&given.val, &typed.val)
        }
        (IDLValue::Opt(given), IDLValue::Opt(typed)) => unknown_field(given, typed),
        (IDLValue::Vec(given), IDLValue::Vec(typed)) => given
            .iter()
            .zip(typed)
            .find_map(|(given, typed)| unknown_field(given, typed)),
        _ => None,
    }
}

fn malformed(error: impl std::fmt::Display) -> CliError {
    CliError::usage("Command", format!("no command in Candid: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::{
        governance::{ChangeNeuronArgs, SetSnsGovernanceArgs},
        id::{Blob, Sha256Hash},
        registry::BeginImportArgs,
    };

    #[test]
    fn should_read_what_it_prints() {
        let commands = [
            Command::ChangeNeuron(ChangeNeuronArgs {
                neuron_id: 3,
                controller: None,
                voting_power: Some(12),
            }),
            Command::SetSnsGovernance(SetSnsGovernanceArgs {
                sns_governance: None,
            }),
            Command::BeginImport(BeginImportArgs {
                source: "a \"b\"\n".into(),
                source_version: "1".into(),
                source_hash: Sha256Hash([200; 32]),
                page_hashes: vec![Sha256Hash([0; 32]), Sha256Hash([34; 32])],
            }),
        ];
        for command in commands {
            let text = print(&command).unwrap();
            assert_eq!(parse(&text).unwrap(), command, "{text}");
        }
        // The message is what a canister reads.
        let command = Command::SetSnsGovernance(SetSnsGovernanceArgs {
            sns_governance: None,
        });
        let blob = Blob(message(&command).unwrap());
        assert_eq!(bonafide_policy::command::from_candid(&blob.0), Ok(command));
    }

    #[test]
    fn should_read_with_and_without_parentheses_and_plain_numbers() {
        let expected = Command::ChangeNeuron(ChangeNeuronArgs {
            neuron_id: 3,
            controller: None,
            voting_power: Some(12),
        });
        for text in [
            "variant { ChangeNeuron = record { neuron_id = 3; voting_power = opt 12 } }",
            " (variant { ChangeNeuron = record { neuron_id = 3 : nat64; controller = null; voting_power = opt (12 : nat64) } })\n",
        ] {
            assert_eq!(parse(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn should_refuse_what_is_no_command() {
        for text in [
            "",
            "()",
            "(1, 2)",
            "variant { ChangeNeurons = record { neuron_id = 3 } }",
            "variant { ChangeNeuron = record { } }",
            // A misspelt option would change nothing, and nobody would see it.
            "variant { ChangeNeuron = record { neuron_id = 3; voting_pwer = opt 12 } }",
            "variant { ChangeNeuron = record { neuron_id = 3; voting_power = 12 } }",
            "variant { ChangeNeuron = record { neuron_id = -3 } }",
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.kind, "Command", "{text}");
        }
    }
}
