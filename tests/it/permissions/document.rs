//! The tables of `docs/security.md`: for each canister, what becomes of a call of each
//! method by each role.

use bonafide_test_support::canisters;
use std::collections::BTreeMap;

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Answered.
    Done,
    /// Answered with the variant `Err`.
    Refused,
    /// Rejected.
    Rejected,
}

/// One canister's table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// The heads of the columns between the endpoint and the guard.
    pub(crate) roles: Vec<String>,
    /// By method, an outcome per role.
    pub(crate) methods: BTreeMap<String, Vec<Outcome>>,
}

/// The document.
pub(crate) fn text() -> String {
    let path = canisters::workspace().join("docs/security.md");
    std::fs::read_to_string(path).unwrap()
}

/// The tables under "Who may call what", by the canister's name as in `candid/`.
pub(crate) fn tables(document: &str) -> Result<BTreeMap<String, Table>, String> {
    let section = document
        .split("\n## ")
        .find_map(|section| section.strip_prefix("Who may call what\n"))
        .ok_or("no section \"Who may call what\"")?;
    section
        .split("\n### ")
        .skip(1)
        .map(|part| {
            let (heading, body) = part.split_once('\n').unwrap_or((part, ""));
            let table = table(body).map_err(|error| format!("{heading}: {error}"))?;
            Ok((heading.to_lowercase(), table))
        })
        .collect()
}

fn table(body: &str) -> Result<Table, String> {
    let mut lines = body.lines().filter(|line| line.starts_with('|'));
    let head = cells(lines.next().ok_or("no table")?);
    let [first, roles @ .., last] = head.as_slice() else {
        return Err("a table has an endpoint, roles and a guard".into());
    };
    if (*first, *last) != ("endpoint", "guarded by") {
        return Err(format!("the first line is {head:?}"));
    }
    let mut table = Table {
        roles: roles.iter().map(|&role| role.to_owned()).collect(),
        methods: BTreeMap::new(),
    };
    for line in lines.skip(1) {
        let row = cells(line);
        let [endpoints, outcomes @ .., _guard] = row.as_slice() else {
            return Err(format!("no row: {line}"));
        };
        if outcomes.len() != roles.len() {
            return Err(format!("{} roles wanted: {line}", roles.len()));
        }
        let outcomes = outcomes
            .iter()
            .map(|cell| outcome(cell))
            .collect::<Result<Vec<_>, _>>()?;
        for endpoint in endpoints.split(", ") {
            let method = endpoint
                .strip_prefix('`')
                .and_then(|rest| rest.strip_suffix('`'))
                .ok_or_else(|| format!("{endpoint} is no method"))?;
            let before = table.methods.insert(method.to_owned(), outcomes.clone());
            if before.is_some() {
                return Err(format!("{method} has two rows"));
            }
        }
    }
    Ok(table)
}

fn cells(line: &str) -> Vec<&str> {
    line.trim()
        .trim_matches('|')
        .split('|')
        .map(str::trim)
        .collect()
}

fn outcome(cell: &str) -> Result<Outcome, String> {
    match cell {
        "yes" | "its own" => Ok(Outcome::Done),
        "refused" => Ok(Outcome::Refused),
        "" => Ok(Outcome::Rejected),
        other => Err(format!("{other:?} is no outcome")),
    }
}
