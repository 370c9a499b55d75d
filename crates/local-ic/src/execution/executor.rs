//! Compiles modules, once for all instances and, with a cache directory, for all runs.

use std::collections::HashMap;
use std::fmt;
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sha2::{Digest as _, Sha256};
use wasmtime::{
    Cache, CacheConfig, Config, Engine, InstancePre, Linker, OptLevel, UnknownImportError,
};

use super::host::Host;
use super::imports;
use super::module::{InvalidModule, Module};
use super::prepare::{MAX_MODULE_BYTES, prepare};

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// Stack of a canister. The thread that runs it needs about 512 KiB more.
const STACK_BYTES: usize = 1024 * 1024;

/// The engine cannot be set up on this machine, or its cache directory cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot set up the WebAssembly engine: {0}")]
pub struct ExecutorError(String);

type Slot = Arc<OnceLock<Result<Arc<Module>, InvalidModule>>>;

/// Compiles modules and remembers them by the hash of their bytes. Cheap to clone.
#[derive(Clone)]
pub struct Executor(Arc<Inner>);

struct Inner {
    engine: Engine,
    linker: Linker<Host>,
    modules: Mutex<HashMap<[u8; 32], Slot>>,
    live: Arc<()>,
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor").finish_non_exhaustive()
    }
}

impl Executor {
    /// An engine that keeps compiled modules in `cache_dir` (an absolute path), or in memory only.
    ///
    /// # Errors
    /// If the cache directory cannot be made or the machine is not supported.
    pub fn new(cache_dir: Option<&Path>) -> Result<Self, ExecutorError> {
        let error = |error: wasmtime::Error| ExecutorError(format!("{error:#}"));
        let mut config = Config::new();
        config
            .consume_fuel(true)
            .cranelift_opt_level(OptLevel::Speed)
            .cranelift_nan_canonicalization(true)
            .relaxed_simd_deterministic(true)
            .wasm_multi_memory(false)
            .wasm_memory64(false)
            .wasm_backtrace_max_frames(None)
            .max_wasm_stack(STACK_BYTES);
        if let Some(directory) = cache_dir {
            let mut cache = CacheConfig::new();
            cache.with_directory(directory);
            config.cache(Some(Cache::new(cache).map_err(error)?));
        }
        let engine = Engine::new(&config).map_err(error)?;
        let mut linker = Linker::new(&engine);
        imports::define(&mut linker).map_err(error)?;
        Ok(Self(Arc::new(Inner {
            engine,
            linker,
            modules: Mutex::default(),
            live: Arc::default(),
        })))
    }

    /// Checks and compiles a module, plain or gzip. Who asks for the same bytes at the same time
    /// waits for one compilation.
    ///
    /// # Errors
    /// [`InvalidModule`] if the network would not install it.
    pub fn compile(&self, bytes: &[u8]) -> Result<Arc<Module>, InvalidModule> {
        let hash: [u8; 32] = Sha256::digest(bytes).into();
        let slot = self
            .0
            .modules
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(hash)
            .or_default()
            .clone();
        slot.get_or_init(|| self.build(hash, bytes).map(Arc::new))
            .clone()
    }

    fn build(&self, hash: [u8; 32], bytes: &[u8]) -> Result<Module, InvalidModule> {
        let wasm = decompress(bytes)?;
        let (description, prepared) = prepare(&wasm)?;
        let module = wasmtime::Module::new(&self.0.engine, &prepared)
            .map_err(|error| InvalidModule::Compile(format!("{error:#}")))?;
        let pre = self.link(&module)?;
        Ok(Module {
            hash,
            description,
            live: self.0.live.clone(),
            pre,
        })
    }

    fn link(&self, module: &wasmtime::Module) -> Result<InstancePre<Host>, InvalidModule> {
        self.0.linker.instantiate_pre(module).map_err(|error| {
            match error.downcast_ref::<UnknownImportError>() {
                Some(unknown) => InvalidModule::Import {
                    module: unknown.module().to_owned(),
                    name: unknown.name().to_owned(),
                },
                None => InvalidModule::Signature(format!("{error:#}")),
            }
        })
    }
}

/// The plain module: as it is, or unpacked if it begins as gzip does.
fn decompress(bytes: &[u8]) -> Result<std::borrow::Cow<'_, [u8]>, InvalidModule> {
    let too_large = |found| InvalidModule::TooLarge {
        what: "bytes",
        found,
        limit: MAX_MODULE_BYTES,
    };
    if !bytes.starts_with(&GZIP_MAGIC) {
        return match bytes.len() {
            found if found > MAX_MODULE_BYTES => Err(too_large(found)),
            _ => Ok(bytes.into()),
        };
    }
    let mut plain = Vec::new();
    let limit = u64::try_from(MAX_MODULE_BYTES).unwrap_or(u64::MAX);
    flate2::read::GzDecoder::new(bytes)
        .take(limit + 1)
        .read_to_end(&mut plain)
        .map_err(|error| InvalidModule::Compression(error.to_string()))?;
    match plain.len() {
        found if found > MAX_MODULE_BYTES => Err(too_large(found)),
        _ => Ok(plain.into()),
    }
}
