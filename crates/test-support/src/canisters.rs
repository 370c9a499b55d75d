//! The built canisters.

use flate2::read::GzDecoder;
use std::env;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The repository's root.
#[must_use]
pub fn workspace() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The directory of the built canisters.
#[must_use]
pub fn directory() -> PathBuf {
    env::var_os("BONAFIDE_CANISTERS")
        .map_or_else(|| workspace().join("target/canisters"), PathBuf::from)
}

/// The directory of the built stand-ins.
#[must_use]
pub fn stand_ins() -> PathBuf {
    env::var_os("BONAFIDE_STAND_INS")
        .map_or_else(|| workspace().join("target/stand-ins"), PathBuf::from)
}

/// The registry's module, gzipped.
#[must_use]
pub fn registry() -> Vec<u8> {
    built("registry")
}

/// Governance's module, gzipped.
#[must_use]
pub fn governance() -> Vec<u8> {
    built("governance")
}

/// The identity canister's module, gzipped.
#[must_use]
pub fn identity() -> Vec<u8> {
    built("identity")
}

/// The audits canister's module, gzipped.
#[must_use]
pub fn audits() -> Vec<u8> {
    built("audits")
}

/// The rewards canister's module, gzipped.
#[must_use]
pub fn rewards() -> Vec<u8> {
    built("rewards")
}

/// The module of a neighbour's stand-in: `nns_governance`, `sns_governance`, `ledger` or
/// `registry`.
#[must_use]
pub fn stand_in(of: &str) -> Vec<u8> {
    let path = stand_ins().join(format!("{of}_stand_in.wasm"));
    module(&path, "scripts/test", "BONAFIDE_STAND_INS")
}

/// The module that does the work of the policy crate's benchmark of decentralisation.
#[must_use]
pub fn decentralization_meter() -> Vec<u8> {
    let path = stand_ins().join("decentralization_meter.wasm");
    module(&path, "scripts/bench", "BONAFIDE_STAND_INS")
}

fn built(name: &str) -> Vec<u8> {
    let path = directory().join(format!("{name}.wasm.gz"));
    module(&path, "scripts/build", "BONAFIDE_CANISTERS")
}

fn module(path: &Path, maker: &str, variable: &str) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; {maker} makes it, {variable} says where it is",
            path.display()
        )
    })
}

/// A module as it was before compression.
#[must_use]
pub fn unzipped(module: &[u8]) -> Vec<u8> {
    let mut wasm = Vec::new();
    GzDecoder::new(module)
        .read_to_end(&mut wasm)
        .expect("a built canister is a gzip file");
    wasm
}

/// The registry as another build of the same code: the same but for one custom section, so
/// that its module hash differs.
#[must_use]
pub fn registry_of_build(build: u8) -> Vec<u8> {
    let mut wasm = unzipped(&registry());
    // Section 0, 7 bytes: a name of 5 bytes and one byte of content.
    wasm.extend_from_slice(&[0, 7, 5, b'b', b'u', b'i', b'l', b'd', build]);
    wasm
}

/// A file of `tests/fixtures`.
#[must_use]
pub fn fixture(name: &str) -> String {
    let path = workspace().join("tests/fixtures").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
