//! The chunk store: modules too large for one message, piece by piece.

use candid::Principal;
use ic_management_canister_types::{
    CanisterIdRecord, ChunkHash, InstallChunkedCodeArgs, UploadChunkArgs,
};
use pocket_ic::ErrorCode;
use sha2::{Digest, Sha256};

use super::install::Installation;
use super::{change_origin, check_owner, decode, encode};
use crate::engine::canister::{Answer, Request};
use crate::engine::instance::Instance;
use crate::engine::reject::Rejection;

const MAX_CHUNK_BYTES: usize = 1 << 20;
const MAX_CHUNKS: usize = 100;

impl Instance {
    pub(super) fn upload_chunk(&mut self, request: &Request) -> Answer {
        let (args,): (UploadChunkArgs,) = decode(&request.arg)?;
        let canister = self.owned(args.canister_id, request.caller)?;
        if args.chunk.len() > MAX_CHUNK_BYTES {
            return Err(violation(format!(
                "Wasm chunk size {} exceeds the maximum chunk size of {MAX_CHUNK_BYTES}",
                args.chunk.len()
            )));
        }
        let hash: [u8; 32] = Sha256::digest(&args.chunk).into();
        if !canister.chunks.contains_key(&hash) && canister.chunks.len() >= MAX_CHUNKS {
            return Err(violation(format!(
                "Wasm chunk store has already reached maximum capacity of {MAX_CHUNKS} chunks"
            )));
        }
        canister.chunks.insert(hash, args.chunk);
        encode((ChunkHash {
            hash: hash.to_vec(),
        },))
    }

    pub(super) fn clear_chunk_store(&mut self, request: &Request) -> Answer {
        let (args,): (CanisterIdRecord,) = decode(&request.arg)?;
        let canister = self.owned(args.canister_id, request.caller)?;
        canister.chunks.clear();
        encode(())
    }

    pub(super) fn stored_chunks(&mut self, request: &Request) -> Answer {
        let (args,): (CanisterIdRecord,) = decode(&request.arg)?;
        let canister = self.owned(args.canister_id, request.caller)?;
        let chunks: Vec<ChunkHash> = canister
            .chunks
            .keys()
            .map(|hash| ChunkHash {
                hash: hash.to_vec(),
            })
            .collect();
        encode((chunks,))
    }

    pub(super) fn install_chunked_code(
        &mut self,
        request: &Request,
        instructions: &mut u64,
    ) -> Answer {
        let (args,): (InstallChunkedCodeArgs,) = decode(&request.arg)?;
        self.controlled(args.target_canister, request.caller)?;
        let store = args.store_canister.unwrap_or(args.target_canister);
        let wasm = self.assemble(request.caller, args.target_canister, store, &args)?;
        self.install(
            Installation {
                canister: args.target_canister,
                mode: args.mode,
                wasm: &wasm,
                arg: &args.arg,
                sender: request.caller,
                origin: change_origin(request, args.sender_canister_version),
            },
            instructions,
        )
    }

    /// The module that the chunks in `store` make up.
    fn assemble(
        &self,
        sender: Principal,
        target: Principal,
        store: Principal,
        args: &InstallChunkedCodeArgs,
    ) -> Result<Vec<u8>, Rejection> {
        let stored = self.existing(store)?;
        if store != target {
            check_owner(stored, sender)?;
            if stored.subnet != self.existing(target)?.subnet {
                return Err(Rejection::canister_not_found(store));
            }
        }
        let mut wasm = Vec::new();
        for ChunkHash { hash } in &args.chunk_hashes_list {
            let chunk = <[u8; 32]>::try_from(hash.as_slice())
                .ok()
                .and_then(|hash| stored.chunks.get(&hash))
                .ok_or_else(|| {
                    violation(format!(
                        "Chunk hash {} was not found in the chunk store of {store}",
                        hex::encode(hash)
                    ))
                })?;
            wasm.extend_from_slice(chunk);
        }
        let found = Sha256::digest(&wasm);
        if found[..] != args.wasm_module_hash[..] {
            return Err(violation(format!(
                "Wasm module hash {} does not match given hash {}",
                hex::encode(found),
                hex::encode(&args.wasm_module_hash)
            )));
        }
        Ok(wasm)
    }
}

fn violation(message: String) -> Rejection {
    Rejection::new(ErrorCode::CanisterContractViolation, message)
}
