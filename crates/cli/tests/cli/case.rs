//! What offences cost: figures, numbers that do not fit.

use super::{failure, run, stdout};
use serde_json::json;
use std::process::Output;

fn penalty(numbers: [&str; 4], options: &[&str]) -> Output {
    let [base_bps, proven, size, escrow_e8s] = numbers;
    let args = [
        "case",
        "penalty",
        "--base-bps",
        base_bps,
        "--proven",
        proven,
        "--size",
        size,
        "--escrow-e8s",
        escrow_e8s,
    ];
    run(&[options, &args].concat())
}

#[test]
fn should_say_what_an_offence_costs() {
    for (numbers, ppb, amount_e8s) in [
        (["500", "4", "40", "10000000000"], 90_000_000, "900000000"),
        (["500", "2", "40", "137200"], 50_000_000, "6860"),
        (["500", "1", "13", "100"], 53_254_437, "5"),
        (["500", "1", "13", "1"], 53_254_437, "1"),
        (["500", "14", "40", "7"], 1_000_000_000, "7"),
        (
            ["10000", "0", "1", "18446744073709551615"],
            1_000_000_000,
            "18446744073709551615",
        ),
        (["0", "0", "13", "100"], 0, "0"),
        (["500", "4", "40", "0"], 90_000_000, "0"),
    ] {
        let shown = stdout(&penalty(numbers, &["--json"]));
        let expected = json!({ "ppb": ppb, "amount_e8s": amount_e8s });
        assert_eq!(shown, expected, "{numbers:?}");
    }
    let output = penalty(["500", "4", "40", "10000000000"], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text,
        "4 of 40 nodes are those of proven offenders: the penalty is 0.09 of the escrow, 900000000 of 10000000000 e8s\n"
    );
}

#[test]
fn should_refuse_numbers_that_do_not_fit() {
    for (numbers, message) in [
        (
            ["500", "0", "0", "1"],
            "a subnet of 0 nodes has no offenders",
        ),
        (["500", "41", "40", "1"], "41 of 40 nodes cannot be proven"),
        (
            ["10001", "4", "40", "1"],
            "10001 basis points are more than 10000, the whole",
        ),
    ] {
        let (code, error) = failure(&penalty(numbers, &["--json"]));
        assert_eq!(code, Some(2), "{numbers:?}");
        assert_eq!(error["kind"], "Penalty", "{numbers:?}");
        assert_eq!(error["message"], message);
    }
    for numbers in [
        ["-1", "4", "40", "1"],
        ["5.5", "4", "40", "1"],
        ["500", "four", "40", "1"],
        ["500", "4", "4294967296", "1"],
        ["500", "4", "40", "18446744073709551616"],
    ] {
        let (code, error) = failure(&penalty(numbers, &["--json"]));
        let found = (code, &error["kind"]);
        assert_eq!(found, (Some(2), &json!("Usage")), "{numbers:?}");
    }
    let (code, error) = failure(&run(&["--json", "case", "penalty", "--base-bps", "500"]));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Usage")));
}
