//! The built canisters.

use std::env;
use std::fs;
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

/// The registry's module, gzipped.
#[must_use]
pub fn registry() -> Vec<u8> {
    let path = directory().join("registry.wasm.gz");
    fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; scripts/build makes it, BONAFIDE_CANISTERS says where it is",
            path.display()
        )
    })
}

/// A file of `tests/fixtures`.
#[must_use]
pub fn fixture(name: &str) -> String {
    let path = workspace().join("tests/fixtures").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
