//! `bench [--sizes 100,10000,100000] [--write-baseline]`: what the registry's calls cost,
//! against their limits and the committed baseline. Writes `target/bench/registry.json`;
//! exits with 1 when a limit is broken or a figure is 2 % above its baseline.

use bonafide_test_support::canisters::workspace;
use bonafide_test_support::engine::Engine;
use bonafide_tests::bench::{Baseline, Latencies, Report, SIZES, measure};
use std::error::Error;
use std::fs;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let mut sizes = SIZES.to_vec();
    let mut write_baseline = false;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let list = (arg == "--sizes").then(|| args.next().unwrap_or_default());
        match (arg.as_str(), list.as_deref().map(parse)) {
            ("--write-baseline", _) => write_baseline = true,
            (_, Some(Some(list))) => sizes = list,
            _ => {
                eprintln!(
                    "usage: bench [--sizes N,N,.. (each 100 or more, ascending)] [--write-baseline]"
                );
                return ExitCode::from(2);
            }
        }
    }
    match bench(&sizes, write_baseline) {
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
fn bench(sizes: &[u32], write_baseline: bool) -> Result<bool, Box<dyn Error>> {
    let engine = Engine::start();
    let figures = measure(&engine, sizes, |doing| eprintln!("bench: {doing}"));
    let latencies = Latencies::measure(&engine);
    let report = Report {
        engine: engine_name()?,
        figures,
        latencies,
    };

    let out = workspace().join("target/bench");
    fs::create_dir_all(&out)?;
    fs::write(
        out.join("registry.json"),
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
