//! The keys of the emulated network and the signatures that its clients make.
//!
//! ```text
//! bls.rs      the root key: signs state trees
//! vetkd.rs    verifiably encrypted keys, one master key per name
//! der.rs      public keys as clients send them; verification of their signatures
//! ```
//! Everything follows from one seed, so the same calls give the same bytes. None of
//! these keys protects anything: they exist to be checked.

pub mod bls;
pub mod der;
pub mod vetkd;

use candid::Principal;
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

/// The keys of one emulated network.
#[derive(Debug)]
pub struct Keys {
    root: bls::SecretKey,
    root_der: Vec<u8>,
    node: SigningKey,
    node_der: Vec<u8>,
    vetkd_seed: [u8; 32],
}

impl Keys {
    /// Derives all keys from `seed`.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        let root = bls::SecretKey::from_seed(&subseed(&seed, "root"));
        let root_der = root.public_key_der();
        let node = SigningKey::from_bytes(&subseed(&seed, "node"));
        let mut node_der = der::ED25519_DER_PREFIX.to_vec();
        node_der.extend_from_slice(node.verifying_key().as_bytes());
        Self {
            root,
            root_der,
            node,
            node_der,
            vetkd_seed: subseed(&seed, "vetkd"),
        }
    }

    /// The root public key, DER (133 bytes).
    #[must_use]
    pub fn root_key_der(&self) -> &[u8] {
        &self.root_der
    }

    /// The subnet that the root key names: its self-authenticating id.
    #[must_use]
    pub fn root_subnet_id(&self) -> Principal {
        Principal::self_authenticating(&self.root_der)
    }

    /// The node that signs query responses, DER (44 bytes).
    #[must_use]
    pub fn node_key_der(&self) -> &[u8] {
        &self.node_der
    }

    /// The id of the node that signs query responses.
    #[must_use]
    pub fn node_id(&self) -> Principal {
        Principal::self_authenticating(&self.node_der)
    }

    /// Signs `message` with the root key: 48 bytes, a compressed G1 point.
    #[must_use]
    pub fn sign_as_root(&self, message: &[u8]) -> [u8; 48] {
        self.root.sign(message)
    }

    /// Signs `message` with the node key: 64 bytes, Ed25519.
    #[must_use]
    pub fn sign_as_node(&self, message: &[u8]) -> [u8; 64] {
        self.node.sign(message).to_bytes()
    }

    fn vetkd_master_seed(&self, name: &str) -> [u8; 32] {
        subseed(&self.vetkd_seed, name)
    }
}

/// An independent seed for each purpose.
fn subseed(seed: &[u8; 32], purpose: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"local-ic key");
    hasher.update(seed);
    hasher.update(purpose.as_bytes());
    hasher.finalize().into()
}
