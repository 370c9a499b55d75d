//! What the canisters' calls cost, against their limits and the committed baseline.
//!
//! - `bench [--sizes 100,10000,100000]`: all of them; writes `target/bench/registry.json`
//! - `bench decentralization [--nodes CSV]`: decentralisation alone, on the nodes of a file;
//!   writes `target/bench/decentralization.json`
//!
//! With `--write-baseline` the figures become the baseline. Exits with 1 when a limit is broken
//! or a figure is 2 % above its baseline.

use bonafide_test_support::canisters::workspace;
use bonafide_test_support::engine::Engine;
use bonafide_tests::bench::{
    Baseline, Figure, Latencies, Report, SIZES, measure, measure_decentralization, network_file,
};
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// What is measured.
enum What {
    All { sizes: Vec<u32> },
    Decentralization { nodes: Option<PathBuf> },
}

impl What {
    /// The name of the file of figures.
    const fn name(&self) -> &'static str {
        match self {
            Self::All { .. } => "registry",
            Self::Decentralization { .. } => "decentralization",
        }
    }

    fn measure(&self, engine: &Engine) -> Result<Vec<Figure>, Box<dyn Error>> {
        let progress = |doing: &str| eprintln!("bench: {doing}");
        match self {
            Self::All { sizes } => Ok(measure(engine, sizes, progress)),
            Self::Decentralization { nodes } => {
                let path = nodes.clone().unwrap_or_else(network_file);
                let csv = match fs::read_to_string(&path) {
                    Ok(csv) => Some(csv),
                    Err(error) if nodes.is_some() => {
                        return Err(format!("{}: {error}", path.display()).into());
                    }
                    Err(_) => {
                        progress(&format!("some is left out: no {}", path.display()));
                        None
                    }
                };
                Ok(measure_decentralization(engine, csv.as_deref()))
            }
        }
    }
}

fn main() -> ExitCode {
    let mut what = What::All {
        sizes: SIZES.to_vec(),
    };
    let mut write_baseline = false;
    let mut args = std::env::args().skip(1).peekable();
    if args.next_if_eq("decentralization").is_some() {
        what = What::Decentralization { nodes: None };
    }
    while let Some(arg) = args.next() {
        let understood = match (arg.as_str(), &mut what) {
            ("--write-baseline", _) => {
                write_baseline = true;
                true
            }
            ("--sizes", What::All { sizes }) => args
                .next()
                .and_then(|list| parse(&list))
                .map(|list| *sizes = list)
                .is_some(),
            ("--nodes", What::Decentralization { nodes }) => {
                *nodes = args.next().map(PathBuf::from);
                nodes.is_some()
            }
            _ => false,
        };
        if !understood {
            eprintln!(
                "usage: bench [--sizes N,N,.. (each 100 or more, ascending)] [--write-baseline]\n       \
                 bench decentralization [--nodes CSV] [--write-baseline]"
            );
            return ExitCode::from(2);
        }
    }
    match bench(&what, write_baseline) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(list: &str) -> Option<Vec<u32>> {
    let sizes: Option<Vec<u32>> = list.split(',').map(|size| size.parse().ok()).collect();
    sizes.filter(|sizes| sizes.is_sorted() && sizes.iter().all(|size| *size >= 100))
}

/// Whether everything holds.
fn bench(what: &What, write_baseline: bool) -> Result<bool, Box<dyn Error>> {
    let engine = Engine::start();
    let figures = what.measure(&engine)?;
    let latencies = Latencies::measure(&engine);
    let report = Report {
        engine: engine_name()?,
        figures,
        latencies,
    };

    let out = workspace().join("target/bench");
    fs::create_dir_all(&out)?;
    fs::write(
        out.join(what.name()).with_extension("json"),
        serde_json::to_string_pretty(&report)? + "\n",
    )?;

    let path = workspace().join("tests/bench/baseline.json");
    let mut baseline: Baseline = match fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Baseline::new(),
        Err(error) => return Err(error.into()),
    };
    if write_baseline {
        report.write_baseline(&mut baseline);
        fs::write(&path, serde_json::to_string_pretty(&baseline)? + "\n")?;
    }
    let (table, complaints) = report.judge(&baseline);
    print!("{table}");
    println!(
        "{} at the median, microseconds: instance {}, update {}, certified read {}",
        report.engine, latencies.instance_us, latencies.update_us, latencies.query_us
    );
    for complaint in &complaints {
        println!("bench: {complaint}");
    }
    if complaints.is_empty() {
        println!("bench: all limits hold");
    }
    Ok(complaints.is_empty())
}

/// `local-ic` or `pocket-ic`, by what the engine says of itself.
fn engine_name() -> Result<String, Box<dyn Error>> {
    let binary = std::env::var_os("POCKET_IC_BIN").ok_or("POCKET_IC_BIN names no engine")?;
    let output = Command::new(binary).arg("--version").output()?;
    let version = String::from_utf8_lossy(&output.stdout);
    let name = if version.contains("local-ic") {
        "local-ic"
    } else {
        "pocket-ic"
    };
    Ok(name.into())
}
