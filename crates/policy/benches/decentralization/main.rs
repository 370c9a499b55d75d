//! `cargo bench -p bonafide-policy --bench decentralization [-- --nodes CSV]`: how long work on
//! decentralisation takes natively, on one core, and how good what comes of it is.
//!
//! The nodes are those of a CSV file, by default `../shared/data/network/nodes-2025-10-31.csv`
//! from the project's root, and those of [`Synthetic`]. Work and numbers (T1 to T7) are those
//! of the comparison of tools. Exits with 1 when a limit is broken.

mod clock;
mod contest;

use clock::{Timed, micros, timed};
use contest::nodes;
use contest::ours::Ours;
use contest::synthetic::Synthetic;
use contest::{Contender, NodeRow, Outcome};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

const NODES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/network/nodes-2025-10-31.csv"
);
/// Nodes of the network that does not exist.
const SYNTHETIC: u32 = 100_000;

/// Everybody who is measured. Another implementation stands here beside ours.
fn contenders() -> Vec<Box<dyn Contender>> {
    vec![Box::<Ours>::default()]
}

/// A contender that borrows nothing: so its methods are functions for [`Work::run`] as they are.
type Anybody = dyn Contender;

/// Something to do, and how long it may take us at the median.
struct Work {
    name: &'static str,
    limit: Option<Duration>,
    run: fn(&mut Anybody) -> Option<Outcome>,
}

const ALL: u32 = u32::MAX;
const AT_ONCE: &str = "T4 subnets of 13 at once";
const ONE_BY_ONE: &str = "T4 subnets of 13 one by one";

/// On the network of the file.
const REAL: [Work; 7] = [
    Work {
        name: "T1 evaluate all subnets",
        limit: Some(Duration::from_micros(300)),
        run: Contender::evaluate_all,
    },
    Work {
        name: "T2 replacements of all members",
        limit: Some(Duration::from_millis(60)),
        run: |it| it.single_replacements(ALL),
    },
    Work {
        name: "T3 heal all subnets",
        limit: None,
        run: Contender::heal,
    },
    Work {
        name: AT_ONCE,
        limit: None,
        run: |it| it.form(ALL),
    },
    Work {
        name: ONE_BY_ONE,
        limit: None,
        run: |it| it.form_one_by_one(ALL),
    },
    Work {
        name: "create one of 13",
        limit: None,
        run: Contender::create,
    },
    Work {
        name: "T7 verify one change",
        limit: None,
        run: Contender::verify,
    },
];

/// On the network that does not exist.
const LARGE: [Work; 4] = [
    Work {
        name: "T6 replacements of one subnet",
        limit: None,
        run: |it| it.single_replacements(1),
    },
    Work {
        name: "T6 create one of 13",
        limit: None,
        run: Contender::create,
    },
    Work {
        name: "T6 20 subnets of 13 at once",
        limit: None,
        run: |it| it.form(20),
    },
    Work {
        name: "T6 20 subnets of 13 one by one",
        limit: None,
        run: |it| it.form_one_by_one(20),
    },
];

fn main() -> ExitCode {
    let mut file = None;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.len()) {
            // Cargo says so to every benchmark.
            ("--bench", _) => {}
            ("--nodes", 1..) => file = args.next().map(PathBuf::from),
            _ => {
                eprintln!("usage: decentralization [--nodes CSV]");
                return ExitCode::from(2);
            }
        }
    }
    let real = match &file {
        Some(path) => read(path).map(Some),
        None if Path::new(NODES).exists() => read(Path::new(NODES)).map(Some),
        None => Ok(None),
    };
    match real {
        Ok(real) => compete(real.as_deref()),
        Err(why) => {
            eprintln!("decentralization: {why}");
            ExitCode::from(2)
        }
    }
}

fn read(path: &Path) -> Result<Vec<NodeRow>, String> {
    let shown = path.display();
    let csv = std::fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    nodes::read(&csv).map_err(|why| format!("{shown}: {why}"))
}

fn compete(real: Option<&[NodeRow]>) -> ExitCode {
    let mut complaints = Vec::new();
    head();
    match real {
        Some(nodes) => {
            for contender in &mut contenders() {
                contender.load(&mut nodes.iter().cloned());
                contender.propose();
                measure(contender.as_mut(), &REAL, &mut complaints);
            }
        }
        None => println!("T1 to T4 and T7 are left out: there is no {NODES}"),
    }
    println!("T5 is left out: the nodes of 2024-11-12 are not in the data");
    for contender in &mut contenders() {
        contender.load(&mut Synthetic::new(SYNTHETIC));
        measure(contender.as_mut(), &LARGE, &mut complaints);
    }
    for complaint in &complaints {
        println!("decentralization: {complaint}");
    }
    if complaints.is_empty() {
        println!("decentralization: all limits hold");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Measures a contender, and prints a line for each work that it can do.
fn measure(contender: &mut Anybody, works: &[Work], complaints: &mut Vec<String>) {
    let mut at_once = None;
    for work in works {
        let Some(found) = timed(|| (work.run)(contender)) else {
            continue;
        };
        row(work, contender.name(), &found);
        if let Some(limit) = work.limit.filter(|limit| found.median > *limit) {
            complaints.push(format!(
                "{}, {}: {} us is above {}",
                work.name,
                contender.name(),
                micros(found.median),
                micros(limit)
            ));
        }
        let done = found.outcome.done;
        match work.name {
            AT_ONCE => at_once = Some(done),
            ONE_BY_ONE if at_once.is_some_and(|at_once| at_once <= done) => {
                complaints.push(format!(
                    "{AT_ONCE}, {}: no more than one by one",
                    contender.name()
                ));
            }
            _ => {}
        }
    }
}

fn head() {
    println!(
        "{:<32} {:<12} {:>14} {:>14} {:>12} {:>6} {:>8} {:>10} {:>6}",
        "work", "by", "median us", "least us", "limit us", "done", "penalty", "product", "swaps"
    );
}

fn row(work: &Work, by: &str, found: &Timed) {
    let Timed {
        outcome,
        median,
        least,
    } = found;
    let limit = work.limit.map_or_else(|| "-".into(), micros);
    println!(
        "{:<32} {by:<12} {:>14} {:>14} {limit:>12} {:>6} {:>8} {:>10} {:>6}",
        work.name,
        micros(*median),
        micros(*least),
        outcome.done,
        outcome.penalty,
        outcome.product,
        outcome.swaps
    );
}
