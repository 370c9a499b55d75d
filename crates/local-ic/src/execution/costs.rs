//! What calls cost in cycles, as `ic0.cost_*` reports it and `ic0.call_perform` sets it aside.

/// Reference size of a subnet; fees are proportional to the number of nodes.
const REFERENCE_NODES: u128 = 13;
/// Instructions for which a response callback is paid in advance.
const CALLBACK_INSTRUCTIONS: u128 = 40_000_000_000;
/// Largest response in bytes, paid in advance.
const MAX_RESPONSE_BYTES: u128 = 2 * 1024 * 1024;
/// Fees of a subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Costs {
    node_count: u32,
    free: bool,
}

impl Default for Costs {
    fn default() -> Self {
        Self::new(13, false)
    }
}

impl Costs {
    /// Fees of a subnet with `node_count` nodes; all zero if `free`.
    #[must_use]
    pub const fn new(node_count: u32, free: bool) -> Self {
        Self { node_count, free }
    }

    /// Takes a fee of the reference subnet to this one.
    fn scale(self, fee: u128) -> u128 {
        if self.free {
            0
        } else {
            fee * u128::from(self.node_count) / REFERENCE_NODES
        }
    }

    /// A base fee and one cycle per instruction, for executing one message.
    #[must_use]
    pub fn execution(self, instructions: u64) -> u128 {
        self.scale(5_000_000 + u128::from(instructions))
    }

    /// Everything a call needs above the freezing limit: sending it, the largest response, its callback.
    #[must_use]
    pub fn call(self, method_bytes: u64, arg_bytes: u64) -> u128 {
        self.request(method_bytes, arg_bytes) + self.response_reserve()
    }

    /// Sending a request to another canister.
    #[must_use]
    pub fn request(self, method_bytes: u64, arg_bytes: u64) -> u128 {
        self.scale(260_000 + 1_000 * (u128::from(method_bytes) + u128::from(arg_bytes)))
    }

    /// Set aside for the largest response and the longest callback.
    #[must_use]
    pub fn response_reserve(self) -> u128 {
        self.scale(1_000 * MAX_RESPONSE_BYTES + 5_000_000 + CALLBACK_INSTRUCTIONS)
    }

    /// What is not refunded of [`Costs::response_reserve`].
    #[must_use]
    pub fn response(self, response_bytes: u64, callback_instructions: u64) -> u128 {
        self.scale(1_000 * u128::from(response_bytes)) + self.execution(callback_instructions)
    }

    /// Receiving a message from outside.
    #[must_use]
    pub fn ingress(self, bytes: u64) -> u128 {
        self.scale(1_200_000 + 2_000 * u128::from(bytes))
    }

    #[must_use]
    pub fn create_canister(self) -> u128 {
        self.scale(500_000_000_000)
    }

    #[must_use]
    pub fn http_request(self, request_bytes: u64, max_response_bytes: u64) -> u128 {
        if self.free {
            return 0;
        }
        let nodes = u128::from(self.node_count);
        let per_node = 3_000_000
            + 60_000 * nodes
            + 400 * u128::from(request_bytes)
            + 800 * u128::from(max_response_bytes);
        per_node * nodes
    }

    /// Signing with, or deriving from, the key of that name; `None` if there is no such key.
    #[must_use]
    pub fn threshold_key(self, name: &str) -> Option<u128> {
        let key_nodes = match name {
            "key_1" => 34,
            "test_key_1" | "dfx_test_key" => 13,
            _ => return None,
        };
        let fee = 10_000_000_000 * key_nodes / REFERENCE_NODES;
        Some(if self.free { 0 } else { fee })
    }
}
