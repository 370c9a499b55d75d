//! Programs that tell and measure what the stories test: the demo and the benchmarks.

pub mod bench;
pub mod demo;
