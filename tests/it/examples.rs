//! The calls shown in the documents are calls of the interfaces.

use bonafide_test_support::canisters;
use candid_parser::parse_idl_args;
use candid_parser::utils::CandidSource;

/// Method and argument of every `canister call` in a text.
fn calls(text: &str) -> Vec<(String, String)> {
    text.split("canister call ")
        .skip(1)
        .filter_map(|call| {
            let (head, rest) = call.split_once('\'')?;
            // An argument that the shell makes is not in the text; the quote is of another call.
            let head = head.replace("\\\n", " ");
            if head.contains('\n') {
                return None;
            }
            let (argument, _) = rest.split_once('\'')?;
            let method = head.split_whitespace().next_back()?;
            Some((method.to_owned(), argument.to_owned()))
        })
        .collect()
}

/// Why no interface that has the method takes the argument; `None`: one does.
fn fault(method: &str, argument: &str) -> Option<String> {
    let mut faults = ["audits", "governance", "identity", "registry", "rewards"]
        .into_iter()
        .filter_map(|name| {
            let path = canisters::workspace().join(format!("candid/{name}.did"));
            let (env, service) = CandidSource::File(&path).load().unwrap();
            let function = env.get_method(&service.unwrap(), method).ok()?.clone();
            let values = match parse_idl_args(argument) {
                Ok(values) => values,
                Err(error) => return Some(Err(error.to_string())),
            };
            let message = values.to_bytes_with_types(&env, &function.args);
            Some(message.map_err(|error| error.to_string()))
        });
    let nowhere = || Some("no interface has this method".into());
    let first = faults.next();
    first.map_or_else(nowhere, |first| faults.fold(first, Result::or).err())
}

#[test]
fn should_show_calls_that_the_interfaces_take() {
    for file in [
        "README.md",
        "crates/cli/README.md",
        "docs/governance.md",
        "docs/jurisdictions.md",
    ] {
        let text = std::fs::read_to_string(canisters::workspace().join(file)).unwrap();
        let calls = calls(&text);
        assert!(!calls.is_empty(), "{file} shows no call");
        for (method, argument) in calls {
            assert_eq!(
                fault(&method, &argument),
                None,
                "{file}: {method} {argument}"
            );
        }
    }
}

#[test]
fn should_find_a_call_that_no_interface_takes() {
    let text = "dfx canister call --network x aaaaa-aa vote \\\n  '(record { neuron_id = 1 })'\n";
    let (method, argument) = calls(text).pop().unwrap();
    assert_eq!(
        (method.as_str(), argument.as_str()),
        ("vote", "(record { neuron_id = 1 })")
    );
    assert!(fault(&method, &argument).is_some());
    assert!(fault("seize_node", "()").is_some());
    assert_eq!(fault("get_summary", "()"), None);
    let made = "dfx canister call aaaaa-aa vote \"$(cat vote)\"\nit's not an argument'\n";
    assert_eq!(calls(made), []);
}
